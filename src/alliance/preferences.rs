//! What a person wanted from the work and what they got, preference by preference.

/// One preference, wanted and received on the same scale (such as -3 "less" to 3 "more" of homework).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preference {
    /// Which preference, by code.
    pub code: usize,
    /// How much of it the person wanted; nothing where they did not say or did not mind.
    pub preferred: Option<f64>,
    /// How much of it they got, by their own account; nothing where it was not asked yet.
    pub received: Option<f64>,
}

/// Which way a preference was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// They got less than they wanted.
    LessThanWanted,
    /// As they wanted.
    AsWanted,
    /// They got more than they wanted.
    MoreThanWanted,
}

/// How one preference was met.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mismatch {
    /// Which preference, by code.
    pub code: usize,
    /// Received less preferred, in steps of the scale.
    pub difference: f64,
    /// Which way.
    pub direction: Direction,
}

/// The mismatch of each preference of which both sides are known, `received - preferred`, in the order given. No sum over
/// preferences: more of one thing does not make up for less of another.
///
/// Missing values: a preference of which one side is missing or no finite number is left out.
///
/// ```
/// use attune::alliance::preferences::{Direction, Preference, mismatches};
/// let homework = Preference { code: 0, preferred: Some(2.0), received: Some(-1.0) };
/// let unasked = Preference { code: 1, preferred: Some(1.0), received: None };
/// let found = mismatches(&[homework, unasked]);
/// assert_eq!((found.len(), found[0].difference, found[0].direction), (1, -3.0, Direction::LessThanWanted));
/// ```
#[must_use]
pub fn mismatches(preferences: &[Preference]) -> Vec<Mismatch> {
    let one = |preference: &Preference| {
        let difference = preference.received? - preference.preferred?;
        let direction = match difference.partial_cmp(&0.0)? {
            std::cmp::Ordering::Less => Direction::LessThanWanted,
            std::cmp::Ordering::Equal => Direction::AsWanted,
            std::cmp::Ordering::Greater => Direction::MoreThanWanted,
        };
        difference.is_finite().then_some(Mismatch { code: preference.code, difference, direction })
    };
    preferences.iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_left_out() {
        let of = |preferred, received| mismatches(&[Preference { code: 3, preferred, received }]);
        assert!(of(None, Some(1.0)).is_empty() && of(Some(1.0), None).is_empty());
        assert!(of(Some(f64::NAN), Some(1.0)).is_empty() && of(Some(1.0), Some(f64::INFINITY)).is_empty());
        assert_eq!(of(Some(1.0), Some(1.0))[0].direction, Direction::AsWanted);
        assert_eq!(of(Some(1.0), Some(3.0))[0].direction, Direction::MoreThanWanted);
    }
}

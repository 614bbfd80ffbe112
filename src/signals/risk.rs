//! Rank 0: an answer about harm, suicide or abuse above the lowest, or such a question left out.

/// One risk item of an instrument and its answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RiskAnswer<'a> {
    /// The item's name within its instrument.
    pub item: &'a str,
    /// The answer; nothing where it was skipped or never reached.
    pub answer: Option<f64>,
    /// The value of the option that says "not at all".
    pub lowest: f64,
}

/// What was seen of one risk item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RiskSeen<'a> {
    /// Marked above the lowest option.
    Marked {
        /// The item.
        item: &'a str,
        /// The answer.
        answer: f64,
    },
    /// Not answered. Shown, because silence says nothing.
    Unanswered {
        /// The item.
        item: &'a str,
    },
}

/// The risk items that ask for a look, marked ones first, each in the order given. An answer that is no number counts as
/// unanswered. Never scored, never prorated.
///
/// ```
/// use attune::signals::risk::{RiskAnswer, RiskSeen, look};
/// let answers = [
///     RiskAnswer { item: "a", answer: Some(0.0), lowest: 0.0 },
///     RiskAnswer { item: "b", answer: None, lowest: 0.0 },
///     RiskAnswer { item: "c", answer: Some(1.0), lowest: 0.0 },
/// ];
/// assert_eq!(look(&answers), [RiskSeen::Marked { item: "c", answer: 1.0 }, RiskSeen::Unanswered { item: "b" }]);
/// ```
#[must_use]
pub fn look<'a>(answers: &[RiskAnswer<'a>]) -> Vec<RiskSeen<'a>> {
    let given = |answer: &RiskAnswer<'_>| answer.answer.filter(|value| !value.is_nan());
    let marked = answers.iter().filter_map(|risk| {
        given(risk).filter(|value| *value > risk.lowest).map(|answer| RiskSeen::Marked { item: risk.item, answer })
    });
    let open = answers.iter().filter(|risk| given(risk).is_none()).map(|risk| RiskSeen::Unanswered { item: risk.item });
    marked.chain(open).collect()
}

/// Whether a risk signal may be set aside: only once it is written what was done about it.
#[must_use]
pub fn may_be_set_aside(what_i_did: &str) -> bool {
    what_i_did.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_not_set_aside_without_a_word() {
        assert!(!may_be_set_aside("") && !may_be_set_aside(" \n . ") && may_be_set_aside("Rang her."));
    }

    #[test]
    fn what_is_no_number_is_unanswered() {
        let answer = RiskAnswer { item: "a", answer: Some(f64::NAN), lowest: 0.0 };
        assert_eq!(look(&[answer]), [RiskSeen::Unanswered { item: "a" }]);
        assert!(look(&[]).is_empty());
    }
}

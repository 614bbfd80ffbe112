//! Goals: do both name the same ones, how important is each to either, and how far has it come. How far goals were attained
//! at the end is in [`attainment`](super::attainment).

use super::group::Group;
use crate::order;
use crate::stats::describe::{check_finite, mean};
use crate::stats::error::StatError;
use crate::stats::kappa::{Kappa, KappaWeights, weighted_kappa};

/// Which goals the two name.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalAgreement {
    /// Goals that both name, in ascending order of their codes.
    pub both: Vec<usize>,
    /// Goals only the patient names.
    pub patient_only: Vec<usize>,
    /// Goals only the therapist names.
    pub therapist_only: Vec<usize>,
}

impl GoalAgreement {
    /// Of the goals each names, by code; a goal named twice counts once.
    ///
    /// ```
    /// use attune::alliance::goals::GoalAgreement;
    /// let agreement = GoalAgreement::of(&[1, 2, 3], &[2, 3, 4]);
    /// assert_eq!((agreement.both.as_slice(), agreement.share()), (&[2, 3][..], Some(0.5)));
    /// ```
    #[must_use]
    pub fn of(patient: &[usize], therapist: &[usize]) -> Self {
        let (patient, therapist) = (order::set(patient.iter().copied()), order::set(therapist.iter().copied()));
        Self {
            both: patient.intersection(&therapist).copied().collect(),
            patient_only: patient.difference(&therapist).copied().collect(),
            therapist_only: therapist.difference(&patient).copied().collect(),
        }
    }

    /// The share of goals that both name, of all that either names; nothing where there is none.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let all = self.both.len() + self.patient_only.len() + self.therapist_only.len();
        (all > 0).then(|| self.both.len() as f64 / all as f64)
    }
}

/// How important one goal is to either, on the same scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Importance {
    /// The goal's code.
    pub goal: usize,
    /// The patient's rating.
    pub patient: Option<f64>,
    /// The therapist's rating.
    pub therapist: Option<f64>,
}

impl Importance {
    /// The patient's less the therapist's rating: above zero it matters more to the patient. Nothing where one is missing
    /// or no finite number.
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        self.patient.zip(self.therapist).map(|(a, b)| a - b).filter(|d| d.is_finite())
    }
}

/// Weighted kappa on the importance of goals over many pairs, one row a goal: `quadratic` weights, ratings as categories from
/// 0 to `categories` less one (see [`weighted_kappa`]). Goals of one pair are alike, so the error is somewhat larger than told.
///
/// Missing values: a goal that one did not rate is left out.
///
/// # Errors
/// [`StatError::LengthMismatch`], [`StatError::TooFew`] where the goals rated by both are of too few people, and those of
/// [`weighted_kappa`].
///
/// ```
/// use attune::alliance::{Group, goals::importance_kappa};
/// let person: Vec<usize> = (0..24).map(|goal| goal / 2).collect();
/// let patient: Vec<Option<usize>> = (0..24).map(|goal| Some(goal % 4)).collect();
/// let kappa = importance_kappa(&Group::of(&person)?, &patient, &patient, 4)?;
/// assert!((kappa.kappa - 1.0).abs() < 1e-12);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn importance_kappa(
    group: &Group<'_>,
    patient: &[Option<usize>],
    therapist: &[Option<usize>],
    categories: usize,
) -> Result<Kappa, StatError> {
    let column = |ratings: &[Option<usize>]| -> Vec<f64> {
        ratings.iter().map(|rating| rating.map_or(f64::NAN, |rating| rating as f64)).collect()
    };
    group.complete(&[&column(patient), &column(therapist)], 0)?;
    weighted_kappa(patient, therapist, categories, KappaWeights::Quadratic, 0.95)
}

/// How far goals have come, on the scale of the progress ratings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoalProgress {
    /// The mean over goals of last less first rating.
    pub mean: f64,
    /// Goals rated at least twice, of which the mean is.
    pub goals: usize,
    /// How many of them rose.
    pub rose: usize,
    /// How many fell.
    pub fell: usize,
    /// Goals rated once or never, of which nothing is told.
    pub too_few_ratings: usize,
}

/// Goal-based progress: the mean over goals of last less first. `ratings[g]` are those of goal `g` in the order of sessions.
/// A plain mean of one person's own ratings, not a test of change.
///
/// Missing values: NaN is a session in which the goal was not rated; a goal with fewer than two ratings does not count.
///
/// # Errors
/// [`StatError::NotFinite`] for an infinite rating, [`StatError::TooFew`] where no goal was rated twice.
///
/// ```
/// use attune::alliance::goals::progress;
/// let told = progress(&[&[2.0, f64::NAN, 6.0], &[5.0, 4.0], &[3.0]])?;
/// assert_eq!((told.mean, told.goals, told.rose, told.fell, told.too_few_ratings), (1.5, 2, 1, 1, 1));
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn progress(ratings: &[&[f64]]) -> Result<GoalProgress, StatError> {
    let mut changes = Vec::new();
    for goal in ratings {
        let given: Vec<f64> = goal.iter().copied().filter(|rating| !rating.is_nan()).collect();
        check_finite(&given)?;
        if let [first, .., last] = given.as_slice() {
            changes.push(last - first);
        }
    }
    if changes.is_empty() {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    Ok(GoalProgress {
        mean: mean(&changes)?,
        goals: changes.len(),
        rose: changes.iter().filter(|change| **change > 0.0).count(),
        fell: changes.iter().filter(|change| **change < 0.0).count(),
        too_few_ratings: ratings.len() - changes.len(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_named_and_nothing_rated() {
        assert_eq!(GoalAgreement::of(&[], &[]).share(), None);
        assert_eq!(progress(&[]), Err(StatError::TooFew { needed: 1, found: 0 }));
        assert_eq!(progress(&[&[1.0]]), Err(StatError::TooFew { needed: 1, found: 0 }));
        assert_eq!(progress(&[&[1.0, f64::INFINITY]]), Err(StatError::NotFinite));
        let importance = Importance { goal: 1, patient: Some(3.0), therapist: None };
        assert_eq!(importance.difference(), None);
        assert_eq!(Importance { therapist: Some(5.0), ..importance }.difference(), Some(-2.0));
    }

    #[test]
    fn kappa_is_of_many_people() {
        let person = [0; 24];
        assert!(Group::of(&person).is_err());
        let person: Vec<usize> = (0..24).map(|goal| goal / 2).collect();
        let nobody = [None; 24];
        let refused = importance_kappa(&Group::of(&person).unwrap(), &nobody, &nobody, 4);
        assert!(matches!(refused, Err(StatError::TooFew { found: 0, .. })));
    }

    proptest! {
        #[test]
        fn agreement_is_mutual_and_a_share(a in prop::collection::vec(0usize..8, 0..8), b in prop::collection::vec(0usize..8, 0..8)) {
            let (one, other) = (GoalAgreement::of(&a, &b), GoalAgreement::of(&b, &a));
            prop_assert_eq!(one.share(), other.share());
            prop_assert_eq!(&one.patient_only, &other.therapist_only);
            prop_assert!(one.share().is_none_or(|share| (0.0..=1.0).contains(&share)));
        }
    }
}

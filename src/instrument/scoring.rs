//! Scores from answers: the mean of the answered items of a scale, and an honest word where too few were answered.

use super::{AnswerSet, Instrument, Scale};

/// A score on the scale of the answers (1 to 5 for the Alliance Scale).
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Score {
    /// Every item was answered: their mean.
    Complete(f64),
    /// Some, but no more than the scale allows, were left out: the mean of the others. It is drawn hollow and raises no
    /// signal, because leaving out just the lowest items lifts a score.
    Prorated {
        /// The mean of the answered items.
        mean: f64,
        /// How many were left out.
        missing: usize,
    },
    /// Too many were left out for any score.
    NotEnough {
        /// How many were answered.
        answered: usize,
        /// How many there are.
        of: usize,
    },
}

impl Score {
    /// The mean, complete or prorated.
    #[must_use]
    pub const fn mean(self) -> Option<f64> {
        match self {
            Self::Complete(mean) | Self::Prorated { mean, .. } => Some(mean),
            Self::NotEnough { .. } => None,
        }
    }

    /// The mean where every item was answered: the only scores that may raise a signal.
    #[must_use]
    pub const fn complete(self) -> Option<f64> {
        match self {
            Self::Complete(mean) => Some(mean),
            Self::Prorated { .. } | Self::NotEnough { .. } => None,
        }
    }
}

/// What is done about unanswered items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingRule {
    /// At most as many as the scale itself allows (`may_miss`): the rule on screen.
    ByScale,
    /// At least half of the items, rounded up, must be answered: the rule of many research data sets.
    Half,
}

/// The value that an answer counts as: itself, or `min + max - x` for a reversed item. Nothing where it is missing, not
/// finite or outside the range of the options.
#[must_use]
pub fn item_value(instrument: &Instrument, item: &str, answers: &AnswerSet) -> Option<f64> {
    let (low, high) = instrument.range();
    let value = answers.value(item).filter(|value| (low..=high).contains(value))?;
    let reversed = instrument.item(item)?.reversed;
    Some(if reversed { low + high - value } else { value })
}

/// The score of one scale: `sum of answered / number answered`.
///
/// Missing values: as `rule` says; an answer outside the range of the options counts as missing.
///
/// ```
/// # use attune::instrument::{Answer, catalogue::alliance_scale, scoring::{MissingRule, Score, score}};
/// # let instrument = alliance_scale().ok_or("no scale")?;
/// let answers = ["goal-1", "goal-2", "goal-3"].map(|item| (item, Answer::Value(4.0))).into_iter().collect();
/// let goal = instrument.scales.iter().find(|scale| scale.id == "goal").ok_or("no goal")?;
/// assert_eq!(score(instrument, goal, &answers, MissingRule::ByScale), Score::Prorated { mean: 4.0, missing: 1 });
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn score(instrument: &Instrument, scale: &Scale, answers: &AnswerSet, rule: MissingRule) -> Score {
    let values: Vec<f64> = scale.items.iter().filter_map(|item| item_value(instrument, item, answers)).collect();
    let (answered, of) = (values.len(), scale.items.len());
    let needed = match rule {
        MissingRule::ByScale => of.saturating_sub(scale.may_miss),
        MissingRule::Half => of.div_ceil(2),
    };
    if answered == 0 || answered < needed {
        return Score::NotEnough { answered, of };
    }
    let mean = values.iter().sum::<f64>() / answered as f64;
    if answered == of { Score::Complete(mean) } else { Score::Prorated { mean, missing: of - answered } }
}

/// The score of the scale of that name; nothing where the instrument has no such scale.
#[must_use]
pub fn score_named(instrument: &Instrument, scale: &str, answers: &AnswerSet, rule: MissingRule) -> Option<Score> {
    instrument.scales.iter().find(|s| s.id == scale).map(|s| score(instrument, s, answers, rule))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::{Answer, catalogue::alliance_scale};

    fn answers(count: usize, value: f64) -> AnswerSet {
        alliance_scale().unwrap().items.iter().take(count).map(|item| (item.id.clone(), Answer::Value(value))).collect()
    }

    #[test]
    fn two_of_twelve_may_be_missing_and_three_may_not() {
        let scale = alliance_scale().unwrap();
        let total = |count| score_named(scale, "total", &answers(count, 3.0), MissingRule::ByScale).unwrap();
        assert_eq!(total(12), Score::Complete(3.0));
        assert_eq!(total(10), Score::Prorated { mean: 3.0, missing: 2 });
        assert_eq!(total(9), Score::NotEnough { answered: 9, of: 12 });
        assert_eq!(total(0), Score::NotEnough { answered: 0, of: 12 });
    }

    #[test]
    fn skipped_and_impossible_values_are_missing_never_zero() {
        let scale = alliance_scale().unwrap();
        let mut given = answers(12, 4.0);
        given.set("goal-1", Answer::Skipped);
        given.set("goal-2", Answer::Value(0.0));
        given.set("goal-3", Answer::Value(f64::NAN));
        assert_eq!(
            score_named(scale, "goal", &given, MissingRule::ByScale),
            Some(Score::NotEnough { answered: 1, of: 4 })
        );
    }

    #[test]
    fn a_reversed_item_counts_mirrored() {
        let mut scale = alliance_scale().unwrap().clone();
        scale.items.iter_mut().for_each(|item| item.reversed = item.id == "goal-1");
        let mut given = answers(12, 3.0);
        given.set("goal-1", Answer::Value(1.0));
        assert_eq!(item_value(&scale, "goal-1", &given), Some(5.0));
        assert_eq!(score_named(&scale, "goal", &given, MissingRule::ByScale), Some(Score::Complete(3.5)));
    }
}

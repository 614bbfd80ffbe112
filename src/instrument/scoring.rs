//! Scores from answers: what the answered items of a scale add up to, and an honest word where too few were answered.

use super::{AnswerSet, Instrument, Method, Scale};

/// A score, on the scale of the answers (1 to 5 for the Alliance Scale) or as the scale's own method makes it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Score {
    /// Every item was answered.
    Complete(f64),
    /// Some, but no more than the scale allows, were left out: the mean of the others stands for them. It is drawn hollow
    /// and raises no signal, because leaving out just the lowest items lifts a score.
    Prorated {
        /// The score.
        value: f64,
        /// How many were left out.
        missing: usize,
    },
    /// Too many were left out for any score, or an item about risk was.
    NotEnough {
        /// How many were answered.
        answered: usize,
        /// How many there are.
        of: usize,
    },
    /// Nobody has confirmed what this scale does about unanswered items, so there is no score.
    Unconfirmed,
}

impl Score {
    /// The score, complete or prorated.
    #[must_use]
    pub const fn value(self) -> Option<f64> {
        match self {
            Self::Complete(value) | Self::Prorated { value, .. } => Some(value),
            Self::NotEnough { .. } | Self::Unconfirmed => None,
        }
    }

    /// The score where every item was answered: the only ones that may raise a signal.
    #[must_use]
    pub const fn complete(self) -> Option<f64> {
        match self {
            Self::Complete(value) => Some(value),
            Self::Prorated { .. } | Self::NotEnough { .. } | Self::Unconfirmed => None,
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

/// The value that an answer counts as: its option's weight or itself, or `min + max - x` for a reversed item. Nothing where
/// it is missing, not finite, outside the range of the item, or chosen from options without weights.
#[must_use]
pub fn item_value(instrument: &Instrument, item: &str, answers: &AnswerSet) -> Option<f64> {
    let given = answers.value(item)?;
    let item = instrument.item(item)?;
    let (low, high) = instrument.item_range(item)?;
    let options = instrument.choices(item);
    let value = match options.iter().find(|option| option.value == given) {
        Some(option) => option.weight()?,
        None => given,
    };
    let value = Some(value).filter(|value| (low..=high).contains(value))?;
    Some(if item.reversed { low + high - value } else { value })
}

/// The score of one scale: `sum of answered / number answered`, times the number of items where the scale is a sum, times the
/// scale's factor.
///
/// Missing values: as `rule` says, but an unanswered item about risk is never made up for; an answer outside the range of the
/// options counts as missing.
///
/// ```
/// # use attune::instrument::{Answer, catalogue::alliance_scale, scoring::{MissingRule, Score, score}};
/// # let instrument = alliance_scale().ok_or("no scale")?;
/// let answers = ["goal-1", "goal-2", "goal-3"].map(|item| (item, Answer::Value(4.0))).into_iter().collect();
/// let goal = instrument.scales.iter().find(|scale| scale.id == "goal").ok_or("no goal")?;
/// assert_eq!(score(instrument, goal, &answers, MissingRule::ByScale), Score::Prorated { value: 4.0, missing: 1 });
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn score(instrument: &Instrument, scale: &Scale, answers: &AnswerSet, rule: MissingRule) -> Score {
    let value_of = |item: &String| item_value(instrument, item, answers);
    let values: Vec<f64> = scale.items.iter().filter_map(value_of).collect();
    let (answered, of) = (values.len(), scale.items.len());
    let needed = match rule {
        MissingRule::ByScale => match scale.may_miss {
            Some(may_miss) => of.saturating_sub(may_miss),
            None => return Score::Unconfirmed,
        },
        MissingRule::Half => of.div_ceil(2),
    };
    let risk_missing = scale.items.iter().any(|item| instrument.is_risk(item) && value_of(item).is_none());
    if answered == 0 || answered < needed || risk_missing {
        return Score::NotEnough { answered, of };
    }
    let mean = values.iter().sum::<f64>() / answered as f64;
    let value = match scale.method {
        Method::Mean => mean,
        Method::Sum if answered == of => values.iter().sum(),
        Method::Sum => mean * of as f64,
    } * scale.times.0;
    if answered == of { Score::Complete(value) } else { Score::Prorated { value, missing: of - answered } }
}

/// The score of the scale of that name; nothing where the instrument has no such scale.
#[must_use]
pub fn score_named(instrument: &Instrument, scale: &str, answers: &AnswerSet, rule: MissingRule) -> Option<Score> {
    instrument.scale(scale).map(|scale| score(instrument, scale, answers, rule))
}

/// The lowest and the highest score that a scale can have; nothing where an item's own range is not known.
#[must_use]
pub fn score_range(instrument: &Instrument, scale: &Scale) -> Option<(f64, f64)> {
    let (mut low, mut high) = (0.0, 0.0);
    for item in &scale.items {
        let (least, most) = instrument.item_range(instrument.item(item)?)?;
        (low, high) = (low + least, high + most);
    }
    let count = scale.items.len().max(1) as f64;
    let times = if scale.method == Method::Mean { scale.times.0 / count } else { scale.times.0 };
    Some((low * times, high * times))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::{Answer, Factor, Weight, catalogue::alliance_scale};

    fn answers(count: usize, value: f64) -> AnswerSet {
        alliance_scale().unwrap().items.iter().take(count).map(|item| (item.id.clone(), Answer::Value(value))).collect()
    }

    #[test]
    fn two_of_twelve_may_be_missing_and_three_may_not() {
        let scale = alliance_scale().unwrap();
        let total = |count| score_named(scale, "total", &answers(count, 3.0), MissingRule::ByScale).unwrap();
        assert_eq!(total(12), Score::Complete(3.0));
        assert_eq!(total(10), Score::Prorated { value: 3.0, missing: 2 });
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

    #[test]
    fn a_sum_is_prorated_over_all_items_and_never_over_one_about_risk() {
        let mut scale = alliance_scale().unwrap().clone();
        scale.scales[0].method = Method::Sum;
        scale.scales[0].times = Factor(10.0);
        let mut given = answers(12, 3.0);
        given.set("goal-1", Answer::Skipped);
        let of = |scale: &Instrument| score(scale, &scale.scales[0], &given, MissingRule::ByScale);
        assert_eq!(of(&scale), Score::Prorated { value: 120.0, missing: 1 });
        assert_eq!(score_range(&scale, &scale.scales[0]), Some((40.0, 200.0)));
        assert_eq!(score_range(&scale, &scale.scales[1]), Some((1.0, 5.0)));
        scale.risk_items = Some(vec!["goal-1".to_owned()]);
        assert_eq!(of(&scale), Score::NotEnough { answered: 3, of: 4 });
        scale.scales[0].may_miss = None;
        assert_eq!(of(&scale), Score::Unconfirmed);
    }

    #[test]
    fn an_option_counts_as_its_weight_and_without_one_as_nothing() {
        let mut scale = alliance_scale().unwrap().clone();
        scale.options[4].weight = Weight::Of(0.0);
        scale.options[3].weight = Weight::Absent;
        assert_eq!(item_value(&scale, "goal-1", &answers(12, 5.0)), Some(0.0));
        assert_eq!(item_value(&scale, "goal-1", &answers(12, 4.0)), None);
    }
}

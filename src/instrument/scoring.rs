//! Scores from answers: what the answered items of a scale add up to, and an honest word where too few were answered.

use super::{
    AnswerSet, Flow, Instrument, Item, Kind, Method, Scale, Translated,
    expressions::{Computed, Failure},
};

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

/// One of the scores of a questionnaire.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedScore {
    /// The scale, or the calculated item.
    pub id: String,
    /// What people call it; empty where there is no name but the id.
    pub name: Translated,
    /// The score.
    pub scored: Scored,
}

/// A score and how it came about.
#[derive(Clone, Debug, PartialEq)]
pub enum Scored {
    /// By a scale.
    Scale(Score),
    /// By the questionnaire's own expression.
    Computed {
        /// Its value; nothing where the expression gives none for these answers.
        value: Option<f64>,
        /// How many questions that count were left unanswered. What that does to the value is the expression's own rule.
        left_out: usize,
    },
    /// It could not be computed.
    Failed(Failure),
}

impl Scored {
    /// The score, where there is one.
    #[must_use]
    pub const fn value(&self) -> Option<f64> {
        match self {
            Self::Scale(score) => score.value(),
            Self::Computed { value, .. } => *value,
            Self::Failed(_) => None,
        }
    }
}

/// Every score of a questionnaire for these answers: its scales, then its calculated numbers. Answers to items that are not
/// asked do not count.
#[must_use]
pub fn scores(instrument: &Instrument, answers: &AnswerSet) -> Vec<NamedScore> {
    let flow = Flow::of(instrument, answers);
    let heard = flow.heard(answers);
    let scales = instrument.scales.iter().map(|scale| NamedScore {
        id: scale.id.clone(),
        name: scale.name.clone(),
        scored: Scored::Scale(score(instrument, scale, &heard, MissingRule::ByScale)),
    });
    let asked = flow.questions();
    let left_out =
        |id: &str| asked.iter().any(|item| item.id == id) && heard.get(id).is_none_or(|answer| !answer.is_given());
    scales.chain(computed_scores(instrument, &flow.computed, &left_out)).collect()
}

/// The calculated numbers of a questionnaire. `left_out` tells whether an item was asked and not answered.
#[must_use]
pub fn computed_scores(
    instrument: &Instrument,
    computed: &Computed,
    left_out: &dyn Fn(&str) -> bool,
) -> Vec<NamedScore> {
    let counts = |item: &&Item| item.is_asked() && instrument.item_range(item).is_some();
    let left_out = instrument.walk().into_iter().filter(counts).filter(|item| left_out(&item.id)).count();
    let named = |(id, value): &(String, Result<Option<super::Answer>, Failure>)| {
        let item = instrument.item(id)?;
        let scored = match value {
            Err(failure) => Scored::Failed(failure.clone()),
            Ok(value) if matches!(item.kind, Kind::Number(_) | Kind::Slider(_)) => {
                Scored::Computed { value: value.as_ref().and_then(super::Answer::value), left_out }
            }
            Ok(_) => return None,
        };
        Some(NamedScore { id: id.clone(), name: item.text.clone(), scored })
    };
    computed.values.iter().filter_map(named).collect()
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

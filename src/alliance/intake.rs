//! What somebody said at their First Visit, and their wishes beside the way their therapist works.

use super::preferences::{Mismatch, Preference};
use crate::{
    care::{Entry, Person},
    instrument::{
        AnswerSet, Instrument, Item, Kind, Slider, catalogue,
        scoring::{self, MissingRule, Score},
    },
};

/// The questionnaire.
pub const FIRST_VISIT: &str = "attune-first-visit";

/// The heading below which the preferences stand.
const PREFERENCES: &str = "manner";

/// One preference: both ends in words, what the person would like, and how the therapist works.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaning {
    /// The question, whose slider has the words of both ends.
    pub item: &'static Item,
    /// Where the person stands, from the low end to the high one; nothing where they did not say.
    pub person: Option<f64>,
    /// Where the therapist stands; nothing where they did not say.
    pub therapist: Option<f64>,
}

impl Leaning {
    /// The slider.
    #[must_use]
    pub const fn slider(&self) -> Option<&'static Slider> {
        match &self.item.kind {
            Kind::Slider(slider) => Some(slider),
            _ => None,
        }
    }
}

/// The First Visit in its present version.
#[must_use]
pub fn questionnaire() -> Option<&'static Instrument> {
    catalogue::newest(FIRST_VISIT)
}

/// The latest answers to the First Visit, with the day of their session.
#[must_use]
pub fn latest(person: &Person) -> Option<(&Entry, time::Date)> {
    let all = person.sessions.iter().flat_map(|session| session.entries.iter().map(move |entry| (entry, session.date)));
    all.filter(|(entry, _)| entry.given.instrument.id == FIRST_VISIT).max_by_key(|(entry, _)| (entry.stamp, entry.id))
}

/// The preferences, in the order in which they are asked.
#[must_use]
pub fn preferences() -> Vec<&'static Item> {
    let group = questionnaire().and_then(|one| one.item(PREFERENCES));
    let sliders = group.into_iter().flat_map(|group| &group.items);
    sliders.filter(|item| matches!(item.kind, Kind::Slider(_))).collect()
}

/// Only the preferences, for the therapist to say how they work. It asks about no risk.
#[must_use]
pub fn own_style() -> Option<Instrument> {
    let mut one = questionnaire()?.clone();
    one.items = preferences().into_iter().cloned().collect();
    one.risk_items = Some(Vec::new());
    one.scales.clear();
    Some(one)
}

/// Both sides of every preference.
#[must_use]
pub fn leanings(person: Option<&AnswerSet>, therapist: Option<&AnswerSet>) -> Vec<Leaning> {
    let value = |side: Option<&AnswerSet>, item: &Item| side.and_then(|answers| answers.value(&item.id));
    let both = |item| Leaning { item, person: value(person, item), therapist: value(therapist, item) };
    preferences().into_iter().map(both).collect()
}

/// Where the therapist works differently from what the person would like: two steps or more apart. The therapist's side counts
/// as what is received, because it is what will happen where nobody speaks of it.
#[must_use]
pub fn apart(leanings: &[Leaning]) -> Vec<(&Leaning, Mismatch)> {
    let sides = |(code, one): (usize, &Leaning)| Preference { code, preferred: one.person, received: one.therapist };
    let all: Vec<Preference> = leanings.iter().enumerate().map(sides).collect();
    let far = super::preferences::mismatches(&all).into_iter().filter(|mismatch| mismatch.difference.abs() >= 2.0);
    far.filter_map(|mismatch| Some((leanings.get(mismatch.code)?, mismatch))).collect()
}

/// How much sense therapy makes to the person, and how much change they hope for: each the mean of two answers from 0 to 10.
/// Nothing where either answer is missing.
#[must_use]
pub fn expectations(answers: &AnswerSet) -> [(&'static str, Option<f64>); 2] {
    ["credibility", "expectancy"].map(|scale| {
        let score = questionnaire().and_then(|one| scoring::score_named(one, scale, answers, MissingRule::ByScale));
        (scale, score.and_then(Score::value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{alliance::preferences::Direction, instrument::Answer};

    fn answers(pairs: &[(&str, f64)]) -> AnswerSet {
        pairs.iter().map(|(id, value)| (*id, Answer::Value(*value))).collect()
    }

    #[test]
    fn preferences_are_the_eight_sliders_and_the_style_asks_just_them() {
        assert_eq!(preferences().len(), 8);
        assert!(leanings(None, None).iter().all(|one| one.slider().is_some_and(|slider| slider.min == -3.0)));
        let style = own_style().unwrap();
        assert_eq!((style.questions().len(), style.risk_items), (8, Some(Vec::new())));
    }

    #[test]
    fn only_what_is_known_of_both_and_two_steps_apart_is_named() {
        let person = answers(&[("lead-1", 3.0), ("lead-2", 1.0), ("feel-1", -2.0), ("past-1", 3.0)]);
        let therapist = answers(&[("lead-1", 1.0), ("lead-2", 0.0), ("feel-1", 2.0), ("warm-1", 3.0)]);
        let both = leanings(Some(&person), Some(&therapist));
        let found: Vec<_> = apart(&both).into_iter().map(|(one, how)| (one.item.id.as_str(), how.direction)).collect();
        assert_eq!(found, [("lead-1", Direction::LessThanWanted), ("feel-1", Direction::MoreThanWanted)]);
        assert!(apart(&leanings(Some(&person), None)).is_empty());
    }

    #[test]
    fn an_expectation_needs_both_of_its_answers() {
        let given = answers(&[("credibility-1", 6.0), ("credibility-2", 9.0), ("expectancy-1", 3.0)]);
        assert_eq!(expectations(&given), [("credibility", Some(7.5)), ("expectancy", None)]);
    }
}

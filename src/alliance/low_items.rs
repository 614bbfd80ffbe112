//! The answers that were just marked low: the first thing to look at in the room.

use crate::{
    instrument::{AnswerSet, Instrument, Item, Kind, scoring::item_value},
    order,
};

/// An item with a low answer, in the order of the questionnaire.
#[derive(Clone, Copy, Debug)]
pub struct LowItem<'a> {
    /// The question.
    pub item: &'a Item,
    /// The answer as it was given, before any reversing.
    pub answer: f64,
    /// The median of the person's earlier answers to it, where there were any.
    pub usual: Option<f64>,
}

/// Up to where an answer is low, and how far below the person's own median one is low too. Of options: the two lowest, and two
/// steps. Of a slider, which has no options: the lowest fifth of its range, and two fifths. That a fifth of a slider stands for
/// one option of five is a choice of this app, not a finding. Nothing where neither is known.
fn bounds(instrument: &Instrument, item: &Item) -> Option<(f64, f64)> {
    if let Kind::Slider(slider) = &item.kind {
        let fifth = (slider.max - slider.min) / 5.0;
        return Some((slider.min + fifth, 2.0 * fifth));
    }
    let mut values: Vec<f64> = instrument.options.iter().map(|option| option.value).collect();
    order::sort_by(&mut values, f64::total_cmp);
    let (first, second) = (values.first()?, values.get(1)?);
    Some((*second, 2.0 * (second - first)))
}

/// The items answered low: with one of the two lowest options or in the lowest fifth of a slider, or two or more steps (two
/// fifths of a slider) below the person's own median of the earlier answers. Unanswered items are never among them: see
/// [`unanswered`].
#[must_use]
pub fn low_items<'a>(instrument: &'a Instrument, answers: &AnswerSet, earlier: &[&AnswerSet]) -> Vec<LowItem<'a>> {
    instrument
        .items
        .iter()
        .filter_map(|item| {
            let (lowest, far) = bounds(instrument, item)?;
            let value = item_value(instrument, &item.id, answers)?;
            let usual = median(earlier.iter().filter_map(|set| item_value(instrument, &item.id, set)).collect());
            let low = value <= lowest || usual.is_some_and(|usual| usual - value >= far);
            low.then_some(LowItem { item, answer: answers.value(&item.id).unwrap_or(value), usual })
        })
        .collect()
}

/// The items that have no answer, skipped or never reached.
#[must_use]
pub fn unanswered<'a>(instrument: &'a Instrument, answers: &AnswerSet) -> Vec<&'a Item> {
    instrument.items.iter().filter(|item| answers.value(&item.id).is_none()).collect()
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    order::sort_by(&mut values, f64::total_cmp);
    let middle = values.len() / 2;
    let upper = values.get(middle).copied()?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    values.get(middle.wrapping_sub(1)).map(|lower| (lower + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::{
        Answer,
        catalogue::{self, alliance_scale},
    };

    fn all(value: f64) -> AnswerSet {
        alliance_scale().unwrap().items.iter().map(|item| (item.id.clone(), Answer::Value(value))).collect()
    }

    fn names(answers: &AnswerSet, earlier: &[&AnswerSet]) -> Vec<String> {
        low_items(alliance_scale().unwrap(), answers, earlier).iter().map(|low| low.item.id.clone()).collect()
    }

    #[test]
    fn the_two_lowest_options_are_low_and_a_gap_is_not() {
        let mut answers = all(4.0);
        answers.set("goal-1", Answer::Value(2.0));
        answers.set("bond-1", Answer::Value(1.0));
        answers.set("task-1", Answer::Skipped);
        assert_eq!(names(&answers, &[]), ["bond-1", "goal-1"]);
        assert_eq!(unanswered(alliance_scale().unwrap(), &answers).len(), 1);
    }

    #[test]
    fn two_steps_below_ones_own_median_is_low_for_that_person() {
        let mut answers = all(5.0);
        answers.set("goal-2", Answer::Value(3.0));
        assert_eq!(names(&answers, &[&all(5.0), &all(5.0), &all(4.0)]), ["goal-2"]);
        assert!(names(&answers, &[&all(4.0)]).is_empty());
    }

    #[test]
    fn the_lowest_fifth_of_a_slider_is_low_and_two_fifths_below_ones_own_median() {
        let check_in = catalogue::newest("attune-session-check-in").unwrap();
        let set = |heard: f64, topic: f64| -> AnswerSet {
            [("heard", Answer::Value(heard)), ("topic", Answer::Value(topic))].into_iter().collect()
        };
        let names = |answers: &AnswerSet, earlier: &[&AnswerSet]| -> Vec<String> {
            low_items(check_in, answers, earlier).iter().map(|low| low.item.id.clone()).collect()
        };
        assert_eq!(names(&set(2.0, 3.0), &[]), ["heard"]);
        assert_eq!(names(&set(5.0, 6.0), &[&set(9.0, 9.0)]), ["heard"]);
        assert!(names(&AnswerSet::default(), &[&set(9.0, 9.0)]).is_empty());
    }

    #[test]
    fn medians_of_nothing_one_and_two() {
        assert_eq!((median(vec![]), median(vec![2.0]), median(vec![4.0, 1.0])), (None, Some(2.0), Some(2.5)));
    }
}

//! From a level of alliance to the twelve marks of a questionnaire.

use super::{model::*, random::Dice};
use crate::instrument::{Answer, AnswerSet, Instrument};

/// What one person does again and again when answering.
pub(super) struct Habit {
    /// The place of an item they like to leave out.
    skips: Option<usize>,
}

impl Habit {
    pub(super) fn draw(items: usize, dice: &mut Dice) -> Self {
        let (has, item) = (dice.happens(HABIT), dice.place(0, items.saturating_sub(1)));
        Self { skips: has.then_some(item) }
    }
}

/// The option chosen at a latent level: the graded response, 1 below the first threshold and one more at each.
pub(super) fn option(level: f64) -> f64 {
    1.0 + THRESHOLDS.iter().filter(|threshold| level >= **threshold).count() as f64
}

/// The part of the alliance an item asks about: 0 goal, 1 task, 2 bond; the mean of all where it is in no part.
fn level(instrument: &Instrument, item: &str, facets: &[f64; 3]) -> f64 {
    let holds = |part: &str| {
        instrument.scales.iter().any(|scale| scale.id == part && scale.items.iter().any(|member| member == item))
    };
    match ["goal", "task", "bond"].into_iter().zip(facets).find(|(part, _)| holds(part)) {
        Some((_, level)) => *level,
        None => facets.iter().sum::<f64>() / 3.0,
    }
}

/// One answered questionnaire. As many numbers are drawn whatever is left out, so that answers do not hang together by
/// the generator. `reached` is the number of items that were reached before breaking off.
pub(super) fn draw(
    instrument: &Instrument,
    facets: &[f64; 3],
    habit: &Habit,
    reached: usize,
    dice: &mut Dice,
) -> AnswerSet {
    let items = instrument.items.len();
    let (some, how_many) = (dice.happens(SOME_SKIPPED), dice.place(1, 3));
    let skipped: Vec<usize> = (0..how_many).map(|_| dice.place(0, items.saturating_sub(1))).collect();
    let again = dice.happens(HABIT_CHANCE);
    let shifts = ITEM_SHIFTS.iter().copied().chain(std::iter::repeat(0.0));
    instrument
        .items
        .iter()
        .zip(shifts)
        .enumerate()
        .map(|(place, (item, shift))| {
            let value = option(level(instrument, &item.id, facets) + shift + ITEM_SD * dice.normal());
            let left_out = (some && skipped.contains(&place)) || (again && habit.skips == Some(place));
            (item.id.as_str(), if left_out { Answer::Skipped } else { Answer::Value(value) })
        })
        .take(reached)
        .collect()
}

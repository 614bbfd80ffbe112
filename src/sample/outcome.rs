//! Well-being from week to week, and what the alliance has to do with it.

use super::{model::*, random::Dice};
use crate::instrument::{Answer, AnswerSet, Instrument, Kind};

/// The well-being of one person over their sessions, on the 0 to 10 of its sliders.
pub(super) struct Outcome {
    mean: f64,
    slope: f64,
    /// How far the last session lay from the person's own course.
    last: f64,
    sessions: usize,
    dice: Dice,
}

impl Outcome {
    pub(super) fn draw(mut dice: Dice) -> Self {
        let mean = WELLBEING_MEAN + WELLBEING_SD * dice.normal();
        let slope = WELLBEING_GROWTH + WELLBEING_GROWTH_SD * dice.normal();
        Self { mean, slope, last: 0.0, sessions: 0, dice }
    }

    /// The answers of the next session, given how far the alliance lay from the person's mean in the session before.
    pub(super) fn next(&mut self, instrument: &Instrument, alliance_before: f64) -> AnswerSet {
        let noise = WELLBEING_WITHIN_SD * self.dice.normal();
        self.last = WELLBEING_CARRIED * self.last + WELLBEING_LAG * alliance_before + noise;
        let level = self.mean + self.slope * self.sessions.min(GROWTH_UNTIL) as f64 + self.last;
        self.sessions += 1;
        let dice = &mut self.dice;
        let answer = |item: &crate::instrument::Item| match &item.kind {
            Kind::Slider(slider) => {
                let value = level + WELLBEING_ITEM_SD * dice.normal();
                (item.id.clone(), Answer::Value(value.round().clamp(slider.min, slider.max)))
            }
            _ => (item.id.clone(), Answer::Skipped),
        };
        instrument.items.iter().map(answer).collect()
    }
}

//! How much work all expressions of a questionnaire may make together.

use std::cell::Cell;

use super::super::Instrument;

/// The steps (of [`Expression::evaluate_within`](super::super::fhirpath::Expression::evaluate_within)) that are left for every
/// expression of a questionnaire, in every round, until its conditions and values rest.
///
/// A questionnaire from a stranger may hold thousands of expressions each of which stays below what a single one may take. A
/// real one with fifty sums over five hundred items takes some hundred thousand; the whole budget lasts about a second.
#[derive(Debug)]
pub struct Budget {
    left: Cell<usize>,
}

impl Budget {
    /// The steps of a whole questionnaire.
    pub const ALL: usize = 10_000_000;

    /// Takes steps away. False where no more are left, from then on.
    pub(super) fn spend(&self, steps: usize) -> bool {
        self.left.set(self.left.get().saturating_sub(steps));
        !self.is_spent()
    }

    /// Whether nothing is left.
    pub(super) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    /// What is left, to be counted down by an evaluation.
    pub(super) fn left(&self) -> &Cell<usize> {
        &self.left
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self { left: Cell::new(Self::ALL) }
    }
}

/// What reading a text takes.
pub(super) fn reading(text: &str) -> usize {
    text.len() / 16 + 4
}

/// What looking up an item of the questionnaire or an option of it takes: eight of them are one step.
pub(super) fn looking_up(instrument: &Instrument) -> usize {
    let items = instrument.walk();
    let options = items.iter().map(|item| instrument.choices(item).len()).max().unwrap_or(0);
    (items.len() + options) / 8 + 1
}

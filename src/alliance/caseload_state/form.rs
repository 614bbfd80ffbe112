//! The form of the answers that a state holds: options, items, and what may be missing.

use super::NewSession;

/// Why a session is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// A form needs between 1 and 255 options with different finite values, and between 1 and 255 items.
    #[error("a form has 1 to 255 different finite options and 1 to 255 items")]
    Form,
    /// There are more or fewer answers than items.
    #[error("there are {found} answers to {items} items")]
    Length {
        /// How many items the form has.
        items: usize,
        /// How many answers came.
        found: usize,
    },
    /// An answer is none of the options.
    #[error("the answer to item {item} is none of the options")]
    NotAnOption {
        /// The item's place, from 0.
        item: usize,
    },
}

/// The code of a missing answer.
pub(super) const MISSING: u8 = u8::MAX;

/// The options and items that all answers of a state share.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    values: Vec<f64>,
    /// `low + high - value` of each option, from the highest value to the lowest: what codes of reversed items stand for.
    mirrored: Vec<f64>,
    reversed: Vec<bool>,
    may_miss: usize,
}

/// One rater's answers of a session as codes, with their score.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Coded {
    /// One an item; empty for a rater who did not answer.
    pub codes: Vec<u8>,
    /// The mean of the answers; nothing where more are missing than may be.
    pub score: Option<f64>,
    /// How many items were answered.
    pub given: usize,
}

impl Form {
    /// A form with these option values, in any order, whether each item is reversed, and how many items may be missing for a
    /// prorated score.
    ///
    /// # Errors
    /// [`StateError::Form`].
    pub fn new(values: &[f64], reversed: &[bool], may_miss: usize) -> Result<Self, StateError> {
        let mut values = values.to_vec();
        crate::order::sort_by(&mut values, f64::total_cmp);
        let different = values.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
        let few = |count: usize| (1..=usize::from(MISSING)).contains(&count);
        let fits = few(values.len()) && few(reversed.len());
        if !fits || !different || values.iter().any(|value| !value.is_finite()) {
            return Err(StateError::Form);
        }
        let ends = values.first().zip(values.last()).map_or(0.0, |(low, high)| low + high);
        let mirrored = values.iter().rev().map(|value| ends - value).collect();
        Ok(Self { values, mirrored, reversed: reversed.to_vec(), may_miss })
    }

    /// How many items there are.
    #[must_use]
    pub fn items(&self) -> usize {
        self.reversed.len()
    }

    /// The lowest and the highest value of an option.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        (self.values.first().copied().unwrap_or(0.0), self.values.last().copied().unwrap_or(0.0))
    }

    pub(super) fn bytes(&self) -> usize {
        (self.values.capacity() + self.mirrored.capacity()) * size_of::<f64>() + self.reversed.capacity()
    }

    /// The answers of both raters, coded and scored.
    pub(super) fn code(&self, session: &NewSession<'_>) -> Result<[Coded; 2], StateError> {
        Ok([self.coded(session.patient)?, self.coded(session.therapist)?])
    }

    /// Codes rise with the value after reversing.
    fn coded(&self, answers: &[Option<f64>]) -> Result<Coded, StateError> {
        if answers.is_empty() {
            return Ok(Coded::default());
        }
        if answers.len() != self.items() {
            return Err(StateError::Length { items: self.items(), found: answers.len() });
        }
        let mut codes = Vec::with_capacity(answers.len());
        let (mut total, mut given) = (0.0, 0_usize);
        for (item, (answer, reversed)) in answers.iter().zip(&self.reversed).enumerate() {
            let Some(answer) = answer else {
                codes.push(MISSING);
                continue;
            };
            let place = self.place(*answer).ok_or(StateError::NotAnOption { item })?;
            // Reversing mirrors the value, so that options which are not evenly spaced keep their distances.
            let (code, table) =
                if *reversed { (self.values.len() - 1 - place, &self.mirrored) } else { (place, &self.values) };
            total += table.get(code).copied().unwrap_or(f64::NAN);
            given += 1;
            codes.push(u8::try_from(code).unwrap_or(MISSING));
        }
        let missing = answers.len() - given;
        let score = (given > 0 && missing <= self.may_miss).then(|| total / given as f64);
        Ok(Coded { codes, score, given })
    }

    /// The place of an option. Where options are evenly spaced, as nearly always, it is found at once.
    fn place(&self, answer: f64) -> Option<usize> {
        let (low, high) = self.range();
        let guess = (answer - low) / (high - low) * (self.values.len() - 1) as f64 + 0.5;
        // What is below zero or not a number becomes 0, where it is not found.
        if self.values.get(guess as usize) == Some(&answer) {
            return Some(guess as usize);
        }
        self.values.iter().position(|option| *option == answer)
    }

    /// How many of the latest answers are low: one of the two lowest options, or two or more options below the median of the
    /// earlier answers to that item. `earlier` holds session after session of codes.
    pub(super) fn low_items(&self, earlier: &[u8], latest: &[u8]) -> usize {
        let items = self.items();
        let mut counts = vec![0_u32; self.values.len()];
        let mut low = 0;
        for (item, code) in latest.iter().enumerate().filter(|(_, code)| **code != MISSING) {
            if *code <= 1 {
                low += 1;
                continue;
            }
            counts.fill(0);
            let mut given = 0_u32;
            for before in earlier.iter().skip(item).step_by(items) {
                if let Some(count) = counts.get_mut(usize::from(*before)) {
                    *count += 1;
                    given += 1;
                }
            }
            // The median as the mean of the two middle codes; with an odd count they are the same one.
            let twice = given.checked_sub(1).map(|last| at(&counts, last / 2) + at(&counts, given / 2));
            low += usize::from(twice.is_some_and(|twice| twice >= 2 * usize::from(*code) + 4));
        }
        low
    }
}

/// The code at place `place` of the sorted codes of which there are so many.
fn at(counts: &[u32], place: u32) -> usize {
    let mut seen = 0;
    counts
        .iter()
        .position(|count| {
            seen += count;
            seen > place
        })
        .unwrap_or(0)
}

//! A score as the detector needs it, and the scale it is from.

use super::error::RuptureError;

/// The bounds and the grain of a scale, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Lowest possible score.
    pub lowest: f64,
    /// Highest possible score.
    pub highest: f64,
    /// Smallest possible difference of two scores; 0 where any difference is possible.
    pub step: f64,
}

impl Scale {
    /// A scale from `lowest` to `highest` in steps of `step`.
    ///
    /// # Errors
    /// [`RuptureError::Scale`] where the bounds are not in order or the step is negative or not a number.
    pub fn new(lowest: f64, highest: f64, step: f64) -> Result<Self, RuptureError> {
        let sound = lowest < highest && step >= 0.0 && step.is_finite();
        if sound { Ok(Self { lowest, highest, step }) } else { Err(RuptureError::Scale) }
    }

    /// A scale without bounds or steps.
    pub fn unbounded() -> Self {
        Self { lowest: f64::NEG_INFINITY, highest: f64::INFINITY, step: 0.0 }
    }

    /// Whether a score is the highest possible one, give or take a millionth of the scale.
    pub fn is_highest(&self, value: f64) -> bool {
        self.highest.is_finite() && value >= self.highest - 1e-9 * (1.0 + self.highest.abs())
    }
}

/// One session's score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    value: f64,
    answered: u32,
    items: u32,
}

impl Score {
    /// A score with every item answered.
    pub fn complete(value: f64) -> Self {
        Self { value, answered: 1, items: 1 }
    }

    /// A score prorated from `answered` of `items` items.
    ///
    /// # Errors
    /// [`RuptureError::ItemCount`] where no item, or more items than there are, are answered.
    pub fn prorated(value: f64, answered: u32, items: u32) -> Result<Self, RuptureError> {
        if answered == 0 || answered > items {
            return Err(RuptureError::ItemCount { answered, items });
        }
        Ok(Self { value, answered, items })
    }

    /// The score.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// Whether every item was answered.
    pub fn is_complete(&self) -> bool {
        self.answered == self.items
    }

    /// How much the item error's variance grows through the missing items: `items/answered - 1`.
    pub(crate) fn missing_share(&self) -> f64 {
        f64::from(self.items) / f64::from(self.answered) - 1.0
    }

    /// Checks the score against its scale.
    pub(crate) fn check(&self, scale: &Scale) -> Result<(), RuptureError> {
        if !self.value.is_finite() {
            return Err(RuptureError::ScoreNotFinite);
        }
        let give = 1e-6;
        if self.value < scale.lowest - give || self.value > scale.highest + give {
            return Err(RuptureError::ScoreOutsideScale {
                value: self.value,
                lowest: scale.lowest,
                highest: scale.highest,
            });
        }
        Ok(())
    }
}

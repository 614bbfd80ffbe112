//! A coefficient of a model of many people, with its error.

use crate::stats::error::StatError;
use crate::stats::interval::Interval;
use crate::stats::mixed::MixedFit;

/// A coefficient of a group's model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The estimate.
    pub estimate: f64,
    /// Its standard error.
    pub se: f64,
    /// The normal interval, `estimate -/+ 1.96 se`.
    pub interval: Interval,
}

impl Effect {
    /// The fixed coefficient `k` of a fitted model, the intercept being 0.
    pub(super) fn of(fit: &MixedFit, k: usize) -> Result<Self, StatError> {
        match (fit.fixed.get(k), fit.fixed_se.get(k)) {
            (Some(&estimate), Some(&se)) => Ok(Self { estimate, se, interval: Interval::around(estimate, 1.96 * se) }),
            _ => Err(StatError::NotEstimable("a coefficient that the model lacks")),
        }
    }

    /// Whether the interval lies on one side of zero, and on which.
    #[must_use]
    pub fn side(&self) -> Option<f64> {
        (self.interval.lower > 0.0 || self.interval.upper < 0.0).then(|| self.estimate.signum())
    }
}

//! The expected course of one person when nothing ruptures, as a small Kalman filter.
//!
//! Model, with `t` counting sessions: `score = level + wander + item error`, where
//! `level[t+1] = level[t] + slope`, `slope` constant, `wander[t+1] = phi wander[t] + w`, `Var(w) = (1 - phi^2) Var(wander)`.
//! The within-person variance `s^2` is that of wander and item error; the share of item error is a parameter, and item
//! error grows by `items/answered` where items are missing.
//! `level` starts from the caseload's mean and between-person SD, `slope` from its mean slope and slope SD. The mean and
//! covariance of the three unknowns are all that is kept, so that a session costs a fixed handful of operations.

use super::normal;
use super::params::CaseloadParams;

/// The part of the parameters that moves the filter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Dynamics {
    /// Autocorrelation of the wander from one session to the next.
    pub phi: f64,
    /// Variance of the wander.
    pub variance: f64,
}

/// What is known about level, slope and wander before a score is seen: means and covariances.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Filter {
    level: f64,
    slope: f64,
    wander: f64,
    level_level: f64,
    level_slope: f64,
    level_wander: f64,
    slope_slope: f64,
    slope_wander: f64,
    wander_wander: f64,
}

/// How far one score moves the unknowns, per unit of surprise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Gain {
    level: f64,
    slope: f64,
    wander: f64,
}

/// A predicted score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Prediction {
    /// Expected score.
    pub mean: f64,
    /// Variance of the score about it.
    pub variance: f64,
}

/// What is seen of a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Seen {
    /// The score itself.
    Exactly(f64),
    /// The top of the scale, which says only that the score would not have been lower.
    AtLeast(f64),
}

impl Filter {
    /// Before the first session.
    pub fn start(params: &CaseloadParams) -> Self {
        Self {
            level: params.mean,
            slope: params.slope_mean,
            wander: 0.0,
            level_level: params.between_sd * params.between_sd,
            level_slope: 0.0,
            level_wander: 0.0,
            slope_slope: params.slope_sd * params.slope_sd,
            slope_wander: 0.0,
            wander_wander: params.wander_variance(),
        }
    }

    /// The expected score and its variance; `item_error` is the variance of the item error.
    pub fn predict(&self, item_error: f64) -> Prediction {
        Prediction {
            mean: self.level + self.wander,
            variance: self.level_level + 2.0 * self.level_wander + self.wander_wander + item_error,
        }
    }

    /// The gain of a score whose predicted variance is `variance`.
    pub fn gain(&self, variance: f64) -> Gain {
        Gain {
            level: (self.level_level + self.level_wander) / variance,
            slope: (self.level_slope + self.slope_wander) / variance,
            wander: (self.level_wander + self.wander_wander) / variance,
        }
    }

    /// After a score. A score at the top of the scale is taken as "at least so much" and moves the unknowns by its
    /// expected surprise (the mean and variance of the truncated normal), so that a ceiling does not pull a level down.
    pub fn observe(&self, seen: Seen, item_error: f64) -> Self {
        let predicted = self.predict(item_error);
        let gain = self.gain(predicted.variance);
        let (surprise, ratio) = seen.surprise(predicted);
        // What is left of the variance: none of an exact score, that of the truncated normal otherwise.
        let left = match seen {
            Seen::Exactly(_) => 0.0,
            Seen::AtLeast(_) => (ratio - surprise * surprise / predicted.variance).clamp(0.0, 1.0),
        };
        let removed = predicted.variance * (1.0 - left);
        Self {
            level: self.level + gain.level * surprise,
            slope: self.slope + gain.slope * surprise,
            wander: self.wander + gain.wander * surprise,
            level_level: self.level_level - gain.level * gain.level * removed,
            level_slope: self.level_slope - gain.level * gain.slope * removed,
            level_wander: self.level_wander - gain.level * gain.wander * removed,
            slope_slope: self.slope_slope - gain.slope * gain.slope * removed,
            slope_wander: self.slope_wander - gain.slope * gain.wander * removed,
            wander_wander: self.wander_wander - gain.wander * gain.wander * removed,
        }
    }

    /// One session later.
    pub fn advance(&self, dynamics: Dynamics) -> Self {
        let phi = dynamics.phi;
        Self {
            level: self.level + self.slope,
            slope: self.slope,
            wander: phi * self.wander,
            level_level: self.level_level + 2.0 * self.level_slope + self.slope_slope,
            level_slope: self.level_slope + self.slope_slope,
            level_wander: phi * (self.level_wander + self.slope_wander),
            slope_slope: self.slope_slope,
            slope_wander: phi * self.slope_wander,
            wander_wander: phi * phi * self.wander_wander + (1.0 - phi * phi) * dynamics.variance,
        }
    }

    /// The same with nothing known of the level, for a person whose level has changed for good.
    pub fn forget_level(&self, variance: f64) -> Self {
        Self { level_level: self.level_level + variance, ..*self }
    }
}

impl Seen {
    /// The expected surprise, and its expected square over the predicted variance.
    ///
    /// Of a normal known to lie above a cut at `a` deviations, with hazard `h(a)`: `E = h`, `E of the square = 1 + a h`.
    pub fn surprise(self, predicted: Prediction) -> (f64, f64) {
        match self {
            Seen::Exactly(value) => {
                let surprise = value - predicted.mean;
                (surprise, surprise * surprise / predicted.variance)
            }
            Seen::AtLeast(value) => {
                let deviation = predicted.variance.sqrt();
                let cut = (value - predicted.mean) / deviation;
                let hazard = normal::hazard(cut);
                (deviation * hazard, 1.0 + cut * hazard)
            }
        }
    }
}

impl Gain {
    /// How much a unit of surprise raises the score expected one session later.
    pub fn one_session_on(self, dynamics: Dynamics) -> f64 {
        self.level + self.slope + dynamics.phi * self.wander
    }
}

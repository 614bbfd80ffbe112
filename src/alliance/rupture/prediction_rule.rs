//! The simple rule: a score against the mean of all scores before it.
//!
//! With `m >= 3` earlier scores, flag when `(x - mean) / (s sqrt(1 + 1/m))` is below the t value that is as rare as a
//! normal deviate of -2.58. `s^2 = (d sd_w^2 + SS) / (d + m - 1)`: the caseload's within-person variance `sd_w^2`,
//! which counts as `d = personal_df` scores, drawn towards the person's own sum of squares `SS`. The t has the degrees of
//! freedom of both. With an SD that is known and the same for everyone this is the plain z rule.
//!
//! Every earlier score counts, also one that was flagged. A session without a score is not counted. A prorated score
//! counts like any other but raises no flag.

use super::error::RuptureError;
use super::normal;
use super::params::CaseloadParams;
use super::score::{Scale, Score};
use super::verdict::Band;

/// The normal deviate beyond which a score is flagged.
pub const Z: f64 = 2.58;
/// The number of earlier scores from which a score is judged.
pub const FEWEST: u32 = 3;

/// What the rule says of one score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RuleVerdict {
    /// Fewer than three earlier scores: too early to know what is usual.
    TooEarly,
    /// Inside the band, above it, or prorated.
    Usual {
        /// The band the score was held against.
        band: Band,
    },
    /// Below the band.
    Flag {
        /// The band the score was held against.
        band: Band,
    },
}

/// The rule for one person, as an online fold. Copyable and of fixed size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PredictionRule {
    params: CaseloadParams,
    scale: Scale,
    scores: u32,
    mean: f64,
    squares: f64,
}

impl PredictionRule {
    /// The rule before a person's first score.
    ///
    /// # Errors
    /// [`RuptureError::Parameter`] where a figure cannot be used.
    pub fn start(params: &CaseloadParams, scale: Scale) -> Result<Self, RuptureError> {
        params.check()?;
        Ok(Self { params: *params, scale, scores: 0, mean: 0.0, squares: 0.0 })
    }

    /// The band for the next score; none before three scores.
    pub fn next_band(&self) -> Option<Band> {
        if self.scores < FEWEST {
            return None;
        }
        let m = f64::from(self.scores);
        let own = m - 1.0;
        let (prior, pooled) = (self.params.prior_df(), self.params.within_sd.powi(2));
        let (variance, df) = if prior.is_finite() {
            let variance = (prior * pooled + self.squares) / (prior + own);
            (variance, prior + own)
        } else {
            (pooled, f64::INFINITY)
        };
        let half = normal::t_of_deviate(Z, df) * (variance * (1.0 + 1.0 / m)).sqrt();
        Some(Band { low: self.mean - half, middle: self.mean, high: self.mean + half })
    }

    /// A session's score, in O(1).
    ///
    /// # Errors
    /// A score that is not finite or outside its scale; the state is then unchanged.
    pub fn update(&mut self, score: Score) -> Result<RuleVerdict, RuptureError> {
        score.check(&self.scale)?;
        let verdict = match self.next_band() {
            None => RuleVerdict::TooEarly,
            Some(band) if score.is_complete() && score.value() < band.low => RuleVerdict::Flag { band },
            Some(band) => RuleVerdict::Usual { band },
        };
        self.scores += 1;
        let ahead = score.value() - self.mean;
        self.mean += ahead / f64::from(self.scores);
        self.squares += ahead * (score.value() - self.mean);
        Ok(verdict)
    }
}

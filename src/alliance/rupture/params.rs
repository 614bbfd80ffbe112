//! What is usual in a caseload: how far scores move when nothing happens, and how sure that figure is.

use super::error::RuptureError;

/// The number of pairs (scores beyond each person's first) from which a caseload's own figures are used.
pub const FEWEST_PAIRS: u32 = 30;

/// Where the figures are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// Assumed, because the caseload has too few scores. To be shown as assumed wherever it is used.
    Assumed,
    /// Estimated from the caseload.
    Estimated {
        /// Scores beyond each person's first.
        pairs: u32,
        /// People with at least two scores.
        people: u32,
    },
}

/// The usual course of scores in a caseload. Units: points of the scale, and sessions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CaseloadParams {
    /// Mean score at session 1 over people.
    pub mean: f64,
    /// SD of people's own levels about that mean.
    pub between_sd: f64,
    /// SD of a person's scores about their own level (root of the mean variance over people).
    pub within_sd: f64,
    /// Degrees of freedom that `within_sd` rests on.
    pub within_df: f64,
    /// Correlation one session apart of the person's deviations, item error apart.
    pub autocorrelation: f64,
    /// Mean change a session.
    pub slope_mean: f64,
    /// SD over people of the change a session.
    pub slope_sd: f64,
    /// How alike people's variances are, as degrees of freedom: the pooled variance counts as so many scores of one's
    /// own. Large when all people vary alike.
    pub personal_df: f64,
    /// Skewness of a person's scores about their own level; below zero where drops are larger than rises.
    pub skewness: f64,
    /// Share of the within-person variance that is error of the items, which is independent from session to session and
    /// grows when items are missing; given by the scale (1 minus its within-person reliability), not estimated here.
    pub item_error_share: f64,
    /// Where the figures are from.
    pub provenance: Provenance,
}

impl CaseloadParams {
    /// Labelled starting values for a caseload that is too small: an assumed SD, held with `df` degrees of freedom, and
    /// next to nothing assumed of a person's level. `mean` is the middle of the scale.
    ///
    /// The other values are round figures chosen for this app, not norms of any scale: autocorrelation .2, people's
    /// slopes spread by .025 within-person SDs a session, people's variances held with 8 degrees of freedom.
    pub fn assumed(mean: f64, within_sd: f64, df: f64, item_error_share: f64) -> Self {
        Self {
            mean,
            between_sd: 100.0 * within_sd,
            within_sd,
            within_df: df,
            autocorrelation: PRIOR_AUTOCORRELATION,
            slope_mean: 0.0,
            slope_sd: PRIOR_SLOPE_SD * within_sd,
            personal_df: PRIOR_PERSONAL_DF,
            skewness: 0.0,
            item_error_share,
            provenance: Provenance::Assumed,
        }
    }

    /// Degrees of freedom with which a person's variance is expected to be the caseload's: `within_df` and `personal_df`
    /// together, `1/(1/a + 1/b)`.
    pub fn prior_df(&self) -> f64 {
        1.0 / (1.0 / self.within_df + 1.0 / self.personal_df)
    }

    /// Variance of a person's true deviations from their level.
    pub(crate) fn wander_variance(&self) -> f64 {
        (1.0 - self.item_error_share) * self.within_sd * self.within_sd
    }

    /// Checks that every figure can be used.
    ///
    /// # Errors
    /// [`RuptureError::Parameter`] for a figure that is not finite (degrees of freedom may be infinite), a spread that is
    /// not above zero (`slope_sd` may be zero), degrees of freedom below 1, or an autocorrelation or
    /// share of item error outside 0 to .9.
    pub fn check(&self) -> Result<(), RuptureError> {
        let sound = self.mean.is_finite()
            && self.between_sd.is_finite()
            && self.between_sd > 0.0
            && self.within_sd.is_finite()
            && self.within_sd > 0.0
            && self.within_df >= 1.0
            && self.personal_df >= 1.0
            && (0.0..=0.9).contains(&self.autocorrelation)
            && self.slope_mean.is_finite()
            && self.slope_sd.is_finite()
            && self.slope_sd >= 0.0
            && (0.0..=0.9).contains(&self.item_error_share)
            && self.skewness.is_finite();
        if sound { Ok(()) } else { Err(RuptureError::Parameter) }
    }
}

/// Autocorrelation assumed before data.
pub(crate) const PRIOR_AUTOCORRELATION: f64 = 0.2;
/// SD of slopes assumed before data, in within-person SDs a session.
pub(crate) const PRIOR_SLOPE_SD: f64 = 0.025;
/// Degrees of freedom of people's own variances assumed before data.
const PRIOR_PERSONAL_DF: f64 = 8.0;

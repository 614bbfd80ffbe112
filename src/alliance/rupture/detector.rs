//! The rupture detector: what a score is held against.
//!
//! Each score is compared with what the filter expects of it. With the surprise `v` (score minus expectation), its
//! variance `S`, and `g` the weight of the previous score in the expectation, two likelihood-ratio statistics are read:
//!
//! - a dip of this session alone: `v / sqrt(S)`
//! - a dip of the previous session and this one, equally deep in both:
//!   `(v0/S0 + (1-g) v/S) / sqrt(1/S0 + (1-g)^2/S)`, `v0` and `S0` of the previous session
//!
//! `S` is scaled by the person's own variance ratio, `(d (1 - 1/p) + sum of v^2/S) / (d + m)` over the `m` surprises
//! before the dip, `d` = [`CaseloadParams::prior_df`], `p` = [`CaseloadParams::personal_df`] (`1 - 1/p` stands between
//! the mean and the mode of people's variances), and the statistic is a t with `d + m` degrees of freedom. It is held
//! against the [limits of the plan](super::boundary), turned into t values, and widened by `w |skewness| (z^2 - 1)/6`
//! (Cornish and Fisher's first term; `w` = 1 for one session, .75 for two: chosen by simulation) where the caseload's scores lean downwards.
//!
//! Ties: the variance of rounding, `step^2/12`, is added to every variance. The state that is kept of each course, and
//! what becomes of ceilings, missing items, missed sessions and flags, is told in [`super::state`].

use super::boundary::Plan;
use super::error::RuptureError;
use super::filter::{Dynamics, Filter, Prediction};
use super::normal;
use super::params::CaseloadParams;
use super::score::Scale;
use super::verdict::{Band, DipKind, Figures};

/// The number of scores before anything is called unusual.
pub const FEWEST: u32 = 3;

/// Part of the skewness that reaches the statistic of one session, and of two.
const SKEW_SINGLE: f64 = 1.0;
const SKEW_PAIR: f64 = 0.75;

/// A detector for one caseload, one scale and one plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detector {
    pub(super) params: CaseloadParams,
    pub(super) scale: Scale,
    pub(super) dynamics: Dynamics,
    plan: Plan,
}

/// The person's own variance against the caseload's.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(super) struct OwnVariance {
    scores: f64,
    squares: f64,
}

/// The session before, as far as a pair needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Previous {
    pub surprise: f64,
    pub variance: f64,
    /// Weight of its score in the expectation of the next one.
    pub weight: f64,
    /// What was known before its score.
    pub filter: Filter,
    pub own: OwnVariance,
}

/// How many scores there have been.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(super) struct Count {
    /// In the whole course: how often chance has had its turn.
    pub course: u32,
    /// On the present baseline.
    pub baseline: u32,
}

/// A t statistic as a straight line in the score, and the value below which the score is flagged.
#[derive(Clone, Copy, Debug)]
struct Statistic {
    at_zero: f64,
    per_point: f64,
    limit: f64,
    df: f64,
    lowest_usual: f64,
}

/// What the next score is held against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub predicted: Prediction,
    sd: f64,
    params: CaseloadParams,
    scores: u32,
    single: Statistic,
    pair: Option<Statistic>,
}

impl OwnVariance {
    /// With one more surprise, of which this is the square over its variance.
    pub fn add(self, ratio: f64) -> Self {
        Self { scores: self.scores + 1.0, squares: self.squares + ratio }
    }

    /// The person's variance over the caseload's, drawn towards 1.
    pub fn ratio(self, params: &CaseloadParams) -> f64 {
        let prior = params.prior_df();
        if !prior.is_finite() {
            return 1.0;
        }
        (prior * (1.0 - 1.0 / params.personal_df) + self.squares) / (prior + self.scores)
    }

    fn df(self, params: &CaseloadParams) -> f64 {
        params.prior_df() + self.scores
    }
}

impl Detector {
    /// A detector from the caseload's figures.
    ///
    /// # Errors
    /// [`RuptureError::Parameter`] where a figure cannot be used.
    pub fn fit(params: &CaseloadParams, scale: Scale, plan: Plan) -> Result<Self, RuptureError> {
        params.check()?;
        let dynamics = Dynamics { phi: params.autocorrelation, variance: params.wander_variance() };
        Ok(Self { params: *params, scale, plan, dynamics })
    }

    /// The caseload's figures.
    #[must_use]
    pub fn params(&self) -> &CaseloadParams {
        &self.params
    }

    /// The scale of the scores.
    #[must_use]
    pub fn scale(&self) -> &Scale {
        &self.scale
    }

    /// Variance of the item error when so much more than complete answering is missing.
    pub(super) fn item_error(&self, missing_share: f64) -> f64 {
        self.params.item_error_share * self.params.within_sd * self.params.within_sd * (1.0 + missing_share)
    }

    /// The t value of a limit in normal deviates, widened for skewness.
    fn t_limit(&self, limit: f64, skew_part: f64, df: f64) -> f64 {
        let room = skew_part * (-self.params.skewness).max(0.0) * (limit * limit - 1.0).max(0.0) / 6.0;
        normal::t_of_deviate(limit + room, df)
    }

    /// What the next score is held against; `count`: the scores before it.
    pub(super) fn limits(
        &self,
        filter: &Filter,
        own: OwnVariance,
        previous: Option<&Previous>,
        count: Count,
        item_error: f64,
    ) -> Limits {
        let params = &self.params;
        let grain = self.scale.step * self.scale.step / 12.0;
        let (number, baseline) = (count.course + 1, count.baseline + 1);
        let predicted = filter.predict(item_error);
        let ratio = own.ratio(params);
        let deviate = self.plan.single(number, baseline, params.autocorrelation);
        let df = own.df(params);
        let variance = predicted.variance * ratio + grain;
        let per_point = 1.0 / variance.sqrt();
        let single = Statistic::new(-predicted.mean * per_point, per_point, self.t_limit(deviate, SKEW_SINGLE, df), df);
        // A pair needs at least three scores before it.
        let before = previous.filter(|before| baseline > FEWEST + 1 && before.weight < 1.0);
        let pair = before.map(|before| {
            let ratio = before.own.ratio(params);
            let rest = 1.0 - before.weight;
            let (first, second) = (before.variance * ratio + grain, predicted.variance * ratio + grain);
            let scale = (1.0 / first + rest * rest / second).sqrt();
            let per_point = rest / (second * scale);
            let at_zero = before.surprise / (first * scale) - predicted.mean * per_point;
            let df = before.own.df(params);
            let deviate = self.plan.pair(number, params.autocorrelation);
            Statistic::new(at_zero, per_point, self.t_limit(deviate, SKEW_PAIR, df), df)
        });
        let sd = params.within_sd * ratio.sqrt();
        Limits { predicted, sd, params: *params, scores: count.baseline, single, pair }
    }
}

impl Statistic {
    fn new(at_zero: f64, per_point: f64, limit: f64, df: f64) -> Self {
        Self { at_zero, per_point, limit, df, lowest_usual: (-limit - at_zero) / per_point }
    }
}

impl Limits {
    /// The statistic that reaches its limit first when the score falls.
    fn nearest(&self) -> (DipKind, &Statistic) {
        match &self.pair {
            Some(pair) if pair.lowest_usual > self.single.lowest_usual => (DipKind::Pair, pair),
            _ => (DipKind::Single, &self.single),
        }
    }

    /// The scores that are usual.
    pub fn band(&self) -> Band {
        let middle = self.predicted.mean;
        Band { low: self.nearest().1.lowest_usual, middle, high: 2.0 * middle - self.single.lowest_usual }
    }

    /// The figures behind the verdict on a score.
    pub fn figures(&self, value: f64) -> Figures {
        let (kind, statistic) = self.nearest();
        Figures {
            band: self.band(),
            kind,
            sd: self.sd,
            provenance: self.params.provenance,
            scores: self.scores,
            distance: statistic.at_zero + statistic.per_point * value,
            limit: -statistic.limit,
            df: statistic.df,
        }
    }
}

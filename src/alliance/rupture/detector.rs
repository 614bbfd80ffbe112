//! The rupture detector: an online fold over one person's scores.
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
//! (Cornish and Fisher's first term; `w` = .85 for one session, .6 for two) where the caseload's scores lean downwards.
//!
//! Flagged sessions are kept out of what is usual. After [`LASTING`] of them in a row the level counts as changed.
//!
//! Ceiling: the highest score says "at least so much" and is never flagged. Ties: the variance of rounding,
//! `step^2/12`, is a floor under every variance. Missing items: more error, no flag. Missed session: time passes.

use super::boundary::Plan;
use super::error::RuptureError;
use super::filter::{Dynamics, Filter, Prediction, Seen};
use super::normal;
use super::params::CaseloadParams;
use super::score::{Scale, Score};
use super::verdict::{Band, DipKind, Verdict};

/// The number of scores before anything is called unusual.
pub const FEWEST: u32 = 3;
/// Flagged sessions in a row after which the level counts as changed for good.
pub const LASTING: u32 = 3;

/// Part of the skewness that reaches the statistic of one session, and of two.
const SKEW_SINGLE: f64 = 0.85;
const SKEW_PAIR: f64 = 0.6;

/// A detector for one caseload, one scale and one plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detector {
    params: CaseloadParams,
    scale: Scale,
    plan: Plan,
    dynamics: Dynamics,
}

/// The person's own variance against the caseload's.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
struct OwnVariance {
    scores: f64,
    squares: f64,
}

/// The session before, as far as a pair needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Previous {
    surprise: f64,
    variance: f64,
    weight: f64,
    filter: Filter,
    own: OwnVariance,
}

/// The state of one course. Copyable, of fixed size, and a function of the scores alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CourseState {
    detector: Detector,
    filter: Filter,
    own: OwnVariance,
    previous: Option<Previous>,
    scores: u32,
    sessions: u32,
    flagged_in_a_row: u32,
}

/// What a score is held against.
struct Limits {
    predicted: Prediction,
    single: f64,
    pair: Option<f64>,
}

impl OwnVariance {
    fn add(self, ratio: f64) -> Self {
        Self { scores: self.scores + 1.0, squares: self.squares + ratio }
    }

    fn ratio(self, params: &CaseloadParams) -> f64 {
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

    /// The state before a person's first session.
    pub fn start(&self) -> CourseState {
        CourseState {
            detector: *self,
            filter: Filter::start(&self.params),
            own: OwnVariance::default(),
            previous: None,
            scores: 0,
            sessions: 0,
            flagged_in_a_row: 0,
        }
    }

    /// The t value of a limit in normal deviates, widened for skewness.
    fn t_limit(&self, limit: f64, skew_part: f64, df: f64) -> f64 {
        let room = skew_part * (-self.params.skewness).max(0.0) * (limit * limit - 1.0).max(0.0) / 6.0;
        normal::t_of_deviate(limit + room, df)
    }
}

impl CourseState {
    /// Sessions so far, with missed ones.
    pub fn sessions(&self) -> u32 {
        self.sessions
    }

    /// Scores so far.
    pub fn scores(&self) -> u32 {
        self.scores
    }

    /// The band for the next session's complete score; none while it is too early to know what is usual.
    pub fn next_band(&self) -> Option<Band> {
        let item_error = self.item_error(0.0);
        (self.scores >= FEWEST).then(|| self.limits(self.scores + 1, item_error).band())
    }

    /// A session without a score.
    pub fn miss(&mut self) {
        self.sessions += 1;
        self.filter = self.filter.advance(self.detector.dynamics);
        self.previous = None;
    }

    /// A session's score, in O(1).
    ///
    /// # Errors
    /// A score that is not finite or outside its scale; the state is then unchanged.
    pub fn update(&mut self, score: Score) -> Result<Verdict, RuptureError> {
        let scale = self.detector.scale;
        score.check(&scale)?;
        let item_error = self.item_error(score.missing_share());
        let limits = self.limits(self.scores + 1, item_error);
        let highest = scale.is_highest(score.value());
        let seen = if highest { Seen::AtLeast(score.value()) } else { Seen::Exactly(score.value()) };
        self.sessions += 1;
        self.scores += 1;
        let may_flag = self.scores > FEWEST && score.is_complete() && !highest;
        if may_flag && score.value() < limits.band().low {
            return Ok(self.keep_out(seen, item_error, &limits, score.value()));
        }
        self.take_in(seen, item_error, score.is_complete() && !highest);
        self.flagged_in_a_row = 0;
        Ok(if self.scores <= FEWEST {
            Verdict::TooEarly { scores: self.scores }
        } else if score.is_complete() {
            Verdict::Usual { band: limits.band() }
        } else {
            Verdict::Incomplete { band: limits.band() }
        })
    }

    /// Variance of the item error when so much more than complete answering is missing.
    fn item_error(&self, missing_share: f64) -> f64 {
        let params = &self.detector.params;
        params.item_error_share * params.within_sd * params.within_sd * (1.0 + missing_share)
    }

    /// The lowest usual values of the `number`-th score.
    fn limits(&self, number: u32, item_error: f64) -> Limits {
        let Detector { params, scale, plan, .. } = self.detector;
        let grain = scale.step * scale.step / 12.0;
        let predicted = self.filter.predict(item_error);
        let t = self.detector.t_limit(plan.single(number, params.autocorrelation), SKEW_SINGLE, self.own.df(&params));
        let single = predicted.mean - t * (predicted.variance * self.own.ratio(&params) + grain).sqrt();
        // A pair needs at least three scores before it.
        let before = self.previous.filter(|p| number > FEWEST + 1 && p.weight < 1.0);
        let pair = before.map(|before| {
            let own = before.own.ratio(&params);
            let rest = 1.0 - before.weight;
            let (first, second) = (before.variance * own + grain, predicted.variance * own + grain);
            let information = 1.0 / first + rest * rest / second;
            let t = self.detector.t_limit(plan.pair(number, params.autocorrelation), SKEW_PAIR, before.own.df(&params));
            predicted.mean - (t * information.sqrt() + before.surprise / first) * second / rest
        });
        Limits { predicted, single, pair }
    }

    fn take_in(&mut self, seen: Seen, item_error: f64, may_pair: bool) {
        let dynamics = self.detector.dynamics;
        let predicted = self.filter.predict(item_error);
        let (surprise, ratio) = seen.surprise(predicted);
        let weight = self.filter.gain(predicted.variance).one_session_on(dynamics);
        self.previous = may_pair.then_some(Previous {
            surprise,
            variance: predicted.variance,
            weight,
            filter: self.filter,
            own: self.own,
        });
        // The first score tells of the level, not of the person's variance.
        if self.scores > 1 {
            self.own = self.own.add(ratio);
        }
        self.filter = self.filter.observe(seen, item_error).advance(dynamics);
    }

    fn keep_out(&mut self, seen: Seen, item_error: f64, limits: &Limits, value: f64) -> Verdict {
        let dynamics = self.detector.dynamics;
        let params = self.detector.params;
        let surprise = value - limits.predicted.mean;
        // Which statistic is further beyond its own limit.
        let pair = limits.pair.filter(|pair| value < *pair && *pair > limits.single);
        let (kind, first, depth) = match (pair, self.previous) {
            (Some(_), Some(before)) => {
                let rest = 1.0 - before.weight;
                let information = 1.0 / before.variance + rest * rest / limits.predicted.variance;
                let weighted = before.surprise / before.variance + rest * surprise / limits.predicted.variance;
                self.filter = before.filter.advance(dynamics);
                self.own = before.own;
                self.flagged_in_a_row += 2;
                (DipKind::Pair, self.sessions - 1, -weighted / information)
            }
            _ => {
                self.flagged_in_a_row += 1;
                (DipKind::Single, self.sessions, -surprise)
            }
        };
        let own_sd = params.within_sd * self.own.ratio(&params).sqrt();
        let lasting = self.flagged_in_a_row >= LASTING;
        self.previous = None;
        if lasting {
            self.flagged_in_a_row = 0;
            // Next to nothing is known of the new level but this score.
            self.filter =
                self.filter.forget_level(100.0 * params.within_sd * params.within_sd).observe(seen, item_error);
        }
        self.filter = self.filter.advance(dynamics);
        Verdict::Flag { band: limits.band(), depth_sd: depth / own_sd, kind, sessions: (first, self.sessions), lasting }
    }
}

impl Limits {
    fn band(&self) -> Band {
        let middle = self.predicted.mean;
        Band {
            low: self.pair.map_or(self.single, |pair| pair.max(self.single)),
            middle,
            high: 2.0 * middle - self.single,
        }
    }
}

//! The state of one course: an online fold over one person's scores, a fixed handful of operations a session.
//!
//! Flagged sessions are kept out of what is usual. After [`LASTING`] of them in a row the level counts as changed.
//!
//! Ceiling: the highest score says "at least so much" and is never flagged. Missing items: more error, no flag. Missed
//! session: time passes, and sessions on both sides of it are no pair. New baseline (another way of answering): what is
//! usual is learnt anew, but the course goes on, so that chance has no more turns than in a course without it.

use super::detector::{Count, Detector, FEWEST, Limits, OwnVariance, Previous};
use super::error::RuptureError;
use super::filter::{Filter, Seen};
use super::score::Score;
use super::verdict::{Band, DipKind, Verdict};

/// Flagged sessions in a row after which the level counts as changed for good.
pub const LASTING: u32 = 3;

/// The state of one course. Copyable, of fixed size, and a function of the detector and the scores alone: it is to be
/// used with the detector it was started with, and folded anew when the caseload's figures have moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CourseState {
    filter: Filter,
    own: OwnVariance,
    previous: Option<Previous>,
    count: Count,
    sessions: u32,
    flagged_in_a_row: u32,
}

impl CourseState {
    /// Before a person's first session.
    #[must_use]
    pub fn start(detector: &Detector) -> Self {
        Self {
            filter: Filter::start(&detector.params),
            own: OwnVariance::default(),
            previous: None,
            count: Count::default(),
            sessions: 0,
            flagged_in_a_row: 0,
        }
    }

    /// Sessions so far, with missed ones.
    #[must_use]
    pub fn sessions(&self) -> u32 {
        self.sessions
    }

    /// Scores so far on the present baseline.
    #[must_use]
    pub fn scores(&self) -> u32 {
        self.count.baseline
    }

    /// The band for the next session's complete score, not cut off at the ends of the scale; none while it is too early
    /// to know what is usual.
    #[must_use]
    pub fn next_band(&self, detector: &Detector) -> Option<Band> {
        (self.count.baseline >= FEWEST).then(|| self.limits(detector, detector.item_error(0.0)).band())
    }

    /// What is usual is to be learnt anew from the next session on.
    pub fn new_baseline(&mut self, detector: &Detector) {
        let course = self.count.course;
        *self = Self { sessions: self.sessions, count: Count { course, baseline: 0 }, ..Self::start(detector) };
    }

    /// A session without a score.
    pub fn miss(&mut self, detector: &Detector) {
        self.sessions += 1;
        self.filter = self.filter.advance(detector.dynamics);
        self.previous = None;
    }

    /// A session's score, in O(1).
    ///
    /// ```
    /// use attune::alliance::rupture::{CaseloadParams, CourseState, Detector, Plan, Scale, Score, Verdict};
    /// let params = CaseloadParams::assumed(3.0, 0.4, 5.0, 0.3);
    /// let detector = Detector::fit(&params, Scale::new(1.0, 5.0, 1.0 / 12.0)?, Plan::default())?;
    /// let mut state = CourseState::start(&detector);
    /// for score in [4.0, 4.25, 4.0, 4.5] {
    ///     assert!(!state.update(&detector, Score::complete(score))?.is_flag());
    /// }
    /// assert!(matches!(state.update(&detector, Score::complete(1.5))?, Verdict::Flag { sessions: (5, 5), .. }));
    /// # Ok::<(), attune::alliance::rupture::RuptureError>(())
    /// ```
    ///
    /// # Errors
    /// A score that is not finite or outside its scale; the state is then unchanged.
    pub fn update(&mut self, detector: &Detector, score: Score) -> Result<Verdict, RuptureError> {
        score.check(&detector.scale)?;
        let item_error = detector.item_error(score.missing_share());
        let limits = self.limits(detector, item_error);
        let figures = limits.figures(score.value());
        let highest = detector.scale.is_highest(score.value());
        let seen = if highest { Seen::AtLeast(score.value()) } else { Seen::Exactly(score.value()) };
        self.sessions += 1;
        self.count = Count { course: self.count.course + 1, baseline: self.count.baseline + 1 };
        let early = self.count.baseline <= FEWEST;
        if !early && score.is_complete() && !highest && score.value() < figures.band.low {
            let (depth_sd, first, lasting) = self.keep_out(detector, seen, item_error, &limits, score.value());
            return Ok(Verdict::Flag { figures, depth_sd, sessions: (first, self.sessions), lasting });
        }
        self.take_in(detector, seen, item_error, score.is_complete() && !highest);
        self.flagged_in_a_row = 0;
        Ok(match (early, score.is_complete()) {
            (true, _) => Verdict::TooEarly { scores: self.count.baseline },
            (false, true) => Verdict::Usual { figures },
            (false, false) => Verdict::Incomplete { figures },
        })
    }

    fn limits(&self, detector: &Detector, item_error: f64) -> Limits {
        detector.limits(&self.filter, self.own, self.previous.as_ref(), self.count, item_error)
    }

    fn take_in(&mut self, detector: &Detector, seen: Seen, item_error: f64, may_pair: bool) {
        let predicted = self.filter.predict(item_error);
        let (surprise, ratio) = seen.surprise(predicted);
        self.previous = may_pair.then_some(Previous {
            surprise,
            variance: predicted.variance,
            weight: self.filter.gain(predicted.variance).one_session_on(detector.dynamics),
            filter: self.filter,
            own: self.own,
        });
        // The first score tells of the level, not of the person's variance.
        if self.count.baseline > 1 {
            self.own = self.own.add(ratio);
        }
        self.filter = self.filter.observe(seen, item_error).advance(detector.dynamics);
    }

    /// The depth of the dip in the person's SDs, its first session, and whether it lasts.
    fn keep_out(
        &mut self,
        detector: &Detector,
        seen: Seen,
        item_error: f64,
        limits: &Limits,
        value: f64,
    ) -> (f64, u32, bool) {
        let Detector { params, dynamics, .. } = detector;
        let surprise = value - limits.predicted.mean;
        let (depth, first) = match (limits.figures(value).kind, self.previous) {
            (DipKind::Pair, Some(before)) => {
                let rest = 1.0 - before.weight;
                let information = 1.0 / before.variance + rest * rest / limits.predicted.variance;
                let weighted = before.surprise / before.variance + rest * surprise / limits.predicted.variance;
                self.filter = before.filter.advance(*dynamics);
                self.own = before.own;
                self.flagged_in_a_row += 2;
                (-weighted / information, self.sessions - 1)
            }
            _ => {
                self.flagged_in_a_row += 1;
                (-surprise, self.sessions)
            }
        };
        let own_sd = params.within_sd * self.own.ratio(params).sqrt();
        let lasting = self.flagged_in_a_row >= LASTING;
        self.previous = None;
        if lasting {
            self.flagged_in_a_row = 0;
            // Next to nothing is known of the new level but this score.
            let unknown = 100.0 * params.within_sd * params.within_sd;
            self.filter = self.filter.forget_level(unknown).observe(seen, item_error);
        }
        self.filter = self.filter.advance(*dynamics);
        (depth / own_sd, first, lasting)
    }
}

//! How far from usual is far enough: limits that keep the false alarms of a whole course at one rate.
//!
//! A course is looked at many times, so that the limit of one look depends on how many looks there are to be. The limits
//! are normal deviates. A pair of sessions is held against the limit itself, a single session against the limit plus
//! [`SINGLE`], and the fourth score, whose baseline is only three scores, against [`FOURTH`] more. These two offsets
//! were chosen by simulation: they leave single dips found nearly as often as by the prediction rule and put the rest of
//! the allowance where two-session dips lie.
//!
//! [`PLANNED`], [`OPEN_EARLY`], [`OPEN_LATE`] and [`TAIL`] are results of
//! `cargo run --release --example detector -- --calibrate`, which prints them again from its fixed seed: the limits at
//! which the stated share of courses is flagged by chance, with normal errors and the parameters estimated from 40 people
//! with 12 sessions each; once for independent errors and once for autocorrelation .3, whose estimate errs more. Between
//! these, and up to twice .3, the limit is linear in the estimated autocorrelation.
//!
//! The caseload of each simulated course is read with the limits themselves, so that a second calibration can differ from
//! the first by .01. The rates leave room under .05 for scores that are bounded, tied and
//! skewed, and for courses longer than planned.

/// Added to the limit for a single session.
pub const SINGLE: f64 = 0.2;
/// Added to the limit for the fourth score.
pub const FOURTH: f64 = 0.5;
/// Share of courses flagged by chance within the planned sessions.
pub const PLANNED_RATE: f64 = 0.044;
/// Share of courses flagged by chance after six planned sessions, up to session 40; smaller after longer plans.
pub const TAIL_RATE: f64 = 0.003;
/// Share of courses without a plan that are flagged by chance by their 12th score.
pub const OPEN_EARLY_RATE: f64 = 0.033;
/// Share of courses without a plan that are flagged by chance from their 13th to their 40th score.
pub const OPEN_LATE_RATE: f64 = 0.01;

/// A limit for independent errors and for autocorrelation .3.
pub type Pairwise = (f64, f64);

/// Limits by planned number of scores; between them, linear in the logarithm of the number.
pub const PLANNED: [(f64, Pairwise); 8] = [
    (6.0, (2.10, 2.14)),
    (8.0, (2.32, 2.35)),
    (10.0, (2.45, 2.50)),
    (12.0, (2.55, 2.59)),
    (16.0, (2.70, 2.74)),
    (20.0, (2.78, 2.83)),
    (30.0, (2.94, 3.00)),
    (40.0, (3.04, 3.10)),
];
/// Limit of a course without a plan up to its 12th score.
pub const OPEN_EARLY: Pairwise = (2.65, 2.69);
/// Limit of a course without a plan from its 13th to its 40th score.
pub const OPEN_LATE: Pairwise = (3.37, 3.44);
/// Limit after the planned number of scores, and after the 40th score in any case.
pub const TAIL: Pairwise = (3.71, 3.81);

/// Scores that a course without a plan treats as early.
const EARLY: u32 = 12;
/// Scores up to which rates are held.
const LONGEST: u32 = 40;

/// How many sessions a course is to have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Plan {
    /// Not known. Fewer false alarms early, so that a course of up to 40 sessions stays within the rate.
    Open,
    /// So many. If there are more in the end, they are held against a strict limit, so that the rate still holds up to 40.
    Sessions(u32),
    /// One limit throughout, in normal deviates; for calibration and study.
    Limit(f64),
}

impl Default for Plan {
    /// Twelve sessions: the plan under which courses of unknown length are best looked at (`docs/detector.md`).
    fn default() -> Self {
        Self::Sessions(12)
    }
}

impl Plan {
    /// The limit, in normal deviates, for a pair of sessions that ends with the `scores`-th score, at this autocorrelation.
    #[must_use]
    pub fn pair(&self, scores: u32, autocorrelation: f64) -> f64 {
        let limits = match *self {
            Plan::Limit(limit) => return limit,
            Plan::Open if scores <= EARLY => OPEN_EARLY,
            Plan::Open if scores <= LONGEST => OPEN_LATE,
            Plan::Sessions(planned) if scores <= planned.min(LONGEST) => planned_limits(planned),
            Plan::Open | Plan::Sessions(_) => TAIL,
        };
        limits.0 + (limits.1 - limits.0) * (autocorrelation / 0.3).clamp(0.0, 2.0)
    }

    /// The limit for the `scores`-th score alone, which is the `baseline`-th on its baseline.
    #[must_use]
    pub fn single(&self, scores: u32, baseline: u32, autocorrelation: f64) -> f64 {
        self.pair(scores, autocorrelation) + SINGLE + if baseline <= 4 { FOURTH } else { 0.0 }
    }
}

/// The limits for a planned number of scores; outside the table, its nearest end.
fn planned_limits(planned: u32) -> Pairwise {
    let wanted = f64::from(planned);
    let mut below = PLANNED[0];
    for above in PLANNED {
        if wanted <= above.0 {
            let span = (above.0 / below.0).ln();
            let share = if span > 0.0 { ((wanted / below.0).ln() / span).max(0.0) } else { 1.0 };
            let mix = |from: f64, to: f64| from + share * (to - from);
            return (mix(below.1.0, above.1.0), mix(below.1.1, above.1.1));
        }
        below = above;
    }
    below.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_rise_with_the_planned_sessions() {
        for phi in [0.0, 0.3] {
            let limits: Vec<f64> = (4..=40).map(|n| Plan::Sessions(n).pair(n, phi)).collect();
            assert!(limits.windows(2).all(|w| w[0] <= w[1]));
        }
        assert_eq!(planned_limits(12), PLANNED[3].1);
        assert_eq!(planned_limits(3), PLANNED[0].1);
        assert_eq!(planned_limits(58), PLANNED[7].1);
        assert!(planned_limits(13).0 > PLANNED[3].1.0 && planned_limits(13).0 < PLANNED[4].1.0);
    }

    #[test]
    fn what_exceeds_the_plan_is_held_against_the_strict_limit() {
        assert_eq!(Plan::Sessions(12).pair(12, 0.0), planned_limits(12).0);
        assert_eq!(Plan::Sessions(12).pair(12, 0.3), planned_limits(12).1);
        assert_eq!(Plan::Sessions(12).pair(13, 0.0), TAIL.0);
        assert_eq!(Plan::Sessions(80).pair(41, 0.0), TAIL.0);
        assert_eq!(Plan::Open.pair(12, 0.0), OPEN_EARLY.0);
        assert_eq!(Plan::Open.pair(13, 0.0), OPEN_LATE.0);
        assert_eq!(Plan::Open.pair(41, 0.0), TAIL.0);
        assert_eq!(Plan::Open.single(4, 4, 0.0), OPEN_EARLY.0 + SINGLE + FOURTH);
    }
}

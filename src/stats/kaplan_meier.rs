//! Survival from censored times (Kaplan & Meier 1958), with Greenwood's variance.

use super::error::StatError;
use super::interval::{Interval, two_sided_z};
use super::risk_set::risk_sets;

/// The curve just after one distinct time.
#[derive(Debug, Clone, PartialEq)]
pub struct SurvivalStep {
    /// The time.
    pub time: f64,
    /// At risk just before it.
    pub at_risk: usize,
    /// Events at it.
    pub events: usize,
    /// Observations that ended at it without an event.
    pub censored: usize,
    /// Probability of surviving beyond it.
    pub survival: f64,
    /// Greenwood's standard error of the survival; `None` once the curve is at zero.
    pub se: Option<f64>,
    /// Interval on the log scale (R's default), cut at one; `None` once the curve is at zero.
    pub log: Option<Interval>,
    /// Interval on the log(-log) scale, always inside (0, 1); `None` once the curve is at zero.
    pub log_log: Option<Interval>,
}

/// Which interval a summary uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurvivalInterval {
    /// `S exp(+/- z sqrt(G))`.
    Log,
    /// `exp(-exp(log(-log S) +/- z sqrt(G) / log S))`.
    LogLog,
}

/// The time by which a share has had the event, with limits where the interval's curves cross it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurvivalTime {
    /// The time; `None` where the curve never falls that far.
    pub estimate: Option<f64>,
    /// Lower limit.
    pub lower: Option<f64>,
    /// Upper limit; `None` is common, since the upper curve often never falls that far.
    pub upper: Option<f64>,
}

/// A survival curve.
#[derive(Debug, Clone, PartialEq)]
pub struct KaplanMeier {
    /// One step a distinct time, in order, including times at which observation only ended.
    pub steps: Vec<SurvivalStep>,
    /// Observations used.
    pub n: usize,
}

/// The product-limit estimate.
///
/// `S(t) = product over t_j <= t of (1 - d_j / n_j)`, with `Var log S = G = sum d_j / (n_j (n_j - d_j))` and
/// `SE(S) = S sqrt(G)`. `event[i]` says whether observation `i` ended with the event; `level` is the
/// coverage of the intervals, as .95. Source: Kaplan & Meier 1958; Greenwood 1926; Kalbfleisch & Prentice 2002.
///
/// # Missing values
/// An observation whose time is NaN is left out.
///
/// # Errors
/// As [`risk_sets`], and a level outside (0, 1).
///
/// # Examples
/// ```
/// use attune::stats::kaplan_meier::{SurvivalInterval, kaplan_meier};
///
/// let curve = kaplan_meier(&[1.0, 2.0, 2.0, 3.0], &[true, false, true, true], 0.95)?;
/// assert_eq!(curve.steps[1].survival, 0.5); // 3/4 * 2/3
/// assert_eq!(curve.median(SurvivalInterval::LogLog).estimate, Some(2.5));
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn kaplan_meier(times: &[f64], event: &[bool], level: f64) -> Result<KaplanMeier, StatError> {
    let z = two_sided_z(level)?;
    let cause: Vec<usize> = event.iter().map(|e| usize::from(*e)).collect();
    let rows = risk_sets(times, &cause, 1, None)?;
    let mut survival = 1.0;
    let mut greenwood = 0.0;
    let n = rows.first().map_or(0, |r| r.at_risk);
    let steps = rows
        .into_iter()
        .map(|row| {
            let (at_risk, d) = (row.at_risk as f64, row.any_event() as f64);
            survival *= 1.0 - d / at_risk;
            if row.any_event() > 0 && row.any_event() < row.at_risk {
                greenwood += d / (at_risk * (at_risk - d));
            }
            let alive = survival > 0.0;
            SurvivalStep {
                time: row.time,
                at_risk: row.at_risk,
                events: row.any_event(),
                censored: row.censored,
                survival,
                se: alive.then(|| survival * greenwood.sqrt()),
                log: alive.then(|| log_interval(survival, greenwood, z)),
                log_log: alive.then(|| log_log_interval(survival, greenwood, z)),
            }
        })
        .collect();
    Ok(KaplanMeier { steps, n })
}

fn log_interval(survival: f64, greenwood: f64, z: f64) -> Interval {
    let half = z * greenwood.sqrt();
    Interval { lower: survival * (-half).exp(), upper: (survival * half.exp()).min(1.0) }
}

fn log_log_interval(survival: f64, greenwood: f64, z: f64) -> Interval {
    if survival >= 1.0 {
        return Interval { lower: 1.0, upper: 1.0 };
    }
    let log = survival.ln();
    let half = z * greenwood.sqrt() / log;
    // `log` is negative, so minus `half` is the larger hazard.
    Interval { lower: survival.powf((-half).exp()), upper: survival.powf(half.exp()) }
}

impl KaplanMeier {
    /// Survival at `time`: one before the first step.
    #[must_use]
    pub fn at(&self, time: f64) -> f64 {
        self.step_at(time).map_or(1.0, |s| s.survival)
    }

    /// The last step at or before `time`.
    #[must_use]
    pub fn step_at(&self, time: f64) -> Option<&SurvivalStep> {
        self.steps.iter().take_while(|s| s.time <= time).last()
    }

    /// The median time, with the limits of Brookmeyer & Crowley 1982.
    #[must_use]
    pub fn median(&self, interval: SurvivalInterval) -> SurvivalTime {
        self.quantile(0.5, interval)
    }

    /// The time by which a share `p` has had the event. Where the curve is flat at exactly `1 - p`, the middle of
    /// the flat part, as R's `survfit` does.
    #[must_use]
    pub fn quantile(&self, p: f64, interval: SurvivalInterval) -> SurvivalTime {
        let limits = |step: &SurvivalStep| match interval {
            SurvivalInterval::Log => step.log,
            SurvivalInterval::LogLog => step.log_log,
        };
        SurvivalTime {
            estimate: self.crossing(1.0 - p, |s| Some(s.survival)),
            lower: self.crossing(1.0 - p, |s| limits(s).map(|i| i.lower)),
            upper: self.crossing(1.0 - p, |s| limits(s).map(|i| i.upper)),
        }
    }

    /// First time at which a curve is at or below `height`, within a rounding error.
    fn crossing(&self, height: f64, curve: impl Fn(&SurvivalStep) -> Option<f64>) -> Option<f64> {
        const ROUNDING: f64 = 1.5e-8;
        let below: Vec<(f64, f64)> = self
            .steps
            .iter()
            .filter_map(|s| curve(s).map(|y| (s.time, y)))
            .filter(|(_, y)| *y < height + ROUNDING)
            .collect();
        let &(time, y) = below.first()?;
        let next = below.iter().find(|(_, later)| *later < y);
        match next {
            Some((later, _)) if (y - height).abs() < ROUNDING => Some(0.5 * (time + later)),
            _ => Some(time),
        }
    }

    /// The mean time up to `limit` (the area under the curve from zero to `limit`) and its standard error:
    /// `sum over events of A_j^2 d_j / (n_j (n_j - d_j))`, `A_j` the area from `t_j` to the limit.
    /// The curve is carried flat beyond the last time.
    #[must_use]
    pub fn restricted_mean(&self, limit: f64) -> (f64, f64) {
        let mut area = 0.0;
        let mut variance = 0.0;
        let mut right = limit;
        for step in self.steps.iter().rev().filter(|s| s.time < limit) {
            area += step.survival * (right - step.time);
            right = step.time;
            if step.events > 0 && step.events < step.at_risk {
                let (n, d) = (step.at_risk as f64, step.events as f64);
                variance += area * area * d / (n * (n - d));
            }
        }
        (area + right, variance.sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_event_keeps_the_curve_at_one() {
        let curve = kaplan_meier(&[1.0, 2.0], &[false, false], 0.95).unwrap();
        assert_eq!(curve.at(5.0), 1.0);
        assert_eq!(curve.steps[1].log_log, Some(Interval { lower: 1.0, upper: 1.0 }));
        assert_eq!(curve.median(SurvivalInterval::Log).estimate, None);
    }

    #[test]
    fn degenerate_input() {
        assert!(kaplan_meier(&[], &[], 0.95).is_err());
        assert!(kaplan_meier(&[1.0], &[true], 1.0).is_err());
        let one = kaplan_meier(&[3.0], &[true], 0.95).unwrap();
        assert_eq!((one.at(2.9), one.at(3.0), one.steps[0].se), (1.0, 0.0, None));
        assert_eq!(one.restricted_mean(10.0), (3.0, 0.0));
    }

    proptest! {
        #[test]
        fn falls_within_bounds_and_ignores_order_and_units(
            data in prop::collection::vec((0.0f64..50.0, any::<bool>()), 1..40), factor in 0.1f64..10.0
        ) {
            let (times, event): (Vec<f64>, Vec<bool>) = data.iter().copied().unzip();
            let curve = kaplan_meier(&times, &event, 0.95).unwrap();
            let mut last = 1.0;
            for s in &curve.steps {
                prop_assert!(s.survival >= 0.0 && s.survival <= last);
                last = s.survival;
                for i in [s.log, s.log_log].into_iter().flatten() {
                    prop_assert!(i.lower <= s.survival + 1e-12 && s.survival <= i.upper + 1e-12);
                    prop_assert!(i.lower >= 0.0 && i.upper <= 1.0);
                }
            }
            let (backward_t, backward_e): (Vec<f64>, Vec<bool>) =
                data.iter().rev().map(|(t, e)| (t * factor, *e)).unzip();
            let scaled = kaplan_meier(&backward_t, &backward_e, 0.95).unwrap();
            for (a, b) in curve.steps.iter().zip(&scaled.steps) {
                prop_assert!((a.survival - b.survival).abs() < 1e-12);
            }
        }
    }
}

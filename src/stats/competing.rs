//! Cumulative incidence when several causes compete (Aalen & Johansen 1978).
//!
//! Where one cause keeps another from happening, one minus Kaplan-Meier of the one, with the other censored,
//! overstates it. Cumulative incidences and the chance that nothing happened sum to one.

use super::error::StatError;
use super::interval::{Interval, two_sided_z};
use super::risk_set::{RiskRow, risk_sets};

/// The cumulative incidence of one cause just after one distinct time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Incidence {
    /// Probability that the cause has happened by this time.
    pub estimate: f64,
    /// Its standard error (delta method).
    pub se: f64,
    /// Interval on the log(-log) scale; `None` while the estimate is zero or without spread.
    pub interval: Option<Interval>,
}

/// All causes just after one distinct time.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidenceStep {
    /// The time, on the original clock.
    pub time: f64,
    /// At risk just before it.
    pub at_risk: usize,
    /// Events of each cause at it.
    pub events: Vec<usize>,
    /// Observations that ended at it without an event.
    pub censored: usize,
    /// Probability that nothing has happened by this time.
    pub event_free: f64,
    /// Cumulative incidence of each cause.
    pub causes: Vec<Incidence>,
}

/// Cumulative incidence curves.
#[derive(Debug, Clone, PartialEq)]
pub struct CompetingRisks {
    /// One step a distinct time, in order.
    pub steps: Vec<IncidenceStep>,
    /// Observations used.
    pub n: usize,
}

/// What to estimate, besides the data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CompetingOptions<'a> {
    /// Coverage of the intervals, as .95.
    pub level: f64,
    /// When each observation came under observation, if not at the start (left truncation).
    pub entry: Option<&'a [f64]>,
    /// Start the clock at this time, with those who are still free of any event and under observation *after* it;
    /// everyone else is left out, and the curves are conditional on that. An observation that ended exactly at the
    /// landmark is not at risk after it: to keep those last seen at occasion 3, put the landmark between 2 and 3.
    pub landmark: Option<f64>,
}

impl Default for CompetingOptions<'_> {
    fn default() -> Self {
        Self { level: 0.95, entry: None, landmark: None }
    }
}

/// The Aalen-Johansen estimate for `causes` competing causes.
///
/// `cause[i]` is 0 where observation `i` ended without an event, and `1..=causes` otherwise.
/// `F_k(t) = sum over t_j <= t of S(t_j-) d_kj / n_j`, `S` the Kaplan-Meier estimate of any event. The variance
/// is that of the delta method (Marubini & Valsecchi 1995; Gaynor et al. 1993): with `D_j = F_k(t) - F_k(t_j)`,
/// `sum D_j^2 d_j / (n_j (n_j - d_j)) + sum S(t_j-)^2 d_kj (n_j - d_kj) / n_j^3 - 2 sum D_j S(t_j-) d_kj / n_j^2`.
/// With a single cause it is Greenwood's. The interval is `F^exp(+/- z SE / (F log F))`.
///
/// # Missing values
/// An observation whose time or entry is NaN is left out.
///
/// # Errors
/// As [`risk_sets`]; a level outside (0, 1); an infinite landmark; [`StatError::TooFew`] where nobody is at risk
/// after the landmark.
///
/// # Examples
/// ```
/// use attune::stats::competing::{CompetingOptions, cumulative_incidence};
///
/// let curves = cumulative_incidence(&[1.0, 2.0, 3.0, 4.0], &[1, 2, 0, 1], 2, &CompetingOptions::default())?;
/// let last = &curves.steps[3];
/// assert!((last.causes[0].estimate - 0.75).abs() < 1e-12); // 1/4 + 1/2 * 1/1
/// assert!((last.causes[1].estimate - 0.25).abs() < 1e-12);
/// assert!(last.event_free.abs() < 1e-12);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn cumulative_incidence(
    times: &[f64],
    cause: &[usize],
    causes: usize,
    options: &CompetingOptions<'_>,
) -> Result<CompetingRisks, StatError> {
    let z = two_sided_z(options.level)?;
    let rows = match options.landmark {
        None => risk_sets(times, cause, causes, options.entry)?,
        Some(landmark) => after_landmark(times, cause, causes, options.entry, landmark)?,
    };
    let n = rows.iter().map(|r| r.any_event() + r.censored).sum();
    let free = event_free(&rows);
    let incidence: Vec<Vec<Incidence>> = (0..causes).map(|k| curve(&rows, &free, k, z)).collect();
    let steps = rows
        .into_iter()
        .enumerate()
        .map(|(j, row)| IncidenceStep {
            time: row.time,
            at_risk: row.at_risk,
            events: row.events,
            censored: row.censored,
            event_free: free[j + 1],
            causes: incidence.iter().map(|c| c[j]).collect(),
        })
        .collect();
    Ok(CompetingRisks { steps, n })
}

/// Risk sets of those at risk just after the landmark.
fn after_landmark(
    times: &[f64],
    cause: &[usize],
    causes: usize,
    entry: Option<&[f64]>,
    landmark: f64,
) -> Result<Vec<RiskRow>, StatError> {
    if !landmark.is_finite() {
        return Err(StatError::NotFinite);
    }
    // The checks of the whole input come first, so that a fault outside the landmark's set is still told.
    risk_sets(times, cause, causes, entry)?;
    let kept: Vec<usize> =
        (0..times.len()).filter(|&i| times[i] > landmark && entry.is_none_or(|e| e[i] <= landmark)).collect();
    let kept_times: Vec<f64> = kept.iter().map(|&i| times[i]).collect();
    let kept_cause: Vec<usize> = kept.iter().map(|&i| cause[i]).collect();
    risk_sets(&kept_times, &kept_cause, causes, None)
}

/// Kaplan-Meier of any event: one at position 0, then after each row.
fn event_free(rows: &[RiskRow]) -> Vec<f64> {
    let mut s = 1.0;
    let after = rows.iter().map(|r| {
        s *= 1.0 - r.any_event() as f64 / r.at_risk as f64;
        s
    });
    std::iter::once(1.0).chain(after).collect()
}

/// Estimate, error and interval of cause `k` after every row.
///
/// The three sums of the variance are polynomials in `F(t)`, so each step costs the same: with sums of `w`,
/// `w F_j` and `w F_j^2` the squares `(F - F_j)^2` need no second pass.
fn curve(rows: &[RiskRow], free: &[f64], k: usize, z: f64) -> Vec<Incidence> {
    let (mut f, mut w0, mut w1, mut w2) = (0.0_f64, 0.0, 0.0, 0.0);
    let (mut own, mut c0, mut c1) = (0.0, 0.0, 0.0);
    rows.iter()
        .zip(free)
        .map(|(row, before)| {
            let (n, d) = (row.at_risk as f64, row.any_event() as f64);
            let dk = row.events.get(k).map_or(0.0, |d| *d as f64);
            f += before * dk / n;
            if row.any_event() > 0 {
                // Once all have had an event nothing is added later, and (F - F_j) stays zero.
                if d < n {
                    let w = d / (n * (n - d));
                    w0 += w;
                    w1 += w * f;
                    w2 += w * f * f;
                }
                own += before * before * dk * (n - dk) / (n * n * n);
                let c = before * dk / (n * n);
                c0 += c;
                c1 += c * f;
            }
            let variance = (f * f * w0 - 2.0 * f * w1 + w2) + own - 2.0 * (f * c0 - c1);
            let se = variance.max(0.0).sqrt();
            let interval = (f > 0.0 && f < 1.0 && se > 0.0).then(|| {
                let a = z * se / (f * f.ln());
                // `a` is negative: its exponential is below one, and the power above the estimate.
                Interval { lower: f.powf((-a).exp()), upper: f.powf(a.exp()) }
            });
            Incidence { estimate: f, se, interval }
        })
        .collect()
}

impl CompetingRisks {
    /// The last step at or before `time`.
    #[must_use]
    pub fn step_at(&self, time: f64) -> Option<&IncidenceStep> {
        self.steps.iter().take_while(|s| s.time <= time).last()
    }

    /// Cumulative incidence of `cause` (1 is the first) at `time`: zero before the first step, `None` for a cause
    /// that is not there.
    #[must_use]
    pub fn at(&self, cause: usize, time: f64) -> Option<Incidence> {
        let k = cause.checked_sub(1)?;
        let count = self.steps.first()?.causes.len();
        let nothing = Incidence { estimate: 0.0, se: 0.0, interval: None };
        (k < count).then(|| self.step_at(time).and_then(|s| s.causes.get(k).copied()).unwrap_or(nothing))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The incidence as a function of the shares d_kj / n_j, for a variance that owes nothing to the formula:
    /// numerical derivatives times the multinomial covariance of each row.
    fn by_differences(rows: &[RiskRow], k: usize) -> f64 {
        let shares: Vec<Vec<f64>> =
            rows.iter().map(|r| r.events.iter().map(|d| *d as f64 / r.at_risk as f64).collect()).collect();
        let f = |p: &[Vec<f64>]| {
            let (mut s, mut f) = (1.0, 0.0);
            for row in p {
                f += s * row[k];
                s *= 1.0 - row.iter().sum::<f64>();
            }
            f
        };
        let mut variance = 0.0;
        for (j, row) in rows.iter().enumerate() {
            let gradient: Vec<f64> = (0..row.events.len())
                .map(|c| {
                    let (mut up, mut down) = (shares.clone(), shares.clone());
                    up[j][c] += 1e-6;
                    down[j][c] -= 1e-6;
                    (f(&up) - f(&down)) / 2e-6
                })
                .collect();
            for a in 0..gradient.len() {
                for b in 0..gradient.len() {
                    let same = if a == b { shares[j][a] } else { 0.0 };
                    let covariance = (same - shares[j][a] * shares[j][b]) / row.at_risk as f64;
                    variance += gradient[a] * gradient[b] * covariance;
                }
            }
        }
        variance
    }

    #[test]
    fn degenerate_input() {
        let o = CompetingOptions::default();
        assert!(cumulative_incidence(&[], &[], 2, &o).is_err());
        assert!(cumulative_incidence(&[1.0], &[3], 2, &o).is_err());
        let late = CompetingOptions { landmark: Some(1.0), ..o };
        assert!(matches!(cumulative_incidence(&[1.0], &[1], 1, &late), Err(StatError::TooFew { .. })));
        let never = CompetingOptions { landmark: Some(f64::NAN), ..o };
        assert!(matches!(cumulative_incidence(&[1.0], &[1], 1, &never), Err(StatError::NotFinite)));
    }

    #[test]
    fn a_landmark_leaves_out_the_early_and_the_late() {
        let times = [1.0, 3.0, 4.0, 5.0, 6.0];
        let cause = [1, 1, 2, 1, 0];
        let entry = [0.0, 0.0, 0.0, 0.0, 4.0];
        let options = CompetingOptions { entry: Some(&entry), landmark: Some(3.0), ..Default::default() };
        let curves = cumulative_incidence(&times, &cause, 2, &options).unwrap();
        assert_eq!(curves.n, 2);
        assert_eq!(curves.steps[0].time, 4.0);
        assert!((curves.at(2, 4.5).unwrap().estimate - 0.5).abs() < 1e-15);
        assert_eq!(curves.at(1, 3.5).unwrap().estimate, 0.0);
        assert!(curves.at(3, 4.0).is_none());
    }

    proptest! {
        #[test]
        fn probabilities_sum_to_one_and_the_variance_is_the_delta_methods(
            data in prop::collection::vec((1u8..12, 0usize..3), 1..30)
        ) {
            let times: Vec<f64> = data.iter().map(|d| f64::from(d.0)).collect();
            let cause: Vec<usize> = data.iter().map(|d| d.1).collect();
            let curves = cumulative_incidence(&times, &cause, 2, &CompetingOptions::default()).unwrap();
            let rows = risk_sets(&times, &cause, 2, None).unwrap();
            for (j, step) in curves.steps.iter().enumerate() {
                let total: f64 = step.causes.iter().map(|c| c.estimate).sum();
                prop_assert!((total + step.event_free - 1.0).abs() < 1e-12);
                for (k, c) in step.causes.iter().enumerate() {
                    prop_assert!((c.se * c.se - by_differences(&rows[..=j], k)).abs() < 1e-7);
                    if let Some(i) = c.interval {
                        prop_assert!(i.lower >= 0.0 && i.lower <= c.estimate && c.estimate <= i.upper && i.upper <= 1.0);
                    }
                }
            }
        }

        #[test]
        fn one_cause_is_kaplan_meier(data in prop::collection::vec((1u8..12, any::<bool>()), 1..30)) {
            let times: Vec<f64> = data.iter().map(|d| f64::from(d.0)).collect();
            let event: Vec<bool> = data.iter().map(|d| d.1).collect();
            let cause: Vec<usize> = event.iter().map(|e| usize::from(*e)).collect();
            let curves = cumulative_incidence(&times, &cause, 1, &CompetingOptions::default()).unwrap();
            let survival = crate::stats::kaplan_meier::kaplan_meier(&times, &event, 0.95).unwrap();
            for (a, b) in curves.steps.iter().zip(&survival.steps) {
                prop_assert!((a.causes[0].estimate - (1.0 - b.survival)).abs() < 1e-12);
                if let Some(se) = b.se {
                    prop_assert!((a.causes[0].se - se).abs() < 1e-9);
                }
            }
        }
    }
}

//! The cumulative hazard (Nelson 1972; Aalen 1978).

use super::error::StatError;
use super::interval::{Interval, two_sided_z};
use super::risk_set::risk_sets;

/// The cumulative hazard just after one distinct time.
#[derive(Debug, Clone, PartialEq)]
pub struct HazardStep {
    /// The time.
    pub time: f64,
    /// At risk just before it.
    pub at_risk: usize,
    /// Events at it.
    pub events: usize,
    /// Cumulative hazard.
    pub hazard: f64,
    /// Its standard error.
    pub se: f64,
    /// Interval on the log scale; `None` before the first event.
    pub interval: Option<Interval>,
}

/// The Nelson-Aalen estimate `H(t) = sum over t_j <= t of d_j / n_j`, with variance `sum d_j / n_j^2` and interval
/// `H exp(+/- z SE / H)`.
///
/// `event[i]` says whether observation `i` ended with the event; `level` is the coverage, as .95. Tied events are
/// counted together, not broken up. Source: Aalen 1978, Annals of Statistics 6; Klein & Moeschberger 2003, section 4.2.
///
/// # Missing values
/// An observation whose time is NaN is left out.
///
/// # Errors
/// As [`risk_sets`], and a level outside (0, 1).
///
/// # Examples
/// ```
/// use attune::stats::nelson_aalen::nelson_aalen;
///
/// let steps = nelson_aalen(&[1.0, 2.0, 3.0], &[true, false, true], 0.95)?;
/// assert!((steps[2].hazard - (1.0 / 3.0 + 1.0)).abs() < 1e-15);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn nelson_aalen(times: &[f64], event: &[bool], level: f64) -> Result<Vec<HazardStep>, StatError> {
    let z = two_sided_z(level)?;
    let cause: Vec<usize> = event.iter().map(|e| usize::from(*e)).collect();
    let (mut hazard, mut variance) = (0.0_f64, 0.0_f64);
    let rows = risk_sets(times, &cause, 1, None)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let (n, d) = (row.at_risk as f64, row.any_event() as f64);
            hazard += d / n;
            variance += d / (n * n);
            let se = variance.sqrt();
            let interval = (hazard > 0.0).then(|| {
                let factor = (z * se / hazard).exp();
                Interval { lower: hazard / factor, upper: hazard * factor }
            });
            HazardStep { time: row.time, at_risk: row.at_risk, events: row.any_event(), hazard, se, interval }
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_input() {
        assert!(nelson_aalen(&[], &[], 0.95).is_err());
        assert!(nelson_aalen(&[1.0], &[true], 0.0).is_err());
        let none = nelson_aalen(&[1.0, 2.0], &[false, false], 0.95).unwrap();
        assert_eq!((none[1].hazard, none[1].se, none[1].interval), (0.0, 0.0, None));
    }

    proptest! {
        #[test]
        fn exceeds_minus_the_log_of_survival_never(
            data in prop::collection::vec((0.0f64..50.0, any::<bool>()), 1..40)
        ) {
            let (times, event): (Vec<f64>, Vec<bool>) = data.iter().copied().unzip();
            let hazard = nelson_aalen(&times, &event, 0.95).unwrap();
            let curve = crate::stats::kaplan_meier::kaplan_meier(&times, &event, 0.95).unwrap();
            let mut last = 0.0;
            for (h, s) in hazard.iter().zip(&curve.steps) {
                prop_assert!(h.hazard >= last);
                last = h.hazard;
                prop_assert!(h.hazard <= -s.survival.ln() + 1e-12);
            }
        }
    }
}

//! Bayesian online change-point detection: after each value, how long the present stretch has probably lasted
//! (Adams & MacKay 2007), for normal values whose mean and variance change together.

use super::describe::check_finite;
use super::distributions::ln_gamma;
use super::error::StatError;

/// The customary chance that a new stretch starts at a given value.
pub const HAZARD: f64 = 0.01;

/// What is believed about the mean and the variance of a stretch: the variance is inverse gamma with `shape` and `rate`,
/// the mean is normal about `mean` with the variance over `strength`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NormalInverseGamma {
    /// The expected mean.
    pub mean: f64,
    /// How many values the expected mean is worth.
    pub strength: f64,
    /// The shape of the variance: half the number of values it is worth.
    pub shape: f64,
    /// The rate of the variance: half the sum of squares it is worth.
    pub rate: f64,
}

impl NormalInverseGamma {
    /// The belief after one more value.
    fn after(&self, value: f64) -> Self {
        let gap = value - self.mean;
        Self {
            mean: self.mean + gap / (self.strength + 1.0),
            strength: self.strength + 1.0,
            shape: self.shape + 0.5,
            rate: self.rate + 0.5 * self.strength / (self.strength + 1.0) * gap * gap,
        }
    }

    /// The logarithm of the density of the next value: Student's t with `2 shape` degrees of freedom about the mean.
    fn ln_density(&self, value: f64) -> f64 {
        let df = 2.0 * self.shape;
        let scale = self.rate * (self.strength + 1.0) / (self.shape * self.strength);
        let z2 = (value - self.mean).powi(2) / scale;
        ln_gamma(0.5 * (df + 1.0))
            - ln_gamma(0.5 * df)
            - 0.5 * (df * std::f64::consts::PI * scale).ln()
            - 0.5 * (df + 1.0) * (z2 / df).ln_1p()
    }
}

/// For each value, the probabilities of how long its stretch has lasted.
#[derive(Debug, Clone, PartialEq)]
pub struct RunLengths {
    /// `probabilities[t][l]` is the probability, given the values up to place `t`, that the stretch of that value began
    /// `l` values before it; each row sums to one.
    pub probabilities: Vec<Vec<f64>>,
    /// The logarithm of the density of the whole series, over all divisions.
    pub ln_evidence: f64,
}

impl RunLengths {
    /// For each value, the place at which its stretch most probably began, given the values up to it.
    ///
    /// ```
    /// use attune::stats::bocpd::{HAZARD, NormalInverseGamma, run_lengths};
    /// let prior = NormalInverseGamma { mean: 0.0, strength: 0.1, shape: 1.0, rate: 1.0 };
    /// let values = [0.1, -0.2, 0.0, 0.2, -0.1, 0.1, 8.1, 7.9, 8.2, 8.0];
    /// let starts = run_lengths(&values, prior, HAZARD)?.most_probable_starts();
    /// assert_eq!((starts[5], starts[9]), (0, 6));
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    #[must_use]
    pub fn most_probable_starts(&self) -> Vec<usize> {
        let longest_first = |row: &[f64]| {
            // The longest of equally probable stretches: a change is told only where it is likelier than none.
            row.iter().enumerate().fold((0, 0.0), |best, (l, p)| if *p >= best.1 { (l, *p) } else { best }).0
        };
        self.probabilities.iter().enumerate().map(|(t, row)| t - longest_first(row)).collect()
    }

    /// For each value, the probability that a stretch began within the last `values` values, that value's own place counted;
    /// the start of the series is not a change, and places before `values` have been seen give that much less.
    ///
    /// ```
    /// use attune::stats::bocpd::{HAZARD, NormalInverseGamma, run_lengths};
    /// let prior = NormalInverseGamma { mean: 0.0, strength: 0.1, shape: 1.0, rate: 1.0 };
    /// let runs = run_lengths(&[0.0, 0.1, -0.1, 0.0, 9.0], prior, HAZARD)?;
    /// let recent = runs.recent_change(1);
    /// assert!(recent[0] == 0.0 && recent[3] < 0.1 && recent[4] > 0.5);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    #[must_use]
    pub fn recent_change(&self, values: usize) -> Vec<f64> {
        self.probabilities
            .iter()
            .enumerate()
            .map(|(t, row)| row.iter().take(values.min(t)).sum::<f64>().min(1.0))
            .collect()
    }
}

/// Run the detector over `values`, in time order, with a constant `hazard`; a missing value is left out by the caller.
///
/// The prior is in the units of the values. Work and memory grow with the square of the number of values.
///
/// # Errors
/// [`StatError::TooFew`] without a value, [`StatError::NotFinite`], [`StatError::OutOfRange`] for a hazard not between 0
/// and 1 or a prior whose strength, shape or rate is not positive.
///
/// ```
/// use attune::stats::bocpd::{HAZARD, NormalInverseGamma, run_lengths};
/// let prior = NormalInverseGamma { mean: 0.0, strength: 1.0, shape: 1.0, rate: 1.0 };
/// let runs = run_lengths(&[0.3, -0.4], prior, HAZARD)?;
/// assert_eq!(runs.probabilities[0], [1.0]);
/// assert!((runs.probabilities[1].iter().sum::<f64>() - 1.0).abs() < 1e-14);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn run_lengths(values: &[f64], prior: NormalInverseGamma, hazard: f64) -> Result<RunLengths, StatError> {
    check_finite(values)?;
    check_finite(&[prior.mean, prior.strength, prior.shape, prior.rate])?;
    if values.is_empty() {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    if prior.strength <= 0.0 || prior.shape <= 0.0 || prior.rate <= 0.0 {
        return Err(StatError::OutOfRange("strength, shape and rate of the prior are positive"));
    }
    if !(hazard > 0.0 && hazard < 1.0) {
        return Err(StatError::OutOfRange("a hazard lies between 0 and 1"));
    }
    let (change, stay) = (hazard.ln(), (-hazard).ln_1p());
    let mut ln_evidence = 0.0;
    let mut probabilities: Vec<Vec<f64>> = Vec::with_capacity(values.len());
    let mut ln_weights: Vec<f64> = Vec::new();
    let mut beliefs: Vec<NormalInverseGamma> = Vec::new();
    for value in values {
        // The place of the value begins a stretch (always for the first value), or each stretch goes on.
        let start = if ln_weights.is_empty() { 0.0 } else { change };
        let mut next = vec![start + prior.ln_density(*value)];
        next.extend(ln_weights.iter().zip(&beliefs).map(|(w, b)| w + stay + b.ln_density(*value)));
        let largest = next.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total = largest + next.iter().map(|w| (w - largest).exp()).sum::<f64>().ln();
        if !total.is_finite() {
            return Err(StatError::NotEstimable("a value is too far from the prior"));
        }
        ln_evidence += total;
        ln_weights = next.iter().map(|w| w - total).collect();
        probabilities.push(ln_weights.iter().map(|w| w.exp()).collect());
        beliefs = std::iter::once(&prior).chain(&beliefs).map(|b| b.after(*value)).collect();
    }
    Ok(RunLengths { probabilities, ln_evidence })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PRIOR: NormalInverseGamma = NormalInverseGamma { mean: 0.5, strength: 0.7, shape: 1.3, rate: 2.0 };

    #[test]
    fn wrong_options_are_told() {
        assert_eq!(run_lengths(&[], PRIOR, HAZARD), Err(StatError::TooFew { needed: 1, found: 0 }));
        assert_eq!(run_lengths(&[f64::NAN], PRIOR, HAZARD), Err(StatError::NotFinite));
        for hazard in [0.0, 1.0, f64::NAN] {
            assert!(matches!(run_lengths(&[1.0], PRIOR, hazard), Err(StatError::OutOfRange(_))));
        }
        let flat = NormalInverseGamma { rate: 0.0, ..PRIOR };
        assert!(matches!(run_lengths(&[1.0], flat, HAZARD), Err(StatError::OutOfRange(_))));
        assert!(matches!(run_lengths(&[1e300], PRIOR, HAZARD), Err(StatError::NotEstimable(_))));
        assert_eq!(run_lengths(&[3.0; 9], PRIOR, HAZARD).unwrap().most_probable_starts(), [0; 9]);
    }

    /// The marginal density of a stretch in closed form, from its sums alone.
    fn ln_marginal(part: &[f64]) -> f64 {
        let n = part.len() as f64;
        let m = part.iter().sum::<f64>() / n;
        let squares: f64 = part.iter().map(|v| (v - m).powi(2)).sum();
        let p = PRIOR;
        let (strength, shape) = (p.strength + n, p.shape + 0.5 * n);
        let rate = p.rate + 0.5 * squares + 0.5 * p.strength * n * (m - p.mean).powi(2) / strength;
        ln_gamma(shape) - ln_gamma(p.shape) + p.shape * p.rate.ln() - shape * rate.ln()
            + 0.5 * (p.strength / strength).ln()
            - 0.5 * n * (2.0 * std::f64::consts::PI).ln()
    }

    proptest! {
        #[test]
        fn all_divisions_of_a_short_series_add_up(values in prop::collection::vec(-9.0..9.0f64, 1..9), hazard in 0.01..0.9f64) {
            let n = values.len();
            let mut by_start = vec![0.0; n];
            for mask in 0..1u32 << (n - 1) {
                let changes: Vec<usize> = (1..n).filter(|i| mask >> (i - 1) & 1 == 1).collect();
                let edges: Vec<usize> = [0].iter().chain(&changes).chain(&[n]).copied().collect();
                let ln: f64 = edges.windows(2).map(|w| ln_marginal(&values[w[0]..w[1]])).sum();
                let chance = hazard.powi(changes.len() as i32) * (1.0 - hazard).powi((n - 1 - changes.len()) as i32);
                by_start[edges[edges.len() - 2]] += chance * ln.exp();
            }
            let total: f64 = by_start.iter().sum();
            let runs = run_lengths(&values, PRIOR, hazard).unwrap();
            prop_assert!((runs.ln_evidence - total.ln()).abs() < 1e-9 * total.ln().abs().max(1.0));
            for (l, p) in runs.probabilities[n - 1].iter().enumerate() {
                prop_assert!((p - by_start[n - 1 - l] / total).abs() < 1e-9);
            }
        }

        #[test]
        fn probabilities_stay_so_and_units_do_not_matter(values in prop::collection::vec(-9.0..9.0f64, 1..40), scale in 0.1..9.0f64) {
            let runs = run_lengths(&values, PRIOR, HAZARD).unwrap();
            for (t, row) in runs.probabilities.iter().enumerate() {
                prop_assert_eq!(row.len(), t + 1);
                prop_assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-10);
            }
            let moved: Vec<f64> = values.iter().map(|v| v * scale + 3.0).collect();
            let prior = NormalInverseGamma { mean: PRIOR.mean * scale + 3.0, rate: PRIOR.rate * scale * scale, ..PRIOR };
            let again = run_lengths(&moved, prior, HAZARD).unwrap();
            for (a, b) in runs.recent_change(3).iter().zip(again.recent_change(3)) {
                prop_assert!((a - b).abs() < 1e-8 && (0.0..=1.0).contains(a));
            }
        }
    }
}

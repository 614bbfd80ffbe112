//! Comparing units of different size with one target: limits for means, and how much more the units vary than
//! chance allows (Spiegelhalter 2005).

use super::describe::{check_finite, finite};
use super::error::StatError;
use super::interval::{Interval, two_sided_z};

/// How much the units vary beyond chance.
#[derive(Debug, Clone, PartialEq)]
pub struct Overdispersion {
    /// Naive z of each unit: distance from the target over its standard error.
    pub z: Vec<f64>,
    /// The same, the extreme tenths pulled in.
    pub winsorised_z: Vec<f64>,
    /// `phi`: mean square of the winsorised z. One is chance; limits are widened by its root where it exceeds one.
    pub factor: f64,
    /// Variance between units in an additive model, zero where `phi` does not exceed chance.
    pub between_variance: f64,
    /// Whether `phi` exceeds `1 + 2 sqrt(2 / units)`, about two standard deviations above what chance gives.
    pub clear: bool,
}

impl Overdispersion {
    /// What to multiply standard errors by: `sqrt(phi)`, never below one.
    #[must_use]
    pub fn inflation(&self) -> f64 {
        self.factor.max(1.0).sqrt()
    }
}

/// Over-dispersion of `estimates`, each with its standard error under the target, from z winsorised at `share` on
/// either side (.1 is usual; 0 for none).
///
/// `z_i = (y_i - target) / s_i`; values beyond the `share` and `1 - share` quantiles (linear interpolation of the order
/// statistics) are set to those; `phi = mean z_w^2`; with `w = 1 / s^2`, `tau^2 = (k phi - (k - 1)) / (sum w - sum w^2 / sum w)`,
/// not below zero. Source: Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202; Spiegelhalter et al. 2012, JRSS A 175.
///
/// # Missing values
/// None allowed: a unit without an estimate is not a unit.
///
/// # Errors
/// Lengths that differ; [`StatError::NotFinite`]; [`StatError::TooFew`] below two units; [`StatError::OutOfRange`] for a
/// standard error that is not above zero or a share outside `[0, .5)`.
///
/// # Examples
/// ```
/// use attune::stats::funnel::overdispersion;
///
/// let o = overdispersion(&[1.0, -1.0, 2.0, -2.0], &[1.0; 4], 0.0, 0.0)?;
/// assert_eq!(o.factor, 2.5);
/// assert!((o.between_variance - (4.0 * 2.5 - 3.0) / 3.0).abs() < 1e-12);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn overdispersion(estimates: &[f64], se: &[f64], target: f64, share: f64) -> Result<Overdispersion, StatError> {
    if estimates.len() != se.len() {
        return Err(StatError::LengthMismatch { expected: estimates.len(), found: se.len() });
    }
    if !estimates.iter().chain(se).chain([&target]).all(|v| v.is_finite()) {
        return Err(StatError::NotFinite);
    }
    if estimates.len() < 2 {
        return Err(StatError::TooFew { needed: 2, found: estimates.len() });
    }
    if se.iter().any(|s| *s <= 0.0) {
        return Err(StatError::OutOfRange("a standard error is above zero"));
    }
    if !(0.0..0.5).contains(&share) {
        return Err(StatError::OutOfRange("a share to winsorise lies between 0 and one half"));
    }
    let z: Vec<f64> = estimates.iter().zip(se).map(|(y, s)| (y - target) / s).collect();
    let mut sorted = z.clone();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = (quantile(&sorted, share), quantile(&sorted, 1.0 - share));
    let winsorised_z: Vec<f64> = z.iter().map(|v| v.max(low).min(high)).collect();
    let k = z.len() as f64;
    check_finite(&z).map_err(|_| StatError::NotEstimable("the arithmetic left the range of numbers"))?;
    let factor = finite(winsorised_z.iter().map(|v| v * v).sum::<f64>() / k)?;
    let weights = se.iter().map(|s| 1.0 / (s * s));
    let (sum, squares) = weights.fold((0.0, 0.0), |(a, b), w| (a + w, b + w * w));
    let between_variance = finite((k * factor - (k - 1.0)) / (sum - squares / sum))?.max(0.0);
    let clear = factor > 1.0 + 2.0 * (2.0 / k).sqrt();
    Ok(Overdispersion { z, winsorised_z, factor, between_variance, clear })
}

/// Quantile of sorted values, by linear interpolation of the order statistics (R's type 7).
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let position = p * (sorted.len() - 1) as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

/// The limits between which the mean of `n` observations is expected when the true mean is `target`:
/// `target +/- z inflation sd / sqrt(n)`. `sd` is the standard deviation of single observations, `inflation` one, or that of
/// [`Overdispersion::inflation`].
///
/// For a share, `sd = sqrt(target (1 - target))` gives the normal limits, widened for over-dispersion; without
/// over-dispersion the exact ones are in [`funnel_limits`](super::binomial::funnel_limits).
///
/// # Errors
/// [`StatError::TooFew`] for `n = 0`; [`StatError::OutOfRange`] for a level outside (0, 1), a negative `sd` or an inflation
/// below one; [`StatError::NotFinite`].
///
/// # Examples
/// ```
/// use attune::stats::funnel::mean_limits;
///
/// let i = mean_limits(3.0, 2.0, 16, 0.95, 1.0)?;
/// assert!((i.upper - 3.979_981_992).abs() < 1e-8);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn mean_limits(target: f64, sd: f64, n: usize, level: f64, inflation: f64) -> Result<Interval, StatError> {
    let z = two_sided_z(level)?;
    if !target.is_finite() || !sd.is_finite() || !inflation.is_finite() {
        return Err(StatError::NotFinite);
    }
    if n == 0 {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    if sd < 0.0 {
        return Err(StatError::OutOfRange("a standard deviation is not below zero"));
    }
    if inflation < 1.0 {
        return Err(StatError::OutOfRange("an inflation is at least one"));
    }
    Ok(Interval::around(target, z * inflation * sd / (n as f64).sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn winsorising_pulls_in_the_ends() {
        // Eleven units: the 10 % quantiles are exactly the second from either end.
        let y: Vec<f64> = [-9.0, -2.0, -1.0, -1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 2.0, 20.0].to_vec();
        let o = overdispersion(&y, &[1.0; 11], 0.0, 0.1).unwrap();
        assert_eq!((o.winsorised_z[0], o.winsorised_z[10]), (-2.0, 2.0));
        assert!((o.factor - 20.0 / 11.0).abs() < 1e-12);
        assert!(!o.clear && o.inflation() > 1.3);
    }

    #[test]
    fn degenerate_input() {
        assert!(matches!(overdispersion(&[], &[], 0.0, 0.1), Err(StatError::TooFew { .. })));
        assert!(matches!(overdispersion(&[1.0, 2.0], &[1.0, 0.0], 0.0, 0.1), Err(StatError::OutOfRange(_))));
        assert!(matches!(overdispersion(&[1.0, f64::NAN], &[1.0; 2], 0.0, 0.1), Err(StatError::NotFinite)));
        assert!(matches!(overdispersion(&[1.0, 2.0], &[1.0; 2], 0.0, 0.5), Err(StatError::OutOfRange(_))));
        assert!(matches!(mean_limits(0.0, 1.0, 0, 0.95, 1.0), Err(StatError::TooFew { .. })));
        assert!(matches!(mean_limits(0.0, -1.0, 1, 0.95, 1.0), Err(StatError::OutOfRange(_))));
        assert!(matches!(mean_limits(0.0, 1.0, 1, 0.95, 0.5), Err(StatError::OutOfRange(_))));
        assert!(matches!(mean_limits(f64::NAN, 1.0, 1, 0.95, 1.0), Err(StatError::NotFinite)));
    }

    proptest! {
        #[test]
        fn shift_scale_and_order(
            data in prop::collection::vec((-5.0f64..5.0, 0.1f64..3.0), 2..30), shift in -10.0f64..10.0, factor in 0.1f64..10.0
        ) {
            let (y, s): (Vec<f64>, Vec<f64>) = data.iter().copied().unzip();
            let a = overdispersion(&y, &s, 0.5, 0.1).unwrap();
            let (y, s): (Vec<f64>, Vec<f64>) = data.iter().rev().map(|(y, s)| (y * factor + shift, s * factor)).unzip();
            let b = overdispersion(&y, &s, 0.5 * factor + shift, 0.1).unwrap();
            prop_assert!((a.factor - b.factor).abs() < 1e-9 * (1.0 + a.factor));
            prop_assert!((a.between_variance * factor * factor - b.between_variance).abs() < 1e-6 * (1.0 + b.between_variance));
        }
    }
}

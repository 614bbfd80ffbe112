//! Two measures of the same things on the same scale: how far apart, how alike, and Lin's concordance.

use super::describe::{cross_deviations, mean, squared_deviations, varies};
use super::error::StatError;
use super::interval::{Interval, two_sided_z};

/// Distances between paired values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedDifference {
    /// Pairs used.
    pub n: usize,
    /// Mean of second less first.
    pub mean: f64,
    /// Mean distance, whatever its direction.
    pub mean_absolute: f64,
    /// Root of the mean squared distance.
    pub root_mean_square: f64,
}

/// Lin's concordance correlation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concordance {
    /// `2 s_xy / (s_x^2 + s_y^2 + (mean_x - mean_y)^2)`, with moments over `n`: one is agreement to the point.
    pub concordance: f64,
    /// Pearson's correlation, its precision part; `None` where a measure does not vary.
    pub correlation: Option<f64>,
    /// Accuracy part, `concordance / correlation`: one where means and spreads agree; `None` where undefined.
    pub accuracy: Option<f64>,
    /// Interval by Fisher's transformation (Lin 1989, corrected 2000); `None` below four pairs or where undefined.
    pub interval: Option<Interval>,
    /// Pairs used.
    pub n: usize,
}

/// The complete pairs of two series.
fn pairs(first: &[f64], second: &[f64]) -> Result<(Vec<f64>, Vec<f64>), StatError> {
    if first.len() != second.len() {
        return Err(StatError::LengthMismatch { expected: first.len(), found: second.len() });
    }
    if first.iter().chain(second).any(|v| v.is_infinite()) {
        return Err(StatError::NotFinite);
    }
    Ok(first.iter().zip(second).filter(|(a, b)| !a.is_nan() && !b.is_nan()).unzip())
}

/// Distances of `second` from `first`.
///
/// # Missing values
/// A pair with a NaN is left out.
///
/// # Errors
/// Lengths that differ, infinite values, no complete pair.
///
/// # Examples
/// ```
/// use attune::stats::concordance::paired_difference;
///
/// let d = paired_difference(&[1.0, 2.0], &[2.0, 1.0])?;
/// assert_eq!((d.mean, d.mean_absolute, d.root_mean_square), (0.0, 1.0, 1.0));
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn paired_difference(first: &[f64], second: &[f64]) -> Result<PairedDifference, StatError> {
    let (a, b) = pairs(first, second)?;
    let of = |f: fn(f64) -> f64| mean(&a.iter().zip(&b).map(|(x, y)| f(y - x)).collect::<Vec<f64>>());
    Ok(PairedDifference {
        n: a.len(),
        mean: of(|d| d)?,
        mean_absolute: of(f64::abs)?,
        root_mean_square: of(|d| d * d)?.sqrt(),
    })
}

/// Lin's concordance correlation coefficient (Lin 1989, Biometrics 45; correction 2000, Biometrics 56, 324).
///
/// The interval is Fisher's: `Z = atanh(c)`, with, for `r` the correlation and `u = (mean_x - mean_y) / sqrt(s_x s_y)`,
/// `Var Z = ((1 - r^2) c^2 / ((1 - c^2) r^2) + 2 c^3 (1 - c) u^2 / (r (1 - c^2)^2) - c^4 u^4 / (2 r^2 (1 - c^2)^2)) / (n - 2)`.
///
/// # Missing values
/// A pair with a NaN is left out.
///
/// # Errors
/// Lengths that differ, infinite values, a level outside (0, 1), fewer than two pairs, and [`StatError::NoVariation`]
/// where both measures are constant and equal.
///
/// # Examples
/// ```
/// use attune::stats::concordance::concordance;
///
/// let c = concordance(&[1.0, 2.0, 3.0], &[2.0, 3.0, 4.0], 0.95)?;
/// assert!((c.concordance - 4.0 / 7.0).abs() < 1e-12); // the same order, one apart
/// assert!((c.correlation.unwrap() - 1.0).abs() < 1e-12);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn concordance(first: &[f64], second: &[f64], level: f64) -> Result<Concordance, StatError> {
    let z = two_sided_z(level)?;
    let (a, b) = pairs(first, second)?;
    let n = a.len();
    if n < 2 {
        return Err(StatError::TooFew { needed: 2, found: n });
    }
    let count = n as f64;
    let (vx, vy) = (squared_deviations(&a)? / count, squared_deviations(&b)? / count);
    let covariance = cross_deviations(&a, &b)? / count;
    let shift = mean(&a)? - mean(&b)?;
    let scale = vx + vy + shift * shift;
    if scale <= 0.0 {
        return Err(StatError::NoVariation);
    }
    let concordance = 2.0 * covariance / scale;
    // Differences so small that their squares vanish count as none.
    let vary = varies(&a) && varies(&b) && vx.sqrt() * vy.sqrt() > 0.0;
    let correlation = vary.then(|| (covariance / (vx.sqrt() * vy.sqrt())).clamp(-1.0, 1.0));
    let accuracy = correlation.map(|_| 2.0 * vx.sqrt() * vy.sqrt() / scale);
    let variance = correlation.filter(|r| n > 3 && *r != 0.0 && concordance.abs() < 1.0).map(|r| {
        let (c, u2) = (concordance, shift * shift / (vx.sqrt() * vy.sqrt()));
        let rest = 1.0 - c * c;
        let terms = (1.0 - r * r) * c * c / (rest * r * r) + 2.0 * c.powi(3) * (1.0 - c) * u2 / (r * rest * rest)
            - c.powi(4) * u2 * u2 / (2.0 * r * r * rest * rest);
        terms / (count - 2.0)
    });
    let interval = variance.filter(|v| *v > 0.0 && v.is_finite()).map(|v| {
        let on_z = Interval::around(concordance.atanh(), z * v.sqrt());
        Interval { lower: on_z.lower.tanh(), upper: on_z.upper.tanh() }
    });
    Ok(Concordance { concordance, correlation, accuracy, interval, n })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_input() {
        assert!(matches!(concordance(&[], &[], 0.95), Err(StatError::TooFew { .. })));
        assert!(matches!(concordance(&[1.0], &[1.0, 2.0], 0.95), Err(StatError::LengthMismatch { .. })));
        assert!(matches!(concordance(&[1.0, 1.0], &[1.0, 1.0], 0.95), Err(StatError::NoVariation)));
        assert!(matches!(paired_difference(&[f64::NAN], &[1.0]), Err(StatError::TooFew { .. })));
        assert!(matches!(paired_difference(&[f64::INFINITY], &[1.0]), Err(StatError::NotFinite)));
        let flat = concordance(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0], 0.95).unwrap();
        assert_eq!((flat.concordance, flat.correlation, flat.interval), (0.0, None, None));
    }

    proptest! {
        #[test]
        fn symmetric_and_never_beyond_the_correlation(
            data in prop::collection::vec((-5.0f64..5.0, -5.0f64..5.0), 2..30), shift in -9.0f64..9.0, factor in 0.1f64..9.0
        ) {
            let (x, y): (Vec<f64>, Vec<f64>) = data.into_iter().unzip();
            if let Ok(c) = concordance(&x, &y, 0.95) {
                if let Some(r) = c.correlation {
                    prop_assert!(c.concordance.abs() <= r.abs() + 1e-12);
                }
                if let Some(i) = c.interval {
                    prop_assert!(i.lower <= c.concordance && c.concordance <= i.upper);
                    prop_assert!(i.lower >= -1.0 && i.upper <= 1.0);
                }
                let swapped = concordance(&y, &x, 0.95).unwrap();
                prop_assert!((swapped.concordance - c.concordance).abs() < 1e-9);
                let moved = |v: &[f64]| v.iter().map(|a| a * factor + shift).collect::<Vec<f64>>();
                let again = concordance(&moved(&x), &moved(&y), 0.95).unwrap();
                prop_assert!((again.concordance - c.concordance).abs() < 1e-7);
            }
        }
    }
}

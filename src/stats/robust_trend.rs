//! Straight lines that a few outlying points do not move: Theil-Sen and Siegel.

use super::describe::{check_same_length, check_sample, finite, median, varies};
use super::error::StatError;

/// A straight line `y = intercept + slope x` by medians of slopes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RobustLine {
    /// The change in `y` for one unit of `x`.
    pub slope: f64,
    /// `median(y - slope x)`, which makes as many points lie above the line as below.
    pub intercept: f64,
    /// The number of pairs of points with different `x`.
    pub pairs: usize,
}

/// The slopes from one point to all points with another `x`.
fn slopes_from<'a>(i: usize, x: &'a [f64], y: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    (0..x.len()).filter(move |&j| x[j] != x[i]).map(move |j| (y[j] - y[i]) / (x[j] - x[i]))
}

fn check_points(x: &[f64], y: &[f64]) -> Result<(), StatError> {
    check_same_length(x.len(), y.len())?;
    check_sample(x, 2)?;
    check_sample(y, 2)?;
    if varies(x) { Ok(()) } else { Err(StatError::NoVariation) }
}

fn line(slope: f64, pairs: usize, x: &[f64], y: &[f64]) -> Result<RobustLine, StatError> {
    let rest: Vec<f64> = x.iter().zip(y).map(|(a, b)| b - slope * a).collect();
    Ok(RobustLine { slope: finite(slope)?, intercept: median(&rest)?, pairs })
}

/// The Theil-Sen line (Sen 1968): the slope is the median of the slopes of all pairs of points with different `x`. Work
/// grows with the square of the number of points.
///
/// # Errors
/// [`StatError::LengthMismatch`], [`StatError::TooFew`] below two points, [`StatError::NotFinite`],
/// [`StatError::NoVariation`] if all `x` are equal.
///
/// ```
/// use attune::stats::robust_trend::theil_sen;
/// let line = theil_sen(&[0.0, 1.0, 2.0, 3.0, 4.0], &[0.0, 1.0, 2.0, 3.0, 90.0])?;
/// assert_eq!((line.slope, line.intercept, line.pairs), (1.0, 0.0, 10));
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn theil_sen(x: &[f64], y: &[f64]) -> Result<RobustLine, StatError> {
    check_points(x, y)?;
    let slopes: Vec<f64> = (1..x.len()).flat_map(|i| slopes_from(i, &x[..=i], &y[..=i])).collect();
    line(median(&slopes)?, slopes.len(), x, y)
}

/// Siegel's line by repeated medians (Siegel 1982): the slope is the median over points of the median of the slopes from
/// that point to the others. It holds with nearly half of the points outlying, Theil-Sen with 29 %.
///
/// # Errors
/// As [`theil_sen`].
///
/// ```
/// use attune::stats::robust_trend::siegel;
/// let line = siegel(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[0.0, 1.0, 2.0, 3.0, 4.0, 90.0, -40.0])?;
/// assert_eq!((line.slope, line.intercept), (1.0, 0.0));
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn siegel(x: &[f64], y: &[f64]) -> Result<RobustLine, StatError> {
    check_points(x, y)?;
    let from_each: Vec<Vec<f64>> = (0..x.len()).map(|i| slopes_from(i, x, y).collect()).collect();
    let pairs = from_each.iter().map(Vec::len).sum::<usize>() / 2;
    let medians = from_each.iter().filter(|s| !s.is_empty()).map(|s| median(s)).collect::<Result<Vec<_>, _>>()?;
    line(median(&medians)?, pairs, x, y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn too_few_flat_or_uneven_is_told() {
        for method in [theil_sen, siegel] {
            assert_eq!(method(&[], &[]), Err(StatError::TooFew { needed: 2, found: 0 }));
            assert_eq!(method(&[1.0], &[1.0]), Err(StatError::TooFew { needed: 2, found: 1 }));
            assert_eq!(method(&[1.0, 1.0], &[1.0, 2.0]), Err(StatError::NoVariation));
            assert_eq!(method(&[1.0, f64::INFINITY], &[1.0, 2.0]), Err(StatError::NotFinite));
            assert!(matches!(method(&[1.0], &[1.0, 2.0]), Err(StatError::LengthMismatch { .. })));
            assert_eq!(method(&[1.0, 2.0], &[1.0, 5.0]), Ok(RobustLine { slope: 4.0, intercept: -3.0, pairs: 1 }));
            assert_eq!(method(&[1.0, 2.0, 3.0], &[4.0; 3]), Ok(RobustLine { slope: 0.0, intercept: 4.0, pairs: 3 }));
            assert_eq!(method(&[1.0, 1.0, 3.0], &[4.0; 3]).map(|l| l.pairs), Ok(2));
        }
    }

    proptest! {
        #[test]
        fn order_shift_and_scale(points in prop::collection::vec((-9.0..9.0f64, -9.0..9.0f64), 2..25), shift in -9.0..9.0f64, scale in 0.1..9.0f64) {
            for method in [theil_sen, siegel] {
                let (x, y): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
                let Ok(line) = method(&x, &y) else { return Ok(()) };
                let (x, y): (Vec<f64>, Vec<f64>) = points.iter().rev().map(|(x, y)| (*x, scale * y + shift * x - 2.0)).unzip();
                let moved = method(&x, &y).unwrap();
                let expected = scale * line.slope + shift;
                prop_assert!((moved.slope - expected).abs() < 1e-6 * (1.0 + expected.abs()));
            }
        }
    }
}

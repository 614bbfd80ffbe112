//! Sums, means, variances and medians, computed so that rounding does not grow with the data.
//!
//! All functions refuse NaN and infinite input with [`StatError::NotFinite`]: an observation that is missing is
//! left out by the caller, by the rule of the method it feeds.

use super::error::StatError;

/// Check that every value is finite.
///
/// # Errors
/// [`StatError::NotFinite`].
///
/// ```
/// use attune::stats::{describe::check_finite, error::StatError};
/// assert_eq!(check_finite(&[1.0, f64::NAN]), Err(StatError::NotFinite));
/// ```
pub fn check_finite(values: &[f64]) -> Result<(), StatError> {
    if values.iter().all(|v| v.is_finite()) { Ok(()) } else { Err(StatError::NotFinite) }
}

/// Check that there are at least `needed` values and that all are finite.
pub(crate) fn check_sample(values: &[f64], needed: usize) -> Result<(), StatError> {
    if values.len() < needed {
        return Err(StatError::TooFew { needed, found: values.len() });
    }
    check_finite(values)
}

/// Check that two series have one value for one.
pub(crate) fn check_same_length(expected: usize, found: usize) -> Result<(), StatError> {
    if expected == found { Ok(()) } else { Err(StatError::LengthMismatch { expected, found }) }
}

/// Pass a result on, unless the arithmetic left the range of numbers.
pub(crate) fn finite(value: f64) -> Result<f64, StatError> {
    if value.is_finite() { Ok(value) } else { Err(StatError::NotEstimable("the arithmetic left the range of numbers")) }
}

/// The compensated sum (Neumaier 1974): the error does not grow with the number of terms.
///
/// ```
/// use attune::stats::describe::sum;
/// assert_eq!(sum([1.0, 1e100, 1.0, -1e100]), 2.0);
/// ```
#[must_use]
pub fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() { (total - next) + value } else { (value - next) + total };
        total = next;
    }
    total + lost
}

/// The arithmetic mean of at least one value.
///
/// # Errors
/// [`StatError::TooFew`], [`StatError::NotFinite`], and [`StatError::NotEstimable`] where the sum overflows.
///
/// ```
/// use attune::stats::describe::mean;
/// assert_eq!(mean(&[1.0, 2.0, 6.0]), Ok(3.0));
/// ```
pub fn mean(values: &[f64]) -> Result<f64, StatError> {
    check_sample(values, 1)?;
    finite(sum(values.iter().copied()) / values.len() as f64)
}

/// The sum of squared deviations from the mean, by two passes; exactly zero when the values do
/// not differ by more than rounding ([`varies`]).
///
/// # Errors
/// As [`mean`].
///
/// ```
/// use attune::stats::describe::squared_deviations;
/// assert_eq!(squared_deviations(&[1.0, 2.0, 6.0]), Ok(14.0));
/// ```
pub fn squared_deviations(values: &[f64]) -> Result<f64, StatError> {
    cross_deviations(values, values)
}

/// The sum of the products of deviations from the two means, by two passes with a correction for the rounding of
/// the means (Chan, Golub & LeVeque 1983).
///
/// # Errors
/// [`StatError::LengthMismatch`], and as [`mean`].
///
/// ```
/// use attune::stats::describe::cross_deviations;
/// assert_eq!(cross_deviations(&[1.0, 2.0, 6.0], &[0.0, 3.0, 0.0]), Ok(-3.0));
/// ```
pub fn cross_deviations(x: &[f64], y: &[f64]) -> Result<f64, StatError> {
    check_same_length(x.len(), y.len())?;
    let (mx, my) = (mean(x)?, mean(y)?);
    // A constant column has no deviation, though the mean of equal numbers may be off by a rounding.
    if !varies(x) || !varies(y) {
        return Ok(0.0);
    }
    let products = sum(x.iter().zip(y).map(|(a, b)| (a - mx) * (b - my)));
    let (dx, dy) = (sum(x.iter().map(|a| a - mx)), sum(y.iter().map(|b| b - my)));
    finite(products - dx * dy / x.len() as f64)
}

/// Whether the values differ by more than rounding: by more than 1e-13 of the largest.
///
/// Means of equal scores may differ in their last digit; taken for variation, that digit would be a correlation.
///
/// ```
/// use attune::stats::describe::varies;
/// assert!(varies(&[1.0, 2.0]) && !varies(&[0.3, 0.1 + 0.2]) && !varies(&[]));
/// ```
#[must_use]
pub fn varies(values: &[f64]) -> bool {
    let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
    high - low > 1e-13 * high.abs().max(low.abs())
}

/// The sample variance, `sum (x - mean)^2 / (n - 1)`, of at least two values.
///
/// # Errors
/// As [`mean`], with two values needed.
///
/// ```
/// use attune::stats::describe::variance;
/// assert_eq!(variance(&[1.0, 2.0, 6.0]), Ok(7.0));
/// ```
pub fn variance(values: &[f64]) -> Result<f64, StatError> {
    check_sample(values, 2)?;
    Ok(squared_deviations(values)? / (values.len() - 1) as f64)
}

/// The sample standard deviation, the root of [`variance`].
///
/// # Errors
/// As [`variance`].
///
/// ```
/// use attune::stats::describe::standard_deviation;
/// assert_eq!(standard_deviation(&[1.0, 5.0, 9.0]), Ok(4.0));
/// ```
pub fn standard_deviation(values: &[f64]) -> Result<f64, StatError> {
    Ok(variance(values)?.sqrt())
}

/// The sample covariance, with `n - 1`, of two series of at least two values.
///
/// # Errors
/// [`StatError::LengthMismatch`], and as [`variance`].
///
/// ```
/// use attune::stats::describe::covariance;
/// assert_eq!(covariance(&[1.0, 2.0, 6.0], &[0.0, 3.0, 0.0]), Ok(-1.5));
/// ```
pub fn covariance(x: &[f64], y: &[f64]) -> Result<f64, StatError> {
    check_same_length(x.len(), y.len())?;
    check_sample(x, 2)?;
    Ok(cross_deviations(x, y)? / (x.len() - 1) as f64)
}

/// The median: the middle value, or the mean of the two in the middle.
///
/// # Errors
/// [`StatError::TooFew`] for no value, [`StatError::NotFinite`].
///
/// ```
/// use attune::stats::describe::median;
/// assert_eq!(median(&[9.0, 1.0, 2.0, 4.0]), Ok(3.0));
/// ```
pub fn median(values: &[f64]) -> Result<f64, StatError> {
    check_sample(values, 1)?;
    let mut sorted = values.to_vec();
    let half = sorted.len() / 2;
    let (below, middle, _) = sorted.select_nth_unstable_by(half, f64::total_cmp);
    let middle = *middle;
    if values.len() % 2 == 1 {
        return Ok(middle);
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // Halved before they are added, so that two large values do not overflow.
    Ok(0.5 * lower + 0.5 * middle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn too_few_and_not_finite_are_told() {
        assert_eq!(mean(&[]), Err(StatError::TooFew { needed: 1, found: 0 }));
        assert_eq!(variance(&[1.0]), Err(StatError::TooFew { needed: 2, found: 1 }));
        assert_eq!(covariance(&[1.0, 2.0], &[1.0]), Err(StatError::LengthMismatch { expected: 2, found: 1 }));
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(mean(&[1.0, bad]), Err(StatError::NotFinite));
            assert_eq!(median(&[1.0, bad]), Err(StatError::NotFinite));
            assert_eq!(covariance(&[1.0, 2.0], &[bad, 1.0]), Err(StatError::NotFinite));
        }
        assert!(matches!(mean(&[f64::MAX, f64::MAX]), Err(StatError::NotEstimable(_))));
    }

    #[test]
    fn large_offsets_do_not_hurt_the_variance() {
        // The textbook case for one-pass formulas: 1e9 + {4, 7, 13, 16} has variance 30.
        let values = [4.0, 7.0, 13.0, 16.0].map(|v| v + 1e9);
        assert_eq!(variance(&values), Ok(30.0));
        assert_eq!(variance(&[0.1; 7]), Ok(0.0));
    }

    proptest! {
        #[test]
        fn order_shift_and_scale(mut values in prop::collection::vec(-1e3..1e3f64, 2..40), shift in -1e3..1e3f64, scale in 0.01..10.0f64) {
            let (m, v, d) = (mean(&values).unwrap(), variance(&values).unwrap(), median(&values).unwrap());
            let moved: Vec<f64> = values.iter().map(|x| x * scale + shift).collect();
            prop_assert!((mean(&moved).unwrap() - (m * scale + shift)).abs() < 1e-9);
            prop_assert!((variance(&moved).unwrap() - v * scale * scale).abs() < 1e-9 * (1.0 + v * scale * scale));
            prop_assert!((median(&moved).unwrap() - (d * scale + shift)).abs() < 1e-9);
            values.reverse();
            prop_assert!((mean(&values).unwrap() - m).abs() < 1e-12 * (1.0 + m.abs()));
            prop_assert_eq!(median(&values).unwrap(), d);
            prop_assert!(v >= 0.0);
        }
    }
}

//! How much a series moves from one value to the next.
//!
//! Values are in time order and taken as evenly spaced; a missing one is left out by the caller, and then the values on
//! either side of it count as neighbours.

use super::describe::{check_sample, finite, mean, squared_deviations, sum, varies};
use super::error::StatError;

/// The mean of the squared differences of successive values, `sum (x_(t+1) - x_t)^2 / (n - 1)`
/// (von Neumann and others 1941).
///
/// # Errors
/// [`StatError::TooFew`] below two values, [`StatError::NotFinite`].
///
/// ```
/// use attune::stats::variability::mssd;
/// assert_eq!(mssd(&[1.0, 3.0, 3.0]), Ok(2.0));
/// ```
pub fn mssd(values: &[f64]) -> Result<f64, StatError> {
    check_sample(values, 2)?;
    finite(sum(values.windows(2).map(|w| (w[1] - w[0]).powi(2))) / (values.len() - 1) as f64)
}

/// The root of [`mssd`], in the units of the values.
///
/// # Errors
/// As [`mssd`].
///
/// ```
/// use attune::stats::variability::rmssd;
/// assert_eq!(rmssd(&[1.0, 3.0, 5.0]), Ok(2.0));
/// ```
pub fn rmssd(values: &[f64]) -> Result<f64, StatError> {
    Ok(mssd(values)?.sqrt())
}

/// The lag-1 autocorrelation, `sum (x_t - m)(x_(t+1) - m) / sum (x_t - m)^2` with the mean `m` of the whole series.
///
/// It is biased towards -1/n in short series.
///
/// # Errors
/// [`StatError::TooFew`] below three values, [`StatError::NotFinite`], [`StatError::NoVariation`].
///
/// ```
/// use attune::stats::variability::lag1_autocorrelation;
/// assert_eq!(lag1_autocorrelation(&[1.0, -1.0, 1.0, -1.0]), Ok(-0.75));
/// ```
pub fn lag1_autocorrelation(values: &[f64]) -> Result<f64, StatError> {
    check_sample(values, 3)?;
    let squares = squared_deviations(values)?;
    if !varies(values) || squares <= 0.0 {
        return Err(StatError::NoVariation);
    }
    let m = mean(values)?;
    finite(sum(values.windows(2).map(|w| (w[0] - m) * (w[1] - m))) / squares)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn too_few_or_flat_is_told() {
        for n in 0..2 {
            assert_eq!(mssd(&vec![1.0; n]), Err(StatError::TooFew { needed: 2, found: n }));
        }
        assert_eq!(lag1_autocorrelation(&[1.0, 2.0]), Err(StatError::TooFew { needed: 3, found: 2 }));
        assert_eq!((rmssd(&[0.1; 4]), lag1_autocorrelation(&[0.1; 4])), (Ok(0.0), Err(StatError::NoVariation)));
        assert_eq!(mssd(&[1.0, f64::NAN]), Err(StatError::NotFinite));
        assert!(matches!(mssd(&[f64::MAX, f64::MIN]), Err(StatError::NotEstimable(_))));
    }

    proptest! {
        #[test]
        fn shift_scale_and_reversal(values in prop::collection::vec(-9.0..9.0f64, 3..40), shift in -9.0..9.0f64, scale in 0.1..9.0f64) {
            let moved: Vec<f64> = values.iter().rev().map(|v| v * scale + shift).collect();
            let (a, b) = (mssd(&values).unwrap() * scale * scale, mssd(&moved).unwrap());
            prop_assert!((a - b).abs() < 1e-9 * (1.0 + a));
            let Ok(r) = lag1_autocorrelation(&values) else { return Ok(()) };
            prop_assert!(r.abs() <= 1.0);
            prop_assert!((lag1_autocorrelation(&moved).unwrap() - r).abs() < 1e-7);
        }
    }
}

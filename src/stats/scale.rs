//! Scores on other scales: percent of the possible range, standard and T scores, percentiles.

use super::describe::check_finite;
use super::distributions::normal_cdf;
use super::error::StatError;

/// The percent of the maximum possible score, `100 (score - min) / (max - min)` (Cohen and others 1999).
///
/// # Errors
/// [`StatError::NotFinite`], [`StatError::OutOfRange`] if the range is empty or the score lies outside it.
///
/// ```
/// use attune::stats::scale::pomp;
/// assert_eq!(pomp(42.0, 12.0, 60.0), Ok(62.5));
/// ```
pub fn pomp(score: f64, min: f64, max: f64) -> Result<f64, StatError> {
    check_finite(&[score, min, max])?;
    if min >= max || !(min..=max).contains(&score) {
        return Err(StatError::OutOfRange("the score lies outside its range"));
    }
    // Halved so that a range of any width fits.
    Ok(100.0 * ((0.5 * score - 0.5 * min) / (0.5 * max - 0.5 * min)))
}

/// The standard score `z = (score - mean) / sd`.
///
/// # Errors
/// [`StatError::NotFinite`], [`StatError::OutOfRange`] if the standard deviation is not positive.
///
/// ```
/// use attune::stats::scale::z_score;
/// assert_eq!(z_score(30.0, 34.0, 8.0), Ok(-0.5));
/// ```
pub fn z_score(score: f64, mean: f64, sd: f64) -> Result<f64, StatError> {
    check_finite(&[score, mean, sd])?;
    if sd <= 0.0 {
        return Err(StatError::OutOfRange("a standard deviation is positive"));
    }
    super::describe::finite((score - mean) / sd)
}

/// The T score `50 + 10 z`.
///
/// # Errors
/// [`StatError::NotFinite`].
///
/// ```
/// use attune::stats::scale::t_score;
/// assert_eq!(t_score(-0.5), Ok(45.0));
/// ```
pub fn t_score(z: f64) -> Result<f64, StatError> {
    check_finite(&[z])?;
    super::describe::finite(50.0 + 10.0 * z)
}

/// The percentile of a standard score in a normal distribution, 0 to 100.
///
/// # Errors
/// [`StatError::NotFinite`].
///
/// ```
/// use attune::stats::scale::percentile;
/// assert_eq!(percentile(0.0), Ok(50.0));
/// ```
pub fn percentile(z: f64) -> Result<f64, StatError> {
    check_finite(&[z])?;
    Ok(100.0 * normal_cdf(z))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn outside_is_told() {
        assert!(matches!(pomp(11.0, 12.0, 60.0), Err(StatError::OutOfRange(_))));
        assert!(matches!(pomp(12.0, 12.0, 12.0), Err(StatError::OutOfRange(_))));
        assert_eq!(pomp(f64::NAN, 0.0, 1.0), Err(StatError::NotFinite));
        assert!(matches!(z_score(1.0, 0.0, 0.0), Err(StatError::OutOfRange(_))));
        assert_eq!(z_score(1.0, 0.0, f64::INFINITY), Err(StatError::NotFinite));
        assert_eq!(
            (t_score(f64::NAN), percentile(f64::INFINITY)),
            (Err(StatError::NotFinite), Err(StatError::NotFinite))
        );
    }

    proptest! {
        #[test]
        fn bounds_and_symmetry(score in 0.0..1.0f64, min in -90.0..90.0f64, width in 0.1..90.0f64, z in -9.0..9.0f64) {
            let there = pomp((min + score * width).min(min + width), min, min + width).unwrap();
            prop_assert!((there - 100.0 * score).abs() < 1e-9);
            prop_assert!((0.0..=100.0).contains(&percentile(z).unwrap()));
            prop_assert!((percentile(z).unwrap() + percentile(-z).unwrap() - 100.0).abs() < 1e-12);
        }
    }
}

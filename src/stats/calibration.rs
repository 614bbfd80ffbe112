//! Whether predicted probabilities are the right size (Cox 1958; Van Calster et al. 2016).

use super::error::StatError;
use super::logistic::{logistic, logistic_regression};

/// How predictions relate to what happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// Intercept of the recalibration `logit P(happened) = a + b logit(p)`: zero is ideal.
    pub intercept: f64,
    /// Its standard error.
    pub intercept_se: f64,
    /// Slope `b`: one is ideal; below one the predictions are too extreme, as an overfitted model's are.
    pub slope: f64,
    /// Its standard error.
    pub slope_se: f64,
    /// Calibration in the large: the intercept with the slope held at one. Above zero: more happened than predicted.
    pub in_the_large: f64,
    /// Its standard error.
    pub in_the_large_se: f64,
    /// Events observed over events expected.
    pub observed_over_expected: f64,
    /// Predictions used.
    pub n: usize,
}

/// Calibration intercept and slope. On the data a logistic model was fitted to they are zero and one by
/// construction, so judge a model on other data ([`out_of_sample`](super::cross_validation::out_of_sample)).
///
/// # Missing values
/// A pair whose prediction is NaN is left out.
///
/// # Errors
/// As [`logistic_regression`]; [`StatError::OutOfRange`] for a prediction that is not strictly between 0 and 1
/// (its log odds are infinite).
///
/// # Examples
/// ```
/// use attune::stats::calibration::calibration;
///
/// // Predictions that are too sure of themselves.
/// let p = [0.1, 0.1, 0.1, 0.1, 0.9, 0.9, 0.9, 0.9];
/// let c = calibration(&p, &[true, false, false, false, false, true, true, true])?;
/// assert!((c.slope - 0.5).abs() < 1e-9); // log 3 over log 9
/// assert!(c.intercept.abs() < 1e-9);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn calibration(predicted: &[f64], happened: &[bool]) -> Result<Calibration, StatError> {
    if predicted.len() != happened.len() {
        return Err(StatError::LengthMismatch { expected: predicted.len(), found: happened.len() });
    }
    let inside = |p: &f64| p.is_nan() || (*p > 0.0 && *p < 1.0);
    if !predicted.iter().all(inside) {
        return Err(StatError::OutOfRange("a prediction lies strictly between 0 and 1"));
    }
    let log_odds: Vec<f64> = predicted.iter().map(|p| (p / (1.0 - p)).ln()).collect();
    let fit = logistic_regression(&[&log_odds], happened)?;
    let used: Vec<(f64, bool)> =
        log_odds.iter().zip(happened).filter(|(e, _)| !e.is_nan()).map(|(e, y)| (*e, *y)).collect();
    let (in_the_large, in_the_large_se) = shift(&used)?;
    let observed = used.iter().filter(|(_, y)| *y).count() as f64;
    let expected: f64 = predicted.iter().filter(|p| !p.is_nan()).sum();
    Ok(Calibration {
        intercept: fit.coefficients[0],
        intercept_se: fit.se[0],
        slope: fit.coefficients[1],
        slope_se: fit.se[1],
        in_the_large,
        in_the_large_se,
        observed_over_expected: observed / expected,
        n: fit.n,
    })
}

/// The constant that, added to all log odds, makes the expected events those observed; by bisection, since the
/// expected number rises with it.
fn shift(used: &[(f64, bool)]) -> Result<(f64, f64), StatError> {
    let observed = used.iter().filter(|(_, y)| *y).count() as f64;
    let expected = |a: f64| used.iter().map(|(e, _)| logistic(a + e)).sum::<f64>();
    let (mut low, mut high) = (-1e3, 1e3);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if expected(middle) < observed { low = middle } else { high = middle }
    }
    let a = 0.5 * (low + high);
    let information: f64 = used.iter().map(|(e, _)| logistic(a + e)).map(|p| p * (1.0 - p)).sum();
    if information > 0.0 {
        Ok((a, 1.0 / information.sqrt()))
    } else {
        Err(StatError::NotEstimable("the predictions leave no information on calibration"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degenerate_input() {
        assert!(matches!(calibration(&[], &[]), Err(StatError::TooFew { .. })));
        assert!(matches!(calibration(&[1.0, 0.5, 0.2], &[true, false, true]), Err(StatError::OutOfRange(_))));
        assert!(matches!(calibration(&[0.5], &[]), Err(StatError::LengthMismatch { .. })));
        let constant = calibration(&[0.3; 6], &[true, false, true, false, true, false]);
        assert!(matches!(constant, Err(StatError::NotEstimable(_))));
    }

    #[test]
    fn in_the_large_finds_a_shift() {
        // Halves predicted as three tenths and six tenths; observed share one half.
        let p = [0.3, 0.3, 0.3, 0.3, 0.6, 0.6, 0.6, 0.6, f64::NAN];
        let y = [true, false, false, true, true, false, true, false, true];
        let c = calibration(&p, &y).unwrap();
        assert_eq!(c.n, 8);
        assert!((c.observed_over_expected - 4.0 / 3.6).abs() < 1e-12);
        let a = c.in_the_large;
        let expected = 4.0 * logistic(a + (0.3f64 / 0.7).ln()) + 4.0 * logistic(a + 1.5f64.ln());
        assert!((expected - 4.0).abs() < 1e-9);
        assert!(c.slope.abs() < 1e-9);
    }
}

//! Logistic regression by maximum likelihood.

use super::columns::{complete_rows, with_intercept};
use super::dense::{invert_positive, sandwich};
use super::error::StatError;
use super::matrix::Matrix;
use super::orthogonal::{invert_upper, orthogonal, upper_times};

/// A fitted logistic regression. Coefficients: the intercept, then one a column as given.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    /// Coefficients, on the scale of log odds.
    pub coefficients: Vec<f64>,
    /// Their standard errors, from the information at the maximum.
    pub se: Vec<f64>,
    /// Their covariance matrix.
    pub covariance: Matrix,
    /// Fitted probability of each row given; NaN for a row left out.
    pub fitted: Vec<f64>,
    /// Log-likelihood at the maximum.
    pub log_likelihood: f64,
    /// Rows used.
    pub n: usize,
    /// Rows left out because a value was missing.
    pub dropped: usize,
}

const SEPARATED: StatError = StatError::NotEstimable(
    "a combination of the columns separates the outcomes, so the coefficients have no finite value",
);

/// Largest number of Newton steps. A fit that has a maximum needs fewer than twenty; under separation every step
/// moves the log odds by about one, for ever.
const STEPS: usize = 60;

/// The logistic function, without overflow.
#[must_use]
pub(crate) fn logistic(x: f64) -> f64 {
    if x >= 0.0 { 1.0 / (1.0 + (-x).exp()) } else { x.exp() / (1.0 + x.exp()) }
}

/// Log-likelihood of one outcome given its log odds, without overflow.
fn log_likelihood(log_odds: f64, happened: bool) -> f64 {
    let signed = if happened { log_odds } else { -log_odds };
    if signed >= 0.0 { -(-signed).exp().ln_1p() } else { signed - signed.exp().ln_1p() }
}

/// `logit P(happened) = b0 + b'x` by iteratively reweighted least squares (Newton's method, halving any step that
/// would lower the likelihood). Standard errors are the roots of the diagonal of `(X'WX)^-1`.
///
/// Source: McCullagh & Nelder 1989, chapter 4. Separation: Albert & Anderson 1984.
///
/// # Missing values
/// A row with a NaN in any column is left out.
///
/// # Errors
/// Lengths that differ, infinite values, no more rows than coefficients, and [`StatError::NotEstimable`] where all
/// outcomes are the same, the columns depend on one another, or they separate the outcomes completely or in part,
/// so that no finite maximum exists.
///
/// # Examples
/// ```
/// use attune::stats::logistic::logistic_regression;
///
/// let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// let fit = logistic_regression(&[&x], &[false, false, true, false, true, true])?;
/// assert!(fit.coefficients[1] > 0.0);
/// let mean = fit.fitted.iter().sum::<f64>() / 6.0;
/// assert!((mean - 0.5).abs() < 1e-9); // the fitted mean is the share observed
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn logistic_regression(columns: &[&[f64]], happened: &[bool]) -> Result<Logistic, StatError> {
    let total = happened.len();
    let rows = complete_rows(columns, total)?;
    let (n, p) = (rows.len(), columns.len() + 1);
    if n <= p {
        return Err(StatError::TooFew { needed: p + 1, found: n });
    }
    let y: Vec<bool> = rows.iter().map(|&i| happened[i]).collect();
    if y.iter().all(|v| *v) || !y.iter().any(|v| *v) {
        return Err(StatError::NotEstimable("all outcomes are the same"));
    }
    let design = orthogonal(with_intercept(columns, &rows))
        .ok_or(StatError::NotEstimable("the columns depend on one another"))?;
    let Maximum { gamma, log_odds, inverse_information } = newton(&design.q, &y)?;
    let inverse = invert_upper(&design.r, p);
    let covariance = Matrix::new(p, p, sandwich(&inverse, p, p, &inverse_information))?;
    let mut fitted = vec![f64::NAN; total];
    for (&i, eta) in rows.iter().zip(&log_odds) {
        fitted[i] = logistic(*eta);
    }
    Ok(Logistic {
        coefficients: upper_times(&inverse, &gamma, p),
        se: covariance.diagonal().into_iter().map(f64::sqrt).collect(),
        covariance,
        fitted,
        log_likelihood: log_odds.iter().zip(&y).map(|(e, y)| log_likelihood(*e, *y)).sum(),
        n,
        dropped: total - n,
    })
}

/// A maximum on orthonormal columns.
struct Maximum {
    gamma: Vec<f64>,
    log_odds: Vec<f64>,
    inverse_information: Vec<f64>,
}

/// Maximise the likelihood on orthonormal columns.
fn newton(q: &[Vec<f64>], y: &[bool]) -> Result<Maximum, StatError> {
    let p = q.len();
    let odds = |g: &[f64]| -> Vec<f64> {
        (0..y.len()).map(|i| q.iter().zip(g).map(|(column, b)| column[i] * b).sum()).collect()
    };
    let likelihood = |eta: &[f64]| eta.iter().zip(y).map(|(e, y)| log_likelihood(*e, *y)).sum::<f64>();
    let mut gamma = vec![0.0; p];
    let mut eta = vec![0.0; y.len()];
    let mut best = likelihood(&eta);
    for _ in 0..STEPS {
        let mut score = vec![0.0; p];
        let mut information = vec![0.0; p * p];
        for (i, e) in eta.iter().enumerate() {
            // Not as one less the fitted value, which is zero from log odds of 37 on: a separation would pass for a maximum.
            let (fitted, other) = (logistic(*e), logistic(-*e));
            let residual = if y[i] { other } else { -fitted };
            let weight = fitted * other;
            for a in 0..p {
                score[a] += q[a][i] * residual;
                for b in 0..=a {
                    information[a * p + b] += weight * q[a][i] * q[b][i];
                }
            }
        }
        for a in 0..p {
            for b in 0..a {
                information[b * p + a] = information[a * p + b];
            }
        }
        let inverse = invert_positive(&information, p).ok_or(SEPARATED)?;
        let mut step: Vec<f64> = (0..p).map(|a| (0..p).map(|b| inverse[a * p + b] * score[b]).sum()).collect();
        let (mut trial, mut trial_eta, mut value) = (gamma.clone(), eta.clone(), f64::NEG_INFINITY);
        for _ in 0..40 {
            trial = gamma.iter().zip(&step).map(|(g, s)| g + s).collect();
            trial_eta = odds(&trial);
            value = likelihood(&trial_eta);
            if value >= best - 1e-12 * best.abs() {
                break;
            }
            for s in &mut step {
                *s *= 0.5;
            }
        }
        let moved = trial_eta.iter().zip(&eta).fold(0.0_f64, |m, (a, b)| m.max((a - b).abs()));
        let largest = trial_eta.iter().fold(1.0_f64, |m, e| m.max(e.abs()));
        (gamma, eta, best) = (trial, trial_eta, value);
        if moved < 1e-9 * largest {
            return Ok(Maximum { gamma, log_odds: eta, inverse_information: inverse });
        }
    }
    Err(SEPARATED)
}

impl Logistic {
    /// Predicted probability for new values of the columns, in the order given to the fit; `None` for another number
    /// of values, NaN for a missing one.
    #[must_use]
    pub fn predict(&self, values: &[f64]) -> Option<f64> {
        let (intercept, slopes) = self.coefficients.split_first()?;
        let log_odds = intercept + slopes.iter().zip(values).map(|(b, x)| b * x).sum::<f64>();
        (slopes.len() == values.len()).then(|| logistic(log_odds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn separation_is_found_complete_and_partial() {
        let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let complete = [false, false, false, true, true, true];
        assert_eq!(logistic_regression(&[&x], &complete), Err(SEPARATED));
        let tied = [1.0, 2.0, 3.0, 3.0, 5.0, 6.0];
        assert_eq!(logistic_regression(&[&tied], &complete), Err(SEPARATED));
        // One cell of a two-by-two table is empty.
        let a = [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
        assert_eq!(logistic_regression(&[&a], &[true, false, true, false, true, true, true]), Err(SEPARATED));
    }

    #[test]
    fn a_two_by_two_table_gives_the_log_odds_ratio() {
        // 3 of 10 against 8 of 12: log odds ratio log(8/4) - log(3/7), variance the sum of reciprocals.
        let x: Vec<f64> = [vec![0.0; 10], vec![1.0; 12]].concat();
        let y: Vec<bool> = (0..10).map(|i| i < 3).chain((0..12).map(|i| i < 8)).collect();
        let fit = logistic_regression(&[&x], &y).unwrap();
        assert!((fit.coefficients[0] - (3.0f64 / 7.0).ln()).abs() < 1e-10);
        assert!((fit.coefficients[1] - (2.0f64.ln() - (3.0f64 / 7.0).ln())).abs() < 1e-10);
        let variance: f64 = [3.0f64, 7.0, 8.0, 4.0].iter().map(|v| 1.0 / v).sum();
        assert!((fit.se[1] - variance.sqrt()).abs() < 1e-9);
        assert!((fit.predict(&[1.0]).unwrap() - 2.0 / 3.0).abs() < 1e-10);
        assert_eq!(fit.predict(&[]), None);
    }

    #[test]
    fn degenerate_input() {
        assert!(matches!(logistic_regression(&[], &[]), Err(StatError::TooFew { .. })));
        assert!(matches!(logistic_regression(&[&[1.0, 2.0]], &[true, false]), Err(StatError::TooFew { .. })));
        let x = [1.0, 2.0, 3.0, 4.0];
        assert!(matches!(logistic_regression(&[&x], &[true; 4]), Err(StatError::NotEstimable(_))));
        assert!(matches!(
            logistic_regression(&[&[2.0; 4]], &[true, false, true, false]),
            Err(StatError::NotEstimable(_))
        ));
        assert!(matches!(logistic_regression(&[&[f64::INFINITY; 4]], &[true; 4]), Err(StatError::NotFinite)));
        assert!(matches!(logistic_regression(&[&x], &[true]), Err(StatError::LengthMismatch { .. })));
        let fit = logistic_regression(&[&[1.0, f64::NAN, 2.0, 3.0, 0.0]], &[true, true, false, true, false]).unwrap();
        assert!(fit.dropped == 1 && fit.fitted[1].is_nan());
    }

    proptest! {
        #[test]
        fn units_do_not_matter_and_scores_vanish(
            data in prop::collection::vec((-3.0f64..3.0, any::<bool>()), 5..40), shift in -100.0f64..100.0, factor in 0.01f64..50.0
        ) {
            let (x, y): (Vec<f64>, Vec<bool>) = data.into_iter().unzip();
            if let Ok(fit) = logistic_regression(&[&x], &y) {
                let observed = y.iter().filter(|v| **v).count() as f64;
                prop_assert!((fit.fitted.iter().sum::<f64>() - observed).abs() < 1e-6);
                let moved: Vec<f64> = x.iter().map(|v| v * factor + shift).collect();
                let again = logistic_regression(&[&moved], &y).unwrap();
                let size = 1.0 + fit.coefficients[1].abs();
                prop_assert!((again.coefficients[1] * factor - fit.coefficients[1]).abs() < 1e-5 * size);
            }
        }
    }
}

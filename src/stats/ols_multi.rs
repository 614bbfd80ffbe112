//! Multiple and polynomial regression by ordinary least squares.

use super::columns::{complete_rows, with_intercept};
use super::describe::squared_deviations;
use super::distributions::{t_quantile, t_two_sided};
use super::error::StatError;
use super::interval::{Interval, check_level};
use super::least_squares::LeastSquares;
use super::matrix::Matrix;

/// A fitted regression. Coefficients: the intercept, then one a column as given.
#[derive(Debug, Clone, PartialEq)]
pub struct MultipleRegression {
    /// Coefficients.
    pub coefficients: Vec<f64>,
    /// Their standard errors.
    pub se: Vec<f64>,
    /// Their covariance matrix.
    pub covariance: Matrix,
    /// Residual standard deviation, on `df` degrees of freedom.
    pub residual_sd: f64,
    /// Rows less coefficients.
    pub df: usize,
    /// Share of the outcome's variance explained; `None` where the outcome does not vary.
    pub r_squared: Option<f64>,
    /// The same, allowing for the number of columns.
    pub adjusted_r_squared: Option<f64>,
    /// Rows used.
    pub n: usize,
    /// Rows left out because a value was missing.
    pub dropped: usize,
}

/// Least squares of `y` on an intercept and `columns`.
///
/// `b = (X'X)^-1 X'y`, `Cov(b) = s^2 (X'X)^-1`, `s^2 = RSS / (n - p)`, by an orthogonal decomposition. `R^2 = 1 - RSS / TSS`.
///
/// # Missing values
/// A row in which the outcome or any column is NaN is left out.
///
/// # Errors
/// Lengths that differ, infinite values, no more rows than coefficients, and [`StatError::NotEstimable`] where
/// the columns depend on one another (a constant column depends on the intercept).
///
/// # Examples
/// ```
/// use attune::stats::ols_multi::multiple_regression;
///
/// let a = [0.0, 1.0, 2.0, 3.0, 4.0];
/// let b = [1.0, 0.0, 1.0, 0.0, 2.0];
/// let y = [3.1, 2.9, 7.0, 7.1, 13.0]; // close to 1 + 2 a + 2 b
/// let fit = multiple_regression(&y, &[&a, &b])?;
/// assert!((fit.coefficients[1] - 2.0).abs() < 0.1 && (fit.coefficients[2] - 2.0).abs() < 0.1);
/// assert_eq!(fit.df, 2);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn multiple_regression(y: &[f64], columns: &[&[f64]]) -> Result<MultipleRegression, StatError> {
    let all: Vec<&[f64]> = std::iter::once(y).chain(columns.iter().copied()).collect();
    let rows = complete_rows(&all, y.len())?;
    let (n, p) = (rows.len(), columns.len() + 1);
    if n <= p {
        return Err(StatError::TooFew { needed: p + 1, found: n });
    }
    let outcome: Vec<f64> = rows.iter().map(|&i| y[i]).collect();
    let fit = LeastSquares::fit(&Matrix::from_columns(&with_intercept(columns, &rows))?, &outcome)?;
    let (rss, total, df) = (fit.residual_sum_of_squares, squared_deviations(&outcome)?, fit.residual_df);
    let variance = rss / df as f64;
    let unscaled = fit.unscaled_covariance;
    let scaled = (0..p).flat_map(|i| unscaled.row(i).iter().map(|v| v * variance)).collect();
    let covariance = Matrix::new(p, p, scaled)?;
    let r_squared = (total > 0.0).then(|| 1.0 - rss / total);
    Ok(MultipleRegression {
        coefficients: fit.coefficients,
        se: covariance.diagonal().into_iter().map(f64::sqrt).collect(),
        covariance,
        residual_sd: variance.sqrt(),
        df,
        r_squared,
        adjusted_r_squared: r_squared.map(|r| 1.0 - (1.0 - r) * (n - 1) as f64 / df as f64),
        n,
        dropped: y.len() - n,
    })
}

/// Least squares of `y` on `1, x, x^2 ... x^degree`. Centre `x` first where its powers should be read one by one.
///
/// # Missing values
/// As [`multiple_regression`].
///
/// # Errors
/// As [`multiple_regression`]; too few distinct values of `x` show as columns that depend on one another.
///
/// # Examples
/// ```
/// use attune::stats::ols_multi::polynomial_regression;
///
/// let x = [-2.0, -1.0, 0.0, 1.0, 2.0];
/// let y = [4.1, 0.9, 0.0, 1.1, 3.9];
/// let fit = polynomial_regression(&x, &y, 2)?;
/// assert!((fit.coefficients[2] - 1.0).abs() < 0.1);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn polynomial_regression(x: &[f64], y: &[f64], degree: u8) -> Result<MultipleRegression, StatError> {
    let powers: Vec<Vec<f64>> = (1..=i32::from(degree)).map(|k| x.iter().map(|v| v.powi(k)).collect()).collect();
    let columns: Vec<&[f64]> = powers.iter().map(Vec::as_slice).collect();
    multiple_regression(y, &columns)
}

impl MultipleRegression {
    /// A linear combination of the coefficients and its standard error: `w'b` and `sqrt(w' Cov w)`.
    ///
    /// # Errors
    /// [`StatError::LengthMismatch`] unless there is one weight for each coefficient.
    pub fn combination(&self, weights: &[f64]) -> Result<(f64, f64), StatError> {
        let variance = self.covariance.quadratic_form(weights)?;
        let value = weights.iter().zip(&self.coefficients).map(|(w, b)| w * b).sum();
        Ok((value, variance.max(0.0).sqrt()))
    }

    /// Two-sided p of one coefficient, from t; `None` for a coefficient that is not there or has no error.
    #[must_use]
    pub fn p(&self, coefficient: usize) -> Option<f64> {
        let (b, se) = (self.coefficients.get(coefficient)?, *self.se.get(coefficient)?);
        (se > 0.0).then(|| t_two_sided(b / se, self.df as f64))
    }

    /// Interval of one coefficient, from t.
    ///
    /// # Errors
    /// [`StatError::OutOfRange`] for a level outside (0, 1) or a coefficient that is not there.
    pub fn interval(&self, coefficient: usize, level: f64) -> Result<Interval, StatError> {
        check_level(level)?;
        let pair = self.coefficients.get(coefficient).zip(self.se.get(coefficient));
        let (b, se) = pair.ok_or(StatError::OutOfRange("a coefficient that is not there"))?;
        Ok(Interval::around(*b, t_quantile(0.5 + 0.5 * level, self.df as f64) * se))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_input() {
        let x = [1.0, 2.0, 3.0, 4.0];
        assert!(matches!(multiple_regression(&[], &[]), Err(StatError::TooFew { .. })));
        assert!(matches!(multiple_regression(&[1.0, 2.0], &[&[1.0, 2.0]]), Err(StatError::TooFew { .. })));
        assert!(matches!(multiple_regression(&x, &[&[5.0; 4]]), Err(StatError::NotEstimable(_))));
        assert!(matches!(multiple_regression(&x, &[&x, &x]), Err(StatError::NotEstimable(_))));
        assert!(matches!(multiple_regression(&x, &[&[1.0]]), Err(StatError::LengthMismatch { .. })));
        assert!(matches!(multiple_regression(&[f64::INFINITY, 1.0, 2.0], &[]), Err(StatError::NotFinite)));
        let flat = multiple_regression(&[3.3; 4], &[&x]).unwrap();
        assert_eq!(flat.r_squared, None);
        let gap = multiple_regression(&[1.0, f64::NAN, 3.0, 4.5], &[&x]).unwrap();
        assert_eq!((gap.n, gap.dropped), (3, 1));
        assert!(matches!(
            polynomial_regression(&[1.0, 1.0, 2.0, 2.0, 2.0], &[1.0; 5], 2),
            Err(StatError::NotEstimable(_))
        ));
    }

    proptest! {
        #[test]
        fn shift_and_scale(
            data in prop::collection::vec((-5.0f64..5.0, -5.0f64..5.0), 5..30), shift in -50.0f64..50.0, factor in 0.1f64..20.0
        ) {
            let (x, y): (Vec<f64>, Vec<f64>) = data.into_iter().unzip();
            if let Ok(a) = multiple_regression(&y, &[&x]) {
                let moved: Vec<f64> = x.iter().map(|v| v * factor + shift).collect();
                let b = multiple_regression(&y, &[&moved]).unwrap();
                let size = 1.0 + a.coefficients[1].abs();
                prop_assert!((b.coefficients[1] * factor - a.coefficients[1]).abs() < 1e-6 * size);
                prop_assert!((b.se[1] * factor - a.se[1]).abs() < 1e-6 * (1.0 + a.se[1]));
                if let Some(r) = a.r_squared {
                    prop_assert!((-1e-9..=1.0 + 1e-9).contains(&r));
                }
            }
        }
    }
}

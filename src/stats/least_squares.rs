//! Least squares by Householder reflections.

use super::describe::{check_finite, check_same_length, sum};
use super::error::StatError;
use super::matrix::{Matrix, dot};

/// A least-squares fit of `y` on the columns of a design.
#[derive(Debug, Clone, PartialEq)]
pub struct LeastSquares {
    /// The coefficients, one for each column.
    pub coefficients: Vec<f64>,
    /// The inverse of `X' X`; times the residual variance it is the covariance of the coefficients.
    pub unscaled_covariance: Matrix,
    /// What the fit leaves of each observation.
    pub residuals: Vec<f64>,
    /// The sum of the squared residuals.
    pub residual_sum_of_squares: f64,
    /// Observations less coefficients.
    pub residual_df: usize,
}

impl LeastSquares {
    /// Fit by Householder reflections; the design has one row for each observation and holds its own constant column,
    /// if one is wanted.
    ///
    /// # Errors
    /// [`StatError::LengthMismatch`], [`StatError::NotFinite`], [`StatError::TooFew`] if there are fewer rows than
    /// columns, [`StatError::NotEstimable`] if the columns are linearly dependent (what is left of a column after the
    /// ones before it is below 1e-9 of its length).
    ///
    /// ```
    /// use attune::stats::{least_squares::LeastSquares, matrix::Matrix};
    /// let x = Matrix::from_columns(&[vec![1.0; 3], vec![0.0, 1.0, 2.0]])?;
    /// let fit = LeastSquares::fit(&x, &[1.0, 3.0, 5.0])?;
    /// assert!((fit.coefficients[1] - 2.0).abs() < 1e-14 && fit.residual_df == 1);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn fit(x: &Matrix, y: &[f64]) -> Result<Self, StatError> {
        check_same_length(x.rows(), y.len())?;
        check_finite(y)?;
        let (n, k) = (x.rows(), x.columns());
        if n < k || k == 0 {
            return Err(StatError::TooFew { needed: k.max(1), found: n.min(k) });
        }
        let mut r = x.clone();
        let mut rotated = y.to_vec();
        for j in 0..k {
            let length = norm((0..n).map(|i| x.at(i, j)));
            let rest = norm((j..n).map(|i| r.at(i, j)));
            if rest.is_nan() || rest <= 1e-9 * length {
                return Err(StatError::NotEstimable("the predictors are linearly dependent"));
            }
            let alpha = if r.at(j, j) > 0.0 { -rest } else { rest };
            let mut mirror: Vec<f64> = (j..n).map(|i| r.at(i, j)).collect();
            mirror[0] -= alpha;
            let scale = 2.0 / dot(&mirror, &mirror);
            for c in j..k {
                let along = scale * mirror.iter().zip(j..n).map(|(m, i)| m * r.at(i, c)).sum::<f64>();
                for (m, i) in mirror.iter().zip(j..n) {
                    r.set(i, c, r.at(i, c) - along * m);
                }
            }
            let along = scale * dot(&mirror, &rotated[j..]);
            for (value, m) in rotated[j..].iter_mut().zip(&mirror) {
                *value -= along * m;
            }
        }
        let coefficients = back_substitute(&r, &rotated[..k]);
        let fitted = x.times_vector(&coefficients)?;
        let residuals: Vec<f64> = y.iter().zip(&fitted).map(|(y, f)| y - f).collect();
        check_finite(&residuals).map_err(|_| StatError::NotEstimable("the arithmetic left the range of numbers"))?;
        let inverse = (0..k)
            .map(|j| back_substitute(&r, &(0..k).map(|i| f64::from(u8::from(i == j))).collect::<Vec<_>>()))
            .collect::<Vec<_>>();
        // (X'X)^-1 = R^-1 R^-T; `inverse[c]` is column c of R^-1.
        let products = (0..k * k).map(|ij| sum(inverse.iter().map(|c| c[ij / k] * c[ij % k]))).collect();
        Ok(Self {
            coefficients,
            unscaled_covariance: Matrix::new(k, k, products)?,
            residual_sum_of_squares: sum(residuals.iter().map(|e| e * e)),
            residuals,
            residual_df: n - k,
        })
    }

    /// The residual variance, `residual_sum_of_squares / residual_df`.
    ///
    /// # Errors
    /// [`StatError::TooFew`] if no degree of freedom is left.
    ///
    /// ```
    /// use attune::stats::{least_squares::LeastSquares, matrix::Matrix};
    /// let x = Matrix::from_columns(&[vec![1.0; 3]])?;
    /// assert!((LeastSquares::fit(&x, &[1.0, 2.0, 6.0])?.residual_variance()? - 7.0).abs() < 1e-12);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn residual_variance(&self) -> Result<f64, StatError> {
        if self.residual_df == 0 {
            return Err(StatError::TooFew { needed: self.residuals.len() + 1, found: self.residuals.len() });
        }
        Ok(self.residual_sum_of_squares / self.residual_df as f64)
    }

    /// The standard errors of the coefficients under independent errors of one variance.
    ///
    /// # Errors
    /// As [`LeastSquares::residual_variance`].
    ///
    /// ```
    /// use attune::stats::{least_squares::LeastSquares, matrix::Matrix};
    /// let x = Matrix::from_columns(&[vec![1.0; 3]])?;
    /// let fit = LeastSquares::fit(&x, &[1.0, 2.0, 6.0])?;
    /// assert!((fit.standard_errors()?[0] - (7.0_f64 / 3.0).sqrt()).abs() < 1e-12);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn standard_errors(&self) -> Result<Vec<f64>, StatError> {
        let variance = self.residual_variance()?;
        Ok(self.unscaled_covariance.diagonal().iter().map(|v| (variance * v).sqrt()).collect())
    }
}

/// The root of a sum of squares.
fn norm(values: impl Iterator<Item = f64>) -> f64 {
    values.map(|v| v * v).sum::<f64>().sqrt()
}

/// Solve `R b = c` for the upper triangle of `r`.
fn back_substitute(r: &Matrix, c: &[f64]) -> Vec<f64> {
    let mut b = c.to_vec();
    for i in (0..b.len()).rev() {
        let known: f64 = (i + 1..b.len()).map(|j| r.at(i, j) * b[j]).sum();
        b[i] = (b[i] - known) / r.at(i, i);
    }
    b
}

#[cfg(test)]
mod tests {
    use super::super::cholesky::Cholesky;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shapes_and_numbers_are_checked() {
        let x = Matrix::from_columns(&[vec![1.0; 3]]).unwrap();
        assert_eq!(LeastSquares::fit(&x, &[1.0]), Err(StatError::LengthMismatch { expected: 3, found: 1 }));
        assert_eq!(LeastSquares::fit(&x, &[1.0, f64::NAN, 2.0]), Err(StatError::NotFinite));
        let empty = Matrix::from_columns(&[]).unwrap();
        assert_eq!(LeastSquares::fit(&empty, &[]), Err(StatError::TooFew { needed: 1, found: 0 }));
        let exact = LeastSquares::fit(&Matrix::new(1, 1, vec![2.0]).unwrap(), &[4.0]).unwrap();
        assert_eq!((exact.coefficients[0], exact.residual_df), (2.0, 0));
        assert_eq!(exact.standard_errors(), Err(StatError::TooFew { needed: 2, found: 1 }));
    }

    #[test]
    fn dependent_columns_are_told() {
        let twice = Matrix::from_columns(&[vec![0.1, 0.2, 0.3], vec![0.3, 0.6, 0.9]]).unwrap();
        assert!(matches!(LeastSquares::fit(&twice, &[1.0, 2.0, 3.0]), Err(StatError::NotEstimable(_))));
        let zero = Matrix::from_columns(&[vec![0.0; 3]]).unwrap();
        assert!(matches!(LeastSquares::fit(&zero, &[1.0, 2.0, 3.0]), Err(StatError::NotEstimable(_))));
    }

    proptest! {
        #[test]
        fn normal_equations_hold(cells in prop::collection::vec(-5.0..5.0f64, 24), y in prop::collection::vec(-9.0..9.0f64, 8)) {
            let x = Matrix::new(8, 3, cells).unwrap();
            let Ok(fit) = LeastSquares::fit(&x, &y) else { return Ok(()) };
            for j in 0..3 {
                prop_assert!(dot(&x.column(j), &fit.residuals).abs() < 1e-6);
            }
            prop_assert!(fit.residual_sum_of_squares <= dot(&y, &y) * (1.0 + 1e-12));
            let gram: Vec<f64> = (0..9).map(|ij| dot(&x.column(ij / 3), &x.column(ij % 3))).collect();
            if let Ok(factor) = Cholesky::of(&Matrix::new(3, 3, gram).unwrap()) {
                let inverse = factor.inverse().unwrap();
                for (a, b) in inverse.diagonal().iter().zip(fit.unscaled_covariance.diagonal()) {
                    prop_assert!((a - b).abs() < 1e-6 * a);
                }
            }
        }
    }
}

//! The Cholesky factor of a symmetric positive definite matrix, and what is solved with it.

use super::describe::{check_same_length, sum};
use super::error::StatError;
use super::matrix::{Matrix, dot};

/// The Cholesky factor `L` of a symmetric positive definite matrix, `M = L L'`.
#[derive(Debug, Clone, PartialEq)]
pub struct Cholesky {
    lower: Matrix,
}

impl Cholesky {
    /// Factor a symmetric matrix; only its lower triangle is read.
    ///
    /// # Errors
    /// [`StatError::LengthMismatch`] if it is not square, [`StatError::NotEstimable`] if it is not positive definite,
    /// that is, if a pivot is below 1e-13 of its diagonal value.
    ///
    /// ```
    /// use attune::stats::{cholesky::Cholesky, matrix::Matrix};
    /// let factor = Cholesky::of(&Matrix::new(2, 2, vec![4.0, 2.0, 2.0, 5.0])?)?;
    /// assert_eq!(factor.solve(&[8.0, 12.0])?, [1.0, 2.0]);
    /// assert!((factor.ln_determinant() - 16f64.ln()).abs() < 1e-14);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn of(m: &Matrix) -> Result<Self, StatError> {
        check_same_length(m.rows(), m.columns())?;
        let n = m.rows();
        let mut lower = Matrix::zeros(n, n);
        for i in 0..n {
            for j in 0..=i {
                let rest = m.at(i, j) - dot(&lower.row(i)[..j], &lower.row(j)[..j]);
                if i != j {
                    let pivot = lower.at(j, j);
                    lower.set(i, j, rest / pivot);
                } else if rest > 1e-13 * m.at(i, i) && rest.is_finite() {
                    lower.set(i, i, rest.sqrt());
                } else {
                    return Err(StatError::NotEstimable("a matrix is not positive definite"));
                }
            }
        }
        Ok(Self { lower })
    }

    /// The solution `x` of `M x = b`.
    ///
    /// # Errors
    /// [`StatError::LengthMismatch`] if `b` has another length than the matrix.
    ///
    /// ```
    /// use attune::stats::{cholesky::Cholesky, matrix::Matrix};
    /// let factor = Cholesky::of(&Matrix::new(1, 1, vec![4.0])?)?;
    /// assert_eq!(factor.solve(&[8.0])?, [2.0]);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn solve(&self, b: &[f64]) -> Result<Vec<f64>, StatError> {
        let n = self.lower.rows();
        check_same_length(n, b.len())?;
        let mut x = b.to_vec();
        for i in 0..n {
            let known = dot(&self.lower.row(i)[..i], &x[..i]);
            x[i] = (x[i] - known) / self.lower.at(i, i);
        }
        for i in (0..n).rev() {
            let known: f64 = (i + 1..n).map(|k| self.lower.at(k, i) * x[k]).sum();
            x[i] = (x[i] - known) / self.lower.at(i, i);
        }
        Ok(x)
    }

    /// The inverse of the factored matrix.
    ///
    /// # Errors
    /// Those of [`Cholesky::solve`], which do not occur here.
    ///
    /// ```
    /// use attune::stats::{cholesky::Cholesky, matrix::Matrix};
    /// let factor = Cholesky::of(&Matrix::new(2, 2, vec![4.0, 2.0, 2.0, 5.0])?)?;
    /// assert_eq!(factor.inverse()?, Matrix::new(2, 2, vec![0.3125, -0.125, -0.125, 0.25])?);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn inverse(&self) -> Result<Matrix, StatError> {
        let n = self.lower.rows();
        let columns = (0..n).map(|j| {
            let unit: Vec<f64> = (0..n).map(|i| f64::from(u8::from(i == j))).collect();
            self.solve(&unit)
        });
        Matrix::from_columns(&columns.collect::<Result<Vec<_>, _>>()?)
    }

    /// The logarithm of the determinant of the factored matrix.
    ///
    /// ```
    /// use attune::stats::{cholesky::Cholesky, matrix::Matrix};
    /// let factor = Cholesky::of(&Matrix::new(1, 1, vec![4.0])?)?;
    /// assert!((factor.ln_determinant() - 4f64.ln()).abs() < 1e-15);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    #[must_use]
    pub fn ln_determinant(&self) -> f64 {
        2.0 * sum(self.lower.diagonal().into_iter().map(f64::ln))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn not_square_or_not_positive_definite_is_told() {
        assert!(Cholesky::of(&Matrix::new(1, 2, vec![1.0, 2.0]).unwrap()).is_err());
        for flat in [[1.0, 2.0, 2.0, 4.0], [1.0, 2.0, 2.0, 1.0], [0.0; 4], [-1.0, 0.0, 0.0, 1.0]] {
            let refused = Cholesky::of(&Matrix::new(2, 2, flat.to_vec()).unwrap());
            assert!(matches!(refused, Err(StatError::NotEstimable(_))));
        }
        let one = Cholesky::of(&Matrix::new(1, 1, vec![4.0]).unwrap()).unwrap();
        assert_eq!(one.solve(&[1.0, 2.0]), Err(StatError::LengthMismatch { expected: 1, found: 2 }));
    }

    proptest! {
        #[test]
        fn solutions_solve(cells in prop::collection::vec(-2.0..2.0f64, 16), b in prop::collection::vec(-9.0..9.0f64, 4)) {
            let a = Matrix::new(4, 4, cells).unwrap();
            let gram = (0..16).map(|ij| dot(a.row(ij / 4), a.row(ij % 4)) + f64::from(u8::from(ij % 5 == 0)));
            let m = Matrix::new(4, 4, gram.collect()).unwrap();
            let x = Cholesky::of(&m).unwrap().solve(&b).unwrap();
            for (found, wanted) in m.times_vector(&x).unwrap().iter().zip(&b) {
                prop_assert!((found - wanted).abs() < 1e-10);
            }
        }
    }
}

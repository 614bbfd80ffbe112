//! Small dense matrices of finite numbers: rows, columns, products, covariances. Nothing here is meant for more than
//! some dozens of columns.

use super::describe::{check_finite, check_same_length, covariance, sum};
use super::error::StatError;

/// A dense matrix of finite numbers, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// A matrix of zeros.
    pub(crate) fn zeros(rows: usize, columns: usize) -> Self {
        Self { rows, columns, values: vec![0.0; rows * columns] }
    }

    /// A matrix from its values, row by row.
    ///
    /// # Errors
    /// [`StatError::LengthMismatch`] if there are not `rows * columns` values, [`StatError::NotFinite`].
    ///
    /// ```
    /// use attune::stats::matrix::Matrix;
    /// let m = Matrix::new(2, 3, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?;
    /// assert_eq!((m.row(1), m.column(0)), (&[4.0, 5.0, 6.0][..], vec![1.0, 4.0]));
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn new(rows: usize, columns: usize, values: Vec<f64>) -> Result<Self, StatError> {
        check_same_length(rows.saturating_mul(columns), values.len())?;
        check_finite(&values)?;
        Ok(Self { rows, columns, values })
    }

    /// A matrix from columns of one length.
    ///
    /// # Errors
    /// As [`Matrix::new`].
    ///
    /// ```
    /// use attune::stats::matrix::Matrix;
    /// let m = Matrix::from_columns(&[vec![1.0, 1.0], vec![2.0, 5.0]])?;
    /// assert_eq!(m.row(1), &[1.0, 5.0]);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn from_columns(columns: &[Vec<f64>]) -> Result<Self, StatError> {
        let rows = columns.first().map_or(0, Vec::len);
        for column in columns {
            check_same_length(rows, column.len())?;
            check_finite(column)?;
        }
        let values = (0..rows).flat_map(|i| columns.iter().map(move |c| c[i])).collect();
        Ok(Self { rows, columns: columns.len(), values })
    }

    /// A matrix from rows of one length.
    ///
    /// # Errors
    /// As [`Matrix::new`].
    ///
    /// ```
    /// use attune::stats::matrix::Matrix;
    /// assert_eq!(Matrix::from_rows(&[vec![1.0, 2.0]])?.columns(), 2);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn from_rows<R: AsRef<[f64]>>(rows: &[R]) -> Result<Self, StatError> {
        let columns = rows.first().map_or(0, |r| r.as_ref().len());
        for row in rows {
            check_same_length(columns, row.as_ref().len())?;
        }
        Self::new(rows.len(), columns, rows.iter().flat_map(|r| r.as_ref()).copied().collect())
    }

    /// The number of rows.
    ///
    /// ```
    /// use attune::stats::matrix::Matrix;
    /// let m = Matrix::new(2, 3, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?;
    /// assert_eq!(m.rows(), 2);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of columns.
    ///
    /// ```
    /// use attune::stats::matrix::Matrix;
    /// let m = Matrix::new(2, 3, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?;
    /// assert_eq!(m.columns(), 3);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The value in row `i`, column `j`, counted from zero; like a slice, it needs `i` and `j` inside the matrix.
    ///
    /// ```
    /// use attune::stats::matrix::Matrix;
    /// let m = Matrix::new(2, 3, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?;
    /// assert_eq!(m.at(1, 0), 4.0);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    #[must_use]
    pub fn at(&self, i: usize, j: usize) -> f64 {
        self.values[i * self.columns + j]
    }

    pub(crate) fn set(&mut self, i: usize, j: usize, value: f64) {
        self.values[i * self.columns + j] = value;
    }

    /// Row `i`, which must be inside the matrix.
    ///
    /// ```
    /// use attune::stats::matrix::Matrix;
    /// let m = Matrix::new(2, 3, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?;
    /// assert_eq!(m.row(0), &[1.0, 2.0, 3.0]);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    #[must_use]
    pub fn row(&self, i: usize) -> &[f64] {
        &self.values[i * self.columns..(i + 1) * self.columns]
    }

    /// A copy of column `j`, which must be inside the matrix.
    ///
    /// ```
    /// use attune::stats::matrix::Matrix;
    /// let m = Matrix::new(2, 3, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?;
    /// assert_eq!(m.column(2), [3.0, 6.0]);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    #[must_use]
    pub fn column(&self, j: usize) -> Vec<f64> {
        (0..self.rows).map(|i| self.at(i, j)).collect()
    }

    /// The values of the main diagonal.
    ///
    /// ```
    /// use attune::stats::matrix::Matrix;
    /// assert_eq!(Matrix::new(2, 2, vec![1.0, 2.0, 3.0, 4.0])?.diagonal(), [1.0, 4.0]);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    #[must_use]
    pub fn diagonal(&self) -> Vec<f64> {
        (0..self.rows.min(self.columns)).map(|i| self.at(i, i)).collect()
    }

    /// The sum of all values.
    ///
    /// ```
    /// use attune::stats::matrix::Matrix;
    /// assert_eq!(Matrix::new(2, 2, vec![1.0, 2.0, 3.0, 4.0])?.total(), 10.0);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    #[must_use]
    pub fn total(&self) -> f64 {
        sum(self.values.iter().copied())
    }

    /// The product of this matrix with a vector of as many values as it has columns.
    ///
    /// # Errors
    /// [`StatError::LengthMismatch`].
    ///
    /// ```
    /// use attune::stats::matrix::Matrix;
    /// assert_eq!(Matrix::new(1, 2, vec![1.0, 2.0])?.times_vector(&[3.0, 4.0]), Ok(vec![11.0]));
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn times_vector(&self, vector: &[f64]) -> Result<Vec<f64>, StatError> {
        check_same_length(self.columns, vector.len())?;
        Ok((0..self.rows).map(|i| dot(self.row(i), vector)).collect())
    }

    /// The quadratic form `v' M v` of a square matrix: the variance of the combination `v` where `M` is a covariance.
    ///
    /// # Errors
    /// [`StatError::LengthMismatch`] if the matrix is not square or `v` has another length.
    ///
    /// ```
    /// use attune::stats::matrix::Matrix;
    /// assert_eq!(Matrix::new(2, 2, vec![2.0, 1.0, 1.0, 3.0])?.quadratic_form(&[1.0, -1.0]), Ok(3.0));
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn quadratic_form(&self, v: &[f64]) -> Result<f64, StatError> {
        check_same_length(self.columns, self.rows)?;
        Ok(dot(v, &self.times_vector(v)?))
    }

    /// The sample covariances, with `n - 1`, of the columns; rows are the observations.
    ///
    /// # Errors
    /// [`StatError::TooFew`] below two rows.
    ///
    /// ```
    /// use attune::stats::matrix::Matrix;
    /// let table = Matrix::from_columns(&[vec![1.0, 2.0, 6.0], vec![0.0, 3.0, 0.0]])?;
    /// assert_eq!(table.covariances()?, Matrix::new(2, 2, vec![7.0, -1.5, -1.5, 3.0])?);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn covariances(&self) -> Result<Self, StatError> {
        let k = self.columns;
        let columns: Vec<Vec<f64>> = (0..k).map(|j| self.column(j)).collect();
        let mut out = Self::zeros(k, k);
        for i in 0..k {
            for j in 0..=i {
                let c = covariance(&columns[i], &columns[j])?;
                out.set(i, j, c);
                out.set(j, i, c);
            }
        }
        Ok(out)
    }
}

/// The sum of products of two vectors of one length.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_and_numbers_are_checked() {
        assert_eq!(Matrix::new(2, 2, vec![1.0]), Err(StatError::LengthMismatch { expected: 4, found: 1 }));
        assert_eq!(Matrix::new(1, 1, vec![f64::NAN]), Err(StatError::NotFinite));
        assert!(Matrix::from_columns(&[vec![1.0], vec![1.0, 2.0]]).is_err());
        assert!(Matrix::from_rows(&[vec![1.0], vec![1.0, 2.0]]).is_err());
        let empty = Matrix::from_columns(&[]).unwrap();
        assert_eq!((empty.rows(), empty.columns(), empty.total()), (0, 0, 0.0));
        assert!(Matrix::new(1, 2, vec![1.0, 2.0]).unwrap().quadratic_form(&[1.0, 2.0]).is_err());
        assert!(Matrix::new(1, 2, vec![1.0, 2.0]).unwrap().covariances().is_err());
    }
}

//! Checks that every estimator with an outcome and columns makes before it starts.

use super::error::StatError;

/// The rows in which neither the outcome nor any column is NaN, after checking lengths and finiteness.
pub(crate) fn complete_rows(columns: &[&[f64]], n: usize) -> Result<Vec<usize>, StatError> {
    for column in columns {
        if column.len() != n {
            return Err(StatError::LengthMismatch { expected: n, found: column.len() });
        }
        if column.iter().any(|v| v.is_infinite()) {
            return Err(StatError::NotFinite);
        }
    }
    Ok((0..n).filter(|&i| columns.iter().all(|c| !c[i].is_nan())).collect())
}

/// The given rows of each column, after a column of ones.
pub(crate) fn with_intercept(columns: &[&[f64]], rows: &[usize]) -> Vec<Vec<f64>> {
    let ones = vec![1.0; rows.len()];
    std::iter::once(ones).chain(columns.iter().map(|c| rows.iter().map(|&i| c[i]).collect())).collect()
}

//! The one rule for missing cells that the methods of this room share: complete cases.

use super::error::StatError;
use super::matrix::Matrix;

/// The rows of a table in which no cell is missing.
///
/// A method that needs complete rows (reliability, factor models, intraclass correlations) is given this matrix; the
/// number of rows that were left out is the number given less the number of rows returned.
///
/// # Errors
/// [`StatError::LengthMismatch`] if the rows differ in length, [`StatError::NotFinite`] if a cell that is present is
/// NaN or infinite, whether or not its row is kept.
///
/// ```
/// use attune::stats::missing::complete_cases;
/// let table = complete_cases(&[vec![Some(1.0), Some(2.0)], vec![Some(3.0), None]])?;
/// assert_eq!((table.rows(), table.row(0)), (1, &[1.0, 2.0][..]));
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn complete_cases<R: AsRef<[Option<f64>]>>(rows: &[R]) -> Result<Matrix, StatError> {
    let columns = rows.first().map_or(0, |r| r.as_ref().len());
    let mut values = Vec::new();
    let mut kept = 0;
    for row in rows {
        let row = row.as_ref();
        if row.len() != columns {
            return Err(StatError::LengthMismatch { expected: columns, found: row.len() });
        }
        if row.iter().flatten().any(|v| !v.is_finite()) {
            return Err(StatError::NotFinite);
        }
        if let Some(complete) = row.iter().copied().collect::<Option<Vec<f64>>>() {
            values.extend(complete);
            kept += 1;
        }
    }
    Matrix::new(kept, columns, values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_complete_is_an_empty_table() {
        let table = complete_cases(&[[Some(1.0), None], [None, None]]).unwrap();
        assert_eq!((table.rows(), table.columns()), (0, 2));
        assert_eq!(complete_cases::<Vec<Option<f64>>>(&[]).unwrap().rows(), 0);
    }

    #[test]
    fn uneven_or_infinite_is_told() {
        let uneven = complete_cases(&[vec![Some(1.0)], vec![]]);
        assert_eq!(uneven, Err(StatError::LengthMismatch { expected: 1, found: 0 }));
        assert_eq!(complete_cases(&[[None, Some(f64::INFINITY)]]), Err(StatError::NotFinite));
    }
}

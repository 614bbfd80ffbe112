//! Predictions for rows that the model has not seen.

use super::error::StatError;
use super::logistic::logistic_regression;

/// Assign whole groups to `folds` folds, in the order of their codes, one after another; rows of a group are never
/// split, since a model that has seen one row of a group has seen the group. The same input gives the same folds.
///
/// # Errors
/// [`StatError::OutOfRange`] for fewer than two folds, [`StatError::TooFew`] for fewer groups than folds.
///
/// # Examples
/// ```
/// use attune::stats::cross_validation::folds_by_group;
///
/// assert_eq!(folds_by_group(&[7, 7, 3, 9], 2)?, [1, 1, 0, 0]);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn folds_by_group(groups: &[usize], folds: usize) -> Result<Vec<usize>, StatError> {
    if folds < 2 {
        return Err(StatError::OutOfRange("there are at least two folds"));
    }
    let mut codes = groups.to_vec();
    codes.sort_unstable();
    codes.dedup();
    if codes.len() < folds {
        return Err(StatError::TooFew { needed: folds, found: codes.len() });
    }
    Ok(groups.iter().map(|g| codes.partition_point(|c| c < g) % folds).collect())
}

/// The probability of each row predicted by the logistic regression of all *other* folds.
///
/// # Missing values
/// A row with a NaN in any column gets NaN.
///
/// # Errors
/// Lengths that differ, and as [`logistic_regression`] where it cannot be fitted without one of the folds.
///
/// # Examples
/// ```
/// use attune::stats::cross_validation::out_of_sample;
///
/// let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
/// let y = [false, true, false, true, false, true, true, false];
/// let p = out_of_sample(&[&x], &y, &[0, 1, 1, 0, 0, 1, 1, 0])?;
/// assert!(p.iter().all(|v| *v > 0.0 && *v < 1.0));
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn out_of_sample(columns: &[&[f64]], happened: &[bool], fold: &[usize]) -> Result<Vec<f64>, StatError> {
    let n = happened.len();
    for found in columns.iter().map(|c| c.len()).chain([fold.len()]) {
        if found != n {
            return Err(StatError::LengthMismatch { expected: n, found });
        }
    }
    let mut folds = fold.to_vec();
    folds.sort_unstable();
    folds.dedup();
    if folds.len() < 2 {
        return Err(StatError::OutOfRange("there are at least two folds"));
    }
    let mut out = vec![f64::NAN; n];
    for held in folds {
        let train: Vec<usize> = (0..n).filter(|&i| fold[i] != held).collect();
        let picked: Vec<Vec<f64>> = columns.iter().map(|c| train.iter().map(|&i| c[i]).collect()).collect();
        let picked: Vec<&[f64]> = picked.iter().map(Vec::as_slice).collect();
        let outcome: Vec<bool> = train.iter().map(|&i| happened[i]).collect();
        let fit = logistic_regression(&picked, &outcome)?;
        for i in (0..n).filter(|&i| fold[i] == held) {
            let row: Vec<f64> = columns.iter().map(|c| c[i]).collect();
            out[i] = fit.predict(&row).unwrap_or(f64::NAN);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_does_not_teach_its_own_prediction() {
        let x: Vec<f64> = (0..18).map(f64::from).collect();
        let y: Vec<bool> = (0..18).map(|i| [4, 6, 9, 10, 12, 13, 15, 16].contains(&i)).collect();
        let fold: Vec<usize> = (0..18).map(|i| i % 3).collect();
        let p = out_of_sample(&[&x], &y, &fold).unwrap();
        let mut flipped = y;
        flipped[8] = true;
        let q = out_of_sample(&[&x], &flipped, &fold).unwrap();
        for i in 0..18 {
            assert_eq!(p[i] == q[i], fold[i] == fold[8], "row {i}");
        }
    }

    #[test]
    fn degenerate_input() {
        assert!(matches!(folds_by_group(&[1, 2], 1), Err(StatError::OutOfRange(_))));
        assert!(matches!(folds_by_group(&[1, 1], 2), Err(StatError::TooFew { .. })));
        assert!(matches!(out_of_sample(&[], &[], &[]), Err(StatError::OutOfRange(_))));
        assert!(matches!(out_of_sample(&[&[1.0]], &[true, false], &[0, 1]), Err(StatError::LengthMismatch { .. })));
    }
}

//! How each item of a table goes with the sum of the items.
//!
//! Tables have one row for each person and one column for each item, and are complete
//! ([`super::missing::complete_cases`]). A value is `None` for an item that does not vary, or whose rest does not.

use super::cholesky::Cholesky;
use super::correlation::Correlation;
use super::describe::{finite, sum};
use super::error::StatError;
use super::matrix::Matrix;

fn check_table(items: &Matrix) -> Result<(), StatError> {
    if items.rows().min(items.columns()) < 2 {
        return Err(StatError::TooFew { needed: 2, found: items.rows().min(items.columns()) });
    }
    Ok(())
}

fn correlations_with(items: &Matrix, other: impl Fn(usize, &[f64]) -> f64) -> Result<Vec<Option<f64>>, StatError> {
    check_table(items)?;
    (0..items.columns())
        .map(|j| {
            let others: Vec<f64> = (0..items.rows()).map(|i| other(j, items.row(i))).collect();
            match Correlation::of(&items.column(j), &others) {
                Ok(c) => Ok(Some(c.r)),
                Err(StatError::NoVariation) => Ok(None),
                Err(e) => Err(e),
            }
        })
        .collect()
}

/// The correlation of each item with the sum of the other items.
///
/// # Errors
/// [`StatError::TooFew`] below two rows or two items.
///
/// ```
/// use attune::stats::{item_analysis::item_rest_correlations, matrix::Matrix};
/// let items = Matrix::from_columns(&[vec![1.0, 2.0, 3.0], vec![1.0, 2.0, 9.0]])?;
/// assert!((item_rest_correlations(&items)?[0].unwrap() - 0.917_662_935_482_247).abs() < 1e-14);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn item_rest_correlations(items: &Matrix) -> Result<Vec<Option<f64>>, StatError> {
    correlations_with(items, |j, row| sum(row.iter().enumerate().filter(|(i, _)| *i != j).map(|(_, v)| *v)))
}

/// The correlation of each item with the sum of all items, itself among them.
///
/// # Errors
/// As [`item_rest_correlations`].
///
/// ```
/// use attune::stats::{item_analysis::item_total_correlations, matrix::Matrix};
/// let items = Matrix::from_columns(&[vec![1.0, 2.0, 3.0], vec![1.0, 2.0, 3.0]])?;
/// assert!((item_total_correlations(&items)?[0].unwrap() - 1.0).abs() < 1e-14);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn item_total_correlations(items: &Matrix) -> Result<Vec<Option<f64>>, StatError> {
    correlations_with(items, |_, row| sum(row.iter().copied()))
}

/// The correlations between the items.
///
/// # Errors
/// [`StatError::TooFew`] below two rows or two items, [`StatError::NoVariation`] if an item does not vary.
///
/// ```
/// use attune::stats::{item_analysis::correlations, matrix::Matrix};
/// let items = Matrix::from_columns(&[vec![1.0, 2.0, 3.0], vec![3.0, 2.0, 1.0]])?;
/// assert!((correlations(&items)?.at(0, 1) + 1.0).abs() < 1e-14);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn correlations(items: &Matrix) -> Result<Matrix, StatError> {
    check_table(items)?;
    let k = items.columns();
    let columns: Vec<Vec<f64>> = (0..k).map(|j| items.column(j)).collect();
    let mut r = Matrix::zeros(k, k);
    for i in 0..k {
        for j in 0..=i {
            let value = Correlation::of(&columns[i], &columns[j])?.r;
            let value = if i == j { 1.0 } else { value };
            r.set(i, j, value);
            r.set(j, i, value);
        }
    }
    Ok(r)
}

/// The squared multiple correlation of each item with the others, `1 - 1 / (R^-1)_jj`, from the correlations.
///
/// # Errors
/// [`StatError::NotEstimable`] if the correlations are singular: an item is a combination of the others.
///
/// ```
/// use attune::stats::{item_analysis::squared_multiple_correlations, matrix::Matrix};
/// let smc = squared_multiple_correlations(&Matrix::new(2, 2, vec![1.0, 0.5, 0.5, 1.0])?)?;
/// assert!((smc[0] - 0.25).abs() < 1e-15);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn squared_multiple_correlations(correlations: &Matrix) -> Result<Vec<f64>, StatError> {
    Ok(Cholesky::of(correlations)?.inverse()?.diagonal().iter().map(|v| 1.0 - 1.0 / v).collect())
}

/// Guttman's lambda 6 from the correlations, `1 - sum (1 - smc_j) / sum of all correlations` (Guttman 1945).
///
/// # Errors
/// As [`squared_multiple_correlations`].
///
/// ```
/// use attune::stats::{item_analysis::guttman_lambda6, matrix::Matrix};
/// assert!((guttman_lambda6(&Matrix::new(2, 2, vec![1.0, 0.5, 0.5, 1.0])?)? - 0.5).abs() < 1e-15);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn guttman_lambda6(correlations: &Matrix) -> Result<f64, StatError> {
    let smc = squared_multiple_correlations(correlations)?;
    finite(1.0 - sum(smc.iter().map(|s| 1.0 - s)) / correlations.total())
}

/// The correlation of each item with the whole, freed of the item's overlap with itself: the diagonal of the
/// correlations holds the squared multiple correlations (Revelle), `r_j = sum_i R*_ij / sqrt(sum R*)`.
///
/// # Errors
/// As [`squared_multiple_correlations`], and where the sum of `R*` is not positive.
///
/// ```
/// use attune::stats::{item_analysis::corrected_item_whole_correlations, matrix::Matrix};
/// let r = corrected_item_whole_correlations(&Matrix::new(2, 2, vec![1.0, 0.5, 0.5, 1.0])?)?;
/// assert!((r[0] - 0.75 / 1.5_f64.sqrt()).abs() < 1e-14);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn corrected_item_whole_correlations(correlations: &Matrix) -> Result<Vec<f64>, StatError> {
    let mut reduced = correlations.clone();
    for (j, smc) in squared_multiple_correlations(correlations)?.into_iter().enumerate() {
        reduced.set(j, j, smc);
    }
    loadings_on_the_sum(&reduced)
}

/// The correlation of each item with the sum of the items in standard scores, from the correlations:
/// `r_j = sum_i R_ij / sqrt(sum R)`.
///
/// # Errors
/// [`StatError::NotEstimable`] if the sum of the correlations is not positive, [`StatError::LengthMismatch`] if the
/// matrix is not square.
///
/// ```
/// use attune::stats::{item_analysis::standardised_item_total_correlations, matrix::Matrix};
/// let r = standardised_item_total_correlations(&Matrix::new(2, 2, vec![1.0, 0.5, 0.5, 1.0])?)?;
/// assert!((r[0] - 0.75_f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn standardised_item_total_correlations(correlations: &Matrix) -> Result<Vec<f64>, StatError> {
    loadings_on_the_sum(correlations)
}

fn loadings_on_the_sum(r: &Matrix) -> Result<Vec<f64>, StatError> {
    let total = r.total();
    if total <= 1e-14 {
        return Err(StatError::NotEstimable("the sum of the correlations is not positive"));
    }
    let sums = r.times_vector(&vec![1.0; r.rows()])?;
    Ok(sums.iter().map(|s| s / total.sqrt()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn flat_items_have_no_correlation() {
        let items = Matrix::from_columns(&[vec![1.0, 2.0, 4.0], vec![3.0; 3], vec![2.0, 2.0, 5.0]]).unwrap();
        let rest = item_rest_correlations(&items).unwrap();
        assert!(rest[0].is_some() && rest[1].is_none());
        assert_eq!(correlations(&items), Err(StatError::NoVariation));
        let one = Matrix::from_columns(&[vec![1.0, 2.0]]).unwrap();
        assert_eq!(item_rest_correlations(&one), Err(StatError::TooFew { needed: 2, found: 1 }));
        let twins = Matrix::new(2, 2, vec![1.0; 4]).unwrap();
        assert!(matches!(guttman_lambda6(&twins), Err(StatError::NotEstimable(_))));
        let opposed = Matrix::new(2, 2, vec![1.0, -1.0, -1.0, 1.0]).unwrap();
        assert!(standardised_item_total_correlations(&opposed).is_err());
    }

    proptest! {
        #[test]
        fn bounds_and_order(cells in prop::collection::vec(0.0..7.0f64, 60)) {
            let items = Matrix::new(15, 4, cells).unwrap();
            let (rest, total) = (item_rest_correlations(&items).unwrap(), item_total_correlations(&items).unwrap());
            for (r, t) in rest.iter().flatten().zip(total.iter().flatten()) {
                prop_assert!(r.abs() <= 1.0 && t.abs() <= 1.0 && r < t);
            }
            let smc = squared_multiple_correlations(&correlations(&items).unwrap()).unwrap();
            prop_assert!(smc.iter().all(|s| (-1e-12..1.0).contains(s)));
            let mut rows: Vec<Vec<f64>> = (0..15).map(|i| items.row(i).to_vec()).collect();
            rows.reverse();
            for (a, b) in rest.iter().zip(item_rest_correlations(&Matrix::from_rows(&rows).unwrap()).unwrap()) {
                prop_assert!((a.unwrap() - b.unwrap()).abs() < 1e-10);
            }
        }
    }
}

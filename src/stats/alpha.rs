//! Coefficient alpha with its intervals, and the standard error of measurement.
//!
//! Tables have one row for each person and one column for each item, and are complete: leave out rows with a missing
//! cell by [`super::missing::complete_cases`]. Alpha describes a group, never one person.

use super::describe::{finite, sum};
use super::distributions::f_quantile;
use super::error::StatError;
use super::interval::{Interval, check_level};
use super::matrix::Matrix;

/// Coefficient alpha (Cronbach 1951) of a table of items,
/// `alpha = k / (k - 1) * (1 - sum of item variances / variance of the sum)`.
///
/// It is at most 1 and has no lower bound.
///
/// # Errors
/// [`StatError::TooFew`] below two rows or two items, [`StatError::NoVariation`] if the sum is the same in every row.
///
/// ```
/// use attune::stats::{alpha::alpha, matrix::Matrix};
/// let items = Matrix::from_columns(&[vec![1.0, 2.0, 3.0], vec![2.0, 4.0, 6.0]])?;
/// assert!((alpha(&items)? - 8.0 / 9.0).abs() < 1e-14);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn alpha(items: &Matrix) -> Result<f64, StatError> {
    alpha_of_covariances(&items.covariances()?)
}

/// Coefficient alpha from the covariances (or, for the standardised coefficient, the correlations) of the items.
///
/// # Errors
/// As [`alpha`], and [`StatError::LengthMismatch`] if the matrix is not square.
///
/// ```
/// use attune::stats::{alpha::alpha_of_covariances, matrix::Matrix};
/// let c = Matrix::new(2, 2, vec![1.0, 0.5, 0.5, 1.0])?;
/// assert!((alpha_of_covariances(&c)? - 2.0 / 3.0).abs() < 1e-15);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn alpha_of_covariances(covariances: &Matrix) -> Result<f64, StatError> {
    let (own, total, k) = variance_of_sum(covariances)?;
    finite(k / (k - 1.0) * (1.0 - own / total))
}

/// The sum of the item variances, the variance of the sum, and the number of items.
fn variance_of_sum(covariances: &Matrix) -> Result<(f64, f64, f64), StatError> {
    let k = covariances.columns();
    if k != covariances.rows() {
        return Err(StatError::LengthMismatch { expected: k, found: covariances.rows() });
    }
    if k < 2 {
        return Err(StatError::TooFew { needed: 2, found: k });
    }
    let (own, total) = (sum(covariances.diagonal()), covariances.total());
    // Items that cancel each other out leave a variance that is rounding alone.
    if total <= 1e-14 * own || own <= 0.0 {
        return Err(StatError::NoVariation);
    }
    Ok((own, total, k as f64))
}

/// Alpha of the remaining items when each item in turn is left out; a value is `None` where the remaining items do
/// not vary as a sum.
///
/// # Errors
/// [`StatError::TooFew`] below two rows or three items.
///
/// ```
/// use attune::stats::{alpha::{alpha, alpha_if_deleted}, matrix::Matrix};
/// let x = [1.0, 2.0, 4.0].to_vec();
/// let without = alpha_if_deleted(&Matrix::from_columns(&[x.clone(), x, vec![5.0, 1.0, 0.0]])?)?;
/// assert!((without[2].unwrap() - 1.0).abs() < 1e-14);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn alpha_if_deleted(items: &Matrix) -> Result<Vec<Option<f64>>, StatError> {
    let k = items.columns();
    if k < 3 {
        return Err(StatError::TooFew { needed: 3, found: k });
    }
    let covariances = items.covariances()?;
    let without = |left_out: usize| {
        let kept = || (0..k).filter(move |&j| j != left_out);
        let cells = kept().flat_map(|i| kept().map(move |j| (i, j))).map(|(i, j)| covariances.at(i, j)).collect();
        alpha_of_covariances(&Matrix::new(k - 1, k - 1, cells)?)
    };
    (0..k).map(|j| known(without(j))).collect()
}

/// A value that one item may lack, without taking the other items' values away.
fn known(value: Result<f64, StatError>) -> Result<Option<f64>, StatError> {
    match value {
        Ok(value) => Ok(Some(value)),
        Err(StatError::NoVariation) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Feldt's exact interval for alpha of `k` items answered by `n` people (Feldt, Woodruff & Salih 1987),
/// `1 - (1 - alpha) F(1 - a/2)` to `1 - (1 - alpha) F(a/2)` with `n - 1` and `(n - 1)(k - 1)` degrees of freedom,
/// where `a = 1 - level`.
///
/// # Errors
/// [`StatError::TooFew`] below two people or two items, [`StatError::OutOfRange`] for an alpha above 1 or a level
/// outside 0 to 1, [`StatError::NotFinite`].
///
/// ```
/// use attune::stats::alpha::feldt_interval;
/// let i = feldt_interval(0.8, 30, 7, 0.95)?;
/// assert!(i.lower < 0.8 && 0.8 < i.upper && i.upper < 1.0);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn feldt_interval(alpha: f64, n: usize, k: usize, level: f64) -> Result<Interval, StatError> {
    check_level(level)?;
    if n.min(k) < 2 {
        return Err(StatError::TooFew { needed: 2, found: n.min(k) });
    }
    if !alpha.is_finite() {
        return Err(StatError::NotFinite);
    }
    if alpha > 1.0 {
        return Err(StatError::OutOfRange("a reliability is at most 1"));
    }
    let (df1, df2) = ((n - 1) as f64, (n - 1) as f64 * (k - 1) as f64);
    let tail = 0.5 * (1.0 - level);
    Ok(Interval {
        lower: 1.0 - (1.0 - alpha) * f_quantile(1.0 - tail, df1, df2),
        upper: 1.0 - (1.0 - alpha) * f_quantile(tail, df1, df2),
    })
}

/// The large-sample standard error of alpha (Duhachek & Iacobucci 2004),
/// `sqrt(2 k^2 / ((k-1)^2 (j'Vj)^3) [j'Vj (tr V^2 + tr^2 V) - 2 tr V (j'V^2 j)] / n)` with the covariances `V`.
///
/// An interval is `alpha -/+ z` times this error; `z = 1.96` for .95 by custom.
///
/// # Errors
/// As [`alpha`].
///
/// ```
/// use attune::stats::{alpha::standard_error, matrix::Matrix};
/// let x = vec![1.0, 2.0, 4.0];
/// let items = Matrix::from_columns(&[x.clone(), vec![2.0, 1.0, 5.0]])?;
/// assert!(standard_error(&items)? > 0.0);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn standard_error(items: &Matrix) -> Result<f64, StatError> {
    let v = items.covariances()?;
    let (own, total, k) = variance_of_sum(&v)?;
    // As shares of the total, so that no power of a variance leaves the range of numbers.
    let own = own / total;
    let row_sums = v.times_vector(&vec![1.0; v.columns()])?;
    let squared_total = sum(row_sums.iter().map(|r| (r / total).powi(2)));
    let squares = sum((0..v.rows()).flat_map(|i| v.row(i)).map(|c| (c / total).powi(2)));
    let bracket = squares + own * own - 2.0 * own * squared_total;
    let q = 2.0 * (k / (k - 1.0)).powi(2) * bracket;
    // The bracket is never negative, but for parallel items it is a difference of equal numbers.
    finite((q.max(0.0) / items.rows() as f64).sqrt())
}

/// The standard error of measurement, `sd * sqrt(1 - reliability)`.
///
/// # Errors
/// [`StatError::NotFinite`], [`StatError::OutOfRange`] for a negative standard deviation or a reliability outside
/// 0 to 1.
///
/// ```
/// use attune::stats::alpha::standard_error_of_measurement;
/// assert_eq!(standard_error_of_measurement(8.0, 0.75), Ok(4.0));
/// ```
pub fn standard_error_of_measurement(sd: f64, reliability: f64) -> Result<f64, StatError> {
    if !sd.is_finite() || !reliability.is_finite() {
        return Err(StatError::NotFinite);
    }
    if sd < 0.0 {
        return Err(StatError::OutOfRange("a standard deviation is not negative"));
    }
    if !(0.0..=1.0).contains(&reliability) {
        return Err(StatError::OutOfRange("a reliability lies between 0 and 1"));
    }
    Ok(sd * (1.0 - reliability).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn too_small_or_flat_is_told() {
        let one = Matrix::from_columns(&[vec![1.0, 2.0]]).unwrap();
        assert_eq!(alpha(&one), Err(StatError::TooFew { needed: 2, found: 1 }));
        for rows in 0..2 {
            let short = Matrix::new(rows, 2, vec![1.0; rows * 2]).unwrap();
            assert_eq!(alpha(&short), Err(StatError::TooFew { needed: 2, found: rows }));
        }
        let flat = Matrix::new(3, 2, vec![4.0; 6]).unwrap();
        assert_eq!(alpha(&flat), Err(StatError::NoVariation));
        assert_eq!(standard_error(&flat), Err(StatError::NoVariation));
        let opposed = Matrix::from_columns(&[vec![1.0, 2.0, 7.0], vec![7.0, 6.0, 1.0]]).unwrap();
        assert_eq!(alpha(&opposed), Err(StatError::NoVariation));
        assert!(alpha_if_deleted(&opposed).is_err());
        assert!(feldt_interval(0.8, 1, 3, 0.95).is_err() && feldt_interval(1.1, 9, 3, 0.95).is_err());
        assert!(feldt_interval(f64::NAN, 9, 3, 0.95).is_err() && feldt_interval(0.8, 9, 3, 1.0).is_err());
        assert_eq!(feldt_interval(1.0, 9, 3, 0.95), Ok(Interval { lower: 1.0, upper: 1.0 }));
        assert!(standard_error_of_measurement(-1.0, 0.5).is_err());
        assert!(standard_error_of_measurement(1.0, 1.5).is_err());
        assert_eq!(standard_error_of_measurement(f64::NAN, 0.5), Err(StatError::NotFinite));
    }

    #[test]
    fn a_constant_item_leaves_the_others_their_values() {
        let x = vec![1.0, 2.0, 4.0, 3.0];
        let items = Matrix::from_columns(&[x.clone(), x.iter().map(|v| -v).collect(), vec![5.0; 4]]).unwrap();
        let deleted = alpha_if_deleted(&items).unwrap();
        assert_eq!(deleted[2], None);
        assert_eq!(deleted[0], Some(0.0));
    }

    proptest! {
        #[test]
        fn order_shift_and_scale(cells in prop::collection::vec(0.0..7.0f64, 40), shift in -9.0..9.0f64, scale in 0.1..9.0f64) {
            let items = Matrix::new(10, 4, cells.clone()).unwrap();
            let a = alpha(&items).unwrap();
            prop_assert!(a <= 1.0);
            let moved = Matrix::new(10, 4, cells.iter().map(|c| c * scale + shift).collect()).unwrap();
            prop_assert!((alpha(&moved).unwrap() - a).abs() < 1e-8 * (1.0 + a.abs()));
            let mut rows: Vec<Vec<f64>> = (0..10).map(|i| items.row(i).to_vec()).collect();
            rows.rotate_left(3);
            rows.iter_mut().for_each(|r| r.reverse());
            prop_assert!((alpha(&Matrix::from_rows(&rows).unwrap()).unwrap() - a).abs() < 1e-9 * (1.0 + a.abs()));
            let f = feldt_interval(a, 10, 4, 0.9).unwrap();
            prop_assert!(f.lower < a && a < f.upper && f.upper <= 1.0);
            let e = standard_error(&items).unwrap();
            let huge = Matrix::new(10, 4, cells.iter().map(|c| c * 1e70).collect()).unwrap();
            prop_assert!(e >= 0.0 && (standard_error(&huge).unwrap() - e).abs() < 1e-7);
        }
    }
}

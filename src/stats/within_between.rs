//! Group-mean centring: a column split into what varies within its groups and what varies between them.

use super::describe::finite;
use super::error::StatError;

/// The two parts of a column, row by row, and the means they came from.
#[derive(Debug, Clone, PartialEq)]
pub struct WithinBetween {
    /// Value less its group's mean; NaN where the value is missing.
    pub within: Vec<f64>,
    /// The group's mean less the grand mean; NaN only where the whole group is missing.
    pub between: Vec<f64>,
    /// The group's mean, row by row; NaN only where the whole group is missing.
    pub group_mean: Vec<f64>,
    /// The mean of the groups' means: every group counts once, whatever its size.
    pub grand_mean: f64,
    /// Groups with at least one value.
    pub groups: usize,
    /// Pooled standard deviation within groups, `sqrt(sum (x - group mean)^2 / (n - groups))`; `None` where no
    /// group has two values.
    pub pooled_sd: Option<f64>,
}

/// Split `values` by `groups` (one code per row, in any order).
///
/// # Missing values
/// A NaN does not count in its group's mean and stays missing in `within`.
///
/// # Errors
/// Lengths that differ, infinite values, [`StatError::TooFew`] without any value, [`StatError::NotEstimable`] where a sum
/// overflows.
///
/// # Examples
/// ```
/// use attune::stats::within_between::within_between;
///
/// let parts = within_between(&[1.0, 3.0, 8.0], &[0, 0, 1])?;
/// assert_eq!(parts.within, [-1.0, 1.0, 0.0]);
/// assert_eq!(parts.grand_mean, 5.0); // of the means 2 and 8, not of the values
/// assert_eq!(parts.between, [-3.0, -3.0, 3.0]);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn within_between(values: &[f64], groups: &[usize]) -> Result<WithinBetween, StatError> {
    if values.len() != groups.len() {
        return Err(StatError::LengthMismatch { expected: values.len(), found: groups.len() });
    }
    if values.iter().any(|v| v.is_infinite()) {
        return Err(StatError::NotFinite);
    }
    let mut codes = groups.to_vec();
    codes.sort_unstable();
    codes.dedup();
    let position: Vec<usize> = groups.iter().map(|g| codes.partition_point(|c| c < g)).collect();
    let mut sums = vec![(0.0, 0_usize); codes.len()];
    let given = || values.iter().zip(&position).filter(|(v, _)| !v.is_nan());
    for (v, &g) in given() {
        sums[g].0 += v;
        sums[g].1 += 1;
    }
    let means: Vec<f64> = sums.iter().map(|(s, n)| if *n > 0 { s / *n as f64 } else { f64::NAN }).collect();
    let present: Vec<f64> = means.iter().copied().filter(|m| !m.is_nan()).collect();
    if present.is_empty() {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    let grand_mean = finite(present.iter().sum::<f64>() / present.len() as f64)?;
    let n = given().count();
    let squares: f64 = given().map(|(v, &g)| (v - means[g]).powi(2)).sum();
    let pooled_sd = (n > present.len()).then(|| (squares / (n - present.len()) as f64).sqrt());
    Ok(WithinBetween {
        within: values.iter().zip(&position).map(|(v, &g)| v - means[g]).collect(),
        between: position.iter().map(|&g| means[g] - grand_mean).collect(),
        group_mean: position.iter().map(|&g| means[g]).collect(),
        grand_mean,
        groups: present.len(),
        pooled_sd,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_input() {
        assert!(matches!(within_between(&[], &[]), Err(StatError::TooFew { .. })));
        assert!(matches!(within_between(&[f64::NAN], &[1]), Err(StatError::TooFew { .. })));
        assert!(matches!(within_between(&[1.0], &[]), Err(StatError::LengthMismatch { .. })));
        assert!(matches!(within_between(&[f64::INFINITY], &[1]), Err(StatError::NotFinite)));
        let parts = within_between(&[1.0, f64::NAN, f64::NAN], &[4, 4, 9]).unwrap();
        assert!(parts.within[1].is_nan() && parts.between[1] == 0.0 && parts.between[2].is_nan());
        assert_eq!((parts.groups, parts.pooled_sd), (1, None));
    }

    proptest! {
        #[test]
        fn parts_add_up_and_within_sums_to_zero(
            data in prop::collection::vec((-5.0f64..5.0, 0usize..5), 1..40), shift in -9.0f64..9.0
        ) {
            let (v, g): (Vec<f64>, Vec<usize>) = data.into_iter().unzip();
            let a = within_between(&v, &g).unwrap();
            for (i, value) in v.iter().enumerate() {
                prop_assert!((a.within[i] + a.between[i] + a.grand_mean - value).abs() < 1e-9);
            }
            prop_assert!(a.within.iter().sum::<f64>().abs() < 1e-9);
            let moved: Vec<f64> = v.iter().map(|x| x + shift).collect();
            let relabelled: Vec<usize> = g.iter().map(|c| 100 - c).collect();
            let b = within_between(&moved, &relabelled).unwrap();
            for (x, y) in a.within.iter().chain(&a.between).zip(b.within.iter().chain(&b.between)) {
                prop_assert!((x - y).abs() < 1e-9);
            }
        }
    }
}

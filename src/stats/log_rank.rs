//! The log-rank test of equal survival in two or more groups (Mantel 1966; Peto & Peto 1972).

use super::cholesky::Cholesky;
use super::distributions::chi_squared_upper;
use super::error::StatError;
use super::matrix::Matrix;
use super::risk_set::risk_sets;

/// Observed and expected events of one group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogRankGroup {
    /// The group's code.
    pub code: usize,
    /// Observations.
    pub n: usize,
    /// Events observed.
    pub observed: usize,
    /// Events expected if all groups had the same hazard.
    pub expected: f64,
}

/// The result of the test.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRank {
    /// The groups, ordered by code.
    pub groups: Vec<LogRankGroup>,
    /// The statistic.
    pub chi_squared: f64,
    /// Its degrees of freedom, groups less one.
    pub df: usize,
    /// Probability of a larger statistic if all groups had the same hazard.
    pub p: f64,
}

/// The log-rank test.
///
/// At each event time with `n` at risk (`n_g` in group `g`) and `d` events, group `g` expects `d n_g / n`, with covariance
/// `d (n - d) / (n - 1) * (n_g / n) (delta_gh - n_h / n)`; `(O - E)' V^-1 (O - E)` over all groups but one is chi-squared.
///
/// # Missing values
/// An observation whose time is NaN is left out.
///
/// # Errors
/// As [`risk_sets`]; [`StatError::NotEstimable`] with fewer than two groups, or where no event happened while
/// two groups were at risk.
///
/// # Examples
/// ```
/// use attune::stats::log_rank::log_rank;
///
/// let test = log_rank(&[1.0, 2.0, 3.0, 4.0], &[true; 4], &[0, 0, 1, 1])?;
/// assert_eq!(test.groups[0].observed, 2);
/// assert!((test.groups[0].expected - (0.5 + 1.0 / 3.0)).abs() < 1e-12);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn log_rank(times: &[f64], event: &[bool], group: &[usize]) -> Result<LogRank, StatError> {
    if group.len() != times.len() {
        return Err(StatError::LengthMismatch { expected: times.len(), found: group.len() });
    }
    let cause: Vec<usize> = event.iter().map(|e| usize::from(*e)).collect();
    let all = risk_sets(times, &cause, 1, None)?;
    let used = |i: &usize| !times[*i].is_nan();
    let mut codes: Vec<usize> = (0..times.len()).filter(used).map(|i| group[i]).collect();
    codes.sort_unstable();
    codes.dedup();
    let k = codes.len();
    if k < 2 {
        return Err(StatError::NotEstimable("a comparison needs at least two groups"));
    }
    let mut groups = Vec::with_capacity(k);
    for &code in &codes {
        let own: Vec<usize> = (0..times.len()).filter(used).filter(|&i| group[i] == code).collect();
        let observed = own.iter().filter(|&&i| event[i]).count();
        groups.push(LogRankGroup { code, n: own.len(), observed, expected: 0.0 });
    }
    let mut covariance = vec![0.0; k * k];
    for row in all.iter().filter(|r| r.any_event() > 0) {
        let (n, d) = (row.at_risk as f64, row.any_event() as f64);
        let share: Vec<f64> = codes
            .iter()
            .map(|c| (0..times.len()).filter(|&i| group[i] == *c && times[i] >= row.time).count() as f64 / n)
            .collect();
        for (g, s) in groups.iter_mut().zip(&share) {
            g.expected += d * s;
        }
        if row.at_risk > 1 {
            let factor = d * (n - d) / (n - 1.0);
            for i in 0..k {
                for j in 0..k {
                    let same = if i == j { 1.0 } else { 0.0 };
                    covariance[i * k + j] += factor * share[i] * (same - share[j]);
                }
            }
        }
    }
    let m = k - 1;
    let difference: Vec<f64> = groups[..m].iter().map(|g| g.observed as f64 - g.expected).collect();
    let reduced: Vec<f64> = (0..m * m).map(|at| covariance[(at / m) * k + at % m]).collect();
    let factor = Cholesky::of(&Matrix::new(m, m, reduced)?)
        .map_err(|_| StatError::NotEstimable("no event happened while every group was at risk"))?;
    let solved = factor.solve(&difference)?;
    let chi_squared: f64 = difference.iter().zip(&solved).map(|(a, b)| a * b).sum();
    Ok(LogRank { groups, chi_squared, df: m, p: chi_squared_upper(chi_squared, m as f64) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_input() {
        assert!(log_rank(&[], &[], &[]).is_err());
        assert!(matches!(log_rank(&[1.0, 2.0], &[true, true], &[3, 3]), Err(StatError::NotEstimable(_))));
        assert!(matches!(log_rank(&[1.0, 2.0], &[false, false], &[0, 1]), Err(StatError::NotEstimable(_))));
        assert!(matches!(log_rank(&[1.0], &[true], &[]), Err(StatError::LengthMismatch { .. })));
    }

    proptest! {
        #[test]
        fn expected_events_sum_to_observed_and_order_is_nothing(
            data in prop::collection::vec((0.0f64..20.0, any::<bool>(), 0usize..3), 6..40)
        ) {
            let split = |d: &[(f64, bool, usize)]| -> (Vec<f64>, Vec<bool>, Vec<usize>) {
                (d.iter().map(|r| r.0).collect(), d.iter().map(|r| r.1).collect(), d.iter().map(|r| r.2).collect())
            };
            let (t, e, g) = split(&data);
            if let Ok(test) = log_rank(&t, &e, &g) {
                let expected: f64 = test.groups.iter().map(|r| r.expected).sum();
                let observed: usize = test.groups.iter().map(|r| r.observed).sum();
                prop_assert!((expected - observed as f64).abs() < 1e-9);
                prop_assert!(test.chi_squared >= -1e-12 && (0.0..=1.0).contains(&test.p));
                let reversed: Vec<_> = data.iter().rev().map(|r| (r.0 * 3.0, r.1, 2 - r.2)).collect();
                let (t, e, g) = split(&reversed);
                let again = log_rank(&t, &e, &g).unwrap();
                prop_assert!((again.chi_squared - test.chi_squared).abs() < 1e-7 * (1.0 + test.chi_squared));
            }
        }
    }
}

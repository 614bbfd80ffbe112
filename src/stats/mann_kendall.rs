//! The Mann-Kendall test of a monotone trend.

use super::describe::check_sample;
use super::distributions::normal_upper;
use super::error::StatError;

/// The result of a Mann-Kendall test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannKendall {
    /// Pairs that rise less pairs that fall.
    pub s: f64,
    /// The variance of `s` without a trend, corrected for ties.
    pub variance: f64,
    /// `s` brought one nearer to zero, over its standard deviation.
    pub z: f64,
    /// The two-sided p-value by the normal distribution.
    pub p: f64,
    /// Kendall's tau-a, `s / (n (n - 1) / 2)`.
    pub tau: f64,
}

/// Test a series in time order for a monotone trend (Mann 1945, Kendall 1975), with
/// `variance = (n (n-1) (2n+5) - sum t (t-1) (2t+5)) / 18` over groups of `t` equal values.
///
/// The values need not be evenly spaced in time; a missing one is left out by the caller. The test takes the values as
/// independent of one another.
///
/// # Errors
/// [`StatError::TooFew`] below three values, [`StatError::NotFinite`], [`StatError::NoVariation`] if all are equal.
///
/// ```
/// use attune::stats::mann_kendall::mann_kendall;
/// let test = mann_kendall(&[1.0, 2.0, 3.0, 4.0])?;
/// assert_eq!((test.s, test.tau), (6.0, 1.0));
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn mann_kendall(values: &[f64]) -> Result<MannKendall, StatError> {
    check_sample(values, 3)?;
    let n = values.len() as f64;
    let mut s = 0.0;
    for (i, later) in values.iter().enumerate() {
        for earlier in &values[..i] {
            s += f64::from(i8::from(later > earlier) - i8::from(later < earlier));
        }
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let term = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let ties: f64 = sorted.chunk_by(|a, b| a == b).map(|group| term(group.len() as f64)).sum();
    let variance = (term(n) - ties) / 18.0;
    if variance <= 0.0 {
        return Err(StatError::NoVariation);
    }
    let z = if s == 0.0 { 0.0 } else { (s - s.signum()) / variance.sqrt() };
    Ok(MannKendall { s, variance, z, p: (2.0 * normal_upper(z.abs())).min(1.0), tau: s / (n * (n - 1.0) / 2.0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn too_few_or_flat_is_told() {
        for n in 0..3 {
            assert_eq!(mann_kendall(&vec![1.0; n]), Err(StatError::TooFew { needed: 3, found: n }));
        }
        assert_eq!(mann_kendall(&[2.0; 5]), Err(StatError::NoVariation));
        assert_eq!(mann_kendall(&[1.0, 2.0, f64::NAN]), Err(StatError::NotFinite));
        assert_eq!(mann_kendall(&[0.0, -0.0, 0.0]), Err(StatError::NoVariation));
    }

    proptest! {
        #[test]
        fn any_rising_transformation_leaves_it_and_reversal_turns_it(values in prop::collection::vec(0..9i32, 3..40)) {
            let series: Vec<f64> = values.iter().map(|v| f64::from(*v)).collect();
            let Ok(test) = mann_kendall(&series) else { return Ok(()) };
            let curved: Vec<f64> = series.iter().map(|v| v.powi(3) - 7.0).collect();
            prop_assert_eq!(mann_kendall(&curved).unwrap(), test);
            let reversed: Vec<f64> = series.iter().rev().copied().collect();
            prop_assert_eq!(mann_kendall(&reversed).unwrap().s, -test.s);
            prop_assert!(test.tau.abs() <= 1.0 && (0.0..=1.0).contains(&test.p));
        }
    }
}

//! A proportion: its exact interval, and the exact tails and limits when a true share is given.

use super::distributions::{beta_cdf, beta_quantile};
use super::error::StatError;
use super::interval::{Interval, check_level};

/// The interval of Clopper & Pearson 1934 for a share of which `events` out of `n` were seen.
///
/// Lower limit: the `(1 - level) / 2` quantile of beta(`x`, `n - x + 1`), zero where `x = 0`; upper limit: the
/// `(1 + level) / 2` quantile of beta(`x + 1`, `n - x`), one where `x = n`. It covers at least `level`, often more.
///
/// # Errors
/// [`StatError::TooFew`] for `n = 0`; [`StatError::OutOfRange`] for more events than observations or a level outside
/// (0, 1).
///
/// # Examples
/// ```
/// use attune::stats::binomial::clopper_pearson;
///
/// let none = clopper_pearson(0, 10, 0.95)?;
/// assert_eq!(none.lower, 0.0);
/// assert!((none.upper - (1.0 - 0.025f64.powf(0.1))).abs() < 1e-10);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn clopper_pearson(events: usize, n: usize, level: f64) -> Result<Interval, StatError> {
    check_level(level)?;
    check_counts(events, n)?;
    let (x, n_) = (events as f64, n as f64);
    let tail = 0.5 * (1.0 - level);
    let lower = if events == 0 { 0.0 } else { beta_quantile(tail, x, n_ - x + 1.0) };
    let upper = if events == n { 1.0 } else { beta_quantile(1.0 - tail, x + 1.0, n_ - x) };
    Ok(Interval { lower, upper })
}

fn check_counts(events: usize, n: usize) -> Result<(), StatError> {
    if n == 0 {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    if events > n {
        return Err(StatError::OutOfRange("there are no more events than observations"));
    }
    Ok(())
}

fn check_share(share: f64) -> Result<(), StatError> {
    if share > 0.0 && share < 1.0 { Ok(()) } else { Err(StatError::OutOfRange("a share lies between 0 and 1")) }
}

/// Probability of at most `events` out of `n`, when each happens with probability `share`: the lower tail of the
/// binomial, by the incomplete beta function `1 - I_share(x + 1, n - x)`.
///
/// # Errors
/// [`StatError::OutOfRange`] for a share outside (0, 1).
///
/// # Examples
/// ```
/// use attune::stats::binomial::binomial_cdf;
///
/// assert!((binomial_cdf(1, 3, 0.5)? - 0.5).abs() < 1e-12);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn binomial_cdf(events: usize, n: usize, share: f64) -> Result<f64, StatError> {
    check_share(share)?;
    Ok(cdf(events, n, share))
}

fn cdf(events: usize, n: usize, share: f64) -> f64 {
    if events >= n {
        return 1.0;
    }
    // The complement is asked for directly, so that a small lower tail keeps its precision.
    beta_cdf(1.0 - share, (n - events) as f64, events as f64 + 1.0)
}

/// Smallest count whose lower tail reaches `p`.
fn quantile(p: f64, n: usize, share: f64) -> usize {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if cdf(middle, n, share) >= p { high = middle } else { low = middle + 1 }
    }
    low
}

/// Probability of a count as low as this one, and of one as high, when the true share is given.
///
/// # Errors
/// As [`clopper_pearson`] and [`binomial_cdf`].
///
/// # Examples
/// ```
/// use attune::stats::binomial::binomial_tails;
///
/// let (low, high) = binomial_tails(0, 4, 0.5)?;
/// assert!((low - 0.0625).abs() < 1e-12);
/// assert_eq!(high, 1.0);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn binomial_tails(events: usize, n: usize, share: f64) -> Result<(f64, f64), StatError> {
    check_counts(events, n)?;
    check_share(share)?;
    // P(X >= x) = I_share(x, n - x + 1).
    let upper = if events == 0 { 1.0 } else { beta_cdf(share, events as f64, (n - events) as f64 + 1.0) };
    Ok((cdf(events, n, share), upper))
}

/// The limits between which a share measured on `n` observations is expected when the true share is `target`, for a
/// funnel plot.
///
/// Exact binomial limits with the interpolation of Spiegelhalter 2005 (Statistics in Medicine 24, appendix A.1.1), which
/// makes them smooth in `n`: for a tail `p`, with `r` the smallest count whose lower tail reaches `p` and
/// `alpha = (P(R <= r) - p) / P(R = r)`, the limit is `(r - alpha) / n`, cut to `[0, 1]`.
///
/// # Errors
/// [`StatError::TooFew`] for `n = 0`; [`StatError::OutOfRange`] for a target or level outside (0, 1).
///
/// # Examples
/// ```
/// use attune::stats::binomial::funnel_limits;
///
/// let (few, many) = (funnel_limits(0.2, 20, 0.95)?, funnel_limits(0.2, 200, 0.95)?);
/// assert!(few.lower < many.lower && many.upper < few.upper);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn funnel_limits(target: f64, n: usize, level: f64) -> Result<Interval, StatError> {
    check_level(level)?;
    check_share(target)?;
    check_counts(0, n)?;
    let limit = |p: f64| {
        let r = quantile(p, n, target);
        let (at, below) = (cdf(r, n, target), r.checked_sub(1).map_or(0.0, |b| cdf(b, n, target)));
        let alpha = if at > below { (at - p) / (at - below) } else { 0.0 };
        ((r as f64 - alpha) / n as f64).clamp(0.0, 1.0)
    };
    let tail = 0.5 * (1.0 - level);
    Ok(Interval { lower: limit(tail), upper: limit(1.0 - tail) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mass(k: usize, n: usize, p: f64) -> f64 {
        let choose = (0..k).fold(1.0, |c, i| c * (n - i) as f64 / (i + 1) as f64);
        choose * p.powi(k as i32) * (1.0 - p).powi((n - k) as i32)
    }

    #[test]
    fn degenerate_input() {
        assert!(matches!(clopper_pearson(0, 0, 0.95), Err(StatError::TooFew { .. })));
        assert!(matches!(clopper_pearson(3, 2, 0.95), Err(StatError::OutOfRange(_))));
        assert!(matches!(clopper_pearson(1, 2, 1.0), Err(StatError::OutOfRange(_))));
        assert!(matches!(binomial_cdf(1, 2, f64::NAN), Err(StatError::OutOfRange(_))));
        assert!(matches!(funnel_limits(1.0, 2, 0.95), Err(StatError::OutOfRange(_))));
        assert!(matches!(funnel_limits(0.5, 0, 0.95), Err(StatError::TooFew { .. })));
        assert_eq!(clopper_pearson(1, 1, 0.95).unwrap().upper, 1.0);
    }

    proptest! {
        #[test]
        fn the_tail_is_the_sum_of_its_masses(n in 1usize..40, at in 0.0f64..1.0, share in 0.02f64..0.98) {
            let x = (at * n as f64) as usize;
            let direct: f64 = (0..=x).map(|k| mass(k, n, share)).sum();
            prop_assert!((binomial_cdf(x, n, share).unwrap() - direct).abs() < 1e-10);
            let (low, high) = binomial_tails(x, n, share).unwrap();
            prop_assert!((low + high - 1.0 - mass(x, n, share)).abs() < 1e-10);
        }

        #[test]
        fn the_interval_is_where_the_tails_are_met(n in 1usize..60, at in 0.0f64..1.0) {
            let x = (at * (n + 1) as f64) as usize;
            let i = clopper_pearson(x, n, 0.95).unwrap();
            prop_assert!(i.lower <= x as f64 / n as f64 && x as f64 / n as f64 <= i.upper);
            if x > 0 {
                prop_assert!((binomial_tails(x, n, i.lower).unwrap().1 - 0.025).abs() < 1e-8);
            }
            if x < n {
                prop_assert!((binomial_tails(x, n, i.upper).unwrap().0 - 0.025).abs() < 1e-8);
            }
            let mirrored = clopper_pearson(n - x, n, 0.95).unwrap();
            prop_assert!((mirrored.lower + i.upper - 1.0).abs() < 1e-9);
        }

        #[test]
        fn a_count_beyond_the_funnel_has_a_small_tail(n in 5usize..200, target in 0.05f64..0.95) {
            let limits = funnel_limits(target, n, 0.95).unwrap();
            prop_assert!(limits.lower < target && target < limits.upper);
            for x in 0..=n {
                let share = x as f64 / n as f64;
                let (low, high) = binomial_tails(x, n, target).unwrap();
                if share < limits.lower {
                    prop_assert!(low < 0.025 + 1e-9);
                }
                if share > limits.upper + 1.0 / n as f64 {
                    prop_assert!(high < 0.025 + 1e-9);
                }
            }
        }
    }
}

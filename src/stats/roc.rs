//! The area under the receiver operating characteristic curve, its variance, and the difference of two areas.

use super::distributions::normal_cdf;
use super::error::StatError;
use super::interval::{Interval, two_sided_z};

/// An area under the curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Auc {
    /// Probability that a random positive scores above a random negative, ties counted half.
    pub auc: f64,
    /// DeLong's standard error; `None` with fewer than two positives or negatives.
    pub se: Option<f64>,
    /// Normal interval, cut to `[0, 1]`; `None` without a standard error, or where it is zero (perfect separation).
    pub interval: Option<Interval>,
    /// Positives.
    pub positives: usize,
    /// Negatives.
    pub negatives: usize,
}

/// The difference of two areas measured on the same observations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AucDifference {
    /// First area less the second.
    pub difference: f64,
    /// DeLong's standard error of the difference.
    pub se: f64,
    /// Difference over its standard error.
    pub z: f64,
    /// Two-sided p.
    pub p: f64,
    /// Normal interval of the difference.
    pub interval: Interval,
}

/// Area under the curve with DeLong's variance.
///
/// `auc = mean over pairs of [s+ > s-] + [s+ = s-] / 2`. With the placements `v_i` (share of negatives below positive
/// `i`) and `w_j` (share of positives above negative `j`), `Var = var(v) / m + var(w) / n`. Source: DeLong, DeLong & Clarke-Pearson 1988,
/// Biometrics 44; computed from midranks (Sun & Xu 2014).
///
/// # Missing values
/// An observation whose score is NaN is left out. Infinite scores are allowed: they only rank.
///
/// # Errors
/// Lengths that differ, a level outside (0, 1), and [`StatError::NotEstimable`] where one of the classes is empty.
///
/// # Examples
/// ```
/// use attune::stats::roc::auc;
///
/// let area = auc(&[1.0, 2.0, 2.0, 3.0], &[false, false, true, true], 0.95)?;
/// assert_eq!(area.auc, 0.875); // three pairs won, one tied
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn auc(scores: &[f64], positive: &[bool], level: f64) -> Result<Auc, StatError> {
    let z = two_sided_z(level)?;
    let placed = placements(scores, positive, &|i| !scores[i].is_nan())?;
    let area = mean(&placed.positives);
    let (m, n) = (placed.positives.len(), placed.negatives.len());
    let variance = covariance(&placed.positives, &placed.positives)
        .zip(covariance(&placed.negatives, &placed.negatives))
        .map(|(v, w)| v / m as f64 + w / n as f64);
    let se = variance.map(|v| v.max(0.0).sqrt());
    let interval = se.filter(|s| *s > 0.0).map(|s| Interval::around(area, z * s).within(0.0, 1.0));
    Ok(Auc { auc: area, se, interval, positives: m, negatives: n })
}

/// The difference of the areas of two scores on the same observations, by DeLong's covariance.
///
/// # Missing values
/// An observation for which either score is NaN is left out of both.
///
/// # Errors
/// As [`auc`]; [`StatError::NotEstimable`] with fewer than two positives or negatives, or where the difference
/// has no spread (the scores rank alike).
///
/// # Examples
/// ```
/// use attune::stats::roc::compare_auc;
///
/// let positive = [false, false, false, true, true, true];
/// let c = compare_auc(&[1.0, 2.0, 4.0, 3.0, 5.0, 6.0], &[2.0, 1.0, 5.0, 3.0, 4.0, 6.0], &positive, 0.95)?;
/// assert!((c.difference - 1.0 / 9.0).abs() < 1e-12);
/// assert!(c.p > 0.1);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn compare_auc(first: &[f64], second: &[f64], positive: &[bool], level: f64) -> Result<AucDifference, StatError> {
    let z_level = two_sided_z(level)?;
    if first.len() != second.len() {
        return Err(StatError::LengthMismatch { expected: first.len(), found: second.len() });
    }
    let both = |i: usize| !first[i].is_nan() && !second[i].is_nan();
    let a = placements(first, positive, &both)?;
    let b = placements(second, positive, &both)?;
    let spread = |a: &[f64], b: &[f64]| {
        let d: Vec<f64> = a.iter().zip(b).map(|(x, y)| x - y).collect();
        covariance(&d, &d).map(|v| v / d.len() as f64)
    };
    let variance = spread(&a.positives, &b.positives)
        .zip(spread(&a.negatives, &b.negatives))
        .map(|(v, w)| v + w)
        .ok_or(StatError::NotEstimable("a comparison needs two positives and two negatives"))?;
    if variance <= 0.0 {
        return Err(StatError::NotEstimable("the two scores do not differ in how they rank"));
    }
    let difference = mean(&a.positives) - mean(&b.positives);
    let se = variance.sqrt();
    let z = difference / se;
    let interval = Interval::around(difference, z_level * se);
    Ok(AucDifference { difference, se, z, p: 2.0 * normal_cdf(-z.abs()), interval })
}

/// Structural components: for each positive the share of negatives below, for each negative that of positives above.
struct Placements {
    positives: Vec<f64>,
    negatives: Vec<f64>,
}

fn placements(scores: &[f64], positive: &[bool], used: &dyn Fn(usize) -> bool) -> Result<Placements, StatError> {
    if scores.len() != positive.len() {
        return Err(StatError::LengthMismatch { expected: scores.len(), found: positive.len() });
    }
    let rows: Vec<usize> = (0..scores.len()).filter(|&i| used(i)).collect();
    let class = |which: bool| rows.iter().filter(|&&i| positive[i] == which).map(|&i| scores[i]).collect::<Vec<f64>>();
    let (up, down) = (class(true), class(false));
    if up.is_empty() || down.is_empty() {
        return Err(StatError::NotEstimable("a curve needs positives and negatives"));
    }
    let (mut up_sorted, mut down_sorted) = (up.clone(), down.clone());
    up_sorted.sort_by(f64::total_cmp);
    down_sorted.sort_by(f64::total_cmp);
    Ok(Placements {
        positives: up.iter().map(|s| share_below(&down_sorted, *s)).collect(),
        negatives: down.iter().map(|s| 1.0 - share_below(&up_sorted, *s)).collect(),
    })
}

/// The share of sorted values below `x`, ties counted half.
fn share_below(sorted: &[f64], x: f64) -> f64 {
    let below = sorted.partition_point(|v| *v < x);
    let not_above = sorted.partition_point(|v| *v <= x);
    (below + not_above) as f64 / (2 * sorted.len()) as f64
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Sample covariance; `None` below two values.
fn covariance(a: &[f64], b: &[f64]) -> Option<f64> {
    let (ma, mb) = (mean(a), mean(b));
    let s: f64 = a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum();
    (a.len() > 1).then(|| s / (a.len() - 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_input() {
        assert!(matches!(auc(&[], &[], 0.95), Err(StatError::NotEstimable(_))));
        assert!(matches!(auc(&[1.0], &[true], 0.95), Err(StatError::NotEstimable(_))));
        assert!(matches!(auc(&[1.0], &[], 0.95), Err(StatError::LengthMismatch { .. })));
        let two = auc(&[1.0, 2.0], &[false, true], 0.95).unwrap();
        assert_eq!((two.auc, two.se, two.interval), (1.0, None, None));
        let apart = auc(&[1.0, 2.0, 3.0, 4.0], &[false, false, true, true], 0.95).unwrap();
        assert_eq!((apart.se, apart.interval), (Some(0.0), None));
        let flat = auc(&[1.0; 6], &[true, false, true, false, true, false], 0.95).unwrap();
        assert_eq!((flat.auc, flat.interval), (0.5, None));
        let same = compare_auc(&[1.0, 2.0, 3.0, 4.0], &[2.0, 4.0, 6.0, 8.0], &[true, false, true, false], 0.95);
        assert!(matches!(same, Err(StatError::NotEstimable(_))));
    }

    proptest! {
        #[test]
        fn ranks_are_all_that_counts(data in prop::collection::vec((-5i8..5, any::<bool>()), 2..40)) {
            let s: Vec<f64> = data.iter().map(|d| f64::from(d.0)).collect();
            let y: Vec<bool> = data.iter().map(|d| d.1).collect();
            if let Ok(a) = auc(&s, &y, 0.95) {
                prop_assert!((0.0..=1.0).contains(&a.auc));
                let grown: Vec<f64> = s.iter().map(|v| (v / 3.0).exp() * 7.0 + 1.0).collect();
                prop_assert!((auc(&grown, &y, 0.95).unwrap().auc - a.auc).abs() < 1e-12);
                let turned: Vec<f64> = s.iter().map(|v| -v).collect();
                let b = auc(&turned, &y, 0.95).unwrap();
                prop_assert!((a.auc + b.auc - 1.0).abs() < 1e-12);
                if let (Some(x), Some(y)) = (a.se, b.se) {
                    prop_assert!((x - y).abs() < 1e-12);
                }
                if let Some(i) = a.interval {
                    prop_assert!(i.lower <= a.auc && a.auc <= i.upper);
                }
            }
        }
    }
}

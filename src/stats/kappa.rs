//! Weighted kappa: agreement of two raters on ordered categories, beyond chance (Cohen 1968).

use super::error::StatError;
use super::interval::{Interval, two_sided_z};

/// Most categories that are accepted: the table of pairs grows with their square.
const MOST_CATEGORIES: usize = 1000;

/// How much near misses count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KappaWeights {
    /// Only exact agreement counts.
    None,
    /// `1 - |i - j| / (k - 1)` (Cicchetti & Allison).
    Linear,
    /// `1 - (i - j)^2 / (k - 1)^2` (Fleiss & Cohen).
    Quadratic,
}

/// Agreement beyond chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kappa {
    /// `(p_o - p_e) / (1 - p_e)`: one is perfect, zero is chance.
    pub kappa: f64,
    /// Its large-sample standard error (Fleiss, Cohen & Everitt 1969).
    pub se: f64,
    /// Normal interval, cut to `[-1, 1]`; `None` where the error is zero (as at perfect agreement).
    pub interval: Option<Interval>,
    /// Weighted agreement observed.
    pub observed: f64,
    /// Weighted agreement expected by chance.
    pub expected: f64,
    /// Things rated.
    pub n: usize,
}

/// Weighted kappa of two raters who put each thing into one of `categories` ordered categories, coded from 0.
///
/// With weights `w_ij`, `p_o = sum w_ij p_ij`, `p_e = sum w_ij p_i. p_.j`. The variance is
/// `(sum p_ij (w_ij (1 - p_e) - (w_i. + w_.j)(1 - p_o))^2 - (p_o p_e - 2 p_e + p_o)^2) / (n (1 - p_e)^4)`, where
/// `w_i.` and `w_.j` are the mean weights of row and column.
///
/// # Missing values
/// `None` for a thing that a rater did not rate: the pair is left out.
///
/// # Errors
/// Lengths that differ; [`StatError::OutOfRange`] for fewer than two or more than 1000 categories, a code outside them or a level
/// outside (0, 1); [`StatError::TooFew`] below two pairs; [`StatError::NotEstimable`] where both raters used one
/// and the same category throughout, so that chance agreement is already complete.
///
/// # Examples
/// ```
/// use attune::stats::kappa::{KappaWeights, weighted_kappa};
///
/// let a = [0, 1, 2, 2, 1, 0].map(Some);
/// let b = [0, 1, 2, 1, 1, 0].map(Some);
/// let k = weighted_kappa(&a, &b, 3, KappaWeights::None, 0.95)?;
/// assert!((k.kappa - 0.75).abs() < 1e-12); // (5/6 - 1/3) / (1 - 1/3)
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn weighted_kappa(
    first: &[Option<usize>],
    second: &[Option<usize>],
    categories: usize,
    weights: KappaWeights,
    level: f64,
) -> Result<Kappa, StatError> {
    let z = two_sided_z(level)?;
    if first.len() != second.len() {
        return Err(StatError::LengthMismatch { expected: first.len(), found: second.len() });
    }
    if !(2..=MOST_CATEGORIES).contains(&categories) {
        return Err(StatError::OutOfRange("there are between two and 1000 categories"));
    }
    let pairs: Vec<(usize, usize)> = first.iter().zip(second).filter_map(|(a, b)| a.zip(*b)).collect();
    if pairs.iter().any(|(a, b)| *a >= categories || *b >= categories) {
        return Err(StatError::OutOfRange("a code lies among the categories"));
    }
    let n = pairs.len();
    if n < 2 {
        return Err(StatError::TooFew { needed: 2, found: n });
    }
    let k = categories;
    let mut joint = vec![0.0; k * k];
    let (mut rows, mut columns) = (vec![0.0; k], vec![0.0; k]);
    let unit = 1.0 / n as f64;
    for (a, b) in pairs {
        joint[a * k + b] += unit;
        rows[a] += unit;
        columns[b] += unit;
    }
    let span = (k - 1) as f64;
    let weight = |i: usize, j: usize| {
        let distance = i.abs_diff(j) as f64 / span;
        match weights {
            KappaWeights::None => f64::from(u8::from(i == j)),
            KappaWeights::Linear => 1.0 - distance,
            KappaWeights::Quadratic => 1.0 - distance * distance,
        }
    };
    let row_weight: Vec<f64> = (0..k).map(|i| (0..k).map(|j| weight(i, j) * columns[j]).sum()).collect();
    let column_weight: Vec<f64> = (0..k).map(|j| (0..k).map(|i| weight(i, j) * rows[i]).sum()).collect();
    let cells = || (0..k).flat_map(|i| (0..k).map(move |j| (i, j)));
    let observed: f64 = cells().map(|(i, j)| weight(i, j) * joint[i * k + j]).sum();
    let expected: f64 = cells().map(|(i, j)| weight(i, j) * rows[i] * columns[j]).sum();
    let room = 1.0 - expected;
    if room <= 1e-12 {
        return Err(StatError::NotEstimable("both raters used a single category"));
    }
    let spread: f64 = cells()
        .map(|(i, j)| {
            let term = weight(i, j) * room - (row_weight[i] + column_weight[j]) * (1.0 - observed);
            joint[i * k + j] * term * term
        })
        .sum();
    let centre = observed * expected - 2.0 * expected + observed;
    let excess = spread - centre * centre;
    let kappa = (observed - expected) / room;
    // The two terms cancel where the estimate has no spread (perfect agreement): rounding is not variance.
    let se = if excess > 1e-12 * spread { (excess / n as f64).sqrt() / (room * room) } else { 0.0 };
    let interval = (se > 0.0).then(|| Interval::around(kappa, z * se).within(-1.0, 1.0));
    Ok(Kappa { kappa, se, interval, observed, expected, n })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn from_table(table: &[[usize; 4]; 4]) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
        let mut pairs = Vec::new();
        for (i, row) in table.iter().enumerate() {
            for (j, count) in row.iter().enumerate() {
                pairs.extend(std::iter::repeat_n((Some(i), Some(j)), *count));
            }
        }
        pairs.into_iter().unzip()
    }

    #[test]
    fn two_raters_of_88_things() {
        // The example of the SAS manual for agreement statistics: kappa .3449 (.0724), linear weights .5082 (.0655).
        let (a, b) = from_table(&[[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]);
        let plain = weighted_kappa(&a, &b, 4, KappaWeights::None, 0.95).unwrap();
        assert!((plain.kappa - 0.3449).abs() < 5e-5 && (plain.se - 0.0724).abs() < 5e-5);
        let linear = weighted_kappa(&a, &b, 4, KappaWeights::Linear, 0.95).unwrap();
        assert!((linear.kappa - 0.5082).abs() < 5e-5 && (linear.se - 0.0655).abs() < 5e-5);
        let interval = linear.interval.unwrap();
        for (limit, printed) in [(interval.lower, 3798.0), (interval.upper, 6366.0)] {
            assert!((limit * 1e4 - printed).abs() < 0.5);
        }
        assert_eq!(linear.n, 88);
    }

    #[test]
    fn degenerate_input() {
        let k = |a: &[Option<usize>], b: &[Option<usize>], c| weighted_kappa(a, b, c, KappaWeights::Linear, 0.95);
        assert!(matches!(k(&[], &[], 3), Err(StatError::TooFew { .. })));
        assert!(matches!(k(&[Some(0), None], &[Some(0), Some(1)], 3), Err(StatError::TooFew { .. })));
        assert!(matches!(k(&[Some(0); 4], &[Some(0); 4], 3), Err(StatError::NotEstimable(_))));
        assert!(matches!(k(&[Some(3); 4], &[Some(0); 4], 3), Err(StatError::OutOfRange(_))));
        assert!(matches!(k(&[Some(0)], &[Some(0)], 1), Err(StatError::OutOfRange(_))));
        assert!(matches!(k(&[Some(0)], &[], 2), Err(StatError::LengthMismatch { .. })));
        assert!(matches!(k(&[Some(0); 2], &[Some(0); 2], usize::MAX), Err(StatError::OutOfRange(_))));
        let same = k(&[Some(0), Some(1), Some(2)], &[Some(0), Some(1), Some(2)], 3).unwrap();
        assert!((same.kappa - 1.0).abs() < 1e-12 && same.interval.is_none());
    }

    proptest! {
        #[test]
        fn symmetric_and_bounded(data in prop::collection::vec((0usize..4, 0usize..4), 2..40)) {
            let a: Vec<_> = data.iter().map(|d| Some(d.0)).collect();
            let b: Vec<_> = data.iter().map(|d| Some(d.1)).collect();
            for w in [KappaWeights::None, KappaWeights::Linear, KappaWeights::Quadratic] {
                if let Ok(k) = weighted_kappa(&a, &b, 4, w, 0.95) {
                    prop_assert!(k.kappa <= 1.0 + 1e-12 && k.kappa >= -1.0 - 1e-12);
                    let turned = |v: &[Option<usize>]| v.iter().map(|c| c.map(|c| 3 - c)).collect::<Vec<_>>();
                    let other = weighted_kappa(&turned(&b), &turned(&a), 4, w, 0.95).unwrap();
                    prop_assert!((other.kappa - k.kappa).abs() < 1e-12 && (other.se - k.se).abs() < 1e-9);
                }
            }
        }
    }
}

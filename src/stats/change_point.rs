//! Places at which the mean of a series changes, by penalised least squares.
//!
//! A change point is told as the number of values before it: in a series of `n` values it lies between 1 and `n - 1`, and
//! the new level starts at that place, counted from 0.

use super::describe::{check_finite, finite, mean, standard_deviation};
use super::error::StatError;

/// The fewest values for which [`mean_shifts`] looks for changes; with fewer it would mostly find chance.
pub const FEWEST: usize = 20;

/// A division of a series into stretches with one mean each.
#[derive(Debug, Clone, PartialEq)]
pub struct Partition {
    /// The change points, ascending.
    pub change_points: Vec<usize>,
    /// The sum of squared deviations from the means of the stretches, plus the penalty for each change point.
    pub cost: f64,
}

/// Running sums, from which the cost of any stretch follows at once.
struct Costs {
    sums: Vec<f64>,
    squares: Vec<f64>,
}

impl Costs {
    fn of(values: &[f64]) -> Result<Self, StatError> {
        check_finite(values)?;
        if values.is_empty() {
            return Err(StatError::TooFew { needed: 1, found: 0 });
        }
        // Deviations from the overall mean, so that a large level does not drown the differences.
        let level = mean(values)?;
        let mut costs = Self { sums: vec![0.0], squares: vec![0.0] };
        let (mut total, mut squares) = (0.0, 0.0);
        for value in values {
            total += value - level;
            squares += (value - level).powi(2);
            costs.sums.push(total);
            costs.squares.push(squares);
        }
        // The costs square the running sums.
        finite(squares * values.len() as f64)?;
        Ok(costs)
    }

    /// The sum of squared deviations from their mean of the values from place `start` to before place `end`.
    fn between(&self, start: usize, end: usize) -> f64 {
        let total = self.sums[end] - self.sums[start];
        (self.squares[end] - self.squares[start] - total * total / (end - start) as f64).max(0.0)
    }
}

fn partition(values: &[f64], penalty: f64, prune: bool) -> Result<Partition, StatError> {
    if penalty.is_nan() || penalty < 0.0 || penalty.is_infinite() {
        return Err(StatError::OutOfRange("a penalty is a number of zero or more"));
    }
    let costs = Costs::of(values)?;
    let n = values.len();
    // best[t]: the least cost of the first t values, the penalty counted once too often and so started below zero.
    let mut best = vec![-penalty];
    let mut previous = vec![0];
    let mut candidates = vec![0];
    for end in 1..=n {
        let (mut least, mut from) = (f64::INFINITY, 0);
        for &start in &candidates {
            let cost = best[start] + costs.between(start, end) + penalty;
            if cost < least {
                (least, from) = (cost, start);
            }
        }
        best.push(least);
        previous.push(from);
        if prune {
            // A start that is already worse than a change here can never become better again.
            candidates.retain(|&start| best[start] + costs.between(start, end) <= least);
        }
        candidates.push(end);
    }
    let mut change_points = Vec::new();
    let mut at = previous[n];
    while at > 0 {
        change_points.push(at);
        at = previous[at];
    }
    change_points.reverse();
    Ok(Partition { change_points, cost: best[n] })
}

/// The best division of a series under a penalty for each change point, by PELT (Killick, Fearnhead & Eckley 2012): exact,
/// and faster than [`optimal_partition`] where changes are many.
///
/// The cost is in squared units of the values; for values of standard deviation one, [`default_penalty`] is customary.
/// Values are in time order; a missing one is left out by the caller.
///
/// # Errors
/// [`StatError::TooFew`] without a value, [`StatError::NotFinite`], [`StatError::OutOfRange`] for a penalty that is negative
/// or not finite.
///
/// ```
/// use attune::stats::change_point::pelt;
/// let found = pelt(&[1.0, 1.2, 0.9, 5.0, 5.1, 4.8], 1.0)?;
/// assert_eq!(found.change_points, [3]);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn pelt(values: &[f64], penalty: f64) -> Result<Partition, StatError> {
    partition(values, penalty, true)
}

/// The same division by optimal partitioning (Jackson and others 2005), which leaves nothing out; a check on [`pelt`].
///
/// # Errors
/// As [`pelt`].
///
/// ```
/// use attune::stats::change_point::{optimal_partition, pelt};
/// let values = [1.0, 1.2, 0.9, 5.0, 5.1, 4.8];
/// assert_eq!(optimal_partition(&values, 1.0), pelt(&values, 1.0));
/// ```
pub fn optimal_partition(values: &[f64], penalty: f64) -> Result<Partition, StatError> {
    partition(values, penalty, false)
}

/// The penalty `2 ln n` for a series of `n` values with standard deviation one.
///
/// ```
/// use attune::stats::change_point::default_penalty;
/// assert!((default_penalty(100) - 9.210_340_371_976_18).abs() < 1e-12);
/// ```
#[must_use]
pub fn default_penalty(n: usize) -> f64 {
    2.0 * (n.max(1) as f64).ln()
}

/// Changes of the mean, in units of the values' own standard deviation: [`pelt`] on `value / sd` with [`default_penalty`].
///
/// # Errors
/// [`StatError::TooFew`] below [`FEWEST`] values, [`StatError::NotFinite`], [`StatError::NoVariation`] if all are equal.
///
/// ```
/// use attune::stats::change_point::mean_shifts;
/// let values: Vec<f64> = (0..24).map(|i| f64::from(i % 3) + if i < 12 { 0.0 } else { 6.0 }).collect();
/// assert_eq!(mean_shifts(&values)?.change_points, [12]);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn mean_shifts(values: &[f64]) -> Result<Partition, StatError> {
    if values.len() < FEWEST {
        return Err(StatError::TooFew { needed: FEWEST, found: values.len() });
    }
    let sd = standard_deviation(values)?;
    if sd <= 0.0 {
        return Err(StatError::NoVariation);
    }
    let scaled: Vec<f64> = values.iter().map(|v| v / sd).collect();
    pelt(&scaled, default_penalty(values.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn too_few_flat_or_wrong_is_told() {
        assert_eq!(pelt(&[], 1.0), Err(StatError::TooFew { needed: 1, found: 0 }));
        assert_eq!(pelt(&[f64::NAN], 1.0), Err(StatError::NotFinite));
        assert!(matches!(pelt(&[1.0], -1.0), Err(StatError::OutOfRange(_))));
        assert!(matches!(pelt(&[1.0], f64::NAN), Err(StatError::OutOfRange(_))));
        assert_eq!(pelt(&[4.0], 1.0), Ok(Partition { change_points: vec![], cost: 0.0 }));
        assert_eq!(pelt(&[1.0, 9.0], 1.0).unwrap().change_points, [1]);
        assert_eq!(pelt(&[0.1; 30], 1.0).unwrap().change_points, Vec::<usize>::new());
        assert!(matches!(pelt(&[1e154, -1e154, 1e154], 1.0), Err(StatError::NotEstimable(_))));
        assert_eq!(mean_shifts(&[0.1; 30]), Err(StatError::NoVariation));
        assert_eq!(mean_shifts(&[0.1; 19]), Err(StatError::TooFew { needed: 20, found: 19 }));
        assert_eq!(mean_shifts(&[f64::INFINITY; 20]), Err(StatError::NotFinite));
    }

    proptest! {
        #[test]
        fn pruning_loses_nothing(values in prop::collection::vec(-9.0..9.0f64, 1..60), penalty in 0.1..60.0f64) {
            prop_assert_eq!(pelt(&values, penalty).unwrap(), optimal_partition(&values, penalty).unwrap());
        }

        #[test]
        fn no_other_division_of_a_short_series_costs_less(values in prop::collection::vec(-9.0..9.0f64, 1..9), penalty in 0.1..60.0f64) {
            let found = pelt(&values, penalty).unwrap();
            let cost = |changes: &[usize]| {
                let edges: Vec<usize> = [0].iter().chain(changes).chain(&[values.len()]).copied().collect();
                let within: f64 = edges.windows(2).map(|w| {
                    let part = &values[w[0]..w[1]];
                    let m = part.iter().sum::<f64>() / part.len() as f64;
                    part.iter().map(|v| (v - m).powi(2)).sum::<f64>()
                }).sum();
                within + penalty * changes.len() as f64
            };
            prop_assert!((cost(&found.change_points) - found.cost).abs() < 1e-8);
            for mask in 0..1u32 << (values.len() - 1) {
                let changes: Vec<usize> = (1..values.len()).filter(|i| mask >> (i - 1) & 1 == 1).collect();
                prop_assert!(cost(&changes) >= found.cost - 1e-8);
            }
        }

        #[test]
        fn shift_and_scale(values in prop::collection::vec(-9.0..9.0f64, 20..50), shift in -9.0..9.0f64, scale in 0.1..9.0f64) {
            let moved: Vec<f64> = values.iter().map(|v| v * scale + shift).collect();
            prop_assert_eq!(mean_shifts(&values).unwrap().change_points, mean_shifts(&moved).unwrap().change_points);
        }
    }
}

//! Goal Attainment Scaling: one score for several goals that were set together.

use crate::stats::describe::{check_finite, finite, sum};
use crate::stats::error::StatError;

/// The correlation between goals that Kiresuk and Sherman assume.
pub const ASSUMED_CORRELATION: f64 = 0.3;

/// How far one goal was reached, and how much it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    /// -2 much less than expected, -1 less, 0 as expected, 1 more, 2 much more.
    pub attainment: f64,
    /// The weight of the goal, not negative; 1 where goals count alike.
    pub weight: f64,
}

/// The attainment T score,
/// `T = 50 + 10 sum(w x) / sqrt((1 - rho) sum w^2 + rho (sum w)^2)` (Kiresuk & Sherman 1968).
///
/// 50 means that goals were reached as expected on the whole. Goals not yet rated are left out by the caller. `rho` is
/// the correlation between goals, [`ASSUMED_CORRELATION`] by custom.
///
/// # Errors
/// [`StatError::TooFew`] without a goal, [`StatError::NotFinite`], [`StatError::OutOfRange`] for an attainment outside -2
/// to 2, a negative weight, weights that are all zero, or a `rho` outside 0 to 1.
///
/// ```
/// use attune::alliance::attainment::{ASSUMED_CORRELATION, Goal, attainment_t};
/// let reached = [Goal { attainment: 1.0, weight: 1.0 }];
/// assert_eq!(attainment_t(&reached, ASSUMED_CORRELATION), Ok(60.0));
/// ```
pub fn attainment_t(goals: &[Goal], rho: f64) -> Result<f64, StatError> {
    if goals.is_empty() {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    for goal in goals {
        check_finite(&[goal.attainment, goal.weight])?;
        if !(-2.0..=2.0).contains(&goal.attainment) {
            return Err(StatError::OutOfRange("an attainment lies between -2 and 2"));
        }
        if goal.weight < 0.0 {
            return Err(StatError::OutOfRange("a weight is not negative"));
        }
    }
    if !(0.0..=1.0).contains(&rho) {
        return Err(StatError::OutOfRange("the correlation between goals lies between 0 and 1"));
    }
    let heaviest = goals.iter().fold(0.0_f64, |m, g| m.max(g.weight));
    if heaviest == 0.0 {
        return Err(StatError::OutOfRange("at least one goal has a weight"));
    }
    // Only the proportions of the weights matter.
    let weight = |g: &Goal| g.weight / heaviest;
    let total = sum(goals.iter().map(weight));
    let squares = sum(goals.iter().map(|g| weight(g).powi(2)));
    let weighted = sum(goals.iter().map(|g| weight(g) * g.attainment));
    finite(50.0 + 10.0 * weighted / ((1.0 - rho) * squares + rho * total * total).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn impossible_goals_are_told() {
        let goal = |attainment, weight| Goal { attainment, weight };
        assert_eq!(attainment_t(&[], 0.3), Err(StatError::TooFew { needed: 1, found: 0 }));
        for bad in [goal(3.0, 1.0), goal(1.0, -1.0), goal(1.0, 0.0)] {
            assert!(matches!(attainment_t(&[bad], 0.3), Err(StatError::OutOfRange(_))));
        }
        assert_eq!(attainment_t(&[goal(f64::NAN, 1.0)], 0.3), Err(StatError::NotFinite));
        assert!(matches!(attainment_t(&[goal(1.0, 1.0)], f64::NAN), Err(StatError::OutOfRange(_))));
    }

    proptest! {
        #[test]
        fn order_and_unit_of_weights_do_not_matter(cells in prop::collection::vec((-2..=2i8, 0.1..9.0f64), 1..9), scale in 0.1..9.0f64) {
            let goals: Vec<Goal> = cells.iter().map(|(a, w)| Goal { attainment: f64::from(*a), weight: *w }).collect();
            let t = attainment_t(&goals, 0.3).unwrap();
            let moved: Vec<Goal> = goals.iter().rev().map(|g| Goal { weight: g.weight * scale, ..*g }).collect();
            prop_assert!((attainment_t(&moved, 0.3).unwrap() - t).abs() < 1e-10);
            // Against goals all reached alike: no mixture passes it.
            let best: Vec<Goal> = goals.iter().map(|g| Goal { attainment: 2.0, ..*g }).collect();
            prop_assert!(t <= attainment_t(&best, 0.3).unwrap() + 1e-10);
        }
    }
}

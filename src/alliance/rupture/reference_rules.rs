//! Rupture rules as they are met in practice, for comparison only.
//!
//! Most of these fire on noise: in 12 sessions in which nothing changes, "two SDs below the last session" flags 61 of
//! 100 courses, "residual below -1.5" 57, "Shewhart 2 sigma" 22 (`docs/detector.md`). The app raises no signal from
//! them. They look at a whole course, so that some flag a session with knowledge of later ones.
//!
//! Shapes: `scores` one a session in the order of the sessions, without gaps or missing values; results are positions
//! in that series, from 0. Rules that need more scores than there are return nothing flagged, except where told.

use crate::stats::cusum::{DECISION, SLACK, cusum};
use crate::stats::describe::{mean, standard_deviation, varies};
use crate::stats::distributions::t_quantile;
use crate::stats::ewma::{WEIGHT, WIDTH, ewma};
use crate::stats::regression::StraightLine;
use crate::stats::shewhart::{D2, InControl, mean_moving_range};

/// Mean, and mean moving range over 2/sqrt(pi); none where scores do not differ, are fewer than two or not finite.
fn in_control(scores: &[f64]) -> Option<InControl> {
    let centre = mean(scores).ok().filter(|_| varies(scores))?;
    InControl::new(centre, mean_moving_range(scores).ok()? / D2).ok()
}

fn positions(scores: &[f64], flag: impl Fn(f64) -> bool) -> Vec<usize> {
    scores.iter().enumerate().filter(|(_, x)| flag(**x)).map(|(i, _)| i).collect()
}

/// Scores of which `(x - mean) / sqrt(1 + 1/m)`, mean of the `m` scores before it, is below minus the `limit` that those
/// scores give.
fn predicted(scores: &[f64], fewest: usize, limit: impl Fn(&[f64]) -> Option<f64>) -> Vec<usize> {
    let low = |(m, x): (usize, &f64)| {
        let before = scores.get(..m)?;
        let distance = (x - mean(before).ok()?) / (1.0 + 1.0 / m as f64).sqrt();
        (distance < -limit(before)?).then_some(m)
    };
    scores.iter().enumerate().skip(fewest).filter_map(low).collect()
}

/// Scores below the mean of at least three scores before them by more than `z sd sqrt(1 + 1/m)`, one SD for everyone.
#[must_use]
pub fn prediction_z(scores: &[f64], sd: f64, z: f64) -> Vec<usize> {
    predicted(scores, 3, |_| Some(z * sd))
}

/// The same with the SD of the scores before, at least four, and the t value of probability `p` with `m - 1` degrees of
/// freedom (`p` = .995: 99 in 100 of scores lie within, two-sided).
#[must_use]
pub fn prediction_t(scores: &[f64], p: f64) -> Vec<usize> {
    predicted(scores, 4, |before| Some(t_quantile(p, before.len() as f64 - 1.0) * standard_deviation(before).ok()?))
}

/// Scores at least `size` below the one before: `x[t] - x[t-1] <= -size`.
#[must_use]
pub fn drop_at_least(scores: &[f64], size: f64) -> Vec<usize> {
    scores.windows(2).enumerate().filter(|(_, w)| w[1] - w[0] <= -size).map(|(i, _)| i + 1).collect()
}

/// Scores below `limit`.
#[must_use]
pub fn below(scores: &[f64], limit: f64) -> Vec<usize> {
    positions(scores, |x| x < limit)
}

/// Scores below `mean - width MR sqrt(pi)/2`, mean and mean moving range `MR` of the whole series (Shewhart's individuals
/// chart).
#[must_use]
pub fn shewhart_below(scores: &[f64], width: f64) -> Vec<usize> {
    in_control(scores).map_or_else(Vec::new, |usual| below(scores, usual.centre - width * usual.sigma))
}

/// Scores whose residual about the least-squares line over `sessions`, divided by the residual SD (`n - 2`), is below
/// `limit`. Nothing below three scores, where sessions and scores differ in number, or where the line is exact.
#[must_use]
pub fn residual_below(sessions: &[f64], scores: &[f64], limit: f64) -> Vec<usize> {
    let Ok(line) = StraightLine::fit(sessions, scores) else { return vec![] };
    let largest = scores.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
    let sigma = (line.residual_sum_of_squares / (line.n as f64 - 2.0)).sqrt();
    if line.n < 3 || sigma <= 16.0 * f64::EPSILON * largest {
        return vec![];
    }
    let residuals: Vec<f64> =
        sessions.iter().zip(scores).map(|(s, x)| (x - line.intercept - line.slope * s) / sigma).collect();
    below(&residuals, limit)
}

/// Downward CUSUM (slack .5, limit 5) of the scores from the fifth on, against the mean and moving range of the first
/// four.
///
/// None with fewer than five scores or no movement in the first four.
#[must_use]
pub fn cusum_from_four(scores: &[f64]) -> Option<Vec<usize>> {
    let (base, later) = scores.split_at_checked(4).filter(|(_, later)| !later.is_empty())?;
    let chart = cusum(later, in_control(base)?, SLACK, DECISION).ok()?;
    Some(chart.below.into_iter().map(|i| i + 4).collect())
}

/// Scores of which the exponentially weighted mean (weight .2, from the series' mean) is below its exact limit of three
/// standard deviations, spread from the moving range of the whole series.
#[must_use]
pub fn ewma_below(scores: &[f64]) -> Vec<usize> {
    let chart = in_control(scores).and_then(|usual| ewma(scores, usual, WEIGHT, WIDTH).ok());
    let Some(chart) = chart else { return vec![] };
    let places = chart.average.iter().zip(&chart.limits).enumerate();
    places.filter(|(_, (average, limit))| **average < limit.lower).map(|(i, _)| i).collect()
}

/// A drop from one session to the next and, perhaps, the return.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DropEpisode {
    /// Position of the drop.
    pub start: usize,
    /// Change from the score before; below zero.
    pub depth: f64,
    /// Lowest score from the drop to the return, or of the drop itself where there is none.
    pub nadir: f64,
    /// Position of the return, if there was one within five scores.
    pub repaired_at: Option<usize>,
}

/// Drops of at least `size`, each with the first of the next five scores that is within `near` of the score before the
/// drop. The search for the next drop goes on after the return, or after the drop where there is none.
#[must_use]
pub fn drop_episodes(scores: &[f64], size: f64, near: f64) -> Vec<DropEpisode> {
    let mut found = vec![];
    let mut at = 1_usize;
    while let Some((&before, &dropped)) = at.checked_sub(1).and_then(|i| scores.get(i).zip(scores.get(at))) {
        if dropped - before > -size {
            at += 1;
            continue;
        }
        let later = || scores.iter().enumerate().skip(at + 1).take(5);
        let repaired_at = later().find(|(_, x)| **x >= before - near).map(|(i, _)| i);
        let end = repaired_at.unwrap_or(at);
        let nadir = scores.iter().take(end + 1).skip(at).copied().fold(f64::INFINITY, f64::min);
        found.push(DropEpisode { start: at, depth: dropped - before, nadir, repaired_at });
        at = end + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_flat_series_flag_nothing() {
        for scores in [&[][..], &[3.0], &[3.0, 3.0], &[3.0, 3.0, 3.0, 3.0, 3.0, 3.0]] {
            let sessions: Vec<f64> = (0..scores.len()).map(|i| i as f64).collect();
            assert!(drop_at_least(scores, 0.5).is_empty());
            assert!(shewhart_below(scores, 2.0).is_empty());
            assert!(residual_below(&sessions, scores, -1.5).is_empty());
            assert!(ewma_below(scores).is_empty());
            assert!(prediction_z(scores, 0.5, 2.58).is_empty());
            assert!(prediction_t(scores, 0.995).is_empty());
            assert!(drop_episodes(scores, 0.5, 0.25).is_empty());
            assert_eq!(cusum_from_four(scores), None);
        }
    }

    #[test]
    fn what_is_not_finite_raises_no_panic() {
        let scores = [4.0, f64::NAN, 1e300, -1e300, f64::INFINITY, 1.0, 2.0];
        let sessions: Vec<f64> = (0..scores.len()).map(|i| i as f64).collect();
        assert!(shewhart_below(&scores, 2.0).is_empty() && ewma_below(&scores).is_empty());
        assert!(residual_below(&sessions, &scores, -1.5).is_empty());
        assert!(residual_below(&sessions, &[1.0, 2.0], -1.5).is_empty());
        assert_eq!(cusum_from_four(&scores), None);
        let _ = (prediction_z(&scores, 1.0, 2.58), prediction_t(&scores, 0.995), drop_episodes(&scores, 1.0, 0.25));
    }

    #[test]
    fn a_drop_that_returns_is_one_episode() {
        let scores = [4.0, 4.2, 2.0, 1.5, 4.0, 2.9, 2.9];
        let found = drop_episodes(&scores, 1.0, 0.25);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].start, found[0].nadir, found[0].repaired_at), (2, 1.5, Some(4)));
        assert_eq!((found[1].start, found[1].nadir, found[1].repaired_at), (5, 2.9, None));
    }
}

//! Rupture rules as they are met in practice, for comparison only.
//!
//! Most of these fire on noise: in 12 sessions in which nothing changes, "two SDs below the last session" flags 61 of
//! 100 courses, "residual below -1.5" 57, "Shewhart 2 sigma" 22 (`docs/detector.md`). The app raises no signal from
//! them. They look at a whole course, so that some flag a session with knowledge of later ones.
//!
//! Shapes: `scores` one a session in the order of the sessions, without gaps or missing values; results are positions
//! in that series, from 0. Rules that need more scores than there are return nothing flagged, except where told.

/// Mean moving range of two to standard deviation, the constant `d2` for `n = 2`.
const MEAN_RANGE: f64 = std::f64::consts::FRAC_2_SQRT_PI;

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn moving_sigma(scores: &[f64]) -> f64 {
    let steps: Vec<f64> = scores.windows(2).map(|w| (w[1] - w[0]).abs()).collect();
    mean(&steps) / MEAN_RANGE
}

fn positions(scores: &[f64], flag: impl Fn(f64) -> bool) -> Vec<usize> {
    scores.iter().enumerate().filter(|(_, x)| flag(**x)).map(|(i, _)| i).collect()
}

/// Scores at least `size` below the one before: `x[t] - x[t-1] <= -size`.
pub fn drop_at_least(scores: &[f64], size: f64) -> Vec<usize> {
    scores.windows(2).enumerate().filter(|(_, w)| w[1] - w[0] <= -size).map(|(i, _)| i + 1).collect()
}

/// Scores below `limit`.
pub fn below(scores: &[f64], limit: f64) -> Vec<usize> {
    positions(scores, |x| x < limit)
}

/// Scores below `mean - width MR/1.128`, mean and mean moving range `MR` of the whole series (Shewhart's individuals
/// chart). Nothing below two scores.
pub fn shewhart_below(scores: &[f64], width: f64) -> Vec<usize> {
    if scores.len() < 2 {
        return vec![];
    }
    let limit = mean(scores) - width * moving_sigma(scores);
    positions(scores, |x| x < limit)
}

/// Scores whose residual about the least-squares line over `sessions`, divided by the residual SD (`n - 2`), is below
/// `limit`. Nothing below three scores, or where sessions and scores differ in number.
pub fn residual_below(sessions: &[f64], scores: &[f64], limit: f64) -> Vec<usize> {
    if scores.len() < 3 || sessions.len() != scores.len() {
        return vec![];
    }
    let (centre_session, centre) = (mean(sessions), mean(scores));
    let spread: f64 = sessions.iter().map(|s| (s - centre_session).powi(2)).sum();
    let cross: f64 = sessions.iter().zip(scores).map(|(s, x)| (s - centre_session) * (x - centre)).sum();
    let slope = cross / spread;
    let residuals: Vec<f64> =
        sessions.iter().zip(scores).map(|(s, x)| x - centre - slope * (s - centre_session)).collect();
    let sigma = (residuals.iter().map(|r| r * r).sum::<f64>() / (scores.len() as f64 - 2.0)).sqrt();
    positions(&residuals, |r| r / sigma < limit)
}

/// Downward CUSUM against the first four scores: mean `b` and `s = MR/1.128` of these, then
/// `C = max(0, C + (b - x)/s - .5)` from the fifth score on, flagged while `C > 5`.
///
/// None with fewer than five scores or no movement in the first four.
pub fn cusum_from_four(scores: &[f64]) -> Option<Vec<usize>> {
    let base = scores.get(..4)?;
    let sigma = moving_sigma(base);
    if scores.len() < 5 || sigma <= 0.0 {
        return None;
    }
    let usual = mean(base);
    let mut sum = 0.0_f64;
    let mut found = vec![];
    for (i, x) in scores.iter().enumerate().skip(4) {
        sum = (sum + (usual - x) / sigma - 0.5).max(0.0);
        if sum > 5.0 {
            found.push(i);
        }
    }
    Some(found)
}

/// Scores of which the exponentially weighted mean, `z = .2 x + .8 z` from the series' mean, is below
/// `mean - 3 s sqrt(.2/1.8 (1 - .8^(2t)))`, `s = MR/1.128` of the whole series. Nothing below two scores.
pub fn ewma_below(scores: &[f64]) -> Vec<usize> {
    if scores.len() < 2 {
        return vec![];
    }
    let (centre, sigma) = (mean(scores), moving_sigma(scores));
    let (mut z, mut rest) = (centre, 1.0_f64);
    let mut found = vec![];
    for (i, x) in scores.iter().enumerate() {
        z = 0.2 * x + 0.8 * z;
        rest *= 0.8 * 0.8;
        if z < centre - 3.0 * sigma * (0.2 / 1.8 * (1.0 - rest)).sqrt() {
            found.push(i);
        }
    }
    found
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

/// The pooled within-person SD: `sqrt(sum of squares about people's own means / (scores - people))`. People without a
/// score do not count; none without a degree of freedom.
pub fn pooled_within_sd<'a>(people: impl IntoIterator<Item = &'a [f64]>) -> Option<f64> {
    let (mut squares, mut df) = (0.0, 0_usize);
    for scores in people.into_iter().filter(|s| !s.is_empty()) {
        let centre = mean(scores);
        squares += scores.iter().map(|x| (x - centre).powi(2)).sum::<f64>();
        df += scores.len() - 1;
    }
    (df > 0).then(|| (squares / df as f64).sqrt())
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
            assert!(drop_episodes(scores, 0.5, 0.25).is_empty());
            assert_eq!(cusum_from_four(scores), None);
        }
        assert_eq!(pooled_within_sd([&[1.0][..], &[]]), None);
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

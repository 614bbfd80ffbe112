//! What is kept of each person's scores, so that a new session changes the caseload's figures in a fixed number of steps.

use super::error::RuptureError;

/// Running sums of one person's scores. Shapes: one score a session, in the order of the sessions; sessions may be left
/// out. Scores are in the scale's points, session numbers from 1.
///
/// Sessions that were flagged are to be left out, because a rupture is not what is usual:
/// [`usual_sums`](super::settle::usual_sums) does so.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct PersonSums {
    pub(crate) scores: u32,
    pub(crate) at_ceiling: u32,
    pub(crate) mean: f64,
    pub(crate) squares: f64,
    pub(crate) cubes: f64,
    pub(crate) mean_session: f64,
    pub(crate) session_squares: f64,
    pub(crate) session_by_score: f64,
    pub(crate) mean_below_ceiling: f64,
    pub(crate) neighbours: u32,
    pub(crate) half_squared_steps: f64,
    last: Option<(u32, f64)>,
}

impl PersonSums {
    /// Adds one score in O(1) (Welford's updates of mean, sum of squares and cross product).
    ///
    /// # Errors
    /// A score that is not finite, or a session that does not come after the last one.
    pub fn push(&mut self, session: u32, score: f64, at_ceiling: bool) -> Result<(), RuptureError> {
        if !score.is_finite() {
            return Err(RuptureError::ScoreNotFinite);
        }
        if let Some((previous, before)) = self.last {
            if session <= previous {
                return Err(RuptureError::SessionOrder { session, previous });
            }
            if session - previous == 1 {
                self.neighbours += 1;
                self.half_squared_steps += 0.5 * (score - before).powi(2);
            }
        }
        self.last = Some((session, score));
        self.scores += 1;
        let count = f64::from(self.scores);
        let score_ahead = score - self.mean;
        let session_ahead = f64::from(session) - self.mean_session;
        let part = score_ahead / count;
        self.cubes += score_ahead * part * part * (count - 1.0) * (count - 2.0) - 3.0 * part * self.squares;
        self.mean += part;
        self.mean_session += session_ahead / count;
        self.squares += score_ahead * (score - self.mean);
        self.session_squares += session_ahead * (f64::from(session) - self.mean_session);
        self.session_by_score += session_ahead * (score - self.mean);
        if at_ceiling {
            self.at_ceiling += 1;
        } else {
            self.mean_below_ceiling += (score - self.mean_below_ceiling) / f64::from(self.scores - self.at_ceiling);
        }
        Ok(())
    }

    /// Number of scores.
    pub fn scores(&self) -> u32 {
        self.scores
    }

    /// Share of the scores at the top of the scale; 0 without scores.
    pub fn ceiling_share(&self) -> f64 {
        if self.scores == 0 { 0.0 } else { f64::from(self.at_ceiling) / f64::from(self.scores) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_whole_series() {
        let scores = [3.0, 4.5, 2.0, 5.0, 5.0, 3.5];
        let sessions = [1, 2, 4, 5, 6, 9];
        let mut sums = PersonSums::default();
        for (session, score) in sessions.iter().zip(scores) {
            sums.push(*session, score, score == 5.0).unwrap();
        }
        let mean = scores.iter().sum::<f64>() / 6.0;
        let mean_session = sessions.iter().map(|s| f64::from(*s)).sum::<f64>() / 6.0;
        assert!((sums.mean - mean).abs() < 1e-12);
        assert!((sums.squares - (scores.iter().map(|x| (x - mean).powi(2)).sum::<f64>())).abs() < 1e-12);
        let cross: f64 = sessions.iter().zip(scores).map(|(s, x)| (f64::from(*s) - mean_session) * (x - mean)).sum();
        assert!((sums.session_by_score - cross).abs() < 1e-12);
        assert!((sums.mean_below_ceiling - ((3.0 + 4.5 + 2.0 + 3.5) / 4.0)).abs() < 1e-12);
        assert_eq!(sums.neighbours, 3);
        assert!((sums.half_squared_steps - (0.5 * (1.5 * 1.5 + 9.0 + 0.0))).abs() < 1e-12);
        assert!((sums.ceiling_share() - (2.0 / 6.0)).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_used_is_refused_and_changes_nothing() {
        let mut sums = PersonSums::default();
        sums.push(2, 3.0, false).unwrap();
        let before = sums;
        assert_eq!(sums.push(2, 3.0, false), Err(RuptureError::SessionOrder { session: 2, previous: 2 }));
        assert_eq!(sums.push(3, f64::NAN, false), Err(RuptureError::ScoreNotFinite));
        assert_eq!(sums, before);
    }
}

//! Rank 9: an alliance that falls slowly, from nine sessions on. A flag.

use super::{Kind, allocation::tail};
use crate::alliance::one_person::{FEWEST_FOR_SLOPE, OnePerson};
use crate::stats::distributions::t_quantile;
use crate::stats::interval::Interval;
use crate::stats::regression::StraightLine;

/// By how much the error of a slope is raised, because sessions resemble those before: `sqrt((1 + r) / (1 - r))` at an
/// autocorrelation of .3.
pub const FOR_AUTOCORRELATION: f64 = 1.363;

/// What was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Falling {
    /// Points a session, below zero.
    pub slope: f64,
    /// Its 95 % interval, with the error raised by [`FOR_AUTOCORRELATION`].
    pub interval: Interval,
    /// Scores it rests on.
    pub scores: usize,
}

/// A slope below zero by more than chance explains: `slope / (1.363 error)` below the t quantile, `n - 2` degrees of freedom,
/// of the tail that is allotted to this look. Nothing before nine scores.
///
/// ```
/// use attune::{alliance::OnePerson, signals::trend::look};
/// let times: Vec<f64> = (1..=12).map(f64::from).collect();
/// let scores: Vec<f64> = times.iter().map(|t| 4.6 - 0.15 * t + 0.05 * (t * 5.0 % 3.0)).collect();
/// assert!(look(&OnePerson::new(&times, &scores)?).is_some());
/// assert!(look(&OnePerson::new(&times[..8], &scores[..8])?).is_none());
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
#[must_use]
pub fn look(course: &OnePerson) -> Option<Falling> {
    let scores = course.n();
    let look = (scores + 1).checked_sub(FEWEST_FOR_SLOPE)?;
    let tail = tail(Kind::Trend, look);
    if tail <= 0.0 {
        return None;
    }
    let line = StraightLine::fit(course.times(), course.scores()).ok()?;
    let error = FOR_AUTOCORRELATION * line.slope_error().ok()?;
    let df = (scores - 2) as f64;
    let falls = line.slope < 0.0 && line.slope < -t_quantile(1.0 - tail, df) * error;
    let interval = Interval::around(line.slope, t_quantile(0.975, df) * error);
    falls.then_some(Falling { slope: line.slope, interval, scores })
}

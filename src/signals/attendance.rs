//! Rank 6: missed sessions or a silence, with the early alliance beside it. Facts; nobody has a chance of leaving.

use crate::alliance::caseload::QUIET_DAYS;

/// What is known about coming.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attendance {
    /// How many of the latest appointments (up to [`LATEST`]) were missed or cancelled late.
    pub missed: usize,
    /// How many latest appointments those are of.
    pub of: usize,
    /// Days since the last session.
    pub days: i32,
    /// The median of days between the person's sessions; nothing before there are three.
    pub usual_days: Option<f64>,
    /// Whether another session is booked.
    pub booked: bool,
    /// The alliance at session 3 (or the first after it) and the middle of the caseload's, if both are known.
    pub early_alliance: Option<(f64, f64)>,
}

/// How many of the latest appointments are looked at.
pub const LATEST: usize = 4;

/// How many of them missed are shown.
pub const MISSED: usize = 2;

/// The fewest days that are called a silence.
const FEWEST_DAYS: f64 = 14.0;

/// What was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Absence {
    /// Missed appointments and how many they are of, where two or more were missed.
    pub missed: Option<(usize, usize)>,
    /// Days without a session and none booked, where longer than twice the usual interval (two weeks at least; six weeks
    /// where no interval is usual yet).
    pub silent_days: Option<i32>,
    /// Early alliance below the middle of the caseload: with drop-out it goes together in studies (d = .55), which says
    /// little of one person.
    pub early_alliance_low: Option<bool>,
}

/// What stands out about coming.
///
/// ```
/// use attune::signals::attendance::{Attendance, look};
/// let weekly =
///     Attendance { missed: 0, of: 4, days: 15, usual_days: Some(7.0), booked: false, early_alliance: None };
/// assert_eq!(look(&weekly).and_then(|seen| seen.silent_days), Some(15));
/// assert!(look(&Attendance { booked: true, ..weekly }).is_none());
/// ```
#[must_use]
pub fn look(known: &Attendance) -> Option<Absence> {
    let missed = (known.missed >= MISSED).then_some((known.missed, known.of));
    let usual = known.usual_days.filter(|days| days.is_finite());
    let longest = usual.map_or(f64::from(QUIET_DAYS), |days| (2.0 * days).max(FEWEST_DAYS));
    let silent_days = (!known.booked && f64::from(known.days) > longest).then_some(known.days);
    (missed.is_some() || silent_days.is_some()).then(|| Absence {
        missed,
        silent_days,
        early_alliance_low: known.early_alliance.map(|(score, middle)| score < middle),
    })
}

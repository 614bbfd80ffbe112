//! Who leaves before the work is done: attrition of a caseload, with completion as a competing end.
//!
//! Drop-out is not a thing one can see: it needs a definition. Without one, people who were not seen for long are called
//! out of contact, and nothing more. One minus Kaplan-Meier would overstate it, because those who completed cannot leave any
//! more, so this is Aalen and Johansen's cumulative incidence. It is told of groups only; nobody has a probability.

use super::group::{FEWEST_PEOPLE, Group, pick};
use crate::stats::competing::{CompetingOptions, CompetingRisks, cumulative_incidence};
use crate::stats::describe::median;
use crate::stats::error::StatError;

/// The session at which the alliance counts as early; curves by early alliance begin after it.
pub const LANDMARK_SESSION: usize = 3;

/// The fewest people on either side of a comparison by early alliance.
pub const FEWEST_A_SIDE: usize = 20;

/// How an episode of care ended, in the words of the one who recorded it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Both saw the work as done.
    Completed,
    /// The person stopped before that, and said so or was asked.
    LeftEarly,
    /// Something else ended it: a move, another service, the therapist's leaving.
    Otherwise,
}

/// One person's episode of care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Episode {
    /// Sessions attended so far, at least one.
    pub sessions: usize,
    /// How it ended; nothing while no ending was recorded.
    pub ending: Option<Ending>,
    /// Days since the last session, on the day of looking; what is below zero counts as zero.
    pub quiet_days: i32,
    /// Whether another session is booked.
    pub booked: bool,
}

/// When someone counts as having dropped out. There is no default: who reads a figure must know which one it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropOut {
    /// Only where an ending [`Ending::LeftEarly`] was recorded.
    Recorded,
    /// As recorded, and whoever has no recorded ending, no session booked, and was not seen for this many days.
    NotSeenFor {
        /// Days.
        days: i32,
    },
}

/// What the first curve of an attrition is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called {
    /// Drop-out, by the definition that was given.
    DropOut(DropOut),
    /// Out of contact: no definition was given, and those not seen for [`OUT_OF_CONTACT_DAYS`] are counted.
    OutOfContact,
}

/// Days without a session, and none booked, after which someone counts as out of contact where no definition was given.
pub const OUT_OF_CONTACT_DAYS: i32 = 60;

impl Called {
    /// What becomes of an episode: 0 goes on, 1 dropped out or out of contact, 2 completed, 3 ended otherwise.
    #[must_use]
    pub fn cause(self, episode: &Episode) -> usize {
        let quiet_for = |days: i32| !episode.booked && episode.quiet_days >= days;
        match (episode.ending, self) {
            (Some(Ending::Completed), _) => 2,
            (Some(Ending::Otherwise), _) => 3,
            (Some(Ending::LeftEarly), _) => 1,
            (None, Self::DropOut(DropOut::Recorded)) => 0,
            (None, Self::DropOut(DropOut::NotSeenFor { days })) => usize::from(quiet_for(days)),
            (None, Self::OutOfContact) => usize::from(quiet_for(OUT_OF_CONTACT_DAYS)),
        }
    }
}

/// Attrition of a caseload over sessions.
#[derive(Clone, Debug, PartialEq)]
pub struct Attrition {
    /// What the first cause is called.
    pub called: Called,
    /// Cumulative incidence by number of sessions: cause 1 is drop-out (or out of contact), 2 completion, 3 another ending.
    pub curves: CompetingRisks,
}

/// The cumulative incidence of leaving over sessions, each row of the group one episode.
///
/// Missing values: none; an episode that goes on is censored at its last session. People out of contact under no definition
/// count at the last session they came to.
///
/// # Errors
/// [`StatError::LengthMismatch`], [`StatError::OutOfRange`] for two episodes of one person, an episode without a session or a
/// level outside 0 to 1.
///
/// ```
/// use attune::alliance::{Group, drop_out::{Called, DropOut, Ending, Episode, attrition}};
/// let people: Vec<usize> = (0..12).collect();
/// let episodes: Vec<Episode> = (0..12)
///     .map(|n| Episode {
///         sessions: 2 + n,
///         ending: Some(if n % 2 == 0 { Ending::LeftEarly } else { Ending::Completed }),
///         quiet_days: 0,
///         booked: false,
///     })
///     .collect();
/// let told = attrition(&Group::of(&people)?, &episodes, Some(DropOut::Recorded), 0.95)?;
/// assert_eq!(told.called, Called::DropOut(DropOut::Recorded));
/// let left = told.curves.at(1, 20.0).ok_or("no curve")?;
/// assert!((left.estimate - 0.5).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn attrition(
    group: &Group<'_>,
    episodes: &[Episode],
    definition: Option<DropOut>,
    level: f64,
) -> Result<Attrition, StatError> {
    let called = definition.map_or(Called::OutOfContact, Called::DropOut);
    check(group, episodes)?;
    let options = CompetingOptions { level, ..CompetingOptions::default() };
    Ok(Attrition { called, curves: curves(&episodes.iter().collect::<Vec<_>>(), called, &options)? })
}

/// Attrition after session [`LANDMARK_SESSION`] of those whose alliance there was below the middle of the caseload, and of the
/// others.
#[derive(Clone, Debug, PartialEq)]
pub struct ByEarlyAlliance {
    /// What the first cause is called.
    pub called: Called,
    /// The middle of the alliance at the landmark.
    pub median: f64,
    /// Those below it.
    pub below: CompetingRisks,
    /// Those at or above it.
    pub at_or_above: CompetingRisks,
}

/// Attrition by early alliance. Everyone who reached session 3 is followed from there (the landmark), whether they came once
/// more or not, so that leaving early is not counted as a low alliance that was never asked for.
///
/// `alliance[i]` is the alliance of episode `i` at session 3. Missing values: an episode without it is left out.
///
/// # Errors
/// As [`attrition`]; [`StatError::TooFew`] below [`FEWEST_A_SIDE`] people on either side.
pub fn by_early_alliance(
    group: &Group<'_>,
    episodes: &[Episode],
    alliance: &[f64],
    definition: Option<DropOut>,
    level: f64,
) -> Result<ByEarlyAlliance, StatError> {
    check(group, episodes)?;
    let called = definition.map_or(Called::OutOfContact, Called::DropOut);
    let rows = group.complete(&[alliance], 0)?;
    let reached = |row: &usize| episodes.get(*row).is_some_and(|episode| episode.sessions >= LANDMARK_SESSION);
    let rows: Vec<usize> = rows.into_iter().filter(reached).collect();
    if rows.len() < FEWEST_PEOPLE {
        return Err(StatError::TooFew { needed: FEWEST_PEOPLE, found: rows.len() });
    }
    let middle = median(&pick(alliance, &rows))?;
    // Between two and three, so that those last seen at session 3 are at risk.
    let landmark = LANDMARK_SESSION as f64 - 0.5;
    let options = CompetingOptions { level, landmark: Some(landmark), ..CompetingOptions::default() };
    let side = |below: bool| {
        let here = |row: &&usize| alliance.get(**row).is_some_and(|score| (*score < middle) == below);
        let side: Vec<&Episode> = rows.iter().filter(here).filter_map(|row| episodes.get(*row)).collect();
        if side.len() < FEWEST_A_SIDE {
            return Err(StatError::TooFew { needed: FEWEST_A_SIDE, found: side.len() });
        }
        curves(&side, called, &options)
    };
    Ok(ByEarlyAlliance { called, median: middle, below: side(true)?, at_or_above: side(false)? })
}

fn check(group: &Group<'_>, episodes: &[Episode]) -> Result<(), StatError> {
    group.one_row_each()?;
    if episodes.len() != group.rows() {
        return Err(StatError::LengthMismatch { expected: group.rows(), found: episodes.len() });
    }
    if episodes.iter().any(|episode| episode.sessions == 0) {
        return Err(StatError::OutOfRange("an episode has a session"));
    }
    Ok(())
}

fn curves(episodes: &[&Episode], called: Called, options: &CompetingOptions<'_>) -> Result<CompetingRisks, StatError> {
    let times: Vec<f64> = episodes.iter().map(|episode| episode.sessions as f64).collect();
    let cause: Vec<usize> = episodes.iter().map(|episode| called.cause(episode)).collect();
    cumulative_incidence(&times, &cause, 3, options)
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: Episode = Episode { sessions: 5, ending: None, quiet_days: 90, booked: false };

    #[test]
    fn without_a_definition_nobody_dropped_out() {
        assert_eq!(Called::OutOfContact.cause(&QUIET), 1);
        assert_eq!(Called::OutOfContact.cause(&Episode { booked: true, ..QUIET }), 0);
        assert_eq!(Called::DropOut(DropOut::Recorded).cause(&QUIET), 0);
        assert_eq!(Called::DropOut(DropOut::NotSeenFor { days: 91 }).cause(&QUIET), 0);
        assert_eq!(Called::DropOut(DropOut::NotSeenFor { days: 90 }).cause(&QUIET), 1);
        for (ending, cause) in [(Ending::LeftEarly, 1), (Ending::Completed, 2), (Ending::Otherwise, 3)] {
            assert_eq!(Called::OutOfContact.cause(&Episode { ending: Some(ending), ..QUIET }), cause);
        }
        let people: Vec<usize> = (0..10).collect();
        let told = attrition(&Group::of(&people).unwrap(), &[QUIET; 10], None, 0.95).unwrap();
        assert_eq!(told.called, Called::OutOfContact);
    }

    #[test]
    fn early_alliance_counts_from_session_three() {
        let people: Vec<usize> = (0..60).collect();
        let group = Group::of(&people).unwrap();
        // The lower half leaves right after session 3, the upper half completes at session 10; ten were seen twice only.
        let episode = |n: usize| match n {
            0..25 => Episode { sessions: 3, ending: Some(Ending::LeftEarly), ..QUIET },
            25..50 => Episode { sessions: 10, ending: Some(Ending::Completed), ..QUIET },
            _ => Episode { sessions: 2, ending: Some(Ending::LeftEarly), ..QUIET },
        };
        let episodes: Vec<Episode> = (0..60).map(episode).collect();
        let alliance: Vec<f64> = (0..60).map(|n| if n < 25 { 2.0 } else { 4.0 }).collect();
        let told = by_early_alliance(&group, &episodes, &alliance, Some(DropOut::Recorded), 0.95).unwrap();
        assert_eq!((told.below.n, told.at_or_above.n), (25, 25));
        assert!((told.below.at(1, 3.0).unwrap().estimate - 1.0).abs() < 1e-12);
        assert_eq!(told.at_or_above.at(1, 40.0).unwrap().estimate, 0.0);
        let flat = by_early_alliance(&group, &episodes, &[3.0; 60], None, 0.95);
        assert_eq!(flat, Err(StatError::TooFew { needed: 20, found: 0 }));
        assert!(matches!(
            attrition(&group, &[Episode { sessions: 0, ..QUIET }; 60], None, 0.95),
            Err(StatError::OutOfRange(_))
        ));
    }
}

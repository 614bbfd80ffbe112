//! **Sample**: an invented caseload, for looking around, for tests and for benchmarks.
//!
//! Lives here: a seeded simulator that makes up people, sessions and answers as ordinary [`Event`]s, the model it draws
//! from with the source of each figure, and the truth behind what it drew, so that a detector can be checked against it.
//! Never here: a real person, a score or a signal, and nothing that the app would treat other than a real record.
//!
//! The same plan gives the same events on every machine: the generator is PCG, each person has a stream of their own
//! (adding people changes nobody), and apart from normal deviates only the four operations and comparisons are used.

mod answers;
mod care;
mod course;
mod events;
mod model;
mod names;
mod outcome;
mod random;

use std::ops::RangeInclusive;

use time::Date;

use crate::{
    care::{Event, PersonId},
    words::Lang,
};

pub use course::{Rhythm, Rupture};
pub use model::*;

/// What to make up.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The same seed gives the same caseload.
    pub seed: u64,
    /// How many people.
    pub people: usize,
    /// The last day on which anything may happen.
    pub today: Date,
    /// The language in which the questionnaires were answered.
    pub lang: Lang,
    /// How many appointments a course has, from the fewest to the most; those who leave early have fewer. Below 1 counts
    /// as 1.
    pub sessions: RangeInclusive<usize>,
    /// The share of courses (0 to 1) whose latest appointment is due about `today`; the others ended within the year
    /// before.
    pub running: f64,
    /// Whether the Wellbeing Check was answered beside the Alliance Scale.
    pub outcome: bool,
    /// Whether one person has a record of care: an episode, goals, a medicine and what was noted of sessions.
    pub care: bool,
}

/// The seed of the caseload to look around in. It was chosen because its ten people have the stories that a test beside
/// it names: someone steady, someone in an unrepaired dip whom the caseload flags, someone repaired, someone new, someone out of contact, and
/// someone who leaves items out.
const LOOK_AROUND_SEED: u64 = 24_489;

impl Plan {
    /// Ten people with varied stories, for looking around before there are any of one's own.
    #[must_use]
    pub const fn look_around(today: Date, lang: Lang) -> Self {
        Self {
            seed: LOOK_AROUND_SEED,
            people: 10,
            today,
            lang,
            sessions: 2..=16,
            running: 1.0,
            outcome: false,
            care: false,
        }
    }

    /// Many people with 20 to 50 appointments each, for benchmarks and simulation studies.
    #[must_use]
    pub const fn large(people: usize) -> Self {
        Self {
            seed: 20_261_123,
            people,
            today: match Date::from_ordinal_date(2026, 327) {
                Ok(day) => day,
                Err(_) => Date::MAX,
            },
            lang: Lang::En,
            sessions: 20..=50,
            running: 0.5,
            outcome: false,
            care: false,
        }
    }
}

/// What was drawn for one person, which no real record can tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// Who.
    pub person: PersonId,
    /// Their mean alliance before growth and ruptures, on the latent 1 to 5 scale (not cut off at its ends).
    pub mean: f64,
    /// How often they meet.
    pub rhythm: Rhythm,
    /// How many appointments were planned until the course's end or `today`.
    pub planned: usize,
    /// Which appointments were kept, from 1, so that the n-th session of the record is the n-th of these.
    pub held: Vec<usize>,
    /// Whether they stopped coming before the planned end.
    pub left: bool,
    /// Their ruptures, earliest first.
    pub ruptures: Vec<Rupture>,
}

/// A caseload and the truth behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// What the record holds, in the order in which it was written.
    pub events: Vec<Event>,
    /// What was drawn, person by person.
    pub truths: Vec<Truth>,
}

/// Makes up a caseload: everything that a record would hold of it, in the order in which it was written.
///
/// ```
/// # use attune::{sample::{Plan, simulate}, words::Lang};
/// # use attune::words::day;
/// # let today = day(2026, 11, 23).ok_or("no such day")?;
/// let plan = Plan::look_around(today, Lang::En);
/// assert_eq!(simulate(&plan), simulate(&plan));
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn simulate(plan: &Plan) -> Vec<Event> {
    simulate_with_truth(plan).events
}

/// Makes up a caseload as [`simulate`] does, and tells what was drawn for each person.
#[must_use]
pub fn simulate_with_truth(plan: &Plan) -> Sample {
    events::of(plan)
}

#[cfg(test)]
mod tests;

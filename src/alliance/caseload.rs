//! Everyone at a glance, sorted by who needs a look.

use time::Date;

use super::{
    baseline::Noise,
    course::{Change, Course, Part, caseload_noise},
};
use crate::{care::Person, instrument::scoring::Score, order, words::days_between};

/// Days without a session from which the caseload asks whether someone is still coming. A prompt, not a definition of
/// drop-out: many agree on longer intervals.
pub const QUIET_DAYS: i32 = 42;

/// Why a person may need a look. The order is the order of the caseload: first things first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attention {
    /// The latest total lies below what is usual for them.
    BelowUsual,
    /// Some answers were low.
    LowItems {
        /// How many.
        items: usize,
    },
    /// Too many items were left out for a score.
    LeftOut {
        /// How many.
        items: usize,
    },
    /// No session for a long time.
    Quiet {
        /// How many days.
        days: i32,
    },
    /// Nothing was ever answered.
    NothingYet,
    /// Nothing stands out.
    Nothing,
}

impl Attention {
    const fn rank(self) -> u8 {
        match self {
            Self::BelowUsual => 0,
            Self::LowItems { .. } => 1,
            Self::LeftOut { .. } => 2,
            Self::Quiet { .. } => 3,
            Self::NothingYet => 4,
            Self::Nothing => 5,
        }
    }
}

/// Where the latest total stands, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// Nothing answered, or not enough to score.
    NoScore,
    /// Too early to know what is usual.
    TooEarly,
    /// Below what is usual for the person.
    Below,
    /// As usual for the person.
    Usual,
    /// Above what is usual for the person.
    Above,
}

impl From<Change> for Trend {
    fn from(change: Change) -> Self {
        match change {
            Change::NoAnswers | Change::NotEnough => Self::NoScore,
            Change::First | Change::Prorated | Change::NewBaseline | Change::TooEarly { .. } => Self::TooEarly,
            Change::Usual { .. } => Self::Usual,
            Change::Below { .. } => Self::Below,
            Change::Above { .. } => Self::Above,
        }
    }
}

/// One person in the caseload.
#[derive(Clone, Debug)]
pub struct Row {
    /// Who.
    pub person: Person,
    /// The course of their alliance.
    pub course: Course,
    /// The first reason for a look.
    pub attention: Attention,
    /// Where the latest total stands.
    pub trend: Trend,
}

impl Row {
    /// The row of one person on the day `today`.
    #[must_use]
    pub fn of(person: Person, noise: Noise, today: Date) -> Self {
        let course = Course::of(&person, noise);
        let change = course.change();
        let quiet = person.sessions.last().map_or(0, |session| days_between(session.date, today));
        let (low, open) = course.just_marked();
        let attention = match change {
            Change::Below { .. } => Attention::BelowUsual,
            Change::NoAnswers if quiet >= QUIET_DAYS => Attention::Quiet { days: quiet },
            Change::NoAnswers => Attention::NothingYet,
            _ if !low.is_empty() => Attention::LowItems { items: low.len() },
            Change::NotEnough => Attention::LeftOut { items: open.len() },
            _ if quiet >= QUIET_DAYS => Attention::Quiet { days: quiet },
            _ => Attention::Nothing,
        };
        Self { trend: change.into(), person, course, attention }
    }

    /// The day of the latest session.
    #[must_use]
    pub fn last_session(&self) -> Option<Date> {
        self.person.sessions.last().map(|session| session.date)
    }

    /// The latest total.
    #[must_use]
    pub fn last_total(&self) -> Option<Score> {
        self.course.latest()?.score(Part::Total)
    }
}

/// The whole caseload on the day `today`: by reason for a look, then the latest session first, then by name.
#[must_use]
pub fn rows(people: Vec<Person>, today: Date) -> Vec<Row> {
    let noise = caseload_noise(&people);
    let mut rows: Vec<Row> = people.into_iter().map(|person| Row::of(person, noise, today)).collect();
    order::sort_by(&mut rows, |a, b| {
        a.attention
            .rank()
            .cmp(&b.attention.rank())
            .then(b.last_session().cmp(&a.last_session()))
            .then_with(|| a.person.name.cmp(&b.person.name))
    });
    rows
}

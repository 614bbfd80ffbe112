//! Everyone at a glance, sorted by who needs a look.

use time::Date;

use super::{
    course::{Change, Course, Part, caseload_usual},
    usual::Usual,
};
use crate::{care::Person, instrument::scoring::Score, order, words::days_between};

/// Days without a session from which the caseload asks whether someone is still coming. A prompt, not a definition of
/// drop-out: many agree on longer intervals.
pub const QUIET_DAYS: i32 = 42;

/// Why a person may need a look. The order is the order of the caseload: first things first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attention {
    /// An answer about safety, and nothing written down about what was done.
    Risk,
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
            Self::Risk => 0,
            Self::BelowUsual => 1,
            Self::LowItems { .. } => 2,
            Self::LeftOut { .. } => 3,
            Self::Quiet { .. } => 4,
            Self::NothingYet => 5,
            Self::Nothing => 6,
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
    pub fn of(person: Person, usual: Option<&Usual>, today: Date, open_risk: bool) -> Self {
        let course = Course::of(&person, usual);
        let change = course.change();
        let quiet = person.sessions.last().map_or(0, |session| days_between(session.date, today));
        let (low, open) = course.just_marked();
        let attention = match change {
            _ if open_risk => Attention::Risk,
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

/// The whole caseload on the day `today`: by reason for a look, then the latest session first, then by name. `open_risk`
/// tells whether somebody has an answer about safety that nothing was written down about.
#[must_use]
pub fn rows(people: Vec<Person>, today: Date, open_risk: &dyn Fn(&Person) -> bool) -> Vec<Row> {
    let usual = caseload_usual(&people);
    let row = |person: Person| {
        let open = open_risk(&person);
        Row::of(person, usual.as_ref(), today, open)
    };
    let mut rows: Vec<Row> = people.into_iter().map(row).collect();
    order::sort_by(&mut rows, |a, b| {
        a.attention
            .rank()
            .cmp(&b.attention.rank())
            .then(b.last_session().cmp(&a.last_session()))
            .then_with(|| a.person.name.cmp(&b.person.name))
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        alliance::tests::people::{answered, person},
        care::{AnsweredHow, PersonId, PersonName},
        words::day,
    };

    /// A person of that name whose sessions have these totals; nothing for a session with five answers only.
    fn called(name: &str, totals: &[Option<f64>]) -> Person {
        let sets: Vec<_> = totals
            .iter()
            .map(|total| (total.map_or_else(|| answered(4.0, 5), |total| answered(total, 12)), AnsweredHow::Tablet))
            .collect();
        let mut person = person(&sets);
        person.id = PersonId::from_bytes([name.len() as u8; 16]);
        person.name = PersonName::new(name).unwrap();
        person
    }

    fn order(people: Vec<Person>, today: Date) -> Vec<(String, Attention)> {
        rows(people, today, &|person| person.name.as_str() == "steadier")
            .into_iter()
            .map(|row| (row.person.name.as_str().to_owned(), row.attention))
            .collect()
    }

    #[test]
    fn who_needs_a_look_comes_first() {
        let today = day(2026, 1, 20).unwrap();
        let four = |last| [Some(4.0), Some(4.0), Some(4.0), last];
        let people = vec![
            called("steady", &four(Some(4.0))),
            called("steadier", &four(Some(4.0))),
            called("nobody yet", &[]),
            called("left out", &four(None)),
            called("low", &[Some(2.0)]),
            called("below usual", &four(Some(1.0))),
        ];
        let found = order(people, today);
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["steadier", "below usual", "low", "left out", "nobody yet", "steady"]);
        assert_eq!((found[0].1, found[1].1), (Attention::Risk, Attention::BelowUsual));
        assert_eq!(found[2].1, Attention::LowItems { items: 12 });
        assert_eq!(found[3].1, Attention::LeftOut { items: 7 });
        assert_eq!((found[4].1, found[5].1), (Attention::NothingYet, Attention::Nothing));
    }

    #[test]
    fn silence_is_named_from_six_weeks_on() {
        let one = || vec![called("somebody", &[Some(4.0)])];
        assert_eq!(order(one(), day(2026, 2, 11).unwrap())[0].1, Attention::Nothing);
        assert_eq!(order(one(), day(2026, 2, 12).unwrap())[0].1, Attention::Quiet { days: 42 });
    }

    #[test]
    fn among_equals_the_latest_session_comes_first_and_then_the_name() {
        let today = day(2026, 1, 20).unwrap();
        let people = vec![called("b", &[Some(4.0)]), called("aa", &[Some(4.0)]), called("zzz", &[Some(4.0); 2])];
        let names: Vec<String> = order(people, today).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["zzz", "aa", "b"]);
        assert!(rows(Vec::new(), today, &|_| false).is_empty());
    }

    #[test]
    fn words_follow_the_change() {
        let row =
            |totals: &[Option<f64>]| rows(vec![called("p", totals)], day(2026, 1, 20).unwrap(), &|_| false).remove(0);
        assert_eq!(row(&[Some(4.0)]).trend, Trend::TooEarly);
        assert_eq!(row(&[None]).trend, Trend::NoScore);
        assert_eq!(row(&[Some(4.0), Some(4.0), Some(4.0), Some(4.0)]).trend, Trend::Usual);
        assert_eq!(row(&[Some(2.0), Some(2.0), Some(2.0), Some(5.0)]).trend, Trend::Above);
        assert_eq!(row(&[Some(2.5)]).last_total().and_then(|total| total.value()), Some(2.5));
    }
}

//! Everyone at a glance, sorted by who needs a look.

use std::collections::BTreeMap;

use time::Date;

use super::{
    after_ending::AfterEnding,
    course::{Change, Course, Part, caseload_usual},
    usual::Usual,
};
use crate::{
    care::{EpisodeId, Filings, Label, Person},
    instrument::scoring::Score,
    order,
    words::days_between,
};

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
    /// Their care ended some weeks ago, not as planned: ask whether they reached other help.
    AskReached {
        /// The episode that ended.
        episode: EpisodeId,
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
    /// In the archive since that day, where nothing but an answer about safety asks for a look.
    Archived {
        /// The day.
        since: Date,
    },
}

impl Attention {
    const fn rank(self) -> u8 {
        match self {
            Self::Risk => 0,
            Self::BelowUsual => 1,
            Self::LowItems { .. } => 2,
            Self::LeftOut { .. } => 3,
            Self::AskReached { .. } => 4,
            Self::Quiet { .. } => 5,
            Self::NothingYet => 6,
            Self::Nothing => 7,
            Self::Archived { .. } => 8,
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

/// The day of the latest session that took place. One that was missed or called off breaks no silence.
pub(super) fn last_attended(person: &Person) -> Option<Date> {
    person.sessions.iter().rev().find(|session| session.attended).map(|session| session.date)
}

impl Row {
    /// The row of one person on the day `today`, who is in the archive since the day `archived`. Some weeks after an unplanned
    /// ending the question whether they reached other help comes before their last answers, which no session can look at now.
    #[must_use]
    pub fn of(
        person: Person,
        usual: Option<&Usual>,
        today: Date,
        open_risk: bool,
        archived: Option<Date>,
        after: AfterEnding,
    ) -> Self {
        let course = Course::of(&person, usual);
        let change = course.change();
        let silent = last_attended(&person).filter(|_| after == AfterEnding::GoesOn);
        let quiet = silent.map_or(0, |day| days_between(day, today));
        let (low, open) = course.just_marked();
        let attention = match (change, after) {
            _ if open_risk => Attention::Risk,
            (_, AfterEnding::AskReached(episode)) => Attention::AskReached { episode },
            (Change::Below { .. }, _) => Attention::BelowUsual,
            (Change::NoAnswers, _) if quiet >= QUIET_DAYS => Attention::Quiet { days: quiet },
            (Change::NoAnswers, _) => Attention::NothingYet,
            _ if !low.is_empty() => Attention::LowItems { items: low.len() },
            (Change::NotEnough, _) => Attention::LeftOut { items: open.len() },
            _ if quiet >= QUIET_DAYS => Attention::Quiet { days: quiet },
            _ => Attention::Nothing,
        };
        let attention = match archived {
            Some(since) if !open_risk => Attention::Archived { since },
            _ => attention,
        };
        Self { trend: change.into(), person, course, attention }
    }

    /// The day of the latest session that took place.
    #[must_use]
    pub fn last_session(&self) -> Option<Date> {
        last_attended(&self.person)
    }

    /// Whether they are on the daily list: not in the archive, or with an open answer about safety, which is never hidden.
    #[must_use]
    pub const fn is_daily(&self) -> bool {
        !matches!(self.attention, Attention::Archived { .. })
    }

    /// The latest total.
    #[must_use]
    pub fn last_total(&self) -> Option<Score> {
        self.course.latest()?.score(Part::Total)
    }
}

/// Every label that somebody of these rows has, once, by name. Where two differ in large and small letters only, the first.
#[must_use]
pub fn labels(rows: &[Row], filings: &Filings) -> Vec<Label> {
    let mut by_key: BTreeMap<String, Label> = BTreeMap::new();
    for label in rows.iter().flat_map(|row| filings.labels(row.person.id)) {
        by_key.entry(label.key()).or_insert_with(|| label.clone());
    }
    by_key.into_values().collect()
}

/// The whole caseload on the day `today`: by reason for a look, then the latest session first, then by name; whoever is in the
/// archive comes last. `open_risk` tells whether somebody has an answer about safety that nothing was written down about, `after` what an
/// ending means for them (see [`after_ending`](super::after_ending::after_ending)).
#[must_use]
pub fn rows(
    people: Vec<Person>,
    today: Date,
    filings: &Filings,
    open_risk: &dyn Fn(&Person) -> bool,
    after: &dyn Fn(&Person) -> AfterEnding,
) -> Vec<Row> {
    let usual = caseload_usual(&people);
    let row = |person: Person| {
        let (open, archived) = (open_risk(&person), filings.archived(person.id));
        let after = after(&person);
        Row::of(person, usual.as_ref(), today, open, archived, after)
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
        care::{AnsweredHow, Archiving, DeviceId, Event, EventId, Fact, PersonId, PersonName, Record, Stamp},
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

    fn goes_on(_: &Person) -> AfterEnding {
        AfterEnding::GoesOn
    }

    fn order(people: Vec<Person>, today: Date) -> Vec<(String, Attention)> {
        rows(people, today, &Filings::default(), &|person| person.name.as_str() == "steadier", &goes_on)
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
        assert!(rows(Vec::new(), today, &Filings::default(), &|_| false, &goes_on).is_empty());
    }

    #[test]
    fn the_archive_hides_every_signal_but_an_answer_about_safety() {
        let today = day(2026, 1, 20).unwrap();
        let mut record = Record::new();
        let people =
            vec![called("low", &[Some(2.0)]), called("steadier", &[Some(4.0)]), called("quiet now", &[Some(4.0)])];
        for (number, person) in (1..).zip(&people[..2]) {
            record.apply(&Event {
                id: EventId::from_bytes([number; 16]),
                device: DeviceId::from_bytes([9; 16]),
                sequence: u64::from(number),
                stamp: Stamp { ms: u64::from(number), counter: 0 },
                date: today,
                parents: Vec::new(),
                fact: Fact::PersonArchived(Archiving { person: person.id, archived: true }),
            });
        }
        let found = rows(people, today, &record.all_filed(), &|person| person.name.as_str() == "steadier", &goes_on);
        let shown: Vec<_> = found.iter().map(|row| (row.person.name.as_str(), row.is_daily())).collect();
        assert_eq!(shown, [("steadier", true), ("quiet now", true), ("low", false)]);
        assert_eq!(found[2].attention, Attention::Archived { since: today });
        assert_eq!(found[2].last_total().and_then(|total| total.value()), Some(2.0), "nothing is removed");
    }

    #[test]
    fn words_follow_the_change() {
        let row = |totals: &[Option<f64>]| {
            let today = day(2026, 1, 20).unwrap();
            rows(vec![called("p", totals)], today, &Filings::default(), &|_| false, &goes_on).remove(0)
        };
        assert_eq!(row(&[Some(4.0)]).trend, Trend::TooEarly);
        assert_eq!(row(&[None]).trend, Trend::NoScore);
        assert_eq!(row(&[Some(4.0), Some(4.0), Some(4.0), Some(4.0)]).trend, Trend::Usual);
        assert_eq!(row(&[Some(2.0), Some(2.0), Some(2.0), Some(5.0)]).trend, Trend::Above);
        assert_eq!(row(&[Some(2.5)]).last_total().and_then(|total| total.value()), Some(2.5));
    }
}

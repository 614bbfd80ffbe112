//! The course of one person's alliance, session by session.

use time::Date;

use super::{
    baseline::{Band, Noise, Pool},
    low_items::{LowItem, low_items, unanswered},
};
use crate::{
    care::{AnsweredHow, Entry, Person, SessionId},
    instrument::{
        AnswerSet, Instrument, Item, catalogue,
        scoring::{MissingRule, Score, score_named},
    },
    words::Lang,
};

/// A part of the alliance, after Bordin's model, and the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Agreement on goals.
    Goal,
    /// Agreement on tasks.
    Task,
    /// The bond.
    Bond,
    /// All three together.
    Total,
}

impl Part {
    /// Every part, the whole last.
    pub const ALL: [Self; 4] = [Self::Goal, Self::Task, Self::Bond, Self::Total];

    /// The name of its scale within the instrument.
    #[must_use]
    pub const fn scale(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::Task => "task",
            Self::Bond => "bond",
            Self::Total => "total",
        }
    }
}

/// One session in the course.
#[derive(Clone, Debug)]
pub struct Point {
    /// Which session.
    pub session: SessionId,
    /// Its day.
    pub date: Date,
    /// Its place among the person's sessions, from 1.
    pub number: usize,
    /// The latest Alliance Scale of the session, where one was answered.
    pub entry: Option<Entry>,
    /// The scores, in the order of [`Part::ALL`]; nothing without answers.
    pub scores: Option<[Score; 4]>,
    /// What was usual for the total before this session.
    pub band: Option<Band>,
    /// Whether the way of answering differs from the answers before, so that a new baseline starts here.
    pub new_baseline: bool,
}

impl Point {
    /// The score of one part.
    #[must_use]
    pub fn score(&self, part: Part) -> Option<Score> {
        let place = Part::ALL.iter().position(|p| *p == part)?;
        self.scores.as_ref()?.get(place).copied()
    }

    /// The total where all items were answered.
    #[must_use]
    pub fn complete_total(&self) -> Option<f64> {
        self.score(Part::Total)?.complete()
    }
}

/// What can be said about the change to the latest answers.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// Nothing has been answered yet.
    NoAnswers,
    /// These are the first answers.
    First,
    /// The latest answers have no total, because too many were left out.
    NotEnough,
    /// The total is prorated: shown, but nothing is concluded from it.
    Prorated,
    /// The way of answering changed, so that nothing before can be compared.
    NewBaseline,
    /// There are fewer than three scores before: too early to know what is usual.
    TooEarly {
        /// The difference to the score before.
        difference: f64,
    },
    /// Within what is usual for the person.
    Usual {
        /// The difference to the score before.
        difference: f64,
        /// What is usual.
        band: Band,
    },
    /// Below what is usual for the person: worth talking about.
    Below {
        /// The difference to the score before.
        difference: f64,
        /// What was usual.
        band: Band,
    },
    /// Above what is usual for the person.
    Above {
        /// The difference to the score before.
        difference: f64,
        /// What was usual.
        band: Band,
    },
}

/// The course of one person's alliance.
#[derive(Clone, Debug)]
pub struct Course {
    /// Every session, earliest first.
    pub points: Vec<Point>,
    /// The noise that the bands were drawn with.
    pub noise: Noise,
    /// The range of the scores.
    pub range: (f64, f64),
    /// The band for the score to come, on the present baseline.
    pub next: Option<Band>,
}

/// What must stay the same for two scores to be compared.
type Setting = (u32, AnsweredHow, Lang);

fn setting(entry: &Entry) -> Setting {
    (entry.given.instrument.version, entry.given.how, entry.given.lang)
}

fn alliance_entry(entries: &[Entry]) -> Option<&Entry> {
    let id = &catalogue::alliance_scale()?.reference.id;
    entries.iter().rev().find(|entry| entry.given.instrument.id == *id)
}

fn instrument_of(entry: &Entry) -> Option<&'static Instrument> {
    catalogue::find(&entry.given.instrument)
}

fn scores_of(entry: &Entry) -> Option<[Score; 4]> {
    let instrument = instrument_of(entry)?;
    let score = |part: Part| score_named(instrument, part.scale(), &entry.given.answers, MissingRule::ByScale);
    Some([score(Part::Goal)?, score(Part::Task)?, score(Part::Bond)?, score(Part::Total)?])
}

/// The complete totals of a person, split where the way of answering changed: what a [`Pool`] is fed with.
#[must_use]
pub fn baselines(person: &Person) -> Vec<Vec<f64>> {
    let mut runs: Vec<(Setting, Vec<f64>)> = Vec::new();
    for entry in person.sessions.iter().filter_map(|session| alliance_entry(&session.entries)) {
        let now = setting(entry);
        if runs.last().is_none_or(|(before, _)| *before != now) {
            runs.push((now, Vec::new()));
        }
        let total = scores_of(entry).and_then(|[.., total]| total.complete());
        if let (Some((_, run)), Some(total)) = (runs.last_mut(), total) {
            run.push(total);
        }
    }
    runs.into_iter().map(|(_, run)| run).collect()
}

/// The noise of a caseload.
#[must_use]
pub fn caseload_noise<'a>(people: impl IntoIterator<Item = &'a Person>) -> Noise {
    let mut pool = Pool::default();
    for run in people.into_iter().flat_map(baselines) {
        pool.add(&run);
    }
    pool.noise()
}

impl Course {
    /// The course of one person, with the caseload's noise.
    ///
    /// Missing values: a session without answers has a point without scores; prorated and missing totals are no part of
    /// any baseline.
    #[must_use]
    pub fn of(person: &Person, noise: Noise) -> Self {
        let range = catalogue::alliance_scale().map_or((1.0, 5.0), Instrument::range);
        let mut usual: Vec<f64> = Vec::new();
        let mut before: Option<Setting> = None;
        let points = person
            .sessions
            .iter()
            .enumerate()
            .map(|(index, session)| {
                let entry = alliance_entry(&session.entries);
                let new_baseline = entry.is_some_and(|entry| before.is_some_and(|before| before != setting(entry)));
                if new_baseline {
                    usual.clear();
                }
                before = entry.map(setting).or(before);
                let scores = entry.and_then(scores_of);
                let band = Band::after(&usual, noise, range);
                usual.extend(scores.and_then(|[.., total]| total.complete()));
                Point {
                    session: session.id,
                    date: session.date,
                    number: index + 1,
                    entry: entry.cloned(),
                    scores,
                    band,
                    new_baseline,
                }
            })
            .collect();
        Self { points, noise, range, next: Band::after(&usual, noise, range) }
    }

    /// The latest session in which the Alliance Scale was answered.
    #[must_use]
    pub fn latest(&self) -> Option<&Point> {
        self.points.iter().rev().find(|point| point.scores.is_some())
    }

    /// What changed with the latest answers.
    #[must_use]
    pub fn change(&self) -> Change {
        let mut answered = self.points.iter().rev().filter(|point| point.scores.is_some());
        let Some(latest) = answered.next() else { return Change::NoAnswers };
        let total = match latest.score(Part::Total) {
            Some(Score::Complete(total)) => total,
            Some(Score::Prorated { .. }) => return Change::Prorated,
            _ => return Change::NotEnough,
        };
        if latest.new_baseline {
            return Change::NewBaseline;
        }
        let Some(difference) = answered.find_map(Point::complete_total).map(|before| total - before) else {
            return Change::First;
        };
        match latest.band {
            None => Change::TooEarly { difference },
            Some(band) if total < band.low => Change::Below { difference, band },
            Some(band) if total > band.high => Change::Above { difference, band },
            Some(band) => Change::Usual { difference, band },
        }
    }

    /// The items marked low in the latest answers, and those left unanswered.
    #[must_use]
    pub fn just_marked(&self) -> (Vec<LowItem<'static>>, Vec<&'static Item>) {
        let Some(entry) = self.latest().and_then(|point| point.entry.as_ref()) else { return (Vec::new(), Vec::new()) };
        let Some(instrument) = instrument_of(entry) else { return (Vec::new(), Vec::new()) };
        let earlier: Vec<&AnswerSet> = self
            .points
            .iter()
            .filter_map(|point| point.entry.as_ref())
            .filter(|other| other.id != entry.id && setting(other) == setting(entry))
            .map(|other| &other.given.answers)
            .collect();
        (low_items(instrument, &entry.given.answers, &earlier), unanswered(instrument, &entry.given.answers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alliance::{
        NoiseSource,
        fixtures::{answered, person},
    };
    use crate::instrument::Answer;

    const NOISE: Noise = Noise { sd: 0.4, source: NoiseSource::Assumed };

    fn course(values: &[f64]) -> Course {
        let sets: Vec<_> = values.iter().map(|v| (answered(*v, 12), AnsweredHow::Tablet)).collect();
        Course::of(&person(&sets), NOISE)
    }

    #[test]
    fn nothing_is_called_usual_before_the_fourth_score() {
        assert_eq!(course(&[]).change(), Change::NoAnswers);
        assert_eq!(course(&[4.0]).change(), Change::First);
        assert_eq!(course(&[4.0, 1.0]).change(), Change::TooEarly { difference: -3.0 });
        assert_eq!(course(&[4.0, 4.0, 1.0]).change(), Change::TooEarly { difference: -3.0 });
        assert!(matches!(course(&[4.0, 4.0, 4.0, 2.0]).change(), Change::Below { difference: -2.0, .. }));
        assert!(matches!(course(&[4.0, 4.0, 4.0, 3.0]).change(), Change::Usual { .. }));
        assert!(matches!(course(&[2.0, 2.0, 2.0, 4.0]).change(), Change::Above { .. }));
    }

    #[test]
    fn prorated_totals_conclude_nothing_and_are_no_baseline() {
        let tablet = AnsweredHow::Tablet;
        let some = |items| {
            [
                (answered(4.0, 12), tablet),
                (answered(4.0, 12), tablet),
                (answered(4.0, 12), tablet),
                (answered(1.0, items), tablet),
            ]
        };
        assert_eq!(Course::of(&person(&some(11)), NOISE).change(), Change::Prorated);
        assert_eq!(Course::of(&person(&some(5)), NOISE).change(), Change::NotEnough);
        assert_eq!(Course::of(&person(&some(11)), NOISE).next.unwrap().scores, 3);
    }

    #[test]
    fn another_way_of_answering_starts_a_new_baseline() {
        let mut sets = vec![(answered(4.0, 12), AnsweredHow::Tablet); 4];
        sets.push((answered(2.0, 12), AnsweredHow::TherapistPresent));
        let course = Course::of(&person(&sets), NOISE);
        assert_eq!((course.change(), course.next), (Change::NewBaseline, None));
        assert_eq!(baselines(&person(&sets)), vec![vec![4.0; 4], vec![2.0]]);
    }

    #[test]
    fn the_low_items_are_those_of_the_latest_answers() {
        let mut last = answered(5.0, 11);
        last.set("bond-2", Answer::Value(3.0));
        let tablet = AnsweredHow::Tablet;
        let course =
            Course::of(&person(&[(answered(5.0, 12), tablet), (answered(5.0, 12), tablet), (last, tablet)]), NOISE);
        let (low, open) = course.just_marked();
        assert_eq!(
            low.iter().map(|l| (l.item.id.as_str(), l.answer, l.usual)).collect::<Vec<_>>(),
            [("bond-2", 3.0, Some(5.0))]
        );
        assert_eq!(open.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["goal-4"]);
    }
}

//! The course of one person's alliance, session by session.

use time::Date;

use super::{
    baseline::{ASSUMED, Band, Noise},
    low_items::{LowItem, low_items, unanswered},
    rupture::{Score as Judged, Session as History, Verdict},
    usual::Usual,
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
    /// What is said of the total; nothing where there is none.
    pub verdict: Option<Verdict>,
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
    /// How much this person's totals go up and down when nothing changes.
    pub noise: Noise,
    /// The range of the scores.
    pub range: (f64, f64),
    /// The band for the score to come, on the present baseline.
    pub next: Option<Band>,
}

/// What must stay the same for two scores to be compared.
pub(super) type Setting = (u32, AnsweredHow, Lang);

pub(super) fn setting(entry: &Entry) -> Setting {
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

/// A session before it is judged.
struct Unjudged<'a> {
    entry: Option<&'a Entry>,
    scores: Option<[Score; 4]>,
    new_baseline: bool,
}

fn unjudged(person: &Person) -> Vec<Unjudged<'_>> {
    let mut before: Option<Setting> = None;
    let mut out = Vec::with_capacity(person.sessions.len());
    for session in &person.sessions {
        let entry = alliance_entry(&session.entries);
        let new_baseline = entry.is_some_and(|entry| before.is_some_and(|before| before != setting(entry)));
        before = entry.map(setting).or(before);
        out.push(Unjudged { entry, scores: entry.and_then(scores_of), new_baseline });
    }
    out
}

/// The range of the scores and the number of items.
fn form() -> ((f64, f64), usize) {
    catalogue::alliance_scale().map_or(((1.0, 5.0), 12), |scale| (scale.range(), scale.items.len()))
}

/// The totals as the detector needs them: a prorated one counts for what is usual and is never flagged. A total outside the
/// range of the scale, which no questionnaire of the catalogue gives, is left out.
fn history(sessions: &[Unjudged<'_>], range: (f64, f64), items: usize) -> Vec<History> {
    let judged = |scores: &[Score; 4]| {
        let [.., total] = scores;
        total.value().filter(|mean| (range.0..=range.1).contains(mean))?;
        match *total {
            Score::Complete(total) => Some(Judged::complete(total)),
            Score::Prorated { value: mean, missing } => {
                let answered = u32::try_from(items.saturating_sub(missing)).ok()?;
                Judged::prorated(mean, answered, u32::try_from(items).ok()?).ok()
            }
            _ => None,
        }
    };
    let session = |session: &Unjudged<'_>| History {
        score: session.scores.as_ref().and_then(judged),
        new_baseline: session.new_baseline,
        mended: None,
    };
    sessions.iter().map(session).collect()
}

/// What is usual in a caseload; nothing only where the catalogue lacks the Alliance Scale.
#[must_use]
pub fn caseload_usual<'a>(people: impl IntoIterator<Item = &'a Person>) -> Option<Usual> {
    let (range, items) = form();
    let histories: Vec<_> = people.into_iter().map(|person| history(&unjudged(person), range, items)).collect();
    Usual::of(&histories, range, items).ok()
}

impl Course {
    /// The course of one person, judged by what is usual in the caseload; without that nothing is called usual.
    ///
    /// Missing values: a session without answers has a point without scores; totals that are missing are no part of any
    /// baseline, and prorated ones count with their larger error.
    #[must_use]
    pub fn of(person: &Person, usual: Option<&Usual>) -> Self {
        let (range, items) = form();
        let sessions = unjudged(person);
        let following = usual.and_then(|usual| usual.follow(&history(&sessions, range, items)).ok());
        let verdicts = following.iter().flat_map(|following| &following.sessions).map(|session| session.verdict);
        let mut verdicts = verdicts.chain(std::iter::repeat(None));
        let mut latest = None;
        let mut points = Vec::with_capacity(sessions.len());
        for (session, unjudged) in person.sessions.iter().zip(sessions) {
            let verdict = verdicts.next().flatten();
            latest = verdict.or(latest);
            points.push(Point {
                session: session.id,
                date: session.date,
                number: points.len() + 1,
                entry: unjudged.entry.cloned(),
                scores: unjudged.scores,
                verdict,
                band: usual.zip(verdict).and_then(|(usual, verdict)| usual.band(&verdict)),
                new_baseline: unjudged.new_baseline,
            });
        }
        let noise = usual.map_or(ASSUMED, |usual| usual.noise(latest.as_ref()));
        let scores = points.iter().filter(|point| point.complete_total().is_some()).count();
        let next =
            following.and_then(|following| following.next).zip(usual).map(|(band, usual)| usual.drawn(band, scores));
        Self { points, noise, range, next }
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
        match (latest.verdict, latest.band) {
            (Some(Verdict::Flag { .. }), Some(band)) => Change::Below { difference, band },
            (_, Some(band)) if total > band.high => Change::Above { difference, band },
            (_, Some(band)) => Change::Usual { difference, band },
            (_, None) => Change::TooEarly { difference },
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
    use crate::alliance::tests::people::{answered, person};
    use crate::instrument::Answer;

    fn course(values: &[f64]) -> Course {
        let sets: Vec<_> = values.iter().map(|v| (answered(*v, 12), AnsweredHow::Tablet)).collect();
        let usual = caseload_usual(&[]);
        Course::of(&person(&sets), usual.as_ref())
    }

    #[test]
    fn nothing_is_called_usual_before_the_fourth_score() {
        assert_eq!(course(&[]).change(), Change::NoAnswers);
        assert_eq!(course(&[4.0]).change(), Change::First);
        assert_eq!(course(&[4.0, 1.0]).change(), Change::TooEarly { difference: -3.0 });
        assert_eq!(course(&[4.0, 4.0, 1.0]).change(), Change::TooEarly { difference: -3.0 });
        assert!(matches!(course(&[4.0, 4.0, 4.0, 1.0]).change(), Change::Below { difference: -3.0, .. }));
        assert!(matches!(course(&[4.0, 4.0, 4.0, 3.0]).change(), Change::Usual { .. }));
        assert!(matches!(course(&[2.0, 2.0, 2.0, 5.0]).change(), Change::Above { .. }));
    }

    #[test]
    fn prorated_totals_conclude_nothing_of_themselves() {
        let tablet = AnsweredHow::Tablet;
        let some = |items| {
            [
                (answered(4.0, 12), tablet),
                (answered(4.0, 12), tablet),
                (answered(4.0, 12), tablet),
                (answered(1.0, items), tablet),
            ]
        };
        assert_eq!(Course::of(&person(&some(11)), caseload_usual(&[]).as_ref()).change(), Change::Prorated);
        assert_eq!(Course::of(&person(&some(5)), caseload_usual(&[]).as_ref()).change(), Change::NotEnough);
        assert_eq!(Course::of(&person(&some(11)), caseload_usual(&[]).as_ref()).next.unwrap().scores, 3);
        let with_low = Course::of(&person(&some(11)), caseload_usual(&[]).as_ref()).next.unwrap().mean;
        let without = course(&[4.0; 3]).next.unwrap().mean;
        assert!(1.0 < with_low && with_low < without, "{with_low} {without}");
    }

    #[test]
    fn another_way_of_answering_starts_a_new_baseline() {
        let mut sets = vec![(answered(4.0, 12), AnsweredHow::Tablet); 4];
        sets.push((answered(2.0, 12), AnsweredHow::TherapistPresent));
        let course = Course::of(&person(&sets), caseload_usual(&[]).as_ref());
        assert_eq!((course.change(), course.next), (Change::NewBaseline, None));
        assert_eq!(course.points[4].band, None);
    }

    #[test]
    fn the_low_items_are_those_of_the_latest_answers() {
        let mut last = answered(5.0, 11);
        last.set("bond-2", Answer::Value(3.0));
        let tablet = AnsweredHow::Tablet;
        let course = Course::of(
            &person(&[(answered(5.0, 12), tablet), (answered(5.0, 12), tablet), (last, tablet)]),
            caseload_usual(&[]).as_ref(),
        );
        let (low, open) = course.just_marked();
        assert_eq!(
            low.iter().map(|l| (l.item.id.as_str(), l.answer, l.usual)).collect::<Vec<_>>(),
            [("bond-2", 3.0, Some(5.0))]
        );
        assert_eq!(open.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["goal-4"]);
    }
}

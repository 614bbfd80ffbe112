//! Medicines beside the alliance: every change of a medicine between the sessions around it, and what was answered in those.
//!
//! Only laid side by side: no figure is made of the two, because one person's changes of medicine are too few and too tangled
//! with everything else to say what caused what (the studies of adherence and alliance cannot be pooled either).

use std::sync::Arc;

use time::Date;

use super::{Course, Part, measures::measures};
use crate::{
    care::{AnsweredBy, Medicine, Person, Session, Shelf, Step, Versions, steps},
    instrument::{
        Instrument, catalogue,
        scoring::{MissingRule, Score, Scored, score_named},
    },
};

/// The questionnaire on taking medicines and on trust in whoever prescribes them.
pub const QUESTIONNAIRE: &str = "attune-medicine-and-trust";

/// What is followed over the sessions. Each is a mean of answers from 1 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Taking what is prescribed, as the person says.
    Taking,
    /// The person's trust in whoever prescribes.
    Trust,
    /// The person's alliance in these sessions.
    Alliance,
    /// The alliance as whoever prescribes sees it, where they answered as a second rater.
    Prescriber,
}

impl Line {
    /// Every line, in the order in which they are drawn.
    pub const ALL: [Self; 4] = [Self::Taking, Self::Trust, Self::Alliance, Self::Prescriber];
}

/// A score of one line in one session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// The score, or why there is none.
    pub score: Score,
    /// Whether it was asked in another way than before, so that the two cannot be compared.
    pub breaks: bool,
}

/// One day: a session with what was answered, or changes of medicines, or both.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// Which day.
    pub date: Date,
    /// The session's place among the person's sessions, from 1; nothing on a day without one.
    pub session: Option<usize>,
    /// What was answered, in the order of [`Line::ALL`].
    pub told: [Option<Told>; 4],
    /// What happened to medicines on that day.
    pub steps: Vec<(Step, Medicine)>,
}

impl Day {
    fn new(date: Date, session: Option<usize>) -> Self {
        Self { date, session, told: [None; 4], steps: Vec::new() }
    }

    /// What was answered on one line.
    #[must_use]
    pub fn told(&self, line: Line) -> Option<Told> {
        self.told.get(line as usize).copied().flatten()
    }
}

/// The total of the Alliance Scale, of either side's form, as whoever prescribes answered it last in a session.
fn prescribers(session: &Session, shelf: &Shelf) -> Option<(Arc<Instrument>, Score)> {
    let scale = catalogue::alliance_scale().map(|one| one.reference.id.as_str())?;
    let forms = [Some(scale), catalogue::other_side(scale)];
    session.others.iter().rev().filter(|entry| entry.given.by == AnsweredBy::Prescriber).find_map(|entry| {
        let instrument = shelf.find(&entry.given.instrument)?;
        let ours = forms.contains(&Some(instrument.reference.id.as_str()));
        let score = score_named(&instrument, "total", &entry.given.answers, MissingRule::ByScale)?;
        ours.then_some((instrument, score))
    })
}

/// Every day on which a medicine changed or one of the lines was answered, earliest first; on one day its sessions in their
/// order, and the changes with the first of them. Sessions in which nothing of it was answered are left out, unless a medicine
/// changed on their day. Empty where there is neither.
///
/// Missing values: a line that was not asked in a session has nothing there; one with too few answers has its [`Score`], which
/// says so.
#[must_use]
pub fn days(person: &Person, shelf: &Shelf, medicines: &[Versions<Medicine>]) -> Vec<Day> {
    let course = Course::of(person, None);
    let asked = measures(person, shelf)
        .into_iter()
        .find(|one| one.instrument().is_some_and(|one| one.reference.id == QUESTIONNAIRE));
    let mut all = Vec::new();
    let mut form_before: Option<Arc<Instrument>> = None;
    for (session, point) in person.sessions.iter().zip(&course.points) {
        let mut day = Day::new(session.date, Some(point.number));
        let sitting = asked.as_ref().and_then(|one| one.sittings.iter().find(|one| one.number == point.number));
        let of = |scale: &str| {
            let sitting = sitting?;
            match sitting.score(scale)?.scored {
                Scored::Scale(score) => Some(Told { score, breaks: sitting.breaks }),
                _ => None,
            }
        };
        let alliance = point.score(Part::Total).map(|score| Told { score, breaks: point.new_baseline });
        let prescriber = prescribers(session, shelf).map(|(form, score)| {
            let breaks = form_before.as_ref().is_some_and(|before| before.reference != form.reference);
            form_before = Some(form);
            Told { score, breaks }
        });
        day.told = [of("adherence"), of("trust"), alliance, prescriber];
        all.push(day);
    }
    for (date, step, medicine) in medicines.iter().flat_map(steps) {
        let at = all.partition_point(|day| day.date < date);
        if all.get(at).is_none_or(|day| day.date != date) {
            all.insert(at, Day::new(date, None));
        }
        if let Some(day) = all.get_mut(at) {
            day.steps.push((step, medicine));
        }
    }
    all.retain(|day| !day.steps.is_empty() || day.told.iter().any(Option::is_some));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        alliance::tests::people::{answered, person},
        care::{AnsweredHow, Decider, EventId, Line as Words, MedicineId, PersonId, Record, Stamp, Version},
        instrument::{Answer, AnswerSet},
        words::day,
    };

    fn medicine(dose: &str, taken: bool) -> Medicine {
        Medicine {
            id: MedicineId::from_bytes([5; 16]),
            person: PersonId::from_bytes([1; 16]),
            name: Words::new("Quiet Night").unwrap().unwrap(),
            dose: Words::new(dose).unwrap(),
            prescriber: None,
            taken,
            decided: Decider::Unknown,
            why: None,
        }
    }

    /// Statements, each with its day of January 2026, in the order in which they were written.
    fn stated(all: &[(u8, Medicine)]) -> Versions<Medicine> {
        let mut versions: Vec<Version<Medicine>> = (1u8..)
            .zip(all)
            .map(|(n, (on, value))| Version {
                value: value.clone(),
                event: EventId::from_bytes([n; 16]),
                stamp: Stamp { ms: u64::from(n), counter: 0 },
                date: day(2026, 1, *on).unwrap(),
                head: usize::from(n) == all.len(),
            })
            .collect();
        versions.reverse();
        let mut versions = versions.into_iter();
        Versions { now: versions.next().unwrap(), earlier: versions.collect() }
    }

    fn told(days: &[Day]) -> Vec<(u8, Option<usize>, Vec<Step>)> {
        days.iter().map(|one| (one.date.day(), one.session, one.steps.iter().map(|step| step.0).collect())).collect()
    }

    #[test]
    fn changes_stand_between_the_sessions_around_them() {
        let shelf = Record::new();
        let mut someone = person(&[4.0, 2.0, 5.0].map(|value| (answered(value, 12), AnsweredHow::Tablet)));
        // The second session is about medicines, and its prescriber answered too.
        let session = &mut someone.sessions[1];
        let mut asked = session.entries[0].clone();
        asked.id = EventId::from_bytes([77; 16]);
        asked.given.instrument = catalogue::newest(QUESTIONNAIRE).unwrap().reference.clone();
        let trust = |n| (format!("trust-{n}"), Answer::Value(f64::from(n)));
        let prescribed = ("prescribed".to_owned(), Answer::Value(1.0));
        asked.given.answers = (1..=4).map(trust).chain([prescribed]).collect::<AnswerSet>();
        session.entries.push(asked);
        let mut other = session.entries[0].clone();
        other.given.by = AnsweredBy::Prescriber;
        other.given.answers = answered(3.0, 12);
        session.others.push(other);
        let found = days(
            &someone,
            shelf.shelf(),
            &[stated(&[
                (2, medicine("one", true)),
                (9, medicine("two", true)),
                (9, medicine("a half", true)),
                (12, medicine("a half", true)),
                (20, medicine("a half", false)),
                (28, medicine("a half", true)),
            ])],
        );
        assert_eq!(
            told(&found),
            [
                (1, Some(1), vec![]),
                (2, Some(2), vec![Step::Started]),
                (3, Some(3), vec![]),
                (9, None, vec![Step::Changed]),
                (20, None, vec![Step::Stopped]),
                (28, None, vec![Step::Started]),
            ]
        );
        assert_eq!(found[3].steps[0].1, medicine("a half", true), "of one day the last statement counts");
        let values = Line::ALL.map(|line| found[1].told(line).and_then(|told| told.score.value()));
        assert_eq!(values, [None, Some(2.5), Some(2.0), Some(3.0)]);
    }

    #[test]
    fn what_is_stated_late_of_an_earlier_day_stands_on_its_day() {
        let someone = person(&[(answered(4.0, 12), AnsweredHow::Tablet)]);
        let record = Record::new();
        let late = stated(&[(20, medicine("one", false)), (3, medicine("one", true))]);
        assert_eq!(
            told(&days(&someone, record.shelf(), &[late])),
            [(1, Some(1), vec![]), (3, None, vec![Step::Started]), (20, None, vec![Step::Stopped])]
        );
        assert!(days(&person(&[]), record.shelf(), &[]).is_empty());
    }
}

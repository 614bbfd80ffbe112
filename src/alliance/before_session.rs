//! What the record has to say before a session: the last answers that were low, a rupture that is not mended, sessions that were
//! missed, and the last note.

use time::Date;

use super::{
    course::setting,
    low_items::{LowItem, low_items},
};
use crate::{
    care::{Attendance, Entry, OwnWords, Person, Record, Repaired, Rupture},
    instrument::{AnswerSet, Instrument, catalogue},
};

/// The questionnaires whose every item is about the work together, so that a low one is one to speak of.
const OF_THE_WORK: [&str; 2] = ["attune-alliance-scale", "attune-session-check-in"];

/// The answers of one session that were low.
#[derive(Clone, Debug)]
pub struct MarkedLow {
    /// The day of the session.
    pub date: Date,
    /// Whether nothing was answered since then that could have been low.
    pub latest: bool,
    /// The items, each with its questionnaire.
    pub items: Vec<(&'static Instrument, LowItem<'static>)>,
}

/// The last session with a low answer on the Alliance Scale or the Session Check-in; nothing where there was none. A person's own
/// median is that of the earlier answers given in the same way.
#[must_use]
pub fn last_low(person: &Person) -> Option<MarkedLow> {
    let mut earlier: Vec<&Entry> = Vec::new();
    let mut last: Option<MarkedLow> = None;
    for session in &person.sessions {
        let answered = |id: &&'static str| {
            let same = |entry: &&Entry| entry.given.instrument.id == *id;
            let entry = session.entries.iter().rev().find(same)?;
            Some((entry, catalogue::find(&entry.given.instrument)?))
        };
        let answered: Vec<_> = OF_THE_WORK.iter().filter_map(answered).collect();
        if answered.is_empty() {
            continue;
        }
        let mut items = Vec::new();
        for (entry, instrument) in answered {
            let same = |other: &&&Entry| {
                other.given.instrument.id == entry.given.instrument.id && setting(other) == setting(entry)
            };
            let before: Vec<&AnswerSet> = earlier.iter().filter(same).map(|other| &other.given.answers).collect();
            let low = low_items(instrument, &entry.given.answers, &before);
            items.extend(low.into_iter().map(|low| (instrument, low)));
            earlier.push(entry);
        }
        if items.is_empty() {
            last = last.map(|last| MarkedLow { latest: false, ..last });
        } else {
            last = Some(MarkedLow { date: session.date, latest: true, items });
        }
    }
    last
}

/// A rupture that the therapist noticed and of which nothing says that it is mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strain {
    /// The day of the session.
    pub date: Date,
    /// Whether it was a confrontation; otherwise a withdrawal.
    pub confrontation: bool,
    /// What was tried, and what came of it.
    pub rupture: Rupture,
}

/// The last rupture on the days that belong to it of which was written down that the repair did not help, or that it cannot be said
/// yet. What was written down of the latest rupture of a kind holds for those of that kind before it: mended later is mended.
#[must_use]
pub fn strain(record: &Record, person: &Person, holds: impl Fn(Date) -> bool) -> Option<Strain> {
    let notes = record.session_notes(person.id);
    let within = person.sessions.iter().rev().filter(|session| holds(session.date));
    let latest = |confrontation: bool| {
        let mut of_kind = within.clone().filter_map(|session| {
            let (_, note) = notes.iter().find(|(id, _)| *id == session.id)?;
            let note = &note.now.value;
            let rupture = if confrontation { &note.confrontation } else { &note.withdrawal }.clone()?;
            Some(Strain { date: session.date, confrontation, rupture })
        });
        of_kind.next().filter(|one| matches!(one.rupture.repaired, Repaired::No | Repaired::NotYetKnown))
    };
    let (confrontation, withdrawal) = (latest(true), latest(false));
    let later = withdrawal.as_ref().zip(confrontation.as_ref()).is_some_and(|(one, other)| one.date > other.date);
    if later { withdrawal } else { confrontation.or(withdrawal) }
}

/// How many of the latest sessions the person did not come to, and how many those are of, at most `latest`. One that was called off
/// is not missed: whether it was late is not written down.
#[must_use]
pub fn missed(record: &Record, person: &Person, latest: usize) -> (usize, usize) {
    let notes = record.session_notes(person.id);
    let sessions = person.sessions.iter().rev().take(latest);
    let missed = |id| notes.iter().any(|(of, note)| *of == id && note.now.value.attendance == Attendance::Missed);
    (sessions.clone().filter(|session| missed(session.id)).count(), sessions.count())
}

/// The note of the latest session that has one, with its day. Of two on one day, that of the session written down later.
#[must_use]
pub fn last_note(record: &Record, person: &Person) -> Option<(OwnWords, Date)> {
    let notes = record.session_notes(person.id);
    person.sessions.iter().rev().find_map(|session| {
        let (_, note) = notes.iter().find(|(id, _)| *id == session.id)?;
        Some((note.now.value.note.clone()?, session.date))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        alliance::tests::people::{answered, person},
        care::{AnsweredHow, DeviceId, Event, EventId, Fact, PersonId, PersonName, SessionId, SessionNote, Stamp},
        instrument::Answer,
        words::day,
    };

    fn words(text: &str) -> Option<OwnWords> {
        OwnWords::new(text).unwrap()
    }

    /// Somebody with a session on each of these days of March, of each of which something is written down.
    fn noted(notes: &[(u8, SessionNote)]) -> (Record, Person) {
        let (mut record, who) = (Record::new(), PersonId::from_bytes([1; 16]));
        let mut number = 0;
        let mut state = |date, fact| {
            number += 1;
            record.apply(&Event {
                id: EventId::from_bytes([number; 16]),
                device: DeviceId::from_bytes([9; 16]),
                sequence: u64::from(number),
                stamp: Stamp { ms: u64::from(number), counter: 0 },
                date,
                parents: Vec::new(),
                fact,
            });
        };
        let first = day(2026, 3, 1).unwrap();
        state(first, Fact::PersonAdded { person: who, name: PersonName::new("Ana").unwrap() });
        for (on, note) in notes {
            state(day(2026, 3, *on).unwrap(), Fact::SessionHeld { session: note.session, person: who });
            state(first, Fact::SessionNoted(Box::new(note.clone())));
        }
        let person = record.person(who).unwrap();
        (record, person)
    }

    fn note(session: u8) -> SessionNote {
        SessionNote::new(SessionId::from_bytes([session; 16]), PersonId::from_bytes([1; 16]))
    }

    fn rupture(repaired: Repaired) -> Option<Rupture> {
        Some(Rupture { tried: words("asked"), repaired })
    }

    #[test]
    fn the_last_low_answers_stay_in_sight_after_better_ones() {
        let tablet = AnsweredHow::Tablet;
        let mut ana = person(&[(answered(4.0, 12), tablet), (answered(2.0, 1), tablet), (answered(4.0, 12), tablet)]);
        let found = last_low(&ana).unwrap();
        assert_eq!((found.date, found.latest, found.items.len()), (day(2026, 1, 2).unwrap(), false, 1));
        assert_eq!(found.items[0].1.answer, 2.0);
        // A check-in is looked at too, and counts as the latest.
        let check_in = catalogue::newest("attune-session-check-in").unwrap();
        let entry = &mut ana.sessions[2].entries[0];
        entry.given.instrument = check_in.reference.clone();
        entry.given.answers = [("heard", Answer::Value(8.0)), ("topic", Answer::Value(1.0))].into_iter().collect();
        let found = last_low(&ana).unwrap();
        assert_eq!((found.date, found.latest, found.items.len()), (day(2026, 1, 3).unwrap(), true, 1));
        assert_eq!(
            (found.items[0].0.reference.id.as_str(), found.items[0].1.item.id.as_str()),
            (OF_THE_WORK[1], "topic")
        );
        assert!(last_low(&person(&[(answered(4.0, 12), tablet)])).is_none());
        // How somebody is says nothing of the work: it has a course of its own.
        ana.sessions[2].entries[0].given.instrument =
            catalogue::newest("attune-wellbeing-check").unwrap().reference.clone();
        assert_eq!(last_low(&ana).unwrap().date, day(2026, 1, 2).unwrap());
    }

    #[test]
    fn a_low_answer_is_held_against_earlier_ones_given_in_the_same_way() {
        let (tablet, paper) = (AnsweredHow::Tablet, AnsweredHow::Paper);
        let dip = |how| person(&[(answered(5.0, 12), tablet), (answered(3.0, 12), how)]);
        assert_eq!(last_low(&dip(tablet)).unwrap().items.len(), 12);
        assert!(last_low(&dip(paper)).is_none());
    }

    #[test]
    fn a_rupture_is_told_until_it_is_written_down_that_it_helped() {
        let open = SessionNote { withdrawal: rupture(Repaired::No), ..note(50) };
        let mended =
            SessionNote { withdrawal: rupture(Repaired::Yes), confrontation: rupture(Repaired::Partly), ..note(51) };
        let (record, ana) = noted(&[(5, open.clone()), (9, mended.clone())]);
        assert!(strain(&record, &ana, |_| true).is_none(), "mended later is mended");
        let other_kind = SessionNote { withdrawal: None, ..mended.clone() };
        let (record, ana) = noted(&[(5, open.clone()), (9, other_kind)]);
        let found = strain(&record, &ana, |_| true).unwrap();
        assert_eq!((found.date, found.confrontation), (day(2026, 3, 5).unwrap(), false));
        assert_eq!(found.rupture, open.withdrawal.unwrap());
        assert!(strain(&record, &ana, |date| date > found.date).is_none(), "another episode's");
        let later = SessionNote { confrontation: rupture(Repaired::NotYetKnown), ..mended };
        let (record, ana) = noted(&[(5, note(50)), (9, later)]);
        assert!(strain(&record, &ana, |_| true).unwrap().confrontation);
        let (record, ana) = noted(&[(5, note(50))]);
        assert!(strain(&record, &ana, |_| true).is_none());
    }

    #[test]
    fn only_those_to_which_nobody_came_are_missed() {
        let of = |session, attendance| SessionNote { attendance, ..note(session) };
        let all = [
            (2, of(50, Attendance::Missed)),
            (3, of(51, Attendance::Missed)),
            (4, of(52, Attendance::CancelledByTherapist)),
            (5, of(53, Attendance::Missed)),
            (6, note(54)),
        ];
        let (record, ana) = noted(&all);
        assert_eq!(missed(&record, &ana, 4), (2, 4));
        assert_eq!(missed(&record, &ana, 40), (3, 5));
        assert_eq!(missed(&Record::new(), &person(&[]), 4), (0, 0));
    }

    #[test]
    fn of_two_notes_on_one_day_the_later_session_counts() {
        let said = |session, text: &str| SessionNote { note: words(text), ..note(session) };
        let text = |notes: &[(u8, SessionNote)]| {
            let (record, ana) = noted(notes);
            last_note(&record, &ana).map(|(words, date)| (words.as_str().to_owned(), date.day()))
        };
        // Whatever the order of their identities.
        assert_eq!(text(&[(5, said(50, "first")), (5, said(51, "second"))]), Some(("second".to_owned(), 5)));
        assert_eq!(text(&[(5, said(51, "first")), (5, said(50, "second"))]), Some(("second".to_owned(), 5)));
        assert_eq!(text(&[(5, said(50, "kept")), (9, note(51))]), Some(("kept".to_owned(), 5)));
        assert_eq!(text(&[(5, note(50))]), None);
    }
}

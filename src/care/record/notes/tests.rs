//! What was written down of sessions, and medicines, in every order and from two devices.

use proptest::prelude::*;

use crate::care::record::*;
use crate::care::{
    Attendance, Decider, DeviceId, Line, Medicine, MedicineId, OwnWords, SessionKind, SessionNote, Support, stretches,
};
use crate::words::day;

const CALM: [u8; 16] = [80; 16];
const NIGHT: [u8; 16] = [81; 16];
const ALL: usize = 17;

fn person(byte: u8) -> PersonId {
    PersonId::from_bytes([byte; 16])
}

fn session(byte: u8) -> SessionId {
    SessionId::from_bytes([byte; 16])
}

fn id(device: u8, number: u8) -> EventId {
    EventId::from_bytes([device * 40 + number; 16])
}

fn event(device: u8, number: u8, fact: Fact) -> Event {
    Event {
        id: id(device, number),
        device: DeviceId::from_bytes([device; 16]),
        sequence: u64::from(number),
        stamp: Stamp { ms: u64::from(number), counter: u32::from(device) },
        date: day(2026, 3, number).unwrap(),
        parents: Vec::new(),
        fact,
    }
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap().unwrap()
}

fn noted(of: u8, who: u8, text: &str, own: &[&str], attendance: Attendance) -> Fact {
    Fact::SessionNoted(Box::new(SessionNote {
        kind: SessionKind::Video,
        attendance,
        supports: vec![Support::Listening],
        own_supports: own.iter().map(|text| line(text)).collect(),
        note: OwnWords::new(text).unwrap(),
        ..SessionNote::new(session(of), person(who))
    }))
}

fn medicine(id: [u8; 16], who: u8, name: &str, dose: &str, taken: bool) -> Fact {
    Fact::MedicineStated(Box::new(Medicine {
        id: MedicineId::from_bytes(id),
        person: person(who),
        name: line(name),
        dose: Line::new(dose).unwrap(),
        prescriber: None,
        taken,
        decided: Decider::Prescriber,
        why: None,
    }))
}

/// One person of whom two devices write, a double of them, and somebody who is erased.
fn history() -> Vec<Event> {
    let name = |text: &str| PersonName::new(text).unwrap();
    let held = |of: u8, who: u8| Fact::SessionHeld { session: session(of), person: person(who) };
    vec![
        event(1, 1, Fact::PersonAdded { person: person(1), name: name("Ana") }),
        event(1, 2, held(60, 1)),
        event(1, 3, noted(60, 1, "first", &["walking"], Attendance::Attended)),
        event(2, 4, noted(60, 1, "beside", &["walking", "drawing"], Attendance::Attended)),
        event(1, 5, noted(60, 1, "second", &["walking"], Attendance::Attended)),
        event(1, 6, held(61, 1)),
        event(1, 7, noted(61, 1, "", &["walking", "music"], Attendance::Missed)),
        event(1, 8, medicine(NIGHT, 1, "Night", "one", true)),
        event(1, 9, medicine(CALM, 1, "Calm", "10 mg", true)),
        event(1, 10, medicine(NIGHT, 1, "Night", "two", true)),
        event(2, 11, medicine(NIGHT, 1, "Night", "half", true)),
        event(1, 12, medicine(NIGHT, 1, "Night", "two", false)),
        event(2, 13, Fact::PersonAdded { person: person(3), name: name("Ana M.") }),
        event(2, 14, Fact::SamePerson { a: person(3), b: person(1) }),
        event(2, 15, medicine([82; 16], 3, "Drops", "", true)),
        event(1, 16, noted(70, 2, "of somebody erased", &["erased"], Attendance::Attended)),
        event(1, 17, Fact::PersonErased { person: person(2) }),
    ]
}

fn folded(order: &[usize]) -> Record {
    let (mut record, all) = (Record::new(), history());
    assert_eq!(all.len(), ALL);
    order.iter().for_each(|at| {
        record.apply(&all[*at]);
    });
    record
}

#[test]
fn the_latest_stands_the_earlier_can_be_seen_and_doubles_count_as_one() {
    let record = folded(&(0..ALL).collect::<Vec<_>>());
    let note = record.session_note(person(1), session(60)).unwrap();
    let text = |note: &SessionNote| note.note.as_ref().map(|words| words.as_str().to_owned());
    assert_eq!(text(&note.now.value).as_deref(), Some("second"));
    assert_eq!(note.earlier.len(), 2);
    assert_eq!(note.beside().count(), 1, "the other device did not know of it");
    assert_eq!(record.attendance(person(1), session(60)), Attendance::Attended);
    assert_eq!(record.attendance(person(1), session(61)), Attendance::Missed);
    assert_eq!(record.attendance(person(1), session(99)), Attendance::Attended, "nothing was written down");
    let own: Vec<_> = record.own_supports(2).iter().map(|line| line.as_str().to_owned()).collect();
    assert_eq!(own, ["walking", "music"], "by use, of what stands, and nothing of whom is erased");
    let all = record.medicines(person(3));
    let names: Vec<_> = all.iter().map(|one| (one.now.value.name.as_str(), one.now.value.taken)).collect();
    assert_eq!(names, [("Calm", true), ("Drops", true), ("Night", false)]);
    assert_eq!(stretches(&all[2])[0].from, day(2026, 3, 8).unwrap());
    assert_eq!(all[2].beside().count(), 1);
    assert!(record.session_notes(person(2)).is_empty());
}

#[test]
fn nothing_of_whom_is_restricted_or_removed_is_offered_for_others() {
    let own = |record: &Record| {
        record.own_supports(9).iter().map(|line| line.as_str().to_owned()).collect::<Vec<_>>().join(", ")
    };
    let mut record = folded(&(0..ALL).collect::<Vec<_>>());
    record.apply(&event(1, 20, Fact::PersonAdded { person: person(5), name: PersonName::new("Eva").unwrap() }));
    record.apply(&event(1, 21, noted(65, 5, "", &["her garden"], Attendance::Attended)));
    assert!(own(&record).contains("her garden") && own(&record).contains("walking"));
    let reason = "by law".to_owned();
    record.apply(&event(1, 22, Fact::PersonRestricted { person: person(5), reason, until: None }));
    assert!(!own(&record).contains("her garden"), "restricted");
    record.apply(&event(1, 23, Fact::RestrictionLifted { person: person(5) }));
    assert!(own(&record).contains("her garden"));
    record.apply(&event(1, 24, Fact::Withdrawn { event: event(1, 20, Fact::PersonErased { person: person(5) }).id }));
    assert!(!own(&record).contains("her garden") && own(&record).contains("walking"), "removed");
}

#[test]
fn notes_of_a_session_that_was_written_down_twice_are_one() {
    let mut record = folded(&(0..ALL).collect::<Vec<_>>());
    record.apply(&event(1, 18, Fact::SameSession { a: session(60), b: session(61) }));
    let notes = record.session_notes(person(1));
    assert_eq!(notes.len(), 1);
    assert_eq!((notes[0].1.now.value.attendance, notes[0].1.earlier.len()), (Attendance::Missed, 3));
}

#[test]
fn a_medicine_that_was_never_taken_starts_with_the_first_word_on_it() {
    let mut record = Record::new();
    record.apply(&event(1, 1, Fact::PersonAdded { person: person(1), name: PersonName::new("Ana").unwrap() }));
    record.apply(&event(1, 6, medicine(CALM, 1, "Calm", "", false)));
    record.apply(&event(1, 4, medicine(CALM, 1, "Calm", "", false)));
    assert_eq!(stretches(&record.medicines(person(1))[0])[0].from, day(2026, 3, 4).unwrap());
}

proptest! {
    #[test]
    fn the_order_in_which_events_arrive_changes_nothing(order in Just((0..ALL).collect::<Vec<_>>()).prop_shuffle()) {
        let (one, other) = (folded(&order), folded(&(0..ALL).collect::<Vec<_>>()));
        for who in [1, 2, 3] {
            prop_assert_eq!(one.session_notes(person(who)), other.session_notes(person(who)));
            prop_assert_eq!(one.medicines(person(who)), other.medicines(person(who)));
        }
        prop_assert_eq!(one.own_supports(9), other.own_supports(9));
    }
}

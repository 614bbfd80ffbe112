//! The fold, in every order.

use proptest::prelude::*;

use super::*;
use crate::care::{AnsweredHow, DeviceId};
use crate::instrument::{Answer, AnswerSet};
use crate::words::Lang;

const ANA: [u8; 16] = [1; 16];

fn event(number: u8, fact: Fact) -> Event {
    Event {
        id: EventId::from_bytes([number; 16]),
        device: DeviceId::from_bytes([9; 16]),
        sequence: u64::from(number),
        stamp: Stamp { ms: u64::from(number), counter: 0 },
        date: crate::words::day(2026, 1, 1 + number % 28).unwrap(),
        parents: Vec::new(),
        fact,
    }
}

fn name(text: &str) -> PersonName {
    PersonName::new(text).unwrap()
}

fn history() -> Vec<Event> {
    let person = PersonId::from_bytes(ANA);
    let (first, second) = (SessionId::from_bytes([2; 16]), SessionId::from_bytes([3; 16]));
    let turn = TurnId::from_bytes([4; 16]);
    let instrument = InstrumentRef { id: "x".to_owned(), version: 1 };
    let answers = |session, value: f64| {
        Fact::AnswersGiven(AnswersGiven {
            person,
            session,
            turn: Some(turn),
            instrument: instrument.clone(),
            lang: Lang::En,
            how: AnsweredHow::Tablet,
            finished: true,
            talk: None,
            answers: [("a", Answer::Value(value))].into_iter().collect::<AnswerSet>(),
        })
    };
    vec![
        event(1, Fact::PersonAdded { person, name: name("Ana") }),
        event(2, Fact::SessionHeld { session: first, person }),
        event(
            3,
            Fact::TurnOpened(TurnOpened {
                turn,
                person,
                session: first,
                instruments: vec![instrument.clone()],
                lang: Lang::En,
            }),
        ),
        event(4, answers(first, 3.0)),
        event(5, Fact::TurnClosed { turn, how: TurnEnd::Finished }),
        event(6, Fact::SessionHeld { session: second, person }),
        event(7, answers(second, 2.0)),
        event(8, answers(second, 4.0)),
        event(9, Fact::PersonRenamed { person, name: name("A.") }),
        event(10, Fact::ContactsSet { contacts: vec![Contact::new("Line", "1").unwrap()] }),
        event(11, Fact::ContactsSet { contacts: vec![Contact::new("Line", "2").unwrap()] }),
    ]
}

/// The same history, and what two devices, a deletion and an erasure make of it.
fn long_history() -> Vec<Event> {
    let ana = PersonId::from_bytes(ANA);
    let (double, bea, cem) =
        (PersonId::from_bytes([21; 16]), PersonId::from_bytes([22; 16]), PersonId::from_bytes([23; 16]));
    let (twin, first, hers) =
        (SessionId::from_bytes([31; 16]), SessionId::from_bytes([2; 16]), SessionId::from_bytes([32; 16]));
    let id = |number: u8| EventId::from_bytes([number; 16]);
    let mut all = history();
    all.extend([
        event(12, Fact::PersonAdded { person: double, name: name("Ana M.") }),
        event(13, Fact::SessionHeld { session: twin, person: double }),
        event(14, Fact::SamePerson { a: double, b: ana }),
        event(15, Fact::SameSession { a: twin, b: first }),
        event(16, Fact::PersonAdded { person: bea, name: name("Bea") }),
        event(17, Fact::SessionHeld { session: hers, person: bea }),
        event(18, Fact::PersonErased { person: bea }),
        event(19, Fact::PersonAdded { person: cem, name: name("Cem") }),
        event(20, Fact::PersonRestricted { person: cem, reason: "law".to_owned(), until: None }),
        event(21, Fact::Withdrawn { event: id(8) }),
        event(22, Fact::Withdrawn { event: id(7) }),
        event(23, Fact::Reinstated { event: id(7) }),
        event(24, Fact::RiskAnswered { answers: id(4), done: "called".to_owned() }),
        event(25, Fact::KeptAside { event: id(11), line: "{}".to_owned() }),
        event(26, Fact::Accessed { person: Some(ana), how: Access::Printed }),
        event(27, Fact::PersonRenamed { person: bea, name: name("Too late") }),
    ]);
    all
}

type Shown = (Vec<Person>, Vec<(Person, Restriction)>, Vec<Turn>, Vec<Contact>, Vec<PersonId>, Option<String>);

fn shown(record: &Record) -> Shown {
    let risk = record.risk_answered(EventId::from_bytes([4; 16])).map(str::to_owned);
    (record.people(), record.restricted(), record.open_turns(), record.contacts().to_vec(), record.half_erased(), risk)
}

fn folded(events: &[Event]) -> Record {
    let mut record = Record::new();
    assert!(events.iter().all(|event| record.apply(event)));
    record
}

#[test]
fn events_fold_to_people_sessions_and_answers() {
    let record = folded(&history());
    let ana = record.person(PersonId::from_bytes(ANA)).unwrap();
    assert_eq!((ana.name.as_str(), ana.sessions.len()), ("A.", 2));
    assert_eq!(ana.sessions[1].entries.len(), 2);
    assert_eq!(ana.sessions[1].entries[1].given.answers.value("a"), Some(4.0));
    assert_eq!(record.people(), vec![ana]);
    assert!(record.open_turns().is_empty());
    assert_eq!(record.contacts()[0].reach, "2");
    let asked = |version| record.has_asked(&InstrumentRef { id: "x".to_owned(), version });
    assert!(asked(1) && !asked(2));
}

#[test]
fn doubles_are_shown_as_one_by_whichever_identity() {
    let record = folded(&long_history());
    let people = record.people();
    assert_eq!(people.len(), 1);
    let ana = &people[0];
    // The later of the names that stand, the earlier day, each session once with the answers of both forms.
    assert_eq!((ana.name.as_str(), ana.sessions.len()), ("Ana M.", 2));
    assert_eq!(record.person(PersonId::from_bytes([21; 16])).as_ref(), Some(ana));
    assert_eq!(record.person(PersonId::from_bytes(ANA)).as_ref(), Some(ana));
    assert_eq!(record.identities(ana.id).len(), 2);
    let mut undone = long_history();
    undone.push(event(28, Fact::Withdrawn { event: EventId::from_bytes([14; 16]) }));
    assert_eq!(folded(&undone).people().len(), 2, "a join can be undone");
}

#[test]
fn a_deletion_hides_and_comes_back() {
    let mut record = folded(&long_history());
    let ana = record.people()[0].clone();
    assert_eq!(ana.sessions.iter().map(|session| session.entries.len()).collect::<Vec<_>>(), [1, 1]);
    let session = ana.sessions[0].id;
    let mut number = 40;
    let mut state = |record: &mut Record, fact| {
        number += 1;
        record.apply(&event(number, fact));
    };
    let events = record.events_of_session(session);
    assert!(!events.is_empty());
    for event in &events {
        state(&mut record, Fact::Withdrawn { event: *event });
    }
    assert_eq!(record.person(ana.id).unwrap().sessions.len(), 1);
    for event in &events {
        state(&mut record, Fact::Reinstated { event: *event });
    }
    assert_eq!(record.people(), std::slice::from_ref(&ana));
    for event in record.events_of_person(ana.id) {
        state(&mut record, Fact::Withdrawn { event });
    }
    assert!(record.people().is_empty());
}

#[test]
fn somebody_erased_is_gone_whatever_comes_later_and_somebody_restricted_is_hidden() {
    let mut record = folded(&long_history());
    let bea = PersonId::from_bytes([22; 16]);
    assert!(record.person(bea).is_none() && record.is_erased(bea));
    let (cem, why) = record.restricted().remove(0);
    assert_eq!((cem.name.as_str(), why.reason.as_str()), ("Cem", "law"));
    assert!(record.person(cem.id).is_none());
    record.apply(&event(40, Fact::RestrictionLifted { person: cem.id }));
    assert!(record.person(cem.id).is_some() && record.restricted().is_empty());
    // Another device joins the erased one with somebody: hidden, and named.
    record.apply(&event(41, Fact::SamePerson { a: cem.id, b: bea }));
    assert!(record.person(cem.id).is_none());
    assert_eq!(record.half_erased(), [cem.id]);
    // A handing-over to somebody erased is not taken in, though its end is known.
    let turn = TurnId::from_bytes([4; 16]);
    assert!(record.turn(turn).is_some());
    record.apply(&event(42, Fact::PersonErased { person: PersonId::from_bytes(ANA) }));
    assert!(record.turn(turn).is_none());
    assert_eq!(record.end(turn), Some(TurnEnd::Finished));
}

#[test]
fn names_given_by_two_devices_at_once_are_both_there() {
    let ana = PersonId::from_bytes(ANA);
    let mut there = event(3, Fact::PersonRenamed { person: ana, name: name("Anna") });
    there.device = DeviceId::from_bytes([8; 16]);
    there.parents = vec![EventId::from_bytes([1; 16])];
    let here = [
        event(1, Fact::PersonAdded { person: ana, name: name("Ana") }),
        event(2, Fact::PersonRenamed { person: ana, name: name("Ana P.") }),
    ];
    let mut record = folded(&here);
    record.apply(&there);
    let names =
        |record: &Record| record.name_heads(ana).iter().map(|name| name.as_str().to_owned()).collect::<Vec<_>>();
    assert_eq!(names(&record), ["Anna", "Ana P."]);
    assert_eq!(record.person(ana).unwrap().name.as_str(), "Anna");
    // Choosing one names both as its parents.
    let mut chosen = event(5, Fact::PersonRenamed { person: ana, name: name("Ana P.") });
    chosen.parents = vec![EventId::from_bytes([2; 16]), EventId::from_bytes([3; 16])];
    record.apply(&chosen);
    assert_eq!(names(&record), ["Ana P."]);
}

#[test]
fn an_access_is_owed_once_a_day_and_looking_not_on_the_day_of_a_session() {
    let record = folded(&long_history());
    let ana = PersonId::from_bytes(ANA);
    let printed = crate::words::day(2026, 1, 27).unwrap();
    assert!(!record.owes_access(Some(ana), Access::Printed, printed));
    assert!(record.owes_access(Some(ana), Access::Exported, printed));
    let held = record.person(ana).unwrap().sessions[0].date;
    assert!(!record.owes_access(Some(ana), Access::Viewed, held));
    assert!(record.owes_access(Some(ana), Access::Viewed, printed));
    assert_eq!(record.accesses().count(), 1);
}

proptest! {
    #[test]
    fn any_order_and_any_repetition_gives_the_same_record(order in proptest::collection::vec(0usize..27, 0..80), rest in Just((0..27).collect::<Vec<usize>>()).prop_shuffle()) {
        let history = long_history();
        let expected = folded(&history);
        let mut record = Record::new();
        for place in order.into_iter().chain(rest) {
            record.apply(&history[place]);
        }
        prop_assert_eq!(shown(&record), shown(&expected));
    }

    #[test]
    fn any_joins_in_any_order_give_the_same_people(joins in proptest::collection::vec((0u8..6, 0u8..6, any::<bool>()), 0..9), shuffled in any::<proptest::sample::Index>()) {
        let person = |at: u8| PersonId::from_bytes([50 + at; 16]);
        let mut events: Vec<Event> = (0..6).map(|at| event(100 + at, Fact::PersonAdded { person: person(at), name: name("P") })).collect();
        for (at, (a, b, undone)) in joins.iter().enumerate() {
            let number = 120 + at as u8;
            events.push(event(number, Fact::SamePerson { a: person(*a), b: person(*b) }));
            if *undone {
                events.push(event(150 + at as u8, Fact::Withdrawn { event: EventId::from_bytes([number; 16]) }));
            }
        }
        let expected = folded(&events);
        let turn = shuffled.index(events.len());
        events.rotate_left(turn);
        events.reverse();
        prop_assert_eq!(folded(&events).people(), expected.people());
    }
}

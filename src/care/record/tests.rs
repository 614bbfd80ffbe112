//! The fold, in every order.

use proptest::prelude::*;

use super::*;
use crate::care::{AnsweredBy, AnsweredHow, DeviceId};
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
            by: AnsweredBy::Respondent,
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
                by: AnsweredBy::Respondent,
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

#[test]
fn what_is_erased_or_taken_back_is_known_and_by_which_events_it_comes_back() {
    let mut record = folded(&long_history());
    let (ana, bea) = (PersonId::from_bytes(ANA), PersonId::from_bytes([22; 16]));
    assert_eq!(record.erased(), [(bea, crate::words::day(2026, 1, 19).unwrap())]);
    assert!(record.mentions_erased(), "her name was read");
    assert!(!folded(&history()).mentions_erased());
    // The earlier of two days on which it was stated.
    record.apply(&event(3 + 28, Fact::PersonErased { person: bea }));
    assert_eq!(record.erased(), [(bea, crate::words::day(2026, 1, 4).unwrap())]);
    // Nobody else's handing-over is dropped; hers is, open or ended and forgotten.
    let (open, ended) = (TurnId::from_bytes([61; 16]), TurnId::from_bytes([62; 16]));
    let opened = TurnOpened {
        turn: open,
        person: bea,
        session: SessionId::from_bytes([32; 16]),
        instruments: Vec::new(),
        lang: Lang::En,
        by: AnsweredBy::Respondent,
    };
    record.apply(&event(70, Fact::TurnOpened(opened)));
    assert_eq!(record.turns_of_erased(), [open]);
    assert!(
        record.is_turn_gone(open) && !record.is_turn_gone(ended) && !record.is_turn_gone(TurnId::from_bytes([4; 16]))
    );
    for (number, turn) in [(71, open), (72, ended)] {
        record.apply(&event(number, Fact::TurnClosed { turn, how: TurnEnd::Discarded }));
    }
    assert!(record.turns_of_erased().is_empty() && record.is_turn_gone(ended));

    // One set of answers is withdrawn in the history; a session and the person on top.
    let kinds = |record: &Record| record.taken_back(ana).into_iter().map(|one| one.kind).collect::<Vec<_>>();
    let second = crate::words::day(2026, 1, 7).unwrap();
    let asked = InstrumentRef { id: "x".to_owned(), version: 1 };
    assert_eq!(kinds(&record), [TakenBackKind::Answers(asked.clone(), Some(second))]);
    assert!(record.taken_back(bea).is_empty() && record.people_taken_back().is_empty());
    for (number, event_of) in record.events_of_session(SessionId::from_bytes([3; 16])).into_iter().enumerate() {
        record.apply(&event(80 + u8::try_from(number).unwrap(), Fact::Withdrawn { event: event_of }));
    }
    assert_eq!(kinds(&record), [TakenBackKind::Session(second), TakenBackKind::Answers(asked, Some(second))]);
    let before = record.people();
    for (number, event_of) in record.events_of_person(ana).into_iter().enumerate() {
        record.apply(&event(90 + u8::try_from(number).unwrap(), Fact::Withdrawn { event: event_of }));
    }
    let back = record.people_taken_back();
    assert!(record.people().is_empty() && back.len() == 2, "both identities of one: {back:?}");
    for (number, event_of) in back.iter().flat_map(|one| one.events.clone()).enumerate() {
        record.apply(&event(100 + u8::try_from(number).unwrap(), Fact::Reinstated { event: event_of }));
    }
    assert_eq!(record.people(), before);
    let given = &before[0].sessions[0].entries[0].given;
    assert!(record.has_answers(given));
    assert!(!record.has_answers(&AnswersGiven { finished: !given.finished, ..given.clone() }));
}

#[test]
fn joins_are_listed_with_both_sides_and_hidden_people_are_found() {
    let mut record = folded(&long_history());
    let (ana, bea, cem) = (PersonId::from_bytes(ANA), PersonId::from_bytes([22; 16]), PersonId::from_bytes([23; 16]));
    let joins = record.joined_people();
    assert_eq!((joins.len(), joins[0].event), (1, EventId::from_bytes([14; 16])));
    assert_eq!(joins[0].sides[0], Side::Person(PersonId::from_bytes([21; 16]), name("Ana M.")));
    let days = record.joined_sessions(ana);
    let side = |day| Side::Session(crate::words::day(2026, 1, day).unwrap());
    assert_eq!((days.len(), days[0].sides.clone()), (1, [side(14), side(3)]));
    assert!(record.joined_sessions(cem).is_empty());
    // Restricted: not shown, and found where it is asked for.
    assert!(record.person(cem).is_none() && record.restriction_of(cem).is_some());
    assert_eq!(record.anyone(cem).map(|one| one.name), Some(name("Cem")));
    assert!(record.anyone(bea).is_none() && record.restriction_of(ana).is_none());
    // Said to be the same as somebody erased: hidden, named here, and to be erased too or parted.
    record.apply(&event(40, Fact::SamePerson { a: bea, b: ana }));
    assert!(record.people().is_empty() && !record.half_erased().is_empty());
    assert!(record.joined_people().iter().any(|join| join.sides[0] == Side::Erased));
    assert!(record.anyone(ana).is_some());
    // Looks at either identity, and at that of all.
    record.apply(&event(41, Fact::Accessed { person: None, how: Access::Exported }));
    let day = |day| crate::words::day(2026, 1, day).unwrap();
    assert_eq!(record.accesses_of(ana), [(day(27), Access::Printed, false), (day(14), Access::Exported, true)]);
    assert_eq!(record.accesses_of(cem), [(day(14), Access::Exported, true)]);
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

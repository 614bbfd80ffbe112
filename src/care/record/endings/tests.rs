//! Endings, the address book and hand-overs, in every order.

use proptest::prelude::*;

use crate::care::record::*;
use crate::care::{
    DeviceId, Ending, EpisodeId, Line, OwnWords, Professional, ProfessionalId, Reached, ReachedAnswer,
    ending::tests::whole as ending_whole,
    summary::{Section, tests::whole as summary_whole},
};
use crate::words::day;

const CARE: [u8; 16] = [70; 16];

fn person(byte: u8) -> PersonId {
    PersonId::from_bytes([byte; 16])
}

fn care() -> EpisodeId {
    EpisodeId::from_bytes(CARE)
}

fn event(device: u8, number: u8, fact: Fact) -> Event {
    Event {
        id: EventId::from_bytes([device * 40 + number; 16]),
        device: DeviceId::from_bytes([device; 16]),
        sequence: u64::from(number),
        stamp: Stamp { ms: u64::from(number), counter: u32::from(device) },
        date: day(2026, 3, number).unwrap(),
        parents: Vec::new(),
        fact,
    }
}

fn ending(who: u8, achieved: &str, reopened: Option<u8>) -> Fact {
    let bare = Ending::new(care(), person(who), day(2026, 3, 1).unwrap());
    let reopened = reopened.and_then(|date| day(2026, 3, date));
    Fact::EndingStated(Box::new(Ending { achieved: OwnWords::new(achieved).unwrap(), reopened, ..bare }))
}

fn reached(who: u8, answer: ReachedAnswer) -> Fact {
    let (_, whole, _) = ending_whole();
    Fact::ReachedNoted(Box::new(Reached { episode: care(), person: person(who), answer, ..whole }))
}

fn professional(id: u8, name: &str, aside: bool) -> Fact {
    let one = Professional::new(ProfessionalId::from_bytes([id; 16]), Line::new(name).unwrap().unwrap());
    Fact::ProfessionalStated(Box::new(Professional { aside, ..one }))
}

/// Two people who are in one episode and end it, one of whom has a double; two devices that write at once; somebody who is
/// erased.
fn history() -> Vec<Event> {
    let name = |text: &str| PersonName::new(text).unwrap();
    let (summary, agreed) = summary_whole();
    let summary =
        Fact::SummaryStated(Box::new(crate::care::summary::Summary { episode: care(), person: person(1), ..summary }));
    let read = |who: u8, wishes: Option<OwnWords>| {
        Fact::SummaryRead(Box::new(crate::care::summary::Agreed {
            episode: care(),
            person: person(who),
            wishes,
            ..agreed.clone()
        }))
    };
    let (.., door) = ending_whole();
    let door = crate::care::DoorOpen { episode: care(), person: person(4), ..door };
    vec![
        event(1, 1, Fact::PersonAdded { person: person(1), name: name("Ana") }),
        event(1, 2, Fact::PersonAdded { person: person(2), name: name("Ben") }),
        event(1, 3, ending(1, "sleep", None)),
        event(1, 4, ending(1, "sleep", Some(4))),
        event(1, 5, ending(1, "sleep and work", None)),
        event(2, 6, ending(1, "rest", None)),
        event(1, 7, ending(2, "talking", None)),
        event(2, 8, Fact::PersonAdded { person: person(3), name: name("Ana M.") }),
        event(2, 9, Fact::SamePerson { a: person(3), b: person(1) }),
        event(2, 10, reached(3, ReachedAnswer::NotYet)),
        event(2, 11, reached(3, ReachedAnswer::Yes)),
        event(1, 12, professional(6, "Vega", false)),
        event(2, 13, professional(6, "Dr Vega", false)),
        event(1, 14, professional(7, "ana ruiz", true)),
        event(1, 15, summary),
        event(1, 16, read(1, OwnWords::new("leave out the move").unwrap())),
        event(1, 17, read(3, None)),
        event(1, 18, ending(4, "gone", None)),
        event(1, 19, Fact::DoorOpened(Box::new(door))),
        event(2, 20, Fact::PersonErased { person: person(4) }),
    ]
}

fn folded(events: &[Event]) -> Record {
    let mut record = Record::new();
    for event in events {
        record.apply(event);
    }
    record
}

fn achieved(found: Option<Versions<Ending>>) -> String {
    found.and_then(|one| one.now.value.achieved).map(|words| words.as_str().to_owned()).unwrap_or_default()
}

#[test]
fn a_reopened_episode_keeps_its_endings_and_two_devices_keep_both() {
    let record = folded(&history());
    let found = record.ending(person(3), care()).unwrap();
    assert_eq!(achieved(Some(found.clone())), "rest", "the latest, by any identity of the person");
    let reopened: Vec<bool> = found.earlier.iter().map(|one| one.value.is_ended()).collect();
    assert_eq!(reopened, [true, false, true], "ended, reopened, ended: all in sight");
    assert_eq!((found.beside().count(), found.heads().len()), (1, 2));
    assert_eq!(achieved(record.ending(person(2), care())), "talking", "each member has an ending of their own");
    let asked = record.reached(person(1), care()).unwrap();
    let answers: Vec<_> = asked.earlier.iter().map(|one| one.value.answer).collect();
    assert_eq!((asked.now.value.answer, answers), (ReachedAnswer::Yes, vec![ReachedAnswer::NotYet]));
    assert_eq!(record.reached(person(2), care()), None);
}

#[test]
fn the_address_book_is_by_name_and_nobodys() {
    let mut record = folded(&history());
    let names = |record: &Record| -> Vec<String> {
        record.professionals().iter().map(|one| one.now.value.name.as_str().to_owned()).collect()
    };
    assert_eq!(names(&record), ["ana ruiz", "Dr Vega"]);
    let found = record.professional(ProfessionalId::from_bytes([6; 16])).unwrap();
    assert_eq!(found.beside().count(), 1, "both devices' names stand");
    assert!(record.professional(ProfessionalId::from_bytes([8; 16])).is_none());
    for who in 1..=3 {
        record.apply(&event(2, 20 + who, Fact::PersonErased { person: person(who) }));
    }
    assert_eq!(names(&record).len(), 2, "who is recommended outlives whom they were recommended to");
}

#[test]
fn only_what_was_agreed_to_may_have_been_handed_on() {
    let (_, agreed) = summary_whole();
    let day_of = agreed.day;
    let mut record = folded(&history());
    assert_eq!(record.handed_on(person(1)), [(day_of, agreed.reader.clone())], "by any identity of the person");
    assert_eq!(record.handed_on(person(2)), []);
    let again = |number, date, reader| {
        let read = crate::care::summary::Agreed {
            episode: EpisodeId::from_bytes([71; 16]),
            person: person(1),
            day: date,
            reader,
            wishes: None,
            ..agreed.clone()
        };
        event(1, number, Fact::SummaryRead(Box::new(read)))
    };
    let later = day(2030, 1, 2).unwrap();
    record.apply(&again(21, later, None));
    record.apply(&again(22, later, None));
    assert_eq!(record.handed_on(person(3)), [(later, None), (day_of, agreed.reader)]);
}

#[test]
fn whoever_read_last_counts_and_the_earlier_wish_stays() {
    let record = folded(&history());
    let read = record.summary_read(person(1), care()).unwrap();
    assert_eq!((read.now.value.wishes.is_none(), read.earlier.len()), (true, 1));
    assert_eq!(record.summary(person(1), care()).unwrap().now.value.sections, [Section::Came, Section::Unfinished]);
    assert_eq!(record.summary(person(2), care()), None);
}

#[test]
fn an_erasure_takes_endings_and_leaves_those_of_others() {
    let log: Vec<_> = history().into_iter().map(|event| crate::care::Read::Known(Box::new(event))).collect();
    let gone = crate::care::Erasures::of(&[person(1), person(3)], &log);
    let left = log.iter().filter(|read| !gone.removes(read)).count();
    // Of Ana and her double: 2 names, 4 endings, the join, 2 answers, the summary, 2 readings; of the one erased: 2.
    assert_eq!(left, history().len() - 12 - 2);
    let record = folded(&history());
    assert!(record.ending(person(4), care()).is_none() && record.door_open(person(4), care()).is_none());
}

proptest! {
    #[test]
    fn any_order_and_any_repetition_gives_the_same_endings(order in Just((0..20).collect::<Vec<usize>>()).prop_shuffle(), again in proptest::collection::vec(0usize..20, 0..20)) {
        let history = history();
        let expected = folded(&history);
        let mut record = Record::new();
        for at in order.into_iter().chain(again) {
            record.apply(&history[at]);
        }
        for who in 1..=4 {
            let who = person(who);
            prop_assert_eq!(record.ending(who, care()), expected.ending(who, care()));
            prop_assert_eq!(record.reached(who, care()), expected.reached(who, care()));
            prop_assert_eq!(record.door_open(who, care()), expected.door_open(who, care()));
            prop_assert_eq!(record.summary(who, care()), expected.summary(who, care()));
            prop_assert_eq!(record.summary_read(who, care()), expected.summary_read(who, care()));
        }
        prop_assert_eq!(record.professionals(), expected.professionals());
    }

    #[test]
    fn two_devices_that_merge_in_either_direction_hold_the_same(cut in 0usize..20) {
        let history = history();
        let (here, there) = history.split_at(cut);
        let one = folded(&[here, there].concat());
        let other = folded(&[there, here].concat());
        prop_assert_eq!(one.ending(person(1), care()), other.ending(person(1), care()));
        prop_assert_eq!(one.professionals(), other.professionals());
        prop_assert_eq!(one.summary_read(person(3), care()), other.summary_read(person(3), care()));
    }
}

#[test]
fn a_second_ending_knows_of_the_day_on_which_care_went_on() {
    let mut record = Record::new();
    record.apply(&event(1, 1, Fact::PersonAdded { person: person(1), name: PersonName::new("Ana").unwrap() }));
    record.apply(&event(1, 2, ending(1, "first", None)));
    let found = |record: &Record| went_on(&record.ending(person(1), care()).unwrap());
    assert_eq!(found(&record), None);
    record.apply(&event(1, 3, ending(1, "first", Some(9))));
    record.apply(&event(1, 4, ending(1, "second", None)));
    assert_eq!(found(&record), day(2026, 3, 9));
}

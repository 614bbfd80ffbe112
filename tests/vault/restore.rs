//! Restores: into an empty browser, of another device, of another vault, after an erasure, with crashes.

use std::collections::BTreeSet;

use attune::care::{
    DeviceId, Erasures, Event, EventId, Fact, PersonId, PersonName, Read, Record, SessionId, Stamp, read,
};
use attune::exchange::backup::{self, Backup, Heading, Opener};
use attune::exchange::erasure_list::ErasureList;
use attune::exchange::person_export;
use attune::exchange::restore::{Agreed, Asked, RestoreError, RestorePlan, append};
use attune::vault::age::{Identity, To};
use attune::vault::{Faults, Kit, MemoryStorage, Vault};
use attune::words::{Lang, day};
use pollster::block_on;
use proptest::prelude::*;
use uuid::Uuid;

use crate::support::{filled, head, kek, path, rng, texts, unlock};

const HERE: Uuid = Uuid::from_bytes([1; 16]);
const THERE: Uuid = Uuid::from_bytes([2; 16]);

fn event(device: Uuid, number: u8, fact: Fact) -> Event {
    Event {
        id: EventId::from_bytes([number; 16]),
        device: DeviceId::from(device),
        sequence: number.into(),
        stamp: Stamp { ms: 1000 + u64::from(number), counter: 0 },
        date: day(2026, 1, 1 + number % 28).unwrap(),
        parents: Vec::new(),
        fact,
    }
}

fn person(byte: u8) -> PersonId {
    PersonId::from_bytes([byte; 16])
}

/// A person, and as many sessions.
fn log(device: Uuid, from: u8, who: u8, sessions: u8) -> Vec<String> {
    let name = PersonName::new(&format!("Person {who}")).unwrap();
    let added = event(device, from, Fact::PersonAdded { person: person(who), name });
    let held = (1..=sessions).map(|at| {
        let session = SessionId::from_bytes([from + at; 16]);
        event(device, from + at, Fact::SessionHeld { session, person: person(who) })
    });
    [added].into_iter().chain(held).map(|event| event.to_line()).collect()
}

fn of(vault: Uuid, lines: Vec<String>) -> Backup {
    let heading = Heading { app: "0".to_owned(), vault, made: 0, count: lines.len(), sha256: String::new() };
    Backup { heading, lines }
}

fn plan(here: &[String], backup: &Backup, asked: &Asked) -> RestorePlan {
    RestorePlan::new(here.iter().map(String::as_str), Some(HERE), backup, asked)
}

fn people(lines: &[String]) -> Vec<String> {
    let mut record = Record::new();
    for line in lines {
        if let Ok(Read::Known(event)) = read(line) {
            record.apply(&event);
        }
    }
    record.people().iter().map(|person| format!("{} {}", person.name.as_str(), person.sessions.len())).collect()
}

const ALL: Agreed = Agreed { other_vault: true, erase: true, two_forms: true };

#[test]
fn into_an_empty_browser_by_the_kit_with_a_new_vault_key_and_device() {
    let kit = Kit::from_identity(Identity::from_bytes([5; 32]));
    let lines = [log(HERE, 10, 1, 3), log(HERE, 30, 2, 1)].concat();
    let lost = MemoryStorage::new();
    drop(filled(&lost, &lines.iter().map(String::as_str).collect::<Vec<_>>()));
    let key = |disk: &MemoryStorage, byte: u8| {
        let head = head(disk);
        head.slots[0].slot.unwrap(head.place.id(), &kek(byte)).unwrap()
    };
    let old_key = key(&lost, 1);
    let written = {
        let to = [kit.recipient()];
        backup::write(lines.iter().map(String::as_str), HERE, 0, &To::Recipients(&to), &mut rng(1)).unwrap()
    };
    // All that is left is the file and the paper.
    let words = kit.words(attune::vault::word_list::WordList::Spanish);
    let kit = Kit::parse(&words).unwrap();
    let backup = backup::read(&written.bytes, Opener::Kit(&kit)).unwrap();
    let plan = RestorePlan::new([].into_iter(), None, &backup, &Asked::NoneKept);
    assert_eq!((plan.adds.people, plan.adds.sessions, plan.adds.entries), (2, 4, 6));
    assert!(!plan.other_vault);
    let restore = plan.accept(Agreed::default()).unwrap();
    let disk = MemoryStorage::new();
    block_on(async {
        let mut vault = Vault::create(disk.clone(), &path(), &kek(2), &mut rng(9)).await.unwrap();
        append(&mut vault, &restore.lines, &mut |_| (), &mut rng(10)).await.unwrap();
        vault.add_kit(kit.recipient(), true, &mut rng(11)).await.unwrap();
        assert_ne!(vault.id(), HERE);
        // The vault's id is the id of its device, under which everything in the backup was stated.
        let device = attune::care::DeviceId::from(vault.id());
        assert!(lines.iter().all(|line| matches!(read(line), Ok(Read::Known(event)) if event.device != device)));
        // And no part of it was made under the key that the lost vault had.
        let kits = head(&disk).kits;
        assert!(kits[0].slot.is_vouched(vault.id(), &key(&disk, 2)));
        assert!(!kits[0].slot.is_vouched(vault.id(), &old_key));
    });
    let (_, replay) = unlock(disk.clone(), 2, 12).unwrap();
    assert_eq!(texts(&replay), lines);
    assert!(block_on(Vault::unlock_by_kit(disk.clone(), &head(&disk), &kit, &mut rng(13))).is_ok());
}

#[test]
fn another_device_adds_what_was_not_here_and_again_adds_nothing() {
    let shared = log(HERE, 10, 1, 2);
    let here = [shared.clone(), log(HERE, 30, 2, 1)].concat();
    let there = of(THERE, [shared, log(THERE, 50, 3, 4)].concat());
    let planned = plan(&here, &there, &Asked::NoneKept);
    assert_eq!((planned.adds.people, planned.adds.sessions, planned.known), (1, 4, 3));
    assert!(!planned.other_vault, "they have entries in common");
    let restore = planned.accept(Agreed::default()).unwrap();
    let joined = [here, restore.lines].concat();
    assert_eq!(people(&joined), ["Person 1 2", "Person 2 1", "Person 3 4"]);
    let again = plan(&joined, &there, &Asked::NoneKept);
    assert_eq!(again.accept(ALL), Err(RestoreError::NothingNew));
}

#[test]
fn a_backup_of_another_vault_is_joined_only_where_that_is_wanted() {
    let stranger = of(THERE, log(THERE, 50, 3, 4));
    let here = log(HERE, 10, 1, 2);
    let planned = plan(&here, &stranger, &Asked::NoneKept);
    assert!(planned.other_vault);
    assert_eq!(planned.clone().accept(Agreed::default()), Err(RestoreError::OtherVault));
    let joined = [here, planned.accept(ALL).unwrap().lines].concat();
    assert!(!plan(&joined, &of(THERE, log(THERE, 70, 4, 1)), &Asked::NoneKept).other_vault, "joined once, known");
    assert!(!plan(&[], &stranger, &Asked::NoneKept).other_vault, "nothing is here yet");
}

#[test]
fn an_old_backup_does_not_bring_back_somebody_who_was_erased() {
    let old = of(HERE, [log(HERE, 10, 1, 3), log(HERE, 30, 2, 1)].concat());
    let erased = event(HERE, 60, Fact::PersonErased { person: person(1) });
    let mut log_with_erasure: Vec<Read> = old.lines.iter().map(|line| read(line).unwrap()).collect();
    log_with_erasure.push(Read::Known(Box::new(erased.clone())));
    let list = ErasureList::of(&log_with_erasure);
    let gone = Erasures::of(&[], &log_with_erasure);
    let after: Vec<String> = old.lines.iter().filter(|line| !gone.removes_line(line)).cloned().collect();
    assert_eq!(people(&after), ["Person 2 1"]);
    // With the log that knows of the erasure; and into an empty browser, where only the list does.
    let knowing = [after, vec![erased.to_line()]].concat();
    for (here, asked) in [(knowing, Asked::NoneKept), (Vec::new(), Asked::List(list.clone()))] {
        let planned = plan(&here, &old, &asked);
        assert_eq!((planned.erased.clone(), planned.left_out.sessions), (vec![person(1)], 3));
        let refused = planned.clone().accept(Agreed { other_vault: true, ..Agreed::default() });
        assert_eq!(refused, Err(RestoreError::WouldErase { people: 1 }));
        let facts = planned.facts_to_state();
        let joined = match planned.accept(ALL) {
            Ok(restore) => [here.clone(), restore.lines].concat(),
            Err(nothing) => {
                assert_eq!(nothing, RestoreError::NothingNew);
                here.clone()
            }
        };
        assert_eq!(people(&joined), ["Person 2 1"]);
        // The erasure that only the list knew becomes an event here, for every later restore.
        assert_eq!(facts.is_empty(), !here.is_empty());
        assert!(joined.iter().all(|line| !line.contains(&person(1).to_string()) || line.contains("person-erased")));
    }
    // A device that still has the person learns of the erasure.
    let planned = plan(&old.lines, &of(HERE, vec![erased.to_line()]), &Asked::NoneKept);
    assert_eq!((planned.goes_here.sessions, planned.goes_here.people), (3, 1));
    let restore = planned.accept(ALL).unwrap();
    let left: Vec<&String> = old.lines.iter().filter(|line| !restore.erasures.removes_line(line)).collect();
    assert_eq!(left.len(), 2);
}

#[test]
fn an_entry_in_two_forms_is_kept_aside_and_said() {
    let here = log(HERE, 10, 1, 2);
    let mut other = here.clone();
    other[0] = other[0].replace("Person 1", "Person X");
    let there = of(HERE, other.clone());
    let planned = plan(&here, &there, &Asked::NoneKept);
    assert_eq!(planned.two_forms, [EventId::from_bytes([10; 16])]);
    assert_eq!(planned.clone().accept(Agreed::default()), Err(RestoreError::TwoForms { entries: 1 }));
    let restore = planned.accept(ALL).unwrap();
    let kept = Fact::KeptAside { event: EventId::from_bytes([10; 16]), line: other[0].clone() };
    assert_eq!((restore.lines.len(), &restore.facts), (0, &vec![kept.clone()]));
    // Either device ends with the same people, and does not ask again.
    let both = [here.clone(), vec![event(HERE, 90, kept).to_line()]].concat();
    let theirs = event(THERE, 91, Fact::KeptAside { event: EventId::from_bytes([10; 16]), line: here[0].clone() });
    assert_eq!(people(&both), people(&[other, vec![theirs.to_line()]].concat()));
    assert!(plan(&both, &there, &Asked::NoneKept).two_forms.is_empty());
}

#[test]
fn lines_that_are_no_entries_stay_in_the_file_and_unknown_kinds_come_as_they_are() {
    let strange = log(THERE, 10, 1, 0)[0].replace("person-added", "of-next-year");
    let there = of(HERE, vec!["{}".to_owned(), "nothing".to_owned(), strange.clone(), strange.clone()]);
    let planned = plan(&[], &there, &Asked::NoneKept);
    assert_eq!((planned.unreadable, planned.unknown, planned.known), (2, 1, 1));
    assert_eq!(planned.accept(ALL).unwrap().lines, [strange]);
}

#[test]
fn a_restore_that_was_interrupted_goes_on_where_it_was() {
    let lines = log(HERE, 10, 1, 6);
    let backup = of(HERE, lines.clone());
    for steps in 0..8 {
        let disk = MemoryStorage::new();
        let mut vault = block_on(Vault::create(disk.clone(), &path(), &kek(1), &mut rng(1))).unwrap();
        disk.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
        let done = block_on(append(&mut vault, &lines, &mut |_| (), &mut rng(2))).is_ok();
        for kept in 0..=disk.unflushed() {
            let disk = disk.reboot(kept);
            let (mut vault, replay) = unlock(disk.clone(), 1, 3).unwrap();
            let here = texts(&replay);
            assert!(!done || here == lines);
            if let Ok(restore) = plan(&here, &backup, &Asked::NoneKept).accept(ALL) {
                block_on(append(&mut vault, &restore.lines, &mut |_| (), &mut rng(4))).unwrap();
            }
            assert_eq!(texts(&unlock(disk, 1, 5).unwrap().1), lines);
        }
    }
}

#[test]
fn one_persons_record_comes_out_whole_and_no_other() {
    let all = [log(HERE, 10, 1, 2), log(HERE, 30, 2, 1)].concat();
    let log_lines: Vec<&str> = all.iter().map(String::as_str).collect();
    assert_eq!(person_export::lines(&[person(1)], &log_lines), all[..3]);
    let mut record = Record::new();
    for line in &all {
        if let Ok(Read::Known(event)) = read(line) {
            record.apply(&event);
        }
    }
    for (lang, word, day) in
        [(Lang::En, "Record of Person 1", "12 Jan 2026"), (Lang::Es, "Historial de Person 1", "12 ene 2026")]
    {
        let text = person_export::text(&record.person(person(1)).unwrap(), &record, lang);
        assert!(text.starts_with(word) && text.contains(day) && !text.contains("Person 2"), "{text}");
    }
}

proptest! {
    #[test]
    fn two_logs_join_to_the_same_whichever_way_and_however_often(mine in proptest::collection::btree_set(0usize..14, 0..14), theirs in proptest::collection::btree_set(0usize..14, 0..14), erased: bool) {
        let mut all = [log(HERE, 10, 1, 4), log(THERE, 30, 2, 3)].concat();
        all.push(event(THERE, 50, Fact::SamePerson { a: person(1), b: person(2) }).to_line());
        all.push(event(HERE, 51, Fact::Withdrawn { event: EventId::from_bytes([12; 16]) }).to_line());
        all.push(event(THERE, 52, Fact::Reinstated { event: EventId::from_bytes([12; 16]) }).to_line());
        let erasure = Fact::PersonErased { person: person(if erased { 2 } else { 9 }) };
        all.push(event(HERE, 53, erasure).to_line());
        all.push(event(HERE, 54, Fact::PersonRenamed { person: person(1), name: PersonName::new("Q").unwrap() }).to_line());
        let part = |places: &BTreeSet<usize>| places.iter().map(|at| all[*at].clone()).collect::<Vec<_>>();
        let (a, b) = (part(&mine), part(&theirs));
        let join = |here: &[String], there: &[String]| {
            match plan(here, &of(THERE, there.to_vec()), &Asked::NoneKept).accept(ALL) {
                Ok(restore) => here.iter().filter(|line| !restore.erasures.removes_line(line)).cloned().chain(restore.lines).collect(),
                Err(why) => {
                    assert_eq!(why, RestoreError::NothingNew);
                    here.to_vec()
                }
            }
        };
        let (one, other): (Vec<String>, Vec<String>) = (join(&a, &b), join(&b, &a));
        prop_assert_eq!(people(&one), people(&other));
        let set = |lines: &[String]| lines.iter().cloned().collect::<BTreeSet<_>>();
        prop_assert_eq!(set(&join(&one, &other)), set(&one));
        prop_assert_eq!(people(&join(&one, &a)), people(&one));
    }
}

/// What a log says of everybody: names, also those given at the same time by two devices, and days of sessions.
fn told(lines: &[String]) -> Vec<String> {
    let mut record = Record::new();
    for line in lines {
        if let Ok(Read::Known(event)) = read(line) {
            record.apply(&event);
        }
    }
    let person = |person: &attune::care::Person| {
        let names: Vec<_> = record.name_heads(person.id).iter().map(|name| name.as_str().to_owned()).collect();
        let sessions: Vec<_> = person.sessions.iter().map(|one| (one.date, record.date_heads(one.id))).collect();
        format!("{} {names:?} {sessions:?}", person.name.as_str())
    };
    record.people().iter().map(person).collect()
}

/// Takes a log in, writing down what the plan states; the identity of what is stated comes from what it states and where.
fn take_in(here: &[String], there: &[String], us: Uuid) -> Vec<String> {
    let planned =
        RestorePlan::new(here.iter().map(String::as_str), Some(us), &of(THERE, there.to_vec()), &Asked::NoneKept);
    let Ok(restore) = planned.accept(ALL) else { return here.to_vec() };
    let mut out: Vec<String> = here.iter().filter(|line| !restore.erasures.removes_line(line)).cloned().collect();
    out.extend(restore.lines);
    for fact in restore.facts {
        let mut event = event(us, 200, fact);
        let written = event.to_line();
        let sum =
            written.bytes().fold(7_u128, |sum, byte| sum.wrapping_mul(0x0100_0000_01b3).wrapping_add(byte.into()));
        event.id = EventId::from_bytes(sum.to_be_bytes());
        out.push(event.to_line());
    }
    out
}

proptest! {
    #[test]
    fn edits_at_the_same_time_other_forms_and_doubles_end_equal_on_both_devices(
        mine in proptest::collection::btree_set(0usize..16, 0..16),
        theirs in proptest::collection::btree_set(0usize..16, 0..16),
        altered in proptest::collection::btree_set(0usize..16, 0..3),
        rounds in 1usize..3,
    ) {
        let name = |text: &str| PersonName::new(text).unwrap();
        let session = |byte| SessionId::from_bytes([byte; 16]);
        let mut all = [log(HERE, 10, 1, 3), log(THERE, 30, 2, 3)].concat();
        let edits = [
            (HERE, Fact::PersonRenamed { person: person(1), name: name("Here") }),
            (THERE, Fact::PersonRenamed { person: person(1), name: name("There") }),
            // The day of one session, corrected by both.
            (HERE, Fact::SessionHeld { session: session(11), person: person(1) }),
            (THERE, Fact::SessionHeld { session: session(11), person: person(1) }),
            (HERE, Fact::SamePerson { a: person(1), b: person(2) }),
            (THERE, Fact::SamePerson { a: person(2), b: person(1) }),
            (HERE, Fact::SameSession { a: session(11), b: session(31) }),
            (THERE, Fact::Withdrawn { event: EventId::from_bytes([60; 16]) }),
        ];
        all.extend(edits.into_iter().zip(60..).map(|((device, fact), number)| event(device, number, fact).to_line()));
        prop_assert_eq!(all.len(), 16);
        let a: Vec<String> = mine.iter().map(|at| all[*at].clone()).collect();
        // Some of what the other holds stands there on another day.
        let b: Vec<String> = theirs.iter().map(|at| if altered.contains(at) { all[*at].replace("2026-01-", "2027-01-") } else { all[*at].clone() }).collect();
        let (mut one, mut other) = (a, b);
        for _ in 0..rounds {
            let next = take_in(&one, &other, HERE);
            other = take_in(&other, &one, THERE);
            one = next;
        }
        prop_assert_eq!(told(&one), told(&other));
        // Whoever joins later, in whichever order and however often, ends with the same.
        let third = take_in(&take_in(&[], &one, Uuid::from_bytes([3; 16])), &other, Uuid::from_bytes([3; 16]));
        let fourth = take_in(&take_in(&[], &other, Uuid::from_bytes([4; 16])), &one, Uuid::from_bytes([4; 16]));
        prop_assert_eq!(told(&third), told(&one));
        prop_assert_eq!(told(&fourth), told(&one));
        prop_assert_eq!(told(&take_in(&third, &fourth, HERE)), told(&one));
    }
}

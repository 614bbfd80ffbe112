//! Erasing one person from a vault: nothing of theirs is left in it, wherever it was stopped, and nothing of others goes.

use attune::care::{
    Access, AnsweredBy, DeviceId, Event, EventId, Fact, PersonId, PersonName, Read, Record, SessionId, Stamp, TurnEnd,
    TurnId, TurnOpened, read,
};
use attune::exchange::{Turn, TurnToken, erase, hand_over, waiting};
use attune::vault::{Faults, MemoryStorage, Mirrored, Storage, Vault};
use attune::words::{Lang, day};
use pollster::block_on;

use crate::support::{filled, path, rng, texts, unlock};

const SECRET: &str = "called her mother about it";

fn person(byte: u8) -> PersonId {
    PersonId::from_bytes([byte; 16])
}

fn id(number: u8) -> EventId {
    EventId::from_bytes([number; 16])
}

fn line(number: u8, fact: Fact) -> String {
    let event = Event {
        id: id(number),
        device: DeviceId::from_bytes([9; 16]),
        sequence: number.into(),
        stamp: Stamp { ms: number.into(), counter: 0 },
        date: day(2026, 1, 1 + number % 28).unwrap(),
        parents: Vec::new(),
        fact,
    };
    event.to_line()
}

/// The events of two people, those of the second with numbers from 100; the first is joined with a double, number 3.
fn log(turn: TurnId) -> Vec<String> {
    let mut all = Vec::new();
    for (who, from) in [(person(1), 10), (person(2), 100)] {
        let session = SessionId::from_bytes([from; 16]);
        let name = PersonName::new(if from == 10 { "Xanthippe" } else { "Bea" }).unwrap();
        let turn = if from == 10 { turn } else { TurnId::from_bytes([77; 16]) };
        let opened = TurnOpened {
            turn,
            person: who,
            session,
            instruments: Vec::new(),
            lang: Lang::En,
            by: AnsweredBy::Respondent,
        };
        let done = if from == 10 { SECRET } else { "nothing" };
        all.push(line(from, Fact::RiskAnswered { answers: id(from + 2), done: done.to_owned() }));
        all.push(line(from + 1, Fact::PersonAdded { person: who, name }));
        all.push(line(from + 2, Fact::SessionHeld { session, person: who }));
        all.push(line(from + 3, Fact::TurnOpened(opened)));
        all.push(line(from + 4, Fact::Withdrawn { event: id(from) }));
        all.push(line(from + 5, Fact::Accessed { person: Some(who), how: Access::Printed }));
        let aside = line(from + 6, Fact::RiskAnswered { answers: id(from + 2), done: done.to_owned() });
        all.push(line(from + 7, Fact::KeptAside { event: id(from + 6), line: aside }));
    }
    all.push(line(30, Fact::SamePerson { a: person(1), b: person(3) }));
    all
}

fn folded(texts: &[String]) -> Record {
    let mut record = Record::new();
    for text in texts {
        if let Ok(Read::Known(event)) = read(text) {
            record.apply(&event);
        }
    }
    record
}

/// A vault with that log, some of it gathered, a draft that the first person left, and their erasure stated.
fn setting(disk: &MemoryStorage) -> (TurnToken, Vec<String>) {
    let mut vault = filled(disk, &[]);
    let rng = &mut rng(5);
    block_on(async {
        let token = hand_over(&vault, b"the sheet", rng).await.unwrap();
        let text = token.to_text();
        let all = log(token.turn().into());
        for (at, line) in all.iter().enumerate() {
            vault.append(line.as_bytes(), rng).await.unwrap();
            if at == 3 || at == 9 {
                vault.gather(rng).await.unwrap();
            }
        }
        let mut turn = Turn::open(disk, token).await.unwrap();
        turn.save_draft(disk, b"a draft", rng).await.unwrap();
        let record = folded(&all);
        assert!(!record.mentions_erased() && record.turns_of_erased().is_empty());
        let mut more = Vec::new();
        for (number, who) in record.identities(person(1)).into_iter().enumerate() {
            more.push(line(200 + u8::try_from(number).unwrap(), Fact::PersonErased { person: who }));
        }
        assert_eq!(more.len(), 2);
        let open = folded(&[all.clone(), more.clone()].concat()).turns_of_erased();
        assert_eq!(open, [TurnId::from(turn.id())]);
        more.push(line(210, Fact::TurnClosed { turn: open[0], how: TurnEnd::Discarded }));
        for line in &more {
            vault.append(line.as_bytes(), rng).await.unwrap();
        }
        vault.durable().await.unwrap();
        (TurnToken::parse(&text).unwrap(), more)
    })
}

/// What an unlock does: goes on with an erasure where the log still says something of somebody erased. Returns whether it
/// had to.
fn unlock_and_finish<S: Storage>(disk: S) -> (Vault<S>, Record, bool) {
    let (mut vault, replay) = unlock(disk, 1, 50).unwrap();
    let record = folded(&texts(&replay));
    let interrupted = record.mentions_erased();
    let record = if interrupted {
        block_on(erase::erase(&mut vault, &record, &mut |_| {}, &mut rng(51))).unwrap().0
    } else {
        record
    };
    (vault, record, interrupted)
}

/// Nothing of the first person is there, and everything of the second.
fn check(disk: &MemoryStorage, stated: &[String], turn: TurnId) {
    let (vault, replay) = unlock(disk.clone(), 1, 60).unwrap();
    let left = texts(&replay);
    let mut hers: Vec<String> = log(turn)[7..14].to_vec();
    hers.extend(stated.iter().cloned());
    let sorted = |mut all: Vec<String>| {
        all.sort();
        all
    };
    // A word on an event that is gone may stay: two random identities.
    let bare = |line: &String| line == &log(turn)[4];
    assert_eq!(sorted(left.iter().filter(|line| !bare(line)).cloned().collect()), sorted(hers));
    let text = left.concat();
    assert!(!text.contains("Xanthippe") && !text.contains(SECRET));
    let seen = block_on(waiting(&vault)).unwrap();
    assert!(seen.turns.is_empty() && seen.strays.is_empty(), "{seen:?}");
}

#[test]
fn nothing_of_the_person_is_left_and_nothing_of_another_goes() {
    let disk = MemoryStorage::new();
    let (token, stated) = setting(&disk);
    let turn = TurnId::from(token.turn());
    let (mut vault, replay) = unlock(disk.clone(), 1, 50).unwrap();
    let record = folded(&texts(&replay));
    assert!(record.mentions_erased() && record.person(person(1)).is_none());
    let before: Vec<String> = disk.snapshot().into_keys().collect();
    let mut seen = erase::Progress::default();
    let told = &mut |progress: erase::Progress| {
        assert!(progress.done > seen.done && progress.done <= progress.of, "{progress:?}");
        seen = progress;
    };
    let (left, theirs) = block_on(erase::erase(&mut vault, &record, told, &mut rng(51))).unwrap();
    assert!(!theirs.is_empty() && seen.done + 30 > seen.of, "{seen:?}");
    assert!(!left.mentions_erased());
    assert_eq!(left.people(), record.people());
    assert_eq!(left.erased(), record.erased());
    check(&disk, &stated, turn);
    // Every record and segment that held something of theirs lies no more under its key.
    let journal = |key: &&String| ["/j/", "/s/"].iter().any(|room| key.contains(room));
    let kept: Vec<&String> = before.iter().filter(journal).filter(|key| disk.snapshot().contains_key(*key)).collect();
    assert!(kept.is_empty(), "{kept:?}");
    // What the person hands in later is known to be nobody's.
    let late = block_on(Turn::open(&disk, token));
    assert!(late.is_err() && left.is_turn_gone(turn) && left.turn(turn).is_none());
    assert!(!left.is_turn_gone(TurnId::from_bytes([77; 16])), "that of another is taken in");
    let (_, record, interrupted) = unlock_and_finish(disk);
    assert!(!interrupted && record.person(person(2)).is_some());
}

#[test]
fn a_crash_anywhere_is_gone_on_from_at_the_next_unlock() {
    let mut finished_later = 0;
    let mut whole = 0;
    for steps in 0..400 {
        let disk = MemoryStorage::new();
        let (token, stated) = setting(&disk);
        let turn = TurnId::from(token.turn());
        let disk = MemoryStorage::holding(disk.snapshot());
        let (mut vault, replay) = unlock(disk.clone(), 1, 50).unwrap();
        let record = folded(&texts(&replay));
        disk.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
        let done = block_on(erase::erase(&mut vault, &record, &mut |_| {}, &mut rng(51))).is_ok();
        drop(vault);
        for kept in [0, 1, usize::MAX] {
            let disk = disk.reboot(kept);
            let (vault, record, interrupted) = unlock_and_finish(disk.clone());
            assert!(!(done && interrupted), "{steps}: what was called done was not");
            finished_later += usize::from(interrupted);
            assert!(!record.mentions_erased());
            // As the session does with what is handed in for nobody.
            for item in block_on(waiting(&vault)).unwrap().turns {
                assert!(record.is_turn_gone(item.turn.into()), "{steps}");
                block_on(attune::exchange::discard(&vault, &item)).unwrap();
            }
            drop(vault);
            check(&disk, &stated, turn);
        }
        if done {
            whole += 1;
            if whole == 2 {
                break;
            }
        }
    }
    assert!(finished_later > 20 && whole == 2, "{finished_later} {whole}");
}

#[test]
fn both_stores_forget() {
    let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
    let disk = MemoryStorage::new();
    let (_, _) = setting(&disk);
    for (key, value) in disk.snapshot() {
        block_on(a.write(&key, &value)).unwrap();
        block_on(b.write(&key, &value)).unwrap();
    }
    let open = || block_on(Mirrored::open(a.clone(), b.clone(), &path().prefix())).unwrap().0;
    let before: Vec<String> = a.snapshot().into_keys().collect();
    let (vault, _, interrupted) = unlock_and_finish(open());
    assert!(interrupted);
    drop(vault);
    drop(open());
    for store in [&a, &b] {
        let left = store.snapshot();
        let journal = |key: &&String| ["/j/", "/s/", "/turn/"].iter().any(|room| key.contains(room));
        assert!(before.iter().filter(journal).count() > 3);
        assert!(before.iter().filter(journal).all(|key| !left.contains_key(key)));
    }
}

//! A backup joined with a vault, with a crash after every step, every suffix of what was not yet durable lost, every error at
//! every call, every prefix, and long logs by chance over a store that keeps nothing by itself. Whatever was here and is about
//! nobody erased stays; done again, it ends as if nothing had happened.

use std::collections::BTreeSet;

use attune::care::{DeviceId, Event, EventId, Fact, PersonId, PersonName, Read, SessionId, Stamp, compact::Item, read};
use attune::exchange::backup::{self, Backup, Heading, Opener};
use attune::exchange::restore::{Agreed, Asked, Restore, RestoreError, RestorePlan};
use attune::vault::age::{Identity, To};
use attune::vault::{Faults, Kit, MemoryStorage, Mirrored, Storage, StorageError, Vault, VaultError};
use attune::words::day;
use pollster::block_on;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use uuid::Uuid;

use crate::support::{filled, head, kek, path, rng, texts, unlock};

const HERE: Uuid = Uuid::from_bytes([1; 16]);
const THERE: Uuid = Uuid::from_bytes([2; 16]);
const ALL: Agreed = Agreed { other_vault: true, erase: true, two_forms: true };

fn event(device: Uuid, number: u8, fact: Fact) -> String {
    let event = Event {
        id: EventId::from_bytes([number; 16]),
        device: DeviceId::from(device),
        sequence: number.into(),
        stamp: Stamp { ms: 1000 + u64::from(number), counter: 0 },
        date: day(2026, 1, 1 + number % 28).unwrap(),
        parents: Vec::new(),
        fact,
    };
    event.to_line()
}

/// People, sessions and events have identities of their own, as in life: the first byte tells them apart.
fn identity(kind: u8, byte: u8) -> [u8; 16] {
    let mut bytes = [byte; 16];
    bytes[0] = kind;
    bytes
}

fn person(byte: u8) -> PersonId {
    PersonId::from_bytes(identity(0xAA, byte))
}

fn added(device: Uuid, number: u8, who: u8, name: &str) -> String {
    event(device, number, Fact::PersonAdded { person: person(who), name: PersonName::new(name).unwrap() })
}

fn held(device: Uuid, number: u8, who: u8) -> String {
    event(
        device,
        number,
        Fact::SessionHeld { session: SessionId::from_bytes(identity(0xBB, number)), person: person(who) },
    )
}

fn of(lines: Vec<String>) -> Backup {
    let heading = Heading { app: "0".to_owned(), vault: THERE, made: 0, count: lines.len(), sha256: String::new() };
    Backup { heading, lines }
}

/// The log that is here: two people and their sessions.
fn here() -> Vec<String> {
    vec![added(HERE, 10, 1, "One"), held(HERE, 11, 1), added(HERE, 12, 2, "Two"), held(HERE, 13, 2), held(HERE, 14, 1)]
}

/// A backup that knows some of it, one entry in another form, somebody new, and that the second person is erased.
fn there() -> Backup {
    of(vec![
        added(HERE, 10, 1, "Another form"),
        held(HERE, 11, 1),
        added(HERE, 12, 2, "Two"),
        held(THERE, 20, 2),
        added(THERE, 21, 3, "Three"),
        held(THERE, 22, 3),
        event(THERE, 23, Fact::PersonErased { person: person(2) }),
    ])
}

fn is_erased(line: &str) -> bool {
    line.contains(&person(2).to_string()) && !line.contains("person-erased")
}

/// Joins a backup with an open vault in the app's order: what comes, then what is to be stated, all durable, and then what has
/// to go. What is stated has the same identity at each try here, so that the ends can be compared.
async fn join<S: Storage>(vault: &mut Vault<S>, backup: &Backup, rng: &mut ChaCha20Rng) -> Result<(), VaultError> {
    let replay = vault.reload(rng).await?;
    let log = texts(&replay);
    let plan = RestorePlan::new(log.iter().map(String::as_str), Some(HERE), backup, &Asked::NoneKept);
    let Restore { lines, facts, erasures } = match plan.accept(ALL) {
        Ok(restore) => restore,
        Err(RestoreError::NothingNew) => return Ok(()),
        Err(other) => panic!("{other}"),
    };
    for line in lines {
        vault.append(line.as_bytes(), rng).await?;
    }
    for (at, fact) in (100_u8..).zip(facts) {
        vault.append(event(HERE, at, fact).as_bytes(), rng).await?;
    }
    vault.durable().await?;
    let mut stays = |item: &Item| !erasures.removes_line(&String::from_utf8_lossy(&item.to_body()));
    vault.rewrite(&mut stays, rng).await
}

/// A vault with the log of this device, partly gathered.
fn setting() -> (MemoryStorage, Vault<MemoryStorage>) {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &[]);
    block_on(async {
        let mut rng = rng(50);
        for (at, line) in here().iter().enumerate() {
            vault.append(line.as_bytes(), &mut rng).await.unwrap();
            if at == 2 {
                vault.gather(&mut rng).await.unwrap();
            }
        }
        vault.durable().await.unwrap();
    });
    (disk, vault)
}

fn set(lines: &[String]) -> BTreeSet<String> {
    let set: BTreeSet<String> = lines.iter().cloned().collect();
    assert_eq!(set.len(), lines.len(), "twice: {lines:?}");
    set
}

/// What comes of it where nothing goes wrong.
fn expected() -> BTreeSet<String> {
    let (disk, mut vault) = setting();
    block_on(join(&mut vault, &there(), &mut rng(51))).unwrap();
    let end = set(&texts(&unlock(disk, 1, 52).unwrap().1));
    assert_eq!(end.len(), 7, "three of the first person, one kept aside, two of the third, the erasure: {end:?}");
    assert!(!end.iter().any(|line| is_erased(line)));
    end
}

/// What is there now is right; then it is done again.
fn check(disk: &MemoryStorage, done: bool, expected: &BTreeSet<String>, note: &str) {
    let (mut vault, replay) = unlock(disk.clone(), 1, 60).unwrap();
    assert!(replay.is_whole(), "{note}: {replay:?}");
    let found = set(&texts(&replay));
    assert!(here().iter().all(|line| is_erased(line) || found.contains(line)), "{note}: {found:?}");
    assert!(!done || found == *expected, "{note}: {found:?}");
    block_on(join(&mut vault, &there(), &mut rng(61))).unwrap();
    let (_, replay) = unlock(disk.clone(), 1, 62).unwrap();
    assert!(replay.is_whole() && set(&texts(&replay)) == *expected, "{note}: {:?}", texts(&replay));
}

#[test]
fn a_crash_anywhere_in_a_restore_costs_nothing_that_was_here() {
    let expected = expected();
    for steps in 0.. {
        let (disk, mut vault) = setting();
        disk.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
        let done = block_on(join(&mut vault, &there(), &mut rng(53))).is_ok();
        for kept in 0..=disk.unflushed() {
            check(&disk.reboot(kept), done, &expected, &format!("{steps} steps, {kept} kept"));
        }
        if done {
            assert!(steps >= 10, "{steps}: five appended, made durable, segments and manifest, removals");
            return;
        }
    }
}

#[test]
fn an_error_anywhere_in_a_restore_costs_nothing_and_it_can_be_tried_again() {
    let expected = expected();
    for late in [false, true] {
        for error in [StorageError::Full, StorageError::Failed("odd".to_owned())] {
            for step in 1.. {
                let (disk, mut vault) = setting();
                disk.set_faults(Faults { fail_at: Some((step, error.clone())), fail_late: late, ..Faults::default() });
                let done = block_on(join(&mut vault, &there(), &mut rng(54))).is_ok();
                let reached = disk.steps() >= step;
                disk.set_faults(Faults::default());
                let note = format!("{error:?} at {step}, late {late}");
                check(&MemoryStorage::holding(disk.snapshot()), done, &expected, &note);
                // And in the same session.
                block_on(join(&mut vault, &there(), &mut rng(55))).unwrap();
                assert_eq!(set(&texts(&unlock(disk, 1, 56).unwrap().1)), expected, "{note}");
                if !reached {
                    break;
                }
            }
        }
    }
}

#[test]
fn a_quota_anywhere_in_a_restore_costs_nothing() {
    let expected = expected();
    let size = |disk: &MemoryStorage| disk.snapshot().iter().map(|(key, value)| key.len() + value.len()).sum::<usize>();
    let mut outcomes = [0, 0];
    for room in (0..6000).step_by(90) {
        let (disk, mut vault) = setting();
        disk.set_quota(Some(size(&disk) + room));
        let done = block_on(join(&mut vault, &there(), &mut rng(57))).is_ok();
        disk.set_quota(None);
        check(&disk, done, &expected, &format!("{room} characters left"));
        outcomes[usize::from(done)] += 1;
    }
    assert!(outcomes[0] > 5 && outcomes[1] > 5, "{outcomes:?}");
}

#[test]
fn every_prefix_of_a_restore_is_a_journal() {
    let expected = expected();
    let (disk, mut vault) = setting();
    disk.set_faults(Faults { durable_lies: true, ..Faults::default() });
    block_on(join(&mut vault, &there(), &mut rng(58))).unwrap();
    assert!(disk.unflushed() >= 10);
    for kept in 0..=disk.unflushed() {
        check(&disk.reboot(kept), kept == disk.unflushed(), &expected, &format!("{kept} kept"));
    }
}

#[test]
fn every_flip_and_every_cut_of_a_backup_is_refused_and_what_can_be_saved_of_it_is_genuine() {
    let kit = Kit::from_identity(Identity::from_bytes([5; 32]));
    let lines = there().lines;
    let to = [kit.recipient()];
    let file =
        backup::write(lines.iter().map(String::as_str), THERE, 0, &To::Recipients(&to), &mut rng(59)).unwrap().bytes;
    let look = |bytes: &[u8], note: &dyn Fn() -> String| {
        assert!(backup::read(bytes, Opener::Kit(&kit)).is_err(), "{}", note());
        if let Ok(saved) = backup::salvage(bytes, Opener::Kit(&kit)) {
            assert!(lines.starts_with(&saved.lines), "{}: {:?}", note(), saved.lines);
        }
    };
    for at in 0..file.len() {
        look(&file[..at], &|| format!("cut at {at}"));
        for bit in [1, 2, 32, 128] {
            let mut flipped = file.clone();
            flipped[at] ^= bit;
            look(&flipped, &|| format!("byte {at} xor {bit}"));
        }
    }
}

/// A part of one longer log by chance: people, sessions, renamings, withdrawals and erasures. What two such parts have in common
/// is the same, but for a few names in another form.
fn long() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_map(1_u8..90, 0_u8..8, 0..40).prop_map(|all| {
        let line = |(number, form): (u8, u8)| {
            let (device, who) = (if number % 3 == 0 { HERE } else { THERE }, number % 4 + 1);
            let name = PersonName::new(if form == 0 { "Q" } else { "R" }).unwrap();
            match number % 10 {
                0 | 1 => event(device, number, Fact::PersonAdded { person: person(who), name }),
                2 => event(device, number, Fact::PersonRenamed { person: person(who), name }),
                3 => event(device, number, Fact::Withdrawn { event: EventId::from_bytes([number / 2; 16]) }),
                4 if who == 3 => event(device, number, Fact::PersonErased { person: person(who) }),
                _ => held(device, number, who),
            }
        };
        all.into_iter().map(line).collect()
    })
}

type Pair = Mirrored<MemoryStorage, MemoryStorage>;

/// The pair as a start finds it; the first store keeps nothing by itself from then on.
fn start(a: &MemoryStorage, b: &MemoryStorage) -> Pair {
    a.set_faults(Faults::default());
    b.set_faults(Faults::default());
    block_on(a.durable()).unwrap();
    a.set_faults(Faults { durable_lies: true, ..Faults::default() });
    block_on(Mirrored::open(a.clone(), b.clone(), &path().prefix())).unwrap().0
}

fn opened(pair: Pair, seed: u64) -> (Vault<Pair>, BTreeSet<String>) {
    let head = head(&pair);
    let (vault, replay) = block_on(Vault::unlock(pair, &head, &kek(1), &mut rng(seed))).unwrap();
    assert!(replay.damaged.is_empty() && replay.gaps.is_empty(), "{replay:?}");
    let lines = set(&texts(&replay));
    (vault, lines)
}

fn begun(lines: &[String]) -> (MemoryStorage, MemoryStorage, Vault<Pair>) {
    let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
    let pair = start(&a, &b);
    let vault = block_on(async {
        let mut rng = rng(70);
        let mut vault = Vault::create(pair, &path(), &kek(1), &mut rng).await.unwrap();
        for (at, line) in lines.iter().enumerate() {
            vault.append(line.as_bytes(), &mut rng).await.unwrap();
            if at % 7 == 6 {
                vault.gather(&mut rng).await.unwrap();
            }
        }
        vault.durable().await.unwrap();
        vault
    });
    (a, b, vault)
}

/// Without withdrawals of what is not there. One of something about somebody erased goes with it; taken in once more, when nobody
/// can say any longer whom it was about, it stays, as a random identity and a day.
fn telling(lines: &BTreeSet<String>) -> BTreeSet<String> {
    let events: Vec<Event> = lines
        .iter()
        .filter_map(|line| match read(line) {
            Ok(Read::Known(event)) => Some(*event),
            _ => None,
        })
        .collect();
    let idle = |event: &Event| match &event.fact {
        Fact::Withdrawn { event } => events.iter().all(|other| other.id != *event),
        _ => false,
    };
    events.iter().filter(|event| !idle(event)).map(Event::to_line).collect()
}

fn histories() -> ProptestConfig {
    let cases = std::env::var("ATTUNE_SOAK").ok().and_then(|text| text.parse().ok()).unwrap_or(40);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(histories())]

    #[test]
    fn long_restores_end_the_same_whatever_goes_wrong(
        mine in long(),
        theirs in long(),
        troubles in prop::collection::vec((any::<bool>(), any::<bool>(), 0_usize..60, (0_usize..30, 0_usize..6)), 0..4),
    ) {
        let backup = of(theirs);
        let (_, _, mut calm) = begun(&mine);
        block_on(join(&mut calm, &backup, &mut rng(71))).unwrap();
        let expected = set(&texts(&block_on(calm.reload(&mut rng(72))).unwrap()));

        let (mut a, mut b, mut vault) = begun(&mine);
        for (seed, (crash, in_mirror, at, kept)) in (80_u64..).zip(troubles) {
            let faults = if crash {
                Faults { crash_after: Some(at), ..Faults::default() }
            } else {
                Faults { fail_at: Some((at + 1, StorageError::Full)), ..Faults::default() }
            };
            if in_mirror { b.set_faults(faults) } else { a.set_faults(Faults { durable_lies: true, ..faults }) }
            let _ = block_on(join(&mut vault, &backup, &mut rng(seed)));
            drop(vault);
            if crash {
                (a, b) = (a.reboot(kept.0), b.reboot(kept.1));
            }
            let (again, lines) = opened(start(&a, &b), seed + 1000);
            // Of what was here only that may be gone which the end does not have either.
            prop_assert!(mine.iter().all(|line| lines.contains(line) || !telling(&expected).contains(line)));
            vault = again;
        }
        block_on(join(&mut vault, &backup, &mut rng(90))).unwrap();
        drop(vault);
        prop_assert_eq!(telling(&opened(start(&a, &b), 91).1), telling(&expected));
    }
}

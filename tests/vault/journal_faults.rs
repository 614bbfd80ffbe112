//! Gathering, rewriting, rotation and two writers, with a crash after every step, every suffix of what was not yet durable
//! lost, and every error at every call.

use attune::care::compact::Item;
use attune::vault::keys::VaultKey;
use attune::vault::{Faults, MemoryStorage, Replay, StorageError, Vault, VaultError, find};
use pollster::block_on;

use crate::gathering::{count, gathered, numbered, rotate};
use crate::support::{kek, path, rng, texts, unlock};

/// A piece of work on an open vault.
type Work = fn(&mut Vault<MemoryStorage>) -> Result<(), VaultError>;

fn fill_and_gather(vault: &mut Vault<MemoryStorage>) -> Result<(), VaultError> {
    block_on(async {
        let mut rng = rng(400);
        vault.gather(&mut rng).await.map(drop)
    })
}

fn leave_out(vault: &mut Vault<MemoryStorage>) -> Result<(), VaultError> {
    block_on(vault.rewrite(&mut stays, &mut rng(401)))
}

fn stays(item: &Item) -> bool {
    !is_erased(&String::from_utf8(item.to_body()).unwrap())
}

fn is_erased(text: &str) -> bool {
    ["body 1", "body 4", "body 10"].contains(&text)
}

fn new_key(vault: &mut Vault<MemoryStorage>) -> Result<(), VaultError> {
    block_on(rotate(vault, 402))
}

/// Eight bodies in two segments and three records that wait, all durable.
fn setting() -> (MemoryStorage, Vault<MemoryStorage>) {
    let disk = MemoryStorage::new();
    let mut vault = gathered(&disk, 8, 4);
    block_on(async {
        for body in numbered(8..11) {
            vault.append(body.as_bytes(), &mut rng(403)).await.unwrap();
        }
        vault.durable().await.unwrap();
    });
    (disk, vault)
}

/// Opens it with whichever passphrase works.
fn open(disk: &MemoryStorage, seed: u64) -> (Vault<MemoryStorage>, Replay) {
    unlock(disk.clone(), 2, seed).or_else(|_| unlock(disk.clone(), 1, seed)).unwrap()
}

/// What is there now is right; then the work is done again, and the whole is as if nothing had happened.
fn check(disk: &MemoryStorage, work: Work, erases: bool, done: bool, note: &str) {
    let (mut vault, replay) = open(disk, 500);
    let read = texts(&replay);
    assert!(replay.is_whole(), "{note}: {replay:?}");
    let all = numbered(0..11);
    let left: Vec<String> = all.iter().filter(|text| !is_erased(text)).cloned().collect();
    if erases {
        assert!(read.iter().all(|text| all.contains(text)) && left.iter().all(|text| read.contains(text)), "{note}");
        assert!(!done || read == left, "{note}");
        assert!(read.is_sorted_by_key(|text| all.iter().position(|other| other == text)), "{note}");
    } else {
        assert_eq!(read, all, "{note}");
    }
    block_on(async {
        if vault.is_rotating() {
            vault.finish_rotation(&mut rng(501)).await.unwrap();
        }
    });
    work(&mut vault).unwrap();
    let name = block_on(async {
        let name = vault.append(b"after", &mut rng(502)).await.unwrap();
        while vault.gather(&mut rng(503)).await.unwrap() {}
        name
    });
    assert_eq!(name.sequence, 12, "{note}");
    let (vault, replay) = open(disk, 504);
    let mut expected = if erases { left } else { all };
    expected.push("after".to_owned());
    assert_eq!(texts(&replay), expected, "{note}");
    assert!(replay.is_whole() && !vault.is_rotating(), "{note}: {replay:?}");
    assert_eq!((count(disk, "j"), count(disk, "m"), count(disk, "k")), (0, 1, 0), "{note}: nothing is left over");
}

/// With a crash after every step, and every suffix lost.
fn crash_everywhere(work: Work, erases: bool) -> usize {
    let mut crashes = 0;
    for steps in 0.. {
        let (disk, mut vault) = setting();
        disk.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
        let done = work(&mut vault).is_ok();
        for kept in 0..=disk.unflushed() {
            check(&disk.reboot(kept), work, erases, done, &format!("{steps} steps, {kept} kept"));
        }
        if done {
            return crashes;
        }
        crashes += 1;
    }
    crashes
}

/// With every error at every call, before or after it had its effect; `again`: and then once more in the same session.
fn fail_everywhere(work: Work, erases: bool, again: bool) {
    // A call that only reads has no effect that could come before its error.
    for (late, reads) in [(false, false), (true, false), (false, true)] {
        for error in [StorageError::Full, StorageError::Failed("odd".to_owned())] {
            for step in 1.. {
                let (disk, mut vault) = setting();
                let fail_at = Some((step, error.clone()));
                disk.set_faults(Faults { fail_at, fail_late: late, reads, ..Faults::default() });
                let done = work(&mut vault).is_ok();
                let reached = disk.steps() >= step;
                disk.set_faults(Faults::default());
                let note = format!("{error:?} at {step}, late {late}, reads {reads}");
                // As it lies there, for the next start.
                check(&MemoryStorage::holding(disk.snapshot()), work, erases, done, &note);
                if !done && again {
                    // And tried again in the same session.
                    work(&mut vault).unwrap();
                    let (_, replay) = open(&disk, 505);
                    let expected: Vec<String> =
                        numbered(0..11).into_iter().filter(|text| !erases || !is_erased(text)).collect();
                    assert_eq!(texts(&replay), expected, "{note}");
                    assert!(replay.is_whole(), "{note}");
                    assert_eq!((count(&disk, "j"), count(&disk, "m")), (0, 1), "{note}");
                }
                if !reached {
                    break;
                }
            }
        }
    }
}

#[test]
fn gathering_survives_a_crash_anywhere() {
    let crashes = crash_everywhere(fill_and_gather, false);
    assert!(crashes >= 9, "{crashes}: a segment, a manifest, removals, and each made durable");
}

#[test]
fn gathering_survives_every_error_anywhere() {
    fail_everywhere(fill_and_gather, false, true);
}

#[test]
fn leaving_out_survives_a_crash_anywhere() {
    assert!(crash_everywhere(leave_out, true) >= 12);
}

#[test]
fn leaving_out_survives_every_error_anywhere() {
    fail_everywhere(leave_out, true, true);
}

#[test]
fn a_rotation_survives_a_crash_anywhere() {
    assert!(crash_everywhere(new_key, false) >= 20);
}

#[test]
fn a_rotation_survives_every_error_anywhere() {
    // Tried again in the same session: the test below.
    fail_everywhere(new_key, false, false);
}

/// A read that fails is an error: never a journal that seems to hold less.
#[test]
fn no_unlock_takes_a_failed_read_for_an_empty_one() {
    let (disk, vault) = setting();
    drop(vault);
    let before = disk.snapshot();
    for step in 1.. {
        let odd = StorageError::Failed("odd".into());
        let (mut open, _) = unlock(disk.clone(), 1, 610).unwrap();
        let faults = || Faults { fail_at: Some((step, odd.clone())), reads: true, ..Faults::default() };
        let failed = |outcome: Result<Replay, VaultError>| match outcome {
            Ok(replay) => {
                assert_eq!(texts(&replay), numbered(0..11), "{step}");
                assert!(replay.is_whole());
                false
            }
            Err(error) => {
                assert_eq!(error, VaultError::Storage(odd.clone()), "{step}");
                true
            }
        };
        // From the outside in, as at a start, and once more while it is open.
        disk.set_faults(faults());
        let opened = block_on(async {
            let mut found = find(&disk, &path()).await?;
            assert_eq!((found.vaults.len(), found.vaults[0].slots.len()), (1, 1), "{step}");
            let head = found.vaults.remove(0);
            assert!(head.inbox_public.is_some(), "{step}");
            let (vault, replay) = Vault::unlock(disk.clone(), &head, &kek(1), &mut rng(611)).await?;
            assert!(vault.inbox_public().is_some() && vault.inbox_problems().is_empty(), "{step}");
            Ok(replay)
        });
        let reached = disk.steps() >= step;
        assert_eq!(failed(opened), reached, "{step}");
        disk.set_faults(faults());
        let outcome = failed(block_on(open.reload(&mut rng(612))));
        assert_eq!(outcome, disk.steps() >= step, "{step}");
        disk.set_faults(Faults::default());
        // A reading that failed changes nothing about what is known: the next record has its place after all others.
        let copy = MemoryStorage::holding(before.clone());
        let (_, replay) = unlock(copy, 1, 613).unwrap();
        assert_eq!(texts(&replay), numbered(0..11));
        assert_eq!(disk.snapshot(), before, "{step}: reading writes nothing");
        if !reached {
            assert!(step > 12, "{step}");
            break;
        }
    }
}

#[test]
fn a_rotation_that_failed_is_tried_again_in_the_same_session() {
    for step in 6.. {
        let (disk, mut vault) = setting();
        disk.set_faults(Faults { fail_at: Some((step, StorageError::Failed("odd".into()))), ..Faults::default() });
        let outcome = new_key(&mut vault);
        let reached = disk.steps() >= step;
        disk.set_faults(Faults::default());
        if outcome.is_err() && vault.next_key().is_none() {
            block_on(vault.finish_rotation(&mut rng(600))).unwrap();
            let (vault, replay) = unlock(disk.clone(), 2, 601).unwrap();
            assert_eq!(texts(&replay), numbered(0..11), "{step}");
            assert!(replay.is_whole() && !vault.is_rotating(), "{step}");
        }
        if !reached {
            break;
        }
    }
}

#[test]
fn every_prefix_of_a_long_history_is_a_journal() {
    // Appends, gatherings, something left out and a new key: each change is one step, and after each step the disk is read.
    let disk = MemoryStorage::new();
    let mut vault = gathered(&disk, 0, 1);
    let (mut before, mut steps) = (disk.snapshot(), 0);
    let mut look = |said: &[String], erased: bool| {
        let now = disk.snapshot();
        if now == before {
            return;
        }
        before = now.clone();
        steps += 1;
        let (_, replay) = open(&MemoryStorage::holding(now), 700 + steps);
        assert!(replay.is_whole());
        let read = texts(&replay);
        assert_eq!(read, said.iter().filter(|text| !erased || !is_erased(text)).cloned().collect::<Vec<_>>());
    };
    let mut said = Vec::new();
    block_on(async {
        let mut rng = rng(701);
        for body in numbered(0..30) {
            vault.append(body.as_bytes(), &mut rng).await.unwrap();
            said.push(body);
            look(&said, false);
            if said.len() % 4 == 0 {
                vault.gather(&mut rng).await.unwrap();
                look(&said, false);
            }
        }
        vault.rewrite(&mut stays, &mut rng).await.unwrap();
        look(&said, true);
        rotate(&mut vault, 702).await.unwrap();
        look(&said, true);
    });
    assert!(steps >= 38, "{steps}");
}

#[test]
fn a_crash_between_two_writers_loses_nothing_of_either() {
    // One tab gathers and is killed anywhere; another that was open all the while writes on.
    for steps in 0.. {
        let (disk, mut first) = setting();
        let (mut second, _) = unlock(disk.clone(), 1, 800).unwrap();
        disk.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
        let done = fill_and_gather(&mut first).is_ok();
        for kept in 0..=disk.unflushed() {
            // The second tab's handle is on the disk that crashed: what it knows is put beside the disk after the crash.
            let disk = disk.reboot(kept);
            let (mut third, replay) = unlock(disk.clone(), 1, 801).unwrap();
            assert_eq!(texts(&replay), numbered(0..11));
            block_on(third.append(b"third", &mut rng(802))).unwrap();
            let (mut fourth, replay) = unlock(disk.clone(), 1, 803).unwrap();
            assert!(replay.is_whole());
            block_on(async {
                fourth.append(b"fourth", &mut rng(804)).await.unwrap();
                third.append(b"third again", &mut rng(805)).await.unwrap();
                third.gather(&mut rng(806)).await.unwrap();
                fourth.gather(&mut rng(807)).await.unwrap();
            });
            let (_, replay) = unlock(disk, 1, 808).unwrap();
            let mut read = texts(&replay).split_off(11);
            read.sort();
            assert_eq!(read, ["fourth", "third", "third again"], "{steps} {kept}");
            assert!(replay.damaged.is_empty() && replay.gaps.is_empty(), "{replay:?}");
        }
        // And it writes on where nothing crashed.
        disk.set_faults(Faults::default());
        block_on(second.append(b"second", &mut rng(809))).unwrap();
        block_on(second.gather(&mut rng(810))).unwrap();
        let (_, replay) = unlock(disk, 1, 811).unwrap();
        assert_eq!(texts(&replay), [numbered(0..11), vec!["second".to_owned()]].concat(), "{steps}");
        if done {
            return;
        }
    }
}

#[test]
fn a_key_that_never_was_is_no_key_of_this_vault() {
    let (disk, mut vault) = setting();
    block_on(vault.begin_rotation(VaultKey::generate(&mut rng(1)).unwrap(), &mut rng(2))).unwrap();
    assert!(vault.next_key().is_some() && !vault.is_rotating());
    block_on(vault.append(b"body 11", &mut rng(3))).unwrap();
    // What is written before the slots moved is sealed by the key that can be had.
    assert_eq!(texts(&unlock(disk, 1, 4).unwrap().1), numbered(0..12));
}

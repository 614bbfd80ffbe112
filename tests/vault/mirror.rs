//! A store and its mirror: healed in either direction, crashed at every step, with a mirror that fails and comes back.

use std::collections::BTreeMap;

use attune::vault::mirror::{ENOUGH, GONE};
use attune::vault::{Faults, MemoryStorage, MirrorState, Mirrored, Storage, StorageError, Vault, find};
use pollster::block_on;

use crate::support::{damages, filled, head, kek, path, rng, texts, unlock};

pub type Pair = Mirrored<MemoryStorage, MemoryStorage>;

pub fn open(a: &MemoryStorage, b: &MemoryStorage) -> Pair {
    block_on(Mirrored::open(a.clone(), b.clone(), "p/")).unwrap().0
}

pub fn ours(disk: &MemoryStorage) -> BTreeMap<String, String> {
    let all = disk.snapshot().into_iter();
    all.filter(|(key, _)| key.starts_with("p/")).collect()
}

/// localStorage as it really is: says durable and keeps nothing.
pub fn liar() -> MemoryStorage {
    let disk = MemoryStorage::new();
    disk.set_faults(Faults { durable_lies: true, ..Faults::default() });
    disk
}

#[test]
fn what_the_store_lost_comes_back_from_the_mirror() {
    let (a, b) = (liar(), MemoryStorage::new());
    let pair = open(&a, &b);
    block_on(async {
        pair.write("p/1", "x").await.unwrap();
        pair.durable().await.unwrap();
        pair.write("p/2", "y").await.unwrap();
        assert_eq!(pair.read("p/2").await.unwrap().as_deref(), Some("y"));
    });
    let (a, b) = (a.reboot(0), b.reboot(0));
    let (pair, healed) = block_on(Mirrored::open(a.clone(), b, "p/")).unwrap();
    assert_eq!((healed.to_store, healed.to_mirror), (1, 0));
    assert_eq!(block_on(pair.keys("p/")).unwrap(), ["p/1"]);
    assert_eq!(pair.state(), MirrorState::With);
    assert_eq!(ours(&a).len(), 1);
}

#[test]
fn others_keys_on_the_same_origin_are_not_copied() {
    let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
    block_on(a.write("q/1", "theirs")).unwrap();
    block_on(b.write("q/2", "theirs")).unwrap();
    drop(open(&a, &b));
    assert_eq!((a.snapshot().len(), b.snapshot().len()), (1, 1));
}

#[test]
fn a_removal_that_the_store_lost_stays_a_removal() {
    let (a, b) = (liar(), MemoryStorage::new());
    block_on(a.write("p/1", "x")).unwrap();
    let a = a.reboot(1);
    a.set_faults(Faults { durable_lies: true, ..Faults::default() });
    let pair = open(&a, &b);
    block_on(async {
        pair.remove("p/1").await.unwrap();
        assert_eq!(pair.read("p/1").await.unwrap(), None, "gone at once for the reader");
        assert!(pair.copies("p/1").await.unwrap().is_empty());
        assert!(ours(&a).contains_key("p/1"), "but not before the mirror knows");
        pair.durable().await.unwrap();
    });
    assert!(ours(&a).is_empty());
    let a = a.reboot(0);
    assert!(ours(&a).contains_key("p/1"), "localStorage forgot the removal");
    let b = b.reboot(0);
    let (pair, healed) = block_on(Mirrored::open(a.clone(), b.clone(), "p/")).unwrap();
    assert_eq!(healed.removed, 1);
    assert!(block_on(pair.keys("")).unwrap().is_empty());
    // The tombstone goes after a few starts at which it was not needed.
    for _ in 0..ENOUGH {
        assert_eq!(b.snapshot().len(), 1);
        drop(open(&a, &b));
    }
    assert_eq!(b.snapshot().len(), 0);
}

#[test]
fn a_mirror_that_is_blocked_is_said_and_everything_goes_on() {
    let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
    b.set_faults(Faults { always: Some(StorageError::Blocked), ..Faults::default() });
    let pair = open(&a, &b);
    assert_eq!(pair.state(), MirrorState::Without(StorageError::Blocked));
    block_on(async {
        pair.write("p/1", "x").await.unwrap();
        pair.write("p/2", "y").await.unwrap();
        pair.remove("p/1").await.unwrap();
        pair.durable().await.unwrap();
        assert_eq!(pair.copies("p/2").await.unwrap(), ["y"]);
        assert_eq!(pair.keys("").await.unwrap(), ["p/2"], "tombstones are not shown");
    });
    b.set_faults(Faults::default());
    let healed = block_on(pair.heal()).unwrap();
    assert_eq!((pair.state(), healed.to_mirror), (MirrorState::With, 1));
    assert_eq!(ours(&b), ours(&a));
    assert!(!a.snapshot().keys().any(|key| key.starts_with(GONE)));
}

/// What the line about saving goes by: `durable` succeeds either way, and the state says how safe that is.
#[test]
fn a_mirror_that_fails_under_way_is_told_and_told_again_when_it_is_back() {
    let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
    let pair = open(&a, &b);
    block_on(async {
        pair.write("p/1", "x").await.unwrap();
        pair.durable().await.unwrap();
        assert_eq!(pair.state(), MirrorState::With);
        let odd = StorageError::Failed("the database is gone".into());
        b.set_faults(Faults { always: Some(odd.clone()), ..Faults::default() });
        pair.write("p/2", "y").await.unwrap();
        assert_eq!(pair.state(), MirrorState::With, "not known before it is asked");
        pair.durable().await.unwrap();
        assert_eq!(pair.state(), MirrorState::Without(odd.clone()));
        // Asked again in vain: told as before, and nothing is lost.
        pair.heal().await.unwrap();
        assert_eq!(pair.state(), MirrorState::Without(odd));
        pair.write("p/3", "z").await.unwrap();
        pair.durable().await.unwrap();
        b.set_faults(Faults::default());
        pair.heal().await.unwrap();
        assert_eq!(pair.state(), MirrorState::With);
        pair.durable().await.unwrap();
        assert_eq!(ours(&b.reboot(0)), ours(&a));
        assert_eq!(ours(&b).len(), 3);
    });
}

#[test]
fn what_was_removed_while_the_mirror_was_away_does_not_come_back() {
    let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
    let pair = open(&a, &b);
    block_on(async {
        pair.write("p/1", "x").await.unwrap();
        pair.write("p/2", "x").await.unwrap();
        pair.durable().await.unwrap();
        pair.remove("p/1").await.unwrap();
        b.set_faults(Faults { always: Some(StorageError::Full), ..Faults::default() });
        pair.durable().await.unwrap();
        assert_eq!(pair.state(), MirrorState::Without(StorageError::Full));
        pair.remove("p/2").await.unwrap();
        pair.durable().await.unwrap();
    });
    assert!(ours(&a).is_empty());
    b.set_faults(Faults::default());
    assert_eq!(ours(&b).len(), 2, "the mirror still has both");
    let pair = open(&a, &b);
    assert!(block_on(pair.keys("p/")).unwrap().is_empty());
    assert!(ours(&b).is_empty());
}

#[test]
fn a_full_store_leaves_the_rest_readable_in_the_mirror() {
    let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
    for key in ["p/1", "p/2", "p/3"] {
        block_on(b.write(key, "12345")).unwrap();
    }
    a.set_quota(Some(17));
    let (pair, healed) = block_on(Mirrored::open(a, b, "p/")).unwrap();
    assert_eq!((healed.to_store, healed.no_room), (2, 1));
    block_on(async {
        assert_eq!(pair.keys("p/").await.unwrap().len(), 3);
        assert_eq!(pair.read("p/3").await.unwrap().as_deref(), Some("12345"));
        pair.remove("p/3").await.unwrap();
        pair.durable().await.unwrap();
        assert_eq!(pair.keys("p/").await.unwrap().len(), 2);
    });
}

#[test]
fn a_store_that_fails_is_an_error() {
    let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
    a.set_faults(Faults { always: Some(StorageError::Blocked), ..Faults::default() });
    let opened = block_on(Mirrored::open(a, b, "p/"));
    assert_eq!(opened.map(|_| ()).unwrap_err(), StorageError::Blocked);
}

#[test]
fn two_flushes_at_once_are_both_right() {
    let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
    let pair = open(&a, &b);
    block_on(async {
        pair.write("p/1", "x").await.unwrap();
        let first = pair.durable();
        let second = pair.durable();
        second.await.unwrap();
        assert_eq!(ours(&b.reboot(0)).len(), 1);
        first.await.unwrap();
    });
}

#[test]
fn every_record_comes_from_whichever_copy_is_sound() {
    let plain = MemoryStorage::new();
    drop(filled(&plain, &["first", "second"]));
    let content = plain.snapshot();
    for (key, value) in &content {
        for damaged in damages(value).into_iter().step_by(7) {
            for in_store in [true, false] {
                let (a, b) = (MemoryStorage::holding(content.clone()), MemoryStorage::holding(content.clone()));
                let rotten = if in_store { &a } else { &b };
                block_on(rotten.write(key, &damaged)).unwrap();
                let pair = block_on(Mirrored::open(a, b, &path().prefix())).unwrap().0;
                let (vault, replay) = unlock(pair, 1, 3).unwrap();
                assert_eq!(texts(&replay), ["first", "second"]);
                assert!(replay.is_whole() && vault.inbox_public().is_some());
                assert!(vault.inbox_problems().is_empty());
            }
        }
    }
}

#[test]
fn a_vault_over_a_lying_store_keeps_all_that_was_durable() {
    let (a, b) = (liar(), MemoryStorage::new());
    block_on(async {
        let pair = Mirrored::open(a.clone(), b.clone(), &path().prefix()).await.unwrap().0;
        let mut vault = Vault::create(pair, &path(), &kek(1), &mut rng(1)).await.unwrap();
        vault.append(b"saved", &mut rng(2)).await.unwrap();
        vault.durable().await.unwrap();
        vault.append(b"not yet", &mut rng(3)).await.unwrap();
    });
    for kept in 0..=a.unflushed() {
        let prefix = path().prefix();
        let pair = Mirrored::open(a.reboot(kept), b.reboot(0), &prefix);
        let (pair, _) = block_on(pair).unwrap();
        assert_eq!(block_on(find(&pair, &path())).unwrap().vaults.len(), 1);
        assert_eq!(head(&pair).slots.len(), 1);
        let (_, replay) = unlock(pair, 1, 4).unwrap();
        assert!(replay.is_whole());
        assert_eq!(texts(&replay)[0], "saved");
    }
}

#[test]
fn what_was_removed_and_written_again_while_the_mirror_was_away_stays() {
    let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
    let pair = open(&a, &b);
    block_on(async {
        pair.write("p/1", "old").await.unwrap();
        pair.durable().await.unwrap();
        b.set_faults(Faults { always: Some(StorageError::Blocked), ..Faults::default() });
        pair.heal().await.unwrap();
        pair.remove("p/1").await.unwrap();
        pair.write("p/1", "new").await.unwrap();
        assert!(!a.snapshot().contains_key("~gone/p/1"));
        b.set_faults(Faults::default());
        pair.heal().await.unwrap();
        assert_eq!(pair.copies("p/1").await.unwrap(), ["new", "old"]);
    });
}

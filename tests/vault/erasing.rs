//! Erasing everything: keys first, a marker that every start obeys, crashes and lost removals at every step.

use attune::vault::mirror::{ENOUGH, ERASED};
use attune::vault::{Faults, MemoryStorage, MirrorState, Mirrored, Storage, StorageError, Vault, find};
use pollster::block_on;

use crate::support::{kek, path, rng};

/// A vault over a pair whose store keeps nothing by itself, and another that must stay. Returns both prefixes.
fn setting(lies: bool) -> (MemoryStorage, MemoryStorage, String, String) {
    let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
    let prefixes = block_on(async {
        let mut prefixes = Vec::new();
        for seed in [1, 2] {
            let pair = Mirrored::open(a.clone(), b.clone(), &path().prefix()).await.unwrap().0;
            let mut vault = Vault::create(pair, &path(), &kek(1), &mut rng(seed)).await.unwrap();
            for body in ["one", "two"] {
                vault.append(body.as_bytes(), &mut rng(seed + 10)).await.unwrap();
            }
            vault.gather(&mut rng(seed + 20)).await.unwrap();
            vault.append(b"three", &mut rng(seed + 30)).await.unwrap();
            vault.durable().await.unwrap();
            prefixes.push(vault.place().prefix());
        }
        prefixes
    });
    // All of it long on disk.
    let (a, b) = (MemoryStorage::holding(a.snapshot()), MemoryStorage::holding(b.snapshot()));
    a.set_faults(Faults { durable_lies: lies, ..Faults::default() });
    (a, b, prefixes[0].clone(), prefixes[1].clone())
}

fn open(a: &MemoryStorage, b: &MemoryStorage) -> Mirrored<MemoryStorage, MemoryStorage> {
    block_on(Mirrored::open(a.clone(), b.clone(), &path().prefix())).unwrap().0
}

fn count(disk: &MemoryStorage, prefix: &str) -> usize {
    disk.snapshot().keys().filter(|key| key.starts_with(prefix)).count()
}

#[test]
fn everything_of_one_vault_goes_and_the_other_stays() {
    let (a, b, erased, kept) = setting(true);
    let pair = open(&a, &b);
    block_on(pair.erase(&erased)).unwrap();
    assert_eq!((count(&a, &erased), count(&b, &erased)), (0, 0));
    assert!(count(&a, &kept) >= 5 && count(&b, &kept) >= 5);
    assert!(!block_on(pair.keys("")).unwrap().iter().any(|key| key.starts_with(ERASED)), "the marker is not shown");
    // localStorage forgot that it ever happened, and the start does it again.
    let a = a.reboot(0);
    assert!(count(&a, &erased) > 0);
    let (pair, healed) = block_on(Mirrored::open(a.clone(), b.clone(), &path().prefix())).unwrap();
    assert!(healed.erased > 0);
    assert_eq!((count(&a, &erased), count(&b, &erased)), (0, 0));
    assert_eq!(block_on(find(&pair, &path())).unwrap().vaults.len(), 1);
    // The marker goes after some starts at which nothing was found, and not before.
    for _ in 0..ENOUGH {
        assert!(b.snapshot().keys().any(|key| key.starts_with(ERASED)));
        drop(open(&a, &b));
    }
    let left: Vec<String> = b.snapshot().into_keys().chain(a.snapshot().into_keys()).collect();
    assert!(!left.iter().any(|key| key.contains(&erased)), "neither marker nor tombstone: {left:?}");
    assert!(count(&a, &kept) >= 5);
}

#[test]
fn a_crash_anywhere_leaves_everything_or_a_marker_that_ends_it_and_never_data_without_the_promise() {
    for lies in [false, true] {
        for victim in 0..2 {
            for steps in 0..40 {
                let (a, b, erased, kept) = setting(lies);
                let pair = open(&a, &b);
                let (before_a, before_b) = (count(&a, &erased), count(&b, &erased));
                let dying = if victim == 0 { &a } else { &b };
                dying.set_faults(Faults {
                    crash_after: Some(steps),
                    durable_lies: lies && victim == 0,
                    ..Faults::default()
                });
                let done = block_on(pair.erase(&erased)).is_ok();
                let with_mirror = pair.state() == MirrorState::With;
                for kept_a in [0, 1, 2, 5, 1000] {
                    for kept_b in [0, 1, 5, 1000] {
                        let (a, b) = (a.reboot(kept_a), b.reboot(kept_b));
                        drop(open(&a, &b));
                        let (left_a, left_b) = (count(&a, &erased), count(&b, &erased));
                        assert!(
                            (left_a, left_b) == (0, 0) || (left_a, left_b) == (before_a, before_b),
                            "{lies} {victim} {steps} {kept_a} {kept_b}: {left_a} {left_b}"
                        );
                        // A mirror that died alone is obeyed where the store keeps what it says.
                        if done && (with_mirror || !lies) {
                            assert_eq!((left_a, left_b), (0, 0), "{lies} {victim} {steps} {kept_a} {kept_b}");
                        }
                        assert!(count(&a, &kept) >= 5 && count(&b, &kept) >= 5);
                    }
                }
            }
        }
    }
}

#[test]
fn keys_go_before_anything_else() {
    for steps in 0..40 {
        let (a, b, erased, _) = setting(false);
        let pair = open(&a, &b);
        b.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
        let whole = count(&b, &erased);
        drop(block_on(pair.erase(&erased)));
        for kept in 0..=b.unflushed() {
            let left = b.reboot(kept);
            let slots = count(&left, &format!("{erased}slot/")) + count(&left, &format!("{erased}inbox-key/"));
            assert!(slots == 0 || count(&left, &erased) + 2 > whole, "{steps}: something else went first");
        }
    }
}

#[test]
fn without_the_mirror_the_marker_waits_for_it() {
    let (a, b, erased, kept) = setting(false);
    b.set_faults(Faults { always: Some(StorageError::Blocked), ..Faults::default() });
    let pair = open(&a, &b);
    block_on(pair.erase(&erased)).unwrap();
    assert_eq!(count(&a, &erased), 0);
    for _ in 0..5 {
        drop(open(&a, &b));
    }
    b.set_faults(Faults::default());
    assert!(count(&b, &erased) > 0);
    drop(open(&a, &b));
    assert_eq!((count(&a, &erased), count(&b, &erased)), (0, 0));
    assert!(count(&b, &kept) >= 5);
}

#[test]
fn a_full_store_can_be_erased() {
    let (a, b, erased, _) = setting(false);
    let size: usize = a.snapshot().iter().map(|(key, value)| key.len() + value.len()).sum();
    a.set_quota(Some(size));
    block_on(open(&a, &b).erase(&erased)).unwrap();
    assert_eq!((count(&a, &erased), count(&b, &erased)), (0, 0));
}

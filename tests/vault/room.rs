//! A store that is nearly or altogether full: gathering goes on, one more save works, and what cannot be saved is refused
//! without harm.

use attune::vault::reserve::{ASSUMED, RESERVE};
use attune::vault::{Fullness, MemoryStorage, Mirrored, Pressure, Storage, StorageError, Vault, VaultError};
use pollster::block_on;
use rand_core::RngCore;

use crate::gathering::{count, rotate};
use crate::support::{filled, kek, path, rng, unlock};

fn size(disk: &MemoryStorage) -> usize {
    disk.snapshot().iter().map(|(key, value)| key.len() + value.len()).sum()
}

/// A body that cannot be made smaller.
fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut body = vec![0; length];
    rng(seed).fill_bytes(&mut body);
    body
}

/// A vault with some 1.9 million characters in segments and a few records that wait.
fn large() -> (MemoryStorage, Vault<MemoryStorage>, Vec<Vec<u8>>) {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &[]);
    let mut bodies: Vec<Vec<u8>> = (0..400).map(|at| noise(at, 3500)).collect();
    block_on(async {
        for body in &bodies {
            vault.append(body, &mut rng(1)).await.unwrap();
            vault.tidy(&mut rng(2)).await.unwrap();
        }
        while vault.gather(&mut rng(3)).await.unwrap() {}
        for at in 400..410 {
            bodies.push(noise(at, 200));
            vault.append(bodies.last().unwrap(), &mut rng(4)).await.unwrap();
        }
        vault.durable().await.unwrap();
    });
    (disk, vault, bodies)
}

#[test]
fn gathering_leaving_out_and_a_new_key_need_little_room() {
    let (disk, vault, bodies) = large();
    drop(vault);
    let content = disk.snapshot();
    let used = size(&disk);
    assert!(count(&disk, "s") >= 13, "never a second copy of the whole");
    // 95 % full for an origin of 5,242,880 characters leaves 262,144.
    for (work, room) in [(0, 100_000), (1, 262_144), (2, 262_144)] {
        let disk = MemoryStorage::holding(content.clone());
        disk.set_quota(Some(used + room));
        let (mut vault, _) = unlock(disk.clone(), 1, 5).unwrap();
        block_on(async {
            match work {
                0 => assert!(vault.gather(&mut rng(6)).await.unwrap()),
                1 => vault.rewrite(&mut |item| item.to_body().first() != Some(&7), &mut rng(6)).await.unwrap(),
                _ => rotate(&mut vault, 7).await.unwrap(),
            }
        });
        let (_, replay) = unlock(disk, if work == 2 { 2 } else { 1 }, 8).unwrap();
        let expected: Vec<Vec<u8>> =
            bodies.iter().filter(|body| work != 1 || body.first() != Some(&7)).cloned().collect();
        assert!(replay.bodies() == expected && replay.is_whole(), "{work}");
    }
}

#[test]
fn one_more_save_works_when_the_store_is_full_and_the_next_is_refused_without_harm() {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &["one"]);
    block_on(vault.keep_reserve(&mut rng(1))).unwrap();
    block_on(vault.keep_reserve(&mut rng(1))).unwrap();
    assert_eq!(count(&disk, "r"), 1, "one is enough");
    disk.set_quota(Some(size(&disk) + 50));
    let fullness = block_on(vault.fullness()).unwrap();
    let expected = Fullness { used: fullness.used, room: ASSUMED - RESERVE, reserved: true };
    assert_eq!(fullness, expected);
    assert!((size(&disk) - fullness.used).abs_diff(RESERVE) < 200);
    block_on(async {
        vault.append(b"two", &mut rng(2)).await.unwrap();
        assert_eq!(count(&disk, "r"), 0, "the reserve went for it");
        assert!(!vault.fullness().await.unwrap().reserved);
        // There is room again for hundreds more; then there is not.
        disk.set_quota(Some(size(&disk) + 50));
        let full = vault.append(b"three", &mut rng(3)).await.map(drop);
        assert_eq!(full, Err(VaultError::Storage(StorageError::Full)));
        assert_eq!(vault.gather(&mut rng(4)).await, Err(VaultError::Storage(StorageError::Full)));
        vault.keep_reserve(&mut rng(5)).await.unwrap();
        assert_eq!(count(&disk, "r"), 0, "no room for it is no error");
    });
    let (mut again, replay) = unlock(disk.clone(), 1, 6).unwrap();
    assert!(replay.items.len() == 2 && replay.is_whole(), "everything can be read and exported");
    disk.set_quota(None);
    block_on(async {
        again.append(b"three", &mut rng(7)).await.unwrap();
        again.gather(&mut rng(8)).await.unwrap();
        again.keep_reserve(&mut rng(9)).await.unwrap();
    });
    assert_eq!((count(&disk, "s"), count(&disk, "r")), (1, 1));
    let (vault, replay) = unlock(disk.clone(), 1, 10).unwrap();
    assert!(replay.items.len() == 3 && replay.is_whole());
    assert!(block_on(vault.fullness()).unwrap().reserved, "a later session knows of it");
}

#[test]
fn a_gathering_without_room_leaves_nothing_behind_and_may_use_the_reserve() {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &[]);
    block_on(async {
        for at in 0..40 {
            vault.append(&noise(at, 1000), &mut rng(1)).await.unwrap();
        }
        vault.durable().await.unwrap();
        let before = disk.snapshot();
        for room in (0..60_000).step_by(5_000) {
            disk.set_quota(Some(size(&disk) + room));
            match vault.gather(&mut rng(2)).await {
                Err(VaultError::Storage(StorageError::Full)) => {
                    disk.set_quota(None);
                    assert_eq!(disk.snapshot(), before, "{room}");
                }
                other => assert_eq!((other, room > 40_000), (Ok(true), true)),
            }
            if count(&disk, "s") > 0 {
                break;
            }
        }
        assert_eq!(count(&disk, "s"), 1);
        disk.set_quota(None);
        vault.keep_reserve(&mut rng(3)).await.unwrap();
        vault.append(&noise(41, 1000), &mut rng(4)).await.unwrap();
        disk.set_quota(Some(size(&disk)));
        assert_eq!(vault.gather(&mut rng(5)).await, Ok(true));
    });
    assert!(unlock(disk, 1, 6).unwrap().1.is_whole());
}

#[test]
fn the_reserve_gives_its_room_free_over_a_mirror_too() {
    let (store, mirror) = (MemoryStorage::new(), MemoryStorage::new());
    let pair = block_on(Mirrored::open(store.clone(), mirror, &path().prefix())).unwrap().0;
    block_on(async {
        let mut vault = Vault::create(pair, &path(), &kek(1), &mut rng(1)).await.unwrap();
        vault.keep_reserve(&mut rng(2)).await.unwrap();
        vault.durable().await.unwrap();
        store.set_quota(Some(size(&store) + 10));
        vault.append(b"one more", &mut rng(3)).await.unwrap();
        vault.durable().await.unwrap();
        assert_eq!(vault.storage().keys("").await.unwrap().iter().filter(|key| key.contains("/r/")).count(), 0);
    });
    assert!(size(&store) < 10_000);
}

#[test]
fn warnings_follow_what_is_used_of_what_is_assumed() {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &[]);
    block_on(async {
        vault.keep_reserve(&mut rng(1)).await.unwrap();
        let mut seen = Vec::new();
        for step in 0..10 {
            let fullness = vault.fullness().await.unwrap();
            assert!(fullness.percent().abs_diff(step * 10) <= 1, "{step} {fullness:?}");
            seen.push(fullness.pressure());
            // Whatever else lies on the origin takes up room as well.
            disk.write(&format!("other/{step}"), &"x".repeat((ASSUMED - RESERVE) / 10)).await.unwrap();
        }
        assert_eq!(seen[5], Pressure::None);
        assert!(seen.is_sorted() && seen[9] >= Pressure::High);
        assert_eq!(vault.fullness().await.unwrap().pressure(), Pressure::Urgent);
    });
}

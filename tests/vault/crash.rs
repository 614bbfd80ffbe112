//! A crash after every step, and every suffix of what was not yet durable lost: what was acknowledged is there.

use crate::support::{filled, head, kek, path, rng, texts, unlock};
use attune::vault::{Faults, MemoryStorage, StorageError, Vault, find};
use pollster::block_on;

#[test]
fn an_interrupted_making_is_never_found_as_a_vault() {
    let mut whole = 0;
    for steps in 0..6 {
        let disk = MemoryStorage::new();
        disk.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
        let made = block_on(Vault::create(disk.clone(), &path(), &kek(1), &mut rng(1)));
        for kept in 0..=disk.unflushed() {
            let disk = disk.reboot(kept);
            let found = block_on(find(&disk, &path())).unwrap();
            if found.vaults.is_empty() {
                assert!(made.is_err(), "a vault that was promised is there");
                assert!(found.remains.iter().all(|remains| remains.records == 0));
                drop(filled(&disk, &["a second try"]));
            }
            let vaults = block_on(find(&disk, &path())).unwrap().vaults;
            assert_eq!(vaults.len(), 1);
            let (vault, replay) = unlock(disk, 1, 2).unwrap();
            assert!(replay.is_whole());
            assert!(vault.inbox_public().is_some() && vault.inbox_problems().is_empty());
        }
        whole += usize::from(made.is_ok());
    }
    assert_eq!(whole, 2, "making takes four steps");
}

#[test]
fn every_error_while_making_leaves_no_half_vault() {
    for step in 1..=4 {
        let disk = MemoryStorage::new();
        let fault = Some((step, StorageError::Full));
        disk.set_faults(Faults { fail_at: fault, ..Faults::default() });
        let made = block_on(Vault::create(disk.clone(), &path(), &kek(1), &mut rng(1)));
        assert!(made.is_err(), "step {step}");
        let found = block_on(find(&disk, &path())).unwrap();
        if let Some(head) = found.vaults.first() {
            // Only the last flush failed: the slot may be there, and then all of it is.
            assert_eq!(step, 4);
            assert!(block_on(Vault::unlock(disk.clone(), head, &kek(1), &mut rng(2))).is_ok());
        }
    }
}

/// Appends `n` bodies, durable after each second one, until the machine dies. Returns how many were accepted and how many
/// were acknowledged as durable.
fn write(vault: &mut Vault<MemoryStorage>, n: usize) -> (usize, usize) {
    let (mut accepted, mut durable) = (0, 0);
    block_on(async {
        for at in 0..n {
            if vault.append(format!("body {at}").as_bytes(), &mut rng(100 + at as u64)).await.is_err() {
                return;
            }
            accepted = at + 1;
            if at % 2 == 1 {
                if vault.durable().await.is_err() {
                    return;
                }
                durable = at + 1;
            }
        }
    });
    (accepted, durable)
}

#[test]
fn a_crash_keeps_the_longest_prefix_with_all_that_was_acknowledged() {
    let all: Vec<String> = (0..7).map(|at| format!("body {at}")).collect();
    for steps in 0..11 {
        let disk = MemoryStorage::new();
        let mut vault = filled(&disk, &[]);
        disk.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
        let (accepted, durable) = write(&mut vault, 7);
        for kept in 0..=disk.unflushed() {
            let disk = disk.reboot(kept);
            let (mut vault, replay) = unlock(disk.clone(), 1, 200).unwrap();
            let read = texts(&replay);
            assert!(replay.is_whole(), "{steps} {kept}");
            assert_eq!(read, all[..read.len()], "a prefix");
            assert!(durable <= read.len() && read.len() <= accepted + 1, "{steps} {kept}");
            // Life goes on, and the whole is whole.
            block_on(vault.append(b"after", &mut rng(201))).unwrap();
            let (_, replay) = unlock(disk, 1, 202).unwrap();
            assert_eq!(replay.items.len(), read.len() + 1);
            assert!(replay.is_whole());
        }
    }
}

#[test]
fn a_crash_while_the_passphrase_changes_leaves_one_that_works() {
    for steps in 0..6 {
        let disk = MemoryStorage::new();
        let mut vault = filled(&disk, &["kept"]);
        disk.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
        let changed = block_on(vault.change_passphrase(&kek(2), &mut rng(3)));
        for kept in 0..=disk.unflushed() {
            let disk = disk.reboot(kept);
            let old = unlock(disk.clone(), 1, 4);
            let new = unlock(disk.clone(), 2, 5);
            if changed.is_ok() {
                assert!(old.is_err() && new.is_ok());
            }
            assert!(old.is_ok() || new.is_ok());
            for (byte, opened) in [(1, old), (2, new)] {
                let Ok((mut vault, replay)) = opened else {
                    continue;
                };
                assert_eq!(texts(&replay), ["kept"]);
                if byte == 2 {
                    block_on(vault.settle_slots(&kek(2))).unwrap();
                    assert_eq!(head(&disk).slots.len(), 1, "the old passphrase is gone");
                    assert!(unlock(disk.clone(), 1, 6).is_err());
                }
            }
        }
    }
}

#[test]
fn settling_with_the_older_passphrase_removes_nothing() {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &[]);
    disk.set_faults(Faults { crash_after: Some(2), ..Faults::default() });
    assert!(block_on(vault.change_passphrase(&kek(2), &mut rng(3))).is_err());
    let disk = disk.reboot(0);
    assert_eq!(head(&disk).slots.len(), 2);
    let (mut vault, _) = unlock(disk.clone(), 1, 4).unwrap();
    assert_eq!(block_on(vault.settle_slots(&kek(1))), Ok(0));
    assert_eq!(head(&disk).slots.len(), 2);
    // A change from here goes beyond both.
    block_on(vault.change_passphrase(&kek(3), &mut rng(5))).unwrap();
    assert_eq!(head(&disk).slots.len(), 1);
    assert!(unlock(disk, 3, 6).is_ok());
}

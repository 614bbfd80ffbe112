//! The life of a vault: made, found, unlocked, written to, its passphrase changed, its inbox used.

use crate::support::{filled, head, kek, path, rng, texts, unlock};
use attune::vault::find::Remains;
use attune::vault::inbox::seal_to;
use attune::vault::inbox_keys::InboxKeyFault;
use attune::vault::kek::{MIN_MEMORY, derive_kek};
use attune::vault::slot::SlotError;
use attune::vault::{
    Access, AppPath, Faults, MemoryStorage, ReadOnly, SlotParams, Storage, StorageError, Vault, VaultError, find,
};
use pollster::block_on;
use unicode_normalization::UnicodeNormalization;

#[test]
fn what_was_appended_is_read_back_in_order_by_any_later_session() {
    let disk = MemoryStorage::new();
    drop(filled(&disk, &["one", "two"]));
    let (mut vault, replay) = unlock(disk.clone(), 1, 2).unwrap();
    assert_eq!(texts(&replay), ["one", "two"]);
    assert!(replay.is_whole() && vault.access() == &Access::Full);
    let name = block_on(vault.append(b"three", &mut rng(3))).unwrap();
    assert_eq!((name.generation, name.sequence), (1, 3), "sequences never restart");
    let (_, replay) = unlock(disk, 1, 4).unwrap();
    assert_eq!(texts(&replay), ["one", "two", "three"]);
    assert!(replay.is_whole());
}

#[test]
fn a_real_passphrase_opens_and_another_does_not() {
    let disk = MemoryStorage::new();
    let params = SlotParams::new(MIN_MEMORY, 2, 1, [9; 16]).unwrap();
    let kek = derive_kek("a\u{f1}o nuevo caf\u{e9}", &params).unwrap();
    let vault = block_on(Vault::create(disk.clone(), &path(), &kek, &mut rng(1))).unwrap();
    drop(vault);
    let head = head(&disk);
    let open = |text: &str| block_on(Vault::unlock_with(disk.clone(), &head, text, &mut rng(2)));
    assert!(open(&" an\u{303}o  nuevo cafe\u{301} ".nfc().collect::<String>()).is_ok());
    let wrong = open("a\u{f1}o nuevo cafe").map(|_| ()).unwrap_err();
    assert_eq!(wrong, VaultError::Slot(SlotError::WrongPassphrase));
    assert!(wrong.to_string().contains("does not open"));
}

#[test]
fn two_vaults_and_two_apps_on_one_origin_do_not_touch() {
    let disk = MemoryStorage::new();
    drop(filled(&disk, &["mine"]));
    let other = AppPath::new("/attune/trial/");
    block_on(async {
        let mut vault = Vault::create(disk.clone(), &other, &kek(2), &mut rng(5)).await.unwrap();
        vault.append(b"theirs", &mut rng(6)).await.unwrap();
        Vault::create(disk.clone(), &path(), &kek(3), &mut rng(8)).await.unwrap();
        assert_eq!(find(&disk, &path()).await.unwrap().vaults.len(), 2);
        let found = find(&disk, &other).await.unwrap();
        let (_, replay) = Vault::unlock(disk.clone(), &found.vaults[0], &kek(2), &mut rng(7)).await.unwrap();
        assert_eq!(texts(&replay), ["theirs"]);
        let none = find(&disk, &AppPath::new("/")).await.unwrap();
        assert_eq!(none.vaults.len() + none.remains.len(), 0);
    });
}

#[test]
fn two_writers_never_overwrite_one_another_and_the_fork_is_named() {
    let disk = MemoryStorage::new();
    drop(filled(&disk, &["root"]));
    let (mut a, _) = unlock(disk.clone(), 1, 10).unwrap();
    let (mut b, _) = unlock(disk.clone(), 1, 11).unwrap();
    block_on(async {
        a.append(b"from a", &mut rng(12)).await.unwrap();
        b.append(b"from b", &mut rng(13)).await.unwrap();
        a.append(b"again a", &mut rng(14)).await.unwrap();
    });
    let (mut c, replay) = unlock(disk.clone(), 1, 15).unwrap();
    let mut all = texts(&replay);
    all.sort();
    assert_eq!(all, ["again a", "from a", "from b", "root"]);
    assert_eq!(replay.forks.len(), 1);
    assert_eq!(replay.forks[0].branches.len(), 2);
    assert!(replay.damaged.is_empty() && replay.gaps.is_empty());
    let name = block_on(c.append(b"after", &mut rng(16))).unwrap();
    assert_eq!((name.generation, name.sequence), (2, 4), "a new generation goes on after a fork");
    let (mut d, replay) = unlock(disk, 1, 17).unwrap();
    assert_eq!(replay.items.len(), 5);
    let name = block_on(d.append(b"later", &mut rng(18))).unwrap();
    assert_eq!((name.generation, name.sequence), (2, 5), "an old fork begins no further generation");
}

#[test]
fn a_tab_that_takes_over_reads_first_and_goes_on_in_one_chain() {
    let disk = MemoryStorage::new();
    let mut a = filled(&disk, &["one"]);
    let (mut b, _) = unlock(disk.clone(), 1, 20).unwrap();
    block_on(async {
        a.append(b"two", &mut rng(21)).await.unwrap();
        assert_eq!(texts(&b.reload(&mut rng(22)).await.unwrap()), ["one", "two"]);
        b.append(b"three", &mut rng(23)).await.unwrap();
    });
    let (_, replay) = unlock(disk, 1, 24).unwrap();
    assert_eq!(texts(&replay), ["one", "two", "three"]);
    assert!(replay.is_whole());
}

#[test]
fn a_changed_passphrase_replaces_the_old_one() {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &["kept"]);
    let before = disk.snapshot();
    block_on(vault.change_passphrase(&kek(2), &mut rng(30))).unwrap();
    let records = |s: &std::collections::BTreeMap<String, String>| {
        let records = s.iter().filter(|(key, _)| key.contains("/j/"));
        records.map(|(k, v)| (k.clone(), v.clone())).collect::<Vec<_>>()
    };
    assert_eq!(records(&before), records(&disk.snapshot()), "only the slot is made anew");
    assert_eq!(head(&disk).slots.len(), 1);
    let old = unlock(disk.clone(), 1, 31).map(|_| ()).unwrap_err();
    assert_eq!(old, VaultError::Slot(SlotError::OtherSlot));
    let (_, replay) = unlock(disk, 2, 32).unwrap();
    assert_eq!(texts(&replay), ["kept"]);
}

#[test]
fn a_page_with_the_old_slot_cannot_unlock_after_a_change() {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &["kept"]);
    let stale = head(&disk);
    block_on(vault.change_passphrase(&kek(2), &mut rng(30))).unwrap();
    let refused = block_on(Vault::unlock(disk, &stale, &kek(1), &mut rng(31)));
    assert_eq!(refused.map(|_| ()).unwrap_err(), VaultError::SlotGone);
}

#[test]
fn newer_data_are_read_only() {
    for key in ["j/0000000001-00000000000000000009-0101010101010101", "segment/1", "x"] {
        let disk = MemoryStorage::new();
        drop(filled(&disk, &["old"]));
        let full = format!("{}{key}", head(&disk).place.prefix());
        block_on(disk.write(&full, "2.whatever")).unwrap();
        let (mut vault, replay) = unlock(disk.clone(), 1, 40).unwrap();
        assert_eq!(texts(&replay), ["old"]);
        let expected = Access::ReadOnly(ReadOnly::Newer(vec![full]));
        assert_eq!(vault.access(), &expected);
        let before = disk.snapshot();
        block_on(async {
            let mut rng = rng(41);
            let refused = vault.append(b"new", &mut rng).await.map(|_| ());
            assert_eq!(refused, Err(VaultError::ReadOnly));
            let refused = vault.change_passphrase(&kek(2), &mut rng).await;
            assert_eq!(refused, Err(VaultError::ReadOnly));
            assert!(vault.renew_inbox(&mut rng).await.is_err());
            assert!(vault.settle_slots(&kek(1)).await.is_err());
        });
        assert_eq!(disk.snapshot(), before, "nothing was written");
    }
}

#[test]
fn a_failed_load_gives_no_vault_and_unlocking_never_writes() {
    let disk = MemoryStorage::new();
    drop(filled(&disk, &["one", "two"]));
    let head = head(&disk);
    let before = disk.snapshot();
    disk.set_faults(Faults::default());
    unlock(disk.clone(), 1, 50).unwrap();
    assert_eq!(disk.steps(), 0, "not one write, removal or flush");
    disk.set_faults(Faults { always: Some(StorageError::Blocked), ..Faults::default() });
    let refused = block_on(Vault::unlock(disk.clone(), &head, &kek(1), &mut rng(51)));
    assert_eq!(refused.map(|_| ()).unwrap_err(), VaultError::Storage(StorageError::Blocked));
    disk.set_faults(Faults::default());
    assert_eq!(disk.snapshot(), before);
}

#[test]
fn a_refused_write_can_be_tried_again_and_never_overwrites() {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &["one"]);
    disk.set_faults(Faults { fail_at: Some((1, StorageError::Full)), ..Faults::default() });
    block_on(async {
        let full = vault.append(b"two", &mut rng(60)).await.map(|_| ());
        assert_eq!(full, Err(VaultError::Storage(StorageError::Full)));
        vault.append(b"two", &mut rng(61)).await.unwrap();
    });
    let (_, replay) = unlock(disk, 1, 62).unwrap();
    assert_eq!(texts(&replay), ["one", "two"]);
    assert!(replay.is_whole());
}

#[test]
fn the_inbox_takes_in_without_the_vault_being_open() {
    let disk = MemoryStorage::new();
    let vault = filled(&disk, &[]);
    let genuine = vault.inbox_public().unwrap();
    drop(vault);
    let public = head(&disk).inbox_public.unwrap();
    assert_eq!(public, genuine);
    let sealed = seal_to(&public, b"about", b"hello", &mut rng(70)).unwrap();
    let (mut vault, _) = unlock(disk.clone(), 1, 71).unwrap();
    assert!(vault.inbox_problems().is_empty());
    assert_eq!(vault.open_inbox(b"about", &sealed).unwrap(), b"hello");
    assert!(vault.open_inbox(b"other", &sealed).is_err());
    let renewed = block_on(vault.renew_inbox(&mut rng(72))).unwrap();
    assert_ne!(renewed, genuine);
    assert_eq!(head(&disk).inbox_public, Some(renewed));
    let (vault, _) = unlock(disk, 1, 73).unwrap();
    assert_eq!(vault.inbox_public(), Some(renewed));
    assert_eq!(vault.open_inbox(b"about", &sealed).unwrap(), b"hello", "the older pair still opens");
}

#[test]
fn a_swapped_public_key_is_seen_and_the_genuine_one_used() {
    let disk = MemoryStorage::new();
    let genuine = filled(&disk, &[]).inbox_public().unwrap();
    let other = MemoryStorage::new();
    drop(filled(&other, &[]));
    // A stranger's sound key text, with our sealed secret: the strongest swap without the vault's key.
    let find_key = |s: &MemoryStorage| s.snapshot().into_iter().find(|(k, _)| k.contains("inbox-key")).unwrap();
    let (key, ours) = find_key(&disk);
    let stranger = attune::vault::inbox::InboxSecret::from_seed(&[9; 32]).1;
    let text = swap_public(&ours, &stranger.to_bytes());
    block_on(disk.write(&key, &text)).unwrap();
    assert_eq!(head(&disk).inbox_public, Some(stranger), "locked, it cannot be known");
    let (vault, _) = unlock(disk, 1, 80).unwrap();
    assert_eq!(vault.inbox_problems().len(), 1);
    assert_eq!(vault.inbox_problems()[0].why, InboxKeyFault::Swapped { stored: stranger });
    assert_eq!(vault.inbox_public(), Some(genuine));
}

/// The text with another public key and a mended checksum.
fn swap_public(text: &str, public: &[u8; 32]) -> String {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
    use sha2::{Digest, Sha256};
    let fields: Vec<&str> = text.split('.').collect();
    let body = format!("{}.{}.{}.{}", fields[0], fields[1], B64.encode(public), fields[3]);
    let mut check = B64.encode(Sha256::digest(body.as_bytes()));
    check.truncate(8);
    format!("{body}.{check}")
}

#[test]
fn a_vault_without_a_slot_is_named_and_not_offered() {
    let disk = MemoryStorage::new();
    drop(filled(&disk, &["one", "two"]));
    let place = head(&disk).place;
    let slots = block_on(disk.keys(&format!("{}slot/", place.prefix()))).unwrap();
    block_on(disk.remove(&slots[0])).unwrap();
    let found = block_on(find(&disk, &path())).unwrap();
    assert!(found.vaults.is_empty());
    assert_eq!(found.remains, [Remains { place, keys: 3, records: 2 }]);
}

#[test]
fn an_inbox_key_that_a_stranger_added_is_named_and_not_used() {
    let disk = MemoryStorage::new();
    let genuine = filled(&disk, &[]).inbox_public().unwrap();
    let content = disk.snapshot();
    let (key, ours) = content.iter().find(|(k, _)| k.contains("inbox-key")).unwrap();
    let stranger = attune::vault::inbox::InboxSecret::from_seed(&[9; 32]).1;
    let newest = swap_public(&ours.replacen("inbox1.1.", "inbox1.9.", 1), &stranger.to_bytes());
    block_on(disk.write(&format!("{key}00"), &newest)).unwrap();
    assert_eq!(head(&disk).inbox_public, Some(stranger), "locked, it cannot be known");
    let (vault, _) = unlock(disk, 1, 80).unwrap();
    assert_eq!(vault.inbox_problems()[0].why, InboxKeyFault::Altered);
    assert_eq!(vault.inbox_public(), Some(genuine));
}

#[test]
fn a_write_that_failed_and_yet_arrived_is_not_overwritten() {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &["one"]);
    disk.set_faults(Faults {
        fail_at: Some((1, StorageError::Failed("odd".into()))),
        fail_late: true,
        ..Faults::default()
    });
    block_on(async {
        assert!(vault.append(b"arrived", &mut rng(60)).await.is_err());
        vault.append(b"instead", &mut rng(61)).await.unwrap();
    });
    let (_, replay) = unlock(disk, 1, 62).unwrap();
    let mut all = texts(&replay);
    all.sort();
    assert_eq!(all, ["arrived", "instead", "one"]);
    assert_eq!(replay.forks.len(), 1);
}

#[test]
fn a_disk_put_back_to_an_earlier_day_is_not_noticed() {
    // What SECURITY.md says is not promised: everything on the disk fits together, so nothing can be seen.
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &["monday"]);
    let earlier = disk.snapshot();
    block_on(vault.append(b"tuesday", &mut rng(90))).unwrap();
    assert_eq!(texts(&unlock(disk, 1, 91).unwrap().1), ["monday", "tuesday"]);
    let (_, replay) = unlock(MemoryStorage::holding(earlier), 1, 92).unwrap();
    assert_eq!(texts(&replay), ["monday"]);
    assert!(replay.is_whole());
}

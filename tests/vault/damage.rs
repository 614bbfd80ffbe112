//! Every byte of a small store flipped and every value cut at every length: no panic, the rest is read, damage is named.

use crate::support::{damages, filled, head, kek, rng, texts, unlock, with};
use attune::vault::inbox_keys::InboxKeyFault;
use attune::vault::record::Damage;
use attune::vault::slot::SlotError;
use attune::vault::{Access, MemoryStorage, Storage, Vault};
use pollster::block_on;

const BODIES: [&str; 3] = ["first", "second", "third"];

#[test]
fn a_damaged_record_is_named_or_recovered_and_the_others_are_read() {
    let disk = MemoryStorage::new();
    drop(filled(&disk, &BODIES));
    let content = disk.snapshot();
    let records: Vec<(&String, &String)> = content.iter().filter(|(k, _)| k.contains("/j/")).collect();
    assert_eq!(records.len(), 3);
    let (mut named, mut recovered, mut newer) = (0, 0, 0);
    for (at, (key, value)) in records.iter().enumerate() {
        for damaged in damages(value) {
            let disk = with(&content, key, &damaged);
            let (mut vault, replay) = unlock(disk.clone(), 1, 5).unwrap();
            if texts(&replay) == BODIES {
                recovered += 1;
                continue;
            }
            let others: Vec<&str> = (0..3).filter(|i| *i != at).map(|i| BODIES[i]).collect();
            assert_eq!(texts(&replay), others);
            if !replay.newer.is_empty() {
                newer += 1;
                assert_eq!(replay.newer, [(*key).clone()]);
                assert!(matches!(vault.access(), Access::ReadOnly(_)));
                continue;
            }
            named += 1;
            assert_eq!(replay.damaged.len(), 1, "{damaged}");
            assert_eq!(&replay.damaged[0].key, *key);
            assert_eq!(replay.gaps.len(), usize::from(at < 2), "what follows it has lost its predecessor");
            if damaged.len() % 16 == 3 {
                // Writing goes on in a new generation, beyond all that was seen, and touches nothing.
                let name = block_on(vault.append(b"after", &mut rng(6))).unwrap();
                assert_eq!((name.generation, name.sequence), (2, 4));
                assert_eq!(disk.snapshot().get(*key), Some(&damaged), "kept as it was");
                let (_, replay) = unlock(disk.clone(), 1, 7).unwrap();
                assert_eq!(replay.items.len(), 3);
                assert_eq!(replay.bodies().last().unwrap(), b"after");
                assert_eq!(replay.damaged.len(), 1);
            }
        }
    }
    assert!(named > 1900 && recovered >= 9, "{named} {recovered}");
    assert_eq!(newer, 0, "one damaged character is not taken for a newer version");
}

#[test]
fn a_damaged_slot_is_called_damaged_and_never_a_wrong_passphrase() {
    let disk = MemoryStorage::new();
    drop(filled(&disk, &BODIES));
    let content = disk.snapshot();
    let (key, value) = content.iter().find(|(k, _)| k.contains("/slot/")).unwrap();
    for damaged in damages(value) {
        let disk = with(&content, key, &damaged);
        let head = head(&disk);
        assert!(head.slots.is_empty());
        assert_eq!((&head.damaged[0].key, &head.damaged[0].why), (key, &SlotError::Damaged));
        assert!(block_on(Vault::unlock(disk, &head, &kek(1), &mut rng(2))).is_err());
    }
}

#[test]
fn a_damaged_inbox_key_is_named_and_the_vault_opens() {
    let disk = MemoryStorage::new();
    drop(filled(&disk, &BODIES));
    let content = disk.snapshot();
    let (key, value) = content.iter().find(|(k, _)| k.contains("/inbox-key/")).unwrap();
    for damaged in damages(value) {
        let disk = with(&content, key, &damaged);
        let (mut vault, replay) = unlock(disk, 1, 2).unwrap();
        assert_eq!(texts(&replay), BODIES);
        assert_eq!(vault.inbox_public(), None);
        assert_eq!(vault.inbox_problems()[0].why, InboxKeyFault::Damaged);
        if damaged.len() == 20 {
            assert!(block_on(vault.renew_inbox(&mut rng(3))).is_ok());
        }
    }
}

#[test]
fn a_record_put_elsewhere_is_not_read_twice() {
    let disk = MemoryStorage::new();
    drop(filled(&disk, &BODIES));
    let content = disk.snapshot();
    let (key, value) = content.iter().find(|(k, _)| k.contains("/j/")).unwrap();
    let moved = key.replace("-00000000000000000001-", "-00000000000000000009-");
    let disk = with(&content, &moved, value);
    let (mut vault, replay) = unlock(disk, 1, 2).unwrap();
    assert_eq!(texts(&replay), BODIES);
    assert_eq!(replay.damaged[0].why, Damage::Moved);
    let name = block_on(vault.append(b"x", &mut rng(3))).unwrap();
    assert_eq!(name.sequence, 10, "beyond every name that was seen");
}

#[test]
fn an_invented_name_cannot_use_up_the_numbers() {
    let disk = MemoryStorage::new();
    drop(filled(&disk, &BODIES));
    let prefix = head(&disk).place.prefix();
    for name in
        ["4294967295-18446744073709551615-0000000000000000", "no name at all", "", "0000000001-00000000000000000001-zz"]
    {
        block_on(disk.write(&format!("{prefix}j/{name}"), "1.AAAA")).unwrap();
    }
    let (mut vault, replay) = unlock(disk.clone(), 1, 2).unwrap();
    assert_eq!(texts(&replay), BODIES);
    assert_eq!(replay.damaged.len(), 4);
    let name = block_on(vault.append(b"x", &mut rng(3))).unwrap();
    assert_eq!(name.sequence, 4);
    assert_eq!(unlock(disk, 1, 4).unwrap().1.items.len(), 4);
}

#[test]
fn lost_records_are_seen_where_they_can_be() {
    let disk = MemoryStorage::new();
    drop(filled(&disk, &BODIES));
    let content = disk.snapshot();
    let records: Vec<String> = content.keys().filter(|k| k.contains("/j/")).cloned().collect();
    for (at, key) in records.iter().enumerate() {
        let mut less = content.clone();
        less.remove(key);
        let (_, replay) = unlock(MemoryStorage::holding(less), 1, 2).unwrap();
        assert_eq!(replay.items.len(), 2);
        // The last one may never have been there: that cannot be seen.
        assert_eq!(replay.gaps.len(), usize::from(at < 2));
        assert!(replay.damaged.is_empty());
    }
}

//! Recovery kits: the vault opened by one, slots that somebody else put there, a crash while one is added.

use attune::vault::age::Identity;
use attune::vault::keys::VaultKey;
use attune::vault::kit_slot::KitSlot;
use attune::vault::{Faults, Kit, MemoryStorage, Storage, Vault, VaultError};
use pollster::block_on;

use crate::support::{filled, head, kek, rng, texts, unlock};

fn kit(byte: u8) -> Kit {
    Kit::from_identity(Identity::from_bytes([byte; 32]))
}

fn by_kit(disk: &MemoryStorage, kit: &Kit) -> Result<Vec<String>, VaultError> {
    let opened = block_on(Vault::unlock_by_kit(disk.clone(), &head(disk), kit, &mut rng(9)));
    opened.map(|(_, replay)| texts(&replay))
}

#[test]
fn a_kit_opens_the_vault_whatever_becomes_of_the_passphrase() {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &["kept"]);
    assert_eq!(by_kit(&disk, &kit(1)).unwrap_err(), VaultError::NoSlot);
    block_on(vault.add_kit(kit(1).recipient(), true, &mut rng(2))).unwrap();
    block_on(vault.change_passphrase(&kek(2), &mut rng(3))).unwrap();
    assert_eq!(by_kit(&disk, &kit(1)).unwrap(), ["kept"]);
    assert!(matches!(by_kit(&disk, &kit(2)), Err(VaultError::Slot(_))));
    assert!(unlock(disk.clone(), 2, 4).is_ok());
    // The passphrase slot lost altogether: the kit still opens.
    let slot = head(&disk).slots[0].key.clone();
    block_on(disk.remove(&slot)).unwrap();
    assert_eq!(by_kit(&disk, &kit(1)).unwrap(), ["kept"]);
}

#[test]
fn a_new_kit_takes_the_place_of_the_old_one_where_that_is_wanted() {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &["kept"]);
    for (seed, (byte, only, count)) in
        [(1, true, 1), (2, false, 2), (2, false, 2), (3, true, 1)].into_iter().enumerate()
    {
        block_on(vault.add_kit(kit(byte).recipient(), only, &mut rng(seed as u64))).unwrap();
        assert_eq!(head(&disk).kits.len(), count);
        assert!(by_kit(&disk, &kit(byte)).is_ok());
    }
    assert!(by_kit(&disk, &kit(1)).is_err() && by_kit(&disk, &kit(2)).is_err());
    assert_eq!(block_on(vault.kits()).unwrap(), (vec![kit(3).recipient()], 0));
}

#[test]
fn no_backup_is_made_for_a_key_that_somebody_else_put_into_the_store() {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &["kept"]);
    block_on(vault.add_kit(kit(1).recipient(), true, &mut rng(2))).unwrap();
    // With another vault's key, the best that somebody without this one's can do.
    let key = VaultKey::generate(&mut rng(5)).unwrap();
    let thief = kit(66).recipient();
    let put = KitSlot::wrap(&key, vault.id(), 99, thief, &mut rng(6)).unwrap();
    let name = format!("{}slot/0123456789abcdef", vault.place().prefix());
    block_on(disk.write(&name, &put.to_text())).unwrap();
    assert_eq!(block_on(vault.kits()).unwrap(), (vec![kit(1).recipient()], 1));
    // It does not go when another kit is added: nothing that is not understood is removed.
    block_on(vault.add_kit(kit(2).recipient(), true, &mut rng(7))).unwrap();
    assert_eq!(block_on(vault.kits()).unwrap(), (vec![kit(2).recipient()], 1));
}

#[test]
fn a_crash_while_a_kit_is_replaced_leaves_one_that_works() {
    for steps in 0..6 {
        let disk = MemoryStorage::new();
        let mut vault = filled(&disk, &["kept"]);
        block_on(vault.add_kit(kit(1).recipient(), true, &mut rng(2))).unwrap();
        disk.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
        let added = block_on(vault.add_kit(kit(2).recipient(), true, &mut rng(3)));
        for kept in 0..=disk.unflushed() {
            let disk = disk.reboot(kept);
            let (old, new) = (by_kit(&disk, &kit(1)), by_kit(&disk, &kit(2)));
            assert!(old.is_ok() || new.is_ok());
            if added.is_ok() {
                assert!(old.is_err() && new.is_ok());
            }
            assert!(unlock(disk, 1, 4).is_ok());
        }
    }
}

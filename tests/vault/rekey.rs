//! A new key for the vault, with a crash after every step.

use attune::vault::age::Identity;
use attune::vault::keys::{Purpose, VaultKey};
use attune::vault::rekey::{Reseal, pending, resume, rotate};
use attune::vault::seal::{open, seal};
use attune::vault::{Faults, InboxPublic, Kit, MemoryStorage, Place, Storage, VaultError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pollster::block_on;

use crate::support::{filled, head, kek, rng, unlock};

/// What stands for a journal: texts sealed under the key of records, each under a name of its own.
struct Texts {
    disk: MemoryStorage,
    place: Place,
}

impl Texts {
    fn names(&self) -> Vec<String> {
        let mut names = block_on(self.disk.keys("texts/")).unwrap();
        names.sort();
        names
    }

    fn read(&self, name: &str, key: &VaultKey) -> Option<String> {
        let text = block_on(self.disk.read(name)).unwrap()?;
        let plain = open(&key.subkey(Purpose::Records, self.place.id()), b"", &STANDARD.decode(text).unwrap());
        plain.ok().map(|bytes| String::from_utf8(bytes).unwrap())
    }

    fn sealed(&self, text: &str, key: &VaultKey, seed: u64) -> String {
        let key = key.subkey(Purpose::Records, self.place.id());
        STANDARD.encode(seal(&key, b"", text.as_bytes(), &mut rng(seed)).unwrap())
    }

    /// Everything that opens under one of the keys.
    fn all(&self, keys: &[&VaultKey]) -> Vec<String> {
        let read = |name: &String| keys.iter().find_map(|key| self.read(name, key));
        self.names().iter().filter_map(read).collect()
    }
}

impl Reseal for Texts {
    /// Nothing to do: these tests go by the bridge.
    async fn prepare(&mut self, _from: &VaultKey, _to: &VaultKey) -> Result<(), VaultError> {
        Ok(())
    }

    async fn reseal(&mut self, from: &VaultKey, to: &VaultKey) -> Result<(), VaultError> {
        self.disk.keys("texts/").await?;
        for (at, name) in self.names().into_iter().enumerate() {
            self.disk.read(&name).await?;
            if let Some(text) = self.read(&name, from) {
                self.disk.write(&name, &self.sealed(&text, to, 500 + at as u64)).await?;
            }
        }
        Ok(self.disk.durable().await?)
    }
}

fn kit() -> Kit {
    Kit::from_identity(Identity::from_bytes([7; 32]))
}

/// A vault with a passphrase, a kit and three texts.
fn made() -> (Texts, VaultKey, InboxPublic) {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &[]);
    block_on(vault.add_kit(kit().recipient(), true, &mut rng(2))).unwrap();
    let key = newest(&disk, false).unwrap();
    let texts = Texts { disk: disk.clone(), place: vault.place().clone() };
    for at in 0..3 {
        let text = texts.sealed(&format!("text {at}"), &key, at);
        block_on(disk.write(&format!("texts/{at}"), &text)).unwrap();
    }
    block_on(disk.durable()).unwrap();
    let public = vault.inbox_public().unwrap();
    (texts, key, public)
}

/// The key that an unlock gives: by the kit, or by the passphrase before (1) or after (3).
fn newest(disk: &MemoryStorage, by_kit: bool) -> Option<VaultKey> {
    let head = head(disk);
    let id = head.place.id();
    if by_kit {
        return head.kits.iter().find_map(|found| found.slot.unwrap(id, kit().identity()).ok());
    }
    let mut slots = head.slots.iter();
    slots.find_map(|found| [1, 3].into_iter().find_map(|byte| found.slot.unwrap(id, &kek(byte)).ok()))
}

const ALL: [&str; 3] = ["text 0", "text 1", "text 2"];

/// After a finished change: one slot each, all readable under the new key, nothing under the old one.
fn settled(texts: &Texts, old: &VaultKey, public: InboxPublic) {
    let head = head(&texts.disk);
    assert_eq!((head.slots.len(), head.kits.len(), head.bridges.len(), head.damaged.len()), (1, 1, 0, 0));
    for by_kit in [false, true] {
        let key = newest(&texts.disk, by_kit).unwrap();
        assert_eq!(texts.all(&[&key]), ALL);
    }
    assert!(texts.all(&[old]).is_empty());
    let (vault, _) = unlock(texts.disk.clone(), 3, 8).unwrap();
    assert_eq!(vault.inbox_public(), Some(public));
    assert!(vault.inbox_problems().is_empty());
}

#[test]
fn after_a_change_the_old_key_opens_nothing() {
    let (mut texts, old, public) = made();
    let (disk, place) = (texts.disk.clone(), texts.place.clone());
    block_on(rotate(&disk, &place, &old, &kek(3), &mut texts, &mut rng(20))).unwrap();
    settled(&texts, &old, public);
    assert!(unlock(disk.clone(), 1, 4).is_err());
    let key = newest(&disk, false).unwrap();
    assert_eq!(block_on(resume(&disk, &place, &key, &mut texts, &mut rng(21))), Ok(false));
}

#[test]
fn a_crash_anywhere_loses_nothing_and_is_gone_on_from() {
    let mut steps = 0;
    loop {
        let (mut texts, old, public) = made();
        let place = texts.place.clone();
        texts.disk.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
        let disk = texts.disk.clone();
        let done = block_on(rotate(&disk, &place, &old, &kek(3), &mut texts, &mut rng(20))).is_ok();
        for kept in 0..=disk.unflushed() {
            for by_kit in [false, true] {
                let disk = disk.reboot(kept);
                let mut texts = Texts { disk: disk.clone(), place: place.clone() };
                // Whoever unlocks, by whichever way, can read everything ...
                let key = newest(&disk, by_kit).unwrap();
                let before = pending(&head(&disk), &key);
                let keys: Vec<&VaultKey> = [Some(&key), before.as_ref()].into_iter().flatten().collect();
                assert_eq!(texts.all(&keys), ALL, "{steps} {kept}");
                // ... and the change goes on, by the passphrase at the latest.
                let key = newest(&disk, false).unwrap();
                let resumed = block_on(resume(&disk, &place, &key, &mut texts, &mut rng(30))).unwrap();
                if !resumed && !done && pending(&head(&disk), &key).is_none() && !texts.all(&[&old]).is_empty() {
                    // It had not begun: no slot for a new key was there yet. Begin again.
                    block_on(rotate(&disk, &place, &key, &kek(3), &mut texts, &mut rng(31))).unwrap();
                }
                settled(&texts, &old, public);
            }
        }
        if done {
            break;
        }
        steps += 1;
    }
    assert!(steps > 12, "{steps}");
}

#[test]
fn a_crash_while_going_on_is_gone_on_from_too() {
    for first in 3..12 {
        for second in 0..14 {
            let (mut texts, old, public) = made();
            let place = texts.place.clone();
            texts.disk.set_faults(Faults { crash_after: Some(first), ..Faults::default() });
            let disk = texts.disk.clone();
            let _ = block_on(rotate(&disk, &place, &old, &kek(3), &mut texts, &mut rng(20)));
            texts.disk = disk.reboot(disk.unflushed());
            let (disk, key) = (texts.disk.clone(), newest(&texts.disk, false).unwrap());
            disk.set_faults(Faults { crash_after: Some(second), ..Faults::default() });
            let _ = block_on(resume(&disk, &place, &key, &mut texts, &mut rng(21)));
            for kept in 0..=disk.unflushed() {
                texts.disk = disk.reboot(kept);
                let (disk, key) = (texts.disk.clone(), newest(&texts.disk, false).unwrap());
                block_on(resume(&disk, &place, &key, &mut texts, &mut rng(22))).unwrap();
                settled(&texts, &old, public);
            }
        }
    }
}

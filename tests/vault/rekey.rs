//! A new key for the vault, with a crash after every step.

use attune::vault::age::Identity;
use attune::vault::keys::{Purpose, VaultKey};
use attune::vault::rekey::{Reseal, pending, resume, rotate};
use attune::vault::seal::{open, seal};
use attune::vault::{
    Access, Faults, InboxPublic, Kit, MemoryStorage, Place, ReadOnly, Storage, StorageError, Vault, VaultError,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pollster::block_on;
use rand_core::CryptoRngCore;

use crate::support::{filled, head, kek, rng, texts, unlock};

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
    async fn prepare(&mut self, _: &VaultKey, _: &VaultKey, _: &mut dyn CryptoRngCore) -> Result<(), VaultError> {
        Ok(())
    }

    async fn reseal(&mut self, from: &VaultKey, to: &VaultKey, _: &mut dyn CryptoRngCore) -> Result<(), VaultError> {
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

/// The same with the whole of a vault: its journal, its segments and its inbox.
#[test]
fn a_vault_whose_change_of_key_crashes_anywhere_keeps_everything() {
    let bodies = ["one", "two", "three"];
    let mut steps = 0;
    loop {
        let disk = MemoryStorage::new();
        let mut vault = filled(&disk, &bodies[..2]);
        block_on(vault.add_kit(kit().recipient(), true, &mut rng(2))).unwrap();
        block_on(vault.gather(&mut rng(3))).unwrap();
        block_on(vault.append(b"three", &mut rng(4))).unwrap();
        block_on(vault.durable()).unwrap();
        disk.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
        let done = block_on(vault.change_key(&kek(3), &mut rng(20))).is_ok();
        for kept in 0..=disk.unflushed() {
            let disk = disk.reboot(kept);
            // By the new passphrase where its slot came to be, by the old one otherwise: always one of them, and the kit.
            let byte = if unlock(disk.clone(), 3, 5).is_ok() { 3 } else { 1 };
            let (mut vault, replay) = unlock(disk.clone(), byte, 6).unwrap();
            assert_eq!(texts(&replay), bodies, "{steps} {kept}");
            let kit = block_on(Vault::unlock_by_kit(disk.clone(), &head(&disk), &kit(), &mut rng(7))).unwrap();
            assert_eq!(texts(&kit.1), bodies, "{steps} {kept}");
            let resumed = block_on(vault.resume_change(&mut rng(8))).unwrap();
            if !resumed && byte == 1 {
                block_on(vault.change_key(&kek(3), &mut rng(9))).unwrap();
            }
            assert!(!block_on(vault.resume_change(&mut rng(10))).unwrap());
            block_on(vault.append(b"four", &mut rng(11))).unwrap();
            block_on(vault.durable()).unwrap();
            assert!(!vault.is_rotating());
            let head = head(&disk);
            assert_eq!((head.slots.len(), head.kits.len(), head.bridges.len()), (1, 1, 0), "{steps} {kept}");
            assert!(unlock(disk.clone(), 1, 12).is_err());
            let (_, replay) = unlock(disk.clone(), 3, 13).unwrap();
            assert_eq!(texts(&replay), ["one", "two", "three", "four"]);
        }
        if done {
            break;
        }
        steps += 1;
    }
    assert!(steps > 20, "{steps}");
}

/// A change that failed while the vault stayed open is begun again in the same session.
#[test]
fn a_change_that_failed_is_begun_again() {
    for fail_late in [false, true] {
        let mut failed = 1;
        loop {
            let disk = MemoryStorage::new();
            let mut vault = filled(&disk, &["one"]);
            let fault = Faults { fail_at: Some((failed, StorageError::Full)), fail_late, ..Faults::default() };
            disk.set_faults(fault);
            let first = block_on(vault.change_key(&kek(2), &mut rng(20)));
            disk.set_faults(Faults::default());
            if first.is_ok() {
                break;
            }
            block_on(vault.append(b"between", &mut rng(21))).unwrap();
            block_on(vault.durable()).unwrap();
            // Where the app ends here, whatever passphrase opens it shows both ...
            let copy = disk.reboot(0);
            let byte = if unlock(copy.clone(), 2, 26).is_ok() { 2 } else { 1 };
            assert_eq!(texts(&unlock(copy, byte, 27).unwrap().1), ["one", "between"], "{failed} {fail_late}");
            // ... and where it goes on, another try ends it.
            block_on(vault.change_key(&kek(3), &mut rng(22))).unwrap();
            let (_, replay) = unlock(disk.clone(), 3, 23).unwrap();
            assert_eq!(texts(&replay), ["one", "between"], "{failed} {fail_late}");
            assert!(unlock(disk.clone(), 1, 24).is_err() && unlock(disk.clone(), 2, 25).is_err(), "{failed}");
            failed += 1;
        }
        assert!(failed > 10, "{failed}");
    }
}

/// What a tab does that may not know of a change of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unaware {
    Reload,
    Passphrase,
    Kit,
    NewKey,
    LeaveOut,
    Settle,
}

impl Unaware {
    const ALL: [Self; 6] = [Self::Reload, Self::Passphrase, Self::Kit, Self::NewKey, Self::LeaveOut, Self::Settle];

    async fn run(self, vault: &mut Vault<MemoryStorage>) -> Result<(), VaultError> {
        let mut rng = rng(60);
        match self {
            Self::Reload => {
                vault.reload(&mut rng).await?;
                vault.append(b"unaware", &mut rng).await?;
                vault.durable().await
            }
            Self::Passphrase => vault.change_passphrase(&kek(5), &mut rng).await,
            Self::Kit => vault.add_kit(kit().recipient(), true, &mut rng).await,
            Self::NewKey => vault.change_key(&kek(5), &mut rng).await,
            Self::LeaveOut => vault.rewrite(&mut |item| item.to_body() != b"one", &mut rng).await,
            Self::Settle => vault.settle_slots(&kek(3)).await.map(drop),
        }
    }
}

/// A vault with a segment and a record, and a second handle on it.
fn two_handles(bodies: &[&str]) -> (MemoryStorage, Vault<MemoryStorage>, Vault<MemoryStorage>) {
    let disk = MemoryStorage::new();
    let mut one = filled(&disk, bodies);
    block_on(async {
        one.add_kit(kit().recipient(), true, &mut rng(2)).await.unwrap();
        one.gather(&mut rng(3)).await.unwrap();
        if !bodies.is_empty() {
            one.append(b"last", &mut rng(4)).await.unwrap();
        }
        one.durable().await.unwrap();
    });
    let (two, _) = unlock(disk.clone(), 1, 5).unwrap();
    (disk, one, two)
}

#[test]
fn a_tab_with_the_old_key_writes_nothing_and_removes_nothing() {
    for bodies in [&["one", "two"][..], &[]] {
        for unaware in Unaware::ALL {
            let (disk, mut one, mut two) = two_handles(bodies);
            block_on(one.change_key(&kek(3), &mut rng(20))).unwrap();
            let before = disk.snapshot();
            assert_eq!(block_on(unaware.run(&mut two)), Err(VaultError::KeyChanged), "{unaware:?}");
            assert_eq!(two.access(), &Access::ReadOnly(ReadOnly::KeyChanged));
            // From now on it does not even try.
            assert_eq!(block_on(two.append(b"unaware", &mut rng(21))), Err(VaultError::KeyChanged));
            assert_eq!(disk.snapshot(), before, "{unaware:?}");
        }
    }
}

/// The tab that makes the new key ends anywhere; another one, with the old key, goes on as if nothing had been.
#[test]
fn a_tab_with_the_old_key_harms_no_change_that_stopped_anywhere() {
    let mut refused = 0;
    for unaware in Unaware::ALL {
        for steps in 0.. {
            let (disk, mut one, mut two) = two_handles(&["one", "two"]);
            disk.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
            let done = block_on(one.change_key(&kek(3), &mut rng(20))).is_ok();
            drop(one);
            disk.set_faults(Faults::default());
            let note = format!("{unaware:?} after {steps}");
            let before = disk.snapshot();
            let outcome = block_on(unaware.run(&mut two));
            if outcome == Err(VaultError::KeyChanged) {
                assert_eq!(disk.snapshot(), before, "{note}");
                refused += 1;
            }
            // Whatever opens it then finds everything.
            let mut expected = vec!["one", "two", "last"];
            if outcome.is_ok() && unaware == Unaware::LeaveOut {
                expected.remove(0);
            }
            if outcome.is_ok() && unaware == Unaware::Reload {
                expected.push("unaware");
            }
            let byte = [5, 3, 1].into_iter().find(|byte| unlock(disk.clone(), *byte, 30).is_ok());
            let (mut vault, replay) = unlock(disk.clone(), byte.unwrap(), 31).unwrap();
            assert_eq!(texts(&replay), expected, "{note}");
            assert!(replay.is_whole(), "{note}: {replay:?}");
            block_on(vault.resume_change(&mut rng(32))).unwrap();
            let (vault, replay) =
                block_on(Vault::unlock_by_kit(disk.clone(), &head(&disk), &kit(), &mut rng(33))).unwrap();
            assert_eq!(texts(&replay), expected, "{note}, by the kit");
            assert!(replay.is_whole() && vault.inbox_public().is_some(), "{note}: {replay:?}");
            if done {
                break;
            }
        }
    }
    assert!(refused > 60, "{refused}");
}

//! A new key for a vault: every slot wraps it, everything is sealed under it, and the old key opens nothing any more.
//!
//! A change of passphrase only wraps the same key anew. This is for when the key itself may be known to somebody. In this
//! order, each step durable before the next, so that a crash anywhere loses nothing and [`resume`] ends it:
//!
//! 1. the journal is made ready to be read with either key ([`Reseal::prepare`]); the bridge: the old key sealed under the new one
//! 2. a passphrase slot and a slot for each recovery kit, for the new key
//! 3. the journal and the inbox's secrets sealed under the new key ([`Reseal::reseal`])
//! 4. the slots of the old key go, then the bridge
//!
//! Until 2 the old slots are all there is; from then on the newest slot gives the new key, and through the bridge the old one.
//! Copies of the store from before stay readable with the old key: no rotation can take those back.

use rand_core::CryptoRngCore;

use super::age::Recipient;
use super::error::VaultError;
use super::find::{self, VaultHead};
use super::inbox_keys;
use super::kek::Kek;
use super::keys::VaultKey;
use super::kit_slot::{Bridge, KitSlot};
use super::place::Place;
use super::slot::Slot;
use super::slots::write_slot;
use super::storage::Storage;

/// What seals everything of the journal anew.
pub trait Reseal {
    /// Makes the journal readable for whoever has `to` alone from now on, durable: a slot will give nothing else. Nothing is
    /// sealed under `to` yet, and it may never come to that.
    fn prepare(
        &mut self,
        from: &VaultKey,
        to: &VaultKey,
        rng: &mut dyn CryptoRngCore,
    ) -> impl Future<Output = Result<(), VaultError>>;

    /// Seals under `to` whatever is sealed under `from`, durable when done. May be interrupted anywhere and called again:
    /// until it is done each record opens under one of the two, afterwards all open under `to` and nothing under `from`.
    fn reseal(
        &mut self,
        from: &VaultKey,
        to: &VaultKey,
        rng: &mut dyn CryptoRngCore,
    ) -> impl Future<Output = Result<(), VaultError>>;
}

/// Where an interrupted change of the vault's key is to be gone on with: the old key, where `key` is the new one.
#[must_use]
pub fn pending(head: &VaultHead, key: &VaultKey) -> Option<VaultKey> {
    head.bridges.iter().find_map(|found| found.bridge.unwrap(head.place.id(), key))
}

/// Changes the vault's key from `old` to a new one, which is returned. `kek` is the passphrase's, prepared afresh.
///
/// # Errors
/// What the store, the cipher or `journal` report. The vault is then in the middle: unlocked again with the same passphrase or
/// kit it is whole, and [`resume`] goes on.
pub async fn rotate<S: Storage>(
    storage: &S,
    place: &Place,
    old: &VaultKey,
    kek: &Kek,
    journal: &mut impl Reseal,
    rng: &mut dyn CryptoRngCore,
) -> Result<VaultKey, VaultError> {
    let head = find::head(storage, place.clone()).await?;
    let (id, number) = (place.id(), head.next_number());
    let new = VaultKey::generate(rng)?;
    journal.prepare(old, &new, rng).await?;
    let bridge = Bridge::wrap(old, &new, id, number, rng)?;
    write_slot(storage, place, &bridge.to_text(), rng).await?;
    storage.durable().await?;
    let slot = Slot::wrap(&new, id, number, kek, rng)?;
    write_slot(storage, place, &slot.to_text(), rng).await?;
    storage.durable().await?;
    finish(storage, place, old, &new, journal, rng).await?;
    Ok(new)
}

/// Goes on with a change that was interrupted; to be called after an unlock that gave `key`, before anything is written.
/// Returns whether there was one.
///
/// # Errors
/// As [`rotate`].
pub async fn resume<S: Storage>(
    storage: &S,
    place: &Place,
    key: &VaultKey,
    journal: &mut impl Reseal,
    rng: &mut dyn CryptoRngCore,
) -> Result<bool, VaultError> {
    let head = find::head(storage, place.clone()).await?;
    let Some(old) = pending(&head, key) else { return Ok(false) };
    finish(storage, place, &old, key, journal, rng).await?;
    Ok(true)
}

/// Steps 2 (the kits), 3 and 4.
async fn finish<S: Storage>(
    storage: &S,
    place: &Place,
    old: &VaultKey,
    new: &VaultKey,
    journal: &mut impl Reseal,
    rng: &mut dyn CryptoRngCore,
) -> Result<(), VaultError> {
    let id = place.id();
    let head = find::head(storage, place.clone()).await?;
    let Some(number) = head.bridges.iter().find(|found| found.bridge.unwrap(id, new).is_some()) else {
        return Ok(());
    };
    let number = number.bridge.number();
    for recipient in missing(&head, old, new) {
        let slot = KitSlot::wrap(new, id, number, recipient, rng)?;
        write_slot(storage, place, &slot.to_text(), rng).await?;
    }
    storage.durable().await?;
    journal.reseal(old, new, rng).await?;
    inbox_keys::reseal(storage, place, old, new, rng).await?;
    let slots = head.slots.iter().map(|found| (&found.key, found.slot.number()));
    let slots = slots.filter(|(_, of)| *of < number).map(|(key, _)| key);
    // Also one that was made for the old key in between, and so has a higher number.
    let kits = head.kits.iter().filter(|found| found.slot.number() < number || found.slot.is_vouched(id, old));
    for key in slots.chain(kits.map(|found| &found.key)) {
        storage.remove(key).await?;
    }
    storage.durable().await?;
    // Bridges of changes that never came to their first slot go too: nothing leads to them.
    for found in &head.bridges {
        storage.remove(&found.key).await?;
    }
    Ok(storage.durable().await?)
}

/// Kits that the vault itself made a slot for under the old key, and none yet under the new one.
fn missing(head: &VaultHead, old: &VaultKey, new: &VaultKey) -> Vec<Recipient> {
    let vouched = |key: &VaultKey| -> Vec<Recipient> {
        let kits = head.kits.iter().filter(|found| found.slot.is_vouched(head.place.id(), key));
        kits.map(|found| found.slot.recipient()).collect()
    };
    let done = vouched(new);
    let mut missing = Vec::new();
    for recipient in vouched(old) {
        if !done.contains(&recipient) && !missing.contains(&recipient) {
            missing.push(recipient);
        }
    }
    missing
}

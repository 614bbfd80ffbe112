//! An open vault's slots: the passphrase changed, an interrupted change finished.

use rand_core::CryptoRngCore;

use super::error::VaultError;
use super::find::{self, VaultHead};
use super::kek::Kek;
use super::keys::VaultKey;
use super::open::Vault;
use super::place::Place;
use super::seal::random;
use super::slot::{Slot, SlotError};
use super::storage::Storage;
use super::text::hex;

impl<S: Storage> Vault<S> {
    /// Wraps the vault's key for a new passphrase and takes the old slots away. Records are not touched.
    ///
    /// A crash in between leaves both passphrases working; [`Vault::settle_slots`] at the next unlock ends that. Whoever
    /// kept a copy of the old slot can still open that copy with the old passphrase.
    ///
    /// # Errors
    /// [`VaultError::ReadOnly`], and what the store or the cipher report: the old passphrase then still works.
    pub async fn change_passphrase(&mut self, kek: &Kek, rng: &mut dyn CryptoRngCore) -> Result<(), VaultError> {
        self.writable()?;
        let head = find::head(&self.storage, self.place.clone()).await?;
        let number = head.slots.first().map_or(0, |found| found.slot.number());
        // A forged slot with the highest number must not make the change impossible.
        let number = number.saturating_add(1);
        let slot = Slot::wrap(&self.key, self.place.id(), number, kek, rng)?;
        let key = write_slot(&self.storage, &self.place, &slot, rng).await?;
        self.storage.durable().await?;
        for found in head.slots.iter().filter(|found| found.key != key) {
            self.storage.remove(&found.key).await?;
        }
        Ok(self.storage.durable().await?)
    }

    /// Finishes a change of passphrase that a crash interrupted: takes away slots that are older than the one which `kek`
    /// opens. To be called after an unlock, by the tab that may write. Returns how many were taken away.
    ///
    /// # Errors
    /// [`VaultError::ReadOnly`], [`VaultError::Slot`], what the store reports.
    pub async fn settle_slots(&mut self, kek: &Kek) -> Result<usize, VaultError> {
        self.writable()?;
        let head = find::head(&self.storage, self.place.clone()).await?;
        let (opened, _) = try_slots(&head, kek)?;
        let number = head.slots.iter().find(|found| found.key == opened);
        let number = number.map_or(0, |found| found.slot.number());
        let older = head.slots.iter().filter(|found| found.slot.number() < number);
        let mut removed = 0;
        for found in older {
            self.storage.remove(&found.key).await?;
            removed += 1;
        }
        if removed > 0 {
            self.storage.durable().await?;
        }
        Ok(removed)
    }
}

/// Writes a slot under a new key of its own and returns that key.
pub(crate) async fn write_slot<S: Storage>(
    storage: &S,
    place: &Place,
    slot: &Slot,
    rng: &mut dyn CryptoRngCore,
) -> Result<String, VaultError> {
    let nonce: [u8; 8] = random(rng)?;
    let key = format!("{}{}", place.room("slot"), hex(&nonce));
    storage.write(&key, &slot.to_text()).await?;
    Ok(key)
}

/// The slot that `kek` opens (its key in the store), and the vault's key.
pub(crate) fn try_slots<'h>(head: &'h VaultHead, kek: &Kek) -> Result<(&'h str, VaultKey), VaultError> {
    let mut fault = None;
    for found in &head.slots {
        match found.slot.unwrap(head.place.id(), kek) {
            Ok(key) => return Ok((&found.key, key)),
            Err(SlotError::OtherSlot) => fault = fault.or(Some(SlotError::OtherSlot)),
            Err(why) => fault = Some(why),
        }
    }
    Err(fault.map_or(VaultError::NoSlot, VaultError::Slot))
}

//! An open vault's slots: the passphrase changed, an interrupted change finished, recovery kits added and used.

use rand_core::CryptoRngCore;

use super::age::Recipient;
use super::error::VaultError;
use super::find::{self, VaultHead};
use super::journal::{AppendError, Replay};
use super::kek::Kek;
use super::keys::VaultKey;
use super::kit::Kit;
use super::kit_slot::KitSlot;
use super::open::{Vault, in_order};
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
    /// [`VaultError::ReadOnly`], [`VaultError::KeyChanged`], and what the store or the cipher report: the old passphrase then
    /// still works.
    pub async fn change_passphrase(&mut self, kek: &Kek, rng: &mut dyn CryptoRngCore) -> Result<(), VaultError> {
        self.ready_to_change(rng).await?;
        let head = find::head(&self.storage, self.place.clone()).await?;
        let slot = Slot::wrap(&self.key, self.place.id(), head.next_number(), kek, rng)?;
        let key = write_slot(&self.storage, &self.place, &slot.to_text(), rng).await?;
        self.storage.durable().await?;
        // What a change of key left that never came to sealing anything goes too: a kit's slot would lead to that key.
        let id = self.place.id();
        let given_up: Vec<_> =
            head.bridges.iter().filter(|found| found.bridge.unwrap(id, &self.key).is_none()).collect();
        let leads_off = |kit: &KitSlot| {
            !kit.is_vouched(id, &self.key) && given_up.iter().any(|found| found.bridge.number() == kit.number())
        };
        let slots = head.slots.iter().map(|found| &found.key).filter(|found| **found != key);
        let kits = head.kits.iter().filter(|found| leads_off(&found.slot)).map(|found| &found.key);
        for found in slots.chain(kits) {
            self.storage.remove(found).await?;
        }
        self.storage.durable().await?;
        for found in &given_up {
            self.storage.remove(&found.key).await?;
        }
        Ok(self.storage.durable().await?)
    }

    /// Adds the slot of a recovery kit, durable, and then takes away slots that this vault made for other kits where `only` is
    /// set: whoever holds an older paper can then no longer open the vault, but still the backups made for it.
    ///
    /// # Errors
    /// [`VaultError::ReadOnly`], [`VaultError::KeyChanged`], and what the store or the cipher report: nothing that worked
    /// before stops working.
    pub async fn add_kit(
        &mut self,
        recipient: Recipient,
        only: bool,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<(), VaultError> {
        self.ready_to_change(rng).await?;
        let head = find::head(&self.storage, self.place.clone()).await?;
        let id = self.place.id();
        let slot = KitSlot::wrap(&self.key, id, head.next_number(), recipient, rng)?;
        write_slot(&self.storage, &self.place, &slot.to_text(), rng).await?;
        self.storage.durable().await?;
        // An older slot of the same kit is of no more use either.
        let gone = |slot: &KitSlot| slot.is_vouched(id, &self.key) && (only || slot.recipient() == recipient);
        for found in head.kits.iter().filter(|found| gone(&found.slot)) {
            self.storage.remove(&found.key).await?;
        }
        Ok(self.storage.durable().await?)
    }

    /// The recovery kits of this vault, the newest first, each once: for whom backups are encrypted. Slots that the vault did not
    /// make itself are left out and counted beside.
    ///
    /// # Errors
    /// What the store reports.
    pub async fn kits(&self) -> Result<(Vec<Recipient>, usize), VaultError> {
        let head = find::head(&self.storage, self.place.clone()).await?;
        let mut kits = Vec::new();
        let mut foreign = 0;
        for found in head.kits {
            if !found.slot.is_vouched(self.place.id(), &self.key) {
                foreign += 1;
            } else if !kits.contains(&found.slot.recipient()) {
                kits.push(found.slot.recipient());
            }
        }
        Ok((kits, foreign))
    }

    /// Opens a vault with its recovery kit and reads its journal. Writes nothing.
    ///
    /// # Errors
    /// [`SlotError::WrongKit`] inside [`VaultError::Slot`]; [`VaultError::NoSlot`] where no kit ever had a slot here; what the
    /// store reports.
    pub async fn unlock_by_kit(
        storage: S,
        head: &VaultHead,
        kit: &Kit,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<(Self, Replay), VaultError> {
        let mut fault = VaultError::NoSlot;
        for found in &head.kits {
            match found.slot.unwrap(head.place.id(), kit.identity()) {
                Ok(key) => {
                    let mut items = Vec::new();
                    let mut sink = |name, item| items.push((name, item));
                    let (vault, mut replay) = Self::open_with(storage, head, &found.key, key, &mut sink, rng).await?;
                    replay.items = in_order(items);
                    return Ok((vault, replay));
                }
                Err(why) => fault = why.into(),
            }
        }
        Err(fault)
    }

    /// Finishes a change of passphrase that a crash interrupted: takes away slots that are older than the one which `kek`
    /// opens. To be called after an unlock, by the tab that may write. Returns how many were taken away.
    ///
    /// # Errors
    /// [`VaultError::ReadOnly`], [`VaultError::Slot`], what the store reports.
    pub async fn settle_slots(&mut self, kek: &Kek) -> Result<usize, VaultError> {
        self.writable()?;
        let head = find::head(&self.storage, self.place.clone()).await?;
        let (opened, key) = try_slots(&head, kek)?;
        if key.bytes() != self.key.bytes() {
            return self.outcome(Err(AppendError::KeyChanged));
        }
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

impl VaultHead {
    /// Whether this prepared key opens one of the slots.
    ///
    /// # Errors
    /// [`VaultError::NoSlot`]; [`VaultError::Slot`] where a slot is damaged or belongs to other parameters.
    pub fn is_opened_by(&self, kek: &Kek) -> Result<bool, VaultError> {
        match try_slots(self, kek) {
            Ok(_) => Ok(true),
            Err(VaultError::Slot(SlotError::WrongPassphrase)) => Ok(false),
            Err(other) => Err(other),
        }
    }
}

/// Writes a slot under a new key of its own and returns that key.
pub(crate) async fn write_slot<S: Storage>(
    storage: &S,
    place: &Place,
    slot: &str,
    rng: &mut dyn CryptoRngCore,
) -> Result<String, VaultError> {
    let nonce: [u8; 8] = random(rng)?;
    let key = format!("{}{}", place.room("slot"), hex(&nonce));
    storage.write(&key, slot).await?;
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

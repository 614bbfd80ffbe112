//! An open vault: made, unlocked, appended to. Locking it is dropping it: its keys are wiped.

use rand_core::CryptoRngCore;
use uuid::Uuid;

use super::error::{Access, ReadOnly, VaultError};
use super::find::VaultHead;
use super::inbox::{self, InboxError, InboxPublic};
use super::inbox_keys::{InboxKeys, InboxProblem};
use super::journal::{AppendError, Journal, Keys, Replay};
use super::kek::{Kek, derive_kek};
use super::keys::VaultKey;
use super::place::{AppPath, Place};
use super::reading::{self, Sink};
use super::record::RecordName;
use super::rekey;
use super::rotation;
use super::seal::random;
use super::slot::{Slot, SlotError};
use super::slots::{try_slots, write_slot};
use super::storage::{Storage, StorageError};
use crate::care::compact::Item;
use crate::order;

/// An open vault. Payloads are opaque bytes.
#[derive(Debug)]
pub struct Vault<S> {
    pub(super) storage: S,
    pub(super) place: Place,
    pub(super) key: VaultKey,
    pub(super) journal: Journal,
    /// The vault's key of tomorrow, while a rotation is under way.
    pub(super) next: Option<VaultKey>,
    inbox: InboxKeys,
    access: Access,
}

impl<S: Storage> Vault<S> {
    /// Makes a new, empty vault and returns it open, durable.
    ///
    /// The slot is written last, after all else is durable: a vault whose making was interrupted has no slot and is never
    /// found as a vault.
    ///
    /// # Errors
    /// [`VaultError::AlreadyThere`], and what the store or the cipher report.
    pub async fn create(
        storage: S,
        path: &AppPath,
        kek: &Kek,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<Self, VaultError> {
        let id = uuid::Builder::from_random_bytes(random(rng)?).into_uuid();
        Self::create_at(storage, Place::new(path.clone(), id), kek, rng).await
    }

    /// As [`Vault::create`], with a given id.
    async fn create_at(storage: S, place: Place, kek: &Kek, rng: &mut dyn CryptoRngCore) -> Result<Self, VaultError> {
        if !storage.keys(&place.prefix()).await?.is_empty() {
            return Err(VaultError::AlreadyThere);
        }
        let key = VaultKey::generate(rng)?;
        let slot = Slot::wrap(&key, place.id(), 1, kek, rng)?;
        let journal = Journal::start(Keys::of(&key, place.id()), rng)?;
        let mut inbox = InboxKeys::default();
        inbox.renew(&storage, &place, &key, rng).await?;
        storage.durable().await?;
        write_slot(&storage, &place, &slot.to_text(), rng).await?;
        storage.durable().await?;
        Ok(Self { storage, place, key, journal, next: None, inbox, access: Access::Full })
    }

    /// Opens a vault with a prepared key, which must belong to one of `head`'s slots, and reads its journal. Writes nothing.
    ///
    /// # Errors
    /// [`SlotError::WrongPassphrase`] and [`SlotError::OtherSlot`] inside [`VaultError::Slot`]; [`VaultError::NoSlot`];
    /// [`VaultError::SlotGone`]; what the store reports. Where it fails there is no vault, so nothing can be written.
    pub async fn unlock(
        storage: S,
        head: &VaultHead,
        kek: &Kek,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<(Self, Replay), VaultError> {
        let mut items = Vec::new();
        let (vault, mut replay) =
            Self::unlock_into(storage, head, kek, &mut |name, item| items.push((name, item)), rng).await?;
        replay.items = in_order(items);
        Ok((vault, replay))
    }

    /// As [`Vault::unlock`], handing out what was read piece by piece and in no promised order, so that a large journal never
    /// is in memory as a whole. [`Replay::items`] stays empty.
    ///
    /// # Errors
    /// As [`Vault::unlock`].
    pub async fn unlock_into(
        storage: S,
        head: &VaultHead,
        kek: &Kek,
        sink: Sink<'_>,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<(Self, Replay), VaultError> {
        let (found, key) = try_slots(head, kek)?;
        Self::open_with(storage, head, found, key, sink, rng).await
    }

    /// Opens a vault with its key, which the slot `found` gave.
    pub(super) async fn open_with(
        storage: S,
        head: &VaultHead,
        found: &str,
        key: VaultKey,
        sink: Sink<'_>,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<(Self, Replay), VaultError> {
        let place = head.place.clone();
        if storage.read(found).await?.is_none() {
            return Err(VaultError::SlotGone);
        }
        let older = rekey::pending(head, &key);
        let keys: Vec<&VaultKey> = [&key].into_iter().chain(&older).collect();
        let inbox = InboxKeys::load(&storage, &place, &keys).await?;
        let keys = rotation::keys(&storage, &place, &key).await?;
        let (replay, journal) = reading::read(&storage, &place, keys, sink, rng).await?;
        let access = access(&storage, &place, &replay).await?;
        let vault = Self { storage, place, key, journal, next: None, inbox, access };
        Ok((vault, replay))
    }

    /// Opens a vault with a passphrase, where the slow derivation may run here. Tries every slot, the newest first.
    ///
    /// # Errors
    /// As [`Vault::unlock`] and [`derive_kek`].
    pub async fn unlock_with(
        storage: S,
        head: &VaultHead,
        passphrase: &str,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<(Self, Replay), VaultError> {
        let kek = Self::kek_for(head, passphrase)?;
        Self::unlock(storage, head, &kek, rng).await
    }

    /// The prepared key of a passphrase, where the slow derivation may run here. Tries every slot, the newest first.
    ///
    /// # Errors
    /// [`SlotError::WrongPassphrase`] inside [`VaultError::Slot`], [`VaultError::NoSlot`], [`VaultError::Kek`].
    pub fn kek_for(head: &VaultHead, passphrase: &str) -> Result<Kek, VaultError> {
        for params in head.params() {
            let kek = derive_kek(passphrase, params)?;
            if head.is_opened_by(&kek)? {
                return Ok(kek);
            }
        }
        if head.slots.is_empty() {
            return Err(VaultError::NoSlot);
        }
        Err(SlotError::WrongPassphrase.into())
    }

    /// Reads the journal again: what other tabs wrote since is in it, and the next record goes after it. To be called
    /// after taking over the right to write from another tab, before the first append.
    ///
    /// # Errors
    /// What the store reports; the vault is then as it was. [`VaultError::KeyChanged`] where another tab has begun to seal
    /// everything under a new key: nothing is written with the old one from then on.
    pub async fn reload(&mut self, rng: &mut dyn CryptoRngCore) -> Result<Replay, VaultError> {
        let mut items = Vec::new();
        let mut replay = self.reload_into(&mut |name, item| items.push((name, item)), rng).await?;
        replay.items = in_order(items);
        Ok(replay)
    }

    /// As [`Vault::reload`], handing out what was read piece by piece and in no promised order; the name of a record says
    /// where it stands. [`Replay::items`] stays empty.
    ///
    /// # Errors
    /// As [`Vault::reload`].
    pub async fn reload_into(&mut self, sink: Sink<'_>, rng: &mut dyn CryptoRngCore) -> Result<Replay, VaultError> {
        let keys = rotation::keys(&self.storage, &self.place, &self.key).await?;
        let (replay, journal) = reading::read(&self.storage, &self.place, keys, sink, rng).await?;
        if self.journal.is_estranged(&self.place, &replay) {
            return self.outcome(Err(AppendError::KeyChanged));
        }
        self.access = access(&self.storage, &self.place, &replay).await?;
        self.journal = journal;
        Ok(replay)
    }

    /// Appends one record. `Ok`: accepted by the store, not yet safe from a crash; see [`Vault::durable`].
    ///
    /// # Errors
    /// [`VaultError::ReadOnly`]; [`StorageError::Full`] and the like. The record is then not part of the vault as far as
    /// this handle knows, and the caller may try again.
    pub async fn append(&mut self, body: &[u8], rng: &mut dyn CryptoRngCore) -> Result<RecordName, VaultError> {
        self.writable()?;
        Ok(self.journal.append(&self.storage, &self.place, body, rng).await?)
    }

    /// Waits until everything appended so far is on disk. Only then is it "saved".
    ///
    /// # Errors
    /// What the store reports: what was appended since the last success may be lost by a crash.
    pub async fn durable(&self) -> Result<(), VaultError> {
        Ok(self.storage.durable().await?)
    }

    /// The genuine public key of the inbox: computed from the secret half, not read. `None` where every pair is damaged;
    /// then [`Vault::renew_inbox`] makes a new one.
    #[must_use]
    pub fn inbox_public(&self) -> Option<InboxPublic> {
        self.inbox.public()
    }

    /// What was wrong with stored inbox keys at unlock: damage, or a public key that somebody swapped.
    #[must_use]
    pub fn inbox_problems(&self) -> &[InboxProblem] {
        &self.inbox.problems
    }

    /// Makes a new inbox pair, durable. Older ones go on opening what was sealed to them.
    ///
    /// # Errors
    /// [`VaultError::ReadOnly`], and what the store or the cipher report.
    pub async fn renew_inbox(&mut self, rng: &mut dyn CryptoRngCore) -> Result<InboxPublic, VaultError> {
        self.writable()?;
        let (storage, place, key) = (&self.storage, &self.place, &self.key);
        let public = self.inbox.renew(storage, place, key, rng).await?;
        self.storage.durable().await?;
        Ok(public)
    }

    /// Opens what was sealed to the inbox with [`inbox::seal_to`].
    ///
    /// # Errors
    /// [`InboxError::NotAuthentic`].
    pub fn open_inbox(&self, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, InboxError> {
        self.inbox.try_each(|secret| inbox::open(secret, aad, sealed))
    }

    /// Opens what was sealed to the inbox with [`inbox::seal_labelled`]: label and content.
    ///
    /// # Errors
    /// [`InboxError::NotAuthentic`].
    pub fn open_labelled(&self, aad: &[u8], sealed: &[u8]) -> Result<(Vec<u8>, Vec<u8>), InboxError> {
        self.inbox.try_each(|secret| inbox::open_labelled(secret, aad, sealed))
    }

    /// Where this vault lies.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.place.id()
    }

    /// Whether it may be written to.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// The keys that a newer version of the app wrote, as of the last reading: this version shows nothing of them and puts
    /// nothing of them into a backup.
    #[must_use]
    pub fn newer(&self) -> &[String] {
        match &self.access {
            Access::ReadOnly(ReadOnly::Newer(keys)) => keys,
            _ => &[],
        }
    }

    /// The store it lies in.
    #[must_use]
    pub fn storage(&self) -> &S {
        &self.storage
    }

    /// Refuses where only reading is allowed.
    pub(crate) fn writable(&self) -> Result<(), VaultError> {
        match self.access {
            Access::Full => Ok(()),
            Access::ReadOnly(ReadOnly::Newer(_)) => Err(VaultError::ReadOnly),
            Access::ReadOnly(ReadOnly::KeyChanged) => Err(VaultError::KeyChanged),
        }
    }

    /// Reads everything before a lock is changed: whoever has an old key without knowing it must not wrap that once more.
    pub(super) async fn ready_to_change(&mut self, rng: &mut dyn CryptoRngCore) -> Result<(), VaultError> {
        self.writable()?;
        self.reload_into(&mut |_, _| {}, rng).await?;
        self.writable()
    }

    /// What the journal reports. Where it saw what forbids writing, nothing is written from then on.
    pub(super) fn outcome<T>(&mut self, outcome: Result<T, AppendError>) -> Result<T, VaultError> {
        match &outcome {
            Err(AppendError::Newer(keys)) => self.access = Access::ReadOnly(ReadOnly::Newer(keys.clone())),
            Err(AppendError::KeyChanged) => self.access = Access::ReadOnly(ReadOnly::KeyChanged),
            _ => {}
        }
        Ok(outcome?)
    }
}

pub(super) fn in_order(mut items: Vec<(RecordName, Item)>) -> Vec<Item> {
    order::sort_by_key(&mut items, |(name, _)| *name);
    items.into_iter().map(|(_, item)| item).collect()
}

/// Read-only where a newer version wrote.
async fn access<S: Storage>(storage: &S, place: &Place, replay: &Replay) -> Result<Access, StorageError> {
    let newer = reading::newer(storage, place, replay).await?;
    Ok(if newer.is_empty() { Access::Full } else { Access::ReadOnly(ReadOnly::Newer(newer)) })
}

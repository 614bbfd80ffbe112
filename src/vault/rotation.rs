//! A new key for the vault, and everything sealed afresh under it, a segment at a time.
//!
//! While that goes on, the key before lies sealed under the new one in a room of its own, so that whoever opens the vault
//! with the new key reads both kinds. When nothing is sealed by the older key any more it goes.
//!
//! 1. [`Vault::begin_rotation`] makes the new key openable: it puts the older one beside it, durable.
//! 2. The caller wraps [`Vault::next_key`] in slots, makes them durable, and takes the old slots away. From then on only the
//!    new key can be had. What else the vault's key seals (the inbox) is sealed afresh before the old slots go.
//! 3. [`Vault::finish_rotation`] seals the journal afresh.
//!
//! Stopped before the old slots went, the vault is as it was. Stopped later, it opens with the new slots,
//! [`Vault::is_rotating`] says so, and `finish_rotation` goes on where it stopped.

use rand_core::CryptoRngCore;

use super::compaction::Desk;
use super::envelope::{Form, Tag};
use super::error::VaultError;
use super::journal::Keys;
use super::keys::{Purpose, VaultKey};
use super::open::Vault;
use super::place::Place;
use super::seal::random;
use super::storage::{Storage, StorageError};
use super::text::hex;

fn form(place: &Place) -> Form {
    Form { label: b"attune/older key/1", place: place.id().as_bytes().to_vec() }
}

/// The keys that read the journal: the vault's own first, then those before it that are still there. One that the vault's
/// key does not open belongs to a rotation that was never finished, and is left aside.
pub(super) async fn keys<S: Storage>(storage: &S, place: &Place, key: &VaultKey) -> Result<Vec<Keys>, StorageError> {
    let mut keys = vec![Keys::of(key, place.id())];
    let under = key.subkey(Purpose::OlderKey, place.id());
    for full in storage.keys(&place.room("k")).await? {
        let opened = form(place).best_copy(storage, &[&under], &full).await?;
        let bytes: Option<[u8; 32]> = opened.ok().and_then(|opened| opened.body.try_into().ok());
        if let Some(bytes) = bytes {
            keys.push(Keys::of(&VaultKey::from_bytes(bytes), place.id()));
        }
    }
    Ok(keys)
}

impl<S: Storage> Vault<S> {
    /// Puts the present key beside the one to come, durable. Nothing is sealed by the new one yet. Where a rotation was begun
    /// in this session and failed, the key of then stays the one to come, since slots may wrap it already, and `new` is
    /// dropped.
    ///
    /// # Errors
    /// [`VaultError::ReadOnly`], and what the store or the cipher report: everything is then as it was.
    pub async fn begin_rotation(&mut self, new: VaultKey, rng: &mut dyn CryptoRngCore) -> Result<(), VaultError> {
        self.writable()?;
        if self.next.is_some() {
            return Ok(());
        }
        // A rotation that was not finished is finished first: at most one older key is there.
        if self.is_rotating() {
            self.finish_rotation(rng).await?;
        }
        let under = new.subkey(Purpose::OlderKey, self.place.id());
        let (text, _) = form(&self.place).write(&under, &Tag::default(), self.key.bytes(), rng)?;
        let key = format!("{}{}", self.place.room("k"), hex(&random::<8>(rng)?));
        self.storage.write(&key, &text).await?;
        self.storage.durable().await?;
        self.next = Some(new);
        Ok(())
    }

    /// The key to come, for slots to wrap, between [`Vault::begin_rotation`] and [`Vault::finish_rotation`].
    #[must_use]
    pub fn next_key(&self) -> Option<&VaultKey> {
        self.next.as_ref()
    }

    /// Whether an older key is still needed to read all.
    #[must_use]
    pub fn is_rotating(&self) -> bool {
        self.journal.keys.len() > 1
    }

    /// Seals the whole journal afresh under the newest key, in a new generation, and then takes the older key away. To be
    /// called when slots wrap the newest key and no slot the older one, and after an unlock at which
    /// [`Vault::is_rotating`].
    ///
    /// # Errors
    /// [`VaultError::ReadOnly`], and what the store or the cipher report: everything is still there and readable, and
    /// another call goes on.
    pub async fn finish_rotation(&mut self, rng: &mut dyn CryptoRngCore) -> Result<(), VaultError> {
        self.writable()?;
        if let Some(new) = self.next.take() {
            self.journal.keys.insert(0, Keys::of(&new, self.place.id()));
            self.journal.tip.generation = self.journal.tip.generation.saturating_add(1);
            self.key = new;
        }
        let desk = &mut Desk { storage: &self.storage, place: &self.place, rng };
        loop {
            self.journal.recast(desk, &mut |_| true, true).await?;
            // A tab that knows nothing of this may have written with the older key all the while.
            if self.journal.is_all_anew(desk).await? {
                break;
            }
        }
        for key in self.storage.keys(&self.place.room("k")).await? {
            self.storage.remove(&key).await?;
        }
        self.storage.durable().await?;
        self.journal.keys.truncate(1);
        Ok(())
    }
}

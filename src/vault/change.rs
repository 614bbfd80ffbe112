//! A new key for an open vault: the change that [`rekey`](super::rekey) orders, and the journal's part in it, which is a
//! [rotation](super::rotation).

use rand_core::CryptoRngCore;

use super::error::VaultError;
use super::kek::Kek;
use super::keys::VaultKey;
use super::open::Vault;
use super::rekey::{self, Reseal};
use super::storage::Storage;

impl<S: Storage> Reseal for Vault<S> {
    async fn prepare(
        &mut self,
        _from: &VaultKey,
        to: &VaultKey,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<(), VaultError> {
        self.begin_rotation(to.twin(), rng).await
    }

    async fn reseal(
        &mut self,
        _from: &VaultKey,
        _to: &VaultKey,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<(), VaultError> {
        self.finish_rotation(rng).await
    }
}

impl<S: Storage + Clone> Vault<S> {
    /// Makes a new key, seals everything under it and wraps it for the passphrase of `kek`, prepared afresh, and for every
    /// recovery kit. The old key opens nothing here any more; copies of the store from before it still opens.
    ///
    /// # Errors
    /// [`VaultError::ReadOnly`], [`VaultError::KeyChanged`] where another tab did, and what the store or the cipher report:
    /// everything is still there and readable, the vault goes on being used, and either another call or [`Vault::resume_change`] after the next unlock ends it.
    pub async fn change_key(&mut self, kek: &Kek, rng: &mut dyn CryptoRngCore) -> Result<(), VaultError> {
        self.ready_to_change(rng).await?;
        // A change that failed in this session is not gone on with but begun anew: its key was only ever wrapped.
        self.next = None;
        let (storage, place, old) = (self.storage.clone(), self.place.clone(), self.key.twin());
        rekey::rotate(&storage, &place, &old, kek, self, rng).await?;
        Ok(())
    }

    /// Goes on with a change of key that was interrupted; to be called after an unlock, before anything is written. Returns
    /// whether there was one.
    ///
    /// # Errors
    /// As [`Vault::change_key`].
    pub async fn resume_change(&mut self, rng: &mut dyn CryptoRngCore) -> Result<bool, VaultError> {
        self.writable()?;
        let (storage, place, key) = (self.storage.clone(), self.place.clone(), self.key.twin());
        let resumed = rekey::resume(&storage, &place, &key, self, rng).await?;
        if !resumed && self.is_rotating() {
            self.finish_rotation(rng).await?;
            return Ok(true);
        }
        Ok(resumed)
    }
}

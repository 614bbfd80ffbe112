//! What an open vault needs done from time to time: gathering, leaving out what was erased, keeping room.

use rand_core::CryptoRngCore;

use super::compaction::Desk;
use super::error::VaultError;
use super::journal::Replay;
use super::open::Vault;
use super::reading;
use super::record::RecordName;
use super::reserve::{self, Fullness};
use super::rotation;
use super::storage::Storage;
use crate::care::compact::Item;
use crate::order;

impl<S: Storage> Vault<S> {
    /// Gathers records into segments where enough of them wait. To be called after a save, when nothing else is urgent.
    /// Returns whether anything was done.
    ///
    /// # Errors
    /// [`VaultError::ReadOnly`], and what the store or the cipher report. Nothing is lost by that: what was there is, and the
    /// next call tries again.
    pub async fn tidy(&mut self, rng: &mut dyn CryptoRngCore) -> Result<bool, VaultError> {
        self.writable()?;
        if !self.journal.is_due() {
            return Ok(false);
        }
        let mut any = false;
        while self.journal.is_due() && self.gather(rng).await? {
            any = true;
        }
        Ok(any)
    }

    /// Gathers some records into a segment, few as they may be. Returns whether there was anything to do.
    ///
    /// # Errors
    /// As [`Vault::tidy`].
    pub async fn gather(&mut self, rng: &mut dyn CryptoRngCore) -> Result<bool, VaultError> {
        self.writable()?;
        let desk = &mut Desk { storage: &self.storage, place: &self.place, rng };
        let outcome = self.journal.gather(desk).await;
        self.outcome(outcome)
    }

    /// Reads everything again, piece by piece and in no promised order, and changes nothing.
    ///
    /// # Errors
    /// What the store reports: some was not read then.
    pub async fn look_through(
        &self,
        sink: &mut dyn FnMut(RecordName, Item),
        rng: &mut dyn CryptoRngCore,
    ) -> Result<(), VaultError> {
        let keys = rotation::keys(&self.storage, &self.place, &self.key).await?;
        reading::read(&self.storage, &self.place, keys, sink, rng).await?;
        Ok(())
    }

    /// Leaves out everything that does not stay, for good: records, segments, the mirror's copies of both, and all that is
    /// damaged, since nobody can say what that holds. When it returns `Ok`, that is durable.
    ///
    /// Stopped half-way, some of it is still there. Whoever finds at an unlock what should have gone calls it again.
    ///
    /// # Errors
    /// [`VaultError::ReadOnly`] and [`VaultError::KeyChanged`], also where that is only seen now, and what the store or the
    /// cipher report: some may still be there.
    pub async fn rewrite(
        &mut self,
        keep: &mut dyn FnMut(&Item) -> bool,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<(), VaultError> {
        self.writable()?;
        let desk = &mut Desk { storage: &self.storage, place: &self.place, rng };
        let outcome = self.journal.recast(desk, keep, false).await;
        self.outcome(outcome)
    }

    /// Sets some room aside, where there is enough of it: see [`reserve`]. To be called when a vault is made and after
    /// anything that made room. A save that finds the store full uses it up by itself.
    ///
    /// # Errors
    /// [`VaultError::ReadOnly`], and what the store or the cipher report.
    pub async fn keep_reserve(&mut self, rng: &mut dyn CryptoRngCore) -> Result<(), VaultError> {
        self.writable()?;
        Ok(self.journal.reserve.make(&self.storage, &self.place, rng).await?)
    }

    /// Reads the journal again, as [`Vault::reload`] does, and gives the body of every record in order: what a backup holds.
    ///
    /// # Errors
    /// As [`Vault::reload`].
    pub async fn bodies(&mut self, rng: &mut dyn CryptoRngCore) -> Result<(Vec<Vec<u8>>, Replay), VaultError> {
        let mut found = Vec::new();
        let replay = self.reload_into(&mut |name, item| found.push((name, item.to_body())), rng).await?;
        order::sort_by_key(&mut found, |(name, _)| *name);
        Ok((found.into_iter().map(|(_, body)| body).collect(), replay))
    }

    /// Whether room is set aside. Where it was and is no more, a save found the store full and used it.
    #[must_use]
    pub fn has_reserve(&self) -> bool {
        self.journal.reserve.is_there()
    }

    /// How full the browser's storage for this page is. Reads everything in it: not for every save.
    ///
    /// # Errors
    /// What the store reports.
    pub async fn fullness(&self) -> Result<Fullness, VaultError> {
        Ok(reserve::fullness(&self.storage, &self.journal.reserve).await?)
    }
}

//! Making a backup: written, read back, given to the browser for saving, and remembered.

use super::{App, FileTrouble, Trouble, saving::Journal, scrypt};
use crate::{
    care::{BackedUp, BackupHow, Event, Fact, SinceBackup, Stamp},
    exchange::backup::{self, Opener, Receipt},
    platform::{self, SystemRandom},
    vault::{
        Access,
        age::{AgeError, ScryptKey, ScryptParams, To},
        kek::normalise,
    },
};
use leptos::prelude::*;
use uuid::Uuid;

/// Who shall be able to open a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackupFor {
    /// Whoever has one of the vault's recovery kits.
    Kits,
    /// Whoever knows this passphrase, which was typed for this backup.
    Passphrase(String),
}

/// A backup that was made and read back. Kept in memory until its page is left.
#[derive(Debug)]
pub struct MadeBackup {
    /// The name under which the browser is asked to save it: it says nothing but the day.
    pub name: String,
    /// How many entries are in it.
    pub entries: usize,
    /// How many entries of the vault are damaged and so are not in it.
    pub damaged: usize,
    /// How many parts of the vault a newer version of the app wrote, which this one cannot read: they are not in it either.
    pub newer: usize,
    bytes: Vec<u8>,
    receipt: Receipt,
    key: Option<ScryptKey>,
    upto: Stamp,
}

impl MadeBackup {
    /// Gives the file to the browser for saving. Returns whether the browser took it.
    #[must_use]
    pub fn offer(&self) -> bool {
        platform::offer_bytes(&self.name, "application/octet-stream", &self.bytes)
    }

    /// Reads a file back and compares it with what was written: opened as in an emergency where it was made with a passphrase;
    /// where it was made for a recovery kit, which is on paper, with the file's own key.
    fn verify(&self, bytes: &[u8]) -> Result<(), FileTrouble> {
        let opener = self.key.as_ref().map(Opener::Passphrase);
        backup::verify(bytes, &self.receipt, opener).map(|_| ()).map_err(|error| match FileTrouble::from(error) {
            // Whatever is wrong with it, it is not the file that was made.
            FileTrouble::Trouble(trouble) => FileTrouble::Trouble(trouble),
            _ => FileTrouble::NotVerified,
        })
    }
}

/// What lies in the vault, as lines.
pub(super) struct Log {
    pub vault: Uuid,
    pub lines: Vec<String>,
    /// Entries and segments that are damaged.
    pub damaged: usize,
    /// Keys that a newer version wrote.
    pub newer: usize,
}

impl Journal {
    /// Every line of the journal in its order, and what waits to be written to it.
    pub(super) async fn log(&self) -> Result<Log, Trouble> {
        let mut log = self
            .with(async |vault| {
                let (bodies, replay) = vault.bodies(&mut SystemRandom).await?;
                let all = bodies.len();
                let lines: Vec<String> = bodies.into_iter().filter_map(|body| String::from_utf8(body).ok()).collect();
                let damaged = replay.damaged.len() + all - lines.len();
                Ok(Log { vault: vault.id(), lines, damaged, newer: vault.newer().len() })
            })
            .await?;
        // What the store had no room for is what a backup is most needed for.
        log.lines.extend(self.unwritten().iter().map(Event::to_line));
        Ok(log)
    }
}

impl App {
    /// For how many recovery kits a backup would be made.
    ///
    /// # Errors
    /// [`Trouble`] where the store cannot be read.
    pub async fn count_kits(self) -> Result<usize, Trouble> {
        Ok(self.kits().await?.len())
    }

    /// Makes a backup of everything and reads it back. It is not saved anywhere yet: see [`MadeBackup::offer`].
    ///
    /// # Errors
    /// [`FileTrouble`]: there is no backup then.
    pub async fn make_backup(self, whom: BackupFor) -> Result<MadeBackup, FileTrouble> {
        let rng = &mut SystemRandom;
        let (kits, key) = match whom {
            BackupFor::Kits => (self.kits().await?, None),
            BackupFor::Passphrase(typed) => {
                let params = ScryptParams::fresh(rng)?;
                (Vec::new(), Some(scrypt::key(&normalise(&platform::nfc(&typed)), &params).await?))
            }
        };
        let upto = self.inner.try_update_value(|inner| inner.clock.next(platform::now_ms())).unwrap_or_default();
        let log = self.journal().log().await?;
        let to = match &key {
            Some(key) => To::Passphrase(key),
            None if kits.is_empty() => return Err(AgeError::BadRecipient.into()),
            None => To::Recipients(&kits),
        };
        let written = backup::write(log.lines.iter().map(String::as_str), log.vault, upto.ms, &to, rng)?;
        let name = format!("backup-{}.age", platform::today());
        let (entries, damaged, newer) = (log.lines.len(), log.damaged, log.newer);
        let (bytes, receipt) = (written.bytes, written.receipt);
        let made = MadeBackup { name, entries, damaged, newer, bytes, receipt, key, upto };
        made.verify(&made.bytes)?;
        Ok(made)
    }

    /// Remembers that a backup was made, or read back from where it was saved.
    pub async fn note_backup(self, made: &MadeBackup, how: BackupHow) {
        self.remember_backup(made.upto, how).await;
    }

    pub(super) async fn remember_backup(self, upto: Stamp, how: BackupHow) {
        let writable = self.journal().with(async |vault| Ok(*vault.access() == Access::Full)).await;
        if writable == Ok(true) {
            let today = platform::today();
            let taken_out = Fact::Accessed { person: None, how: crate::care::Access::Exported };
            let owes = how == BackupHow::Made
                && self.record.with_untracked(|record| record.owes_access(None, crate::care::Access::Exported, today));
            let facts = owes.then_some(taken_out).into_iter().chain([Fact::BackedUp(BackedUp { upto, how })]);
            self.state_all(facts.map(|fact| (today, fact)));
        }
    }

    /// Reads back the file that was saved.
    ///
    /// # Errors
    /// [`FileTrouble`] where it is not the backup, whole.
    pub async fn check_saved(self, made: &MadeBackup, bytes: &[u8]) -> Result<(), FileTrouble> {
        platform::next_frame().await;
        made.verify(bytes)?;
        self.note_backup(made, BackupHow::ReadBack).await;
        Ok(())
    }

    /// The last backup that this device knows of and what came after it. Follows the record.
    #[must_use]
    pub fn since_backup(self) -> SinceBackup {
        let device = self.inner.with_value(|inner| inner.device);
        self.record.with(|record| record.since_backup(device))
    }
}

//! Taking a backup in: opened, weighed against what is here, and joined with it or made a new vault of.

use std::sync::Arc;

use leptos::prelude::*;

use super::{App, FileTrouble, Route, Trouble, app::Finding, derive, opening::Folding, scrypt};
use crate::{
    care::{BackupHow, Read, compact::Item},
    exchange::{
        backup::{self, Backup, BackupError, Opener},
        restore::{Agreed, Asked, Counts, Restore, RestoreError, RestorePlan, append},
    },
    platform::{self, SystemRandom},
    vault::{
        Kit, SlotParams, Vault, VaultError,
        age::{AgeError, ScryptKey},
        kek::normalise,
    },
};

/// A backup that was opened.
#[derive(Debug)]
pub struct OpenedBackup {
    backup: Backup,
    /// The recovery kit that opened it.
    kit: Option<Kit>,
    /// Whether all of it could be read.
    pub whole: bool,
}

impl OpenedBackup {
    /// Whether a recovery kit opened it.
    #[must_use]
    pub const fn by_kit(&self) -> bool {
        self.kit.is_some()
    }

    /// When it was made: milliseconds since 1970, by the clock of the device that made it.
    #[must_use]
    pub fn made(&self) -> u64 {
        self.backup.heading.made
    }
}

/// How far a restore has come: this many entries of so many.
pub type Progress = RwSignal<Option<(usize, usize)>>;

/// Whether a backup is opened by a passphrase; otherwise it is by a recovery kit.
///
/// # Errors
/// [`FileTrouble`] where it is no backup, or asks for more work than is accepted: none was done.
pub fn asks_for_passphrase(bytes: &[u8]) -> Result<bool, FileTrouble> {
    Ok(backup::needs_passphrase(bytes)?.is_some())
}

/// Opens a backup with what was typed: its passphrase, or a recovery kit's words or line. Where `damaged`, what can be read
/// of a damaged one.
///
/// # Errors
/// [`FileTrouble`].
pub async fn open_backup(bytes: &[u8], typed: &str, damaged: bool) -> Result<OpenedBackup, FileTrouble> {
    let read = if damaged { backup::salvage } else { backup::read };
    if asks_for_passphrase(bytes)? {
        let key = passphrase_key(bytes, &platform::nfc(typed)).await?;
        let backup = read(bytes, Opener::Passphrase(&key))?;
        return Ok(OpenedBackup { backup, kit: None, whole: !damaged });
    }
    let kit = Kit::parse(&platform::nfc(typed))?;
    platform::next_frame().await;
    let backup = read(bytes, Opener::Kit(&kit))?;
    Ok(OpenedBackup { backup, kit: Some(kit), whole: !damaged })
}

/// Spaces are brought into one form, as where a file is made; a file of another program may need them as they were typed, so
/// that form is tried after the first.
async fn passphrase_key(bytes: &[u8], typed: &str) -> Result<ScryptKey, FileTrouble> {
    let params = backup::needs_passphrase(bytes)?.ok_or(AgeError::NoMatch)?;
    let normal = normalise(typed);
    if normal.is_empty() {
        return Err(Trouble::NoPassphrase.into());
    }
    let key = scrypt::key(&normal, &params).await?;
    match backup::opens(bytes, &key) {
        Err(BackupError::Age(AgeError::WrongPassphrase)) if *normal != typed => scrypt::key(typed, &params).await,
        outcome => Ok(outcome.map(|()| key)?),
    }
}

impl App {
    /// What a restore would do with what is here: with the open vault, or with an empty browser where none is open.
    ///
    /// # Errors
    /// [`Trouble`] where what is here cannot be read.
    pub async fn plan_restore(self, opened: &OpenedBackup, asked: &Asked) -> Result<RestorePlan, Trouble> {
        platform::next_frame().await;
        if !self.is_open() {
            return Ok(RestorePlan::new([].into_iter(), None, &opened.backup, asked));
        }
        self.save_now().await?;
        let log = self.journal().log().await?;
        Ok(RestorePlan::new(log.lines.iter().map(String::as_str), Some(log.vault), &opened.backup, asked))
    }

    /// Joins a backup with the open vault.
    ///
    /// # Errors
    /// [`Trouble`]: what was taken in before it stays, and another try goes on from there.
    pub async fn join_backup(self, plan: &RestorePlan, agreed: Agreed, progress: Progress) -> Result<(), Trouble> {
        let Restore { lines, facts, erasures } = plan.clone().accept(agreed).map_err(not_agreed)?;
        let of = lines.len();
        let outcome = self
            .journal()
            .with(async |vault| {
                let told = &mut |done| progress.set(Some((done, of)));
                append(vault, &lines, told, &mut SystemRandom).await?;
                Ok(())
            })
            .await;
        let outcome = match outcome {
            Ok(()) => {
                if !facts.is_empty() {
                    // What is stated now comes after all that was taken in, also where that is of this very device.
                    self.read_again().await?;
                }
                self.note(facts.into_iter().map(|fact| (platform::today(), fact)));
                self.save_now().await
            }
            failed => failed,
        };
        let erased = match outcome {
            Ok(()) if !erasures.is_empty() => {
                self.journal()
                    .with(async |vault| {
                        let stays = &mut |item: &Item| match item {
                            Item::Event(event) => !erasures.removes(&Read::Known(event.clone())),
                            Item::Line(line) => {
                                std::str::from_utf8(line).is_ok_and(|line| !erasures.removes_line(line))
                            }
                        };
                        Ok(vault.rewrite(stays, &mut SystemRandom).await?)
                    })
                    .await
            }
            outcome => outcome,
        };
        // Whatever happened, what is shown is what is there.
        self.read_again().await?;
        erased?;
        self.end_restore(plan.adds);
        Ok(())
    }

    /// Makes a new vault, with an id, a key and a device id of its own, from a backup, and opens it. The recovery kit that
    /// opened the backup goes on being the vault's.
    ///
    /// # Errors
    /// [`Trouble`] where no vault could be made. Where one was made and not all found room in it, it is open, that is told
    /// among the findings, and taking the same backup in again goes on from there.
    pub async fn restore_as_new(
        self,
        opened: &OpenedBackup,
        plan: &RestorePlan,
        agreed: Agreed,
        passphrase: &str,
        progress: Progress,
    ) -> Result<(), Trouble> {
        let Restore { lines, facts, .. } = plan.clone().accept(agreed).map_err(not_agreed)?;
        let store = self.store()?;
        let rng = &mut SystemRandom;
        let params = SlotParams::fresh(rng).map_err(VaultError::from)?;
        let kek = derive::kek(passphrase, &params).await?;
        let path = self.inner.with_value(|inner| inner.path.clone());
        let mut vault = Vault::create(store, &path, &kek, rng).await?;
        self.enter(vault.place()).await;
        vault.keep_reserve(rng).await?;
        if let Some(kit) = &opened.kit {
            vault.add_kit(kit.recipient(), true, rng).await?;
        }
        let of = lines.len();
        let taken = append(&mut vault, &lines, &mut |done| progress.set(Some((done, of))), rng).await;
        let mut folding = Folding::default();
        let replay = vault.reload_into(&mut |_, item| folding.take(item), rng).await?;
        self.show(vault, replay, folding, None).await?;
        self.note(facts.into_iter().map(|fact| (platform::today(), fact)));
        match taken {
            Ok(()) => {
                let upto = self.inner.try_update_value(|inner| inner.clock.next(platform::now_ms()));
                if opened.whole {
                    self.remember_backup(upto.unwrap_or_default(), BackupHow::Restored).await;
                }
                self.save_now().await?;
                self.end_restore(plan.adds);
            }
            Err(why) => {
                self.findings.update(|all| all.extend([Finding::NotAllRestored, Finding::Trouble(why.into())]));
                self.go(Route::Caseload);
            }
        }
        Ok(())
    }

    fn end_restore(self, adds: Counts) {
        self.findings.update(|all| all.insert(0, Finding::Restored(adds)));
        self.watch_room();
        self.go(Route::Caseload);
    }

    /// Folds the open vault's journal afresh, and what waits to be written to it.
    async fn read_again(self) -> Result<(), Trouble> {
        let device = self.inner.with_value(|inner| inner.device);
        let mut folding = Folding { device: Some(device), ..Folding::default() };
        self.journal()
            .with(async |vault| Ok(vault.reload_into(&mut |_, item| folding.take(item), &mut SystemRandom).await?))
            .await?;
        for event in self.journal().unwritten() {
            folding.take(Item::Event(Box::new(event)));
        }
        self.inner.update_value(|inner| {
            inner.sequence = inner.sequence.max(folding.sequence);
            inner.clock = folding.clock;
        });
        self.record.set(folding.record);
        Ok(())
    }
}

/// The page asks for every agreement before it lets anybody go on; so this only comes where two things happened at once.
fn not_agreed(why: RestoreError) -> Trouble {
    Trouble::Failed(why.to_string())
}

/// What a page holds of a backup that was opened and of what it would do.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// The backup.
    pub opened: Arc<OpenedBackup>,
    /// What it would do.
    pub plan: Arc<RestorePlan>,
}

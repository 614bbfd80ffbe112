//! Why a backup was not made or not read.

use thiserror::Error;

use super::MOST;
use crate::vault::age::AgeError;

/// Why a backup was not made or not read. The record in this browser is never changed by any of these.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BackupError {
    /// The file could not be opened or made as an age file.
    #[error(transparent)]
    Age(#[from] AgeError),
    /// Longer than is read.
    #[error(
        "This file is larger than any backup of this app ({} million bytes). Nothing was read and nothing was changed. Choose another file.",
        MOST / 1_000_000
    )]
    TooLarge,
    /// It opens, but something else is in it.
    #[error("This file opens, but it is no backup of this app. Nothing was changed. Choose another file.")]
    NotABackup,
    /// A later form of backups.
    #[error(
        "This backup was made by a newer version of the app. Nothing was changed. Load the newest version and try again."
    )]
    Newer,
    /// What it holds is not what its first line says.
    #[error(
        "This backup opens, but what is in it is not what its first line says: {found} of {stated} entries. Nothing was changed. Use another backup."
    )]
    NotWhole {
        /// How many lines the first line names.
        stated: usize,
        /// How many there are.
        found: usize,
    },
    /// Its end is missing or damaged.
    #[error(
        "This backup is damaged or its end is missing. {readable} entries before the damage can still be read. Nothing was changed. Use another backup if there is one, or take in what can be read."
    )]
    Damaged {
        /// How many whole lines authenticate.
        readable: usize,
    },
    /// What was read back is not what was written.
    #[error(
        "The backup was written, but reading it back gave something else, so it is no backup. Delete the file and make another, in another place if this happens again."
    )]
    NotVerified,
}

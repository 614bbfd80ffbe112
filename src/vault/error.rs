//! Why a vault was not made, opened or changed, and whether an open one may be written to.

use thiserror::Error;

use super::inbox_keys::RenewError;
use super::journal::AppendError;
use super::kek::KekError;
use super::seal::SealError;
use super::slot::SlotError;
use super::storage::StorageError;

/// Why something in this vault must not be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadOnly {
    /// A newer version of the app wrote here; these are the keys that this version does not understand.
    Newer(Vec<String>),
    /// The vault was given a new key meanwhile, and what is open here has only the old one.
    KeyChanged,
}

/// Whether an open vault may be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// It may.
    Full,
    /// It may be read and exported only.
    ReadOnly(ReadOnly),
}

/// Why a vault was not made, opened or changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The store refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A slot did not open or could not be made.
    #[error(transparent)]
    Slot(#[from] SlotError),
    /// The passphrase could not be prepared.
    #[error(transparent)]
    Kek(#[from] KekError),
    /// Encryption failed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// No slot of this vault can be read.
    #[error(
        "The lock of this vault is damaged in every copy. The data behind it were left as they are. Restore from a backup."
    )]
    NoSlot,
    /// The slot was replaced meanwhile, by a change of passphrase in another tab perhaps.
    #[error(
        "The passphrase of this vault was changed meanwhile. Nothing was changed now. Reload the page and use the new one."
    )]
    SlotGone,
    /// The vault's key was changed meanwhile, in another tab perhaps, and the one that is open here opens nothing new.
    #[error(
        "This vault has been given a new key meanwhile. Nothing was changed now. Reload the page and open it again with the same passphrase."
    )]
    KeyChanged,
    /// There already is something where a new vault should be made.
    #[error("There already is a vault in this place. It was not touched.")]
    AlreadyThere,
    /// The vault may only be read.
    #[error(
        "A newer version of the app has written to this vault, so this version only reads it. Nothing was changed. Load the newest version to go on."
    )]
    ReadOnly,
    /// Record numbers have run out.
    #[error(
        "This vault cannot take another record. Nothing was written. Make a backup and restore it into a new vault."
    )]
    Exhausted,
}

impl From<AppendError> for VaultError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Storage(error) => Self::Storage(error),
            AppendError::Seal(error) => Self::Seal(error),
            AppendError::Exhausted => Self::Exhausted,
            AppendError::Newer(_) => Self::ReadOnly,
            AppendError::KeyChanged => Self::KeyChanged,
        }
    }
}

impl From<RenewError> for VaultError {
    fn from(error: RenewError) -> Self {
        match error {
            RenewError::Storage(error) => Self::Storage(error),
            RenewError::Seal(error) => Self::Seal(error),
        }
    }
}

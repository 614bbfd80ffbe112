//! What went wrong, in types that a page can say in the person's language.

use crate::{
    exchange::TurnError,
    vault::{KekError, SlotError, StorageError, VaultError},
    words::{Lang, problem, questionnaires, unlock},
};

/// What went wrong, seen by the person in front of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trouble {
    /// The browser lets nothing be stored.
    Blocked,
    /// No room is left.
    Full,
    /// The passphrase opens nothing here.
    WrongPassphrase,
    /// Nothing was typed where the passphrase goes.
    NoPassphrase,
    /// The device has not the memory that unlocking takes.
    OutOfMemory,
    /// Every copy of the lock is damaged.
    LockDamaged,
    /// A newer version wrote here; reading only.
    Newer,
    /// The key that answers are sealed to is not this vault's own.
    InboxSwapped,
    /// Something typed in the editor of questionnaires is not saved and would be lost.
    Unsaved,
    /// Anything else, with the technical reason.
    Failed(String),
}

impl Trouble {
    /// What happened, what was kept, what to do.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Blocked => problem::blocked(lang).to_owned(),
            Self::Full => problem::full(lang).to_owned(),
            Self::WrongPassphrase => unlock::wrong(lang).to_owned(),
            Self::NoPassphrase => unlock::empty(lang).to_owned(),
            Self::OutOfMemory => unlock::no_memory(lang).to_owned(),
            Self::LockDamaged => unlock::damaged_slot(lang).to_owned(),
            Self::Newer => problem::newer(lang).to_owned(),
            Self::InboxSwapped => problem::swapped_inbox(lang).to_owned(),
            Self::Unsaved => questionnaires::unsaved_first(lang).to_owned(),
            Self::Failed(reason) => problem::failed(lang, reason),
        }
    }
}

impl From<StorageError> for Trouble {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Blocked => Self::Blocked,
            StorageError::Full => Self::Full,
            StorageError::Failed(reason) => Self::Failed(reason),
        }
    }
}

impl From<VaultError> for Trouble {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Storage(error) => error.into(),
            VaultError::Slot(SlotError::WrongPassphrase) => Self::WrongPassphrase,
            VaultError::Kek(KekError::Empty) | VaultError::Slot(SlotError::Kek(KekError::Empty)) => Self::NoPassphrase,
            VaultError::Kek(KekError::OutOfMemory) | VaultError::Slot(SlotError::Kek(KekError::OutOfMemory)) => {
                Self::OutOfMemory
            }
            VaultError::NoSlot | VaultError::Slot(_) => Self::LockDamaged,
            VaultError::ReadOnly => Self::Newer,
            other => Self::Failed(other.to_string()),
        }
    }
}

impl From<TurnError> for Trouble {
    fn from(error: TurnError) -> Self {
        match error {
            TurnError::Storage(error) => error.into(),
            TurnError::Vault(error) => error.into(),
            TurnError::NoInbox => Self::InboxSwapped,
            other => Self::Failed(other.to_string()),
        }
    }
}

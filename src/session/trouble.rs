//! What went wrong, in types that a page can say in the person's language.

use crate::{
    exchange::TurnError,
    vault::{KekError, KitError, SlotError, StorageError, VaultError},
    words::{Lang, kit, problem, tabs, unlock},
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
    /// Another tab made a new key for the vault, and this one has the old one.
    KeyChanged,
    /// The key that answers are sealed to is not this vault's own.
    InboxSwapped,
    /// What was typed is no recovery kit, or not this vault's.
    Kit(KitError),
    /// Another tab writes.
    Following,
    /// It was given up by the person.
    GivenUp,
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
            Self::KeyChanged => problem::key_changed(lang).to_owned(),
            Self::InboxSwapped => problem::swapped_inbox(lang).to_owned(),
            Self::Kit(why) => say_kit(why, lang),
            Self::Following => tabs::following(lang).to_owned(),
            Self::GivenUp => tabs::given_up(lang).to_owned(),
            Self::Failed(reason) => problem::failed(lang, reason),
        }
    }
}

fn say_kit(why: &KitError, lang: Lang) -> String {
    match why {
        KitError::Count { found } => kit::wrong_count(lang, &found.to_string()),
        KitError::NotAWord { position } => kit::no_word(lang, &position.to_string()),
        KitError::OtherWord { position } => kit::other_word(lang, &position.to_string()),
        KitError::Checksum => kit::wrong_sum(lang).to_owned(),
        KitError::OtherKit => kit::other_kit(lang).to_owned(),
        KitError::Line => kit::wrong_line(lang).to_owned(),
        // Nothing typed, or a kind of fault that this version does not know.
        _ => kit::empty(lang).to_owned(),
    }
}

impl From<StorageError> for Trouble {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Blocked => Self::Blocked,
            StorageError::Full => Self::Full,
            StorageError::NotWriter => Self::Following,
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
            VaultError::KeyChanged => Self::KeyChanged,
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

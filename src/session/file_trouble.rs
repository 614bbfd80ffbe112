//! What is wrong with a file that was given or made, in types that a page can say in the person's language.

use super::Trouble;
use crate::{
    exchange::{backup::BackupError, erasure_list::ListError},
    vault::{KitError, VaultError, age::AgeError},
    words::{Lang, backup_trouble as w},
};

/// What is wrong with a backup or an erasure list. What is in this browser was not changed by any of these.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileTrouble {
    /// The browser could not read the file.
    Unreadable,
    /// Longer than is read.
    TooLarge,
    /// No backup of this app, nor an age file.
    Other,
    /// It opens, but something else is in it.
    OtherInside,
    /// A later form.
    Newer,
    /// Its beginning is damaged, or was altered.
    Beginning,
    /// Its end is missing or damaged; this many entries before can be read.
    Damaged(usize),
    /// It asks for more work than is accepted.
    TooCostly,
    /// Not the passphrase.
    WrongPassphrase,
    /// Not the recovery kit for which it was made.
    WrongKit,
    /// What was typed is no recovery kit.
    Kit(KitError),
    /// What was read back is not what was written.
    NotVerified,
    /// The device has not the memory that a passphrase takes.
    OutOfMemory,
    /// No erasure list.
    NoList,
    /// An erasure list whose end is missing, or that is damaged.
    ListDamaged,
    /// Anything that has nothing to do with the file.
    Trouble(Trouble),
}

impl FileTrouble {
    /// What happened, what was kept, what to do.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let plain = match self {
            Self::Unreadable => w::unreadable,
            Self::TooLarge => w::too_large,
            Self::Other => w::not_a_backup,
            Self::OtherInside => w::something_else,
            Self::Newer => w::newer,
            Self::Beginning => w::beginning,
            Self::Damaged(0) => w::damaged_all,
            Self::Damaged(readable) => return w::damaged(lang, *readable),
            Self::TooCostly => w::too_costly,
            Self::WrongPassphrase => w::wrong_passphrase,
            Self::WrongKit => w::wrong_kit,
            Self::Kit(why) => return kit(why, lang),
            Self::NotVerified => w::not_verified,
            Self::OutOfMemory => w::no_memory,
            Self::NoList => w::no_list,
            Self::ListDamaged => w::list_damaged,
            Self::Trouble(trouble) => return trouble.say(lang),
        };
        plain(lang).to_owned()
    }
}

fn kit(why: &KitError, lang: Lang) -> String {
    match why {
        KitError::Empty => w::kit_empty(lang).to_owned(),
        KitError::Count { found } => w::kit_count(lang, *found),
        KitError::NotAWord { position } | KitError::OtherWord { position } => w::kit_word(lang, &position.to_string()),
        KitError::Line => w::kit_line(lang).to_owned(),
        _ => w::kit_together(lang).to_owned(),
    }
}

impl From<AgeError> for FileTrouble {
    fn from(error: AgeError) -> Self {
        match error {
            AgeError::NotAge => Self::Other,
            AgeError::Newer => Self::Newer,
            AgeError::Armor | AgeError::Header | AgeError::Altered => Self::Beginning,
            AgeError::NoMatch => Self::WrongKit,
            AgeError::WrongPassphrase => Self::WrongPassphrase,
            AgeError::TooCostly { .. } => Self::TooCostly,
            AgeError::OutOfMemory => Self::OutOfMemory,
            AgeError::Payload => Self::Damaged(0),
            other => Self::Trouble(Trouble::Failed(other.to_string())),
        }
    }
}

impl From<BackupError> for FileTrouble {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Age(why) => why.into(),
            BackupError::TooLarge => Self::TooLarge,
            BackupError::NotABackup => Self::OtherInside,
            BackupError::Newer => Self::Newer,
            BackupError::NotWhole { found, .. } => Self::Damaged(found),
            BackupError::Damaged { readable } => Self::Damaged(readable),
            BackupError::NotVerified => Self::NotVerified,
        }
    }
}

impl From<KitError> for FileTrouble {
    fn from(error: KitError) -> Self {
        Self::Kit(error)
    }
}

impl From<ListError> for FileTrouble {
    fn from(error: ListError) -> Self {
        match error {
            ListError::NotAList => Self::NoList,
            ListError::Newer => Self::Newer,
            ListError::Damaged => Self::ListDamaged,
        }
    }
}

impl From<Trouble> for FileTrouble {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<VaultError> for FileTrouble {
    fn from(error: VaultError) -> Self {
        Self::Trouble(error.into())
    }
}

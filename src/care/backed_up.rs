//! That everything written up to a moment also lies in a file outside of the browser.

use super::Stamp;
use crate::plain::{plain_enum, plain_struct};

/// A backup, as the device that made it knows of it. What this says holds for that device alone: a file does not hold what
/// another device had not handed over yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackedUp {
    /// Everything stated up to this moment is in the file.
    pub upto: Stamp,
    /// How that is known.
    pub how: BackupHow,
}

/// How it is known that a file holds everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BackupHow {
    /// It was made, and read back in memory before it was handed to the browser for saving.
    Made,
    /// The file was then read back from where it had been saved.
    ReadBack,
    /// The vault was made from it, and nothing else was in it.
    Restored,
}

plain_struct!(BackedUp { upto, how });
plain_enum!(BackupHow { "made" = Made, "read-back" = ReadBack, "restored" = Restored });

//! Backups: one age file with the whole log as lines of JSON.
//!
//! The first line says what the file is; every other line is one event, byte for byte as it is kept. So the file can be read
//! without this app: `age -d backup.age`. It is encrypted for the recovery kit or for a passphrase that is asked afresh. Nothing
//! is called a backup before [`verify()`] has read it back.
//!
//! Reading is bounded: [`MOST`] bytes, no compression, a bound on the work for a passphrase, and nothing is given out unless the
//! whole file is whole, except by [`salvage`], which says so.

mod error;
mod heading;
mod read;
mod write;

pub use error::BackupError;
pub use heading::Heading;
pub use read::{Backup, Opener, by_passphrase, needs_passphrase, opens, read, salvage};
pub use write::{Receipt, Written, verify, write};

/// Most bytes of a file that is read, and of one that is written. A store of 60,000 sessions makes about 60 million.
pub const MOST: usize = 128 * 1024 * 1024;
/// Longest accepted line in bytes: an imported questionnaire with all its languages is far below.
pub const LONGEST_LINE: usize = 4 * 1024 * 1024;

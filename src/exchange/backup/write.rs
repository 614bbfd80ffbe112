//! Writing a backup, and reading it back before it is called one.

use rand_core::CryptoRngCore;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::read::{Opener, read_with};
use super::{BackupError, Heading, LONGEST_LINE, MOST};
use crate::vault::age::{AgeFile, FileKey, To, With, Writer};
use crate::vault::text::hex;

/// A file that was written and not yet verified.
#[derive(Debug)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// What [`verify`] needs to know.
    pub receipt: Receipt,
}

/// What is known of a file that was written: its heading, the header that says who can open it, and its key. Kept in memory
/// until the file has been read back.
#[derive(Debug)]
pub struct Receipt {
    heading: Heading,
    header: Vec<u8>,
    key: FileKey,
}

/// Writes every line of a log into a file for `to`. `made` is milliseconds since 1970. The lines are gone through twice, so
/// that the first line can say what follows; no second copy of them is made.
///
/// # Errors
/// [`BackupError::TooLarge`] where the file could not be read again, [`BackupError::Age`].
pub fn write<'a, L>(
    lines: L,
    vault: Uuid,
    made: u64,
    to: &To<'_>,
    rng: &mut dyn CryptoRngCore,
) -> Result<Written, BackupError>
where
    L: Iterator<Item = &'a str> + Clone,
{
    let mut hash = Sha256::new();
    let mut count = 0_usize;
    for line in lines.clone() {
        if line.len() > LONGEST_LINE || line.contains('\n') {
            return Err(BackupError::TooLarge);
        }
        hash.update(line.as_bytes());
        hash.update(b"\n");
        count += 1;
    }
    let sha256 = hex(&hash.finalize());
    let heading = Heading { app: env!("CARGO_PKG_VERSION").to_owned(), vault, made, count, sha256 };
    let mut writer = Writer::new(to, rng)?;
    writer.write(heading.to_line().as_bytes())?;
    for line in lines {
        writer.write(b"\n")?;
        writer.write(line.as_bytes())?;
        if writer.length() > MOST {
            return Err(BackupError::TooLarge);
        }
    }
    writer.write(b"\n")?;
    let (bytes, key) = writer.finish()?;
    if bytes.len() > MOST {
        return Err(BackupError::TooLarge);
    }
    let header = AgeFile::parse(&bytes)?.header().to_vec();
    Ok(Written { bytes, receipt: Receipt { heading, header, key } })
}

/// Reads a file back, from wherever it was put, and compares it with what was written: who can open it, each chunk's
/// authenticity, how many lines, and their hash. With an `opener` it is opened as in an emergency, by the kit or the passphrase
/// itself; without one by the key that the writer still holds, because the kit is on paper.
///
/// # Errors
/// [`BackupError::NotVerified`] for any difference, [`BackupError::Age`] where it does not open.
pub fn verify(bytes: &[u8], receipt: &Receipt, opener: Option<Opener<'_>>) -> Result<Heading, BackupError> {
    let file = AgeFile::parse(bytes)?;
    if file.header() != receipt.header {
        return Err(BackupError::NotVerified);
    }
    let read = match opener {
        Some(opener) => super::read(bytes, opener),
        None => read_with(&file, &With::FileKey(&receipt.key)),
    };
    let backup = match read {
        Ok(backup) => backup,
        Err(BackupError::Age(why)) => return Err(why.into()),
        Err(_) => return Err(BackupError::NotVerified),
    };
    if backup.heading == receipt.heading { Ok(backup.heading) } else { Err(BackupError::NotVerified) }
}

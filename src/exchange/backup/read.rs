//! Reading a backup.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{BackupError, Heading, LONGEST_LINE, MOST};
use crate::vault::Kit;
use crate::vault::age::{AgeError, AgeFile, ScryptKey, ScryptParams, With, passphrase};
use crate::vault::kek::normalise;
use crate::vault::text::hex;

/// What a backup is opened with.
#[derive(Debug, Clone, Copy)]
pub enum Opener<'a> {
    /// The recovery kit.
    Kit(&'a Kit),
    /// The passphrase, prepared with [`by_passphrase`] or in a worker.
    Passphrase(&'a ScryptKey),
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// What the first line said.
    pub heading: Heading,
    /// Every line after it, byte for byte.
    pub lines: Vec<String>,
}

/// The cost and salt that the passphrase must be prepared with; nothing where the file is for a recovery kit.
///
/// # Errors
/// [`BackupError::TooLarge`], [`BackupError::Age`]; a hostile cost is refused here.
pub fn needs_passphrase(bytes: &[u8]) -> Result<Option<ScryptParams>, BackupError> {
    Ok(parse(bytes)?.scrypt()?)
}

/// Prepares a typed passphrase (in Unicode NFC). Slow on purpose. Spaces are brought into one form, as the app does where it writes
/// a file; a file of another program may need them as they were typed, so that form is tried after the first.
///
/// # Errors
/// [`AgeError::OutOfMemory`], [`AgeError::NoMatch`] where the file is for a recovery kit; [`AgeError::WrongPassphrase`].
pub fn by_passphrase(bytes: &[u8], typed: &str) -> Result<ScryptKey, BackupError> {
    let file = parse(bytes)?;
    let params = file.scrypt()?.ok_or(AgeError::NoMatch)?;
    let normal = normalise(typed);
    let key = passphrase::derive(&normal, &params)?;
    match file.unlock(&With::Passphrase(&key)).map(|_| ()) {
        Err(AgeError::WrongPassphrase) if *normal != typed => {
            let key = passphrase::derive(typed, &params)?;
            file.unlock(&With::Passphrase(&key)).map(|_| ())?;
            Ok(key)
        }
        Err(why) => Err(why.into()),
        Ok(()) => Ok(key),
    }
}

/// Whether this key opens the file, told without reading it.
///
/// # Errors
/// [`AgeError::WrongPassphrase`] in [`BackupError::Age`], and what makes it no backup at all.
pub fn opens(bytes: &[u8], key: &ScryptKey) -> Result<(), BackupError> {
    Ok(parse(bytes)?.unlock(&With::Passphrase(key)).map(|_| ())?)
}

/// Reads a whole backup.
///
/// # Errors
/// [`BackupError`]; nothing of a file that is not whole is given.
pub fn read(bytes: &[u8], opener: Opener<'_>) -> Result<Backup, BackupError> {
    read_with(&parse(bytes)?, &with(&opener))
}

/// Reads what authenticates of a damaged backup: the lines before the damage. To be used only when [`read`] said
/// [`BackupError::Damaged`], and to be called incomplete.
///
/// # Errors
/// [`BackupError`] where not even the first line can be read.
pub fn salvage(bytes: &[u8], opener: Opener<'_>) -> Result<Backup, BackupError> {
    let file = parse(bytes)?;
    let (lines, _) = lines(&file, &with(&opener))?;
    lines.backup()
}

fn parse(bytes: &[u8]) -> Result<AgeFile<'_>, BackupError> {
    if bytes.len() > MOST {
        return Err(BackupError::TooLarge);
    }
    Ok(AgeFile::parse(bytes)?)
}

fn with<'a>(opener: &Opener<'a>) -> With<'a> {
    match opener {
        Opener::Kit(kit) => With::Identity(kit.identity()),
        Opener::Passphrase(key) => With::Passphrase(key),
    }
}

pub(super) fn read_with(file: &AgeFile<'_>, with: &With<'_>) -> Result<Backup, BackupError> {
    let (lines, whole) = lines(file, with)?;
    let (hash, found) = (hex(&lines.hash.clone().finalize()), lines.lines.len());
    // What is no backup of ours is called that, whatever else is wrong with it.
    let ended = lines.held.is_empty();
    let backup = lines.backup()?;
    if !whole {
        return Err(BackupError::Damaged { readable: found });
    }
    let stated = backup.heading.count;
    if found != stated || hash != backup.heading.sha256 || !ended {
        return Err(BackupError::NotWhole { stated, found });
    }
    Ok(backup)
}

/// Lines as they come out of the chunks.
#[derive(Default)]
struct Lines {
    heading: Option<Result<Heading, BackupError>>,
    lines: Vec<String>,
    /// The beginning of a line whose end has not come yet.
    held: Zeroizing<Vec<u8>>,
    hash: Sha256,
}

impl Lines {
    fn take(&mut self, chunk: &[u8]) -> Result<(), BackupError> {
        for piece in chunk.split_inclusive(|byte| *byte == b'\n') {
            self.held.extend_from_slice(piece);
            if self.held.len() > LONGEST_LINE + 1 {
                return Err(BackupError::NotABackup);
            }
            let Some(line) = self.held.strip_suffix(b"\n") else { continue };
            if self.heading.is_none() {
                let heading = Heading::parse(line);
                let known = heading.is_ok();
                self.heading = Some(heading);
                if !known {
                    return Ok(());
                }
            } else {
                let text = std::str::from_utf8(line).map_err(|_| BackupError::NotABackup)?.to_owned();
                self.hash.update(&self.held[..]);
                self.lines.push(text);
            }
            self.held.clear();
        }
        Ok(())
    }

    fn backup(self) -> Result<Backup, BackupError> {
        let heading = self.heading.unwrap_or(Err(BackupError::NotABackup))?;
        Ok(Backup { heading, lines: self.lines })
    }
}

/// The lines that authenticate, and whether the file is whole.
fn lines(file: &AgeFile<'_>, with: &With<'_>) -> Result<(Lines, bool), BackupError> {
    let mut lines = Lines::default();
    for chunk in file.unlock(with)? {
        let Ok(chunk) = chunk.map(Zeroizing::new) else {
            // Damage in the first chunk already: nothing of it is known.
            return if lines.heading.is_none() {
                Err(BackupError::Damaged { readable: 0 })
            } else {
                Ok((lines, false))
            };
        };
        lines.take(&chunk)?;
        if matches!(lines.heading, Some(Err(_))) {
            break;
        }
    }
    Ok((lines, true))
}

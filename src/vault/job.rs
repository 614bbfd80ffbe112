//! The slow derivations as jobs: bytes in, bytes out, so that whoever does the work need not share memory with whoever asks.
//!
//! A job is written as its kind, the length of its settings, the settings and the passphrase; an outcome as one byte that
//! says how it went and, where it went well, the 32 bytes derived. Both hold secrets and are for memory only.

use thiserror::Error;
use zeroize::Zeroizing;

use super::age::passphrase::{self as scrypt, ScryptParams};
use super::kek::{KekError, SlotParams, derive_kek};

/// A derivation: what goes in.
#[derive(Clone)]
pub enum Job {
    /// The key of a passphrase slot; see [`derive_kek`]. The passphrase is in Unicode NFC.
    Argon2(Zeroizing<String>, SlotParams),
    /// The key of an age file that a passphrase opens; see [`scrypt::derive`].
    Scrypt(Zeroizing<String>, ScryptParams),
}

/// Why a job gave no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum JobError {
    /// The passphrase is empty, or only spaces.
    #[error("The passphrase is empty. Nothing was changed. Type the passphrase.")]
    Empty,
    /// There is not that much memory.
    #[error(
        "This device has not enough free memory to check the passphrase. Nothing was changed. Close other pages or programs and try again."
    )]
    OutOfMemory,
    /// The settings are refused, or what came is no job or no outcome.
    #[error("The settings for unlocking cannot be used. Nothing was changed.")]
    Refused,
}

const ARGON2: u8 = b'a';
const SCRYPT: u8 = b's';
const DONE: u8 = 0;

impl Job {
    /// As bytes, for [`work`].
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let (kind, settings, passphrase) = match self {
            Self::Argon2(passphrase, params) => (ARGON2, params.to_text().into_bytes(), passphrase),
            Self::Scrypt(passphrase, params) => {
                let mut settings = vec![params.factor()];
                settings.extend(params.salt());
                (SCRYPT, settings, passphrase)
            }
        };
        let mut out = Zeroizing::new(Vec::with_capacity(2 + settings.len() + passphrase.len()));
        // Settings are far shorter than 256 bytes; should they ever not be, the reader refuses the job.
        out.extend([kind, u8::try_from(settings.len()).unwrap_or(u8::MAX)]);
        out.extend(settings);
        out.extend(passphrase.as_bytes());
        out
    }

    /// From [`Job::to_bytes`]; nothing where they are no job, or one with settings outside of what is accepted.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (&kind, rest) = bytes.split_first()?;
        let (&length, rest) = rest.split_first()?;
        let (settings, passphrase) = rest.split_at_checked(length.into())?;
        let passphrase = Zeroizing::new(std::str::from_utf8(passphrase).ok()?.to_owned());
        match kind {
            ARGON2 => {
                let params = SlotParams::parse(std::str::from_utf8(settings).ok()?).ok()?;
                Some(Self::Argon2(passphrase, params))
            }
            SCRYPT => {
                let (&factor, salt) = settings.split_first()?;
                let params = ScryptParams::new(factor.into(), salt.try_into().ok()?).ok()?;
                Some(Self::Scrypt(passphrase, params))
            }
            _ => None,
        }
    }

    /// Does it. Slow on purpose.
    ///
    /// # Errors
    /// [`JobError`].
    pub fn run(&self) -> Result<Zeroizing<[u8; 32]>, JobError> {
        match self {
            Self::Argon2(passphrase, params) => match derive_kek(passphrase, params) {
                Ok(kek) => Ok(kek.to_bytes()),
                Err(KekError::Empty) => Err(JobError::Empty),
                Err(KekError::OutOfMemory) => Err(JobError::OutOfMemory),
                Err(_) => Err(JobError::Refused),
            },
            Self::Scrypt(passphrase, params) => match scrypt::derive(passphrase, params) {
                Ok(key) => Ok(Zeroizing::new(*key.bytes())),
                Err(super::age::AgeError::OutOfMemory) => Err(JobError::OutOfMemory),
                Err(_) => Err(JobError::Refused),
            },
        }
    }
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Argon2(..) => "Job::Argon2(..)",
            Self::Scrypt(..) => "Job::Scrypt(..)",
        })
    }
}

/// Does a job given as bytes and gives its outcome as bytes. Any bytes are safe.
#[must_use]
pub fn work(job: &[u8]) -> Vec<u8> {
    match Job::parse(job).ok_or(JobError::Refused).and_then(|job| job.run()) {
        Ok(key) => {
            let mut out = vec![DONE];
            out.extend(key.iter());
            out
        }
        Err(JobError::Empty) => vec![1],
        Err(JobError::OutOfMemory) => vec![2],
        Err(JobError::Refused) => vec![3],
    }
}

/// Reads what [`work`] gave.
///
/// # Errors
/// The job's own error, and [`JobError::Refused`] where the bytes are no outcome.
pub fn outcome(bytes: &[u8]) -> Result<Zeroizing<[u8; 32]>, JobError> {
    match bytes.split_first() {
        Some((&DONE, key)) => key.try_into().map(Zeroizing::new).map_err(|_| JobError::Refused),
        Some((1, [])) => Err(JobError::Empty),
        Some((2, [])) => Err(JobError::OutOfMemory),
        _ => Err(JobError::Refused),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::kek::MIN_MEMORY;

    fn argon2(passphrase: &str) -> Job {
        let params = SlotParams::new(MIN_MEMORY, 2, 1, [7; 16]).unwrap();
        Job::Argon2(Zeroizing::new(passphrase.to_owned()), params)
    }

    #[test]
    fn done_as_bytes_it_gives_what_it_gives_here() {
        let params = ScryptParams::new(3, [9; 16]).unwrap();
        let scrypt_job = Job::Scrypt(Zeroizing::new("caf\u{e9} azul".to_owned()), params);
        let here = scrypt::derive("caf\u{e9} azul", &params).unwrap();
        assert_eq!(*outcome(&work(&scrypt_job.to_bytes())).unwrap(), *here.bytes());
        let Job::Argon2(_, params) = argon2("") else { panic!("an Argon2 job") };
        let here = derive_kek("six copper words", &params).unwrap().to_bytes();
        assert_eq!(outcome(&work(&argon2("six copper words").to_bytes())).unwrap(), here);
    }

    #[test]
    fn what_went_wrong_comes_back_and_any_bytes_are_safe() {
        assert_eq!(outcome(&work(&argon2("  ").to_bytes())), Err(JobError::Empty));
        for bad in [&b""[..], b"a", b"a\xff", b"a\x05hello", b"s\x02\x10x", b"s\x11\x13aaaaaaaaaaaaaaaax", b"z\x00"] {
            assert!(Job::parse(bad).is_none());
            assert_eq!(outcome(&work(bad)), Err(JobError::Refused));
        }
        let mut job = argon2("x").to_bytes();
        job.push(0xff);
        assert!(Job::parse(&job).is_none(), "no UTF-8");
        for bad in [&b""[..], b"\0", b"\0short", b"\x01x", b"\x09"] {
            assert_eq!(outcome(bad), Err(JobError::Refused));
        }
        assert_eq!(outcome(&[2]), Err(JobError::OutOfMemory));
    }

    #[test]
    fn a_passphrase_is_not_printed() {
        assert_eq!(format!("{:?}", argon2("secret")), "Job::Argon2(..)");
    }
}

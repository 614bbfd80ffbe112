//! A whole age file: opened with a key, written for keys.

use std::borrow::Cow;

use chacha20poly1305::aead::Aead;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce};
use hmac::{Hmac, Mac};
use rand_core::CryptoRngCore;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::armor;
use super::error::AgeError;
use super::header::{self, Header, Stanza, decode, encode};
use super::keys::{Identity, Recipient, shared};
use super::passphrase::{ScryptKey, ScryptParams};
use super::stream::{Payload, Sealer};
use crate::vault::keys::SealKey;
use crate::vault::seal::{SealError, TAG, random};

const X25519: &str = "X25519";
const SCRYPT: &str = "scrypt";
const X25519_INFO: &[u8] = b"age-encryption.org/v1/X25519";
/// Length of a file key in bytes.
const KEY: usize = 16;
/// Length of the payload's nonce in bytes.
const NONCE: usize = 16;

/// The key of one file. Wiped when dropped, never printed.
#[derive(Clone)]
pub struct FileKey(Zeroizing<[u8; KEY]>);

impl std::fmt::Debug for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileKey(..)")
    }
}

impl FileKey {
    fn mac(&self, covered: &[u8]) -> Option<Hmac<Sha256>> {
        let key = SealKey::derive(&[], &self.0[..], b"header");
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key.bytes()).ok()?;
        mac.update(covered);
        Some(mac)
    }

    fn payload(&self, nonce: &[u8]) -> SealKey {
        SealKey::derive(nonce, &self.0[..], b"payload")
    }
}

/// What a file is opened with.
#[derive(Debug, Clone, Copy)]
pub enum With<'a> {
    /// The secret key of one of its recipients.
    Identity(&'a Identity),
    /// A prepared passphrase, made from the file's own [`AgeFile::scrypt`].
    Passphrase(&'a ScryptKey),
    /// The file's own key, known to the one who wrote it.
    FileKey(&'a FileKey),
}

/// What a file is written for.
#[derive(Debug, Clone, Copy)]
pub enum To<'a> {
    /// Everyone who has the secret key of one of these; at least one.
    Recipients(&'a [Recipient]),
    /// Everyone who knows the passphrase.
    Passphrase(&'a ScryptKey),
}

/// A file whose header was read. Nothing is authenticated before [`AgeFile::unlock`].
pub struct AgeFile<'a> {
    bytes: Cow<'a, [u8]>,
    header: Header,
}

impl<'a> AgeFile<'a> {
    /// Reads the header of a file, binary or as text.
    ///
    /// # Errors
    /// [`AgeError::NotAge`], [`AgeError::Newer`], [`AgeError::Armor`], [`AgeError::Header`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, AgeError> {
        let bytes = if armor::is_armored(bytes) { Cow::Owned(armor::read(bytes)?) } else { Cow::Borrowed(bytes) };
        let header = header::read(&bytes)?;
        Ok(Self { bytes, header })
    }

    /// The ways to open it, in order.
    #[must_use]
    pub fn stanzas(&self) -> &[Stanza] {
        &self.header.stanzas
    }

    /// The header's own bytes.
    #[must_use]
    pub fn header(&self) -> &[u8] {
        self.bytes.get(..self.header.length).unwrap_or_default()
    }

    /// Cost and salt of its passphrase; nothing where it is opened by a key.
    ///
    /// # Errors
    /// [`AgeError::TooCostly`] before any work is done, [`AgeError::Header`].
    pub fn scrypt(&self) -> Result<Option<ScryptParams>, AgeError> {
        let Some(stanza) = self.header.stanzas.iter().find(|stanza| stanza.kind == SCRYPT) else { return Ok(None) };
        let [salt, factor] = &stanza.arguments[..] else { return Err(AgeError::Header) };
        let salt = decode(salt).ok_or(AgeError::Header)?;
        let plain = factor.bytes().all(|byte| byte.is_ascii_digit()) && !factor.starts_with('0');
        if !plain || factor.is_empty() || stanza.body.len() != KEY + TAG {
            return Err(AgeError::Header);
        }
        ScryptParams::new(factor.parse().unwrap_or(u32::MAX), salt).map(Some)
    }

    /// Finds the file's key and authenticates the header; the payload then comes chunk by chunk.
    ///
    /// # Errors
    /// [`AgeError::NoMatch`], [`AgeError::WrongPassphrase`], [`AgeError::Header`], [`AgeError::TooCostly`],
    /// [`AgeError::Altered`].
    pub fn unlock(&self, with: &With<'_>) -> Result<Payload<'_>, AgeError> {
        let scrypt = self.scrypt()?;
        let key = match (with, scrypt) {
            (With::FileKey(key), _) => (*key).clone(),
            (With::Identity(identity), None) => self.by_identity(identity)?,
            (With::Passphrase(key), Some(params)) if *key.params() == params => self.by_passphrase(key)?,
            (With::Passphrase(_), Some(_)) => return Err(AgeError::WrongPassphrase),
            _ => return Err(AgeError::NoMatch),
        };
        let covered = self.bytes.get(..self.header.covered).ok_or(AgeError::Header)?;
        let mac = key.mac(covered).ok_or(AgeError::Header)?;
        mac.verify_slice(&self.header.mac).map_err(|_| AgeError::Altered)?;
        let rest = self.bytes.get(self.header.length..).unwrap_or_default();
        let (nonce, rest) = rest.split_at_checked(NONCE).ok_or(AgeError::Header)?;
        Ok(Payload::new(&key.payload(nonce), rest))
    }

    fn by_identity(&self, identity: &Identity) -> Result<FileKey, AgeError> {
        let public = identity.recipient().to_bytes();
        let mut found = None;
        for stanza in self.header.stanzas.iter().filter(|stanza| stanza.kind == X25519) {
            let [share] = &stanza.arguments[..] else { return Err(AgeError::Header) };
            let share: [u8; 32] = decode(share).ok_or(AgeError::Header)?;
            if stanza.body.len() != KEY + TAG {
                return Err(AgeError::Header);
            }
            let secret = shared(identity.bytes(), &share).ok_or(AgeError::Header)?;
            let wrap = wrapping(&share, &public, &secret);
            found = found.or_else(|| unwrap(&wrap, &stanza.body));
        }
        found.ok_or(AgeError::NoMatch)
    }

    fn by_passphrase(&self, key: &ScryptKey) -> Result<FileKey, AgeError> {
        let body = self.header.stanzas.first().map(|stanza| &stanza.body[..]).unwrap_or_default();
        unwrap(&SealKey::from_bytes(*key.bytes()), body).ok_or(AgeError::WrongPassphrase)
    }

    /// The content, once it is known to be whole.
    ///
    /// # Errors
    /// As [`AgeFile::unlock`]; [`AgeError::Payload`].
    pub fn content(&self, with: &With<'_>) -> Result<Zeroizing<Vec<u8>>, AgeError> {
        let mut out = Zeroizing::new(Vec::with_capacity(self.bytes.len()));
        for chunk in self.unlock(with)? {
            out.extend_from_slice(&Zeroizing::new(chunk?));
        }
        Ok(out)
    }
}

/// The key under which a file key is wrapped for a recipient.
fn wrapping(share: &[u8; 32], public: &[u8; 32], secret: &[u8; 32]) -> SealKey {
    SealKey::derive(&[&share[..], &public[..]].concat(), secret, X25519_INFO)
}

/// Each wrapping key wraps once, so its nonce is zero.
fn wrap(under: &SealKey, key: &FileKey) -> Result<Vec<u8>, AgeError> {
    let cipher = ChaCha20Poly1305::new(under.bytes().into());
    Ok(cipher.encrypt(&Nonce::default(), &key.0[..]).map_err(|_| SealError::TooLong)?)
}

fn unwrap(under: &SealKey, body: &[u8]) -> Option<FileKey> {
    let plain = ChaCha20Poly1305::new(under.bytes().into()).decrypt(&Nonce::default(), body).ok()?;
    let plain = Zeroizing::new(plain);
    plain[..].try_into().ok().map(|bytes| FileKey(Zeroizing::new(bytes)))
}

/// An age file that is being written, in memory.
pub struct Writer {
    key: FileKey,
    sealer: Sealer,
}

impl Writer {
    /// Begins a file for `to`.
    ///
    /// # Errors
    /// [`AgeError::BadRecipient`] where there is none or one is of low order, [`AgeError::Seal`].
    pub fn new(to: &To<'_>, rng: &mut dyn CryptoRngCore) -> Result<Self, AgeError> {
        let key = FileKey(Zeroizing::new(random(rng)?));
        let stanzas = match to {
            To::Recipients(recipients) => {
                let mut stanzas = Vec::new();
                for recipient in *recipients {
                    stanzas.push(for_recipient(&key, recipient, rng)?);
                }
                stanzas
            }
            To::Passphrase(scrypt) => {
                let params = scrypt.params();
                let arguments = vec![encode(params.salt()), params.factor().to_string()];
                let body = wrap(&SealKey::from_bytes(*scrypt.bytes()), &key)?;
                vec![Stanza { kind: SCRYPT.to_owned(), arguments, body }]
            }
        };
        if stanzas.is_empty() {
            return Err(AgeError::BadRecipient);
        }
        let mut out = header::write(&stanzas);
        let mac = key.mac(&out).ok_or(AgeError::Header)?.finalize().into_bytes();
        out.push(b' ');
        out.extend_from_slice(encode(&mac).as_bytes());
        out.push(b'\n');
        let nonce: [u8; NONCE] = random(rng)?;
        out.extend_from_slice(&nonce);
        let sealer = Sealer::new(&key.payload(&nonce), out);
        Ok(Self { key, sealer })
    }

    /// Adds content.
    ///
    /// # Errors
    /// [`AgeError::Seal`] where the cipher refuses.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), AgeError> {
        self.sealer.write(bytes)
    }

    /// Length of the file so far, without what is held back for the last chunk, in bytes.
    #[must_use]
    pub fn length(&self) -> usize {
        self.sealer.length()
    }

    /// The file, and its key, with which it can be read back at once.
    ///
    /// # Errors
    /// [`AgeError::Seal`] where the cipher refuses.
    pub fn finish(self) -> Result<(Vec<u8>, FileKey), AgeError> {
        Ok((self.sealer.finish()?, self.key))
    }
}

fn for_recipient(key: &FileKey, recipient: &Recipient, rng: &mut dyn CryptoRngCore) -> Result<Stanza, AgeError> {
    let once = Identity::generate(rng)?;
    let share = once.recipient().to_bytes();
    let public = recipient.to_bytes();
    let secret = shared(once.bytes(), &public).ok_or(AgeError::BadRecipient)?;
    let body = wrap(&wrapping(&share, &public, &secret), key)?;
    Ok(Stanza { kind: X25519.to_owned(), arguments: vec![encode(&share)], body })
}

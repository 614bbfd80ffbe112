//! How the inbox key pairs lie in the store: the public half readable, the secret half sealed under the vault.
//!
//! Text: `inbox1.<number>.<public key>.<sealed secret>.<checksum>` under `<vault>/inbox-key/<nonce>`. The secret half is
//! sealed with the vault's id and the number as associated data, and *determines* the public half: at unlock the public key
//! is computed from it and compared with the readable one. So a swapped public key is seen, and the genuine one is known.
//!
//! **What a swapped key means.** Somebody who could write to this browser's storage put their own key there. What was
//! sealed to it while the vault was locked can be read by them and not by the owner. Turns that were handed over from an open
//! vault are not concerned: they carry the genuine key with them.

use std::cmp::Reverse;

use rand_core::CryptoRngCore;
use thiserror::Error;

use super::inbox::{InboxError, InboxPublic, InboxSecret};
use super::keys::{Purpose, VaultKey};
use super::place::Place;
use super::seal::{self, SealError, associated};
use super::storage::{Storage, StorageError};
use super::text::{checked, decode, decode_array, encode, hex, with_check};
use crate::order;

/// What is wrong with one stored inbox key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InboxKeyFault {
    /// The readable public key is not the one that belongs to the secret. The genuine one is used.
    #[error(
        "The key for handing in answers was exchanged in this browser's storage. What was handed in with the false key cannot be opened here and may have been read by whoever put it there. The genuine key is being used again."
    )]
    Swapped {
        /// The key that was found in the store.
        stored: InboxPublic,
    },
    /// The text is damaged. Nothing that was sealed to this key can be opened unless another copy is found.
    #[error(
        "A key for handing in answers is damaged. It was left as it is. What was sealed to it cannot be opened for now."
    )]
    Damaged,
    /// The secret half does not open under this vault although the checksum is sound: altered, or put there, on purpose.
    #[error(
        "A key for handing in answers was altered or put here by somebody else. It was left as it is and is not used. What was sealed to it cannot be opened here and may have been read by whoever put it there."
    )]
    Altered,
    /// A later version of the format.
    #[error("A key for handing in answers was made by a newer version of the app. It was left as it is.")]
    Newer,
}

/// One fault and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxProblem {
    /// The key under which it lies.
    pub key: String,
    /// What is wrong.
    pub why: InboxKeyFault,
}

/// One usable pair.
#[derive(Debug, Clone)]
struct Pair {
    number: u32,
    secret: InboxSecret,
    public: InboxPublic,
}

/// Every usable inbox key pair of an open vault, and what was wrong with the others.
#[derive(Debug, Clone, Default)]
pub(crate) struct InboxKeys {
    /// The newest first.
    pairs: Vec<Pair>,
    pub(crate) problems: Vec<InboxProblem>,
}

fn aad(place: &Place, number: u32) -> Vec<u8> {
    let id = place.id();
    associated(&[b"attune/inbox key/1", id.as_bytes(), &number.to_be_bytes()])
}

/// The fields of a stored key, not yet authenticated.
fn parse(text: &str) -> Result<(u32, InboxPublic, Vec<u8>), InboxKeyFault> {
    let body = checked(text).ok_or(InboxKeyFault::Damaged)?;
    let fields: Vec<&str> = body.split('.').collect();
    let version = fields.first().and_then(|v| v.strip_prefix("inbox"));
    match version.map(str::parse::<u32>) {
        Some(Ok(1)) => {}
        Some(Ok(2..)) => return Err(InboxKeyFault::Newer),
        _ => return Err(InboxKeyFault::Damaged),
    }
    let [_, number, public, sealed] = fields[..] else {
        return Err(InboxKeyFault::Damaged);
    };
    let number = number.parse().ok();
    let public = decode_array(public).map(InboxPublic::from_bytes);
    match (number, public, decode(sealed)) {
        (Some(number), Some(public), Some(sealed)) => Ok((number, public, sealed)),
        _ => Err(InboxKeyFault::Damaged),
    }
}

/// The readable public key of a vault that may be locked: the newest whose text is sound. **Not authenticated.**
pub(crate) async fn readable<S: Storage>(storage: &S, place: &Place) -> Result<Option<InboxPublic>, StorageError> {
    let mut newest: Option<(u32, InboxPublic)> = None;
    for key in storage.keys(&place.room("inbox-key")).await? {
        for text in storage.copies(&key).await? {
            if let Ok((number, public, _)) = parse(&text)
                && newest.is_none_or(|(best, _)| number > best)
            {
                newest = Some((number, public));
            }
        }
    }
    Ok(newest.map(|(_, public)| public))
}

impl InboxKeys {
    /// Reads and authenticates every inbox key under the first of the vault's keys that fits: while the key is being changed,
    /// either may.
    pub(crate) async fn load<S: Storage>(storage: &S, place: &Place, keys: &[&VaultKey]) -> Result<Self, StorageError> {
        let mut out = Self::default();
        for key in storage.keys(&place.room("inbox-key")).await? {
            let mut fault = InboxKeyFault::Damaged;
            let mut found: Option<Pair> = None;
            let mut swapped = None;
            for text in storage.copies(&key).await? {
                let mut fault_here = InboxKeyFault::Damaged;
                let opened = keys
                    .iter()
                    .find_map(|vault| authenticate(place, vault, &text).map_err(|why| fault_here = why).ok());
                match opened.ok_or(fault_here) {
                    Ok((pair, stored)) => {
                        if stored != pair.public {
                            swapped = Some(stored);
                        }
                        found = found.or(Some(pair));
                    }
                    Err(why) => fault = why,
                }
            }
            if let Some(stored) = swapped {
                let why = InboxKeyFault::Swapped { stored };
                out.problems.push(InboxProblem { key, why });
            } else if found.is_none() {
                out.problems.push(InboxProblem { key, why: fault });
            }
            out.pairs.extend(found);
        }
        order::sort_by_key(&mut out.pairs, |pair| Reverse(pair.number));
        Ok(out)
    }

    /// Makes a new pair and writes it (not yet durable). It becomes the one that is sealed to; older ones still open.
    pub(crate) async fn renew<S: Storage>(
        &mut self,
        storage: &S,
        place: &Place,
        vault: &VaultKey,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<InboxPublic, RenewError> {
        let number = self.pairs.first().map_or(0, |pair| pair.number);
        let number = number.saturating_add(1);
        let seed = zeroize::Zeroizing::new(seal::random(rng)?);
        let (secret, public) = InboxSecret::from_seed(&seed);
        let pair = Pair { number, secret, public };
        write(storage, place, vault, &pair, public, rng).await?;
        self.pairs.insert(0, pair);
        Ok(public)
    }

    /// The public key to seal to.
    pub(crate) fn public(&self) -> Option<InboxPublic> {
        self.pairs.first().map(|pair| pair.public)
    }

    /// Tries `open` with every secret, the newest first.
    pub(crate) fn try_each<T>(&self, open: impl Fn(&InboxSecret) -> Result<T, InboxError>) -> Result<T, InboxError> {
        let mut opened = self.pairs.iter().map(|pair| open(&pair.secret));
        opened.find(Result::is_ok).unwrap_or(Err(InboxError::NotAuthentic))
    }
}

/// Seals every secret that opens under `from` under `to`, durable; what opens under `to` already is left. Each new text is
/// durable before its old one goes, so this may be interrupted anywhere and called again.
pub(crate) async fn reseal<S: Storage>(
    storage: &S,
    place: &Place,
    from: &VaultKey,
    to: &VaultKey,
    rng: &mut dyn CryptoRngCore,
) -> Result<(), RenewError> {
    let mut old = Vec::new();
    let done = InboxKeys::load(storage, place, &[to]).await?;
    for key in storage.keys(&place.room("inbox-key")).await? {
        let texts = storage.copies(&key).await?;
        let Some((pair, stored)) = texts.iter().find_map(|text| authenticate(place, from, text).ok()) else {
            continue;
        };
        if done.pairs.iter().all(|other| other.number != pair.number || other.public != pair.public) {
            write(storage, place, to, &pair, stored, rng).await?;
        }
        old.push(key);
    }
    storage.durable().await?;
    for key in old {
        storage.remove(&key).await?;
    }
    Ok(storage.durable().await?)
}

/// Writes a pair, the secret half sealed (not yet durable). `stored` is the public key that stands there readable: a
/// swapped one stays as it was, to be named at unlock.
async fn write<S: Storage>(
    storage: &S,
    place: &Place,
    vault: &VaultKey,
    pair: &Pair,
    stored: InboxPublic,
    rng: &mut dyn CryptoRngCore,
) -> Result<(), RenewError> {
    let under = vault.subkey(Purpose::InboxSecret, place.id());
    let sealed = seal::seal(&under, &aad(place, pair.number), pair.secret.bytes(), rng)?;
    let text = with_check(&format!("inbox1.{}.{}.{}", pair.number, encode(&stored.to_bytes()), encode(&sealed)));
    let nonce: [u8; 8] = seal::random(rng)?;
    let key = format!("{}{}", place.room("inbox-key"), hex(&nonce));
    Ok(storage.write(&key, &text).await?)
}

/// The pair in a stored text, and the public key that stood there readable.
fn authenticate(place: &Place, vault: &VaultKey, text: &str) -> Result<(Pair, InboxPublic), InboxKeyFault> {
    let (number, stored, sealed) = parse(text)?;
    let under = vault.subkey(Purpose::InboxSecret, place.id());
    let bytes = seal::open(&under, &aad(place, number), &sealed);
    let bytes = zeroize::Zeroizing::new(bytes.map_err(|_| InboxKeyFault::Altered)?);
    let bytes: [u8; 32] = bytes[..].try_into().map_err(|_| InboxKeyFault::Altered)?;
    let secret = InboxSecret::from_bytes(bytes);
    let public = secret.public().map_err(|_| InboxKeyFault::Altered)?;
    let pair = Pair { number, secret, public };
    Ok((pair, stored))
}

/// Why no new pair was made.
#[derive(Debug, Error)]
pub(crate) enum RenewError {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Seal(#[from] SealError),
}

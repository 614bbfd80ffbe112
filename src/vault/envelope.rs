//! What the journal keeps as one text: sealed bytes, and in front of them where they belong and what they follow.
//!
//! The text is `1.` and the base64 of: where it belongs | kind (1) | tag of what it follows (16) | nonce (24) | ciphertext |
//! tag (16). All before the nonce is the header and authenticated.

use rand_core::CryptoRngCore;

use super::keys::SealKey;
use super::record::Damage;
use super::seal::{SealError, TAG, associated, open, seal};
use super::storage::{Storage, StorageError};
use super::text::{decode, encode};

/// The tag of what was sealed; what follows repeats it, which makes a chain. The first repeats sixteen zeros.
pub type Tag = [u8; TAG];

/// The body as this version writes it. Other kinds are for later versions.
const PRESENT: u8 = 0;
/// Format numbers above 1 and up to this one are taken for newer versions; others are damage.
const LAST_PLAUSIBLE_FORMAT: u32 = 99;

/// What something is and where it belongs.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// What it is, so that no record can stand in for a segment.
    pub(crate) label: &'static [u8],
    /// Where it belongs: the vault's id and its name.
    pub(crate) place: Vec<u8>,
}

/// Why one text is not what should be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A later format or kind.
    Newer,
    /// Damage.
    Damaged(Damage),
}

/// What authenticated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opened {
    pub(crate) previous: Tag,
    pub(crate) tag: Tag,
    pub(crate) body: Vec<u8>,
}

impl Form {
    fn header(&self, kind: u8, previous: &Tag) -> Vec<u8> {
        [&self.place[..], &[kind], previous].concat()
    }

    fn aad(&self, header: &[u8]) -> Vec<u8> {
        associated(&[self.label, header])
    }

    /// The text of `body`, and its tag.
    pub(crate) fn write(
        &self,
        key: &SealKey,
        previous: &Tag,
        body: &[u8],
        rng: &mut dyn CryptoRngCore,
    ) -> Result<(String, Tag), SealError> {
        self.write_kind(PRESENT, key, previous, body, rng)
    }

    pub(super) fn write_kind(
        &self,
        kind: u8,
        key: &SealKey,
        previous: &Tag,
        body: &[u8],
        rng: &mut dyn CryptoRngCore,
    ) -> Result<(String, Tag), SealError> {
        let mut bytes = self.header(kind, previous);
        let sealed = seal(key, &self.aad(&bytes), body, rng)?;
        let tag = *sealed.last_chunk().ok_or(SealError::TooLong)?;
        bytes.extend_from_slice(&sealed);
        Ok((format!("1.{}", encode(&bytes)), tag))
    }

    /// Opens one text with the first of the keys that fits.
    ///
    /// A format number other than 1 may be a newer version's, or damage of that one character: if what follows opens as
    /// format 1, it was damage, and the text is recovered.
    pub(crate) fn read(&self, keys: &[&SealKey], text: &str) -> Result<Opened, Fault> {
        let unreadable = Fault::Damaged(Damage::Unreadable);
        let mut chars = text.chars();
        let (format, rest) = match text.split_once('.') {
            Some((format, rest)) => (format.parse::<u32>().ok(), rest),
            // The full stop itself is damaged.
            None => (None, chars.by_ref().nth(1).map_or("", |_| chars.as_str())),
        };
        let opened = decode(rest).ok_or(unreadable).and_then(|bytes| self.read_bytes(keys, &bytes));
        match (format, opened) {
            (_, Ok(opened)) => Ok(opened),
            (Some(2..=LAST_PLAUSIBLE_FORMAT), Err(_)) => Err(Fault::Newer),
            (_, Err(fault)) => Err(fault),
        }
    }

    fn read_bytes(&self, keys: &[&SealKey], bytes: &[u8]) -> Result<Opened, Fault> {
        let unreadable = Fault::Damaged(Damage::Unreadable);
        let (head, sealed) = bytes.split_at_checked(self.place.len() + 1 + TAG).ok_or(unreadable)?;
        let (where_and_kind, previous) = head.split_last_chunk::<TAG>().ok_or(unreadable)?;
        let aad = self.aad(head);
        let body = keys.iter().find_map(|key| open(key, &aad, sealed).ok());
        let body = body.ok_or(Fault::Damaged(Damage::NotAuthentic))?;
        let tag = *sealed.last_chunk().ok_or(unreadable)?;
        // Authentic: now what it says of itself can be believed.
        let (kind, place) = where_and_kind.split_last().ok_or(unreadable)?;
        if place != self.place {
            return Err(Fault::Damaged(Damage::Moved));
        }
        if *kind != PRESENT {
            return Err(Fault::Newer);
        }
        Ok(Opened { previous: *previous, tag, body })
    }

    /// What lies under `full`, in the first copy that authenticates; otherwise what is wrong with the preferred copy. A copy
    /// that looks newer wins over damage: it is the reading under which nothing gets written.
    pub(crate) async fn best_copy<S: Storage>(
        &self,
        storage: &S,
        keys: &[&SealKey],
        full: &str,
    ) -> Result<Result<Opened, Fault>, StorageError> {
        let mut fault = None;
        if let Some(text) = storage.read(full).await? {
            match self.read(keys, &text) {
                Ok(opened) => return Ok(Ok(opened)),
                Err(why) => fault = Some(why),
            }
        }
        for text in storage.copies(full).await? {
            match self.read(keys, &text) {
                Ok(opened) => return Ok(Ok(opened)),
                Err(Fault::Newer) => fault = Some(Fault::Newer),
                Err(why) => fault = fault.or(Some(why)),
            }
        }
        Ok(Err(fault.unwrap_or(Fault::Damaged(Damage::Vanished))))
    }
}

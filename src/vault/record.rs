//! One record of the journal: a body sealed under the vault's record key, with its place in the chain as associated data.
//!
//! Stored under `<vault>/j/<generation>-<sequence>-<writer>` as `1.` and the base64 of
//! vault id (16) | generation (4) | sequence (8) | writer (8) | kind (1) | tag of the previous record (16) |
//! nonce (24) | ciphertext | tag (16), numbers big-endian. All before the nonce is the header and authenticated.

use rand_core::CryptoRngCore;
use thiserror::Error;
use uuid::Uuid;

use super::keys::SealKey;
use super::place::Place;
use super::seal::{SealError, TAG, associated, open, seal};
use super::text::{decode, encode, hex, unhex};

/// The tag of a record; the next one repeats it, which makes them a chain. The first repeats sixteen zeros.
pub type Tag = [u8; TAG];

/// The body as it is. Other kinds (compressed, say) are for later versions.
const PLAIN: u8 = 0;
const HEADER: usize = 16 + 4 + 8 + 8 + 1 + TAG;
/// Format numbers above 1 and up to this one are taken for newer versions; others are damage.
const LAST_PLAUSIBLE_FORMAT: u32 = 99;

/// What a record is called: which generation, which place in the sequence, written by whom.
///
/// The writer is a nonce drawn at each unlock, so that two writers who believe in the same next number never write to the
/// same key. Sequences never restart, also not in a new generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordName {
    /// The generation; 1 is the first. A new one begins after damage.
    pub generation: u32,
    /// The place in the sequence; 1 is the first.
    pub sequence: u64,
    /// The writer's nonce.
    pub writer: [u8; 8],
}

impl RecordName {
    /// The last part of the key: ten digits, twenty digits, sixteen hexadecimal ones.
    #[must_use]
    pub fn to_text(&self) -> String {
        let writer = hex(&self.writer);
        format!("{:010}-{:020}-{writer}", self.generation, self.sequence)
    }

    /// From [`RecordName::to_text`], in exactly that spelling.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let name = Self {
            generation: parts.next()?.parse().ok()?,
            sequence: parts.next()?.parse().ok()?,
            writer: unhex(parts.next()?)?,
        };
        (name.to_text() == text).then_some(name)
    }
}

/// What is wrong with a record that was not recovered. Its key and text were left as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Damage {
    /// The key is no record's name.
    #[error("its name cannot be read")]
    Name,
    /// The text is not one that the app writes, or was cut.
    #[error("it was cut short or overwritten")]
    Unreadable,
    /// It says that it belongs elsewhere: another vault, or another place in the journal.
    #[error("it was moved here from another place")]
    Moved,
    /// It does not authenticate.
    #[error("its content was altered or damaged")]
    NotAuthentic,
    /// It was listed and gone a moment later.
    #[error("it disappeared while it was read")]
    Vanished,
}

/// Why one text is no record of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A later format or kind.
    Newer,
    /// Damage.
    Damaged(Damage),
}

/// A record that authenticated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opened {
    pub(crate) previous: Tag,
    pub(crate) tag: Tag,
    pub(crate) body: Vec<u8>,
}

fn header(id: Uuid, name: &RecordName, kind: u8, previous: &Tag) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEADER);
    out.extend_from_slice(id.as_bytes());
    out.extend_from_slice(&name.generation.to_be_bytes());
    out.extend_from_slice(&name.sequence.to_be_bytes());
    out.extend_from_slice(&name.writer);
    out.push(kind);
    out.extend_from_slice(previous);
    out
}

fn aad(header: &[u8]) -> Vec<u8> {
    associated(&[b"attune/record/1", header])
}

/// The text of a record, and its tag.
pub(crate) fn write(
    key: &SealKey,
    place: &Place,
    name: &RecordName,
    previous: &Tag,
    body: &[u8],
    rng: &mut dyn CryptoRngCore,
) -> Result<(String, Tag), SealError> {
    let mut bytes = header(place.id(), name, PLAIN, previous);
    let sealed = seal(key, &aad(&bytes), body, rng)?;
    let tag = *sealed.last_chunk().ok_or(SealError::TooLong)?;
    bytes.extend_from_slice(&sealed);
    Ok((format!("1.{}", encode(&bytes)), tag))
}

/// Opens one copy of the record that lies under `name`.
///
/// A format number other than 1 may be a newer version's, or damage of that one character: if what follows opens as
/// format 1, it was damage, and the record is recovered.
pub(crate) fn read(key: &SealKey, place: &Place, name: &RecordName, text: &str) -> Result<Opened, Fault> {
    let unreadable = Fault::Damaged(Damage::Unreadable);
    let mut chars = text.chars();
    let (format, rest) = match text.split_once('.') {
        Some((format, rest)) => (format.parse::<u32>().ok(), rest),
        // The full stop itself is damaged.
        None => (None, chars.by_ref().nth(1).map_or("", |_| chars.as_str())),
    };
    let opened = decode(rest).ok_or(unreadable).and_then(|bytes| read_bytes(key, place, name, &bytes));
    match (format, opened) {
        (_, Ok(opened)) => Ok(opened),
        (Some(2..=LAST_PLAUSIBLE_FORMAT), Err(_)) => Err(Fault::Newer),
        (_, Err(fault)) => Err(fault),
    }
}

fn read_bytes(key: &SealKey, place: &Place, name: &RecordName, bytes: &[u8]) -> Result<Opened, Fault> {
    let (head, sealed) = bytes.split_at_checked(HEADER).ok_or(Fault::Damaged(Damage::Unreadable))?;
    let (where_and_kind, previous) = head.split_last_chunk::<TAG>().ok_or(Fault::Damaged(Damage::Unreadable))?;
    let body = open(key, &aad(head), sealed).map_err(|_| Fault::Damaged(Damage::NotAuthentic))?;
    let tag = *sealed.last_chunk().ok_or(Fault::Damaged(Damage::Unreadable))?;
    // Authentic: now what it says of itself can be believed.
    let (kind, _) = where_and_kind.split_last().ok_or(Fault::Damaged(Damage::Unreadable))?;
    if head != header(place.id(), name, *kind, previous) {
        return Err(Fault::Damaged(Damage::Moved));
    }
    if *kind != PLAIN {
        return Err(Fault::Newer);
    }
    Ok(Opened { previous: *previous, tag, body })
}

#[cfg(test)]
mod tests {
    use super::super::place::AppPath;
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    fn setting() -> (SealKey, Place, RecordName, ChaCha20Rng) {
        let place = Place::new(AppPath::new("/"), Uuid::from_bytes([1; 16]));
        let name = RecordName { generation: 1, sequence: 12, writer: [9; 8] };
        (SealKey::from_bytes([3; 32]), place, name, ChaCha20Rng::seed_from_u64(5))
    }

    #[test]
    fn names_have_one_spelling_and_sort_as_text() {
        let (_, _, name, _) = setting();
        let text = name.to_text();
        assert_eq!(text, "0000000001-00000000000000000012-0909090909090909");
        assert_eq!(RecordName::parse(&text), Some(name));
        for bad in ["", "1-12-0909090909090909", "+000000001-00000000000000000012-0909090909090909", "--"] {
            assert_eq!(RecordName::parse(bad), None, "{bad}");
        }
        let last = RecordName { generation: u32::MAX, sequence: u64::MAX, writer: [0; 8] };
        assert_eq!(RecordName::parse(&last.to_text()), Some(last));
        assert!(last.to_text() > text);
    }

    #[test]
    fn a_record_opens_in_its_place_only() {
        let (key, place, name, mut rng) = setting();
        let (text, tag) = write(&key, &place, &name, &[7; 16], b"body", &mut rng).unwrap();
        let opened = read(&key, &place, &name, &text).unwrap();
        assert_eq!((opened.tag, opened.previous, &opened.body[..]), (tag, [7; 16], &b"body"[..]));
        let moved = RecordName { sequence: 13, ..name };
        assert_eq!(read(&key, &place, &moved, &text), Err(Fault::Damaged(Damage::Moved)));
        let elsewhere = Place::new(AppPath::new("/"), Uuid::from_bytes([2; 16]));
        assert_eq!(read(&key, &elsewhere, &name, &text), Err(Fault::Damaged(Damage::Moved)));
        let other = SealKey::from_bytes([4; 32]);
        assert_eq!(read(&other, &place, &name, &text), Err(Fault::Damaged(Damage::NotAuthentic)));
    }

    #[test]
    fn a_newer_format_and_a_damaged_format_number_are_told_apart() {
        let (key, place, name, mut rng) = setting();
        let (text, _) = write(&key, &place, &name, &[0; 16], b"body", &mut rng).unwrap();
        for damaged in ["3", "9", "q", "", "\u{e9}", "1234567890123"] {
            let text = format!("{damaged}{}", &text[1..]);
            assert!(read(&key, &place, &name, &text).is_ok(), "{damaged} is one damaged character");
        }
        assert!(read(&key, &place, &name, &text.replacen('.', "/", 1)).is_ok());
        assert_eq!(read(&key, &place, &name, "2.anything else"), Err(Fault::Newer));
        assert_eq!(read(&key, &place, &name, "100.anything"), Err(Fault::Damaged(Damage::Unreadable)));
        // A later kind under the same format: authentic, but not to be read by this version.
        let mut bytes = header(place.id(), &name, 1, &[0; 16]);
        let sealed = seal(&key, &aad(&bytes), b"?", &mut rng).unwrap();
        bytes.extend(sealed);
        let text = format!("1.{}", encode(&bytes));
        assert_eq!(read(&key, &place, &name, &text), Err(Fault::Newer));
    }
}

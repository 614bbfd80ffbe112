//! One record of the journal: a body under a key of its own, with its place in the chain.
//!
//! Stored under `<vault>/j/<generation>-<sequence>-<writer>`, in an [`envelope`](super::envelope) that belongs to:
//! vault id (16) | generation (4) | sequence (8) | writer (8), numbers big-endian.

use thiserror::Error;

use super::envelope::Form;
use super::place::Place;
use super::text::{hex, unhex};

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
    /// It is listed as being there, and is not.
    #[error("it is missing")]
    Missing,
    /// It was listed and gone a moment later.
    #[error("it disappeared while it was read")]
    Vanished,
}

impl RecordName {
    /// What lies under this name.
    pub(crate) fn form(&self, place: &Place) -> Form {
        let mut bytes = place.id().as_bytes().to_vec();
        bytes.extend_from_slice(&self.generation.to_be_bytes());
        bytes.extend_from_slice(&self.sequence.to_be_bytes());
        bytes.extend_from_slice(&self.writer);
        Form { label: b"attune/record/1", place: bytes }
    }
}

#[cfg(test)]
mod tests {
    use super::super::envelope::Fault;
    use super::super::keys::SealKey;
    use super::super::place::AppPath;
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;
    use uuid::Uuid;

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
        let (text, tag) = name.form(&place).write(&key, &[7; 16], b"body", &mut rng).unwrap();
        let opened = name.form(&place).read(&[&key], &text).unwrap();
        assert_eq!((opened.tag, opened.previous, &opened.body[..]), (tag, [7; 16], &b"body"[..]));
        let moved = RecordName { sequence: 13, ..name };
        assert_eq!(moved.form(&place).read(&[&key], &text), Err(Fault::Damaged(Damage::Moved)));
        let elsewhere = Place::new(AppPath::new("/"), Uuid::from_bytes([2; 16]));
        assert_eq!(name.form(&elsewhere).read(&[&key], &text), Err(Fault::Damaged(Damage::Moved)));
        let other = SealKey::from_bytes([4; 32]);
        assert_eq!(name.form(&place).read(&[&other], &text), Err(Fault::Damaged(Damage::NotAuthentic)));
        assert!(name.form(&place).read(&[&other, &key], &text).is_ok(), "any of the keys");
        let label = Form { label: b"attune/other/1", ..name.form(&place) };
        assert_eq!(label.read(&[&key], &text), Err(Fault::Damaged(Damage::NotAuthentic)));
    }

    #[test]
    fn a_newer_format_and_a_damaged_format_number_are_told_apart() {
        let (key, place, name, mut rng) = setting();
        let form = name.form(&place);
        let (text, _) = form.write(&key, &[0; 16], b"body", &mut rng).unwrap();
        for damaged in ["3", "9", "q", "", "\u{e9}", "1234567890123"] {
            let text = format!("{damaged}{}", &text[1..]);
            assert!(form.read(&[&key], &text).is_ok(), "{damaged} is one damaged character");
        }
        assert!(form.read(&[&key], &text.replacen('.', "/", 1)).is_ok());
        assert_eq!(form.read(&[&key], "2.anything else"), Err(Fault::Newer));
        assert_eq!(form.read(&[&key], "100.anything"), Err(Fault::Damaged(Damage::Unreadable)));
        // A later kind under the same format: authentic, but not to be read by this version.
        let (text, _) = form.write_kind(1, &key, &[0; 16], b"?", &mut rng).unwrap();
        assert_eq!(form.read(&[&key], &text), Err(Fault::Newer));
    }
}

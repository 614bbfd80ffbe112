//! Names of what the journal writes about records: segments and manifests.

use rand_core::CryptoRngCore;

use super::envelope::Form;
use super::place::Place;
use super::seal::{SealError, random};
use super::text::{hex, unhex};

/// What a segment or a manifest is called: a number that rises and a nonce, so that two writers never write to one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PieceName {
    pub(crate) number: u64,
    pub(crate) nonce: [u8; 8],
}

/// Which of the two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Segment,
    Manifest,
}

impl Kind {
    /// What every key of this kind starts with.
    pub(crate) fn room(self, place: &Place) -> String {
        place.room(match self {
            Self::Segment => "s",
            Self::Manifest => "m",
        })
    }
}

impl PieceName {
    pub(crate) fn fresh(number: u64, rng: &mut dyn CryptoRngCore) -> Result<Self, SealError> {
        Ok(Self { number, nonce: random(rng)? })
    }

    /// The last part of the key: twenty digits and sixteen hexadecimal ones.
    fn to_text(self) -> String {
        format!("{:020}-{}", self.number, hex(&self.nonce))
    }

    /// From a key of the room, in exactly the spelling that [`PieceName::key`] gives.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (number, nonce) = text.split_once('-')?;
        let name = Self { number: number.parse().ok()?, nonce: unhex(nonce)? };
        (name.to_text() == text).then_some(name)
    }

    /// The key under which it lies.
    pub(crate) fn key(&self, kind: Kind, place: &Place) -> String {
        format!("{}{}", kind.room(place), self.to_text())
    }

    /// What lies under this name.
    pub(crate) fn form(&self, kind: Kind, place: &Place) -> Form {
        let label: &[u8] = match kind {
            Kind::Segment => b"attune/segment/1",
            Kind::Manifest => b"attune/manifest/1",
        };
        let mut bytes = place.id().as_bytes().to_vec();
        bytes.extend_from_slice(&self.number.to_be_bytes());
        bytes.extend_from_slice(&self.nonce);
        Form { label, place: bytes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_one_spelling_and_sort_as_text() {
        let name = PieceName { number: 7, nonce: [9; 8] };
        assert_eq!(name.to_text(), "00000000000000000007-0909090909090909");
        assert_eq!(PieceName::parse(&name.to_text()), Some(name));
        for bad in ["", "7-0909090909090909", "00000000000000000007-09090909090909", "00000000000000000007"] {
            assert_eq!(PieceName::parse(bad), None, "{bad}");
        }
    }
}

//! The journal: records under their own keys, appended and never rewritten, gathered into segments from time to time.
//!
//! What is read is the union of all segments and records that authenticate in any copy. Each record counts once, however
//! often it is there: the segment with the highest number says what a record holds, or that it was left out, and a record
//! that a segment accounts for is not read. So neither the loss of a manifest, nor a gathering that was interrupted
//! anywhere, nor two writers who gathered the same records change what is read.
//!
//! Appending deletes and overwrites nothing. Damage is named and writing goes on beyond everything that was ever seen.

use rand_core::CryptoRngCore;
use thiserror::Error;
use uuid::Uuid;

use super::envelope::Tag;
use super::keys::{Purpose, SealKey, VaultKey};
use super::manifest::Listed;
use super::piece::{Kind, PieceName};
use super::place::Place;
use super::record::{Damage, RecordName};
use super::reserve::Reserve;
use super::seal::{SealError, random};
use super::storage::{Storage, StorageError};
use crate::care::compact::Item;

/// A record or segment that no copy yields. Its text was left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedRecord {
    /// The key under which it lies.
    pub key: String,
    /// What is wrong with it.
    pub why: Damage,
}

/// A place in the chain before which something is missing or damaged: this record follows one that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The first record after the gap.
    pub before: RecordName,
}

/// Two or more records that follow the same one: two writers who did not know of each other. All are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    /// The records after the parting, in order.
    pub branches: Vec<RecordName>,
}

/// What was read from a journal.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Replay {
    /// What every record that authenticates holds, by generation, then sequence, then writer. Empty where it was handed
    /// out piece by piece instead.
    pub items: Vec<Item>,
    /// Records, segments and manifests that could not be recovered.
    pub damaged: Vec<DamagedRecord>,
    /// Where the chain is interrupted.
    pub gaps: Vec<Gap>,
    /// Where it branches.
    pub forks: Vec<Fork>,
    /// Keys of what a newer version wrote. Where there is one, nothing must be written.
    pub newer: Vec<String>,
}

impl Replay {
    /// Whether everything that the journal names was read and forms one chain. A lost end, or a whole disk put back to an
    /// earlier day, cannot be seen from here.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.damaged.is_empty() && self.gaps.is_empty() && self.forks.is_empty() && self.newer.is_empty()
    }

    /// The bodies as they were appended, byte for byte.
    #[must_use]
    pub fn bodies(&self) -> Vec<Vec<u8>> {
        self.items.iter().map(Item::to_body).collect()
    }
}

/// Why the journal could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AppendError {
    /// The store refused. The record was not accepted; what was there before is as it was.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// It could not be sealed. Nothing was written.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Numbers have run out (2^64 records).
    #[error(
        "This vault cannot take another record. Nothing was written. Make a backup and restore it into a new vault."
    )]
    Exhausted,
    /// A newer version of the app wrote these keys. Nothing was written since that was seen.
    #[error(
        "A newer version of the app has written to this vault, so this version only reads it. Nothing was changed. Load the newest version to go on."
    )]
    Newer(Vec<String>),
    /// Everything is being sealed under a new key, which is not known here. Nothing was written since that was seen.
    #[error(
        "This vault has been given a new key meanwhile. Nothing was changed now. Reload the page and open it again with the same passphrase."
    )]
    KeyChanged,
}

/// The keys that seal a journal under one key of the vault.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    pub(crate) records: SealKey,
    pub(crate) segments: SealKey,
    pub(crate) manifests: SealKey,
}

impl Keys {
    pub(crate) fn of(key: &VaultKey, id: Uuid) -> Self {
        Self {
            records: key.subkey(Purpose::Records, id),
            segments: key.subkey(Purpose::Segments, id),
            manifests: key.subkey(Purpose::Manifests, id),
        }
    }
}

/// Where the next record goes.
#[derive(Debug, Clone)]
pub(crate) struct Tip {
    pub(super) generation: u32,
    pub(super) sequence: u64,
    pub(super) previous: Tag,
    pub(super) writer: [u8; 8],
}

/// A record under its own key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pending {
    pub(super) name: RecordName,
    pub(super) tag: Tag,
    pub(super) characters: usize,
}

/// What there is besides the records' contents.
#[derive(Debug, Clone, Default)]
pub(crate) struct Catalog {
    /// The highest number of any segment or manifest.
    pub(super) number: u64,
    /// The newest manifest, or manifests where two writers made one each, and the tag of one of them.
    pub(super) manifests: Vec<PieceName>,
    pub(super) manifest_tag: Tag,
    /// Segments that authenticate, in the order of their records.
    pub(super) segments: Vec<Listed>,
    /// Segments that the manifest lists and no copy yields.
    pub(super) lost: Vec<Listed>,
    /// Records that are not gathered yet, in order.
    pub(super) pending: Vec<Pending>,
    /// The last record that was gathered and its tag.
    pub(super) tip: Option<(RecordName, Tag)>,
    /// Keys of what an interrupted gathering left over. All they hold is accounted for.
    pub(super) spare: Vec<String>,
    /// Keys of what is damaged.
    pub(super) quarantine: Vec<String>,
    /// Whether a gathering failed and left something behind, so that all is read again before the next.
    pub(super) stale: bool,
}

/// An open journal.
#[derive(Debug)]
pub(crate) struct Journal {
    /// The newest key's first; the others read only.
    pub(super) keys: Vec<Keys>,
    pub(super) tip: Tip,
    pub(super) catalog: Catalog,
    pub(super) reserve: Reserve,
}

impl Journal {
    /// The journal of a new vault.
    pub(crate) fn start(keys: Keys, rng: &mut dyn CryptoRngCore) -> Result<Self, SealError> {
        let tip = Tip { generation: 1, sequence: 0, previous: Tag::default(), writer: random(rng)? };
        Ok(Self { keys: vec![keys], tip, catalog: Catalog::default(), reserve: Reserve::default() })
    }

    /// The key that seals what is written now.
    pub(super) fn newest(&self) -> Result<&Keys, SealError> {
        self.keys.first().ok_or(SealError::NotAuthentic)
    }

    /// All keys of one purpose, the newest first.
    pub(super) fn all(&self, purpose: fn(&Keys) -> &SealKey) -> Vec<&SealKey> {
        self.keys.iter().map(purpose).collect()
    }

    /// Writes one record after the tip and moves the tip. One `write`, as large as the record.
    ///
    /// Where the store refuses, it may still have taken the record; so the next attempt has another writer nonce and cannot
    /// overwrite it. Should both be there one day, that is a fork, and both are kept.
    pub(crate) async fn append<S: Storage>(
        &mut self,
        storage: &S,
        place: &Place,
        body: &[u8],
        rng: &mut dyn CryptoRngCore,
    ) -> Result<RecordName, AppendError> {
        let name = RecordName {
            generation: self.tip.generation,
            sequence: self.tip.sequence.checked_add(1).ok_or(AppendError::Exhausted)?,
            writer: self.tip.writer,
        };
        let (text, tag) = name.form(place).write(&self.newest()?.records, &self.tip.previous, body, rng)?;
        let full = record_key(place, &name);
        // Drawn first: should this future be dropped while it waits, the name is still not used twice.
        self.tip.writer = random(rng)?;
        self.reserve.write(storage, &full, &text).await?;
        self.tip = Tip { sequence: name.sequence, previous: tag, writer: name.writer, ..self.tip };
        self.catalog.pending.push(Pending { name, tag, characters: full.len() + text.len() });
        Ok(name)
    }
}

/// The key under which a record lies.
pub(super) fn record_key(place: &Place, name: &RecordName) -> String {
    format!("{}{}", place.room("j"), name.to_text())
}

/// The key under which a segment lies.
pub(super) fn segment_key(place: &Place, name: &PieceName) -> String {
    name.key(Kind::Segment, place)
}

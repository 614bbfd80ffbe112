//! The journal: records under their own keys, appended and never rewritten, read back as far as they authenticate.
//!
//! Nothing here deletes or overwrites. Damage is named and writing goes on beyond everything that was ever seen.

use std::collections::BTreeMap;

use rand_core::CryptoRngCore;
use thiserror::Error;

use super::keys::SealKey;
use super::place::Place;
use super::record::{self, Damage, Fault, Opened, RecordName, Tag};
use super::seal::{SealError, random};
use super::storage::{Storage, StorageError};
use crate::order::{self, Table};

/// How far beyond the authentic records the name of a damaged one is believed. A name is not authenticated: without a
/// bound, one invented key could use up all the numbers.
const BELIEVED: u64 = 1 << 20;

/// A record that no copy yields. Its text was left as it is.
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replay {
    /// Every body that authenticates, by generation, then sequence, then writer.
    pub bodies: Vec<Vec<u8>>,
    /// Records that could not be recovered.
    pub damaged: Vec<DamagedRecord>,
    /// Where the chain is interrupted.
    pub gaps: Vec<Gap>,
    /// Where it branches.
    pub forks: Vec<Fork>,
    /// Keys of records that a newer version wrote. Where there is one, nothing must be written.
    pub newer: Vec<String>,
}

impl Replay {
    /// Whether everything that the journal names was read and forms one chain. A lost end, or a whole disk put back to an
    /// earlier day, cannot be seen from here.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.damaged.is_empty() && self.gaps.is_empty() && self.forks.is_empty() && self.newer.is_empty()
    }
}

/// Why a record could not be appended.
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
}

/// Where the next record goes.
#[derive(Debug, Clone)]
pub(crate) struct Tip {
    generation: u32,
    sequence: u64,
    previous: Tag,
    writer: [u8; 8],
}

impl Tip {
    /// The tip of a journal that has no record yet.
    pub(crate) fn start(rng: &mut dyn CryptoRngCore) -> Result<Self, SealError> {
        Ok(Self { generation: 1, sequence: 0, previous: Tag::default(), writer: random(rng)? })
    }
}

/// Reads every record in whichever copy authenticates. Any error of the store ends the reading: a journal that was read in
/// part must not be written to.
pub(crate) async fn replay<S: Storage>(
    storage: &S,
    place: &Place,
    key: &SealKey,
    rng: &mut dyn CryptoRngCore,
) -> Result<(Replay, Tip), AppendError> {
    let room = place.room("j");
    let mut out = Replay::default();
    let mut opened: BTreeMap<RecordName, Opened> = BTreeMap::new();
    let mut lost: Vec<RecordName> = Vec::new();
    for full in storage.keys(&room).await? {
        let name = full.strip_prefix(&room).and_then(RecordName::parse);
        let Some(name) = name else {
            let why = Damage::Name;
            out.damaged.push(DamagedRecord { key: full, why });
            continue;
        };
        match best_copy(storage, place, key, &name, &full).await? {
            Ok(record) => {
                opened.insert(name, record);
            }
            Err(Fault::Newer) => out.newer.push(full),
            Err(Fault::Damaged(why)) => {
                lost.push(name);
                out.damaged.push(DamagedRecord { key: full, why });
            }
        }
    }
    order::sort_by(&mut out.damaged, |a, b| a.key.cmp(&b.key));
    order::sort(&mut out.newer);
    out.gaps = gaps(&opened);
    out.forks = forks(&opened);
    let tip = tip(&out, &opened, &lost, random(rng)?);
    out.bodies = opened.into_values().map(|record| record.body).collect();
    Ok((out, tip))
}

/// The record in the first copy that authenticates; otherwise what is wrong with the preferred copy. A copy that looks
/// newer wins over damage: it is the reading under which nothing gets written.
async fn best_copy<S: Storage>(
    storage: &S,
    place: &Place,
    key: &SealKey,
    name: &RecordName,
    full: &str,
) -> Result<Result<Opened, Fault>, StorageError> {
    let mut fault = None;
    if let Some(text) = storage.read(full).await? {
        match record::read(key, place, name, &text) {
            Ok(record) => return Ok(Ok(record)),
            Err(why) => fault = Some(why),
        }
    }
    for text in storage.copies(full).await? {
        match record::read(key, place, name, &text) {
            Ok(record) => return Ok(Ok(record)),
            Err(Fault::Newer) => fault = Some(Fault::Newer),
            Err(why) => fault = fault.or(Some(why)),
        }
    }
    Ok(Err(fault.unwrap_or(Fault::Damaged(Damage::Vanished))))
}

/// Records whose predecessor is not among those that opened.
fn gaps(opened: &BTreeMap<RecordName, Opened>) -> Vec<Gap> {
    let mut tags = Table::default();
    for record in opened.values() {
        tags.insert_new(&record.tag, ());
    }
    opened
        .iter()
        .filter(|(_, record)| record.previous != Tag::default() && tags.get(&record.previous).is_none())
        .map(|(name, _)| Gap { before: *name })
        .collect()
}

/// Records that share a predecessor.
fn forks(opened: &BTreeMap<RecordName, Opened>) -> Vec<Fork> {
    let mut children: Table<Vec<RecordName>> = Table::default();
    for (name, record) in opened {
        children.get_or_insert_with(&record.previous, Vec::new).push(*name);
    }
    let mut forks: Vec<Fork> = children
        .iter()
        .filter(|branches| branches.len() > 1)
        .map(|branches| Fork { branches: branches.clone() })
        .collect();
    order::sort_by(&mut forks, |a, b| a.branches.cmp(&b.branches));
    forks
}

/// The next place: after everything seen. Where the latest generation shows damage, a gap or a fork, a new one begins.
fn tip(replay: &Replay, opened: &BTreeMap<RecordName, Opened>, lost: &[RecordName], writer: [u8; 8]) -> Tip {
    let authentic = opened.keys().map(|name| name.sequence).max().unwrap_or(0);
    let newest = opened.keys().map(|name| name.generation).max().unwrap_or(1);
    let bound = authentic.saturating_add(BELIEVED);
    let near: Vec<&RecordName> = lost
        .iter()
        .filter(|name| name.sequence <= bound && u64::from(name.generation) <= u64::from(newest) + BELIEVED)
        .collect();
    let sequence = near.iter().map(|name| name.sequence).max().unwrap_or(0);
    let seen = near.iter().map(|name| name.generation).max().unwrap_or(1);
    let generation = newest.max(seen);
    let hurt = near.iter().any(|name| name.generation == generation)
        || replay.gaps.iter().any(|gap| gap.before.generation == generation)
        || replay.forks.iter().any(|fork| {
            let last = fork.branches.last();
            last.is_some_and(|name| name.generation == generation)
        });
    Tip {
        generation: generation.saturating_add(u32::from(hurt)),
        sequence: authentic.max(sequence),
        previous: opened.values().last().map_or(Tag::default(), |r| r.tag),
        writer,
    }
}

/// Writes one record after the tip and moves the tip. One `write`, as large as the record.
///
/// Where the store refuses, it may still have taken the record; so the next attempt has another writer nonce and cannot
/// overwrite it. Should both be there one day, that is a fork, and both are kept.
pub(crate) async fn append<S: Storage>(
    storage: &S,
    place: &Place,
    key: &SealKey,
    tip: &mut Tip,
    body: &[u8],
    rng: &mut dyn CryptoRngCore,
) -> Result<RecordName, AppendError> {
    let name = RecordName {
        generation: tip.generation,
        sequence: tip.sequence.checked_add(1).ok_or(AppendError::Exhausted)?,
        writer: tip.writer,
    };
    let (text, tag) = record::write(key, place, &name, &tip.previous, body, rng)?;
    let full = format!("{}{}", place.room("j"), name.to_text());
    // Drawn first: should this future be dropped while it waits, the name is still not used twice.
    tip.writer = random(rng)?;
    storage.write(&full, &text).await?;
    tip.writer = name.writer;
    tip.sequence = name.sequence;
    tip.previous = tag;
    Ok(name)
}

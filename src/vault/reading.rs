//! Reading a journal: manifests, then segments from the newest to the oldest, then records.

use std::collections::BTreeMap;

use rand_core::CryptoRngCore;

use super::coverage::{Coverage, Run, runs};
use super::envelope::{Fault, Opened, Tag};
use super::journal::{
    AppendError, Catalog, DamagedRecord, Fork, Gap, Journal, Keys, Pending, Replay, Tip, segment_key,
};
use super::manifest::{Listed, Manifest};
use super::piece::{Kind, PieceName};
use super::place::{Place, ROOMS};
use super::record::{Damage, RecordName};
use super::reserve::Reserve;
use super::seal::random;
use super::segment::{self, Entry};
use super::storage::{Storage, StorageError};
use crate::care::compact::Item;
use crate::order::{self, Table};

/// How far beyond the authentic records the name of a damaged one is believed. A name is not authenticated: without a
/// bound, one invented key could use up all the numbers.
const BELIEVED: u64 = 1 << 20;

/// Takes what is read, in no promised order.
pub(crate) type Sink<'s> = &'s mut dyn FnMut(RecordName, Item);

struct Reading<'r, S> {
    storage: &'r S,
    place: &'r Place,
    out: Replay,
    covered: Coverage,
    catalog: Catalog,
}

/// Reads every segment and record in whichever copy authenticates. Any error of the store ends the reading: a journal that
/// was read in part must not be written to. Writes nothing.
pub(crate) async fn read<S: Storage>(
    storage: &S,
    place: &Place,
    keys: Vec<Keys>,
    sink: Sink<'_>,
    rng: &mut dyn CryptoRngCore,
) -> Result<(Replay, Journal), AppendError> {
    let (out, covered, catalog) = (Replay::default(), Coverage::default(), Catalog::default());
    let mut reading = Reading { storage, place, out, covered, catalog };
    let listed = reading.manifests(&keys).await?;
    reading.segments(&keys, sink).await?;
    let gathered = reading.covered.highest();
    let (opened, damaged) = reading.records(&keys, sink).await?;
    reading.missing(listed);
    let Reading { mut out, covered, mut catalog, .. } = reading;

    order::sort_by(&mut out.damaged, |a, b| a.key.cmp(&b.key));
    order::sort(&mut out.newer);
    out.gaps = gaps(&opened, &covered, &catalog);
    out.forks = forks(&opened, &covered);
    let tip = tip(&out, &opened, gathered, &damaged, &catalog, random(rng)?);
    catalog.quarantine = out.damaged.iter().map(|damaged| damaged.key.clone()).collect();
    let reserve = Reserve::find(storage, place).await?;
    Ok((out, Journal { keys, tip, catalog, reserve }))
}

impl<S: Storage> Reading<'_, S> {
    fn damaged(&mut self, key: String, why: Damage) {
        self.out.damaged.push(DamagedRecord { key, why });
    }

    fn fault(&mut self, key: String, fault: Fault) {
        match fault {
            Fault::Newer => self.out.newer.push(key),
            Fault::Damaged(why) => self.damaged(key, why),
        }
    }

    /// The pieces of one kind by their keys, the highest number first; other keys are damage.
    async fn pieces(&mut self, kind: Kind) -> Result<Vec<PieceName>, StorageError> {
        let room = kind.room(self.place);
        let mut names = Vec::new();
        for full in self.storage.keys(&room).await? {
            match full.strip_prefix(&room).and_then(PieceName::parse) {
                Some(name) => names.push(name),
                None => self.damaged(full, Damage::Name),
            }
        }
        order::sort_by(&mut names, |a, b| b.cmp(a));
        Ok(names)
    }

    /// Reads the manifests. Gives the segments that the newest lists: the newest ones, where two writers made one each.
    async fn manifests(&mut self, keys: &[Keys]) -> Result<Vec<Listed>, StorageError> {
        let all: Vec<_> = keys.iter().map(|keys| &keys.manifests).collect();
        let mut listed: Vec<Listed> = Vec::new();
        for name in self.pieces(Kind::Manifest).await? {
            let full = name.key(Kind::Manifest, self.place);
            let form = name.form(Kind::Manifest, self.place);
            let opened = form.best_copy(self.storage, &all, &full).await?;
            let (manifest, tag) =
                match opened.and_then(|opened| Manifest::read(&opened.body).map(|manifest| (manifest, opened.tag))) {
                    Ok(read) => read,
                    Err(fault) => {
                        self.fault(full, fault);
                        continue;
                    }
                };
            let newest = self.catalog.manifests.first().map_or(name.number, |first| first.number);
            if self.catalog.manifests.is_empty() {
                self.catalog.manifest_tag = tag;
            }
            self.catalog.number = self.catalog.number.max(name.number);
            if name.number < newest {
                self.catalog.spare.push(full);
            } else {
                self.catalog.manifests.push(name);
                self.catalog.tip = self.catalog.tip.max(manifest.tip);
                let fresh = manifest.segments.into_iter().filter(|one| !listed.contains(one)).collect::<Vec<_>>();
                listed.extend(fresh);
            }
        }
        Ok(listed)
    }

    async fn segments(&mut self, keys: &[Keys], sink: Sink<'_>) -> Result<(), StorageError> {
        let all: Vec<_> = keys.iter().map(|keys| &keys.segments).collect();
        for name in self.pieces(Kind::Segment).await? {
            let full = segment_key(self.place, &name);
            let form = name.form(Kind::Segment, self.place);
            let opened = form.best_copy(self.storage, &all, &full).await?;
            let read = opened.and_then(|opened| Ok((segment::read(&opened.body)?, segment::characters(&opened.body))));
            let (entries, characters) = match read {
                Ok(read) => read,
                Err(fault) => {
                    self.fault(full, fault);
                    continue;
                }
            };
            self.catalog.number = self.catalog.number.max(name.number);
            let Some(listed) = listed(name, characters, &entries) else {
                self.catalog.spare.push(full);
                continue;
            };
            let runs: Vec<Run> = runs(entries.iter().map(|(record, _)| *record));
            for (record, item) in entries {
                if let Some(item) = item.filter(|_| !self.covered.holds(&record)) {
                    sink(record, item);
                }
            }
            let mut new = false;
            for run in runs {
                new |= self.covered.add(run);
            }
            if new {
                self.catalog.segments.push(listed);
            } else {
                self.catalog.spare.push(full);
            }
        }
        order::sort_by_key(&mut self.catalog.segments, |listed| (listed.generation, listed.from, listed.name));
        Ok(())
    }

    /// Reads the records that no segment accounts for. Gives what opened, without the bodies, and the names of the damaged.
    async fn records(
        &mut self,
        keys: &[Keys],
        sink: Sink<'_>,
    ) -> Result<(BTreeMap<RecordName, Opened>, Vec<RecordName>), StorageError> {
        let all: Vec<_> = keys.iter().map(|keys| &keys.records).collect();
        let room = self.place.room("j");
        let mut opened: BTreeMap<RecordName, Opened> = BTreeMap::new();
        let mut lost = Vec::new();
        for full in self.storage.keys(&room).await? {
            let Some(name) = full.strip_prefix(&room).and_then(RecordName::parse) else {
                self.damaged(full, Damage::Name);
                continue;
            };
            if self.covered.holds(&name) {
                self.catalog.spare.push(full);
                continue;
            }
            match name.form(self.place).best_copy(self.storage, &all, &full).await? {
                Ok(mut record) => {
                    let characters = full.len() + segment::characters(&record.body);
                    self.catalog.pending.push(Pending { name, tag: record.tag, characters });
                    sink(name, Item::of(std::mem::take(&mut record.body)));
                    opened.insert(name, record);
                }
                Err(fault) => {
                    if matches!(fault, Fault::Damaged(_)) {
                        lost.push(name);
                    }
                    self.fault(full, fault);
                }
            }
        }
        order::sort_by_key(&mut self.catalog.pending, |pending| pending.name);
        Ok((opened, lost))
    }

    /// Names the segments that should be there, are not, and are not accounted for by others either.
    fn missing(&mut self, listed: Vec<Listed>) {
        for one in listed {
            let known = self.catalog.segments.iter().any(|other| other.name == one.name);
            if known || self.covered.spans(one.from, one.to) {
                continue;
            }
            let key = segment_key(self.place, &one.name);
            if !self.out.damaged.iter().any(|damaged| damaged.key == key) && !self.out.newer.contains(&key) {
                self.damaged(key, Damage::Missing);
            }
            self.catalog.lost.push(one);
        }
    }
}

/// The keys that a newer version wrote: records of a later format, and keys in a room that this version does not know. Where
/// there are any, nothing must be written.
pub(super) async fn newer<S: Storage>(
    storage: &S,
    place: &Place,
    replay: &Replay,
) -> Result<Vec<String>, StorageError> {
    let prefix = place.prefix();
    let mut newer = replay.newer.clone();
    for key in storage.keys(&prefix).await? {
        let room = key.strip_prefix(&prefix).and_then(|rest| rest.split_once('/'));
        if !room.is_some_and(|(room, _)| ROOMS.contains(&room)) {
            newer.push(key);
        }
    }
    order::sort(&mut newer);
    Ok(newer)
}

/// What a manifest says of a segment with these entries; nothing where it has none.
pub(super) fn listed(name: PieceName, characters: usize, entries: &[Entry]) -> Option<Listed> {
    let sequences = || entries.iter().map(|(record, _)| record.sequence);
    let generation = entries.iter().map(|(record, _)| record.generation).max()?;
    Some(Listed { name, generation, from: sequences().min()?, to: sequences().max()?, characters })
}

/// Records whose predecessor is neither here nor accounted for.
fn gaps(opened: &BTreeMap<RecordName, Opened>, covered: &Coverage, catalog: &Catalog) -> Vec<Gap> {
    let mut tags = Table::default();
    for record in opened.values() {
        tags.insert_new(&record.tag, ());
    }
    if let Some((_, tag)) = &catalog.tip {
        tags.insert_new(tag, ());
    }
    let follows = |name: &RecordName, record: &Opened| {
        record.previous == Tag::default()
            || tags.get(&record.previous).is_some()
            || !covered.at(name.sequence.saturating_sub(1)).is_empty()
    };
    opened.iter().filter(|(name, record)| !follows(name, record)).map(|(name, _)| Gap { before: *name }).collect()
}

/// Records that share a predecessor, or a place in the sequence with one that was gathered.
fn forks(opened: &BTreeMap<RecordName, Opened>, covered: &Coverage) -> Vec<Fork> {
    let mut children: Table<Vec<RecordName>> = Table::default();
    for (name, record) in opened {
        children.get_or_insert_with(&record.previous, Vec::new).push(*name);
    }
    let mut forks: Vec<Fork> = children
        .iter()
        .filter(|branches| branches.len() > 1)
        .map(|branches| Fork { branches: branches.clone() })
        .collect();
    for name in opened.keys() {
        let mut branches = covered.at(name.sequence);
        if !branches.is_empty() {
            branches.push(*name);
            order::sort(&mut branches);
            forks.push(Fork { branches });
        }
    }
    order::sort_by(&mut forks, |a, b| a.branches.cmp(&b.branches));
    forks
}

/// The next place: after everything seen. Where the latest generation shows damage, a gap or a fork, a new one begins.
fn tip(
    replay: &Replay,
    opened: &BTreeMap<RecordName, Opened>,
    gathered: (u32, u64),
    damaged: &[RecordName],
    catalog: &Catalog,
    writer: [u8; 8],
) -> Tip {
    let noted = catalog.tip.map_or((1, 0), |(name, _)| (name.generation, name.sequence));
    let lost = catalog.lost.iter().map(|lost| lost.to).max().unwrap_or(0);
    let last = opened.keys().map(|name| name.sequence).max().unwrap_or(0);
    let authentic = last.max(gathered.1).max(noted.1).max(lost);
    let newest = opened.keys().map(|name| name.generation).max().unwrap_or(1).max(gathered.0).max(noted.0);
    let bound = authentic.saturating_add(BELIEVED);
    let near: Vec<&RecordName> = damaged
        .iter()
        .filter(|name| name.sequence <= bound && u64::from(name.generation) <= u64::from(newest) + BELIEVED)
        .collect();
    let sequence = near.iter().map(|name| name.sequence).max().unwrap_or(0);
    let seen = near.iter().map(|name| name.generation).max().unwrap_or(1);
    let generation = newest.max(seen);
    let before = opened.iter().next_back().map(|(name, record)| (*name, record.tag)).max(catalog.tip);
    let hurt = near.iter().any(|name| name.generation == generation)
        || catalog.lost.iter().any(|lost| lost.generation == generation)
        // Segments, and nothing to say where their chain ended.
        || (before.is_none() && gathered.1 > 0)
        || replay.gaps.iter().any(|gap| gap.before.generation == generation)
        || replay.forks.iter().flat_map(|fork| fork.branches.last()).any(|name| name.generation == generation);
    Tip {
        generation: generation.saturating_add(u32::from(hurt)),
        sequence: authentic.max(sequence),
        previous: before.map_or(Tag::default(), |(_, tag)| tag),
        writer,
    }
}

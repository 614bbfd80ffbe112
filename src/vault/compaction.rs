//! Gathering records into segments, and writing segments afresh.
//!
//! # The order of things
//! New segments are written and read back; all is made durable; the new manifest is written and read back; all is made
//! durable; only then do the records and segments go that the new ones account for. Stopped anywhere, the old or the new or
//! both are there, and [`reading`](super::reading) gives the same either way. What a stop leaves over goes with the next
//! gathering.
//!
//! # Room
//! Besides what is there, one segment and one manifest at a time: some 130,000 characters. Small segments are joined only
//! with what is not much smaller, so that a record is written again a few times in its life and not at each gathering.

use rand_core::CryptoRngCore;

use super::envelope::Tag;
use super::journal::{AppendError, Journal, Keys, Pending, Replay, record_key, segment_key};
use super::manifest::{Listed, Manifest};
use super::piece::{Kind, PieceName};
use super::place::Place;
use super::reading::{self, listed};
use super::record::Damage;
use super::segment::{self, CHARACTERS, Entry};
use super::storage::{Storage, StorageError};
use crate::care::compact::Item;
use crate::order;

/// How many records are gathered at a time.
const RECORDS: usize = 64;
/// How many characters of records are gathered at a time, unless one record has more.
const WEIGHT: usize = 64 * 1024;
/// A segment is joined with what is at least this part of it.
const PART: usize = 4;

/// Says what stays.
pub(crate) type Keep<'k> = &'k mut dyn FnMut(&Item) -> bool;

/// What is replaced by new segments.
#[derive(Debug, Default)]
struct Old {
    segments: Vec<Listed>,
    records: Vec<Pending>,
    /// How many of the records that wait were looked at, from the first.
    taken: usize,
    /// Whether everything damaged goes too.
    quarantine: bool,
}

/// Whether a gathering that failed left anything behind, as far as can be seen.
///
/// What it left must not be taken away again: another tab may have read it meanwhile and removed what it holds elsewhere.
/// It does no harm, and the next reading tells whether it is needed.
async fn is_any_there<S: Storage>(storage: &S, keys: &[String]) -> bool {
    for key in keys {
        if !matches!(storage.read(key).await, Ok(None)) {
            return true;
        }
    }
    false
}

/// Where the work is done, and with what chance.
pub(crate) struct Desk<'d, S> {
    pub(crate) storage: &'d S,
    pub(crate) place: &'d Place,
    pub(crate) rng: &'d mut dyn CryptoRngCore,
}

impl Journal {
    /// Whether there is enough to gather, or anything left over to clear away.
    pub(crate) fn is_due(&self) -> bool {
        let weight: usize = self.catalog.pending.iter().map(|pending| pending.characters).sum();
        self.catalog.pending.len() >= RECORDS || weight >= WEIGHT || !self.catalog.spare.is_empty()
    }

    /// Gathers the oldest records, together with small segments before them. Returns whether there was anything to do.
    pub(crate) async fn gather<S: Storage>(&mut self, desk: &mut Desk<'_, S>) -> Result<bool, AppendError> {
        if self.catalog.stale {
            self.refresh(desk).await?;
        }
        if self.catalog.pending.is_empty() {
            let any = !self.catalog.spare.is_empty();
            if any {
                // What accounts for it may have been written by another tab.
                desk.storage.durable().await?;
                self.clear_away(desk.storage).await?;
            }
            return Ok(any);
        }
        let (mut old, mut entries) = (Old::default(), Vec::new());
        let mut weight = 0;
        let keys = self.all(|keys: &Keys| &keys.records);
        for pending in &self.catalog.pending {
            if old.taken >= RECORDS || (old.taken > 0 && weight + pending.characters > WEIGHT) {
                break;
            }
            old.taken += 1;
            weight += pending.characters;
            let form = pending.name.form(desk.place);
            // Gone or damaged meanwhile: another tab gathered it, or it is left for the next reading to name.
            if let Ok(opened) = form.best_copy(desk.storage, &keys, &record_key(desk.place, &pending.name)).await? {
                entries.push((pending.name, Some(Item::of(opened.body))));
                old.records.push(*pending);
            }
        }
        self.join(desk, &mut old, &mut entries).await?;
        self.replace(desk, old, entries).await?;
        Ok(true)
    }

    /// Adds the last segments to `entries`, as far as they are not much larger than what is there and all fits into one.
    async fn join<S: Storage>(
        &self,
        desk: &Desk<'_, S>,
        old: &mut Old,
        entries: &mut Vec<Entry>,
    ) -> Result<(), AppendError> {
        let mut size: usize = segment::bodies(entries.clone()).iter().map(|(_, body)| segment::characters(body)).sum();
        for last in self.catalog.segments.iter().rev() {
            if entries.is_empty() || last.characters > PART * size || last.characters + size > CHARACTERS {
                break;
            }
            let Some(mut more) = self.entries(desk, last).await? else { break };
            more.append(entries);
            *entries = more;
            size += last.characters;
            old.segments.push(*last);
        }
        order::sort_by_key(entries, |(name, _)| *name);
        // A record that another tab has put into a segment too.
        entries.dedup_by(|later, first| later.0 == first.0);
        Ok(())
    }

    /// What a segment holds; nothing where it is gone or damaged by now.
    async fn entries<S: Storage>(
        &self,
        desk: &Desk<'_, S>,
        listed: &Listed,
    ) -> Result<Option<Vec<Entry>>, StorageError> {
        let keys = self.all(|keys: &Keys| &keys.segments);
        let form = listed.name.form(Kind::Segment, desk.place);
        let opened = form.best_copy(desk.storage, &keys, &segment_key(desk.place, &listed.name)).await?;
        Ok(opened.ok().and_then(|opened| segment::read(&opened.body).ok()))
    }

    /// Looks again at what there is: another tab may have written since, or a gathering of this one failed half-way. What
    /// forbids writing ends it, with the journal as it was.
    async fn refresh<S: Storage>(&mut self, desk: &mut Desk<'_, S>) -> Result<(), AppendError> {
        let (storage, place) = (desk.storage, desk.place);
        let (replay, fresh) = reading::read(storage, place, self.keys.clone(), &mut |_, _| {}, desk.rng).await?;
        if self.is_estranged(place, &replay) {
            return Err(AppendError::KeyChanged);
        }
        let newer = reading::newer(storage, place, &replay).await?;
        if !newer.is_empty() {
            return Err(AppendError::Newer(newer));
        }
        // What is new may not have come to both stores yet, and from now on other things go because it is there.
        for key in fresh.pieces(place).filter(|key| !self.pieces(place).any(|known| known == *key)) {
            if let [only] = storage.copies(&key).await?.as_slice() {
                storage.write(&key, only).await?;
            }
        }
        let generation = self.tip.generation.max(fresh.tip.generation);
        *self = fresh;
        self.tip.generation = generation;
        Ok(())
    }

    /// Whether another tab has begun to seal everything under a new key: something came since the last reading that none of
    /// these keys opens, and whoever writes with one of these has read it. What was damaged before is known, and no such sign.
    pub(super) fn is_estranged(&self, place: &Place, replay: &Replay) -> bool {
        let known = |key: &String| {
            self.catalog.quarantine.contains(key)
                || self.catalog.spare.contains(key)
                || self.pieces(place).any(|piece| piece == *key)
                || self.catalog.pending.iter().any(|pending| record_key(place, &pending.name) == *key)
        };
        replay.damaged.iter().any(|one| one.why == Damage::NotAuthentic && !known(&one.key))
    }

    /// The keys of the segments and of the newest manifests.
    fn pieces(&self, place: &Place) -> impl Iterator<Item = String> {
        let segments = self.catalog.segments.iter().map(|one| segment_key(place, &one.name));
        segments.chain(self.catalog.manifests.iter().map(|name| name.key(Kind::Manifest, place)))
    }

    /// Whether everything that can be read is gathered and sealed by the newest key, and nothing is left over.
    pub(crate) async fn is_all_anew<S: Storage>(&mut self, desk: &mut Desk<'_, S>) -> Result<bool, AppendError> {
        self.refresh(desk).await?;
        for listed in &self.catalog.segments {
            if !self.is_sealed_anew(desk, listed).await? {
                return Ok(false);
            }
        }
        Ok(self.catalog.pending.is_empty() && self.catalog.spare.is_empty())
    }

    /// Writes every segment afresh that holds something which does not stay, or, where `all`, that an older key sealed; one
    /// after another. All records are gathered first. Where something has to go, what is damaged goes too, since nobody can
    /// say what it holds.
    pub(crate) async fn recast<S: Storage>(
        &mut self,
        desk: &mut Desk<'_, S>,
        keep: Keep<'_>,
        all: bool,
    ) -> Result<(), AppendError> {
        self.refresh(desk).await?;
        while self.gather(desk).await? {}
        for listed in self.catalog.segments.clone() {
            if all && self.is_sealed_anew(desk, &listed).await? {
                continue;
            }
            let Some(mut entries) = self.entries(desk, &listed).await? else { continue };
            let mut changed = all;
            for (_, item) in &mut entries {
                if item.as_ref().is_some_and(|item| !keep(item)) {
                    *item = None;
                    changed = true;
                }
            }
            if changed {
                let old = Old { segments: vec![listed], ..Old::default() };
                self.replace(desk, old, entries).await?;
            }
        }
        // The manifest too is sealed by the newest key.
        let quarantine = !all && !self.catalog.quarantine.is_empty();
        if quarantine || all {
            self.replace(desk, Old { quarantine, ..Old::default() }, Vec::new()).await?;
        }
        Ok(())
    }

    /// Whether the newest key sealed a segment.
    async fn is_sealed_anew<S: Storage>(&self, desk: &Desk<'_, S>, listed: &Listed) -> Result<bool, AppendError> {
        let form = listed.name.form(Kind::Segment, desk.place);
        let key = segment_key(desk.place, &listed.name);
        Ok(form.best_copy(desk.storage, &[&self.newest()?.segments], &key).await?.is_ok())
    }

    /// Puts segments with these entries in the place of the old ones and of records.
    async fn replace<S: Storage>(
        &mut self,
        desk: &mut Desk<'_, S>,
        old: Old,
        entries: Vec<Entry>,
    ) -> Result<(), AppendError> {
        // Taken also where this fails: what a later attempt writes must count for more.
        self.catalog.number = self.catalog.number.checked_add(1).ok_or(AppendError::Exhausted)?;
        let mut written = Vec::new();
        let outcome = match self.write_segments(desk, entries, &mut written).await {
            Ok(fresh) => self.commit(desk, old, fresh, &mut written).await,
            Err(error) => Err(error),
        };
        if let Err(error) = outcome {
            self.catalog.stale |= is_any_there(desk.storage, &written).await;
            return Err(error);
        }
        Ok(self.clear_away(desk.storage).await?)
    }

    async fn write_segments<S: Storage>(
        &mut self,
        desk: &mut Desk<'_, S>,
        entries: Vec<Entry>,
        written: &mut Vec<String>,
    ) -> Result<Vec<Listed>, AppendError> {
        let mut fresh = Vec::new();
        if entries.is_empty() {
            return Ok(fresh);
        }
        for (entries, body) in segment::bodies(entries) {
            let name = PieceName::fresh(self.catalog.number, desk.rng)?;
            let form = name.form(Kind::Segment, desk.place);
            let (text, _) = form.write(&self.newest()?.segments, &Tag::default(), &body, desk.rng)?;
            let key = segment_key(desk.place, &name);
            written.push(key.clone());
            self.write_checked(desk.storage, &key, &text).await?;
            fresh.extend(listed(name, text.len(), &entries));
        }
        desk.storage.durable().await?;
        Ok(fresh)
    }

    /// Writes the manifest. When it returns `Ok` it is durable, and the catalog is that of the new segments.
    async fn commit<S: Storage>(
        &mut self,
        desk: &mut Desk<'_, S>,
        old: Old,
        fresh: Vec<Listed>,
        written: &mut Vec<String>,
    ) -> Result<(), AppendError> {
        let catalog = &self.catalog;
        let mut segments: Vec<Listed> =
            catalog.segments.iter().filter(|one| !old.segments.contains(one)).copied().chain(fresh).collect();
        order::sort_by_key(&mut segments, |one| (one.generation, one.from, one.name));
        let lost = if old.quarantine { Vec::new() } else { catalog.lost.clone() };
        let tip = old.records.last().map(|last| (last.name, last.tag)).max(catalog.tip);
        let manifest = Manifest { segments: segments.iter().chain(&lost).copied().collect(), tip };

        let name = PieceName::fresh(catalog.number, desk.rng)?;
        let form = name.form(Kind::Manifest, desk.place);
        let (text, tag) = form.write(&self.newest()?.manifests, &catalog.manifest_tag, &manifest.body(), desk.rng)?;
        let key = name.key(Kind::Manifest, desk.place);
        written.push(key.clone());
        self.write_checked(desk.storage, &key, &text).await?;
        desk.storage.durable().await?;

        let catalog = &mut self.catalog;
        let gone_manifests = std::mem::replace(&mut catalog.manifests, vec![name]);
        (catalog.manifest_tag, catalog.segments, catalog.lost, catalog.tip) = (tag, segments, lost, tip);
        let taken = old.taken.min(catalog.pending.len());
        catalog.pending.drain(..taken);
        let spare = &mut catalog.spare;
        spare.extend(old.records.iter().map(|record| record_key(desk.place, &record.name)));
        spare.extend(old.segments.iter().map(|one| segment_key(desk.place, &one.name)));
        spare.extend(gone_manifests.iter().map(|name| name.key(Kind::Manifest, desk.place)));
        if old.quarantine {
            spare.append(&mut catalog.quarantine);
        }
        Ok(())
    }

    /// Removes what is accounted for elsewhere.
    async fn clear_away<S: Storage>(&mut self, storage: &S) -> Result<(), StorageError> {
        for key in &self.catalog.spare {
            storage.remove(key).await?;
        }
        storage.durable().await?;
        self.catalog.spare.clear();
        Ok(())
    }

    async fn write_checked<S: Storage>(&mut self, storage: &S, key: &str, text: &str) -> Result<(), StorageError> {
        self.reserve.write(storage, key, text).await?;
        match storage.read(key).await?.as_deref() {
            Some(found) if found == text => Ok(()),
            _ => Err(StorageError::Failed("what was written is not what can be read".to_owned())),
        }
    }
}

//! What vaults lie in a store, read without any key.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::inbox::InboxPublic;
use super::inbox_keys;
use super::kek::SlotParams;
use super::place::{AppPath, Place};
use super::slot::{Slot, SlotError};
use super::storage::{Storage, StorageError};
use crate::order;

/// A slot that can be tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundSlot {
    /// The key under which it lies.
    pub key: String,
    /// The slot.
    pub slot: Slot,
}

/// A slot that cannot be read. It was left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedSlot {
    /// The key under which it lies.
    pub key: String,
    /// Why it cannot be read.
    pub why: SlotError,
}

/// A vault as it looks from outside. Nothing of it is authenticated yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultHead {
    /// Where it lies.
    pub place: Place,
    /// Slots to try, the newest passphrase first. Usually one; two after a change of passphrase that a crash interrupted;
    /// none where all are damaged.
    pub slots: Vec<FoundSlot>,
    /// Slots that cannot be read.
    pub damaged: Vec<DamagedSlot>,
    /// The readable public key of its inbox, **not authenticated**: anyone who can write to the store could have put it
    /// there. Prefer the one that a turn's token carries.
    pub inbox_public: Option<InboxPublic>,
}

impl VaultHead {
    /// What the passphrase must be prepared with, one after another, the newest first.
    pub fn params(&self) -> impl Iterator<Item = &SlotParams> {
        self.slots.iter().map(|found| found.slot.params())
    }
}

/// Keys of a vault that has no slot at all: its making was interrupted before anything could be in it, or its slot was
/// lost. Never offered as a vault, never removed by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remains {
    /// Where they lie.
    pub place: Place,
    /// How many keys there are.
    pub keys: usize,
    /// How many of them are records or segments of the journal. With none, nothing was ever kept here.
    pub records: usize,
}

/// What lies in a store for one app path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Vaults, by id.
    pub vaults: Vec<VaultHead>,
    /// What is left of vaults that have no slot, by id.
    pub remains: Vec<Remains>,
}

/// Lists the vaults of the app at `path`. Reads only.
///
/// # Errors
/// What the store reports. Then nothing is known, and nothing must be created in its stead.
pub async fn find<S: Storage>(storage: &S, path: &AppPath) -> Result<Found, StorageError> {
    let mut vaults: BTreeMap<Place, Vec<String>> = BTreeMap::new();
    for key in storage.keys(&path.prefix()).await? {
        if let Some((id, _)) = Place::split(path, &key) {
            let place = Place::new(path.clone(), id);
            vaults.entry(place).or_default().push(key);
        }
    }
    let mut out = Found::default();
    for (place, keys) in vaults {
        let count = |room: &str| {
            let room = place.room(room);
            keys.iter().filter(|key| key.starts_with(&room)).count()
        };
        if count("slot") > 0 {
            out.vaults.push(head(storage, place).await?);
        } else {
            let records = count("j") + count("s");
            let keys = keys.len();
            out.remains.push(Remains { place, keys, records });
        }
    }
    Ok(out)
}

/// Reads the outside of one vault.
pub(crate) async fn head<S: Storage>(storage: &S, place: Place) -> Result<VaultHead, StorageError> {
    let mut slots = Vec::new();
    let mut damaged = Vec::new();
    let mut keys = storage.keys(&place.room("slot")).await?;
    order::sort(&mut keys);
    for key in keys {
        let mut fault = None;
        let mut sound: Vec<Slot> = Vec::new();
        for text in storage.copies(&key).await? {
            match Slot::parse(&text) {
                Ok(slot) => sound.push(slot),
                Err(why) => fault = fault.or(Some(why)),
            }
        }
        if sound.is_empty() {
            let why = fault.unwrap_or(SlotError::Damaged);
            damaged.push(DamagedSlot { key, why });
        } else {
            slots.extend(sound.into_iter().map(|slot| FoundSlot { key: key.clone(), slot }));
        }
    }
    order::sort_by_key(&mut slots, |found| Reverse(found.slot.number()));
    let inbox_public = inbox_keys::readable(storage, &place).await?;
    Ok(VaultHead { place, slots, damaged, inbox_public })
}

//! What vaults lie in a store, read without any key.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::inbox::InboxPublic;
use super::inbox_keys;
use super::kek::SlotParams;
use super::kit_slot::{Bridge, KitSlot, Other};
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

/// A recovery kit's slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundKit {
    /// The key under which it lies.
    pub key: String,
    /// The slot, **not authenticated**; see [`KitSlot::is_vouched`].
    pub slot: KitSlot,
}

/// The trace of a change of the vault's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundBridge {
    /// The key under which it lies.
    pub key: String,
    /// The bridge.
    pub bridge: Bridge,
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
    /// Slots of recovery kits, the newest first.
    pub kits: Vec<FoundKit>,
    /// Where the vault's key is being changed or such a change was interrupted, the way back to the old one.
    pub bridges: Vec<FoundBridge>,
    /// Slots that cannot be read.
    pub damaged: Vec<DamagedSlot>,
    /// The readable public key of its inbox, **not authenticated**: anyone who can write to the store could have put it
    /// there. Prefer the one that a turn's token carries.
    pub inbox_public: Option<InboxPublic>,
}

impl VaultHead {
    /// The number for the next slot: above every one that is there.
    pub(crate) fn next_number(&self) -> u32 {
        let slots = self.slots.iter().map(|found| found.slot.number());
        let kits = self.kits.iter().map(|found| found.slot.number());
        let bridges = self.bridges.iter().map(|found| found.bridge.number());
        // A forged slot with the highest number must not make a change impossible.
        slots.chain(kits).chain(bridges).max().unwrap_or(0).saturating_add(1)
    }

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
    let (mut slots, mut kits, mut bridges, mut damaged) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut keys = storage.keys(&place.room("slot")).await?;
    order::sort(&mut keys);
    for key in keys {
        let mut fault = None;
        let mut sound = false;
        for text in storage.copies(&key).await? {
            let key = key.clone();
            let other = match Slot::parse(&text) {
                Ok(slot) => {
                    slots.push(FoundSlot { key, slot });
                    sound = true;
                    continue;
                }
                Err(SlotError::UnknownKind(_)) => Other::parse(&text),
                Err(why) => Err(why),
            };
            match other {
                Ok(Other::Kit(slot)) => kits.push(FoundKit { key, slot }),
                Ok(Other::Bridge(bridge)) => bridges.push(FoundBridge { key, bridge }),
                Err(why) => {
                    fault = fault.or(Some(why));
                    continue;
                }
            }
            sound = true;
        }
        if !sound {
            let why = fault.unwrap_or(SlotError::Damaged);
            damaged.push(DamagedSlot { key, why });
        }
    }
    order::sort_by_key(&mut kits, |found| Reverse(found.slot.number()));
    order::sort_by_key(&mut slots, |found| Reverse(found.slot.number()));
    let inbox_public = inbox_keys::readable(storage, &place).await?;
    Ok(VaultHead { place, slots, kits, bridges, damaged, inbox_public })
}

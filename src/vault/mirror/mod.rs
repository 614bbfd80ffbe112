//! A store with a durable mirror: localStorage answers at once, IndexedDB keeps what localStorage may lose.
//!
//! # How it works
//! - **Write**: to the store at once, and queued for the mirror. **Durable**: the queue goes to the mirror in order, the
//!   mirror makes it durable, and only then is anything called saved.
//! - **Remove**: first from the mirror, then from the store. Until the mirror has durably forgotten the key, the store still
//!   has it; to this handle's reader it is gone at once. A crash before that undoes the removal as a whole.
//! - The store may lose the removal *afterwards* (localStorage does). So the mirror keeps a **tombstone** for each key it
//!   forgot, and at the next start a tombstone wins over what the store still has. Tombstones go when the store was found
//!   without the key at [`ENOUGH`] starts.
//! - **Mirror away** (blocked, broken): the store goes on alone, [`Mirrored::state`] says so, and removals leave a tombstone
//!   in the store, which [`Mirrored::heal`] carries over when the mirror is back.
//! - **Heal**, at each start: the union of both by key. Where both have a key with different values, each keeps its own and
//!   [`Storage::copies`] gives both.
//!
//! # What it asks of its users
//! A key that was removed must not be written again while the mirror is away: its old tombstone would win. The vault's keys
//! carry nonces and are never used twice. A key whose value changes must say inside which value is the newer one.
//!
//! # What it cannot do
//! Where the store was wiped as a whole while the mirror was away, the tombstones went with it: what had been removed
//! meanwhile comes back from the mirror, an old passphrase slot included.
//!
//! Erasing everything is [`Mirrored::erase`].

mod erase;
mod heal;

pub use erase::ERASED;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use super::storage::{Storage, StorageError};
use super::turnstile::Turnstile;
use crate::order;

/// What the key of a tombstone starts with; the removed key follows.
pub const GONE: &str = "~gone/";
/// At how many starts a tombstone must have been unneeded before it goes.
pub const ENOUGH: u32 = 3;

/// Whether the mirror takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MirrorState {
    /// It does: what is called durable is.
    With,
    /// It does not, for this reason: a crash may lose what was written in the last seconds or minutes.
    Without(StorageError),
}

/// What [`Mirrored::heal`] did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Healed {
    /// Keys that the store had lost and got back.
    pub to_store: usize,
    /// Keys that the mirror lacked and got.
    pub to_mirror: usize,
    /// Removals that one of the two had not seen or had lost.
    pub removed: usize,
    /// Keys that had been erased and were found again.
    pub erased: usize,
    /// Keys that stay in the mirror only because the store is full. They can be read all the same.
    pub no_room: usize,
}

#[derive(Debug, Clone)]
enum Change {
    Put(String, String),
    Gone(String),
}

impl Change {
    fn key(&self) -> &str {
        match self {
            Self::Put(key, _) | Self::Gone(key) => key,
        }
    }
}

/// Why a step of the healing did not work: the store's error ends it, the mirror's leaves the store alone.
enum Trouble {
    Store(StorageError),
    Mirror(StorageError),
}

/// `A` with `B` as its durable mirror. See the module.
#[derive(Debug)]
pub struct Mirrored<A, B> {
    store: A,
    mirror: B,
    prefix: String,
    /// Why the mirror is away.
    away: RefCell<Option<StorageError>>,
    /// What the mirror has not yet got, oldest first.
    queue: RefCell<Vec<Change>>,
    /// Removed for this handle's reader, perhaps still in the store.
    gone: RefCell<BTreeSet<String>>,
    /// Keys that only the mirror has, for want of room.
    only_mirror: RefCell<BTreeSet<String>>,
    /// Keys for which the mirror has a tombstone.
    tombs: RefCell<BTreeSet<String>>,
    healed_once: Cell<bool>,
    gate: Turnstile,
}

fn tomb(key: &str) -> String {
    format!("{GONE}{key}")
}

impl<A: Storage, B: Storage> Mirrored<A, B> {
    /// Joins the two and heals them. `prefix`: which keys are ours; the origin may hold others' (see
    /// [`AppPath::prefix`](super::place::AppPath::prefix)).
    ///
    /// # Errors
    /// What the store reports. A mirror that fails is no error; see [`Mirrored::state`].
    pub async fn open(store: A, mirror: B, prefix: &str) -> Result<(Self, Healed), StorageError> {
        let this = Self {
            store,
            mirror,
            prefix: prefix.to_owned(),
            away: RefCell::default(),
            queue: RefCell::default(),
            gone: RefCell::default(),
            only_mirror: RefCell::default(),
            tombs: RefCell::default(),
            healed_once: Cell::new(false),
            gate: Turnstile::default(),
        };
        let healed = this.heal().await?;
        Ok((this, healed))
    }

    /// Whether the mirror takes part.
    #[must_use]
    pub fn state(&self) -> MirrorState {
        match &*self.away.borrow() {
            None => MirrorState::With,
            Some(why) => MirrorState::Without(why.clone()),
        }
    }

    /// Makes the two agree. [`Mirrored::open`] does it; again is a way to try a mirror that was away.
    ///
    /// # Errors
    /// What the store reports.
    pub async fn heal(&self) -> Result<Healed, StorageError> {
        let _pass = self.gate.enter().await;
        if self.healed_once.get() {
            self.flush().await?;
        }
        self.away.replace(None);
        let mut healed = Healed::default();
        let agreed = match self.obey(&mut healed).await {
            Ok(()) => self.agree(&mut healed).await,
            trouble => trouble,
        };
        match agreed {
            Ok(()) => {}
            Err(Trouble::Mirror(why)) => {
                self.go_alone(why);
                self.flush().await?;
            }
            Err(Trouble::Store(error)) => return Err(error),
        }
        self.healed_once.set(true);
        Ok(healed)
    }

    /// Everything queued goes to the mirror, then what was removed leaves the store. Nothing leaves the queue before the
    /// mirror has it durably, so a cancelled or failed flush is simply done again.
    async fn flush(&self) -> Result<(), StorageError> {
        let count = self.queue.borrow().len();
        if !self.is_away()
            && count > 0
            && let Err(why) = self.to_mirror(count).await
        {
            self.go_alone(why);
        }
        {
            let mut queue = self.queue.borrow_mut();
            let count = count.min(queue.len());
            queue.drain(..count);
        }
        let known: Vec<String> = {
            let queue = self.queue.borrow();
            let waits = |key: &String| queue.iter().any(|c| matches!(c, Change::Gone(k) if k == key));
            let gone = self.gone.borrow();
            gone.iter().filter(|key| !waits(key)).cloned().collect()
        };
        for key in known {
            if self.is_away() {
                self.remove_alone(&key).await?;
            } else {
                self.store.remove(&key).await?;
            }
            self.gone.borrow_mut().remove(&key);
        }
        Ok(())
    }

    async fn to_mirror(&self, count: usize) -> Result<(), StorageError> {
        for at in 0..count {
            let change = self.queue.borrow().get(at).cloned();
            match change {
                Some(Change::Put(key, value)) => {
                    // This order: a crash in between must not leave the tombstone beside the new value.
                    if self.tombs.borrow().contains(&key) {
                        self.mirror.remove(&tomb(&key)).await?;
                        self.tombs.borrow_mut().remove(&key);
                    }
                    self.mirror.write(&key, &value).await?;
                }
                Some(Change::Gone(key)) => {
                    self.mirror.write(&tomb(&key), "0").await?;
                    self.tombs.borrow_mut().insert(key.clone());
                    self.mirror.remove(&key).await?;
                }
                None => {}
            }
        }
        self.mirror.durable().await
    }

    /// The mirror is away from now on. What it has not got, the store has; removals that waited for it happen in the store
    /// at the next flush, with tombstones there.
    fn go_alone(&self, why: StorageError) {
        self.away.replace(Some(why));
        self.queue.borrow_mut().clear();
    }

    /// Removes from the store and leaves a tombstone there. Where there is no room for the tombstone, the removal makes it.
    async fn remove_alone(&self, key: &str) -> Result<(), StorageError> {
        let first = self.store.write(&tomb(key), "").await;
        match first {
            Ok(()) => self.store.remove(key).await,
            Err(StorageError::Full) => {
                self.store.remove(key).await?;
                self.store.write(&tomb(key), "").await
            }
            Err(error) => Err(error),
        }
    }

    fn is_away(&self) -> bool {
        self.away.borrow().is_some()
    }
}

impl<A: Storage, B: Storage> Storage for Mirrored<A, B> {
    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        let mut keys = order::set(self.store.keys(prefix).await?);
        if !self.is_away() {
            let only = self.only_mirror.borrow();
            keys.extend(only.iter().filter(|key| key.starts_with(prefix)).cloned());
        }
        let gone = self.gone.borrow();
        keys.retain(|key| !key.starts_with(GONE) && !key.starts_with(ERASED) && !gone.contains(key));
        Ok(keys.into_iter().collect())
    }

    async fn read(&self, key: &str) -> Result<Option<String>, StorageError> {
        if self.gone.borrow().contains(key) {
            return Ok(None);
        }
        let value = self.store.read(key).await?;
        if value.is_some() || !self.only_mirror.borrow().contains(key) {
            return Ok(value);
        }
        self.mirror.read(key).await
    }

    async fn copies(&self, key: &str) -> Result<Vec<String>, StorageError> {
        if self.gone.borrow().contains(key) {
            return Ok(Vec::new());
        }
        let mut copies: Vec<String> = self.store.read(key).await?.into_iter().collect();
        // One that cannot be read is no copy that is missing: what it holds may be the only sound one.
        if !self.is_away()
            && let Some(other) = self.mirror.read(key).await?
            && !copies.contains(&other)
        {
            copies.push(other);
        }
        Ok(copies)
    }

    async fn write(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.store.write(key, value).await?;
        self.gone.borrow_mut().remove(key);
        self.only_mirror.borrow_mut().remove(key);
        if self.is_away() {
            let name = tomb(key);
            if self.store.read(&name).await?.is_some() {
                self.store.remove(&name).await?;
            }
        } else {
            let change = Change::Put(key.to_owned(), value.to_owned());
            self.queue.borrow_mut().push(change);
        }
        Ok(())
    }

    async fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.only_mirror.borrow_mut().remove(key);
        if self.is_away() {
            return self.remove_alone(key).await;
        }
        self.gone.borrow_mut().insert(key.to_owned());
        self.queue.borrow_mut().push(Change::Gone(key.to_owned()));
        Ok(())
    }

    async fn durable(&self) -> Result<(), StorageError> {
        let _pass = self.gate.enter().await;
        self.flush().await?;
        self.store.durable().await
    }
}

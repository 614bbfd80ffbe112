//! What a store held: a copy in memory of one vault's keys, sealed as they lie, so that an open vault outlives a store that
//! somebody empties (a browser that clears the data of a site asks no page).
//!
//! It takes as much memory as the vault takes of the store.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Deref;

use super::mirror::{ERASED, Mirrored};
use super::storage::{Storage, StorageError};

/// A store that remembers.
#[derive(Debug)]
pub struct Remembered<S> {
    store: S,
    /// What the keys remembered start with, and the keys with their values.
    copy: RefCell<Option<(String, BTreeMap<String, String>)>>,
}

impl<S> Remembered<S> {
    /// With nothing remembered yet.
    pub const fn new(store: S) -> Self {
        Self { store, copy: RefCell::new(None) }
    }

    fn note(&self, key: &str, value: Option<&str>) {
        if let Some((prefix, copy)) = &mut *self.copy.borrow_mut()
            && key.starts_with(prefix.as_str())
        {
            match value {
                Some(value) => copy.insert(key.to_owned(), value.to_owned()),
                None => copy.remove(key),
            };
        }
    }

    /// The prefix, and a key that is there as long as the vault is: a slot where one is known.
    fn landmark(&self) -> Option<(String, String)> {
        let copy = self.copy.borrow();
        let (prefix, copy) = copy.as_ref()?;
        let key = copy.keys().find(|key| key.contains("/slot/")).or_else(|| copy.keys().next())?;
        Some((prefix.clone(), key.clone()))
    }
}

impl<S: Storage> Remembered<S> {
    /// Reads everything whose key starts with `prefix`, and keeps it and every change made through this handle. To be called
    /// by the tab that writes, and again whenever it becomes that.
    ///
    /// # Errors
    /// What the store reports; what was remembered before stays.
    pub async fn remember(&self, prefix: &str) -> Result<(), StorageError> {
        let mut copy = BTreeMap::new();
        for key in self.store.keys(prefix).await? {
            if let Some(value) = self.store.read(&key).await? {
                copy.insert(key, value);
            }
        }
        self.copy.replace(Some((prefix.to_owned(), copy)));
        Ok(())
    }

    /// Whether the store was emptied: a key that must be there is not, and nobody erased the vault on purpose.
    ///
    /// # Errors
    /// What the store reports.
    pub async fn is_emptied(&self) -> Result<bool, StorageError> {
        let Some((_, key)) = self.landmark() else { return Ok(false) };
        Ok(self.store.read(&key).await?.is_none() && !self.is_erased().await?)
    }

    /// Whether what is remembered was erased on purpose. The marker that says so lies in the store at first, and after the
    /// next start of any tab only in the mirror.
    async fn is_erased(&self) -> Result<bool, StorageError> {
        let prefix = self.copy.borrow().as_ref().map(|(prefix, _)| prefix.clone()).unwrap_or_default();
        Ok(!self.store.copies(&format!("{ERASED}{prefix}")).await?.is_empty())
    }

    /// Writes what is remembered and no longer there, and makes it durable. Returns how many keys that were: none where it
    /// was erased on purpose.
    ///
    /// # Errors
    /// What the store reports; some may be back by then, and the next call goes on.
    pub async fn put_back(&self) -> Result<usize, StorageError> {
        // Asked again: a mirror that was away may have come back with the marker.
        if self.is_erased().await? {
            return Ok(0);
        }
        let copy = self.copy.borrow().as_ref().map(|(_, copy)| copy.clone()).unwrap_or_default();
        let mut count = 0;
        for (key, value) in copy {
            if self.store.read(&key).await?.is_none() {
                self.store.write(&key, &value).await?;
                count += 1;
            }
        }
        self.store.durable().await?;
        Ok(count)
    }
}

impl<A: Storage, B: Storage> Remembered<Mirrored<A, B>> {
    /// As [`Mirrored::erase`], and nothing of it is remembered.
    ///
    /// # Errors
    /// As there.
    pub async fn erase(&self, prefix: &str) -> Result<(), StorageError> {
        self.copy.replace(None);
        self.store.erase(prefix).await
    }
}

impl<S> Deref for Remembered<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.store
    }
}

impl<S: Storage> Storage for Remembered<S> {
    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.store.keys(prefix).await
    }

    async fn read(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.store.read(key).await
    }

    async fn copies(&self, key: &str) -> Result<Vec<String>, StorageError> {
        self.store.copies(key).await
    }

    async fn write(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.store.write(key, value).await?;
        self.note(key, Some(value));
        Ok(())
    }

    async fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.store.remove(key).await?;
        self.note(key, None);
        Ok(())
    }

    async fn durable(&self) -> Result<(), StorageError> {
        self.store.durable().await
    }
}

#[cfg(test)]
mod tests {
    use pollster::block_on;

    use super::*;
    use crate::vault::{Faults, MemoryStorage};

    #[test]
    fn an_emptied_store_is_written_again_as_it_was_last() {
        block_on(async {
            let disk = MemoryStorage::new();
            let store = Remembered::new(disk.clone());
            assert_eq!(store.is_emptied().await, Ok(false));
            for (key, value) in [("v/slot/1", "s"), ("v/j/1", "one"), ("v/j/2", "two"), ("w/x", "another's")] {
                store.write(key, value).await.unwrap();
            }
            store.remember("v/").await.unwrap();
            store.write("v/j/3", "three").await.unwrap();
            store.remove("v/j/1").await.unwrap();
            assert_eq!(store.is_emptied().await, Ok(false));
            let before = disk.snapshot();
            for key in before.keys() {
                disk.remove(key).await.unwrap();
            }
            assert_eq!(store.is_emptied().await, Ok(true));
            assert_eq!(store.put_back().await, Ok(3));
            assert_eq!(store.is_emptied().await, Ok(false));
            let mut expected = before;
            expected.remove("w/x");
            assert_eq!(disk.reboot(0).snapshot(), expected, "durable, and nothing that was removed");
        });
    }

    #[test]
    fn what_was_erased_on_purpose_stays_away() {
        block_on(async {
            let (disk, mirror) = (MemoryStorage::new(), MemoryStorage::new());
            let (store, _) = Mirrored::open(disk.clone(), mirror, "v/").await.unwrap();
            let store = Remembered::new(store);
            store.write("v/slot/1", "s").await.unwrap();
            store.durable().await.unwrap();
            store.remember("v/").await.unwrap();
            // By another tab, of whose doing this one learns nothing.
            disk.remove("v/slot/1").await.unwrap();
            disk.write("~erased/v/", "0").await.unwrap();
            assert_eq!(store.is_emptied().await, Ok(false));
            store.erase("v/").await.unwrap();
            assert_eq!(store.put_back().await, Ok(0));
            assert_eq!(disk.reboot(9).snapshot().keys().collect::<Vec<_>>(), ["~erased/v/"]);
        });
    }

    #[test]
    fn a_tab_that_wakes_after_an_erasure_and_a_start_puts_nothing_back() {
        block_on(async {
            for mirror_away in [false, true] {
                let (disk, mirror) = (MemoryStorage::new(), MemoryStorage::new());
                let asleep = Remembered::new(Mirrored::open(disk.clone(), mirror.clone(), "v/").await.unwrap().0);
                asleep.write("v/slot/1", "s").await.unwrap();
                asleep.durable().await.unwrap();
                asleep.remember("v/").await.unwrap();
                let other = Mirrored::open(disk.clone(), mirror.clone(), "v/").await.unwrap().0;
                other.erase("v/").await.unwrap();
                // The next start takes the marker over into the mirror.
                drop(Mirrored::open(disk.clone(), mirror.clone(), "v/").await.unwrap());
                assert!(disk.snapshot().is_empty());
                if mirror_away {
                    // It cannot be seen until the stores are healed, as they are before anything is put back.
                    let blocked = Faults { always: Some(StorageError::Blocked), ..Faults::default() };
                    mirror.set_faults(blocked);
                    asleep.heal().await.unwrap();
                    assert_eq!(asleep.is_emptied().await, Ok(true));
                    mirror.set_faults(Faults::default());
                    asleep.heal().await.unwrap();
                }
                assert_eq!(asleep.is_emptied().await, Ok(false));
                assert_eq!(asleep.put_back().await, Ok(0));
                assert!(disk.snapshot().is_empty());
            }
        });
    }

    #[test]
    fn a_full_store_is_no_end() {
        block_on(async {
            let disk = MemoryStorage::new();
            let store = Remembered::new(disk.clone());
            for (key, value) in [("v/slot/1", "s"), ("v/j/1", "one")] {
                store.write(key, value).await.unwrap();
            }
            store.remember("v/").await.unwrap();
            disk.remove("v/slot/1").await.unwrap();
            disk.remove("v/j/1").await.unwrap();
            disk.set_quota(Some(3));
            assert_eq!(store.put_back().await, Err(StorageError::Full));
            disk.set_quota(None);
            assert_eq!(store.put_back().await, Ok(2));
        });
    }
}

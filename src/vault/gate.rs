//! Who may write: a store that asks before each write and removal whether this tab still holds the right to.
//!
//! A tab that was frozen does not learn at once that another one took over from it. So the question is asked anew at every
//! step, however deep inside a longer piece of work. Reading is always allowed, and so is making durable what was accepted
//! while the right was held: that only keeps what everybody can read already.
//!
//! Between an answer and the write after it a tab can still be frozen. What it then writes has a name of its own (see
//! [`record`](super::record)): a fork that is read as the union, and overwrites nothing.

use std::cell::RefCell;
use std::ops::Deref;

use super::storage::{Storage, StorageError};

/// Knows whether this tab may write.
pub trait Gate: Clone {
    /// Whether it may right now.
    fn is_open(&self) -> impl Future<Output = bool>;
}

/// A store with a gate before one vault's keys.
#[derive(Debug)]
pub struct Gated<S, G> {
    store: S,
    gate: RefCell<Option<(String, G)>>,
}

impl<S, G> Gated<S, G> {
    /// With no gate yet: everything may be written.
    pub const fn new(store: S) -> Self {
        Self { store, gate: RefCell::new(None) }
    }

    /// From now on keys that start with `prefix` are written and removed only where `gate` is open.
    pub fn guard(&self, prefix: String, gate: G) {
        self.gate.replace(Some((prefix, gate)));
    }
}

impl<S, G: Gate> Gated<S, G> {
    async fn pass(&self, key: &str) -> Result<(), StorageError> {
        let gate =
            self.gate.borrow().as_ref().filter(|(prefix, _)| key.starts_with(prefix)).map(|(_, gate)| gate.clone());
        match gate {
            Some(gate) if !gate.is_open().await => Err(StorageError::NotWriter),
            _ => Ok(()),
        }
    }
}

impl<S, G> Deref for Gated<S, G> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.store
    }
}

impl<S: Storage, G: Gate> Storage for Gated<S, G> {
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
        self.pass(key).await?;
        self.store.write(key, value).await
    }

    async fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.pass(key).await?;
        self.store.remove(key).await
    }

    async fn durable(&self) -> Result<(), StorageError> {
        self.store.durable().await
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use pollster::block_on;

    use super::*;
    use crate::vault::MemoryStorage;

    #[derive(Clone, Default)]
    struct Door(Rc<Cell<bool>>);

    impl Gate for Door {
        async fn is_open(&self) -> bool {
            self.0.get()
        }
    }

    #[test]
    fn no_write_passes_a_closed_gate_and_every_read_does() {
        block_on(async {
            let store = Gated::new(MemoryStorage::new());
            store.write("v/a", "1").await.unwrap();
            let door = Door::default();
            store.guard("v/".to_owned(), door.clone());
            assert_eq!(store.write("v/a", "2").await, Err(StorageError::NotWriter));
            assert_eq!(store.remove("v/a").await, Err(StorageError::NotWriter));
            assert_eq!(store.read("v/a").await, Ok(Some("1".to_owned())));
            assert_eq!(store.keys("v/").await.unwrap().len(), 1);
            assert_eq!(store.durable().await, Ok(()));
            store.write("w/a", "another vault's").await.unwrap();
            door.0.set(true);
            store.write("v/a", "2").await.unwrap();
            // Lost in the middle of a piece of work: the next step is refused.
            door.0.set(false);
            assert_eq!(store.remove("v/a").await, Err(StorageError::NotWriter));
            assert_eq!(store.copies("v/a").await.unwrap(), ["2"]);
        });
    }
}

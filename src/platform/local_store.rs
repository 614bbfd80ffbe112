//! localStorage as a [`Storage`].

use std::cell::Cell;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomException, Storage as WebStorage, window};

use super::{monotonic_ms, pause};
use crate::vault::{Storage, StorageError};

/// The browser's localStorage. What it accepts may still be lost by a crash, so it never calls anything durable by itself:
/// [`Storage::durable`] here only says that nothing is waiting, and the mirror beside it does the rest.
///
/// Reading much of it lets the page draw and hear now and then: each single read is at once, and many would stop it.
#[derive(Clone, Debug)]
pub struct LocalStore {
    store: WebStorage,
    /// When the page last had its turn, in milliseconds.
    rested: Cell<u64>,
}

/// For how long reading may go on, in milliseconds.
const STRETCH: u64 = 40;

impl LocalStore {
    /// Opens it.
    ///
    /// # Errors
    /// [`StorageError::Blocked`] where the browser refuses, for example by a setting or in some private windows.
    pub fn open() -> Result<Self, StorageError> {
        let store = window().and_then(|window| window.local_storage().ok().flatten()).ok_or(StorageError::Blocked)?;
        Ok(Self { store, rested: Cell::new(monotonic_ms()) })
    }
}

/// What a thrown value means for a store.
pub(super) fn store_error(thrown: &JsValue) -> StorageError {
    match thrown.dyn_ref::<DomException>() {
        Some(error) => match error.name().as_str() {
            "QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED" => StorageError::Full,
            "SecurityError" => StorageError::Blocked,
            name => StorageError::Failed(name.to_owned()),
        },
        None => StorageError::Failed("unknown reason".to_owned()),
    }
}

impl Storage for LocalStore {
    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        let length = self.store.length().map_err(|thrown| store_error(&thrown))?;
        let mut keys = Vec::new();
        for place in 0..length {
            match self.store.key(place) {
                Ok(Some(key)) if key.starts_with(prefix) => keys.push(key),
                Ok(_) => {}
                Err(thrown) => return Err(store_error(&thrown)),
            }
        }
        Ok(keys)
    }

    async fn read(&self, key: &str) -> Result<Option<String>, StorageError> {
        let now = monotonic_ms();
        if now.saturating_sub(self.rested.get()) > STRETCH {
            pause(0).await;
            self.rested.set(monotonic_ms());
        }
        self.store.get_item(key).map_err(|thrown| store_error(&thrown))
    }

    async fn write(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.store.set_item(key, value).map_err(|thrown| store_error(&thrown))
    }

    async fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.store.remove_item(key).map_err(|thrown| store_error(&thrown))
    }

    async fn durable(&self) -> Result<(), StorageError> {
        Ok(())
    }
}

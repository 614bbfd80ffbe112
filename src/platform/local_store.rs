//! localStorage as a [`Storage`].

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomException, Storage as WebStorage, window};

use crate::vault::{Storage, StorageError};

/// The browser's localStorage. What it accepts may still be lost by a crash, so it never calls anything durable by itself:
/// [`Storage::durable`] here only says that nothing is waiting, and the mirror beside it does the rest.
#[derive(Clone, Debug)]
pub struct LocalStore(WebStorage);

impl LocalStore {
    /// Opens it.
    ///
    /// # Errors
    /// [`StorageError::Blocked`] where the browser refuses, for example by a setting or in some private windows.
    pub fn open() -> Result<Self, StorageError> {
        window().and_then(|window| window.local_storage().ok().flatten()).map(Self).ok_or(StorageError::Blocked)
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
        let length = self.0.length().map_err(|thrown| store_error(&thrown))?;
        let mut keys = Vec::new();
        for place in 0..length {
            match self.0.key(place) {
                Ok(Some(key)) if key.starts_with(prefix) => keys.push(key),
                Ok(_) => {}
                Err(thrown) => return Err(store_error(&thrown)),
            }
        }
        Ok(keys)
    }

    async fn read(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.0.get_item(key).map_err(|thrown| store_error(&thrown))
    }

    async fn write(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.0.set_item(key, value).map_err(|thrown| store_error(&thrown))
    }

    async fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.0.remove_item(key).map_err(|thrown| store_error(&thrown))
    }

    async fn durable(&self) -> Result<(), StorageError> {
        Ok(())
    }
}

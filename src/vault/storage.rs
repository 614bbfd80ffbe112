//! The one door to a disk: a small asynchronous map from text keys to text values.
//!
//! Writing and being durable are two steps. [`Storage::write`] returns when the store has accepted a value: it can be read
//! back, but a crash may still lose it. [`Storage::durable`] returns when everything before it is on disk. Only then may a
//! screen say "saved".

use std::rc::Rc;

use thiserror::Error;

/// Why a store did not do what it was asked. The call that failed changed nothing that was already durable.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StorageError {
    /// The browser refuses access (private mode, a policy, a setting).
    #[error(
        "This browser does not let the app store anything here. Nothing was changed. Allow site data for this page, or use another browser."
    )]
    Blocked,
    /// No room is left.
    #[error(
        "The browser's storage for this page is full. What was saved before is still there. Make a backup, then remove what is no longer needed."
    )]
    Full,
    /// Another tab holds the right to write. See [`gate`](super::gate).
    #[error("Another tab is writing, and this one only follows. Nothing was changed. Take over here, then try again.")]
    NotWriter,
    /// Anything else; the text is the platform's own reason.
    #[error(
        "The browser could not read or write its storage ({0}). What was saved before was left as it is. Reload the page and try again."
    )]
    Failed(String),
}

/// An asynchronous store of text under text keys.
///
/// Methods take `&self`: a handle uses interior mutability where it needs any. Futures need not be `Send`.
///
/// # Contract
/// - A single `write` or `remove` is atomic: after a crash a key has its old value or its new one.
/// - Several are not atomic together, but a crash keeps a *prefix* of them in the order in which they were made.
/// - After `durable` returned `Ok`, everything that this handle wrote or removed before it survives a crash.
pub trait Storage {
    /// Every key that starts with `prefix`, in no promised order.
    fn keys(&self, prefix: &str) -> impl Future<Output = Result<Vec<String>, StorageError>>;

    /// The value under `key`; `None` where there is none.
    fn read(&self, key: &str) -> impl Future<Output = Result<Option<String>, StorageError>>;

    /// Every copy that the store holds of `key`, the preferred one first, without doubles. A plain store has at most one;
    /// a mirrored one may hold two that differ, and the reader then tries each.
    fn copies(&self, key: &str) -> impl Future<Output = Result<Vec<String>, StorageError>> {
        async move { Ok(self.read(key).await?.into_iter().collect()) }
    }

    /// Puts `value` under `key`. `Ok` means accepted; a crash may still lose it.
    fn write(&self, key: &str, value: &str) -> impl Future<Output = Result<(), StorageError>>;

    /// Takes `key` away; no error where it is not there. `Ok` means accepted; a crash may still undo it.
    fn remove(&self, key: &str) -> impl Future<Output = Result<(), StorageError>>;

    /// Returns `Ok` when every earlier write and removal of this handle is safely on disk.
    fn durable(&self) -> impl Future<Output = Result<(), StorageError>>;
}

/// Lets several owners share one store.
impl<S: Storage> Storage for Rc<S> {
    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        (**self).keys(prefix).await
    }
    async fn read(&self, key: &str) -> Result<Option<String>, StorageError> {
        (**self).read(key).await
    }
    async fn copies(&self, key: &str) -> Result<Vec<String>, StorageError> {
        (**self).copies(key).await
    }
    async fn write(&self, key: &str, value: &str) -> Result<(), StorageError> {
        (**self).write(key, value).await
    }
    async fn remove(&self, key: &str) -> Result<(), StorageError> {
        (**self).remove(key).await
    }
    async fn durable(&self) -> Result<(), StorageError> {
        (**self).durable().await
    }
}

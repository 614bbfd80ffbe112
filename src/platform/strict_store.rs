//! IndexedDB as a [`Storage`] whose [`durable`](Storage::durable) really is: a transaction with strict durability, awaited.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, window};

use super::local_store::store_error;
use crate::vault::{Storage, StorageError};

const DATABASE: &str = "attune";
const TABLE: &str = "mirror";

enum Step {
    Put(String, String),
    Delete(String),
}

/// The browser's IndexedDB. Writes wait in memory, in order, until [`Storage::durable`] puts all of them on disk in one
/// transaction; a failed transaction leaves them waiting for the next try.
pub struct StrictStore {
    database: RefCell<Result<IdbDatabase, StorageError>>,
    waiting: RefCell<Vec<Step>>,
}

fn failed(thrown: JsValue) -> StorageError {
    store_error(&thrown)
}

/// Waits until one of two events comes, and gives the event's outcome.
async fn settled(listen: impl FnOnce(&Function, &Function)) -> Result<(), JsValue> {
    let mut listen = Some(listen);
    let promise = Promise::new(&mut |resolve, reject| {
        if let Some(listen) = listen.take() {
            listen(&resolve, &reject);
        }
    });
    JsFuture::from(promise).await.map(|_| ())
}

async fn answer(request: &IdbRequest) -> Result<JsValue, StorageError> {
    let outcome = settled(|resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
    })
    .await;
    match outcome {
        Ok(()) => request.result().map_err(failed),
        Err(_) => Err(reason(request.error().ok().flatten().map(JsValue::from))),
    }
}

fn reason(error: Option<JsValue>) -> StorageError {
    error.map_or_else(|| StorageError::Failed("the browser gave no reason".to_owned()), failed)
}

async fn open_database() -> Result<IdbDatabase, StorageError> {
    let factory = window().and_then(|window| window.indexed_db().ok().flatten()).ok_or(StorageError::Blocked)?;
    let request: IdbOpenDbRequest = factory.open_with_u32(DATABASE, 1).map_err(failed)?;
    let opening = request.clone();
    let upgrade = Closure::once_into_js(move || {
        if let Ok(database) = opening.result().and_then(|result| result.dyn_into::<IdbDatabase>()) {
            // A failure shows itself as the failure of the request.
            let _ = database.create_object_store(TABLE);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    answer(&request).await?.dyn_into::<IdbDatabase>().map_err(|_| StorageError::Blocked)
}

impl StrictStore {
    /// Opens the database, making it where there is none. Where the browser has no IndexedDB or refuses it, every call of the
    /// store says so.
    pub async fn open() -> Self {
        Self { database: RefCell::new(open_database().await), waiting: RefCell::default() }
    }

    /// A transaction; a writing one is strict. The options are not in the stable bindings, hence the call by name.
    fn transaction(&self, mode: &str) -> Result<(IdbTransaction, IdbObjectStore), StorageError> {
        let database = &self.database.borrow().clone()?;
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into()).map_err(failed)?;
        let call: Function =
            Reflect::get(database, &"transaction".into()).map_err(failed)?.dyn_into().map_err(failed)?;
        let transaction: IdbTransaction =
            call.call3(database, &TABLE.into(), &mode.into(), &options).map_err(failed)?.dyn_into().map_err(failed)?;
        let table = transaction.object_store(TABLE).map_err(failed)?;
        Ok((transaction, table))
    }

    /// Opens the database anew where it no longer answers: a browser that clears a site's data closes it.
    async fn wake(&self) {
        if self.transaction("readonly").is_err() {
            let opened = open_database().await;
            *self.database.borrow_mut() = opened;
        }
    }

    async fn commit(&self, steps: &[Step]) -> Result<(), StorageError> {
        let (transaction, table) = self.transaction("readwrite")?;
        for step in steps {
            match step {
                Step::Put(key, value) => table.put_with_key(&value.into(), &key.into()),
                Step::Delete(key) => table.delete(&key.into()),
            }
            .map_err(failed)?;
        }
        settled(|resolve, reject| {
            transaction.set_oncomplete(Some(resolve));
            transaction.set_onabort(Some(reject));
            transaction.set_onerror(Some(reject));
        })
        .await
        .map_err(|_| reason(transaction.error().map(JsValue::from)))
    }

    /// What is waiting for `key`: a new value, a removal (`Some(None)`), or nothing.
    fn pending(&self, key: &str) -> Option<Option<String>> {
        self.waiting.borrow().iter().rev().find_map(|step| match step {
            Step::Put(name, value) if name == key => Some(Some(value.clone())),
            Step::Delete(name) if name == key => Some(None),
            _ => None,
        })
    }
}

impl Storage for StrictStore {
    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.wake().await;
        let (_, table) = self.transaction("readonly")?;
        let range = IdbKeyRange::bound(&prefix.into(), &format!("{prefix}\u{ffff}").into()).map_err(failed)?;
        let found = answer(&table.get_all_keys_with_key(&range).map_err(failed)?).await?;
        let mut keys: Vec<String> = Array::from(&found).iter().filter_map(|key| key.as_string()).collect();
        for step in self.waiting.borrow().iter() {
            match step {
                Step::Put(key, _) if key.starts_with(prefix) && !keys.contains(key) => keys.push(key.clone()),
                Step::Delete(key) => keys.retain(|name| name != key),
                Step::Put(..) => {}
            }
        }
        Ok(keys)
    }

    async fn read(&self, key: &str) -> Result<Option<String>, StorageError> {
        if let Some(pending) = self.pending(key) {
            return Ok(pending);
        }
        let (_, table) = self.transaction("readonly")?;
        Ok(answer(&table.get(&key.into()).map_err(failed)?).await?.as_string())
    }

    async fn write(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.waiting.borrow_mut().push(Step::Put(key.to_owned(), value.to_owned()));
        Ok(())
    }

    async fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.waiting.borrow_mut().push(Step::Delete(key.to_owned()));
        Ok(())
    }

    async fn durable(&self) -> Result<(), StorageError> {
        let steps = self.waiting.take();
        if steps.is_empty() {
            return Ok(());
        }
        let outcome = self.commit(&steps).await;
        if outcome.is_err() {
            let mut waiting = self.waiting.borrow_mut();
            let later = std::mem::replace(&mut *waiting, steps);
            waiting.extend(later);
        }
        outcome
    }
}

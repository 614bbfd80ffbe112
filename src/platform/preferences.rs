//! What a device remembers that says nothing about anyone: the language of the interface.

use gloo_storage::{LocalStorage, Storage as _};
use serde::{Serialize, de::DeserializeOwned};

use super::LocalStore;

/// The preference of that name, where one was kept and can be read.
#[must_use]
pub fn load_preference<T: DeserializeOwned>(name: &str) -> Option<T> {
    // gloo-storage panics where storage is blocked, so that is asked first.
    LocalStore::open().ok()?;
    LocalStorage::get(key(name)).ok()
}

/// Keeps a preference. Where that is not possible the preference simply lasts until the page is closed.
pub fn save_preference<T: Serialize>(name: &str, value: T) {
    if LocalStore::open().is_ok() {
        let _ = LocalStorage::set(key(name), value);
    }
}

/// Forgets every preference.
pub fn forget_preferences() {
    if LocalStore::open().is_ok() {
        let all = LocalStorage::raw();
        let names = (0..LocalStorage::length()).filter_map(|at| all.key(at).ok().flatten());
        let ours: Vec<String> = names.filter(|name| name.starts_with(&key(""))).collect();
        ours.iter().for_each(LocalStorage::delete);
    }
}

fn key(name: &str) -> String {
    format!("attune-preference/{name}")
}

//! The browser's stores behave as the vault needs them to.

use attune::{
    platform::{LocalStore, StrictStore, load_preference, save_preference, today},
    vault::{Mirrored, Storage, StorageError},
};
use wasm_bindgen_test::wasm_bindgen_test;

/// Each test has keys of its own, because they share one browser.
async fn clear(store: &impl Storage, prefix: &str) {
    for key in store.keys(prefix).await.unwrap() {
        store.remove(&key).await.unwrap();
    }
    store.durable().await.unwrap();
}

async fn behaves_as_a_store(store: &impl Storage, prefix: &str) {
    clear(store, prefix).await;
    let key = |name: &str| format!("{prefix}{name}");
    assert_eq!(store.read(&key("a")).await, Ok(None));
    store.write(&key("a"), "one").await.unwrap();
    store.write(&key("b"), "two \u{1F642}").await.unwrap();
    store.write(&key("a"), "three").await.unwrap();
    store.remove(&key("never-there")).await.unwrap();
    assert_eq!(store.read(&key("a")).await, Ok(Some("three".to_owned())));
    store.durable().await.unwrap();
    store.write(&key("c"), "").await.unwrap();
    store.remove(&key("b")).await.unwrap();
    let mut keys = store.keys(prefix).await.unwrap();
    keys.sort();
    assert_eq!(keys, [key("a"), key("c")]);
    store.durable().await.unwrap();
    assert_eq!(store.read(&key("b")).await, Ok(None));
    assert_eq!(store.read(&key("c")).await, Ok(Some(String::new())));
}

#[wasm_bindgen_test]
async fn local_storage_is_a_store() {
    behaves_as_a_store(&LocalStore::open().unwrap(), "test-local/").await;
}

#[wasm_bindgen_test]
async fn indexed_db_is_a_store_and_keeps_what_was_durable() {
    let store = StrictStore::open().await;
    behaves_as_a_store(&store, "test-strict/").await;
    store.write("test-strict/d", "never made durable").await.unwrap();
    let other = StrictStore::open().await;
    assert_eq!(other.read("test-strict/a").await, Ok(Some("three".to_owned())));
    assert_eq!(other.read("test-strict/d").await, Ok(None));
    assert_eq!(other.keys("test-strict/").await.unwrap().len(), 2);
}

#[wasm_bindgen_test]
async fn what_local_storage_lost_comes_back_from_the_mirror() {
    let prefix = "test-mirror/";
    let (store, _) = Mirrored::open(LocalStore::open().unwrap(), StrictStore::open().await, prefix).await.unwrap();
    clear(&store, prefix).await;
    store.write("test-mirror/kept", "still here").await.unwrap();
    store.durable().await.unwrap();
    LocalStore::open().unwrap().remove("test-mirror/kept").await.unwrap();
    let (again, healed) = Mirrored::open(LocalStore::open().unwrap(), StrictStore::open().await, prefix).await.unwrap();
    assert_eq!(healed.to_store, 1);
    assert_eq!(again.read("test-mirror/kept").await, Ok(Some("still here".to_owned())));
}

#[wasm_bindgen_test]
async fn a_full_store_says_so_and_keeps_what_it_has() {
    let store = LocalStore::open().unwrap();
    clear(&store, "test-full/").await;
    store.write("test-full/small", "before").await.unwrap();
    let refused = store.write("test-full/huge", &"x".repeat(12_000_000)).await;
    assert_eq!(refused, Err(StorageError::Full));
    assert_eq!(store.read("test-full/small").await, Ok(Some("before".to_owned())));
    assert_eq!(store.read("test-full/huge").await, Ok(None));
}

#[wasm_bindgen_test]
fn preferences_are_kept_and_a_strange_one_is_passed_over() {
    save_preference("test", 7_u32);
    assert_eq!(load_preference::<u32>("test"), Some(7));
    assert_eq!(load_preference::<Vec<String>>("test"), None);
    assert_eq!(load_preference::<u32>("never-saved"), None);
}

#[wasm_bindgen_test]
fn today_is_a_day_of_this_time() {
    assert!(today().year() >= 2024);
}

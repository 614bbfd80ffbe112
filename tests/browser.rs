//! What only a real browser can show.
#![cfg(target_arch = "wasm32")]

#[cfg(test)]
#[path = "browser/markup.rs"]
mod markup;
#[cfg(test)]
#[path = "browser/questions.rs"]
mod questions;
#[cfg(test)]
#[path = "browser/stores.rs"]
mod stores;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

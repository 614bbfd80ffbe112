//! Whether the browser promised to keep this page's data when it needs room.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::window;

/// Asks `navigator.storage`, which some browsers do not have.
async fn ask(what: &str) -> Option<bool> {
    let storage = Reflect::get(&window()?.navigator(), &"storage".into()).ok()?;
    let method: Function = Reflect::get(&storage, &what.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = method.call0(&storage).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok().map(|answer: JsValue| answer.is_truthy())
}

/// Whether it did; nothing where it does not say.
pub async fn is_persisted() -> Option<bool> {
    ask("persisted").await
}

/// Asks for that promise. Some browsers ask the person, and the answer may take as long as they like. Nothing where it does
/// not say.
pub async fn ask_to_persist() -> Option<bool> {
    ask("persist").await
}

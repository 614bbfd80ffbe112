//! Keys and focus.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, window};

/// The digit that was pressed without a modifier, where it was one.
#[must_use]
pub fn digit(event: &KeyboardEvent) -> Option<u32> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() {
        return None;
    }
    let key = event.key();
    let mut chars = key.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => c.to_digit(10),
        _ => None,
    }
}

/// Whether a key was pressed in a field in which one writes.
#[must_use]
pub fn in_text_field(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    target.is_some_and(|input| input.type_() == "text")
}

/// What was typed, in Unicode's composed form (NFC), so that two keyboards type the same thing.
#[must_use]
pub fn nfc(typed: &str) -> String {
    js_sys::JsString::from(typed).normalize("NFC").into()
}

/// The text with accents apart from their letters, and variants of letters made plain (NFKD): what a search folds.
#[must_use]
pub fn nfkd(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFKD").into()
}

/// Moves the focus to an element, which also makes a screen reader speak it.
pub fn focus(element: &HtmlElement) {
    // An element that has left the page in the meantime needs no focus.
    let _ = element.focus();
}

/// Moves the focus to the element of that id, where there is one.
pub fn focus_id(id: &str) {
    let found = window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id(id));
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        focus(&element);
    }
}

/// The same, unless somebody is typing already: what they type would go nowhere.
pub fn focus_unless_typing(id: &str) {
    let active = window().and_then(|window| window.document()).and_then(|document| document.active_element());
    if !active.is_some_and(|element| ["INPUT", "TEXTAREA"].contains(&element.tag_name().as_str())) {
        focus_id(id);
    }
}

/// Moves the focus to the element of a list with that attribute `data-of`, where there is one.
pub fn focus_of(of: &str) {
    let document = window().and_then(|window| window.document());
    let found = document.and_then(|document| document.query_selector(&format!("[data-of='{of}']")).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        focus(&element);
    }
}

/// Moves the focus to the first field that says it holds something wrong; false where there is none.
pub fn focus_wrong() -> bool {
    let document = window().and_then(|window| window.document());
    let found = document.and_then(|document| document.query_selector("[aria-invalid=true]").ok().flatten());
    found.and_then(|field| field.dyn_into::<HtmlElement>().ok()).is_some_and(|field| field.focus().is_ok())
}

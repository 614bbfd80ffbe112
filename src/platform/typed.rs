//! What stands in the fields of the page's main part, so that a page that is drawn anew, or loaded again after a lock, gives
//! back what was typed and not saved.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, window};

/// One field and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// Its place among the fields.
    pub place: usize,
    /// Its id, which may be empty.
    pub id: String,
    /// Its kind, such as `text`.
    pub kind: String,
    /// The text that it holds; for a box that is ticked or not, its state.
    pub value: String,
}

fn fields() -> Vec<Element> {
    let document = window().and_then(|window| window.document());
    let list = document.and_then(|document| document.query_selector_all("main input, main textarea, main select").ok());
    let nodes = list.into_iter().flat_map(|list| (0..list.length()).filter_map(move |place| list.get(place)));
    nodes.filter_map(|node| node.dyn_into().ok()).collect()
}

fn property(of: &Element, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

fn is_box(kind: &str) -> bool {
    matches!(kind, "checkbox" | "radio")
}

fn read(place: usize, field: &Element) -> Option<Typed> {
    let kind = property(field, "type").as_string().unwrap_or_default();
    let value = if is_box(&kind) {
        property(field, "checked").is_truthy().to_string()
    } else {
        property(field, "value").as_string()?
    };
    // Secrets are typed again, and files given again.
    // A passphrase that is shown is a text field; all of them ask for no capital letters.
    let secret = kind == "password" || field.get_attribute("autocapitalize").is_some();
    let kept = !secret && kind != "file";
    kept.then(|| Typed { place, id: field.id(), kind, value })
}

/// What stands in the fields now. Passphrases are left out.
#[must_use]
pub fn typed() -> Vec<Typed> {
    fields().iter().enumerate().filter_map(|(place, field)| read(place, field)).collect()
}

impl Typed {
    /// Whether somebody wrote it, so that it cannot just be chosen again.
    #[must_use]
    pub fn is_text(&self) -> bool {
        !is_box(&self.kind) && !self.kind.starts_with("select") && !self.value.trim().is_empty()
    }
}

/// Puts back what stood in the fields, where the same field is there. Gives what found no place.
pub fn put_typed(typed: &[Typed]) -> Vec<Typed> {
    let fields = fields();
    let mut left = Vec::new();
    for was in typed {
        let same = |(place, field): &(usize, &Element)| {
            property(field, "type").as_string().as_deref() == Some(&was.kind)
                && field.id() == was.id
                && (!was.id.is_empty() || *place == was.place)
        };
        match fields.iter().enumerate().find(same) {
            Some((place, field)) if read(place, field).is_some_and(|now| now.value != was.value) => put(field, was),
            Some(_) => {}
            None => left.push(was.clone()),
        }
    }
    left
}

fn put(field: &Element, typed: &Typed) {
    let (name, value) = if is_box(&typed.kind) {
        ("checked", JsValue::from(typed.value == "true"))
    } else {
        ("value", JsValue::from(&typed.value))
    };
    // A field that refuses keeps what it has.
    let _ = Reflect::set(field, &name.into(), &value);
    for event in ["input", "change"] {
        if let Ok(event) = Event::new_with_event_init_dict(event, &bubbling()) {
            let _ = field.dispatch_event(&event);
        }
    }
}

fn bubbling() -> web_sys::EventInit {
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    init
}

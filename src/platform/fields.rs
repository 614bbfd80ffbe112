//! Fields of a form that hold something which the browser does not hand out, such as the 31st of February.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, window};

/// The first field that holds something unreadable: its attribute `data-of`, and whether it takes a number.
#[must_use]
pub fn unreadable_field() -> Option<(String, bool)> {
    let document = window()?.document()?;
    let field = document.query_selector("input[data-of]:invalid").ok()??.dyn_into::<HtmlInputElement>().ok()?;
    Some((field.get_attribute("data-of")?, field.type_() == "number"))
}

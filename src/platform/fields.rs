//! Fields of a form that hold something which the browser does not hand out, such as the 31st of February.

use web_sys::window;

/// The first field of a form that holds something unreadable: its attribute `data-of` without the form's name.
#[must_use]
pub fn unreadable_field(form: &str) -> Option<String> {
    let document = window()?.document()?;
    let field = document.query_selector(&format!("input[data-of^='{form}-']:invalid")).ok()??;
    Some(field.get_attribute("data-of")?.split_once('-')?.1.to_owned())
}

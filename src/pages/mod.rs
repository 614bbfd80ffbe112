//! **Pages**: what a person sees.
//!
//! Lives here: a folder a page. Never here: a statistic, a key, or a sentence that is not in `locales`.

use leptos::prelude::*;

/// Mounts the app into the document's body.
pub fn mount() {
    console_error_panic_hook::set_once();
    if let Some(note) =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id("boot"))
    {
        note.remove();
    }
    mount_to_body(|| view! { <main><h1>"Attune"</h1></main> });
}

//! Something takes a moment: a sentence, and a line that moves for as long as the page is alive.

use leptos::prelude::*;

use super::{language, view};
use crate::words::Lang;

/// A sentence in each language.
pub type Sentence = fn(Lang) -> &'static str;

/// Says `text` and moves while `when` holds. It stands there empty otherwise, so that a screen reader hears it come.
#[component]
pub fn Working(
    /// Whether it goes on.
    when: RwSignal<bool>,
    /// What is being done.
    text: Sentence,
) -> impl IntoView {
    working(Signal::derive(move || when.get().then_some(text)))
}

/// As [`Working`], for work of several kinds: says what is being done while something is.
pub fn working(what: Signal<Option<Sentence>>) -> AnyView {
    let lang = language();
    view! {
        <div class="working" role="status">
            {move || {
                what.get().map(|text| view! { <p class="hint">{text(lang.get())}</p><span class="moving" aria-hidden="true"></span> }.into_any())
            }}
        </div>
    }
    .into_any()
}

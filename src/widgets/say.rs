//! The language in which everything below a place in the page is said.

use std::sync::{Arc, Mutex};

use leptos::{context::Provider, prelude::*, tachys::reactive_graph::SharedReactiveFunction};

use crate::widgets::view;
use crate::words::Lang;

#[derive(Clone, Copy)]
struct Tongue(Signal<Lang>);

/// The whole page is said in `lang`.
pub fn speak(lang: Signal<Lang>) {
    provide_context(Tongue(lang));
}

/// What stands within it is said in `lang`, which may differ from the page around it: the sample shows the patient's
/// part inside the therapist's page.
#[component]
pub fn Spoken(
    /// The language.
    #[prop(into)]
    lang: Signal<Lang>,
    /// What is said.
    children: Children,
) -> impl IntoView {
    view! { <Provider value=Tongue(lang)>{children()}</Provider> }
}

/// The language at this place.
#[must_use]
pub fn language() -> Signal<Lang> {
    use_context::<Tongue>().map_or_else(|| Signal::stored(Lang::default()), |spoken| spoken.0)
}

/// A sentence, said in the language of this place and said again when that changes.
///
/// It has the very type that the `view!` macro gives a closure of a sentence, so the download holds the code that keeps
/// a sentence up to date only once.
#[must_use]
pub fn say(sentence: fn(Lang) -> &'static str) -> SharedReactiveFunction<&'static str> {
    let lang = language();
    Arc::new(Mutex::new(move || sentence(lang.get())))
}

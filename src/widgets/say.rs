//! The language in which everything below a place in the page is said.

use std::sync::{Arc, Mutex};

use leptos::{prelude::*, tachys::reactive_graph::SharedReactiveFunction};

use crate::words::Lang;

#[derive(Clone, Copy)]
struct Spoken(Signal<Lang>);

/// From here on down, everything is said in `lang`: the patient's part of the page may differ from the therapist's.
pub fn speak(lang: Signal<Lang>) {
    provide_context(Spoken(lang));
}

/// The language at this place.
#[must_use]
pub fn language() -> Signal<Lang> {
    use_context::<Spoken>().map_or_else(|| Signal::stored(Lang::default()), |spoken| spoken.0)
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

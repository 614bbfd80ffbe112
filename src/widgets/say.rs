//! The language in which everything below a place in the page is said.

use leptos::prelude::*;

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
pub fn say(sentence: fn(Lang) -> &'static str) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    let lang = language();
    move || sentence(lang.get())
}

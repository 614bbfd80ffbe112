//! Choosing a language from a list.

use leptos::prelude::*;

use super::Parts;
use crate::widgets::view;
use crate::words::Lang;

/// A list of all languages, each by its own name, for a label around it or, by its id, beside it.
pub fn language_choice(id: Option<String>, chosen: RwSignal<Lang>) -> AnyView {
    let change = move |event: leptos::ev::Event| {
        if let Some(lang) = Lang::of_tag(&event_target_value(&event)) {
            chosen.set(lang);
        }
    };
    let option = |lang: Lang| {
        view! { <option value=lang.tag() lang=lang.tag() selected=move || chosen.get() == lang>{lang.own_name()}</option> }
    };
    view! { <select id=id on:change=change>{Lang::ALL.into_iter().map(option).collect_parts()}</select> }.into_any()
}

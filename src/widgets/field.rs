//! Text fields with a label, a hint and an error that belong to them.

use leptos::prelude::*;

use super::say;
use crate::widgets::view;
use crate::words;

fn described(id: &str, hint: bool, error: bool) -> Option<String> {
    let parts: Vec<String> = [(hint, "hint"), (error, "error")]
        .iter()
        .filter(|(there, _)| *there)
        .map(|(_, part)| format!("{id}-{part}"))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// One line of text. The browser is told to remember none of it.
#[component]
pub fn TextField(
    /// The element's id.
    id: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    value: RwSignal<String>,
    /// A sentence that helps.
    #[prop(into, optional)]
    hint: MaybeProp<String>,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: MaybeProp<String>,
    /// The kind of input, such as `date`.
    #[prop(default = "text")]
    kind: &'static str,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{move || label.get()}</label>
            {move || hint.get().map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> }.into_any())}
            <input
                id=id
                type=kind
                dir="auto"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=move || described(id, hint.get().is_some(), error.get().is_some())
            />
            {move || error.get().map(|error| view! { <p class="error" id=format!("{id}-error") role="alert">{error}</p> }.into_any())}
        </div>
    }
}

/// A passphrase: hidden unless its owner asks to see it.
#[component]
pub fn PassphraseField(
    /// The element's id.
    id: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    value: RwSignal<String>,
    /// A sentence that helps.
    #[prop(into, optional)]
    hint: MaybeProp<String>,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    view! {
        <div class="field">
            <label for=id>{move || label.get()}</label>
            {move || hint.get().map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> }.into_any())}
            <input
                id=id
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=move || described(id, hint.get().is_some(), error.get().is_some())
            />
            <label class="tick">
                <input type="checkbox" prop:checked=move || shown.get() on:change=move |event| shown.set(event_target_checked(&event)) />
                {say(words::unlock::show)}
            </label>
            {move || error.get().map(|error| view! { <p class="error" id=format!("{id}-error") role="alert">{error}</p> }.into_any())}
        </div>
    }
}

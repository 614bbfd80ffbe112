//! The line that says whether what the screen shows is on disk.

use leptos::prelude::*;

use crate::{
    session::SaveState,
    widgets::{Notice, Tone, language, part, say, view},
    words,
};

/// "Saved", "Saving" or what is in the way, with another try.
#[component]
pub fn SaveLine(
    /// Whether everything is on disk.
    state: RwSignal<SaveState>,
    /// Whether this is the sample, where nothing is kept.
    sample: Signal<bool>,
    /// Whether the mirror is missing.
    less_safe: Signal<bool>,
    /// Tries again.
    retry: Callback<()>,
) -> impl IntoView {
    let lang = language();
    part(move || {
        let lang = lang.get();
        if sample.get() {
            return view! { <p class="save-line sample">{words::save::sample(lang)}</p> }.into_any();
        }
        match state.get() {
            SaveState::Failed(trouble) => view! {
                <Notice tone=Tone::Attention>
                    <p>{words::save::failed(lang, &trouble.say(lang))}</p>
                    <button on:click=move |_| retry.run(())>{say(words::save::retry)}</button>
                </Notice>
            }
            .into_any(),
            SaveState::Saving => {
                view! { <p class="save-line" role="status">{words::save::saving(lang)}</p> }.into_any()
            }
            SaveState::Saved => {
                let text = if less_safe.get() { words::save::less_safe(lang) } else { words::save::saved(lang) };
                view! { <p class="save-line" role="status">{text}</p> }.into_any()
            }
        }
    })
}

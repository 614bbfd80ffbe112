//! The line that says whether what the screen shows is on disk.

use leptos::prelude::*;

use crate::{
    session::{SaveState, Trouble},
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
    /// What can be done where the store is full, in a banner that stays in sight until it is solved.
    #[prop(optional)]
    full: Option<fn() -> AnyView>,
) -> impl IntoView {
    let lang = language();
    part(move || {
        let lang = lang.get();
        if sample.get() {
            return view! { <p class="save-line sample">{words::save::sample(lang)}</p> }.into_any();
        }
        match state.get() {
            SaveState::Failed(Trouble::Full) if full.is_some() => view! {
                <div class="blocking">
                    <Notice tone=Tone::Attention>
                        <p>{words::save::failed(lang, &Trouble::Full.say(lang))}</p>
                        {full.map(|actions| actions())}
                        <button on:click=move |_| retry.run(())>{say(words::save::retry)}</button>
                    </Notice>
                </div>
            }
            .into_any(),
            SaveState::Failed(trouble) => view! {
                <Notice tone=Tone::Attention>
                    <p>{words::save::failed(lang, &trouble.say(lang))}</p>
                    <button on:click=move |_| retry.run(())>
                        {if trouble == Trouble::Following { words::tabs::write_and_save(lang) } else { words::save::retry(lang) }}
                    </button>
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

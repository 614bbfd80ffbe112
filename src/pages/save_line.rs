//! The line that says whether what the screen shows is on disk.

use leptos::prelude::*;

use crate::{
    session::{SaveState, Trouble},
    widgets::{Notice, Tone, language, part, view},
    words::{self, Lang},
};

/// What keeps a save from the disk. Loading the page again, which is good advice elsewhere, would lose what waits.
pub fn not_saved(trouble: &Trouble, lang: Lang) -> String {
    let why = match trouble {
        Trouble::Failed(reason) => words::save::not_written(lang, reason),
        Trouble::Blocked => words::save::refused(lang).to_owned(),
        other => other.say(lang),
    };
    words::save::failed(lang, &why)
}

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
    /// What can be done where the store is full or fails, in a banner that stays in sight until it is solved.
    #[prop(optional)]
    unsaved: Option<fn(&Trouble) -> AnyView>,
) -> impl IntoView {
    let lang = language();
    part(move || {
        let lang = lang.get();
        if sample.get() {
            return view! { <p class="save-line sample">{words::save::sample(lang)}</p> }.into_any();
        }
        match state.get() {
            SaveState::Failed(trouble) => {
                // Another tab that writes, or a newer version, is no fault of the store.
                let failing = !matches!(trouble, Trouble::Following | Trouble::Newer);
                let actions = unsaved.filter(|_| failing).map(|actions| actions(&trouble));
                let class = if actions.is_some() { "blocking" } else { "" };
                view! {
                    <div class=class>
                        <Notice tone=Tone::Attention>
                            <p>{not_saved(&trouble, lang)}</p>
                            {actions}
                            <button on:click=move |_| retry.run(())>
                                {if trouble == Trouble::Following { words::tabs::write_and_save(lang) } else { words::save::retry(lang) }}
                            </button>
                        </Notice>
                    </div>
                }
                .into_any()
            }
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

//! Opening a vault.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    pages::expect_app,
    platform,
    session::{Trouble, VaultHead},
    widgets::{Parts, PassphraseField, language, say, view},
    words,
};

/// The form. Where several vaults lie here, one of them is chosen first.
#[component]
pub fn Unlock(
    /// The vaults that lie here.
    vaults: Vec<VaultHead>,
) -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let typed = RwSignal::new(String::new());
    let error = RwSignal::new(None::<Trouble>);
    let busy = RwSignal::new(false);
    let chosen = RwSignal::new(0_usize);
    let several = vaults.len() > 1;
    let names = vaults.len();
    let vaults = StoredValue::new(vaults);
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            // The sentence "Opening" is to be on the screen before the work begins.
            platform::next_frame().await;
            let Some(head) = vaults.with_value(|vaults| vaults.get(chosen.get_untracked()).cloned()) else { return };
            let outcome = app.unlock(&head, &typed.get_untracked()).await;
            busy.try_set(false);
            if let Err(trouble) = outcome {
                error.try_set(Some(trouble));
            }
        });
    };
    view! {
        <form class="unlock" on:submit=open>
            <h2>{say(words::unlock::title)}</h2>
            {several
                .then(|| {
                    view! {
                        <div class="choices">
                            {(0..names)
                                .map(|place| {
                                    view! {
                                        <label class="tick">
                                            <input
                                                type="radio"
                                                name="vault"
                                                checked=place == 0
                                                on:change=move |_| chosen.set(place)
                                            />
                                            {move || words::unlock::which(lang.get(), &(place + 1).to_string())}
                                        </label>
                                    }
                                })
                                .collect_parts()}
                        </div>
                    }
                })}
            <PassphraseField
                id="passphrase"
                label=Signal::derive(move || words::unlock::label(lang.get()).to_owned())
                value=typed
                error=Signal::derive(move || error.get().map(|trouble| trouble.say(lang.get())))
            />
            <button class="primary" type="submit" aria-disabled=move || busy.get().then_some("true")>
                {say(words::unlock::open)}
            </button>
            <p role="status" class="hint">{move || busy.get().then(|| words::unlock::opening(lang.get()))}</p>
        </form>
    }
}

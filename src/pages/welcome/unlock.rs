//! Opening a vault.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    pages::expect_app,
    session::{Route, Trouble, VaultHead},
    widgets::{Parts, PassphraseField, When, Working, language, say, view},
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
            <Working when=busy text=words::unlock::opening />
            <When when=move || busy.get()>
                <button type="button" class="quiet" on:click=move |_| app.give_up_unlocking()>{say(words::common::cancel)}</button>
            </When>
            <p><a href=Route::Lost.href()>{say(words::unlock::lost)}</a></p>
        </form>
    }
}

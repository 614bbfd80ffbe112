//! The passphrase is lost: the recovery kit opens the vault, and a new passphrase is made at once.

use leptos::{prelude::*, task::spawn_local};

use super::{Choosing, NewPassphrase};
use crate::{
    pages::expect_app,
    platform,
    session::{Phase, Route, Trouble},
    widgets::{Parts, language, say, view},
    words::{self, lost},
};

/// The page.
#[component]
pub fn Lost() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let vaults = app.phase.with_untracked(|phase| match phase {
        Phase::Closed { vaults, .. } => vaults.clone(),
        _ => Vec::new(),
    });
    let vaults: Vec<_> = vaults.into_iter().filter(|head| !head.kits.is_empty()).collect();
    if vaults.is_empty() {
        return view! {
            <section class="narrow">
                <h1>{say(lost::title)}</h1>
                <p>{say(lost::no_kit)}</p>
                <a class="button" href=Route::Welcome.href()>{say(words::common::back)}</a>
            </section>
        };
    }
    let choosing = Choosing::new(lang.get_untracked());
    let typed = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<Trouble>);
    let names = vaults.len();
    let vaults = StoredValue::new(vaults);
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(passphrase) = choosing.chosen() else { return };
        busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            platform::next_frame().await;
            let Some(head) = vaults.with_value(|vaults| vaults.get(chosen.get_untracked()).cloned()) else { return };
            let outcome = app.unlock_by_kit(&head, &typed.get_untracked(), &passphrase).await;
            busy.try_set(false);
            if let Err(why) = outcome {
                wrong.try_set(Some(why));
            }
        });
    };
    let several = (names > 1).then(|| {
        let one = |place: usize| {
            view! {
                <label class="tick">
                    <input type="radio" name="vault" checked=place == 0 on:change=move |_| chosen.set(place) />
                    {move || words::unlock::which(lang.get(), &(place + 1).to_string())}
                </label>
            }
        };
        view! { <div class="choices">{(0..names).map(one).collect_parts()}</div> }
    });
    view! {
        <section class="narrow">
            <h1>{say(lost::title)}</h1>
            <p class="lead">{say(lost::lead)}</p>
            <form on:submit=open>
                {several}
                <div class="field">
                    <label for="kit">{say(lost::kit)}</label>
                    <p class="hint" id="kit-hint">{say(lost::kit_hint)}</p>
                    <textarea
                        id="kit"
                        rows="5"
                        dir="auto"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        aria-describedby="kit-hint"
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    ></textarea>
                </div>
                <h2>{say(lost::new_passphrase)}</h2>
                <NewPassphrase choosing=choosing />
                {move || wrong.get().map(|why| view! { <p class="error" role="alert">{why.say(lang.get())}</p> })}
                <button class="primary" type="submit" aria-disabled=move || busy.get().then_some("true")>{say(lost::open)}</button>
                <p role="status" class="hint">{move || busy.get().then(|| words::unlock::opening(lang.get()))}</p>
            </form>
        </section>
    }
}

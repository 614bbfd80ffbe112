//! Erasing everything that this browser holds.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    pages::expect_app,
    session::{Route, Trouble},
    widgets::{Notice, Parts, TextField, Tone, language, say, view},
    words::{self, erase_all},
};

/// The page.
#[component]
pub fn EraseAll() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let erase = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let lang = lang.get_untracked();
        if busy.get_untracked() {
            return;
        }
        if typed.get_untracked().trim().to_lowercase() != erase_all::word(lang) {
            return wrong.set(Some(erase_all::type_it(lang, erase_all::word(lang))));
        }
        wrong.set(None);
        busy.set(true);
        spawn_local(async move {
            if let Err(why) = app.erase_everything().await {
                let why: Trouble = why;
                busy.try_set(false);
                wrong.try_set(Some(why.say(lang)));
            }
        });
    };
    view! {
        <section class="narrow">
            <h1>{say(erase_all::title)}</h1>
            <p class="lead">{say(erase_all::lead)}</p>
            <Notice tone=Tone::Attention>
                {move || erase_all::what(lang.get()).iter().map(|text| view! { <p>{*text}</p> }).collect_parts()}
            </Notice>
            <form on:submit=erase>
                <TextField
                    id="erase-word"
                    label=Signal::derive(move || erase_all::label(lang.get(), erase_all::word(lang.get())))
                    value=typed
                    error=Signal::derive(move || wrong.get())
                />
                <div class="actions">
                    <button class="danger" type="submit" aria-disabled=move || busy.get().then_some("true")>{say(erase_all::erase)}</button>
                    <a class="button quiet" href=Route::Welcome.href()>{say(words::common::cancel)}</a>
                </div>
            </form>
        </section>
    }
}

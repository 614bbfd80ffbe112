//! Adding a person.

use leptos::prelude::*;

use crate::{
    care::{NameError, PersonName},
    pages::expect_app,
    platform,
    session::Route,
    widgets::{TextField, language, say, view},
    words::{self, Lang},
};

/// What is wrong with a name, in a sentence.
pub fn wrong_name(why: NameError, lang: Lang) -> String {
    match why {
        NameError::Empty => words::person::name_empty(lang).to_owned(),
        NameError::TooLong { characters } => words::person::name_long(lang, &characters.to_string()),
    }
}

/// The page.
#[component]
pub fn NewPerson() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let typed = RwSignal::new(String::new());
    let error = RwSignal::new(None);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match PersonName::new(&typed.get_untracked()) {
            Ok(name) => app.add_person(name),
            Err(why) => {
                error.set(Some(why));
                platform::focus_id("name");
            }
        }
    };
    view! {
        <section class="narrow">
            <p class="crumb"><a href=Route::Caseload.href()>{say(words::nav::caseload)}</a></p>
            <h1>{say(words::person::add_title)}</h1>
            <form on:submit=add>
                <TextField
                    id="name"
                    label=Signal::derive(move || words::person::name_label(lang.get()).to_owned())
                    value=typed
                    hint=Signal::derive(move || Some(words::person::name_hint(lang.get()).to_owned()))
                    error=Signal::derive(move || error.get().map(|why| wrong_name(why, lang.get())))
                />
                <div class="actions">
                    <button class="primary" type="submit">{say(words::common::save)}</button>
                    <a class="button" href=Route::Caseload.href()>{say(words::common::cancel)}</a>
                </div>
            </form>
        </section>
    }
}

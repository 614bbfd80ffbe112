//! Making a questionnaire from nothing.

use leptos::prelude::*;

use super::crumb;
use crate::{
    instrument::edit::{self, Edit, Place},
    pages::expect_app,
    platform,
    session::{Key, Route},
    widgets::{TextField, language, language_choice, say, view},
    words,
};

/// The page: the title and the language it is written in; everything else is the editor's.
#[component]
pub fn Make() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let title = RwSignal::new(String::new());
    let written = RwSignal::new(lang.get_untracked());
    let missing = RwSignal::new(false);
    let start = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = title.get_untracked().trim().to_owned();
        missing.set(typed.is_empty());
        if typed.is_empty() {
            return platform::focus_id("title");
        }
        let tag = written.get_untracked().tag();
        let mut made = edit::new_empty(platform::random_bytes(), tag);
        edit::apply(&mut made, Edit::Text(Place::Title, tag.to_owned(), typed));
        edit::apply(&mut made, Edit::Add(None));
        let key = Key::of(&made.reference.id);
        app.keep_edited(made);
        app.go(Route::EditQuestionnaire(key));
    };
    view! {
        <section class="narrow">
            {crumb()}
            <h1>{say(words::questionnaires::make)}</h1>
            <p class="lead">{say(words::questionnaires::make_lead)}</p>
            <form on:submit=start>
                <TextField
                    id="title"
                    label=Signal::derive(move || words::questionnaires::make_title(lang.get()).to_owned())
                    value=title
                    error=Signal::derive(move || missing.get().then(|| words::questionnaires::title_missing(lang.get()).to_owned()))
                />
                <div class="field">
                    <label for="written">{say(words::questionnaires::written_in)}</label>
                    {language_choice(Some("written".to_owned()), written)}
                </div>
                <div class="actions">
                    <button class="primary" type="submit">{say(words::questionnaires::make_start)}</button>
                    <a class="button" href=Route::Questionnaires.href()>{say(words::common::cancel)}</a>
                </div>
            </form>
        </section>
    }
}

//! Hiding a record that must be kept.

use leptos::prelude::*;

use crate::{
    care::Person,
    pages::expect_app,
    platform,
    session::Route,
    widgets::{TextField, language, say, view},
    words::{self, parse_day},
};

/// The page.
pub fn page(person: Person) -> AnyView {
    let app = expect_app();
    let lang = language();
    let (reason, until) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (no_reason, bad_date) = (RwSignal::new(false), RwSignal::new(false));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (why, typed) = (reason.get_untracked().trim().to_owned(), until.get_untracked());
        let day = parse_day(typed.trim()).filter(|day| (1900..2200).contains(&day.year()));
        no_reason.set(why.is_empty());
        bad_date.set(day.is_none() && !typed.trim().is_empty());
        if no_reason.get_untracked() {
            platform::focus_id("reason");
        } else if bad_date.get_untracked() {
            platform::focus_id("until");
        } else {
            app.restrict(person.id, why, day);
            app.go(Route::Apart);
        }
    };
    let of = |text: fn(words::Lang) -> &'static str| Signal::derive(move || text(lang.get()).to_owned());
    let hint = |text: fn(words::Lang) -> &'static str| Signal::derive(move || Some(text(lang.get()).to_owned()));
    let wrong = |when: RwSignal<bool>, text: fn(words::Lang) -> &'static str| {
        Signal::derive(move || when.get().then(|| text(lang.get()).to_owned()))
    };
    view! {
        <h1>{say(words::restrict::title)}</h1>
        <p class="lead">{say(words::restrict::lead)}</p>
        <form on:submit=save>
            <TextField
                id="reason"
                label=of(words::restrict::reason)
                hint=hint(words::restrict::reason_hint)
                value=reason
                error=wrong(no_reason, words::restrict::reason_empty)
            />
            <TextField
                id="until"
                kind="date"
                label=of(words::restrict::until)
                hint=hint(words::restrict::until_hint)
                value=until
                error=wrong(bad_date, words::restrict::until_bad)
            />
            <div class="actions">
                <button class="primary" type="submit">{say(words::restrict::button)}</button>
                <a class="button" href=Route::Person(person.id).href()>{say(words::common::cancel)}</a>
            </div>
        </form>
    }
    .into_any()
}

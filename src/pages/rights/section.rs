//! The quiet section at the end of a person's page.

use leptos::prelude::*;

use crate::{
    care::PersonId,
    exchange::person_export,
    pages::expect_app,
    session::{Right, Route},
    widgets::{Parts, language, part, say, view},
    words,
};

/// What can be done with the whole record, and who looked.
#[component]
pub fn Section(
    /// Whose.
    person: PersonId,
) -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let link = |right: Right, text| view! { <li><a href=Route::Rights(person, right).href()>{say(text)}</a></li> };
    view! {
        <section class="rights">
            <h2>{say(words::rights::title)}</h2>
            <ul class="links">
                {link(Right::Whole, words::rights::whole)}
                {link(Right::Mistakes, words::rights::mistakes)}
                {link(Right::Restrict, words::rights::restrict)}
                {link(Right::Erase, words::rights::erase)}
            </ul>
            <details class="log">
                <summary>{say(words::person_export::log)}</summary>
                {part(move || {
                    let lang = lang.get();
                    let all = app.record.with(|record| person_export::access_lines(record, person, lang));
                    let lines = all.into_iter().map(|line| view! { <li>{line}</li> }).collect_parts();
                    if lines.is_empty() {
                        view! { <p>{words::rights::log_empty(lang)}</p> }.into_any()
                    } else {
                        view! { <ul>{lines}</ul> }.into_any()
                    }
                })}
                <p class="hint">{say(words::rights::log_note)}</p>
            </details>
        </section>
    }
}

//! What the members of an episode look at together: nothing of one that was not agreed to with everybody there.

use leptos::prelude::*;

use super::{members::people, nobody};
use crate::{
    alliance::together::{Shared, shared},
    care::{EpisodeId, Person, PersonId},
    pages::{expect_app, shell::turn_to_them},
    session::Route,
    widgets::{Parts, language, part, say, view},
    words::{self, date_long, members as w, number},
};

/// The page.
pub fn together(person: PersonId, episode: EpisodeId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let all = move || app.record.with(|record| people(record, episode));
    if !untrack(all).iter().any(|one| one.id == person) {
        return nobody();
    }
    turn_to_them();
    let table = move || {
        let (lang, all) = (lang.get(), all());
        let members: Vec<PersonId> = all.iter().map(|one| one.id).collect();
        let row = |one: &Person| {
            let said = match app.record.with(|record| shared(record, one, &members, episode)) {
                Shared::NotAgreed => w::not_agreed(lang).to_owned(),
                Shared::NoTotal => words::person::no_answer(lang).to_owned(),
                Shared::Total(date, total) => w::last_total(lang, &number(lang, total, 1), &date_long(lang, date)),
            };
            view! { <tr><th scope="row" dir="auto">{one.name.as_str().to_owned()}</th><td>{said}</td></tr> }
        };
        view! {
            <table>
                <thead><tr><th scope="col">{words::caseload::name(lang)}</th><th scope="col">{w::answers(lang)}</th></tr></thead>
                <tbody>{all.iter().map(row).collect_parts()}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <section class="narrow">
            <h1>{say(w::together)}</h1>
            <p class="lead">{say(w::together_hint)}</p>
            {part(table)}
            <p class="actions"><a class="button" href=Route::Episode(person, Some(episode)).href()>{say(words::summary::read_leave)}</a></p>
        </section>
    }
    .into_any()
}

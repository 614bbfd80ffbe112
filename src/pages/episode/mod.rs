//! Episodes of care: what they are about, who takes part, what was agreed to.

mod beside;
mod consent;
mod fields;
mod history;
mod members;
mod together;

use leptos::prelude::*;

use super::{expect_app, forms};
use crate::{
    care::{Episode, EpisodeId, Fact, Person, PersonId, told},
    session::Route,
    widgets::{Parts, language, part, say, view},
    words::{self, Lang, date_long},
};

pub use beside::{Settling, beside};
pub use history::history;
pub use together::together;

/// What stands where nobody of that identity is in the record.
pub fn nobody() -> AnyView {
    view! {
        <article class="reading">
            <h1>{say(words::not_found::title)}</h1>
            <p>{say(words::person::unknown)}</p>
            <a class="button" href=Route::Caseload.href()>{say(words::common::back)}</a>
        </article>
    }
    .into_any()
}

/// The way back to a person.
pub fn crumb(person: &Person) -> AnyView {
    let name = person.name.as_str().to_owned();
    view! { <p class="crumb"><a href=Route::Person(person.id).href() dir="auto">{name}</a></p> }.into_any()
}

/// The page: all episodes of a person with a form for a new one, or one episode.
pub fn page(person: PersonId, id: Option<EpisodeId>) -> AnyView {
    let app = expect_app();
    let Some(found) = app.record.with_untracked(|record| record.person(person)) else { return nobody() };
    let there = move |id| app.record.with_untracked(|record| record.episode(person, id)).is_some();
    match id {
        Some(id) if there(id) => one(&found, id),
        _ => all(&found),
    }
}

fn all(person: &Person) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let id = person.id;
    let list = move || {
        let lang = lang.get();
        let all = app.record.with(|record| record.episodes(id));
        let link = |one: Episode| {
            let route = Route::Episode(id, Some(one.id)).href();
            let kind = told::told(&told::KINDS, &one.kind, lang);
            let ended = ended(id, one.id, lang);
            let concern = forms::text_of(one.concern.as_ref().or(one.event.as_ref()));
            view! {
                <li>
                    <a href=route>{words::episode::since(lang, &date_long(lang, one.start))}</a>
                    <p>{kind} " " <span class="hint" dir="auto">{concern}</span> " " {ended}</p>
                </li>
            }
        };
        let none = all.is_empty().then(|| view! { <p class="hint">{words::episode::none(lang)}</p> }.into_any());
        view! { {none} <ul class="episodes">{all.into_iter().rev().map(|one| link(one.now.value)).collect_parts()}</ul> }
            .into_any()
    };
    view! {
        <section class="narrow">
            {crumb(person)}
            <h1>{say(words::episode::title)}</h1>
            <p class="lead">{say(words::episode::lead)}</p>
            {part(list)}
            <h2>{say(words::episode::new)}</h2>
            {fields::form(id, None)}
        </section>
    }
    .into_any()
}

fn one(person: &Person, id: EpisodeId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let who = person.id;
    let found = Memo::new(move |_| app.record.with(|record| record.episode(who, id)));
    let heading = move || {
        let lang = lang.get();
        let found = found.get()?;
        let title = words::episode::since(lang, &date_long(lang, found.now.value.start));
        let kind = told::told(&told::KINDS, &found.now.value.kind, lang);
        let ended = ended(who, id, lang);
        let link = Route::Ending(who, Some(id)).href();
        Some(view! { <h1>{title}</h1> <p class="lead">{kind} " " {ended}</p> <p><a href=link>{words::ending::title(lang)}</a></p> }.into_any())
    };
    let episode_history = move || {
        let found = found.get()?;
        Some(history(&found, lang.get(), told::episode))
    };
    let together =
        Memo::new(move |_| found.with(|found| found.as_ref().is_some_and(|one| one.now.value.together.is_some())));
    view! {
        <section class="narrow">
            {crumb(person)}
            <p class="crumb"><a href=Route::Episode(who, None).href()>{say(words::episode::all)}</a></p>
            {part(move || heading().into_any())}
            <h2>{say(words::episode::details)}</h2>
            {fields::form(who, Some(id))}
            {part(move || episode_history().into_any())}
            {part(move || if together.get() { members::section(who, id) } else { ().into_any() })}
            {consent::section(who, id)}
        </section>
    }
    .into_any()
}

/// When the episode ended, in a sentence; nothing while it goes on.
fn ended(person: PersonId, id: EpisodeId, lang: Lang) -> Option<String> {
    let found = expect_app().record.with(|record| record.ending(person, id))?.now.value;
    found.is_ended().then(|| words::ending::is_ended(lang, &date_long(lang, found.day)))
}

/// The fact that states an episode.
fn fact(episode: Episode) -> Fact {
    Fact::EpisodeStated(Box::new(episode))
}

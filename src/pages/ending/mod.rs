//! The ending of an episode and what comes after it: the address book, the door that stays open, the hand-over summary.

mod after;
mod book;
mod door;
mod fields;
mod handing;
mod letter;
mod questions;
mod reading;

pub use book::professionals;
pub use door::door;
pub use handing::summary;

use leptos::prelude::*;
use time::Date;

use super::{
    episode::{crumb, history, nobody},
    expect_app,
};
use crate::{
    care::{
        EpisodeId, PersonId,
        summary::{Part, Passage, Section, Summary},
    },
    exchange::summary::{ending_pairs, fresh},
    platform,
    session::Route,
    widgets::{Notice, Parts, Tone, language, part, say, view},
    words::{self, Lang, date_long, ending as w},
};

/// The episode of a page: the one that is named, otherwise the one that began last.
fn episode_of(person: PersonId, named: Option<EpisodeId>) -> Option<EpisodeId> {
    expect_app().record.with_untracked(|record| {
        let mut all: Vec<EpisodeId> = record.episodes(person).iter().map(|one| one.now.value.id).collect();
        match named {
            Some(id) => all.contains(&id).then_some(id),
            None => {
                let present = record.episode_on(person, platform::today()).map(|one| one.now.value.id);
                present.or_else(|| all.pop())
            }
        }
    })
}

/// The page.
pub fn page(person: PersonId, named: Option<EpisodeId>) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let Some(found) = app.record.with_untracked(|record| record.person(person)) else { return nobody() };
    let episode = episode_of(person, named);
    if named.is_some() && episode.is_none() {
        return nobody();
    }
    let first = found.sessions.first().map_or(found.since, |session| session.date);
    let ending = Memo::new(move |_| app.record.with(|record| record.ending(person, episode?)));
    let told = move || ending.with(|ending| Some(history(ending.as_ref()?, lang.get(), told)));
    let after = move |ended: bool| {
        episode.filter(|_| ended).map_or_else(
            || ().into_any(),
            |episode| {
                view! {
                    <h2>{say(w::next_title)}</h2>
                    <ul class="episodes">
                        <li><a href=Route::Summary(person, episode).href()>{say(words::summary::title)}</a></li>
                        <li><a href=Route::DoorOpen(person, episode).href()>{say(words::door::title)}</a></li>
                    </ul>
                    {after::reached(person, episode)}
                    {after::going_on(person, episode)}
                }
                .into_any()
            },
        )
    };
    // Drawn once: what is typed into its forms stays while the record changes.
    let ended = Memo::new(move |_| ending.with(Option::is_some));
    view! {
        <section class="narrow">
            {crumb(&found)}
            <h1>{say(w::title)}</h1>
            <p class="lead">{say(w::lead)}</p>
            {part(move || state(person, episode, first, lang.get()))}
            {part(move || so_far(person, episode, lang.get()))}
            {fields::form(person, episode, first)}
            {part(move || told().into_any())}
            {questions::section(person, episode)}
            {part(move || {
                let ended = ended.get();
                untrack(|| after(ended))
            })}
            <p><a href=Route::Professionals(None).href()>{say(words::professionals::title)}</a></p>
            {part(move || others(person, episode, lang.get()))}
        </section>
    }
    .into_any()
}

/// What a version of an ending says.
fn told(ending: &crate::care::Ending, lang: Lang) -> Vec<(String, String)> {
    expect_app().record.with_untracked(|record| ending_pairs(ending, record, lang))
}

/// What was reached, as far as the record shows it: each goal with its latest ratings, and how the alliance and everything else
/// that was measured was at first and last. The sentences are those of the hand-over, without its tables.
fn so_far(person: PersonId, episode: Option<EpisodeId>, lang: Lang) -> AnyView {
    let Some(episode) = episode else { return ().into_any() };
    let sections = vec![Section::Goals, Section::Alliance, Section::Outcome];
    let chosen = Summary { sections, ..fresh(episode, person) };
    let passages = expect_app().record.with(|record| handing::told(record, &chosen, lang));
    if passages.is_empty() {
        return ().into_any();
    }
    let drawn = |one: Passage| {
        let parts = one.parts.into_iter().filter(|part| !matches!(part, Part::Table(_)));
        let parts = parts.map(|part| letter::drawn(part, "")).collect_parts();
        view! { <h2>{one.heading}</h2> {parts} }
    };
    view! {
        <details class="history" open=true>
            <summary>{w::so_far(lang)}</summary>
            <p class="hint">{w::so_far_lead(lang)}</p>
            {passages.into_iter().map(drawn).collect_parts()}
        </details>
    }
    .into_any()
}

/// How the episode stands.
fn state(person: PersonId, episode: Option<EpisodeId>, first: Date, lang: Lang) -> AnyView {
    let app = expect_app();
    let Some(found) = episode.and_then(|id| app.record.with(|record| record.episode(person, id))) else {
        return view! { <Notice tone=Tone::Quiet><p>{w::no_episode(lang, &date_long(lang, first))}</p></Notice> }
            .into_any();
    };
    let start = found.now.value.start;
    let since = words::episode::since(lang, &date_long(lang, start));
    let ending = app.record.with(|record| record.ending(person, found.now.value.id));
    let (mut tone, mut text) = (Tone::Quiet, w::is_open(lang).to_owned());
    if let Some(ending) = ending {
        let now = &ending.now.value;
        text = now.reopened.map_or_else(
            || w::is_ended(lang, &date_long(lang, now.day)),
            |day| w::is_reopened(lang, &date_long(lang, now.day), &date_long(lang, day)),
        );
        if now.trouble(start).is_some() {
            (tone, text) = (Tone::Attention, w::check_days(lang).to_owned());
        }
    }
    view! {
        <p><a href=Route::Episode(person, episode).href()>{since}</a></p>
        <Notice tone=tone><p>{text}</p></Notice>
    }
    .into_any()
}

/// The other episodes of the person, where there are any.
fn others(person: PersonId, episode: Option<EpisodeId>, lang: Lang) -> AnyView {
    let all = expect_app().record.with(|record| record.episodes(person));
    let all = all.into_iter().map(|one| one.now.value).filter(|one| Some(one.id) != episode);
    let links = all.map(|one| {
        let since = words::episode::since(lang, &date_long(lang, one.start));
        view! { <li><a href=Route::Ending(person, Some(one.id)).href()>{since}</a></li> }
    });
    let links = links.collect_parts();
    if links.is_empty() {
        return ().into_any();
    }
    view! { <h2>{w::all(lang)}</h2> <ul class="episodes">{links}</ul> }.into_any()
}

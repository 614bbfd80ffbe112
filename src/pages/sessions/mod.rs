//! A person's sessions: all of them, and what is written down of one.

mod fields;

use leptos::prelude::*;

use super::{
    episode::{crumb, history, nobody},
    expect_app, goals,
};
use crate::{
    care::{Attendance, Person, PersonId, Record, SessionId, noted},
    session::Route,
    widgets::{Parts, language, part, say, view},
    words::{self, Lang, date_long, sessions as w},
};

/// Sessions shown on the page of the person; the others are on a page of their own.
const SHOWN: usize = 5;

/// The latest first, at most `most`: what links to each, and what was written down of it.
fn list(record: &Record, person: &Person, most: usize, lang: Lang) -> AnyView {
    let notes = record.session_notes(person.id);
    let one = |session: &crate::care::Session| {
        let note = notes.iter().find(|(id, _)| *id == session.id);
        let line = note
            .map_or_else(|| w::nothing_noted(lang).to_owned(), |(_, note)| noted::session_line(&note.now.value, lang));
        let route = Route::SessionNote(person.id, session.id).href();
        view! {
            <li>
                <a href=route>{date_long(lang, session.date)}</a>
                <p class="hint" dir="auto">{line}</p>
            </li>
        }
    };
    view! { <ul class="episodes">{person.sessions.iter().rev().take(most).map(one).collect_parts()}</ul> }.into_any()
}

/// The latest sessions, on the person's page; nothing while there was none.
pub fn section(id: PersonId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    part(move || {
        let lang = lang.get();
        let drawn = |record: &Record| {
            let person = record.person(id).filter(|person| !person.sessions.is_empty())?;
            let more = (person.sessions.len() > SHOWN).then(|| {
                let text = w::all_of(lang, person.sessions.len());
                view! { <p><a href=Route::Sessions(id).href()>{text}</a></p> }
            });
            Some(view! { <section><h2>{w::title(lang)}</h2> {list(record, &person, SHOWN, lang)} {more}</section> })
        };
        app.record.with(drawn).into_any()
    })
    .into_any()
}

/// The page of all sessions.
pub fn all(id: PersonId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let Some(person) = app.record.with_untracked(|record| record.person(id)) else { return nobody() };
    let drawn = move || {
        let lang = lang.get();
        let found = app.record.with(|record| record.person(id).map(|person| list(record, &person, usize::MAX, lang)));
        let none = person.sessions.is_empty().then(|| view! { <p class="hint">{w::none(lang)}</p> });
        view! { {none} {found} }.into_any()
    };
    let Some(person) = app.record.with_untracked(|record| record.person(id)) else { return nobody() };
    view! {
        <section class="narrow">
            {crumb(&person)}
            <h1>{say(w::title)}</h1>
            {part(drawn)}
        </section>
    }
    .into_any()
}

/// The page of one session.
pub fn page(id: PersonId, session: SessionId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let found = app.record.with_untracked(|record| record.person(id));
    let Some(person) = found.filter(|person| person.sessions.iter().any(|one| one.id == session)) else {
        return nobody();
    };
    let day = Memo::new(move |_| {
        let person = app.record.with(|record| record.person(id))?;
        person.sessions.iter().find(|one| one.id == session).map(|one| one.date)
    });
    let note = Memo::new(move |_| app.record.with(|record| record.session_note(id, session)));
    // What never took place moved no goal.
    let attended = Memo::new(move |_| {
        note.with(|note| note.as_ref().is_none_or(|note| note.now.value.attendance == Attendance::Attended))
    });
    let heading = move || day.get().map(|day| w::of_day(lang.get(), &date_long(lang.get(), day)));
    let earlier = move || note.get().map(|found| history(&found, lang.get(), noted::session)).into_any();
    view! {
        <section class="narrow">
            {crumb(&person)}
            <h1>{heading}</h1>
            <p class="hint">{say(w::lead)}</p>
            {fields::form(id, session)}
            {part(move || if attended.get() { goals::rate_in_session(id, session) } else { ().into_any() })}
            {part(earlier)}
            <div class="actions">
                <a class="button" href=Route::HandOver(id, session).href()>{say(words::person::hand_over)}</a>
                <a class="button quiet" href=Route::Paper(id, session).href()>{say(words::paper_form::title)}</a>
            </div>
        </section>
    }
    .into_any()
}

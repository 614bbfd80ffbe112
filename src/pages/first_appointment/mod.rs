//! The first appointment: what the person said, their wishes beside the way the therapist works, what the therapist saw, and
//! words that may help; and, before every session, the brief.

mod answering;
mod brief;
mod how_far;
mod impression;
mod said;
mod wishes;

pub use answering::{agreement_by_therapist, answer_together, ending_together, own_style};
pub use brief::brief;
pub use how_far::section as how_far;

use leptos::prelude::*;
use time::Date;

use super::{
    episode::{crumb, nobody},
    expect_app,
};
use crate::{
    alliance::intake,
    care::{Fact, Person, PersonId, SessionId, not_yet, session_for},
    instrument::Instrument,
    platform,
    session::Route,
    widgets::{Sections, language, part, say, view},
    words::{self, intake as w},
};

/// The page.
pub fn page(id: PersonId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let Some(person) = app.record.with_untracked(|record| record.person(id)) else { return nobody() };
    let name = person.name.as_str().to_owned();
    let answers = move || {
        let found = app.record.with(|record| record.person(id));
        found.as_ref().and_then(intake::latest).map_or_else(
            || view! { <p class="hint">{w::none(lang.get())}</p> }.into_any(),
            |(entry, date)| said::said(entry, date, lang.get()),
        )
    };
    view! {
        <section class="intake">
            {crumb(&person)}
            <h1>{say(w::title)}</h1>
            <p class="lead">{say(w::lead)}</p>
            {ways(id, intake::questionnaire(), not_yet, Route::AnswerTogether)}
            <p class="hint">{say(w::ways_hint)}</p>
            <h2>{say(w::said)}</h2>
            {part(answers)}
            <h2>{say(w::wishes)}</h2>
            {part(move || wishes::wishes(id, &name, lang.get()))}
            {impression::section(id)}
            <h2>{say(w::words_title)}</h2>
            <p class="hint">{say(w::words_hint)}</p>
            <Sections text=w::words_sections />
        </section>
    }
    .into_any()
}

/// The session of an address. One that was not there yet is the session of today, made now where none took place.
pub fn made(id: PersonId, session: SessionId) -> Option<SessionId> {
    if session != not_yet() {
        return Some(session);
    }
    let (app, today) = (expect_app(), platform::today());
    let found = app.record.with_untracked(|record| session_for(&record.person(id)?, today, |_| false));
    found.or_else(|| {
        let session = app.new_id()?;
        app.state(today, Fact::SessionHeld { session, person: id });
        Some(session)
    })
}

/// The day of a person's session; of one that is not there yet it is today.
pub fn day_of(person: &Person, session: SessionId) -> Option<Date> {
    let found = person.sessions.iter().find(|one| one.id == session).map(|one| one.date);
    found.or_else(|| (session == not_yet()).then(platform::today))
}

/// Leads to handing the device over for one questionnaire.
pub fn hand(id: PersonId, session: SessionId, questionnaire: Option<&Instrument>) {
    let app = expect_app();
    app.asked.set_value(questionnaire.map(|one| one.reference.clone()).into_iter().collect());
    app.go(Route::HandOver(id, session));
}

/// Both ways to the answers to a questionnaire: handing the device over, and typing them in together. `session` says for which
/// session.
pub fn ways(
    id: PersonId,
    questionnaire: Option<&'static Instrument>,
    session: impl Fn() -> SessionId + Copy + 'static,
    together: fn(PersonId, SessionId) -> Route,
) -> AnyView {
    let app = expect_app();
    let hand = move |_| hand(id, session(), questionnaire);
    let type_in = move |_| app.go(together(id, session()));
    view! {
        <div class="actions">
            <button class="primary" on:click=hand>{say(words::person::hand_over)}</button>
            <button on:click=type_in>{say(w::together)}</button>
        </div>
    }
    .into_any()
}

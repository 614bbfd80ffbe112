//! Opening a session.

use leptos::prelude::*;

use crate::{
    care::{Fact, PersonId, SessionId},
    pages::expect_app,
    platform,
    session::Route,
    widgets::{TextField, When, language, say, view},
    words::{self, parse_day},
};

/// The buttons above a person's record: a new session, and handing the device over for the latest one.
#[component]
pub fn NewSession(
    /// With whom.
    id: PersonId,
) -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let asking = RwSignal::new(false);
    let typed = RwSignal::new(platform::today().to_string());
    let error = RwSignal::new(false);
    let last = move || app.record.with(|record| record.person(id)?.sessions.last().map(|session| session.id));
    let add = move |next: fn(PersonId, SessionId) -> Route| match parse_day(typed.get_untracked().trim()) {
        Some(date) if date <= platform::today() && date.year() >= 1900 => {
            let Some(session) = app.new_id() else { return };
            app.state(date, Fact::SessionHeld { session, person: id });
            error.set(false);
            asking.set(false);
            app.go(next(id, session));
        }
        _ => error.set(true),
    };
    view! {
        <div class="actions">
            <button class="primary" aria-expanded=move || asking.get().to_string() on:click=move |_| {
                asking.update(|on| *on = !*on);
            }>{say(words::person::new_session)}</button>
            {move || {
                last()
                    .map(|session| {
                        view! {
                            <a class="button" href=Route::HandOver(id, session).href()>{say(words::person::hand_over)}</a>
                            <a class="button" href=Route::Paper(id, session).href()>{say(words::paper_form::title)}</a>
                        }
                            .into_any()
                    })
            }}
            <a class="button quiet" href=Route::Plan(Some(id)).href()>{say(words::plan::title)}</a>
        </div>
        <When when=move || asking.get()>
            <form class="card" on:submit=move |event: leptos::ev::SubmitEvent| {
                event.prevent_default();
                add(Route::HandOver);
            }>
                <h2>{say(words::person::new_session_title)}</h2>
                <TextField
                    id="session-date"
                    kind="date"
                    label=Signal::derive(move || words::person::session_date(lang.get()).to_owned())
                    value=typed
                    error=Signal::derive(move || error.get().then(|| words::person::session_date_bad(lang.get()).to_owned()))
                />
                <div class="actions">
                    <button class="primary" type="submit">{say(words::common::save)}</button>
                    <button type="button" on:click=move |_| add(Route::SessionNote)>{say(words::sessions::write)}</button>
                    <button type="button" on:click=move |_| asking.set(false)>{say(words::common::cancel)}</button>
                </div>
            </form>
        </When>
    }
}

//! What the caseload says about backups and room, and what stands in the banner when nothing more fits.

use leptos::prelude::*;

use crate::{
    pages::expect_app,
    platform,
    session::{Pressure, Route, reminder},
    widgets::{Notice, Tone, language, part, say, view},
    words::{date_long, parse_day, safety as w},
};

/// The name under which the device remembers until when it is not to remind.
const QUIET: &str = "backup-quiet-until";

/// The reminder of a backup, and the warning that room is short. In the sample neither.
#[component]
pub fn Notices() -> impl IntoView {
    view! {
        {room()}
        {backup()}
    }
}

fn room() -> AnyView {
    let app = expect_app();
    let lang = language();
    let pressure = Memo::new(move |_| app.room.get().map(|room| room.pressure()));
    part(move || {
        let (tone, text) = match pressure.get() {
            Some(Pressure::High) => (Tone::Quiet, w::full_high(lang.get())),
            Some(Pressure::Urgent) => (Tone::Attention, w::full_urgent(lang.get())),
            _ => return ().into_any(),
        };
        view! {
            <Notice tone=tone>
                <p>{text}</p>
                <div class="actions">
                    <a class="button" href=Route::Backup.href()>{say(w::make_backup)}</a>
                    <a class="button quiet" href=Route::Safety.href()>{say(w::how_full)}</a>
                </div>
            </Notice>
        }
        .into_any()
    })
    .into_any()
}

fn backup() -> AnyView {
    let app = expect_app();
    let lang = language();
    let quiet = RwSignal::new(platform::load_preference::<String>(QUIET));
    let due = Memo::new(move |_| {
        let today = platform::today();
        let until = quiet.get().as_deref().and_then(parse_day);
        if app.is_open() { reminder(&app.since_backup(), until, today) } else { None }
    });
    let later = move |_| {
        let until = platform::today().saturating_add(time::Duration::days(7)).to_string();
        platform::save_preference(QUIET, &until);
        quiet.set(Some(until));
    };
    part(move || {
        let Some(due) = due.get() else { return ().into_any() };
        let lang = lang.get();
        let last = due
            .last
            .map_or_else(|| w::remind_never(lang).to_owned(), |date| w::remind_last(lang, &date_long(lang, date)));
        let text = [w::remind(lang, due.sessions), last, w::remind_why(lang).to_owned()].join(" ");
        view! {
            <Notice tone=Tone::Quiet>
                <p>{text}</p>
                <div class="actions">
                    <a class="button" href=Route::Backup.href()>{w::make_backup(lang)}</a>
                    <button class="quiet" on:click=later>{w::later(lang)}</button>
                </div>
            </Notice>
        }
        .into_any()
    })
    .into_any()
}

/// What can be done when nothing more fits.
pub fn full_actions() -> AnyView {
    view! {
        <p>{say(w::full_now)}</p>
        <div class="actions">
            <a class="button primary" href=Route::Backup.href()>{say(w::download_now)}</a>
            <a class="button" href=Route::Safety.href()>{say(w::make_room)}</a>
        </div>
    }
    .into_any()
}

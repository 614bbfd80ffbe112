//! What the caseload says about backups and room, and what stands in the banner when nothing more is saved.

use leptos::{ev::MouseEvent, prelude::*};
use time::Date;

use crate::{
    pages::expect_app,
    platform,
    session::{Pressure, Route, Trouble, is_quiet, reminder},
    widgets::{Notice, Tone, language, part, say, view},
    words::{date_long, parse_day, safety as w},
};

/// The names under which the device remembers until when it is not to remind.
const BACKUP: &str = "backup-quiet-until";
const ROOM: &str = "room-quiet-until";

/// Until which day something was put off, and what puts it off for a week.
fn put_off(name: &'static str) -> (RwSignal<Option<Date>>, impl Fn(MouseEvent) + Copy + 'static) {
    let until = RwSignal::new(platform::load_preference::<String>(name).as_deref().and_then(parse_day));
    let later = move |_| {
        let day = platform::today().saturating_add(time::Duration::days(7));
        platform::save_preference(name, day.to_string());
        until.set(Some(day));
    };
    (until, later)
}

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
    let (until, later) = put_off(ROOM);
    let pressure = Memo::new(move |_| app.room.get().map(|room| room.pressure()));
    part(move || {
        let (mut put_off, today) = (None, platform::today());
        let (tone, text) = match pressure.get() {
            // There is time: only this one can wait.
            Some(Pressure::Noticeable) if !is_quiet(until.get(), today) => {
                put_off = Some(view! { <button class="quiet" on:click=later>{say(w::later)}</button> }.into_any());
                (Tone::Quiet, w::full_noticeable(lang.get()))
            }
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
                    {put_off}
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
    let (until, later) = put_off(BACKUP);
    let due =
        Memo::new(
            move |_| {
                if app.is_open() { reminder(&app.since_backup(), until.get(), platform::today()) } else { None }
            },
        );
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

/// What can be done when nothing more is saved, because nothing more fits or the store fails.
pub fn unsaved_actions(trouble: &Trouble) -> AnyView {
    let full = *trouble == Trouble::Full;
    let room = full.then(|| view! { <a class="button" href=Route::Safety.href()>{say(w::make_room)}</a> }.into_any());
    view! {
        <p>{say(if full { w::full_now } else { w::unsaved_now })}</p>
        <div class="actions">
            <a class="button primary" href=Route::Backup.href()>{say(w::download_now)}</a>
            {room}
        </div>
    }
    .into_any()
}

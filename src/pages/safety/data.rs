//! Where the data is, in plain words.

use leptos::{prelude::*, task::spawn_local};
use time::Date;

use crate::{
    care::{BackedUp, BackupHow},
    pages::expect_app,
    platform,
    session::{App, Fullness, Pressure, Route, Trouble},
    widgets::{Notice, Parts, Tone, language, part, say, view},
    words::{self, Lang, date_long, number, safety as w},
};

fn paragraphs(text: &'static [&'static str]) -> Vec<AnyView> {
    text.iter().map(|text| view! { <p>{*text}</p> }).collect_parts()
}

fn items(text: &'static [&'static str]) -> Vec<AnyView> {
    text.iter().map(|text| view! { <li>{*text}</li> }).collect_parts()
}

/// The bar with its words.
fn bar(room: Fullness, lang: Lang) -> AnyView {
    let millions = |characters: usize| number(lang, characters as f64 / 1e6, 1);
    let percent = room.percent().min(100);
    let text = w::room(lang, &percent.to_string(), &millions(room.used), &millions(room.room));
    let (class, advice) = match room.pressure() {
        Pressure::None => ("room", w::room_none(lang)),
        Pressure::Noticeable => ("room", w::room_noticeable(lang)),
        Pressure::High => ("room short", w::room_high(lang)),
        Pressure::Urgent if room.percent() < 90 => ("room short", w::room_used(lang)),
        Pressure::Urgent => ("room short", w::room_urgent(lang)),
    };
    view! {
        <div class=class>
            <meter min="0" max="100" low="60" high="80" optimum="0" value=percent.to_string() aria-label=w::room_label(lang)></meter>
            <p>{text}</p>
            <p><strong>{advice}</strong></p>
        </div>
    }
    .into_any()
}

/// How full it is, and making room.
fn room(app: App, lang: Signal<Lang>) -> AnyView {
    let making = RwSignal::new(None::<Result<bool, Trouble>>);
    spawn_local(async move {
        let _ = app.look_at_room(false).await;
    });
    let make = move |_| {
        making.set(Some(Ok(false)));
        spawn_local(async move {
            let outcome = app.make_room().await;
            making.try_set(Some(outcome.map(|()| true)));
        });
    };
    let short = Memo::new(move |_| app.room.get().is_some_and(|room| room.pressure() > Pressure::None));
    view! {
        <h2>{say(w::room_title)}</h2>
        {part(move || match app.room.get() {
            Some(room) => bar(room, lang.get()),
            None => view! { <p>{w::room_unknown(lang.get())}</p> }.into_any(),
        })}
        {part(move || {
            if !short.get() {
                return ().into_any();
            }
            view! {
                <button on:click=make>{say(w::make_room)}</button>
                <p class="hint">{say(w::make_room_how)}</p>
            }
                .into_any()
        })}
        {part(move || match making.get() {
            None => ().into_any(),
            Some(Ok(done)) => {
                let text = if done { w::made_room(lang.get()) } else { w::making_room(lang.get()) };
                view! { <p role="status">{text}</p> }.into_any()
            }
            Some(Err(trouble)) => view! { <Notice tone=Tone::Attention><p>{trouble.say(lang.get())}</p></Notice> }.into_any(),
        })}
    }
    .into_any()
}

/// The last backup and what came after it.
fn backups(app: App, lang: Signal<Lang>) -> AnyView {
    view! {
        <h2>{say(w::backups_title)}</h2>
        {part(move || {
            let (lang, since) = (lang.get(), app.since_backup());
            let tell = |(backup, date): (BackedUp, Date), read_back: fn(Lang, &str) -> String| {
                let said = match backup.how {
                    BackupHow::Made => w::last_made,
                    BackupHow::ReadBack => read_back,
                    BackupHow::Restored => w::last_restored,
                };
                said(lang, &date_long(lang, date))
            };
            let last = since.last.map_or_else(|| w::never(lang).to_owned(), |last| tell(last, w::last_read_back));
            let checked = since.checked.filter(|_| since.checked != since.last).map(|checked| tell(checked, w::last_checked));
            let checked = checked.map(|text| view! { <p>{text}</p> }.into_any());
            let after = since.last.is_some().then(|| view! { <p>{w::since(lang, since.sessions)}</p> }.into_any());
            view! {
                <p>{last}</p>
                {after}
                {checked}
            }
                .into_any()
        })}
        <div class="actions">
            <a class="button primary" href=Route::Backup.href()>{say(w::make_backup)}</a>
            <a class="button" href=Route::Restore.href()>{say(w::take_in)}</a>
        </div>
    }
    .into_any()
}

/// What the browser promised, and asking it to.
fn promise(lang: Signal<Lang>) -> AnyView {
    let promised = RwSignal::new(None::<bool>);
    let refused = RwSignal::new(false);
    spawn_local(async move {
        promised.try_set(platform::is_persisted().await);
    });
    let ask = move |_| {
        spawn_local(async move {
            let answer = platform::ask_to_persist().await;
            refused.try_set(answer != Some(true));
            promised.try_set(answer);
        });
    };
    part(move || {
        let text = match promised.get() {
            None => w::persist_unknown(lang.get()),
            Some(true) => return view! { <p>{w::persisted(lang.get())}</p> }.into_any(),
            Some(false) => w::not_persisted(lang.get()),
        };
        let answer = refused.get().then(|| view! { <p role="status">{w::persist_refused(lang.get())}</p> }.into_any());
        view! {
            <p>{text}</p>
            <button on:click=ask>{w::persist(lang.get())}</button>
            {answer}
        }
        .into_any()
    })
    .into_any()
}

/// The page.
#[component]
pub fn Safety() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let own = app.is_open().then(|| {
        view! {
            {part(move || {
                if app.less_safe.get() {
                    view! { <Notice tone=Tone::Attention><p>{w::less_safe(lang.get())}</p></Notice> }.into_any()
                } else {
                    ().into_any()
                }
            })}
            {room(app, lang)}
            {backups(app, lang)}
            <h2>{say(words::keys::title)}</h2>
            <div class="actions">
                <a class="button" href=Route::Keys.href()>{say(w::to_keys)}</a>
                <a class="button" href=Route::Settings.href()>{say(words::settings::title)}</a>
                <a class="button" href=Route::EraseAll.href()>{say(words::erase_all::title)}</a>
            </div>
        }
        .into_any()
    });
    let sample =
        app.is_sample().then(|| view! { <Notice tone=Tone::Quiet><p>{say(w::sample)}</p></Notice> }.into_any());
    view! {
        <article class="reading data-pages">
            <h1>{say(w::title)}</h1>
            <p class="lead">{say(w::lead)}</p>
            {sample}
            <h2>{say(w::kept_title)}</h2>
            {part(move || paragraphs(w::kept(lang.get())).into_any())}
            {own}
            <h2>{say(w::browser_title)}</h2>
            <ul>{part(move || items(w::browser(lang.get())).into_any())}</ul>
            {promise(lang)}
            <h2>{say(w::move_title)}</h2>
            <ol>{part(move || items(w::move_steps(lang.get())).into_any())}</ol>
            <p>{say(w::move_both)}</p>
        </article>
    }
}

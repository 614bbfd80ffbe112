//! The page for when something is damaged: what, what was kept, and what can be done. Nothing here changes anything.

use leptos::{prelude::*, task::spawn_local};

use super::crumb;
use crate::{
    pages::expect_app,
    platform,
    session::{App, Damage, DamagedRecord, Damages, Phase, Route, Trouble},
    widgets::{Notice, Parts, Tone, language, part, say, view},
    words::{self, Lang, damage as w},
};

/// What a key's text was, by the room it lies in.
fn what(key: &str, lang: Lang) -> &'static str {
    match key.rsplit('/').nth(1) {
        Some("j") => w::record(lang),
        Some("s") => w::segment(lang),
        _ => w::list(lang),
    }
}

fn why(damage: Damage, lang: Lang) -> &'static str {
    match damage {
        Damage::Name => w::name(lang),
        Damage::Unreadable => w::cut(lang),
        Damage::Moved => w::moved(lang),
        Damage::NotAuthentic => w::altered(lang),
        Damage::Missing => w::gone(lang),
        Damage::Vanished => w::vanished(lang),
    }
}

fn row(one: &DamagedRecord, lang: Lang) -> AnyView {
    let name = one.key.rsplit('/').next().unwrap_or_default().to_owned();
    view! {
        <tr>
            <th scope="row">{what(&one.key, lang)}</th>
            <td>{why(one.why, lang)}</td>
            <td><code>{name}</code></td>
        </tr>
    }
    .into_any()
}

fn found(all: &Damages, lang: Lang) -> AnyView {
    if all.is_none() {
        return view! { <p>{w::nothing(lang)}</p> }.into_any();
    }
    let table = (!all.pieces.is_empty()).then(|| {
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label=w::found(lang)>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{w::what(lang)}</th>
                            <th scope="col">{w::why(lang)}</th>
                            <th scope="col">{w::where_it_lies(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{all.pieces.iter().map(|one| row(one, lang)).collect_parts()}</tbody>
                </table>
            </div>
        }
    });
    let more = [(all.gaps, w::gaps as fn(Lang, usize) -> String), (all.senseless, w::senseless)];
    let more = more.into_iter().filter(|(n, _)| *n > 0).map(|(n, text)| view! { <p>{text(lang, n)}</p> });
    view! {
        <h2>{w::found(lang)}</h2>
        {table}
        {more.collect_parts()}
    }
    .into_any()
}

/// Offers a file of what `work` gives, and says how that went.
fn offer(name: &'static str, label: fn(Lang) -> &'static str, work: fn(App) -> Taking) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let outcome = RwSignal::new(None::<Result<bool, Trouble>>);
    let take = move |_| {
        spawn_local(async move {
            let given = work(app).await.map(|text| {
                let date = platform::today();
                platform::offer_file(&format!("{name}-{date}.jsonl"), "application/jsonl", &text)
            });
            outcome.try_set(Some(given));
        });
    };
    view! {
        <button type="button" on:click=take>{say(label)}</button>
        {part(move || match outcome.get() {
            None => ().into_any(),
            Some(Ok(true)) => view! { <p role="status">{w::taken(lang.get())}</p> }.into_any(),
            Some(Ok(false)) => view! { <Notice tone=Tone::Attention><p>{w::not_taken(lang.get())}</p></Notice> }.into_any(),
            Some(Err(trouble)) => view! { <Notice tone=Tone::Attention><p>{trouble.say(lang.get())}</p></Notice> }.into_any(),
        })}
    }
    .into_any()
}

type Taking = std::pin::Pin<Box<dyn Future<Output = Result<String, Trouble>>>>;

fn pieces(app: App) -> Taking {
    Box::pin(app.damaged_pieces())
}

fn everything(app: App) -> Taking {
    Box::pin(app.everything_stored())
}

/// The page.
pub fn damage_page() -> AnyView {
    let (app, lang) = (expect_app(), language());
    let open = Memo::new(move |_| app.phase.get() == Phase::Open);
    view! {
        <section class="narrow">
            {part(move || if open.get() { crumb() } else { ().into_any() })}
            <h1>{say(w::title)}</h1>
            <p class="lead">{say(w::lead)}</p>
            {part(move || if open.get() { app.damages.with(|all| found(all, lang.get())) } else { ().into_any() })}
            <h2>{say(w::to_do)}</h2>
            {part(move || {
                let steps = if open.get() { w::steps_open(lang.get()) } else { w::steps_closed(lang.get()) };
                let steps = steps.iter().map(|text| view! { <li>{*text}</li> }).collect_parts();
                view! { <ol class="steps">{steps}</ol> }.into_any()
            })}
            <div class="actions">
                {part(move || {
                    if !open.get() {
                        return ().into_any();
                    }
                    view! { <a class="button primary" href=Route::Backup.href()>{words::safety::make_backup(lang.get())}</a> }.into_any()
                })}
                <a class="button" href=Route::Restore.href()>{say(words::safety::take_in)}</a>
                <button type="button" on:click=move |_| platform::reload()>{say(w::again)}</button>
            </div>
            <h2>{say(w::files)}</h2>
            <p>{say(w::files_how)}</p>
            {part(move || {
                let some = open.get() && app.damages.with(|all| !all.pieces.is_empty());
                if some { offer("damaged", w::take_pieces, pieces) } else { ().into_any() }
            })}
            {offer("stored", w::take_all, everything)}
        </section>
    }
    .into_any()
}

//! Everyone at a glance.

mod finding;
mod row;

pub use finding::Finding;
pub use row::tags;

use leptos::prelude::*;

use super::{
    expect_app,
    findings::{Drafts, Findings},
    forms,
    keys::KitReminder,
    safety::Notices,
};
use crate::{
    platform,
    session::{App, Phase, Route},
    widgets::{Notice, Parts, Tone, When, language, part, say, view},
    words::{self, filing},
};

/// Rows drawn at once: a caseload of a thousand is searched, not scrolled.
const SHOWN: usize = 100;

/// The page.
#[component]
pub fn Caseload() -> impl IntoView {
    let app = expect_app();
    let finding = Finding::of_app();
    let anybody = move || finding.everybody.with(|all| !all.rows.is_empty());
    let sample = move || app.phase.with(|phase| *phase == Phase::Sample);
    view! {
        <section class="caseload">
            <Findings />
            <Drafts />
            <KitReminder />
            {overdue(app)}
            <Notices />
            <When when=sample>
                <Notice tone=Tone::Quiet><p>{say(words::caseload::sample_banner)}</p></Notice>
            </When>
            <div class="title-row">
                <div>
                    <h1>{say(words::caseload::title)}</h1>
                    <p class="lead">{say(words::caseload::lead)}</p>
                </div>
                <a class="button primary" href=Route::NewPerson.href()>{say(words::caseload::add)}</a>
            </div>
            {finding::fields(finding)}
            <When
                when=anybody
                fallback=move || view! { <p class="empty">{say(words::caseload::empty)}</p> }
            >
                {list(finding)}
                <p class="hint">{say(words::caseload::signal_note)}</p>
            </When>
            <p class="crumb"><a href=Route::Apart.href()>{say(words::apart::link)}</a></p>
        </section>
    }
}

/// The table of those who fit, and the button for more of it.
fn list(finding: Finding) -> AnyView {
    let lang = language();
    let shown = RwSignal::new(SHOWN);
    Effect::new(move |_| {
        finding.found.track();
        shown.set(SHOWN);
    });
    let rows = move || {
        let (lang, all, found, shown) = (lang.get(), finding.everybody.get(), finding.found.get(), shown.get());
        let rows = found.places.iter().take(shown).filter_map(|place| all.rows.get(*place));
        let rows = rows.map(|one| row::person_row(one, all.filings.labels(one.person.id), lang));
        rows.collect_parts().into_any()
    };
    let more = move || {
        let left = finding.found.with(|found| found.places.len()).saturating_sub(shown.get());
        if left == 0 {
            return ().into_any();
        }
        let press = move |_| {
            let first = finding.found.with_untracked(|found| found.places.get(shown.get_untracked()).copied());
            shown.update(|shown| *shown += SHOWN);
            let person = finding.everybody.with_untracked(|all| Some(all.rows.get(first?)?.person.id));
            forms::refocus_of(person.map(|id| id.to_string()).unwrap_or_default());
        };
        let text = filing::more(lang.get(), &left.min(SHOWN).to_string());
        view! { <div class="actions"><button type="button" on:click=press>{text}</button></div> }.into_any()
    };
    view! {
        <table class="people">
            <caption class="visually-hidden">{say(words::caseload::title)}</caption>
            <thead>
                <tr>
                    <th scope="col">{say(words::caseload::name)}</th>
                    <th scope="col">{say(words::caseload::why)}</th>
                    <th scope="col">{say(words::caseload::usual)}</th>
                    <th scope="col">{say(words::caseload::score)}</th>
                    <th scope="col">{say(words::caseload::last)}</th>
                </tr>
            </thead>
            <tbody>{part(rows)}</tbody>
        </table>
        {part(more)}
    }
    .into_any()
}

/// Says that restricted records no longer have to be kept.
fn overdue(app: App) -> AnyView {
    let lang = language();
    let count = Memo::new(move |_| {
        let past = |until: Option<time::Date>| until.is_some_and(|day| day < platform::today());
        app.record.with(|record| record.restricted().iter().filter(|(_, why)| past(why.until)).count())
    });
    part(move || match count.get() {
        0 => ().into_any(),
        n => view! {
            <Notice tone=Tone::Quiet>
                <p>{words::apart::overdue(lang.get(), n)} " " <a href=Route::Apart.href()>{words::apart::title(lang.get())}</a></p>
            </Notice>
        }
        .into_any(),
    })
    .into_any()
}

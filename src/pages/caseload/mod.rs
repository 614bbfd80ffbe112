//! Everyone at a glance.

use leptos::prelude::*;

use super::{
    expect_app,
    findings::{Drafts, Findings},
};
use crate::{
    alliance::{Attention, Row, Trend, caseload, risk::has_open_risk},
    platform,
    session::{Phase, Route},
    widgets::{Notice, Parts, Tone, When, language, say, view},
    words::{self, Lang, date_long, number},
};

/// Rows drawn at first: a caseload of a thousand is searched, not scrolled.
const SHOWN: usize = 200;

fn reason(attention: Attention, lang: Lang) -> String {
    match attention {
        Attention::Risk => words::risk::caseload(lang).to_owned(),
        Attention::BelowUsual => words::caseload::below(lang).to_owned(),
        Attention::LowItems { items } => words::caseload::low_items(lang, items),
        Attention::LeftOut { items } => words::caseload::left_out(lang, items),
        Attention::Quiet { days } => words::caseload::quiet(lang, usize::try_from(days).unwrap_or(0)),
        Attention::NothingYet => words::caseload::nothing_yet(lang).to_owned(),
        Attention::Nothing => words::caseload::nothing(lang).to_owned(),
    }
}

fn trend_word(trend: Trend, lang: Lang) -> &'static str {
    match trend {
        Trend::NoScore => words::caseload::trend_none(lang),
        Trend::TooEarly => words::caseload::trend_early(lang),
        Trend::Below => words::caseload::trend_below(lang),
        Trend::Usual => words::caseload::trend_usual(lang),
        Trend::Above => words::caseload::trend_above(lang),
    }
}

/// The page.
#[component]
pub fn Caseload() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let search = RwSignal::new(String::new());
    let rows = Memo::new_with_compare(
        move |_| {
            app.record.with(|record| {
                caseload::rows(record.people(), platform::today(), &|person| has_open_risk(person, record))
            })
        },
        |_, _| true,
    );
    let count = move || rows.with(Vec::len);
    let found = move || {
        let text = search.get().trim().to_lowercase();
        rows.with(|rows| {
            let matches = rows.iter().filter(|row| row.person.name.as_str().to_lowercase().contains(&text));
            matches.take(SHOWN).cloned().collect::<Vec<_>>()
        })
    };
    let sample = move || app.phase.with(|phase| *phase == Phase::Sample);
    view! {
        <section class="caseload">
            <Findings />
            <Drafts />
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
            <When when=move || { count() > 7 }>
                <div class="field search">
                    <label for="search">{say(words::caseload::search)}</label>
                    <input
                        id="search"
                        type="search"
                        autocomplete="off"
                        dir="auto"
                        prop:value=move || search.get()
                        on:input=move |event| search.set(event_target_value(&event))
                    />
                    <p class="hint" role="status">
                        {move || {
                            let lang = lang.get();
                            match found().len() {
                                0 => words::caseload::no_match(lang, search.get().trim()),
                                n => words::caseload::count(lang, n),
                            }
                        }}
                    </p>
                </div>
            </When>
            <When
                when=move || { count() > 0 }
                fallback=move || view! { <p class="empty">{say(words::caseload::empty)}</p> }
            >
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
                    <tbody>{move || found().into_iter().map(|row| view! { <PersonRow row=row /> }).collect_parts()}</tbody>
                </table>
                <p class="hint">{say(words::caseload::signal_note)}</p>
            </When>
        </section>
    }
}

#[component]
fn PersonRow(row: Row) -> impl IntoView {
    let lang = language();
    let (attention, trend) = (row.attention, row.trend);
    let class = match attention {
        Attention::Risk | Attention::BelowUsual | Attention::LowItems { .. } | Attention::LeftOut { .. } => {
            "needs-look"
        }
        Attention::Quiet { .. } => "ask",
        Attention::NothingYet | Attention::Nothing => "calm",
    };
    let last = row.last_session();
    let total = row.last_total().and_then(|score| score.value());
    view! {
        <tr class=class>
            <th scope="row">
                <a href=Route::Person(row.person.id).href() dir="auto">{row.person.name.as_str().to_owned()}</a>
            </th>
            <td class="why" data-label=say(words::caseload::why)>{move || reason(attention, lang.get())}</td>
            <td data-label=say(words::caseload::usual)>{move || trend_word(trend, lang.get())}</td>
            <td data-label=say(words::caseload::score) class="figure">
                {move || {
                    let lang = lang.get();
                    total.map_or_else(
                        || words::caseload::no_score(lang).to_owned(),
                        |total| words::caseload::out_of(lang, &number(lang, total, 1)),
                    )
                }}
            </td>
            <td data-label=say(words::caseload::last) class="date">
                {move || {
                    let lang = lang.get();
                    last.map_or_else(|| words::caseload::never(lang).to_owned(), |date| date_long(lang, date))
                }}
            </td>
        </tr>
    }
}

//! One person's line.

use leptos::prelude::*;

use crate::{
    alliance::{Attention, Row, Trend},
    care::{Label, PersonId},
    session::Route,
    widgets::{Parts, view},
    words::{self, Lang, date_long, number},
};

/// The first reason, and where there is something to do about it, the way there.
fn reason(person: PersonId, attention: Attention, lang: Lang) -> AnyView {
    let text = match attention {
        Attention::AskReached { episode } => {
            let route = Route::Ending(person, Some(episode)).href();
            return view! { <a href=route>{words::caseload::ask_reached(lang)}</a> }.into_any();
        }
        Attention::Risk => words::risk::caseload(lang).to_owned(),
        Attention::BelowUsual => words::caseload::below(lang).to_owned(),
        Attention::LowItems { items } => words::caseload::low_items(lang, items),
        Attention::LeftOut { items } => words::caseload::left_out(lang, items),
        Attention::Quiet { days } => words::caseload::quiet(lang, usize::try_from(days).unwrap_or(0)),
        Attention::NothingYet => words::caseload::nothing_yet(lang).to_owned(),
        Attention::Nothing => words::caseload::nothing(lang).to_owned(),
        Attention::Archived { since } => words::filing::since(lang, &date_long(lang, since)),
    };
    text.into_any()
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

/// Labels as small tags.
pub fn tags(labels: &[Label]) -> AnyView {
    if labels.is_empty() {
        return ().into_any();
    }
    let tag = |label: &Label| view! { <span class="tag" dir="auto">{label.as_str().to_owned()}</span> " " };
    view! { <span class="tags">{labels.iter().map(tag).collect_parts()}</span> }.into_any()
}

/// The line, in the language that is shown.
pub fn person_row(row: &Row, labels: &[Label], lang: Lang) -> AnyView {
    let class = match row.attention {
        Attention::Risk | Attention::BelowUsual | Attention::LowItems { .. } | Attention::LeftOut { .. } => {
            "needs-look"
        }
        Attention::AskReached { .. } | Attention::Quiet { .. } => "ask",
        Attention::NothingYet | Attention::Nothing | Attention::Archived { .. } => "calm",
    };
    let total = row.last_total().and_then(|score| score.value());
    let total = total.map_or_else(
        || words::caseload::no_score(lang).to_owned(),
        |total| words::caseload::out_of(lang, &number(lang, total, 1)),
    );
    let last = row.last_session();
    let last = last.map_or_else(|| words::caseload::never(lang).to_owned(), |date| date_long(lang, date));
    let id = row.person.id;
    view! {
        <tr class=class>
            <th scope="row">
                <a href=Route::Person(id).href() dir="auto" data-of=id.to_string()>{row.person.name.as_str().to_owned()}</a>
                {tags(labels)}
            </th>
            <td class="why" data-label=words::caseload::why(lang)>{reason(id, row.attention, lang)}</td>
            <td data-label=words::caseload::usual(lang)>{trend_word(row.trend, lang)}</td>
            <td data-label=words::caseload::score(lang) class="figure">{total}</td>
            <td data-label=words::caseload::last(lang) class="date">{last}</td>
        </tr>
    }
    .into_any()
}

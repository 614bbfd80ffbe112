//! Every other questionnaire that the person answered: its scores as a chart and a table, and the latest answers.

use leptos::prelude::*;

use super::take_out;

use crate::{
    alliance::{Measure, Sitting},
    instrument::{
        Flow, Instrument,
        expressions::Failure,
        scoring::{Score, Scored},
        wording::{answer_words, item_words},
    },
    widgets::{
        Parts,
        charts::{CourseChart, geometry::Mark},
        language, part, say, view,
    },
    words::{self, Lang, date_long, number},
};

/// A score as a number: whole, or with one decimal.
fn digits(lang: Lang, value: f64) -> String {
    number(lang, value, usize::from(value.fract() != 0.0))
}

/// A score in words, with what stands in its way.
fn figure(scored: &Scored, instrument: &Instrument, lang: Lang) -> String {
    match scored {
        Scored::Scale(Score::Complete(value)) => digits(lang, *value),
        Scored::Scale(Score::Prorated { value, .. }) => {
            format!("{} ({})", digits(lang, *value), words::person::prorated(lang))
        }
        Scored::Scale(Score::Unconfirmed) => words::measures::unconfirmed(lang).to_owned(),
        Scored::Scale(_) => words::person::not_enough(lang).to_owned(),
        Scored::Computed { value: None, .. } => words::measures::nothing(lang).to_owned(),
        Scored::Computed { value: Some(value), left_out: 0 } => digits(lang, *value),
        Scored::Computed { value: Some(value), left_out } => {
            words::measures::left_out(lang, *left_out, &digits(lang, *value))
        }
        Scored::Failed(Failure::Circle) => words::measures::failed_loop(lang).to_owned(),
        Scored::Failed(Failure::TooMuch) => words::measures::failed_long(lang).to_owned(),
        Scored::Failed(Failure::NoWeight(item)) => {
            let text = instrument.item(item).map_or_else(|| item.clone(), |item| item_words(instrument, item, lang));
            words::measures::failed_weight(lang, &text)
        }
        Scored::Failed(_) => words::measures::failed(lang).to_owned(),
    }
}

fn mark(sitting: &Sitting, score: &str) -> Mark {
    let scored = sitting.score(score).map(|one| &one.scored);
    Mark {
        session: sitting.number,
        score: scored.and_then(Scored::value),
        hollow: matches!(scored, Some(Scored::Scale(Score::Prorated { .. }) | Scored::Computed { left_out: 1.., .. })),
        band: None,
        breaks: sitting.breaks,
    }
}

/// What people call a score.
fn name_of(id: &str, name: &crate::instrument::Translated, lang: Lang) -> String {
    match (name.is_empty(), id) {
        (false, _) => name.get(lang).to_owned(),
        (true, "total") => words::person::total(lang).to_owned(),
        (true, _) => id.to_owned(),
    }
}

/// The sections, one a questionnaire.
#[component]
pub fn Measures(
    /// What was answered.
    all: Vec<Measure>,
) -> impl IntoView {
    if all.is_empty() {
        return ().into_any();
    }
    let lang = language();
    view! {
        <section class="measures">
            <h2>{say(words::measures::title)}</h2>
            {all
                .into_iter()
                .map(|one| {
                    let one = StoredValue::new(one);
                    part(move || one.with_value(|one| measure(one, lang.get())))
                })
                .collect_parts()}
        </section>
    }
    .into_any()
}

fn measure(one: &Measure, lang: Lang) -> AnyView {
    let (Some(instrument), Some(last)) = (one.instrument(), one.sittings.last()) else { return ().into_any() };
    let title = instrument.title.get(lang).to_owned();
    let direction = match instrument.higher_is_better {
        Some(true) => words::measures::higher(lang),
        Some(false) => words::measures::lower(lang),
        None => words::measures::no_direction(lang),
    };
    let scores = one.main().map_or_else(
        || view! { <p class="hint">{words::measures::no_scores(lang)}</p> }.into_any(),
        |main| {
            view! {
                <p class="hint">{direction}</p>
                {chart(one, main, lang)}
                {table(one, &title, lang)}
            }
            .into_any()
        },
    );
    let flow = Flow::of(instrument, &last.entry.given.answers);
    let answers: Vec<AnyView> = flow
        .questions()
        .into_iter()
        .map(|item| {
            let answer = answer_words(instrument, item, last.entry.given.answers.get(&item.id), lang);
            view! { <dt dir="auto">{item_words(instrument, item, lang)}</dt><dd dir="auto">{answer}</dd> }.into_any()
        })
        .collect();
    view! {
        <section class="measure">
            <h3 dir="auto">{title}</h3>
            {scores}
            <details>
                <summary>{words::measures::latest(lang, &date_long(lang, last.date))}</summary>
                <dl class="answers">{answers}</dl>
                {take_out::button(&last.entry, instrument.clone(), last.date)}
            </details>
        </section>
    }
    .into_any()
}

fn chart(one: &Measure, main: &str, lang: Lang) -> Option<AnyView> {
    let marks: Vec<Mark> = one.sittings.iter().map(|sitting| mark(sitting, main)).collect();
    let count = marks.iter().filter(|mark| mark.score.is_some()).count();
    if count == 0 {
        return None;
    }
    let title = one.instrument()?.title.get(lang).to_owned();
    let name = one.names.iter().find(|(id, _)| id == main).map(|(id, name)| name_of(id, name, lang))?;
    let range = one.range(main);
    Some(
        view! {
            <figure>
                <CourseChart marks=marks range=range summary=words::measures::chart(lang, count, &title) />
                <figcaption>{words::measures::caption(lang, &name, &digits(lang, range.0), &digits(lang, range.1))}</figcaption>
            </figure>
        }
        .into_any(),
    )
}

fn table(one: &Measure, title: &str, lang: Lang) -> AnyView {
    let row = |sitting: &Sitting| {
        let cell = |(id, _): &(String, _)| {
            let text = sitting.score(id).map(|score| figure(&score.scored, &sitting.instrument, lang));
            view! { <td class="figure">{text}</td> }
        };
        let broken =
            sitting.breaks.then(|| view! { <br /><span class="hint">{words::measures::break_mark(lang)}</span> });
        view! {
            <tr>
                <th scope="row">{sitting.number}</th>
                <td class="date">{date_long(lang, sitting.date)} {broken}</td>
                {one.names.iter().map(cell).collect_parts()}
            </tr>
        }
    };
    let heads = one.names.iter().map(|(id, name)| view! { <th scope="col" dir="auto">{name_of(id, name, lang)}</th> });
    view! {
        <div class="scroll" role="region" tabindex="0" aria-label=title.to_owned()>
            <table class="sessions">
                <thead>
                    <tr>
                        <th scope="col">{words::person::col_session(lang)}</th>
                        <th scope="col">{words::person::col_date(lang)}</th>
                        {heads.collect_parts()}
                    </tr>
                </thead>
                <tbody>{one.sittings.iter().rev().map(row).collect_parts()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

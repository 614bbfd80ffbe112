//! Changes of medicines beside what was answered in the sessions around them: a chart a line, all over the same sessions, and
//! one table.

use leptos::prelude::*;

use crate::{
    alliance::{
        medicine_course::{Day, Line, QUESTIONNAIRE, days},
        told::figure,
    },
    care::{PersonId, Record, Step, noted},
    instrument::{catalogue, scoring::Score},
    pages::expect_app,
    widgets::{
        Parts,
        charts::{CourseChart, geometry::Mark},
        language, part, view,
    },
    words::{self, Lang, date_long, medicines as w, number},
};

const fn name(line: Line) -> fn(Lang) -> &'static str {
    match line {
        Line::Taking => w::line_taking,
        Line::Trust => w::line_trust,
        Line::Alliance => w::line_alliance,
        Line::Prescriber => w::line_prescriber,
    }
}

fn step(step: Step, medicine: &str, lang: Lang) -> String {
    match step {
        Step::Started => w::step_started(lang, medicine),
        Step::Changed => w::step_changed(lang, medicine),
        Step::Stopped => w::step_stopped(lang, medicine),
    }
}

/// The section; a sentence where there is nothing to lay side by side yet.
pub fn section(person: PersonId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let found = Memo::new_with_compare(
        move |_| {
            let of = |record: &Record| {
                let found = record.person(person)?;
                Some((found.sessions.len(), days(&found, record.shelf(), &record.medicines(person))))
            };
            app.record.with(of).unwrap_or_default()
        },
        |_, _| true,
    );
    part(move || {
        let lang = lang.get();
        let (sessions, days) = found.get();
        let asked = days.iter().any(|day| day.told(Line::Taking).is_some());
        let not_asked = (!asked).then(|| view! { <p class="hint">{w::not_asked(lang)}</p> });
        let drawn = days.iter().any(|day| day.session.is_some()).then(|| drawn(&days, sessions, lang));
        view! { <h2>{w::beside(lang)}</h2> {not_asked} {drawn} }.into_any()
    })
    .into_any()
}

fn drawn(days: &[Day], sessions: usize, lang: Lang) -> AnyView {
    // The same for all lines: each is a mean of answers on the same scale.
    let range = catalogue::newest(QUESTIONNAIRE).map_or((1.0, 5.0), crate::instrument::Instrument::range);
    let lines: Vec<Line> =
        Line::ALL.into_iter().filter(|line| days.iter().any(|day| day.told(*line).is_some())).collect();
    let charts = lines.iter().filter_map(|line| chart(days, *line, sessions, range, lang));
    let heads = lines.iter().map(|line| view! { <th scope="col">{name(*line)(lang)}</th> });
    view! {
        <p class="hint">{w::beside_hint(lang)}</p>
        <p class="hint">{w::beside_whose(lang)}</p>
        {charts.collect_parts()}
        <div class="scroll" role="region" tabindex="0" aria-label=w::beside(lang)>
            <table class="alongside">
                <thead>
                    <tr>
                        <th scope="col">{words::person::col_date(lang)}</th>
                        <th scope="col">{words::person::col_session(lang)}</th>
                        <th scope="col">{w::col_medicines(lang)}</th>
                        {heads.collect_parts()}
                    </tr>
                </thead>
                <tbody>{days.iter().rev().map(|day| row(day, &lines, lang)).collect_parts()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn chart(days: &[Day], line: Line, sessions: usize, range: (f64, f64), lang: Lang) -> Option<AnyView> {
    let mark = |session: usize, score: Option<Score>, breaks: bool| Mark {
        session,
        score: score.and_then(Score::value),
        hollow: matches!(score, Some(Score::Prorated { .. })),
        band: None,
        breaks,
    };
    let told = days.iter().filter_map(|day| Some((day.session?, day.told(line)?)));
    let mut marks: Vec<Mark> = told.map(|(session, told)| mark(session, Some(told.score), told.breaks)).collect();
    let count = marks.iter().filter(|mark| mark.score.is_some()).count();
    if count == 0 {
        return None;
    }
    // A place without a score: every chart goes as far as the latest session, so that the same session stands below itself.
    marks.push(mark(sessions, None, false));
    let name = name(line)(lang);
    let digits = |value: f64| number(lang, value, 0);
    Some(
        view! {
            <figure>
                <CourseChart marks=marks range=range summary=words::measures::chart(lang, count, name) />
                <figcaption>{words::measures::caption(lang, name, &digits(range.0), &digits(range.1))}</figcaption>
            </figure>
        }
        .into_any(),
    )
}

fn row(day: &Day, lines: &[Line], lang: Lang) -> AnyView {
    let steps = day.steps.iter().map(|(what, medicine)| step(*what, &noted::medicine_line(medicine), lang));
    let steps = steps.map(|text| view! { <p dir="auto">{text}</p> });
    let cell = |line: &Line| {
        let text = day.session.map(|_| figure(day.told(*line).map(|told| told.score), lang));
        view! { <td class="figure">{text}</td> }
    };
    view! {
        <tr>
            <th scope="row" class="date">{date_long(lang, day.date)}</th>
            <td>{day.session}</td>
            <td>{steps.collect_parts()}</td>
            {lines.iter().map(cell).collect_parts()}
        </tr>
    }
    .into_any()
}

//! The course of the alliance: a chart and the same as a table.

use leptos::prelude::*;

use crate::{
    alliance::{
        Course, Part, Point,
        told::{figure, heading},
    },
    care::PersonId,
    instrument::scoring::Score,
    session::Route,
    widgets::{
        Parts,
        charts::{CourseChart, geometry::Mark},
        language, say, view,
    },
    words::{self, Lang, date_long, number},
};

fn mark(point: &Point) -> Mark {
    let total = point.score(Part::Total);
    Mark {
        session: point.number,
        score: total.and_then(Score::value),
        hollow: matches!(total, Some(Score::Prorated { .. })),
        band: point.band.map(|band| (band.low, band.high)),
        breaks: point.new_baseline,
    }
}

/// The section. The latest session stands first in the table.
#[component]
pub fn CourseSection(
    /// The course of the alliance.
    course: Course,
    /// Whose.
    person: PersonId,
) -> impl IntoView {
    let lang = language();
    if course.points.is_empty() {
        return ().into_any();
    }
    let marks: Vec<Mark> = course.points.iter().map(mark).collect();
    let scored: Vec<f64> = marks.iter().filter_map(|mark| mark.score).collect();
    let any_hollow = marks.iter().any(|mark| mark.hollow);
    let (first, last) = (scored.first().copied(), scored.last().copied());
    let range = course.range;
    let count = scored.len();
    let summary = move |lang: Lang| {
        let say = |value: Option<f64>| value.map(|value| number(lang, value, 1)).unwrap_or_default();
        words::person::chart_summary(lang, count, &say(first), &say(last))
    };
    let points = StoredValue::new(course.points);
    view! {
        <section class="course">
            {(count > 0)
                .then(|| {
                    view! {
                        <h2>{say(words::person::chart_title)}</h2>
                        <figure>
                            {move || view! { <CourseChart marks=marks.clone() range=range summary=summary(lang.get()) /> }}
                            <figcaption>
                                {say(words::person::chart_caption)} " "
                                {any_hollow.then(|| say(words::person::chart_hollow))}
                            </figcaption>
                        </figure>
                    }
                })}
            <h2>{say(words::person::table_title)}</h2>
            <div class="scroll" role="region" tabindex="0" aria-label=say(words::person::table_title)>
                <table class="sessions">
                    <thead>
                        <tr>
                            <th scope="col">{say(words::person::col_session)}</th>
                            <th scope="col">{say(words::person::col_date)}</th>
                            {Part::ALL.map(|part| view! { <th scope="col">{say(heading(part))}</th> }).collect_parts()}
                            <th scope="col">{say(words::person::col_usual)}</th>
                            <th scope="col"><span class="visually-hidden">{say(words::person::hand_over)}</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || {
                            let lang = lang.get();
                            points.with_value(|points| points.iter().rev().map(|point| row(point, person, lang)).collect_parts())
                        }}
                    </tbody>
                </table>
            </div>
            <p class="hint">{say(words::person::no_norms)}</p>
        </section>
    }
    .into_any()
}

fn row(point: &Point, person: PersonId, lang: Lang) -> impl IntoView + use<> {
    let usual = match (point.band, point.new_baseline) {
        (_, true) => words::person::new_baseline_mark(lang).to_owned(),
        (Some(band), _) => words::person::band_range(lang, &number(lang, band.low, 1), &number(lang, band.high, 1)),
        (None, _) => words::person::too_early(lang).to_owned(),
    };
    let answered = point.scores.is_some();
    view! {
        <tr>
            <th scope="row">{point.number}</th>
            <td class="date">{date_long(lang, point.date)}</td>
            {Part::ALL.map(|part| view! { <td class="figure">{figure(point.score(part), lang)}</td> }).collect_parts()}
            <td>{usual}</td>
            <td>
                <a href=Route::HandOver(person, point.session).href()>
                    {if answered { words::person::hand_over_again(lang) } else { words::person::hand_over(lang) }}
                    <span class="visually-hidden">" " {words::person::session_n(lang, &point.number.to_string())}</span>
                </a>
            </td>
        </tr>
    }
}

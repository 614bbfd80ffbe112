//! The chart of a course, as SVG with its own words; the table beside it says the same.

use leptos::prelude::*;

use super::geometry::{Drawing, Frame, Mark, draw, place};
use crate::{
    widgets::{Parts, language, view},
    words::{self, number},
};

/// A picture that only shrank would be flat on a phone and its words too small, so there is one for each kind of screen; the
/// style shows one of them.
const WIDE: Frame = Frame { width: 640.0, height: 260.0, left: 34.0, right: 18.0, top: 14.0, bottom: 34.0 };
const NARROW: Frame = Frame { width: 340.0, height: 240.0, left: 30.0, right: 14.0, top: 14.0, bottom: 34.0 };

/// Draws the marks of a course. For a screen reader it is one picture with a summary.
#[component]
pub fn CourseChart(
    /// The sessions.
    marks: Vec<Mark>,
    /// The range of the scores.
    range: (f64, f64),
    /// What the picture shows, in a sentence.
    summary: String,
) -> impl IntoView {
    vec![picture(WIDE, &marks, range, summary.clone()), picture(NARROW, &marks, range, summary)]
}

fn picture(frame: Frame, marks: &[Mark], range: (f64, f64), summary: String) -> AnyView {
    let lang = language();
    let Drawing { dots, lines, bands, rules, labels } = draw(frame, range, marks);
    let (left, right, floor) = (frame.left, frame.width - frame.right, frame.height - frame.bottom);
    view! {
        <svg class="course-chart" class:narrow=frame == NARROW class:wide=frame == WIDE viewBox=format!("0 0 {} {}", place(frame.width), place(frame.height)) role="img" aria-label=summary>
            <g class="rules">
                {rules
                    .into_iter()
                    .map(|(y, score)| {
                        view! {
                            <line x1=place(left) x2=place(right) y1=place(y) y2=place(y) />
                            <text x=place(left - 10.0) y=place(y + 4.0) text-anchor="end">{number(lang.get_untracked(), score, 0)}</text>
                        }
                    })
                    .collect_parts()}
            </g>
            <g class="bands">{bands.into_iter().map(|band| view! { <path d=band /> }).collect_parts()}</g>
            <g class="lines">{lines.into_iter().map(|line| view! { <path d=line /> }).collect_parts()}</g>
            <g class="dots">
                {dots
                    .into_iter()
                    .map(|dot| {
                        let class = if dot.hollow { "dot hollow" } else { "dot" };
                        let label = move || {
                            let lang = lang.get();
                            format!(
                                "{}: {}",
                                words::person::session_n(lang, &dot.session.to_string()),
                                number(lang, dot.score, 1),
                            )
                        };
                        view! { <circle class=class cx=place(dot.x) cy=place(dot.y) r="6"><title>{move || label()}</title></circle> }
                    })
                    .collect_parts()}
            </g>
            <g class="labels">
                {labels
                    .into_iter()
                    .map(|(x, session)| view! { <text x=place(x) y=place(floor + 22.0) text-anchor="middle">{session}</text> })
                    .collect_parts()}
            </g>
        </svg>
    }
}

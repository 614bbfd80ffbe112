//! Preferences as a picture: a row for each, the two ends in words, the person as a dot and the therapist as a square.

use leptos::prelude::*;

use super::{geometry::place, leaning_geometry::Row};
use crate::widgets::{Parts, view};

/// One preference to draw, in words of the page's language.
#[derive(Clone, Debug, PartialEq)]
pub struct LeaningRow {
    /// What it is about.
    pub topic: String,
    /// The low end.
    pub low: String,
    /// The high end.
    pub high: String,
    /// The range of the slider.
    pub range: (f64, f64),
    /// Where the person stands.
    pub person: Option<f64>,
    /// Where the therapist stands.
    pub therapist: Option<f64>,
}

const ROW: Row = Row { width: 300.0, height: 36.0, margin: 14.0 };

/// The picture. Nothing of it is for a screen reader: the table beside it says the same.
pub fn leanings_chart(rows: &[LeaningRow]) -> AnyView {
    let (middle, bottom) = (ROW.height / 2.0, place(ROW.height));
    let row = |row: &LeaningRow| {
        let marks = ROW.marks(row.range, row.person, row.therapist);
        let between = marks.between.map(|(a, b)| {
            view! { <line class="between" x1=place(a) x2=place(b) y1=place(middle) y2=place(middle) /> }.into_any()
        });
        let person =
            marks.person.map(|x| view! { <circle class="person" cx=place(x) cy=place(middle) r="9" /> }.into_any());
        let therapist = marks.therapist.map(|x| {
            view! { <rect class="therapist" x=place(x - 7.0) y=place(middle - 7.0) width="14" height="14" /> }
                .into_any()
        });
        view! {
            <div class="leaning" aria-hidden="true">
                <p class="topic" dir="auto">{row.topic.clone()}</p>
                <p class="low" dir="auto">{row.low.clone()}</p>
                <svg viewBox=format!("0 0 {} {bottom}", place(ROW.width))>
                    <line class="axis" x1=place(ROW.margin) x2=place(ROW.width - ROW.margin) y1=place(middle) y2=place(middle) />
                    <line class="axis" x1=place(marks.middle) x2=place(marks.middle) y1="8" y2=place(ROW.height - 8.0) />
                    {between}
                    {therapist}
                    {person}
                </svg>
                <p class="high" dir="auto">{row.high.clone()}</p>
            </div>
        }
        .into_any()
    };
    view! { <div class="leanings">{rows.iter().map(row).collect_parts()}</div> }.into_any()
}

//! What goes onto paper: the text for somebody who stopped coming, and the hand-over summary.

use leptos::prelude::*;

use crate::{
    care::summary::{Part, PartTable, Passage},
    widgets::{Parts, view},
    words::{Lang, summary as w},
};

/// A text of paragraphs.
pub fn letter(paragraphs: Vec<String>) -> AnyView {
    let all = paragraphs.into_iter().map(|text| view! { <p dir="auto">{text}</p> });
    view! { <article class="paper" id="letter">{all.collect_parts()}</article> }.into_any()
}

fn table(table: PartTable, name: &str) -> AnyView {
    let label = table.columns.last().map_or_else(|| name.to_owned(), |column| format!("{name}: {column}"));
    let head = table.columns.into_iter().map(|column| view! { <th scope="col">{column}</th> });
    let row = |cells: Vec<String>| {
        let mut cells = cells.into_iter();
        let first = cells.next().unwrap_or_default();
        let rest = cells.map(|cell| view! { <td>{cell}</td> });
        view! { <tr><th scope="row">{first}</th> {rest.collect_parts()}</tr> }
    };
    view! {
        <div class="scroll" role="region" tabindex="0" aria-label=label>
            <table>
                <thead><tr>{head.collect_parts()}</tr></thead>
                <tbody>{table.rows.into_iter().map(row).collect_parts()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// One part of a passage; its heading names a table.
pub(super) fn drawn(part: Part, name: &str) -> AnyView {
    match part {
        Part::Line(text) => view! { <p dir="auto">{text}</p> }.into_any(),
        Part::Pair { name, text } => {
            view! { <p class="pair"><strong dir="auto">{name}</strong> <span dir="auto">{text}</span></p> }.into_any()
        }
        Part::Table(one) => table(one, name),
    }
}

/// The summary in the language in which it was made, with who agreed and when below it: on paper, on every page.
pub fn summary(name: &str, reader: Option<String>, passages: Vec<Passage>, standing: String, lang: Lang) -> AnyView {
    let nothing = passages.is_empty().then(|| view! { <p class="hint">{w::nothing(lang)}</p> }.into_any());
    let passage = |one: Passage| {
        let parts = one.parts.into_iter().map(|part| drawn(part, &one.heading)).collect_parts();
        view! { <section><h3>{one.heading}</h3> {parts}</section> }
    };
    let reader = reader.map(|reader| view! { <p dir="auto">{w::for_reader(lang, &reader)}</p> }.into_any());
    view! {
        <article class="paper" lang=lang.tag()>
            <div class="paper-body">
                <p class="print-only">{w::title(lang)}</p>
                <h2 dir="auto">{w::whose(lang, name)}</h2>
                {reader}
                {nothing}
                {passages.into_iter().map(passage).collect_parts()}
            </div>
            <div class="paper-foot"><p dir="auto">{standing}</p></div>
        </article>
    }
    .into_any()
}

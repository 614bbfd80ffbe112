//! A page of plain text.

use leptos::prelude::*;

use super::{Parts, language, part};
use crate::widgets::view;
use crate::words::Lang;

/// Headings and paragraphs in turn, as the locale files list them.
#[component]
pub fn Sections(
    /// The list: a heading, its paragraph, the next heading ...
    text: fn(Lang) -> &'static [&'static str],
) -> impl IntoView {
    let lang = language();
    part(move || {
        text(lang.get())
            .chunks(2)
            .map(|pair| {
                let heading = pair.first().copied().unwrap_or_default();
                let paragraph = pair.get(1).copied().unwrap_or_default();
                view! { <h2>{heading}</h2> <p>{paragraph}</p> }
            })
            .collect_parts()
            .into_any()
    })
}

//! What something was before: every earlier statement, the latest first.

use leptos::prelude::*;

use crate::{
    care::Versions,
    widgets::{Parts, view},
    words::{self, Lang, date_long},
};

/// The earlier versions of anything, in a part that opens; nothing where there are none. `told` says a version as pairs of
/// what it is called and what it was.
pub fn history<T>(versions: &Versions<T>, lang: Lang, told: fn(&T, Lang) -> Vec<(String, String)>) -> AnyView {
    if versions.earlier.is_empty() {
        return ().into_any();
    }
    let one = |version: &crate::care::Version<T>| {
        let pairs = told(&version.value, lang).into_iter().filter(|(_, text)| !text.is_empty());
        let pairs = pairs.map(|(name, text)| view! { <dt>{name}</dt> <dd dir="auto">{text}</dd> });
        view! {
            <li>
                <p>{words::form::written(lang, &date_long(lang, version.date))}</p>
                <dl class="facts">{pairs.collect_parts()}</dl>
            </li>
        }
    };
    view! {
        <details class="history">
            <summary>{words::form::history(lang, versions.earlier.len())}</summary>
            <ol>{versions.earlier.iter().map(one).collect_parts()}</ol>
        </details>
    }
    .into_any()
}

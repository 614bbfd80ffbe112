//! About links from a therapist.

use leptos::prelude::*;

use crate::{
    session::Route,
    widgets::{Parts, language, say, view},
    words,
};

/// What such a link is, until invites exist.
#[component]
pub fn Link() -> impl IntoView {
    let lang = language();
    view! {
        <article class="reading">
            <h1>{say(words::link::title)}</h1>
            {move || words::link::text(lang.get()).iter().map(|text| view! { <p>{*text}</p> }).collect_parts()}
            <a class="button" href=Route::Welcome.href()>{say(words::common::back)}</a>
        </article>
    }
}

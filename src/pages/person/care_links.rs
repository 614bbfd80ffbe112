//! The row of links to a person's record of care. A new page of it is one line in [`links`].

use leptos::prelude::*;

use crate::{
    care::PersonId,
    session::Route,
    widgets::{Parts, say, view},
    words::{self, Lang},
};

/// A page and what its link says.
type Link = (Route, fn(Lang) -> &'static str);

/// The pages of the record of care, in the order in which they are needed.
fn links(person: PersonId) -> Vec<Link> {
    vec![
        (Route::Brief(person), words::brief::title),
        (Route::Episode(person, None), words::episode::title),
        (Route::FirstAppointment(person), words::intake::title),
        (Route::Goals(person, None), words::goals::title),
        (Route::Agreement(person), words::agreement::title),
        (Route::Sessions(person), words::sessions::title),
        (Route::Medicines(person, None), words::medicines::title),
        (Route::Ending(person, None), words::ending::title),
    ]
}

/// The row.
pub fn care_links(person: PersonId) -> AnyView {
    let link = |(route, text): Link| view! { <li><a href=route.href()>{say(text)}</a></li> };
    view! {
        <nav class="care-links" aria-label=say(words::care::record)>
            <h2>{say(words::care::record)}</h2>
            <ul>{links(person).into_iter().map(link).collect_parts()}</ul>
        </nav>
    }
    .into_any()
}

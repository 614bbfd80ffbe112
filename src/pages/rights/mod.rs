//! What a person has a right to: the pages of one whole record, and those of records set apart.

mod apart;
mod erase;
mod mistakes;
mod restrict;
mod section;
mod undo;
mod whole;

pub use apart::Apart;
pub use section::Section;
pub use undo::UndoLine;

use leptos::prelude::*;

use super::expect_app;
use crate::{
    care::PersonId,
    session::{Right, Route},
    widgets::{say, view},
    words,
};

/// The page of one of the rights.
#[component]
pub fn Rights(
    /// Whose record.
    person: PersonId,
    /// Which.
    right: Right,
) -> impl IntoView {
    let app = expect_app();
    let hidden = app.record.with_untracked(|record| record.person(person).is_none());
    match app.record.with_untracked(|record| record.anyone(person)) {
        // Somebody restricted is read on request and erased, and nothing else.
        Some(found) if !hidden || matches!(right, Right::Whole | Right::Erase) => {
            // The page that erases has no name left in the end.
            let name = (!hidden && right != Right::Erase).then(|| found.name.as_str().to_owned());
            let (crumb, place) = match (&name, hidden) {
                (Some(_), _) => (Route::Person(person), words::nav::caseload as fn(_) -> _),
                (None, true) => (Route::Apart, words::apart::title as fn(_) -> _),
                (None, false) => (Route::Caseload, words::nav::caseload as fn(_) -> _),
            };
            view! {
                <section class="narrow rights">
                    <p class="crumb">
                        <a href=crumb.href() dir="auto">
                            {name.map_or_else(|| say(place).into_any(), IntoAny::into_any)}
                        </a>
                    </p>
                    {match right {
                        Right::Whole => whole::page(found, hidden),
                        Right::Mistakes => mistakes::page(person),
                        Right::Restrict => restrict::page(found),
                        Right::Erase => erase::page(found),
                    }}
                </section>
            }
            .into_any()
        }
        _ => view! {
            <article class="reading">
                <h1>{say(words::not_found::title)}</h1>
                <Unknown person=person />
                <a class="button" href=Route::Caseload.href()>{say(words::common::back)}</a>
            </article>
        }
        .into_any(),
    }
}

/// Why somebody's page shows nothing.
#[component]
pub fn Unknown(
    /// Who.
    person: PersonId,
) -> impl IntoView {
    let app = expect_app();
    let restricted = app.record.with_untracked(|record| record.restriction_of(person).is_some());
    if restricted {
        view! { <p>{say(words::apart::hidden)} " " <a href=Route::Apart.href()>{say(words::apart::title)}</a></p> }
            .into_any()
    } else {
        view! { <p>{say(words::person::unknown)}</p> }.into_any()
    }
}

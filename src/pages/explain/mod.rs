//! Plain pages: what an alliance is, for patients and for therapists, and what the app is for.

use leptos::prelude::*;

use crate::{
    session::Route,
    widgets::{Sections, say, view},
    words,
};

/// For patients.
#[component]
pub fn Patients() -> impl IntoView {
    view! {
        <article class="reading">
            <h1>{say(words::patients::title)}</h1>
            <p class="lead">{say(words::patients::lead)}</p>
            <Drawing />
            <Sections text=words::patients::sections />
        </article>
    }
}

/// For therapists.
#[component]
pub fn Therapists() -> impl IntoView {
    view! {
        <article class="reading">
            <h1>{say(words::therapists::title)}</h1>
            <p class="lead">{say(words::therapists::lead)}</p>
            <Drawing />
            <Sections text=words::therapists::sections />
        </article>
    }
}

/// The intended-use statement.
#[component]
pub fn IntendedUse() -> impl IntoView {
    view! {
        <article class="reading">
            <h1>{say(words::intended::title)}</h1>
            <Sections text=words::intended::sections />
        </article>
    }
}

/// An address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <article class="reading">
            <h1>{say(words::not_found::title)}</h1>
            <p>{say(words::not_found::text)}</p>
            <a class="button" href=Route::Welcome.href()>{say(words::not_found::home)}</a>
        </article>
    }
}

/// Three circles that overlap: goals, tasks and bond.
#[component]
fn Drawing() -> impl IntoView {
    view! {
        <svg class="three" viewBox="0 0 360 190" aria-hidden="true">
            <circle cx="130" cy="78" r="66" />
            <circle cx="230" cy="78" r="66" />
            <circle cx="180" cy="118" r="66" />
            <text x="104" y="64" text-anchor="middle">{say(words::person::goal)}</text>
            <text x="256" y="64" text-anchor="middle">{say(words::person::task)}</text>
            <text x="180" y="162" text-anchor="middle">{say(words::person::bond)}</text>
        </svg>
    }
}

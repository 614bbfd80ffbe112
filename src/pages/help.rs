//! Help for someone who is not safe: works without a network and without a vault being open.

use leptos::prelude::*;

use super::expect_app;
use crate::{
    care::Contact,
    widgets::{Parts, language, part, say, view},
    words,
};

/// The local contacts, each as a link that dials where that is possible.
#[component]
pub fn ContactList(
    /// Whom to show.
    contacts: Vec<Contact>,
) -> impl IntoView {
    let lang = language();
    if contacts.is_empty() {
        return view! { <p>{say(words::help::no_contacts)}</p> }.into_any();
    }
    let items = contacts
        .into_iter()
        .map(|contact| {
            let Contact { name, reach } = contact.clone();
            match contact.dial() {
                Some(number) => view! {
                    <li>
                        <a class="call" href=format!("tel:{number}")>{move || words::help::call(lang.get(), &name, &reach)}</a>
                    </li>
                }
                .into_any(),
                None => view! { <li class="call">{format!("{name}: {reach}")}</li> }.into_any(),
            }
        })
        .collect_parts();
    view! { <ul class="contacts">{items}</ul> }.into_any()
}

/// The words and the contacts.
#[component]
pub fn Help(
    /// Whom to show.
    contacts: Vec<Contact>,
) -> impl IntoView {
    view! {
        <h1 id="page-title" tabindex="-1">{say(words::help::title)}</h1>
        <p class="lead">{say(words::help::lead)}</p>
        <ContactList contacts=contacts />
        <p>{say(words::help::emergency)}</p>
    }
}

/// The page of the therapist's side, with the contacts that are set.
#[component]
pub fn HelpPage() -> impl IntoView {
    let app = expect_app();
    part(move || {
        let contacts = app.record.with(|record| record.contacts().to_vec());
        view! { <Help contacts=contacts /> }.into_any()
    })
}

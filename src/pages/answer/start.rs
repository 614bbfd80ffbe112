//! The first screen: who sees the answers, that nobody is watching, and that low marks help.

use leptos::prelude::*;

use crate::{
    instrument::Instrument,
    pages::help::ContactList,
    session::{TurnDesk, TurnStep},
    widgets::{language, say},
    words,
};

/// The screen.
#[component]
pub fn Start(
    /// The turn.
    desk: TurnDesk,
    /// What is asked.
    scale: &'static Instrument,
) -> impl IntoView {
    let lang = language();
    view! {
        <h1 id="page-title" tabindex="-1">{say(words::answer::hello)}</h1>
        <p class="lead">{move || words::answer::about(lang.get(), scale.items.len())}</p>
        <p>{say(words::answer::low_help)}</p>
        <p>{say(words::answer::who)} " " {say(words::answer::skip_ok)}</p>
        <button class="primary wide" on:click=move |_| desk.change(|draft| draft.step = TurnStep::Question(0))>{say(words::answer::start)}</button>
        <div class="safety">
            <p>{say(words::answer::nobody)}</p>
            <ContactList contacts=desk.contacts.get_value() />
        </div>
    }
}

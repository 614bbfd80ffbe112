//! The last screen, and the screens for a turn that cannot go on.

use leptos::prelude::*;

use crate::{
    care::Talk,
    pages::{expect_app, help::ContactList},
    session::{Route, TurnDesk, TurnProblem},
    widgets::{Notice, Tone, language, say, view},
    words,
};

/// The last screen.
#[component]
pub fn Thanks(
    /// The turn.
    desk: TurnDesk,
    /// Where it leads in the sample.
    done: Option<Route>,
) -> impl IntoView {
    let now = desk.draft.with_untracked(|draft| draft.talk == Some(Talk::Now));
    view! {
        <h1 id="page-title" tabindex="-1">{say(words::answer::thanks_title)}</h1>
        {match done {
            Some(route) => view! {
                <p class="lead">{say(words::answer::sample_thanks)}</p>
                <a class="button primary" href=route.href()>{say(words::answer::sample_done)}</a>
            }
                .into_any(),
            None => view! {
                <p class="lead">{say(words::answer::thanks)}</p>
                {now.then(|| view! { <p>{say(words::answer::thanks_now)}</p> }.into_any())}
                <p>{say(words::answer::not_seen)}</p>
                <ToTherapist />
            }
                .into_any(),
        }}
        <div class="safety">
            <p>{say(words::answer::nobody)}</p>
            <ContactList contacts=desk.contacts.get_value() />
        </div>
    }
}

/// A turn that is over or broken.
#[component]
pub fn Stopped(
    /// Why.
    problem: TurnProblem,
) -> impl IntoView {
    let lang = language();
    view! {
        <h1 id="page-title" tabindex="-1">{say(words::answer::title)}</h1>
        <Notice tone=Tone::Attention>
            <p>
                {move || match &problem {
                    TurnProblem::Over => words::answer::lost(lang.get()).to_owned(),
                    TurnProblem::Broken(reason) => words::answer::broken(lang.get(), reason),
                }}
            </p>
        </Notice>
        <ToTherapist />
    }
}

/// The only way on: the therapist's passphrase.
#[component]
fn ToTherapist() -> impl IntoView {
    let app = expect_app();
    view! { <button class="quiet" on:click=move |_| app.end_turn()>{say(words::answer::back_to_therapist)}</button> }
}

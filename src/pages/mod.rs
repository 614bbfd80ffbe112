//! **Pages**: what a person sees, a folder or file a page.
//!
//! Lives here: layout, the order of things on a screen, and which sentence is said when. Never here: a key, a store, an
//! event's making, or a computation over scores: pages ask [`crate::session`] and [`crate::alliance`].

mod answer;
mod caseload;
mod contacts;
mod explain;
mod findings;
mod help;
mod person;
mod questionnaires;
mod save_line;
mod shell;
mod welcome;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    platform,
    session::{App, Phase, Route},
    widgets::{part, speak, view},
};

/// Mounts the app into the document's body.
pub fn mount() {
    platform::report_panics();
    platform::mark("script-begins");
    mount_to_body(Root);
}

/// The app: a patient's turn where this tab is in one, the therapist's side otherwise.
#[component]
fn Root() -> impl IntoView {
    let app = App::new();
    provide_context(app);
    app.attend();
    spawn_local(async move {
        app.start().await;
        platform::ready();
    });
    // The page is drawn anew only where the kind of phase changes, not with every detail of it.
    let turn = Memo::new(move |_| match app.phase.get() {
        Phase::Turn(desk) => Some(desk),
        _ => None,
    });
    part(move || match turn.get() {
        Some(desk) => {
            speak(desk.lang.into());
            view! { <answer::Turn desk=desk /> }.into_any()
        }
        None => {
            speak(app.lang.into());
            view! { <shell::Shell><Page /></shell::Shell> }.into_any()
        }
    })
}

/// The page of the present route and phase.
#[component]
fn Page() -> impl IntoView {
    let app = expect_app();
    let phase = Memo::new(move |_| match app.phase.get() {
        Phase::Starting => 0,
        Phase::Closed { .. } => 1,
        Phase::Sample | Phase::Open => 2,
        Phase::Turn(_) => 3,
        Phase::Stuck(_) => 4,
    });
    part(move || {
        let route = app.route.get();
        let shown = phase.get();
        if shown == 0 || shown == 3 {
            return ().into_any();
        }
        if shown == 4 {
            return view! { <shell::Stuck /> }.into_any();
        }
        if route.needs_record() && shown == 1 {
            return view! { <welcome::Welcome /> }.into_any();
        }
        match route {
            Route::Welcome if shown == 2 => view! { <caseload::Caseload /> }.into_any(),
            Route::Welcome => view! { <welcome::Welcome /> }.into_any(),
            Route::Link => view! { <welcome::Link /> }.into_any(),
            Route::Setup => view! { <welcome::Setup /> }.into_any(),
            Route::Caseload => view! { <caseload::Caseload /> }.into_any(),
            Route::NewPerson => view! { <person::NewPerson /> }.into_any(),
            Route::Person(id) => view! { <person::PersonPage id=id /> }.into_any(),
            Route::HandOver(person, session) => view! { <person::HandOver person=person session=session /> }.into_any(),
            Route::Answer(person, session) => view! { <answer::SampleTurn person=person session=session /> }.into_any(),
            Route::Questionnaires => view! { <questionnaires::Questionnaires /> }.into_any(),
            Route::ImportQuestionnaire => view! { <questionnaires::Import /> }.into_any(),
            Route::NewQuestionnaire => view! { <questionnaires::Make /> }.into_any(),
            Route::Questionnaire(key) => view! { <questionnaires::Details key=key /> }.into_any(),
            Route::EditQuestionnaire(key) => view! { <questionnaires::Editor key=key /> }.into_any(),
            Route::Paper(person, session) => {
                view! { <questionnaires::Paper person=person session=session /> }.into_any()
            }
            Route::Plan(person) => view! { <questionnaires::PlanPage person=person /> }.into_any(),
            Route::Contacts => view! { <contacts::Contacts /> }.into_any(),
            Route::Patients => view! { <explain::Patients /> }.into_any(),
            Route::Therapists => view! { <explain::Therapists /> }.into_any(),
            Route::IntendedUse => view! { <explain::IntendedUse /> }.into_any(),
            Route::Help => view! { <help::HelpPage /> }.into_any(),
            Route::NotFound => view! { <explain::NotFound /> }.into_any(),
        }
    })
}

/// The app's state, which [`Root`] provides to every page.
fn expect_app() -> App {
    use_context().unwrap_or_default()
}

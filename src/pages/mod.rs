//! **Pages**: what a person sees, a folder or file a page.
//!
//! Lives here: layout, the order of things on a screen, and which sentence is said when. Never here: a key, a store, an
//! event's making, or a computation over scores: pages ask [`crate::session`] and [`crate::alliance`].

mod agreement;
mod answer;
mod banners;
mod caseload;
mod contacts;
mod ending;
mod episode;
mod explain;
mod findings;
mod first_appointment;
mod forms;
mod goals;
mod help;
mod idle;
mod keys;
mod medicines;
mod person;
mod questionnaires;
mod rights;
mod safety;
mod save_line;
mod sessions;
mod settings;
mod shell;
mod templates;
mod welcome;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    platform,
    session::{App, Phase, Route},
    widgets::{Working, part, speak, view},
    words,
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
    // Here, so that the way back from a person computes nothing anew.
    provide_context(caseload::Finding::new());
    provide_context(shell::Turned::new());
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
        Phase::Locking => 5,
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
        if shown == 5 {
            return view! { <Working when=RwSignal::new(true) text=words::unlock::locking /> }.into_any();
        }
        if route.needs_record() && shown == 1 {
            return view! { <welcome::Welcome /> }.into_any();
        }
        if shown == 2 {
            untrack(|| app.look(route));
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
            Route::Rights(person, right) => view! { <rights::Rights person=person right=right /> }.into_any(),
            Route::Apart => view! { <rights::Apart /> }.into_any(),
            Route::Contacts => view! { <contacts::Contacts /> }.into_any(),
            Route::Settings => view! { <settings::Settings /> }.into_any(),
            Route::Episode(person, id) => episode::page(person, id),
            Route::Together(person, id) => episode::together(person, id),
            Route::FirstAppointment(person) => first_appointment::page(person),
            Route::AnswerTogether(person, session) => first_appointment::answer_together(person, session),
            Route::Brief(person) => first_appointment::brief(person),
            Route::OwnStyle => first_appointment::own_style(),
            Route::Ending(person, id) => ending::page(person, id),
            Route::EndingTogether(person, session) => first_appointment::ending_together(person, session),
            Route::AgreementAnswers(person, session) => first_appointment::agreement_by_therapist(person, session),
            Route::DoorOpen(person, id) => ending::door(person, id),
            Route::Summary(person, id) => ending::summary(person, id),
            Route::Professionals(id) => ending::professionals(id),
            Route::PrivacyNotice => templates::privacy_notice(),
            Route::ImpactAssessment => templates::impact_assessment(),
            Route::Patients => view! { <explain::Patients /> }.into_any(),
            Route::Therapists => view! { <explain::Therapists /> }.into_any(),
            Route::IntendedUse => view! { <explain::IntendedUse /> }.into_any(),
            Route::Keys => view! { <keys::Keys /> }.into_any(),
            Route::NewKit => view! { <keys::NewKit /> }.into_any(),
            Route::Lost => view! { <keys::Lost /> }.into_any(),
            Route::EraseAll => view! { <keys::EraseAll /> }.into_any(),
            Route::Help => view! { <help::HelpPage /> }.into_any(),
            Route::Safety => view! { <safety::Safety /> }.into_any(),
            Route::Backup => view! { <safety::BackupPage /> }.into_any(),
            Route::Restore => view! { <safety::RestorePage /> }.into_any(),
            Route::Damage => safety::damage_page(),
            Route::Sessions(person) => sessions::all(person),
            Route::SessionNote(person, session) => sessions::page(person, session),
            Route::Medicines(person, medicine) => medicines::page(person, medicine),
            Route::Goals(person, goal) => goals::page(person, goal),
            Route::Agreement(person) => agreement::page(person),
            Route::NotFound => view! { <explain::NotFound /> }.into_any(),
        }
    })
}

/// The app's state, which [`Root`] provides to every page.
fn expect_app() -> App {
    use_context().unwrap_or_default()
}

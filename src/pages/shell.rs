//! What stands around every page of the therapist's side.

use leptos::{prelude::*, task::spawn_local};

use super::{
    banners::Banners,
    expect_app,
    rights::UndoLine,
    safety,
    save_line::{SaveLine, not_saved},
};
use crate::{
    platform,
    session::{Phase, Right, Route},
    widgets::{Notice, Parts, Tone, When, language, part, say, view},
    words::{self, Lang},
};

/// The title of the tab: the kind of page, never whose.
fn title(route: Route, lang: Lang) -> String {
    let app = words::common::app(lang);
    let page = match route {
        Route::Welcome => return app.to_owned(),
        Route::Link => words::link::title(lang),
        Route::Setup => words::setup::title(lang),
        Route::Caseload => words::caseload::title(lang),
        Route::NewPerson => words::person::add_title(lang),
        Route::Person(_) => words::person::chart_title(lang),
        Route::HandOver(..) => words::handover::title(lang),
        Route::Answer(..) => words::answer::title(lang),
        Route::Paper(..) => words::paper_form::title(lang),
        Route::Plan(_) => words::plan::title(lang),
        Route::Questionnaires | Route::Questionnaire(_) => words::questionnaires::title(lang),
        Route::ImportQuestionnaire => words::questionnaires::import_title(lang),
        Route::NewQuestionnaire => words::questionnaires::make(lang),
        Route::EditQuestionnaire(_) => words::questionnaires::change(lang),
        Route::Rights(_, right) => match right {
            Right::Whole => words::whole::title(lang),
            Right::Mistakes => words::mistakes::title(lang),
            Right::Restrict => words::restrict::title(lang),
            Right::Erase => words::erase::title(lang),
        },
        Route::Apart => words::apart::title(lang),
        Route::Contacts => words::contacts::title(lang),
        Route::Settings => words::settings::title(lang),
        Route::Episode(..) => words::episode::title(lang),
        Route::Together(..) => words::members::title(lang),
        Route::FirstAppointment(_) => words::intake::title(lang),
        Route::AnswerTogether(..) => words::intake::together(lang),
        Route::Brief(_) => words::brief::title(lang),
        Route::OwnStyle => words::intake::own_style(lang),
        Route::Ending(..) => words::ending::title(lang),
        Route::EndingTogether(..) => words::ending::together(lang),
        Route::AgreementAnswers(..) => words::agreement::mine(lang),
        Route::DoorOpen(..) => words::door::title(lang),
        Route::Summary(..) => words::summary::title(lang),
        Route::Professionals(_) => words::professionals::title(lang),
        Route::PrivacyNotice => words::templates::privacy(lang),
        Route::ImpactAssessment => words::templates::impact(lang),
        Route::Patients => words::patients::title(lang),
        Route::Therapists => words::therapists::title(lang),
        Route::IntendedUse => words::intended::title(lang),
        Route::Keys => words::keys::title(lang),
        Route::NewKit => words::kit::title(lang),
        Route::Lost => words::lost::title(lang),
        Route::EraseAll => words::erase_all::title(lang),
        Route::Help => words::help::title(lang),
        Route::Safety => words::safety::title(lang),
        Route::Backup => words::backup::title(lang),
        Route::Restore => words::restore::title(lang),
        Route::Damage => words::damage::title(lang),
        Route::Sessions(_) => words::sessions::title(lang),
        Route::SessionNote(..) => words::sessions::note(lang),
        Route::Medicines(..) => words::medicines::title(lang),
        Route::Goals(_, None) => words::goals::title(lang),
        Route::Goals(_, Some(_)) => words::goals::page(lang),
        Route::Agreement(_) => words::agreement::title(lang),
        Route::NotFound => words::not_found::title(lang),
    };
    format!("{page} · {app}")
}

/// Whether the screen is turned to the people it is about. Then nothing around the page leads to anything of others.
#[derive(Clone, Copy)]
pub struct Turned(RwSignal<bool>);

impl Turned {
    pub fn new() -> Self {
        Self(RwSignal::new(false))
    }
}

/// Says that the page that is being drawn is for the people it is about, as long as it is there.
pub fn turn_to_them() {
    if let Some(Turned(turned)) = use_context() {
        turned.set(true);
        on_cleanup(move || turned.set(false));
    }
}

/// Header, navigation, the page, footer.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let app = expect_app();
    let lang = language();
    Effect::new(move |_| {
        let lang = lang.get();
        platform::set_language(lang.tag(), lang.dir());
        platform::set_title(&title(app.route.get(), lang));
    });
    // A new page begins at its top, for the eye and for a screen reader.
    Effect::new(move |before: Option<Route>| {
        let route = app.route.get();
        if before.is_some_and(|before| before != route) {
            spawn_local(async {
                platform::next_frame().await;
                platform::focus_id("content");
            });
        }
        route
    });
    let turned = use_context::<Turned>().unwrap_or_else(Turned::new).0;
    let open = Memo::new(move |_| matches!(app.phase.get(), Phase::Open | Phase::Sample));
    let inside = Memo::new(move |_| open.get() && !turned.get());
    let sample = Memo::new(move |_| app.phase.get() == Phase::Sample);
    // A skip link cannot be an ordinary one here: the part after # is the route.
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        platform::focus_id("content");
    };
    view! {
        <a class="skip" href="#content" on:click=skip>{say(words::common::skip_to_content)}</a>
        <header>
            <div class="top">
                <a class="brand" href=move || (!turned.get()).then(|| Route::Welcome.href())>
                    <Mark />
                    <span>{say(words::common::app)}</span>
                </a>
                <When when=move || !turned.get()>
                    <nav aria-label=say(words::nav::main)>
                        <When when=move || inside.get()>
                            <NavLink route=Route::Caseload text=words::nav::caseload />
                            <NavLink route=Route::Questionnaires text=words::questionnaires::title />
                            <NavLink route=Route::Contacts text=words::nav::contacts />
                            <NavLink route=Route::Safety text=words::safety::nav />
                        </When>
                        <NavLink route=Route::Therapists text=words::nav::alliance />
                    </nav>
                </When>
                <div class="tools">
                    <LanguageChoice />
                    <When when=move || inside.get()>
                        <button class="quiet" on:click=move |_| app.lock()>
                            {move || if sample.get() { words::nav::leave_sample(lang.get()) } else { words::nav::lock(lang.get()) }}
                        </button>
                    </When>
                </div>
            </div>
            <When when=move || inside.get()>
                <SaveLine state=app.save sample=sample.into() less_safe=app.less_safe.into() retry=Callback::new(move |()| app.retry_save()) unsaved=safety::unsaved_actions />
            </When>
            // Whoever reads slowly is warned too before the vault locks.
            <When when=move || open.get() && !sample.get()>
                <Banners />
            </When>
        </header>
        <main id="content" tabindex="-1">
            <When when=move || inside.get()><UndoLine /></When>
            {children()}
        </main>
        <footer>
            <When when=move || !turned.get()>
                <nav aria-label=say(words::nav::about)>
                    <a href=Route::Patients.href()>{say(words::footer::patients)}</a>
                    <a href=Route::Therapists.href()>{say(words::footer::therapists)}</a>
                    <a href=Route::IntendedUse.href()>{say(words::footer::use_)}</a>
                </nav>
            </When>
            <p>{say(words::footer::local)}</p>
        </footer>
    }
}

#[component]
fn NavLink(route: Route, text: fn(Lang) -> &'static str) -> impl IntoView {
    let app = expect_app();
    view! {
        <a href=route.href() aria-current=move || (app.route.get() == route).then_some("page")>{say(text)}</a>
    }
}

/// Two lines that find each other: the app's mark.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 40 40" aria-hidden="true">
            <path d="M4 24c5-14 11-14 15-4s9 10 17-6" />
            <path class="second" d="M4 30c5-9 11-9 15-2s9 6 17-8" />
        </svg>
    }
}

/// The choice of language.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let app = expect_app();
    view! {
        <label class="language">
            <span class="visually-hidden">{say(words::common::language)}</span>
            <select on:change=move |event| {
                if let Some(lang) = Lang::of_tag(&event_target_value(&event)) {
                    app.choose_language(lang);
                }
            }>
                {Lang::ALL
                    .into_iter()
                    .map(|lang| {
                        view! {
                            <option value=lang.tag() lang=lang.tag() selected=move || app.lang.get() == lang>
                                {lang.own_name()}
                            </option>
                        }
                    })
                    .collect_parts()}
            </select>
        </label>
    }
}

/// Locked, but for something that is not on disk yet: only that is said, and tried again.
#[component]
pub fn Stuck() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    part(move || {
        let Phase::Stuck(trouble) = app.phase.get() else { return ().into_any() };
        view! {
            <h1>{say(words::problem::title)}</h1>
            <Notice tone=Tone::Attention>
                <p>{not_saved(&trouble, lang.get())}</p>
                <div class="actions">
                    <button class="primary" on:click=move |_| app.lock()>{say(words::problem::retry)}</button>
                    <button on:click=move |_| app.lock_and_lose()>{say(words::problem::lock_and_lose)}</button>
                </div>
            </Notice>
        }
        .into_any()
    })
}

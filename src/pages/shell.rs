//! What stands around every page of the therapist's side.

use leptos::{prelude::*, task::spawn_local};

use super::{expect_app, save_line::SaveLine};
use crate::{
    platform,
    session::{Phase, Route},
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
        Route::Contacts => words::contacts::title(lang),
        Route::Patients => words::patients::title(lang),
        Route::Therapists => words::therapists::title(lang),
        Route::IntendedUse => words::intended::title(lang),
        Route::Help => words::help::title(lang),
        Route::NotFound => words::not_found::title(lang),
    };
    format!("{page} · {app}")
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
    let inside = Memo::new(move |_| matches!(app.phase.get(), Phase::Open | Phase::Sample));
    let sample = Memo::new(move |_| app.phase.get() == Phase::Sample);
    // A skip link cannot be an ordinary one here: the part after # is the route.
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        platform::focus_id("content");
    };
    // What was typed in the editor and not saved would be lost: its page asks first.
    let lock = move |_| {
        if app.unsaved().is_empty() {
            app.lock();
        } else {
            app.go(Route::Questionnaires);
        }
    };
    view! {
        <a class="skip" href="#content" on:click=skip>{say(words::common::skip_to_content)}</a>
        <header>
            <div class="top">
                <a class="brand" href=Route::Welcome.href()>
                    <Mark />
                    <span>{say(words::common::app)}</span>
                </a>
                <nav aria-label=say(words::nav::main)>
                    <When when=move || inside.get()>
                        <NavLink route=Route::Caseload text=words::nav::caseload />
                        <NavLink route=Route::Questionnaires text=words::questionnaires::title />
                        <NavLink route=Route::Contacts text=words::nav::contacts />
                    </When>
                    <NavLink route=Route::Therapists text=words::nav::alliance />
                </nav>
                <div class="tools">
                    <LanguageChoice />
                    <When when=move || inside.get()>
                        <button class="quiet" on:click=lock>
                            {move || if sample.get() { words::nav::leave_sample(lang.get()) } else { words::nav::lock(lang.get()) }}
                        </button>
                    </When>
                </div>
            </div>
            <When when=move || inside.get()>
                <SaveLine state=app.save sample=sample.into() less_safe=app.less_safe.into() retry=Callback::new(move |()| app.retry_save()) />
            </When>
        </header>
        <main id="content" tabindex="-1">{children()}</main>
        <footer>
            <nav aria-label=say(words::nav::about)>
                <a href=Route::Patients.href()>{say(words::footer::patients)}</a>
                <a href=Route::Therapists.href()>{say(words::footer::therapists)}</a>
                <a href=Route::IntendedUse.href()>{say(words::footer::use_)}</a>
            </nav>
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
                <p>{words::save::failed(lang.get(), &trouble.say(lang.get()))}</p>
                <button class="primary" on:click=move |_| app.lock()>{say(words::problem::retry)}</button>
            </Notice>
        }
        .into_any()
    })
}

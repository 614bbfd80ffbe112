//! Bringing a questionnaire in: from a file that is chosen or dropped, or from pasted text.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::{crumb, describe, preview::Preview, refocus, risk};
use crate::{
    care::Fact,
    exchange::fhir::{self, LARGEST, Problem, Severity},
    instrument::{Instrument, Provenance, edit},
    pages::expect_app,
    platform::{self, GivenFile, touched},
    session::{App, Key, Route},
    widgets::{Notice, Parts, Tone, language, part, say, view},
    words::{self, Lang},
};

/// How far it has come.
#[derive(Clone)]
enum Stage {
    /// Nothing was given yet.
    Empty,
    /// A file is being read.
    Reading,
    /// What was given cannot be used, and why.
    Refused(String),
    /// It was read.
    Read(Arc<Instrument>, Vec<Problem>),
}

/// What the record already holds of the same questionnaire.
enum Known {
    /// Nothing.
    New,
    /// Just this, as this version.
    Same(u32),
    /// Another content under the same name, this version being the newest.
    Other(u32),
}

/// Takes the name under which the record knows the same questionnaire, and says what it holds of it.
fn known(app: App, instrument: &mut Instrument) -> Known {
    app.record.with_untracked(|record| {
        let shelf = record.shelf();
        let url = |one: &Instrument| match &one.provenance {
            Provenance::Imported { url, .. } if !url.is_empty() => Some(url.clone()),
            _ => None,
        };
        let wanted = url(instrument);
        let same = |one: &Arc<Instrument>| {
            one.reference.id == instrument.reference.id || (wanted.is_some() && url(one) == wanted)
        };
        let Some(found) = shelf.all().into_iter().find(same) else { return Known::New };
        instrument.reference.id.clone_from(&found.reference.id);
        let mut versions = shelf.versions_of(&found.reference.id);
        match versions.find(|one| edit::same_content(one, instrument)) {
            Some(same) => Known::Same(same.reference.version),
            None => Known::Other(found.reference.version),
        }
    })
}

async fn read_file(file: GivenFile, stage: RwSignal<Stage>, lang: Lang) {
    // A file that is too large is never read.
    if file.bytes() > LARGEST as f64 {
        stage.set(Stage::Refused(words::questionnaires::too_large(lang, &(LARGEST / 1_000_000).to_string())));
        return;
    }
    stage.set(Stage::Reading);
    match file.read().await {
        Some(bytes) => read_bytes(bytes, stage, lang).await,
        None => stage.set(Stage::Refused(words::questionnaires::unreadable(lang, &file.name()))),
    }
}

async fn read_bytes(bytes: Vec<u8>, stage: RwSignal<Stage>, lang: Lang) {
    if bytes.len() > LARGEST {
        stage.set(Stage::Refused(words::questionnaires::too_large(lang, &(LARGEST / 1_000_000).to_string())));
        return;
    }
    stage.set(Stage::Reading);
    // The page says that it is reading before it does.
    platform::next_frame().await;
    stage.set(match fhir::import(&bytes) {
        Ok(import) => Stage::Read(Arc::new(import.instrument), import.problems),
        Err(why) => Stage::Refused(why.say(lang)),
    });
    platform::focus_id("outcome");
}

/// The fields by which something is given.
fn give(stage: RwSignal<Stage>, lang: Signal<Lang>) -> AnyView {
    let pasted = RwSignal::new(String::new());
    let start = move |file: Option<GivenFile>| {
        if let Some(file) = file {
            spawn_local(read_file(file, stage, lang.get_untracked()));
        }
    };
    let paste = move |_| {
        let text = pasted.get_untracked();
        if !text.trim().is_empty() {
            spawn_local(read_bytes(text.into_bytes(), stage, lang.get_untracked()));
        }
    };
    view! {
        <div
            class="drop"
            on:dragover=move |event| event.prevent_default()
            on:drop=move |event| {
                event.prevent_default();
                start(platform::dropped_file(&event));
            }
        >
            <label for="file">{say(words::questionnaires::choose_file)}</label>
            <input id="file" type="file" accept=".json,application/json,application/fhir+json" on:change=move |event| start(platform::chosen_file(&event)) />
            <p class="hint">{move || words::questionnaires::drop_hint(lang.get(), &(LARGEST / 1_000_000).to_string())}</p>
        </div>
        <details>
            <summary>{say(words::questionnaires::paste)}</summary>
            <label for="pasted">{say(words::questionnaires::paste_label)}</label>
            <textarea id="pasted" rows="6" autocomplete="off" spellcheck="false" prop:value=move || pasted.get() on:input=move |event| pasted.set(event_target_value(&event))></textarea>
            <button on:click=paste>{say(words::questionnaires::paste_read)}</button>
        </details>
    }
    .into_any()
}

/// Problems of one severity, where there are any.
fn problems(of: &[Problem], severity: Severity, heading: fn(Lang, usize) -> String, lang: Lang) -> AnyView {
    let found: Vec<_> = of.iter().filter(|problem| problem.severity == severity).collect();
    if found.is_empty() {
        return ().into_any();
    }
    let open = severity != Severity::Note;
    let list = found.iter().map(|problem| view! { <li dir="auto">{problem.say(lang)}</li> });
    view! {
        <details class="problems" open=open>
            <summary>{heading(lang, found.len())}</summary>
            <ul>{list.collect_parts()}</ul>
        </details>
    }
    .into_any()
}

/// What was read, what is to be said about it, and the button that adds it.
fn outcome(app: App, instrument: &Arc<Instrument>, found: &[Problem], lang: Lang) -> AnyView {
    let mut made = instrument.as_ref().clone();
    let known = known(app, &mut made);
    let title = describe::title(&made, lang);
    let key = Key::of(&made.reference.id);
    let to_it = move || {
        view! { <a class="button" href=Route::Questionnaire(key).href()>{words::questionnaires::show(lang)}</a> }
            .into_any()
    };
    let note = match known {
        Known::New => ().into_any(),
        Known::Other(version) => {
            let text = words::questionnaires::other_version(lang, &version.to_string());
            view! { <Notice tone=Tone::Quiet><p>{text}</p></Notice> }.into_any()
        }
        Known::Same(version) => {
            let text = words::questionnaires::already_here(lang, &version.to_string());
            return view! {
                <h2 id="outcome" tabindex="-1" dir="auto">{title}</h2>
                <Notice tone=Tone::Done>
                    <p>{text}</p>
                    {to_it()}
                </Notice>
            }
            .into_any();
        }
    };
    let ticked: risk::Ticked = RwSignal::new(made.risk_items.clone());
    let agreed = RwSignal::new(false);
    let missing = RwSignal::new(None::<fn(Lang) -> &'static str>);
    let terms = made.licence.terms.get(lang).to_owned();
    let needs_terms = !terms.is_empty();
    let change = move |event: leptos::ev::Event| {
        if let Some(touched) = touched(&event)
            && !risk::tick(ticked, &touched)
            && touched.what == "agree"
        {
            agreed.set(touched.ticked);
        }
    };
    let question = risk::question(&made, ticked, lang);
    let facts = describe::summary(&made, lang);
    let from = describe::provenance(&made, lang);
    let shown = Arc::new(made.clone());
    let add = move |_| {
        let items = ticked.get_untracked();
        let lacks = if items.is_none() {
            Some(words::questionnaires::risk_missing as fn(Lang) -> &'static str)
        } else if needs_terms && !agreed.get_untracked() {
            Some(words::questionnaires::terms_missing as fn(Lang) -> &'static str)
        } else {
            None
        };
        missing.set(lacks);
        if lacks.is_some() {
            return;
        }
        let mut made = made.clone();
        made.risk_items = items;
        let id = made.reference.id.clone();
        app.add_questionnaire(made);
        if needs_terms {
            app.state(platform::today(), Fact::TermsAgreed { instrument: id });
        }
        app.go(Route::Questionnaire(key));
    };
    view! {
        <div on:change=change>
            <h2 id="outcome" tabindex="-1" dir="auto">{title}</h2>
            <p>{facts}</p>
            <p class="hint">{from}</p>
            {note}
            {problems(found, Severity::Error, words::questionnaires::problems_errors, lang)}
            {problems(found, Severity::Warning, words::questionnaires::problems_warnings, lang)}
            {problems(found, Severity::Note, words::questionnaires::problems_notes, lang)}
            {question}
            {needs_terms
                .then(|| {
                    view! {
                        <h3>{words::questionnaires::terms(lang)}</h3>
                        <blockquote dir="auto">{terms}</blockquote>
                        <label class="tick">
                            <input type="checkbox" data-do="agree" />
                            {words::questionnaires::agree(lang)}
                        </label>
                    }
                    .into_any()
                })}
            {move || missing.get().map(|missing| view! { <p class="error" role="alert">{missing(lang)}</p> }.into_any())}
            <div class="actions">
                <button class="primary" on:click=add>{words::questionnaires::add_it(lang)}</button>
                <a class="button" href=Route::Questionnaires.href()>{words::common::cancel(lang)}</a>
            </div>
            <Preview instrument=shown />
        </div>
    }
    .into_any()
}

/// The page.
#[component]
pub fn Import() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let stage = RwSignal::new(Stage::Empty);
    view! {
        <section class="import">
            {crumb()}
            <h1>{say(words::questionnaires::import_title)}</h1>
            <p class="lead">{say(words::questionnaires::import_lead)}</p>
            {give(stage, lang)}
            {part(move || match stage.get() {
                Stage::Empty => ().into_any(),
                Stage::Reading => view! { <p role="status">{words::questionnaires::reading(lang.get())}</p> }.into_any(),
                Stage::Refused(why) => {
                    refocus("outcome".to_owned());
                    view! {
                        <Notice tone=Tone::Attention>
                            <h2 id="outcome" tabindex="-1">{words::questionnaires::refused(lang.get())}</h2>
                            <p>{why}</p>
                        </Notice>
                    }
                        .into_any()
                }
                Stage::Read(instrument, problems) => outcome(app, &instrument, &problems, lang.get()),
            })}
        </section>
    }
}

//! The list: Attune's own, one's own and imported ones, and the scoring templates.

use std::sync::Arc;

use leptos::prelude::*;

use super::{describe, refocus};
use crate::{
    care::Fact,
    instrument::{Instrument, Provenance},
    pages::expect_app,
    platform::{self, touched},
    session::{App, Key, Route},
    widgets::{Notice, Parts, Tone, language, part, say, view},
    words::{self, Lang},
};

/// What still stands between a questionnaire and a patient, if anything.
fn not_ready(app: App, instrument: &Instrument) -> Option<fn(Lang) -> &'static str> {
    let agreed = app.record.with(|record| record.shelf().has_agreed(&instrument.reference.id));
    if instrument.lacks_wording() {
        Some(words::questionnaires::needs_wording)
    } else if !instrument.licence.terms.is_empty() && !agreed {
        Some(words::questionnaires::needs_terms)
    } else if instrument.risk_items.is_none() {
        Some(words::questionnaires::needs_risk)
    } else {
        None
    }
}

fn entry(app: App, instrument: &Instrument, lang: Lang) -> AnyView {
    let id = instrument.reference.id.clone();
    let key = Key::of(&id);
    let aside = app.record.with(|record| record.shelf().is_aside(&id));
    let (what, text) = if aside {
        ("offer", words::questionnaires::offer(lang))
    } else {
        ("aside", words::questionnaires::put_aside(lang))
    };
    let title = describe::title(instrument, lang);
    let state = if aside {
        Some(words::questionnaires::is_aside(lang))
    } else {
        not_ready(app, instrument).map(|say| say(lang))
    };
    view! {
        <li class="questionnaire" class:aside=aside>
            <div>
                <h3><a href=Route::Questionnaire(key).href() dir="auto">{title.clone()}</a></h3>
                <p class="hint">{describe::summary(instrument, lang)}</p>
                {state.map(|state| view! { <p class="state">{state}</p> }.into_any())}
            </div>
            <button class="quiet" id=format!("aside-{key}") data-do=what data-of=id aria-label=words::questionnaires::about(lang, text, &title)>{text}</button>
        </li>
    }
    .into_any()
}

fn entries(app: App, all: &[Arc<Instrument>], lang: Lang) -> AnyView {
    view! { <ul class="questionnaire-list">{all.iter().map(|one| entry(app, one, lang)).collect_parts()}</ul> }
        .into_any()
}

/// What was typed in the editor and not saved, with the ways on.
fn unsaved(app: App, lang: Lang) -> Option<AnyView> {
    let all = app.unsaved();
    (!all.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Attention>
                <p>{words::questionnaires::unsaved(lang)}</p>
                <ul>
                    {all
                        .iter()
                        .map(|one| {
                            let key = Key::of(&one.reference.id);
                            view! { <li><a href=Route::EditQuestionnaire(key).href() dir="auto">{describe::title(one, lang)}</a></li> }
                        })
                        .collect_parts()}
                </ul>
            </Notice>
        }
        .into_any()
    })
}

/// The page.
#[component]
pub fn Questionnaires() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let press = move |event: leptos::ev::MouseEvent| {
        let Some(pressed) = touched(&event) else { return };
        let instrument = pressed.of;
        refocus(format!("aside-{}", Key::of(&instrument)));
        app.state(platform::today(), Fact::InstrumentPutAside { instrument, aside: pressed.what == "aside" });
    };
    let groups = move |lang: Lang| {
        let all = app.record.with(|record| record.shelf().all());
        let (attune, others): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|one| matches!(one.provenance, Provenance::Attune));
        // A template whose owner put the wording in is a questionnaire like others.
        let (templates, own): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|one| matches!(one.provenance, Provenance::Template) && one.lacks_wording());
        view! {
            {unsaved(app, lang)}
            <h2>{words::questionnaires::own(lang)}</h2>
            {if own.is_empty() {
                view! { <p class="hint">{words::questionnaires::own_none(lang)}</p> }.into_any()
            } else {
                entries(app, &own, lang)
            }}
            <h2>{words::questionnaires::attune(lang)}</h2>
            {entries(app, &attune, lang)}
            {(!templates.is_empty())
                .then(|| {
                    view! {
                        <details class="templates">
                            <summary>{words::questionnaires::templates(lang, templates.len())}</summary>
                            <p>{words::questionnaires::templates_text(lang)}</p>
                            {entries(app, &templates, lang)}
                        </details>
                    }
                        .into_any()
                })}
        }
        .into_any()
    };
    view! {
        <section class="questionnaires" on:click=press>
            <h1>{say(words::questionnaires::title)}</h1>
            <p class="lead">{say(words::questionnaires::lead)}</p>
            <div class="actions">
                <a class="button primary" href=Route::ImportQuestionnaire.href()>{say(words::questionnaires::import)}</a>
                <a class="button" href=Route::NewQuestionnaire.href()>{say(words::questionnaires::make)}</a>
                <a class="button" href=Route::Plan(None).href()>{say(words::questionnaires::plan)}</a>
            </div>
            {part(move || groups(lang.get()))}
        </section>
    }
}

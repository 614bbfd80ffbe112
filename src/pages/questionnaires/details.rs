//! One questionnaire: what it is, what it still needs, how it looks, how it is scored, and what can be done with it.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    crumb, describe, interchange, own_scale::own_scale, preview::Preview, refocus, risk, scores::scores, unknown,
    wording::Wording,
};
use crate::{
    care::Fact,
    instrument::{Choice, Instrument, Provenance, edit},
    pages::expect_app,
    platform::{self, touched},
    session::{App, Key, Route},
    widgets::{Notice, Tone, language, part, view},
    words::{self, Lang},
};

fn facts(instrument: &Instrument, lang: Lang) -> AnyView {
    let age = instrument.minimum_age.map(|age| words::questionnaires::years(lang, &age.to_string()));
    let recall = Some(instrument.recall.get(lang)).filter(|recall| !recall.is_empty()).map(str::to_owned);
    let row = |term: fn(Lang) -> &'static str, text: String| {
        view! { <dt>{term(lang)}</dt> <dd dir="auto">{text}</dd> }.into_any()
    };
    let norms = if instrument.normed { words::questionnaires::norms } else { words::questionnaires::no_norms };
    view! {
        <dl class="facts">
            {row(words::questionnaires::fact_version, instrument.reference.version.to_string())}
            {row(words::questionnaires::fact_questions, instrument.questions().len().to_string())}
            {row(words::questionnaires::fact_who, describe::respondent(instrument, lang).to_owned())}
            {row(words::questionnaires::fact_languages, describe::languages(instrument).join(", "))}
            {recall.map(|recall| row(words::questionnaires::fact_recall, recall))}
            {age.map(|age| row(words::questionnaires::fact_age, age))}
            {row(words::questionnaires::fact_licence, describe::licence(instrument, lang))}
            {row(words::questionnaires::fact_norms, norms(lang).to_owned())}
            {row(words::questionnaires::fact_from, describe::provenance(instrument, lang))}
        </dl>
    }
    .into_any()
}

/// The terms of the licence, to be agreed to before the first use.
fn terms(app: App, instrument: &Instrument, lang: Lang) -> AnyView {
    let text = instrument.licence.terms.get(lang).to_owned();
    if text.is_empty() {
        return ().into_any();
    }
    let id = instrument.reference.id.clone();
    let agreed = app.record.with(|record| record.shelf().has_agreed(&id));
    let agree = move |_| {
        app.state(platform::today(), Fact::TermsAgreed { instrument: id.clone() });
        refocus("terms".to_owned());
    };
    view! {
        <h2 id="terms" tabindex="-1">{words::questionnaires::terms(lang)}</h2>
        <blockquote dir="auto">{text}</blockquote>
        {if agreed {
            view! { <p class="state">{words::questionnaires::agreed(lang)}</p> }.into_any()
        } else {
            view! { <button class="primary" on:click=agree>{words::questionnaires::agree(lang)}</button> }.into_any()
        }}
    }
    .into_any()
}

/// The question about risk items, while nobody has answered it; afterwards what was said.
fn risk_part(app: App, instrument: &Arc<Instrument>, lang: Lang) -> AnyView {
    if let Some(items) = &instrument.risk_items {
        let said = if items.is_empty() {
            words::questionnaires::risk_said_none(lang).to_owned()
        } else {
            words::questionnaires::risk_said(lang, &describe::named_items(instrument, items.iter(), lang))
        };
        return view! {
            <h2 id="risk" tabindex="-1">{words::questionnaires::risk_title(lang)}</h2>
            <p dir="auto">{said}</p>
        }
        .into_any();
    }
    let ticked: risk::Ticked = RwSignal::new(None);
    let change = move |event: leptos::ev::Event| {
        if let Some(touched) = touched(&event) {
            risk::tick(ticked, &touched);
        }
    };
    let missing = RwSignal::new(false);
    let here = instrument.clone();
    let save = move |_| {
        let items = ticked.get_untracked();
        missing.set(items.is_none());
        if items.is_some() {
            let mut made = here.as_ref().clone();
            edit::apply(&mut made, edit::Edit::Risk(items));
            app.keep_questionnaire(made);
            refocus("risk".to_owned());
        }
    };
    view! {
        <h2 id="risk" tabindex="-1">{words::questionnaires::risk_title(lang)}</h2>
        <div class="notice attention" on:change=change>
            <p>{words::questionnaires::risk_first(lang)}</p>
            {risk::question(instrument, ticked, lang)}
            {move || missing.get().then(|| view! { <p class="error" role="alert">{words::questionnaires::risk_missing(lang)}</p> }.into_any())}
            <button class="primary" on:click=save>{words::common::save(lang)}</button>
        </div>
    }
    .into_any()
}

fn actions(app: App, instrument: &Arc<Instrument>, lang: Lang) -> AnyView {
    let key = Key::of(&instrument.reference.id);
    let failed = RwSignal::new(false);
    let here = instrument.clone();
    let copy = move |_| {
        if let Ok(made) = edit::copy(&here, platform::random_bytes()) {
            let key = Key::of(&made.reference.id);
            app.keep_edited(made);
            app.go(Route::EditQuestionnaire(key));
        }
    };
    let id = instrument.reference.id.clone();
    let aside = app.record.with(|record| record.shelf().is_aside(&id));
    let put = move |_| {
        app.state(platform::today(), Fact::InstrumentPutAside { instrument: id.clone(), aside: !aside });
        refocus("aside".to_owned());
    };
    let here = instrument.clone();
    let export = move |_| failed.set(!interchange::offer(&here, lang));
    let refused = edit::may_alter(instrument).err();
    let no_copy = instrument.licence.no_derivatives;
    view! {
        <div class="actions">
            {refused.is_none().then(|| view! { <a class="button" href=Route::EditQuestionnaire(key).href()>{words::questionnaires::change(lang)}</a> }.into_any())}
            {(!no_copy).then(|| view! { <button on:click=copy>{words::questionnaires::copy(lang)}</button> }.into_any())}
            <button on:click=export>{words::questionnaires::export(lang)}</button>
            <button id="aside" on:click=put>
                {if aside { words::questionnaires::offer(lang) } else { words::questionnaires::put_aside(lang) }}
            </button>
        </div>
        {refused.map(|why| view! { <p class="hint">{why.say(lang)}</p> }.into_any())}
        {aside.then(|| view! { <p class="state">{words::questionnaires::is_aside(lang)}</p> }.into_any())}
        {move || failed.get().then(|| view! { <p class="error" role="alert">{words::questionnaires::export_failed(lang)}</p> }.into_any())}
    }
    .into_any()
}

/// Whether the answers of a template are only numbers yet.
fn bare_options(instrument: &Instrument) -> bool {
    let bare = |option: &Choice| option.text.iter().all(|(_, text)| text == option.value.to_string());
    instrument.provenance == Provenance::Template && instrument.options.iter().any(bare)
}

/// The page.
#[component]
pub fn Details(
    /// Which one.
    key: Key,
) -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let found = Memo::new(move |_| app.questionnaire(key));
    part(move || {
        let Some(instrument) = found.get() else { return unknown() };
        let lang = lang.get();
        let edited = app.edited(key).is_some();
        view! {
            <section class="questionnaire-page">
                {crumb()}
                <h1 dir="auto">{describe::title(&instrument, lang)}</h1>
                {edited
                    .then(|| {
                        view! {
                            <Notice tone=Tone::Attention>
                                <p>{words::questionnaires::unsaved_here(lang)}</p>
                                <a class="button" href=Route::EditQuestionnaire(key).href()>{words::questionnaires::go_on(lang)}</a>
                            </Notice>
                        }
                            .into_any()
                    })}
                {facts(&instrument, lang)}
                {actions(app, &instrument, lang)}
                {terms(app, &instrument, lang)}
                {instrument.lacks_wording().then(|| view! { <Wording instrument=instrument.clone() options=false /> }.into_any())}
                {bare_options(&instrument).then(|| view! { <Wording instrument=instrument.clone() options=true /> }.into_any())}
                {risk_part(app, &instrument, lang)}
                {scores(&instrument, lang)}
                {own_scale(&instrument, lang)}
                <Preview instrument=instrument.clone() />
            </section>
        }
        .into_any()
    })
}

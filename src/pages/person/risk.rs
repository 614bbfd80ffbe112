//! Answers about safety, above everything else until what was done is written down.

use leptos::prelude::*;

use crate::{
    alliance::RiskAnswers,
    care::{AnsweredBy, EventId, Fact, told::RATERS},
    instrument::wording::{answer_words, item_words},
    pages::{expect_app, forms::told},
    platform,
    widgets::{Parts, language, part, say, view},
    words::{self, Lang, date_long},
};

/// The items of one sitting, in words.
fn items(risk: &RiskAnswers, given: &[(String, String)], raised: bool, lang: Lang) -> Option<AnyView> {
    let names = if raised { &risk.raised } else { &risk.left_open };
    if names.is_empty() {
        return None;
    }
    // Nobody takes what a parent or a partner said for what the person said.
    let other = (risk.by != AnsweredBy::Respondent)
        .then(|| view! { <p>{words::person_export::answered_by(lang, told(&RATERS, &risk.by, lang))}</p> }.into_any());
    let (date, title) = (date_long(lang, risk.date), risk.instrument.title.get(lang));
    let lead = if raised { words::risk::raised } else { words::risk::left_open };
    let line = |id: &String| {
        let item = risk.instrument.item(id)?;
        let text = item_words(&risk.instrument, item, lang);
        let answer = given.iter().find(|(other, _)| other == id).map(|(_, answer)| answer.as_str());
        let text =
            answer.filter(|_| raised).map_or_else(|| text.clone(), |answer| words::risk::answer(lang, &text, answer));
        Some(view! { <li dir="auto">{text}</li> })
    };
    Some(
        view! {
            <p>{lead(lang, &date, title)}</p>
            {other}
            <ul>{names.iter().filter_map(line).collect_parts()}</ul>
        }
        .into_any(),
    )
}

/// One sitting, as the page draws it: what was asked, and the answers in words by item.
pub type Drawn = (RiskAnswers, Vec<(String, String)>);

/// The answers of a sitting in words.
#[must_use]
pub fn drawn(risk: RiskAnswers, lang: Lang) -> Drawn {
    let words = |id: &String| {
        let item = risk.instrument.item(id)?;
        Some((id.clone(), answer_words(&risk.instrument, item, risk.given.get(id), lang)))
    };
    let given = risk.raised.iter().filter_map(words).collect();
    (risk, given)
}

/// The section; nothing where no answer is about safety.
#[component]
pub fn Risk(
    /// Every sitting with such answers, the latest first.
    all: Vec<Drawn>,
) -> impl IntoView {
    let lang = language();
    let (open, before): (Vec<Drawn>, Vec<Drawn>) = all.into_iter().partition(|(risk, _)| risk.is_open());
    let any_before = !before.is_empty();
    let shown = StoredValue::new(before);
    let list = move || {
        let lang = lang.get();
        let line = |(risk, given): &Drawn| {
            let done = risk.done.clone().unwrap_or_default();
            view! {
                <li>
                    {items(risk, given, true, lang)} {items(risk, given, false, lang)}
                    <p dir="auto">{words::risk::was_done(lang, &done)}</p>
                </li>
            }
        };
        shown.with_value(|before| before.iter().map(line).collect_parts())
    };
    view! {
        {open.into_iter().map(|one| view! { <Open one=one /> }).collect_parts()}
        {any_before
            .then(|| {
                view! {
                    <details class="risk-before">
                        <summary>{say(words::risk::before)}</summary>
                        <ul>{list}</ul>
                    </details>
                }
            })}
    }
}

#[component]
fn Open(one: Drawn) -> impl IntoView {
    let lang = language();
    let app = expect_app();
    let (answers, typed, empty) = (one.0.answers, RwSignal::new(String::new()), RwSignal::new(false));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let done = typed.get_untracked().trim().to_owned();
        empty.set(done.is_empty());
        if !done.is_empty() {
            app.state(platform::today(), Fact::RiskAnswered { answers, done });
        }
    };
    let id = field_id(answers);
    let (error, hint) = (format!("{id}-error"), format!("{id}-hint"));
    let described = format!("{hint} {error}");
    view! {
        <section class="notice attention risk">
            <h2>{say(words::risk::title)}</h2>
            {part(move || {
                let lang = lang.get();
                view! { {items(&one.0, &one.1, true, lang)} {items(&one.0, &one.1, false, lang)} }.into_any()
            })}
            <p class="hint">{say(words::risk::why)}</p>
            <form class="field" on:submit=save>
                <label for=id.clone()>{say(words::risk::done_label)}</label>
                <p class="hint" id=hint>{say(words::risk::done_hint)}</p>
                <textarea
                    id=id
                    rows="3"
                    dir="auto"
                    autocomplete="off"
                    maxlength="10000"
                    aria-describedby=described
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                ></textarea>
                <p class="error" id=error role="alert">{move || empty.get().then(|| words::risk::done_empty(lang.get()))}</p>
                <button class="primary" type="submit">{say(words::risk::save)}</button>
            </form>
        </section>
    }
}

fn field_id(answers: EventId) -> String {
    format!("done-{answers}")
}

//! Putting the wording into a scoring template: one line an item, by whoever holds a licence.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    instrument::{
        Instrument,
        edit::{self, Edit, Place},
    },
    pages::expect_app,
    platform,
    widgets::{Parts, language, say},
    words::{self, Lang},
};

/// The lines that say something.
fn lines(typed: &str) -> Vec<&str> {
    typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// The section.
#[component]
pub fn Wording(
    /// The template.
    instrument: Arc<Instrument>,
) -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let count = instrument.questions().len();
    let typed = RwSignal::new(String::new());
    let written = RwSignal::new(lang.get_untracked());
    let wrong = RwSignal::new(None::<usize>);
    let save = move |_| {
        let text = typed.get_untracked();
        let lines = lines(&text);
        if lines.len() != count {
            wrong.set(Some(lines.len()));
            return platform::focus_id("wording");
        }
        let tag = written.get_untracked().tag();
        let mut made = instrument.as_ref().clone();
        let items: Vec<String> = instrument.questions().iter().map(|item| item.id.clone()).collect();
        for (item, line) in items.into_iter().zip(lines) {
            edit::apply(&mut made, Edit::Text(Place::Item(item), tag.to_owned(), line.to_owned()));
        }
        app.keep_questionnaire(made);
    };
    view! {
        <section class="wording">
            <h2>{say(words::questionnaires::wording)}</h2>
            <p>{say(words::questionnaires::wording_lead)}</p>
            <div class="field">
                <label for="wording">{move || words::questionnaires::wording_label(lang.get(), &count.to_string())}</label>
                <textarea
                    id="wording"
                    rows="8"
                    dir="auto"
                    autocomplete="off"
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        wrong.set(None);
                    }
                    aria-describedby="wording-count"
                ></textarea>
                <p class="hint" id="wording-count">
                    {move || typed.with(|typed| words::questionnaires::wording_count(lang.get(), &lines(typed).len().to_string(), &count.to_string()))}
                </p>
                {move || {
                    wrong
                        .get()
                        .map(|lines| {
                            let text = words::questionnaires::wording_wrong(lang.get(), &lines.to_string(), &count.to_string());
                            view! { <p class="error" role="alert">{text}</p> }.into_any()
                        })
                }}
            </div>
            <div class="field">
                <label for="wording-language">{say(words::questionnaires::wording_language)}</label>
                <select id="wording-language" on:change=move |event| {
                    if let Some(lang) = Lang::of_tag(&event_target_value(&event)) {
                        written.set(lang);
                    }
                }>
                    {Lang::ALL
                        .into_iter()
                        .map(|lang| view! { <option value=lang.tag() lang=lang.tag() selected=move || written.get() == lang>{lang.own_name()}</option> })
                        .collect_parts()}
                </select>
            </div>
            <button class="primary" on:click=save>{say(words::questionnaires::wording_use)}</button>
        </section>
    }
}

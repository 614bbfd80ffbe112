//! Putting the wording into a scoring template: one line an item, by whoever holds a licence.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    instrument::{
        Instrument,
        templates::{WordingError, with_option_wording, with_wording},
    },
    pages::expect_app,
    platform,
    widgets::{language, language_choice, say, view},
    words,
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
    /// Whether the answers are worded, not the questions.
    options: bool,
) -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let count = if options { instrument.options.len() } else { instrument.questions().len() };
    let id = if options { "option-wording" } else { "wording" };
    let typed = RwSignal::new(String::new());
    let written = RwSignal::new(lang.get_untracked());
    let wrong = RwSignal::new(None::<WordingError>);
    let save = move |_| {
        let text = typed.get_untracked();
        let put = if options { with_option_wording } else { with_wording };
        let made = match put(&instrument, &text, written.get_untracked()) {
            Ok(made) => made,
            Err(why) => {
                wrong.set(Some(why));
                return platform::focus_id(id);
            }
        };
        app.keep_questionnaire(made);
    };
    view! {
        <section class="wording">
            <h2>{say(if options { words::questionnaires::option_wording } else { words::questionnaires::wording })}</h2>
            <p>{say(if options { words::questionnaires::option_wording_lead } else { words::questionnaires::wording_lead })}</p>
            <div class="field">
                <label for=id>{move || words::questionnaires::wording_label(lang.get(), &count.to_string())}</label>
                <textarea
                    id=id
                    rows="8"
                    dir="auto"
                    autocomplete="off"
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        wrong.set(None);
                    }
                    aria-describedby=format!("{id}-count")
                ></textarea>
                <p class="hint" id=format!("{id}-count")>
                    {move || typed.with(|typed| words::questionnaires::wording_count(lang.get(), &lines(typed).len().to_string(), &count.to_string()))}
                </p>
                {move || {
                    wrong
                        .get()
                        .map(|why| view! { <p class="error" role="alert">{why.say(lang.get())}</p> }.into_any())
                }}
            </div>
            <div class="field">
                <label for=format!("{id}-language")>{say(words::questionnaires::wording_language)}</label>
                {language_choice(Some(format!("{id}-language")), written)}
            </div>
            <button class="primary" on:click=save>{say(words::questionnaires::wording_use)}</button>
        </section>
    }
}

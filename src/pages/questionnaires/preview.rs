//! A questionnaire as the patient sees it.

use std::sync::Arc;

use leptos::prelude::*;

use super::describe::item_label;
use crate::{
    instrument::{AnswerSet, Flow, Instrument},
    widgets::{Parts, language, part, say},
    words::{self, Lang},
};

/// The questionnaire in a language that can be chosen, to be tried; nothing that is answered here is kept.
#[component]
pub fn Preview(
    /// What is shown.
    #[prop(into)]
    instrument: Signal<Arc<Instrument>>,
) -> impl IntoView {
    let shown = RwSignal::new(language().get_untracked());
    view! {
        <section class="preview" aria-label=say(words::questionnaires::preview)>
            <div class="title-row">
                <h2>{say(words::questionnaires::preview)}</h2>
                <label class="language">
                    <span class="visually-hidden">{say(words::questionnaires::preview_language)}</span>
                    <select on:change=move |event| {
                        if let Some(lang) = Lang::of_tag(&event_target_value(&event)) {
                            shown.set(lang);
                        }
                    }>
                        {Lang::ALL
                            .into_iter()
                            .map(|lang| view! { <option value=lang.tag() lang=lang.tag() selected=move || shown.get() == lang>{lang.own_name()}</option> })
                            .collect_parts()}
                    </select>
                </label>
            </div>
            <p class="hint">{say(words::questionnaires::preview_text)}</p>
            {part(move || form(&instrument.get(), shown.get()))}
        </section>
    }
}

fn form(instrument: &Arc<Instrument>, lang: Lang) -> AnyView {
    let flow = Flow::of(instrument, &AnswerSet::default());
    view! {
        <div class="sheet" lang=lang.tag() dir=lang.dir()>
            <h3 dir="auto">{instrument.title.get(lang).to_owned()}</h3>
            <p dir="auto">{instrument.lead.get(lang).to_owned()}</p>
            <ol>{flow.items().map(|item| view! { <li dir="auto">{item_label(item, lang)}</li> }).collect_parts()}</ol>
        </div>
    }
    .into_any()
}

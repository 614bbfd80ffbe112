//! A questionnaire as the patient sees it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    instrument::{AnswerSet, Instrument},
    widgets::{language, language_choice, part, questions::Form, say, view},
    words,
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
                    {language_choice(None, shown)}
                </label>
            </div>
            <p class="hint">{say(words::questionnaires::preview_text)}</p>
            {part(move || {
                let instrument = instrument.get();
                let lead = instrument.lead.clone();
                let recall = instrument.recall.clone();
                view! {
                    <div class="sheet turn" lang=move || shown.get().tag()>
                        <p class="hint" dir="auto">{move || recall.get(shown.get()).to_owned()}</p>
                        <p dir="auto">{move || lead.get(shown.get()).to_owned()}</p>
                        <Form instrument=instrument answers=RwSignal::new(AnswerSet::default()) lang=shown.into() />
                    </div>
                }
                    .into_any()
            })}
        </section>
    }
}

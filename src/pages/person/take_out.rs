//! Answers as a file of FHIR, for another program.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    care::{Access, Entry},
    exchange::fhir::{ResponseMeta, export_response},
    instrument::Instrument,
    pages::expect_app,
    platform,
    widgets::{language, part, view},
    words,
};

/// A button that gives one sitting's answers as a file. The file names nobody.
pub fn button(entry: &Entry, instrument: Arc<Instrument>, date: time::Date) -> AnyView {
    let app = expect_app();
    let lang = language();
    let failed = RwSignal::new(false);
    let given = entry.given.clone();
    let take = move |_| {
        let about = ResponseMeta { authored: date.to_string(), lang: given.lang, subject: None };
        let text = export_response(&instrument, &given.answers, &about);
        let taken = platform::offer_file(&format!("answers-{date}.json"), "application/fhir+json", &text);
        failed.set(!taken);
        if taken {
            app.accessed(Some(given.person), Access::Exported);
        }
    };
    view! {
        <button class="quiet" on:click=take>{move || words::measures::take_out(lang.get())}</button>
        {part(move || {
            if failed.get() {
                view! { <p class="error" role="alert">{words::questionnaires::export_failed(lang.get())}</p> }.into_any()
            } else {
                ().into_any()
            }
        })}
    }
    .into_any()
}

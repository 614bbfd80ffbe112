//! The choice after how long an unused device locks.

use leptos::prelude::*;

use super::expect_app;
use crate::{
    widgets::{Parts, language, say, view},
    words::settings,
};

/// A heading, what it means, and the choice.
#[component]
pub fn IdleChoice() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let (chosen, choices) = app.idle_limit();
    view! {
        <h2>{say(settings::idle_title)}</h2>
        <p id="idle-lead">{say(settings::idle_lead)}</p>
        <div class="field">
            <label for="idle">{say(settings::idle_label)}</label>
            <select
                id="idle"
                aria-describedby="idle-lead"
                on:change=move |event| {
                    if let Ok(seconds) = event_target_value(&event).parse() {
                        app.choose_idle_limit(seconds);
                    }
                }
            >
                {choices
                    .iter()
                    .map(|&seconds| {
                        view! {
                            <option value=seconds.to_string() selected=chosen == seconds>
                                {move || settings::minutes(lang.get(), (seconds / 60) as usize)}
                            </option>
                        }
                    })
                    .collect_parts()}
            </select>
        </div>
    }
}

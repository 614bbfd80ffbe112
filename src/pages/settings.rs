//! What a device remembers for whoever works on it.

use leptos::prelude::*;

use super::idle::IdleChoice;
use crate::{
    widgets::{say, view},
    words::settings,
};

/// The page.
#[component]
pub fn Settings() -> impl IntoView {
    view! {
        <section class="narrow">
            <h1>{say(settings::title)}</h1>
            <IdleChoice />
        </section>
    }
}

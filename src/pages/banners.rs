//! What is said on every page of an open vault: that another tab writes, that this one is about to lock, that the store was
//! emptied.

use leptos::prelude::*;

use super::expect_app;
use crate::{
    session::Role,
    widgets::{When, language, part, say, view},
    words::tabs,
};

/// The banners, each there only while it holds.
#[component]
pub fn Banners() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let warned = Memo::new(move |_| app.locks_in.get().is_some());
    view! {
        <When when=move || warned.get()>
            <div class="banner attention">
                // Spoken once, not with every second.
                <p role="alert">{tabs::locks_in(lang.get(), app.locks_in.get_untracked().unwrap_or_default() as usize)}</p>
                <p aria-hidden="true">{move || app.locks_in.get().map(|left| left.to_string())}</p>
                <button>{say(tabs::stay)}</button>
            </div>
        </When>
        {part(move || match app.role.get() {
            Role::Writing => ().into_any(),
            Role::Taking => view! { <div class="banner"><p role="status">{say(tabs::taking)}</p></div> }.into_any(),
            Role::Following => view! {
                <div class="banner">
                    <p role="status">{say(tabs::follows)}</p>
                    <button on:click=move |_| app.write_here()>{say(tabs::write_here)}</button>
                </div>
            }
            .into_any(),
        })}
        <When when=move || app.emptied.get()>
            <div class="banner attention">
                <p role="alert">{say(tabs::emptied)}</p>
                <button on:click=move |_| app.emptied.set(false)>{say(tabs::understood)}</button>
            </div>
        </When>
    }
}

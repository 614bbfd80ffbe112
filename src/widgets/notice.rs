//! A sentence that tells what happened.

use crate::widgets::view;
use leptos::prelude::*;

/// How much a notice asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// For information; spoken when a screen reader gets to it.
    Quiet,
    /// Something was done; spoken when the reader pauses.
    Done,
    /// Asks for attention; spoken at once.
    Attention,
}

/// A box with a sentence. It says its tone by a line at its side and by its role, never by colour alone.
#[component]
pub fn Notice(
    /// How much it asks for.
    tone: Tone,
    /// What it says, and what can be done about it.
    children: Children,
) -> impl IntoView {
    let (class, role) = match tone {
        Tone::Quiet => ("notice quiet", None),
        Tone::Done => ("notice done", Some("status")),
        Tone::Attention => ("notice attention", Some("alert")),
    };
    view! { <div class=class role=role>{children()}</div> }
}

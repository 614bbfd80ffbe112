//! **Widgets**: the parts that pages are made of.
//!
//! Lives here: form fields, notices, the sign that something goes on, the renderer of questions, the language of what stands below, and the charts with
//! their pure geometry. Never here: a key, a store, an event, or a statistic: a widget draws what it is given.

pub mod charts;
pub mod draft;
#[cfg(target_arch = "wasm32")]
mod field;
#[cfg(target_arch = "wasm32")]
mod form;
#[cfg(target_arch = "wasm32")]
mod language_choice;
#[cfg(target_arch = "wasm32")]
pub mod markup;
#[cfg(target_arch = "wasm32")]
mod notice;
#[cfg(target_arch = "wasm32")]
mod part;
#[cfg(target_arch = "wasm32")]
pub mod questions;
#[cfg(target_arch = "wasm32")]
mod say;
#[cfg(target_arch = "wasm32")]
mod sections;
#[cfg(target_arch = "wasm32")]
mod when;
#[cfg(target_arch = "wasm32")]
mod working;

#[cfg(target_arch = "wasm32")]
pub use attune_markup::view;

#[cfg(target_arch = "wasm32")]
pub use self::{
    field::{PassphraseField, TextField},
    form::{Field, Form},
    language_choice::language_choice,
    notice::{Notice, Tone},
    part::{Parts, part},
    say::{Spoken, language, say, speak},
    sections::Sections,
    when::When,
    working::{Sentence, Working, working},
};

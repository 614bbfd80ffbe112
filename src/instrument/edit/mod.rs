//! Changing a questionnaire: a copy is changed step by step, and then saved, as a new version where answers exist.
//!
//! Lives here: what can be changed, who may, and which version the result gets. Never here: whether the result holds
//! together, which [`check`](super::check()) says by name.

mod apply;
mod options;
mod texts;
mod tree;
mod version;

#[cfg(test)]
mod tests;

pub use apply::{Edit, End, Flag, Form, apply};
pub use options::lines_of;
pub use texts::{Place, places, text};
pub use tree::Direction;
pub use version::{Refused, copy, may_alter, may_translate, new_empty, same_content, to_save};

//! **Instrument**: what is asked.
//!
//! Lives here: questionnaires as data, the catalogue of Attune's own ones, answers to them and their scoring.
//! Never here: who answered or when (that is [`crate::care`]), and what a score means for a person (that is
//! [`crate::alliance`]). Scores are never stored; they are computed from the answers each time.

mod answer;
pub mod catalogue;
mod model;
pub mod scoring;

pub use answer::{Answer, AnswerSet};
pub use model::{Choice, Instrument, InstrumentRef, Item, Scale, Translated};

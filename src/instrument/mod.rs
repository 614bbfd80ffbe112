//! **Instrument**: what is asked.
//!
//! Lives here: questionnaires as data, the catalogue of Attune's own ones, scoring templates of published ones, skip logic,
//! answers, also from paper, and their scoring, the plan of what is asked when.
//! Never here: who answered or when (that is [`crate::care`]), what a score means for a person (that is
//! [`crate::alliance`]), and other formats (that is [`crate::exchange`]). Scores are never stored; they are computed from
//! the answers each time.

mod answer;
pub mod catalogue;
mod check;
mod condition;
pub mod edit;
pub mod expressions;
pub mod fhirpath;
mod flow;
mod item;
mod licence;
mod model;
pub mod paper;
mod plan;
pub mod risk;
mod say;
mod scale;
pub mod scoring;
pub mod screens;
pub mod templates;
mod translated;
pub mod tree;
mod typed;
pub mod wording;

pub use answer::{Answer, AnswerSet};
pub use check::{DEEPEST, Fault, MOST_ITEMS, check};
pub use condition::{Condition, Operand, Rule, Test};
pub use flow::Flow;
pub use item::{Choice, Item, Kind, Number, Slider, Weight};
pub use licence::{Licence, Provenance};
pub use model::{Instrument, InstrumentRef, Respondent, Unconfirmed, Variable};
pub use plan::{Plan, Step};
pub use scale::{Factor, Figure, FigureKind, Method, Scale};
pub use translated::Translated;
pub use typed::typed_number;

//! The exchange: how things travel between people and devices.
//!
//! What lives here: the hand-over of a device to the person who answers, where payloads are opaque bytes, and questionnaires
//! and answers in the formats of others. What never does: a browser, a judgement on what an answer means.
//!
//! - [`fhir`] Questionnaire and QuestionnaireResponse, in and out
//! - [`backup`] the whole log as a file; [`restore`] joined with the log that is here; [`erase`] people gone from a vault;
//!   [`erasure_list`] who was erased; [`person_export`] one person's record taken out, with [`goal_words`] for goals and agreements
//! - [`summary`] the hand-over summary, section by section; [`door_open`] what is said to somebody who stopped coming
//! - [`token`] what the handed-over page holds; [`turn`] handing over, drafts, finishing; [`take_in`] what the therapist
//!   finds at unlock

pub mod backup;
pub mod door_open;
pub mod erase;
pub mod erasure_list;
pub mod fhir;
pub mod goal_words;
pub mod person_export;
pub mod restore;
mod sealed;
pub mod summary;
pub mod take_in;
pub mod token;
pub mod turn;

pub use take_in::{Finished, Problem, Settled, TakeIn, Waiting, discard, settle, waiting};
pub use token::{TokenError, TurnToken};
pub use turn::{Done, Turn, TurnError, hand_over};

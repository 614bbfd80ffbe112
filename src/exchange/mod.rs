//! The exchange: how things travel between people and devices.
//!
//! What lives here: the hand-over of a device to the person who answers. What never does: a browser, a clinical word;
//! payloads are opaque bytes.
//!
//! - [`token`] what the handed-over page holds; [`turn`] handing over, drafts, finishing; [`take_in`] what the therapist
//!   finds at unlock

mod sealed;
pub mod take_in;
pub mod token;
pub mod turn;

pub use take_in::{Finished, Problem, Settled, TakeIn, Waiting, discard, settle, waiting};
pub use token::{TokenError, TurnToken};
pub use turn::{Done, Turn, TurnError, hand_over};

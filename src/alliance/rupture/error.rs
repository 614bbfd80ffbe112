//! What can be wrong with what this room is given.

use thiserror::Error;

/// Why scores or parameters cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum RuptureError {
    /// A score is not a finite number.
    #[error("A score is not a number.")]
    ScoreNotFinite,
    /// A score lies outside its scale.
    #[error("The score {value} lies outside the scale from {lowest} to {highest}.")]
    ScoreOutsideScale {
        /// The score.
        value: f64,
        /// Lowest possible score.
        lowest: f64,
        /// Highest possible score.
        highest: f64,
    },
    /// More items are answered than there are, or none.
    #[error("{answered} of {items} items cannot be answered.")]
    ItemCount {
        /// Answered items.
        answered: u32,
        /// Items of the scale.
        items: u32,
    },
    /// A scale's lowest score is not below its highest, or its step is negative.
    #[error("The bounds or the step of the scale do not fit together.")]
    Scale,
    /// A parameter is not finite, or a spread is not above zero, or a correlation is not inside 0 to .9.
    #[error("A parameter of the caseload is out of range.")]
    Parameter,
    /// Session numbers must rise.
    #[error("Session {session} does not come after session {previous}.")]
    SessionOrder {
        /// The offending session.
        session: u32,
        /// The session before it.
        previous: u32,
    },
}

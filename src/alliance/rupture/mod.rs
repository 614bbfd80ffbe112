//! Rupture and repair: when a score is lower than what is usual for this person, and when it is back.
//!
//! Here live the figures of what is usual in a caseload ([`params`], [`sums`], [`estimate`], [`settle`]), the detector
//! ([`detector`], with its limits in [`boundary`] and the state of a course in [`state`]), the return to what was usual
//! ([`repair`]), both together over a whole course ([`follow`]), the simple rule that the detector is compared with
//! ([`prediction_rule`]), and rules of the literature that mostly fire on noise and are kept for comparison only
//! ([`reference_rules`]). Never here: items, names, dates, words for the screen, or a probability that one flag is a true
//! one. Method and operating curves: `docs/detector.md`.

pub mod boundary;
pub mod detector;
pub mod error;
pub mod estimate;
mod filter;
pub mod follow;
mod normal;
pub mod params;
pub mod prediction_rule;
pub mod reference_rules;
pub mod repair;
pub mod score;
pub mod settle;
pub mod state;
pub mod sums;
pub mod verdict;

#[cfg(test)]
mod tests;

pub use boundary::Plan;
pub use detector::Detector;
pub use error::RuptureError;
pub use follow::{Followed, Following, Session, follow};
pub use params::{CaseloadParams, Provenance};
pub use repair::{Repair, RepairState};
pub use score::{Scale, Score};
pub use settle::{estimate_usual, usual_sums};
pub use state::CourseState;
pub use verdict::{Band, DipKind, Figures, Verdict};

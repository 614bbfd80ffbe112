//! Rupture and repair: when a score is lower than what is usual for this person, and when it is back.
//!
//! Here live the figures of what is usual in a caseload ([`params`], [`sums`], [`estimate`], [`settle`]), the detector
//! ([`detector`], with its limits in [`boundary`]), the simple rule it is compared with ([`prediction_rule`]), rules of
//! the literature that mostly fire on noise and are kept for comparison only ([`reference_rules`]), and the return to
//! what was usual ([`repair`]). Never here: items, names, dates, words for the screen, or a probability that one flag is
//! a true one.

pub mod boundary;
pub mod detector;
pub mod error;
pub mod estimate;
mod filter;
mod normal;
pub mod params;
pub mod prediction_rule;
pub mod reference_rules;
pub mod repair;
pub mod score;
pub mod settle;
pub mod sums;
pub mod verdict;

#[cfg(test)]
mod tests;

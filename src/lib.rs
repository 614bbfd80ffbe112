//! Attune measures, explains and helps to repair the therapeutic alliance, in the browser and without a server.
//!
//! This file is the map. A folder is a room; arrows between rooms point only downwards in this list, which
//! `tests/architecture.rs` checks.
//!
//! Pure rooms, which know no browser and compile anywhere:
//!
//! - [`words`]: the sentences shown, per language
//! - [`instrument`]: what is asked, and scores
//! - [`care`]: what happens, as immutable events and the record they fold to
//! - [`sample`]: an invented caseload, for looking around, tests and benchmarks
#![cfg_attr(target_arch = "wasm32", doc = "- `pages`")]

pub mod care;
pub mod instrument;
#[cfg(target_arch = "wasm32")]
pub mod pages;
pub mod sample;
pub mod words;

//! Attune measures, explains and helps to repair the therapeutic alliance, in the browser and without a server.
//!
//! This file is the map. A folder is a room; arrows between rooms point only downwards in this list, which
//! `tests/architecture.rs` checks.
//!
//! Rooms that know the browser:
//!
//! - `pages`: what a person sees, a folder or file a page
//! - `widgets`: the parts that pages are made of (the geometry of charts is pure)
//! - `session`: what is open right now
//! - `platform`: the only room that speaks to the browser's own interfaces
//!
//! Pure rooms, which compile and are tested anywhere:
//!
//! - [`exchange`]: how things travel between people and devices
//! - [`vault`]: how things are kept
//! - [`sample`]: a made-up caseload
//! - [`signals`]: prompts for a conversation
//! - [`alliance`]: what the numbers mean
//! - [`care`]: what happens, as immutable events and the record they fold to
//! - [`instrument`]: what is asked, and scores
//! - [`words`]: the sentences shown, per language
//! - [`stats`]: numbers from numbers, with no meaning attached
//! - [`order`]: sorting, one copy for all
//! - [`plain`]: how values are written as JSON and read back
//!
//! Invariants: nothing readable is written to a disk; an event that was made is never changed; scores are never stored;
//! a name is never in an address or a title; pure rooms never name a browser.

// What `view!` writes out names the crate, here as in the tests.
extern crate self as attune;

pub mod alliance;
pub mod care;
pub mod exchange;
pub mod instrument;
pub mod order;
#[cfg(target_arch = "wasm32")]
pub mod pages;
pub mod plain;
#[cfg(target_arch = "wasm32")]
pub mod platform;
pub mod sample;
pub mod session;
pub mod signals;
pub mod stats;
pub mod vault;
pub mod widgets;
pub mod words;

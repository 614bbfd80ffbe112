//! The harness that leads real browsers through the page.
//!
//! | module | what lives here |
//! |---|---|
//! | [`browser`] | Chromium, Firefox, WebKit: where they are, how each is asked for what we need |
//! | [`process`] | programs that surely end, with everything that they started |
//! | [`profile`] | the folder in which a browser keeps what it knows, and what can be read in it afterwards |
//! | [`server`] | serves the built page, records requests and breaches of its policy, goes offline on request |
//! | [`proxy`] | where every request to another origin would end, and be recorded |
//! | [`page`], [`find`], [`view`] | what a person does: read, click, type, press keys; look at it at other sizes |
//! | [`axe`] | accessibility rules, none switched off |
//! | [`visit`] | server, proxy, browser and page together; killed and reopened; audited at the end |
//! | [`journey`] | turns one `async fn` into a test for every browser |
//!
//! Nothing here knows what the page is about: that stands in the journeys, `tests/`.

pub mod axe;
pub mod browser;
mod choose;
pub mod find;
pub mod journey;
pub mod page;
pub mod process;
pub mod profile;
pub mod proxy;
pub mod server;
pub mod view;
pub mod visit;

pub use browser::{Browser, Options, Storage};
pub use choose::ask_only;
pub use fantoccini::key::Key;
pub use page::{Page, Tab};
pub use serde_json::{Value, json};
pub use visit::Visit;

use std::path::PathBuf;

/// The project's root folder.
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).map_or(here.clone(), PathBuf::from)
}

/// The built page: `dist/`, or what `ATTUNE_DIST` names.
pub fn dist() -> PathBuf {
    std::env::var_os("ATTUNE_DIST").map_or_else(|| root().join("dist"), PathBuf::from)
}

//! **Platform**: the only room that speaks to the browser's own interfaces.
//!
//! Lives here: the two stores, the clock, randomness, tabs, the page's address and title, files given and taken, preferences of the device.
//! Never here: a decision about care, a key, or a sentence for a person; and no error of the browser leaves this room
//! except as a type of ours.

mod clock;
mod files;
mod keyboard;
mod local_store;
mod page;
mod preferences;
mod random;
mod strict_store;
mod tabs;

pub use clock::{next_frame, now_ms, today};
pub use files::{GivenFile, Touched, chosen_file, dropped_file, offer_file, touched};
pub use keyboard::{digit, focus, focus_id, focus_wrong, in_text_field, nfc};
pub use local_store::LocalStore;
pub use page::{
    app_path, ask_before_leaving, blank, browser_languages, go_to, hash, leave, mark, measure, on_hash_change, on_hide,
    on_return, ready, reload, report_panics, scroll_to_top, set_language, set_title,
};
pub use preferences::{load_preference, save_preference};
pub use random::{SystemRandom, random_bytes};
pub use strict_store::StrictStore;
pub use tabs::{TabMessage, Tabs, draw_turn, forget_turn, keep_turn};

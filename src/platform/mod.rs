//! **Platform**: the only room that speaks to the browser's own interfaces.
//!
//! Lives here: the two stores, the clock, randomness, tabs and which of them writes, work in another thread, the page's address
//! and title, what is typed in it, files given and taken, preferences of the device.
//! Never here: a decision about care, a key, or a sentence for a person; and no error of the browser leaves this room
//! except as a type of ours.

mod clock;
mod fields;
mod files;
mod keyboard;
mod local_store;
mod page;
mod persistence;
mod preferences;
mod random;
mod strict_store;
mod tabs;
mod typed;
mod worker;
mod write_lock;

pub use clock::{day_of, every, monotonic_ms, next_frame, now_ms, pause, today};
pub use fields::unreadable_field;
pub use files::{GivenFile, Touched, chosen_file, dropped_file, offer_bytes, offer_file, touched};
pub use keyboard::{digit, focus, focus_id, focus_of, focus_unless_typing, focus_wrong, in_text_field, nfc, nfkd};
pub use local_store::LocalStore;
pub use page::{
    Presence, app_path, ask_before_leaving, blank, browser_languages, copy_text, go_to, hash, is_shown, leave, mark,
    measure, on_hash_change, on_hide, on_input, on_print, on_return, on_shown, on_store_change, print, ready, reload,
    report_panics, scroll_to_top, set_language, set_title,
};
pub use persistence::{ask_to_persist, is_persisted};
pub use preferences::{forget_preferences, load_preference, save_preference};
pub use random::{SystemRandom, random_bytes};
pub use strict_store::StrictStore;
pub use tabs::{TabMessage, Tabs, draw_sealed, draw_turn, draw_word, forget_turn, keep_sealed, keep_turn, keep_word};
pub use typed::{Typed, put_typed, typed};
pub use worker::{in_worker, is_worker, serve};
pub use write_lock::{Taking, WriteLock};

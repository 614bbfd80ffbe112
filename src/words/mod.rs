//! **Words**: every sentence the app shows, in every language it speaks.
//!
//! Lives here: the languages, the sentences of `locales/*.toml` as one typed function each (made by `build/`, so that
//! a key missing in a language does not compile), and how numbers and dates are written. Never here: a decision about
//! what to say, and the wording of questionnaires, which is data in [`crate::instrument`].

mod date;
mod fold;
mod format;
mod lang;

pub use date::{date_long, date_short, day, days_between, parse_day};
pub use fold::fold;
pub use format::{fill, list, number, signed};
pub use lang::Lang;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

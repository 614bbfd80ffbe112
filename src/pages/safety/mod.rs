//! Where the data is: what is kept and how full it is, backups made and taken in, and what reminds of them.

mod backup;
mod damage;
mod data;
mod notices;
mod passphrase;
mod plan;
mod restore;

pub use backup::BackupPage;
pub use damage::damage_page;
pub use data::Safety;
pub use notices::{Notices, unsaved_actions};
pub use restore::RestorePage;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    exchange::{backup::MOST, restore::Counts},
    platform::{self, GivenFile},
    session::{FileTrouble, Route},
    widgets::{Notice, Tone, say, view},
    words::{self, Lang, restore as w},
};

/// Reads a file that was given. One that is too large is never read.
async fn read_file(file: GivenFile) -> Result<Vec<u8>, FileTrouble> {
    if file.bytes() > MOST as f64 {
        return Err(FileTrouble::TooLarge);
    }
    file.read().await.ok_or(FileTrouble::Unreadable)
}

/// Counts in words, such as "2 people, 14 sessions, 20 entries in all". What there is none of is left out.
fn counted(counts: &Counts, lang: Lang) -> String {
    let Counts { people, sessions, answers, entries } = *counts;
    let parts = [(people, w::people as fn(Lang, usize) -> String), (sessions, w::sessions), (answers, w::answers)];
    let some = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, text)| text(lang, n));
    some.chain([w::entries(lang, entries)]).collect::<Vec<_>>().join(", ")
}

/// What was taken in from a backup, in a sentence.
pub fn restored(counts: &Counts, lang: Lang) -> String {
    w::done(lang, &counted(counts, lang))
}

/// What is wrong, in a box that is spoken at once; nothing where nothing is.
fn trouble(what: Option<FileTrouble>, lang: Lang) -> AnyView {
    match what {
        Some(what) => view! { <Notice tone=Tone::Attention><p>{what.say(lang)}</p></Notice> }.into_any(),
        None => ().into_any(),
    }
}

/// The way back to the page about data.
fn crumb() -> AnyView {
    view! { <p class="crumb"><a href=Route::Safety.href()>{say(words::safety::title)}</a></p> }.into_any()
}

/// Lets a screen reader begin at what is drawn anew.
fn focus_soon(id: &'static str) {
    spawn_local(async move {
        platform::next_frame().await;
        platform::focus_unless_typing(id);
    });
}

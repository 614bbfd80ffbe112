//! Passphrases for a new vault.

use crate::{
    platform::{self, SystemRandom},
    vault::passphrase::{WordList, generate},
    words::Lang,
};

use crate::vault::Kit;
pub use crate::vault::judge::Judgement;

/// How hard a typed passphrase is to guess.
#[must_use]
pub fn judge(typed: &str) -> Judgement {
    crate::vault::judge::judge(&platform::nfc(typed))
}

/// A passphrase made by chance, of words in that language. Empty where the browser gives no randomness, and an empty one is
/// refused wherever it is used.
#[must_use]
pub fn fresh_passphrase(lang: Lang) -> String {
    generate(word_list(lang), &mut SystemRandom).map(|words| words.to_string()).unwrap_or_default()
}

/// The list of words that belongs to a language.
#[must_use]
pub const fn word_list(lang: Lang) -> WordList {
    match lang {
        Lang::En => WordList::English,
        Lang::Es => WordList::Spanish,
    }
}

/// A new recovery kit; nothing where the browser gives no randomness.
#[must_use]
pub fn fresh_kit() -> Option<Kit> {
    Kit::generate(&mut SystemRandom).ok()
}

/// Some positions of a kit's words, to be asked for.
#[must_use]
pub fn some_positions(count: usize) -> Vec<usize> {
    crate::vault::kit::some_positions(count, &mut SystemRandom)
}

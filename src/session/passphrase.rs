//! Passphrases for a new vault.

use crate::{
    platform::{self, SystemRandom},
    vault::passphrase::{WordList, generate},
    words::Lang,
};

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
    let list = match lang {
        Lang::En => WordList::English,
        Lang::Es => WordList::Spanish,
    };
    generate(list, &mut SystemRandom).map(|words| words.to_string()).unwrap_or_default()
}

//! The lists of BIP 39 in a form that costs half of their download: each word as the count of letters it shares with the
//! one before, and its other letters.

use bip39::Language;

/// The code of the lists.
pub fn code() -> String {
    let list = |name: &str, language: Language| {
        let packed = packed(language.word_list().iter().map(|word| composed(word)));
        format!("/// The 2048 words, packed as [`unpacked`] reads them.\nconst {name}: &str = {packed:?};\n")
    };
    list("ENGLISH", Language::English) + &list("SPANISH", Language::Spanish)
}

/// An accent and its letter as one character: the lists have them as two.
fn composed(word: &str) -> String {
    [
        ("a\u{301}", "á"),
        ("e\u{301}", "é"),
        ("i\u{301}", "í"),
        ("o\u{301}", "ó"),
        ("u\u{301}", "ú"),
        ("n\u{303}", "ñ"),
        ("u\u{308}", "ü"),
    ]
    .iter()
    .fold(word.to_owned(), |word, (two, one)| word.replace(two, one))
}

fn packed(words: impl Iterator<Item = String>) -> String {
    let mut out = String::new();
    let mut before = String::new();
    for word in words {
        let shared = word.chars().zip(before.chars()).take_while(|(a, b)| a == b).take(9).count();
        out.push_str(&shared.to_string());
        out.extend(word.chars().skip(shared));
        before = word;
    }
    out
}

//! The lists of BIP 39 in a form that costs half of their download: each word as the count of letters it shares with the
//! one before, and its other letters.

use bip39::Language;

/// The code of the lists, words of plain letters only.
pub fn code() -> String {
    let list = |name: &str, language: Language| {
        let words = language.word_list().iter().copied().filter(|word| word.is_ascii());
        let packed = packed(words);
        format!(
            "/// The words of plain letters, packed as [`unpacked`] reads them.\nconst {name}: &str = {packed:?};\n"
        )
    };
    list("ENGLISH", Language::English) + &list("SPANISH", Language::Spanish)
}

fn packed(words: impl Iterator<Item = &'static str>) -> String {
    let mut out = String::new();
    let mut before = "";
    for word in words {
        let shared = word.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).take(9).count();
        out.push_str(&format!("{shared}{}", &word[shared..]));
        before = word;
    }
    out
}

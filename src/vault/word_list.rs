//! The two published lists of words (BIP 39) that passphrases and recovery kits are made of.

use crate::order;

include!(concat!(env!("OUT_DIR"), "/word_lists.rs"));

/// A list of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordList {
    /// The English list.
    English,
    /// The Spanish list.
    Spanish,
}

impl WordList {
    /// Both lists.
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// All 2048 words in the list's own order.
    #[must_use]
    pub fn words(self) -> Vec<String> {
        unpacked(match self {
            Self::English => ENGLISH,
            Self::Spanish => SPANISH,
        })
    }

    /// The words without accent or ñ, which are typed alike on every keyboard: all of the English list, 1714 of the Spanish.
    #[must_use]
    pub fn plain_words(self) -> Vec<String> {
        self.words().into_iter().filter(|word| word.is_ascii()).collect()
    }
}

/// A typed word as it is compared: small letters, without accents. No two words of a list are the same so.
#[must_use]
pub fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        match letter {
            'á' => out.push('a'),
            'é' => out.push('e'),
            'í' => out.push('i'),
            'ó' => out.push('o'),
            'ú' | 'ü' => out.push('u'),
            'ñ' => out.push('n'),
            // The same accents as characters of their own.
            '\u{300}'..='\u{36f}' => {}
            other => out.push(other),
        }
    }
    out
}

/// Looks words up by what is typed.
pub(crate) struct Places(std::collections::BTreeMap<String, usize>);

impl Places {
    pub(crate) fn of(list: WordList) -> Self {
        Self(order::map(list.words().iter().enumerate().map(|(place, word)| (folded(word), place))))
    }

    /// The word's place in the list, from 0.
    pub(crate) fn find(&self, typed: &str) -> Option<usize> {
        self.0.get(&folded(typed)).copied()
    }
}

/// The words of a list that is written as a digit for the letters shared with the word before, and the letters after.
fn unpacked(packed: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for letter in packed.chars() {
        match letter.to_digit(10) {
            Some(shared) => {
                let next = word.chars().take(shared as usize).collect();
                words.push(std::mem::replace(&mut word, next));
            }
            None => word.push(letter),
        }
    }
    words.push(word);
    // The first digit closed a word that had not begun.
    words.remove(0);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use bip39::Language;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn the_lists_are_those_of_bip_39() {
        for (ours, theirs) in [(WordList::English, Language::English), (WordList::Spanish, Language::Spanish)] {
            let theirs: Vec<String> = theirs.word_list().iter().map(|word| word.nfc().collect()).collect();
            assert_eq!(ours.words(), theirs);
        }
        assert_eq!((WordList::English.plain_words().len(), WordList::Spanish.plain_words().len()), (2048, 1714));
    }

    #[test]
    fn every_word_is_found_however_its_accents_are_typed() {
        for list in WordList::ALL {
            let places = Places::of(list);
            for (place, word) in list.words().iter().enumerate() {
                let apart: String = word.nfd().collect();
                for typed in [word.clone(), apart, folded(word), word.to_uppercase()] {
                    assert_eq!(places.find(&typed), Some(place), "{typed}");
                }
            }
            assert_eq!(places.find("zzz"), None);
        }
    }
}

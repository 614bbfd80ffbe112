//! Generated passphrases: six words drawn evenly from a published list.
//!
//! | list | words drawn from | bits a word | bits of six words |
//! |---|---|---|---|
//! | English (BIP 39) | 2048 | 11.00 | 66.0 |
//! | Spanish (BIP 39), words of plain letters | 1714 | 10.74 | 64.5 |
//!
//! From the Spanish list only words without accent or ñ are drawn: they are typed alike on every keyboard. At the usual
//! cost of Argon2id one guess takes tens of milliseconds and 46 MiB; 2^64 guesses are out of reach.

use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use super::seal::{SealError, random};
pub use super::word_list::WordList;

/// How many words.
pub const WORDS: usize = 6;

impl WordList {
    /// How many equally likely words there are.
    #[must_use]
    pub fn size(self) -> usize {
        self.plain_words().len()
    }

    /// Bits of entropy of a generated passphrase: `WORDS * log2(size)`.
    #[must_use]
    pub fn bits(self) -> f64 {
        (WORDS as f64) * (self.size() as f64).log2()
    }

    /// Whether `word` is one that may be drawn.
    #[must_use]
    pub fn contains(self, word: &str) -> bool {
        self.plain_words().iter().any(|listed| listed == word)
    }
}

/// Six words with single spaces between them. The same word may come twice: each is drawn from all.
///
/// # Errors
/// [`SealError::NoRandomness`].
pub fn generate(list: WordList, rng: &mut dyn CryptoRngCore) -> Result<Zeroizing<String>, SealError> {
    let words = list.plain_words();
    // Room for six words of up to eight letters: a string that grows leaves its old self behind in memory.
    let mut out = Zeroizing::new(String::with_capacity(WORDS * 12));
    let mut drawn = 0;
    while drawn < WORDS {
        // 0..2048 evenly; above the list's end is drawn again, so that each word is equally likely.
        let number = u16::from_be_bytes(random(rng)?) & 0x07FF;
        let Some(word) = words.get(usize::from(number)) else {
            continue;
        };
        if drawn > 0 {
            out.push(' ');
        }
        out.push_str(word);
        drawn += 1;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::kek::normalise;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    #[test]
    fn sizes_and_bits_are_those_of_the_table() {
        assert_eq!(WordList::English.size(), 2048);
        assert!((WordList::English.bits() - 66.0).abs() < 1e-9);
        assert_eq!(WordList::Spanish.size(), 1714);
        assert!((WordList::Spanish.bits() - 64.5).abs() < 0.05);
    }

    #[test]
    fn six_words_of_the_list_that_normalise_to_themselves() {
        let mut rng = ChaCha20Rng::seed_from_u64(3);
        for list in [WordList::English, WordList::Spanish] {
            for _ in 0..50 {
                let phrase = generate(list, &mut rng).unwrap();
                assert_eq!(phrase.split(' ').count(), WORDS);
                assert!(phrase.split(' ').all(|word| list.contains(word)));
                assert_eq!(*normalise(&phrase), *phrase);
            }
        }
    }

    #[test]
    fn every_word_is_about_equally_likely() {
        // 1714 words, 60,000 draws: expected 35.0 each, standard deviation 5.9. Chi-square has 1713 degrees of freedom.
        let mut rng = ChaCha20Rng::seed_from_u64(11);
        let words = WordList::Spanish.plain_words();
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..10_000 {
            for word in generate(WordList::Spanish, &mut rng).unwrap().split(' ') {
                *counts.entry(word.to_owned()).or_insert(0.0) += 1.0;
            }
        }
        let expected = 60_000.0 / words.len() as f64;
        let chi: f64 = words
            .iter()
            .map(|word| counts.get(word).copied().unwrap_or(0.0) - expected)
            .map(|d: f64| d * d / expected)
            .sum();
        let freedom = (words.len() - 1) as f64;
        assert!((chi - freedom).abs() < 4.0 * (2.0 * freedom).sqrt(), "{chi}");
    }
}

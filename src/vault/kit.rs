//! The recovery kit: a secret on paper that opens the vault and its backups.
//!
//! It *is* an age X25519 identity. On paper it stands as 24 words of a published list (BIP 39: 256 bits and 8 bits of their
//! SHA-256) and as the line that the age program reads. Words can be typed in any case, with or without accents.

use rand_core::CryptoRngCore;
use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use super::age::{AgeError, Identity, Recipient};
use super::word_list::{Places, WordList};

/// How many words.
pub const KIT_WORDS: usize = 24;

/// Why typed words or a typed line are no recovery kit, or not this one. Positions count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KitError {
    /// Nothing was typed.
    #[error("Nothing was typed. Type the {KIT_WORDS} words of the recovery kit.")]
    Empty,
    /// Too few or too many words.
    #[error("These are {found} words; a recovery kit has {KIT_WORDS}. Type all of them in their order.")]
    Count {
        /// How many there are.
        found: usize,
    },
    /// A word that stands in no list.
    #[error("Word {position} is not a word of a recovery kit. Compare it with your paper.")]
    NotAWord {
        /// Which word.
        position: usize,
    },
    /// All words stand in the list, but they do not belong together.
    #[error(
        "One of the words is another one than on the paper, or two have changed places. Compare all of them with your paper."
    )]
    Checksum,
    /// A word of the list, but not the one of this kit.
    #[error("Word {position} is another one than in this recovery kit. Compare it with your paper.")]
    OtherWord {
        /// Which word.
        position: usize,
    },
    /// A sound kit or line, but another one.
    #[error("This is a recovery kit, but not the one of this vault. Look for the newest paper.")]
    OtherKit,
    /// A line in the form of age's keys with a mistake in it.
    #[error("There is a mistake in the line that begins with AGE-SECRET-KEY-1. Compare it with your paper.")]
    Line,
}

/// A recovery kit. Wiped when dropped, never printed by accident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kit(Identity);

impl Kit {
    /// A new one.
    ///
    /// # Errors
    /// [`AgeError::Seal`] where there is no randomness.
    pub fn generate(rng: &mut dyn CryptoRngCore) -> Result<Self, AgeError> {
        Identity::generate(rng).map(Self)
    }

    /// The kit that is this identity.
    #[must_use]
    pub const fn from_identity(identity: Identity) -> Self {
        Self(identity)
    }

    /// What opens the slot and the backups.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.0
    }

    /// For whom backups and slots are encrypted. Not secret.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        self.0.recipient()
    }

    /// The words, with single spaces between them. **Secret.**
    #[must_use]
    pub fn words(&self, list: WordList) -> Zeroizing<String> {
        let words = list.words();
        // Room for all at once: a string that grows leaves its old self behind in memory.
        let mut out = Zeroizing::new(String::with_capacity(KIT_WORDS * 20));
        for place in places(self.0.bytes()) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(words.get(place).map_or("", String::as_str));
        }
        out
    }

    /// The line that the age program reads, `AGE-SECRET-KEY-1...`. **Secret.**
    #[must_use]
    pub fn line(&self) -> Zeroizing<String> {
        self.0.to_text()
    }

    /// From typed words of either list, or from the line.
    ///
    /// # Errors
    /// [`KitError`], naming the first wrong word where one can be named.
    pub fn parse(typed: &str) -> Result<Self, KitError> {
        let typed = typed.trim();
        if typed.len() > 1000 {
            return Err(KitError::Count { found: typed.split_whitespace().count() });
        }
        if typed.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("age-")) {
            return Identity::parse(typed).map(Self).map_err(|_| KitError::Line);
        }
        let mut fault = None;
        for list in WordList::ALL {
            match from_words(typed, list) {
                Ok(kit) => return Ok(kit),
                // The list in which more of the words stand is the one that was meant.
                Err((good, why)) => {
                    if fault.as_ref().is_none_or(|(best, _)| good > *best) {
                        fault = Some((good, why));
                    }
                }
            }
        }
        Err(fault.map_or(KitError::Empty, |(_, why)| why))
    }

    /// Whether a word typed from the paper is the one at that position, which counts from 1.
    ///
    /// # Errors
    /// [`KitError::NotAWord`] and [`KitError::OtherWord`].
    pub fn check_word(&self, typed: &str, position: usize, list: WordList) -> Result<(), KitError> {
        let found = Places::of(list).find(typed.trim()).ok_or(KitError::NotAWord { position })?;
        let wanted = position.checked_sub(1).and_then(|at| places(self.0.bytes()).get(at).copied());
        if wanted == Some(found) { Ok(()) } else { Err(KitError::OtherWord { position }) }
    }

    /// Whether what was typed from the paper is this kit, to be asked before anything rests on the paper.
    ///
    /// # Errors
    /// [`KitError`]; the first word that differs is named.
    pub fn check(&self, typed: &str, list: WordList) -> Result<(), KitError> {
        let found = Self::parse(typed);
        match found {
            Ok(kit) if kit == *self => return Ok(()),
            Err(KitError::Empty | KitError::Line | KitError::Count { .. }) => return found.map(|_| ()),
            _ => {}
        }
        let look_up = Places::of(list);
        for (at, (word, place)) in typed.split_whitespace().zip(places(self.0.bytes())).enumerate() {
            let position = at + 1;
            match look_up.find(word) {
                None => return Err(KitError::NotAWord { position }),
                Some(typed) if typed != place => {
                    let same_kit_length = found.is_ok();
                    return Err(if same_kit_length { KitError::OtherKit } else { KitError::OtherWord { position } });
                }
                Some(_) => {}
            }
        }
        Err(KitError::OtherKit)
    }
}

/// Some positions of a kit's words, different ones and in order, to ask for from the paper. Never more than there are.
pub fn some_positions(count: usize, rng: &mut dyn CryptoRngCore) -> Vec<usize> {
    let mut all: Vec<usize> = (1..=KIT_WORDS).collect();
    let count = count.min(KIT_WORDS);
    for at in 0..count {
        // The remainder favours some by a few in four thousand million.
        let other = at + rng.next_u32() as usize % (KIT_WORDS - at);
        all.swap(at, other);
    }
    all.truncate(count);
    crate::order::sort(&mut all);
    all
}

/// The places of the words in the list: 264 bits in groups of eleven.
fn places(bytes: &[u8; 32]) -> Vec<usize> {
    let check = Sha256::digest(bytes)[0];
    let (mut held, mut bits) = (0_u32, 0);
    let mut out = Vec::with_capacity(KIT_WORDS);
    for byte in bytes.iter().copied().chain([check]) {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        if bits >= 11 {
            bits -= 11;
            out.push((held >> bits) as usize & 0x7ff);
            held &= (1 << bits) - 1;
        }
    }
    out
}

/// The kit of these words; otherwise how many of them stand in this list, and why it is none.
fn from_words(typed: &str, list: WordList) -> Result<Kit, (usize, KitError)> {
    let look_up = Places::of(list);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let found: Vec<Option<usize>> = words.iter().map(|word| look_up.find(word)).collect();
    let good = found.iter().flatten().count();
    let fail = |why| Err((good, why));
    if words.is_empty() {
        return fail(KitError::Empty);
    }
    if let Some(at) = found.iter().position(Option::is_none) {
        let position = at + 1;
        // A wrong word says more than a wrong count.
        return fail(if good == 0 { KitError::Count { found: words.len() } } else { KitError::NotAWord { position } });
    }
    if words.len() != KIT_WORDS {
        return fail(KitError::Count { found: words.len() });
    }
    let mut bytes = Zeroizing::new([0_u8; 33]);
    let mut out = bytes.iter_mut();
    let (mut held, mut bits) = (0_u32, 0);
    for place in found.into_iter().flatten() {
        held = (held << 11) | place as u32;
        bits += 11;
        while bits >= 8 {
            bits -= 8;
            if let Some(byte) = out.next() {
                *byte = (held >> bits) as u8;
            }
            held &= (1 << bits) - 1;
        }
    }
    let (secret, check) = (Zeroizing::new(first(&bytes)), bytes[32]);
    if Sha256::digest(&secret[..])[0] != check {
        return fail(KitError::Checksum);
    }
    Ok(Kit(Identity::from_bytes(*secret)))
}

fn first(bytes: &[u8; 33]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(&bytes[..32]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use bip39::{Language, Mnemonic};
    use proptest::prelude::*;

    fn kit() -> Kit {
        Kit(Identity::from_bytes([0x5a; 32]))
    }

    #[test]
    fn single_words_are_compared_with_the_paper() {
        let kit = kit();
        let words = kit.words(WordList::Spanish);
        for (at, word) in words.split(' ').enumerate() {
            let position = at + 1;
            let typed = format!(" {} ", word.to_uppercase());
            assert_eq!(kit.check_word(&typed, position, WordList::Spanish), Ok(()));
            assert_eq!(kit.check_word("qqq", position, WordList::Spanish), Err(KitError::NotAWord { position }));
            let other = words.split(' ').find(|other| *other != word).unwrap();
            assert_eq!(kit.check_word(other, position, WordList::Spanish), Err(KitError::OtherWord { position }));
        }
        let first = words.split(' ').next().unwrap();
        for position in [0, 25, usize::MAX] {
            assert_eq!(kit.check_word(first, position, WordList::Spanish), Err(KitError::OtherWord { position }));
        }
    }

    #[test]
    fn positions_differ_and_stand_in_order() {
        use rand_core::SeedableRng;
        let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..400 {
            let some = some_positions(3, &mut rng);
            assert!(some.len() == 3 && some.windows(2).all(|pair| pair[0] < pair[1]), "{some:?}");
            seen.extend(some);
        }
        assert_eq!(seen, (1..=KIT_WORDS).collect());
        assert_eq!(some_positions(99, &mut rng), (1..=KIT_WORDS).collect::<Vec<_>>());
    }

    #[test]
    fn words_are_those_of_bip_39() {
        for bytes in [[0; 32], [0xff; 32], [0x80; 32], [0x5a; 32]] {
            let theirs = Mnemonic::from_entropy_in(Language::English, &bytes).unwrap();
            assert_eq!(*Kit(Identity::from_bytes(bytes)).words(WordList::English), theirs.to_string());
        }
    }

    #[test]
    fn the_line_is_one_that_age_reads() {
        let line = kit().line();
        assert!(line.starts_with("AGE-SECRET-KEY-1"));
        assert_eq!(Kit::parse(&format!("  {}\n", line.to_lowercase())), Ok(kit()));
        let wrong = line.replace("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1Q");
        assert_eq!(Kit::parse(&wrong), Err(KitError::Line));
    }

    #[test]
    fn in_set_up_the_wrong_word_is_named() {
        let kit = kit();
        for list in WordList::ALL {
            let right = kit.words(list);
            let words: Vec<&str> = right.split(' ').collect();
            assert_eq!(kit.check(&right.to_uppercase(), list), Ok(()));
            assert_eq!(kit.check(&kit.line(), list), Ok(()));
            for at in 0..KIT_WORDS {
                let typed = |word: &str| {
                    let mut typed = words.clone();
                    typed[at] = word;
                    typed.join(" ")
                };
                let position = at + 1;
                let other = list.words().into_iter().find(|word| word != words[at]).unwrap();
                let found = kit.check(&typed(&other), list).unwrap_err();
                // One time in 256 another last word has a checksum of its own.
                assert!([KitError::OtherWord { position }, KitError::OtherKit].contains(&found), "{found:?}");
                assert_eq!(kit.check(&typed("xyzzy"), list), Err(KitError::NotAWord { position }));
            }
            assert_eq!(kit.check(&words[1..].join(" "), list), Err(KitError::Count { found: 23 }));
            let other = Kit(Identity::from_bytes([1; 32]));
            assert_eq!(kit.check(&other.words(list), list), Err(KitError::OtherKit));
        }
        assert_eq!(kit.check(" ", WordList::English), Err(KitError::Empty));
    }

    #[test]
    fn changed_places_are_seen_and_strange_texts_are_safe() {
        let words = kit().words(WordList::English);
        let mut turned: Vec<&str> = words.split(' ').collect();
        turned.swap(3, 4);
        assert_ne!(turned[3], turned[4]);
        assert_eq!(Kit::parse(&turned.join(" ")), Err(KitError::Checksum));
        assert_eq!(Kit::parse(&"zoo ".repeat(9)), Err(KitError::Count { found: 9 }));
        assert_eq!(Kit::parse(&"é".repeat(100_000)), Err(KitError::Count { found: 1 }));
        assert_eq!(Kit::parse(""), Err(KitError::Empty));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn any_kit_there_and_back(bytes: [u8; 32]) {
            let kit = Kit(Identity::from_bytes(bytes));
            for list in WordList::ALL {
                prop_assert_eq!(Kit::parse(&kit.words(list)), Ok(kit.clone()));
            }
            prop_assert_eq!(Kit::parse(&kit.line()), Ok(kit));
        }

        #[test]
        fn any_text_is_safe(text: String) {
            let _ = Kit::parse(&text);
            let _ = kit().check(&text, WordList::Spanish);
        }
    }
}

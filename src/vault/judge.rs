//! What can be said of a passphrase that somebody made up. Plain categories, no score: a guess at strength from the outside
//! is only good at finding the weak ones.

use super::kek::normalise;
use crate::order;

/// What a passphrase looks like. Everything but [`Judgement::Fair`] and [`Judgement::Strong`] is too weak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// Fewer than [`LEAST`] characters.
    TooShort,
    /// The same few characters or the same piece again and again.
    Repeats,
    /// A row of the alphabet, of numbers or of the keyboard.
    Sequence,
    /// One of the passphrases that are tried first.
    Common,
    /// Digits only: a date, a telephone number.
    OnlyDigits,
    /// One word, perhaps with digits or signs at its ends.
    SingleWord,
    /// Nothing is plainly wrong with it.
    Fair,
    /// Five or more different words, or twenty characters and more of several kinds.
    Strong,
}

/// The fewest characters that can be enough.
pub const LEAST: usize = 12;

impl Judgement {
    /// Whether a vault may be locked with it.
    #[must_use]
    pub fn is_enough(self) -> bool {
        matches!(self, Self::Fair | Self::Strong)
    }
}

/// Rows of characters that lie side by side, forwards and backwards.
const ROWS: [&str; 9] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "asdfghjkl\u{f1}",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
];

/// What such a passphrase is made of when it is one of the usual ones, without digits and signs.
const COMMON: [&str; 36] = [
    "password",
    "passwort",
    "contrasena",
    "contraseña",
    "passphrase",
    "motdepasse",
    "letmein",
    "iloveyou",
    "teamo",
    "tequiero",
    "welcome",
    "bienvenido",
    "admin",
    "administrator",
    "administrador",
    "secret",
    "secreto",
    "master",
    "monkey",
    "dragon",
    "football",
    "futbol",
    "baseball",
    "superman",
    "sunshine",
    "princess",
    "princesa",
    "trustno",
    "changeme",
    "default",
    "correcthorsebatterystaple",
    "therapy",
    "therapist",
    "terapia",
    "terapeuta",
    "attune",
];

/// Judges a passphrase in the form that would be hashed.
#[must_use]
pub fn judge(passphrase: &str) -> Judgement {
    let normal = normalise(passphrase);
    let lower: Vec<char> = normal.chars().flat_map(char::to_lowercase).collect();
    if lower.len() < LEAST {
        return Judgement::TooShort;
    }
    let solid: Vec<char> = lower.iter().copied().filter(|c| !is_joint(*c)).collect();
    if repeats(&lower) || repeats(&solid) || distinct(&lower) < 6 {
        return Judgement::Repeats;
    }
    if in_rows(&solid) * 10 >= solid.len() * 6 {
        return Judgement::Sequence;
    }
    if is_common(&solid) {
        return Judgement::Common;
    }
    if is_number(&solid) {
        return Judgement::OnlyDigits;
    }
    if is_single_word(&lower) {
        return Judgement::SingleWord;
    }
    if words(&lower) >= 5 || (lower.len() >= 20 && kinds(&normal) >= 3) { Judgement::Strong } else { Judgement::Fair }
}

/// Characters that join or decorate words and are no content.
fn is_joint(c: char) -> bool {
    matches!(c, ' ' | '-' | '_' | '.' | ',')
}

fn distinct(chars: &[char]) -> usize {
    order::distinct(chars.iter().collect())
}

/// Whether all of it is one piece of at most half its length, repeated (the last time perhaps cut).
fn repeats(chars: &[char]) -> bool {
    (1..=chars.len() / 2).any(|period| {
        let shifted = chars.iter().skip(period);
        chars.iter().zip(shifted).all(|(a, b)| a == b)
    })
}

/// How many characters lie in pieces of four and more that are part of a row.
fn in_rows(chars: &[char]) -> usize {
    let rows: Vec<Vec<char>> =
        ROWS.iter().flat_map(|row| [row.chars().collect(), row.chars().rev().collect()]).collect();
    let in_row = |piece: &[char]| rows.iter().any(|row| row.windows(piece.len()).any(|w| w == piece));
    let mut covered = 0;
    let mut rest = chars;
    while !rest.is_empty() {
        let mut length = 4;
        while rest.get(..length).is_some_and(in_row) {
            length += 1;
        }
        // One more than the longest that fitted; 4 where none did.
        let step = if length == 4 { 1 } else { length - 1 };
        covered += if length == 4 { 0 } else { step };
        rest = rest.get(step..).unwrap_or(&[]);
    }
    covered
}

/// Whether it is one of the usual ones, with the usual exchanges of letters and with anything before or after the letters.
fn is_common(solid: &[char]) -> bool {
    let plain = |c: &char| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        other => *other,
    };
    let core = |letters: Vec<char>| -> String {
        let text: String = letters.into_iter().collect();
        text.trim_matches(|c: char| !c.is_alphabetic()).to_owned()
    };
    let raw = core(solid.to_vec());
    let mapped = core(core(solid.to_vec()).chars().map(|c| plain(&c)).collect());
    let all = core(solid.iter().map(plain).collect());
    [raw, mapped, all].iter().any(|form| {
        let mut rest = form.as_str();
        // Several of them in a row are no better than one.
        while let Some(word) = COMMON.iter().find(|word| rest.starts_with(**word)) {
            rest = rest.strip_prefix(word).unwrap_or("");
        }
        !form.is_empty() && rest.is_empty()
    })
}

/// No letters, and more digits than signs: a date or a telephone number, however it is written.
fn is_number(solid: &[char]) -> bool {
    let digits = solid.iter().filter(|c| c.is_numeric()).count();
    !solid.iter().any(|c| c.is_alphabetic()) && digits * 2 > solid.len()
}

/// Letters in one piece, with nothing but digits and signs around them.
fn is_single_word(lower: &[char]) -> bool {
    let text: String = lower.iter().collect();
    let core = text.trim_matches(|c: char| !c.is_alphabetic());
    !core.is_empty() && core.chars().all(char::is_alphabetic) && core.chars().count() < 20
}

/// How many different words of three letters and more.
fn words(lower: &[char]) -> usize {
    let text: String = lower.iter().collect();
    let pieces = text.split(|c: char| !c.is_alphabetic());
    let long = pieces.filter(|word| word.chars().count() >= 3);
    order::distinct(long.collect())
}

/// How many of: small letters, capitals, digits, others.
fn kinds(text: &str) -> usize {
    let is_other = |c: char| !c.is_alphanumeric() && c != ' ';
    [
        text.chars().any(char::is_lowercase),
        text.chars().any(char::is_uppercase),
        text.chars().any(char::is_numeric),
        text.chars().any(is_other),
    ]
    .into_iter()
    .filter(|kind| *kind)
    .count()
}

#[cfg(test)]
mod tests {
    use super::super::passphrase::{WordList, generate};
    use super::*;
    use proptest::prelude::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    #[test]
    fn each_kind_of_weakness_is_named() {
        use Judgement::*;
        let cases = [
            ("", TooShort),
            ("  short   one ", TooShort),
            ("elevenchars", TooShort),
            ("aaaaaaaaaaaaaaa", Repeats),
            ("abcabcabcabcabc", Repeats),
            ("correct correct correct", Repeats),
            ("ana ana nan ana", Repeats),
            ("abcdefghijklmn", Sequence),
            ("abcdef-123456-x", Sequence),
            ("qwertyuiop123", Sequence),
            ("QWERTZuiop!!", Sequence),
            ("1q2w3e4r5t6y", Sequence),
            ("zyxwvutsrqpo", Sequence),
            ("password12345", Common),
            ("P@ssw0rd!2024", Common),
            ("contraseña 2024", Common),
            ("I love you 2010", Common),
            ("passwordadmin", Common),
            ("correct horse battery staple", Common),
            ("170519820304", OnlyDigits),
            ("+34 600 71 28 39", OnlyDigits),
            ("!#%&/()=?*+:;", Fair),
            ("Psychotherapy2024!", SingleWord),
            ("entrenamiento", SingleWord),
            ("blue lamp near window", Fair),
            ("la mesa verde 27", Fair),
            ("seven brown herons read letters", Strong),
            ("Kz8!tq2#Lw9%bn4&Xy7", Fair),
            ("Kz8!tq2#Lw9%bn4&Xy7$", Strong),
        ];
        for (text, expected) in cases {
            assert_eq!(judge(text), expected, "{text:?}");
        }
        assert!(Fair.is_enough() && Strong.is_enough() && !Common.is_enough());
    }

    #[test]
    fn what_the_app_makes_is_strong() {
        let mut rng = ChaCha20Rng::seed_from_u64(4);
        for list in [WordList::English, WordList::Spanish] {
            for _ in 0..200 {
                let phrase = generate(list, &mut rng).unwrap();
                assert!(judge(&phrase).is_enough(), "{}", *phrase);
            }
        }
    }

    proptest! {
        #[test]
        fn anything_can_be_judged(text: String) {
            let judgement = judge(&text);
            if text.chars().count() < 4 {
                prop_assert_eq!(judgement, Judgement::TooShort);
            }
        }
    }
}

//! Texts made alike for searching: accents and large letters make no difference.

/// A text as a search compares it. `decomposed` has its accents apart from their letters (NFKD, which the browser does);
/// they go, large letters become small, and letters that no accent explains become their usual spelling in ASCII.
///
/// ```
/// # use attune::words::fold;
/// assert_eq!(fold("Zoe\u{308} MU\u{308}LLER"), "zoe muller");
/// assert_eq!(fold("Łukasz Straße Ørsted"), "lukasz strasse orsted");
/// ```
#[must_use]
pub fn fold(decomposed: &str) -> String {
    let mut out = String::new();
    for letter in decomposed.chars().flat_map(char::to_lowercase).filter(|c| !is_mark(*c)) {
        match letter {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            // One letter, whose form at the end of a word differs.
            'ς' => out.push('σ'),
            '‘' | '’' => out.push('\''),
            '‐'..='―' => out.push('-'),
            other => out.push(other),
        }
    }
    out
}

/// Whether a character only adds to the letter before it: accents, vowel signs of Hebrew and Arabic, and what cannot be seen.
const fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{0300}'..='\u{036F}'
            | '\u{0591}'..='\u{05BD}'
            | '\u{05BF}'..='\u{05C7}'
            | '\u{0610}'..='\u{061A}'
            | '\u{0640}'
            | '\u{064B}'..='\u{065F}'
            | '\u{0670}'
            | '\u{06D6}'..='\u{06ED}'
            | '\u{1AB0}'..='\u{1AFF}'
            | '\u{1DC0}'..='\u{1DFF}'
            | '\u{200B}'..='\u{200F}'
            | '\u{20D0}'..='\u{20FF}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FE20}'..='\u{FE2F}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn folded(text: &str) -> String {
        fold(&text.nfkd().collect::<String>())
    }

    #[test]
    fn accents_and_large_letters_make_no_difference_in_any_script() {
        for (one, other) in [
            ("José Ángel Núñez", "jose angel nunez"),
            ("İpek Işık", "ipek isik"),
            ("ΣΩΚΡΆΤΗΣ", "σωκρατης"),
            ("Ёлкин", "елкин"),
            ("أَمَل", "امل"),
            ("שָׁלוֹם", "שלום"),
            ("ﬁn O’Brien—x", "fin o'brien-x"),
            ("Ａｎａ", "ana"),
            ("한글", "한글"),
        ] {
            assert_eq!(folded(one), folded(other), "{one}");
        }
        assert_ne!(folded("が"), folded("か"), "another letter, not an accent");
        assert!(folded("한글").starts_with(&folded("하")), "found while a syllable is being typed");
    }

    proptest! {
        #[test]
        fn composed_or_not_is_the_same_and_twice_is_once(text in "\\PC{0,30}") {
            let composed = text.nfc().collect::<String>();
            prop_assert_eq!(folded(&text), folded(&composed));
            prop_assert_eq!(folded(&folded(&text)), folded(&text));
        }
    }
}

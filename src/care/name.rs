//! What a person is called in the record.

use thiserror::Error;

use crate::plain::plain_around;

/// The longest name, in characters.
pub const MAX_NAME: usize = 80;

/// A code or name of the therapist's choice: trimmed, on one line, not empty, at most [`MAX_NAME`] characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PersonName(String);

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nothing visible was typed.
    #[error("the name is empty")]
    Empty,
    /// It has more characters than are kept.
    #[error("the name has {characters} characters; {MAX_NAME} are kept")]
    TooLong {
        /// How many were typed.
        characters: usize,
    },
}

impl PersonName {
    /// The name in a typed text. White space and control characters are folded to single spaces, and the invisible
    /// characters that turn the direction of the text around them are left out, so that a name can never disguise what
    /// stands beside it. Everything else, any script and emoji, is kept as typed.
    ///
    /// # Errors
    /// [`NameError`] where nothing visible remains or more than [`MAX_NAME`] characters do.
    pub fn new(typed: &str) -> Result<Self, NameError> {
        let cleaned: String =
            typed.chars().filter(|c| !turns_direction(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let name = cleaned.split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.chars().any(|c| !invisible(c)) {
            return Err(NameError::Empty);
        }
        let characters = name.chars().count();
        if characters > MAX_NAME { Err(NameError::TooLong { characters }) } else { Ok(Self(name)) }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

pub(super) const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}')
}

const fn invisible(c: char) -> bool {
    matches!(c, ' ' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\u{FE0E}' | '\u{FE0F}')
}

/// Whether nothing is seen where the character stands.
pub(super) const fn invisible_or_break(c: char) -> bool {
    invisible(c) || c == '\n'
}

plain_around!(PersonName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_script_is_kept_and_disguises_are_not() {
        let name = |typed: &str| PersonName::new(typed).map(|name| name.0);
        assert_eq!(name("  Ana\n\t López "), Ok("Ana López".to_owned()));
        assert_eq!(name("أمل 👩‍👧"), Ok("أمل 👩‍👧".to_owned()));
        assert_eq!(name("<script>alert(1)</script>"), Ok("<script>alert(1)</script>".to_owned()));
        assert_eq!(name("a\u{202E}b"), Ok("ab".to_owned()));
        for empty in ["", "   ", "\n", "\u{200B}\u{200D}", "\u{202E}"] {
            assert_eq!(name(empty), Err(NameError::Empty), "{empty:?}");
        }
        assert_eq!(name(&"x".repeat(80)).map(|n| n.len()), Ok(80));
        assert_eq!(name(&"é".repeat(10_000)), Err(NameError::TooLong { characters: 10_000 }));
    }
}

//! Words that people type about care: one line, or as many as they like.

use thiserror::Error;

use crate::plain::plain_around;

/// The longest [`Line`], in characters.
pub const MAX_LINE: usize = 200;
/// The longest [`OwnWords`], in characters.
pub const MAX_WORDS: usize = 4000;

/// One typed line, such as a name with a telephone number: trimmed, on one line, not empty, at most [`MAX_LINE`] characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line(String);

/// Somebody's own words: trimmed, lines kept, not empty, at most [`MAX_WORDS`] characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnWords(String);

/// Why a text is not kept. Nothing is cut off: what was typed stays where it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the text has {characters} characters; {most} are kept")]
pub struct TooLong {
    /// How many there are once white space is in order.
    pub characters: usize,
    /// How many are kept.
    pub most: usize,
}

impl Line {
    /// The line in a typed text; nothing where nothing visible was typed. White space and control characters become single
    /// spaces, and the invisible characters that turn the direction of the text around them are left out.
    ///
    /// # Errors
    /// [`TooLong`].
    pub fn new(typed: &str) -> Result<Option<Self>, TooLong> {
        Ok(kept(clean_line(typed), MAX_LINE)?.map(Self))
    }

    /// The line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl OwnWords {
    /// The words in a typed or pasted text; nothing where nothing visible was typed. Every kind of line break becomes one
    /// kind, at most one empty line stands between two others, and other control characters, direction turners and the
    /// marks that rich text leaves behind become spaces or go.
    ///
    /// # Errors
    /// [`TooLong`].
    ///
    /// ```
    /// # use attune::care::OwnWords;
    /// let pasted = OwnWords::new(" the\u{a0}move \r\n\r\n\r\n\u{202E}and the rest ").ok().flatten();
    /// assert_eq!(pasted.as_ref().map(OwnWords::as_str), Some("the move\n\nand the rest"));
    /// ```
    pub fn new(typed: &str) -> Result<Option<Self>, TooLong> {
        let one_kind = typed.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{0B}', '\u{0C}'], "\n");
        let mut out = String::new();
        let mut blank = 0;
        for line in one_kind.split('\n').map(clean_line) {
            if line.is_empty() {
                blank += 1;
                continue;
            }
            if !out.is_empty() {
                out.push_str(if blank > 0 { "\n\n" } else { "\n" });
            }
            out.push_str(&line);
            blank = 0;
        }
        Ok(kept(out, MAX_WORDS)?.map(Self))
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn clean_line(typed: &str) -> String {
    let chars = typed.chars().filter(|c| !super::name::turns_direction(*c) && *c != '\u{FEFF}');
    let spaced: String = chars.map(|c| if c.is_control() || c == '\u{FFFC}' { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn kept(text: String, most: usize) -> Result<Option<String>, TooLong> {
    if text.chars().all(super::name::invisible_or_break) {
        return Ok(None);
    }
    let characters = text.chars().count();
    if characters > most { Err(TooLong { characters, most }) } else { Ok(Some(text)) }
}

plain_around!(Line);
plain_around!(OwnWords);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_and_empty_is_nothing() {
        let line = |typed: &str| Line::new(typed).map(|line| line.map(|line| line.0));
        assert_eq!(line(" Dr Ana \n López\t 600 "), Ok(Some("Dr Ana López 600".to_owned())));
        assert_eq!(line("a\u{202E}b\u{FEFF}"), Ok(Some("ab".to_owned())));
        for empty in ["", " \n", "\u{200B}", "\u{2067}"] {
            assert_eq!(line(empty), Ok(None), "{empty:?}");
        }
        assert_eq!(line(&"é".repeat(200)).map(|line| line.map(|line| line.chars().count())), Ok(Some(200)));
        assert_eq!(line(&"é".repeat(201)), Err(TooLong { characters: 201, most: 200 }));
    }

    #[test]
    fn words_keep_their_lines_and_any_script() {
        let words = |typed: &str| OwnWords::new(typed).map(|words| words.map(|words| words.0));
        assert_eq!(words("one\r\ntwo\rthree\u{2028}four"), Ok(Some("one\ntwo\nthree\nfour".to_owned())));
        assert_eq!(words("\n\n أمل \n\n\n\n👩‍👧\n"), Ok(Some("أمل\n\n👩‍👧".to_owned())));
        assert_eq!(words("<b>bold</b>\u{0}\u{FFFC}x"), Ok(Some("<b>bold</b> x".to_owned())));
        assert_eq!(words("\n\u{200B}\n \n"), Ok(None));
        assert_eq!(words(&"x".repeat(5000)), Err(TooLong { characters: 5000, most: 4000 }));
    }

    #[test]
    fn what_is_kept_is_kept_as_it_is() {
        for typed in [" a  b \n\n\n c ", "x\u{a0}y", "1\n2\n3"] {
            let once = OwnWords::new(typed).unwrap().unwrap();
            assert_eq!(OwnWords::new(once.as_str()).unwrap().unwrap(), once);
        }
    }
}

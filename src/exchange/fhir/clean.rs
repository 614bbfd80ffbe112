//! Texts as they can be shown: no character that is invisible or turns the direction, no markup.

/// Whether a character is never part of a label: controls, marks that turn the direction of reading, what has no width.
fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// A text without what cannot be seen. Joiners stay between letters of scripts that need them, and emoji.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().filter(|c| !is_hidden(*c)).peekable();
    while let Some(c) = chars.next() {
        let joins = |other: Option<char>| other.is_some_and(|other| !other.is_ascii() && !is_joiner(other));
        if !is_joiner(c) || (joins(out.chars().next_back()) && joins(chars.peek().copied())) {
            out.push(c);
        }
    }
    out
}

const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// The words of a piece of XHTML, without tags and with the common entities as characters.
pub(super) fn words_of_markup(markup: &str) -> String {
    let mut out = String::new();
    let mut rest = markup;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        out.push(' ');
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    for (entity, c) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#160;", " "),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        out = out.replace(entity, c);
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters and digits alone, by which two wordings are compared.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_taken_out_and_joiners_that_letters_need_stay() {
        assert_eq!(clean("a\u{202E}b\u{2066}c\u{200B}d\u{0}e\u{FEFF}"), "abcde");
        assert_eq!(clean("pay\u{200D}pal \u{200C}x"), "paypal x");
        let persian = "می\u{200C}خواهم";
        assert_eq!(clean(persian), persian);
        assert_eq!(clean("\u{200D}م\u{200D}"), "م");
        assert_eq!(clean("two\nlines\tand <b>tags</b>"), "two\nlines\tand <b>tags</b>");
    }

    #[test]
    fn markup_gives_its_words() {
        assert_eq!(words_of_markup("<div>One &amp; <b>two</b><br/>three</div>"), "One & two three");
        assert_eq!(words_of_markup("a < b"), "a");
        assert_eq!(words_of_markup("&amp;lt;"), "&lt;");
        assert_eq!(bare("Ö, 2!"), "Ö2");
    }
}

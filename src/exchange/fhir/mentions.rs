//! What an expression names, told without understanding it.

/// What is named in an expression: words without brackets, and quoted texts. Variables and functions are left
/// out.
#[derive(Default)]
pub(super) struct Named<'t> {
    pub words: Vec<&'t str>,
    pub quoted: Vec<&'t str>,
}

/// Looks through an expression. Any text will do: what is no expression is refused elsewhere.
pub(super) fn named(text: &str) -> Named<'_> {
    let mut found = Named::default();
    let bytes = text.as_bytes();
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'\'' | b'"' | b'`' => {
                while bytes.get(at).is_some_and(|next| next != byte) {
                    at += if bytes.get(at) == Some(&b'\\') { 2 } else { 1 };
                }
                at += 1;
                if *byte == b'`' {
                    if start == 0 || part(start - 1, start) != "%" {
                        found.words.push(part(start + 1, at - 1));
                    }
                } else {
                    found.quoted.push(part(start + 1, at - 1));
                }
            }
            b'/' if matches!(bytes.get(at), Some(b'/' | b'*')) => {
                let end = if bytes.get(at) == Some(&b'/') { "\n" } else { "*/" };
                at = text
                    .get(at..)
                    .and_then(|rest| rest.find(end))
                    .map_or(bytes.len(), |length| at + length + end.len());
            }
            byte if byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'%' | b'$' | b'@') => {
                let inside =
                    |next: &u8| next.is_ascii_alphanumeric() || *next == b'_' || *next == b'-' && *byte == b'@';
                while bytes.get(at).is_some_and(inside) {
                    at += 1;
                }
                let call = text.get(at..).is_some_and(|rest| rest.trim_start().starts_with('('));
                match byte {
                    b'%' | b'$' | b'@' => {}
                    _ if call => {}
                    _ => found.words.push(part(start, at)),
                }
            }
            byte if byte.is_ascii_digit() => {
                while bytes.get(at).is_some_and(|next| next.is_ascii_alphanumeric()) {
                    at += 1;
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_expression_names_is_found_outside_of_texts_and_comments() {
        let text = "%a.item.where(linkId = 'it\\'s (x)').answer // now()\n + today() /* b() */ & `own word` + @2020-01-01 + 4 days + $this";
        let found = named(text);
        assert_eq!(found.words, ["item", "linkId", "answer", "own word", "days"]);
        assert_eq!(found.quoted, ["it\\'s (x)"]);
        assert_eq!(named("'open \\").quoted, ["open \\"].map(|_| ""));
    }
}

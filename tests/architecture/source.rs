//! Reads Rust source just well enough for the rules: what is code, what is a literal, what is a comment, what is a test.

use std::ops::Range;

/// A string literal outside test code.
pub struct Literal {
    /// Where it begins in the text, at its opening quote or prefix.
    pub at: usize,
    /// What stands between the quotes, escapes as written.
    pub text: String,
}

/// One source file.
pub struct Source {
    /// Its path from the root of the project, with `/`.
    pub path: String,
    /// All of it.
    pub text: String,
    /// The code, of the same length: comments, tests and the insides of literals are blank.
    pub code: String,
    /// The string literals of the code.
    pub literals: Vec<Literal>,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let (masked, literals) = mask(text);
        let tests = if is_test_file(path) { std::iter::once(0..text.len()).collect() } else { test_ranges(&masked) };
        let mut code = masked.into_bytes();
        for range in &tests {
            blank(&mut code, range.clone());
        }
        let literals = literals.into_iter().filter(|l| !tests.iter().any(|range| range.contains(&l.at))).collect();
        let code = String::from_utf8(code).expect("blanks are ASCII");
        Self { path: path.to_owned(), text: text.to_owned(), code, literals }
    }

    /// The top-level folder under `src`, and nothing for `lib.rs` and `main.rs`.
    pub fn room(&self) -> Option<&str> {
        self.path.strip_prefix("src/")?.split_once('/').map(|(room, _)| room)
    }

    /// How many modules lie between the crate's root and this file's items.
    pub fn depth(&self) -> usize {
        let inner = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let folders = inner.matches('/').count();
        if inner == "lib.rs" || inner == "main.rs" || inner.ends_with("/mod.rs") { folders } else { folders + 1 }
    }

    /// The line, from 1, of a place in the text.
    pub fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
    }

    /// Words, `::` and single signs of the code, each with its place.
    pub fn tokens(&self) -> Vec<(usize, &str)> {
        tokens(&self.code)
    }
}

/// A file of tests by its name; that it is compiled for tests only is a rule of its own.
pub fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

fn blank(bytes: &mut [u8], range: Range<usize>) {
    for byte in &mut bytes[range] {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

/// Blanks comments and the insides of literals, and lists the string literals.
fn mask(text: &str) -> (String, Vec<Literal>) {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut literals = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let after_word = at > 0 && is_word(bytes[at - 1]);
        let end = if rest.starts_with("//") {
            let end = at + rest.find('\n').unwrap_or(rest.len());
            blank(&mut out, at..end);
            end
        } else if rest.starts_with("/*") {
            let end = at + block_comment(rest);
            blank(&mut out, at..end);
            end
        } else if let Some((open, length, close)) = string(rest).filter(|(open, ..)| *open == 1 || !after_word) {
            blank(&mut out, at + open..at + open + length);
            literals.push(Literal { at, text: text[at + open..at + open + length].to_owned() });
            at + open + length + close
        } else if rest.starts_with('\'') && character(rest) > 0 {
            let end = at + character(rest);
            blank(&mut out, at..end);
            end
        } else {
            at + rest.chars().next().map_or(1, char::len_utf8)
        };
        at = end;
    }
    // Letters outside ASCII can only be left over in names, which the rules never look for.
    out.iter_mut().filter(|byte| !byte.is_ascii()).for_each(|byte| *byte = b'?');
    (String::from_utf8(out).expect("ASCII"), literals)
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0usize, 0);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// A string literal at the beginning of the text: the lengths of its opening, its inside and its closing.
fn string(text: &str) -> Option<(usize, usize, usize)> {
    let prefix = text.len() - text.trim_start_matches(['b', 'c', 'r']).len();
    let raw = prefix <= 2 && text[..prefix].ends_with('r');
    if prefix > 2 || (prefix == 2 && !raw) {
        return None;
    }
    let hashes = if raw { text[prefix..].bytes().take_while(|byte| *byte == b'#').count() } else { 0 };
    let inside = text[prefix + hashes..].strip_prefix('"')?;
    let open = prefix + hashes + 1;
    if raw {
        let close = format!("\"{}", "#".repeat(hashes));
        return Some((open, inside.find(&close).unwrap_or(inside.len()), close.len()));
    }
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some((open, at, 1)),
            _ => {}
        }
    }
    Some((open, inside.len(), 0))
}

/// The length of a character literal at the beginning of the text; 0 for a lifetime.
fn character(text: &str) -> usize {
    let mut inside = text.char_indices().skip(1);
    match inside.next() {
        Some((_, '\\')) => text[3.min(text.len())..].find('\'').map_or(text.len(), |end| end + 4),
        Some((at, c)) if text[at + c.len_utf8()..].starts_with('\'') => at + c.len_utf8() + 1,
        _ => 0,
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Words, `::` and single signs, each with its place.
pub fn tokens(code: &str) -> Vec<(usize, &str)> {
    let bytes = code.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let length = if is_word(bytes[at]) {
            bytes[at..].iter().take_while(|byte| is_word(**byte)).count()
        } else if bytes[at..].starts_with(b"::") {
            2
        } else {
            1
        };
        if !bytes[at].is_ascii_whitespace() {
            found.push((at, &code[at..at + length]));
        }
        at += length;
    }
    found
}

/// The items under a `#[cfg(test)]`, attribute included.
fn test_ranges(masked: &str) -> Vec<Range<usize>> {
    let tokens = tokens(masked);
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let words = |from: usize| tokens[from..].iter().map(|(_, word)| *word);
        if !words(at).take(4).eq(["#", "[", "cfg", "("]) {
            at += 1;
            continue;
        }
        let close = closing(&tokens, at + 1);
        let condition: Vec<&str> = words(at + 4).take(close - at - 4).collect();
        let negated = condition.windows(3).any(|w| w == ["not", "(", "test"]);
        if negated || !condition.contains(&"test") {
            at = close;
            continue;
        }
        let mut end = close + 1;
        while tokens.get(end).is_some_and(|(_, word)| !matches!(*word, "{" | ";")) {
            end = if matches!(tokens[end].1, "(" | "[") { closing(&tokens, end) + 1 } else { end + 1 };
        }
        if tokens.get(end).is_some_and(|(_, word)| *word == "{") {
            end = closing(&tokens, end);
        }
        ranges.push(tokens[at].0..tokens.get(end).map_or(masked.len(), |(place, word)| place + word.len()));
        at = end + 1;
    }
    ranges
}

/// The place of the bracket that closes the one at `open`; the last token where none does.
fn closing(tokens: &[(usize, &str)], open: usize) -> usize {
    let mut depth = 0usize;
    for (at, (_, word)) in tokens.iter().enumerate().skip(open) {
        match *word {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    tokens.len().saturating_sub(1)
}

/// A path that the code names, from the crate's root, and the name it goes by from there on.
#[derive(Debug, PartialEq, Eq)]
pub struct Path {
    /// Where it begins.
    pub at: usize,
    /// Its parts, without `crate` or `super`.
    pub parts: Vec<String>,
    /// What it is called in this file.
    pub called: String,
}

/// Every path of the code that begins at the crate's root, groups of a `use` taken apart.
pub fn paths_from_root(source: &Source) -> Vec<Path> {
    let tokens = source.tokens();
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let inside_path = at > 0 && tokens[at - 1].1 == "::";
        let mut after = at;
        let mut up = 0;
        while tokens.get(after).is_some_and(|t| t.1 == "super") && tokens.get(after + 1).is_some_and(|t| t.1 == "::") {
            up += 1;
            after += 2;
        }
        let rooted = match tokens[at].1 {
            "crate" | "attune" => tokens.get(at + 1).is_some_and(|t| t.1 == "::").then_some(at + 2),
            "super" => (up > 0 && up >= source.depth()).then_some(after),
            _ => None,
        };
        match rooted.filter(|_| !inside_path) {
            Some(next) => at = tree(&tokens, next, &[], &mut found).max(at + 1),
            None => at = after.max(at + 1),
        }
    }
    found
}

/// Reads a path or a group of paths; returns the token after it.
fn tree(tokens: &[(usize, &str)], mut at: usize, before: &[String], found: &mut Vec<Path>) -> usize {
    let Some(&(place, _)) = tokens.get(at) else { return at };
    let mut parts = before.to_vec();
    loop {
        match tokens.get(at).map(|t| t.1) {
            Some("{") => {
                at += 1;
                while tokens.get(at).is_some_and(|t| t.1 != "}") {
                    at = if tokens[at].1 == "," { at + 1 } else { tree(tokens, at, &parts, found).max(at + 1) };
                }
                return at + 1;
            }
            Some("self") => at += 1,
            Some(word) if word == "*" || word.bytes().all(is_word) => {
                parts.push(word.to_owned());
                at += 1;
            }
            _ => {}
        }
        if tokens.get(at).is_some_and(|t| t.1 == "::") {
            at += 1;
        } else {
            break;
        }
    }
    let mut called = parts.last().cloned().unwrap_or_default();
    if let (Some((_, "as")), Some((_, name))) = (tokens.get(at), tokens.get(at + 1)) {
        called = (*name).to_owned();
        at += 2;
    }
    found.push(Path { at: place, parts, called });
    at
}

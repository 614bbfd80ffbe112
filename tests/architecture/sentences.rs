//! Sentences: each is in `locales/`, each is used, and none is written into a view.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::source::{Source, paths_from_root};

/// The keys of a locale file as the pair of names that code calls them by: the innermost section and the key.
pub fn keys(locale: &Table) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(locale, "", &mut found);
    found
}

fn collect(table: &Table, section: &str, found: &mut Vec<(String, String)>) {
    for (key, value) in table {
        match value {
            Value::Table(inner) if !inner.contains_key("other") => collect(inner, key, found),
            _ => found.push((section.to_owned(), key.clone())),
        }
    }
}

/// The keys that no code outside tests names. An import may rename a section: `use crate::words::answer as a`.
pub fn unused(sources: &[Source], keys: &[(String, String)]) -> Vec<String> {
    let mut named: BTreeSet<(String, String)> = BTreeSet::new();
    for source in sources {
        let paths = paths_from_root(source);
        for pair in paths.iter().flat_map(|path| path.parts.windows(2)) {
            named.insert((pair[0].clone(), pair[1].clone()));
        }
        let tokens = source.tokens();
        for window in tokens.windows(3).filter(|window| window[1].1 == "::") {
            let (section, key) = (window[0].1, window[2].1);
            named.insert((section.to_owned(), key.to_owned()));
            for path in paths.iter().filter(|path| path.called == section) {
                named.extend(path.parts.last().map(|last| (last.clone(), key.to_owned())));
            }
        }
    }
    let unused = keys.iter().filter(|key| !named.contains(key));
    unused.map(|(section, key)| format!("the sentence {section}.{key} is used nowhere")).collect()
}

/// What is never translated.
const NAMES: [&str; 1] = ["Attune"];

/// Attributes with words that nobody reads.
const TECHNICAL: [&str; 22] = [
    "accept",
    "aria-controls",
    "aria-describedby",
    "aria-labelledby",
    "autocomplete",
    "class",
    "d",
    "described",
    "dir",
    "for",
    "href",
    "id",
    "points",
    "preserveAspectRatio",
    "rel",
    "role",
    "sandbox",
    "style",
    "transform",
    "type",
    "viewBox",
    "stroke-dasharray",
];

/// Attributes with words that someone reads or hears.
const SPOKEN: [&str; 8] = [
    "alt",
    "aria-description",
    "aria-label",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "title",
];

/// String literals of views that someone could read: text between tags, in a spoken attribute, or of more than one word.
pub fn written_into_views(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| matches!(source.room(), Some("pages" | "widgets"))) {
        for literal in &source.literals {
            if visible(&source.code[..literal.at], &literal.text) {
                found.push(format!(
                    "{}:{}: {:?} is no sentence of locales/",
                    source.path,
                    source.line(literal.at),
                    literal.text
                ));
            }
        }
    }
    found
}

fn visible(before: &str, text: &str) -> bool {
    let words: Vec<usize> = without_placeholders(text)
        .split_whitespace()
        .map(|word| word.chars().filter(|c| c.is_alphabetic()).count())
        .filter(|letters| *letters > 0)
        .collect();
    if NAMES.contains(&text.trim()) || words.is_empty() {
        return false;
    }
    let read = words.iter().any(|letters| *letters > 1);
    let code = before.trim_end();
    if read && (code.ends_with('}') || (code.ends_with('>') && !code.ends_with("=>") && !code.ends_with("->"))) {
        return true;
    }
    match attribute(code) {
        Some(name) if SPOKEN.contains(&name) => read,
        Some(name) if TECHNICAL.contains(&name) => false,
        _ => words.len() > 1 && read,
    }
}

/// The text without what a format string fills in.
fn without_placeholders(text: &str) -> String {
    let mut depth = 0usize;
    let kept = text.chars().filter(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    kept.collect()
}

/// The attribute or the variable whose value is being written at the end of the code, where its tag or statement is
/// still open; the first name of a tuple.
fn attribute(code: &str) -> Option<&str> {
    let bytes = code.as_bytes();
    for at in (0..bytes.len()).rev() {
        let (before, after) = (at.checked_sub(1).map(|i| bytes[i]), bytes.get(at + 1).copied());
        match bytes[at] {
            b';' => return None,
            // The end of a tag stands close to what is before it; a comparison or an arrow does not.
            b'>' if before.is_some_and(|b| !b.is_ascii_whitespace() && b != b'=' && b != b'-') => return None,
            b'=' if !matches!(before, Some(b'=' | b'!' | b'<' | b'>')) && !matches!(after, Some(b'=' | b'>')) => {
                let head = code[..at].trim_end();
                let head = match head.strip_suffix(')').and_then(|inside| inside.rsplit_once('(')) {
                    Some((_, names)) => names.split(',').next().unwrap_or_default().trim(),
                    None => head,
                };
                let name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
                let start = head.rfind(|c: char| !name(c)).map_or(0, |i| i + 1);
                return Some(&head[start..]).filter(|name| !name.is_empty());
            }
            _ => {}
        }
    }
    None
}

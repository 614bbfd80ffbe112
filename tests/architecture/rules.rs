//! The rules, each from sources to a list of what breaks it.

use std::collections::BTreeSet;

use super::source::{Source, is_test_file, paths_from_root};

/// A room, whether it may know the browser, and the rooms it may use.
pub struct Room {
    pub name: &'static str,
    pub pure: bool,
    pub uses: &'static [&'static str],
}

const fn pure(name: &'static str, uses: &'static [&'static str]) -> Room {
    Room { name, pure: true, uses }
}

const fn browser(name: &'static str, uses: &'static [&'static str]) -> Room {
    Room { name, pure: false, uses }
}

/// Every room, the lowest first. A room may use only those its line names, all of which stand above it here. A new room
/// gets a line, and a new arrow a reason in ARCHITECTURE.md.
pub const ROOMS: &[Room] = &[
    pure("plain", &[]),
    pure("order", &[]),
    pure("words", &["plain"]),
    pure("stats", &[]),
    pure("instrument", &["plain", "order", "words", "stats"]),
    pure("care", &["plain", "order", "words", "instrument"]),
    pure("alliance", &["order", "words", "stats", "instrument", "care"]),
    pure("signals", &["words", "stats", "instrument", "care", "alliance"]),
    // Makes up records and looks at none, so that what judges records can be tested against it.
    pure("sample", &["order", "words", "instrument", "care"]),
    // Keeps bytes. What they mean is care's event encoding at most.
    pure("vault", &["order", "care"]),
    // Carries answers as they were given; what they mean is for the one who opens them.
    // JSON for the first lines of files that are read without this app.
    pure("exchange", &["plain", "order", "words", "instrument", "care", "vault"]),
    // The vault's storage trait is implemented here, so that the vault never learns of a browser.
    browser("platform", &["words", "vault"]),
    browser(
        "session",
        &["plain", "words", "instrument", "care", "alliance", "signals", "sample", "vault", "exchange", "platform"],
    ),
    // They draw what they are given: no event, no key, no state of the app. The platform only for focus and the like.
    browser("widgets", &["words", "instrument", "alliance", "signals", "platform"]),
    // Keys and stores are the session's business, statistics those of `alliance`.
    browser(
        "pages",
        &["words", "instrument", "care", "alliance", "signals", "exchange", "platform", "session", "widgets"],
    ),
];

fn room(name: &str) -> Option<&'static Room> {
    ROOMS.iter().find(|room| room.name == name)
}

fn report(source: &Source, at: usize, what: &str) -> String {
    format!("{}:{}: {what}", source.path, source.line(at))
}

/// Words of the browser.
fn of_the_browser(word: &str) -> bool {
    matches!(word, "web_sys" | "js_sys" | "leptos" | "wasm_bindgen" | "wasm_bindgen_futures" | "gloo")
        || word.starts_with("gloo_")
        || word.starts_with("leptos_")
}

/// A pure room never names the browser; of the others only `platform` names its raw interfaces.
pub fn browser_words(sources: &[Source]) -> Vec<String> {
    let has_platform = sources.iter().any(|source| source.room() == Some("platform"));
    let mut found = Vec::new();
    for source in sources {
        let Some(room) = source.room().and_then(room) else { continue };
        for (at, word) in source.tokens() {
            let raw = matches!(word, "web_sys" | "js_sys" | "gloo") || word.starts_with("gloo_");
            if room.pure && of_the_browser(word) {
                found.push(report(source, at, &format!("a pure room names {word}")));
            } else if raw && has_platform && room.name != "platform" {
                found.push(report(source, at, &format!("only platform may name {word}")));
            }
        }
    }
    found
}

/// Every folder is a room of the list, and every arrow one of its line.
pub fn arrows(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let Some(name) = source.room() else {
            if source.path != "src/lib.rs" && source.path != "src/main.rs" {
                found.push(format!("{}: only lib.rs and main.rs live outside a room", source.path));
            }
            continue;
        };
        let Some(from) = room(name) else {
            found.push(format!("{}: the room {name} is not on the list", source.path));
            continue;
        };
        for path in paths_from_root(source) {
            let Some(to) = path.parts.first().filter(|to| *to != name) else { continue };
            if to == "*" {
                found.push(report(source, path.at, "the crate's root is not used as a whole"));
            } else if room(to).is_some() && !from.uses.contains(&to.as_str()) {
                found.push(report(source, path.at, &format!("{name} may not use {to}")));
            }
        }
    }
    found
}

/// Ways out that a running app must not take, and the ways around a lint.
pub fn forbidden(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let tokens = source.tokens();
        let word = |at: usize| tokens.get(at).map_or("", |token| token.1);
        for (index, (at, this)) in tokens.iter().enumerate() {
            let (before, next) = (if index == 0 { "" } else { word(index - 1) }, word(index + 1));
            let broken = match *this {
                // A method of ours that takes something may be called unwrap, as one unwraps a key.
                "unwrap" | "unwrap_err" => before == "::" || (before == "." && next == "(" && word(index + 2) == ")"),
                "expect" | "expect_err" => before != "fn" && next == "(",
                "unwrap_unchecked" | "unsafe" | "inner_html" => true,
                "panic" | "unreachable" | "todo" | "unimplemented" | "dbg" => next == "!",
                "allow" | "ignore" => before == "[" && matches!(word(index.wrapping_sub(2)), "#" | "!"),
                _ => false,
            };
            if broken {
                found.push(report(source, *at, &format!("{this} is never used here")));
            }
        }
        for literal in source.literals.iter().filter(|l| ["innerHTML", "inner_html"].iter().any(|w| l.text.contains(w)))
        {
            found.push(report(source, literal.at, "markup is never put in as text"));
        }
    }
    found
}

/// A view names no statistic: nothing of `stats`, no sum of numbers, no root.
pub fn statistics_in_views(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| matches!(source.room(), Some("pages" | "widgets"))) {
        for path in paths_from_root(source).iter().filter(|path| path.parts.first().is_some_and(|part| part == "stats"))
        {
            found.push(report(source, path.at, "a view names a statistic"));
        }
        let tokens = source.tokens();
        for window in tokens.windows(4) {
            let words = [window[0].1, window[1].1, window[2].1, window[3].1];
            if words == ["sum", "::", "<", "f64"] || (words[0] == "." && matches!(words[1], "sqrt" | "powi" | "powf")) {
                found.push(report(source, window[0].0, "a view works out a statistic"));
            }
        }
    }
    found
}

/// Every folder has a `mod.rs` that opens with a comment; that of a room says what lives there and what never does, and
/// the map in `lib.rs` names the room.
pub fn comments(sources: &[Source]) -> Vec<String> {
    let folders: BTreeSet<&str> = sources
        .iter()
        .filter(|source| source.room().is_some() && !is_test_file(&source.path))
        .filter_map(|source| source.path.rsplit_once('/').map(|(folder, _)| folder))
        .collect();
    let map = sources.iter().find(|source| source.path == "src/lib.rs");
    let mut found = Vec::new();
    for folder in folders {
        let Some(module) = sources.iter().find(|source| source.path == format!("{folder}/mod.rs")) else {
            found.push(format!("{folder} has no mod.rs"));
            continue;
        };
        let lines = module.text.lines().take_while(|line| line.starts_with("//!"));
        let comment = lines.map(|line| line.trim_start_matches("//!").trim()).collect::<Vec<_>>().join(" ");
        let room = folder.trim_start_matches("src/");
        if comment.is_empty() {
            found.push(format!("{folder}/mod.rs does not open with a comment"));
        }
        if room.contains('/') {
            continue;
        }
        let says = comment.to_lowercase();
        if !says.contains("lives here") {
            found.push(format!("{folder}/mod.rs does not say what \"lives here\""));
        }
        if !says.contains("never here") && !says.contains("never does") {
            found.push(format!("{folder}/mod.rs does not say what is \"never here\""));
        }
        if map.is_some_and(|map| !map.text.contains(&format!("`{room}`"))) {
            found.push(format!("the map in src/lib.rs does not name {room}"));
        }
    }
    found
}

/// A file of tests is compiled for tests only.
pub fn test_files(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        for window in source.tokens().windows(3) {
            if window[0].1 == "mod" && window[1].1 == "tests" {
                found.push(report(source, window[0].0, "tests are compiled into the app"));
            }
        }
    }
    found
}

/// The most lines a file has.
pub const LINES: usize = 400;

pub fn lengths(sources: &[Source]) -> Vec<String> {
    let long = |source: &&Source| source.text.lines().count() > LINES;
    sources.iter().filter(long).map(|s| format!("{} has {} lines", s.path, s.text.lines().count())).collect()
}

/// The invisible characters that turn the direction of a text, with which code can be made to look like other code.
pub fn turning(path: &str, text: &str) -> Vec<String> {
    let turns =
        |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}');
    let lines = text.lines().enumerate().filter(|(_, line)| line.contains(turns));
    lines.map(|(line, _)| format!("{path}:{}: an invisible character turns the text", line + 1)).collect()
}

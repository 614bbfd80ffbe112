//! The invariants of the house, read from the source text. `architecture/checks.rs` shows that each can be broken.

// `cfg(test)` tells clippy that a panic is how these report.
#[cfg(test)]
#[path = "architecture/checks.rs"]
mod checks;
#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/sentences.rs"]
mod sentences;
#[cfg(test)]
#[path = "architecture/source.rs"]
mod source;
#[cfg(test)]
#[path = "architecture/tree.rs"]
mod tree;

use tree::{root, sources, texts};

fn holds(broken: Vec<String>) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn pure_rooms_know_no_browser_and_only_platform_calls_it() {
    holds(rules::browser_words(&sources()));
}

#[test]
fn arrows_point_only_downwards() {
    holds(rules::arrows(&sources()));
}

#[test]
fn nothing_panics_and_no_lint_is_silenced() {
    holds(rules::forbidden(&sources()));
}

#[test]
fn views_hold_no_statistic() {
    holds(rules::statistics_in_views(&sources()));
}

#[test]
fn every_room_says_what_lives_there() {
    holds(rules::comments(&sources()));
}

#[test]
fn files_of_tests_are_for_tests_only() {
    holds(rules::test_files(&sources()));
}

#[test]
fn files_are_short() {
    holds(rules::lengths(&sources()));
}

#[test]
fn no_invisible_character_turns_the_text() {
    let all = ["src", "locales", "tests"].into_iter().flat_map(texts);
    holds(all.flat_map(|(path, text)| rules::turning(&path, &text)).collect());
}

#[test]
fn every_sentence_is_used() {
    let locale = std::fs::read_to_string(root().join("locales/en.toml")).expect("the English sentences");
    let keys = sentences::keys(&locale.parse().expect("TOML"));
    assert!(!keys.is_empty());
    holds(sentences::unused(&sources(), &keys));
}

#[test]
fn no_sentence_is_written_into_a_view() {
    holds(sentences::written_into_views(&sources()));
}

//! The files of this project.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::source::Source;

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a readable folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// Every file of text under a folder of the project, with its path from the root. Encrypted files are no text.
pub fn texts(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    files(&root().join(folder), &mut found);
    let name = |path: &Path| path.strip_prefix(root()).expect("inside").to_string_lossy().replace('\\', "/");
    let text = |path: &PathBuf| {
        let bytes = fs::read(path).expect("a readable file");
        String::from_utf8(bytes).ok().map(|text| (name(path), text))
    };
    found.iter().filter_map(text).collect()
}

pub fn sources() -> Vec<Source> {
    let sources: Vec<Source> = texts("src")
        .into_iter()
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(path, text)| Source::new(&path, &text))
        .collect();
    assert!(sources.len() > 10, "the source was not found");
    sources
}

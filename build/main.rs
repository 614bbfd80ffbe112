//! What is written before the app is compiled: the sentences of every language, and the lists of words.

mod locales;
mod word_lists;

use std::{env, fs, path::PathBuf, process::exit};

fn main() {
    println!("cargo:rerun-if-changed=locales");
    println!("cargo:rerun-if-changed=build");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    for (name, code) in [("words.rs", locales::code(&root.join("locales"))), ("word_lists.rs", word_lists::code())] {
        if let Err(error) = fs::write(out.join(name), code) {
            eprintln!("{name} could not be written: {error}");
            exit(1);
        }
    }
}

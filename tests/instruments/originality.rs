//! No question of Attune's own repeats one of the published questionnaires that are at hand as files. This finds near copies
//! only; the comparison with scales of which no file is at hand was made by reading (docs/instruments/README.md).

use std::{collections::BTreeSet, fs, path::Path};

use attune::{instrument::catalogue, words::Lang};
use serde_json::Value;

/// The words of a text, without case and marks.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Words that any two sentences share.
const COMMON: &str = "a an and any are as at be been by did do does for from had has have how i in is it me my not of on or so \
    some that the this to was were what when with you your \
    al algo con cuando de del el en es esta este ha han he la las lo los me mi muy no o para por que qué se si sido su sus \
    un una y ya usted más";

fn content(words: &[String]) -> BTreeSet<&str> {
    let common: BTreeSet<&str> = COMMON.split_whitespace().collect();
    words.iter().map(String::as_str).filter(|word| !common.contains(word)).collect()
}

/// Whether two sentences are near copies: four words running are the same, or of the words that carry meaning at least half.
fn too_near(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let runs: BTreeSet<&[String]> = one.windows(4).collect();
    if other.windows(4).any(|run| runs.contains(run)) {
        return true;
    }
    let (one, other) = (content(&one), content(&other));
    let shared = one.intersection(&other).count();
    let all = one.union(&other).count();
    shared >= 2 && 2 * shared >= all
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                match inner.as_str() {
                    // What is asked, also in other languages, which stand in an extension.
                    Some(text) if key == "text" || key == "valueString" || key == "valueMarkdown" => {
                        found.push(text.to_owned());
                    }
                    _ => collect(inner, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| collect(inner, found)),
        _ => {}
    }
}

fn published() -> Vec<String> {
    let mut found = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fhir");
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|end| end != "json") {
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        // One of the files is no JSON, on purpose.
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            collect(&value, &mut found);
        }
    }
    found.retain(|text| words(text).len() >= 4);
    found
}

#[test]
fn no_question_repeats_a_published_one() {
    let published = published();
    assert!(published.len() > 100, "only {} published sentences", published.len());
    for own in catalogue::own() {
        for item in own.walk() {
            for text in Lang::ALL.iter().filter_map(|lang| item.text.exact(*lang)) {
                for other in &published {
                    assert!(!too_near(text, other), "{} {}: “{text}” is near “{other}”", own.reference.id, item.id);
                }
            }
        }
    }
}

#[test]
fn near_copies_are_found() {
    for text in published().iter().filter(|text| content(&words(text)).len() >= 3) {
        assert!(too_near(text, &text.to_uppercase()), "{text}");
        // One word put before each third word leaves the words that carry meaning.
        let changed: Vec<String> = words(text)
            .iter()
            .enumerate()
            .map(|(at, word)| if at % 3 == 2 { format!("so {word}") } else { word.clone() })
            .collect();
        assert!(too_near(text, &changed.join(" ")), "{text}");
    }
    assert!(!too_near("The pace suits me.", "I know where we are going."));
}

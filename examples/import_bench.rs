//! How long the importer of questionnaires takes, printed: `cargo run --release --example import_bench`.
//!
//! Three files: twelve questions, the most items that are taken (5,000, each with four options and a condition), and one that is
//! just as large as is read (5 MB) and refused for its items.

use std::time::Instant;

use attune::exchange::fhir::{LARGEST, import};
use serde_json::{Value, json};

/// A questionnaire of so many items with so long a text.
fn file(items: usize, text: &str) -> String {
    let option =
        |code: usize| json!({ "valueCoding": { "system": "urn:x", "code": code.to_string(), "display": "An answer" } });
    let item = |at: usize| {
        let mut made = json!({
            "linkId": at.to_string(), "type": "choice", "text": text,
            "answerOption": (0..4).map(option).collect::<Vec<_>>(),
        });
        if at > 0 {
            made["enableWhen"] =
                json!([{ "question": (at - 1).to_string(), "operator": "exists", "answerBoolean": true }]);
        }
        made
    };
    let all: Vec<Value> = (0..items).map(item).collect();
    json!({ "resourceType": "Questionnaire", "status": "active", "title": "Bench", "item": all }).to_string()
}

fn main() {
    let large = file(6_000, &"word ".repeat(76));
    for (name, text) in [
        ("12 items", file(12, "A question?")),
        ("5,000 items", file(5_000, "A question?")),
        ("as large as is read", large),
    ] {
        let mut times = Vec::new();
        let mut outcome = String::new();
        for _ in 0..5 {
            let began = Instant::now();
            let read = import(text.as_bytes());
            times.push(began.elapsed().as_secs_f64() * 1000.0);
            outcome = match read {
                Ok(read) => format!("{} items", read.instrument.walk().len()),
                Err(_) => "refused".to_owned(),
            };
        }
        times.sort_by(f64::total_cmp);
        println!("  {name:<20} {:>9} bytes of {LARGEST}  {:>8.1} ms  {outcome}", text.len(), times[2]);
    }
}

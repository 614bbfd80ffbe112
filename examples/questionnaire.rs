//! What a FHIR Questionnaire makes of a response: `cargo run --example questionnaire -- Q.json [--response R.json]`.
//!
//! Prints JSON with `title`, `version`, `items` (those that are neither groups nor mere text, hidden ones included), `scores`
//! (`name`, `value`, `linkId`) and `problems` (`path`, `severity`, `message`). Ends with 0 where the questionnaire is usable
//! without a warning or error, with 1 where it is usable with some, and with 2 where it (or the response) is refused.

use std::{fs, path::Path, process::ExitCode};

use attune::{
    exchange::fhir::{self, Problem, Refusal, Severity, What},
    instrument::{
        Instrument, Kind, Provenance,
        expressions::{self, Failure},
        scoring::{self, NamedScore, Scored},
    },
    words::Lang,
};
use serde_json::{Value, json};

const LANG: Lang = Lang::En;

/// Why there is nothing to print but a sentence.
fn refused(path: &str, message: &str) -> Value {
    json!({ "title": null, "version": null, "items": 0, "scores": [],
        "problems": [{ "path": path, "severity": "error", "message": message }] })
}

/// The bytes of a file, which is not opened where its size alone refuses it.
fn bytes(path: &str) -> Result<Vec<u8>, String> {
    let unreadable = |error: std::io::Error| format!("{path} cannot be read: {error}.");
    let size = fs::metadata(Path::new(path)).map_err(unreadable)?.len();
    if size > fhir::LARGEST as u64 {
        return Err(Refusal::TooLarge.say(LANG));
    }
    fs::read(path).map_err(unreadable)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (output, code) = match arguments.as_slice() {
        [questionnaire] => run(questionnaire, None),
        [questionnaire, "--response", response] | ["--response", response, questionnaire] => {
            run(questionnaire, Some(response))
        }
        _ => (refused("", "Please give a file: questionnaire Q.json [--response R.json]"), 2),
    };
    println!("{output:#}");
    ExitCode::from(code)
}

fn run(questionnaire: &str, response: Option<&str>) -> (Value, u8) {
    let imported = match bytes(questionnaire).and_then(|read| fhir::import(&read).map_err(|why| why.say(LANG))) {
        Ok(imported) => imported,
        Err(message) => return (refused("", &message), 2),
    };
    let instrument = imported.instrument;
    let mut problems = imported.problems;
    let scores = match response {
        // Without answers there is nothing to compute, only what could be.
        None => names(&instrument),
        Some(path) => match scored(&instrument, path, &mut problems) {
            Ok(scores) => scores,
            Err(message) => return (refused("response", &message), 2),
        },
    };
    let bad = problems.iter().any(|problem| problem.severity > Severity::Note);
    let all = instrument.walk();
    let items = all.iter().filter(|item| !matches!(item.kind, Kind::Group | Kind::Display)).count();
    let title = Some(instrument.title.get(LANG)).filter(|title| !title.is_empty());
    let version = match &instrument.provenance {
        Provenance::Imported { version, .. } => Some(version.clone()).filter(|version| !version.is_empty()),
        _ => Some(instrument.reference.version.to_string()),
    };
    let output = json!({ "title": title, "version": version, "items": items, "scores": scores,
        "problems": problems.iter().map(said).collect::<Vec<_>>() });
    (output, u8::from(bad))
}

fn said(problem: &Problem) -> Value {
    json!({ "path": problem.path, "severity": problem.severity.tag(), "message": problem.say(LANG) })
}

fn score(one: &NamedScore, value: Option<f64>) -> Value {
    let name = Some(one.name.get(LANG)).filter(|name| !name.is_empty()).unwrap_or(&one.id);
    json!({ "name": name, "value": value, "linkId": one.id })
}

fn names(instrument: &Instrument) -> Value {
    scoring::scores(instrument, &Default::default()).iter().map(|one| score(one, None)).collect()
}

/// The scores over the response as it stands, repetitions and weights of its own included.
fn scored(instrument: &Instrument, path: &str, problems: &mut Vec<Problem>) -> Result<Value, String> {
    let read = bytes(path)?;
    let response = fhir::weighed_response(instrument, &read).map_err(|why| why.say(LANG))?;
    let (answers, found) = fhir::import_response(instrument, &read).map_err(|why| why.say(LANG))?;
    problems.extend(found);
    let left_out = |id: &str| answers.get(id).is_none();
    let computed = expressions::compute(instrument, &response);
    let scales = scoring::scores(instrument, &answers).into_iter().filter(|one| matches!(one.scored, Scored::Scale(_)));
    let scores = scales.chain(scoring::computed_scores(instrument, &computed, &left_out)).map(|one| {
        if let Scored::Failed(failure) = &one.scored {
            let what = match failure {
                Failure::NoWeight(item) => What::NoWeight(item.clone()),
                Failure::Circle => What::Circle(vec![one.id.clone()]),
                Failure::NotUnderstood(why) | Failure::NoResult(why) => not_computed(why),
                Failure::WrongKind => not_computed("WrongKind"),
                Failure::TooMuch => not_computed("TooMuch"),
            };
            // What the import said of the expression already is not said again.
            let known =
                problems.iter().any(|other| other.path == one.id && matches!(other.what, What::NotComputed(..)));
            if !known {
                problems.push(Problem { path: one.id.clone(), severity: Severity::Error, what });
            }
        }
        score(&one, one.scored.value())
    });
    Ok(scores.collect())
}

fn not_computed(why: &str) -> What {
    What::NotComputed("calculatedExpression".to_owned(), why.to_owned())
}

//! What is written is read back to the same thing.

use attune::{
    exchange::fhir::{Problem, ResponseMeta, Severity, What, export, export_response, import, import_response},
    instrument::{Answer, AnswerSet, Flow, Instrument, catalogue, check},
    words::Lang,
};
use proptest::prelude::*;
use serde_json::Value;

use super::{
    generated::{answers, instrument},
    support::{at_least, read},
};

fn back(instrument: &Instrument) -> Instrument {
    let imported = import(export(instrument).as_bytes()).unwrap();
    assert_eq!(at_least(&imported.problems, Severity::Warning), Vec::<&Problem>::new());
    imported.instrument
}

fn there_and_back(instrument: &Instrument, answers: &AnswerSet) -> AnswerSet {
    let about = ResponseMeta { authored: "2026-11-23".to_owned(), lang: Lang::Es, subject: Some("K7".to_owned()) };
    let (found, problems) =
        import_response(instrument, export_response(instrument, answers, &about).as_bytes()).unwrap();
    assert_eq!(problems, []);
    found
}

#[test]
fn every_instrument_of_the_catalogue_is_read_back_as_it_is() {
    for own in catalogue::all() {
        assert_eq!(back(own), **own, "{}", own.reference.id);
    }
}

#[test]
fn imported_files_are_read_back_as_they_were_imported() {
    for name in [
        "asbi__PHQ9.json",
        "lforms__R4_apgar-with-itemWeight-variable.json",
        "lforms__R4_calc-weight_q-with-contained-valueset-with-itemWeight.json",
        "lforms__R4_enableWhen-test.R4.json",
        "lforms__R4_enableWhenExpressionTest.json",
        "lforms__R4_phq9.json",
        "mhc__WHO5+es-US.json",
        "rkonfhir__GAD-7.json",
        "rkonfhir__SliderExample.json",
        "uwcirg__CIRG-PHQ-4.json",
    ] {
        let first = read(name).instrument;
        assert_eq!(import(export(&first).as_bytes()).unwrap().instrument, first, "{name}");
    }
}

#[test]
fn a_language_with_stray_signs_is_read_back_as_the_same_language() {
    // Found by fuzzing: the signs went, and only the next reading saw the language that was left.
    for language in ["(en-US", "e n", "es_MX", "-"] {
        let file = serde_json::json!({
            "resourceType": "Questionnaire", "language": language, "title": "T",
            "item": [{ "linkId": "a", "type": "string", "text": "Q" }],
        });
        let imported = import(file.to_string().as_bytes()).unwrap().instrument;
        assert_eq!(back(&imported), imported, "{language}");
    }
}

#[test]
fn skipped_and_unasked_answers_and_those_to_unknown_items_are_kept() {
    let made = read("lforms__R4_enableWhen-test.R4.json").instrument;
    let given: AnswerSet = [
        ("Q1", Answer::Value(1.0)),
        ("Q1-false", Answer::Text("not asked".to_owned())),
        ("Q2", Answer::Skipped),
        ("Q8", Answer::Many(Vec::new())),
        ("gone", Answer::Value(2.5)),
    ]
    .into_iter()
    .collect();
    assert_eq!(there_and_back(&made, &given), given);
    let about = ResponseMeta { authored: "2026-11-23".to_owned(), lang: Lang::En, subject: None };
    let response: Value = serde_json::from_str(&export_response(&made, &given, &about)).unwrap();
    let items = response["item"].to_string();
    assert!(items.contains("asked-declined") && !items.contains("not asked"), "{items}");
    assert_eq!(response["authored"], "2026-11-23");
    assert!(response["questionnaire"].as_str().is_some_and(|name| name.starts_with("urn:attune:questionnaire:")));
}

#[test]
fn computed_scores_travel_with_the_answers() {
    let made = read("lforms__R4_phq9.json").instrument;
    let given: AnswerSet = [("/44250-9", Answer::Value(3.0)), ("/44255-8", Answer::Value(2.0))].into_iter().collect();
    let response: Value = serde_json::from_str(&export_response(&made, &given, &ResponseMeta::default())).unwrap();
    let total = response["item"].as_array().unwrap().iter().find(|item| item["linkId"] == "/44261-6").unwrap();
    assert_eq!(total["answer"][0]["valueDecimal"], 5.0);
    assert_eq!(there_and_back(&made, &given), given);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_instrument_is_read_back_as_it_is(made in instrument()) {
        prop_assert_eq!(check(&made), []);
        let text = export(&made);
        let imported = import(text.as_bytes()).unwrap();
        let expected = |problem: &Problem| {
            problem.severity == Severity::Note || problem.what == What::NotComputed("calculatedExpression".to_owned(), "text/cql".to_owned())
        };
        prop_assert!(imported.problems.iter().all(expected), "{:?}\n{}", imported.problems, text);
        prop_assert_eq!(imported.instrument, made, "{}", text);
    }

    #[test]
    fn any_answers_are_read_back_as_they_are((made, given) in instrument().prop_flat_map(|made| {
        let given = answers(&made);
        (Just(made), given)
    })) {
        prop_assert_eq!(there_and_back(&made, &given), given);
    }

    #[test]
    fn any_answers_can_be_followed_and_scored((made, given) in instrument().prop_flat_map(|made| {
        let given = answers(&made);
        (Just(made), given)
    })) {
        let flow = Flow::of(&made, &given);
        prop_assert!(flow.questions().len() <= made.walk().len());
        let calculated = made.walk().iter().filter(|item| item.calculated.is_some()).count();
        let scores = attune::instrument::scoring::scores(&made, &given);
        prop_assert!((1..=1 + calculated).contains(&scores.len()));
    }

    #[test]
    fn any_bytes_end_in_an_import_or_a_refusal(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = import(&bytes);
    }

    /// A real file with a piece cut out or put in.
    #[test]
    fn damaged_files_end_in_an_import_or_a_refusal(at in 0.0..1.0_f64, cut in 0_usize..40, put in "[\\[\\]{}\",:a-z0-9]{0,6}") {
        for name in ["lforms__R4_phq9.json", "rkonfhir__GAD-7.json", "lforms__R4_q-enableWhen-with-reference-loop.json"] {
            let mut bytes = super::support::bytes(name);
            let start = ((bytes.len() as f64) * at) as usize;
            let end = (start + cut).min(bytes.len());
            bytes.splice(start..end, put.bytes());
            if let Ok(imported) = import(&bytes) {
                let flow = Flow::of(&imported.instrument, &AnswerSet::default());
                prop_assert!(flow.questions().len() <= imported.instrument.walk().len());
                let again = import(export(&imported.instrument).as_bytes()).unwrap();
                prop_assert_eq!(again.instrument, imported.instrument);
            }
        }
    }
}

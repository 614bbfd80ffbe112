//! Files that are broken, too large, or made to be a nuisance.

use std::process::Command;

use attune::{
    exchange::fhir::{LARGEST, Refusal, Severity, What, import, import_response},
    instrument::{Flow, Kind},
    words::Lang,
};
use serde_json::{Value, json};

use super::support::{at_least, file, of_items};

fn refused(text: &str) -> Refusal {
    let refusal = import(text.as_bytes()).unwrap_err();
    for lang in Lang::ALL {
        assert!(refusal.say(lang).len() > 40);
    }
    assert!(refusal.say(Lang::En).ends_with("Nothing was changed."));
    refusal
}

fn questionnaire(items: &Value) -> String {
    json!({ "resourceType": "Questionnaire", "item": items }).to_string()
}

fn nested(levels: usize) -> Value {
    let innermost = json!({ "linkId": "innermost", "type": "string" });
    (1..levels).fold(innermost, |inner, at| json!({ "linkId": at.to_string(), "type": "group", "item": [inner] }))
}

#[test]
fn size_depth_and_number_of_items_are_limited() {
    let fill = |bytes: usize| {
        let (start, end) =
            (r#"{"resourceType":"Questionnaire","title":""#, r#"","item":[{"linkId":"a","type":"string"}]}"#);
        format!("{start}{}{end}", "x".repeat(bytes - start.len() - end.len()))
    };
    assert!(import(fill(LARGEST).as_bytes()).is_ok());
    assert_eq!(refused(&fill(LARGEST + 1)), Refusal::TooLarge);
    assert!(import(questionnaire(&json!([nested(32)])).as_bytes()).is_ok());
    assert_eq!(refused(&questionnaire(&json!([nested(33)]))), Refusal::TooDeep);
    assert_eq!(refused(&questionnaire(&json!([nested(60)]))), Refusal::TooDeep);
    // Deeper than the reader of JSON goes.
    let item = r#"{"item":["#;
    let deep = format!(r#"{{"resourceType":"Questionnaire","item":[{}{}]}}"#, item.repeat(10_000), "]}".repeat(10_000));
    assert_eq!(refused(&deep), Refusal::TooDeep);
    let many = |count: usize| {
        let items = (0..count).map(|at| json!({ "linkId": at.to_string(), "type": "string" }));
        questionnaire(&Value::Array(items.collect()))
    };
    assert_eq!(import(many(5_000).as_bytes()).unwrap().problems, []);
    assert_eq!(refused(&many(5_001)), Refusal::TooMany);
}

#[test]
fn a_file_of_100_mb_is_refused_by_its_size_without_being_read() {
    let folder = std::env::temp_dir().join(format!("attune-fhir-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let large = folder.join("large.json");
    std::fs::File::create(&large).unwrap().set_len(100_000_000).unwrap();
    let run = |arguments: &[&std::path::Path]| {
        let output = Command::new(example()).args(arguments).output().unwrap();
        (output.status.code(), serde_json::from_slice::<Value>(&output.stdout).unwrap())
    };
    let (code, said) = run(&[&large]);
    assert_eq!((code, &said["title"], &said["items"]), (Some(2), &Value::Null, &json!(0)));
    assert_eq!(said["problems"][0]["message"], json!(Refusal::TooLarge.say(Lang::En)));
    std::fs::remove_dir_all(&folder).unwrap();
    let phq9 = file("lforms__R4_phq9.json");
    let (code, said) = run(&[&phq9, std::path::Path::new("--response"), &file("responses/phq9-27.json")]);
    assert_eq!(code, Some(0));
    let total =
        json!({ "name": "Patient health questionnaire 9 item total score", "value": 27.0, "linkId": "/44261-6" });
    assert_eq!((&said["items"], &said["scores"]), (&json!(11), &json!([total])));
    assert_eq!(run(&[&file("lforms__R4_q-enableWhen-with-reference-loop.json")]).0, Some(1));
    assert_eq!(run(&[&file("uwcirg__deprecated_GAD-7.json")]).0, Some(2));
    assert_eq!(run(&[&file("no-such-file.json")]).0, Some(2));
    assert_eq!(run(&[&phq9, std::path::Path::new("--response"), &phq9]).0, Some(2));
}

/// The example, which Cargo builds beside the tests.
fn example() -> std::path::PathBuf {
    let mut path = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    path.join("examples/questionnaire").with_extension(std::env::consts::EXE_EXTENSION)
}

#[test]
fn names_that_stand_twice_are_refused_by_name_and_mere_text_is_not() {
    let item = |kind: &str| json!({ "linkId": "twice", "type": kind, "text": kind });
    assert_eq!(
        refused(&questionnaire(&json!([item("string"), item("integer")]))),
        Refusal::SameName("twice".to_owned())
    );
    assert_eq!(refused(&questionnaire(&json!([item("string"), item("group")]))), Refusal::SameName("twice".to_owned()));
    let made = of_items(&json!([item("display"), item("string"), item("display")]));
    let names: Vec<&str> = made.instrument.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(names, ["item[0]", "twice", "item[2]"]);
    assert!(made.problems.iter().all(|one| one.what == What::SameName && one.severity == Severity::Warning));
    assert_eq!(made.problems.len(), 2);
    let unnamed =
        of_items(&json!([{ "type": "group", "item": [{ "type": "string", "enableWhen": [{ "question": "x" }] }] }]));
    assert_eq!(unnamed.instrument.items[0].items[0].id, "item[0].item[0]");
    assert_eq!(unnamed.problems.iter().filter(|one| one.what == What::NoLinkId).count(), 2);
    assert!(unnamed.problems.iter().any(|one| one.what == What::NoSuchItem("x".to_owned())));
}

#[test]
fn circles_are_named_and_end_whether_by_rules_or_by_expressions() {
    let by = |id: &str, other: &str| {
        json!({ "linkId": id, "type": "boolean", "extension": [{
        "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression",
        "valueExpression": { "language": "text/fhirpath",
            "expression": format!("%resource.item.where(linkId = '{other}').answer.value.empty()") } }] })
    };
    let rule = |id: &str, other: &str| json!({ "linkId": id, "type": "boolean", "enableWhen": [{ "question": other, "operator": "exists", "answerBoolean": false }] });
    for items in [
        json!([rule("a", "b"), rule("b", "a")]),
        json!([by("a", "b"), by("b", "a")]),
        json!([rule("a", "b"), by("b", "a")]),
        json!([rule("a", "a")]),
    ] {
        let made = of_items(&items);
        let errors = at_least(&made.problems, Severity::Error);
        assert!(matches!(errors[..], [one] if matches!(one.what, What::Circle(_))), "{items}: {errors:?}");
        let answers = [("a", 1.0), ("b", 1.0)].map(|(id, value)| (id, attune::instrument::Answer::Value(value)));
        let flow = Flow::of(&made.instrument, &answers.into_iter().collect());
        assert!(!flow.questions().is_empty(), "{items}");
    }
}

#[test]
fn numbers_beyond_reach_are_refused_in_a_sentence() {
    let text = questionnaire(&json!([{ "linkId": "a", "type": "integer", "extension": [
        { "url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": "HUGE" }] }]));
    for huge in ["1e400", "-1e400", "1e99999999999"] {
        assert_eq!(refused(&text.replace("\"HUGE\"", huge)), Refusal::Number { line: 1 });
    }
    let tiny = import(text.replace("\"HUGE\"", "1e-400").as_bytes()).unwrap();
    assert!(matches!(&tiny.instrument.items[0].kind, Kind::Number(number) if number.min == Some(0.0)));
}

#[test]
fn invisible_and_turning_characters_are_taken_out_and_markup_is_text() {
    let text = "Pain\u{202E}niaP\u{2066} \u{200B}<b onclick='x()'>now</b>\u{0}";
    let option = json!({ "valueCoding": { "code": "x\u{200B}", "display": "Y\u{202E}es\u{200F}" } });
    let made = of_items(
        &json!([{ "linkId": "a", "type": "choice", "text": text, "prefix": "\u{2067}1", "answerOption": [option] }]),
    );
    let item = &made.instrument.items[0];
    assert_eq!(item.text.get(Lang::En), "PainniaP <b onclick='x()'>now</b>");
    assert_eq!((item.prefix.as_str(), item.kind.own_options().unwrap()[0].text.get(Lang::En)), ("1", "Yes"));
    assert!(made.problems.iter().filter(|one| one.what == What::Cleaned).count() >= 3);
    let named = of_items(&json!([{ "linkId": "a\u{202E}b", "type": "attachment" }]));
    assert!(named.problems.iter().all(|one| !one.say(Lang::En).contains('\u{202E}')));
}

#[test]
fn a_nuisance_is_over_quickly_and_its_problems_are_counted() {
    let unknown = |at: usize| json!({ "url": format!("http://example.org/{at}"), "valueBoolean": true });
    let many = json!([{ "linkId": "a", "type": "string", "extension": (0..50_000).map(unknown).collect::<Vec<_>>() }]);
    let made = of_items(&many);
    assert_eq!(made.problems.len(), 1_001);
    assert_eq!(made.problems.last().map(|one| one.what.clone()), Some(What::More(49_000)));
    // One value set with many concepts, used by many items.
    let concepts: Vec<Value> = (0..4_999).map(|at| json!({ "code": at.to_string() })).collect();
    let items: Vec<Value> =
        (0..2_000).map(|at| json!({ "linkId": at.to_string(), "type": "choice", "answerValueSet": "#v" })).collect();
    let set = json!({ "resourceType": "ValueSet", "id": "v", "compose": { "include": [{ "system": "s", "concept": concepts }] } });
    let made = json!({ "resourceType": "Questionnaire", "contained": [set], "item": items }).to_string();
    let made = import(made.as_bytes()).unwrap();
    let shown = made.instrument.items.iter().filter(|item| item.kind.own_options().is_some()).count();
    assert_eq!(shown, 20);
    // Many rules on one item with many options.
    let option = |at: usize| json!({ "valueCoding": { "code": at.to_string() } });
    let rule = json!({ "question": "a", "operator": "=", "answerCoding": { "code": "4998" } });
    let made = of_items(&json!([
        { "linkId": "a", "type": "choice", "answerOption": (0..4_999).map(option).collect::<Vec<_>>() },
        { "linkId": "b", "type": "string", "enableWhen": vec![rule; 20_000] },
    ]));
    assert!(made.instrument.items[1].when.is_some());
    // Many answers that do not fit.
    let answers: Vec<Value> = (0..50_000).map(|at| json!({ "valueCoding": { "code": format!("no {at}") } })).collect();
    let response = json!({ "resourceType": "QuestionnaireResponse", "item": [{ "linkId": "b", "answer": answers }] });
    assert!(import_response(&made.instrument, response.to_string().as_bytes()).is_ok());
}

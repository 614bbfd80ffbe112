//! The expressions of real questionnaires, over responses made by hand.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use super::super::{Environment, Expression, Item, weight_in};
use super::{over, written};

fn file(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fhir").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).expect(name)).expect(name)
}

/// Every FHIRPath expression below an element, in order, with its variable's name.
fn expressions(value: &Value, found: &mut Vec<(Option<String>, String)>) {
    if value.get("language").is_some_and(|language| language == "text/fhirpath") {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        found.extend(text("expression").map(|expression| (text("name"), expression)));
    }
    match value {
        Value::Object(parts) => parts.values().for_each(|part| expressions(part, found)),
        Value::Array(list) => list.iter().for_each(|part| expressions(part, found)),
        _ => {}
    }
}

/// The value of a questionnaire's last expression, with all before it as variables.
fn last_value(questionnaire: &Value, response: &Value) -> String {
    let mut all = Vec::new();
    expressions(questionnaire, &mut all);
    let weights = |value: &Value, link: Option<&str>| weight_in(questionnaire, value, link);
    let mut env = Environment {
        resource: response,
        questionnaire: Some(questionnaire),
        variables: BTreeMap::new(),
        weights: &weights,
    };
    let mut last = Vec::new();
    for (name, text) in all {
        last = Expression::parse(&text).expect(&text).evaluate(&env, &Item::node(response, None)).expect(&text);
        if let Some(name) = name {
            env.variables.insert(name, last.clone());
        }
    }
    written(&last)
}

/// A response that takes the option of this place for each item with options; none for a place beyond them.
fn chosen(questionnaire: &Value, places: &[usize]) -> Value {
    let items = questionnaire["item"].as_array().expect("items");
    let mut places = places.iter();
    let answered = items.iter().filter_map(|item| {
        let option = item.get("answerOption")?.get(*places.next()?)?;
        Some(json!({ "linkId": item["linkId"], "answer": [{ "valueCoding": option["valueCoding"] }] }))
    });
    json!({ "resourceType": "QuestionnaireResponse", "item": answered.collect::<Vec<_>>() })
}

#[test]
fn every_expression_of_the_files_is_supported() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fhir");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|end| end != "json") {
            continue;
        }
        let text = std::fs::read_to_string(path).expect("a text");
        let mut all = Vec::new();
        expressions(&serde_json::from_str(&text).unwrap_or_default(), &mut all);
        for (_, expression) in all {
            count += 1;
            assert!(Expression::parse(&expression).is_ok(), "{expression}");
        }
    }
    assert_eq!(count, 29);
}

#[test]
fn phq9_by_variables_and_by_the_weight_function() {
    let (by_variables, by_weight) =
        (file("lforms__R4_phq9.json"), file("lforms__R4_calc-weight_phq9-with-the-weight-function.json"));
    for (places, total) in [
        (&[0, 1, 2, 3, 0, 1, 2, 3, 0][..], "12.0"),
        (&[3; 9], "27.0"),
        (&[0; 9], "0.0"),
        (&[2, 9, 1], "3.0"),
        (&[], ""),
    ] {
        for questionnaire in [&by_variables, &by_weight] {
            // An option's weight is a whole number in these files, but of the type decimal.
            assert_eq!(last_value(questionnaire, &chosen(questionnaire, places)), total, "{places:?}");
        }
    }
}

#[test]
fn apgar_needs_every_answer() {
    let questionnaire = file("lforms__R4_apgar-with-itemWeight-variable.json");
    let value = |places: &[usize]| last_value(&questionnaire, &chosen(&questionnaire, places));
    assert_eq!(value(&[2, 1, 0, 2, 1]), "6.0");
    assert_eq!(value(&[2, 2, 2, 2, 2]), "10.0");
    assert_eq!(value(&[2, 2, 9, 2, 2]), "");
}

#[test]
fn weights_of_a_contained_value_set() {
    let questionnaire = file("lforms__R4_calc-weight_q-with-contained-valueset-with-itemWeight.json");
    let answer = |link: &str, code: &str, system: &str| json!({ "linkId": link, "answer": [{ "valueCoding": { "code": code, "system": system } }] });
    let response = json!({ "resourceType": "QuestionnaireResponse", "item": [{ "linkId": "link-1", "item": [
        { "linkId": "link-1.1", "item": [
            answer("link-1.1.1", "some-code-2", "some-system-2"),
            answer("link-1.1.2", "some-code-1", "some-system-1"),
        ]}
    ]}]});
    assert_eq!(last_value(&questionnaire, &response), "21.0");
    assert_eq!(over(&response, Some(&questionnaire), "answers().weight().sum()"), "21.0");
}

#[test]
fn weights_of_a_composed_value_set_and_of_values_without_a_code() {
    let weight =
        |number: f64| json!([{ "url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": number }]);
    let questionnaire = json!({ "resourceType": "Questionnaire",
        "contained": [{ "resourceType": "ValueSet", "id": "v", "compose": { "include": [
            { "system": "one", "concept": [{ "code": "a", "extension": weight(1.0) }] },
            { "system": "two", "concept": [{ "code": "a", "extension": weight(2.0) }] },
        ]}}],
        "item": [
            { "linkId": "c", "answerValueSet": "#v" },
            { "linkId": "i", "answerOption": [{ "valueInteger": 5, "extension": weight(0.5) }, { "valueInteger": 6 }] },
            { "linkId": "s", "answerOption": [{ "valueString": "x", "_valueString": { "extension": weight(4.0) } }] },
        ],
    });
    let find = |value: Value, link: &str| weight_in(&questionnaire, &value, Some(link));
    assert_eq!(find(json!({ "system": "two", "code": "a" }), "c"), Some(2.0));
    assert_eq!(find(json!({ "system": "three", "code": "a" }), "c"), None);
    assert_eq!(find(json!({ "code": "a" }), "c"), Some(1.0));
    assert_eq!(find(json!(5), "i"), Some(0.5));
    assert_eq!(find(json!(6), "i"), None);
    assert_eq!(find(json!("x"), "s"), Some(4.0));
    assert_eq!(find(json!("x"), "nowhere"), None);
    assert_eq!(weight_in(&questionnaire, &json!("x"), None), None);
}

#[test]
fn an_item_is_shown_when_what_was_typed_says_so() {
    let questionnaire = file("lforms__R4_enableWhenExpressionTest.json");
    let response = |a: Value, b: Value| {
        json!({ "resourceType": "QuestionnaireResponse", "item": [{ "linkId": "g", "item": [
            { "linkId": "n1", "answer": [{ "valueInteger": a }] },
            { "linkId": "n2", "answer": [{ "valueInteger": b }] },
        ]}]})
    };
    assert_eq!(last_value(&questionnaire, &response(json!(2), json!(3))), "true");
    assert_eq!(last_value(&questionnaire, &response(json!(2), json!(2))), "false");

    let questionnaire = file("lforms__R4_enableWhen-test.R4.json");
    let response = |text: &str| {
        json!({ "resourceType": "QuestionnaireResponse", "item": [{ "item": [
            { "linkId": "Q10", "answer": [{ "valueString": text }] },
            { "linkId": "Q10b", "answer": [{ "valueString": "ken" }] },
        ]}]})
    };
    assert_eq!(last_value(&questionnaire, &response("chic")), "true");
    assert_eq!(last_value(&questionnaire, &response("kra")), "false");
}

#[test]
fn answers_within_answers() {
    let response = file("lforms__R4_qr-items-under-repeating-choice-item.json");
    let sum = 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8;
    assert_eq!(over(&response, None, "answers().value.ofType(integer).sum()"), (sum + 11 * sum).to_string());
    assert_eq!(over(&response, None, "item.answer.item.where(linkId='/choice/int').answer.value"), "1, 2, 11, 22");
    assert_eq!(
        over(&response, None, "descendants().where(linkId='/choice/choice/st').answer.value.join('')"),
        "'cdccdd'"
    );
}

#[test]
fn an_item_knows_what_is_asked_by_it() {
    let questionnaire = file("lforms__R4_phq9.json");
    let response = chosen(&questionnaire, &[3, 1]);
    let env = Environment {
        resource: &response,
        questionnaire: Some(&questionnaire),
        variables: BTreeMap::from([(
            "url".to_owned(),
            vec![Item::Text("http://hl7.org/fhir/StructureDefinition/ordinalValue".into())],
        )]),
        weights: &|_, _| None,
    };
    let context = Item::node(&response["item"][1], None);
    let value = |text: &str| written(&Expression::parse(text).expect(text).evaluate(&env, &context).expect(text));
    assert_eq!(value("%qitem.linkId"), "'/44255-8'");
    assert_eq!(value("%context.linkId = linkId and linkId = $this.linkId"), "true");
    assert_eq!(
        value(
            "%questionnaire.item.where(linkId = %context.linkId).answerOption\
             .where(value = %context.answer.value).extension(%url).value"
        ),
        "1.0"
    );
}

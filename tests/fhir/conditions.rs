//! Skip logic of files, case by case.

use attune::{
    exchange::fhir::{Import, Severity, What, import_response},
    instrument::{AnswerSet, Flow, Instrument},
};
use serde_json::{Value, json};

use super::support::{at_least, of_items, read};

/// Answers to items at any depth, from `linkId` and `answer` parts.
fn answers(instrument: &Instrument, given: &[(&str, Value)]) -> AnswerSet {
    let items: Vec<Value> = given.iter().map(|(id, answers)| json!({ "linkId": id, "answer": answers })).collect();
    let response = json!({ "resourceType": "QuestionnaireResponse", "item": items });
    let (answers, problems) = import_response(instrument, response.to_string().as_bytes()).unwrap();
    assert_eq!(problems, []);
    answers
}

/// Which of the items whose name begins with `prefix` are asked.
fn asked(instrument: &Instrument, prefix: &str, given: &[(&str, Value)]) -> Vec<String> {
    let answers = answers(instrument, given);
    let flow = Flow::of(instrument, &answers);
    assert!(flow.settled);
    flow.questions().iter().filter_map(|item| item.id.strip_prefix(prefix).map(str::to_owned)).collect()
}

#[test]
fn the_cases_of_the_enable_when_file_are_right() {
    let made = read("lforms__R4_enableWhen-test.R4.json").instrument;
    let is = |prefix: &str, answer: &[Value], expected: &[&str]| {
        let name = prefix.trim_end_matches('-');
        let given = if answer.is_empty() { Vec::new() } else { vec![(name, json!(answer))] };
        assert_eq!(asked(&made, prefix, &given), expected, "{prefix} {answer:?}");
    };
    let coding = |code: &str| json!({ "valueCoding": { "system": "test-coding", "code": code } });
    is("Q1-", &[], &["not-exists", "not-true"]);
    is("Q1-", &[json!({ "valueBoolean": true })], &["exists", "true"]);
    is("Q1-", &[json!({ "valueBoolean": false })], &["exists", "false", "not-true"]);
    is("Q2-", &[], &["not-exists"]);
    is("Q2-", &[json!({ "valueDecimal": 5.6 })], &["exists", "equal", "ge"]);
    is("Q2-", &[json!({ "valueDecimal": 4.7 })], &["exists"]);
    is("Q3-", &[json!({ "valueInteger": 5 })], &["exists", "equal", "ge"]);
    is("Q3-", &[json!({ "valueInteger": 4 })], &["exists", "ge"]);
    is("Q4-", &[json!({ "valueDate": "2020-05-01" })], &["exists", "equal", "ge"]);
    is("Q4-", &[json!({ "valueDate": "2020-04-30" })], &["exists"]);
    is("Q5-", &[json!({ "valueDateTime": "2020-05-01T10:00:00Z" })], &["exists"]);
    is("Q6-", &[json!({ "valueTime": "10:00:00" })], &["exists"]);
    is("Q7-", &[], &["not-exists", "notequals"]);
    let exact = ["exists", "equals", "gt", "ge", "ge2", "le2"];
    is("Q7-", &[json!({ "valueString": "test" })], &exact);
    is("Q7-", &[json!({ "valueString": "zebra" })], &["exists", "notequals", "gt", "ge", "ge2", "lt"]);
    is("Q7-", &[json!({ "valueString": "a" })], &["exists", "notequals", "le", "le2"]);
    is("Q8-", &[], &["not-exists"]);
    is("Q8-", &[coding("A")], &["exists"]);
    is("Q8-", &[coding("B")], &["exists", "eq-B"]);
    is("Q8-", &[coding("B"), coding("C")], &["exists", "eq-B", "eq-B-and-C"]);
    is("Q9-", &[], &["not-exists", "noteq-B"]);
    is("Q9-", &[coding("B")], &["exists", "eq-B"]);
    is("Q9-", &[coding("C")], &["exists", "noteq-B"]);
    for (prefix, a, b) in [
        ("Q9a-", json!({ "valueString": "A" }), json!({ "valueString": "B" })),
        ("Q9b-", json!({ "valueInteger": 12 }), json!({ "valueInteger": 34 })),
        ("Q9c-", json!({ "valueDate": "2022" }), json!({ "valueDate": "2022-09" })),
        ("Q9d-", json!({ "valueTime": "10:30:00" }), json!({ "valueTime": "13:30:00" })),
    ] {
        is(prefix, &[], &["not-exists", "noteq-B"]);
        is(prefix, &[a], &["exists", "noteq-B"]);
        is(prefix, &[b], &["exists", "eq-B"]);
    }
    let text = |words: &str| json!([{ "valueString": words }]);
    assert_eq!(asked(&made, "Q10-", &[("Q10", text("chick")), ("Q10b", text("en"))]), ["ewe"]);
    assert_eq!(asked(&made, "Q10-", &[("Q10", text("chick"))]), Vec::<String>::new());
}

#[test]
fn a_condition_by_expression_uses_the_variables_of_the_file() {
    let made = read("lforms__R4_enableWhenExpressionTest.json").instrument;
    let number = |value: f64| json!([{ "valueDecimal": value }]);
    assert_eq!(asked(&made, "q", &[]), Vec::<String>::new());
    assert_eq!(asked(&made, "q", &[("n1", number(2.0)), ("n3", number(2.5))]), Vec::<String>::new());
    assert_eq!(asked(&made, "q", &[("n1", number(2.0)), ("n3", number(3.0))]), ["4"]);
}

fn when(rule: &Value) -> Import {
    let options = json!([
        { "valueCoding": { "system": "s", "code": "x" } }, { "valueCoding": { "system": "t", "code": "x" } },
        { "valueCoding": { "code": "y" } },
    ]);
    of_items(&json!([
        { "linkId": "a", "type": "choice", "answerOption": options },
        { "linkId": "kg", "type": "quantity", "extension": [
            { "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit", "valueCoding": { "code": "kg" } }] },
        { "linkId": "g", "type": "group", "item": [{ "linkId": "d", "type": "display", "text": "only read" }] },
        { "linkId": "b", "type": "string", "enableWhen": rule },
    ]))
}

#[test]
fn codes_are_matched_by_code_and_then_system_and_quantities_by_unit() {
    let coding = |system: &str, code: &str| json!([{ "valueCoding": { "system": system, "code": code } }]);
    let rule = |answer: Value| json!([{ "question": "a", "operator": "=", "answerCoding": answer }]);
    let made = when(&rule(json!({ "system": "t", "code": "x" }))).instrument;
    assert_eq!(asked(&made, "b", &[("a", coding("t", "x"))]), [""]);
    assert_eq!(asked(&made, "b", &[("a", coding("s", "x"))]), Vec::<String>::new());
    let made = when(&rule(json!({ "system": "other", "code": "y" }))).instrument;
    assert_eq!(asked(&made, "b", &[("a", json!([{ "valueCoding": { "code": "y" } }]))]), [""]);
    let heavy = |unit: &str| {
        when(&json!([{ "question": "kg", "operator": ">", "answerQuantity": { "value": 80, "unit": unit } }]))
    };
    let made = heavy("kg").instrument;
    let given = |value: i32| json!([{ "valueQuantity": { "value": value, "unit": "kg" } }]);
    assert_eq!(asked(&made, "b", &[("kg", given(81))]), [""]);
    assert_eq!(asked(&made, "b", &[("kg", given(80))]), Vec::<String>::new());
    let problems = heavy("lb").problems;
    assert!(matches!(at_least(&problems, Severity::Error)[..], [one] if matches!(one.what, What::AlwaysAsked(_))));
}

#[test]
fn a_condition_that_cannot_be_followed_is_named_and_its_item_always_asked() {
    let of = |rule: Value| json!([rule]);
    for rule in [
        of(json!({ "question": "nobody", "operator": "exists", "answerBoolean": true })),
        of(json!({ "question": "a", "operator": "=", "answerCoding": { "code": "no such option" } })),
        of(json!({ "question": "a", "operator": ">", "answerCoding": { "system": "s", "code": "x" } })),
        of(json!({ "question": "a", "operator": "about", "answerCoding": { "system": "s", "code": "x" } })),
        of(json!({ "question": "a", "operator": "=" })),
        of(json!({ "question": "g", "operator": "exists", "answerBoolean": true })),
        of(json!({ "question": "d", "operator": "exists", "answerBoolean": true })),
        of(json!({ "question": "a", "operator": "exists", "answerString": "true" })),
        json!([
            { "question": "a", "operator": "exists", "answerBoolean": true },
            { "question": "nobody", "operator": "exists", "answerBoolean": true },
        ]),
    ] {
        let made = when(&rule);
        let errors = at_least(&made.problems, Severity::Error);
        assert!(matches!(errors[..], [one] if one.path == "b"), "{rule}: {errors:?}");
        assert_eq!(asked(&made.instrument, "b", &[]), [""], "{rule}");
    }
}

#[test]
fn conditions_of_stu3_are_read() {
    let made = of_items(&json!([
        { "linkId": "a", "type": "boolean" }, { "linkId": "b", "type": "integer" },
        { "linkId": "c", "type": "string", "enableWhen": [{ "question": "a", "hasAnswer": true }, { "question": "b", "answerInteger": 3 }] },
    ]));
    assert_eq!(made.problems, []);
    let made = made.instrument;
    assert_eq!(asked(&made, "c", &[]), Vec::<String>::new());
    assert_eq!(asked(&made, "c", &[("a", json!([{ "valueBoolean": false }]))]), [""]);
    assert_eq!(asked(&made, "c", &[("b", json!([{ "valueInteger": 3 }]))]), [""]);
    assert_eq!(asked(&made, "c", &[("b", json!([{ "valueInteger": 4 }]))]), Vec::<String>::new());
}

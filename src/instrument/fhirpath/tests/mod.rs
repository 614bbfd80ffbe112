//! Expressions and their values, worked out by hand from the specification and from the files in `tests/fhir/`.

mod dates;
mod functions;
mod hostile;
mod operators;
mod paths;
mod questionnaires;
mod reading;

use serde_json::{Value, json};

use super::{Environment, Expression, Item, weight_in};

/// How a collection is written in these tests.
pub fn written(items: &[Item]) -> String {
    let one = |item: &Item| match item.plain() {
        Item::Node(node) => node.value().to_string(),
        Item::Text(text) => format!("'{text}'"),
        // With a point, unlike a whole number.
        Item::Decimal(number) => format!("{number:?}"),
        Item::Moment(moment) => format!("@{moment}"),
        other => other.to_text().expect("a plain value").into_owned(),
    };
    items.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The value of an expression over a resource, from its root, or the sentence of its error.
pub fn over(resource: &Value, questionnaire: Option<&Value>, text: &str) -> String {
    let weights = |value: &Value, link: Option<&str>| questionnaire.and_then(|q| weight_in(q, value, link));
    let env = Environment { resource, questionnaire, variables: Default::default(), weights: &weights };
    match Expression::parse(text) {
        Err(error) => error.to_string(),
        Ok(expression) => match expression.evaluate(&env, &Item::node(resource, None)) {
            Ok(items) => written(&items),
            Err(error) => error.to_string(),
        },
    }
}

/// A response with one of everything.
pub fn response() -> Value {
    json!({
        "resourceType": "QuestionnaireResponse",
        "authored": "2026-11-20T09:30:00+01:00",
        "_status": { "extension": [{ "url": "http://why", "valueString": "unknown" }] },
        "item": [
            { "linkId": "g", "item": [
                { "linkId": "n", "answer": [{ "valueInteger": 3 }] },
                { "linkId": "d", "answer": [{ "valueDecimal": 2 }] },
                { "linkId": "t", "answer": [{ "valueString": "Ja, gern" }] },
                { "linkId": "b", "answer": [{ "valueBoolean": false }] },
            ]},
            { "linkId": "many", "answer": [
                { "valueCoding": { "system": "s", "code": "a", "display": "A" },
                  "item": [{ "linkId": "why", "answer": [{ "valueString": "inner" }] }] },
                { "valueCoding": { "system": "s", "code": "b", "extension": [
                    { "url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": 7.5 }] } },
            ]},
            { "linkId": "day", "answer": [{ "valueDate": "2026-11-01" }] },
            { "linkId": "mass", "answer": [{ "valueQuantity": { "value": 70.5, "unit": "kg", "code": "kg" } }] },
            { "linkId": "none" },
        ],
    })
}

/// The value of an expression over that response.
pub fn value(text: &str) -> String {
    over(&response(), None, text)
}

/// Each expression with its value.
pub fn holds(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(value(text), *expected, "{text}");
    }
}

//! What the parts of a questionnaire become.

use attune::{
    exchange::fhir::{Severity, What, import},
    instrument::{Answer, Item, Kind, Weight, fhirpath::Expression},
    words::Lang,
};
use serde_json::{Value, json};

use super::support::{at_least, of_items};

const HL7: &str = "http://hl7.org/fhir/StructureDefinition/";
const SDC: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-";

fn control(code: &str) -> Value {
    json!({ "url": format!("{HL7}questionnaire-itemControl"), "valueCodeableConcept": { "coding": [{ "code": code }] } })
}

fn expression(url: &str, language: &str, text: &str) -> Value {
    json!({ "url": url, "valueExpression": { "language": language, "expression": text, "name": "v" } })
}

/// One item, and what is said about it beyond notes.
fn one(item: Value) -> (Item, Vec<What>) {
    let mut item = item;
    item["linkId"] = json!("a");
    let made = of_items(&json!([item, { "linkId": "other", "type": "string" }]));
    let said = at_least(&made.problems, Severity::Warning).into_iter().map(|problem| problem.what.clone()).collect();
    (made.instrument.items[0].clone(), said)
}

#[test]
fn every_type_is_asked_in_some_way_and_what_is_not_is_said() {
    let text = |long| Kind::Text { long };
    for (kind, expected, said) in [
        ("group", Kind::Group, 0),
        ("display", Kind::Display, 0),
        ("boolean", Kind::YesNo, 0),
        ("date", Kind::Date, 0),
        ("dateTime", Kind::Date, 1),
        ("time", text(false), 1),
        ("string", text(false), 0),
        ("text", text(true), 0),
        ("url", text(false), 0),
        ("choice", text(false), 1),
        ("open-choice", text(false), 1),
        ("attachment", text(false), 1),
        ("reference", text(false), 1),
        ("hologram", text(false), 1),
    ] {
        let (item, problems) = one(json!({ "type": kind }));
        assert_eq!((&item.kind, problems.len()), (&expected, said), "{kind}: {problems:?}");
    }
    let number = |kind: &str| match one(json!({ "type": kind })).0.kind {
        Kind::Number(number) => number.whole,
        other => panic!("{other:?}"),
    };
    assert_eq!((number("integer"), number("decimal"), number("quantity")), (true, false, false));
    let repeated = |kind: &str| one(json!({ "type": kind, "repeats": true })).1;
    assert_eq!((repeated("group"), repeated("string")), (vec![What::Once], vec![What::Once]));
}

#[test]
fn options_keep_their_codes_and_count_as_their_weights() {
    let option = |code: &str, weight: Option<i32>| {
        let weight = weight.map(|weight| json!([{ "url": format!("{HL7}ordinalValue"), "valueDecimal": weight }]));
        json!({ "valueCoding": { "system": "s", "code": code }, "extension": weight.unwrap_or(json!([])) })
    };
    let values = |options: Value| -> Vec<(f64, Weight)> {
        let (item, _) = one(json!({ "type": "choice", "answerOption": options }));
        item.kind.own_options().unwrap().iter().map(|option| (option.value, option.weight)).collect()
    };
    assert_eq!(
        values(json!([option("x", Some(4)), option("y", Some(-1))])),
        [(4.0, Weight::Itself), (-1.0, Weight::Itself)]
    );
    assert_eq!(
        values(json!([option("x", Some(2)), option("y", Some(2)), option("z", Some(2))])),
        [(0.0, Weight::Of(2.0)), (1.0, Weight::Of(2.0)), (2.0, Weight::Itself)]
    );
    assert_eq!(
        values(json!([option("x", None), option("y", Some(7))])),
        [(0.0, Weight::Absent), (1.0, Weight::Of(7.0))]
    );
    assert_eq!(
        values(json!([{ "valueInteger": 5 }, { "valueInteger": 0 }, { "valueString": "more" }])),
        [(5.0, Weight::Absent), (0.0, Weight::Absent), (1.0, Weight::Absent)]
    );
    let (item, said) = one(json!({ "type": "choice", "answerOption": [option("x", None), option("x", None)] }));
    assert_eq!((item.kind.own_options().unwrap().len(), said), (2, vec![What::SameCode("s|x".to_owned())]));
    // Every spelling and place of a weight.
    for (name, key) in [
        ("itemWeight", "valueDecimal"),
        ("ordinalValue", "valueDecimal"),
        ("questionnaire-ordinalValue", "valueDecimal"),
        ("valueset-ordinalValue", "valueInteger"),
        ("iso21090-CO-value", "valueDecimal"),
    ] {
        let weight = json!([{ "url": format!("{HL7}{name}"), key: 9 }]);
        let inside = json!([{ "valueCoding": { "code": "x", "extension": weight } }]);
        let beside = json!([{ "valueCoding": { "code": "x" }, "extension": weight }]);
        let shadow = json!([{ "valueString": "x", "_valueString": { "extension": weight } }]);
        for options in [inside, beside, shadow] {
            assert_eq!(values(options), [(9.0, Weight::Itself)], "{name}");
        }
        for set in [
            json!({ "compose": { "include": [{ "system": "s", "concept": [{ "code": "x", "extension": weight }] }] } }),
            json!({ "expansion": { "contains": [{ "abstract": true, "code": "q", "contains": [{ "code": "x", "extension": weight }] }] } }),
        ] {
            let mut set = set;
            set["resourceType"] = json!("ValueSet");
            set["id"] = json!("v");
            for stu3 in [false, true] {
                let item = if stu3 {
                    json!({ "linkId": "a", "type": "choice", "options": { "reference": "#v" } })
                } else {
                    json!({ "linkId": "a", "type": "choice", "answerValueSet": "#v" })
                };
                let file = json!({ "resourceType": "Questionnaire", "contained": [set], "item": [item] });
                let made = import(file.to_string().as_bytes()).unwrap().instrument;
                let options = made.items[0].kind.own_options().unwrap();
                assert_eq!((options[0].value, options[0].weight, options.len()), (9.0, Weight::Itself, 1), "{name}");
            }
        }
    }
}

#[test]
fn value_sets_that_are_not_in_the_file_are_named() {
    let (item, said) = one(json!({ "type": "choice", "answerValueSet": "http://example.org/set|2" }));
    assert_eq!(item.kind, Kind::Text { long: false });
    assert_eq!(said, [What::NoOptions("http://example.org/set|2".to_owned())]);
}

#[test]
fn first_values_are_taken_where_they_fit() {
    let option = |code: &str, selected: bool| json!({ "valueCoding": { "code": code }, "initialSelected": selected });
    let options = json!([option("x", false), option("y", true), option("z", true)]);
    let initial = |item: Value| one(item).0.initial;
    assert_eq!(initial(json!({ "type": "choice", "answerOption": options })), Some(Answer::Value(1.0)));
    let several = json!({ "type": "choice", "repeats": true, "answerOption": options });
    assert_eq!(initial(several), Some(Answer::Many(vec![1.0, 2.0])));
    assert_eq!(initial(json!({ "type": "boolean", "initial": [{ "valueBoolean": true }] })), Some(Answer::Value(1.0)));
    assert_eq!(initial(json!({ "type": "boolean", "initialBoolean": false })), Some(Answer::Value(0.0)));
    assert_eq!(initial(json!({ "type": "integer", "initial": [{ "valueInteger": 7 }] })), Some(Answer::Value(7.0)));
    let text = Answer::Text("2026-11-23".to_owned());
    assert_eq!(initial(json!({ "type": "date", "initial": [{ "valueDate": "2026-11-23" }] })), Some(text));
    let url = format!("{SDC}initialExpression");
    let computed =
        |text: &str| one(json!({ "type": "integer", "extension": [expression(&url, "text/fhirpath", text)] }));
    assert_eq!(computed("3 + 4").0.initial, Some(Answer::Value(7.0)));
    assert_eq!(computed("%resource.id").1, [What::StartsEmpty("initialExpression".to_owned())]);
    let (item, said) =
        one(json!({ "type": "choice", "answerOption": options, "initial": [{ "valueCoding": { "code": "q" } }] }));
    assert_eq!((item.initial, said.len()), (Some(Answer::Value(1.0)), 0));
    let (item, said) = one(json!({ "type": "boolean", "initial": [{ "valueString": "yes" }] }));
    assert_eq!((item.initial, said), (None, vec![What::StartsEmpty("String yes".to_owned())]));
}

#[test]
fn words_around_an_item_are_put_where_they_belong() {
    let child = |id: &str, code: &str, text: &str| json!({ "linkId": id, "type": "display", "text": text, "extension": [control(code)] });
    let limits = [("minValue", 0), ("maxValue", 5)]
        .map(|(name, value)| json!({ "url": format!("{HL7}{name}"), "valueInteger": value }));
    let (item, said) = one(json!({
        "type": "integer", "text": "How much?", "prefix": "1.", "required": true, "readOnly": true,
        "extension": [control("slider"), limits[0], limits[1], { "url": format!("{HL7}questionnaire-hidden"), "valueBoolean": true }],
        "item": [child("h", "help", "Help"), child("l", "lower", "None"), child("u", "upper", "Most"), child("f", "footer", "Thanks")],
    }));
    let Kind::Slider(slider) = &item.kind else { panic!("a slider") };
    let ends = (slider.low.get(Lang::En), slider.high.get(Lang::En), item.help.get(Lang::En), item.prefix.as_str());
    assert_eq!(ends, ("None", "Most", "Help", "1."));
    assert!(item.required && item.read_only && item.hidden && said.is_empty());
    assert_eq!(item.items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["f"]);
    let (item, said) = one(json!({ "type": "integer", "extension": [control("slider")] }));
    assert_eq!((matches!(item.kind, Kind::Number(_)), said), (true, vec![What::AsNumber]));
    let (item, said) = one(json!({ "type": "decimal", "extension": [
        { "url": format!("{HL7}minValue"), "valueDecimal": 2.5 }, { "url": format!("{HL7}maxValue"), "valueDecimal": 1 },
        { "url": format!("{HL7}questionnaire-unit"), "valueCoding": { "code": "kg", "display": "kilo" } }] }));
    let Kind::Number(number) = &item.kind else { panic!("a number") };
    assert_eq!((number.min, number.max, number.unit.as_str()), (None, None, "kilo"));
    assert_eq!(said, [What::Limits("minValue > maxValue".to_owned())]);
}

#[test]
fn options_can_exclude_others_be_prefixed_and_be_open() {
    let option = |code: &str, extension: Value| json!({ "valueCoding": { "code": code, "display": code }, "extension": [extension] });
    let excludes = json!({ "url": format!("{HL7}questionnaire-optionExclusive"), "valueBoolean": true });
    let prefix = json!({ "url": format!("{HL7}questionnaire-optionPrefix"), "valueString": "b)" });
    let options = json!([option("none", excludes), option("some", prefix)]);
    let (item, _) = one(json!({ "type": "choice", "repeats": true, "answerOption": options }));
    let Kind::Multi { options: made } = &item.kind else { panic!("several") };
    assert!(made[0].exclusive && !made[1].exclusive);
    assert_eq!(made[1].text.get(Lang::En), "b) some");
    for item in [
        json!({ "type": "open-choice", "answerOption": options }),
        json!({ "type": "coding", "answerConstraint": "optionsOrString", "answerOption": options }),
        json!({ "type": "string", "answerConstraint": "optionsOrType", "answerOption": [{ "valueString": "x" }] }),
    ] {
        assert!(matches!(one(item).0.kind, Kind::Choice { open: true, .. }));
    }
    let (item, _) = one(json!({ "type": "coding", "answerConstraint": "optionsOnly", "answerOption": options }));
    assert!(matches!(item.kind, Kind::Choice { open: false, .. }));
}

#[test]
fn translations_are_taken_in_under_the_languages_of_the_interface() {
    let spanish = json!({ "extension": [{ "url": format!("{HL7}translation"), "extension": [
        { "url": "lang", "valueCode": "es-MX" }, { "url": "content", "valueString": "¿Cómo está?" }] }] });
    let option = json!({ "valueCoding": { "code": "x", "display": "How are you?", "_display": spanish } });
    let (item, said) =
        one(json!({ "type": "choice", "text": "How are you?", "_text": spanish, "answerOption": [option] }));
    for text in [&item.text, &item.kind.own_options().unwrap()[0].text] {
        assert_eq!((text.exact(Lang::En), text.exact(Lang::Es)), (Some("How are you?"), Some("¿Cómo está?")));
    }
    assert_eq!(said, []);
}

#[test]
fn expressions_that_cannot_be_computed_here_are_named_and_fail_wherever_they_are_used() {
    let url = format!("{SDC}calculatedExpression");
    for (language, text, why) in [
        ("text/cql", "Total", "text/cql"),
        ("application/x-fhir-query", "Patient?_id=1", "application/x-fhir-query"),
        ("text/fhirpath", "%patient.birthDate", "%patient"),
        ("text/fhirpath", "today().toString().length()", "The function today() is not supported. (at character 1)"),
        ("text/fhirpath", "%resource.item.text.count()", "text"),
        ("text/fhirpath", "%questionnaire.item.where(type = 'choice').count()", "type"),
        (
            "text/fhirpath",
            "%resource.item.answer.value.extension('http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue').value.sum()",
            "http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue",
        ),
        ("text/fhirpath", "item.sume()", "There is no function named sume(). (at character 6)"),
    ] {
        let (item, said) = one(json!({ "type": "integer", "extension": [expression(&url, language, text)] }));
        assert_eq!(said, [What::NotComputed("calculatedExpression".to_owned(), why.to_owned())], "{text}");
        assert!(Expression::parse(&item.calculated.unwrap()).is_err(), "{text}");
    }
    let (item, said) = one(
        json!({ "type": "integer", "extension": [expression(&url, "text/fhirpath", "%resource.item.where(linkId = 'other').answer.count()")] }),
    );
    assert_eq!((said, item.calculated.is_some()), (vec![], true));
    let (_, said) = one(
        json!({ "type": "integer", "extension": [expression(&url, "text/fhirpath", "%resource.item.where(linkId = 'gone').answer.count()")] }),
    );
    assert_eq!(said, [What::Missing("gone".to_owned())]);
    for name in ["answerExpression", "candidateExpression", "contextExpression"] {
        let url = format!("{SDC}{name}");
        let (_, said) = one(json!({ "type": "string", "extension": [expression(&url, "text/fhirpath", "1")] }));
        assert!(matches!(&said[..], [What::NotComputed(what, _)] if what == name), "{said:?}");
    }
}

#[test]
fn variables_that_cannot_be_computed_fail_alone() {
    let variable = |name: &str, text: &str| json!({ "url": format!("{HL7}variable"), "valueExpression": { "name": name, "language": "text/fhirpath", "expression": text } });
    let (item, said) = one(json!({ "type": "integer", "extension": [
        variable("age", "%patient.age"), variable("twice", "%age * 2"), variable("good", "3"),
        expression(&format!("{SDC}calculatedExpression"), "text/fhirpath", "%good + 1")] }));
    assert_eq!(item.variables.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["good"]);
    assert_eq!(item.calculated.as_deref(), Some("%good + 1"));
    assert_eq!(said.len(), 2);
}

#[test]
fn what_changes_the_meaning_is_an_error_and_what_has_no_effect_is_noted_once() {
    let extra = json!([{ "url": "http://example.org/odd", "valueBoolean": true }]);
    let made = of_items(&json!([
        { "linkId": "a", "type": "string", "extension": extra, "maxLength": 5 },
        { "linkId": "b", "type": "string", "extension": extra, "maxLength": 6, "modifierExtension": [{ "url": "http://example.org/not" }] },
    ]));
    let of = |severity| {
        made.problems.iter().filter(|one| one.severity == severity).map(|one| one.what.clone()).collect::<Vec<_>>()
    };
    let ignored = |name: &str| What::Ignored(name.to_owned());
    assert_eq!(of(Severity::Note), [ignored("http://example.org/odd"), ignored("maxLength")]);
    assert_eq!(of(Severity::Error), [What::Modifier("http://example.org/not".to_owned())]);
    for lang in Lang::ALL {
        assert!(made.problems.iter().all(|one| one.say(lang).contains(": ")));
    }
}

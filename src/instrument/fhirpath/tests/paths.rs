//! Paths through a response: choices, primitives with extensions, weights, what lies below.

use serde_json::json;

use super::super::{Environment, Expression, Item};
use super::{holds, over, response, written};

#[test]
fn choices_are_found_by_their_short_name_and_by_the_long_one() {
    holds(&[
        ("repeat(item).where(linkId='n').answer.value", "3"),
        ("repeat(item).where(linkId='n').answer.valueInteger + 1", "4"),
        ("repeat(item).where(linkId='d').answer.value", "2.0"),
        ("repeat(item).where(linkId='d').answer.value is decimal", "true"),
        ("repeat(item).where(linkId='b').answer.value", "false"),
        ("repeat(item).where(linkId='b').answer.value.not()", "true"),
        ("item.where(linkId='many').answer.value.code", "'a', 'b'"),
        ("item.where(linkId='many').answer.value.ofType(Coding).code", "'a', 'b'"),
        ("item.where(linkId='many').answer.value.ofType(string)", ""),
        ("item.where(linkId='many').answer.valueCoding.display", "'A'"),
        ("item.where(linkId='mass').answer.value", "70.5 'kg'"),
        ("item.where(linkId='mass').answer.value > 70 'kg'", "true"),
        ("item.where(linkId='mass').answer.value.value + 1", "71.5"),
        ("item.where(linkId='none').answer.value", ""),
        ("item.where(linkId='none').answer.value.exists()", "false"),
        ("item.nothing.at.all", ""),
        ("QuestionnaireResponse.item.count()", "5"),
        ("item.where(linkId='g').QuestionnaireResponse", ""),
        ("item[0].item[1].linkId", "'d'"),
        ("item[0].item.where(QuestionnaireResponse.item.count() = 5).count()", "4"),
    ]);
}

#[test]
fn a_primitive_has_its_extensions() {
    holds(&[
        ("status.hasValue()", "false"),
        ("status.getValue()", ""),
        ("status.exists()", "true"),
        ("status.extension('http://why').value", "'unknown'"),
        ("status.extension('http://else')", ""),
        ("authored.hasValue()", "true"),
        ("item.hasValue()", "hasValue needs a single value and was given several."),
    ]);
    let list = json!({ "given": ["a", null, "c"], "_given": [null, { "id": "second" }, null] });
    assert_eq!(over(&list, None, "given.count()"), "3");
    assert_eq!(over(&list, None, "given[1].id"), "'second'");
    assert_eq!(over(&list, None, "given.where(hasValue())"), "'a', 'c'");
}

#[test]
fn what_lies_below() {
    holds(&[
        ("item[0].children().ofType(string)", "'g'"),
        ("item.descendants().where(linkId='why').answer.value", "'inner'"),
        ("answers().count()", "9"),
        ("item.where(linkId='many').answers().value.ofType(String)", "'inner'"),
        ("item.where(linkId='g').answers().value.where($this is Integer)", "3"),
        ("item[0].item.where(linkId='n').descendants()", "{\"valueInteger\":3}, 3, 'n'"),
    ]);
}

#[test]
fn a_weight_on_the_answer_itself_counts_first() {
    let response = response();
    // Whoever is asked says 1 for anything in the item `many`.
    let weights = |value: &serde_json::Value, link: Option<&str>| {
        (link == Some("many") && value.get("code").is_some()).then_some(1.0)
    };
    let env =
        Environment { resource: &response, questionnaire: None, variables: Default::default(), weights: &weights };
    for (text, expected) in [
        ("item.where(linkId='many').answer.weight()", "1.0, 7.5"),
        ("item.where(linkId='many').answer.value.weight()", "1.0, 7.5"),
        ("item.where(linkId='many').answer.valueCoding.ordinal().sum()", "8.5"),
        ("item.where(linkId='g').item.answer.weight()", ""),
        ("item.where(linkId='day').answer.weight().sum()", ""),
    ] {
        let items = Expression::parse(text).expect(text).evaluate(&env, &Item::node(&response, None)).expect(text);
        assert_eq!(written(&items), expected, "{text}");
    }
    holds(&[("1.weight()", "weight cannot be used with a whole number.")]);
}

#[test]
fn results_become_json() {
    let response = response();
    let env =
        Environment { resource: &response, questionnaire: None, variables: Default::default(), weights: &|_, _| None };
    let json = |text: &str| {
        let items = Expression::parse(text).expect(text).evaluate(&env, &Item::node(&response, None)).expect(text);
        items.iter().map(Item::to_json).collect::<Vec<_>>()
    };
    assert_eq!(json("1 | 0.5 | true | 'a' | @2026"), [json!(1), json!(0.5), json!(true), json!("a"), json!("2026")]);
    assert_eq!(json("4 'kg'"), [json!({ "value": 4.0, "unit": "kg" })]);
    assert_eq!(json("item[4]"), [json!({ "linkId": "none" })]);
}

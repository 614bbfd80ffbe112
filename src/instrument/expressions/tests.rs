//! What expressions compute, and what stops them.

use super::*;
use crate::instrument::{
    AnswerSet, Flow,
    scoring::{Scored, scores},
};

fn instrument(items: &Value, variables: &Value) -> Instrument {
    let option =
        |value: i32, code: &str| json!({ "value": value, "weight": { "of": value * 2 }, "code": code, "text": {} });
    let made = json!({
        "reference": { "id": "x", "version": 1 }, "title": {}, "licence": {}, "variables": variables,
        "options": [option(0, "s|none"), option(1, "s|some"), option(2, "s|much")], "items": items,
    });
    serde_json::from_value(made).unwrap()
}

fn total(expression: &str) -> Value {
    json!({ "id": "total", "kind": { "number": {} }, "calculated": expression })
}

fn given(answers: &[(&str, Answer)]) -> AnswerSet {
    answers.iter().cloned().collect()
}

fn only_score(made: &Instrument, answers: &[(&str, Answer)]) -> Scored {
    scores(made, &given(answers)).remove(0).scored
}

fn choose(value: f64) -> Answer {
    Answer::Value(value)
}

#[test]
fn weights_are_summed_and_open_questions_are_counted() {
    let made =
        instrument(&json!([{ "id": "a" }, { "id": "b" }, total("%resource.item.answer.weight().sum()")]), &json!([]));
    assert_eq!(
        only_score(&made, &[("a", choose(1.0)), ("b", choose(2.0))]),
        Scored::Computed { value: Some(6.0), left_out: 0 }
    );
    assert_eq!(
        only_score(&made, &[("a", choose(1.0)), ("b", Answer::Skipped)]),
        Scored::Computed { value: Some(2.0), left_out: 1 }
    );
}

#[test]
fn an_answer_without_a_weight_among_weighted_ones_stops_the_score() {
    let mut made = instrument(&json!([{ "id": "a" }, total("%resource.item.answer.weight().sum()")]), &json!([]));
    made.options[1].weight = crate::instrument::Weight::Absent;
    assert_eq!(only_score(&made, &[("a", choose(1.0))]), Scored::Failed(Failure::NoWeight("a".to_owned())));
}

#[test]
fn variables_see_each_other_in_any_order_and_the_inner_one_hides_the_outer() {
    let variable = |name: &str, expression: &str| json!({ "name": name, "expression": expression });
    let outer = json!([
        variable("sum", "%a + %b"),
        variable("a", "%resource.item.where(linkId='a').answer.value"),
        variable("b", "10")
    ]);
    let mut items = json!([{ "id": "a", "kind": { "number": {} } }, total("%sum")]);
    let made = instrument(&items, &outer);
    let answers = [("a", choose(3.0))];
    assert_eq!(only_score(&made, &answers), Scored::Computed { value: Some(13.0), left_out: 0 });
    items[1]["variables"] = json!([variable("b", "20")]);
    assert_eq!(only_score(&instrument(&items, &outer), &answers).value(), Some(23.0));
    let circle = json!([variable("sum", "%a"), variable("a", "%sum")]);
    assert_eq!(only_score(&instrument(&items, &circle), &answers), Scored::Failed(Failure::Circle));
}

#[test]
fn calculated_values_feed_others_and_a_loop_ends_in_a_message() {
    let number = |id: &str, expression: &str| json!({ "id": id, "kind": { "number": {} }, "calculated": expression });
    let of = |id: &str| format!("%resource.item.where(linkId='{id}').answer.value");
    let chain = instrument(&json!([number("b", &format!("{} * 2", of("a"))), number("a", "4")]), &json!([]));
    assert_eq!(scores(&chain, &given(&[]))[0].scored.value(), Some(8.0));
    let up = |id: &str| format!("iif({0}.exists(), {0} + 1, 0)", of(id));
    let made = instrument(&json!([number("a", &up("b")), number("b", &up("a"))]), &json!([]));
    let scored = scores(&made, &given(&[]));
    assert!(scored.iter().any(|one| one.scored == Scored::Failed(Failure::Circle)), "{scored:?}");
}

#[test]
fn an_item_is_asked_when_its_expression_is_true_and_when_it_fails() {
    let when = |text: &str| json!({ "expression": text });
    let made = instrument(
        &json!([
            { "id": "a" },
            { "id": "b", "when": when("%resource.item.where(linkId='a').answer.value.code = 'much'") },
            { "id": "c", "when": when("%unknown") },
        ]),
        &json!([]),
    );
    let asked = |value: f64| {
        let answers = given(&[("a", choose(value))]);
        Flow::of(&made, &answers).questions().iter().map(|item| item.id.clone()).collect::<String>()
    };
    assert_eq!((asked(1.0).as_str(), asked(2.0).as_str()), ("ac", "abc"));
}

#[test]
fn what_is_not_understood_or_of_the_wrong_kind_is_said() {
    let made = |expression: &str| instrument(&json!([total(expression)]), &json!([]));
    assert!(matches!(only_score(&made("sume("), &[]), Scored::Failed(Failure::NotUnderstood(_))));
    assert!(matches!(only_score(&made("'a' + 1"), &[]), Scored::Failed(Failure::NoResult(_))));
    assert_eq!(only_score(&made("'a'"), &[]), Scored::Failed(Failure::WrongKind));
    assert_eq!(only_score(&made("1 | 2"), &[]), Scored::Failed(Failure::WrongKind));
    assert_eq!(only_score(&made("{}"), &[]), Scored::Computed { value: None, left_out: 0 });
}

/// As many calculated items with one expression.
fn many(count: usize, expression: &str) -> Instrument {
    let items: Vec<Value> = (0..count)
        .map(|at| json!({ "id": format!("c{at}"), "kind": { "number": {} }, "calculated": expression }))
        .collect();
    instrument(&json!(items), &json!([]))
}

#[test]
fn all_expressions_share_one_budget_and_say_so_when_it_runs_out() {
    // Each of these ends by itself after two million steps, and five thousand of them would take minutes.
    let endless = "1.repeat($this + 1)";
    let alone = scores(&many(1, endless), &given(&[])).remove(0).scored;
    assert!(matches!(alone, Scored::Failed(Failure::NoResult(_))), "{alone:?}");
    // Also where most of the work is in reading and in looking up, not in evaluating.
    let long = format!("'{}'", "x".repeat(60_000));
    let mut weighing = many(200, "%resource.item.answer.weight().sum()");
    let weighed: Vec<Value> = (0..3000).map(|at| json!({ "id": format!("i{at}") })).collect();
    weighing.items.extend(instrument(&json!(weighed), &json!([])).items);
    let answers: AnswerSet = (0..3000).map(|at| (format!("i{at}"), choose(2.0))).collect();
    for made in [many(5000, endless), many(5000, &long), many(5000, "%qitem.linkId.length()"), weighing] {
        let began = std::time::Instant::now();
        let flow = Flow::of(&made, &answers);
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
        assert!(flow.computed.values.len() >= 200);
        let scored: Vec<_> = scores(&made, &answers).into_iter().map(|one| one.scored).collect();
        assert!(scored.iter().all(|one| *one == Scored::Failed(Failure::TooMuch)), "{:?}", scored[0]);
    }
}

#[test]
fn what_the_budget_could_not_pay_for_is_asked() {
    let mut items: Vec<Value> = (0..20)
        .map(|at| json!({ "id": format!("c{at}"), "kind": { "number": {} }, "calculated": "1.repeat($this + 1)" }))
        .collect();
    items.push(json!({ "id": "asked", "when": { "expression": "false" } }));
    let made = instrument(&json!(items), &json!([]));
    let flow = Flow::of(&made, &given(&[]));
    assert_eq!(flow.computed.conditions, [("asked".to_owned(), Err(Failure::TooMuch))]);
    assert!(flow.has("asked"), "a condition that failed asks");
}

#[test]
fn a_large_real_questionnaire_stays_far_below_the_budget() {
    // Five hundred items, fifty sums over all of them, in which one condition follows another.
    let mut items: Vec<Value> = (0..500).map(|at| json!({ "id": format!("i{at}") })).collect();
    items.extend((0..50).map(|at| {
        json!({ "id": format!("sum{at}"), "kind": { "number": {} }, "calculated": "%resource.item.answer.weight().sum()" })
    }));
    for at in 0..4 {
        items[at + 1]["when"] =
            json!({ "expression": format!("%resource.item.where(linkId='i{at}').answer.exists()") });
    }
    let made = instrument(&json!(items), &json!([]));
    let answers: AnswerSet = (0..500).map(|at| (format!("i{at}"), choose(2.0))).collect();
    assert_eq!(Flow::of(&made, &answers).computed.value("sum49"), Some(&Ok(Some(Answer::Value(2000.0)))));
}

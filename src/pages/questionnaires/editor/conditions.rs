//! When an item is asked: rules on the answers to others.

use leptos::prelude::*;

use super::head::choose;
use crate::{
    instrument::{Condition, Instrument, Item, Kind, Operand, Rule, Test},
    pages::questionnaires::describe::item_label,
    widgets::{Parts, Sentence, view},
    words::{Lang, questionnaires as q},
};

const TESTS: [(&str, Sentence); 8] = [
    ("answered", q::test_answered),
    ("unanswered", q::test_unanswered),
    ("equal", q::test_equal),
    ("not-equal", q::test_not_equal),
    ("greater", q::test_greater),
    ("less", q::test_less),
    ("at-least", q::test_at_least),
    ("at-most", q::test_at_most),
];

const fn name_of(test: &Test) -> &'static str {
    match test {
        Test::Answered(true) => "answered",
        Test::Answered(false) => "unanswered",
        Test::Equal(_) => "equal",
        Test::NotEqual(_) => "not-equal",
        Test::Greater(_) => "greater",
        Test::Less(_) => "less",
        Test::AtLeast(_) => "at-least",
        Test::AtMost(_) => "at-most",
    }
}

fn operand_of(test: &Test) -> Option<&Operand> {
    match test {
        Test::Answered(_) => None,
        Test::Equal(operand)
        | Test::NotEqual(operand)
        | Test::Greater(operand)
        | Test::Less(operand)
        | Test::AtLeast(operand)
        | Test::AtMost(operand) => Some(operand),
    }
}

fn test_named(name: &str, operand: Operand) -> Option<Test> {
    Some(match name {
        "answered" => Test::Answered(true),
        "unanswered" => Test::Answered(false),
        "equal" => Test::Equal(operand),
        "not-equal" => Test::NotEqual(operand),
        "greater" => Test::Greater(operand),
        "less" => Test::Less(operand),
        "at-least" => Test::AtLeast(operand),
        "at-most" => Test::AtMost(operand),
        _ => return None,
    })
}

/// What was typed, as the answers of that item are kept: a number wherever it is one and the item keeps numbers.
fn operand_typed(typed: &str, other: Option<&Item>) -> Operand {
    let words = matches!(other.map(|other| &other.kind), Some(Kind::Text { .. } | Kind::Date));
    match typed.trim().replace(',', ".").parse::<f64>() {
        Ok(number) if !words && number.is_finite() => Operand::Number(number),
        _ => Operand::Text(typed.trim().to_owned()),
    }
}

fn shown(operand: &Operand) -> String {
    match operand {
        Operand::Number(number) => number.to_string(),
        Operand::Text(text) => text.clone(),
    }
}

/// A new rule: the first item that stands before this one and can be answered.
fn fresh(work: &Instrument, item: &str) -> Option<Rule> {
    let all = work.walk();
    let before = all.iter().take_while(|other| other.id != item).filter(|other| other.kind.is_question());
    before.last().map(|other| Rule { item: other.id.clone(), test: Test::Answered(true) })
}

fn change_rule(work: &Instrument, rule: &mut Rule, what: &str, value: &str) {
    let test = match what {
        "when-item" => return value.clone_into(&mut rule.item),
        "when-test" => test_named(value, kept_or_first(work, rule)),
        "when-value" => test_named(name_of(&rule.test), operand_typed(value, work.item(&rule.item))),
        _ => None,
    };
    if let Some(test) = test {
        rule.test = test;
    }
}

/// What a rule compares with; where it compared with nothing, the first that can be answered.
fn kept_or_first(work: &Instrument, rule: &Rule) -> Operand {
    let first = || work.choices(work.item(&rule.item)?).first().map(|option| Operand::Number(option.value));
    operand_of(&rule.test).cloned().or_else(first).unwrap_or(Operand::Number(1.0))
}

/// The condition of an item after one of its fields was changed: `when-add`, `when-all`, or a part of the rule whose number
/// stands in `at`. Nothing where the item is always asked from now on.
pub fn changed(work: &Instrument, item: &str, at: usize, what: &str, value: &str) -> Option<Condition> {
    let old = work.item(item).and_then(|item| item.when.clone());
    let (any, mut rules) = match old {
        Some(Condition::Any(rules)) => (true, rules),
        Some(Condition::All(rules)) => (false, rules),
        _ => (false, Vec::new()),
    };
    let any = if what == "when-all" { value == "any" } else { any };
    match what {
        "when-add" => rules.extend(fresh(work, item)),
        "when-item" if value.is_empty() && at < rules.len() => {
            rules.remove(at);
        }
        _ => {
            if let Some(rule) = rules.get_mut(at) {
                change_rule(work, rule, what, value);
            }
        }
    }
    (!rules.is_empty()).then_some(if any { Condition::Any(rules) } else { Condition::All(rules) })
}

fn value_field(work: &Instrument, rule: &Rule, of: &str, lang: Lang) -> AnyView {
    let Some(operand) = operand_of(&rule.test) else { return ().into_any() };
    let other = work.item(&rule.item);
    let label = q::when_value(lang);
    let chosen = shown(operand);
    let named: Vec<(String, String)> = match other.map(|other| &other.kind) {
        Some(Kind::YesNo) => vec![("1".to_owned(), q::yes(lang).to_owned()), ("0".to_owned(), q::no(lang).to_owned())],
        _ => {
            let options = other.map(|other| work.choices(other)).unwrap_or_default();
            options.iter().map(|option| (option.value.to_string(), option.text.get(lang).to_owned())).collect()
        }
    };
    if named.is_empty() {
        return view! {
            <label class="line">
                {label}
                <input type="text" dir="auto" autocomplete="off" id=format!("when-value-{of}") data-do="when-value" data-of=of.to_owned() prop:value=chosen />
            </label>
        }
        .into_any();
    }
    let options = named.into_iter().map(|(value, text)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{text}</option> }
    });
    view! {
        <label class="line">
            {label}
            <select id=format!("when-value-{of}") data-do="when-value" data-of=of.to_owned()>{options.collect_parts()}</select>
        </label>
    }
    .into_any()
}

fn rule_fields(work: &Instrument, item: &Item, at: usize, rule: &Rule, lang: Lang) -> AnyView {
    let of = format!("{at}/{}", item.id);
    let others = work.walk().into_iter().filter(|other| other.kind.is_question() && other.id != item.id);
    let others = others.map(|other| {
        let label = format!("{}: {}", other.id, item_label(work, other, lang));
        view! { <option value=other.id.clone() selected=other.id == rule.item dir="auto">{label}</option> }
    });
    let lost = work.item(&rule.item).is_none();
    let tests: Vec<(&'static str, String)> = TESTS.iter().map(|(name, text)| (*name, text(lang).to_owned())).collect();
    view! {
        <div class="rule">
            <label class="line">
                {q::when_item(lang)}
                <select id=format!("when-item-{of}") data-do="when-item" data-of=of.clone()>
                    <option value="">{q::when_drop(lang)}</option>
                    {lost.then(|| view! { <option value=rule.item.clone() selected=true>{rule.item.clone()}</option> })}
                    {others.collect_parts()}
                </select>
            </label>
            {choose("when-test", of.clone(), q::when_test(lang), &tests, name_of(&rule.test))}
            {value_field(work, rule, &of, lang)}
        </div>
    }
    .into_any()
}

pub fn conditions(work: &Instrument, item: &Item, lang: Lang) -> AnyView {
    let id = item.id.clone();
    if let Some(Condition::Expression(rule)) = &item.when {
        return view! { <p class="hint">{q::when_expression(lang)} " " <code dir="ltr">{rule.clone()}</code></p> }
            .into_any();
    }
    let rules = item.when.as_ref().map(|when| when.rules().to_vec()).unwrap_or_default();
    let any = matches!(item.when, Some(Condition::Any(_)));
    let how = [("all", q::when_all(lang).to_owned()), ("any", q::when_any(lang).to_owned())];
    let addable = rules.is_empty() && fresh(work, &id).is_none();
    view! {
        <fieldset class="when">
            <legend>{q::when(lang)}</legend>
            {rules.is_empty().then(|| view! { <p class="hint">{q::when_always(lang)}</p> }.into_any())}
            {(rules.len() > 1).then(|| choose("when-all", format!("0/{id}"), q::when_how(lang), &how, if any { "any" } else { "all" }))}
            {rules.iter().enumerate().map(|(at, rule)| rule_fields(work, item, at, rule, lang)).collect_parts()}
            {(!addable).then(|| view! { <button type="button" id=format!("when-add-0/{id}") data-do="when-add" data-of=format!("0/{id}")>{q::when_add(lang)}</button> }.into_any())}
        </fieldset>
    }
    .into_any()
}

//! When items are asked.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    What,
    answers::{Given, amount, in_short},
    clean::clean,
    coding::option_of,
    json::{choice, list, text},
    reader::Reader,
};
use crate::instrument::{Condition, Instrument, Item, Kind, Operand, Rule, Test};

/// Why a rule cannot be followed.
fn unfit(value: Given<'_>) -> What {
    What::AlwaysAsked(in_short(value))
}

impl Reader<'_> {
    /// Sets the conditions of all items that have rules in the file.
    pub fn conditions(&mut self, instrument: &mut Instrument) {
        let mut made: BTreeMap<String, Condition> = BTreeMap::new();
        {
            let all: BTreeMap<&str, &Item> =
                crate::order::map(instrument.walk().into_iter().map(|i| (i.id.as_str(), i)));
            for (id, raw) in std::mem::take(&mut self.raw) {
                let rules = list(raw, "enableWhen");
                let Some(item) = all.get(id.as_str()).filter(|_| !rules.is_empty()) else { continue };
                if item.when.is_some() {
                    self.warn(&item.id, What::Ignored("enableWhen".to_owned()));
                    continue;
                }
                match condition(instrument, &all, raw, self.ours) {
                    Ok(condition) => {
                        made.insert(item.id.clone(), condition);
                    }
                    Err(what) => self.error(&item.id, what),
                }
                if rules.len() > 1 && text(raw, "enableBehavior").is_none() && text(&rules[0], "operator").is_some() {
                    self.warn(&item.id, What::Ignored("enableBehavior".to_owned()));
                }
            }
        }
        place(&mut instrument.items, &mut made);
    }
}

fn place(items: &mut [Item], made: &mut BTreeMap<String, Condition>) {
    for item in items {
        if let Some(condition) = made.remove(&item.id) {
            item.when = Some(condition);
        }
        place(&mut item.items, made);
    }
}

fn condition(instrument: &Instrument, all: &BTreeMap<&str, &Item>, raw: &Value, ours: bool) -> Result<Condition, What> {
    let found = list(raw, "enableWhen");
    let mut rules = Vec::new();
    for rule in found {
        let name = text(rule, "question").unwrap_or_default();
        let Some(item) = all.get(name) else { return Err(What::NoSuchItem(clean(name))) };
        rules.push(Rule { item: name.to_owned(), test: test(instrument, item, rule, ours)? });
    }
    // STU3 knows no operators, and of several rules one is enough there.
    let stu3 = found.iter().all(|rule| text(rule, "operator").is_none());
    match text(raw, "enableBehavior") {
        Some("any") => Ok(Condition::Any(rules)),
        None if stu3 => Ok(Condition::Any(rules)),
        Some("all") | None => Ok(Condition::All(rules)),
        Some(other) => Err(What::AlwaysAsked(clean(other))),
    }
}

fn test(instrument: &Instrument, item: &Item, rule: &Value, ours: bool) -> Result<Test, What> {
    if !item.kind.is_question() {
        return Err(What::AlwaysAsked(clean(&item.id)));
    }
    if let Some(wanted) = rule.get("hasAnswer").and_then(Value::as_bool) {
        return Ok(Test::Answered(wanted));
    }
    let operator = text(rule, "operator").unwrap_or("=");
    let Some(given) = choice(rule, "answer") else { return Err(What::AlwaysAsked(clean(operator))) };
    if operator == "exists" {
        return given.1.as_bool().map(Test::Answered).ok_or_else(|| unfit(given));
    }
    let (operand, ordered) = operand(instrument, item, given)?;
    // In our own questionnaires options have an order: that of their values.
    let ordered = ordered || (ours && matches!(operand, Operand::Number(_)));
    Ok(match operator {
        "=" => Test::Equal(operand),
        "!=" => Test::NotEqual(operand),
        ">" if ordered => Test::Greater(operand),
        "<" if ordered => Test::Less(operand),
        ">=" if ordered => Test::AtLeast(operand),
        "<=" if ordered => Test::AtMost(operand),
        _ => return Err(What::AlwaysAsked(clean(operator))),
    })
}

/// What an answer is compared with, and whether greater and less make sense.
fn operand(instrument: &Instrument, item: &Item, given: Given<'_>) -> Result<(Operand, bool), What> {
    let options = instrument.choices(item);
    let string = given.1.as_str();
    match &item.kind {
        Kind::Choice { .. } | Kind::Multi { .. } => match (option_of(options, given.0, given.1), given.1.as_f64()) {
            (Some(option), _) => Ok((Operand::Number(option.value), option.code.is_empty())),
            // A plain number need not be one of the options to be compared with them.
            (None, Some(number)) if options.iter().any(|option| option.code.is_empty()) => {
                Ok((Operand::Number(number), true))
            }
            _ => match (&item.kind, string) {
                (Kind::Choice { open: true, .. }, Some(words)) => Ok((Operand::Text(words.to_owned()), false)),
                _ => Err(unfit(given)),
            },
        },
        Kind::YesNo => {
            given.1.as_bool().map(|yes| (Operand::Number(f64::from(u8::from(yes))), false)).ok_or(unfit(given))
        }
        Kind::Number(number) => {
            amount(given, &number.unit).map(|value| (Operand::Number(value), true)).ok_or_else(|| unfit(given))
        }
        Kind::Slider(_) => amount(given, "").map(|value| (Operand::Number(value), true)).ok_or_else(|| unfit(given)),
        Kind::Date | Kind::Text { .. } => {
            string.map(|words| (Operand::Text(words.to_owned()), true)).ok_or_else(|| unfit(given))
        }
        Kind::Display | Kind::Group => Err(unfit(given)),
    }
}

//! A questionnaire and its answers in the shape of FHIR R4, for expressions and for files.

use serde_json::{Map, Value, json};

use super::{Answer, AnswerSet, Choice, Flow, Instrument, Item, Kind};

/// The extensions under which a weight is looked for, the current one and the retired one: expressions name either.
pub const WEIGHT: [&str; 2] =
    ["http://hl7.org/fhir/StructureDefinition/itemWeight", "http://hl7.org/fhir/StructureDefinition/ordinalValue"];

/// What an option's answer is in FHIR: a key such as `valueCoding` and the value below it. [`Choice::code`] tells which.
#[must_use]
pub fn option_value(option: &Choice) -> (&'static str, Value) {
    if let Some(text) = option.code.strip_prefix("text:") {
        return ("valueString", Value::from(text));
    }
    if let Some(date) = option.code.strip_prefix("date:") {
        return ("valueDate", Value::from(date));
    }
    let display = option.text.iter().next().map(|(_, text)| text);
    match option.code.split_once('|') {
        Some((system, code)) => {
            let mut coding = Map::new();
            if !system.is_empty() {
                coding.insert("system".to_owned(), Value::from(system));
            }
            coding.insert("code".to_owned(), Value::from(code));
            if let Some(display) = display {
                coding.insert("display".to_owned(), Value::from(display));
            }
            ("valueCoding", Value::Object(coding))
        }
        None => number(option.value),
    }
}

fn number(value: f64) -> (&'static str, Value) {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        ("valueInteger", Value::from(value as i64))
    } else {
        ("valueDecimal", Value::from(value))
    }
}

/// The questionnaire as far as expressions look at it: items, options, weights.
#[must_use]
pub fn questionnaire_tree(instrument: &Instrument) -> Value {
    json!({ "resourceType": "Questionnaire", "item": list(instrument, &instrument.items) })
}

fn list(instrument: &Instrument, items: &[Item]) -> Vec<Value> {
    items.iter().map(|item| item_tree(instrument, item)).collect()
}

fn item_tree(instrument: &Instrument, item: &Item) -> Value {
    let mut map = Map::new();
    map.insert("linkId".to_owned(), Value::from(item.id.as_str()));
    let options = instrument.choices(item);
    if !options.is_empty() {
        let option = |option: &Choice| {
            let (key, mut value) = option_value(option);
            let weights = option.weight().map(weights);
            if let (Some(weights), Some(coding)) = (&weights, value.as_object_mut()) {
                coding.insert("extension".to_owned(), weights.clone());
            }
            let mut made = Map::new();
            made.insert(key.to_owned(), value);
            if let Some(weights) = weights {
                made.insert("extension".to_owned(), weights);
            }
            Value::Object(made)
        };
        map.insert("answerOption".to_owned(), options.iter().map(option).collect());
    }
    if !item.items.is_empty() {
        map.insert("item".to_owned(), Value::Array(list(instrument, &item.items)));
    }
    Value::Object(map)
}

fn weights(weight: f64) -> Value {
    WEIGHT.iter().map(|url| json!({ "url": url, "valueDecimal": weight })).collect()
}

/// The answers to the items that are asked, nested as a `QuestionnaireResponse` nests them. Items that are not asked and
/// groups without an answer are left out.
#[must_use]
pub fn response_tree(instrument: &Instrument, flow: &Flow<'_>, answers: &AnswerSet) -> Value {
    let asked: std::collections::BTreeSet<&str> = crate::order::set(flow.items().map(|item| item.id.as_str()));
    let items = answered(instrument, &instrument.items, &|id| asked.contains(id), answers);
    json!({ "resourceType": "QuestionnaireResponse", "status": "completed", "item": items })
}

fn answered(instrument: &Instrument, items: &[Item], asked: &dyn Fn(&str) -> bool, answers: &AnswerSet) -> Vec<Value> {
    let mut out = Vec::new();
    for item in items.iter().filter(|item| asked(&item.id)) {
        let below = answered(instrument, &item.items, asked, answers);
        let mut given: Vec<Value> =
            answers.get(&item.id).map(|answer| values(instrument, item, answer)).unwrap_or_default();
        if given.is_empty() && below.is_empty() {
            continue;
        }
        let mut map = Map::new();
        map.insert("linkId".to_owned(), Value::from(item.id.as_str()));
        // What stands below a question stands below its answer; without one it stands below the item, where it is not lost.
        match given.first_mut().and_then(Value::as_object_mut) {
            Some(first) if !below.is_empty() => {
                first.insert("item".to_owned(), Value::Array(below));
            }
            _ if !below.is_empty() => {
                map.insert("item".to_owned(), Value::Array(below));
            }
            _ => {}
        }
        if !given.is_empty() {
            map.insert("answer".to_owned(), Value::Array(given));
        }
        out.push(Value::Object(map));
    }
    out
}

/// The answers to one item as FHIR writes them: none where it was skipped.
#[must_use]
pub fn values(instrument: &Instrument, item: &Item, answer: &Answer) -> Vec<Value> {
    let options = instrument.choices(item);
    let one = |value: &f64| {
        let option = options.iter().find(|option| option.value == *value);
        let (key, mut value) = match (&item.kind, option) {
            (_, Some(option)) => option_value(option),
            (Kind::YesNo, None) => ("valueBoolean", Value::from(*value > 0.0)),
            (Kind::Number(form), None) if !form.whole => ("valueDecimal", Value::from(*value)),
            (Kind::Slider(slider), None) if slider.step.fract() != 0.0 => ("valueDecimal", Value::from(*value)),
            _ => number(*value),
        };
        // Expressions may look for the weight on the answer itself.
        if let (Some(weight), Some(coding)) = (option.and_then(Choice::weight), value.as_object_mut()) {
            coding.insert("extension".to_owned(), weights(weight));
        }
        json!({ key: value })
    };
    match answer {
        Answer::Text(text) => {
            let key = if matches!(item.kind, Kind::Date) { "valueDate" } else { "valueString" };
            vec![json!({ key: text })]
        }
        other => other.values().iter().map(one).collect(),
    }
}

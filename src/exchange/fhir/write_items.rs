//! Items, written (R4).

use serde_json::{Map, Value, json};

use super::{
    coding::coding_of,
    export::{Writer, hl7, is_choice, option_value, plain_type, states_values, variable},
    formulas::unsealed,
    json::{extended, number, put, put_list, put_truth},
    own::{PAGE, REVERSED, SHARED},
};
use crate::instrument::{Answer, Choice, Condition, Item, Kind, Operand, Test, Translated};

/// Items below each other.
pub(super) fn items(writer: &Writer<'_>, all: &[Item]) -> Vec<Value> {
    all.iter().map(|item| write(writer, item)).collect()
}

fn write(writer: &Writer<'_>, item: &Item) -> Value {
    let mut map = Map::new();
    let options = writer.instrument.choices(item);
    let own = item.kind.own_options().unwrap_or_default();
    let plain = plain_type(own, &writer.instrument.language);
    put(&mut map, "linkId", &item.id);
    put(&mut map, "type", type_of(item, plain));
    writer.words(&mut map, "text", &item.text);
    put(&mut map, "prefix", &item.prefix);
    put_truth(&mut map, "required", item.required);
    put_truth(&mut map, "readOnly", item.read_only);
    put_truth(&mut map, "repeats", matches!(item.kind, Kind::Multi { .. }));
    put_list(&mut map, "extension", extensions(item));
    condition(writer, &mut map, item);
    let listed: Vec<Value> = own.iter().map(|option| listed(writer, item, option, plain, states_values(own))).collect();
    put_list(&mut map, "answerOption", listed);
    if is_choice(&item.kind) && own.is_empty() && !options.is_empty() {
        put(&mut map, "answerValueSet", &format!("#{SHARED}"));
    }
    initial(&mut map, item, options, own.is_empty());
    let mut below = beside(writer, item);
    below.extend(items(writer, &item.items));
    put_list(&mut map, "item", below);
    Value::Object(map)
}

fn type_of(item: &Item, plain: Option<&str>) -> &'static str {
    match (&item.kind, plain) {
        (Kind::Choice { open: true, .. }, _) => "open-choice",
        (Kind::Choice { .. } | Kind::Multi { .. }, Some("String")) => "string",
        (Kind::Choice { .. } | Kind::Multi { .. }, Some("Date")) => "date",
        (Kind::Choice { .. } | Kind::Multi { .. }, Some("Integer")) => "integer",
        (Kind::Choice { .. } | Kind::Multi { .. }, _) => "choice",
        (Kind::YesNo, _) => "boolean",
        (Kind::Slider(slider), _) if [slider.min, slider.max, slider.step].iter().all(|n| n.fract() == 0.0) => {
            "integer"
        }
        (Kind::Number(form), _) if form.whole => "integer",
        (Kind::Slider(_) | Kind::Number(_), _) => "decimal",
        (Kind::Date, _) => "date",
        (Kind::Text { long: true }, _) => "text",
        (Kind::Text { .. }, _) => "string",
        (Kind::Display, _) => "display",
        (Kind::Group, _) => "group",
    }
}

fn control(code: &str) -> Value {
    let coding = json!({ "system": "http://hl7.org/fhir/questionnaire-item-control", "code": code });
    extended(&hl7("questionnaire-itemControl"), "CodeableConcept", json!({ "coding": [coding] }))
}

fn limit(name: &str, value: f64) -> Value {
    let (kind, value) = number(value);
    extended(&hl7(name), kind, value)
}

fn extensions(item: &Item) -> Vec<Value> {
    let mut out = Vec::new();
    let so = |url: &str| extended(url, "Boolean", Value::Bool(true));
    if item.hidden {
        out.push(so(&hl7("questionnaire-hidden")));
    }
    if item.reversed {
        out.push(so(REVERSED));
    }
    match (&item.kind, item.page) {
        (Kind::Group, true) => out.push(control("page")),
        (_, true) => out.push(so(PAGE)),
        _ => {}
    }
    match &item.kind {
        Kind::Slider(slider) => {
            out.push(control("slider"));
            out.push(limit("minValue", slider.min));
            out.push(limit("maxValue", slider.max));
            out.push(limit("questionnaire-sliderStepValue", slider.step));
        }
        Kind::Number(form) => {
            out.extend(form.min.map(|min| limit("minValue", min)));
            out.extend(form.max.map(|max| limit("maxValue", max)));
            if !form.unit.is_empty() {
                out.push(extended(&hl7("questionnaire-unit"), "Coding", json!({ "display": form.unit })));
            }
        }
        _ => {}
    }
    out.extend(item.variables.iter().map(variable));
    let mut expression = |name: &str, kept: &str| {
        let (language, text) = unsealed(kept);
        out.push(extended(&hl7(name), "Expression", json!({ "language": language, "expression": text })));
    };
    if let Some(kept) = &item.calculated {
        expression("sdc-questionnaire-calculatedExpression", kept);
    }
    if let Some(Condition::Expression(kept)) = &item.when {
        expression("sdc-questionnaire-enableWhenExpression", kept);
    }
    out
}

fn listed(writer: &Writer<'_>, item: &Item, option: &Choice, plain: Option<&'static str>, stated: bool) -> Value {
    let (kind, value) = option_value(writer, option, plain);
    let mut map = Map::new();
    // A plain number is its own value.
    put_list(&mut map, "extension", writer.option_extensions(option, stated && plain != Some("Integer")));
    if plain.is_some() {
        let mut words = Map::new();
        writer.words(&mut words, "value", &option.text);
        if let Some(beside) = words.remove("_value") {
            map.insert(format!("_value{kind}"), beside);
        }
    }
    map.insert(format!("value{kind}"), value);
    let chosen = item.initial.as_ref().is_some_and(|initial| initial.values().contains(&option.value));
    put_truth(&mut map, "initialSelected", chosen);
    Value::Object(map)
}

/// The first value, where it is not told by the options.
fn initial(map: &mut Map<String, Value>, item: &Item, options: &[Choice], shared: bool) {
    let value = |value: &f64| {
        let option = options.iter().find(|option| option.value == *value);
        match (&item.kind, option) {
            (Kind::YesNo, _) => json!({ "valueBoolean": *value > 0.0 }),
            (_, Some(option)) => json!({ "valueCoding": coding_of(option) }),
            _ => {
                let (kind, value) = number(*value);
                json!({ format!("value{kind}"): value })
            }
        }
    };
    let values = match &item.initial {
        Some(Answer::Text(words)) if item.kind == Kind::Date => vec![json!({ "valueDate": words })],
        Some(Answer::Text(words)) => vec![json!({ "valueString": words })],
        Some(given) if shared => given.values().iter().map(value).collect(),
        _ => Vec::new(),
    };
    put_list(map, "initial", values);
}

/// The texts that belong to an item and stand below it: help, and the ends of a slider.
fn beside(writer: &Writer<'_>, item: &Item) -> Vec<Value> {
    let mut out = Vec::new();
    let mut add = |code: &str, text: &Translated| {
        if text.is_empty() {
            return;
        }
        let mut name = format!("{}-{code}", item.id);
        while writer.taken.contains(name.as_str()) {
            name.push('-');
        }
        let mut map = Map::new();
        put(&mut map, "linkId", &name);
        put(&mut map, "type", "display");
        writer.words(&mut map, "text", text);
        put_list(&mut map, "extension", vec![control(code)]);
        out.push(Value::Object(map));
    };
    add("help", &item.help);
    if let Kind::Slider(slider) = &item.kind {
        add("lower", &slider.low);
        add("upper", &slider.high);
    }
    out
}

fn condition(writer: &Writer<'_>, map: &mut Map<String, Value>, item: &Item) {
    let (rules, behaviour) = match &item.when {
        Some(Condition::All(rules)) => (rules, "all"),
        Some(Condition::Any(rules)) => (rules, "any"),
        _ => return,
    };
    let rule = |rule: &crate::instrument::Rule| {
        let other = writer.instrument.item(&rule.item);
        let (operator, (kind, value)) = match &rule.test {
            Test::Answered(wanted) => ("exists", ("Boolean", Value::Bool(*wanted))),
            Test::Equal(operand) => ("=", answer(writer, other, operand)),
            Test::NotEqual(operand) => ("!=", answer(writer, other, operand)),
            Test::Greater(operand) => (">", answer(writer, other, operand)),
            Test::Less(operand) => ("<", answer(writer, other, operand)),
            Test::AtLeast(operand) => (">=", answer(writer, other, operand)),
            Test::AtMost(operand) => ("<=", answer(writer, other, operand)),
        };
        json!({ "question": rule.item, "operator": operator, format!("answer{kind}"): value })
    };
    put_list(map, "enableWhen", rules.iter().map(rule).collect());
    put(map, "enableBehavior", behaviour);
}

/// What an answer to `other` is compared with.
fn answer(writer: &Writer<'_>, other: Option<&Item>, operand: &Operand) -> (&'static str, Value) {
    let kind = other.map(|item| &item.kind);
    match operand {
        Operand::Text(words) if kind == Some(&Kind::Date) => ("Date", Value::from(words.as_str())),
        Operand::Text(words) => ("String", Value::from(words.as_str())),
        Operand::Number(value) if kind == Some(&Kind::YesNo) => ("Boolean", Value::Bool(*value > 0.0)),
        Operand::Number(value) => {
            let options = other.map(|item| writer.instrument.choices(item)).unwrap_or_default();
            match options.iter().find(|option| option.value == *value) {
                Some(option) => {
                    let own = other.and_then(|item| item.kind.own_options()).unwrap_or_default();
                    let plain = plain_type(own, &writer.instrument.language);
                    let (kind, mut value) = option_value(writer, option, plain);
                    if let Some(coding) = value.as_object_mut() {
                        coding.remove("_display");
                    }
                    (kind, value)
                }
                None => number(*value),
            }
        }
    }
}

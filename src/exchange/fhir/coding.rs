//! What an option or an answer is: a code, words, a day or a plain number, in one notation.

use serde_json::{Map, Value};

use super::{
    json::{put, text},
    own::{DATE_CODE, NUMBER_CODE, TEXT_CODE},
};
use crate::instrument::Choice;

/// [`Choice::code`] of a value of the type named, and the number where it is a plain one. Nothing for what cannot be chosen.
pub(super) fn code_of(kind: &str, value: &Value) -> Option<(String, Option<f64>)> {
    match value {
        // Zero has no sign here.
        Value::Number(number) => Some((String::new(), number.as_f64().map(|number| number + 0.0))),
        Value::String(words) if matches!(kind, "Date" | "DateTime") => Some((format!("date:{words}"), None)),
        Value::String(words) => Some((format!("text:{words}"), None)),
        Value::Object(_) => {
            if let Some(reference) = text(value, "reference") {
                return Some((format!("text:{reference}"), None));
            }
            let code = text(value, "code").or_else(|| text(value, "display"))?;
            match text(value, "system") {
                Some(NUMBER_CODE) => {
                    Some((String::new(), Some(code.parse().ok().filter(|value: &f64| value.is_finite())?)))
                }
                Some(TEXT_CODE) => Some((format!("text:{code}"), None)),
                Some(DATE_CODE) => Some((format!("date:{code}"), None)),
                system => Some((format!("{}|{code}", system.unwrap_or_default()), None)),
            }
        }
        _ => None,
    }
}

/// The option that a value means: the same code and system; else the same code, where the system is missing on one side;
/// else the same words, whatever their type.
pub(super) fn option_of<'o>(options: &'o [Choice], kind: &str, value: &Value) -> Option<&'o Choice> {
    let (code, number) = code_of(kind, value)?;
    if let Some(number) = number {
        return options.iter().find(|option| option.code.is_empty() && option.value == number);
    }
    let words = |code: &str| code.strip_prefix("text:").or_else(|| code.strip_prefix("date:")).map(str::to_owned);
    let same_words = |option: &&Choice| words(&code).is_some_and(|given| words(&option.code) == Some(given));
    let half = |option: &&Choice| match (option.code.split_once('|'), code.split_once('|')) {
        (Some((system, own)), Some((other, given))) => own == given && (system.is_empty() || other.is_empty()),
        _ => false,
    };
    let find = |fits: &dyn Fn(&&Choice) -> bool| options.iter().find(fits);
    find(&|option| option.code == code).or_else(|| find(&half)).or_else(|| find(&same_words))
}

/// An option as a Coding, without the words people read.
pub(super) fn coding_of(option: &Choice) -> Map<String, Value> {
    let mut coding = Map::new();
    let number = option.value.to_string();
    let (system, code) = if let Some(words) = option.code.strip_prefix("text:") {
        (TEXT_CODE, words)
    } else if let Some(day) = option.code.strip_prefix("date:") {
        (DATE_CODE, day)
    } else {
        option.code.split_once('|').unwrap_or((NUMBER_CODE, &number))
    };
    put(&mut coding, "system", system);
    put(&mut coding, "code", code);
    coding
}

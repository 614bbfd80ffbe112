//! What is given for an item, as an answer.

use serde_json::Value;

use super::{
    clean::clean,
    coding::option_of,
    json::{choice, text},
};
use crate::{
    instrument::{Answer, Choice, Kind},
    order,
};

/// A value as FHIR gives it: the name of its type and itself.
pub(super) type Given<'v> = (&'v str, &'v Value);

/// The values under `value[x]` of each element.
pub(super) fn given(elements: &[Value]) -> Vec<Given<'_>> {
    elements.iter().filter_map(|element| choice(element, "value")).collect()
}

/// A value in short, for a sentence.
pub(super) fn in_short((kind, value): Given<'_>) -> String {
    let code = ["code", "display", "value", "reference"].iter().find_map(|key| value.get(key));
    let inner = code.unwrap_or(value);
    let words = inner.as_str().map_or_else(|| if inner.is_object() { String::new() } else { inner.to_string() }, clean);
    let words: String = words.chars().take(80).collect();
    format!("{kind} {words}").trim_end().to_owned()
}

/// A number, or the number of a quantity in that unit.
pub(super) fn amount((_, value): Given<'_>, unit: &str) -> Option<f64> {
    if value.is_number() {
        return value.as_f64();
    }
    let own = [text(value, "unit"), text(value, "code")];
    let fits = unit.is_empty() || own == [None, None] || own.contains(&Some(unit));
    value.get("value")?.as_f64().filter(|_| fits)
}

/// The answer that values make; the first that does not fit as the error. Values beyond the first count for multiple choices
/// only.
pub(super) fn answer_of<'v>(kind: &Kind, options: &[Choice], given: &[Given<'v>]) -> Result<Answer, Option<Given<'v>>> {
    let first = *given.first().ok_or(None)?;
    let string = first.1.as_str().map(str::to_owned);
    let value = match kind {
        Kind::Multi { .. } => {
            let mut values = Vec::new();
            for one in given {
                values.push(option_of(options, one.0, one.1).ok_or(Some(*one))?.value);
            }
            order::sort_by(&mut values, f64::total_cmp);
            values.dedup();
            return Ok(Answer::Many(values));
        }
        Kind::Choice { open, .. } => match option_of(options, first.0, first.1) {
            Some(option) => Some(option.value),
            None if *open => {
                let words = string.or_else(|| words_of(first.1)).ok_or(Some(first))?;
                let option = option_of(options, "String", &Value::from(words.as_str()));
                return Ok(option.map_or(Answer::Text(words), |option| Answer::Value(option.value)));
            }
            None => None,
        },
        Kind::YesNo => first.1.as_bool().map(|yes| f64::from(u8::from(yes))),
        Kind::Number(number) => amount(first, &number.unit).filter(|value| !number.whole || value.fract() == 0.0),
        Kind::Slider(_) => amount(first, ""),
        Kind::Date => return string.map(Answer::Text).ok_or(Some(first)),
        Kind::Text { .. } => {
            let plain =
                if first.1.is_object() { words_of(first.1) } else { string.or_else(|| Some(first.1.to_string())) };
            return plain.map(Answer::Text).ok_or(Some(first));
        }
        Kind::Display | Kind::Group => None,
    };
    value.map(Answer::Value).ok_or(Some(first))
}

/// What people read of a Coding.
fn words_of(value: &Value) -> Option<String> {
    text(value, "display").or_else(|| text(value, "code")).map(str::to_owned)
}

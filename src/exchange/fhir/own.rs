//! What FHIR has no place for, as extensions of our own. A value of the model is an object, a list, a text, a number or a
//! truth value; each becomes an extension, those of an object under the names of its fields, those of a list under their
//! places.

use serde_json::{Map, Value};

use super::{
    clean::clean,
    json::{choice, extended, list, number, put_list, text},
};

/// What of the questionnaire as a whole FHIR has no place for.
pub(super) const INSTRUMENT: &str = "urn:attune:instrument";
/// An item that counts as `min + max - x`.
pub(super) const REVERSED: &str = "urn:attune:reversed";
/// An item on a page of its own that is no group.
pub(super) const PAGE: &str = "urn:attune:page";
/// What an answer keeps, where it is not the option's weight.
pub(super) const VALUE: &str = "urn:attune:value";
/// The system of options that are plain numbers.
pub(super) const NUMBER_CODE: &str = "urn:attune:number";
/// The system of options that are words.
pub(super) const TEXT_CODE: &str = "urn:attune:text";
/// The system of options that are days.
pub(super) const DATE_CODE: &str = "urn:attune:date";
/// The value set of the options that items share.
pub(super) const SHARED: &str = "attune-options";
/// A multiple choice answered with none of the options.
pub(super) const NONE: &str = "urn:attune:none-of-these";
/// Answers that a response of FHIR cannot hold, such as those to items that are no longer asked.
pub(super) const ANSWERS: &str = "urn:attune:answers";
/// The address of a questionnaire that has none of its own; its id follows.
pub(super) const QUESTIONNAIRE: &str = "urn:attune:questionnaire:";

/// Codes for what an extension cannot hold: nothing at all, and lists, objects and texts without anything in them.
const EMPTY: [&str; 4] = ["null", "list", "object", "text"];

/// What such a code stands for.
fn empty(code: &str) -> Option<Value> {
    match code {
        "null" => Some(Value::Null),
        "list" => Some(Value::Array(Vec::new())),
        "object" => Some(Value::Object(Map::new())),
        "text" => Some(Value::from("")),
        _ => None,
    }
}

/// The name of a place in a list, which is never that of a field or a language.
fn place(at: usize) -> String {
    format!("#{at}")
}

/// A value as an extension.
pub(super) fn to_extension(url: &str, value: &Value) -> Value {
    if let Some(code) = EMPTY.iter().find(|code| empty(code).as_ref() == Some(value)) {
        return extended(url, "Code", Value::from(*code));
    }
    let parts: Vec<Value> = match value {
        Value::Object(map) => map.iter().map(|(name, value)| to_extension(name, value)).collect(),
        Value::Array(all) => all.iter().enumerate().map(|(at, value)| to_extension(&place(at), value)).collect(),
        Value::Bool(_) => return extended(url, "Boolean", value.clone()),
        Value::Number(found) if found.is_f64() => {
            let (kind, value) = number(found.as_f64().unwrap_or_default());
            return extended(url, kind, value);
        }
        Value::Number(_) => return extended(url, "Integer", value.clone()),
        _ => return extended(url, "String", value.clone()),
    };
    let mut map = Map::new();
    map.insert("url".to_owned(), Value::from(url));
    put_list(&mut map, "extension", parts);
    Value::Object(map)
}

/// The value that an extension holds; nothing where it is not in the form that [`to_extension`] gives.
pub(super) fn of_extension(extension: &Value) -> Option<Value> {
    if let Some((kind, value)) = choice(extension, "value") {
        return match kind {
            "Code" => value.as_str().and_then(empty),
            _ => Some(value.as_str().map_or_else(|| value.clone(), |text| Value::from(clean(text)))),
        };
    }
    let parts = list(extension, "extension");
    if parts.iter().enumerate().all(|(at, part)| text(part, "url") == Some(&place(at))) {
        return parts.iter().map(of_extension).collect();
    }
    parts.iter().map(|part| Some((text(part, "url")?.to_owned(), of_extension(part)?))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn any_value_is_written_as_an_extension_and_read_back() {
        for value in [
            json!(null),
            json!(true),
            json!(3),
            json!(-0.25),
            json!("words"),
            json!(""),
            json!([]),
            json!({}),
            json!([{ "a": [1, "two", [], {}] }, null]),
            json!({ "scales": [{ "id": "x", "items": ["a"], "name": { "en": "X" } }], "risk_items": null }),
        ] {
            let extension = to_extension("urn:attune:instrument", &value);
            assert_eq!(of_extension(&extension), Some(value), "{extension}");
        }
        assert_eq!(of_extension(&json!({ "url": "x", "valueCode": "unheard" })), None);
    }
}

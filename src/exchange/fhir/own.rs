//! What FHIR has no place for, as extensions of our own. A value of the model is an object, a list, a text, a number or a
//! truth value; each becomes an extension, those of an object under the names of its fields, those of a list under their
//! places.

use serde_json::{Map, Value, json};

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
type Make = fn() -> Value;

/// What these keys hold where they hold nothing.
const EMPTY: [(&str, Make); 4] =
    [("null", || Value::Null), ("list", || json!([])), ("object", || json!({})), ("text", || json!(""))];

/// A value as an extension.
pub(super) fn to_extension(url: &str, value: &Value) -> Value {
    if let Some((code, _)) = EMPTY.iter().find(|(_, make)| make() == *value) {
        return extended(url, "Code", Value::from(*code));
    }
    let parts: Vec<Value> = match value {
        Value::Object(map) => map.iter().map(|(name, value)| to_extension(name, value)).collect(),
        Value::Array(all) => all.iter().enumerate().map(|(at, value)| to_extension(&at.to_string(), value)).collect(),
        Value::Bool(_) => return extended(url, "Boolean", value.clone()),
        Value::Number(found) => {
            let (kind, value) = number(found.as_f64().unwrap_or_default());
            return extended(url, kind, value);
        }
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
            "Code" => EMPTY.iter().find(|(code, _)| value == code).map(|(_, make)| make()),
            _ => Some(value.as_str().map_or_else(|| value.clone(), |text| Value::from(clean(text)))),
        };
    }
    let parts = list(extension, "extension");
    if parts.iter().enumerate().all(|(at, part)| text(part, "url") == Some(&at.to_string())) {
        return parts.iter().map(of_extension).collect();
    }
    parts.iter().map(|part| Some((text(part, "url")?.to_owned(), of_extension(part)?))).collect()
}

#[cfg(test)]
mod tests {
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

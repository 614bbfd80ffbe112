//! Parts of a FHIR resource in JSON.

use serde_json::{Map, Value};

/// What an element holds many of.
pub(super) fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A text that is not empty.
pub(super) fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str().filter(|text| !text.is_empty())
}

/// Whether something is said to be so. Some files put the word in quotes.
pub(super) fn truth(value: &Value, key: &str) -> bool {
    value.get(key).is_some_and(|value| *value == true || value == "true")
}

/// A value of any type under a name such as `value` or `answer`: the type's name and the value.
pub(super) fn choice<'v>(value: &'v Value, name: &str) -> Option<(&'v str, &'v Value)> {
    let parts = value.as_object()?;
    parts.iter().find_map(|(key, value)| {
        let kind = key.strip_prefix(name)?;
        kind.starts_with(|first: char| first.is_ascii_uppercase()).then_some((kind, value))
    })
}

/// The short name of an extension of HL7, such as `itemControl`, whatever the version and guide it comes from.
pub(super) fn name(url: &str) -> Option<&str> {
    let path = url.strip_prefix("http://hl7.org/fhir/").or_else(|| url.strip_prefix("https://hl7.org/fhir/"))?;
    let mut name = path.rsplit('/').next()?;
    for prefix in ["sdc-", "cqif-", "questionnaire-", "valueset-"] {
        name = name.strip_prefix(prefix).unwrap_or(name);
    }
    Some(name)
}

/// The extensions of an element with their urls.
pub(super) fn extensions(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    list(value, "extension").iter().filter_map(|extension| Some((text(extension, "url")?, extension)))
}

/// The first extension of HL7 with this short name.
pub(super) fn extension<'v>(value: &'v Value, wanted: &str) -> Option<&'v Value> {
    extensions(value).find(|(url, _)| name(url) == Some(wanted)).map(|(_, extension)| extension)
}

/// The number in the first extension of that name.
pub(super) fn extension_number(value: &Value, wanted: &str) -> Option<f64> {
    choice(extension(value, wanted)?, "value")?.1.as_f64()
}

/// The first extension with just this url.
pub(super) fn own<'v>(value: &'v Value, url: &str) -> Option<&'v Value> {
    extensions(value).find(|(own, _)| *own == url).map(|(_, extension)| extension)
}

/// Puts a text where there is one.
pub(super) fn put(map: &mut Map<String, Value>, key: &str, text: &str) {
    if !text.is_empty() {
        map.insert(key.to_owned(), Value::from(text));
    }
}

/// Puts a list where there is anything in it.
pub(super) fn put_list(map: &mut Map<String, Value>, key: &str, values: Vec<Value>) {
    if !values.is_empty() {
        map.insert(key.to_owned(), Value::Array(values));
    }
}

/// Puts `true` where it is so.
pub(super) fn put_truth(map: &mut Map<String, Value>, key: &str, so: bool) {
    if so {
        map.insert(key.to_owned(), Value::Bool(true));
    }
}

/// A number as FHIR writes it: whole ones as integers.
pub(super) fn number(value: f64) -> (&'static str, Value) {
    if value.fract() == 0.0 && value.abs() < 2_147_483_648.0 && !(value == 0.0 && value.is_sign_negative()) {
        ("Integer", Value::from(value as i64))
    } else {
        ("Decimal", Value::from(value))
    }
}

/// An extension with one value of a type.
pub(super) fn extended(url: &str, kind: &str, value: Value) -> Value {
    let mut map = Map::new();
    put(&mut map, "url", url);
    map.insert(format!("value{kind}"), value);
    Value::Object(map)
}

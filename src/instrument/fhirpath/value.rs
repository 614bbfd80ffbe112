//! What a collection is made of: nodes of a JSON tree, and values that were written or worked out.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::moment::Moment;
use super::types;

/// Nothing, for an element that has only extensions.
const NOTHING: &Value = &Value::Null;

/// A place in a JSON tree.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    pub(super) value: &'a Value,
    /// The sibling that begins with `_`, which holds a primitive's id and extensions.
    pub(super) shadow: Option<&'a Value>,
    /// The type where the element's name tells it, as `Coding` in `valueCoding`; otherwise empty.
    pub(super) kind: &'a str,
    /// The linkId of the nearest item around it, itself included.
    pub(super) link_id: Option<&'a str>,
}

impl<'a> Node<'a> {
    /// What it holds; null for an element with nothing but extensions.
    #[must_use]
    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// The linkId of the nearest item around it, itself included.
    #[must_use]
    pub fn link_id(&self) -> Option<&'a str> {
        self.link_id
    }

    /// Where its named parts are: the object, or a primitive's sibling.
    pub(super) fn parts(&self) -> Option<&'a Value> {
        Some(self.value).filter(|value| value.is_object()).or(self.shadow)
    }

    /// Adds the elements of one name. A choice such as `value` also finds `valueCoding`.
    pub(super) fn members(&self, name: &str, out: &mut Vec<Item<'a>>) {
        let Some(Value::Object(parts)) = self.parts() else { return };
        let shadow = |key: &str| parts.get(&format!("_{key}"));
        if let Some((key, value)) = parts.get_key_value(name) {
            self.spread(value, shadow(key), types::of_key(key), out);
        } else if let Some(value) = shadow(name) {
            self.spread(NOTHING, Some(value), "", out);
        } else if !name.is_empty() {
            for (key, value) in parts {
                let bare = key.strip_prefix('_').unwrap_or(key);
                let Some(kind) = bare.strip_prefix(name).filter(|kind| types::is_choice(kind)) else { continue };
                if bare == key {
                    self.spread(value, shadow(key), kind, out);
                } else if !parts.contains_key(bare) {
                    self.spread(NOTHING, Some(value), kind, out);
                }
            }
        }
    }

    /// Adds all its elements.
    pub(super) fn children(&self, out: &mut Vec<Item<'a>>) {
        let Some(Value::Object(parts)) = self.parts() else { return };
        for (key, value) in parts {
            if let Some(bare) = key.strip_prefix('_') {
                if !parts.contains_key(bare) {
                    self.spread(NOTHING, Some(value), types::of_key(bare), out);
                }
            } else if key != "resourceType" {
                self.spread(value, parts.get(&format!("_{key}")), types::of_key(key), out);
            }
        }
    }

    /// One element, or each of a list.
    fn spread(&self, value: &'a Value, shadow: Option<&'a Value>, kind: &'a str, out: &mut Vec<Item<'a>>) {
        let lists = (value.as_array(), shadow.and_then(Value::as_array));
        let length = lists.0.map_or(0, Vec::len).max(lists.1.map_or(0, Vec::len));
        let single = lists.0.is_none() && lists.1.is_none();
        for at in 0..if single { 1 } else { length } {
            let (value, shadow) = if single {
                (value, shadow)
            } else {
                (lists.0.and_then(|list| list.get(at)).unwrap_or(NOTHING), lists.1.and_then(|list| list.get(at)))
            };
            let shadow = shadow.filter(|shadow| shadow.is_object());
            // A list in a list is no FHIR, and nothing is empty.
            if value.is_array() || (value.is_null() && shadow.is_none()) {
                continue;
            }
            let link_id = value.get("linkId").and_then(Value::as_str).or(self.link_id);
            out.push(Item::Node(Node { value, shadow, kind, link_id }));
        }
    }

    /// Its type's name, with a small first letter where it is a primitive.
    pub(super) fn type_name(&self) -> &'a str {
        match self.value {
            _ if !self.kind.is_empty() => self.kind,
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "decimal",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            value => types::of_shape(value),
        }
    }
}

/// One member of a collection.
#[derive(Clone, Debug)]
pub enum Item<'a> {
    /// A place in a tree.
    Node(Node<'a>),
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A decimal number, rounded to 12 significant digits.
    Decimal(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// A date, a date with a time, or a time.
    Moment(Moment),
    /// A number and its unit, which is `1` where there is none.
    Quantity(f64, Cow<'a, str>),
}

impl<'a> Item<'a> {
    /// An element of a tree, to begin with. `link_id` is that of the nearest item around it where it has none itself.
    #[must_use]
    pub fn node(value: &'a Value, link_id: Option<&'a str>) -> Self {
        let link_id = value.get("linkId").and_then(Value::as_str).or(link_id);
        Self::Node(Node { value, shadow: None, kind: "", link_id })
    }

    /// A primitive node or a quantity as the value it holds; everything else as it is.
    #[must_use]
    pub fn plain(&self) -> Self {
        let Self::Node(node) = self else { return self.clone() };
        match node.value {
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => match number.as_i64().filter(|_| node.kind != "Decimal") {
                Some(whole) => Self::Integer(whole),
                None => Self::Decimal(tidy(number.as_f64().unwrap_or_default())),
            },
            Value::String(text) => {
                let moment = if types::is_moment(node.kind) { read_moment(text, node.kind) } else { None };
                moment.map_or(Self::Text(Cow::Borrowed(text)), Self::Moment)
            }
            Value::Object(parts) if types::is_quantity(node.type_name()) && !parts.contains_key("comparator") => {
                let unit = parts.get("code").or(parts.get("unit")).and_then(Value::as_str).unwrap_or("1");
                let value = parts.get("value").and_then(Value::as_f64);
                value.map_or(self.clone(), |value| Self::Quantity(tidy(value), Cow::Borrowed(unit)))
            }
            _ => self.clone(),
        }
    }

    /// The truth value that it is.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self.plain() { Some(value) } else { None }
    }

    /// The number that it is, without a unit.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match self.plain() {
            Self::Integer(number) => Some(number as f64),
            Self::Decimal(number) => Some(number),
            _ => None,
        }
    }

    /// It as text, as `toString()` gives it; an element with parts has none.
    #[must_use]
    pub fn to_text(&self) -> Option<Cow<'a, str>> {
        Some(Cow::Owned(match self.plain() {
            Self::Node(_) => return None,
            Self::Text(text) => return Some(text),
            Self::Bool(value) => value.to_string(),
            Self::Integer(number) => number.to_string(),
            Self::Decimal(number) => number.to_string(),
            Self::Moment(moment) => moment.to_string(),
            Self::Quantity(number, unit) if super::moment::calendar_word(&unit) => format!("{number} {unit}"),
            Self::Quantity(number, unit) => format!("{number} '{unit}'"),
        }))
    }

    /// It as JSON: an element as it stands in its tree, a quantity as an object of `value` and `unit`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Self::Node(node) => node.value.clone(),
            Self::Bool(value) => Value::from(*value),
            Self::Integer(number) => Value::from(*number),
            Self::Decimal(number) => Value::from(*number),
            Self::Text(text) => Value::from(text.as_ref()),
            Self::Moment(moment) => Value::from(moment.to_string()),
            Self::Quantity(number, unit) => {
                let mut parts = Map::new();
                parts.insert("value".to_owned(), Value::from(*number));
                parts.insert("unit".to_owned(), Value::from(unit.as_ref()));
                Value::Object(parts)
            }
        }
    }

    /// What it is, for a sentence.
    pub(super) fn what(&self) -> &'static str {
        match self.plain() {
            Self::Node(_) => "an element with parts",
            Self::Bool(_) => "a truth value",
            Self::Integer(_) => "a whole number",
            Self::Decimal(_) => "a decimal number",
            Self::Text(_) => "a text",
            Self::Moment(_) => "a date or time",
            Self::Quantity(..) => "a quantity",
        }
    }
}

/// A date or time as an element of JSON writes it; there a time has no `T`.
pub(super) fn read_moment(text: &str, kind: &str) -> Option<Moment> {
    if kind == "Time" && !text.starts_with('T') { Moment::parse(&format!("T{text}")) } else { Moment::parse(text) }
}

/// A number rounded to 12 significant digits, so that the sum of 0.1 and 0.2 is 0.3.
pub(super) fn tidy(number: f64) -> f64 {
    if number.fract() == 0.0 && number.abs() < 1e12 {
        return number + 0.0;
    }
    format!("{number:.11e}").parse().unwrap_or(number)
}

//! **Plain**: how values are written as JSON and read back.
//!
//! Lives here: one trait, its implementations for what the standard library has, and two macros that implement it, and the
//! traits of serde by way of it, for the types of other rooms. Never here: a type of another room, or a format other than
//! JSON.
//!
//! Serde's own derived code reads and writes each type on its own, which for the questionnaires and facts of this app came
//! to an eighth of the download. Here every type goes by way of [`serde_json::Value`], and each field is one call.

mod basic;
mod macros;

pub(crate) use macros::{plain_around, plain_enum, plain_serde, plain_struct, plain_text};

use serde_json::{Map, Value};

/// A value that has a form in JSON.
pub trait Plain: Sized {
    /// The value as JSON.
    fn to_plain(&self) -> Value;

    /// The value that the JSON stands for; nothing where it is not in the form that [`Plain::to_plain`] gives.
    fn of_plain(value: &Value) -> Option<Self>;
}

/// Writes one field.
pub fn write<T: Plain>(map: &mut Map<String, Value>, name: &str, value: &T) {
    map.insert(name.to_owned(), value.to_plain());
}

/// Writes one field, unless it holds what an absent field is read as.
pub fn write_unless_default<T: Plain + Default + PartialEq>(map: &mut Map<String, Value>, name: &str, value: &T) {
    if *value != T::default() {
        write(map, name, value);
    }
}

/// Reads one field, which must be there.
#[must_use]
pub fn read<T: Plain>(map: &Map<String, Value>, name: &str) -> Option<T> {
    T::of_plain(map.get(name)?)
}

/// Reads one field; the type's default where it is absent, nothing where it is there in another form.
#[must_use]
pub fn read_or_default<T: Plain + Default>(map: &Map<String, Value>, name: &str) -> Option<T> {
    map.get(name).map_or_else(|| Some(T::default()), T::of_plain)
}

/// A variant's name with nothing or one value below it: `"name"` or `{"name": value}`.
#[must_use]
pub fn tagged(value: &Value) -> Option<(&str, &Value)> {
    match value {
        Value::String(name) => Some((name, &Value::Null)),
        Value::Object(map) if map.len() == 1 => map.iter().next().map(|(name, inner)| (name.as_str(), inner)),
        _ => None,
    }
}

/// A value below a variant's name.
#[must_use]
pub fn tag(name: &str, inner: Value) -> Value {
    let mut map = Map::new();
    map.insert(name.to_owned(), inner);
    Value::Object(map)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Clone, Debug, Default, PartialEq)]
    struct Point {
        x: f64,
        name: String,
        near: Vec<Point>,
        up: Option<bool>,
    }

    #[derive(Clone, Debug, PartialEq)]
    enum Shape {
        Nothing,
        Dot(Point),
        Line { from: Point, to: Point, dashed: bool },
    }

    plain_struct!(Point { x } default { name, near, up });
    plain_enum!(Shape {
        "nothing" = Nothing,
        "dot" = Dot(inner),
        "line" = Line { from, to } default { dashed },
    });

    fn point(x: f64) -> Point {
        Point { x, ..Point::default() }
    }

    #[test]
    fn values_are_written_tersely_and_read_back() {
        let near = Point { name: "b".to_owned(), up: Some(false), near: vec![point(2.0)], x: 1.0 };
        let cases = [
            (Shape::Nothing, json!("nothing")),
            (Shape::Dot(near), json!({ "dot": { "x": 1.0, "name": "b", "near": [{ "x": 2.0 }], "up": false } })),
            (
                Shape::Line { from: point(0.5), to: point(1.5), dashed: true },
                json!({ "line": { "from": { "x": 0.5 }, "to": { "x": 1.5 }, "dashed": true } }),
            ),
        ];
        for (shape, text) in cases {
            assert_eq!(shape.to_plain(), text);
            assert_eq!(Shape::of_plain(&text), Some(shape.clone()));
            assert_eq!(serde_json::from_str::<Shape>(&serde_json::to_string(&shape).unwrap()).unwrap(), shape);
        }
    }

    #[test]
    fn another_form_is_refused() {
        for bad in [
            json!(null),
            json!("dot"),
            json!({ "dot": {} }),
            json!({ "dot": { "x": "1" } }),
            json!({ "dot": { "x": 1.0, "up": "yes" } }),
            json!({ "line": { "from": { "x": 1.0 } } }),
            json!({ "dot": { "x": 1.0 }, "nothing": null }),
            json!({ "square": null }),
        ] {
            assert_eq!(Shape::of_plain(&bad), None, "{bad}");
            assert!(serde_json::from_value::<Shape>(bad).is_err());
        }
    }
}

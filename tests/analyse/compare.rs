//! Compares a result with reference numbers.

use serde_json::Value;
use std::fmt::Write;
use std::path::PathBuf;

/// A file under `tests/golden`.
pub fn file(folder: &str, name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(folder).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The expected numbers of a set.
pub fn expected(name: &str) -> Value {
    serde_json::from_str(&file("expected", name)).expect("JSON")
}

/// A table of columns of numbers.
pub fn table(columns: &[(&str, &Value)]) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let mut text = names.join(",") + "\n";
    for row in 0..columns[0].1.as_array().expect("a column").len() {
        let cells: Vec<String> = columns.iter().map(|(_, column)| column[row].to_string()).collect();
        let _ = writeln!(text, "{}", cells.join(","));
    }
    text
}

/// Every number, word and key of `expected`, except the keys in `left_out`, is in `found`, up to a relative tolerance (an
/// absolute one of the same share of one thousandth below that). The reference writes a list of one as that one, and an
/// empty list as null; `found` may hold more keys.
#[track_caller]
pub fn same(found: &Value, expected: &Value, tolerance: f64, left_out: &[&str]) {
    if let Err(difference) = compare(found, expected, tolerance, left_out, "") {
        panic!("{difference}");
    }
}

fn compare(found: &Value, expected: &Value, tolerance: f64, left_out: &[&str], path: &str) -> Result<(), String> {
    let differ = || Err(format!("{path}: found {found}, expected {expected}"));
    match (found, expected) {
        (Value::Object(inner), Value::Object(wanted)) => {
            for (key, value) in wanted.iter().filter(|(key, _)| !left_out.contains(&key.as_str())) {
                let path = format!("{path}/{key}");
                let own = inner.get(key).ok_or_else(|| format!("{path}: is not there"))?;
                compare(own, value, tolerance, left_out, &path)?;
            }
            Ok(())
        }
        (Value::Array(list), Value::Array(wanted)) if list.len() == wanted.len() => {
            let places_only = tolerance > 0.0 && ["beyond", "runs"].iter().any(|key| path.ends_with(key));
            // The reference lists those places by side, not in order.
            let mut wanted = wanted.clone();
            if places_only {
                wanted.sort_by_key(Value::as_u64);
            }
            list.iter()
                .zip(&wanted)
                .enumerate()
                .try_for_each(|(at, (own, value))| compare(own, value, tolerance, left_out, &format!("{path}/{at}")))
        }
        (Value::Array(list), Value::Null) if list.is_empty() => Ok(()),
        (Value::Array(list), one) if list.len() == 1 && !one.is_array() => {
            compare(&list[0], one, tolerance, left_out, path)
        }
        (Value::Number(own), Value::Number(value)) => {
            let (own, value) = (own.as_f64().unwrap_or(f64::NAN), value.as_f64().unwrap_or(f64::NAN));
            if (own - value).abs() <= tolerance * value.abs().max(1e-3) { Ok(()) } else { differ() }
        }
        _ if found == expected => Ok(()),
        _ => differ(),
    }
}

#[test]
fn a_difference_is_noticed() {
    use serde_json::json;
    let caught = |found: Value, expected: Value| compare(&found, &expected, 1e-6, &["no"], "").is_err();
    assert!(!caught(json!({ "a": [1.0], "more": 2 }), json!({ "a": 1.000_000_1, "no": 3 })));
    assert!(caught(json!({ "a": 1.0 }), json!({ "a": 1.000_01 })));
    assert!(caught(json!({ "b": 1.0 }), json!({ "a": 1.0 })));
    assert!(caught(json!({ "a": null }), json!({ "a": 1.0 })) && caught(json!({ "a": 1.0 }), json!({ "a": null })));
    assert!(caught(json!([1, 2]), json!([1])) && caught(json!("x"), json!("y")));
}

//! Reads the reference tables and numbers beside these tests.

use serde_json::Value;
use std::path::PathBuf;

fn path(folder: &str, name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(folder).join(name)
}

/// The expected numbers of a set.
pub fn expected(name: &str) -> Value {
    let text = std::fs::read_to_string(path("expected", name)).expect("the expected file is there");
    serde_json::from_str(&text).expect("it is JSON")
}

/// A table of cells; blank cells are missing.
pub struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Read `data/<name>`: comma-separated, a header, quotes around text only.
    pub fn read(name: &str) -> Self {
        let text = std::fs::read_to_string(path("data", name)).expect("the table is there");
        let mut lines =
            text.lines().map(|line| line.split(',').map(|c| c.trim().trim_matches('"').to_owned()).collect::<Vec<_>>());
        let names = lines.next().expect("a header");
        Self { names, rows: lines.collect() }
    }

    fn position(&self, column: &str) -> usize {
        self.names.iter().position(|n| n == column).expect("the column is there")
    }

    /// A numeric column; missing cells are NaN.
    pub fn numbers(&self, column: &str) -> Vec<f64> {
        let at = self.position(column);
        self.rows.iter().map(|r| if r[at].is_empty() { f64::NAN } else { r[at].parse().expect("a number") }).collect()
    }

    /// A text column.
    pub fn text(&self, column: &str) -> Vec<String> {
        let at = self.position(column);
        self.rows.iter().map(|r| r[at].clone()).collect()
    }

    /// A text column as codes, numbered in alphabetical order, with the labels.
    pub fn codes(&self, column: &str) -> (Vec<usize>, Vec<String>) {
        let text = self.text(column);
        let mut labels = text.clone();
        labels.sort();
        labels.dedup();
        (text.iter().map(|t| labels.binary_search(t).expect("a label")).collect(), labels)
    }
}

/// A number of the expected file.
pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("not a number: {value}"))
}

/// An array of numbers of the expected file, null as NaN.
pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("an array").iter().map(|v| v.as_f64().unwrap_or(f64::NAN)).collect()
}

/// Equal up to `tolerance`, relative to the expected size where that is above one thousandth.
#[track_caller]
pub fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    let bound = tolerance * expected.abs().max(1e-3);
    assert!((found - expected).abs() <= bound, "{what}: found {found}, expected {expected}");
}

/// Two lists, element by element; NaN in both counts as equal.
#[track_caller]
pub fn all_close(found: &[f64], expected: &[f64], tolerance: f64, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}: lengths");
    for (i, (f, e)) in found.iter().zip(expected).enumerate() {
        if !(f.is_nan() && e.is_nan()) {
            close(*f, *e, tolerance, &format!("{what}[{i}]"));
        }
    }
}

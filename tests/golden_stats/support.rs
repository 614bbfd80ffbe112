//! Reads the reference tables and numbers under `tests/golden`.

use attune::stats::matrix::Matrix;
use serde_json::Value;
use std::path::PathBuf;

fn read(folder: &str, name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(folder).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The expected numbers of a set.
pub fn expected(name: &str) -> Value {
    serde_json::from_str(&read("expected", name)).unwrap()
}

/// The names and the numeric columns of a table; columns of text are empty.
pub fn columns(name: &str) -> (Vec<String>, Vec<Vec<f64>>) {
    let text = read("data", name);
    let mut lines = text.lines().map(|l| l.split(',').map(|c| c.trim_matches('"').to_owned()).collect::<Vec<_>>());
    let names = lines.next().unwrap();
    let rows: Vec<Vec<String>> = lines.collect();
    let column = |j: usize| rows.iter().map(|r| r[j].parse().ok()).collect::<Option<Vec<f64>>>().unwrap_or_default();
    let columns = (0..names.len()).map(column).collect();
    (names, columns)
}

/// A table of numbers alone, with its names.
pub fn table(name: &str) -> (Vec<String>, Matrix) {
    let (names, columns) = columns(name);
    let keep: Vec<usize> = (0..names.len()).filter(|&j| !columns[j].is_empty()).collect();
    let numbers: Vec<Vec<f64>> = keep.iter().map(|&j| columns[j].clone()).collect();
    (keep.into_iter().map(|j| names[j].clone()).collect(), Matrix::from_columns(&numbers).unwrap())
}

/// The number at a path such as `/nile/ols/year`.
#[track_caller]
pub fn number(value: &Value, path: &str) -> f64 {
    value.pointer(path).and_then(Value::as_f64).unwrap_or_else(|| panic!("no number at {path}"))
}

/// The numbers at a path: an array, or a single number.
#[track_caller]
pub fn numbers(value: &Value, path: &str) -> Vec<f64> {
    match value.pointer(path) {
        Some(Value::Array(list)) => list.iter().map(|v| v.as_f64().unwrap()).collect(),
        Some(Value::Number(n)) => vec![n.as_f64().unwrap()],
        Some(Value::Null) => Vec::new(),
        other => panic!("no numbers at {path}: {other:?}"),
    }
}

/// Equal up to a relative tolerance; below one millionth, an absolute one of the same share of that.
#[track_caller]
pub fn close(found: f64, expected: f64, tolerance: f64) {
    let bound = tolerance * expected.abs().max(1e-6);
    assert!((found - expected).abs() <= bound, "found {found}, expected {expected}");
}

/// Two lists, one by one.
#[track_caller]
pub fn all_close(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (f, e) in found.iter().zip(expected) {
        close(*f, *e, tolerance);
    }
}

/// The tolerance of a closed form.
pub const CLOSED: f64 = 1e-10;
/// The tolerance of what rests on a quantile of F or t.
pub const QUANTILE: f64 = 1e-8;
/// The tolerance of what the reference program searched for by iteration.
pub const ITERATIVE: f64 = 1e-6;

/// The rows of a table whose first cell is `key`, without that cell and the blank ones after it.
pub fn rows_of(name: &str, key: &str) -> Matrix {
    let text = read("data", name);
    let cells = |line: &str| line.split(',').skip(1).filter_map(|c| c.parse().ok()).collect::<Vec<f64>>();
    let rows: Vec<_> = text.lines().filter(|l| l.split(',').next() == Some(key)).map(cells).collect();
    Matrix::from_rows(&rows).unwrap()
}

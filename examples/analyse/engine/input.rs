//! What a metric is given: the table, the options and a place for notes.

use super::expression::{Keys, evaluate};
use super::fault::Fault;
use super::table::Table;
use attune::stats::error::StatError;
use attune::stats::interval::Interval;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// An option of a metric. Where it names a column, the default may list several, of which the first that the table has is
/// taken: `A|mean(p01..p12)`. An empty default means none.
pub struct Choice {
    pub name: &'static str,
    pub default: &'static str,
    pub about: &'static str,
}

pub const fn choice(name: &'static str, default: &'static str, about: &'static str) -> Choice {
    Choice { name, default, about }
}

/// The table, the options and the notes of one run.
pub struct Input<'a> {
    pub table: Table,
    pub given: &'a BTreeMap<String, String>,
    pub choices: &'static [Choice],
    pub notes: RefCell<Vec<String>>,
}

impl Input<'_> {
    /// An option as text: as given, else its default; none where that is empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        let default = self.choices.iter().find(|choice| choice.name == name).map_or("", |choice| choice.default);
        Some(self.given.get(name).map_or(default, String::as_str)).filter(|text| !text.is_empty())
    }

    pub fn number(&self, name: &str) -> Result<Option<f64>, Fault> {
        let Some(text) = self.text(name) else { return Ok(None) };
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Some(value)),
            _ => Err(Fault::new(format!("--{name}: {text:?} is not a number"))),
        }
    }

    pub fn need(&self, name: &str) -> Result<f64, Fault> {
        self.number(name)?.ok_or_else(|| Fault::new(format!("--{name} is needed")))
    }

    pub fn count(&self, name: &str) -> Result<Option<usize>, Fault> {
        let Some(value) = self.number(name)? else { return Ok(None) };
        let whole = value.fract() == 0.0 && (0.0..1e9).contains(&value);
        if whole { Ok(Some(value as usize)) } else { Err(Fault::new(format!("--{name}: a whole number is needed"))) }
    }

    /// One of a few words.
    pub fn word(&self, name: &str, words: &[&str]) -> Result<usize, Fault> {
        let text = self.text(name).unwrap_or_default();
        let found = words.iter().position(|word| *word == text);
        found.ok_or_else(|| Fault::new(format!("--{name}: {text:?} is none of {}", words.join(", "))))
    }

    /// The column, or the expression, that an option names.
    pub fn column(&self, name: &str) -> Result<&str, Fault> {
        self.optional_column(name)?.ok_or_else(|| self.no_column(name))
    }

    fn no_column(&self, name: &str) -> Fault {
        let looked =
            self.text(name).map_or_else(String::new, |text| format!(" (looked for {})", text.replace('|', ", ")));
        Fault::new(format!("row 1: no column for --{name}{looked}"))
    }

    /// The same, none where the default finds nothing in this table.
    pub fn optional_column(&self, name: &str) -> Result<Option<&str>, Fault> {
        if let Some(given) = self.given.get(name) {
            return Ok(Some(given.as_str()).filter(|text| !text.is_empty()));
        }
        let Some(default) = self.text(name) else { return Ok(None) };
        Ok(default.split('|').find(|option| self.can_read(option)))
    }

    fn can_read(&self, text: &str) -> bool {
        let list = text.split_once('(').map_or(text, |(_, inner)| inner.trim_end_matches(')'));
        self.table.list(list).is_ok()
    }

    pub fn keys(&self) -> Result<Keys<'_>, Fault> {
        let key = |name: &str, usual: &'static str| {
            let own = self.given.contains_key(name) || self.choices.iter().any(|choice| choice.name == name);
            if own { self.optional_column(name) } else { Ok(usual.split('|').find(|column| self.table.has(column))) }
        };
        Ok(Keys { id: key("id", "patient|Person|person|id")?, time: key("time", "session|Time|time")? })
    }

    /// The values of the column or expression an option names.
    pub fn values(&self, name: &str) -> Result<Vec<f64>, Fault> {
        self.evaluate(self.column(name)?)
    }

    pub fn evaluate(&self, expression: &str) -> Result<Vec<f64>, Fault> {
        evaluate(&self.table, expression, self.keys()?)
    }

    pub fn codes(&self, name: &str) -> Result<(Vec<usize>, Vec<String>), Fault> {
        self.table.codes(self.column(name)?)
    }

    /// Yes and no: a column of 0 and 1, or `COLUMN=LABEL`.
    pub fn flags(&self, name: &str) -> Result<Vec<Option<bool>>, Fault> {
        let text = self.column(name)?;
        match text.split_once('=') {
            None => self.table.flags(text),
            Some((column, label)) => {
                let texts = self.table.texts(column.trim())?;
                let flags: Vec<Option<bool>> =
                    texts.into_iter().map(|text| text.map(|text| text == label.trim())).collect();
                if flags.contains(&Some(true)) {
                    return Ok(flags);
                }
                Err(Fault::new(format!("--{name}: no row of column {} is {:?}", column.trim(), label.trim())))
            }
        }
    }

    /// The columns of items: as given, else the first list of the default that the table has, else every numeric column
    /// that is not one of the usual keys.
    pub fn items(&self, name: &str) -> Result<Vec<String>, Fault> {
        match self.optional_column(name)? {
            Some(list) => self.table.list(list),
            None => {
                let keys = [
                    "id",
                    "patient",
                    "person",
                    "subject",
                    "target",
                    "case",
                    "session",
                    "time",
                    "day",
                    "therapist",
                    "group",
                    "row",
                ];
                let named: Vec<&str> = ["id", "time", "group"]
                    .into_iter()
                    .filter_map(|key| self.optional_column(key).transpose())
                    .collect::<Result<_, _>>()?;
                let is_key = |column: &str| named.contains(&column) || keys.contains(&column.to_lowercase().as_str());
                let names = self.table.names().iter();
                let items: Vec<String> =
                    names.filter(|column| !is_key(column) && self.table.is_numeric(column)).cloned().collect();
                if items.is_empty() { Err(self.no_column(name)) } else { Ok(items) }
            }
        }
    }

    pub fn level(&self) -> Result<f64, Fault> {
        let level = self.number("level")?.unwrap_or(0.95);
        if level > 0.0 && level < 1.0 { Ok(level) } else { Err(Fault::new("--level: a coverage lies between 0 and 1")) }
    }

    pub fn note(&self, text: impl Into<String>) {
        let text = text.into();
        let mut notes = self.notes.borrow_mut();
        if !notes.contains(&text) {
            notes.push(text);
        }
    }

    /// A result; where there is none, the reason goes to the notes.
    pub fn take<T>(&self, what: &str, result: Result<T, StatError>) -> Option<T> {
        result.map_err(|error| self.note(format!("{what}: {error}"))).ok()
    }

    /// A number or null, with a note for null.
    pub fn told(&self, what: &str, result: Result<f64, StatError>) -> Value {
        json!(self.take(what, result))
    }
}

/// `{"lower": .., "upper": ..}`, or null.
pub fn limits(interval: Option<Interval>) -> Value {
    interval.map_or(Value::Null, |i| json!({ "lower": i.lower, "upper": i.upper }))
}

/// `[lower, upper]`, or null.
pub fn pair(interval: Option<Interval>) -> Value {
    interval.map_or(Value::Null, |i| json!([i.lower, i.upper]))
}

/// The rows in which no column has a gap.
pub fn complete(columns: &[&[f64]]) -> Vec<usize> {
    let rows = columns.first().map_or(0, |column| column.len());
    (0..rows).filter(|&row| columns.iter().all(|column| !column[row].is_nan())).collect()
}

pub fn pick<T: Clone>(values: &[T], rows: &[usize]) -> Vec<T> {
    rows.iter().map(|&row| values[row].clone()).collect()
}

/// An object from names and values.
pub fn object<K: Into<String>>(pairs: impl IntoIterator<Item = (K, Value)>) -> Value {
    Value::Object(pairs.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

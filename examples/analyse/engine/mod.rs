//! From arguments and a table to a result. A family of metrics is a file; [`METRICS`] lists them all.

mod agreement;
mod association;
mod change;
mod control;
mod expression;
mod fault;
mod input;
mod mixed;
mod prediction;
mod process;
mod reliability;
mod rupture;
mod scoring;
mod shares;
mod survival;
mod table;
mod trend;

pub use fault::Fault;

use input::{Choice, Input};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write;
use table::Table;

/// One thing that can be asked of a table.
pub struct Metric {
    pub name: &'static str,
    pub about: &'static str,
    /// What the result holds.
    pub keys: &'static str,
    pub choices: &'static [Choice],
    pub run: fn(&Input<'_>) -> Result<Value, Fault>,
}

fn metrics() -> impl Iterator<Item = &'static Metric> {
    [
        reliability::METRICS,
        agreement::METRICS,
        trend::METRICS,
        control::METRICS,
        survival::METRICS,
        prediction::METRICS,
        mixed::METRICS,
        process::METRICS,
        association::METRICS,
        change::METRICS,
        shares::METRICS,
        scoring::METRICS,
        rupture::METRICS,
    ]
    .into_iter()
    .flatten()
}

fn metric(name: &str) -> Result<&'static Metric, Fault> {
    metrics()
        .find(|metric| metric.name == name)
        .ok_or_else(|| Fault::new(format!("there is no metric {name:?}; analyse --help lists them")))
}

pub fn wants_help(arguments: &[String]) -> bool {
    arguments.is_empty() || arguments.iter().any(|argument| matches!(argument.as_str(), "--help" | "-h" | "help"))
}

const GENERAL: &str = "\
analyse METRIC [--option value ...] < data.csv > result.json

The table has a header; a blank cell, NA or a dot is missing. Where an option names a column, it may also be worked out:
  mean(p01..p12), sum(LIST)                items by the half rule: at least half answered; sum = mean times their number
  within(E), between(E), groupmean(E)      by the person of --id
  first(E), last(E), next(E)               by the person of --id and the time of --time; next: exactly one later
  session-1, E-F, square(E)                less or plus a number or another; times itself
A LIST is p01,p02 or p01..p12, in the order of the file.

Options of every metric:
  --let \"A=mean(p01..p12); L=last(outcome)\"   add columns first
  --where \"session=3; therapist=T1\"           then keep rows: = or != a label; <, <=, >, >= a number;
                                              session=first(session) keeps one row a person
  --id COLUMN, --time COLUMN                  whose a row is and when, for the functions above
  --by COLUMN                                 then one result a label: {\"groups\": {label: result}}
  --separator \";\"                             between cells, a comma if not given

Every result holds \"notes\": why something is null, and what was left out.
A table or option that cannot be read: one line with row (the header is row 1), column and reason; exit code 2.
";

pub fn help(arguments: &[String]) -> Result<String, Fault> {
    let named = arguments.iter().find(|argument| !argument.starts_with('-') && *argument != "help");
    let mut text = String::new();
    match named {
        None => {
            text.push_str(GENERAL);
            text.push_str("\nMetrics (analyse METRIC --help tells options and keys):\n");
            for metric in metrics() {
                let _ = writeln!(text, "  {:<20} {}", metric.name, metric.about);
            }
        }
        Some(name) => {
            let metric = metric(name)?;
            let _ = writeln!(text, "analyse {}: {}\n\nOptions [default]:", metric.name, metric.about);
            for choice in metric.choices {
                let _ = writeln!(text, "  --{:<20} {} [{}]", choice.name, choice.about, choice.default);
            }
            let _ = writeln!(text, "\nKeys:\n{}", metric.keys);
        }
    }
    Ok(text)
}

/// Run the metric that the first argument names over the table in `bytes`.
pub fn run(arguments: &[String], bytes: &[u8]) -> Result<Value, Fault> {
    let (name, rest) = arguments.split_first().ok_or_else(|| Fault::new("a metric is needed"))?;
    let metric = metric(name)?;
    let mut given = options(metric, rest)?;
    let separator = match given.remove("separator").as_deref() {
        None => b',',
        Some("tab") => b'\t',
        Some(text) if text.len() == 1 => text.as_bytes()[0],
        Some(text) => return Err(Fault::new(format!("--separator: {text:?} is not one character"))),
    };
    let (lets, filters, by) = (given.remove("let"), given.remove("where"), given.remove("by"));
    let input = |table: Table| Input { table, given: &given, choices: metric.choices, notes: RefCell::default() };
    let mut whole = input(Table::read(bytes, separator)?);
    for part in parts(lets.as_deref()) {
        let (name, text) =
            part.split_once('=').ok_or_else(|| Fault::new(format!("--let: {part:?} is not NAME=EXPRESSION")))?;
        let values = whole.evaluate(text)?;
        whole.table.add(name.trim(), &values)?;
    }
    for part in parts(filters.as_deref()) {
        let keep = filter(&whole, part)?;
        whole.table = whole.table.filtered(|row| keep[row]);
        if whole.table.len() == 0 {
            return Err(Fault::new(format!("--where: no row has {part}")));
        }
    }
    let Some(by) = by else { return one(metric, whole) };
    let (codes, labels) = whole.table.codes(&by)?;
    let mut groups = serde_json::Map::new();
    for (code, label) in labels.into_iter().enumerate() {
        groups.insert(label, one(metric, input(whole.table.filtered(|row| codes[row] == code)))?);
    }
    Ok(json!({ "metric": metric.name, "by": by, "groups": groups }))
}

fn one(metric: &Metric, input: Input<'_>) -> Result<Value, Fault> {
    let mut value = (metric.run)(&input)?;
    if let Some(map) = value.as_object_mut() {
        map.insert("metric".to_owned(), json!(metric.name));
        map.insert("notes".to_owned(), json!(input.notes.into_inner()));
    }
    Ok(value)
}

fn options(metric: &Metric, rest: &[String]) -> Result<BTreeMap<String, String>, Fault> {
    let mut given = BTreeMap::new();
    let mut rest = rest.iter();
    while let Some(argument) = rest.next() {
        let key = argument
            .strip_prefix("--")
            .ok_or_else(|| Fault::new(format!("{argument:?} is not an option; options begin with --")))?;
        let (key, value) = match key.split_once('=') {
            Some((key, value)) if !key.contains(' ') => (key, value.to_owned()),
            _ => (key, rest.next().ok_or_else(|| Fault::new(format!("--{key} has no value")))?.clone()),
        };
        let general = ["let", "where", "by", "separator", "id", "time"].contains(&key);
        if !general && !metric.choices.iter().any(|choice| choice.name == key) {
            return Err(Fault::new(format!("{} has no option --{key}", metric.name)));
        }
        if given.insert(key.to_owned(), value).is_some() {
            return Err(Fault::new(format!("--{key} is given twice")));
        }
    }
    Ok(given)
}

fn parts(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.unwrap_or_default().split(';').map(str::trim).filter(|part| !part.is_empty())
}

/// Which rows a condition keeps; a missing cell meets none.
fn filter(input: &Input<'_>, condition: &str) -> Result<Vec<bool>, Fault> {
    let table = &input.table;
    let sign = ["!=", "<=", ">=", "=", "<", ">"].into_iter().find_map(|sign| Some((sign, condition.split_once(sign)?)));
    let (sign, (column, wanted)) = sign.ok_or_else(|| Fault::new(format!("--where: {condition:?} is no condition")))?;
    let (column, wanted) = (column.trim(), wanted.trim());
    if wanted.ends_with(')') && sign == "=" {
        let (found, wanted) = (input.evaluate(column)?, input.evaluate(wanted)?);
        return Ok(found.iter().zip(&wanted).map(|(found, wanted)| found == wanted).collect());
    }
    if matches!(sign, "=" | "!=") {
        let same = |text: &String| match (text.parse::<f64>(), wanted.parse::<f64>()) {
            (Ok(found), Ok(wanted)) => found == wanted,
            _ => text == wanted,
        };
        let keep = |text: &Option<String>| text.as_ref().is_some_and(|text| same(text) == (sign == "="));
        return Ok(table.texts(column)?.iter().map(keep).collect());
    }
    let bound: f64 = wanted.parse().map_err(|_| Fault::new(format!("--where: {wanted:?} is not a number")))?;
    let keep = |value: &f64| match sign {
        "<" => *value < bound,
        "<=" => *value <= bound,
        ">" => *value > bound,
        _ => *value >= bound,
    };
    Ok(table.numbers(column)?.iter().map(keep).collect())
}

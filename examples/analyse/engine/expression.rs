//! Columns worked out from others: `mean(p01..p12)`, `within(A)`, `session-1`.

use super::fault::Fault;
use super::table::Table;
use attune::stats::lag::consecutive;
use attune::stats::within_between::within_between;

/// What functions of a group need: the columns that say whose a row is and when it was.
#[derive(Clone, Copy)]
pub struct Keys<'a> {
    pub id: Option<&'a str>,
    pub time: Option<&'a str>,
}

/// The mean of the answered items where at least half, rounded up, were answered; else NaN.
pub fn half_rule(items: &[f64]) -> f64 {
    let given: Vec<f64> = items.iter().copied().filter(|value| !value.is_nan()).collect();
    if given.is_empty() || 2 * given.len() < items.len() {
        return f64::NAN;
    }
    given.iter().sum::<f64>() / given.len() as f64
}

/// Items by row.
pub fn rows_of(table: &Table, list: &str) -> Result<Vec<Vec<f64>>, Fault> {
    let columns = table.list(list)?.iter().map(|name| table.numbers(name)).collect::<Result<Vec<_>, _>>()?;
    Ok((0..table.len()).map(|row| columns.iter().map(|column| column[row]).collect()).collect())
}

/// The values of an expression:
///
/// - `NAME`: the column
/// - `mean(LIST)`, `sum(LIST)`: the half rule over items; the sum is the mean times the number of items
/// - `square(E)`: times itself
/// - `within(E)`, `between(E)`, `groupmean(E)`: less the person's mean; that mean less the mean of the means; that mean
/// - `first(E)`, `last(E)`: the person's value at their first, last time
/// - `next(E)`: the value at the next time of the person, if that is one later
/// - `E-F`, `E+F`: one less, plus another, or a number
pub fn evaluate(table: &Table, text: &str, keys: Keys<'_>) -> Result<Vec<f64>, Fault> {
    let text = text.trim();
    if table.has(text) {
        return table.numbers(text);
    }
    if let Some((left, sign, right)) = split(text) {
        let left = evaluate(table, left, keys)?;
        let right = match right.parse::<f64>() {
            Ok(shift) => vec![shift; left.len()],
            Err(_) => evaluate(table, right, keys)?,
        };
        return Ok(left.iter().zip(&right).map(|(left, right)| left + sign * right).collect());
    }
    if let Some((name, inner)) = text.strip_suffix(')').and_then(|head| head.split_once('(')) {
        return call(table, name.trim(), inner.trim(), keys);
    }
    table.numbers(text)
}

/// What stands on either side of the last plus or minus outside brackets.
fn split(text: &str) -> Option<(&str, f64, &str)> {
    let mut depth = 0;
    for (at, sign) in text.char_indices().rev() {
        match sign {
            ')' => depth += 1,
            '(' => depth -= 1,
            '+' | '-' if depth == 0 => {
                let (left, right) = (text[..at].trim(), text[at + 1..].trim());
                let factor = if sign == '-' { -1.0 } else { 1.0 };
                return (!left.is_empty() && !right.is_empty()).then_some((left, factor, right));
            }
            _ => {}
        }
    }
    None
}

fn call(table: &Table, name: &str, inner: &str, keys: Keys<'_>) -> Result<Vec<f64>, Fault> {
    if matches!(name, "mean" | "sum") {
        let rows = rows_of(table, inner)?;
        let times = |row: &Vec<f64>| if name == "sum" { row.len() as f64 } else { 1.0 };
        return Ok(rows.iter().map(|row| half_rule(row) * times(row)).collect());
    }
    let values = evaluate(table, inner, keys)?;
    if name == "square" {
        return Ok(values.iter().map(|value| value * value).collect());
    }
    let id = keys.id.ok_or_else(|| Fault::new(format!("{name}() needs the column that --id names")))?;
    let (codes, _) = table.codes(id)?;
    if matches!(name, "within" | "between" | "groupmean") {
        let parts = within_between(&values, &codes).map_err(|error| Fault::new(format!("{name}({inner}): {error}")))?;
        return Ok(match name {
            "within" => parts.within,
            "between" => parts.between,
            _ => parts.group_mean,
        });
    }
    let time = keys.time.ok_or_else(|| Fault::new(format!("{name}() needs the column that --time names")))?;
    let times = table.numbers(time)?;
    match name {
        "first" | "last" => Ok(end(&values, &codes, &times, name == "last")),
        "next" => next(table, time, &values, &codes, &times),
        _ => Err(Fault::new(format!("there is no function {name}()"))),
    }
}

/// For each row the value at the first or last time of its person.
fn end(values: &[f64], codes: &[usize], times: &[f64], last: bool) -> Vec<f64> {
    let edge = |code: usize| {
        let rows = (0..codes.len()).filter(|&row| codes[row] == code && !times[row].is_nan());
        let order = |a: &usize, b: &usize| times[*a].total_cmp(&times[*b]);
        if last { rows.max_by(order) } else { rows.min_by(order) }
    };
    codes.iter().map(|code| edge(*code).map_or(f64::NAN, |row| values[row])).collect()
}

/// For each row the value one whole step of time later.
pub fn next(table: &Table, column: &str, values: &[f64], codes: &[usize], times: &[f64]) -> Result<Vec<f64>, Fault> {
    let mut occasions = Vec::with_capacity(times.len());
    for (row, time) in times.iter().enumerate() {
        if time.is_nan() || time.fract() != 0.0 || time.abs() > 1e15 {
            return Err(Fault::cell(table.place(row), column, "a whole number is needed"));
        }
        occasions.push(*time as i64);
    }
    let pairs = consecutive(codes, &occasions, 1).map_err(|error| {
        let twice = (0..codes.len())
            .find(|&row| (0..row).any(|before| codes[before] == codes[row] && occasions[before] == occasions[row]));
        Fault::cell(twice.map_or(0, |row| table.place(row)), column, error)
    })?;
    let mut later = vec![f64::NAN; values.len()];
    for pair in pairs {
        later[pair.from] = values[pair.to];
    }
    Ok(later)
}

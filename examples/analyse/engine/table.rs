//! The table: cells as text, columns as numbers, labels or yes and no.

use super::fault::Fault;

/// A table with a header. A blank cell, `NA` or `.` is missing.
#[derive(Clone)]
pub struct Table {
    names: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Clone)]
struct Row {
    /// Where the row stands in the file; the header is row 1.
    place: usize,
    cells: Vec<Cell>,
}

#[derive(Clone)]
enum Cell {
    Text(String),
    /// Of a column that was worked out here.
    Number(f64),
}

fn missing(cell: &str) -> bool {
    matches!(cell, "" | "NA" | ".")
}

impl Table {
    pub fn read(bytes: &[u8], separator: u8) -> Result<Self, Fault> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut reader =
            csv::ReaderBuilder::new().delimiter(separator).trim(csv::Trim::All).flexible(true).from_reader(bytes);
        let bad = |row: usize, error: &csv::Error| match error.kind() {
            csv::ErrorKind::Utf8 { err, .. } => {
                Fault::new(format!("row {row}, column {}: the text is not UTF-8", err.field() + 1))
            }
            _ => Fault::new(format!("row {row}: {error}")),
        };
        let names: Vec<String> = reader.headers().map_err(|error| bad(1, &error))?.iter().map(str::to_owned).collect();
        if names.is_empty() {
            return Err(Fault::new("row 1: there is no header"));
        }
        for (at, name) in names.iter().enumerate() {
            if name.is_empty() {
                return Err(Fault::new(format!("row 1, column {}: the column has no name", at + 1)));
            }
            if names[..at].contains(name) {
                return Err(Fault::cell(1, name, "another column has this name"));
            }
        }
        let mut rows = Vec::new();
        for (at, record) in reader.records().enumerate() {
            let place = at + 2;
            let record = record.map_err(|error| bad(place, &error))?;
            if record.len() != names.len() {
                let at = names.get(record.len()).or(names.last()).map_or("", String::as_str);
                let reason = format!("the row has {} cells, the header {}", record.len(), names.len());
                return Err(Fault::cell(place, at, reason));
            }
            rows.push(Row { place, cells: record.iter().map(|cell| Cell::Text(cell.to_owned())).collect() });
        }
        if rows.is_empty() {
            return Err(Fault::new("row 2: there are no rows below the header"));
        }
        Ok(Self { names, rows })
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn names(&self) -> &[String] {
        &self.names
    }

    pub fn place(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, |row| row.place)
    }

    pub fn has(&self, column: &str) -> bool {
        self.names.iter().any(|name| name == column)
    }

    pub fn position(&self, column: &str) -> Result<usize, Fault> {
        let found = self.names.iter().position(|name| name == column);
        found.ok_or_else(|| Fault::new(format!("row 1, column {column}: there is no such column")))
    }

    /// The numbers of a column, missing ones as NaN.
    pub fn numbers(&self, column: &str) -> Result<Vec<f64>, Fault> {
        let at = self.position(column)?;
        let number = |row: &Row| match &row.cells[at] {
            Cell::Number(value) => Ok(*value),
            Cell::Text(text) if missing(text) => Ok(f64::NAN),
            Cell::Text(text) => match text.parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(value),
                _ => Err(Fault::cell(row.place, column, format!("{text:?} is not a number"))),
            },
        };
        self.rows.iter().map(number).collect()
    }

    /// Whether every cell of a column that is not missing is a number.
    pub fn is_numeric(&self, column: &str) -> bool {
        self.numbers(column).is_ok_and(|values| values.iter().any(|value| !value.is_nan()))
    }

    fn label(&self, row: usize, at: usize) -> Option<String> {
        match &self.rows[row].cells[at] {
            Cell::Number(value) => (!value.is_nan()).then(|| value.to_string()),
            Cell::Text(text) => (!missing(text)).then(|| text.clone()),
        }
    }

    /// The labels of a column, none where missing.
    pub fn texts(&self, column: &str) -> Result<Vec<Option<String>>, Fault> {
        let at = self.position(column)?;
        Ok((0..self.len()).map(|row| self.label(row, at)).collect())
    }

    /// A column that says whose a row is: one code a label, labels in numeric order where all are numbers, else in
    /// alphabetical order. It may have no gaps.
    pub fn codes(&self, column: &str) -> Result<(Vec<usize>, Vec<String>), Fault> {
        let texts = self.texts(column)?;
        let given = texts.iter().enumerate().map(|(row, text)| {
            text.clone().ok_or_else(|| Fault::cell(self.place(row), column, "the label is missing"))
        });
        let given: Vec<String> = given.collect::<Result<_, _>>()?;
        let labels = sorted(given.clone());
        let code = |text: &String| labels.iter().position(|label| label == text).unwrap_or_default();
        Ok((given.iter().map(code).collect(), labels))
    }

    /// A column of yes and no; none where missing.
    pub fn flags(&self, column: &str) -> Result<Vec<Option<bool>>, Fault> {
        let flag = |(row, text): (usize, Option<String>)| match text.as_deref() {
            None => Ok(None),
            Some("1" | "1.0" | "true" | "TRUE" | "yes") => Ok(Some(true)),
            Some("0" | "0.0" | "false" | "FALSE" | "no") => Ok(Some(false)),
            Some(other) => Err(Fault::cell(self.place(row), column, format!("{other:?} is neither 0 nor 1"))),
        };
        self.texts(column)?.into_iter().enumerate().map(flag).collect()
    }

    /// The columns a list names: `p01,p02`, `p01..p12` (from one to the other in the order of the file), or both.
    pub fn list(&self, list: &str) -> Result<Vec<String>, Fault> {
        let mut found: Vec<String> = Vec::new();
        for part in list.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            match part.split_once("..").filter(|_| !self.has(part)) {
                None => {
                    self.position(part)?;
                    found.push(part.to_owned());
                }
                Some((from, to)) => {
                    let (from, to) = (self.position(from.trim())?, self.position(to.trim())?);
                    if from > to {
                        return Err(Fault::new(format!("the range {part} runs backwards in this table")));
                    }
                    found.extend_from_slice(&self.names[from..=to]);
                }
            }
        }
        if found.is_empty() { Err(Fault::new("a list of columns is empty")) } else { Ok(found) }
    }

    pub fn add(&mut self, name: &str, values: &[f64]) -> Result<(), Fault> {
        if self.has(name) {
            return Err(Fault::new(format!("--let {name}: the table has a column of this name")));
        }
        self.names.push(name.to_owned());
        for (row, value) in self.rows.iter_mut().zip(values) {
            row.cells.push(Cell::Number(*value));
        }
        Ok(())
    }

    /// The rows for which `keep` holds.
    pub fn filtered(&self, keep: impl Fn(usize) -> bool) -> Self {
        let rows = self.rows.iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, row)| row.clone()).collect();
        Self { names: self.names.clone(), rows }
    }
}

/// Different labels in order: by number where all are numbers.
pub fn sorted(mut labels: Vec<String>) -> Vec<String> {
    let number = |text: &String| text.parse::<f64>().ok().filter(|value| value.is_finite());
    if labels.iter().all(|label| number(label).is_some()) {
        labels.sort_by(|a, b| number(a).unwrap_or(0.0).total_cmp(&number(b).unwrap_or(0.0)).then(a.cmp(b)));
    } else {
        labels.sort();
    }
    labels.dedup();
    labels
}

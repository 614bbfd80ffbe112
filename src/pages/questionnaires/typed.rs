//! A row of marks as typed from a paper form.

use crate::{
    instrument::{Answer, AnswerSet, Instrument, Item, scoring::item_value},
    words::Lang,
};

/// How far a row is.
pub struct Row<'a> {
    /// The answers so far.
    pub answers: AnswerSet,
    /// How many marks there are.
    pub done: usize,
    /// How many there must be.
    pub all: usize,
    /// How many were left out.
    pub missing: usize,
    /// The item whose mark comes next; nothing where the row is whole.
    pub next: Option<&'a Item>,
    /// What the marks count together, where they count anything.
    pub sum: Option<f64>,
}

/// Whether every question can be answered by a number.
pub fn can_be_typed(instrument: &Instrument) -> bool {
    let questions = instrument.questions();
    !questions.is_empty() && questions.iter().all(|item| instrument.item_range(item).is_some())
}

/// Marks as they could be typed.
pub fn example(instrument: &Instrument) -> String {
    let highest = |item: &&Item| instrument.item_range(item).map_or(0.0, |(_, high)| high);
    let count = instrument.questions().len().min(6);
    let long = instrument.questions().iter().map(highest).any(|high| high > 9.0);
    let marks = instrument.questions().into_iter().take(count).enumerate();
    let marks = marks.map(|(at, item)| if at == 2 { ".".to_owned() } else { highest(&item).to_string() });
    marks.collect::<Vec<_>>().join(if long { " " } else { "" })
}

/// Reads a row, or says what is wrong in it.
pub fn read<'a>(instrument: &'a Instrument, text: &str, _lang: Lang) -> Result<Row<'a>, String> {
    let questions = instrument.questions();
    let spaced = text.trim().contains(' ');
    let marks: Vec<String> = if spaced {
        text.split_whitespace().map(str::to_owned).collect()
    } else {
        text.trim().chars().map(String::from).collect()
    };
    let mut row =
        Row { answers: AnswerSet::default(), done: 0, all: questions.len(), missing: 0, next: None, sum: None };
    for (mark, item) in marks.iter().zip(&questions) {
        if mark == "." {
            row.answers.set(&item.id, Answer::Skipped);
            row.missing += 1;
        } else {
            let value = mark.replace(',', ".").parse::<f64>().map_err(|error| error.to_string())?;
            row.answers.set(&item.id, Answer::Value(value));
            if let Some(value) = item_value(instrument, &item.id, &row.answers) {
                row.sum = Some(row.sum.unwrap_or_default() + value);
            }
        }
        row.done += 1;
    }
    row.next = questions.get(row.done).copied();
    Ok(row)
}

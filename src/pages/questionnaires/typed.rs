//! A row of marks as it is being typed from a paper form.

use super::describe::{item_label, plain};
use crate::{
    instrument::{
        AnswerSet, Instrument, Item,
        paper::{self, PaperError, Row, parse},
    },
    words::{Lang, paper_form},
};

/// Marks as they could be typed: the highest of the first six questions, one left out.
pub fn example(instrument: &Instrument) -> String {
    let highest = |item: &Item| instrument.item_range(item).map_or(1.0, |(_, high)| high);
    let marks: Vec<f64> = paper::questions(instrument).into_iter().take(6).map(highest).collect();
    let apart = if marks.iter().any(|mark| *mark > 9.0 || mark.fract() != 0.0) { " " } else { "" };
    let mark = |(at, mark): (usize, &f64)| if at == 2 { ".".to_owned() } else { mark.to_string() };
    marks.iter().enumerate().map(mark).collect::<Vec<_>>().join(apart)
}

/// What a row comes to so far, where all of it is right: as if the rest were left out.
fn so_far(instrument: &Instrument, text: &str, open: usize) -> Result<Row, Vec<PaperError>> {
    let text = text.trim();
    parse(instrument, &format!("{text}{}", ".".repeat(open)))
        .or_else(|_| parse(instrument, &format!("{text}{}", " .".repeat(open))))
}

/// How far a row is, in words, and its answers where it is whole.
pub fn judge(instrument: &Instrument, text: &str, lang: Lang) -> (String, Option<AnswerSet>) {
    let told = |errors: &[PaperError]| errors.iter().map(|error| error.say(lang)).collect::<Vec<_>>().join(" ");
    let sum = |row: &Row| paper_form::sum(lang, &plain(lang, row.sum));
    match parse(instrument, text).as_ref().map_err(Vec::as_slice) {
        Ok(row) => {
            let (of, left_out) = (row.of.to_string(), row.of - row.answered);
            let whole = paper_form::whole(lang, &of, &of, &left_out.to_string());
            (format!("{whole} {}", sum(row)), Some(row.answers.clone()))
        }
        Err([PaperError::TooFew { at, wanted }]) => {
            let next = paper::questions(instrument).get(at - 1).map(|item| item_label(instrument, item, lang));
            let next = paper_form::next(lang, &(at - 1).to_string(), &wanted.to_string(), &next.unwrap_or_default());
            let rest = match so_far(instrument, text, wanted + 1 - at) {
                Ok(row) => sum(&row),
                Err(errors) => told(&errors),
            };
            (format!("{next} {rest}"), None)
        }
        Err(errors) => (told(errors), None),
    }
}

//! Answers from a paper form, typed as one row a person.
//!
//! A row holds one answer a question, in the order of the questionnaire. Where every answer is a single digit they can stand
//! close together, also in groups of equal length: `34512 3.5`. Otherwise blanks, semicolons or commas part them, and where
//! an answer may have decimals only blanks and semicolons do, because a comma is then a decimal sign. A point, a dash or an x
//! stands for no answer.

use super::{Answer, AnswerSet, Flow, Instrument, Item, Kind};
use crate::words::{Lang, paper};

/// A row that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The answers. A question without one is skipped, unless it would not have been asked at all.
    pub answers: AnswerSet,
    /// What the numbers add up to as they stand on paper, before any is reversed: to be compared with a sum taken there.
    pub sum: f64,
    /// How many questions have an answer.
    pub answered: usize,
    /// How many questions a row has.
    pub of: usize,
}

/// What is wrong with a row. Questions are called by their place, counted from 1.
#[derive(Clone, Debug, PartialEq)]
pub enum PaperError {
    /// Nothing in the questionnaire is answered by a number.
    NoQuestions,
    /// The row is too short.
    TooFew {
        /// The first question without an answer.
        at: usize,
        /// How many there are.
        wanted: usize,
    },
    /// The row is too long.
    TooMany {
        /// How many answers were typed.
        found: usize,
        /// How many questions there are.
        wanted: usize,
    },
    /// A number outside the range of its question.
    OutOfRange {
        /// The question.
        at: usize,
        /// What was typed.
        typed: String,
        /// The lowest answer.
        low: f64,
        /// The highest.
        high: f64,
    },
    /// A number within the range that is none of the answers.
    NotOffered {
        /// The question.
        at: usize,
        /// What was typed.
        typed: String,
    },
    /// Something that is no number.
    NotANumber {
        /// The question.
        at: usize,
        /// What was typed.
        typed: String,
    },
}

impl PaperError {
    /// What is wrong, in a sentence that names the question.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let plain = |value: f64| value.to_string().replace('-', "\u{2212}");
        match self {
            Self::NoQuestions => paper::no_questions(lang).to_owned(),
            Self::TooFew { at, wanted } => paper::too_few(lang, &at.to_string(), &wanted.to_string()),
            Self::TooMany { found, wanted } => paper::too_many(lang, &found.to_string(), &wanted.to_string()),
            Self::OutOfRange { at, typed, low, high } => {
                paper::out_of_range(lang, &at.to_string(), typed, &plain(*low), &plain(*high))
            }
            Self::NotOffered { at, typed } => paper::not_offered(lang, &at.to_string(), typed),
            Self::NotANumber { at, typed } => paper::not_a_number(lang, &at.to_string(), typed),
        }
    }
}

/// The questions that a row answers: those with one number each. Words, dates and multiple choices are not among them.
#[must_use]
pub fn questions(instrument: &Instrument) -> Vec<&Item> {
    let mut all = instrument.questions();
    all.retain(|item| match &item.kind {
        Kind::Choice { open, .. } => !open && !offered(instrument, item).is_empty(),
        Kind::YesNo | Kind::Slider(_) | Kind::Number(_) => true,
        _ => false,
    });
    all
}

/// Reads one row.
///
/// # Errors
/// Everything that is wrong with the row, in its order. A row of the wrong length says only that, because then any answer may
/// stand in another's place.
///
/// ```
/// use attune::instrument::{paper::{PaperError, parse}, templates::find};
/// let template = find("k6").ok_or("no template")?;
/// let row = parse(template, "34.0 12").map_err(|_| "refused")?;
/// assert_eq!((row.sum, row.answered, row.of), (10.0, 5, 6));
/// assert_eq!(row, parse(template, "3,4,-,0,1,2").map_err(|_| "refused")?);
/// assert_eq!(parse(template, "34.01"), Err(vec![PaperError::TooFew { at: 6, wanted: 6 }]));
/// # Ok::<(), &str>(())
/// ```
pub fn parse(instrument: &Instrument, row: &str) -> Result<Row, Vec<PaperError>> {
    let questions = questions(instrument);
    let wanted = questions.len();
    if wanted == 0 {
        return Err(vec![PaperError::NoQuestions]);
    }
    let typed = split(instrument, &questions, row);
    match typed.len() {
        found if found < wanted => return Err(vec![PaperError::TooFew { at: found + 1, wanted }]),
        found if found > wanted => return Err(vec![PaperError::TooMany { found, wanted }]),
        _ => {}
    }
    let mut answers = AnswerSet::default();
    let (mut sum, mut answered, mut wrong, mut open) = (0.0, 0, Vec::new(), Vec::new());
    for (place, (item, typed)) in questions.iter().zip(&typed).enumerate() {
        if is_none(typed) {
            open.push(item.id.as_str());
            continue;
        }
        match value_of(instrument, item, place + 1, typed) {
            Ok((number, value)) => {
                sum += number;
                answered += 1;
                answers.set(&item.id, Answer::Value(value));
            }
            Err(error) => wrong.push(error),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    // A question that the other answers rule out was not left open: it was never asked.
    let flow = Flow::of(instrument, &answers);
    let skipped: Vec<&str> = open.into_iter().filter(|id| flow.has(id)).collect();
    skipped.into_iter().for_each(|id| answers.set(id, Answer::Skipped));
    Ok(Row { answers, sum, answered, of: wanted })
}

fn is_none(typed: &str) -> bool {
    matches!(typed, "." | "-" | "\u{2212}" | "\u{2013}" | "x" | "X")
}

/// Each option of a choice as the number that stands on paper, with the value that an answer keeps. That number is what the
/// option counts as, or its value where some option counts as nothing or two count the same.
fn offered(instrument: &Instrument, item: &Item) -> Vec<(f64, f64)> {
    let options = instrument.choices(item);
    let weights: Option<Vec<f64>> = options.iter().map(super::Choice::weight).collect();
    let distinct = |all: &Vec<f64>| all.iter().enumerate().all(|(at, one)| !all[..at].contains(one));
    let values = || options.iter().map(|option| option.value);
    match weights.filter(distinct) {
        Some(weights) => weights.into_iter().zip(values()).collect(),
        None => values().map(|value| (value, value)).collect(),
    }
}

/// The parts of a row, one an answer.
fn split<'a>(instrument: &Instrument, questions: &[&Item], row: &'a str) -> Vec<&'a str> {
    let decimals = questions.iter().any(|item| match &item.kind {
        Kind::Slider(slider) => slider.step.fract() != 0.0 || slider.min.fract() != 0.0,
        Kind::Number(number) => !number.whole,
        _ => offered(instrument, item).iter().any(|(number, _)| number.fract() != 0.0),
    });
    let parts: Vec<&str> = row
        .split(|letter: char| letter.is_whitespace() || letter == ';' || (letter == ',' && !decimals))
        .filter(|part| !part.is_empty())
        .collect();
    let one_digit = |number: f64| number.fract() == 0.0 && (0.0..=9.0).contains(&number);
    let close = questions.iter().all(|item| match &item.kind {
        Kind::Choice { .. } => offered(instrument, item).iter().all(|(number, _)| one_digit(*number)),
        kind => kind.bounds().is_some_and(|(low, high)| one_digit(low) && one_digit(high)),
    });
    if decimals || !close || !in_groups(&parts) {
        return parts;
    }
    parts.iter().flat_map(|part| part.char_indices().map(|(at, letter)| &part[at..at + letter.len_utf8()])).collect()
}

/// Whether the parts are groups of answers that stand close together: of the same length, the last perhaps shorter. In
/// `3 12 4`, on the other hand, the 12 is one answer, and probably a slip.
fn in_groups(parts: &[&str]) -> bool {
    let length = |part: &&str| part.chars().count();
    let Some((last, others)) = parts.split_last() else { return false };
    match others.first().map(length) {
        None => true,
        Some(first) => first > 1 && others.iter().all(|part| length(part) == first) && length(last) <= first,
    }
}

/// The number as typed and the value that an answer keeps.
fn value_of(instrument: &Instrument, item: &Item, at: usize, typed: &str) -> Result<(f64, f64), PaperError> {
    let text = typed.replace('\u{2212}', "-").replace(',', ".");
    // Only what people write: no exponent, no word for infinity.
    let plain = text.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '-' | '+' | '.'));
    let number = text.parse::<f64>().ok().filter(|number| plain && number.is_finite());
    let typed = || typed.to_owned();
    let Some(number) = number else { return Err(PaperError::NotANumber { at, typed: typed() }) };
    let outside = |low: f64, high: f64| PaperError::OutOfRange { at, typed: typed(), low, high };
    let (least, most, fits) = match &item.kind {
        Kind::Choice { .. } => {
            let offered = offered(instrument, item);
            if let Some((_, value)) = offered.iter().find(|(other, _)| *other == number) {
                return Ok((number, *value));
            }
            let numbers = || offered.iter().map(|(number, _)| *number);
            (numbers().fold(f64::INFINITY, f64::min), numbers().fold(f64::NEG_INFINITY, f64::max), false)
        }
        Kind::Slider(slider) => {
            let steps = (number - slider.min) / slider.step;
            (slider.min, slider.max, (steps - steps.round()).abs() < 1e-6)
        }
        Kind::Number(form) => (
            form.min.unwrap_or(f64::NEG_INFINITY),
            form.max.unwrap_or(f64::INFINITY),
            !form.whole || number.fract() == 0.0,
        ),
        _ => (0.0, 1.0, number.fract() == 0.0),
    };
    // A range with an open end is told as what it is: the number is none of the answers.
    let fits = fits && (least..=most).contains(&number);
    if !(least..=most).contains(&number) && (most - least).is_finite() {
        return Err(outside(least, most));
    }
    if fits { Ok((number, number)) } else { Err(PaperError::NotOffered { at, typed: typed() }) }
}

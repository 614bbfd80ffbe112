//! Putting a licence holder's wording into a template, one line an item.

use super::super::{Instrument, Item, Translated};
use crate::words::{Lang, template_wording};

/// Why a wording cannot be put in. Items are called by their place, as "Item 3".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordingError {
    /// There are fewer lines than items.
    TooFew {
        /// How many are needed.
        wanted: usize,
        /// How many there are.
        found: usize,
        /// The first item or option without one, by its name.
        missing: String,
    },
    /// There are more lines than items.
    TooMany {
        /// How many are needed.
        wanted: usize,
        /// How many there are.
        found: usize,
        /// The first line too many.
        line: String,
    },
    /// The lines are numbered, and one number is left out.
    Missing {
        /// The item or option without a line, by its name.
        item: String,
    },
    /// The licence forbids altered and translated versions, and a wording is in already.
    NoDerivatives,
}

impl WordingError {
    /// The reason, in a sentence.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::TooFew { wanted, found, missing } => {
                template_wording::too_few(lang, &found.to_string(), &wanted.to_string(), missing)
            }
            Self::TooMany { wanted, found, line } => {
                template_wording::too_many(lang, &found.to_string(), &wanted.to_string(), line)
            }
            Self::Missing { item } => template_wording::missing(lang, item),
            Self::NoDerivatives => template_wording::unaltered(lang).to_owned(),
        }
    }
}

/// The questionnaire with the wording of its questions in one language, as its next version. `lines` holds one line a question
/// in their order. Empty lines do not count. Where every line begins with a number of its own, as in `3. ...`, the numbers
/// are taken off, and tell which line is missing.
///
/// # Errors
/// [`WordingError`] where the lines are not as many as the questions, or the licence forbids what this would do.
///
/// ```
/// # use attune::{instrument::templates::{WordingError, find, with_wording}, words::Lang};
/// let template = find("ors").ok_or("no template")?;
/// let made = with_wording(template, "One\nTwo\nThree\nFour", Lang::En).map_err(|_| "refused")?;
/// assert_eq!((made.reference.version, made.lacks_wording()), (2, false));
/// let numbered = with_wording(template, "1. One\n2. Two\n4. Four", Lang::En);
/// assert_eq!(numbered, Err(WordingError::Missing { item: "3".to_owned() }));
/// # Ok::<(), &str>(())
/// ```
pub fn with_wording(instrument: &Instrument, lines: &str, lang: Lang) -> Result<Instrument, WordingError> {
    if instrument.licence.no_derivatives && instrument.questions().iter().any(|item| !item.text.is_empty()) {
        return Err(WordingError::NoDerivatives);
    }
    let names: Vec<String> = instrument.questions().iter().map(|item| item.id.clone()).collect();
    let mut lines = lines_for(&names, lines)?.into_iter();
    let mut made = next_version(instrument);
    put(&mut made.items, &mut lines, lang);
    Ok(made)
}

/// The questionnaire with the wording of its shared answer options in one language, lowest first, as its next version.
///
/// # Errors
/// As [`with_wording`].
pub fn with_option_wording(instrument: &Instrument, lines: &str, lang: Lang) -> Result<Instrument, WordingError> {
    let name = |value: f64| value.to_string().replace('-', "\u{2212}");
    let bare = |text: &Translated, value: f64| text.iter().all(|(_, text)| text == name(value));
    if instrument.licence.no_derivatives && !instrument.options.iter().all(|option| bare(&option.text, option.value)) {
        return Err(WordingError::NoDerivatives);
    }
    let names: Vec<String> = instrument.options.iter().map(|option| name(option.value)).collect();
    let lines = lines_for(&names, lines)?;
    let mut made = next_version(instrument);
    for (option, line) in made.options.iter_mut().zip(lines) {
        // A bare number in the other languages would stand there as if somebody had worded it.
        if bare(&option.text, option.value) {
            option.text = Translated::default();
        }
        option.text.set(lang.tag(), &line);
    }
    Ok(made)
}

pub(super) fn next_version(instrument: &Instrument) -> Instrument {
    let mut made = instrument.clone();
    made.reference.version = made.reference.version.saturating_add(1);
    made
}

fn put(items: &mut [Item], lines: &mut dyn Iterator<Item = String>, lang: Lang) {
    for item in items {
        if item.is_asked()
            && let Some(line) = lines.next()
        {
            item.text.set(lang.tag(), &line);
        }
        put(&mut item.items, lines, lang);
    }
}

/// One line a name, without their own numbers.
fn lines_for(names: &[String], typed: &str) -> Result<Vec<String>, WordingError> {
    let lines: Vec<&str> = typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let numbered: Option<Vec<(&str, &str)>> = lines.iter().map(|line| number_of(line)).collect();
    let numbered = numbered.filter(|lines| lines.iter().all(|(number, _)| names.iter().any(|name| name == number)));
    if let Some(numbered) = &numbered {
        let is_there = |name: &&String| numbered.iter().any(|(number, text)| number == name && !text.is_empty());
        let without = names.iter().find(|name| !is_there(name));
        if let (Some(item), false) = (without, numbered.is_empty()) {
            return Err(WordingError::Missing { item: item.clone() });
        }
    }
    if let Some(missing) = names.get(lines.len()) {
        return Err(WordingError::TooFew { wanted: names.len(), found: lines.len(), missing: missing.clone() });
    }
    if let Some(line) = lines.get(names.len()) {
        return Err(WordingError::TooMany { wanted: names.len(), found: lines.len(), line: (*line).to_owned() });
    }
    match numbered {
        Some(numbered) => {
            let line = |name: &String| numbered.iter().find(|(number, _)| number == name);
            Ok(names.iter().filter_map(|name| line(name).map(|(_, text)| (*text).to_owned())).collect())
        }
        None => Ok(lines.into_iter().map(str::to_owned).collect()),
    }
}

/// A line's own number and what follows it.
fn number_of(line: &str) -> Option<(&str, &str)> {
    let end = line.find(|letter: char| !letter.is_ascii_digit()).filter(|end| *end > 0)?;
    let (number, rest) = line.split_at(end);
    Some((number, rest.strip_prefix(['.', ')', ':', '\t'])?.trim()))
}

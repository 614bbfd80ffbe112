//! What an import says about a file.

use crate::words::{self, Lang, fhir as say};

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something of the file has no effect here, and nothing that is shown or computed changes by it.
    Note,
    /// Something is asked in another way than the file means.
    Warning,
    /// Something cannot be computed or shown. The rest is usable.
    Error,
}

impl Severity {
    /// A word for programs.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that a file has and that is not taken over as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The item it is about, by its linkId; empty for the questionnaire as a whole.
    pub path: String,
    /// How much it matters.
    pub severity: Severity,
    /// What it is.
    pub what: What,
}

/// What is not taken over as it stands. The text within is the name of the feature, item or option, or the reason in the
/// words of the format.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum What {
    /// A feature without effect here.
    Ignored(String),
    /// A feature that changes the meaning of what has it and is unknown here.
    Modifier(String),
    /// An item without a linkId, which is kept under its place in the file.
    NoLinkId,
    /// A piece of text with the linkId of another item, which is kept under its place in the file.
    SameName,
    /// A type of item that is asked as words.
    AsWords(String),
    /// A point in time that is asked as a day.
    AsDay(String),
    /// A slider without two ends, which is asked as a number.
    AsNumber,
    /// Limits that no number keeps, or that are no numbers.
    Limits(String),
    /// No options can be shown, so it is asked as words.
    NoOptions(String),
    /// Two options have the same code.
    SameCode(String),
    /// It can be answered several times elsewhere, here once.
    Once,
    /// Its condition names an item that is not there; it is always asked.
    NoSuchItem(String),
    /// Its condition is not understood; it is always asked.
    AlwaysAsked(String),
    /// Conditions depend on each other.
    Circle(Vec<String>),
    /// Something is shown but not computed: what, and why.
    NotComputed(String, String),
    /// A first value that cannot be used.
    StartsEmpty(String),
    /// Invisible characters were taken out of a text.
    Cleaned,
    /// Formatting was taken off a text.
    Formatted(String),
    /// Answers have weights, but nothing says how they become a score.
    NoScore,
    /// There is nothing to answer.
    NoQuestions,
    /// A scale, or the list of risk items, names an item that is not there.
    Missing(String),
    /// Answers are for another questionnaire.
    OtherQuestionnaire(String),
    /// An answer does not fit, and was left out.
    LeftOut(String),
    /// Of several answers only the first was taken.
    FirstOnly,
    /// A score cannot be computed from these answers: the answer to this item has no weight.
    NoWeight(String),
    /// So many more problems than are listed.
    More(usize),
}

/// The most problems that are listed. A file that is not made to be a nuisance has a few dozen.
const MOST: usize = 1_000;

/// The first of many problems, and how many there are beyond them.
pub(super) fn listed(mut all: Vec<Problem>) -> Vec<Problem> {
    let worst = all.iter().skip(MOST).map(|problem| problem.severity).max();
    if let Some(severity) = worst {
        let more = all.len() - MOST;
        all.truncate(MOST);
        all.push(Problem { path: String::new(), severity, what: What::More(more) });
    }
    all
}

impl Problem {
    /// The problem in a sentence, with the item it is about before it.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let sentence = match &self.what {
            What::Ignored(name) => say::ignored(lang, name),
            What::Modifier(name) => say::modifier(lang, name),
            What::NoLinkId => say::no_link_id(lang).to_owned(),
            What::SameName => say::text_name(lang).to_owned(),
            What::AsWords(kind) => say::as_words(lang, kind),
            What::AsDay(kind) => say::as_day(lang, kind),
            What::AsNumber => say::as_number(lang).to_owned(),
            What::Limits(name) => say::limits(lang, name),
            What::NoOptions(why) => say::no_options(lang, why),
            What::SameCode(code) => say::same_code(lang, code),
            What::Once => say::once(lang).to_owned(),
            What::NoSuchItem(item) => say::no_such_item(lang, item),
            What::AlwaysAsked(why) => say::always_asked(lang, why),
            What::Circle(items) => {
                let names: Vec<&str> = items.iter().map(String::as_str).collect();
                say::circle(lang, &words::list(lang, &names))
            }
            What::NotComputed(what, why) => say::not_computed(lang, what, why),
            What::StartsEmpty(what) => say::starts_empty(lang, what),
            What::Cleaned => say::cleaned(lang).to_owned(),
            What::Formatted(name) => say::formatted(lang, name),
            What::NoScore => say::no_score(lang).to_owned(),
            What::NoQuestions => say::no_questions(lang).to_owned(),
            What::Missing(item) => say::missing(lang, item),
            What::OtherQuestionnaire(name) => say::other_questionnaire(lang, name),
            What::LeftOut(what) => say::left_out(lang, what),
            What::FirstOnly => say::first_only(lang).to_owned(),
            What::NoWeight(item) => say::no_weight(lang, item),
            What::More(count) => say::more(lang, &count.to_string()),
        };
        if self.path.is_empty() { sentence } else { format!("{}: {sentence}", self.path) }
    }
}

/// Why a file was not taken at all.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// It is larger than [`super::LARGEST`].
    TooLarge,
    /// It is not JSON, as noticed at this line and column.
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// It is XML.
    Xml,
    /// A number is too large to be computed with, at this line.
    Number {
        /// The line, from 1.
        line: usize,
    },
    /// Items stand below each other too deep, or brackets do.
    TooDeep,
    /// There are too many items.
    TooMany,
    /// It is JSON, but no resource of FHIR.
    NotFhir,
    /// It is another resource than the one wanted: its kind.
    OtherKind(String),
    /// Two items have this name.
    SameName(String),
}

impl Refusal {
    /// What is wrong, that nothing was changed, and what to do, in sentences.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let sentence = match self {
            Self::TooLarge => say::too_large(lang).to_owned(),
            Self::NotJson { line, column } => say::not_json(lang, &line.to_string(), &column.to_string()),
            Self::Xml => say::xml(lang).to_owned(),
            Self::Number { line } => say::number(lang, &line.to_string()),
            Self::TooDeep => say::too_deep(lang).to_owned(),
            Self::TooMany => say::too_many(lang).to_owned(),
            Self::NotFhir => say::not_fhir(lang).to_owned(),
            Self::OtherKind(kind) => say::other_kind(lang, kind),
            Self::SameName(name) => say::same_name(lang, name),
        };
        format!("{sentence} {}", say::nothing_changed(lang))
    }
}

//! A questionnaire as data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::words::Lang;

/// A text in one or more languages, by language tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Translated(BTreeMap<String, String>);

impl Translated {
    /// The text in `lang`; in English, then in any language, where that one is missing; empty where there is none.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        self.exact(lang)
            .or_else(|| self.exact(Lang::En))
            .or_else(|| self.0.values().next().map(String::as_str))
            .unwrap_or_default()
    }

    /// The text in `lang`, and nothing where it has not been translated.
    #[must_use]
    pub fn exact(&self, lang: Lang) -> Option<&str> {
        self.0.get(lang.tag()).map(String::as_str)
    }
}

/// Which questionnaire, in which version. Old versions stay readable for ever, so both are kept with every answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct InstrumentRef {
    /// The stable name of the instrument.
    pub id: String,
    /// Its version; any change of wording, items or scoring makes a new one.
    pub version: u32,
}

/// A questionnaire whose items share one set of answer options.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Instrument {
    /// Which questionnaire and version this is.
    pub reference: InstrumentRef,
    /// Its title.
    pub title: Translated,
    /// What stands above every question: what to think of, and over what time.
    pub lead: Translated,
    /// The licence of the wording.
    pub licence: String,
    /// Whether published norms exist for it.
    pub normed: bool,
    /// Whether a higher score is better; without it nothing may be called improved.
    pub higher_is_better: Option<bool>,
    /// The answer options, lowest value first.
    pub options: Vec<Choice>,
    /// The questions, in the order in which they are asked.
    pub items: Vec<Item>,
    /// The scales that are scored from the items.
    pub scales: Vec<Scale>,
}

/// One answer option.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Choice {
    /// Its value in scores.
    pub value: f64,
    /// Its wording.
    pub text: Translated,
}

/// One question.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Item {
    /// Its name within the instrument; answers are kept under it.
    pub id: String,
    /// Its wording.
    pub text: Translated,
    /// Whether a high answer means a low score: it then counts as `min + max - x`.
    #[serde(default)]
    pub reversed: bool,
}

/// A scale: the mean of some items.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scale {
    /// Its name within the instrument, such as `goal`.
    pub id: String,
    /// The items it is made of.
    pub items: Vec<String>,
    /// How many of them may be unanswered for a (prorated) score to be shown.
    pub may_miss: usize,
}

impl Instrument {
    /// The item of that name.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The lowest and the highest value an answer can have; `(0, 0)` for an instrument without options.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        let low = self.options.iter().map(|option| option.value).fold(f64::INFINITY, f64::min);
        let high = self.options.iter().map(|option| option.value).fold(f64::NEG_INFINITY, f64::max);
        if low <= high { (low, high) } else { (0.0, 0.0) }
    }

    /// The wording of the option with that value.
    #[must_use]
    pub fn option_text(&self, value: f64, lang: Lang) -> Option<&str> {
        self.options.iter().find(|option| option.value == value).map(|option| option.text.get(lang))
    }

    /// Whether every sentence a person reads while answering exists in `lang`.
    #[must_use]
    pub fn speaks(&self, lang: Lang) -> bool {
        self.items
            .iter()
            .map(|item| &item.text)
            .chain(self.options.iter().map(|option| &option.text))
            .chain([&self.title, &self.lead])
            .all(|text| text.exact(lang).is_some())
    }
}

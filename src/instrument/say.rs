//! What is wrong in a questionnaire, in sentences.

use super::{DEEPEST, Fault, MOST_ITEMS};
use crate::words::{Lang, fault, list};

impl Fault {
    /// What is wrong, in a sentence that names the item, scale or option.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::NoQuestions => fault::no_questions(lang).to_owned(),
            Self::TooMany => fault::too_many(lang, &MOST_ITEMS.to_string()),
            Self::TooDeep => fault::too_deep(lang, &DEEPEST.to_string()),
            Self::SameName(item) => fault::same_name(lang, item),
            Self::NoSuchItem { item, other } => fault::no_such_item(lang, item, other),
            Self::Circle(items) => {
                let names: Vec<&str> = items.iter().map(String::as_str).collect();
                fault::circle(lang, &list(lang, &names))
            }
            Self::NoOptions(item) => fault::no_options(lang, item),
            Self::SameValue(item) => fault::same_value(lang, item),
            Self::Ends(item) => fault::ends(lang, item),
            Self::ScaleItem { scale, item } => fault::scale_item(lang, scale, item),
            Self::RiskItem(item) => fault::risk_item(lang, item),
        }
    }

    /// The item that it is about, where it is about one.
    #[must_use]
    pub fn item(&self) -> Option<&str> {
        match self {
            Self::SameName(item)
            | Self::NoSuchItem { item, .. }
            | Self::NoOptions(item)
            | Self::SameValue(item)
            | Self::Ends(item) => Some(item),
            Self::Circle(items) => items.first().map(String::as_str),
            Self::NoQuestions | Self::TooMany | Self::TooDeep | Self::ScaleItem { .. } | Self::RiskItem(_) => None,
        }
    }
}

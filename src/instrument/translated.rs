//! A text in several languages.

use serde_json::Value;

use crate::plain::{Plain, plain_serde};
use std::collections::BTreeMap;

use crate::words::Lang;

/// A text in one or more languages, by language tag. Empty where there is nothing to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Translated(BTreeMap<String, String>);

impl Translated {
    /// A text in one language, by its tag; an empty text makes an empty value.
    #[must_use]
    pub fn of(tag: &str, text: &str) -> Self {
        let mut made = Self::default();
        made.set(tag, text);
        made
    }

    /// The text in `lang`; in English, then in any language, where that one is missing; empty where there is none.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        self.exact(lang)
            .or_else(|| self.exact(Lang::En))
            .or_else(|| self.0.values().next().map(String::as_str))
            .unwrap_or_default()
    }

    /// The tag of the language that [`Translated::get`] reads; nothing where there is no text.
    #[must_use]
    pub fn tag(&self, lang: Lang) -> Option<&str> {
        let known = [lang, Lang::En].into_iter().map(Lang::tag).find(|tag| self.0.contains_key(*tag));
        known.or_else(|| self.0.keys().next().map(String::as_str))
    }

    /// The text in `lang`, and nothing where it has not been translated.
    #[must_use]
    pub fn exact(&self, lang: Lang) -> Option<&str> {
        self.tagged(lang.tag())
    }

    /// The text in the language of that tag.
    #[must_use]
    pub fn tagged(&self, tag: &str) -> Option<&str> {
        self.0.get(tag).map(String::as_str)
    }

    /// Sets the text of one language; an empty text takes it away.
    pub fn set(&mut self, tag: &str, text: &str) {
        if text.is_empty() {
            self.0.remove(tag);
        } else {
            self.0.insert(tag.to_owned(), text.to_owned());
        }
    }

    /// Every language tag with its text, in the order of the tags.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(tag, text)| (tag.as_str(), text.as_str()))
    }

    /// Whether there is no text in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Plain for Translated {
    fn to_plain(&self) -> Value {
        self.0.to_plain()
    }

    /// An empty text is none.
    fn of_plain(value: &Value) -> Option<Self> {
        let mut made = Self(Plain::of_plain(value)?);
        made.0.retain(|_, text: &mut String| !text.is_empty());
        Some(made)
    }
}

plain_serde!(Translated);

//! What an import carries along: the file, its language, and what there is to say about it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Problem, Severity, What,
    clean::{bare, clean, words_of_markup},
    json::{choice, extension, extensions, list, name, text},
};
use crate::{
    instrument::{Choice, Translated},
    words::Lang,
};

/// Extensions that are used, or that only say how something looks or is kept elsewhere, which nobody misses.
const KNOWN: [&str; 24] = [
    "CO-value",
    "calculatedExpression",
    "choiceOrientation",
    "displayCategory",
    "enableWhenExpression",
    "hidden",
    "initialExpression",
    "iso21090-CO-value",
    "itemControl",
    "itemWeight",
    "language",
    "maxValue",
    "minValue",
    "observationLinkPeriod",
    "optionExclusive",
    "optionPrefix",
    "ordinalValue",
    "rendering-markdown",
    "rendering-xhtml",
    "sliderStepValue",
    "translation",
    "unit",
    "unitOption",
    "variable",
];

/// Extensions that compute, fill in or bring in something, and are left undone.
const UNDONE: [&str; 11] = [
    "answerExpression",
    "answerOptionsToggleExpression",
    "calculatedValue",
    "candidateExpression",
    "contextExpression",
    "cqf-calculatedValue",
    "cqf-expression",
    "itemPopulationContext",
    "lookupQuestionnaire",
    "subQuestionnaire",
    "sourceStructureMap",
];

/// An import on its way.
pub(super) struct Reader<'v> {
    /// The questionnaire.
    pub root: &'v Value,
    /// The tag under which texts without a language are kept.
    pub tag: String,
    /// Whether the file comes from Attune.
    pub ours: bool,
    /// What there is to say.
    pub problems: Vec<Problem>,
    /// How many options there are by now.
    pub options: usize,
    /// Whether any answer has a weight.
    pub weighed: bool,
    /// Whether any item asks for a quantity.
    pub quantities: bool,
    /// The linkIds of the file.
    pub places: BTreeSet<String>,
    /// Every item of the file with the name it is kept under.
    pub raw: Vec<(String, &'v Value)>,
    /// Which of them are mere text, with their places in the file.
    pub texts: Vec<(usize, String)>,
    /// The places of those that have to be named by them.
    pub renamed: BTreeSet<String>,
    /// The options that items of our own export share.
    pub shared: Vec<Choice>,
    noted: BTreeSet<String>,
}

impl<'v> Reader<'v> {
    pub fn of(root: &'v Value) -> Self {
        Self {
            root,
            tag: String::new(),
            ours: false,
            problems: Vec::new(),
            options: 0,
            weighed: false,
            quantities: false,
            places: BTreeSet::new(),
            raw: Vec::new(),
            texts: Vec::new(),
            renamed: BTreeSet::new(),
            shared: Vec::new(),
            noted: BTreeSet::new(),
        }
    }

    /// Adds a problem.
    pub fn say(&mut self, path: &str, severity: Severity, what: What) {
        self.problems.push(Problem { path: clean(path), severity, what });
    }

    /// Adds an error.
    pub fn error(&mut self, path: &str, what: What) {
        self.say(path, Severity::Error, what);
    }

    /// Adds a warning.
    pub fn warn(&mut self, path: &str, what: What) {
        self.say(path, Severity::Warning, what);
    }

    /// Says once for the whole file that something has no effect.
    pub fn ignored(&mut self, path: &str, what: &str) {
        if self.noted.insert(what.to_owned()) {
            self.say(path, Severity::Note, What::Ignored(clean(what)));
        }
    }

    /// Looks through an element's extensions for those that are not used.
    pub fn unused(&mut self, path: &str, element: &Value) {
        for (url, found) in extensions(element) {
            let short = name(url).unwrap_or(url);
            if KNOWN.contains(&short) || url.starts_with("urn:attune:") {
                continue;
            }
            if UNDONE.contains(&short) {
                let language = found.get("valueExpression").and_then(|value| text(value, "language"));
                self.error(path, What::NotComputed(short.to_owned(), clean(language.unwrap_or(short))));
            } else {
                self.ignored(path, short);
            }
        }
        for modifier in list(element, "modifierExtension") {
            let url = text(modifier, "url").unwrap_or("modifierExtension");
            self.error(path, What::Modifier(clean(name(url).unwrap_or(url))));
        }
    }

    /// A text with what cannot be seen taken out.
    pub fn clean(&mut self, path: &str, text: &str) -> String {
        let cleaned = clean(text);
        if cleaned != text {
            self.say(path, Severity::Note, What::Cleaned);
        }
        cleaned
    }

    /// The text of an element in every language that it is given in.
    pub fn translated(&mut self, path: &str, element: &Value, key: &str) -> Translated {
        self.text_beside(path, text(element, key), element.get(format!("_{key}")))
    }

    /// A text and what stands beside it: its translations, its language and its formatted form.
    pub fn text_beside(&mut self, path: &str, plain: Option<&str>, beside: Option<&Value>) -> Translated {
        let mut made = Translated::default();
        let tag = beside.and_then(|beside| choice(extension(beside, "language")?, "value")?.1.as_str());
        let tag = tag.map_or_else(|| self.tag.clone(), tag_of);
        let mut words = plain.map(|plain| self.clean(path, plain)).unwrap_or_default();
        let Some(beside) = beside else {
            made.set(&tag, &words);
            return made;
        };
        for form in ["rendering-xhtml", "rendering-markdown"] {
            let found = extension(beside, form).and_then(|found| choice(found, "value")?.1.as_str());
            let Some(formatted) = found else { continue };
            let shown = if form == "rendering-xhtml" { words_of_markup(formatted) } else { formatted.to_owned() };
            if words.is_empty() {
                words = self.clean(path, &shown);
            } else if bare(&shown) == bare(&words) {
                continue;
            }
            self.say(path, Severity::Note, What::Formatted(form.to_owned()));
        }
        for (url, found) in extensions(beside) {
            if name(url) != Some("translation") {
                self.unused(path, &serde_json::json!({ "extension": [found] }));
                continue;
            }
            let part = |wanted: &str| {
                let part = list(found, "extension").iter().find(|part| text(part, "url") == Some(wanted))?;
                choice(part, "value")?.1.as_str()
            };
            if let (Some(lang), Some(content)) = (part("lang"), part("content")) {
                let content = self.clean(path, content);
                made.set(&tag_of(lang), &content);
            }
        }
        if !words.is_empty() {
            made.set(&tag, &words);
        }
        made
    }
}

/// The tag under which a language is kept: our own for the languages of the interface, whatever the region, else as it is.
pub(super) fn tag_of(tag: &str) -> String {
    // What is no part of a tag goes first: what is left may be a language of ours, as the next reading would find.
    let tag: String = tag.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    Lang::of_tag(&tag).map_or(tag, |lang| lang.tag().to_owned())
}

//! What an item is answered with.

use serde_json::Value;

use super::{
    What,
    json::{choice, extension, extension_number, extensions, list, name, text, truth},
    options::{Options, set_of},
    own::SHARED,
    reader::Reader,
};
use crate::instrument::{Kind, Number, Slider};

/// What an item's control is called, such as `slider`; empty where it has none.
pub(super) fn control(item: &Value) -> &str {
    let found = extension(item, "itemControl").and_then(|found| found.get("valueCodeableConcept"));
    let coded = found.and_then(|concept| list(concept, "coding").iter().find_map(|coding| text(coding, "code")));
    coded.or_else(|| text(found?, "text")).unwrap_or_default()
}

impl Reader<'_> {
    /// What an item is answered with, and the values of the options that are chosen from the start.
    pub fn kind(&mut self, path: &str, item: &Value) -> (Kind, Vec<f64>) {
        let called = text(item, "type").unwrap_or("?");
        let listed =
            !list(item, "answerOption").is_empty() || !list(item, "option").is_empty() || set_of(item).is_some();
        let kind = match called {
            "group" => Kind::Group,
            "display" => Kind::Display,
            "boolean" => Kind::YesNo,
            "choice" | "open-choice" | "coding" => return self.choices(path, item, called),
            _ if listed => return self.choices(path, item, called),
            "integer" | "decimal" | "quantity" => self.number(path, item, called),
            "date" => Kind::Date,
            "dateTime" | "instant" => {
                self.warn(path, What::AsDay(called.to_owned()));
                Kind::Date
            }
            "text" => Kind::Text { long: true },
            "string" | "url" | "uri" => Kind::Text { long: false },
            "time" => {
                self.warn(path, What::AsWords(called.to_owned()));
                Kind::Text { long: false }
            }
            _ => {
                let called = super::clean::clean(called);
                self.error(path, What::AsWords(called));
                Kind::Text { long: false }
            }
        };
        if !matches!(kind, Kind::Number(_) | Kind::Slider(_)) {
            for limit in ["minValue", "maxValue"].iter().filter(|limit| extension(item, limit).is_some()) {
                self.ignored(path, limit);
            }
        }
        if truth(item, "repeats") && kind != Kind::Display {
            self.warn(path, What::Once);
        }
        (kind, Vec::new())
    }

    fn choices(&mut self, path: &str, item: &Value, called: &str) -> (Kind, Vec<f64>) {
        let shared = !self.shared.is_empty() && set_of(item).and_then(|set| set.strip_prefix('#')) == Some(SHARED);
        let found = if shared { Ok(Options::default()) } else { self.item_options(path, item) };
        let found = match found {
            Ok(found) if shared || !found.all.is_empty() => found,
            other => {
                let why = other.err().unwrap_or_else(|| "answerOption".to_owned());
                self.error(path, What::NoOptions(why));
                return (Kind::Text { long: false }, Vec::new());
            }
        };
        let constraint = text(item, "answerConstraint");
        let open = called == "open-choice" || matches!(constraint, Some("optionsOrString" | "optionsOrType"));
        if !truth(item, "repeats") {
            return (Kind::Choice { options: found.all, open }, found.selected);
        }
        if open {
            self.warn(path, What::Ignored(constraint.unwrap_or(called).to_owned()));
        }
        (Kind::Multi { options: found.all }, found.selected)
    }

    fn number(&mut self, path: &str, item: &Value, called: &str) -> Kind {
        let mut limit = |key: &str| {
            let (_, value) = choice(extension(item, key)?, "value")?;
            let found = value.as_f64().or_else(|| value.get("value")?.as_f64());
            if found.is_none() {
                self.warn(path, What::Limits(key.to_owned()));
            }
            found
        };
        let (mut min, mut max) = (limit("minValue"), limit("maxValue"));
        let unit = self.unit(path, item);
        let whole = called == "integer";
        if control(item) == "slider" {
            match (min, max) {
                (Some(min), Some(max)) if min < max && (max - min).is_finite() => {
                    if !unit.is_empty() {
                        self.warn(path, What::Ignored("unit".to_owned()));
                    }
                    let usual = if whole { 1.0 } else { (max - min) / 100.0 };
                    // The difference of two decimals may come out a hair below the step that is as long as the whole slider.
                    let longest = (max - min) * (1.0 + 1e-9);
                    let step = extension_number(item, "sliderStepValue").filter(|step| *step > 0.0 && *step <= longest);
                    let step = step.unwrap_or(usual);
                    return Kind::Slider(Slider { min, max, step, low: Default::default(), high: Default::default() });
                }
                _ => self.warn(path, What::AsNumber),
            }
        }
        if matches!((min, max), (Some(min), Some(max)) if min > max) {
            self.warn(path, What::Limits("minValue > maxValue".to_owned()));
            (min, max) = (None, None);
        }
        Kind::Number(Number { whole, min, max, unit })
    }

    /// The unit of a number; of several that may be chosen, the first.
    fn unit(&mut self, path: &str, item: &Value) -> String {
        let called = |(_, found): (&str, &Value)| {
            let coding = choice(found, "value")?.1;
            text(coding, "display").or_else(|| text(coding, "code")).or(coding.as_str()).map(str::to_owned)
        };
        let of = |wanted: &'static str| extensions(item).filter(move |(url, _)| name(url) == Some(wanted));
        if of("unitOption").nth(1).is_some() {
            self.warn(path, What::Ignored("unitOption".to_owned()));
        }
        let unit = of("unit").chain(of("unitOption")).find_map(called).unwrap_or_default();
        self.clean(path, &unit)
    }
}

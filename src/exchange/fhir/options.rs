//! The answer options of an item: listed with it, or in a value set that the file contains.

use serde_json::Value;

use super::{
    What,
    coding::code_of,
    json::{choice, extension, list, own, text, truth},
    own::VALUE,
    reader::{Reader, tag_of},
};
use crate::{
    instrument::{Choice, Translated, Weight, fhirpath::own_weight},
    order,
};

/// The most options of one item.
const MOST: usize = 5_000;
/// The most options of all items together.
const MOST_IN_ALL: usize = 100_000;

/// An option as the file has it.
struct Raw {
    code: String,
    /// For an option that is a plain number: that number.
    number: Option<f64>,
    text: Translated,
    weight: Option<f64>,
    /// The value that our own export states.
    value: Option<f64>,
    exclusive: bool,
    selected: bool,
}

/// The options of an item, and the values of those that are chosen from the start.
#[derive(Default)]
pub(super) struct Options {
    pub all: Vec<Choice>,
    pub selected: Vec<f64>,
}

/// Which value set an item names, if any. STU3 calls it by a reference.
pub(super) fn set_of(item: &Value) -> Option<&str> {
    text(item, "answerValueSet").or_else(|| text(item.get("options")?, "reference"))
}

impl Reader<'_> {
    /// The options of an item, none where it names none; or why they cannot be shown.
    pub fn item_options(&mut self, path: &str, item: &Value) -> Result<Options, String> {
        let listed = [list(item, "answerOption"), list(item, "option")].concat();
        let raw = match set_of(item) {
            Some(set) if listed.is_empty() => self.of_set(path, set)?,
            _ => {
                self.count(listed.len())?;
                listed.iter().filter_map(|option| self.raw(path, option)).collect()
            }
        };
        Ok(self.valued(path, raw))
    }

    /// Takes so many options into account, or says that they are too many.
    fn count(&mut self, more: usize) -> Result<(), String> {
        self.options += more;
        if more > MOST || self.options > MOST_IN_ALL { Err(self.options.to_string()) } else { Ok(()) }
    }

    fn raw(&mut self, path: &str, option: &Value) -> Option<Raw> {
        self.unused(path, option);
        let (kind, value) = choice(option, "value")?;
        let (code, number) = code_of(kind, value)?;
        let beside = option.get(format!("_value{kind}"));
        let text = match value {
            Value::Object(_) => {
                self.unused(path, value);
                self.coding_text(path, value)
            }
            Value::String(words) => self.text_beside(path, Some(words), beside),
            other => self.text_beside(path, Some(&other.to_string()), beside),
        };
        let weight = [Some(option), Some(value), beside].into_iter().flatten().find_map(own_weight);
        Some(Raw {
            text: self.prefixed(path, option, weight, text),
            code,
            number,
            weight,
            value: own(option, VALUE).and_then(|found| choice(found, "value")?.1.as_f64()),
            exclusive: extension(option, "optionExclusive").is_some_and(|found| truth(found, "valueBoolean")),
            selected: truth(option, "initialSelected"),
        })
    }

    /// What people read for a Coding: its display, or else its code.
    pub fn coding_text(&mut self, path: &str, coding: &Value) -> Translated {
        let shown = self.translated(path, coding, "display");
        if shown.is_empty() && !self.ours {
            let plain = ["code", "reference"].iter().find_map(|key| text(coding, key));
            return self.text_beside(path, plain, None);
        }
        shown
    }

    /// A text with the letter or number before it, unless that only repeats the weight.
    fn prefixed(&mut self, path: &str, option: &Value, weight: Option<f64>, text: Translated) -> Translated {
        let prefix = extension(option, "optionPrefix").and_then(|found| choice(found, "value")?.1.as_str());
        let Some(prefix) = prefix.map(|prefix| self.clean(path, prefix.trim())).filter(|prefix| !prefix.is_empty())
        else {
            return text;
        };
        if weight.is_some() && prefix.parse().ok() == weight {
            self.ignored(path, "optionPrefix");
            return text;
        }
        let stop = if prefix.ends_with(char::is_alphanumeric) { "." } else { "" };
        let mut made = Translated::default();
        for (tag, words) in text.iter() {
            made.set(tag, &format!("{prefix}{stop} {words}"));
        }
        made
    }

    /// The concepts of a value set within the file, named by `#` and its id, or by its address.
    fn of_set(&mut self, path: &str, name: &str) -> Result<Vec<Raw>, String> {
        let contained = list(self.root, "contained");
        let is = |set: &&Value| {
            text(set, "resourceType") == Some("ValueSet")
                && match name.strip_prefix('#') {
                    Some(id) => text(set, "id") == Some(id),
                    None => text(set, "url").is_some_and(|url| name.split('|').next() == Some(url)),
                }
        };
        let Some(set) = contained.iter().find(is) else { return Err(super::clean::clean(name)) };
        let mut concepts: Vec<(&Value, Option<&str>)> = Vec::new();
        let expansion = set.get("expansion").map_or(&[][..], |expansion| list(expansion, "contains"));
        if !expansion.is_empty() {
            add_nested(expansion, None, "contains", &mut concepts);
        } else if let Some(compose) = set.get("compose") {
            if !list(compose, "exclude").is_empty() {
                return Err("compose.exclude".to_owned());
            }
            for include in list(compose, "include") {
                let system = text(include, "system");
                let mut found = list(include, "concept");
                if found.is_empty() {
                    let whole = include.get("filter").is_none() && include.get("valueSet").is_none();
                    let codes = |one: &&Value| {
                        text(one, "resourceType") == Some("CodeSystem")
                            && text(one, "url") == system
                            && system.is_some()
                    };
                    let codes = contained.iter().find(codes).filter(|_| whole);
                    found = codes.map_or(&[][..], |codes| list(codes, "concept"));
                }
                if found.is_empty() {
                    return Err(super::clean::clean(system.unwrap_or(name)));
                }
                add_nested(found, system, "concept", &mut concepts);
            }
        }
        self.count(concepts.len())?;
        if concepts.is_empty() {
            return Err(super::clean::clean(name));
        }
        Ok(concepts.into_iter().filter_map(|(concept, system)| self.concept(path, concept, system)).collect())
    }

    fn concept(&mut self, path: &str, concept: &Value, system: Option<&str>) -> Option<Raw> {
        let system = text(concept, "system").or(system).unwrap_or_default();
        self.unused(path, concept);
        let coding = serde_json::json!({ "system": system, "code": concept.get("code")? });
        let (code, number) = code_of("Coding", &coding)?;
        let mut shown = self.translated(path, concept, "display");
        for other in list(concept, "designation") {
            if let (Some(lang), Some(words)) = (text(other, "language"), text(other, "value"))
                && shown.tagged(&tag_of(lang)).is_none()
            {
                let words = self.clean(path, words);
                shown.set(&tag_of(lang), &words);
            }
        }
        if shown.is_empty() {
            shown = self.coding_text(path, &coding);
        }
        let weight = own_weight(concept);
        Some(Raw {
            text: self.prefixed(path, concept, weight, shown),
            code,
            number,
            weight,
            value: own(concept, VALUE).and_then(|found| choice(found, "value")?.1.as_f64()),
            exclusive: extension(concept, "optionExclusive").is_some_and(|found| truth(found, "valueBoolean")),
            selected: false,
        })
    }

    /// Options with their values: as our own export states them; the weights, where all have different ones; plain numbers
    /// as they are, and others by their place.
    fn valued(&mut self, path: &str, raw: Vec<Raw>) -> Options {
        let raw = self.told_apart(path, raw);
        self.weighed |= raw.iter().any(|one| one.weight.is_some());
        let all_differ = |of: &dyn Fn(&Raw) -> Option<f64>| {
            let mut found: Vec<f64> = raw.iter().filter_map(of).collect();
            order::sort_by(&mut found, f64::total_cmp);
            found.len() == raw.len() && found.windows(2).all(|pair| pair[0] != pair[1])
        };
        let stated = all_differ(&|one| one.value.or(one.number));
        let by_weight = !stated && raw.iter().all(|one| one.number.is_none()) && all_differ(&|one| one.weight);
        let mut taken: Vec<f64> = raw.iter().filter_map(|one| one.number).collect();
        order::sort_by(&mut taken, f64::total_cmp);
        let mut next = 0.0;
        let mut made = Options::default();
        for one in raw {
            let value = match (one.number, one.value, one.weight) {
                (Some(number), ..) => number,
                (None, Some(value), _) if stated => value,
                (None, _, Some(weight)) if by_weight => weight,
                _ => {
                    while taken.binary_search_by(|other| other.total_cmp(&next)).is_ok() {
                        next += 1.0;
                    }
                    next += 1.0;
                    next - 1.0
                }
            };
            let weight = match one.weight {
                None => Weight::Absent,
                Some(weight) if weight == value => Weight::Itself,
                Some(weight) => Weight::Of(weight),
            };
            if one.selected {
                made.selected.push(value);
            }
            made.all.push(Choice { value, weight, text: one.text, code: one.code, exclusive: one.exclusive });
        }
        made
    }

    /// Says which codes appear several times. Of plain numbers only the first stays, because nothing tells them apart.
    fn told_apart(&mut self, path: &str, mut raw: Vec<Raw>) -> Vec<Raw> {
        let key = |one: &Raw| one.number.map_or_else(|| one.code.clone(), |number| number.to_string());
        let mut seen = std::collections::BTreeSet::new();
        let again: Vec<bool> = raw.iter().map(|one| !seen.insert(key(one))).collect();
        if let Some(at) = again.iter().position(|again| *again) {
            let code = raw.get(at).map(key).unwrap_or_default();
            self.warn(path, What::SameCode(super::clean::clean(&code)));
            let mut again = again.into_iter();
            raw.retain(|one| !again.next().unwrap_or(false) || one.number.is_none());
        }
        raw
    }
}

/// Adds concepts and those below them, without the ones that cannot be chosen.
fn add_nested<'v>(
    found: &'v [Value],
    system: Option<&'v str>,
    below: &str,
    out: &mut Vec<(&'v Value, Option<&'v str>)>,
) {
    for concept in found {
        if !truth(concept, "abstract") && concept.get("code").is_some() {
            out.push((concept, system));
        }
        add_nested(list(concept, below), system, below, out);
    }
}

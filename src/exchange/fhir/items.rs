//! From items of a file to items of the model.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Refusal, Severity, What,
    answers::{Given, answer_of, given, in_short},
    clean::clean,
    json::{choice, extension, list, own, text, truth},
    kinds::control,
    own::{PAGE, REVERSED},
    reader::Reader,
};
use crate::instrument::{Answer, Condition, Item, Kind, Translated};

/// How deep items can stand below each other.
const DEEPEST: usize = 32;
/// The most items of a file, groups and mere text included.
const MOST: usize = 5_000;

/// The controls of mere text that gives its words to the item above.
const FOLDED: [&str; 6] = ["help", "flyover", "prompt", "unit", "lower", "upper"];

/// The name that an item is kept under: its linkId, or its place in the file.
fn name_of(item: &Value, place: &str) -> String {
    text(item, "linkId").unwrap_or(place).to_owned()
}

fn below(place: &str, at: usize) -> String {
    let dot = if place.is_empty() { "" } else { "." };
    format!("{place}{dot}item[{at}]")
}

/// Words that a child of an item gives to it.
#[derive(Default)]
struct Beside {
    label: Translated,
    help: Translated,
    unit: Translated,
    low: Translated,
    high: Translated,
}

impl<'v> Reader<'v> {
    /// Looks at all items before anything is made of them.
    ///
    /// # Errors
    /// Where they are too many, stand too deep, or have the same name.
    pub fn survey(&mut self, holder: &'v Value, place: &str, depth: usize) -> Result<(), Refusal> {
        for (at, item) in list(holder, "item").iter().enumerate() {
            // Words that belong to the item above stand in no place of their own.
            let words = text(item, "type") == Some("display") && FOLDED.contains(&control(item));
            if depth > DEEPEST + usize::from(words) {
                return Err(Refusal::TooDeep);
            }
            let place = below(place, at);
            self.raw.push((name_of(item, &place), item));
            if text(item, "type") == Some("display") {
                self.texts.push((self.raw.len() - 1, place.clone()));
            } else if !self.places.insert(name_of(item, &place)) {
                return Err(Refusal::SameName(clean(&name_of(item, &place))));
            }
            if self.raw.len() > MOST {
                return Err(Refusal::TooMany);
            }
            self.quantities |= text(item, "type") == Some("quantity");
            self.survey(item, &place, depth + 1)?;
        }
        Ok(())
    }

    /// Gives every piece of mere text a name of its own. One with the name of another item is kept under its place, since
    /// nobody answers it and the name stays with the other.
    pub fn name_texts(&mut self) {
        for (at, place) in std::mem::take(&mut self.texts) {
            let Some((name, _)) = self.raw.get_mut(at) else { continue };
            if !self.places.insert(name.clone()) {
                let shared = std::mem::replace(name, place.clone());
                self.places.insert(place.clone());
                self.renamed.insert(place.clone());
                self.warn(&shared, What::SameName);
            }
        }
    }

    /// The items below something. `above` are the names of the variables in view.
    pub fn items(&mut self, holder: &Value, place: &str, above: &[String]) -> Vec<Item> {
        let list = list(holder, "item").iter().enumerate();
        list.map(|(at, item)| self.item(item, &below(place, at), above)).collect()
    }

    fn item(&mut self, raw: &Value, place: &str, above: &[String]) -> Item {
        let id = if self.renamed.contains(place) { place.to_owned() } else { name_of(raw, place) };
        let path = id.as_str();
        if text(raw, "linkId").is_none() {
            self.warn(path, What::NoLinkId);
        }
        self.unused(path, raw);
        if raw.get("maxLength").is_some() {
            self.ignored(path, "maxLength");
        }
        let variables = self.variables(path, raw, above);
        let view: Vec<String> = variables.iter().map(|one| one.name.clone()).chain(above.iter().cloned()).collect();
        let (mut kind, selected) = self.kind(path, raw);
        let (beside, folded) = self.beside(raw, matches!(kind, Kind::Slider(_)), matches!(kind, Kind::Number(_)));
        match &mut kind {
            Kind::Slider(slider) => (slider.low, slider.high) = (beside.low, beside.high),
            Kind::Number(number) if number.unit.is_empty() => {
                number.unit = beside.unit.iter().next().map(|(_, unit)| unit.to_owned()).unwrap_or_default();
            }
            _ => {}
        }
        let mut item = Item {
            text: self.translated(path, raw, "text"),
            prefix: text(raw, "prefix").map(|prefix| self.clean(path, prefix)).unwrap_or_default(),
            help: beside.help,
            reversed: own(raw, REVERSED).is_some_and(|found| truth(found, "valueBoolean")),
            required: truth(raw, "required"),
            hidden: extension(raw, "hidden").is_some_and(|found| truth(found, "valueBoolean")),
            read_only: truth(raw, "readOnly"),
            page: control(raw) == "page" || own(raw, PAGE).is_some_and(|found| truth(found, "valueBoolean")),
            when: self.asked_when(path, raw, &view).map(Condition::Expression),
            calculated: self.calculated(path, raw, &view),
            initial: None,
            variables,
            items: Vec::new(),
            kind,
            id: id.clone(),
        };
        match item.text.is_empty() {
            true if !beside.label.is_empty() => item.text = beside.label,
            _ => item.help = joined(item.help, &beside.label),
        }
        if !item.kind.is_question() && item.calculated.take().is_some() {
            let called = text(raw, "type").unwrap_or("?").to_owned();
            self.error(path, What::NotComputed("calculatedExpression".to_owned(), clean(&called)));
        }
        item.initial = self.initial(path, raw, &item.kind, selected);
        for (at, child) in list(raw, "item").iter().enumerate().filter(|(at, _)| !folded.contains(at)) {
            let made = self.item(child, &below(place, at), &view);
            // Elsewhere these are asked once for each of the options that are chosen.
            if !self.ours
                && matches!(item.kind, Kind::Multi { .. })
                && made.kind != Kind::Display
                && !truth(child, "repeats")
            {
                self.warn(&made.id, What::Once);
            }
            item.items.push(made);
        }
        item
    }

    /// What an item is answered with before anybody answers.
    fn initial(&mut self, path: &str, raw: &Value, kind: &Kind, mut selected: Vec<f64>) -> Option<Answer> {
        let constant = self.constant(path, raw);
        if !kind.is_question() {
            return None;
        }
        if let (Kind::Choice { .. }, [value, ..]) = (kind, selected.as_slice()) {
            return Some(Answer::Value(*value));
        }
        if !selected.is_empty() {
            crate::order::sort_by(&mut selected, f64::total_cmp);
            return Some(Answer::Many(selected));
        }
        let mut values: Vec<Given<'_>> = given(list(raw, "initial"));
        values.extend(choice(raw, "initial"));
        values.extend(constant.as_ref().map(|value| ("", value)).filter(|_| values.is_empty()));
        let shared = std::mem::take(&mut self.shared);
        let options = match kind.own_options() {
            Some([]) => &shared,
            own => own.unwrap_or_default(),
        };
        let found = answer_of(kind, options, &values);
        if values.len() > 1 && !matches!(kind, Kind::Multi { .. }) {
            self.warn(path, What::FirstOnly);
        }
        if let Err(Some(unfit)) = found {
            self.warn(path, What::StartsEmpty(in_short(unfit)));
        }
        self.shared = shared;
        found.ok()
    }

    /// The words that mere text below an item gives to it, and which of its children those are.
    fn beside(&mut self, raw: &Value, slider: bool, number: bool) -> (Beside, BTreeSet<usize>) {
        let (mut beside, mut folded) = (Beside::default(), BTreeSet::new());
        for (at, child) in list(raw, "item").iter().enumerate() {
            let plain = text(child, "type") == Some("display") && list(child, "item").is_empty();
            if !plain || !list(child, "enableWhen").is_empty() || extension(child, "enableWhenExpression").is_some() {
                continue;
            }
            let place = match control(child) {
                "help" => &mut beside.help,
                "flyover" | "prompt" => &mut beside.label,
                "unit" if number => &mut beside.unit,
                "lower" if slider => &mut beside.low,
                "upper" if slider => &mut beside.high,
                _ => continue,
            };
            let path = text(child, "linkId").unwrap_or_default();
            self.unused(path, child);
            let words = self.translated(path, child, "text");
            *place = joined(std::mem::take(place), &words);
            folded.insert(at);
        }
        (beside, folded)
    }

    /// Says which conditions depend on each other in a circle, where some do.
    pub fn circle(&mut self, items: Vec<String>) {
        let path = items.first().cloned().unwrap_or_default();
        let items = items.iter().map(|item| clean(item)).collect();
        self.say(&path, Severity::Error, What::Circle(items));
    }
}

/// Two texts, one below the other, in every language of either.
fn joined(mut first: Translated, second: &Translated) -> Translated {
    for (tag, words) in second.iter() {
        let both = match first.tagged(tag) {
            Some(before) => format!("{before}\n{words}"),
            None => words.to_owned(),
        };
        first.set(tag, &both);
    }
    first
}

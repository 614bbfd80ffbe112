//! Expressions: which of them can be computed here, and why not the others.
//!
//! An expression that cannot be computed is kept with the name of its language and a colon before it, as in
//! `text/cql: Total`. No reading of FHIRPath accepts that, so whatever is computed from it fails by name and never comes to
//! a wrong value; an export writes language and expression apart again.

use serde_json::{Value, json};

use super::{
    What,
    clean::clean,
    json::{choice, extension, extensions, name, text},
    mentions::named,
    reader::Reader,
};
use crate::instrument::{
    Variable,
    fhirpath::{Environment, Expression, Item},
    tree::WEIGHT,
};

/// The language that is understood.
pub(super) const FHIRPATH: &str = "text/fhirpath";

/// The parts of questionnaires and responses that expressions find here, and what else stands without brackets in FHIRPath.
const FOUND: [&str; 38] = [
    "item",
    "linkId",
    "answer",
    "answerOption",
    "value",
    "valueCoding",
    "valueInteger",
    "valueDecimal",
    "valueBoolean",
    "valueString",
    "valueDate",
    "code",
    "system",
    "display",
    "extension",
    "url",
    "resourceType",
    "status",
    "true",
    "false",
    "and",
    "or",
    "xor",
    "implies",
    "in",
    "contains",
    "is",
    "as",
    "div",
    "mod",
    "year",
    "years",
    "month",
    "months",
    "week",
    "weeks",
    "day",
    "days",
];

/// An expression as the file has it.
pub(super) struct Formula<'v> {
    pub language: &'v str,
    pub text: &'v str,
    pub name: &'v str,
}

/// The expression in an extension. Older guides write it as plain text.
pub(super) fn formula(extension: &Value) -> Option<Formula<'_>> {
    let (kind, value) = choice(extension, "value")?;
    if kind == "String" {
        return Some(Formula { language: FHIRPATH, text: value.as_str()?, name: "" });
    }
    Some(Formula {
        language: text(value, "language").unwrap_or(FHIRPATH),
        text: text(value, "expression").unwrap_or_default(),
        name: text(value, "name").unwrap_or_default(),
    })
}

/// Whether a text is the name of a language, such as `text/cql`, and can stand before a colon.
fn is_language(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/.+-".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(plain) && text.matches('/').count() == 1
}

/// An expression that cannot be computed, as it is kept.
fn sealed(formula: &Formula<'_>) -> String {
    let language = if is_language(formula.language) { formula.language } else { "text/unknown" };
    format!("{language}: {}", formula.text)
}

/// Language and expression of what is kept.
pub(super) fn unsealed(kept: &str) -> (&str, &str) {
    match kept.split_once(": ") {
        Some((language, text)) if is_language(language) => (language, text),
        _ => (FHIRPATH, kept),
    }
}

impl Reader<'_> {
    /// Why an expression cannot be computed here, with these variables in view; nothing where it can.
    fn obstacle(&self, formula: &Formula<'_>, variables: &[String]) -> Option<String> {
        if !formula.language.starts_with(FHIRPATH) {
            return Some(clean(formula.language));
        }
        let parsed = match Expression::parse(formula.text) {
            Ok(parsed) => parsed,
            Err(error) => return Some(clean(&error.to_string())),
        };
        if let Some(unknown) = parsed.variables().into_iter().find(|name| !variables.contains(name)) {
            return Some(clean(&format!("%{unknown}")));
        }
        let named = named(formula.text);
        let elsewhere =
            |word: &&&str| !FOUND.contains(word) && !word.starts_with(|first: char| first.is_ascii_uppercase());
        let weight = |text: &&&str| text.contains("/StructureDefinition/") && !WEIGHT.contains(text);
        let missing = named.words.iter().find(elsewhere).or_else(|| named.quoted.iter().find(weight));
        if let Some(word) = missing {
            return Some(clean(word));
        }
        // A quantity is kept as its number, which has no value of its own.
        let quantities = self.quantities && formula.text.replace(char::is_whitespace, "").contains("value.value");
        quantities.then(|| "Quantity.value".to_owned())
    }

    /// An expression as it is kept, after saying what stands in its way.
    fn kept(
        &mut self,
        path: &str,
        formula: &Formula<'_>,
        variables: &[String],
        what: &dyn Fn(String) -> What,
    ) -> String {
        if let Some(why) = self.obstacle(formula, variables) {
            self.error(path, what(why));
            return sealed(formula);
        }
        for link in Expression::parse(formula.text).map(|parsed| parsed.link_ids()).unwrap_or_default() {
            if !self.places.contains(&link) {
                self.warn(path, What::Missing(clean(&link)));
            }
        }
        formula.text.to_owned()
    }

    /// The expression that computes an item.
    pub fn calculated(&mut self, path: &str, item: &Value, variables: &[String]) -> Option<String> {
        let formula = formula(extension(item, "calculatedExpression")?)?;
        let what = |why| What::NotComputed("calculatedExpression".to_owned(), why);
        Some(self.kept(path, &formula, variables, &what))
    }

    /// The expression that decides whether an item is asked.
    pub fn asked_when(&mut self, path: &str, item: &Value, variables: &[String]) -> Option<String> {
        let formula = formula(extension(item, "enableWhenExpression")?)?;
        Some(self.kept(path, &formula, variables, &What::AlwaysAsked))
    }

    /// The variables of an element. One that cannot be computed is left out, so that what uses it fails by its name; where
    /// it hides another of the same name, it stays, and everything in its reach fails.
    pub fn variables(&mut self, path: &str, element: &Value, above: &[String]) -> Vec<Variable> {
        let found = extensions(element).filter(|(url, _)| name(url) == Some("variable"));
        let mut open: Vec<Formula<'_>> = found.filter_map(|(_, extension)| formula(extension)).collect();
        open.retain(|one| !one.name.is_empty());
        let mut out = Vec::new();
        // Leaving one out can take away what another needs.
        loop {
            let names: Vec<String> = open.iter().map(|one| one.name.to_owned()).chain(above.iter().cloned()).collect();
            let mut found = open.iter().enumerate();
            let Some((at, why)) = found.find_map(|(at, one)| Some((at, self.obstacle(one, &names)?))) else { break };
            let dropped = open.remove(at);
            self.error(path, What::NotComputed(clean(&format!("%{}", dropped.name)), why));
            if above.iter().any(|name| name == dropped.name) {
                out.push(Variable { name: dropped.name.to_owned(), expression: sealed(&dropped) });
            }
        }
        out.extend(open.iter().map(|one| Variable { name: one.name.to_owned(), expression: one.text.to_owned() }));
        out
    }

    /// The value of an initial expression that depends on nothing.
    pub fn constant(&mut self, path: &str, item: &Value) -> Option<Value> {
        let formula = formula(extension(item, "initialExpression")?)?;
        let value = || {
            let plain = named(formula.text);
            let free = plain.words.iter().all(|word| matches!(*word, "true" | "false"));
            if !free || formula.text.contains('%') || self.obstacle(&formula, &[]).is_some() {
                return None;
            }
            let nothing = json!({});
            let env = Environment {
                resource: &nothing,
                questionnaire: None,
                variables: std::collections::BTreeMap::new(),
                weights: &|_, _| None,
            };
            let context = Item::node(&nothing, None);
            match Expression::parse(formula.text).ok()?.evaluate(&env, &context).ok()?.as_slice() {
                [one] => Some(one.to_json()),
                _ => None,
            }
        };
        let found = value();
        if found.is_none() {
            self.warn(path, What::StartsEmpty("initialExpression".to_owned()));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_computed_is_kept_with_its_language() {
        let formula = Formula { language: "text/cql", text: "Total: 3", name: "" };
        assert_eq!(unsealed(&sealed(&formula)), ("text/cql", "Total: 3"));
        assert!(Expression::parse(&sealed(&formula)).is_err());
        assert!(Expression::parse(&sealed(&Formula { language: FHIRPATH, text: "today()", name: "" })).is_err());
        assert_eq!(unsealed("'a: b'"), (FHIRPATH, "'a: b'"));
    }
}

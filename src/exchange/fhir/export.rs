//! A Questionnaire, written (R4).

use serde_json::{Map, Value, json};

use super::{
    coding::coding_of,
    formulas::unsealed,
    json::{extended, number, put, put_list},
    own::{INSTRUMENT, SHARED, VALUE, to_extension},
    response::address,
    write_items::items,
};
use crate::instrument::{Choice, Instrument, Item, Kind, Provenance, Translated, Variable, Weight};

/// The address of an extension of HL7.
pub(super) fn hl7(name: &str) -> String {
    let guide = if name.starts_with("sdc-") { "uv/sdc/" } else { "" };
    format!("http://hl7.org/fhir/{guide}StructureDefinition/{name}")
}

/// Writes a questionnaire as FHIR R4 Questionnaire in JSON, from which [`super::import`] makes the same instrument again.
///
/// What R4 has a place for stands there; the rest is in extensions whose addresses begin with `urn:attune:`.
#[must_use]
pub fn export(instrument: &Instrument) -> String {
    let mut map = Map::new();
    put(&mut map, "resourceType", "Questionnaire");
    put(&mut map, "language", &instrument.language);
    put(&mut map, "url", &address(instrument));
    let version = match &instrument.provenance {
        Provenance::Imported { version, .. } => version.clone(),
        _ => instrument.reference.version.to_string(),
    };
    put(&mut map, "version", &version);
    put(&mut map, "status", "active");
    let writer = Writer::of(instrument);
    writer.words(&mut map, "title", &instrument.title);
    writer.words(&mut map, "description", &instrument.lead);
    if instrument.licence.terms.is_empty() {
        put(&mut map, "copyright", &instrument.licence.name);
    } else {
        writer.words(&mut map, "copyright", &instrument.licence.terms);
    }
    let mut extensions = vec![to_extension(INSTRUMENT, &without_elsewhere(instrument))];
    extensions.extend(instrument.variables.iter().map(variable));
    put_list(&mut map, "extension", extensions);
    if !instrument.options.is_empty() {
        map.insert("contained".to_owned(), json!([writer.shared_set()]));
    }
    put_list(&mut map, "item", items(&writer, &instrument.items));
    Value::Object(map).to_string()
}

/// What of a questionnaire FHIR has no place for.
fn without_elsewhere(instrument: &Instrument) -> Value {
    let mut bare = instrument.clone();
    bare.items = Vec::new();
    bare.options = Vec::new();
    let mut value = serde_json::to_value(&bare).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        for elsewhere in ["title", "lead", "items", "options", "variables", "language"] {
            fields.remove(elsewhere);
        }
    }
    value
}

/// A variable as an extension.
pub(super) fn variable(variable: &Variable) -> Value {
    let (language, text) = unsealed(&variable.expression);
    let expression = json!({ "name": variable.name, "language": language, "expression": text });
    extended(&hl7("variable"), "Expression", expression)
}

/// What writing needs at hand.
pub(super) struct Writer<'a> {
    pub instrument: &'a Instrument,
    /// The names that are taken, for those of the texts that have to be made.
    pub taken: std::collections::BTreeSet<&'a str>,
}

impl<'a> Writer<'a> {
    fn of(instrument: &'a Instrument) -> Self {
        let taken = crate::order::set(instrument.walk().into_iter().map(|item: &Item| item.id.as_str()));
        Self { instrument, taken }
    }

    /// Puts a text: in the questionnaire's language, or in the first it has, with the others as translations.
    pub fn words(&self, map: &mut Map<String, Value>, key: &str, text: &Translated) {
        let language = self.instrument.language.as_str();
        let own = text.tagged(language).map(|words| (language, words));
        let Some((tag, words)) = own.or_else(|| text.iter().next()) else { return };
        put(map, key, words);
        let mut beside = Vec::new();
        if tag != language {
            beside.push(extended(&hl7("language"), "Code", Value::from(tag)));
        }
        for (tag, words) in text.iter().filter(|(other, _)| *other != tag) {
            let parts = [extended("lang", "Code", Value::from(tag)), extended("content", "String", Value::from(words))];
            beside.push(json!({ "url": hl7("translation"), "extension": parts }));
        }
        if !beside.is_empty() {
            map.insert(format!("_{key}"), json!({ "extension": beside }));
        }
    }

    /// The shared options as a value set.
    fn shared_set(&self) -> Value {
        let options = &self.instrument.options;
        let stated = states_values(options);
        let concept = |option: &Choice| {
            let mut map = coding_of(option);
            self.words(&mut map, "display", &option.text);
            put_list(&mut map, "extension", self.option_extensions(option, stated));
            (map.remove("system"), Value::Object(map))
        };
        let mut includes: Vec<(Option<Value>, Vec<Value>)> = Vec::new();
        for (system, concept) in options.iter().map(concept) {
            match includes.last_mut() {
                Some((last, list)) if *last == system => list.push(concept),
                _ => includes.push((system, vec![concept])),
            }
        }
        let include: Vec<Value> = includes
            .into_iter()
            .map(|(system, concepts)| match system {
                Some(system) => json!({ "system": system, "concept": concepts }),
                None => json!({ "concept": concepts }),
            })
            .collect();
        json!({ "resourceType": "ValueSet", "id": SHARED, "status": "active", "compose": { "include": include } })
    }

    /// Weight and value of an option, and whether it excludes the others.
    pub fn option_extensions(&self, option: &Choice, stated: bool) -> Vec<Value> {
        let mut out = Vec::new();
        if let Some(weight) = option.weight() {
            out.push(extended(&hl7("itemWeight"), "Decimal", Value::from(weight)));
        }
        if stated {
            out.push(extended(VALUE, "Decimal", Value::from(option.value)));
        }
        if option.exclusive {
            out.push(extended(&hl7("questionnaire-optionExclusive"), "Boolean", Value::Bool(true)));
        }
        out
    }
}

/// Whether options have to state what an answer keeps, because it is neither the weight of all nor the number of all.
pub(super) fn states_values(options: &[Choice]) -> bool {
    let plain = |option: &&Choice| option.code.is_empty();
    let mixed = options.iter().any(|option| plain(&option)) && !options.iter().all(|option| plain(&option));
    mixed || options.iter().any(|option| option.weight != Weight::Itself)
}

/// How all options of an item can be written as plain values: the name of the type; nothing where they need codes.
pub(super) fn plain_type(options: &[Choice], language: &str) -> Option<&'static str> {
    let same = |option: &Choice, words: &str| option.text.tagged(language) == Some(words);
    let all = |fits: &dyn Fn(&Choice) -> bool| !options.is_empty() && options.iter().all(fits);
    let coded = |option: &Choice, mark: &str| option.code.strip_prefix(mark).is_some_and(|words| same(option, words));
    if all(&|option| coded(option, "text:")) {
        return Some("String");
    }
    if all(&|option| coded(option, "date:")) {
        return Some("Date");
    }
    let whole = |option: &Choice| {
        let (kind, value) = number(option.value);
        option.code.is_empty() && kind == "Integer" && same(option, &value.to_string())
    };
    all(&whole).then_some("Integer")
}

/// The value of an option within its item: the name of the type and the value.
pub(super) fn option_value(writer: &Writer<'_>, option: &Choice, plain: Option<&'static str>) -> (&'static str, Value) {
    match plain {
        Some("Integer") => number(option.value),
        Some(kind) => (kind, Value::from(option.code.split_once(':').map_or("", |(_, words)| words))),
        None => {
            let mut coding = coding_of(option);
            writer.words(&mut coding, "display", &option.text);
            ("Coding", Value::Object(coding))
        }
    }
}

/// Whether a kind of item is written as a list of options.
pub(super) fn is_choice(kind: &Kind) -> bool {
    kind.own_options().is_some()
}

//! A QuestionnaireResponse, written (R4).

use serde_json::{Map, Value, json};

use super::{
    coding::coding_of,
    export::{hl7, plain_type},
    json::{extended, number, put, put_list},
    own::{ANSWERS, NONE, to_extension},
    response::{ABSENT, DECLINED, address, answers_of},
};
use crate::{
    instrument::{Answer, AnswerSet, Flow, Instrument, Item, Kind, Provenance},
    words::Lang,
};

/// What stands around answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResponseMeta {
    /// When they were given, as `2026-11-23` or with a time and zone; empty where it is not known.
    pub authored: String,
    /// The language in which the questions were read.
    pub lang: Lang,
    /// A name for the person that says nothing about them outside the practice.
    pub subject: Option<String>,
}

/// Writes answers as FHIR R4 QuestionnaireResponse in JSON, from which [`super::import_response`] makes the same answers again.
///
/// As FHIR wants it, the items hold only what is asked with these answers, and what is computed from them. Answers to what is no
/// longer asked, and any other that FHIR cannot hold, stand in an extension.
#[must_use]
pub fn export_response(instrument: &Instrument, answers: &AnswerSet, about: &ResponseMeta) -> String {
    let flow = Flow::of(instrument, answers);
    let asked = crate::order::set(flow.items().map(|item| item.id.as_str()));
    let mut given = flow.heard(answers);
    for (name, value) in &flow.computed.values {
        match value {
            Ok(Some(answer)) => given.set(name, answer.clone()),
            _ => given.clear(name),
        }
    }
    let mut writer = Writer { instrument, asked, given, lang: about.lang };
    let mut map = Map::new();
    put(&mut map, "resourceType", "QuestionnaireResponse");
    put(&mut map, "language", about.lang.tag());
    let version = match &instrument.provenance {
        Provenance::Imported { version, .. } => version.clone(),
        _ => instrument.reference.version.to_string(),
    };
    let bar = if version.is_empty() { "" } else { "|" };
    put(&mut map, "questionnaire", &format!("{}{bar}{version}", address(instrument)));
    put(&mut map, "status", "completed");
    put(&mut map, "authored", &about.authored);
    if let Some(subject) = &about.subject {
        map.insert("subject".to_owned(), json!({ "identifier": { "value": subject } }));
    }
    let mut root = Value::Object(map);
    let lost = writer.fill(&mut root, answers);
    if !lost.is_empty() {
        // What FHIR cannot hold would only mislead among the items.
        for name in lost.keys().filter(|name| instrument.item(name).is_none_or(|item| item.calculated.is_none())) {
            writer.given.clear(name);
        }
        writer.fill(&mut root, answers);
        if let Some(map) = root.as_object_mut() {
            put_list(map, "extension", vec![to_extension(ANSWERS, &Value::Object(lost))]);
        }
    }
    root.to_string()
}

struct Writer<'a> {
    instrument: &'a Instrument,
    asked: std::collections::BTreeSet<&'a str>,
    given: AnswerSet,
    lang: Lang,
}

impl Writer<'_> {
    /// Puts the items in. Returns the answers that are not read back from them.
    fn fill(&self, root: &mut Value, answers: &AnswerSet) -> Map<String, Value> {
        if let Some(map) = root.as_object_mut() {
            map.remove("item");
            put_list(map, "item", self.items(&self.instrument.items));
        }
        let (read_back, _) = answers_of(self.instrument, root);
        let lost = answers.iter().filter(|(name, answer)| read_back.get(name) != Some(answer));
        lost.filter_map(|(name, answer)| Some((name.to_owned(), serde_json::to_value(answer).ok()?))).collect()
    }

    fn items(&self, all: &[Item]) -> Vec<Value> {
        let asked = all.iter().filter(|item| self.asked.contains(item.id.as_str()));
        asked.filter_map(|item| self.item(item)).collect()
    }

    fn item(&self, item: &Item) -> Option<Value> {
        let below = self.items(&item.items);
        let answer = self.given.get(&item.id);
        let mut values: Vec<Value> = answer.map(|answer| self.values(item, answer)).unwrap_or_default();
        let mark = match answer {
            Some(Answer::Skipped) => Some(extended(ABSENT, "Code", Value::from(DECLINED))),
            Some(Answer::Many(all)) if all.is_empty() => Some(extended(NONE, "Boolean", Value::Bool(true))),
            _ => None,
        };
        if values.is_empty() && below.is_empty() && mark.is_none() {
            return None;
        }
        let mut map = Map::new();
        put(&mut map, "linkId", &item.id);
        put(&mut map, "text", item.text.get(self.lang));
        put_list(&mut map, "extension", mark.into_iter().collect());
        // What stands below a question stands below its answer, and below the item where it has none.
        match values.first_mut().and_then(Value::as_object_mut) {
            Some(first) => put_list(first, "item", below),
            None => put_list(&mut map, "item", below),
        }
        put_list(&mut map, "answer", values);
        Some(Value::Object(map))
    }

    fn values(&self, item: &Item, answer: &Answer) -> Vec<Value> {
        let options = self.instrument.choices(item);
        let plain = plain_type(item.kind.own_options().unwrap_or_default(), &self.instrument.language);
        let one = |value: &f64| {
            let option = options.iter().find(|option| option.value == *value);
            let (kind, value) = match (&item.kind, option) {
                (Kind::YesNo, _) => ("Boolean", Value::Bool(*value > 0.0)),
                (_, Some(option)) => match plain {
                    Some("Integer") => number(option.value),
                    Some(kind) => (kind, Value::from(option.code.split_once(':').map_or("", |(_, words)| words))),
                    None => {
                        let mut coding = coding_of(option);
                        put(&mut coding, "display", option.text.get(self.lang));
                        if let Some(weight) = option.weight() {
                            let weight = extended(&hl7("itemWeight"), "Decimal", Value::from(weight));
                            put_list(&mut coding, "extension", vec![weight]);
                        }
                        ("Coding", Value::Object(coding))
                    }
                },
                (Kind::Number(form), None) if !form.whole => ("Decimal", Value::from(*value)),
                _ => number(*value),
            };
            json!({ format!("value{kind}"): value })
        };
        match answer {
            Answer::Text(words) => {
                let kind = if item.kind == Kind::Date { "valueDate" } else { "valueString" };
                vec![json!({ kind: words })]
            }
            other => other.values().iter().map(one).collect(),
        }
    }
}

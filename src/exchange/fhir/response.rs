//! Answers from a QuestionnaireResponse.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    Problem, Refusal, Severity, What,
    answers::{Given, answer_of, given, in_short},
    clean::clean,
    coding::option_of,
    json::{extension, list, own, text},
    own::{ANSWERS, NONE, QUESTIONNAIRE, of_extension},
    problem::listed,
    read::resource,
};
use crate::instrument::{Answer, AnswerSet, Instrument, Item, Kind, Provenance, fhirpath::own_weight, tree::WEIGHT};

/// The extension for an element whose content is missing, and why it is.
pub(super) const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
/// Why an answer is missing that the person chose not to give.
pub(super) const DECLINED: &str = "asked-declined";

/// The address under which a questionnaire's answers name it.
pub(super) fn address(instrument: &Instrument) -> String {
    match &instrument.provenance {
        Provenance::Imported { url, .. } if !url.is_empty() => url.clone(),
        _ => format!("{QUESTIONNAIRE}{}", instrument.reference.id),
    }
}

/// The QuestionnaireResponse of a file, in which every answer carries the weight that the questionnaire gives it where it
/// states none itself. Expressions are worked out over it.
///
/// # Errors
/// A [`Refusal`] where the file is no QuestionnaireResponse.
pub fn weighed_response(instrument: &Instrument, bytes: &[u8]) -> Result<Value, Refusal> {
    let mut root = resource(bytes, "QuestionnaireResponse")?;
    let items = items_of(instrument);
    weigh(instrument, &items, &mut root, None);
    Ok(root)
}

fn items_of(instrument: &Instrument) -> BTreeMap<&str, &Item> {
    crate::order::map(instrument.walk().into_iter().map(|item| (item.id.as_str(), item)))
}

fn weigh(instrument: &Instrument, items: &BTreeMap<&str, &Item>, at: &mut Value, link: Option<&str>) {
    let link = text(at, "linkId").or(link).map(str::to_owned);
    let item = link.as_deref().and_then(|link| items.get(link));
    if let (Some(item), Some(coding)) = (item, at.get_mut("valueCoding"))
        && own_weight(coding).is_none()
        && let Some(weight) = option_of(instrument.choices(item), "Coding", coding).and_then(|option| option.weight())
        && let Some(parts) = coding.as_object_mut()
        && let Some(all) = parts.entry("extension").or_insert_with(|| json!([])).as_array_mut()
    {
        all.extend(WEIGHT.iter().map(|url| json!({ "url": url, "valueDecimal": weight })));
    }
    for key in ["item", "answer"] {
        for inner in at.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten() {
            weigh(instrument, items, inner, link.as_deref());
        }
    }
}

/// Reads a FHIR QuestionnaireResponse as answers to `instrument`. What does not fit is left out and named.
///
/// # Errors
/// A [`Refusal`] where nothing of the file can be used.
pub fn import_response(instrument: &Instrument, bytes: &[u8]) -> Result<(AnswerSet, Vec<Problem>), Refusal> {
    let root = resource(bytes, "QuestionnaireResponse")?;
    Ok(answers_of(instrument, &root))
}

/// The answers of a response.
pub(super) fn answers_of(instrument: &Instrument, root: &Value) -> (AnswerSet, Vec<Problem>) {
    let mut taking = Taking { instrument, items: items_of(instrument), given: BTreeMap::new(), problems: Vec::new() };
    let named = text(root, "questionnaire").or_else(|| text(root.get("questionnaire")?, "reference"));
    if let Some(named) = named {
        let url = named.split('|').next().unwrap_or(named);
        let unnamed = matches!(&instrument.provenance, Provenance::Imported { url, .. } if url.is_empty());
        if url != address(instrument) && !unnamed {
            taking.say("", Severity::Warning, What::OtherQuestionnaire(clean(named)));
        }
    }
    let mut skipped = BTreeSet::new();
    let mut none = BTreeSet::new();
    taking.gather(root, &mut skipped, &mut none);
    let mut answers = taking.answers();
    for (names, answer) in [(skipped, Answer::Skipped), (none, Answer::Many(Vec::new()))] {
        for name in names {
            if answers.get(name).is_none() {
                answers.set(name, answer.clone());
            }
        }
    }
    // Answers of ours that FHIR has no place for.
    if let Some(Value::Object(rest)) = own(root, ANSWERS).and_then(of_extension) {
        for (name, answer) in rest {
            if let Ok(answer) = serde_json::from_value(answer) {
                answers.set(&name, answer);
            }
        }
    }
    (answers, listed(taking.problems))
}

struct Taking<'a> {
    instrument: &'a Instrument,
    items: BTreeMap<&'a str, &'a Item>,
    /// The values for each item, of all its repetitions.
    given: BTreeMap<&'a str, Vec<Given<'a>>>,
    problems: Vec<Problem>,
}

impl<'a> Taking<'a> {
    fn say(&mut self, path: &str, severity: Severity, what: What) {
        self.problems.push(Problem { path: clean(path), severity, what });
    }

    fn gather(&mut self, holder: &'a Value, skipped: &mut BTreeSet<&'a str>, none: &mut BTreeSet<&'a str>) {
        for one in list(holder, "item") {
            let name = text(one, "linkId").unwrap_or_default();
            let values = list(one, "answer");
            let known = self.items.get(name).copied();
            match known {
                Some(item) if extension(one, "data-absent-reason").is_some() => {
                    skipped.insert(&item.id);
                }
                Some(item) if own(one, NONE).is_some() => {
                    none.insert(&item.id);
                }
                // What is computed is computed again.
                Some(item) if item.calculated.is_none() => {
                    self.given.entry(&item.id).or_default().extend(given(values));
                }
                Some(_) => {}
                None => {
                    for value in given(values) {
                        self.say(name, Severity::Warning, What::LeftOut(in_short(value)));
                    }
                }
            }
            self.gather(one, skipped, none);
            for answer in values {
                self.gather(answer, skipped, none);
            }
        }
    }

    fn answers(&mut self) -> AnswerSet {
        let mut answers = AnswerSet::default();
        for (name, mut given) in std::mem::take(&mut self.given) {
            let Some(item) = self.items.get(name).copied() else { continue };
            let options = self.instrument.choices(item);
            // Of several choices those that fit are kept; of anything else the first that fits.
            let several = matches!(item.kind, Kind::Multi { .. });
            let mut unfit = None;
            given.retain(|one| {
                let fits = answer_of(&item.kind, options, &[*one]).is_ok();
                if !fits {
                    unfit = unfit.or(Some(*one));
                }
                fits
            });
            if let Some(unfit) = unfit {
                self.say(name, Severity::Error, What::LeftOut(in_short(unfit)));
            }
            if given.len() > 1 && !several {
                self.say(name, Severity::Warning, What::FirstOnly);
            }
            if let Ok(answer) = answer_of(&item.kind, options, &given) {
                answers.set(name, answer);
            }
        }
        answers
    }
}

//! One person's whole record, taken out: for them to have, or for whoever goes on with the treatment.
//!
//! Two forms: the events as lines of JSON, byte for byte, nothing left out; and a text that anyone can read.

use crate::care::{Person, PersonId, Record, events_about, read};
use crate::instrument::Answer;
use crate::order;
use crate::words::{Lang, person_export as say};

/// Every line of the log that is about the person, byte for byte, in the order of the log. `identities` are all of the
/// person's ([`Record::identities`]).
#[must_use]
pub fn lines<'a>(identities: &[PersonId], log: &[&'a str]) -> Vec<&'a str> {
    let mut read_lines = Vec::new();
    let mut reads = Vec::new();
    for line in log {
        if let Ok(one) = read(line) {
            reads.push(one);
            read_lines.push(*line);
        }
    }
    let theirs = order::set(events_about(identities, &reads).iter().map(|one| one.id()));
    reads.iter().zip(read_lines).filter(|(one, _)| theirs.contains(&one.id())).map(|(_, line)| line).collect()
}

/// The record as text: who, every session by date, every question with its answer, and what was written about risk. Also of
/// somebody whose record is restricted. Scores are no part of it: they are computed, and what they mean needs explaining.
#[must_use]
pub fn text(person: &Person, record: &Record, lang: Lang) -> String {
    let mut out = vec![say::heading(lang, person.name.as_str()), say::since(lang, &person.since.to_string())];
    for session in &person.sessions {
        out.push(String::new());
        out.push(say::session(lang, &session.date.to_string()));
        for entry in &session.entries {
            let given = &entry.given;
            let instrument = record.shelf().find(&given.instrument);
            let title = instrument.as_ref().map_or(given.instrument.id.as_str(), |one| one.title.get(lang));
            out.push(say::questionnaire(lang, title, &given.instrument.version.to_string()));
            for (id, answer) in given.answers.iter() {
                let item = instrument.as_ref().and_then(|one| one.item(id));
                let question = item.map(|item| item.text.get(lang)).filter(|text| !text.is_empty()).unwrap_or(id);
                let option = |value: f64| {
                    let choices = instrument.as_ref().zip(item).map(|(one, item)| one.choices(item));
                    let chosen = choices.into_iter().flatten().find(|choice| choice.value == value);
                    chosen.map_or_else(|| value.to_string(), |choice| choice.text.get(lang).to_owned())
                };
                let shown = match answer {
                    Answer::Value(value) => option(*value),
                    Answer::Many(values) => values.iter().map(|value| option(*value)).collect::<Vec<_>>().join("; "),
                    Answer::Text(text) => text.clone(),
                    Answer::Skipped => say::skipped(lang).to_owned(),
                };
                out.push(format!("  {question}: {shown}"));
            }
            if let Some(done) = record.risk_answered(entry.id) {
                out.push(say::risk(lang, done));
            }
        }
    }
    out.push(String::new());
    out.join("\n")
}

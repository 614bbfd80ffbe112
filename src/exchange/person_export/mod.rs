//! One person's whole record, taken out: for them to have, or for whoever goes on with the treatment.
//!
//! Two forms: the events as lines of JSON, byte for byte; and a text that anyone can read. What a second rater answered about
//! the person is in neither: they were told that nobody but the therapist sees it. That it was given, by whom and when, is.

mod care_parts;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rand_core::CryptoRngCore;
use time::Date;

use crate::care::{
    About, Access, AnsweredBy, Entry, EventId, Fact, Person, PersonId, Read, Record, Theirs, about, events_about, read,
    told,
};
use crate::instrument::{
    Answer,
    wording::{answer_words, item_words},
};
use crate::order;
use crate::vault::{Storage, Vault, VaultError};
use crate::words::{Lang, date_long, person_export as say};

/// Every line of the log that is about the person, byte for byte, in the order of the log, but for what second raters answered
/// and what was stated of that. `identities` are all of the person's ([`Record::identities`]).
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
    let others = order::set(reads.iter().filter(|one| is_of_another(one)).map(Read::id));
    let theirs = events_about(identities, &reads).into_iter().filter(|one| !tells_of(one, &others));
    let theirs = order::set(theirs.map(Read::id));
    reads.iter().zip(read_lines).filter(|(one, _)| theirs.contains(&one.id())).map(|(_, line)| line).collect()
}

/// Whether it is what a second rater answered.
fn is_of_another(read: &Read) -> bool {
    let Read::Known(event) = read else { return false };
    matches!(&event.fact, Fact::AnswersGiven(given) if given.by != AnsweredBy::Respondent)
}

/// Whether it is one of these answers, another form of them, or says what was done about them.
fn tells_of(one: &Read, others: &BTreeSet<EventId>) -> bool {
    let Read::Known(event) = one else { return false };
    others.contains(&event.id)
        || match about(&event.fact) {
            About::Event(of) => others.contains(&of),
            About::Line(of, line) => others.contains(&of) || read(&line).is_ok_and(|read| is_of_another(&read)),
            _ => false,
        }
}

/// As [`lines`], read from a vault; each line ends with a line break.
///
/// # Errors
/// What the store reports.
pub async fn data<S: Storage>(
    vault: &Vault<S>,
    identities: &[PersonId],
    rng: &mut dyn CryptoRngCore,
) -> Result<String, VaultError> {
    let (mut theirs, mut found) = (Theirs::of(identities), Vec::new());
    let sink = &mut |name, item| {
        if theirs.see_item(&item) {
            found.push((name, item));
        }
    };
    vault.look_through(sink, rng).await?;
    order::sort_by(&mut found, |(a, _), (b, _)| a.cmp(b));
    let perhaps: Vec<String> =
        found.iter().map(|(_, item)| String::from_utf8_lossy(&item.to_body()).into_owned()).collect();
    let perhaps: Vec<&str> = perhaps.iter().map(String::as_str).collect();
    Ok(lines(identities, &perhaps).iter().map(|line| format!("{line}\n")).collect())
}

/// A piece of the record as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Whose record it is.
    Title(String),
    /// The heading of a session, or of what stands after the sessions.
    Heading(String),
    /// A questionnaire that was answered in the session above.
    Questionnaire(String),
    /// A question and its answer.
    Answer(String, String),
    /// Anything else, a sentence each.
    Line(String),
}

/// The record as a person reads it: who, how they are filed, every episode of care with what was agreed to, what the therapist
/// saw, every session by date with what was written down of it, every question with its answer, that others answered and when,
/// medicines and goals, what was written about risk, whether the record is restricted and why, and when it was looked at,
/// printed or taken out. Also of somebody whose record is
/// restricted. Scores are no part of it: they are computed, and what they mean needs explaining. What was taken back is in the
/// lines only.
#[must_use]
pub fn parts(person: &Person, record: &Record, lang: Lang) -> Vec<Part> {
    let mut out = vec![
        Part::Title(say::heading(lang, person.name.as_str())),
        Part::Line(say::since(lang, &date_long(lang, person.since))),
    ];
    out.extend(care_parts::filing(person, record, lang));
    out.extend(care_parts::care(person, record, lang));
    for session in &person.sessions {
        out.push(Part::Heading(say::session(lang, &date_long(lang, session.date))));
        out.extend(care_parts::session(person, session, record, lang));
        for entry in session.entries.iter().chain(&session.others) {
            out.extend(answered(entry, record, lang));
        }
    }
    out.extend(care_parts::medicines(person, record, lang));
    out.extend(super::goal_words::parts(record, person.id, lang));
    out.extend(super::summary::record_parts(person, record, lang));
    if let Some(why) = record.restriction_of(person.id) {
        out.push(Part::Heading(say::restricted(lang).to_owned()));
        out.push(Part::Line(why.reason));
        out.extend(why.until.map(|day| Part::Line(say::keep_until(lang, &date_long(lang, day)))));
    }
    let log = access_lines(record, person.id, lang);
    if !log.is_empty() {
        out.push(Part::Heading(say::log(lang).to_owned()));
        out.extend(log.into_iter().map(Part::Line));
    }
    out
}

/// One questionnaire: every question with its answer, what was done about risk; of another's answers no more than that they are
/// there.
fn answered(entry: &Entry, record: &Record, lang: Lang) -> Vec<Part> {
    let given = &entry.given;
    let instrument = record.shelf().find(&given.instrument);
    let title = instrument.as_ref().map_or(given.instrument.id.as_str(), |one| one.title.get(lang));
    let mut out = vec![Part::Questionnaire(say::questionnaire(lang, title, &given.instrument.version.to_string()))];
    if given.by != AnsweredBy::Respondent {
        out.push(Part::Line(say::answered_by(lang, told::told(&told::RATERS, &given.by, lang))));
        out.push(Part::Line(say::of_another(lang).to_owned()));
        return out;
    }
    for (id, answer) in given.answers.iter() {
        let item = instrument.as_ref().and_then(|one| one.item(id));
        let known = instrument.as_ref().zip(item);
        let shown = match answer {
            Answer::Skipped => say::skipped(lang).to_owned(),
            _ => known.map_or_else(|| bare(answer), |(one, item)| answer_words(one, item, Some(answer), lang)),
        };
        let question = known.map_or_else(|| id.to_owned(), |(one, item)| item_words(one, item, lang));
        out.push(Part::Answer(question, shown));
    }
    out.extend(record.risk_answered(entry.id).map(|done| Part::Line(say::risk(lang, done))));
    out
}

/// An answer to a question that is not known here, as it was given.
fn bare(answer: &Answer) -> String {
    match answer {
        Answer::Value(value) => value.to_string(),
        Answer::Many(values) => values.iter().map(f64::to_string).collect::<Vec<_>>().join("; "),
        Answer::Text(text) => text.clone(),
        Answer::Skipped => String::new(),
    }
}

/// When the record was looked at, printed or taken out, a sentence each, the latest first.
#[must_use]
pub fn access_lines(record: &Record, person: PersonId, lang: Lang) -> Vec<String> {
    record.accesses_of(person).into_iter().map(|one| access_line(one, lang)).collect()
}

/// One of [`Record::accesses_of`] as a sentence.
#[must_use]
pub fn access_line((day, how, whole): (Date, Access, bool), lang: Lang) -> String {
    let day = date_long(lang, day);
    match (how, whole) {
        (Access::Viewed, false) => say::viewed(lang, &day),
        (Access::Printed, false) => say::printed(lang, &day),
        (Access::Exported, false) => say::exported(lang, &day),
        (Access::Viewed, true) => say::all_viewed(lang, &day),
        (Access::Printed, true) => say::all_printed(lang, &day),
        (Access::Exported, true) => say::all_exported(lang, &day),
    }
}

/// [`parts`] as text.
#[must_use]
pub fn text(person: &Person, record: &Record, lang: Lang) -> String {
    let mut out = String::new();
    for part in parts(person, record, lang) {
        let line = match part {
            Part::Title(text) | Part::Line(text) => text,
            Part::Heading(text) | Part::Questionnaire(text) => format!("\n{text}"),
            Part::Answer(question, answer) => format!("  {question}: {answer}"),
        };
        out.push_str(&line);
        out.push('\n');
    }
    out
}

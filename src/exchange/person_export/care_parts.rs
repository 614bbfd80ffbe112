//! What the record of care adds to a person's record: labels, episodes with consent, agreements, what the therapist saw.

use super::Part;
use crate::care::{Label, Person, Record, Session, Versions, noted, told};
use crate::words::{Lang, date_long, form, person_export as say};

/// How they are filed.
pub(super) fn filing(person: &Person, record: &Record, lang: Lang) -> Vec<Part> {
    let filed = record.filed(person.id);
    let labels: Vec<&str> = filed.labels.iter().map(Label::as_str).collect();
    let labels = (!labels.is_empty()).then(|| say::labels(lang, &labels.join(", ")));
    let archived = filed.archived.map(|since| crate::words::filing::since(lang, &date_long(lang, since)));
    labels.into_iter().chain(archived).map(Part::Line).collect()
}

/// A thing as it stands, and what another device stated at the same time.
fn said<T>(versions: &Versions<T>, told: fn(&T, Lang) -> Vec<told::Pair>, lang: Lang) -> Vec<Part> {
    let pairs = |value: &T| {
        let pairs = told(value, lang).into_iter().filter(|(_, text)| !text.is_empty());
        pairs.map(|(name, text)| Part::Answer(name, text)).collect::<Vec<_>>()
    };
    let mut out = pairs(&versions.now.value);
    for beside in versions.beside() {
        out.push(Part::Line(form::beside(lang, &date_long(lang, beside.date))));
        out.extend(pairs(&beside.value));
    }
    out
}

/// Every episode with what was agreed to in it, and what the therapist saw at the first appointment.
pub(super) fn care(person: &Person, record: &Record, lang: Lang) -> Vec<Part> {
    let mut out = Vec::new();
    for episode in record.episodes(person.id) {
        let start = date_long(lang, episode.now.value.start);
        out.push(Part::Heading(crate::words::episode::since(lang, &start)));
        out.extend(said(&episode, told::episode, lang));
        let id = episode.now.value.id;
        if let Some(consent) = record.consent(person.id, id) {
            out.push(Part::Questionnaire(crate::words::consent::title(lang).to_owned()));
            out.extend(said(&consent, told::consent, lang));
        }
        // What others agreed to is theirs to know.
        for member in record.members(id) {
            let showing = record.showing(person.id, member, id).filter(|showing| showing.now.value);
            if let Some((showing, member)) = showing.zip(record.person(member)) {
                let day = date_long(lang, showing.now.date);
                out.push(Part::Line(say::agreed_to_show(lang, member.name.as_str(), &day)));
            }
        }
    }
    if let Some(impression) = record.impression(person.id) {
        out.push(Part::Heading(say::seen(lang).to_owned()));
        out.extend(said(&impression, told::impression, lang));
    }
    out
}

/// What was written down of a session, the private note with it.
pub(super) fn session(person: &Person, session: &Session, record: &Record, lang: Lang) -> Vec<Part> {
    record.session_note(person.id, session.id).map(|note| said(&note, noted::session, lang)).unwrap_or_default()
}

/// Every medicine, with what it was before.
pub(super) fn medicines(person: &Person, record: &Record, lang: Lang) -> Vec<Part> {
    let all = record.medicines(person.id);
    let mut out: Vec<Part> =
        (!all.is_empty()).then(|| Part::Heading(crate::words::medicines::title(lang).to_owned())).into_iter().collect();
    for one in all {
        for version in one.earlier.iter().rev().chain([&one.now]) {
            out.push(Part::Questionnaire(form::written(lang, &date_long(lang, version.date))));
            let pairs = noted::medicine(&version.value, lang).into_iter().filter(|(_, text)| !text.is_empty());
            out.extend(pairs.map(|(name, text)| Part::Answer(name, text)));
        }
    }
    out
}

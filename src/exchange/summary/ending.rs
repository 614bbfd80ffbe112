//! An ending in words: for its history, for the hand-over, and for the person's own record.

use crate::{
    care::{
        Decided, EndedHow, Ending, Person, Professional, ProfessionalId, Reached, ReachedAnswer, Reason, Record,
        Versions, summary::Agreed,
    },
    exchange::person_export::Part,
    words::{self, Lang, date_long, door, ending as w, summary},
};

/// Something to choose: its name in forms, what it stands for, and its sentence.
type Choice<T> = (&'static str, T, fn(Lang) -> &'static str);

/// Whether an ending was planned.
pub const HOW: [Choice<EndedHow>; 3] = [
    ("planned", EndedHow::Planned, w::how_planned),
    ("unplanned", EndedHow::Unplanned, w::how_unplanned),
    ("stopped", EndedHow::StoppedComing, w::how_stopped),
];
/// Who decided.
pub const DECIDED: [Choice<Decided>; 5] = [
    ("both", Decided::Both, w::decided_both),
    ("patient", Decided::Patient, w::decided_patient),
    ("therapist", Decided::Therapist, w::decided_therapist),
    ("somebody", Decided::Other, w::decided_other),
    ("unknown", Decided::NotKnown, w::decided_unknown),
];
/// Why.
pub const REASONS: [Choice<Reason>; 10] = [
    ("goals-met", Reason::GoalsMet, w::reason_goals_met),
    ("better", Reason::Better, w::reason_better),
    ("goals-not-met", Reason::GoalsNotMet, w::reason_goals_not_met),
    ("poor-fit", Reason::PoorFit, w::reason_poor_fit),
    ("practical", Reason::Practical, w::reason_practical),
    ("money", Reason::Money, w::reason_money),
    ("moved", Reason::Moved, w::reason_moved),
    ("other-help", Reason::OtherHelp, w::reason_other_help),
    ("life-changed", Reason::LifeChanged, w::reason_life_changed),
    ("another", Reason::Other, w::reason_other),
];
/// Whether somebody reached other help.
pub const REACHED: [Choice<ReachedAnswer>; 3] = [
    ("reached", ReachedAnswer::Yes, w::reached_yes),
    ("not-yet", ReachedAnswer::NotYet, w::reached_not_yet),
    ("no", ReachedAnswer::No, w::reached_no),
];

fn told<T: PartialEq>(all: &[Choice<T>], value: &T, lang: Lang) -> &'static str {
    all.iter().find(|(_, other, _)| other == value).map_or("", |(.., text)| text(lang))
}

/// Somebody of the address book in a line; nothing where they are not in it.
pub(super) fn professional(record: &Record, id: ProfessionalId) -> Option<Professional> {
    record.professional(id).map(|found| found.now.value)
}

/// What an ending says, in pairs of what it is called and what it is, but for the therapist's reservations, which are last;
/// what is not known is empty.
#[must_use]
pub fn ending_pairs(ending: &Ending, record: &Record, lang: Lang) -> Vec<(String, String)> {
    let pair = |name: fn(Lang) -> &'static str, text: String| (name(lang).to_owned(), text);
    let own =
        |words: &Option<crate::care::OwnWords>| words.as_ref().map_or_else(String::new, |one| one.as_str().into());
    let decided = match ending.decided {
        Decided::NotKnown => "",
        ref known => told(&DECIDED, known, lang),
    };
    let reasons: Vec<&str> = ending.reasons.iter().map(|one| told(&REASONS, one, lang)).collect();
    let lines = |ids: &[ProfessionalId]| {
        let found = ids.iter().filter_map(|id| professional(record, *id));
        found.map(|one| one.in_a_line()).collect::<Vec<_>>().join("\n")
    };
    vec![
        pair(w::day, date_long(lang, ending.day)),
        pair(w::how, told(&HOW, &ending.how, lang).to_owned()),
        pair(w::decided, decided.to_owned()),
        pair(w::reasons, reasons.join("; ")),
        pair(w::reasons_words, own(&ending.reasons_words)),
        pair(w::mismatch, own(&ending.mismatch)),
        pair(w::achieved, own(&ending.achieved)),
        pair(w::recommended, lines(&ending.recommended)),
        pair(w::referred, lines(ending.referred.as_slice())),
        pair(w::reopened, ending.reopened.map(|day| date_long(lang, day)).unwrap_or_default()),
        pair(w::reservations, own(&ending.reservations)),
    ]
}

fn answer((name, text): (String, String)) -> Option<Part> {
    (!text.is_empty()).then_some(Part::Answer(name, text))
}

/// Whether somebody reached other help, as a sentence, with the words that were written beside it.
fn reached(one: &Reached, lang: Lang) -> String {
    let said = w::reached_said(lang, &format!("{}.", told(&REACHED, &one.answer, lang)), &date_long(lang, one.day));
    one.words.as_ref().map_or_else(|| said.clone(), |words| format!("{said} {}", words.as_str()))
}

fn read(one: &Agreed, lang: Lang) -> String {
    let (name, day) = (one.by.as_str(), date_long(lang, one.day));
    match &one.wishes {
        None => summary::agreed(lang, name, &day),
        Some(wishes) => summary::asked(lang, name, &day, wishes.as_str()),
    }
}

fn every<T>(versions: &Versions<T>) -> impl Iterator<Item = &T> {
    versions.earlier.iter().rev().chain([&versions.now]).map(|one| &one.value)
}

/// What the person's own record says of the endings of their episodes and of what came after them: every statement, the earliest
/// first, the therapist's reservations too.
#[must_use]
pub fn record_parts(person: &Person, record: &Record, lang: Lang) -> Vec<Part> {
    let mut out = Vec::new();
    for episode in record.episodes(person.id) {
        let (id, start) = (episode.now.value.id, episode.now.value.start);
        let heading = format!("{}: {}", w::title(lang), words::episode::since(lang, &date_long(lang, start)));
        let before = out.len();
        if let Some(ending) = record.ending(person.id, id) {
            out.extend(every(&ending).flat_map(|one| ending_pairs(one, record, lang)).filter_map(answer));
        }
        if let Some(open) = record.door_open(person.id, id).map(|found| found.now.value) {
            out.push(Part::Line(door::title(lang).to_owned()));
            out.extend(open.words.map(|words| Part::Line(words.as_str().to_owned())));
            out.extend(open.sent.map(|day| Part::Line(door::is_sent(lang, &date_long(lang, day)))));
        }
        if let Some(found) = record.reached(person.id, id) {
            out.extend(every(&found).map(|one| Part::Answer(w::reached(lang).to_owned(), reached(one, lang))));
        }
        if let Some(found) = record.summary(person.id, id).map(|found| found.now.value) {
            let own =
                [(summary::helped_label(lang), found.helped), (summary::unfinished_label(lang), found.unfinished)];
            let own = own.into_iter().filter_map(|(name, words)| Some((name.to_owned(), words?.as_str().to_owned())));
            out.extend(own.filter_map(answer));
        }
        if let Some(found) = record.summary_read(person.id, id) {
            out.extend(every(&found).map(|one| Part::Answer(summary::title(lang).to_owned(), read(one, lang))));
        }
        if out.len() > before {
            out.insert(before, Part::Heading(heading));
        }
    }
    out
}

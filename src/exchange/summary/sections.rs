//! The sections, a function each. None says anything that does not stand in the record.

use super::{Span, Whole, ending};
use crate::{
    care::{CareRole, Entry, EpisodeKind, OwnWords, PlannedLength, summary::Part},
    exchange::goal_words,
    instrument::{
        Answer,
        wording::{answer_words, item_words},
    },
    words::{Lang, date_long, episode, list, summary as w},
};

const FIRST_VISIT: &str = "attune-first-visit";
const AGREEMENT: &str = "attune-working-agreement";
/// The questionnaire that a patient answers at the end.
pub const ENDING_QUESTIONS: &str = "attune-ending-questions";

fn pair(name: &str, text: &str) -> Option<Part> {
    (!text.is_empty()).then(|| Part::Pair { name: name.to_owned(), text: text.to_owned() })
}

fn own(name: &str, words: Option<&OwnWords>) -> Option<Part> {
    words.and_then(|words| pair(name, words.as_str()))
}

fn bare(words: Option<&OwnWords>) -> Option<Part> {
    words.map(|words| Part::Line(words.as_str().to_owned()))
}

/// What the patient answered last in the episode to these items of a questionnaire: question and answer, word by word. What
/// asks about harm is in no summary: it is for the therapist to tell.
fn answered(whole: &Whole, id: &str, items: &[&str], lang: Lang) -> Vec<(String, String)> {
    let span = Span::of(whole.record, whole.episode);
    let entries = whole.person.sessions.iter().filter(|one| span.holds(one.date)).flat_map(|one| &one.entries);
    let same = entries.filter(|entry| entry.given.instrument.id == id);
    let Some(entry) = same.max_by_key(|entry: &&Entry| (entry.stamp, entry.id)) else { return Vec::new() };
    let Some(instrument) = whole.record.shelf().find(&entry.given.instrument) else { return Vec::new() };
    let found = items.iter().filter_map(|id| {
        let item = instrument.item(id).filter(|_| !instrument.is_risk(id))?;
        let answer = entry.given.answers.get(id).filter(|answer| Answer::is_given(answer))?;
        Some((item_words(&instrument, item, lang), answer_words(&instrument, item, Some(answer), lang)))
    });
    found.collect()
}

fn pairs(all: Vec<(String, String)>) -> Vec<Part> {
    all.iter().filter_map(|(name, text)| pair(name, text)).collect()
}

/// Why they came: the episode's event and concern, and what they said at the First Visit.
pub(super) fn came(whole: &Whole, lang: Lang) -> Vec<Part> {
    let mut out: Vec<Part> = own(episode::event(lang), whole.episode.event.as_ref()).into_iter().collect();
    out.extend(own(episode::concern(lang), whole.episode.concern.as_ref()));
    out.extend(pairs(answered(whole, FIRST_VISIT, &["reason", "change", "long", "hopes"], lang)));
    out
}

/// The kind of care, its days and length, how many sessions, and who took part.
pub(super) fn care(whole: &Whole, lang: Lang) -> Vec<Part> {
    let one = whole.episode;
    let kind = match one.kind {
        EpisodeKind::LifeEvent => episode::kind_life_event,
        EpisodeKind::Ongoing => episode::kind_ongoing,
        EpisodeKind::Chronic => episode::kind_chronic,
    };
    let planned = one.planned.map(|planned| match planned {
        PlannedLength::Sessions(count) => episode::n_sessions(lang, count as usize),
        PlannedLength::Weeks(count) => episode::n_weeks(lang, count as usize),
    });
    let held = Span::of(whole.record, one).held(whole.person);
    let ended = whole.record.ending(whole.person.id, one.id).map(|found| found.now.value);
    let ended = ended.filter(crate::care::Ending::is_ended).map(|ending| date_long(lang, ending.day));
    let with: Vec<String> = one
        .involved
        .iter()
        .map(|with| {
            let role = match with.role {
                CareRole::Therapist => episode::role_therapist,
                CareRole::Prescriber => episode::role_prescriber,
                CareRole::Other => episode::role_other,
            };
            format!("{} ({})", with.name.as_str(), role(lang))
        })
        .collect();
    let with: Vec<&str> = with.iter().map(String::as_str).collect();
    let all = [
        pair(episode::kind(lang), kind(lang)),
        pair(episode::start(lang), &date_long(lang, one.start)),
        pair(w::ended(lang), &ended.unwrap_or_default()),
        pair(episode::planned(lang), &planned.unwrap_or_default()),
        pair(w::sessions_label(lang), &w::sessions(lang, held)),
        pair(episode::with(lang), &list(lang, &with)),
    ];
    all.into_iter().flatten().collect()
}

/// The working agreement: what the patient answered of it, what both sides worded, and what became of it.
pub(super) fn agreement(whole: &Whole, lang: Lang) -> Vec<Part> {
    let items = ["aim", "signs", "patient-part", "therapist-part", "review-change"];
    let mut out = pairs(answered(whole, AGREEMENT, &items, lang));
    let span = Span::of(whole.record, whole.episode);
    let all = whole.record.agreements(whole.person.id).into_iter().map(|one| one.now.value);
    // One that was made before there was any episode belongs to the one in which its day falls.
    let all = all.filter(|one| one.episode.map_or_else(|| span.holds(one.made), |id| id == whole.episode.id));
    out.extend(all.flat_map(|one| pairs(goal_words::agreement(&one, lang))));
    out
}

/// What helped: by the patient's Ending Questions, and in the therapist's words.
pub(super) fn helped(whole: &Whole, lang: Lang) -> Vec<Part> {
    let mut out = pairs(by_patient(whole, &["helped", "missing"], lang));
    out.extend(own(w::helped_label(lang), whole.summary.helped.as_ref()));
    out
}

/// What the patient said in the Ending Questions, called that.
fn by_patient(whole: &Whole, items: &[&str], lang: Lang) -> Vec<(String, String)> {
    let all = answered(whole, ENDING_QUESTIONS, items, lang).into_iter();
    all.map(|(question, answer)| (w::patient_says(lang, &question), answer)).collect()
}

/// How it ended, as the therapist and as the patient said it. The therapist's reservations are a section of their own, and so are
/// the professionals.
pub(super) fn ending(whole: &Whole, lang: Lang) -> Vec<Part> {
    let Some(found) = whole.record.ending(whole.person.id, whole.episode.id).map(|found| found.now.value) else {
        return Vec::new();
    };
    let shown = crate::care::Ending { reservations: None, recommended: Vec::new(), referred: None, ..found };
    let mut out = pairs(ending::ending_pairs(&shown, whole.record, lang));
    out.extend(pairs(by_patient(
        whole,
        &["planned", "decided", "reasons", "match", "reached", "achieved", "next"],
        lang,
    )));
    out
}

/// What makes the therapist hesitate.
pub(super) fn reservations(whole: &Whole, _: Lang) -> Vec<Part> {
    let found = whole.record.ending(whole.person.id, whole.episode.id).map(|found| found.now.value);
    bare(found.and_then(|ending| ending.reservations).as_ref()).into_iter().collect()
}

/// Whom the therapist recommends, and where the person was referred to.
pub(super) fn professionals(whole: &Whole, lang: Lang) -> Vec<Part> {
    let found = whole.record.ending(whole.person.id, whole.episode.id).map(|found| found.now.value);
    let Some(found) = found else { return Vec::new() };
    let line = |id| ending::professional(whole.record, id).map(|one| one.in_a_line());
    let mut out: Vec<Part> = found.recommended.iter().filter_map(|id| line(*id)).map(Part::Line).collect();
    let referred = found.referred.and_then(line).unwrap_or_default();
    out.extend(pair(crate::words::ending::referred(lang), &referred));
    out
}

/// What is unfinished, in the therapist's words.
pub(super) fn unfinished(whole: &Whole, _: Lang) -> Vec<Part> {
    bare(whole.summary.unfinished.as_ref()).into_iter().collect()
}

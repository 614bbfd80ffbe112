//! Sections on what was worked on: goals, what was done in the sessions, medicines.

use super::{Span, Whole};
use crate::{
    care::{
        Attendance, GoalStatus, Line, RatedBy, SessionNote, Support,
        noted::{self, SUPPORTS},
        summary::Part,
        told::told,
    },
    exchange::goal_words::{rating, who},
    order,
    words::{Lang, goals, medicines as m, summary as w},
};

/// Each goal of the episode, in the patient's words: where it stands, how far each side says that it has come, and whether both
/// said yes to it.
pub(super) fn reached(whole: &Whole, lang: Lang) -> Vec<Part> {
    let all = whole.record.goals(whole.person.id).into_iter().map(|found| found.now.value);
    let of = all.filter(|goal| goal.episode.is_none_or(|episode| episode == whole.episode.id));
    of.map(|goal| {
        let status = match goal.status {
            GoalStatus::Open => goals::open,
            GoalStatus::Reached => goals::reached,
            GoalStatus::SetAside => goals::set_aside,
        };
        let ratings = whole.record.goal_ratings(goal.person, goal.id);
        let latest = |by: RatedBy| ratings.iter().rev().find(|one| one.by == by);
        let mut said = vec![status(lang).to_owned()];
        said.extend(
            [RatedBy::Patient, RatedBy::Therapist]
                .into_iter()
                .filter_map(|by| latest(by).map(|one| rating(one, &goal.levels, lang))),
        );
        let wishes = [(RatedBy::Patient, goal.agreed_patient), (RatedBy::Therapist, goal.agreed_therapist)];
        let declined = wishes.into_iter().filter(|(_, wish)| *wish == crate::care::Wish::Declined);
        said.extend(declined.map(|(by, _)| w::not_agreed(lang, who(by, lang))));
        said.extend(goal.why.map(|why| why.as_str().to_owned()));
        Part::Pair { name: goal.wording.as_str().to_owned(), text: said.join(". ") }
    })
    .collect()
}

/// In how many sessions each kind of support was used, and how many did not take place. Private notes and ruptures stay with
/// the therapist.
pub(super) fn done(whole: &Whole, lang: Lang) -> Vec<Part> {
    let span = Span::of(whole.record, whole.episode);
    let within = |session| whole.person.sessions.iter().any(|one| one.id == session && span.holds(one.date));
    let notes: Vec<SessionNote> = whole
        .record
        .session_notes(whole.person.id)
        .into_iter()
        .filter(|(session, _)| within(*session))
        .map(|(_, note)| note.now.value)
        .collect();
    let line = |what: &str, n: usize| Part::Pair { name: what.to_owned(), text: w::sessions(lang, n) };
    let used = |support: &Support| notes.iter().filter(|note| note.supports.contains(support)).count();
    let counted = Support::ALL.iter().map(|one| (told(&SUPPORTS, one, lang).to_owned(), used(one)));
    let mut own: Vec<&Line> = notes.iter().flat_map(|note| &note.own_supports).collect();
    order::sort(&mut own);
    own.dedup();
    let by_line = |line: &Line| notes.iter().filter(|note| note.own_supports.contains(line)).count();
    let own = own.into_iter().map(|line| (line.as_str().to_owned(), by_line(line)));
    let mut out: Vec<Part> = counted.chain(own).filter(|(_, n)| *n > 0).map(|(what, n)| line(&what, n)).collect();
    let not_held = notes.iter().filter(|note| note.attendance != Attendance::Attended).count();
    if not_held > 0 {
        out.push(line(w::not_held(lang), not_held));
    }
    out
}

/// Every medicine in the user's words, with its days, who prescribes it and why it was last changed.
pub(super) fn medicines(whole: &Whole, lang: Lang) -> Vec<Part> {
    let all = whole.record.medicines(whole.person.id);
    let mut out: Vec<Part> = all
        .iter()
        .map(|one| {
            let medicine = &one.now.value;
            let mut said = vec![noted::medicine_since(one, lang)];
            said.extend(medicine.prescriber.as_ref().map(|name| m::prescribed_by(lang, name.as_str())));
            said.extend(medicine.why.as_ref().map(|why| why.as_str().to_owned()));
            Part::Pair { name: noted::medicine_line(medicine), text: said.join(" ") }
        })
        .collect();
    if !out.is_empty() {
        out.push(Part::Line(w::medicines_how(lang).to_owned()));
    }
    out
}

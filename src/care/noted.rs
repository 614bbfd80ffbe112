//! Sessions and medicines in words: the choices of their forms, and what was stated as pairs.

use super::{
    Attendance, Decider, Medicine, Repaired, Rupture, SessionKind, SessionNote, Stretch, Support, Versions, stretches,
    told::{Choice, Pair, line_of, pair, text_of, told},
};
use crate::words::{Lang, date_long, medicines as m, sessions as s};

/// Whether a session took place.
pub const ATTENDANCES: [Choice<Attendance>; 4] = [
    ("attended", Attendance::Attended, s::attended),
    ("cancelled-by-person", Attendance::CancelledByPerson, s::cancelled_by_person),
    ("cancelled-by-therapist", Attendance::CancelledByTherapist, s::cancelled_by_therapist),
    ("missed", Attendance::Missed, s::missed),
];

/// How people met.
pub const SESSION_KINDS: [Choice<SessionKind>; 3] = [
    ("in-person", SessionKind::InPerson, s::in_person),
    ("video", SessionKind::Video, s::video),
    ("phone", SessionKind::Phone, s::phone),
];

/// What support was used.
pub const SUPPORTS: [Choice<Support>; 7] = [
    ("listening", Support::Listening, s::listening),
    ("suggestions", Support::Suggestions, s::suggestions),
    ("role-play", Support::RolePlay, s::role_play),
    ("validation", Support::Validation, s::validation),
    ("safety", Support::Safety, s::safety),
    ("homework", Support::Homework, s::homework),
    ("explaining", Support::Explaining, s::explaining),
];

/// What came of a repair.
pub const REPAIRS: [Choice<Repaired>; 4] = [
    ("not-yet-known", Repaired::NotYetKnown, s::not_yet_known),
    ("yes", Repaired::Yes, s::helped),
    ("partly", Repaired::Partly, s::helped_partly),
    ("no", Repaired::No, s::helped_not),
];

/// Whose decision something was.
pub const DECIDERS: [Choice<Decider>; 5] = [
    ("unknown", Decider::Unknown, m::by_unknown),
    ("prescriber", Decider::Prescriber, m::by_prescriber),
    ("person", Decider::Person, m::by_person),
    ("together", Decider::Together, m::by_together),
    ("somebody", Decider::Other, m::by_somebody),
];

/// The support that was used, in words.
#[must_use]
pub fn supports(note: &SessionNote, lang: Lang) -> String {
    let fixed = note.supports.iter().map(|one| told(&SUPPORTS, one, lang).to_owned());
    fixed.chain(note.own_supports.iter().map(|line| line.as_str().to_owned())).collect::<Vec<_>>().join(", ")
}

fn rupture(rupture: Option<&Rupture>, lang: Lang) -> String {
    let Some(rupture) = rupture else { return String::new() };
    let repaired = told(&REPAIRS, &rupture.repaired, lang);
    match &rupture.tried {
        Some(words) => s::tried_and(lang, words.as_str(), repaired),
        None => s::noticed(lang).to_owned(),
    }
}

/// What was written down of a session, without the private note.
#[must_use]
pub fn session_open(note: &SessionNote, lang: Lang) -> Vec<Pair> {
    vec![
        pair(s::attendance, told(&ATTENDANCES, &note.attendance, lang).to_owned(), lang),
        pair(s::kind, told(&SESSION_KINDS, &note.kind, lang).to_owned(), lang),
        pair(s::supports, supports(note, lang), lang),
        pair(s::withdrawal, rupture(note.withdrawal.as_ref(), lang), lang),
        pair(s::confrontation, rupture(note.confrontation.as_ref(), lang), lang),
    ]
}

/// Everything that was written down of a session.
#[must_use]
pub fn session(note: &SessionNote, lang: Lang) -> Vec<Pair> {
    let mut all = session_open(note, lang);
    all.push(pair(s::note, text_of(note.note.as_ref()), lang));
    all
}

/// A session in a few words, for a list: whether and how it took place, the support, that there was a rupture.
#[must_use]
pub fn session_line(note: &SessionNote, lang: Lang) -> String {
    let mut words = vec![told(&ATTENDANCES, &note.attendance, lang).to_owned()];
    if note.attendance == Attendance::Attended {
        words.push(told(&SESSION_KINDS, &note.kind, lang).to_owned());
    }
    words.push(supports(note, lang));
    let named =
        [(&note.withdrawal, s::withdrawal as fn(Lang) -> &'static str), (&note.confrontation, s::confrontation)];
    words.extend(named.into_iter().filter_map(|(one, name)| {
        let repaired = told(&REPAIRS, &one.as_ref()?.repaired, lang);
        Some(s::with_repair(lang, name(lang), repaired))
    }));
    words.retain(|text| !text.is_empty());
    words.join(" · ")
}

/// What is said of a medicine.
#[must_use]
pub fn medicine(one: &Medicine, lang: Lang) -> Vec<Pair> {
    vec![
        pair(m::name, one.name.as_str().to_owned(), lang),
        pair(m::dose, line_of(one.dose.as_ref()), lang),
        pair(m::prescriber, line_of(one.prescriber.as_ref()), lang),
        pair(m::state, if one.taken { m::taken(lang) } else { m::stopped(lang) }.to_owned(), lang),
        pair(m::decided, told(&DECIDERS, &one.decided, lang).to_owned(), lang),
        pair(m::why, text_of(one.why.as_ref()), lang),
    ]
}

/// Since when a medicine is as it is: taken since it was last begun, changed since, or no longer taken; then every time before
/// in which it was taken.
#[must_use]
pub fn medicine_since(one: &Versions<Medicine>, lang: Lang) -> String {
    let say = |(at, stretch): (usize, Stretch)| {
        let [from, changed] = [stretch.from, stretch.changed].map(|day| date_long(lang, day));
        let to = stretch.to.map(|day| date_long(lang, day));
        match (to, at) {
            (Some(to), 0) => m::until(lang, &from, &to),
            (to, 1..) => m::before(lang, &from, &to.unwrap_or_default()),
            (None, 0) if changed == from => m::since(lang, &from),
            (None, 0) => m::since_and_changed(lang, &from, &changed),
        }
    };
    stretches(one).into_iter().enumerate().map(say).collect::<Vec<_>>().join(" ")
}

/// A medicine in a line: its name, its dose.
#[must_use]
pub fn medicine_line(one: &Medicine) -> String {
    match &one.dose {
        Some(dose) => format!("{}, {}", one.name.as_str(), dose.as_str()),
        None => one.name.as_str().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::{Line, MedicineId, OwnWords, PersonId, SessionId};

    fn note() -> SessionNote {
        SessionNote {
            supports: vec![Support::Listening, Support::Homework],
            own_supports: vec![Line::new("walking").unwrap().unwrap()],
            withdrawal: Some(Rupture { tried: OwnWords::new("asked").unwrap(), repaired: Repaired::Yes }),
            note: OwnWords::new("between us").unwrap(),
            ..SessionNote::new(SessionId::from_bytes([1; 16]), PersonId::from_bytes([2; 16]))
        }
    }

    #[test]
    fn a_session_is_said_and_its_private_note_only_where_everything_is() {
        let line = session_line(&note(), Lang::En);
        assert_eq!(line, "Took place · In one room · Listening, Homework, walking · Withdrawal (It helped)");
        let text = |all: Vec<Pair>| all.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("|");
        assert!(text(session(&note(), Lang::En)).contains("between us"));
        assert!(!text(session_open(&note(), Lang::En)).contains("between us") && !line.contains("between us"));
        assert!(text(session_open(&note(), Lang::Es)).contains("asked"));
        let missed = SessionNote { attendance: Attendance::Missed, ..SessionNote::new(note().session, note().person) };
        assert_eq!(session_line(&missed, Lang::En), "The person did not come");
    }

    #[test]
    fn a_medicine_is_said_as_it_was_written() {
        let mut one = Medicine {
            id: MedicineId::from_bytes([3; 16]),
            person: PersonId::from_bytes([2; 16]),
            name: Line::new("Quiet Night").unwrap().unwrap(),
            dose: None,
            prescriber: None,
            taken: true,
            decided: Decider::Unknown,
            why: None,
        };
        assert_eq!(medicine_line(&one), "Quiet Night");
        one.dose = Line::new("half").unwrap();
        assert_eq!(medicine_line(&one), "Quiet Night, half");
        assert_eq!(medicine(&one, Lang::En).len(), 6);
    }

    #[test]
    fn every_choice_has_a_name_and_a_sentence_of_its_own() {
        fn all<T>(choices: &[Choice<T>]) -> usize {
            let said =
                |lang| choices.iter().map(|(.., text)| text(lang)).collect::<std::collections::BTreeSet<_>>().len();
            let names = choices.iter().map(|(name, ..)| *name).collect::<std::collections::BTreeSet<_>>().len();
            assert_eq!((said(Lang::En), said(Lang::Es)), (names, names));
            names
        }
        assert_eq!((all(&ATTENDANCES), all(&SESSION_KINDS), all(&REPAIRS), all(&DECIDERS)), (4, 3, 4, 5));
        assert_eq!(all(&SUPPORTS), Support::ALL.len());
    }
}

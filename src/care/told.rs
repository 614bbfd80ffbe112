//! How the record of care is said in words: the choices of its forms, and what was stated as pairs of a name and a text.

use super::{
    AnsweredBy, CareRole, Consent, Episode, EpisodeKind, Impression, Line, Manner, OwnWords, PlannedLength, Together,
    Wish,
};
use crate::words::{Lang, consent as c, date_long, episode as e, intake as i, rater as r};

/// One of a few things to choose: its name in a draft, what it stands for, and its sentence.
pub type Choice<T> = (&'static str, T, fn(Lang) -> &'static str);

/// One of them in a sentence.
pub fn told<T: PartialEq>(all: &[Choice<T>], value: &T, lang: Lang) -> &'static str {
    all.iter().find(|(_, other, _)| other == value).map_or("", |(.., text)| text(lang))
}

/// Kinds of care.
pub const KINDS: [Choice<EpisodeKind>; 3] = [
    ("life-event", EpisodeKind::LifeEvent, e::kind_life_event),
    ("ongoing", EpisodeKind::Ongoing, e::kind_ongoing),
    ("chronic", EpisodeKind::Chronic, e::kind_chronic),
];

/// As what somebody takes part.
pub const ROLES: [Choice<CareRole>; 3] = [
    ("therapist", CareRole::Therapist, e::role_therapist),
    ("prescriber", CareRole::Prescriber, e::role_prescriber),
    ("somebody", CareRole::Other, e::role_other),
];

/// As what several people are treated together.
pub const TOGETHER: [Choice<Option<Together>>; 4] = [
    ("alone", None, e::together_no),
    ("couple", Some(Together::Couple), e::together_couple),
    ("family", Some(Together::Family), e::together_family),
    ("group", Some(Together::Group), e::together_group),
];

/// Answers to what may be refused.
pub const WISHES: [Choice<Wish>; 3] = [
    ("not-asked", Wish::NotAsked, c::not_asked),
    ("agreed", Wish::Agreed, c::agreed),
    ("declined", Wish::Declined, c::declined),
];

/// Ways of taking part in a conversation.
pub const MANNERS: [Choice<Manner>; 8] = [
    ("speaks-freely", Manner::SpeaksFreely, i::manner_speaks_freely),
    ("needs-time", Manner::NeedsTime, i::manner_needs_time),
    ("asks-for-facts", Manner::AsksForFacts, i::manner_asks_for_facts),
    ("speaks-of-feelings", Manner::SpeaksOfFeelings, i::manner_speaks_of_feelings),
    ("agrees", Manner::Agrees, i::manner_agrees),
    ("speaks-up", Manner::SpeaksUp, i::manner_speaks_up),
    ("jokes", Manner::Jokes, i::manner_jokes),
    ("listens", Manner::Listens, i::manner_listens),
];

/// Who may answer about a person.
pub const RATERS: [Choice<AnsweredBy>; 5] = [
    ("respondent", AnsweredBy::Respondent, r::respondent),
    ("parent", AnsweredBy::Parent, r::parent),
    ("partner", AnsweredBy::Partner, r::partner),
    ("prescriber", AnsweredBy::Prescriber, r::prescriber),
    ("somebody", AnsweredBy::Other, r::somebody),
];

/// What something was called and what it was; nothing where that was left open.
pub type Pair = (String, String);

/// The text of words that may not be there.
#[must_use]
pub fn text_of(words: Option<&OwnWords>) -> String {
    words.map(|words| words.as_str().to_owned()).unwrap_or_default()
}

/// The text of a line that may not be there.
#[must_use]
pub fn line_of(line: Option<&Line>) -> String {
    line.map(|line| line.as_str().to_owned()).unwrap_or_default()
}

pub(super) fn pair(name: fn(Lang) -> &'static str, text: String, lang: Lang) -> Pair {
    (name(lang).to_owned(), text)
}

/// A name with what follows it in brackets, where anything does.
fn with(name: &str, more: &[&str]) -> String {
    let more: Vec<&str> = more.iter().copied().filter(|text| !text.is_empty()).collect();
    if more.is_empty() { name.to_owned() } else { format!("{name} ({})", more.join(", ")) }
}

/// What an episode says.
#[must_use]
pub fn episode(episode: &Episode, lang: Lang) -> Vec<Pair> {
    let planned = match episode.planned {
        None => e::planned_open(lang).to_owned(),
        Some(PlannedLength::Sessions(count)) => e::n_sessions(lang, count as usize),
        Some(PlannedLength::Weeks(count)) => e::n_weeks(lang, count as usize),
    };
    let involved = episode
        .involved
        .iter()
        .map(|one| with(one.name.as_str(), &[told(&ROLES, &one.role, lang), &line_of(one.contact.as_ref())]));
    let under_age = episode.under_age.as_ref().map(|one| {
        let (name, contact) = (line_of(one.name.as_ref()), line_of(one.contact.as_ref()));
        // Nobody named is still said: the person is under age.
        if name.is_empty() { with(e::minor_unknown(lang), &[&contact]) } else { with(&name, &[&contact]) }
    });
    vec![
        pair(e::kind, told(&KINDS, &episode.kind, lang).to_owned(), lang),
        pair(e::event, text_of(episode.event.as_ref()), lang),
        pair(e::concern, text_of(episode.concern.as_ref()), lang),
        pair(e::start, date_long(lang, episode.start), lang),
        pair(e::planned, planned, lang),
        pair(e::with, involved.collect::<Vec<_>>().join("; "), lang),
        pair(e::minor, under_age.unwrap_or_default(), lang),
        pair(e::together, told(&TOGETHER, &episode.together, lang).to_owned(), lang),
    ]
}

/// What a consent says.
#[must_use]
pub fn consent(consent: &Consent, lang: Lang) -> Vec<Pair> {
    vec![
        pair(c::who, text_of(consent.who_sees.as_ref()), lang),
        pair(c::why, text_of(consent.why.as_ref()), lang),
        pair(c::long, text_of(consent.how_long.as_ref()), lang),
        pair(c::supervision, told(&WISHES, &consent.supervision, lang).to_owned(), lang),
        pair(c::research, told(&WISHES, &consent.research, lang).to_owned(), lang),
        pair(c::given, date_long(lang, consent.given), lang),
        pair(c::by, line_of(consent.by.as_ref()), lang),
        pair(c::withdrawn, consent.withdrawn.map(|day| date_long(lang, day)).unwrap_or_default(), lang),
    ]
}

/// The choices of an impression, after "they".
#[must_use]
pub fn manners(impression: &Impression, lang: Lang) -> String {
    impression.manners.iter().map(|manner| told(&MANNERS, manner, lang)).collect::<Vec<_>>().join(", ")
}

/// What an impression says.
#[must_use]
pub fn impression(impression: &Impression, lang: Lang) -> Vec<Pair> {
    vec![
        pair(i::manners, manners(impression, lang), lang),
        pair(i::own_words, text_of(impression.words.as_ref()), lang),
    ]
}

/// Where two statements of one thing differ: what it is called, the one, the other.
#[must_use]
pub fn differences(one: &[Pair], other: &[Pair]) -> Vec<(String, String, String)> {
    let both = one.iter().zip(other).filter(|((_, a), (_, b))| a != b);
    both.map(|((name, a), (_, b))| (name.clone(), a.clone(), b.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::{EpisodeId, PersonId, Responsible, episode::tests::whole};
    use crate::words::day;

    fn texts(pairs: &[Pair]) -> Vec<&str> {
        pairs.iter().map(|(_, text)| text.as_str()).filter(|text| !text.is_empty()).collect()
    }

    #[test]
    fn everything_that_was_stated_is_said() {
        let (one, agreed, _, seen) = whole();
        assert_eq!(
            texts(&episode(&one, Lang::En)),
            [
                "For a condition that stays",
                "the move",
                "low days\nand no sleep",
                "23 Nov 2026",
                "12 weeks",
                "Dr Ana (Prescriber, 600)",
                "her mother",
                "As a family"
            ]
        );
        let said = consent(&agreed, Lang::En);
        assert_eq!(texts(&said)[..5], ["only me", "to treat", "ten years", "Yes", "No"]);
        assert_eq!(texts(&said).len(), 8);
        assert_eq!(texts(&impression(&seen, Lang::En)), ["need time before they speak, use humour", "w"]);
    }

    #[test]
    fn what_is_left_open_is_no_text_and_an_age_without_a_name_is_still_said() {
        let (id, person) = (EpisodeId::from_bytes([9; 16]), PersonId::from_bytes([4; 16]));
        let bare = Episode::new(id, person, day(2026, 1, 2).unwrap());
        assert_eq!(texts(&episode(&bare, Lang::En)), ["About an event in life", "2 Jan 2026", "Left open", "No"]);
        let minor = Episode { under_age: Some(Responsible::default()), ..bare };
        assert!(texts(&episode(&minor, Lang::Es)).contains(&"aún no se sabe quién es responsable"));
    }

    #[test]
    fn every_choice_has_a_name_of_its_own() {
        fn names<T>(all: &[Choice<T>]) -> usize {
            all.iter().map(|(name, ..)| *name).collect::<std::collections::BTreeSet<_>>().len()
        }
        assert_eq!((names(&KINDS), names(&ROLES), names(&TOGETHER), names(&WISHES)), (3, 3, 4, 3));
        assert_eq!((names(&MANNERS), names(&RATERS)), (Manner::ALL.len(), 1 + AnsweredBy::SECOND.len()));
    }
}

//! Episodes, consent and agreements, in every order.

use proptest::prelude::*;

use crate::care::record::*;
use crate::care::{AnsweredBy, AnsweredHow, DeviceId, EpisodeId, EpisodeKind, OwnWords, Showing, Wish};
use crate::instrument::Answer;
use crate::words::{Lang, day};

const CARE: [u8; 16] = [70; 16];

fn person(byte: u8) -> PersonId {
    PersonId::from_bytes([byte; 16])
}

/// An event of a device whose events count `number`.
fn event(device: u8, number: u8, fact: Fact) -> Event {
    Event {
        id: EventId::from_bytes([device * 40 + number; 16]),
        device: DeviceId::from_bytes([device; 16]),
        sequence: u64::from(number),
        stamp: Stamp { ms: u64::from(number), counter: u32::from(device) },
        date: day(2026, 3, number).unwrap(),
        parents: Vec::new(),
        fact,
    }
}

fn episode(id: [u8; 16], who: u8, month: u8, concern: &str) -> Fact {
    let start = day(2026, month, 1).unwrap();
    let concern = OwnWords::new(concern).unwrap();
    let id = EpisodeId::from_bytes(id);
    let together = Some(crate::care::Together::Couple);
    Fact::EpisodeStated(Box::new(Episode { concern, together, ..Episode::new(id, person(who), start) }))
}

fn consent(who: u8, supervision: Wish) -> Fact {
    let (episode, given) = (EpisodeId::from_bytes(CARE), day(2026, 3, 1).unwrap());
    let nothing = || None;
    Fact::ConsentNoted(Box::new(Consent {
        episode,
        person: person(who),
        who_sees: nothing(),
        why: nothing(),
        how_long: nothing(),
        supervision,
        research: Wish::NotAsked,
        given,
        by: None,
        withdrawn: None,
    }))
}

fn showing(who: u8, to: u8, agreed: bool) -> Fact {
    showing_in(Some(CARE), who, to, agreed)
}

fn showing_in(episode: Option<[u8; 16]>, who: u8, to: u8, agreed: bool) -> Fact {
    let episode = episode.map(EpisodeId::from_bytes);
    Fact::ShowingAgreed(Showing { person: person(who), to: person(to), episode, agreed })
}

fn care() -> EpisodeId {
    EpisodeId::from_bytes(CARE)
}

/// A couple of whom two devices write, a double of one of them, somebody who is erased, and an earlier episode.
fn history() -> Vec<Event> {
    let name = |text: &str| PersonName::new(text).unwrap();
    vec![
        event(1, 1, Fact::PersonAdded { person: person(1), name: name("Ana") }),
        event(1, 2, Fact::PersonAdded { person: person(2), name: name("Ben") }),
        event(1, 3, episode(CARE, 1, 3, "we quarrel")),
        event(1, 4, episode(CARE, 2, 3, "she is away")),
        event(2, 5, episode(CARE, 1, 3, "we quarrel, she says")),
        event(1, 6, episode(CARE, 1, 3, "we do not talk")),
        event(1, 7, episode([71; 16], 1, 1, "the move")),
        event(1, 8, consent(1, Wish::Agreed)),
        event(1, 9, consent(1, Wish::Declined)),
        event(1, 10, showing(1, 2, true)),
        event(1, 11, showing(2, 1, true)),
        event(1, 12, showing(2, 1, false)),
        event(2, 13, Fact::PersonAdded { person: person(3), name: name("Ana M.") }),
        event(2, 14, Fact::SamePerson { a: person(3), b: person(1) }),
        event(2, 15, episode([72; 16], 3, 6, "sleep")),
        event(1, 16, Fact::PersonAdded { person: person(4), name: name("Cem") }),
        event(1, 17, episode(CARE, 4, 3, "gone")),
        event(1, 18, showing(1, 4, true)),
        event(2, 19, Fact::PersonErased { person: person(4) }),
        event(1, 20, Fact::StyleStated { answers: [("lead-1", Answer::Value(2.0))].into_iter().collect() }),
    ]
}

fn folded(events: &[Event]) -> Record {
    let mut record = Record::new();
    for event in events {
        record.apply(event);
    }
    record
}

fn concerns(record: &Record, who: u8) -> Vec<String> {
    let all = record.episodes(person(who)).into_iter();
    all.map(|one| one.now.value.concern.map(|words| words.as_str().to_owned()).unwrap_or_default()).collect()
}

#[test]
fn the_latest_is_shown_and_what_two_devices_wrote_at_once_is_both_there() {
    let record = folded(&history());
    assert_eq!(concerns(&record, 1), ["the move", "we do not talk", "sleep"], "by start, doubles joined");
    let shared = record.episode(person(3), EpisodeId::from_bytes(CARE)).unwrap();
    let earlier: Vec<_> = shared.earlier.iter().map(|version| (version.event, version.head)).collect();
    let id = |device: u8, number: u8| EventId::from_bytes([device * 40 + number; 16]);
    assert_eq!(earlier, [(id(2, 5), true), (id(1, 3), false)]);
    assert_eq!((shared.heads(), shared.beside().count()), (vec![id(1, 6), id(2, 5)], 1));
    assert_eq!(shared.since(), day(2026, 3, 3).unwrap());
    // Whoever states it anew, having seen both, settles it; to withdraw the latest is to go back.
    let mut settled = history();
    settled.push(Event { parents: shared.heads(), ..event(2, 21, episode(CARE, 1, 3, "talking")) });
    let now = folded(&settled).episode(person(1), EpisodeId::from_bytes(CARE)).unwrap();
    assert_eq!((now.beside().count(), now.earlier.len()), (0, 3));
    settled.push(event(1, 22, Fact::Withdrawn { event: now.now.event }));
    assert_eq!(concerns(&folded(&settled), 1)[1], "we do not talk");
}

#[test]
fn a_day_falls_into_the_episode_that_began_last() {
    let record = folded(&history());
    let on = |month: u8, date: u8| {
        let found = record.episode_on(person(1), day(2026, month, date).unwrap());
        found.map(|found| found.now.value.start)
    };
    assert_eq!(on(2, 28), day(2026, 1, 1));
    assert_eq!((on(3, 1), on(12, 1)), (day(2026, 3, 1), day(2026, 6, 1)));
    assert_eq!(record.episode_on(person(1), day(2025, 12, 31).unwrap()), None);
    assert_eq!(record.episodes(person(1))[0].now.value.kind, EpisodeKind::LifeEvent);
}

#[test]
fn members_see_nothing_of_each_other_unless_that_was_agreed() {
    let mut record = folded(&history());
    assert_eq!(record.members(EpisodeId::from_bytes(CARE)), [person(1), person(2)], "whoever is erased is no member");
    assert!(record.may_see(person(2), person(1), care()) && record.may_see(person(1), person(3), care()));
    assert!(!record.may_see(person(1), person(2), care()), "taken back");
    assert!(!record.may_see(person(4), person(1), care()), "nobody erased sees anything");
    assert_eq!(record.showing(person(2), person(1), care()).unwrap().earlier.len(), 1);
    assert_eq!(record.showing(person(1), person(9), care()), None);
    assert_eq!(record.consent(person(1), EpisodeId::from_bytes(CARE)).unwrap().now.value.supervision, Wish::Declined);
    record.apply(&event(1, 30, Fact::PersonErased { person: person(1) }));
    assert_eq!(record.members(EpisodeId::from_bytes(CARE)), [person(2)], "one is gone and the other is not");
    assert!(record.episodes(person(1)).is_empty() && record.consent(person(1), EpisodeId::from_bytes(CARE)).is_none());
    assert_eq!(concerns(&record, 2), ["she is away"]);
}

#[test]
fn an_agreement_holds_in_its_own_episode_and_not_after_consent_was_taken_back() {
    let mut record = folded(&history());
    let (other, first) = (EpisodeId::from_bytes([74; 16]), person(1));
    record.apply(&event(1, 21, episode([74; 16], 1, 9, "again")));
    assert!(record.may_see(person(2), first, care()) && !record.may_see(person(2), first, other), "not asked for it");
    // What was written before there was a place for the episode counts in none, and says nothing of one.
    record.apply(&event(1, 22, showing_in(None, 1, 2, true)));
    assert!(!record.may_see(person(2), first, other));
    record.apply(&event(1, 23, showing_in(None, 1, 2, false)));
    assert!(record.may_see(person(2), first, care()));
    let taken_back = |withdrawn| match consent(1, Wish::Agreed) {
        Fact::ConsentNoted(one) => Fact::ConsentNoted(Box::new(Consent { withdrawn, ..*one })),
        other => other,
    };
    record.apply(&event(1, 24, taken_back(day(2026, 3, 20))));
    assert!(!record.may_see(person(2), first, care()), "consent was taken back");
    assert!(record.may_see(first, first, care()), "one's own");
    record.apply(&event(1, 25, taken_back(None)));
    assert!(record.may_see(person(2), first, care()));
}

#[test]
fn a_double_that_is_joined_brings_the_agreement_along() {
    let mut record = folded(&history());
    record.apply(&event(1, 21, Fact::SamePerson { a: person(2), b: person(6) }));
    assert!(record.may_see(person(6), person(3), care()) && record.may_see(person(6), person(1), care()));
    assert_eq!(record.showing(person(6), person(3), care()).unwrap().earlier.len(), 1);
}

#[test]
fn whoever_is_taken_out_is_no_member_and_keeps_what_was_written() {
    let mut record = folded(&history());
    let mut alone = record.episode(person(2), care()).unwrap().now.value;
    alone.together = None;
    record.apply(&event(1, 21, Fact::EpisodeStated(Box::new(alone.clone()))));
    assert_eq!(record.members(care()), [person(1)]);
    assert_eq!(concerns(&record, 2), ["she is away"]);
    alone.together = Some(crate::care::Together::Couple);
    record.apply(&event(1, 22, Fact::EpisodeStated(Box::new(alone))));
    assert_eq!(record.members(care()), [person(1), person(2)], "and back again");
}

#[test]
fn a_day_belongs_to_an_episode_until_another_begins_or_it_ends() {
    let mut record = folded(&history());
    let on = |record: &Record, month, date| record.is_day_of(person(1), care(), day(2026, month, date).unwrap());
    let all =
        |record: &Record| [on(record, 2, 28), on(record, 3, 1), on(record, 4, 30), on(record, 5, 31), on(record, 6, 1)];
    assert_eq!(all(&record), [false, true, true, true, false]);
    let mut ending = crate::care::Ending::new(care(), person(1), day(2026, 4, 30).unwrap());
    record.apply(&event(1, 21, Fact::EndingStated(Box::new(ending.clone()))));
    assert_eq!(all(&record), [false, true, true, false, false]);
    ending.reopened = day(2026, 5, 2);
    record.apply(&event(1, 22, Fact::EndingStated(Box::new(ending))));
    assert_eq!(all(&record), [false, true, true, true, false]);
}

#[test]
fn an_erasure_takes_what_is_theirs_and_what_they_agreed_to() {
    let log: Vec<_> = history().into_iter().map(|event| crate::care::Read::Known(Box::new(event))).collect();
    let gone = crate::care::Erasures::of(&[person(2)], &log);
    let left = log.iter().filter(|read| !gone.removes(read)).count();
    // Of Ben: his name, his episode, both agreements; of Cem: name, episode, what Ana agreed to; the erasure stays.
    assert_eq!(left, history().len() - 5 - 3);
}

#[test]
fn a_second_rater_is_kept_apart() {
    let mut record = folded(&history());
    let session = SessionId::from_bytes([60; 16]);
    record.apply(&event(1, 31, Fact::SessionHeld { session, person: person(2) }));
    for (number, by) in [(25, AnsweredBy::Respondent), (26, AnsweredBy::Partner)] {
        let given = AnswersGiven {
            person: person(2),
            session,
            turn: None,
            instrument: InstrumentRef { id: "x".to_owned(), version: 1 },
            lang: Lang::En,
            how: AnsweredHow::Tablet,
            finished: true,
            talk: None,
            answers: AnswerSet::default(),
            by,
        };
        record.apply(&event(1, number, Fact::AnswersGiven(given)));
    }
    let session = record.person(person(2)).unwrap().sessions.remove(0);
    assert_eq!((session.entries.len(), session.others.len()), (1, 1));
    assert_eq!(session.others[0].given.by, AnsweredBy::Partner);
}

proptest! {
    #[test]
    fn any_order_and_any_repetition_gives_the_same_episodes(order in Just((0..20).collect::<Vec<usize>>()).prop_shuffle(), again in proptest::collection::vec(0usize..20, 0..20)) {
        let history = history();
        let expected = folded(&history);
        let mut record = Record::new();
        for at in order.into_iter().chain(again) {
            record.apply(&history[at]);
        }
        for who in 1..=4 {
            prop_assert_eq!(record.episodes(person(who)), expected.episodes(person(who)));
            let other = person(3 - who.min(2));
            prop_assert_eq!(record.showing(person(who), other, care()), expected.showing(person(who), other, care()));
            prop_assert_eq!(record.consent(person(who), EpisodeId::from_bytes(CARE)), expected.consent(person(who), EpisodeId::from_bytes(CARE)));
        }
        prop_assert_eq!(record.members(EpisodeId::from_bytes(CARE)), expected.members(EpisodeId::from_bytes(CARE)));
        prop_assert_eq!(record.style(), expected.style());
    }

    #[test]
    fn two_devices_that_merge_in_either_direction_hold_the_same(cut in 0usize..20) {
        let history = history();
        let (here, there) = history.split_at(cut);
        let one = folded(&[here, there].concat());
        let other = folded(&[there, here].concat());
        prop_assert_eq!(one.episodes(person(1)), other.episodes(person(1)));
        prop_assert_eq!(one.episode_on(person(1), day(2026, 4, 1).unwrap()), other.episode_on(person(1), day(2026, 4, 1).unwrap()));
    }
}

//! Goals, ratings and agreements, in every order.

use proptest::prelude::*;

use crate::care::record::*;
use crate::care::{DeviceId, EpisodeId, GoalId, Level, OfTen, OwnWords, Progress, RatedBy, Topic};
use crate::words::day;

const CARE: [u8; 16] = [70; 16];
const SLEEP: [u8; 16] = [80; 16];
const WORK: [u8; 16] = [81; 16];
const ALL: usize = 22;

fn person(byte: u8) -> PersonId {
    PersonId::from_bytes([byte; 16])
}

fn id(device: u8, number: u8) -> EventId {
    EventId::from_bytes([device * 40 + number; 16])
}

/// An event of a device whose events count `number`, on the `number`th of March.
fn event(device: u8, number: u8, fact: Fact) -> Event {
    Event {
        id: id(device, number),
        device: DeviceId::from_bytes([device; 16]),
        sequence: u64::from(number),
        stamp: Stamp { ms: u64::from(number), counter: u32::from(device) },
        date: day(2026, 3, number).unwrap(),
        parents: Vec::new(),
        fact,
    }
}

fn goal(id: [u8; 16], who: u8, worded: u8, wording: &str) -> Fact {
    let wording = OwnWords::new(wording).unwrap().unwrap();
    Fact::GoalStated(Box::new(Goal::new(GoalId::from_bytes(id), person(who), wording, day(2026, 3, worded).unwrap())))
}

fn rated(goal: [u8; 16], who: u8, session: Option<u8>, by: RatedBy, progress: Progress) -> Fact {
    let session = session.map(|byte| SessionId::from_bytes([byte; 16]));
    Fact::GoalRated(GoalRated { goal: GoalId::from_bytes(goal), person: person(who), session, progress, by })
}

fn level(level: Level) -> Progress {
    Progress::Level(level)
}

fn agreement(who: u8, episode: Option<[u8; 16]>, made: u8, words: &str) -> Fact {
    let episode = episode.map(EpisodeId::from_bytes);
    let mut one = Agreement::new(person(who), episode, day(2026, 3, made).unwrap());
    one.roles.patient = OwnWords::new(words).unwrap();
    Fact::AgreementStated(Box::new(one))
}

/// One person of whom two devices write, a double of them, and somebody who is erased.
fn history() -> Vec<Event> {
    use Level::{Expected, Less, MuchLess, MuchMore};
    use RatedBy::{Patient, Therapist};
    let name = |text: &str| PersonName::new(text).unwrap();
    let session =
        |byte: u8, who: u8| Fact::SessionHeld { session: SessionId::from_bytes([byte; 16]), person: person(who) };
    vec![
        event(1, 1, Fact::PersonAdded { person: person(1), name: name("Ana") }),
        event(1, 2, goal(SLEEP, 1, 2, "sleep")),
        event(2, 3, goal(SLEEP, 1, 2, "sleep seven hours")),
        event(1, 4, goal(SLEEP, 1, 2, "sleep through")),
        event(1, 5, goal(WORK, 1, 1, "work again")),
        event(1, 6, session(60, 1)),
        event(1, 7, rated(SLEEP, 1, Some(60), Patient, level(MuchLess))),
        event(1, 8, rated(SLEEP, 1, Some(60), Patient, level(Less))),
        event(2, 9, rated(SLEEP, 1, Some(60), Patient, level(Expected))),
        event(2, 10, rated(SLEEP, 1, Some(60), Therapist, level(MuchMore))),
        event(1, 11, rated(SLEEP, 1, None, Patient, Progress::OfTen(OfTen::new(4).unwrap()))),
        event(1, 12, rated(WORK, 1, None, Patient, level(Less))),
        event(1, 13, agreement(1, None, 2, "I come")),
        event(2, 14, agreement(1, None, 2, "I come on time")),
        event(2, 15, Fact::PersonAdded { person: person(3), name: name("Ana M.") }),
        event(2, 16, Fact::SamePerson { a: person(3), b: person(1) }),
        event(2, 17, goal([82; 16], 3, 17, "see friends")),
        event(1, 18, Fact::PersonAdded { person: person(4), name: name("Cem") }),
        event(1, 19, goal([83; 16], 4, 1, "gone")),
        event(1, 20, rated([83; 16], 4, Some(61), Patient, level(Less))),
        event(1, 21, agreement(4, None, 2, "gone")),
        event(2, 22, Fact::PersonErased { person: person(4) }),
    ]
}

fn folded(events: &[Event]) -> Record {
    let mut record = Record::new();
    for event in events {
        record.apply(event);
    }
    record
}

fn wordings(record: &Record, who: u8) -> Vec<String> {
    record.goals(person(who)).into_iter().map(|one| one.now.value.wording.as_str().to_owned()).collect()
}

fn ratings(record: &Record, goal: [u8; 16]) -> Vec<GoalRating> {
    record.goal_ratings(person(1), GoalId::from_bytes(goal))
}

#[test]
fn two_devices_reword_one_goal_and_both_wordings_are_there() {
    let record = folded(&history());
    assert_eq!(wordings(&record, 1), ["work again", "sleep through", "see friends"], "by day, doubles joined");
    assert_eq!(wordings(&record, 3), wordings(&record, 1));
    let sleep = record.goal(person(1), GoalId::from_bytes(SLEEP)).unwrap();
    let earlier: Vec<_> = sleep.earlier.iter().map(|version| (version.event, version.head)).collect();
    assert_eq!(earlier, [(id(2, 3), true), (id(1, 2), false)]);
    // Whoever rewords it having seen both settles it.
    let mut settled = history();
    settled.push(Event { parents: sleep.heads(), ..event(2, 25, goal(SLEEP, 1, 2, "sleep well")) });
    let now = folded(&settled).goal(person(1), GoalId::from_bytes(SLEEP)).unwrap();
    assert_eq!((now.now.value.wording.as_str(), now.beside().count(), now.earlier.len()), ("sleep well", 0, 3));
}

#[test]
fn the_latest_rating_of_a_side_counts_for_a_session_and_the_others_stay() {
    let record = folded(&history());
    let all = ratings(&record, SLEEP);
    let told: Vec<_> = all.iter().map(|one| (one.day.day(), one.by, one.progress, one.earlier.len())).collect();
    let ten = Progress::OfTen(OfTen::new(4).unwrap());
    assert_eq!(
        told,
        [
            (6, RatedBy::Patient, level(Level::Expected), 2),
            (6, RatedBy::Therapist, level(Level::MuchMore), 0),
            (11, RatedBy::Patient, ten, 0)
        ]
    );
    // A session that moves takes its ratings along; a slip is taken out; a withdrawn rating leaves what was said before.
    let mut more = history();
    let held = Fact::SessionHeld { session: SessionId::from_bytes([60; 16]), person: person(1) };
    more.push(Event { date: day(2026, 3, 5).unwrap(), ..event(1, 26, held) });
    more.push(event(1, 27, Fact::Withdrawn { event: id(2, 9) }));
    more.push(Event {
        date: day(2026, 3, 11).unwrap(),
        ..event(1, 28, rated(SLEEP, 1, None, RatedBy::Patient, Progress::Nothing))
    });
    let now: Vec<_> = ratings(&folded(&more), SLEEP).iter().map(|one| (one.day.day(), one.progress)).collect();
    assert_eq!(now, [(5, level(Level::Less)), (5, level(Level::MuchMore))]);
    assert!(ratings(&record, [99; 16]).is_empty());
}

#[test]
fn an_agreement_holds_in_its_episode() {
    let mut all = history();
    let episode = |id: [u8; 16], number: u8| {
        let episode = Episode::new(EpisodeId::from_bytes(id), person(1), day(2026, 3, number).unwrap());
        event(1, number, Fact::EpisodeStated(Box::new(episode)))
    };
    let words = |events: &[Event], number: u8| {
        let found = folded(events).agreement_on(person(1), day(2026, 3, number).unwrap())?;
        found.now.value.on(Topic::Roles).patient.clone().map(|words| words.as_str().to_owned())
    };
    assert_eq!(words(&all, 20).as_deref(), Some("I come on time"));
    // What was agreed before anybody wrote an episode down goes on in the first, and not in the second.
    all.push(episode(CARE, 23));
    assert_eq!(words(&all, 24).as_deref(), Some("I come on time"));
    all.push(episode([71; 16], 26));
    assert_eq!((words(&all, 25).as_deref(), words(&all, 27)), (Some("I come on time"), None));
    all.push(event(1, 27, agreement(1, Some([71; 16]), 27, "we both")));
    assert_eq!(words(&all, 27).as_deref(), Some("we both"));
    assert_eq!(folded(&all).agreements(person(1)).len(), 2);
    assert_eq!(folded(&all).agreements(person(1))[0].beside().count(), 1);
}

#[test]
fn an_erasure_takes_goals_ratings_and_agreements() {
    let record = folded(&history());
    assert!(record.goals(person(4)).is_empty() && record.agreements(person(4)).is_empty());
    assert!(record.goal_ratings(person(4), GoalId::from_bytes([83; 16])).is_empty());
    let log: Vec<_> = history().into_iter().map(|event| crate::care::Read::Known(Box::new(event))).collect();
    let gone = crate::care::Erasures::of(&[], &log);
    assert_eq!(log.iter().filter(|read| gone.removes(read)).count(), 4, "name, goal, rating, agreement");
    let theirs = crate::care::events_about(&[person(1), person(3)], &log);
    assert_eq!(theirs.len(), ALL - 5, "everything but what is about somebody else is in an export");
}

proptest! {
    #[test]
    fn any_order_and_any_repetition_gives_the_same(order in Just((0..ALL).collect::<Vec<usize>>()).prop_shuffle(), again in proptest::collection::vec(0usize..ALL, 0..ALL)) {
        let history = history();
        let expected = folded(&history);
        let mut record = Record::new();
        for at in order.into_iter().chain(again) {
            record.apply(&history[at]);
        }
        for who in 1..=4 {
            prop_assert_eq!(record.goals(person(who)), expected.goals(person(who)));
            prop_assert_eq!(record.agreements(person(who)), expected.agreements(person(who)));
        }
        for goal in [SLEEP, WORK] {
            prop_assert_eq!(ratings(&record, goal), ratings(&expected, goal));
        }
    }

    #[test]
    fn two_devices_that_merge_in_either_direction_hold_the_same(cut in 0usize..=ALL) {
        let history = history();
        let (here, there) = history.split_at(cut);
        let one = folded(&[here, there].concat());
        let other = folded(&[there, here].concat());
        prop_assert_eq!(one.goals(person(1)), other.goals(person(1)));
        prop_assert_eq!(ratings(&one, SLEEP), ratings(&other, SLEEP));
        prop_assert_eq!(one.agreements(person(1)), other.agreements(person(1)));
    }
}

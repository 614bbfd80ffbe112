//! Each kind of thing, in two versions, taken back as a whole and there again.

use crate::care::record::*;
use crate::care::{
    Decider, DeviceId, EpisodeId, GoalId, Line, MedicineId, agreement::tests::whole as agreement_whole,
    ending::tests::whole as ending_whole, episode::tests::whole as episode_whole, goal::tests::whole as goal_whole,
    summary::tests::whole as summary_whole,
};
use crate::words::day;

const ANA: [u8; 16] = [4; 16];
const CARE: [u8; 16] = [9; 16];

fn ana() -> PersonId {
    PersonId::from_bytes(ANA)
}

fn event(number: u8, fact: Fact) -> Event {
    Event {
        id: EventId::from_bytes([number; 16]),
        device: DeviceId::from_bytes([200; 16]),
        sequence: number.into(),
        stamp: Stamp { ms: number.into(), counter: 0 },
        date: day(2026, 3, 1 + number % 28).unwrap(),
        parents: Vec::new(),
        fact,
    }
}

/// One thing of each kind.
fn facts() -> Vec<Fact> {
    let (episode, consent, _, impression) = episode_whole();
    let (ending, reached, door) = ending_whole();
    let (summary, read) = summary_whole();
    let medicine = Medicine {
        id: MedicineId::from_bytes([8; 16]),
        person: ana(),
        name: Line::new("Quiet Night").unwrap().unwrap(),
        dose: None,
        prescriber: None,
        taken: true,
        decided: Decider::Prescriber,
        why: None,
    };
    vec![
        Fact::EpisodeStated(Box::new(episode)),
        Fact::ConsentNoted(Box::new(consent)),
        Fact::ImpressionNoted(impression),
        Fact::GoalStated(Box::new(goal_whole(GoalId::from_bytes([7; 16]), ana(), "to sleep\nand to wake"))),
        Fact::AgreementStated(Box::new(agreement_whole(ana(), "each side"))),
        Fact::SessionNoted(Box::new(SessionNote::new(SessionId::from_bytes([3; 16]), ana()))),
        Fact::MedicineStated(Box::new(medicine)),
        Fact::EndingStated(Box::new(ending)),
        Fact::ReachedNoted(Box::new(reached)),
        Fact::DoorOpened(Box::new(door)),
        Fact::SummaryStated(Box::new(summary)),
        Fact::SummaryRead(Box::new(read)),
    ]
}

/// How many things of each kind the record shows.
fn shown(record: &Record) -> [usize; 12] {
    let care = EpisodeId::from_bytes(CARE);
    let one = |there: bool| usize::from(there);
    [
        record.episodes(ana()).len(),
        one(record.consent(ana(), care).is_some()),
        one(record.impression(ana()).is_some()),
        record.goals(ana()).len(),
        record.agreements(ana()).len(),
        record.session_notes(ana()).len(),
        record.medicines(ana()).len(),
        one(record.ending(ana(), care).is_some()),
        one(record.reached(ana(), care).is_some()),
        one(record.door_open(ana(), care).is_some()),
        one(record.summary(ana(), care).is_some()),
        one(record.summary_read(ana(), care).is_some()),
    ]
}

#[test]
fn each_kind_goes_with_all_its_versions_and_comes_back() {
    let mut record = Record::new();
    record.apply(&event(1, Fact::PersonAdded { person: ana(), name: PersonName::new("Ana").unwrap() }));
    for (number, fact) in (10..).zip(facts()) {
        record.apply(&event(number, fact.clone()));
        record.apply(&event(number + 20, fact));
    }
    assert_eq!(shown(&record), [1; 12]);
    let all = record.stated(ana());
    let kinds: Vec<CareKind> = all.iter().map(|one| one.kind).collect();
    assert!(kinds.len() == 12 && kinds.is_sorted(), "one of each: {kinds:?}");
    assert!(all.iter().all(|one| one.events.len() == 2) && record.stated_taken_back(ana()).is_empty());
    let called = |kind| all.iter().find(|one| one.kind == kind).unwrap().what.as_deref();
    assert_eq!((called(CareKind::Goal), called(CareKind::Medicine)), (Some("to sleep"), Some("Quiet Night")));
    let mut number = 60;
    let mut word = |record: &mut Record, fact: Fact| {
        number += 1;
        record.apply(&event(number, fact));
    };
    for (place, one) in all.iter().enumerate() {
        // Only the latest: what was stated before stands again.
        let (first, last) = (one.events.iter().min().unwrap(), one.events.iter().max().unwrap());
        word(&mut record, Fact::Withdrawn { event: *last });
        assert_eq!(shown(&record), [1; 12], "{:?}", one.kind);
        word(&mut record, Fact::Withdrawn { event: *first });
        let mut expected = [1; 12];
        expected[place] = 0;
        assert_eq!(shown(&record), expected, "{:?}", one.kind);
        assert_eq!(record.stated(ana()).len(), 11);
        let back = record.taken_back(ana());
        let kind = TakenBackKind::Care(one.kind, one.what.clone(), one.day);
        assert_eq!(back.iter().map(|one| &one.kind).collect::<Vec<_>>(), [&kind]);
        for event in &back[0].events {
            word(&mut record, Fact::Reinstated { event: *event });
        }
        assert_eq!((shown(&record), record.stated(ana())), ([1; 12], all.clone()));
    }
    word(&mut record, Fact::PersonErased { person: ana() });
    assert!(record.stated(ana()).is_empty() && record.taken_back(ana()).is_empty());
}

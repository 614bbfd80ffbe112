//! What is packed comes out again, whatever it is; and hostile bytes end in an error.

use proptest::prelude::*;
use time::Date;
use uuid::Uuid;

use super::*;
use crate::{
    care::{
        AnsweredBy, AnsweredHow, AnswersGiven, Contact, Fact, GoalRated, IdSource, OfTen, OwnWords, PersonId,
        PersonName, PlannedLength, Progress, RatedBy, SessionId, Showing, Stamp, Talk, TurnEnd, TurnId, TurnOpened,
    },
    instrument::{Answer, Instrument, InstrumentRef, Plan, Step, catalogue},
    sample,
    words::Lang,
};

fn items(events: Vec<Event>) -> Vec<Item> {
    events.into_iter().map(|event| Item::Event(Box::new(event))).collect()
}

/// One of a few identities that count, or any at all.
fn id<Id: From<Uuid> + std::fmt::Debug>() -> impl Strategy<Value = Id> {
    prop_oneof![
        4 => (0_u8..3, 0_u64..6).prop_map(|(root, count)| {
            let mut source = IdSource::of([root; 11]);
            (0..count).for_each(|_| { source.draw::<Uuid>(); });
            source.draw::<Uuid>()
        }),
        1 => any::<[u8; 16]>().prop_map(Uuid::from_bytes),
    ]
    .prop_map(Id::from)
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (0_u8..6).prop_map(f64::from),
        1 => any::<f64>().prop_filter("JSON has no such number", |value| value.is_finite()),
        1 => prop::sample::select(vec![-0.0, 0.1, -3.0, 1e300, 5e-324, 9e15, f64::MAX]),
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        6 => number().prop_map(Answer::Value),
        2 => Just(Answer::Skipped),
        1 => prop::collection::vec(number(), 0..4).prop_map(Answer::Many),
        1 => ".{0,90}".prop_map(Answer::Text),
    ]
}

fn reference() -> impl Strategy<Value = InstrumentRef> {
    let name = prop_oneof![Just("attune-alliance-scale".to_owned()), "[a-z]{0,3}"];
    (name, prop_oneof![3 => Just(1_u32), 1 => any::<u32>()]).prop_map(|(id, version)| InstrumentRef { id, version })
}

fn lang() -> impl Strategy<Value = Lang> {
    prop::sample::select(Lang::ALL.to_vec())
}

fn given() -> impl Strategy<Value = AnswersGiven> {
    let how = prop::sample::select(vec![
        AnsweredHow::Tablet,
        AnsweredHow::Alone,
        AnsweredHow::TherapistPresent,
        AnsweredHow::Phone,
        AnsweredHow::Paper,
    ]);
    let talk = prop::sample::select(vec![None, Some(Talk::Now), Some(Talk::NextTime), Some(Talk::IWillRaiseIt)]);
    let item = prop_oneof![8 => "[a-e]", 1 => "\\PC{0,80}"];
    let answers = prop::collection::btree_map(item, answer(), 0..9);
    let turn = prop::option::of(id::<TurnId>());
    let by = prop::sample::select(vec![AnsweredBy::Respondent, AnsweredBy::Parent]);
    (id(), id(), turn, reference(), lang(), how, any::<bool>(), talk, (answers, by)).prop_map(
        |(person, session, turn, instrument, lang, how, finished, talk, (answers, by))| AnswersGiven {
            person,
            session,
            turn,
            instrument,
            lang,
            how,
            finished,
            talk,
            answers: answers.into_iter().collect(),
            by,
        },
    )
}

fn instrument() -> impl Strategy<Value = Box<Instrument>> {
    ("\\PC{0,20}", any::<u32>(), number()).prop_map(|(title, version, _)| {
        let mut made = catalogue::alliance_scale().unwrap().clone();
        made.reference.version = version;
        made.language = title;
        Box::new(made)
    })
}

/// Every kind of fact there is. A new kind makes the `match` below incomplete: give it a line here too.
fn fact() -> impl Strategy<Value = Fact> {
    let name = "[a-zñ\u{1F642}]{1,20}".prop_map(|text| PersonName::new(&text).unwrap());
    let end = prop::sample::select(vec![TurnEnd::Finished, TurnEnd::Unfinished, TurnEnd::Discarded]);
    let contact = ("[a-z]{1,9}", "[0-9]{2,9}").prop_map(|(name, reach)| Contact::new(&name, &reach).unwrap());
    let opened = (id(), id(), id(), prop::collection::vec(reference(), 0..3), lang()).prop_map(
        |(turn, person, session, instruments, lang)| TurnOpened {
            turn,
            person,
            session,
            instruments,
            lang,
            by: AnsweredBy::Other,
        },
    );
    let step =
        (".{0,9}", any::<u32>(), any::<u32>()).prop_map(|(instrument, from, every)| Step { instrument, from, every });
    prop_oneof![
        1 => (id(), name.clone()).prop_map(|(person, name)| Fact::PersonAdded { person, name }),
        1 => (id(), name).prop_map(|(person, name)| Fact::PersonRenamed { person, name }),
        4 => (id::<SessionId>(), id::<PersonId>()).prop_map(|(session, person)| Fact::SessionHeld { session, person }),
        4 => opened.prop_map(Fact::TurnOpened),
        4 => (id(), end).prop_map(|(turn, how)| Fact::TurnClosed { turn, how }),
        6 => given().prop_map(Fact::AnswersGiven),
        1 => prop::collection::vec(contact, 0..3).prop_map(|contacts| Fact::ContactsSet { contacts }),
        1 => instrument().prop_map(Fact::InstrumentAdded),
        1 => (".{0,9}", any::<bool>()).prop_map(|(instrument, aside)| Fact::InstrumentPutAside { instrument, aside }),
        1 => "\\PC{0,90}".prop_map(|instrument| Fact::TermsAgreed { instrument }),
        1 => (prop::option::of(id()), prop::collection::vec(step, 0..3))
            .prop_map(|(person, steps)| Fact::PlanSet { person, plan: Plan(steps) }),
        1 => (id(), "\\PC{0,200}").prop_map(|(answers, done)| Fact::RiskAnswered { answers, done }),
        1 => (id(), id(), "\\PC{0,90}", prop::option::of(any::<u32>())).prop_map(|(id, person, words, weeks)| {
            let (mut episode, ..) = crate::care::episode::tests::whole();
            (episode.id, episode.person, episode.planned) = (id, person, weeks.map(PlannedLength::Weeks));
            episode.concern = OwnWords::new(&words).unwrap();
            Fact::EpisodeStated(Box::new(episode))
        }),
        1 => (id(), id(), "\\PC{0,90}").prop_map(|(episode, person, words)| {
            let (mut ending, ..) = crate::care::ending::tests::whole();
            (ending.episode, ending.person, ending.achieved) = (episode, person, OwnWords::new(&words).unwrap());
            Fact::EndingStated(Box::new(ending))
        }),
        1 => (id(), id(), "\\PC{0,90}").prop_map(|(episode, person, text)| {
            let (_, mut agreed) = crate::care::summary::tests::whole();
            (agreed.episode, agreed.person, agreed.text[0].heading) = (episode, person, text);
            Fact::SummaryRead(Box::new(agreed))
        }),
        1 => (id(), id(), prop::option::of(id()), any::<bool>())
            .prop_map(|(person, to, episode, agreed)| Fact::ShowingAgreed(Showing { person, to, episode, agreed })),
        1 => (id(), id(), "[a-zñ ]{1,90}x").prop_map(|(id, person, wording)| {
            Fact::GoalStated(Box::new(crate::care::goal::tests::whole(id, person, &wording)))
        }),
        1 => (id(), id(), prop::option::of(id()), 0_u8..=10).prop_map(|(goal, person, session, value)| {
            let progress = OfTen::new(value).map_or(Progress::Nothing, Progress::OfTen);
            Fact::GoalRated(GoalRated { goal, person, session, progress, by: RatedBy::Therapist })
        }),
        1 => (id(), "\\PC{0,90}").prop_map(|(person, words)| {
            Fact::AgreementStated(Box::new(crate::care::agreement::tests::whole(person, &words)))
        }),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let ms = prop_oneof![
        4 => 1_795_392_000_000..1_795_395_000_000_u64,
        1 => any::<u64>(),
    ];
    let counter = prop_oneof![4 => 0_u32..3, 1 => any::<u32>()];
    let sequence = prop_oneof![4 => 0_u64..9, 1 => any::<u64>()];
    let day = prop_oneof![
        4 => 2_461_367..2_461_370_i32,
        // From the year 1: a line has no other years.
        1 => 1_721_426..=Date::MAX.to_julian_day(),
    ];
    let parents = prop_oneof![4 => Just(Vec::new()), 1 => prop::collection::vec(id(), 0..3)];
    (id(), id(), sequence, ms, counter, day, parents, fact()).prop_map(
        |(id, device, sequence, ms, counter, day, parents, fact)| Event {
            id,
            device,
            sequence,
            stamp: Stamp { ms, counter },
            date: Date::from_julian_day(day).unwrap(),
            parents,
            fact,
        },
    )
}

/// Lines that are no event of ours: of a later kind, with more in them than we know, JSON in other spellings, any bytes.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let changed = |from: &'static str, to: &'static str| {
        event().prop_map(move |event| event.to_line().replacen(from, to, 1).into_bytes())
    };
    prop_oneof![
        changed("\"fact\":{\"", "\"fact\":{\"later-"),
        changed("\"device\"", "\"colour\":[1,-2,{\"x\":0.5}],\"device\""),
        changed(":", ": "),
        prop::collection::vec(any::<u8>(), 0..40),
        Just(b"{\"b\":1,\"a\":1}".to_vec()),
        Just(b"1.0".to_vec()),
        Just(b"[-9223372036854775808,18446744073709551615,1e400]".to_vec()),
    ]
}

proptest! {
    #[test]
    fn any_events_come_out_as_they_went_in(events in prop::collection::vec(event(), 0..24)) {
        let items = items(events);
        prop_assert_eq!(unpack(&pack(&items)).unwrap(), items);
    }

    #[test]
    fn any_bodies_come_out_byte_for_byte(
        bodies in prop::collection::vec(prop_oneof![line(), event().prop_map(|event| event.to_line().into_bytes())], 0..12),
    ) {
        let items: Vec<Item> = bodies.iter().cloned().map(Item::of).collect();
        let back = unpack(&pack(&items)).unwrap();
        prop_assert_eq!(&back, &items);
        prop_assert_eq!(back.iter().map(Item::to_body).collect::<Vec<_>>(), bodies);
    }

    #[test]
    fn any_damage_is_an_error_or_other_items(
        events in prop::collection::vec(event(), 1..6), at: prop::sample::Index, byte: u8, cut: prop::sample::Index,
    ) {
        let mut bytes = pack(&items(events));
        let short = cut.index(bytes.len());
        prop_assert!(unpack(&bytes[..short]).is_err());
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(items) = unpack(&bytes) {
            // Whatever it is, it can be kept.
            prop_assert_eq!(unpack(&pack(&items)).unwrap(), items);
        }
    }

    #[test]
    fn any_bytes_at_all_end(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = unpack(&[&[VERSION], &bytes[..]].concat());
    }
}

#[test]
fn every_event_of_the_sample_comes_out_and_an_answered_session_takes_few_characters() {
    let events = sample::simulate(&sample::Plan::large(300));
    let answered = events.iter().filter(|event| matches!(event.fact, Fact::AnswersGiven(_))).count();
    let items = items(events);
    let packed: Vec<Vec<u8>> = items.chunks(7000).map(pack).collect();
    let back: Vec<Item> = packed.iter().flat_map(|bytes| unpack(bytes).unwrap()).collect();
    assert!(back == items);
    let characters: usize = packed.iter().map(|bytes| bytes.len().div_ceil(3) * 4).sum();
    assert!(characters <= 60 * answered, "{characters} characters for {answered}, turns and everything else included");
}

#[test]
fn a_text_or_list_said_to_be_long_takes_no_memory() {
    for bad in [
        // No tables, 2^40 items.
        vec![VERSION, 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20],
        // 2^40 tables.
        vec![VERSION, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20],
        // One item: bytes, 2^40 of them.
        vec![VERSION, 0, 1, form::BYTES, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20],
        // One item: a list of 2^40.
        vec![VERSION, 0, 1, form::JSON, 0xfe, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20],
    ] {
        assert_eq!(unpack(&bad), Err(CompactError::Short));
    }
    let deep: Vec<u8> = [VERSION, 0, 1, form::JSON].into_iter().chain([0x0e; 5000]).collect();
    assert_eq!(unpack(&deep), Err(CompactError::Invalid));
    assert_eq!(unpack(&[2]), Err(CompactError::Newer));
    assert_eq!(unpack(&[0]), Err(CompactError::Invalid));
    assert_eq!(unpack(&[]), Err(CompactError::Short));
    assert_eq!(unpack(&[VERSION, 0, 0, 0]), Err(CompactError::Invalid), "more than there should be");
}

#[test]
fn what_a_later_version_packed_is_kept_as_a_line() {
    let mut event = sample::simulate(&sample::Plan::large(1)).remove(0);
    event.fact = Fact::TermsAgreed { instrument: "x".to_owned() };
    let bytes = pack(&items(vec![event.clone()]));
    // A kind of the same length that is not known.
    let at = bytes.windows(12).position(|text| text == b"terms-agreed").unwrap();
    let mut later = bytes.clone();
    later[at..at + 12].copy_from_slice(b"terms-kissed");
    let line = event.to_line().replace("terms-agreed", "terms-kissed");
    assert_eq!(unpack(&later).unwrap(), [Item::Line(line.into_bytes())]);
    // A form that is not known: nothing of it may be taken for damage.
    let mut later = bytes;
    let first = later.iter().position(|byte| byte & form::MASK == form::FACT).unwrap();
    later[first] |= form::MASK;
    assert_eq!(unpack(&later), Err(CompactError::Newer));
}

//! What stands in a person's record, and what of others does not.

use super::*;
use crate::care::{
    AnsweredHow, AnswersGiven, Archiving, CareRole, Consent, DeviceId, Episode, EpisodeId, Event, EventId, Fact,
    Impression, Involved, Label, Labelling, Line, Manner, OwnWords, PersonName, SessionId, Showing, Stamp, Together,
    Wish,
};
use crate::instrument::{AnswerSet, catalogue};
use crate::words::day;

const CARE: [u8; 16] = [70; 16];

fn person(byte: u8) -> PersonId {
    PersonId::from_bytes([byte; 16])
}

fn words(text: &str) -> Option<OwnWords> {
    OwnWords::new(text).unwrap()
}

fn event(device: u8, number: u8, fact: Fact) -> Event {
    Event {
        id: EventId::from_bytes([device * 60 + number; 16]),
        device: DeviceId::from_bytes([200 + device; 16]),
        sequence: number.into(),
        stamp: Stamp { ms: number.into(), counter: device.into() },
        date: day(2026, 3, number).unwrap(),
        parents: Vec::new(),
        fact,
    }
}

fn episode(who: u8, concern: &str) -> Fact {
    let name = Line::new("Dr Ruiz").unwrap().unwrap();
    Fact::EpisodeStated(Box::new(Episode {
        concern: words(concern),
        together: Some(Together::Couple),
        involved: vec![Involved { role: CareRole::Prescriber, name, contact: None }],
        ..Episode::new(EpisodeId::from_bytes(CARE), person(who), day(2026, 3, 1).unwrap())
    }))
}

fn answers(who: u8, by: AnsweredBy, value: f64) -> Fact {
    let scale = catalogue::alliance_scale().unwrap();
    let answers: AnswerSet = scale.items.iter().map(|item| (item.id.clone(), Answer::Value(value))).collect();
    Fact::AnswersGiven(AnswersGiven {
        person: person(who),
        session: SessionId::from_bytes([80 + who; 16]),
        turn: None,
        instrument: scale.reference.clone(),
        lang: Lang::En,
        how: AnsweredHow::Tablet,
        finished: true,
        talk: None,
        answers,
        by,
    })
}

/// Ana and Ben are treated as a couple; Ana's episode was changed by two devices at once, and Ben answered about her.
fn history() -> Vec<Event> {
    let added = |who, name: &str| Fact::PersonAdded { person: person(who), name: PersonName::new(name).unwrap() };
    let held = |who: u8| Fact::SessionHeld { session: SessionId::from_bytes([80 + who; 16]), person: person(who) };
    let showing = |who, to, agreed| {
        Fact::ShowingAgreed(Showing {
            person: person(who),
            to: person(to),
            episode: Some(EpisodeId::from_bytes(CARE)),
            agreed,
        })
    };
    let consent = Consent {
        episode: EpisodeId::from_bytes(CARE),
        person: person(1),
        who_sees: words("the two of us"),
        why: None,
        how_long: None,
        supervision: Wish::Agreed,
        research: Wish::Declined,
        given: day(2026, 3, 1).unwrap(),
        by: None,
        withdrawn: None,
    };
    let labels = Label::all_in("couple, Tuesdays").unwrap().into_iter();
    let labels = labels.map(|label| Fact::Labelled(Labelling { person: person(1), label, on: true }));
    let seen = Impression { person: person(1), manners: vec![Manner::Jokes], words: words("looked at the door") };
    let mut facts = vec![
        added(1, "Ana"),
        added(2, "Ben"),
        episode(1, "we quarrel"),
        episode(2, "she is away"),
        Fact::ConsentNoted(Box::new(consent)),
        showing(1, 2, true),
        showing(2, 1, true),
        Fact::ImpressionNoted(seen),
        held(1),
        held(2),
        answers(1, AnsweredBy::Respondent, 4.0),
        answers(1, AnsweredBy::Partner, 2.0),
        answers(2, AnsweredBy::Respondent, 3.0),
        Fact::PersonArchived(Archiving { person: person(1), archived: true }),
    ];
    facts.extend(labels);
    let mut all: Vec<Event> = (1..).zip(facts).map(|(number, fact)| event(1, number, fact)).collect();
    all.push(event(2, 20, episode(1, "we do not talk")));
    all.push(Event { parents: vec![EventId::from_bytes([63; 16])], ..event(1, 21, episode(1, "we talk at last")) });
    all
}

fn record(events: &[Event]) -> Record {
    let mut record = Record::new();
    for event in events {
        record.apply(event);
    }
    record
}

fn told_of(record: &Record, who: u8, lang: Lang) -> String {
    text(&record.anyone(person(who)).unwrap(), record, lang)
}

#[test]
fn the_record_of_care_is_in_a_persons_record() {
    let record = record(&history());
    let text = told_of(&record, 1, Lang::En);
    for wanted in [
        "Labels: couple, Tuesdays",
        "In the archive since 14 Mar 2026",
        "\nCare since 1 Mar 2026\n  Kind of care: About an event in life\n  Diagnosis or concern: we talk at last\n",
        "Who takes part: Dr Ruiz (Prescriber)",
        "Treated together with others: As a couple",
        "Written elsewhere at the same time (20 Mar 2026):\n",
        "Diagnosis or concern: we do not talk",
        "\nConsent\n  Who sees what is written: the two of us\n  May be talked about in supervision: Yes\n",
        "May be used for research: No",
        "Agreed that Ben may see these answers (6 Mar 2026)",
        "\nAs the therapist saw them\n  They: use humour\n  In your own words: looked at the door\n",
        "Session of 9 Mar 2026",
        "Answered by: The partner",
    ] {
        assert!(text.contains(wanted), "{wanted}\n---\n{text}");
    }
    // That the other answered, and nothing of what.
    assert_eq!(text.matches("(version 1)").count(), 2, "{text}");
    let (own, partners) = text.split_once("Answered by: The partner\n").unwrap();
    assert!(own.lines().filter(|line| line.starts_with("  ")).count() > 12, "{own}");
    let next = partners.split("\n\n").next().unwrap_or_default();
    assert_eq!(next.lines().count(), 1, "{partners}");
    assert!(partners.starts_with("These answers are not part of this record"), "{partners}");
    assert!(!text.contains("we quarrel"), "what was changed in knowledge of it is in the lines only");
}

#[test]
fn what_a_second_rater_answered_is_in_no_form_of_it() {
    let mut events = history();
    let partners = events
        .iter()
        .position(|event| matches!(&event.fact, Fact::AnswersGiven(given) if given.by == AnsweredBy::Partner));
    let given = events[partners.unwrap()].clone();
    events.push(event(1, 26, Fact::RiskAnswered { answers: given.id, done: "called him".to_owned() }));
    let kept = Fact::KeptAside { event: given.id, line: given.to_line() };
    events.push(event(1, 27, kept));
    let own = events.iter().find(|event| matches!(&event.fact, Fact::AnswersGiven(_))).unwrap().id;
    events.push(event(1, 28, Fact::RiskAnswered { answers: own, done: "called her".to_owned() }));
    let lines: Vec<String> = events.iter().map(Event::to_line).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let data = super::lines(&[person(1)], &lines).concat();
    for lang in Lang::ALL {
        let text = told_of(&record(&events[..events.len() - 2]), 1, lang) + &told_of(&record(&events), 1, lang);
        assert!(!text.contains("called him") && text.contains("called her"), "{text}");
    }
    assert!(
        !data.contains(&given.id.to_string()) && !data.contains("partner") && !data.contains("called him"),
        "{data}"
    );
    assert!(data.contains(&own.to_string()) && data.contains("called her"));
}

#[test]
fn nothing_that_another_member_said_or_agreed_to_is_in_it() {
    let all = record(&history());
    let text = told_of(&all, 1, Lang::Es);
    assert!(!text.contains("she is away") && text.matches("Ben").count() == 1, "{text}");
    let bens = told_of(&all, 2, Lang::Es);
    assert!(!bens.contains("we quarrel") && !bens.contains("looked at the door") && !bens.contains("Etiquetas"));
}

#[test]
fn the_record_of_one_of_a_couple_stays_whole_when_the_other_is_erased() {
    let mut events = history();
    let lines: Vec<String> = events.iter().map(Event::to_line).collect();
    events.push(event(1, 25, Fact::PersonErased { person: person(2) }));
    let log: Vec<crate::care::Read> = lines.iter().map(|line| read(line).unwrap()).collect();
    let gone = crate::care::Erasures::of(&[person(2)], &log);
    let kept: Vec<Event> = events.iter().filter(|event| !gone.removes_event(event)).cloned().collect();
    for left in [record(&events), record(&kept)] {
        assert!(left.anyone(person(2)).is_none() && left.members(EpisodeId::from_bytes(CARE)) == [person(1)]);
        let text = told_of(&left, 1, Lang::En);
        assert!(!text.contains("Ben") && !text.contains("she is away"), "{text}");
        assert!(text.contains("we talk at last") && text.contains("the two of us"), "{text}");
        assert!(text.contains("Answered by: The partner"), "that he answered about her is of her record");
    }
    let left: String = kept.iter().map(Event::to_line).filter(|line| !line.contains("person-erased")).collect();
    assert!(!left.contains(&person(2).to_string()), "not even his identity");
    // The lines of the one hold what she agreed to, and nothing of his.
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let hers = super::lines(&[person(1)], &lines).concat();
    assert!(hers.contains("we quarrel") && hers.contains("looked at the door") && !hers.contains("she is away"));
}

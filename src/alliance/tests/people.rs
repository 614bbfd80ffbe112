//! People made up for the tests of this room.

use crate::{
    care::{
        AnsweredBy, AnsweredHow, AnswersGiven, Entry, EventId, Person, PersonId, PersonName, Session, SessionId, Stamp,
    },
    instrument::{Answer, AnswerSet, catalogue},
    words::Lang,
};

/// The first `items` questions of the Alliance Scale, all answered alike.
pub fn answered(value: f64, items: usize) -> AnswerSet {
    let scale = catalogue::alliance_scale().unwrap();
    scale.items.iter().take(items).map(|item| (item.id.clone(), Answer::Value(value))).collect()
}

/// A person who gave these answers on the first days of 2026, one set a session.
pub fn person(sets: &[(AnswerSet, AnsweredHow)]) -> Person {
    let id = PersonId::from_bytes([1; 16]);
    let sessions = (1u8..).zip(sets).map(|(n, (answers, how))| {
        let session = SessionId::from_bytes([n; 16]);
        let stamp = Stamp { ms: u64::from(n), counter: 0 };
        let given = AnswersGiven {
            person: id,
            session,
            turn: None,
            instrument: catalogue::alliance_scale().unwrap().reference.clone(),
            lang: Lang::En,
            how: *how,
            finished: true,
            talk: None,
            answers: answers.clone(),
            by: AnsweredBy::Respondent,
        };
        let entry = Entry { id: EventId::from_bytes([n; 16]), stamp, given };
        Session {
            id: session,
            date: crate::words::day(2026, 1, n).unwrap(),
            stamp,
            attended: true,
            entries: vec![entry],
            others: Vec::new(),
        }
    });
    Person {
        id,
        name: PersonName::new("A").unwrap(),
        since: crate::words::day(2026, 1, 1).unwrap(),
        sessions: sessions.collect(),
    }
}

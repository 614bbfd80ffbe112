//! Events: immutable statements, each readable as one line of JSON without this app.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::IgnoredAny};
use thiserror::Error;
use time::Date;

use super::{DeviceId, EventId, Fact, Stamp};
use crate::words::parse_day;

/// One statement, made once and never changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its identity.
    pub id: EventId,
    /// Where it was written.
    pub device: DeviceId,
    /// Its place among the events of that device, from 1.
    pub sequence: u64,
    /// When it was written, for ordering.
    pub stamp: Stamp,
    /// The day it speaks of, which a wrong clock or a late entry cannot shift.
    pub date: Date,
    /// The events it corrects or replaces.
    pub parents: Vec<EventId>,
    /// What it states.
    pub fact: Fact,
}

#[derive(Serialize, Deserialize)]
struct Line<F> {
    id: EventId,
    device: DeviceId,
    sequence: u64,
    stamp: Stamp,
    date: String,
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    parents: Vec<EventId>,
    fact: F,
}

/// A fact of any kind: the kind is the name of its only field.
type AnyFact = BTreeMap<String, IgnoredAny>;

/// What a line was read as.
#[derive(Clone, Debug, PartialEq)]
pub enum Read {
    /// An event of a kind this version knows.
    Known(Box<Event>),
    /// An event of a kind it does not know, kept byte for byte.
    Unknown {
        /// Its identity.
        id: EventId,
        /// When it was written.
        stamp: Stamp,
        /// The line as it was read.
        line: String,
    },
}

/// Why a line is no event.
#[derive(Debug, Error)]
pub enum EventError {
    /// It is not an event of any kind.
    #[error("a line of the record cannot be read: {0}")]
    NotAnEvent(String),
    /// It cannot be written, which only a number without a value in JSON could cause.
    #[error("an event could not be written: {0}")]
    NotWritten(String),
}

impl Event {
    /// The event as one line of JSON.
    ///
    /// # Errors
    /// [`EventError::NotWritten`] where a value has no form in JSON.
    pub fn to_line(&self) -> Result<String, EventError> {
        let line = Line {
            id: self.id,
            device: self.device,
            sequence: self.sequence,
            stamp: self.stamp,
            date: self.date.to_string(),
            parents: self.parents.clone(),
            fact: &self.fact,
        };
        serde_json::to_string(&line).map_err(|error| EventError::NotWritten(error.to_string()))
    }
}

/// Reads a line of JSON.
///
/// # Errors
/// [`EventError::NotAnEvent`] where it has no identity, stamp or date, or states a known kind in a form that kind never
/// had.
pub fn read(line: &str) -> Result<Read, EventError> {
    let not_an_event = |reason: String| EventError::NotAnEvent(reason);
    match serde_json::from_str::<Line<Fact>>(line) {
        Ok(Line { id, device, sequence, stamp, date, parents, fact }) => {
            let date = parse_day(&date).ok_or_else(|| not_an_event("its date is not a date".to_owned()))?;
            Ok(Read::Known(Box::new(Event { id, device, sequence, stamp, date, parents, fact })))
        }
        Err(error) => match serde_json::from_str::<Line<AnyFact>>(line) {
            Ok(Line { id, stamp, fact, .. })
                if fact.len() == 1 && !fact.keys().any(|kind| KINDS.contains(&kind.as_str())) =>
            {
                Ok(Read::Unknown { id, stamp, line: line.to_owned() })
            }
            _ => Err(not_an_event(error.to_string())),
        },
    }
}

/// Every kind that this version knows.
const KINDS: [&str; 12] = [
    "person-added",
    "person-renamed",
    "session-held",
    "turn-opened",
    "turn-closed",
    "answers-given",
    "contacts-set",
    "instrument-added",
    "instrument-put-aside",
    "terms-agreed",
    "plan-set",
    "risk-answered",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::{
        AnsweredHow, AnswersGiven, Contact, PersonId, PersonName, SessionId, Talk, TurnEnd, TurnId, TurnOpened,
    };
    use crate::instrument::{Answer, InstrumentRef, Plan};
    use crate::words::Lang;

    fn event(fact: Fact) -> Event {
        Event {
            id: EventId::from_bytes([1; 16]),
            device: DeviceId::from_bytes([2; 16]),
            sequence: 7,
            stamp: Stamp { ms: 5, counter: 1 },
            date: crate::words::day(2026, 11, 23).unwrap(),
            parents: vec![EventId::from_bytes([3; 16])],
            fact,
        }
    }

    fn every_kind() -> Vec<Fact> {
        let (person, session, turn) =
            (PersonId::from_bytes([4; 16]), SessionId::from_bytes([5; 16]), TurnId::from_bytes([6; 16]));
        let name = PersonName::new("Ana \u{1F642}\"").unwrap();
        let instrument = InstrumentRef { id: "attune-alliance-scale".to_owned(), version: 1 };
        vec![
            Fact::PersonAdded { person, name: name.clone() },
            Fact::PersonRenamed { person, name },
            Fact::SessionHeld { session, person },
            Fact::TurnOpened(TurnOpened {
                turn,
                person,
                session,
                instruments: vec![instrument.clone()],
                lang: Lang::Es,
            }),
            Fact::TurnClosed { turn, how: TurnEnd::Unfinished },
            Fact::AnswersGiven(AnswersGiven {
                person,
                session,
                turn: Some(turn),
                instrument,
                lang: Lang::En,
                how: AnsweredHow::Tablet,
                finished: true,
                talk: Some(Talk::IWillRaiseIt),
                answers: [("goal-1", Answer::Value(2.0)), ("goal-2", Answer::Skipped)].into_iter().collect(),
            }),
            Fact::ContactsSet { contacts: vec![Contact::new("Line", "112").unwrap()] },
            Fact::InstrumentAdded(Box::new(crate::instrument::catalogue::alliance_scale().unwrap().clone())),
            Fact::InstrumentPutAside { instrument: "x".to_owned(), aside: true },
            Fact::TermsAgreed { instrument: "x".to_owned() },
            Fact::PlanSet { person: Some(person), plan: Plan::default() },
            Fact::RiskAnswered { answers: EventId::from_bytes([8; 16]), done: "We talked, and called".to_owned() },
        ]
    }

    #[test]
    fn every_kind_is_written_and_read_back_as_itself() {
        let facts = every_kind();
        assert_eq!(facts.len(), KINDS.len());
        for (fact, kind) in facts.into_iter().zip(KINDS) {
            let event = event(fact);
            let line = event.to_line().unwrap();
            assert!(line.contains(&format!(r#""fact":{{"{kind}":"#)), "{line}");
            assert!(!line.contains('\n'));
            assert_eq!(read(&line).unwrap(), Read::Known(Box::new(event)));
        }
    }

    #[test]
    fn an_unknown_kind_is_kept_byte_for_byte() {
        let line = event(every_kind().remove(0)).to_line().unwrap().replace("person-added", "kind-of-next-year");
        let Read::Unknown { line: kept, .. } = read(&line).unwrap() else { panic!("taken for known") };
        assert_eq!(kept, line);
    }

    #[test]
    fn a_known_kind_in_a_strange_form_or_no_event_at_all_is_an_error() {
        let line = event(every_kind().remove(0)).to_line().unwrap();
        for bad in [
            "",
            "{}",
            "null",
            "[]",
            &line.replace("\"name\"", "\"nome\""),
            &line.replace("2026-11-23", "2026-13-45"),
            &line[1..],
        ] {
            assert!(matches!(read(bad), Err(EventError::NotAnEvent(_))), "{bad}");
        }
    }
}

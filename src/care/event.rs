//! Events: immutable statements, each readable as one line of JSON without this app.

use serde_json::{Map, Value};
use thiserror::Error;
use time::Date;

use super::{DeviceId, EventId, Fact, Stamp};
use crate::{
    plain::{self, Plain},
    words::parse_day,
};

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

impl Read {
    /// The event's identity.
    #[must_use]
    pub fn id(&self) -> EventId {
        match self {
            Self::Known(event) => event.id,
            Self::Unknown { id, .. } => *id,
        }
    }
}

/// Why a line is no event.
#[derive(Debug, Error)]
pub enum EventError {
    /// It is not an event of any kind.
    #[error("a line of the record cannot be read: {0}")]
    NotAnEvent(String),
}

impl Plain for Event {
    fn to_plain(&self) -> Value {
        let mut map = Map::new();
        plain::write(&mut map, "id", &self.id);
        plain::write(&mut map, "device", &self.device);
        plain::write(&mut map, "sequence", &self.sequence);
        plain::write(&mut map, "stamp", &self.stamp);
        plain::write(&mut map, "date", &self.date.to_string());
        plain::write_unless_default(&mut map, "parents", &self.parents);
        plain::write(&mut map, "fact", &self.fact);
        Value::Object(map)
    }

    fn of_plain(value: &Value) -> Option<Self> {
        let map = value.as_object()?;
        Some(Self {
            id: plain::read(map, "id")?,
            device: plain::read(map, "device")?,
            sequence: plain::read(map, "sequence")?,
            stamp: plain::read(map, "stamp")?,
            date: parse_day(map.get("date")?.as_str()?)?,
            parents: plain::read_or_default(map, "parents")?,
            fact: plain::read(map, "fact")?,
        })
    }
}

impl Event {
    /// The event as one line of JSON.
    #[must_use]
    pub fn to_line(&self) -> String {
        self.to_plain().to_string()
    }
}

/// Reads a line of JSON.
///
/// # Errors
/// [`EventError::NotAnEvent`] where it has no identity, stamp or date, or states a known kind in a form that kind never
/// had.
pub fn read(line: &str) -> Result<Read, EventError> {
    let value: Value = serde_json::from_str(line).map_err(|error| EventError::NotAnEvent(error.to_string()))?;
    if let Some(event) = Event::of_plain(&value) {
        return Ok(Read::Known(Box::new(event)));
    }
    unknown(&value, line).ok_or_else(|| EventError::NotAnEvent("it has not the form of an event".to_owned()))
}

/// An event of a kind that this version does not know: all but the fact is as it should be.
fn unknown(value: &Value, line: &str) -> Option<Read> {
    let map = value.as_object()?;
    let (kind, _) = plain::tagged(map.get("fact")?).filter(|(kind, _)| !KINDS.contains(kind))?;
    let (id, stamp) = (plain::read(map, "id")?, plain::read(map, "stamp")?);
    (!kind.is_empty()).then(|| Read::Unknown { id, stamp, line: line.to_owned() })
}

/// Every kind that this version knows.
const KINDS: [&str; 40] = [
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
    "same-person",
    "same-session",
    "withdrawn",
    "reinstated",
    "person-erased",
    "person-restricted",
    "restriction-lifted",
    "kept-aside",
    "accessed",
    "backed-up",
    "episode-stated",
    "consent-noted",
    "showing-agreed",
    "impression-noted",
    "style-stated",
    "labelled",
    "person-archived",
    "goal-stated",
    "goal-rated",
    "agreement-stated",
    "session-noted",
    "medicine-stated",
    "ending-stated",
    "professional-stated",
    "reached-noted",
    "door-opened",
    "summary-stated",
    "summary-read",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::{
        Access, Agreement, AnsweredBy, AnsweredHow, AnswersGiven, Archiving, Attendance, BackedUp, BackupHow, Contact,
        Decider, Goal, GoalId, GoalRated, Label, Labelling, Line, Medicine, MedicineId, OwnWords, PersonId, PersonName,
        Progress, RatedBy, Repaired, Rupture, SessionId, SessionKind, SessionNote, Support, Talk, TurnEnd, TurnId,
        TurnOpened, episode::tests::whole,
    };
    use crate::instrument::{Answer, InstrumentRef, Plan};
    use crate::words::{Lang, day};

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
        let (goal, line) = (GoalId::from_bytes([9; 16]), |text: &str| Line::new(text).unwrap().unwrap());
        let words = |text: &str| OwnWords::new(text).unwrap().unwrap();
        let noted = SessionNote {
            kind: SessionKind::Phone,
            attendance: Attendance::CancelledByTherapist,
            supports: vec![Support::RolePlay, Support::Explaining],
            own_supports: vec![line("walking while talking")],
            withdrawal: Some(Rupture { tried: Some(words("asked about it")), repaired: Repaired::Partly }),
            confrontation: Some(Rupture::default()),
            note: Some(words("a line\nand another")),
            ..SessionNote::new(session, person)
        };
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
                by: AnsweredBy::Parent,
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
                by: AnsweredBy::Respondent,
            }),
            Fact::ContactsSet { contacts: vec![Contact::new("Line", "112").unwrap()] },
            Fact::InstrumentAdded(Box::new(crate::instrument::catalogue::alliance_scale().unwrap().clone())),
            Fact::InstrumentPutAside { instrument: "x".to_owned(), aside: true },
            Fact::TermsAgreed { instrument: "x".to_owned() },
            Fact::PlanSet { person: Some(person), plan: Plan::default() },
            Fact::RiskAnswered { answers: EventId::from_bytes([8; 16]), done: "We talked, and called".to_owned() },
            Fact::SamePerson { a: person, b: PersonId::from_bytes([7; 16]) },
            Fact::SameSession { a: session, b: SessionId::from_bytes([7; 16]) },
            Fact::Withdrawn { event: EventId::from_bytes([8; 16]) },
            Fact::Reinstated { event: EventId::from_bytes([8; 16]) },
            Fact::PersonErased { person },
            Fact::PersonRestricted {
                person,
                reason: "Ten years by law".to_owned(),
                until: crate::words::day(2036, 11, 23),
            },
            Fact::RestrictionLifted { person },
            Fact::KeptAside { event: EventId::from_bytes([8; 16]), line: "{\"id\":\"x\"}".to_owned() },
            Fact::Accessed { person: Some(person), how: Access::Printed },
            Fact::BackedUp(BackedUp { upto: Stamp { ms: 5, counter: 1 }, how: BackupHow::ReadBack }),
            Fact::EpisodeStated(Box::new(whole().0)),
            Fact::ConsentNoted(Box::new(whole().1)),
            Fact::ShowingAgreed(whole().2),
            Fact::ImpressionNoted(whole().3),
            Fact::StyleStated { answers: [("lead-1", Answer::Value(-3.0))].into_iter().collect() },
            Fact::Labelled(Labelling { person, label: Label::all_in("couple").unwrap().remove(0), on: true }),
            Fact::PersonArchived(Archiving { person, archived: true }),
            Fact::GoalStated(Box::new(Goal::new(goal, person, words("sleep"), day(2026, 1, 3).unwrap()))),
            Fact::GoalRated(GoalRated {
                goal,
                person,
                session: None,
                progress: Progress::Nothing,
                by: RatedBy::Patient,
            }),
            Fact::AgreementStated(Box::new(Agreement::new(person, None, day(2026, 1, 3).unwrap()))),
            Fact::SessionNoted(Box::new(noted)),
            Fact::MedicineStated(Box::new(Medicine {
                id: MedicineId::from_bytes([7; 16]),
                person,
                name: line("Quiet Night"),
                dose: Some(line("half a tablet")),
                prescriber: None,
                taken: false,
                decided: Decider::Together,
                why: Some(words("it made the days long")),
            })),
            Fact::EndingStated(Box::new(crate::care::ending::tests::whole().0)),
            Fact::ProfessionalStated(Box::new(crate::care::professional::tests::whole())),
            Fact::ReachedNoted(Box::new(crate::care::ending::tests::whole().1)),
            Fact::DoorOpened(Box::new(crate::care::ending::tests::whole().2)),
            Fact::SummaryStated(Box::new(crate::care::summary::tests::whole().0)),
            Fact::SummaryRead(Box::new(crate::care::summary::tests::whole().1)),
        ]
    }

    #[test]
    fn every_kind_is_written_and_read_back_as_itself() {
        let facts = every_kind();
        assert_eq!(facts.len(), KINDS.len());
        for (fact, kind) in facts.into_iter().zip(KINDS) {
            let event = event(fact);
            let line = event.to_line();
            assert!(line.contains(&format!(r#""fact":{{"{kind}":"#)), "{line}");
            assert!(!line.contains('\n'));
            assert_eq!(read(&line).unwrap(), Read::Known(Box::new(event)));
        }
    }

    #[test]
    fn an_unknown_kind_is_kept_byte_for_byte() {
        let line = event(every_kind().remove(0)).to_line().replace("person-added", "kind-of-next-year");
        let Read::Unknown { line: kept, .. } = read(&line).unwrap() else { panic!("taken for known") };
        assert_eq!(kept, line);
    }

    #[test]
    fn a_known_kind_in_a_strange_form_or_no_event_at_all_is_an_error() {
        let line = event(every_kind().remove(0)).to_line();
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

//! What can be asked in a session.

use std::sync::Arc;

use super::{PersonId, Record, SessionId};
use crate::{
    instrument::{Instrument, Respondent},
    order,
};

/// What is asked where the plan asks nothing.
const OTHERWISE: &str = "attune-alliance-scale";

impl Record {
    /// The questionnaires that a patient can be asked in a session: those that the person's plan names for it, in the plan's
    /// order (the Alliance Scale where it names none), and the others. Left out is what is put aside, has no wording yet,
    /// has terms that nobody agreed to, or of which nobody has said whether it asks about risk.
    #[must_use]
    pub fn offered(&self, person: PersonId, session: SessionId) -> (Vec<Arc<Instrument>>, Vec<Arc<Instrument>>) {
        let shelf = self.shelf();
        let mut all = shelf.all();
        all.retain(|one| {
            let id = &one.reference.id;
            let agreed = one.licence.terms.is_empty() || shelf.has_agreed(id);
            let known = one.risk_items.is_some() && !one.lacks_wording();
            one.respondent == Respondent::Patient && known && agreed && !shelf.is_aside(id)
        });
        let sessions = self.person(person).map(|found| found.sessions).unwrap_or_default();
        let place = sessions.iter().position(|other| other.id == session).unwrap_or(sessions.len());
        let plan = shelf.plan(Some(person));
        let mut due: Vec<&str> = plan.due(u32::try_from(place + 1).unwrap_or(u32::MAX)).collect();
        due.retain(|id| all.iter().any(|one| one.reference.id == **id));
        if due.is_empty() {
            due.push(OTHERWISE);
        }
        let (mut first, others): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|one| due.contains(&one.reference.id.as_str()));
        order::sort_by_key(&mut first, |one| due.iter().position(|id| *id == one.reference.id));
        (first, others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        care::{DeviceId, Event, EventId, Fact, PersonName, Stamp},
        instrument::{InstrumentRef, Plan, Step, Translated, catalogue},
    };

    fn state(record: &mut Record, number: u8, fact: Fact) {
        record.apply(&Event {
            id: EventId::from_bytes([number; 16]),
            device: DeviceId::from_bytes([9; 16]),
            sequence: u64::from(number),
            stamp: Stamp { ms: u64::from(number), counter: 0 },
            date: crate::words::day(2026, 1, number).unwrap(),
            parents: Vec::new(),
            fact,
        });
    }

    fn names(all: &[Arc<Instrument>]) -> Vec<&str> {
        all.iter().map(|one| one.reference.id.as_str()).collect()
    }

    #[test]
    fn the_plan_says_what_is_due_and_the_rest_is_offered_beside_it() {
        let (mut record, person) = (Record::new(), PersonId::from_bytes([1; 16]));
        state(&mut record, 1, Fact::PersonAdded { person, name: PersonName::new("Ana").unwrap() });
        let session = |number: u8| SessionId::from_bytes([number; 16]);
        for number in 2..=4 {
            state(&mut record, number, Fact::SessionHeld { session: session(number), person });
        }
        let due = |record: &Record, number: u8| names(&record.offered(person, session(number)).0).join(" ");
        assert_eq!(due(&record, 2), "attune-session-check-in attune-wellbeing-check");
        assert_eq!(due(&record, 4), "attune-session-check-in attune-wellbeing-check attune-alliance-scale");
        let (_, others) = record.offered(person, session(2));
        assert!(names(&others).contains(&"attune-alliance-scale"));
        assert!(!names(&others).contains(&"attune-alliance-scale-therapist"), "a therapist's form is not for patients");
        let plan = Plan(vec![Step { instrument: "gone".to_owned(), from: 1, every: 1 }]);
        state(&mut record, 5, Fact::PlanSet { person: Some(person), plan });
        assert_eq!(due(&record, 2), "attune-alliance-scale");
    }

    #[test]
    fn what_is_not_ready_is_not_offered() {
        let (mut record, person, session) =
            (Record::new(), PersonId::from_bytes([1; 16]), SessionId::from_bytes([2; 16]));
        let mut own = catalogue::alliance_scale().unwrap().clone();
        own.reference = InstrumentRef { id: "own".to_owned(), version: 1 };
        own.risk_items = None;
        own.licence.terms = Translated::of("en", "Ask first.");
        let offered = |record: &Record| names(&record.offered(person, session).1).contains(&"own");
        state(&mut record, 1, Fact::InstrumentAdded(Box::new(own.clone())));
        state(&mut record, 2, Fact::TermsAgreed { instrument: "own".to_owned() });
        assert!(!offered(&record), "nobody has said whether it asks about risk");
        own.risk_items = Some(Vec::new());
        state(&mut record, 3, Fact::InstrumentAdded(Box::new(own)));
        assert!(offered(&record));
        state(&mut record, 4, Fact::InstrumentPutAside { instrument: "own".to_owned(), aside: true });
        assert!(!offered(&record));
    }
}

//! The state that events fold to.

use time::Date;

use super::{
    AnswersGiven, Contact, Event, EventId, Fact, PersonId, PersonName, SessionId, Stamp, TurnEnd, TurnId, TurnOpened,
};
use super::{latest::Latest, shelf::Shelf};
use crate::{
    instrument::InstrumentRef,
    order::{self, Table},
};

/// One answered questionnaire with the event that stated it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The event.
    pub id: EventId,
    /// When it was written.
    pub stamp: Stamp,
    /// The answers and how they were given.
    pub given: AnswersGiven,
}

/// One session.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// The day it was held.
    pub date: Date,
    /// When it was first written down, which orders two sessions of one day.
    pub stamp: Stamp,
    /// What was answered in it, earliest first.
    pub entries: Vec<Entry>,
}

/// One person, as the record knows them.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// What they are called.
    pub name: PersonName,
    /// The day they were added.
    pub since: Date,
    /// Their sessions, by date.
    pub sessions: Vec<Session>,
}

/// A handing-over of the device.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// What was handed over, and to whom.
    pub opened: TurnOpened,
    /// The day of it.
    pub date: Date,
    /// How it ended; nothing while it is open.
    pub end: Option<TurnEnd>,
}

#[derive(Clone, Debug)]
struct PersonState {
    id: PersonId,
    name: Option<Latest<PersonName>>,
    since: Option<Date>,
}

#[derive(Clone, Debug)]
struct SessionState {
    id: SessionId,
    person: PersonId,
    date: Latest<Date>,
}

impl PersonState {
    fn with(&self, sessions: Vec<Session>) -> Option<Person> {
        Some(Person { id: self.id, name: self.name.as_ref()?.value.clone(), since: self.since?, sessions })
    }
}

/// Everything known, folded from events. The result does not depend on the order in which they arrive, nor on how often.
#[derive(Clone, Debug, Default)]
pub struct Record {
    seen: Table<()>,
    people: Table<PersonState>,
    sessions: Table<SessionState>,
    /// By session.
    entries: Table<Vec<Entry>>,
    opened: Table<(TurnOpened, Date)>,
    /// By turn; nothing while only its opening is known.
    closed: Table<Option<Latest<TurnEnd>>>,
    contacts: Option<Latest<Vec<Contact>>>,
    shelf: Shelf,
    /// By the event of the answers.
    risks: Table<Option<Latest<String>>>,
}

impl Record {
    /// An empty record.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in one event. Returns whether it was new.
    pub fn apply(&mut self, event: &Event) -> bool {
        if !self.seen.insert_new(event.id.as_bytes(), ()) {
            return false;
        }
        let at = (event.stamp, event.id);
        match &event.fact {
            Fact::PersonAdded { person, name } => {
                let state = self.person_state(*person);
                state.since = Some(state.since.map_or(event.date, |since| since.min(event.date)));
                Latest::put(&mut state.name, name.clone(), at);
            }
            Fact::PersonRenamed { person, name } => {
                Latest::put(&mut self.person_state(*person).name, name.clone(), at);
            }
            Fact::SessionHeld { session, person } => {
                let stated = SessionState { id: *session, person: *person, date: Latest { value: event.date, at } };
                let slot = self.sessions.get_or_insert_with(session.as_bytes(), || stated.clone());
                if slot.date.at < at {
                    *slot = stated;
                }
            }
            Fact::TurnOpened(opened) => {
                self.opened.insert_new(opened.turn.as_bytes(), (opened.clone(), event.date));
            }
            Fact::TurnClosed { turn, how } => {
                Latest::put(self.closed.get_or_insert_with(turn.as_bytes(), || None), *how, at);
            }
            Fact::AnswersGiven(given) => {
                let entries = self.entries.get_or_insert_with(given.session.as_bytes(), Vec::new);
                let place = entries.partition_point(|entry| (entry.stamp, entry.id) < at);
                entries.insert(place, Entry { id: event.id, stamp: event.stamp, given: given.clone() });
            }
            Fact::ContactsSet { contacts } => Latest::put(&mut self.contacts, contacts.clone(), at),
            Fact::InstrumentAdded(instrument) => self.shelf.add(instrument, at),
            Fact::InstrumentPutAside { instrument, aside } => self.shelf.put_aside(instrument, *aside, at),
            Fact::TermsAgreed { instrument } => self.shelf.agree(instrument),
            Fact::PlanSet { person, plan } => self.shelf.set_plan(*person, plan, at),
            Fact::RiskAnswered { answers, done } => {
                Latest::put(self.risks.get_or_insert_with(answers.as_bytes(), || None), done.clone(), at);
            }
        }
        true
    }

    /// Whether an event of that identity has been taken in.
    #[must_use]
    pub fn knows(&self, event: EventId) -> bool {
        self.seen.get(event.as_bytes()).is_some()
    }

    /// Everyone who has been added, by name.
    #[must_use]
    pub fn people(&self) -> Vec<Person> {
        let mut people: Vec<Person> = self.people.iter().filter_map(|state| state.with(Vec::new())).collect();
        let mut places = Table::default();
        for (place, person) in people.iter().enumerate() {
            places.insert_new(person.id.as_bytes(), place);
        }
        for session in self.sessions.iter() {
            if let Some(found) = places.get(session.person.as_bytes()).and_then(|place| people.get_mut(*place)) {
                found.sessions.push(self.session(session));
            }
        }
        for person in &mut people {
            order::sort_by_key(&mut person.sessions, |session| (session.date, session.stamp, session.id));
        }
        order::sort_by(&mut people, |a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        people
    }

    /// One person with their sessions by date.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<Person> {
        let mut sessions: Vec<Session> =
            self.sessions.iter().filter(|session| session.person == id).map(|session| self.session(session)).collect();
        order::sort_by_key(&mut sessions, |session| (session.date, session.stamp, session.id));
        self.people.get(id.as_bytes())?.with(sessions)
    }

    fn person_state(&mut self, id: PersonId) -> &mut PersonState {
        self.people.get_or_insert_with(id.as_bytes(), || PersonState { id, name: None, since: None })
    }

    fn session(&self, session: &SessionState) -> Session {
        let SessionState { id, ref date, .. } = *session;
        let entries = self.entries.get(id.as_bytes()).cloned().unwrap_or_default();
        Session { id, date: date.value, stamp: date.at.0, entries }
    }

    /// A handing-over of the device.
    #[must_use]
    pub fn turn(&self, id: TurnId) -> Option<Turn> {
        let (opened, date) = self.opened.get(id.as_bytes())?;
        Some(Turn { opened: opened.clone(), date: *date, end: self.end(id) })
    }

    fn end(&self, id: TurnId) -> Option<TurnEnd> {
        self.closed.get(id.as_bytes())?.as_ref().map(|latest| latest.value)
    }

    /// The handing-overs that have not ended.
    #[must_use]
    pub fn open_turns(&self) -> Vec<Turn> {
        let open = self.opened.iter().filter(|(opened, _)| self.end(opened.turn).is_none());
        open.map(|(opened, date)| Turn { opened: opened.clone(), date: *date, end: None }).collect()
    }

    /// Whether this version of a questionnaire was ever handed out or answered.
    #[must_use]
    pub fn has_asked(&self, instrument: &InstrumentRef) -> bool {
        self.opened.iter().any(|(opened, _)| opened.instruments.contains(instrument))
            || self.entries.iter().flatten().any(|entry| entry.given.instrument == *instrument)
    }

    /// The questionnaires and plans.
    #[must_use]
    pub const fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// What was done about an answer on risk, where that was written down.
    #[must_use]
    pub fn risk_answered(&self, answers: EventId) -> Option<&str> {
        self.risks.get(answers.as_bytes())?.as_ref().map(|latest| latest.value.as_str())
    }

    /// The local crisis contacts.
    #[must_use]
    pub fn contacts(&self) -> &[Contact] {
        self.contacts.as_ref().map_or(&[], |latest| &latest.value)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::care::{AnsweredHow, DeviceId};
    use crate::instrument::{Answer, AnswerSet};
    use crate::words::Lang;

    const ANA: [u8; 16] = [1; 16];

    fn event(number: u8, fact: Fact) -> Event {
        Event {
            id: EventId::from_bytes([number; 16]),
            device: DeviceId::from_bytes([9; 16]),
            sequence: u64::from(number),
            stamp: Stamp { ms: u64::from(number), counter: 0 },
            date: crate::words::day(2026, 1, 1 + number % 28).unwrap(),
            parents: Vec::new(),
            fact,
        }
    }

    fn name(text: &str) -> PersonName {
        PersonName::new(text).unwrap()
    }

    fn history() -> Vec<Event> {
        let person = PersonId::from_bytes(ANA);
        let (first, second) = (SessionId::from_bytes([2; 16]), SessionId::from_bytes([3; 16]));
        let turn = TurnId::from_bytes([4; 16]);
        let instrument = InstrumentRef { id: "x".to_owned(), version: 1 };
        let answers = |session, value: f64| {
            Fact::AnswersGiven(AnswersGiven {
                person,
                session,
                turn: Some(turn),
                instrument: instrument.clone(),
                lang: Lang::En,
                how: AnsweredHow::Tablet,
                finished: true,
                talk: None,
                answers: [("a", Answer::Value(value))].into_iter().collect::<AnswerSet>(),
            })
        };
        vec![
            event(1, Fact::PersonAdded { person, name: name("Ana") }),
            event(2, Fact::SessionHeld { session: first, person }),
            event(
                3,
                Fact::TurnOpened(TurnOpened {
                    turn,
                    person,
                    session: first,
                    instruments: vec![instrument.clone()],
                    lang: Lang::En,
                }),
            ),
            event(4, answers(first, 3.0)),
            event(5, Fact::TurnClosed { turn, how: TurnEnd::Finished }),
            event(6, Fact::SessionHeld { session: second, person }),
            event(7, answers(second, 2.0)),
            event(8, answers(second, 4.0)),
            event(9, Fact::PersonRenamed { person, name: name("A.") }),
            event(10, Fact::ContactsSet { contacts: vec![Contact::new("Line", "1").unwrap()] }),
            event(11, Fact::ContactsSet { contacts: vec![Contact::new("Line", "2").unwrap()] }),
        ]
    }

    fn shown(record: &Record) -> (Vec<Person>, Vec<Turn>, Vec<Contact>) {
        (record.people(), record.open_turns(), record.contacts().to_vec())
    }

    #[test]
    fn events_fold_to_people_sessions_and_answers() {
        let mut record = Record::new();
        assert!(history().iter().all(|event| record.apply(event)));
        let ana = record.person(PersonId::from_bytes(ANA)).unwrap();
        assert_eq!((ana.name.as_str(), ana.sessions.len()), ("A.", 2));
        assert_eq!(ana.sessions[1].entries.len(), 2);
        assert_eq!(ana.sessions[1].entries[1].given.answers.value("a"), Some(4.0));
        assert_eq!(record.people(), vec![ana]);
        assert!(record.open_turns().is_empty());
        assert_eq!(record.contacts()[0].reach, "2");
        let asked = |version| record.has_asked(&InstrumentRef { id: "x".to_owned(), version });
        assert!(asked(1) && !asked(2));
    }

    proptest! {
        #[test]
        fn any_order_and_any_repetition_gives_the_same_record(order in proptest::collection::vec(0usize..11, 0..60)) {
            let history = history();
            let mut expected = Record::new();
            history.iter().for_each(|event| { expected.apply(event); });
            let mut record = Record::new();
            for place in order.into_iter().chain(0..11) {
                record.apply(&history[place]);
            }
            prop_assert_eq!(shown(&record), shown(&expected));
        }
    }
}

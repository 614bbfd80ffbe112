//! What does not count: people who are erased, statements that were taken back, doubles that are joined.

use time::Date;

use super::{CareKind, Record};
use crate::care::{Access, AnswersGiven, EventId, PersonId, PersonName, TurnId};
use crate::instrument::InstrumentRef;
use crate::order;

/// What was taken back.
#[derive(Clone, Debug, PartialEq)]
pub enum TakenBackKind {
    /// A person.
    Person(PersonName),
    /// A session, with its day.
    Session(Date),
    /// The answers to a questionnaire, with the day of their session where that is known.
    Answers(InstrumentRef, Option<Date>),
    /// Something of the record of care: what it is, what it is called, and its day.
    Care(CareKind, Option<String>, Date),
}

/// An ordinary deletion that can be undone.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenBack {
    /// What it was.
    pub kind: TakenBackKind,
    /// The events to reinstate.
    pub events: Vec<EventId>,
}

/// One side of a join.
#[derive(Clone, Debug, PartialEq)]
pub enum Side {
    /// A person, by the name under that identity.
    Person(PersonId, PersonName),
    /// A session, by its day.
    Session(Date),
    /// Somebody who is erased.
    Erased,
    /// Nothing is known under that identity.
    Unknown,
}

/// Two identities that are said to be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined {
    /// The event that says so: withdrawn, the two are two again.
    pub event: EventId,
    /// The sides.
    pub sides: [Side; 2],
}

impl Record {
    /// Everyone who is erased, and the earliest day on which that was stated.
    #[must_use]
    pub fn erased(&self) -> Vec<(PersonId, Date)> {
        let mut all: Vec<_> = self.standing.erased().collect();
        order::sort(&mut all);
        all
    }

    /// Whether anything was read that says something of somebody who is erased: the log has not been rid of it yet.
    #[must_use]
    pub fn mentions_erased(&self) -> bool {
        self.mentioned.iter().any(|person| self.standing.is_erased(person.as_bytes()))
    }

    /// The open handing-overs to people who are erased. To be closed before the log forgets them, so that what is handed in
    /// later is known to be of nobody's.
    #[must_use]
    pub fn turns_of_erased(&self) -> Vec<TurnId> {
        let theirs = self.opened.iter().filter(|(opened, _)| self.is_erased(opened.person));
        theirs.map(|(opened, _)| opened.turn).filter(|turn| self.end(*turn).is_none()).collect()
    }

    /// Whether what was handed in for this turn is to be dropped for good: it was to somebody who is erased, or, where the
    /// log has forgotten to whom it was, it had ended and somebody is erased.
    #[must_use]
    pub fn is_turn_gone(&self, turn: TurnId) -> bool {
        match self.opened.get(turn.as_bytes()) {
            Some((opened, _)) => self.is_erased(opened.person),
            None => self.end(turn).is_some() && self.standing.erased().next().is_some(),
        }
    }

    /// Whether just these answers are in the record, taken back or not.
    #[must_use]
    pub fn has_answers(&self, given: &AnswersGiven) -> bool {
        let entries = self.entries.get(given.session.as_bytes());
        entries.into_iter().flatten().any(|entry| entry.given == *given)
    }

    /// The day of a session, taken back or not.
    pub(super) fn day(&self, session: &[u8; 16]) -> Option<Date> {
        Some(self.sessions.get(session)?.said.newest().value.1)
    }

    /// People who were taken back, by name. Not those who are erased.
    #[must_use]
    pub fn people_taken_back(&self) -> Vec<TakenBack> {
        let mut all: Vec<(PersonName, TakenBack)> = Vec::new();
        for state in self.people.iter().filter(|state| !self.is_erased(state.id)) {
            let events: Vec<EventId> = state.names.events().filter(|id| self.standing.is_withdrawn(*id)).collect();
            if !events.is_empty() && state.names.latest(&self.standing).is_none() {
                let name = state.names.newest().value.0.clone();
                all.push((name.clone(), TakenBack { kind: TakenBackKind::Person(name), events }));
            }
        }
        order::sort_by(&mut all, |(a, _), (b, _)| a.cmp(b));
        all.into_iter().map(|(_, one)| one).collect()
    }

    /// What was taken back of one person: sessions, answers and what was stated of their care, the earliest day first.
    #[must_use]
    pub fn taken_back(&self, person: PersonId) -> Vec<TakenBack> {
        let roots = self.roots();
        let theirs = |other: PersonId| roots.of(other.as_bytes()) == roots.of(person.as_bytes());
        let mut all: Vec<(Option<Date>, TakenBack)> = Vec::new();
        for state in self.sessions.iter() {
            let newest = state.said.newest().value;
            let events: Vec<EventId> = state.said.events().filter(|id| self.standing.is_withdrawn(*id)).collect();
            if !events.is_empty() && theirs(newest.0) && state.said.latest(&self.standing).is_none() {
                all.push((Some(newest.1), TakenBack { kind: TakenBackKind::Session(newest.1), events }));
            }
        }
        for entry in self.entries.iter().flatten() {
            if self.standing.is_withdrawn(entry.id) && theirs(entry.given.person) {
                let day = self.day(entry.given.session.as_bytes());
                let kind = TakenBackKind::Answers(entry.given.instrument.clone(), day);
                all.push((day, TakenBack { kind, events: vec![entry.id] }));
            }
        }
        for one in self.stated_taken_back(person) {
            let kind = TakenBackKind::Care(one.kind, one.what, one.day);
            all.push((Some(one.day), TakenBack { kind, events: one.events }));
        }
        order::sort_by_key(&mut all, |(day, one)| (*day, one.events.first().copied()));
        all.into_iter().map(|(_, one)| one).collect()
    }

    /// The joins of people that stand.
    #[must_use]
    pub fn joined_people(&self) -> Vec<Joined> {
        let side = |id: &[u8; 16]| {
            if self.standing.is_erased(id) {
                return Side::Erased;
            }
            let named = |state: &super::PersonState| Side::Person(state.id, state.names.newest().value.0.clone());
            self.people.get(id).map_or(Side::Unknown, named)
        };
        let stand = self.same_person.all().filter(|(event, ..)| self.standing.stands(*event));
        stand.map(|(event, a, b)| Joined { event, sides: [side(&a), side(&b)] }).collect()
    }

    /// The joins of one person's sessions that stand.
    #[must_use]
    pub fn joined_sessions(&self, person: PersonId) -> Vec<Joined> {
        let roots = self.roots();
        let theirs = |id: &[u8; 16]| {
            let said = self.sessions.get(id).map(|state| state.said.newest().value.0);
            said.is_some_and(|who| roots.of(who.as_bytes()) == roots.of(person.as_bytes()))
        };
        let side = |id: &[u8; 16]| self.day(id).map_or(Side::Unknown, Side::Session);
        let stand = self.same_session.all().filter(|(event, ..)| self.standing.stands(*event));
        let of_them = stand.filter(|(_, a, b)| theirs(a) || theirs(b));
        of_them.map(|(event, a, b)| Joined { event, sides: [side(&a), side(&b)] }).collect()
    }

    /// When one person's record, or that of all, was looked at, printed or taken out, and whether it was that of all; the
    /// latest first.
    #[must_use]
    pub fn accesses_of(&self, person: PersonId) -> Vec<(Date, Access, bool)> {
        let all = self.identities(person);
        let theirs = self.accesses().filter(|(_, who, _)| who.is_none_or(|who| all.contains(&who)));
        let mut out: Vec<_> = theirs.map(|(date, who, how)| (date, how, who.is_none())).collect();
        order::sort_by_key(&mut out, |one| std::cmp::Reverse(*one));
        out.dedup();
        out
    }
}

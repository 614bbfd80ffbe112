//! People and their sessions as they stand: doubles joined, what is withdrawn, erased or restricted left out.

use std::collections::BTreeSet;

use time::Date;

use super::{Entry, Person, Record, Session};
use crate::care::standing::Roots;
use crate::care::{Access, AnsweredBy, EventId, PersonId, PersonName, Restriction, SessionId, Stamp};
use crate::order::{self, Table};

/// Whom to gather.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whom {
    Shown,
    One([u8; 16]),
    /// Also where they are restricted, or said to be the same as somebody who is erased.
    Anyone([u8; 16]),
    Restricted,
}

/// A person who is being gathered, with the moment of the name so far.
struct Gathered {
    person: Option<Person>,
    named: (Stamp, EventId),
    since: Option<Date>,
}

impl Record {
    /// Everyone who has been added, by name; not those who are restricted.
    #[must_use]
    pub fn people(&self) -> Vec<Person> {
        self.gather(Whom::Shown)
    }

    /// One person with their sessions by date; nothing where they are restricted. Of somebody whose doubles were joined, any of
    /// the identities will do.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<Person> {
        self.gather(Whom::One(*id.as_bytes())).pop()
    }

    /// As [`Record::person`], also where the record is hidden, so that it can be exported, shown on request or erased.
    #[must_use]
    pub fn anyone(&self, id: PersonId) -> Option<Person> {
        self.gather(Whom::Anyone(*id.as_bytes())).pop()
    }

    /// Those whose record is hidden and kept, by name, and why.
    #[must_use]
    pub fn restricted(&self) -> Vec<(Person, Restriction)> {
        if self.standing.restricted().next().is_none() {
            return Vec::new();
        }
        let roots = self.roots();
        let people = self.gather(Whom::Restricted).into_iter();
        people.filter_map(|person| Some((self.restriction(&roots, person.id.as_bytes())?, person))).map(swap).collect()
    }

    /// Every identity of one person: several where doubles were joined. To erase somebody is to erase each.
    #[must_use]
    pub fn identities(&self, id: PersonId) -> Vec<PersonId> {
        self.roots().class(id.as_bytes()).into_iter().map(|bytes| uuid::Uuid::from_bytes(bytes).into()).collect()
    }

    /// Whether this person, or somebody said to be the same, is erased.
    #[must_use]
    pub fn is_erased(&self, id: PersonId) -> bool {
        self.roots().class(id.as_bytes()).iter().any(|id| self.standing.is_erased(id))
    }

    /// People who are not erased themselves, but said to be the same as somebody who is: another device joined them before it
    /// knew of the erasure. They are hidden, and somebody has to erase them or undo the join.
    #[must_use]
    pub fn half_erased(&self) -> Vec<PersonId> {
        let people = self.people.iter().map(|state| state.id);
        people.filter(|id| !self.standing.is_erased(id.as_bytes()) && self.is_erased(*id)).collect()
    }

    /// The names that two devices gave without knowing of each other, the later first; one where there was no such thing.
    #[must_use]
    pub fn name_heads(&self, id: PersonId) -> Vec<PersonName> {
        let state = self.people.get(id.as_bytes());
        let heads = state.map(|state| state.names.heads(&self.standing)).unwrap_or_default();
        heads.into_iter().map(|said| said.value.0.clone()).collect()
    }

    /// The days that two devices gave one session without knowing of each other, the later first.
    #[must_use]
    pub fn date_heads(&self, id: SessionId) -> Vec<Date> {
        let state = self.sessions.get(id.as_bytes());
        let heads = state.map(|state| state.said.heads(&self.standing)).unwrap_or_default();
        heads.into_iter().map(|said| said.value.1).collect()
    }

    /// The events to withdraw so that a person is deleted in the ordinary way, which can be undone.
    #[must_use]
    pub fn events_of_person(&self, id: PersonId) -> Vec<EventId> {
        let states = self.roots().class(id.as_bytes()).into_iter().filter_map(|id| self.people.get(&id));
        states.flat_map(|state| state.names.events().collect::<Vec<_>>()).collect()
    }

    /// The events to withdraw so that a session is deleted in the ordinary way; its answers go and come back with it.
    #[must_use]
    pub fn events_of_session(&self, id: SessionId) -> Vec<EventId> {
        let states = self.session_roots().class(id.as_bytes()).into_iter().filter_map(|id| self.sessions.get(&id));
        states.flat_map(|state| state.said.events().collect::<Vec<_>>()).collect()
    }

    /// Whether an access must be written down: not where that was done today, nor where looking is shown by a session
    /// of today, or by their being added today.
    #[must_use]
    pub fn owes_access(&self, person: Option<PersonId>, how: Access, today: Date) -> bool {
        let shown = || {
            let found = person.and_then(|id| self.person(id));
            found.is_some_and(|person| person.since == today || person.sessions.iter().any(|one| one.date == today))
        };
        !(self.accesses.contains(&(today, person, how)) || how == Access::Viewed && shown())
    }

    /// The identity that stands for this person.
    pub(super) fn root(&self, id: PersonId) -> PersonId {
        uuid::Uuid::from_bytes(self.roots().of(id.as_bytes())).into()
    }

    /// The bytes of every identity of one person.
    pub(super) fn class(&self, id: PersonId) -> Vec<[u8; 16]> {
        self.roots().class(id.as_bytes())
    }

    pub(super) fn roots(&self) -> Roots {
        self.same_person.roots(&self.standing)
    }

    pub(super) fn session_roots(&self) -> Roots {
        self.same_session.roots(&self.standing)
    }

    /// The identities that stand for those who are shown, as in [`Record::people`], and how to come to them.
    pub(super) fn shown_roots(&self) -> (Roots, BTreeSet<[u8; 16]>) {
        let roots = self.roots();
        let hidden = self.standing.erased().map(|(id, _)| id).chain(self.standing.restricted());
        let hidden = order::set(hidden.map(|id| roots.of(id.as_bytes())));
        let named = self.people.iter().filter(|state| state.names.latest(&self.standing).is_some());
        let shown = order::set(named.map(|state| roots.of(state.id.as_bytes())).filter(|root| !hidden.contains(root)));
        (roots, shown)
    }

    /// Why one person's record is hidden; nothing where it is not.
    #[must_use]
    pub fn restriction_of(&self, id: PersonId) -> Option<Restriction> {
        self.restriction(&self.roots(), id.as_bytes())
    }

    fn restriction(&self, roots: &Roots, id: &[u8; 16]) -> Option<Restriction> {
        roots.class(id).iter().find_map(|id| self.standing.restriction(id)).cloned()
    }

    fn gather(&self, whom: Whom) -> Vec<Person> {
        let roots = self.roots();
        let hidden = order::set(self.standing.erased().map(|(id, _)| roots.of(id.as_bytes())));
        let restricted = order::set(self.standing.restricted().map(|id| roots.of(id.as_bytes())));
        let wanted = |root: &[u8; 16]| {
            let asked = match whom {
                Whom::One(id) => roots.of(&id) == *root,
                Whom::Anyone(id) => return roots.of(&id) == *root,
                Whom::Shown | Whom::Restricted => true,
            };
            asked && !hidden.contains(root) && restricted.contains(root) == (whom == Whom::Restricted)
        };
        let mut found: Table<Gathered> = Table::default();
        for state in self.people.iter() {
            let root = roots.of(state.id.as_bytes());
            if !wanted(&root) || self.standing.is_erased(state.id.as_bytes()) {
                continue;
            }
            let Some(said) = state.names.latest(&self.standing) else { continue };
            let since = state.names.all(&self.standing).filter_map(|said| said.value.1).min();
            let made = || Gathered { person: None, named: (Stamp::default(), said.at.1), since: None };
            let gathered = found.get_or_insert_with(&root, made);
            gathered.since = [gathered.since, since].into_iter().flatten().min();
            // A double that was only renamed adds no person.
            if let Some(since) = since
                && (gathered.person.is_none() || gathered.named < said.at)
            {
                let id = uuid::Uuid::from_bytes(root).into();
                let name = said.value.0.clone();
                gathered.person = Some(Person { id, name, since, sessions: Vec::new() });
                gathered.named = said.at;
            }
        }
        self.gather_sessions(&roots, &hidden, &mut found);
        let mut people = Vec::new();
        for gathered in found.into_values() {
            if let (Some(mut person), Some(since)) = (gathered.person, gathered.since) {
                person.since = since;
                order::sort_by_key(&mut person.sessions, |session| (session.date, session.stamp, session.id));
                people.push(person);
            }
        }
        order::sort_by(&mut people, |a: &Person, b: &Person| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        people
    }

    /// Puts every session that stands to its person.
    fn gather_sessions(&self, roots: &Roots, hidden: &BTreeSet<[u8; 16]>, found: &mut Table<Gathered>) {
        let session_roots = self.session_roots();
        for state in self.sessions.iter() {
            // A joined session is gathered once, from its least identity.
            let id = state.id.as_bytes();
            if session_roots.of(id) != *id {
                continue;
            }
            let class = session_roots.class(id);
            let members = class.iter().filter_map(|id| self.sessions.get(id));
            let said = members.filter_map(|state| state.said.latest(&self.standing)).max_by_key(|said| said.at);
            let Some(said) = said else { continue };
            let (person, date) = said.value;
            let Some(gathered) = found.get_mut(&roots.of(person.as_bytes())) else { continue };
            let Some(person) = &mut gathered.person else { continue };
            let mut entries: Vec<Entry> = Vec::new();
            for entry in class.iter().filter_map(|id| self.entries.get(id)).flatten() {
                let whose = roots.of(entry.given.person.as_bytes());
                if self.standing.stands(entry.id) && !hidden.contains(&whose) {
                    entries.push(entry.clone());
                }
            }
            if class.len() > 1 {
                order::sort_by_key(&mut entries, |entry| (entry.stamp, entry.id));
            }
            let (entries, others) = entries.into_iter().partition(|entry| entry.given.by == AnsweredBy::Respondent);
            let attended = self.attended(&class, &roots.class(said.value.0.as_bytes()));
            person.sessions.push(Session { id: state.id, date, stamp: said.at.0, attended, entries, others });
        }
    }
}

fn swap<A, B>((a, b): (A, B)) -> (B, A) {
    (b, a)
}

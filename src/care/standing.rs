//! Which statements stand: withdrawals, doubles that were joined, people who are erased or restricted.
//!
//! Everything here is a set or the latest of several statements, looked at when the record is read, so that the order in
//! which events arrive makes no difference.

use std::collections::BTreeMap;

use time::Date;

use super::{EventId, PersonId, Stamp, latest::Latest};
use crate::order::Table;

/// Why somebody's record is hidden instead of erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restriction {
    /// The reason, in the therapist's words: the law that demands keeping, or the wish of the person.
    pub reason: String,
    /// The last day for which it must be kept, where there is one.
    pub until: Option<Date>,
}

/// Sixteen-byte identities that are said to be the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Doubles(Vec<(EventId, [u8; 16], [u8; 16])>);

impl Doubles {
    pub(super) fn join(&mut self, by: EventId, a: [u8; 16], b: [u8; 16]) {
        self.0.push((by, a, b));
    }

    /// Every join, whether it stands or not: the event that states it, and both.
    pub(super) fn all(&self) -> impl Iterator<Item = (EventId, [u8; 16], [u8; 16])> {
        self.0.iter().copied()
    }

    /// The least identity of each that was joined with another, by joins that stand.
    pub(super) fn roots(&self, standing: &Standing) -> Roots {
        let mut parents: BTreeMap<[u8; 16], [u8; 16]> = BTreeMap::new();
        for (by, a, b) in &self.0 {
            if standing.stands(*by) {
                let (a, b) = (root(&parents, *a), root(&parents, *b));
                // The lesser is always the parent, so that paths fall and end.
                if a != b {
                    parents.insert(a.max(b), a.min(b));
                }
            }
        }
        Roots(parents)
    }
}

fn root(parents: &BTreeMap<[u8; 16], [u8; 16]>, id: [u8; 16]) -> [u8; 16] {
    let mut at = id;
    while let Some(parent) = parents.get(&at) {
        at = *parent;
    }
    at
}

/// From an identity to the one that stands for it.
pub(super) struct Roots(BTreeMap<[u8; 16], [u8; 16]>);

impl Roots {
    pub(super) fn of(&self, id: &[u8; 16]) -> [u8; 16] {
        root(&self.0, *id)
    }

    /// Everything that stands for the same as `id`, itself too.
    pub(super) fn class(&self, id: &[u8; 16]) -> Vec<[u8; 16]> {
        let wanted = self.of(id);
        let others = self.0.keys().copied().filter(|other| root(&self.0, *other) == wanted);
        others.chain([wanted]).collect()
    }
}

/// What stands and what does not.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    /// By event: whether it is withdrawn.
    words: Table<Option<Latest<bool>>>,
    /// Events of which two different forms exist.
    aside: Table<()>,
    /// With the earliest day on which it was stated.
    erased: Table<(PersonId, Date)>,
    restricted: Table<(PersonId, Option<Latest<Option<Restriction>>>)>,
}

impl Standing {
    pub(super) fn withdraw(&mut self, event: EventId, gone: bool, at: (Stamp, EventId)) {
        Latest::put(self.words.get_or_insert_with(event.as_bytes(), || None), gone, at);
    }

    pub(super) fn set_aside(&mut self, event: EventId) {
        self.aside.insert_new(event.as_bytes(), ());
    }

    pub(super) fn erase(&mut self, person: PersonId, date: Date) {
        let stated = self.erased.get_or_insert_with(person.as_bytes(), || (person, date));
        stated.1 = stated.1.min(date);
    }

    pub(super) fn restrict(&mut self, person: PersonId, how: Option<Restriction>, at: (Stamp, EventId)) {
        Latest::put(&mut self.restricted.get_or_insert_with(person.as_bytes(), || (person, None)).1, how, at);
    }

    /// Whether what the event states counts.
    pub(super) fn stands(&self, event: EventId) -> bool {
        !self.is_withdrawn(event) && self.aside.get(event.as_bytes()).is_none()
    }

    /// Whether the latest word on the event is that it does not count.
    pub(super) fn is_withdrawn(&self, event: EventId) -> bool {
        self.words.get(event.as_bytes()).and_then(Option::as_ref).is_some_and(|word| word.value)
    }

    pub(super) fn is_erased(&self, person: &[u8; 16]) -> bool {
        self.erased.get(person).is_some()
    }

    pub(super) fn restriction(&self, person: &[u8; 16]) -> Option<&Restriction> {
        self.restricted.get(person)?.1.as_ref()?.value.as_ref()
    }

    pub(super) fn erased(&self) -> impl Iterator<Item = (PersonId, Date)> {
        self.erased.iter().copied()
    }

    pub(super) fn restricted(&self) -> impl Iterator<Item = PersonId> {
        let stated = self.restricted.iter().filter(|(id, _)| self.restriction(id.as_bytes()).is_some());
        stated.map(|(id, _)| *id)
    }
}

//! The later of several statements, and all of them where one may be withdrawn.

use time::Date;

use super::{DeviceId, Event, EventId, Stamp, standing::Standing};

/// A value and the moment it was stated, so that the later statement wins in whatever order the two arrive.
#[derive(Clone, Debug)]
pub(super) struct Latest<T> {
    pub value: T,
    pub at: (Stamp, EventId),
}

impl<T> Latest<T> {
    /// Keeps the later of what stands in the slot and this.
    pub fn put(slot: &mut Option<Self>, value: T, at: (Stamp, EventId)) {
        if slot.as_ref().is_none_or(|old| old.at < at) {
            *slot = Some(Self { value, at });
        }
    }
}

/// One of several statements of the same thing.
#[derive(Clone, Debug)]
pub(super) struct Said<T> {
    pub value: T,
    pub at: (Stamp, EventId),
    /// The day of the event.
    pub date: Date,
    device: DeviceId,
    sequence: u64,
    parents: Vec<EventId>,
}

impl<T> Said<T> {
    pub fn by(event: &Event, value: T) -> Self {
        let Event { id, device, sequence, stamp, date, parents, .. } = event;
        Self { value, at: (*stamp, *id), date: *date, device: *device, sequence: *sequence, parents: parents.clone() }
    }

    /// Whether whoever stated this knew of the other: it names it, or the same device stated it before.
    fn knew(&self, other: &Self) -> bool {
        self.parents.contains(&other.at.1) || (self.device == other.device && self.sequence > other.sequence)
    }
}

/// Every statement of one thing. Nearly always there is one, for which no list is made.
#[derive(Clone, Debug)]
pub(super) struct Statements<T> {
    first: Said<T>,
    more: Vec<Said<T>>,
}

impl<T> Statements<T> {
    pub fn one(said: Said<T>) -> Self {
        Self { first: said, more: Vec::new() }
    }

    pub fn add(&mut self, said: Said<T>) {
        if self.first.at != said.at {
            self.more.push(said);
        }
    }

    /// All that stand, in no order.
    pub fn all<'a>(&'a self, standing: &'a Standing) -> impl Iterator<Item = &'a Said<T>> {
        [&self.first].into_iter().chain(&self.more).filter(|said| standing.stands(said.at.1))
    }

    /// The latest, whether it stands or not.
    pub fn newest(&self) -> &Said<T> {
        self.more.iter().chain([&self.first]).max_by_key(|said| said.at).unwrap_or(&self.first)
    }

    /// The latest that stands.
    pub fn latest<'a>(&'a self, standing: &'a Standing) -> Option<&'a Said<T>> {
        self.all(standing).max_by_key(|said| said.at)
    }

    /// Every one that stands and that no other which stands was made in the knowledge of, the latest first.
    pub fn heads<'a>(&'a self, standing: &'a Standing) -> Vec<&'a Said<T>> {
        let stands: Vec<&Said<T>> = self.all(standing).collect();
        let mut heads: Vec<&Said<T>> =
            stands.iter().copied().filter(|one| !stands.iter().any(|other| other.knew(one))).collect();
        crate::order::sort_by_key(&mut heads, |said| std::cmp::Reverse(said.at));
        heads
    }

    /// All, whether they stand or not, in no order.
    pub fn every(&self) -> impl Iterator<Item = &Said<T>> {
        [&self.first].into_iter().chain(&self.more)
    }

    /// The events that made the statements, in no order.
    pub fn events(&self) -> impl Iterator<Item = EventId> {
        self.every().map(|said| said.at.1)
    }
}

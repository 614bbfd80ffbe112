//! Things of which every statement is kept: the latest is shown, and what it was before can be looked at.

use time::Date;

use crate::care::{
    EventId, PersonId, Stamp,
    latest::{Said, Statements},
    standing::Standing,
};
use crate::order::{self, Table};

/// One statement of a thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Version<T> {
    /// What was stated.
    pub value: T,
    /// The event that stated it. To withdraw it is to go back to what was stated before.
    pub event: EventId,
    /// When it was written.
    pub stamp: Stamp,
    /// The day it speaks of.
    pub date: Date,
    /// Whether nobody who stated another version knew of this one. Of the latest that is always so; of an earlier one it
    /// means that two devices changed the same thing at once, and somebody has to look.
    pub head: bool,
}

/// A thing as it stands, and every earlier statement that stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Versions<T> {
    /// The latest statement; of a medicine the one of the latest day.
    pub now: Version<T>,
    /// The others, the latest first.
    pub earlier: Vec<Version<T>>,
}

impl<T> Versions<T> {
    /// The events that whoever changes the thing now has seen: the parents of the next statement.
    #[must_use]
    pub fn heads(&self) -> Vec<EventId> {
        let earlier = self.earlier.iter().filter(|version| version.head).map(|version| version.event);
        std::iter::once(self.now.event).chain(earlier).collect()
    }

    /// Statements that were made elsewhere at the same time as another, without the one that is shown.
    pub fn beside(&self) -> impl Iterator<Item = &Version<T>> {
        let heads = || self.earlier.iter().filter(|version| version.head);
        // One that alone knows of all the others contradicts none, wherever its day puts it.
        let alone = !self.now.head && heads().nth(1).is_none();
        heads().filter(move |_| !alone)
    }

    /// The day on which it was first stated.
    #[must_use]
    pub fn since(&self) -> Date {
        self.earlier.last().map_or(self.now.date, |first| first.date)
    }
}

/// Statements of people's things: by person, then by the thing's identity.
#[derive(Clone, Debug)]
pub(in crate::care) struct Things<T>(Table<Vec<([u8; 16], Statements<T>)>>);

impl<T> Default for Things<T> {
    fn default() -> Self {
        Self(Table::default())
    }
}

impl<T: Clone> Things<T> {
    /// Takes in a statement of the thing `id` of a person.
    pub fn add(&mut self, person: PersonId, id: [u8; 16], said: Said<T>) {
        let things = self.0.get_or_insert_with(person.as_bytes(), Vec::new);
        match things.iter_mut().find(|(other, _)| *other == id) {
            Some((_, statements)) => statements.add(said),
            None => things.push((id, Statements::one(said))),
        }
    }

    /// Every thing of somebody who has these identities, of which a statement stands; in the order of the things' identities.
    /// What doubles of one person state of one thing counts as stated of one.
    pub fn of(&self, people: &[[u8; 16]], standing: &Standing) -> Vec<([u8; 16], Versions<T>)> {
        let all = || people.iter().filter_map(|person| self.0.get(person)).flatten();
        let ids = order::set(all().map(|(id, _)| *id));
        ids.into_iter()
            .filter_map(|id| Some((id, gathered(all().filter(|(other, _)| *other == id), standing)?)))
            .collect()
    }

    /// Every statement of everything of somebody who has these identities, whether it stands or not, with the thing's identity.
    pub fn said(&self, people: &[[u8; 16]]) -> impl Iterator<Item = (&[u8; 16], &Said<T>)> {
        let things = people.iter().filter_map(|person| self.0.get(person)).flatten();
        things.flat_map(|(id, statements)| statements.every().map(move |said| (id, said)))
    }

    /// The latest statement that stands of one thing of one identity of a person.
    pub fn latest<'a>(&'a self, person: &[u8; 16], id: &[u8; 16], standing: &'a Standing) -> Option<&'a Said<T>> {
        let things = self.0.get(person)?;
        things.iter().find(|(other, _)| other == id).and_then(|(_, statements)| statements.latest(standing))
    }

    /// The latest statement that stands of every thing of everybody, each identity of a person on its own.
    pub fn every<'a>(&'a self, standing: &'a Standing) -> impl Iterator<Item = &'a T> {
        self.0.iter().flatten().filter_map(|(_, statements)| Some(&statements.latest(standing)?.value))
    }

    /// Whose there is a statement of the thing `id` that stands, each identity of a person on its own.
    pub fn people(&self, id: &[u8; 16], standing: &Standing, person: impl Fn(&T) -> PersonId) -> Vec<PersonId> {
        let mine = self.0.iter().flatten().filter(|(other, _)| other == id);
        mine.filter_map(|(_, statements)| Some(person(&statements.latest(standing)?.value))).collect()
    }
}

fn gathered<'a, T: Clone + 'a>(
    parts: impl Iterator<Item = &'a ([u8; 16], Statements<T>)>,
    standing: &Standing,
) -> Option<Versions<T>> {
    let mut all: Vec<Version<T>> = Vec::new();
    for (_, statements) in parts {
        let heads: Vec<EventId> = statements.heads(standing).iter().map(|said| said.at.1).collect();
        for said in statements.all(standing) {
            let (stamp, event) = said.at;
            let head = heads.contains(&event);
            all.push(Version { value: said.value.clone(), event, stamp, date: said.date, head });
        }
    }
    order::sort_by_key(&mut all, |version| std::cmp::Reverse((version.stamp, version.event)));
    let mut all = all.into_iter();
    Some(Versions { now: all.next()?, earlier: all.collect() })
}

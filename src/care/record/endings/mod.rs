//! Endings of episodes as they stand, the address book, and what is handed on.

#[cfg(test)]
mod tests;

use time::Date;

use super::{Record, Versions, versions::Things};
use crate::care::{
    DoorOpen, Ending, EpisodeId, Event, Fact, Line, PersonId, Professional, ProfessionalId, Reached,
    latest::Said,
    summary::{Agreed, Summary},
};
use crate::order;

/// Under whom the address book is kept: it is nobody's.
const NOBODY: [u8; 16] = [0; 16];

/// Every statement on endings.
#[derive(Clone, Debug, Default)]
pub(super) struct Endings {
    /// By episode, as all but the address book.
    pub(super) endings: Things<Ending>,
    professionals: Things<Professional>,
    pub(super) reached: Things<Reached>,
    pub(super) doors: Things<DoorOpen>,
    pub(super) summaries: Things<Summary>,
    pub(super) read: Things<Agreed>,
}

impl Endings {
    /// Takes in a statement; any other fact is none of its business.
    pub fn add(&mut self, event: &Event) {
        match &event.fact {
            Fact::EndingStated(one) => put(&mut self.endings, event, one.person, one.episode.as_bytes(), one),
            Fact::ProfessionalStated(one) => {
                let said = Said::by(event, (**one).clone());
                self.professionals.add(PersonId::from(uuid::Uuid::from_bytes(NOBODY)), *one.id.as_bytes(), said);
            }
            Fact::ReachedNoted(one) => put(&mut self.reached, event, one.person, one.episode.as_bytes(), one),
            Fact::DoorOpened(one) => put(&mut self.doors, event, one.person, one.episode.as_bytes(), one),
            Fact::SummaryStated(one) => put(&mut self.summaries, event, one.person, one.episode.as_bytes(), one),
            Fact::SummaryRead(one) => put(&mut self.read, event, one.person, one.episode.as_bytes(), one),
            _ => {}
        }
    }
}

fn put<T: Clone>(things: &mut Things<T>, event: &Event, person: PersonId, id: &[u8; 16], value: &T) {
    things.add(person, *id, Said::by(event, value.clone()));
}

impl Record {
    /// How a person's episode ended, with every statement on it: also where it goes on again.
    #[must_use]
    pub fn ending(&self, person: PersonId, episode: EpisodeId) -> Option<Versions<Ending>> {
        self.of_episode(&self.endings.endings, person, episode)
    }

    /// Whether somebody reached other help after an episode; the latest time they were asked, and those before.
    #[must_use]
    pub fn reached(&self, person: PersonId, episode: EpisodeId) -> Option<Versions<Reached>> {
        self.of_episode(&self.endings.reached, person, episode)
    }

    /// What is said to a person who stopped coming.
    #[must_use]
    pub fn door_open(&self, person: PersonId, episode: EpisodeId) -> Option<Versions<DoorOpen>> {
        self.of_episode(&self.endings.doors, person, episode)
    }

    /// What is chosen for the hand-over summary of a person's episode.
    #[must_use]
    pub fn summary(&self, person: PersonId, episode: EpisodeId) -> Option<Versions<Summary>> {
        self.of_episode(&self.endings.summaries, person, episode)
    }

    /// Each time that the hand-over summary of a person's episode was read and agreed to or not.
    #[must_use]
    pub fn summary_read(&self, person: PersonId, episode: EpisodeId) -> Option<Versions<Agreed>> {
        self.of_episode(&self.endings.read, person, episode)
    }

    /// For whom hand-over summaries were that somebody read and agreed to, and when, the latest first: those that may have
    /// been handed on. Nothing for whom where that was not written down.
    #[must_use]
    pub fn handed_on(&self, person: PersonId) -> Vec<(Date, Option<Line>)> {
        let read = self.endings.read.of(&self.shown_class(person), &self.standing).into_iter();
        let all = read.flat_map(|(_, one)| std::iter::once(one.now).chain(one.earlier)).map(|version| version.value);
        let mut all: Vec<_> = all.filter(|read| read.wishes.is_none()).map(|read| (read.day, read.reader)).collect();
        order::sort_by_key(&mut all, |(day, reader)| {
            (std::cmp::Reverse(*day), reader.as_ref().map(|reader| reader.as_str().to_owned()))
        });
        all.dedup();
        all
    }

    /// The address book, by name; also those who are put aside.
    #[must_use]
    pub fn professionals(&self) -> Vec<Versions<Professional>> {
        let all = self.endings.professionals.of(&[NOBODY], &self.standing).into_iter();
        let mut all: Vec<Versions<Professional>> = all.map(|(_, one)| one).collect();
        order::sort_by_key(&mut all, |one| (one.now.value.name.as_str().to_lowercase(), one.now.value.id));
        all
    }

    /// Somebody of the address book.
    #[must_use]
    pub fn professional(&self, id: ProfessionalId) -> Option<Versions<Professional>> {
        self.professionals().into_iter().find(|one| one.now.value.id == id)
    }

    fn of_episode<T: Clone>(&self, things: &Things<T>, person: PersonId, episode: EpisodeId) -> Option<Versions<T>> {
        let all = things.of(&self.shown_class(person), &self.standing);
        all.into_iter().find(|(id, _)| id == episode.as_bytes()).map(|(_, one)| one)
    }
}

/// The day on which care last went on again after an ending, by any statement on it: the next ending cannot lie before.
#[must_use]
pub fn went_on(ending: &Versions<Ending>) -> Option<Date> {
    std::iter::once(&ending.now).chain(&ending.earlier).filter_map(|version| version.value.reopened).max()
}

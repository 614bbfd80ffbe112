//! Episodes of care as they stand.

#[cfg(test)]
mod tests;

use time::Date;

use super::{Record, Versions};
use crate::care::{Consent, Episode, EpisodeId, Impression, PersonId};
use crate::instrument::AnswerSet;
use crate::order;

impl Record {
    /// A person's episodes, the one that began first standing first; of one day, the one that was written down first.
    #[must_use]
    pub fn episodes(&self, person: PersonId) -> Vec<Versions<Episode>> {
        let mut all: Vec<Versions<Episode>> = self
            .episodes
            .of(&self.shown_class(person), &self.standing)
            .into_iter()
            .map(|(_, versions)| versions)
            .collect();
        order::sort_by_key(&mut all, |one| {
            let first = one.earlier.last().unwrap_or(&one.now);
            (one.now.value.start, first.stamp, first.event)
        });
        all
    }

    /// The person's episode of that identity.
    #[must_use]
    pub fn episode(&self, person: PersonId, id: EpisodeId) -> Option<Versions<Episode>> {
        self.episodes(person).into_iter().find(|one| one.now.value.id == id)
    }

    /// The episode in which a day falls: of those that had begun by then, the one that began last.
    #[must_use]
    pub fn episode_on(&self, person: PersonId, day: Date) -> Option<Versions<Episode>> {
        self.episodes(person).into_iter().rev().find(|one| one.now.value.start <= day)
    }

    /// Everybody who is treated together with others in an episode, by the identity that stands for them, in the order of the
    /// identities; not those who are erased or were taken out of it.
    #[must_use]
    pub fn members(&self, episode: EpisodeId) -> Vec<PersonId> {
        let stated = self.episodes.people(episode.as_bytes(), &self.standing, |episode| episode.person);
        let stand = stated.into_iter().filter(|person| !self.is_erased(*person));
        let all = order::set(stand.map(|person| self.root(person)));
        let together =
            |who: &PersonId| self.episode(*who, episode).is_some_and(|found| found.now.value.together.is_some());
        all.into_iter().filter(together).collect()
    }

    /// Whether a day of a person belongs to what they do together with others in an episode: from its first day on, until another
    /// episode of theirs begins or this one ends.
    #[must_use]
    pub fn is_day_of(&self, person: PersonId, episode: EpisodeId, day: Date) -> bool {
        let on = self.episode_on(person, day).is_some_and(|found| found.now.value.id == episode);
        let ending = self.ending(person, episode).map(|found| found.now.value);
        on && ending.is_none_or(|ending| !ending.is_ended() || day <= ending.day)
    }

    /// What a person agreed to in an episode.
    #[must_use]
    pub fn consent(&self, person: PersonId, episode: EpisodeId) -> Option<Versions<Consent>> {
        let all = self.consents.of(&self.shown_class(person), &self.standing);
        all.into_iter().find(|(id, _)| id == episode.as_bytes()).map(|(_, consent)| consent)
    }

    /// Whether a member of a shared episode agreed that another one sees what they answer in it; with every statement on it.
    /// Nothing where that was never asked, which is a no.
    #[must_use]
    pub fn showing(&self, person: PersonId, to: PersonId, episode: EpisodeId) -> Option<Versions<bool>> {
        let viewers = self.shown_class(to);
        let all = self.showings.get(episode.as_bytes())?.of(&self.shown_class(person), &self.standing);
        let said = all.into_iter().filter(|(id, _)| viewers.contains(id)).map(|(_, said)| said);
        said.max_by_key(|said| (said.now.stamp, said.now.event))
    }

    /// Whether `viewer` may be shown what `person` answered in an episode: they agreed to it, and did not take their consent
    /// to the episode back.
    #[must_use]
    pub fn may_see(&self, viewer: PersonId, person: PersonId, episode: EpisodeId) -> bool {
        if self.root(viewer) == self.root(person) {
            return true;
        }
        let withdrawn = self.consent(person, episode).is_some_and(|said| said.now.value.withdrawn.is_some());
        !withdrawn && self.showing(person, viewer, episode).is_some_and(|said| said.now.value)
    }

    /// How a person takes part in a conversation, as the therapist saw it.
    #[must_use]
    pub fn impression(&self, person: PersonId) -> Option<Versions<Impression>> {
        let all = self.impressions.of(&self.shown_class(person), &self.standing);
        all.into_iter().map(|(_, impression)| impression).next()
    }

    /// How the therapist works, by the items of the First Visit; nothing where they have not said.
    #[must_use]
    pub fn style(&self) -> Option<&AnswerSet> {
        self.style.as_ref().map(|latest| &latest.value)
    }

    /// The identities of somebody; none where they are erased.
    pub(super) fn shown_class(&self, person: PersonId) -> Vec<[u8; 16]> {
        if self.is_erased(person) { Vec::new() } else { self.class(person) }
    }
}

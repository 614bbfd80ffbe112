//! Goals, their ratings and working agreements as they stand.

#[cfg(test)]
mod tests;

use time::Date;

use super::{Record, Version, Versions};
use crate::care::{Agreement, Goal, GoalId, GoalRated, PersonId, Progress, RatedBy, SessionId};
use crate::order;

/// How far one side says that a goal had come, in one session or on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalRating {
    /// The day: that of the session, where it was in one that is known.
    pub day: Date,
    /// In which session.
    pub session: Option<SessionId>,
    /// Who says so.
    pub by: RatedBy,
    /// How far; never [`Progress::Nothing`].
    pub progress: Progress,
    /// What that side said of the same session before, or beside it on another device; the latest first.
    pub earlier: Vec<Version<GoalRated>>,
}

impl Record {
    /// A person's goals, the one that was worded first standing first; of one day, the one that was written down first.
    #[must_use]
    pub fn goals(&self, person: PersonId) -> Vec<Versions<Goal>> {
        let all = self.goals.of(&self.shown_class(person), &self.standing).into_iter();
        let mut all: Vec<Versions<Goal>> = all.map(|(_, versions)| versions).collect();
        order::sort_by_key(&mut all, |one| {
            let first = one.earlier.last().unwrap_or(&one.now);
            (one.now.value.worded, first.stamp, first.event)
        });
        all
    }

    /// The person's goal of that identity.
    #[must_use]
    pub fn goal(&self, person: PersonId, id: GoalId) -> Option<Versions<Goal>> {
        self.goals(person).into_iter().find(|one| one.now.value.id == id)
    }

    /// Every rating of a goal, by day; of one day the patient's first. Of several statements of one side for one session (or
    /// where there is none for one day) the latest counts, and the others stand below it.
    #[must_use]
    pub fn goal_ratings(&self, person: PersonId, goal: GoalId) -> Vec<GoalRating> {
        let all = self.goal_ratings.of(&self.shown_class(person), &self.standing).into_iter();
        let Some((_, said)) = all.into_iter().find(|(id, _)| id == goal.as_bytes()) else { return Vec::new() };
        let roots = self.session_roots();
        let root = |session: SessionId| SessionId::from(uuid::Uuid::from_bytes(roots.of(session.as_bytes())));
        let days: Vec<(SessionId, Date)> = self
            .anyone(person)
            .map(|person| person.sessions.iter().map(|session| (root(session.id), session.date)).collect())
            .unwrap_or_default();
        let mut found: Vec<(GoalRating, bool)> = Vec::new();
        for version in std::iter::once(said.now).chain(said.earlier) {
            let session = version.value.session.map(root);
            let held = days.iter().find(|(id, _)| Some(*id) == session).map(|(_, day)| *day);
            let (day, by) = (held.unwrap_or(version.date), version.value.by);
            let same =
                |one: &GoalRating| one.by == by && one.session == session && (session.is_some() || one.day == day);
            match found.iter_mut().find(|(one, _)| same(one)) {
                Some((one, _)) => one.earlier.push(version),
                None => {
                    let progress = version.value.progress;
                    let counts = progress != Progress::Nothing;
                    found.push((GoalRating { day, session, by, progress, earlier: Vec::new() }, counts));
                }
            }
        }
        let mut all: Vec<GoalRating> = found.into_iter().filter(|(_, counts)| *counts).map(|(one, _)| one).collect();
        // What was found is the latest first, so that of one day and side what was written last stands last.
        all.reverse();
        order::sort_by_key(&mut all, |one| (one.day, one.by));
        all
    }

    /// A person's working agreements, the one that was made first standing first.
    #[must_use]
    pub fn agreements(&self, person: PersonId) -> Vec<Versions<Agreement>> {
        let all = self.agreements.of(&self.shown_class(person), &self.standing).into_iter();
        let mut all: Vec<Versions<Agreement>> = all.map(|(_, versions)| versions).collect();
        order::sort_by_key(&mut all, |one| (one.now.value.made, one.now.value.key()));
        all
    }

    /// The working agreement that holds on a day: that of the episode in which the day falls, or else one that was made in no
    /// episode while there was no earlier one.
    #[must_use]
    pub fn agreement_on(&self, person: PersonId, day: Date) -> Option<Versions<Agreement>> {
        let mut all = self.agreements(person);
        let episode = self.episode_on(person, day).map(|found| found.now.value);
        let of = |id| all.iter().position(|one| one.now.value.episode == id);
        let own = episode.as_ref().and_then(|episode| of(Some(episode.id)));
        let first = self.episodes(person).first().map(|first| first.now.value.id);
        let outside = || of(None).filter(|_| episode.as_ref().map(|one| one.id) == first || episode.is_none());
        own.or_else(outside).map(|at| all.swap_remove(at))
    }
}

//! Doubles joined and parted, records restricted and shown again.

use leptos::prelude::*;
use time::Date;

use super::Done;
use crate::{
    care::{EventId, Fact, PersonId, SessionId},
    platform,
    session::App,
};

impl App {
    /// Says that two persons are one.
    pub fn join_people(self, a: PersonId, b: PersonId) {
        let events = self.state_all([(platform::today(), Fact::SamePerson { a, b })]);
        self.offer_undo(Done::Joined, events);
    }

    /// Says that two sessions are one.
    pub fn join_sessions(self, a: SessionId, b: SessionId) {
        let events = self.state_all([(platform::today(), Fact::SameSession { a, b })]);
        self.offer_undo(Done::Joined, events);
    }

    /// Takes a join back.
    pub fn part(self, join: EventId) {
        self.withdraw(Done::Parted, vec![join], self.route.get_untracked());
    }

    /// Hides somebody's record, because it must be kept.
    pub fn restrict(self, person: PersonId, reason: String, until: Option<Date>) {
        self.state(platform::today(), Fact::PersonRestricted { person, reason, until });
    }

    /// Shows somebody's record again.
    pub fn lift(self, person: PersonId) {
        let all = self.record.with_untracked(|record| record.identities(person));
        self.state_all(all.into_iter().map(|person| (platform::today(), Fact::RestrictionLifted { person })));
    }
}

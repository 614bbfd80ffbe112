//! Ordinary deletions, which can be undone at once and later.

use leptos::prelude::*;

use crate::{
    care::{EventId, Fact, PersonId, PersonName, SessionId},
    platform,
    session::{App, Route},
};

/// What was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// A person was added.
    PersonAdded,
    /// A person was removed.
    PersonRemoved,
    /// A session was removed, and its answers with it.
    SessionRemoved,
    /// The answers to a questionnaire were removed.
    AnswersRemoved,
    /// Something of the record of care was removed, in all its versions.
    CareRemoved,
    /// Something that had been removed is there again.
    BroughtBack,
    /// Two were said to be one.
    Joined,
    /// Two are two again.
    Parted,
    /// What was done just before was undone.
    Undone,
}

/// What was just done, and how to undo it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undo {
    /// What was done.
    pub done: Done,
    /// The events that are withdrawn or reinstated by undoing; none where it cannot be undone.
    pub events: Vec<EventId>,
    /// Whether undoing reinstates them.
    reinstate: bool,
    /// The page on which this is said.
    at: Route,
}

impl App {
    /// Adds a person, and offers to undo it.
    pub fn add_person(self, name: PersonName) {
        let Some(person) = self.new_id::<PersonId>() else { return };
        let events = self.state_all([(platform::today(), Fact::PersonAdded { person, name })]);
        let at = Route::Person(person);
        self.rights.undo.set(Some(Undo { done: Done::PersonAdded, events, reinstate: false, at }));
        self.go(at);
    }

    /// Removes a person in the ordinary way.
    pub fn remove_person(self, person: PersonId) {
        let events = self.record.with_untracked(|record| record.events_of_person(person));
        self.withdraw(Done::PersonRemoved, events, Route::Caseload);
        self.go(Route::Caseload);
    }

    /// Removes a session and its answers in the ordinary way.
    pub fn remove_session(self, session: SessionId) {
        let events = self.record.with_untracked(|record| record.events_of_session(session));
        self.withdraw(Done::SessionRemoved, events, self.route.get_untracked());
    }

    /// Removes the answers to a questionnaire in the ordinary way.
    pub fn remove_answers(self, answers: EventId) {
        self.withdraw(Done::AnswersRemoved, vec![answers], self.route.get_untracked());
    }

    /// Removes something of the record of care in the ordinary way: everything that was stated of it.
    pub fn remove_care(self, events: Vec<EventId>) {
        self.withdraw(Done::CareRemoved, events, self.route.get_untracked());
    }

    /// Withdraws what these events state, and offers to undo that.
    pub(super) fn withdraw(self, done: Done, events: Vec<EventId>, at: Route) {
        self.word(&events, false);
        self.rights.undo.set(Some(Undo { done, events, reinstate: true, at }));
    }

    /// Reinstates what these events state, and offers to undo that.
    pub fn bring_back(self, events: Vec<EventId>) {
        self.word(&events, true);
        let at = self.route.get_untracked();
        self.rights.undo.set(Some(Undo { done: Done::BroughtBack, events, reinstate: false, at }));
    }

    /// Says of something that was stated just now how to undo it.
    pub(super) fn offer_undo(self, done: Done, events: Vec<EventId>) {
        let at = self.route.get_untracked();
        self.rights.undo.set(Some(Undo { done, events, reinstate: false, at }));
    }

    fn word(self, events: &[EventId], back: bool) {
        let today = platform::today();
        let fact = |event: &EventId| match back {
            true => Fact::Reinstated { event: *event },
            false => Fact::Withdrawn { event: *event },
        };
        self.state_all(events.iter().map(|event| (today, fact(event))));
    }

    /// Undoes what was just done.
    pub fn undo(self) {
        let Some(Undo { done, events, reinstate, at }) = self.rights.undo.get_untracked() else { return };
        if done == Done::PersonAdded {
            self.withdraw(Done::PersonRemoved, events, Route::Caseload);
            self.go(Route::Caseload);
            return;
        }
        self.word(&events, reinstate);
        self.rights.undo.set(Some(Undo { done: Done::Undone, events: Vec::new(), reinstate, at }));
    }

    /// Forgets what could be undone on another page than this, and what was to be asked, where nothing is handed over.
    pub(in crate::session) fn turn_page(self, route: Route) {
        if !matches!(route, Route::HandOver(..) | Route::Answer(..)) {
            self.asked.set_value(Vec::new());
        }
        if self.rights.undo.with_untracked(|undo| undo.as_ref().is_some_and(|undo| undo.at != route)) {
            self.rights.undo.set(None);
        }
    }
}

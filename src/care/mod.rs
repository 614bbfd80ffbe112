//! **Care**: what happens between a person and their therapist.
//!
//! Lives here: people, sessions, answers and the other facts of care as immutable [`Event`]s, the clock that orders them,
//! and the [`Record`] they fold to. Never here: storage, encryption, a score or an opinion about one, and never a change
//! to an event that has been made: a correction is a new event.

pub mod about;
mod clock;
pub mod compact;
mod contact;
mod event;
mod fact;
mod ids;
mod latest;
mod name;
mod offer;
mod record;
mod shelf;
mod standing;

pub use about::{About, Erasures, about, events_about};
pub use clock::{HybridClock, Stamp};
pub use contact::{Contact, ContactError};
pub use event::{Event, EventError, Read, read};
pub use fact::{Access, AnsweredHow, AnswersGiven, Fact, Talk, TurnEnd, TurnOpened};
pub use ids::{DeviceId, EventId, IdSource, PersonId, SessionId, TurnId};
pub use name::{MAX_NAME, NameError, PersonName};
pub use record::{Entry, Person, Record, Session, Turn};
pub use shelf::Shelf;
pub use standing::Restriction;

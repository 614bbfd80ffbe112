//! **Care**: what happens between a person and their therapist.
//!
//! Lives here: people, sessions, answers and the other facts of care as immutable [`Event`]s, the clock that orders them,
//! and the [`Record`] they fold to. Never here: storage, encryption, a score or an opinion about one, and never a change
//! to an event that has been made: a correction is a new event.

pub mod about;
mod agreement;
mod alike;
mod backed_up;
mod clock;
pub mod compact;
mod consent;
mod contact;
pub(crate) mod ending;
mod episode;
mod event;
mod fact;
mod filing;
mod goal;
mod how_far;
mod ids;
mod impression;
mod latest;
mod medicine;
mod name;
pub mod noted;
mod offer;
mod professional;
mod record;
pub mod seen;
mod session_note;
mod shelf;
mod sitting;
mod standing;
pub mod summary;
mod taking;
mod text;
mod theirs;
pub mod told;

pub use about::{About, Erasures, about, events_about};
pub use agreement::{Agreement, Became, BothViews, BothWords, Moment, Review, Topic, Verdict};
pub use alike::{alike, same_day};
pub use backed_up::{BackedUp, BackupHow};
pub use clock::{HybridClock, Stamp};
pub use consent::{Consent, Showing, Wish};
pub use contact::{Contact, ContactError};
pub use ending::{Decided, DoorOpen, EndedHow, Ending, EndingTrouble, Reached, ReachedAnswer, Reason};
pub use episode::{CareRole, Episode, EpisodeKind, Involved, PlannedLength, Responsible, Together};
pub use event::{Event, EventError, Read, read};
pub use fact::{Access, AnsweredBy, AnsweredHow, AnswersGiven, Fact, Talk, TurnEnd, TurnOpened};
pub use filing::{Archiving, Label, Labelling, MAX_LABEL};
pub use goal::{Goal, GoalRated, GoalStatus, Level, Levels, OfTen, Progress, RatedBy};
pub use how_far::HowFar;
pub use ids::{
    DeviceId, EpisodeId, EventId, GoalId, IdSource, MedicineId, PersonId, ProfessionalId, SessionId, TurnId,
};
pub use impression::{Impression, Manner};
pub use medicine::{Decider, Medicine};
pub use name::{MAX_NAME, NameError, PersonName};
pub use professional::Professional;
pub use record::{
    CareKind, Entry, Filed, Filings, GoalRating, Joined, Person, Record, Session, Side, SinceBackup, Stated, TakenBack,
    TakenBackKind, Turn, Version, Versions, went_on,
};
pub use session_note::{Attendance, Repaired, Rupture, SessionKind, SessionNote, Support};
pub use shelf::Shelf;
pub use sitting::{not_yet, session_for};
pub use standing::Restriction;
pub use taking::{Step, Stretch, steps, stops_first, stretches};
pub use text::{Line, MAX_LINE, MAX_WORDS, OwnWords, TooLong};
pub use theirs::Theirs;

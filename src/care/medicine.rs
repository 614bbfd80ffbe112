//! Medicines, in the user's words. There is no list of drugs behind this, and nothing is checked or advised.

use super::{Line, MedicineId, OwnWords, PersonId};
use crate::plain::{plain_enum, plain_struct};

/// A medicine of a person as it was from a day on: the event's date is that day. A later statement under the same identity is a
/// change; one with `taken` unset, that it was stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Medicine {
    /// Which medicine.
    pub id: MedicineId,
    /// Whose.
    pub person: PersonId,
    /// What it is called.
    pub name: Line,
    /// How much and when.
    pub dose: Option<Line>,
    /// Who prescribes it.
    pub prescriber: Option<Line>,
    /// Whether it is taken from that day on.
    pub taken: bool,
    /// Whose decision that was.
    pub decided: Decider,
    /// Why.
    pub why: Option<OwnWords>,
}

/// Whose decision something about a medicine was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decider {
    /// It is not known.
    #[default]
    Unknown,
    /// The prescriber's.
    Prescriber,
    /// The person's own.
    Person,
    /// Both together.
    Together,
    /// Somebody else's.
    Other,
}

plain_struct!(Medicine { id, person, name, taken } default { dose, prescriber, decided, why });
plain_enum!(Decider {
    "unknown" = Unknown,
    "prescriber" = Prescriber,
    "person" = Person,
    "together" = Together,
    "somebody" = Other,
});

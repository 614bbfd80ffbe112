//! What the therapist saw at a first appointment.

use super::{OwnWords, PersonId};
use crate::plain::{plain_enum, plain_struct};

/// How a person takes part in a conversation, as the therapist saw it: nothing that is measured, and no verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impression {
    /// Who was seen.
    pub person: PersonId,
    /// What fits, in the order of [`Manner::ALL`].
    pub manners: Vec<Manner>,
    /// The therapist's own words.
    pub words: Option<OwnWords>,
}

/// A way of taking part in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Speaks freely.
    SpeaksFreely,
    /// Needs time before speaking.
    NeedsTime,
    /// Asks for facts and plans.
    AsksForFacts,
    /// Speaks of feelings.
    SpeaksOfFeelings,
    /// Says yes to most things.
    Agrees,
    /// Says it when something does not fit.
    SpeaksUp,
    /// Uses humour.
    Jokes,
    /// Would rather hear than tell.
    Listens,
}

impl Manner {
    /// Each, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::SpeaksFreely,
        Self::NeedsTime,
        Self::AsksForFacts,
        Self::SpeaksOfFeelings,
        Self::Agrees,
        Self::SpeaksUp,
        Self::Jokes,
        Self::Listens,
    ];
}

plain_struct!(Impression { person, manners } default { words });
plain_enum!(Manner {
    "speaks-freely" = SpeaksFreely,
    "needs-time" = NeedsTime,
    "asks-for-facts" = AsksForFacts,
    "speaks-of-feelings" = SpeaksOfFeelings,
    "agrees" = Agrees,
    "speaks-up" = SpeaksUp,
    "jokes" = Jokes,
    "listens" = Listens,
});

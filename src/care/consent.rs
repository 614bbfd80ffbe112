//! What somebody agreed to, and what they may be shown of others.

use time::Date;

use super::{EpisodeId, Line, OwnWords, PersonId};
use crate::plain::{plain_enum, plain_struct};

/// What somebody agreed to in an episode, stated as a whole: a later statement takes the place of this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// In which episode.
    pub episode: EpisodeId,
    /// Who.
    pub person: PersonId,
    /// Who sees what is written.
    pub who_sees: Option<OwnWords>,
    /// What it is used for.
    pub why: Option<OwnWords>,
    /// How long it is kept.
    pub how_long: Option<OwnWords>,
    /// Whether it may be talked about in supervision.
    pub supervision: Wish,
    /// Whether it may be used for research.
    pub research: Wish,
    /// The day on which it was given.
    pub given: Date,
    /// Who gave it, where that was not the person: whoever holds responsibility for somebody under age.
    pub by: Option<Line>,
    /// The day on which it was taken back.
    pub withdrawn: Option<Date>,
}

/// An answer to something that may be refused without any consequence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wish {
    /// It was not asked.
    #[default]
    NotAsked,
    /// Yes.
    Agreed,
    /// No.
    Declined,
}

/// Whether somebody agrees that another member of a shared episode sees their answers. Until that is stated, nobody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Showing {
    /// Whose answers.
    pub person: PersonId,
    /// To whom.
    pub to: PersonId,
    /// Whether they agree.
    pub agreed: bool,
}

plain_struct!(Consent { episode, person, given } default { who_sees, why, how_long, supervision, research, by, withdrawn });
plain_enum!(Wish { "not-asked" = NotAsked, "agreed" = Agreed, "declined" = Declined });
plain_struct!(Showing { person, to, agreed });

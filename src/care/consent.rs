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

/// Whether somebody agrees that another member of a shared episode sees what they answer in it. Until that is stated, nobody
/// does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Showing {
    /// Whose answers.
    pub person: PersonId,
    /// To whom.
    pub to: PersonId,
    /// In which episode. Nothing in what was written before there was a place for it: that counts in none, because nobody was
    /// asked about a particular one, and a yes that was not given weighs more than a tick that is set again.
    pub episode: Option<EpisodeId>,
    /// Whether they agree.
    pub agreed: bool,
}

plain_struct!(Consent { episode, person, given } default { who_sees, why, how_long, supervision, research, by, withdrawn });
plain_enum!(Wish { "not-asked" = NotAsked, "agreed" = Agreed, "declined" = Declined });
plain_struct!(Showing { person, to, agreed } default { episode });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreement_without_an_episode_is_still_read_and_written_as_it_was() {
        let (person, to) = (PersonId::from_bytes([4; 16]), PersonId::from_bytes([5; 16]));
        let old = format!(r#"{{"agreed":true,"person":"{person}","to":"{to}"}}"#);
        let read: Showing = serde_json::from_str(&old).unwrap();
        assert_eq!(read, Showing { person, to, episode: None, agreed: true });
        assert_eq!(serde_json::to_value(read).unwrap(), serde_json::from_str::<serde_json::Value>(&old).unwrap());
        let episode = Some(EpisodeId::from_bytes([9; 16]));
        let new = Showing { episode, ..read };
        assert_eq!(serde_json::from_str::<Showing>(&serde_json::to_string(&new).unwrap()).unwrap(), new);
    }
}

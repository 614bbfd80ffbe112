//! Episodes of care: what somebody comes for, from a first day on, and with whom.

use time::Date;

use super::{EpisodeId, Line, OwnWords, PersonId};
use crate::plain::{plain_enum, plain_struct};

/// One person's episode of care, stated as a whole: a later statement under the same identity takes the place of this one.
///
/// Several people who are treated together (a couple, a family, a group) have an episode of the same identity each: the words,
/// the consent and the age belong to each of them, and erasing one of them takes out what is theirs and nothing of the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Episode {
    /// Which episode.
    pub id: EpisodeId,
    /// Whose.
    pub person: PersonId,
    /// What kind of care it is.
    pub kind: EpisodeKind,
    /// What happened, in the person's own words; asked where the care is about an event in their life.
    pub event: Option<OwnWords>,
    /// The diagnosis or concern, in the words of whoever writes: nothing is looked up.
    pub concern: Option<OwnWords>,
    /// How long it is planned to be; nothing where that is left open.
    pub planned: Option<PlannedLength>,
    /// Its first day. A session belongs to the episode that began last before it.
    pub start: Date,
    /// Who else is involved, in the order in which they were written down.
    pub involved: Vec<Involved>,
    /// Who holds responsibility, where the person is under age; nothing where they are not.
    pub under_age: Option<Responsible>,
    /// Whether several people are treated together, and as what.
    pub together: Option<Together>,
}

/// What kind of care an episode is. Pages adapt to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EpisodeKind {
    /// Short-term, about an event in somebody's life such as a move, a loss or a marriage.
    #[default]
    LifeEvent,
    /// Without an end in sight yet.
    Ongoing,
    /// For a condition that stays.
    Chronic,
}

/// How long an episode is planned to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlannedLength {
    /// So many sessions.
    Sessions(u32),
    /// So many weeks.
    Weeks(u32),
}

/// Somebody who takes part in the care.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Involved {
    /// As what.
    pub role: CareRole,
    /// Who.
    pub name: Line,
    /// How to reach them.
    pub contact: Option<Line>,
}

/// As what somebody takes part in the care.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CareRole {
    /// The therapist.
    #[default]
    Therapist,
    /// Who prescribes medicine.
    Prescriber,
    /// Somebody else.
    Other,
}

/// Who holds responsibility for somebody who is under age. What is not known yet is left open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Responsible {
    /// Who.
    pub name: Option<Line>,
    /// How to reach them.
    pub contact: Option<Line>,
}

/// As what several people are treated together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// Two partners.
    Couple,
    /// A family, or a part of it.
    Family,
    /// A group.
    Group,
}

impl Episode {
    /// An episode that begins on a day, with nothing else known.
    #[must_use]
    pub const fn new(id: EpisodeId, person: PersonId, start: Date) -> Self {
        Self {
            id,
            person,
            kind: EpisodeKind::LifeEvent,
            event: None,
            concern: None,
            planned: None,
            start,
            involved: Vec::new(),
            under_age: None,
            together: None,
        }
    }
}

plain_struct!(Episode { id, person, kind, start } default { event, concern, planned, involved, under_age, together });
plain_enum!(EpisodeKind { "life-event" = LifeEvent, "ongoing" = Ongoing, "chronic" = Chronic });
plain_enum!(PlannedLength { "sessions" = Sessions(count), "weeks" = Weeks(count) });
plain_struct!(Involved { role, name } default { contact });
plain_enum!(CareRole { "therapist" = Therapist, "prescriber" = Prescriber, "other" = Other });
plain_struct!(Responsible {} default { name, contact });
plain_enum!(Together { "couple" = Couple, "family" = Family, "group" = Group });

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::care::{Consent, Impression, Manner, Showing, Wish};
    use crate::words::day;

    fn line(text: &str) -> Option<Line> {
        Line::new(text).unwrap()
    }

    fn words(text: &str) -> Option<OwnWords> {
        OwnWords::new(text).unwrap()
    }

    /// An episode and what belongs to it, with everything that can be said of them.
    pub fn whole() -> (Episode, Consent, Showing, Impression) {
        let (id, person, to) =
            (EpisodeId::from_bytes([9; 16]), PersonId::from_bytes([4; 16]), PersonId::from_bytes([5; 16]));
        let start = day(2026, 11, 23).unwrap();
        let role = CareRole::Prescriber;
        let name = line("Dr Ana").unwrap();
        let episode = Episode {
            kind: EpisodeKind::Chronic,
            event: words("the move"),
            concern: words("low days\nand no sleep"),
            planned: Some(PlannedLength::Weeks(12)),
            involved: vec![Involved { role, name, contact: line("600") }],
            under_age: Some(Responsible { name: line("her mother"), contact: None }),
            together: Some(Together::Family),
            ..Episode::new(id, person, start)
        };
        let consent = Consent {
            episode: id,
            person,
            who_sees: words("only me"),
            why: words("to treat"),
            how_long: words("ten years"),
            supervision: Wish::Agreed,
            research: Wish::Declined,
            given: start,
            by: line("her mother"),
            withdrawn: Some(start),
        };
        let impression = Impression { person, manners: vec![Manner::NeedsTime, Manner::Jokes], words: words("w") };
        (episode, consent, Showing { person, to, episode: Some(id), agreed: true }, impression)
    }

    #[test]
    fn what_is_not_known_takes_no_room() {
        let (episode, ..) = whole();
        let bare = Episode::new(episode.id, episode.person, episode.start);
        let text = serde_json::to_string(&bare).unwrap();
        assert!(!text.contains("\"event\"") && !text.contains("involved") && !text.contains("null"), "{text}");
        for one in [episode, bare] {
            assert_eq!(serde_json::from_str::<Episode>(&serde_json::to_string(&one).unwrap()).unwrap(), one);
        }
    }
}

//! The ending of an episode, and what comes after it: whether somebody found other help, and the door left open.

use time::Date;

use super::{EpisodeId, OwnWords, PersonId, ProfessionalId};
use crate::plain::{plain_enum, plain_struct};

/// How an episode of one person ended, stated as a whole: a later statement takes the place of this one, and this one stays
/// in the history. An episode that goes on again is stated with the day on which it was reopened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Which episode.
    pub episode: EpisodeId,
    /// Whose.
    pub person: PersonId,
    /// The day on which it ended.
    pub day: Date,
    /// Whether that was planned.
    pub how: EndedHow,
    /// Who decided.
    pub decided: Decided,
    /// Why, in the order of [`Reason::ALL`].
    pub reasons: Vec<Reason>,
    /// Why, in the user's own words.
    pub reasons_words: Option<OwnWords>,
    /// What makes the therapist hesitate about this ending.
    pub reservations: Option<OwnWords>,
    /// What did not fit between the two, without blame.
    pub mismatch: Option<OwnWords>,
    /// What was achieved.
    pub achieved: Option<OwnWords>,
    /// Other professionals who were recommended.
    pub recommended: Vec<ProfessionalId>,
    /// Whom the person was referred to.
    pub referred: Option<ProfessionalId>,
    /// The day on which the episode went on again; nothing while it is ended.
    pub reopened: Option<Date>,
}

/// Whether an ending was planned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EndedHow {
    /// As it was planned.
    #[default]
    Planned,
    /// Otherwise than it was planned, or without a plan; it was spoken about.
    Unplanned,
    /// The person stopped coming.
    StoppedComing,
}

/// Who decided on an ending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decided {
    /// It is not known.
    #[default]
    NotKnown,
    /// The patient.
    Patient,
    /// The therapist.
    Therapist,
    /// Both.
    Both,
    /// Somebody or something else.
    Other,
}

/// A reason for an ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The goals were met.
    GoalsMet,
    /// The person is better.
    Better,
    /// The goals were not met.
    GoalsNotMet,
    /// The two did not fit well.
    PoorFit,
    /// Practical things, such as time or the way there.
    Practical,
    /// Money.
    Money,
    /// The person or the therapist moved away.
    Moved,
    /// The person found other help.
    OtherHelp,
    /// Illness, or a change in somebody's life.
    LifeChanged,
    /// Something else.
    Other,
}

impl Reason {
    /// Each, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::GoalsMet,
        Self::Better,
        Self::GoalsNotMet,
        Self::PoorFit,
        Self::Practical,
        Self::Money,
        Self::Moved,
        Self::OtherHelp,
        Self::LifeChanged,
        Self::Other,
    ];
}

/// Why days around an ending cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndingTrouble {
    /// It would end before it began.
    EndsBeforeStart,
    /// It would be reopened before it ended.
    ReopenedBeforeEnd,
}

impl Ending {
    /// An ending on a day, with nothing else known.
    #[must_use]
    pub const fn new(episode: EpisodeId, person: PersonId, day: Date) -> Self {
        Self {
            episode,
            person,
            day,
            how: EndedHow::Planned,
            decided: Decided::NotKnown,
            reasons: Vec::new(),
            reasons_words: None,
            reservations: None,
            mismatch: None,
            achieved: None,
            recommended: Vec::new(),
            referred: None,
            reopened: None,
        }
    }

    /// Whether the episode is ended, and has not been reopened.
    #[must_use]
    pub const fn is_ended(&self) -> bool {
        self.reopened.is_none()
    }

    /// What is wrong with its days, where the episode began on `start`. Two devices can bring that about: one moves the
    /// start while the other writes the ending down.
    #[must_use]
    pub fn trouble(&self, start: Date) -> Option<EndingTrouble> {
        if self.day < start {
            return Some(EndingTrouble::EndsBeforeStart);
        }
        self.reopened.filter(|day| *day < self.day).map(|_| EndingTrouble::ReopenedBeforeEnd)
    }
}

/// What somebody answered when they were asked, after an ending, whether they had reached other help; stated as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// After which episode.
    pub episode: EpisodeId,
    /// Who was asked.
    pub person: PersonId,
    /// On which day.
    pub day: Date,
    /// Whether they had.
    pub answer: ReachedAnswer,
    /// More, in the user's own words.
    pub words: Option<OwnWords>,
}

/// Whether somebody reached other help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReachedAnswer {
    /// Yes.
    Yes,
    /// No, and they do not look for any.
    No,
    /// Not yet.
    NotYet,
}

/// What is said to somebody who stopped coming: the door is open, and there are others too. Stated as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorOpen {
    /// About which episode.
    pub episode: EpisodeId,
    /// To whom.
    pub person: PersonId,
    /// What the therapist says in their own words beside the text.
    pub words: Option<OwnWords>,
    /// How the therapist is reached.
    pub contact: Option<OwnWords>,
    /// Other professionals who are named.
    pub others: Vec<ProfessionalId>,
    /// The day on which it was sent or given; nothing while it was not.
    pub sent: Option<Date>,
}

plain_struct!(Ending { episode, person, day } default {
    how, decided, reasons, reasons_words, reservations, mismatch, achieved, recommended, referred, reopened,
});
plain_enum!(EndedHow { "planned" = Planned, "unplanned" = Unplanned, "stopped-coming" = StoppedComing });
plain_enum!(Decided {
    "not-known" = NotKnown,
    "patient" = Patient,
    "therapist" = Therapist,
    "both" = Both,
    "other" = Other,
});
plain_enum!(Reason {
    "goals-met" = GoalsMet,
    "better" = Better,
    "goals-not-met" = GoalsNotMet,
    "poor-fit" = PoorFit,
    "practical" = Practical,
    "money" = Money,
    "moved" = Moved,
    "other-help" = OtherHelp,
    "life-changed" = LifeChanged,
    "other" = Other,
});
plain_struct!(Reached { episode, person, day, answer } default { words });
plain_enum!(ReachedAnswer { "yes" = Yes, "no" = No, "not-yet" = NotYet });
plain_struct!(DoorOpen { episode, person } default { words, contact, others, sent });

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::words::day;

    fn words(text: &str) -> Option<OwnWords> {
        OwnWords::new(text).unwrap()
    }

    /// An ending and what comes after it, with everything that can be said of them.
    pub fn whole() -> (Ending, Reached, DoorOpen) {
        let (episode, person) = (EpisodeId::from_bytes([9; 16]), PersonId::from_bytes([4; 16]));
        let (to, day) = (ProfessionalId::from_bytes([6; 16]), day(2026, 11, 23).unwrap());
        let ending = Ending {
            how: EndedHow::StoppedComing,
            decided: Decided::Other,
            reasons: Reason::ALL.to_vec(),
            reasons_words: words("the bus\nstopped"),
            reservations: words("too early"),
            mismatch: words("pace"),
            achieved: words("sleep"),
            recommended: vec![to],
            referred: Some(to),
            reopened: Some(day),
            ..Ending::new(episode, person, day)
        };
        let reached = Reached { episode, person, day, answer: ReachedAnswer::NotYet, words: words("in May") };
        let open =
            DoorOpen { episode, person, words: words("w"), contact: words("600"), others: vec![to], sent: Some(day) };
        (ending, reached, open)
    }

    #[test]
    fn what_is_not_known_takes_no_room() {
        let (ending, ..) = whole();
        let bare = Ending::new(ending.episode, ending.person, ending.day);
        let text = serde_json::to_string(&bare).unwrap();
        assert!(!text.contains("reasons") && !text.contains("reopened") && !text.contains("null"), "{text}");
        for one in [ending, bare] {
            assert_eq!(serde_json::from_str::<Ending>(&serde_json::to_string(&one).unwrap()).unwrap(), one);
        }
    }

    #[test]
    fn days_that_cannot_be_are_named() {
        let (ending, ..) = whole();
        let before = ending.day.previous_day().unwrap();
        let after = ending.day.next_day().unwrap();
        let reopened = Some(before);
        assert_eq!((ending.trouble(ending.day), ending.trouble(before)), (None, None), "the day itself is no trouble");
        assert_eq!(ending.trouble(after), Some(EndingTrouble::EndsBeforeStart));
        assert!(!ending.is_ended());
        let back = Ending { reopened, ..ending.clone() };
        assert_eq!(back.trouble(before), Some(EndingTrouble::ReopenedBeforeEnd));
        assert!(Ending { reopened: None, ..ending }.is_ended());
    }
}

//! Goals: what somebody wants to reach, in their own words, and how far each has come.

use time::Date;

use super::{EpisodeId, GoalId, OwnWords, PersonId, SessionId, Wish};
use crate::plain::{Plain, plain_enum, plain_serde, plain_struct};

/// One goal of a person, stated as a whole: a later statement under the same identity takes the place of this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Which goal.
    pub id: GoalId,
    /// Whose.
    pub person: PersonId,
    /// In which episode of care it was set; nothing where there was none.
    pub episode: Option<EpisodeId>,
    /// The goal, in the patient's words.
    pub wording: OwnWords,
    /// How much it matters to the patient.
    pub importance_patient: Option<OfTen>,
    /// How much it matters in the eyes of the therapist.
    pub importance_therapist: Option<OfTen>,
    /// Whether the patient says yes to working on it.
    pub agreed_patient: Wish,
    /// Whether the therapist does.
    pub agreed_therapist: Wish,
    /// What each level of attainment would look like.
    pub levels: Levels,
    /// Whether it is still worked on.
    pub status: GoalStatus,
    /// Why it was set aside, or how it was reached.
    pub why: Option<OwnWords>,
    /// The day on which it was first worded.
    pub worded: Date,
}

/// A whole number from 0 to 10, for importance and for progress without levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OfTen(u8);

impl OfTen {
    /// The highest.
    pub const MAX: u8 = 10;

    /// The number; nothing where it is above [`OfTen::MAX`].
    #[must_use]
    pub const fn new(value: u8) -> Option<Self> {
        if value <= Self::MAX { Some(Self(value)) } else { None }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Plain for OfTen {
    fn to_plain(&self) -> serde_json::Value {
        self.0.to_plain()
    }

    fn of_plain(value: &serde_json::Value) -> Option<Self> {
        Self::new(u8::of_plain(value)?)
    }
}
plain_serde!(OfTen);

/// A level of goal attainment scaling: compared with what was expected when the goal was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// -2.
    MuchLess,
    /// -1.
    Less,
    /// 0.
    Expected,
    /// +1.
    More,
    /// +2.
    MuchMore,
}

impl Level {
    /// Each, from the lowest to the highest.
    pub const ALL: [Self; 5] = [Self::MuchLess, Self::Less, Self::Expected, Self::More, Self::MuchMore];

    /// Its number, from -2 to 2.
    #[must_use]
    pub const fn value(self) -> i8 {
        self as i8 - 2
    }
}

/// What each level would look like, in the patient's words. A level that was not worded can be rated all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// -2: much less than expected.
    pub much_less: Option<OwnWords>,
    /// -1: less than expected.
    pub less: Option<OwnWords>,
    /// 0: as expected.
    pub expected: Option<OwnWords>,
    /// +1: more than expected.
    pub more: Option<OwnWords>,
    /// +2: much more than expected.
    pub much_more: Option<OwnWords>,
}

impl Levels {
    /// The words of a level.
    #[must_use]
    pub const fn at(&self, level: Level) -> Option<&OwnWords> {
        match level {
            Level::MuchLess => self.much_less.as_ref(),
            Level::Less => self.less.as_ref(),
            Level::Expected => self.expected.as_ref(),
            Level::More => self.more.as_ref(),
            Level::MuchMore => self.much_more.as_ref(),
        }
    }

    /// Whether any level is worded. Only then is the goal rated by level.
    #[must_use]
    pub fn any(&self) -> bool {
        Level::ALL.into_iter().any(|level| self.at(level).is_some())
    }
}

/// Whether a goal is still worked on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GoalStatus {
    /// It is.
    #[default]
    Open,
    /// It was reached.
    Reached,
    /// It was set aside.
    SetAside,
}

/// Who rated a goal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum RatedBy {
    /// The patient.
    #[default]
    Patient,
    /// The therapist.
    Therapist,
}

/// How far a goal had come on the event's date. A later statement of the same side for the same session, or where there is none
/// the same day, takes the place of this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoalRated {
    /// Which goal.
    pub goal: GoalId,
    /// Whose.
    pub person: PersonId,
    /// In which session, where it was in one.
    pub session: Option<SessionId>,
    /// How far.
    pub progress: Progress,
    /// Who says so.
    pub by: RatedBy,
}

/// How far a goal has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// By the goal's levels.
    Level(Level),
    /// Where it has none: 0 not begun, 10 reached.
    OfTen(OfTen),
    /// The rating was a slip: there is none.
    Nothing,
}

impl Goal {
    /// A goal in somebody's words, with nothing else known.
    #[must_use]
    pub fn new(id: GoalId, person: PersonId, wording: OwnWords, worded: Date) -> Self {
        Self {
            id,
            person,
            episode: None,
            wording,
            importance_patient: None,
            importance_therapist: None,
            agreed_patient: Wish::NotAsked,
            agreed_therapist: Wish::NotAsked,
            levels: Levels::default(),
            status: GoalStatus::Open,
            why: None,
            worded,
        }
    }
}

plain_struct!(Goal { id, person, wording, worded } default {
    episode, importance_patient, importance_therapist, agreed_patient, agreed_therapist, levels, status, why
});
plain_enum!(Level {
    "much-less" = MuchLess,
    "less" = Less,
    "expected" = Expected,
    "more" = More,
    "much-more" = MuchMore,
});
plain_struct!(Levels {} default { much_less, less, expected, more, much_more });
plain_enum!(GoalStatus { "open" = Open, "reached" = Reached, "set-aside" = SetAside });
plain_enum!(RatedBy { "patient" = Patient, "therapist" = Therapist });
plain_struct!(GoalRated { goal, person, progress } default { session, by });
plain_enum!(Progress { "level" = Level(level), "of-ten" = OfTen(value), "nothing" = Nothing });

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::words::day;

    fn words(text: &str) -> Option<OwnWords> {
        OwnWords::new(text).unwrap()
    }

    /// A goal of which everything is said.
    pub fn whole(id: GoalId, person: PersonId, wording: &str) -> Goal {
        Goal {
            episode: Some(EpisodeId::from_bytes([7; 16])),
            importance_patient: OfTen::new(9),
            importance_therapist: OfTen::new(0),
            agreed_patient: Wish::Agreed,
            agreed_therapist: Wish::Declined,
            levels: Levels {
                much_less: words("in bed all day"),
                less: words("up, but alone"),
                expected: words("out once a week"),
                more: words("out most days"),
                much_more: words("at work again"),
            },
            status: GoalStatus::SetAside,
            why: words("something else matters more"),
            ..Goal::new(id, person, words(wording).unwrap(), day(2026, 11, 23).unwrap())
        }
    }

    #[test]
    fn what_is_not_known_takes_no_room_and_everything_is_read_back() {
        let (id, person) = (GoalId::from_bytes([3; 16]), PersonId::from_bytes([4; 16]));
        let full = whole(id, person, "sleep");
        let bare = Goal::new(id, person, full.wording.clone(), full.worded);
        let text = serde_json::to_string(&bare).unwrap();
        assert!(!text.contains("importance") && !text.contains("levels") && !text.contains("null"), "{text}");
        for one in [full, bare] {
            assert_eq!(serde_json::from_str::<Goal>(&serde_json::to_string(&one).unwrap()).unwrap(), one);
        }
        for progress in
            [Progress::Level(Level::Less), Progress::Nothing].into_iter().chain(OfTen::new(10).map(Progress::OfTen))
        {
            let rated = GoalRated { goal: id, person, session: None, progress, by: RatedBy::Therapist };
            assert_eq!(serde_json::from_str::<GoalRated>(&serde_json::to_string(&rated).unwrap()).unwrap(), rated);
        }
    }

    #[test]
    fn levels_have_their_numbers_and_nothing_is_above_ten() {
        assert_eq!(Level::ALL.map(Level::value), [-2, -1, 0, 1, 2]);
        assert_eq!((OfTen::new(11), serde_json::from_str::<OfTen>("11").is_err()), (None, true));
        assert_eq!(serde_json::from_str::<OfTen>("10").ok().map(OfTen::get), Some(10));
        assert!(!Levels::default().any());
        assert!(Levels { more: words("x"), ..Levels::default() }.any());
    }
}

//! What kinds of signals there are, how they rank, and what stands behind each.

use super::rates::{self, Rate};

/// A kind of signal. The order is that of what matters in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An answer about harm above the lowest, or such a question skipped.
    Risk,
    /// An item just marked low.
    LowItem,
    /// The alliance below what is usual for the person.
    OwnChange,
    /// The outcome worse than is usual for the person.
    Outcome,
    /// Goals or tasks on which the two do not agree.
    GoalsAndTasks,
    /// A rupture that is not yet repaired.
    Rupture,
    /// Missed sessions, or a silence.
    Attendance,
    /// A goal further away than at the start.
    GoalProgress,
    /// Something the person wanted differently.
    Preference,
    /// Patient and therapist see the alliance differently.
    RaterGap,
    /// An alliance that falls slowly.
    Trend,
}

/// Whether a signal repeats or infers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// It repeats what was marked, said or counted.
    Fact,
    /// It infers a change from scores that also move by chance.
    Flag,
    /// It reminds of a flag that was raised before and raises none of its own.
    Reminder,
}

/// How often a signal comes by chance. Told for many people ("of 40 about 2"), never as the chance that this one is false.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ChanceRate {
    /// Nothing is inferred, so that chance has no part in it beyond that of a slip of the hand.
    NothingInferred,
    /// By simulation.
    Simulated(&'static Rate),
    /// Whatever the rate of the flag it follows.
    AsOf(Kind),
}

impl Kind {
    /// Every kind, in the order of rank.
    pub const ALL: [Self; 11] = [
        Self::Risk,
        Self::LowItem,
        Self::OwnChange,
        Self::Outcome,
        Self::GoalsAndTasks,
        Self::Rupture,
        Self::Attendance,
        Self::GoalProgress,
        Self::Preference,
        Self::RaterGap,
        Self::Trend,
    ];

    /// Its place in the room: 0 first. Goal progress and preferences share theirs.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Risk => 0,
            Self::LowItem => 1,
            Self::OwnChange => 2,
            Self::Outcome => 3,
            Self::GoalsAndTasks => 4,
            Self::Rupture => 5,
            Self::Attendance => 6,
            Self::GoalProgress | Self::Preference => 7,
            Self::RaterGap => 8,
            Self::Trend => 9,
        }
    }

    /// Whether it repeats or infers.
    #[must_use]
    pub const fn nature(self) -> Nature {
        match self {
            Self::OwnChange | Self::Outcome | Self::Trend => Nature::Flag,
            Self::Rupture => Nature::Reminder,
            _ => Nature::Fact,
        }
    }

    /// How often it comes by chance.
    #[must_use]
    pub const fn chance_rate(self) -> ChanceRate {
        match self {
            Self::OwnChange => ChanceRate::Simulated(&rates::OWN_CHANGE),
            Self::Outcome => ChanceRate::Simulated(&rates::OUTCOME),
            Self::Trend => ChanceRate::Simulated(&rates::TREND),
            Self::Rupture => ChanceRate::AsOf(Self::OwnChange),
            _ => ChanceRate::NothingInferred,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_rank_and_flags_have_rates() {
        assert!(Kind::ALL.windows(2).all(|pair| pair[0] < pair[1] && pair[0].rank() <= pair[1].rank()));
        for kind in Kind::ALL {
            let simulated = matches!(kind.chance_rate(), ChanceRate::Simulated(_));
            assert_eq!(simulated, kind.nature() == Nature::Flag, "{kind:?}");
        }
    }
}

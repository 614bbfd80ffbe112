//! How far an episode of care has come, as its kind and its planned length have it.

use time::Date;

use super::{Episode, EpisodeKind, PlannedLength};
use crate::words::days_between;

/// How far an episode is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HowFar {
    /// How many sessions took place, or in which week it is (from 1), and what was planned. Only short-term care counts towards
    /// an end: what goes on has none in sight, whatever length was planned at first.
    pub count: Option<(usize, PlannedLength)>,
    /// Whether half of what was planned is over: the time to look back on the agreement.
    pub midway: bool,
}

impl HowFar {
    /// That of an episode on the day `today`, of which `held` sessions took place. Before its first day it is in no week.
    #[must_use]
    pub fn of(episode: &Episode, held: usize, today: Date) -> Self {
        let days = usize::try_from(days_between(episode.start, today)).ok();
        let at = episode.planned.map(|planned| match planned {
            PlannedLength::Sessions(of) => (held, of, planned),
            PlannedLength::Weeks(of) => (days.map_or(0, |days| days / 7 + 1), of, planned),
        });
        Self {
            count: at.filter(|_| episode.kind == EpisodeKind::LifeEvent).map(|(at, _, planned)| (at, planned)),
            midway: at.is_some_and(|(at, of, _)| at > 0 && at.saturating_mul(2) >= of as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        care::{EpisodeId, PersonId},
        words::day,
    };

    fn episode(kind: EpisodeKind, planned: Option<PlannedLength>) -> Episode {
        let (id, person) = (EpisodeId::from_bytes([1; 16]), PersonId::from_bytes([2; 16]));
        Episode { kind, planned, ..Episode::new(id, person, day(2026, 3, 2).unwrap()) }
    }

    fn on(planned: PlannedLength, held: usize, month: u8, date: u8) -> (usize, bool) {
        let found = HowFar::of(&episode(EpisodeKind::LifeEvent, Some(planned)), held, day(2026, month, date).unwrap());
        let (at, of) = found.count.unwrap();
        assert_eq!(of, planned);
        (at, found.midway)
    }

    #[test]
    fn sessions_and_weeks_count_towards_what_was_planned() {
        let six = PlannedLength::Sessions(6);
        assert_eq!([0, 2, 3, 7].map(|held| on(six, held, 3, 2)), [(0, false), (2, false), (3, true), (7, true)]);
        assert_eq!(on(PlannedLength::Sessions(5), 2, 3, 2), (2, false));
        let twelve = PlannedLength::Weeks(12);
        assert_eq!(on(twelve, 0, 3, 2), (1, false));
        assert_eq!(on(twelve, 0, 3, 8), (1, false));
        assert_eq!(on(twelve, 0, 3, 9), (2, false));
        assert_eq!(on(twelve, 0, 4, 5), (5, false));
        assert_eq!(on(twelve, 0, 4, 6), (6, true));
        assert_eq!(on(twelve, 9, 2, 1), (0, false), "it has not begun");
    }

    #[test]
    fn what_goes_on_has_no_count_and_is_looked_back_on_all_the_same() {
        let today = day(2026, 3, 30).unwrap();
        for kind in [EpisodeKind::Ongoing, EpisodeKind::Chronic] {
            let of = |planned| HowFar::of(&episode(kind, planned), 3, today);
            assert_eq!(of(Some(PlannedLength::Sessions(6))), HowFar { count: None, midway: true });
            assert_eq!(of(None), HowFar { count: None, midway: false });
        }
        assert_eq!(HowFar::of(&episode(EpisodeKind::LifeEvent, None), 9, today), HowFar { count: None, midway: false });
    }
}

//! One person's goals with their ratings: attainment as each side sees it, what both say yes to, how far each has come.

use super::{
    attainment::{ASSUMED_CORRELATION, Goal as Attained, attainment_t},
    goals::{GoalAgreement, GoalProgress, Importance, progress},
};
use crate::care::{
    EpisodeId, Goal, GoalRating, GoalStatus, Level, PersonId, Progress, RatedBy, Record, Versions, Wish,
};

/// Two importances this far apart, on 0 to 10, are worth a word: a convention of this app.
const IMPORTANCE_APART: f64 = 3.0;

/// A goal with everything that was said of how far it has come.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalNow {
    /// The goal with its earlier wordings.
    pub goal: Versions<Goal>,
    /// Its ratings, by day.
    pub ratings: Vec<GoalRating>,
}

/// The attainment T of one side, and what it is of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attainment {
    /// The T score: 50 where goals were reached as expected on the whole.
    pub t: f64,
    /// Of how many goals.
    pub goals: usize,
    /// Goals that this side did not rate by level, and that are no part of it.
    pub left_out: usize,
    /// Whether importance was the weight. Where it was given for some of the goals only, all count alike.
    pub weighted: bool,
}

impl GoalNow {
    /// The goal as it stands.
    #[must_use]
    pub const fn now(&self) -> &Goal {
        &self.goal.now.value
    }

    /// The latest rating of a side.
    #[must_use]
    pub fn latest(&self, by: RatedBy) -> Option<&GoalRating> {
        self.ratings.iter().rev().find(|rating| rating.by == by)
    }

    /// The latest level that a side gave.
    fn level(&self, by: RatedBy) -> Option<Level> {
        self.ratings.iter().rev().filter(|rating| rating.by == by).find_map(|rating| match rating.progress {
            Progress::Level(level) => Some(level),
            _ => None,
        })
    }

    /// What a side gave as numbers, in the order of days, on the scale of its latest rating: levels from -2 to 2, or 0 to 10.
    #[must_use]
    pub fn numbers(&self, by: RatedBy) -> Vec<f64> {
        let by_level = |progress: Progress| matches!(progress, Progress::Level(_));
        let scale = self.latest(by).is_some_and(|one| by_level(one.progress));
        let given = self.ratings.iter().filter(|one| one.by == by && by_level(one.progress) == scale);
        given.map(|one| number(one.progress)).collect()
    }

    /// How much more it matters to the patient than in the eyes of the therapist, where that is worth a word; below zero the
    /// other way round.
    #[must_use]
    pub fn importance_apart(&self) -> Option<f64> {
        let goal = self.now();
        let ten = |value: Option<crate::care::OfTen>| value.map(|ten| f64::from(ten.get()));
        let (patient, therapist) = (ten(goal.importance_patient), ten(goal.importance_therapist));
        let far = Importance { goal: 0, patient, therapist }.difference()?;
        (far.abs() >= IMPORTANCE_APART).then_some(far)
    }

    /// What a goal weighs: the mean of the importances that were given.
    fn weight(&self) -> Option<f64> {
        let goal = self.now();
        let given: Vec<f64> = [goal.importance_patient, goal.importance_therapist]
            .into_iter()
            .flatten()
            .map(|ten| f64::from(ten.get()))
            .collect();
        crate::stats::describe::mean(&given).ok()
    }
}

fn number(progress: Progress) -> f64 {
    match progress {
        Progress::Level(level) => level.value().into(),
        Progress::OfTen(ten) => ten.get().into(),
        Progress::Nothing => f64::NAN,
    }
}

/// Every goal of a person, by the day it was first worded.
#[must_use]
pub fn all_goals(record: &Record, person: PersonId) -> Vec<GoalNow> {
    let with = |goal: Versions<Goal>| GoalNow { ratings: record.goal_ratings(person, goal.now.value.id), goal };
    record.goals(person).into_iter().map(with).collect()
}

/// Parts goals into those of an episode, with those of none, and those of other episodes.
#[must_use]
pub fn of_episode(goals: Vec<GoalNow>, episode: Option<EpisodeId>) -> (Vec<GoalNow>, Vec<GoalNow>) {
    goals.into_iter().partition(|one| one.now().episode.is_none() || one.now().episode == episode)
}

/// The attainment T of goals that were set together, as one side sees it. Goals that were set aside are no part of it.
///
/// The weight of a goal is the mean of the importances that were given for it; where a goal has none, or all have none at all,
/// goals count alike.
///
/// Missing values: a goal that this side did not rate by level is left out and counted. Nothing where no goal remains.
#[must_use]
pub fn attainment(goals: &[GoalNow], by: RatedBy) -> Option<Attainment> {
    let counted = || goals.iter().filter(|one| one.now().status != GoalStatus::SetAside);
    let rated: Vec<(f64, Option<f64>)> =
        counted().filter_map(|one| Some((one.level(by)?.value().into(), one.weight()))).collect();
    let weighted =
        rated.iter().all(|(_, weight)| weight.is_some()) && rated.iter().any(|(_, weight)| *weight > Some(0.0));
    let one = |(attainment, weight): &(f64, Option<f64>)| Attained {
        attainment: *attainment,
        weight: weight.filter(|_| weighted).unwrap_or(1.0),
    };
    let goals: Vec<Attained> = rated.iter().map(one).collect();
    let t = attainment_t(&goals, ASSUMED_CORRELATION).ok()?;
    Some(Attainment { t, goals: goals.len(), left_out: counted().count() - goals.len(), weighted })
}

/// Which goals both say yes to, by their place in the list. Goals that were set aside, or to which neither said yes, are no
/// part of it.
#[must_use]
pub fn agreement(goals: &[GoalNow]) -> GoalAgreement {
    let yes = |of: fn(&Goal) -> Wish| -> Vec<usize> {
        let all = goals.iter().enumerate().filter(|(_, one)| one.now().status != GoalStatus::SetAside);
        all.filter(|(_, one)| of(one.now()) == Wish::Agreed).map(|(at, _)| at).collect()
    };
    GoalAgreement::of(&yes(|goal| goal.agreed_patient), &yes(|goal| goal.agreed_therapist))
}

/// How far the goals without levels have come in the patient's own ratings: the mean of last less first. Nothing where none was
/// rated twice.
#[must_use]
pub fn progress_of_ten(goals: &[GoalNow]) -> Option<GoalProgress> {
    let kept = goals.iter().filter(|one| one.now().status != GoalStatus::SetAside && !one.now().levels.any());
    let ratings: Vec<Vec<f64>> = kept.map(|one| one.numbers(RatedBy::Patient)).collect();
    progress(&ratings.iter().map(Vec::as_slice).collect::<Vec<_>>()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::{DeviceId, Event, EventId, Fact, GoalId, GoalRated, OfTen, OwnWords, PersonName, Stamp};
    use crate::words::day;

    const NOBODY_SAID: Option<u8> = None;

    /// A goal with both importances and the patient's ratings, each on a day of its own.
    fn told(
        importance: (Option<u8>, Option<u8>),
        ratings: &[Progress],
        change: impl Fn(&mut Goal),
    ) -> (Goal, Vec<Progress>) {
        let wording = OwnWords::new("goal").unwrap().unwrap();
        let mut goal =
            Goal::new(GoalId::from_bytes([0; 16]), PersonId::from_bytes([1; 16]), wording, day(2026, 1, 1).unwrap());
        (goal.importance_patient, goal.importance_therapist) =
            (importance.0.and_then(OfTen::new), importance.1.and_then(OfTen::new));
        change(&mut goal);
        (goal, ratings.to_vec())
    }

    fn level(value: i8) -> Progress {
        Progress::Level(Level::ALL.into_iter().find(|level| level.value() == value).unwrap())
    }

    fn ten(value: u8) -> Progress {
        Progress::OfTen(OfTen::new(value).unwrap())
    }

    /// The goals as the record folds them.
    fn goals(all: Vec<(Goal, Vec<Progress>)>) -> Vec<GoalNow> {
        let person = PersonId::from_bytes([1; 16]);
        let mut record = Record::new();
        let mut count = 0_u8;
        let mut state = |date: u8, fact: Fact| {
            count += 1;
            record.apply(&Event {
                id: EventId::from_bytes([count; 16]),
                device: DeviceId::from_bytes([1; 16]),
                sequence: count.into(),
                stamp: Stamp { ms: count.into(), counter: 0 },
                date: day(2026, 1, date).unwrap(),
                parents: Vec::new(),
                fact,
            });
        };
        state(1, Fact::PersonAdded { person, name: PersonName::new("Ana").unwrap() });
        for (at, (goal, ratings)) in (50_u8..).zip(all) {
            let id = GoalId::from_bytes([at; 16]);
            state(1, Fact::GoalStated(Box::new(Goal { id, ..goal })));
            for (date, progress) in (2_u8..).zip(ratings) {
                let by = RatedBy::Patient;
                state(date, Fact::GoalRated(GoalRated { goal: id, person, session: None, progress, by }));
            }
        }
        all_goals(&record, person)
    }

    /// Cases 5, 8 and 6 of golden set g13, as R has them.
    #[test]
    fn attainment_is_that_of_r_with_importance_as_weight() {
        let of = |cells: &[(i8, u8)]| {
            let all =
                cells.iter().map(|(at, weight)| told((Some(*weight), Some(*weight)), &[level(0), level(*at)], |_| {}));
            attainment(&goals(all.collect()), RatedBy::Patient).unwrap()
        };
        let five = of(&[(2, 3), (1, 2), (0, 1)]);
        assert!((five.t - 67.626_105_969_569_3).abs() < 1e-9 && five.weighted, "{five:?}");
        assert!((of(&[(0, 9), (1, 4), (-1, 1)]).t - 52.657_887_169_768_8).abs() < 1e-9);
        assert!((of(&[(-2, 1); 5]).t - 19.848_865_542_223_6).abs() < 1e-9);
    }

    #[test]
    fn what_was_not_rated_or_is_set_aside_is_left_out_and_missing_importance_makes_all_alike() {
        let all = goals(vec![
            told((Some(3), None), &[level(1)], |_| {}),
            told((None, None), &[level(1)], |_| {}),
            told((Some(9), Some(9)), &[ten(4)], |_| {}),
            told((Some(9), Some(9)), &[level(-2)], |goal| goal.status = GoalStatus::SetAside),
        ]);
        let found = attainment(&all, RatedBy::Patient).unwrap();
        assert_eq!((found.goals, found.left_out, found.weighted), (2, 1, false));
        // 50 + 10 * 2 / sqrt(.7 * 2 + .3 * 4)
        assert!((found.t - (50.0 + 20.0 / 2.6_f64.sqrt())).abs() < 1e-12);
        assert_eq!(attainment(&all, RatedBy::Therapist), None);
        assert_eq!(attainment(&[], RatedBy::Patient), None);
        let none = goals(vec![told((Some(0), Some(0)), &[level(1)], |_| {})]);
        assert_eq!(attainment(&none, RatedBy::Patient).map(|found| (found.t, found.weighted)), Some((60.0, false)));
    }

    #[test]
    fn what_both_say_yes_to_and_what_matters_to_one_of_them() {
        let wish = |patient: Wish, therapist: Wish| {
            move |goal: &mut Goal| (goal.agreed_patient, goal.agreed_therapist) = (patient, therapist)
        };
        let all = goals(vec![
            told((Some(9), Some(6)), &[], wish(Wish::Agreed, Wish::Agreed)),
            told((Some(2), Some(4)), &[], wish(Wish::Agreed, Wish::Declined)),
            told((Some(2), NOBODY_SAID), &[], wish(Wish::NotAsked, Wish::Agreed)),
            told((Some(1), Some(10)), &[], wish(Wish::NotAsked, Wish::NotAsked)),
        ]);
        let found = agreement(&all);
        assert_eq!((found.both, found.patient_only, found.therapist_only), (vec![0], vec![1], vec![2]));
        let apart: Vec<_> = all.iter().map(GoalNow::importance_apart).collect();
        assert_eq!(apart, [Some(3.0), None, None, Some(-9.0)]);
    }

    #[test]
    fn progress_is_of_one_scale_and_goals_belong_to_their_episode() {
        let (mine, other) = (EpisodeId::from_bytes([7; 16]), EpisodeId::from_bytes([8; 16]));
        let all = goals(vec![
            told((None, None), &[ten(2), ten(6)], |goal| goal.episode = Some(mine)),
            told((None, None), &[ten(5), level(1), level(-1)], |goal| {
                goal.levels.expected = Some(goal.wording.clone())
            }),
            told((None, None), &[ten(5), ten(4)], |goal| goal.episode = Some(other)),
        ]);
        assert_eq!(all[1].numbers(RatedBy::Patient), [1.0, -1.0]);
        let (present, before) = of_episode(all, Some(mine));
        assert_eq!((present.len(), before.len()), (2, 1));
        let told = progress_of_ten(&present).unwrap();
        assert_eq!((told.mean, told.goals, told.rose), (4.0, 1, 1));
        assert_eq!(progress_of_ten(&[]), None);
    }
}

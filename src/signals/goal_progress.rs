//! Rank 7: a goal that its owner rates further away than at the start. A fact.

/// The progress ratings of one goal, in the order of sessions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoalRatings<'a> {
    /// The goal's code.
    pub goal: usize,
    /// Ratings; NaN for a session in which it was not rated.
    pub ratings: &'a [f64],
    /// One step of the scale.
    pub step: f64,
}

/// What was seen of one goal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoalBack {
    /// The goal's code.
    pub goal: usize,
    /// The first rating.
    pub first: f64,
    /// The latest.
    pub latest: f64,
}

/// The goals whose latest rating lies a step or more below their first. Ratings of one goal go up and down, and one session
/// is one session: it is told as marked, not as a change.
///
/// ```
/// use attune::signals::goal_progress::{GoalRatings, look};
/// let back = GoalRatings { goal: 3, ratings: &[4.0, f64::NAN, 2.0], step: 1.0 };
/// assert_eq!(look(&[back]).len(), 1);
/// assert!(look(&[GoalRatings { ratings: &[4.0], ..back }]).is_empty());
/// ```
#[must_use]
pub fn look(goals: &[GoalRatings<'_>]) -> Vec<GoalBack> {
    let one = |goal: &GoalRatings<'_>| {
        let mut given = goal.ratings.iter().copied().filter(|rating| rating.is_finite());
        let first = given.next()?;
        let latest = given.next_back()?;
        (first - latest >= goal.step).then_some(GoalBack { goal: goal.goal, first, latest })
    };
    goals.iter().filter_map(one).collect()
}

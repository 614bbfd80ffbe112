//! Rank 4: goals or tasks on which the two do not agree, named apart. Facts.

use crate::alliance::goals::GoalAgreement;

/// What is known about goals and tasks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoalsAndTasks<'a> {
    /// Which goals the two name, if both were asked.
    pub goals: Option<&'a GoalAgreement>,
    /// The patient's score for agreement on goals, every item answered.
    pub goal_score: Option<f64>,
    /// The patient's score for agreement on tasks, every item answered.
    pub task_score: Option<f64>,
    /// The middle of the scale of both scores.
    pub middle: f64,
}

/// What was seen.
#[derive(Clone, Debug, PartialEq)]
pub enum Disagreement {
    /// Goals that only one of the two names.
    GoalsOfOne {
        /// Codes of those only the patient names.
        patient_only: Vec<usize>,
        /// Codes of those only the therapist names.
        therapist_only: Vec<usize>,
    },
    /// Agreement on goals marked below the middle of the scale.
    GoalsMarkedLow {
        /// The score.
        score: f64,
    },
    /// Agreement on tasks marked below the middle of the scale.
    TasksMarkedLow {
        /// The score.
        score: f64,
    },
}

/// What stands out, goals before tasks. No single number for both: what to do about either is different.
///
/// ```
/// use attune::{alliance::goals::GoalAgreement, signals::goals_tasks::{Disagreement, GoalsAndTasks, look}};
/// let goals = GoalAgreement::of(&[1, 2], &[2]);
/// let known = GoalsAndTasks { goals: Some(&goals), goal_score: Some(4.0), task_score: Some(2.5), middle: 3.0 };
/// let seen = look(&known);
/// assert_eq!(seen[0], Disagreement::GoalsOfOne { patient_only: vec![1], therapist_only: vec![] });
/// assert_eq!(seen[1], Disagreement::TasksMarkedLow { score: 2.5 });
/// ```
#[must_use]
pub fn look(known: &GoalsAndTasks<'_>) -> Vec<Disagreement> {
    let apart = known.goals.filter(|goals| !goals.patient_only.is_empty() || !goals.therapist_only.is_empty());
    let goals = apart.map(|goals| Disagreement::GoalsOfOne {
        patient_only: goals.patient_only.clone(),
        therapist_only: goals.therapist_only.clone(),
    });
    let below = |score: Option<f64>| score.filter(|score| *score < known.middle);
    let marked = below(known.goal_score).map(|score| Disagreement::GoalsMarkedLow { score });
    let tasks = below(known.task_score).map(|score| Disagreement::TasksMarkedLow { score });
    goals.into_iter().chain(marked).chain(tasks).collect()
}

//! What is asked when.

use crate::plain::{plain_around, plain_struct};
/// A plan of measurement: which questionnaires at which sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan(pub Vec<Step>);

/// One questionnaire of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The questionnaire's name; its newest version is asked.
    pub instrument: String,
    /// The first session at which it is asked, counted from 1.
    pub from: u32,
    /// It is asked again every so many sessions; 0 for never.
    pub every: u32,
}

impl Step {
    /// Whether it is asked at the session of that number, counted from 1.
    #[must_use]
    pub const fn is_due(&self, session: u32) -> bool {
        match session.checked_sub(self.from) {
            Some(0) => true,
            Some(since) => self.every != 0 && since.is_multiple_of(self.every),
            None => false,
        }
    }
}

impl Default for Plan {
    /// The sliders of check-in and well-being each session, the twelve questions at session 3 and every fourth.
    fn default() -> Self {
        let step = |instrument: &str, from, every| Step { instrument: instrument.to_owned(), from, every };
        Self(vec![
            step("attune-session-check-in", 1, 1),
            step("attune-wellbeing-check", 1, 1),
            step("attune-alliance-scale", 3, 4),
        ])
    }
}

impl Plan {
    /// The questionnaires due at the session of that number, counted from 1, in the plan's order.
    pub fn due(&self, session: u32) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |step| step.is_due(session)).map(|step| step.instrument.as_str())
    }
}

plain_around!(Plan);
plain_struct!(Step { instrument, from, every });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_twelve_questions_come_at_the_third_session_and_every_fourth() {
        let plan = Plan::default();
        let asked: Vec<u32> = (1..=12).filter(|n| plan.due(*n).any(|id| id == "attune-alliance-scale")).collect();
        assert_eq!(asked, [3, 7, 11]);
        assert!((1..=12).all(|n| plan.due(n).any(|id| id == "attune-wellbeing-check")));
        assert_eq!(plan.due(0).count(), 0);
        let once = Step { instrument: String::new(), from: 2, every: 0 };
        assert_eq!((1..=9).filter(|n| once.is_due(*n)).collect::<Vec<_>>(), [2]);
    }
}

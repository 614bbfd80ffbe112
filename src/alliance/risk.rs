//! Answers about harm, suicide or abuse: they stand above everything until somebody has written down what was done.

use std::sync::Arc;

use time::Date;

use crate::{
    care::{AnsweredBy, EventId, Person, Record},
    instrument::{AnswerSet, Instrument, risk},
};

/// Answers of one sitting that need somebody to act.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskAnswers {
    /// The event that gave the answers.
    pub answers: EventId,
    /// The day of the session.
    pub date: Date,
    /// The questionnaire as it was answered.
    pub instrument: Arc<Instrument>,
    /// Who answered: the person, or a second rater about them.
    pub by: AnsweredBy,
    /// Everything that was answered.
    pub given: AnswerSet,
    /// The items with an answer above the lowest.
    pub raised: Vec<String>,
    /// The items that were asked and left without an answer.
    pub left_open: Vec<String>,
    /// What was done, where that is written down.
    pub done: Option<String>,
}

impl RiskAnswers {
    /// Whether nothing has been written down about what was done.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.done.is_none()
    }
}

/// Every sitting of a person, or of a second rater about them, with a raised or unanswered risk item, the latest first.
/// Unanswered items of a sitting that a later one of the same session and questionnaire replaced are still told: nobody knows
/// why they were left.
#[must_use]
pub fn risk_answers(person: &Person, record: &Record) -> Vec<RiskAnswers> {
    let mut all = Vec::new();
    for session in person.sessions.iter().rev() {
        for entry in session.entries.iter().chain(&session.others).rev() {
            let Some(instrument) = record.shelf().find(&entry.given.instrument) else { continue };
            let names = |items: Vec<&crate::instrument::Item>| items.into_iter().map(|item| item.id.clone()).collect();
            let raised: Vec<String> = names(risk::raised(&instrument, &entry.given.answers));
            let left_open: Vec<String> = names(risk::left_open(&instrument, &entry.given.answers));
            if raised.is_empty() && left_open.is_empty() {
                continue;
            }
            let done = record.risk_answered(entry.id).map(str::to_owned);
            let (by, given) = (entry.given.by, entry.given.answers.clone());
            all.push(RiskAnswers {
                answers: entry.id,
                date: session.date,
                instrument,
                by,
                given,
                raised,
                left_open,
                done,
            });
        }
    }
    all
}

/// Whether a person has an answer on risk about which nothing was written down.
#[must_use]
pub fn has_open_risk(person: &Person, record: &Record) -> bool {
    risk_answers(person, record).iter().any(RiskAnswers::is_open)
}

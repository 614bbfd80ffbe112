//! What a person answered beside the Alliance Scale: every questionnaire with its scores, session by session.

use std::sync::Arc;

use time::Date;

use super::course::setting;
use crate::{
    care::{Entry, Person, Shelf},
    instrument::{
        Instrument, Translated, catalogue,
        scoring::{NamedScore, score_range, scores},
    },
};

/// One questionnaire in one session.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// The session's place among the person's sessions, from 1.
    pub number: usize,
    /// Its day.
    pub date: Date,
    /// The latest answers of the session.
    pub entry: Entry,
    /// The questionnaire in the version that was answered.
    pub instrument: Arc<Instrument>,
    /// The scores.
    pub scores: Vec<NamedScore>,
    /// Whether version, language or way of answering differ from the sitting before, so that the two cannot be compared.
    pub breaks: bool,
}

impl Sitting {
    /// The score of that name.
    #[must_use]
    pub fn score(&self, id: &str) -> Option<&NamedScore> {
        self.scores.iter().find(|score| score.id == id)
    }
}

/// One questionnaire over time.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Every sitting, earliest first; at least one.
    pub sittings: Vec<Sitting>,
    /// The scores that any sitting has, each once: id and name.
    pub names: Vec<(String, Translated)>,
}

impl Measure {
    /// The version that was answered last.
    #[must_use]
    pub fn instrument(&self) -> Option<&Arc<Instrument>> {
        self.sittings.last().map(|sitting| &sitting.instrument)
    }

    /// The score to draw: the total where there is one, otherwise the first.
    #[must_use]
    pub fn main(&self) -> Option<&str> {
        let total = self.names.iter().find(|(id, _)| id == "total");
        total.or_else(|| self.names.first()).map(|(id, _)| id.as_str())
    }

    /// The range to draw a score in: that of its scale, or, where that is not known, from nought (or the least) to the most
    /// that was scored.
    #[must_use]
    pub fn range(&self, id: &str) -> (f64, f64) {
        let known = self.instrument().and_then(|one| score_range(one, one.scale(id)?));
        let values = || self.sittings.iter().filter_map(|sitting| sitting.score(id)?.scored.value());
        let most = values().fold(1.0, f64::max);
        known.unwrap_or_else(|| (values().fold(0.0, f64::min), most.ceil()))
    }
}

/// Every questionnaire that a person answered, but for the Alliance Scale, which has its own course; in the order in which
/// they were first answered. Answers to a questionnaire that is not known here are left out: the record still holds them.
#[must_use]
pub fn measures(person: &Person, shelf: &Shelf) -> Vec<Measure> {
    let scale = catalogue::alliance_scale().map(|scale| scale.reference.id.as_str());
    let mut all: Vec<(String, Measure)> = Vec::new();
    for (place, session) in person.sessions.iter().enumerate() {
        for entry in &session.entries {
            let id = &entry.given.instrument.id;
            let Some(instrument) = shelf.find(&entry.given.instrument).filter(|_| Some(id.as_str()) != scale) else {
                continue;
            };
            let at = all.iter().position(|(other, _)| other == id).unwrap_or_else(|| {
                all.push((id.clone(), Measure { sittings: Vec::new(), names: Vec::new() }));
                all.len() - 1
            });
            let measure = &mut all[at].1;
            // Of several in one session the later counts.
            measure.sittings.retain(|sitting| sitting.number != place + 1);
            let breaks = measure.sittings.last().is_some_and(|before| setting(&before.entry) != setting(entry));
            let scores = scores(&instrument, &entry.given.answers);
            for score in &scores {
                if !measure.names.iter().any(|(id, _)| *id == score.id) {
                    measure.names.push((score.id.clone(), score.name.clone()));
                }
            }
            let (number, date) = (place + 1, session.date);
            measure.sittings.push(Sitting { number, date, entry: entry.clone(), instrument, scores, breaks });
        }
    }
    all.into_iter().map(|(_, measure)| measure).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        alliance::{
            risk::{has_open_risk, risk_answers},
            tests::people::{answered, person},
        },
        care::{AnsweredBy, AnsweredHow, DeviceId, Event, EventId, Fact, Record, Stamp},
        instrument::{Answer, InstrumentRef},
    };

    fn state(record: &mut Record, number: u8, fact: Fact) {
        record.apply(&Event {
            id: EventId::from_bytes([number; 16]),
            device: DeviceId::from_bytes([9; 16]),
            sequence: u64::from(number),
            stamp: Stamp { ms: u64::from(number), counter: 0 },
            date: crate::words::day(2026, 1, 1).unwrap(),
            parents: Vec::new(),
            fact,
        });
    }

    /// A copy of the twelve questions under another name, with a risk item.
    fn other(version: u32) -> Instrument {
        let mut made = catalogue::alliance_scale().unwrap().clone();
        made.reference = InstrumentRef { id: "other".to_owned(), version };
        made.risk_items = Some(vec!["goal-1".to_owned()]);
        made
    }

    /// Three sessions with all items answered by these values, the last one with the second version.
    fn someone() -> Person {
        let sets = [1.0, 3.0, 3.0].map(|value| (answered(value, 12), AnsweredHow::Tablet));
        let mut made = person(&sets);
        for (place, session) in made.sessions.iter_mut().enumerate() {
            let entry = &mut session.entries[0];
            entry.given.instrument = other(if place == 2 { 2 } else { 1 }).reference;
        }
        made
    }

    #[test]
    fn scores_are_gathered_by_questionnaire_and_a_new_version_breaks_the_line() {
        let (mut record, made) = (Record::new(), someone());
        assert!(measures(&made, record.shelf()).is_empty(), "a questionnaire that is not known has no scores");
        state(&mut record, 1, Fact::InstrumentAdded(Box::new(other(1))));
        state(&mut record, 2, Fact::InstrumentAdded(Box::new(other(2))));
        let all = measures(&made, record.shelf());
        assert_eq!(all.len(), 1);
        let totals: Vec<_> = all[0].sittings.iter().filter_map(|one| one.score("total")?.scored.value()).collect();
        assert_eq!(totals, [1.0, 3.0, 3.0]);
        assert_eq!(all[0].sittings.iter().map(|one| one.breaks).collect::<Vec<_>>(), [false, false, true]);
        assert_eq!((all[0].main(), all[0].range("total")), (Some("total"), (1.0, 5.0)));
        assert_eq!(all[0].instrument().unwrap().reference.version, 2);
    }

    #[test]
    fn an_answer_on_risk_stays_open_until_what_was_done_is_written_down() {
        let (mut record, mut made) = (Record::new(), someone());
        made.sessions[2].entries[0].given.answers.set("goal-1", Answer::Skipped);
        state(&mut record, 1, Fact::InstrumentAdded(Box::new(other(1))));
        state(&mut record, 2, Fact::InstrumentAdded(Box::new(other(2))));
        let all = risk_answers(&made, &record);
        let items: Vec<(usize, usize)> = all.iter().map(|one| (one.raised.len(), one.left_open.len())).collect();
        // The latest first: left open, raised, and the lowest answer of the first session is none of both.
        assert_eq!(items, [(0, 1), (1, 0)]);
        for (place, one) in all.iter().enumerate() {
            assert!(has_open_risk(&made, &record));
            let done = "We spoke about it.".to_owned();
            state(&mut record, 10 + place as u8, Fact::RiskAnswered { answers: one.answers, done });
        }
        assert!(!has_open_risk(&made, &record));
        assert_eq!(risk_answers(&made, &record)[0].done.as_deref(), Some("We spoke about it."));
    }

    #[test]
    fn what_a_second_rater_answered_on_risk_is_told_with_the_answer_and_who_gave_it() {
        let (mut record, mut made) = (Record::new(), someone());
        state(&mut record, 1, Fact::InstrumentAdded(Box::new(other(1))));
        state(&mut record, 2, Fact::InstrumentAdded(Box::new(other(2))));
        let session = &mut made.sessions[0];
        let mut theirs = session.entries[0].clone();
        theirs.id = EventId::from_bytes([77; 16]);
        theirs.given.by = AnsweredBy::Parent;
        theirs.given.answers.set("goal-1", Answer::Value(4.0));
        session.others.push(theirs);
        let all = risk_answers(&made, &record);
        let told = |one: &crate::alliance::RiskAnswers| (one.date, one.by, one.given.get("goal-1").cloned());
        let own = Some(Answer::Value(3.0));
        let day = |day| crate::words::day(2026, 1, day).unwrap();
        assert_eq!(
            all.iter().map(told).collect::<Vec<_>>(),
            [
                (day(3), AnsweredBy::Respondent, own.clone()),
                (day(2), AnsweredBy::Respondent, own),
                // The person's own answer of that day was the lowest one.
                (day(1), AnsweredBy::Parent, Some(Answer::Value(4.0)))
            ]
        );
    }
}

//! What each side answered to the Working Agreement questions, laid side by side.

use crate::{
    care::{Person, Topic},
    instrument::{Answer, Instrument, Item, catalogue},
};

/// The patient's questions.
pub const PATIENT: &str = "attune-working-agreement";
/// The therapist's. The items have the same names.
pub const THERAPIST: &str = "attune-working-agreement-therapist";

/// One question with the latest answer of each side.
#[derive(Clone, Debug, PartialEq)]
pub struct BothAnswers<'a> {
    /// The question, as the therapist's form has it.
    pub item: &'static Item,
    /// The patient's answer.
    pub patient: Option<&'a Answer>,
    /// The therapist's answer.
    pub therapist: Option<&'a Answer>,
}

/// The therapist's questionnaire in its present version.
#[must_use]
pub fn questionnaire() -> Option<&'static Instrument> {
    catalogue::newest(THERAPIST)
}

/// The latest answer that was given to one question of a questionnaire, in whichever session that was.
fn last_answer<'a>(person: &'a Person, instrument: &str, item: &str) -> Option<&'a Answer> {
    let all = person.sessions.iter().flat_map(|session| &session.entries);
    let given = all.filter(|entry| entry.given.instrument.id == instrument).filter_map(|entry| {
        let answer = entry.given.answers.get(item).filter(|answer| answer.is_given())?;
        Some(((entry.stamp, entry.id), answer))
    });
    given.max_by_key(|(at, _)| *at).map(|(_, answer)| answer)
}

/// Every question that either side answered, in the order in which it is asked.
#[must_use]
pub fn side_by_side(person: &Person) -> Vec<BothAnswers<'_>> {
    let questions = questionnaire().map(Instrument::questions).unwrap_or_default();
    let both = |item: &'static Item| BothAnswers {
        item,
        patient: last_answer(person, PATIENT, &item.id),
        therapist: last_answer(person, THERAPIST, &item.id),
    };
    let all = questions.into_iter().map(both);
    all.filter(|one| one.patient.is_some() || one.therapist.is_some()).collect()
}

/// The words with which an agreement on a topic begins: what each side answered in words, the patient first.
#[must_use]
pub fn begun(person: &Person, topic: Topic) -> [String; 2] {
    let items: &[&str] = match topic {
        Topic::Expectations => &["aim"],
        Topic::Roles => &["patient-part", "therapist-part"],
        Topic::Signs => &["signs"],
    };
    [PATIENT, THERAPIST].map(|instrument| {
        let words = items.iter().filter_map(|item| last_answer(person, instrument, item)?.text());
        words.collect::<Vec<_>>().join("\n")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::{
        AnsweredBy, AnsweredHow, AnswersGiven, DeviceId, Event, EventId, Fact, PersonId, PersonName, Record, SessionId,
        Stamp,
    };
    use crate::words::{Lang, day};

    fn person(answers: &[(&str, &[(&str, &str)])]) -> Person {
        let (person, session) = (PersonId::from_bytes([1; 16]), SessionId::from_bytes([2; 16]));
        let given = |(instrument, answers): &(&str, &[(&str, &str)])| {
            Fact::AnswersGiven(AnswersGiven {
                person,
                session,
                turn: None,
                instrument: catalogue::newest(instrument).unwrap().reference.clone(),
                lang: Lang::En,
                how: AnsweredHow::Tablet,
                finished: true,
                talk: None,
                answers: answers.iter().map(|(id, text)| (*id, Answer::Text((*text).to_owned()))).collect(),
                by: AnsweredBy::Respondent,
            })
        };
        let named = Fact::PersonAdded { person, name: PersonName::new("Ana").unwrap() };
        let facts = [named, Fact::SessionHeld { session, person }].into_iter().chain(answers.iter().map(given));
        let mut record = Record::new();
        for (number, fact) in (1_u8..).zip(facts) {
            record.apply(&Event {
                id: EventId::from_bytes([number; 16]),
                device: DeviceId::from_bytes([1; 16]),
                sequence: number.into(),
                stamp: Stamp { ms: number.into(), counter: 0 },
                date: day(2026, 1, 1).unwrap(),
                parents: Vec::new(),
                fact,
            });
        }
        record.person(person).unwrap()
    }

    #[test]
    fn the_latest_words_of_each_side_stand_side_by_side() {
        let ana = person(&[
            (PATIENT, &[("aim", "sleep"), ("patient-part", "I write"), ("therapist-part", "she listens")]),
            (THERAPIST, &[("aim", "rest")]),
            (PATIENT, &[("aim", "sleep through")]),
        ]);
        assert_eq!(begun(&ana, Topic::Expectations), ["sleep through", "rest"]);
        assert_eq!(begun(&ana, Topic::Roles), ["I write\nshe listens", ""]);
        assert_eq!(begun(&ana, Topic::Signs), ["", ""]);
        let both: Vec<_> = side_by_side(&ana)
            .iter()
            .map(|one| (one.item.id.as_str(), one.patient.is_some(), one.therapist.is_some()))
            .collect();
        assert_eq!(both, [("aim", true, true), ("patient-part", true, false), ("therapist-part", true, false)]);
        assert!(side_by_side(&person(&[])).is_empty());
    }

    #[test]
    fn every_question_that_an_agreement_begins_with_is_there() {
        for instrument in [PATIENT, THERAPIST] {
            let one = catalogue::newest(instrument).unwrap();
            assert!(["aim", "patient-part", "therapist-part", "signs"].iter().all(|id| one.item(id).is_some()));
        }
    }
}

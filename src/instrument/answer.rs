//! Answers to a questionnaire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::order;

/// One answer. A question that was never reached has none at all.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Option<f64>", into = "Option<f64>")]
pub enum Answer {
    /// The value of the chosen option.
    Value(f64),
    /// The person chose to give no answer; written as `null`. It is missing, never zero.
    Skipped,
}

impl From<Option<f64>> for Answer {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::Skipped, Self::Value)
    }
}

impl From<Answer> for Option<f64> {
    fn from(answer: Answer) -> Self {
        answer.value()
    }
}

impl Answer {
    /// The value, where one was given.
    #[must_use]
    pub const fn value(self) -> Option<f64> {
        match self {
            Self::Value(value) => Some(value),
            Self::Skipped => None,
        }
    }
}

/// The answers to one questionnaire, by the name of the item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AnswerSet(BTreeMap<String, Answer>);

impl AnswerSet {
    /// Sets or replaces the answer to one item.
    pub fn set(&mut self, item: &str, answer: Answer) {
        self.0.insert(item.to_owned(), answer);
    }

    /// The answer to an item, skipped ones included.
    #[must_use]
    pub fn get(&self, item: &str) -> Option<Answer> {
        self.0.get(item).copied()
    }

    /// The value given for an item; nothing where it was skipped or never reached.
    #[must_use]
    pub fn value(&self, item: &str) -> Option<f64> {
        self.get(item).and_then(Answer::value)
    }

    /// How many items have a value.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.0.values().filter(|answer| answer.value().is_some()).count()
    }

    /// Whether nothing has been answered or skipped yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every item that was answered or skipped, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Answer)> {
        self.0.iter().map(|(item, answer)| (item.as_str(), *answer))
    }
}

impl<S: Into<String>> FromIterator<(S, Answer)> for AnswerSet {
    fn from_iter<T: IntoIterator<Item = (S, Answer)>>(answers: T) -> Self {
        Self(order::map(answers.into_iter().map(|(item, answer)| (item.into(), answer))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skipped_is_written_as_null_and_read_back() {
        let answers: AnswerSet = [("a", Answer::Value(3.0)), ("b", Answer::Skipped)].into_iter().collect();
        let text = serde_json::to_string(&answers).unwrap();
        assert_eq!(text, r#"{"a":3.0,"b":null}"#);
        assert_eq!(serde_json::from_str::<AnswerSet>(&text).unwrap(), answers);
        assert_eq!((answers.answered(), answers.value("b"), answers.get("c")), (1, None, None));
    }
}

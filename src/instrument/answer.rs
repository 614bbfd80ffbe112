//! Answers to a questionnaire.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Instrument;
use crate::{
    order,
    plain::{Plain, plain_around, plain_serde},
};

/// One answer. A question that was never reached has none at all.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The number that was given, or the value of the chosen option; 1 for yes and 0 for no. Written as a number.
    Value(f64),
    /// The values of all chosen options, lowest first; empty for "none of these". Written as a list.
    Many(Vec<f64>),
    /// What was typed: words, or a date as `2026-11-23`. Written as a string.
    Text(String),
    /// The person chose to give no answer; written as `null`. It is missing, never zero.
    Skipped,
}

impl From<Option<f64>> for Answer {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::Skipped, Self::Value)
    }
}

impl Answer {
    /// The number, where one was given.
    #[must_use]
    pub const fn value(&self) -> Option<f64> {
        match self {
            Self::Value(value) => Some(*value),
            Self::Many(_) | Self::Text(_) | Self::Skipped => None,
        }
    }

    /// What was typed, where something was.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Value(_) | Self::Many(_) | Self::Skipped => None,
        }
    }

    /// The values that were chosen or given: none, one or several.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        match self {
            Self::Value(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
            Self::Text(_) | Self::Skipped => &[],
        }
    }

    /// Whether the person answered, be it with "none of these".
    #[must_use]
    pub const fn is_given(&self) -> bool {
        !matches!(self, Self::Skipped)
    }
}

impl Plain for Answer {
    fn to_plain(&self) -> Value {
        match self {
            Self::Value(value) => value.to_plain(),
            Self::Many(values) => values.to_plain(),
            Self::Text(text) => text.to_plain(),
            Self::Skipped => Value::Null,
        }
    }

    fn of_plain(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(Self::Skipped),
            Value::Number(_) => Plain::of_plain(value).map(Self::Value),
            Value::Array(_) => Plain::of_plain(value).map(Self::Many),
            Value::String(_) => Plain::of_plain(value).map(Self::Text),
            Value::Bool(_) | Value::Object(_) => None,
        }
    }
}

plain_serde!(Answer);

/// The answers to one questionnaire, by the name of the item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnswerSet(BTreeMap<String, Answer>);

impl AnswerSet {
    /// Sets or replaces the answer to one item.
    pub fn set(&mut self, item: &str, answer: Answer) {
        self.0.insert(item.to_owned(), answer);
    }

    /// Takes over what an instrument's items are answered with before anybody answers, where they have no answer yet.
    pub fn begin(&mut self, instrument: &Instrument) {
        for item in instrument.walk() {
            if let (Some(initial), None) = (&item.initial, self.get(&item.id)) {
                self.set(&item.id, initial.clone());
            }
        }
    }

    /// Takes the answer to one item away, as if it had never been reached.
    pub fn clear(&mut self, item: &str) {
        self.0.remove(item);
    }

    /// The answer to an item, skipped ones included.
    #[must_use]
    pub fn get(&self, item: &str) -> Option<&Answer> {
        self.0.get(item)
    }

    /// The number given for an item; nothing where it was skipped, never reached, or answered in another way.
    #[must_use]
    pub fn value(&self, item: &str) -> Option<f64> {
        self.get(item).and_then(Answer::value)
    }

    /// How many items were answered, not skipped.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.0.values().filter(|answer| answer.is_given()).count()
    }

    /// Whether nothing has been answered or skipped yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every item that was answered or skipped, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.0.iter().map(|(item, answer)| (item.as_str(), answer))
    }
}

plain_around!(AnswerSet);

impl<S: Into<String>> FromIterator<(S, Answer)> for AnswerSet {
    fn from_iter<T: IntoIterator<Item = (S, Answer)>>(answers: T) -> Self {
        Self(order::map(answers.into_iter().map(|(item, answer)| (item.into(), answer))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_answer_is_written_and_read_back() {
        let answers: AnswerSet = [
            ("a", Answer::Value(3.0)),
            ("b", Answer::Skipped),
            ("c", Answer::Many(vec![1.0, 2.5])),
            ("d", Answer::Text("2026-11-23".to_owned())),
            ("e", Answer::Many(Vec::new())),
        ]
        .into_iter()
        .collect();
        let text = serde_json::to_string(&answers).unwrap();
        assert_eq!(text, r#"{"a":3.0,"b":null,"c":[1.0,2.5],"d":"2026-11-23","e":[]}"#);
        assert_eq!(serde_json::from_str::<AnswerSet>(&text).unwrap(), answers);
        assert_eq!(serde_json::from_str::<Answer>("-4").unwrap(), Answer::Value(-4.0));
        assert_eq!(
            (answers.answered(), answers.value("b"), answers.value("c"), answers.get("f")),
            (4, None, None, None)
        );
        assert!(serde_json::from_str::<Answer>("{}").is_err());
    }
}

//! What is scored from items.

use serde::{Deserialize, Serialize};

use super::Translated;

/// A scale: what some items add up to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    /// Its name within the instrument, such as `goal`.
    pub id: String,
    /// What people call it; empty where the id says enough.
    #[serde(default, skip_serializing_if = "Translated::is_empty")]
    pub name: Translated,
    /// The items it is made of.
    pub items: Vec<String>,
    /// How many of them may be unanswered for a (prorated) score to be shown. Nothing: the scale's own rule is not known or
    /// not confirmed, and there is no score until it is.
    #[serde(default)]
    pub may_miss: Option<usize>,
    /// How the items become one number.
    #[serde(default)]
    pub method: Method,
    /// What the mean or sum is multiplied by.
    #[serde(default = "one")]
    pub times: f64,
    /// Whether a higher score is better, where this differs from the instrument's own direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub higher_is_better: Option<bool>,
}

const fn one() -> f64 {
    1.0
}

/// How item values become a score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// The mean of the answered items.
    #[default]
    Mean,
    /// The sum; where items are missing and that is allowed, their mean times the number of items.
    Sum,
}

/// A published figure about a scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What it is.
    pub kind: FigureKind,
    /// The scale, or the whole instrument where this is empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scale: String,
    /// The figure.
    pub value: f64,
    /// For a cut-off: whether a score of just that value is on its far side; nothing where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inclusive: Option<bool>,
    /// Where it comes from, and for whom it holds, as far as known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Whether somebody has checked it against the source. What is not is shown as unconfirmed and decides nothing.
    #[serde(default)]
    pub confirmed: bool,
}

/// What a published figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FigureKind {
    /// A cut-off between two groups of people.
    CutOff,
    /// The beginning of a band of severity.
    Band,
    /// A change that measurement error alone rarely makes.
    ReliableChange,
    /// Cronbach's alpha.
    Alpha,
    /// A correlation of two measurements.
    Retest,
    /// A standard deviation.
    StandardDeviation,
}

//! What is scored from items.

use super::Translated;
use crate::plain::{plain_around, plain_enum, plain_struct};

/// A scale: what some items add up to.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// Its name within the instrument, such as `goal`.
    pub id: String,
    /// What people call it; empty where the id says enough.
    pub name: Translated,
    /// The items it is made of.
    pub items: Vec<String>,
    /// How many of them may be unanswered for a (prorated) score to be shown. Nothing: the scale's own rule is not known or
    /// not confirmed, and there is no score until it is.
    pub may_miss: Option<usize>,
    /// How the items become one number.
    pub method: Method,
    /// What the mean or sum is multiplied by.
    pub times: Factor,
    /// Whether a higher score is better, where this differs from the instrument's own direction.
    pub higher_is_better: Option<bool>,
}

/// What a mean or sum is multiplied by: 1 unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factor(pub f64);

impl Default for Factor {
    fn default() -> Self {
        Self(1.0)
    }
}

plain_around!(Factor);

/// How item values become a score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// The mean of the answered items.
    #[default]
    Mean,
    /// The sum; where items are missing and that is allowed, their mean times the number of items.
    Sum,
}

/// A published figure about a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it is.
    pub kind: FigureKind,
    /// The scale, or the whole instrument where this is empty.
    pub scale: String,
    /// The figure.
    pub value: f64,
    /// For a cut-off: whether a score of just that value is on its far side; nothing where that is not known.
    pub inclusive: Option<bool>,
    /// Where it comes from, and for whom it holds, as far as known.
    pub source: String,
    /// Whether somebody has checked it against the source. What is not is shown as unconfirmed and decides nothing.
    pub confirmed: bool,
}

/// What a published figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

plain_struct!(Scale { id, items } default { name, may_miss, method, times, higher_is_better });
plain_enum!(Method { "mean" = Mean, "sum" = Sum });
plain_struct!(Figure { kind, value } default { scale, inclusive, source, confirmed });
plain_enum!(FigureKind {
    "cut-off" = CutOff,
    "band" = Band,
    "reliable-change" = ReliableChange,
    "alpha" = Alpha,
    "retest" = Retest,
    "standard-deviation" = StandardDeviation,
});

//! One question, group or piece of text.

use serde::{Deserialize, Serialize};

use super::{Condition, Translated, model::Variable};

/// One item of a questionnaire. Groups hold others; so can a question, whose items then follow it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its name within the instrument; answers are kept under it.
    pub id: String,
    /// Its wording; empty in a scoring template without wording, and in a group without a heading.
    #[serde(default)]
    pub text: Translated,
    /// A number or letter that stands before the wording.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// Words that help to answer.
    #[serde(default, skip_serializing_if = "Translated::is_empty")]
    pub help: Translated,
    /// What can be answered.
    #[serde(default)]
    pub kind: Kind,
    /// Whether a high answer means a low score: it then counts as `min + max - x`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reversed: bool,
    /// Whether it is asked for once more before finishing. A person can always leave it out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Whether it is never shown, only kept or computed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub hidden: bool,
    /// Whether a person sees it but cannot change it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub read_only: bool,
    /// Whether it and what it holds stand on a page of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub page: bool,
    /// When it is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// What it is answered with before anybody answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial: Option<super::Answer>,
    /// The FHIRPath expression that computes its value; nobody is then asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calculated: Option<String>,
    /// Expressions that it and its items can use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<Variable>,
    /// The items below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
}

const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// What can be answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One of several options. The answer is the option's value, or, where `open`, words of one's own.
    Choice {
        /// The options; empty for the instrument's own.
        #[serde(default)]
        options: Vec<Choice>,
        /// Whether words of one's own can be given instead.
        #[serde(default)]
        open: bool,
    },
    /// Any number of several options. The answer is the list of their values.
    Multi {
        /// The options; empty for the instrument's own.
        #[serde(default)]
        options: Vec<Choice>,
    },
    /// Yes (1) or no (0).
    YesNo,
    /// A place between two ends.
    Slider(Slider),
    /// A number.
    Number(Number),
    /// A day, as `2026-11-23`.
    Date,
    /// Words.
    Text {
        /// Whether there is room for more than a line.
        #[serde(default)]
        long: bool,
    },
    /// Nothing: it is only read.
    Display,
    /// Nothing: it holds other items.
    Group,
}

impl Default for Kind {
    fn default() -> Self {
        Self::Choice { options: Vec::new(), open: false }
    }
}

/// A place between two ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slider {
    /// The value at the low end.
    pub min: f64,
    /// The value at the high end.
    pub max: f64,
    /// The smallest difference between two places; positive.
    pub step: f64,
    /// What the low end means.
    #[serde(default)]
    pub low: Translated,
    /// What the high end means.
    #[serde(default)]
    pub high: Translated,
}

/// A number to be typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// Whether only whole numbers will do.
    #[serde(default)]
    pub whole: bool,
    /// The least that is accepted.
    #[serde(default)]
    pub min: Option<f64>,
    /// The most that is accepted.
    #[serde(default)]
    pub max: Option<f64>,
    /// The unit, as people read it.
    #[serde(default)]
    pub unit: String,
}

/// One answer option.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What an answer keeps; differs from that of every other option of the item.
    pub value: f64,
    /// What it counts as in scores.
    #[serde(default, skip_serializing_if = "Weight::is_itself")]
    pub weight: Weight,
    /// Its wording.
    pub text: Translated,
    /// Its code in the system it was imported from, as `system|code`; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// Whether it excludes every other option of a multiple choice.
    #[serde(default, skip_serializing_if = "is_false")]
    pub exclusive: bool,
}

/// What an option counts as in scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Its own value.
    #[default]
    Itself,
    /// Another number.
    Of(f64),
    /// Nothing: a score that needs it cannot be computed.
    Absent,
}

impl Weight {
    const fn is_itself(&self) -> bool {
        matches!(self, Self::Itself)
    }
}

impl Choice {
    /// What it counts as in scores; nothing where no weight is known.
    #[must_use]
    pub const fn weight(&self) -> Option<f64> {
        match self.weight {
            Weight::Itself => Some(self.value),
            Weight::Of(weight) => Some(weight),
            Weight::Absent => None,
        }
    }
}

impl Kind {
    /// The options of a choice, which may be empty; nothing for other kinds.
    #[must_use]
    pub fn own_options(&self) -> Option<&[Choice]> {
        match self {
            Self::Choice { options, .. } | Self::Multi { options } => Some(options),
            _ => None,
        }
    }

    /// The least and the most that can be answered, where both are known without options.
    #[must_use]
    pub fn bounds(&self) -> Option<(f64, f64)> {
        match self {
            Self::YesNo => Some((0.0, 1.0)),
            Self::Slider(slider) => Some((slider.min, slider.max)),
            Self::Number(number) => Some((number.min?, number.max?)),
            _ => None,
        }
    }

    /// Whether anything can be answered.
    #[must_use]
    pub const fn is_question(&self) -> bool {
        !matches!(self, Self::Display | Self::Group)
    }
}

impl Item {
    /// Whether a person is asked for it: it can be answered, is shown and is not computed.
    #[must_use]
    pub const fn is_asked(&self) -> bool {
        self.kind.is_question() && !self.hidden && !self.read_only && self.calculated.is_none()
    }

    /// Every text of it, options included.
    pub fn texts(&self) -> Vec<&Translated> {
        let mut all = vec![&self.text, &self.help];
        all.extend(self.kind.own_options().unwrap_or_default().iter().map(|option| &option.text));
        if let Kind::Slider(slider) = &self.kind {
            all.extend([&slider.low, &slider.high]);
        }
        all
    }
}

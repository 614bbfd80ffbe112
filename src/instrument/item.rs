//! One question, group or piece of text.

use super::{Condition, Translated, model::Variable};
use crate::plain::{plain_enum, plain_struct};

/// One item of a questionnaire. Groups hold others; so can a question, whose items then follow it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// Its name within the instrument; answers are kept under it.
    pub id: String,
    /// Its wording; empty in a scoring template without wording, and in a group without a heading.
    pub text: Translated,
    /// A number or letter that stands before the wording.
    pub prefix: String,
    /// Words that help to answer.
    pub help: Translated,
    /// What can be answered.
    pub kind: Kind,
    /// Whether a high answer means a low score: it then counts as `min + max - x`.
    pub reversed: bool,
    /// Whether it is asked for once more before finishing. A person can always leave it out.
    pub required: bool,
    /// Whether it is never shown, only kept or computed.
    pub hidden: bool,
    /// Whether a person sees it but cannot change it.
    pub read_only: bool,
    /// Whether it and what it holds stand on a page of their own.
    pub page: bool,
    /// When it is asked.
    pub when: Option<Condition>,
    /// What it is answered with before anybody answers.
    pub initial: Option<super::Answer>,
    /// The FHIRPath expression that computes its value; nobody is then asked.
    pub calculated: Option<String>,
    /// Expressions that it and its items can use.
    pub variables: Vec<Variable>,
    /// The items below it.
    pub items: Vec<Item>,
}

/// What can be answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// One of several options. The answer is the option's value, or, where `open`, words of one's own.
    Choice {
        /// The options; empty for the instrument's own.
        options: Vec<Choice>,
        /// Whether words of one's own can be given instead.
        open: bool,
    },
    /// Any number of several options. The answer is the list of their values.
    Multi {
        /// The options; empty for the instrument's own.
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
#[derive(Clone, Debug, PartialEq)]
pub struct Slider {
    /// The value at the low end.
    pub min: f64,
    /// The value at the high end.
    pub max: f64,
    /// The smallest difference between two places; positive.
    pub step: f64,
    /// What the low end means.
    pub low: Translated,
    /// What the high end means.
    pub high: Translated,
}

/// A number to be typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Number {
    /// Whether only whole numbers will do.
    pub whole: bool,
    /// The least that is accepted.
    pub min: Option<f64>,
    /// The most that is accepted.
    pub max: Option<f64>,
    /// The unit, as people read it.
    pub unit: String,
}

/// One answer option.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// What an answer keeps; differs from that of every other option of the item.
    pub value: f64,
    /// What it counts as in scores.
    pub weight: Weight,
    /// Its wording.
    pub text: Translated,
    /// What it is elsewhere: `system|code` for a code, `text:` or `date:` and the words for one that is no code; empty for a
    /// plain number, which is its value.
    pub code: String,
    /// Whether it excludes every other option of a multiple choice.
    pub exclusive: bool,
}

/// What an option counts as in scores.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Weight {
    /// Its own value.
    #[default]
    Itself,
    /// Another number.
    Of(f64),
    /// Nothing: a score that needs it cannot be computed.
    Absent,
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

impl Slider {
    /// The place in the middle, where it stands before anybody has moved it.
    #[must_use]
    pub fn middle(&self) -> f64 {
        self.min + ((self.max - self.min) / self.step / 2.0).floor() * self.step
    }
}

impl Item {
    /// Whether a person is asked for it: it can be answered, is shown and is not computed.
    #[must_use]
    pub const fn is_asked(&self) -> bool {
        self.kind.is_question() && !self.hidden && !self.read_only && self.calculated.is_none()
    }

    /// Whether it is shown without being asked: a heading, a text, or an answer that cannot be changed.
    #[must_use]
    pub fn is_read(&self) -> bool {
        let answered = self.read_only && self.calculated.is_none() && self.initial.is_some();
        !self.hidden && if self.kind.is_question() { answered } else { !self.text.is_empty() }
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

plain_struct!(Item { id } default {
    text,
    prefix,
    help,
    kind,
    reversed,
    required,
    hidden,
    read_only,
    page,
    when,
    initial,
    calculated,
    variables,
    items,
});
plain_enum!(Kind {
    "choice" = Choice {} default { options, open },
    "multi" = Multi {} default { options },
    "yes-no" = YesNo,
    "slider" = Slider(slider),
    "number" = Number(number),
    "date" = Date,
    "text" = Text {} default { long },
    "display" = Display,
    "group" = Group,
});
plain_struct!(Slider { min, max, step } default { low, high });
plain_struct!(Number {} default { whole, min, max, unit });
plain_struct!(Choice { value } default { weight, text, code, exclusive });
plain_enum!(Weight { "itself" = Itself, "of" = Of(weight), "absent" = Absent });

//! Skip logic: when an item is asked.

use crate::plain::{plain_enum, plain_struct};
/// When an item is asked. An item without a condition always is.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Where all rules hold.
    All(Vec<Rule>),
    /// Where at least one rule holds.
    Any(Vec<Rule>),
    /// Where this FHIRPath expression is true, over the answers as a `QuestionnaireResponse`.
    Expression(String),
}

/// What the answer to another item must be.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The other item.
    pub item: String,
    /// What is asked of its answer.
    pub test: Test,
}

/// What is asked of an answer. An item that is not asked itself counts as unanswered.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Answered, or not answered.
    Answered(bool),
    /// It (or one of several) equals this.
    Equal(Operand),
    /// Neither it nor any of several equals this, as FHIR defines it: so does no answer at all.
    NotEqual(Operand),
    /// Greater than this.
    Greater(Operand),
    /// Less than this.
    Less(Operand),
    /// Greater than this, or equal.
    AtLeast(Operand),
    /// Less than this, or equal.
    AtMost(Operand),
}

/// What an answer is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A number, or the value of an option; 1 for yes and 0 for no.
    Number(f64),
    /// Words, or a date or time in the form of ISO 8601, which orders as text.
    Text(String),
}

impl Condition {
    /// The rules; none for an expression.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        match self {
            Self::All(rules) | Self::Any(rules) => rules,
            Self::Expression(_) => &[],
        }
    }
}

plain_enum!(Condition { "all" = All(rules), "any" = Any(rules), "expression" = Expression(text) });
plain_struct!(Rule { item, test });
plain_enum!(Test {
    "answered" = Answered(wanted),
    "equal" = Equal(operand),
    "not-equal" = NotEqual(operand),
    "greater" = Greater(operand),
    "less" = Less(operand),
    "at-least" = AtLeast(operand),
    "at-most" = AtMost(operand),
});
plain_enum!(Operand { "number" = Number(value), "text" = Text(value) });

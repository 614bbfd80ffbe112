//! What can be wrong with an expression, and what can go wrong with it.

use thiserror::Error;

/// Why a text is no expression that is understood here, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{trouble} (at character {at})")]
pub struct ParseError {
    /// The character, counted from 1, at which it was noticed.
    pub at: usize,
    /// What is wrong.
    pub trouble: Trouble,
}

impl ParseError {
    pub(super) fn new(text: &str, byte: usize, trouble: Trouble) -> Self {
        let at = text.char_indices().take_while(|(start, _)| *start < byte).count() + 1;
        Self { at, trouble }
    }
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Trouble {
    /// More than 64 KB.
    #[error("The expression is too long.")]
    TooLong,
    /// Brackets within brackets within brackets.
    #[error("The expression is nested too deeply.")]
    TooDeep,
    /// A sign that has no meaning here.
    #[error("The sign {0} has no meaning here.")]
    Character(char),
    /// A quote or a comment without an end.
    #[error("What begins here does not end.")]
    Unfinished,
    /// A backslash before something that it does not go with.
    #[error("There is no such character after a backslash.")]
    Escape,
    /// A number beyond what is computed with.
    #[error("The number is too large.")]
    Number,
    /// No date or time after an `@`.
    #[error("This is no date and no time.")]
    Moment,
    /// Something else was needed.
    #[error("Here {0} was expected.")]
    Expected(&'static str),
    /// No function of FHIRPath, or one that came later.
    #[error("There is no function named {0}().")]
    UnknownFunction(String),
    /// A function of FHIRPath that is left out here on purpose.
    #[error("The function {0}() is not supported.")]
    Unsupported(String),
    /// Too few or too many arguments.
    #[error("The function {0}() does not take so many arguments.")]
    Arguments(&'static str),
    /// No type, or none that is known here.
    #[error("There is no type named {0}.")]
    UnknownType(String),
}

/// Why an expression came to no result.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EvalError {
    /// Several items where one at most makes sense.
    #[error("{0} needs a single value and was given several.")]
    Several(&'static str),
    /// A value of the wrong kind.
    #[error("{0} cannot be used with {1}.")]
    Kind(&'static str, &'static str),
    /// A variable that was not given.
    #[error("The variable %{0} is not known.")]
    Variable(String),
    /// `$index` or `$total` outside a function that sets it.
    #[error("${0} has no meaning here.")]
    Special(&'static str),
    /// A result beyond what is computed with.
    #[error("A number is too large, or a date outside the calendar.")]
    Range,
    /// It takes more steps than any questionnaire needs.
    #[error("The expression takes too long.")]
    Steps,
}

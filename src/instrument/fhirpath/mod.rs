//! **FHIRPath**, as questionnaires use it to calculate: a subset of FHIRPath 2.0 (HL7, normative) with what Structured Data
//! Capture adds, over trees of JSON.
//!
//! Lives here: reading an expression, and its value over a response and a questionnaire.
//! Never here: which element an expression belongs to, in what order expressions are worked out, and what becomes of a result.
//!
//! An expression is refused when it is read if it holds anything that is not supported, so nothing unknown is taken for
//! nothing. Its length (64 KB), nesting (64) and the steps of an evaluation (two million, each about one item or 16 bytes of
//! text) are bounded.
//!
//! | Supported | |
//! |---|---|
//! | Literals | truth values, whole and decimal numbers, texts with escapes, `{}`, `@` dates, dateTimes and times, quantities `4 'kg'`, `4 days`; comments |
//! | In view | `$this`, `$index`, `$total`; `%resource` (also `%rootResource`), `%context`, `%questionnaire`, `%qitem` (the questionnaire's item for `%context`), `%ucum`, `%loinc`, `%sct`, and given variables as `%name`, `` %`name` ``, `%'name'` |
//! | Paths | names, names in backticks, `[n]`, a first name that is the resource's type; `value` for `valueCoding` and any other choice, and `valueCoding` itself; `extension` and `id` of primitives |
//! | Operators | `.` `[]`, unary `+ -`, `* / div mod`, `+ - &`, `is as`, `\|`, `< <= > >=`, `= ~ != !~`, `in contains`, `and`, `or xor`, `implies`, of three values |
//! | Of collections | `where select repeat ofType as is all any exists empty not count sum min max avg first last tail skip take single distinct isDistinct union combine intersect exclude subsetOf supersetOf aggregate iif allTrue anyTrue allFalse anyFalse children descendants trace` |
//! | Of values | `toBoolean toInteger toDecimal toString toDate toDateTime toTime toQuantity` and each `convertsTo`; `hasValue getValue` |
//! | Of numbers | `abs ceiling floor round sqrt power ln log exp truncate` |
//! | Of texts | `substring startsWith endsWith contains indexOf upper lower replace length trim split join toChars` |
//! | Of FHIR | `extension(url)`, `weight()` and `ordinal()`, `answers()` (every answer below) |
//!
//! | Refused by name | |
//! |---|---|
//! | The day of looking | `today now timeOfDay`: answers are scored anew whenever they are looked at, and a score must not change with the day |
//! | Regular expressions | `matches matchesFull replaceMatches` |
//! | What lies elsewhere | `resolve conformsTo memberOf subsumes subsumedBy elementDefinition slice checkModifiers htmlChecks` |
//! | Later drafts | `type encode decode escape unescape defineVariable lowBoundary highBoundary precision comparable repeatAll sort coalesce lastIndexOf toLong convertsToLong` |
//! | Any other name of a function or type | as unknown |
//!
//! | Differs from the specification | |
//! |---|---|
//! | Numbers | whole ones have 64 bits; decimals are rounded to 12 significant digits; too large is an error |
//! | Types | told by `value[x]` names, else by what an object holds; a text or a number that nothing types is of every type that is written so; `System.` and `FHIR.` are one |
//! | Units | only those of time are converted (`d` and `day` are one, `a` and `mo` stay by themselves); others are equal, ordered or added only as written |
//! | Comparing | a text is compared with a date if it reads as one; two Codings are `~` by system and code; without a zone UTC is assumed |
//! | `QuestionnaireResponse.item` | begins at `%resource` from wherever in it |
//! | `upper()` | gives each letter one letter, `ẞ` for `ß` |
//! | `&` | takes any value that `toString()` takes |
//! | `and or implies` | leave the right side alone where the left decides |
//! | `any` | is `exists` |
//! | `weight()` | of an element without one is nothing, of a value that is no element an error |
//! | `descendants()` | keeps equal elements, in the order of the tree; `repeat` drops them, as specified |
//! | `trace()` | writes nothing |

mod ast;
mod compare;
mod convert;
mod error;
mod eval;
mod functions;
mod lex;
mod math;
mod moment;
mod names;
mod parse;
#[cfg(test)]
mod tests;
mod text;
mod types;
mod value;
mod weight;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::slice;

use serde_json::Value;

pub use error::{EvalError, ParseError, Trouble};
pub use moment::Moment;
pub use value::{Item, Node};
pub use weight::{own_weight, weight_in};

/// An expression that was read and holds nothing unknown.
#[derive(Debug)]
pub struct Expression {
    tree: ast::Expr,
}

/// What an evaluation can look at.
pub struct Environment<'a> {
    /// `%resource`: the response.
    pub resource: &'a Value,
    /// `%questionnaire`, where there is one.
    pub questionnaire: Option<&'a Value>,
    /// The values of variables by name. A name that is missing is an error when it is used.
    pub variables: BTreeMap<String, Vec<Item<'a>>>,
    /// The weight of a value (a Coding or a primitive, as it stands in an answer) that does not say it itself, with the
    /// linkId of the item around it. [`weight_in`] looks it up in a questionnaire.
    pub weights: &'a dyn Fn(&Value, Option<&str>) -> Option<f64>,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong or not supported, and where.
    ///
    /// ```
    /// # use attune::instrument::fhirpath::Expression;
    /// assert!(Expression::parse("item.where(linkId = 'a').answer.value").is_ok());
    /// let error = Expression::parse("item.sume()").map(|_| ()).map_err(|error| error.to_string());
    /// assert_eq!(error.err().as_deref(), Some("There is no function named sume(). (at character 6)"));
    /// ```
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        parse::parse(text).map(|tree| Self { tree })
    }

    /// The variables that have to be given, each once, in order.
    #[must_use]
    pub fn variables(&self) -> Vec<String> {
        names::Names::of(&self.tree).variables
    }

    /// The texts with which a linkId is compared (`=`, `!=`, `~`, `!~`, `in`, `contains`), each once, in order. What an
    /// expression reaches without naming it, as by `descendants()`, is not among them.
    #[must_use]
    pub fn link_ids(&self) -> Vec<String> {
        names::Names::of(&self.tree).link_ids
    }

    /// Its value. `context` is `%context` and what the first path begins at: the response itself, or the item of it to
    /// which the expression belongs.
    ///
    /// # Errors
    /// Several items where one makes sense, values of the wrong kind, an unknown variable, a number that is too large, or
    /// too many steps. What is missing is no error but nothing.
    pub fn evaluate<'a>(&self, env: &Environment<'a>, context: &Item<'a>) -> Result<Vec<Item<'a>>, EvalError> {
        self.evaluate_within(env, context, &Cell::new(usize::MAX))
    }

    /// As [`Expression::evaluate`], with no more steps than `left` says, from which the steps taken are subtracted: what
    /// several evaluations may take together.
    ///
    /// # Errors
    /// As [`Expression::evaluate`].
    pub fn evaluate_within<'a>(
        &self,
        env: &Environment<'a>,
        context: &Item<'a>,
        left: &Cell<usize>,
    ) -> Result<Vec<Item<'a>>, EvalError> {
        let scope = eval::Scope { this: slice::from_ref(context), index: None, total: None };
        eval::Eval::new(env, context, left).expr(&self.tree, scope)
    }
}

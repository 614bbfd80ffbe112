//! What a questionnaire computes by expressions: values, and whether items are asked.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use serde_json::{Value, json};

mod budget;
mod response;

pub use budget::Budget;

use super::{
    Answer, Condition, Instrument, Item, Kind, Variable,
    fhirpath::{Environment, Expression, Item as Found, weight_in},
    tree::{questionnaire_tree, values},
};
use response::{find, set_answer};

/// Beyond as many rounds values that depend on each other count as a circle.
const ROUNDS: usize = 20;

/// Why something could not be computed. Nothing else is put in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The expression is not understood: what, and where.
    NotUnderstood(String),
    /// It came to no result with these answers.
    NoResult(String),
    /// It uses the weight of an answer that has none, though others to this item do.
    NoWeight(String),
    /// It gives several values, or one of a kind that the item cannot have.
    WrongKind,
    /// It depends on itself, perhaps by way of others.
    Circle,
    /// The questionnaire's expressions together take more work than any real questionnaire: see [`Budget`]. All of them fail
    /// then, because what was worked out so far may not have come to rest.
    TooMuch,
}

/// What came of the expressions for one set of answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Computed {
    /// Calculated items with their value; nothing where the expression gives nothing.
    pub values: Vec<(String, Result<Option<Answer>, Failure>)>,
    /// Items asked by expression, and whether they are.
    pub conditions: Vec<(String, Result<bool, Failure>)>,
}

impl Computed {
    /// Whether an item with a condition by expression is asked; one whose condition failed is.
    #[must_use]
    pub fn condition(&self, item: &str) -> bool {
        let found = self.conditions.iter().find(|(id, _)| id == item);
        found.is_none_or(|(_, holds)| *holds != Ok(false))
    }

    /// The value of a calculated item.
    #[must_use]
    pub fn value(&self, item: &str) -> Option<&Result<Option<Answer>, Failure>> {
        self.values.iter().find(|(id, _)| id == item).map(|(_, value)| value)
    }
}

/// Whether the questionnaire computes anything by expressions.
#[must_use]
pub fn has_any(instrument: &Instrument) -> bool {
    instrument.walk().iter().any(|item| item.calculated.is_some() || by_expression(item).is_some())
}

fn by_expression(item: &Item) -> Option<&str> {
    match &item.when {
        Some(Condition::Expression(text)) => Some(text),
        _ => None,
    }
}

/// An item that has an expression, with the variables it can see, the outermost first.
struct Place<'a> {
    item: &'a Item,
    seen: Vec<&'a Variable>,
}

fn places<'a>(items: &'a [Item], above: &[&'a Variable], out: &mut Vec<Place<'a>>) {
    for item in items {
        let seen: Vec<&Variable> = above.iter().copied().chain(&item.variables).collect();
        places(&item.items, &seen, out);
        if item.calculated.is_some() || by_expression(item).is_some() {
            out.push(Place { item, seen });
        }
    }
}

/// Computes everything over a `QuestionnaireResponse`. Values that use other computed values are computed again until they
/// rest; those that never do are a [`Failure::Circle`]. Where the [`Budget`] runs out everything is a [`Failure::TooMuch`].
#[must_use]
pub fn compute(instrument: &Instrument, response: &Value) -> Computed {
    compute_within(instrument, response, &Budget::default())
}

/// As [`compute`], on what is left of a budget.
pub(super) fn compute_within(instrument: &Instrument, response: &Value, budget: &Budget) -> Computed {
    let mut all = Vec::new();
    places(&instrument.items, &instrument.variables.iter().collect::<Vec<_>>(), &mut all);
    if all.is_empty() {
        return Computed::default();
    }
    let computed = if budget.is_spent() { Computed::default() } else { settle(instrument, response, &all, budget) };
    if budget.is_spent() { all_failed(&all) } else { computed }
}

/// What is said where the budget ran out.
fn all_failed(all: &[Place<'_>]) -> Computed {
    let mut computed = Computed::default();
    for Place { item, .. } in all {
        if item.calculated.is_some() {
            computed.values.push((item.id.clone(), Err(Failure::TooMuch)));
        }
        if by_expression(item).is_some() {
            computed.conditions.push((item.id.clone(), Err(Failure::TooMuch)));
        }
    }
    computed
}

/// Rounds until the values rest or the budget is spent.
fn settle(instrument: &Instrument, response: &Value, all: &[Place<'_>], budget: &Budget) -> Computed {
    let questionnaire = questionnaire_tree(instrument);
    let work = Work { instrument, questionnaire: &questionnaire, look: budget::looking_up(instrument), budget };
    let mut response = response.clone();
    let mut computed = work.round(&response, all);
    let mut before = computed.clone();
    for _ in 0..ROUNDS {
        let mut put = false;
        for (id, value) in &computed.values {
            if let (Ok(value), Some(item)) = (value, instrument.item(id)) {
                let answers = value.as_ref().map(|answer| values(instrument, item, answer)).unwrap_or_default();
                put |= set_answer(&mut response, instrument, id, answers);
            }
        }
        if !put {
            return computed;
        }
        let next = work.round(&response, all);
        if next == computed || budget.is_spent() {
            return computed;
        }
        before = std::mem::replace(&mut computed, next);
    }
    // What still changes depends on itself.
    for ((_, value), (_, other)) in computed.values.iter_mut().zip(&before.values) {
        if value != other {
            *value = Err(Failure::Circle);
        }
    }
    computed
}

/// What every evaluation looks at.
struct Work<'a> {
    instrument: &'a Instrument,
    questionnaire: &'a Value,
    /// What looking up one item takes.
    look: usize,
    budget: &'a Budget,
}

impl Work<'_> {
    fn round(&self, response: &Value, all: &[Place<'_>]) -> Computed {
        let mut computed = Computed::default();
        for place in all {
            let id = place.item.id.clone();
            if let Some(text) = &place.item.calculated {
                let value = self.run(response, place, text, &|found| answer_of(place.item, self.instrument, found));
                computed.values.push((id.clone(), value));
            }
            if let Some(text) = by_expression(place.item) {
                let truth = self.run(response, place, text, &|found| match found {
                    [] => Some(false),
                    [one] => one.as_bool(),
                    _ => None,
                });
                computed.conditions.push((id, truth));
            }
        }
        computed
    }

    /// Evaluates one expression and reads what it gives. `read` gives nothing for what is of the wrong kind.
    fn run<T>(
        &self,
        response: &Value,
        place: &Place<'_>,
        text: &str,
        read: &dyn Fn(&[Found<'_>]) -> Option<T>,
    ) -> Result<T, Failure> {
        let Self { instrument, questionnaire, look, budget } = *self;
        // Its place in the response is looked for twice, here and where its value is put in; its own texts are read once.
        let texts: usize = place.seen.iter().map(|variable| budget::reading(&variable.expression)).sum();
        if !budget.spend(2 * look + texts + budget::reading(text)) {
            return Err(Failure::TooMuch);
        }
        // The item itself, or, where it has no answer yet, its name.
        let stub = json!({ "linkId": place.item.id });
        let missing = RefCell::new(BTreeSet::new());
        let weights = |value: &Value, link: Option<&str>| {
            if !budget.spend(look) {
                return None;
            }
            let weight = weight_in(questionnaire, value, link);
            if let (None, Some(item)) = (weight, link.and_then(|id| instrument.item(id)))
                && instrument.choices(item).iter().any(|option| option.weight().is_some())
            {
                missing.borrow_mut().insert(item.id.clone());
            }
            weight
        };
        let context = Found::node(find(response, &place.item.id).unwrap_or(&stub), None);
        let mut env = Environment {
            resource: response,
            questionnaire: Some(questionnaire),
            variables: BTreeMap::new(),
            weights: &weights,
        };
        let failed = |error: &dyn std::fmt::Display| Failure::NoResult(error.to_string());
        // A variable may use those beside it, whatever their order: as many passes as it takes.
        let mut open = Vec::new();
        for variable in &place.seen {
            let parsed =
                Expression::parse(&variable.expression).map_err(|error| Failure::NotUnderstood(error.to_string()))?;
            open.push((variable.name.as_str(), parsed));
        }
        while !open.is_empty() {
            if !budget.spend(texts) {
                return Err(Failure::TooMuch);
            }
            let waiting: Vec<&str> = open.iter().map(|(name, _)| *name).collect();
            // Of several with one name the innermost, which stands last, hides the others.
            let ready = |(name, expression): &(&str, Expression)| {
                !expression.variables().iter().any(|used| used != name && waiting.contains(&used.as_str()))
            };
            let Some(at) = open.iter().position(ready) else { return Err(Failure::Circle) };
            let (name, expression) = open.remove(at);
            let found = expression.evaluate_within(&env, &context, budget.left()).map_err(|error| failed(&error))?;
            env.variables.insert(name.to_owned(), found);
        }
        let expression = Expression::parse(text).map_err(|error| Failure::NotUnderstood(error.to_string()))?;
        let found = expression.evaluate_within(&env, &context, budget.left()).map_err(|error| failed(&error))?;
        let unweighed = missing.borrow_mut().pop_first();
        if let Some(item) = unweighed {
            return Err(Failure::NoWeight(item));
        }
        read(&found).ok_or(Failure::WrongKind)
    }
}

/// What a calculated item is answered with: nothing for no value; `None` where the value does not fit the item.
fn answer_of(item: &Item, instrument: &Instrument, found: &[Found<'_>]) -> Option<Option<Answer>> {
    let one = match found {
        [] => return Some(None),
        [one] => one,
        _ => return None,
    };
    let answer = match &item.kind {
        Kind::Text { .. } | Kind::Date | Kind::Display => Answer::Text(one.to_text()?.into_owned()),
        Kind::YesNo => Answer::Value(f64::from(u8::from(one.as_bool()?))),
        Kind::Choice { .. } | Kind::Multi { .. } => {
            let code = code_of(one);
            let options = instrument.choices(item);
            let option = options.iter().find(|option| match &code {
                Some(code) => option.code.split_once('|').is_some_and(|(_, own)| own == code),
                None => one.as_f64() == Some(option.value),
            })?;
            Answer::Value(option.value)
        }
        Kind::Number(_) | Kind::Slider(_) | Kind::Group => Answer::Value(quantity(one)?),
    };
    Some(Some(answer))
}

fn quantity(found: &Found<'_>) -> Option<f64> {
    let value = match found.plain() {
        Found::Quantity(value, _) => value,
        other => other.as_f64()?,
    };
    Some(value).filter(|value| value.is_finite())
}

fn code_of(found: &Found<'_>) -> Option<String> {
    let json = found.to_json();
    json.get("code").and_then(Value::as_str).or(json.as_str()).map(str::to_owned)
}

#[cfg(test)]
mod tests;

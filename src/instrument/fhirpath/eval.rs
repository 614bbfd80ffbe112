//! Walks an expression's tree: paths, variables, operators. What does not go deeper into the tree is kept out of line, so that
//! the frames of what does stay small.

use std::borrow::Cow;
use std::cell::Cell;

use serde_json::Value;

use super::Environment;
use super::ast::{Expr, Fun, Op, Step};
use super::error::EvalError;
use super::types;
use super::value::{Item, Node};

/// A collection, in order.
pub(super) type Items<'a> = Vec<Item<'a>>;

/// The steps that an evaluation may take. A step is about one item made or compared, or 16 bytes of text.
const STEPS: usize = 2_000_000;

/// What is in view.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s, 'a> {
    pub this: &'s [Item<'a>],
    pub index: Option<usize>,
    pub total: Option<&'s [Item<'a>]>,
}

/// One evaluation.
pub(super) struct Eval<'e, 'a> {
    pub env: &'e Environment<'a>,
    /// The item with which it began.
    pub context: &'e Item<'a>,
    left: usize,
    /// What this and other evaluations may take together.
    shared: &'e Cell<usize>,
    /// `%qitem`, once it was looked for: that may take long, and it is the same all the while.
    own: Option<Items<'a>>,
}

/// A single truth value, or nothing.
pub(super) fn truth(value: Option<bool>) -> Items<'static> {
    value.map(Item::Bool).into_iter().collect()
}

/// The single item of a collection, or nothing.
pub(super) fn single<'a>(mut items: Items<'a>, what: &'static str) -> Result<Option<Item<'a>>, EvalError> {
    if items.len() > 1 { Err(EvalError::Several(what)) } else { Ok(items.pop()) }
}

/// The truth of a collection: that of its single item, and true for a single item that is no truth value.
pub(super) fn truth_of(items: Items, what: &'static str) -> Result<Option<bool>, EvalError> {
    Ok(single(items, what)?.map(|item| item.as_bool().unwrap_or(true)))
}

impl<'e, 'a> Eval<'e, 'a> {
    pub fn new(env: &'e Environment<'a>, context: &'e Item<'a>, shared: &'e Cell<usize>) -> Self {
        Self { env, context, left: STEPS, shared, own: None }
    }

    /// Counts steps.
    pub fn spend(&mut self, steps: usize) -> Result<(), EvalError> {
        let shared = self.shared.get();
        self.shared.set(shared.saturating_sub(steps));
        self.left = self.left.checked_sub(steps).filter(|_| shared > steps).ok_or(EvalError::Steps)?;
        Ok(())
    }

    /// The value of an expression.
    pub fn expr(&mut self, expr: &Expr, scope: Scope<'_, 'a>) -> Result<Items<'a>, EvalError> {
        self.spend(1)?;
        match expr {
            Expr::Path(steps) => {
                let mut focus: Option<Items<'a>> = None;
                for step in steps {
                    focus = Some(self.step(step, focus, scope)?);
                }
                Ok(focus.unwrap_or_default())
            }
            Expr::Signed(minus, inner) => {
                let sign = if *minus { "-" } else { "+" };
                let Some(item) = single(self.expr(inner, scope)?, sign)? else { return Ok(Vec::new()) };
                let negative = match item.plain() {
                    Item::Integer(number) => Item::Integer(number.checked_neg().ok_or(EvalError::Range)?),
                    Item::Decimal(number) => Item::Decimal(-number),
                    Item::Quantity(number, unit) => Item::Quantity(-number, unit),
                    other => return Err(EvalError::Kind(sign, other.what())),
                };
                Ok(vec![if *minus { negative } else { item }])
            }
            Expr::Chain(first, rest) => {
                let mut left = self.expr(first, scope)?;
                for (op, right) in rest {
                    left = self.operate(*op, left, right, scope)?;
                }
                Ok(left)
            }
        }
    }

    /// One step of a path. Without a focus it is the first, from what is in view.
    fn step(&mut self, step: &Step, focus: Option<Items<'a>>, scope: Scope<'_, 'a>) -> Result<Items<'a>, EvalError> {
        let first = focus.is_none();
        let out = match step {
            Step::Literal(item) => item.iter().cloned().collect(),
            Step::Variable(name) => self.variable(name)?,
            Step::This => scope.this.to_vec(),
            Step::Index => {
                let index = scope.index.ok_or(EvalError::Special("index"))?;
                vec![Item::Integer(i64::try_from(index).unwrap_or(i64::MAX))]
            }
            Step::Total => scope.total.ok_or(EvalError::Special("total"))?.to_vec(),
            Step::Group(inner) => self.expr(inner, scope)?,
            Step::Member(name) => {
                let items = focus.as_deref().unwrap_or(scope.this);
                self.members(items, name, first)?
            }
            Step::Call(fun, arguments) => {
                let input = focus.unwrap_or_else(|| scope.this.to_vec());
                self.call(*fun, input, arguments, scope)?
            }
            Step::Type(fun, kind) => {
                let mut input = focus.unwrap_or_else(|| scope.this.to_vec());
                if *fun != Fun::OfType && input.len() > 1 {
                    return Err(EvalError::Several(fun.name()));
                }
                match fun {
                    Fun::Is => truth(input.first().map(|item| types::is(item, kind))),
                    _ => {
                        input.retain(|item| types::is(item, kind));
                        input
                    }
                }
            }
            Step::At(inner) => {
                let items = focus.unwrap_or_default();
                let at = single(self.expr(inner, scope)?, "[]")?;
                let at = match at.map(|at| at.plain()) {
                    None => None,
                    Some(Item::Integer(at)) => usize::try_from(at).ok(),
                    Some(other) => return Err(EvalError::Kind("[]", other.what())),
                };
                at.and_then(|at| items.into_iter().nth(at)).into_iter().collect()
            }
        };
        self.spend(out.len() + 1)?;
        Ok(out)
    }

    fn members(&mut self, items: &[Item<'a>], name: &str, first: bool) -> Result<Items<'a>, EvalError> {
        let mut out = Vec::new();
        let is_type = |value: &Value| first && value.get("resourceType").is_some_and(|own| own == name);
        for item in items {
            self.spend(1)?;
            let Item::Node(node) = item else { continue };
            // A path may begin with the type of what it begins at.
            if is_type(node.value) {
                out.push(item.clone());
            } else {
                node.members(name, &mut out);
            }
        }
        // Or of the response, from wherever in it.
        if out.is_empty() && is_type(self.env.resource) {
            out.push(Item::node(self.env.resource, None));
        }
        Ok(out)
    }

    fn variable(&mut self, name: &str) -> Result<Items<'a>, EvalError> {
        let text = |text: &'static str| Ok(vec![Item::Text(Cow::Borrowed(text))]);
        match name {
            "resource" | "rootResource" => return Ok(vec![Item::node(self.env.resource, None)]),
            "context" => return Ok(vec![self.context.clone()]),
            "ucum" => return text("http://unitsofmeasure.org"),
            "loinc" => return text("http://loinc.org"),
            "sct" => return text("http://snomed.info/sct"),
            "questionnaire" => {
                if let Some(questionnaire) = self.env.questionnaire {
                    return Ok(vec![Item::node(questionnaire, None)]);
                }
            }
            "qitem" => {
                if let Some(questionnaire) = self.env.questionnaire {
                    let link_id = if let Item::Node(node) = self.context { node.link_id } else { None };
                    let find = || link_id.and_then(|id| item_of(questionnaire, id)).into_iter().collect();
                    return Ok(self.own.get_or_insert_with(find).clone());
                }
            }
            _ => {}
        }
        let items = self.env.variables.get(name).ok_or_else(|| EvalError::Variable(name.to_owned()))?;
        self.spend(items.len())?;
        Ok(items.clone())
    }

    fn operate(&mut self, op: Op, left: Items<'a>, right: &Expr, scope: Scope<'_, 'a>) -> Result<Items<'a>, EvalError> {
        let sign = op.sign();
        if matches!(op, Op::And | Op::Or | Op::Xor | Op::Implies) {
            let a = truth_of(left, sign)?;
            // What is decided by the left side alone leaves the right one alone.
            match (op, a) {
                (Op::And, Some(false)) => return Ok(truth(Some(false))),
                (Op::Or, Some(true)) | (Op::Implies, Some(false)) => return Ok(truth(Some(true))),
                _ => {}
            }
            let b = truth_of(self.expr(right, scope)?, sign)?;
            return Ok(truth(match (op, a, b) {
                (Op::And, _, Some(false)) => Some(false),
                (Op::Or | Op::Implies, _, Some(true)) => Some(true),
                (Op::And | Op::Or, Some(_), b) => b,
                (Op::Xor, Some(a), Some(b)) => Some(a != b),
                (Op::Implies, Some(_), b) => b,
                _ => None,
            }));
        }
        let right = self.expr(right, scope)?;
        Ok(match op {
            Op::Equal => truth(self.all_equal(&left, &right)?),
            Op::Unequal => truth(self.all_equal(&left, &right)?.map(|same| !same)),
            Op::Same => truth(Some(self.all_alike(&left, &right)?)),
            Op::Unlike => truth(Some(!self.all_alike(&left, &right)?)),
            Op::In => self.within(left, &right, sign)?,
            Op::Contains => self.within(right, &left, sign)?,
            Op::Union => self.distinct(left, right)?,
            Op::Join => {
                let mut joined = String::new();
                for side in [left, right] {
                    if let Some(item) = single(side, sign)? {
                        joined += &item.to_text().ok_or(EvalError::Kind("&", item.what()))?;
                    }
                }
                self.text(joined)?
            }
            _ => {
                let (Some(a), Some(b)) = (single(left, sign)?, single(right, sign)?) else { return Ok(Vec::new()) };
                if matches!(op, Op::Less | Op::AtMost | Op::More | Op::AtLeast) {
                    let order = self.order(&a, &b, sign)?;
                    truth(order.map(|order| match op {
                        Op::Less => order.is_lt(),
                        Op::AtMost => order.is_le(),
                        Op::More => order.is_gt(),
                        _ => order.is_ge(),
                    }))
                } else {
                    let result = self.arithmetic(op, a.plain(), b.plain())?;
                    result.into_iter().collect()
                }
            }
        })
    }

    /// A text that was made, for which its length is spent.
    pub fn text(&mut self, text: String) -> Result<Items<'a>, EvalError> {
        self.spend(text.len() / 16 + 1)?;
        Ok(vec![Item::Text(Cow::Owned(text))])
    }

    /// Whether the single item of one collection is in the other.
    fn within(&mut self, item: Items<'a>, items: &[Item<'a>], what: &'static str) -> Result<Items<'a>, EvalError> {
        let Some(item) = single(item, what)? else { return Ok(Vec::new()) };
        Ok(truth(Some(self.has(items, &item)?)))
    }
}

/// The item of a questionnaire with a linkId.
pub(super) fn item_of<'a>(questionnaire: &'a Value, link_id: &str) -> Option<Item<'a>> {
    let mut open = vec![questionnaire];
    while let Some(value) = open.pop() {
        if value.get("linkId").and_then(Value::as_str) == Some(link_id) {
            return Some(Item::node(value, None));
        }
        open.extend(value.get("item").and_then(Value::as_array).into_iter().flatten().rev());
    }
    None
}

/// The node that an item is.
pub(super) fn as_node<'a>(item: &Item<'a>) -> Option<Node<'a>> {
    if let Item::Node(node) = item { Some(*node) } else { None }
}

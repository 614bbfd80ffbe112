//! Equality, likeness and order.

use std::cmp::Ordering;

use serde_json::Value;

use super::error::EvalError;
use super::eval::{Eval, Items};
use super::moment::{Moment, duration};
use super::value::{Item, tidy};

/// The deepest tree that is compared; what was read from a text is never deeper.
const DEEPEST: usize = 128;

/// Two quantities in the same unit, where one can be had.
pub(super) fn in_one_unit(a: (f64, &str), b: (f64, &str)) -> Option<(f64, f64)> {
    let unit = |unit| duration(unit).unwrap_or((unit, 1.0));
    let ((base_a, factor_a), (base_b, factor_b)) = (unit(a.1), unit(b.1));
    if a.1 == b.1 { Some((a.0, b.0)) } else { (base_a == base_b).then(|| (tidy(a.0 * factor_a), tidy(b.0 * factor_b))) }
}

/// Decimal places as printed.
fn places(number: f64) -> usize {
    number.to_string().split_once('.').map_or(0, |(_, after)| after.len())
}

/// A text without regard to case and to how it is spaced.
fn loose(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl<'a> Eval<'_, 'a> {
    /// The order of two items; `None` where they leave it open, an error where there can be none.
    pub fn order(&mut self, a: &Item<'a>, b: &Item<'a>, what: &'static str) -> Result<Option<Ordering>, EvalError> {
        self.spend(1)?;
        let (a, b) = (a.plain(), b.plain());
        let moments = |a: Moment, b: Moment| a.order(b, 0);
        let order = match (&a, &b) {
            (Item::Integer(a), Item::Integer(b)) => Some(Some(a.cmp(b))),
            (Item::Text(a), Item::Text(b)) => Some(Some(a.cmp(b))),
            (Item::Moment(a), Item::Moment(b)) => moments(*a, *b),
            (Item::Moment(a), Item::Text(b)) => Moment::parse(b).and_then(|b| moments(*a, b)),
            (Item::Text(a), Item::Moment(b)) => Moment::parse(a).and_then(|a| moments(a, *b)),
            (Item::Quantity(a, one), Item::Quantity(b, other)) => {
                Some(in_one_unit((*a, one), (*b, other)).and_then(|(a, b)| a.partial_cmp(&b)))
            }
            (Item::Quantity(a, unit), b) if unit == "1" => b.as_f64().map(|b| a.partial_cmp(&b)),
            (a, Item::Quantity(b, unit)) if unit == "1" => a.as_f64().map(|a| a.partial_cmp(b)),
            (a, b) => a.as_f64().zip(b.as_f64()).map(|(a, b)| a.partial_cmp(&b)),
        };
        order.ok_or_else(|| EvalError::Kind(what, if a.as_f64().is_some() { b.what() } else { a.what() }))
    }

    /// Whether two items are equal; `None` where they leave it open.
    pub fn equal(&mut self, a: &Item<'a>, b: &Item<'a>) -> Result<Option<bool>, EvalError> {
        self.spend(1)?;
        match (a.plain(), b.plain()) {
            (Item::Bool(a), Item::Bool(b)) => Ok(Some(a == b)),
            (Item::Text(a), Item::Text(b)) => {
                self.spend(a.len().min(b.len()) / 16)?;
                Ok(Some(a == b))
            }
            (Item::Node(a), Item::Node(b)) => self.same_tree(a.value, b.value, 0).map(Some),
            (Item::Bool(_) | Item::Node(_), _) | (_, Item::Bool(_) | Item::Node(_)) => Ok(Some(false)),
            (a, b) => match self.order(&a, &b, "=") {
                Ok(order) => Ok(order.map(Ordering::is_eq)),
                Err(EvalError::Kind(..)) => Ok(Some(false)),
                Err(error) => Err(error),
            },
        }
    }

    /// Whether two trees are equal, whatever the order of their keys and however a number is written.
    fn same_tree(&mut self, a: &Value, b: &Value, depth: usize) -> Result<bool, EvalError> {
        self.spend(1)?;
        if depth > DEEPEST {
            return Err(EvalError::Steps);
        }
        if std::ptr::eq(a, b) {
            return Ok(true);
        }
        match (a, b) {
            (Value::Object(a), Value::Object(b)) => {
                // Most items differ in this.
                if a.len() != b.len() || a.get("linkId") != b.get("linkId") {
                    return Ok(false);
                }
                for (key, a) in a {
                    let Some(b) = b.get(key) else { return Ok(false) };
                    if !self.same_tree(a, b, depth + 1)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            (Value::Array(a), Value::Array(b)) => {
                if a.len() != b.len() {
                    return Ok(false);
                }
                for (a, b) in a.iter().zip(b) {
                    if !self.same_tree(a, b, depth + 1)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            (Value::Number(x), Value::Number(y)) => Ok(x == y || x.as_f64() == y.as_f64()),
            _ => Ok(a == b),
        }
    }

    /// The operator `=`.
    pub fn all_equal(&mut self, left: &[Item<'a>], right: &[Item<'a>]) -> Result<Option<bool>, EvalError> {
        if left.is_empty() || right.is_empty() {
            return Ok(None);
        }
        if left.len() != right.len() {
            return Ok(Some(false));
        }
        let mut all = Some(true);
        for (a, b) in left.iter().zip(right) {
            match self.equal(a, b)? {
                Some(true) => {}
                Some(false) => return Ok(Some(false)),
                None => all = None,
            }
        }
        Ok(all)
    }

    /// The operator `~`: in any order, and without regard to case, spaces and further decimal places.
    pub fn all_alike(&mut self, left: &[Item<'a>], right: &[Item<'a>]) -> Result<bool, EvalError> {
        if left.len() != right.len() {
            return Ok(false);
        }
        let mut open: Vec<&Item<'a>> = right.iter().collect();
        for a in left {
            let mut found = None;
            for (at, b) in open.iter().enumerate() {
                if self.alike(a, b)? {
                    found = Some(at);
                    break;
                }
            }
            match found {
                Some(at) => open.swap_remove(at),
                None => return Ok(false),
            };
        }
        Ok(true)
    }

    fn alike(&mut self, a: &Item<'a>, b: &Item<'a>) -> Result<bool, EvalError> {
        self.spend(1)?;
        match (a.plain(), b.plain()) {
            (Item::Text(a), Item::Text(b)) => {
                self.spend((a.len() + b.len()) / 16)?;
                Ok(loose(&a) == loose(&b))
            }
            // Codings are alike whatever they display and however they are extended.
            (Item::Node(a), Item::Node(b)) if [a, b].iter().all(|node| node.type_name() == "Coding") => {
                Ok(["system", "code"].iter().all(|key| a.value.get(key) == b.value.get(key)))
            }
            (x, y) => match (x.as_f64(), y.as_f64()) {
                (Some(x), Some(y)) => {
                    let scale = 10f64.powi(places(x).min(places(y)) as i32);
                    Ok(tidy(x * scale).round() == tidy(y * scale).round())
                }
                _ => Ok(self.equal(a, b)? == Some(true)),
            },
        }
    }

    /// Whether an item is in a collection.
    pub fn has(&mut self, items: &[Item<'a>], item: &Item<'a>) -> Result<bool, EvalError> {
        for other in items {
            if self.equal(other, item)? == Some(true) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Adds what is not there yet.
    pub fn distinct(&mut self, known: Items<'a>, more: Items<'a>) -> Result<Items<'a>, EvalError> {
        let mut out = Vec::new();
        for item in known.into_iter().chain(more) {
            if !self.has(&out, &item)? {
                out.push(item);
            }
        }
        Ok(out)
    }
}

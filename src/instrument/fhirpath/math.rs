//! Arithmetic, and the functions of numbers.

use super::ast::{Fun, Op};
use super::compare::in_one_unit;
use super::error::EvalError;
use super::eval::{Eval, Items};
use super::value::{Item, tidy};

/// A decimal that was worked out.
pub(super) fn decimal(number: f64) -> Result<Item<'static>, EvalError> {
    if number.is_finite() { Ok(Item::Decimal(tidy(number))) } else { Err(EvalError::Range) }
}

/// A decimal without its places.
fn whole(number: f64) -> Result<Item<'static>, EvalError> {
    // 2^63 and beyond are no whole numbers here.
    if number.abs() < 9.2e18 { Ok(Item::Integer(number as i64)) } else { Err(EvalError::Range) }
}

impl<'a> Eval<'_, 'a> {
    /// An operator of two values. Division by zero is nothing.
    #[inline(never)]
    pub fn arithmetic(&mut self, op: Op, a: Item<'a>, b: Item<'a>) -> Result<Option<Item<'a>>, EvalError> {
        let wrong = |item: &Item| Err(EvalError::Kind(op.sign(), item.what()));
        let checked = |number: Option<i64>| number.map(Item::Integer).ok_or(EvalError::Range);
        Ok(Some(match (op, a, b) {
            (Op::Div | Op::Mod, Item::Integer(_), Item::Integer(0)) => return Ok(None),
            (Op::Plus, Item::Integer(a), Item::Integer(b)) => checked(a.checked_add(b))?,
            (Op::Minus, Item::Integer(a), Item::Integer(b)) => checked(a.checked_sub(b))?,
            (Op::Times, Item::Integer(a), Item::Integer(b)) => checked(a.checked_mul(b))?,
            (Op::Div, Item::Integer(a), Item::Integer(b)) => checked(a.checked_div(b))?,
            (Op::Mod, Item::Integer(a), Item::Integer(b)) => Item::Integer(a.checked_rem(b).unwrap_or(0)),
            (Op::Plus, Item::Text(a), Item::Text(b)) => {
                let text = a.into_owned() + &b;
                return Ok(self.text(text)?.pop());
            }
            (Op::Plus | Op::Minus, Item::Moment(moment), Item::Quantity(number, unit)) => {
                let number = if op == Op::Minus { -number } else { number };
                if super::moment::duration(&unit).is_none() {
                    return Err(EvalError::Kind(op.sign(), "a date and a unit that is no time"));
                }
                Item::Moment(moment.plus(number, &unit).ok_or(EvalError::Range)?)
            }
            (_, Item::Quantity(a, one), Item::Quantity(b, other)) => {
                if op == Op::Times && (one == "1" || other == "1") {
                    let unit = if one == "1" { other } else { one };
                    return quantity(a * b, unit).map(Some);
                }
                let Some((x, y)) = in_one_unit((a, &one), (b, &other)) else {
                    return Err(EvalError::Kind(op.sign(), "quantities of different units"));
                };
                match op {
                    Op::Over if y == 0.0 => return Ok(None),
                    Op::Over => quantity(x / y, "1".into())?,
                    // In the unit of the first, of which one is so much in that of both.
                    Op::Plus | Op::Minus => {
                        let (scale, _) = in_one_unit((1.0, &one), (0.0, &other)).unwrap_or((1.0, 0.0));
                        quantity(if op == Op::Plus { a + y / scale } else { a - y / scale }, one)?
                    }
                    _ => return Err(EvalError::Kind(op.sign(), "quantities")),
                }
            }
            (Op::Times | Op::Over, Item::Quantity(a, unit), b) => match b.as_f64() {
                Some(0.0) if op == Op::Over => return Ok(None),
                Some(b) => quantity(if op == Op::Times { a * b } else { a / b }, unit)?,
                None => return wrong(&b),
            },
            (Op::Times, a, Item::Quantity(b, unit)) => match a.as_f64() {
                Some(a) => quantity(a * b, unit)?,
                None => return wrong(&a),
            },
            (_, a, b) => {
                let Some(x) = a.as_f64() else { return wrong(&a) };
                let Some(y) = b.as_f64() else { return wrong(&b) };
                match op {
                    Op::Over | Op::Div | Op::Mod if y == 0.0 => return Ok(None),
                    Op::Plus => decimal(x + y)?,
                    Op::Minus => decimal(x - y)?,
                    Op::Times => decimal(x * y)?,
                    Op::Over => decimal(x / y)?,
                    Op::Div => whole(tidy(x / y).trunc())?,
                    _ => decimal(x % y)?,
                }
            }
        }))
    }

    /// `sum`, `avg`, `min` and `max`. Of nothing they are nothing.
    #[inline(never)]
    pub fn summary(&mut self, fun: Fun, input: Items<'a>) -> Result<Items<'a>, EvalError> {
        let count = input.len();
        let mut items = input.into_iter();
        let Some(first) = items.next() else { return Ok(Vec::new()) };
        let mut result = first.plain();
        let sums = matches!(fun, Fun::Sum | Fun::Avg);
        let number = matches!(result, Item::Integer(_) | Item::Decimal(_) | Item::Quantity(..));
        if !number && (sums || matches!(result, Item::Bool(_) | Item::Node(_))) {
            return Err(EvalError::Kind(fun.name(), result.what()));
        }
        for item in items {
            self.spend(1)?;
            let item = item.plain();
            if sums {
                let Some(sum) = self.arithmetic(Op::Plus, result, item)? else { return Ok(Vec::new()) };
                result = sum;
                continue;
            }
            let Some(order) = self.order(&item, &result, fun.name())? else { return Ok(Vec::new()) };
            if order.is_ne() && order.is_lt() == (fun == Fun::Min) {
                result = item;
            }
        }
        if fun == Fun::Avg {
            return Ok(self.arithmetic(Op::Over, result, Item::Decimal(count as f64))?.into_iter().collect());
        }
        Ok(vec![result])
    }

    /// A function of one number and perhaps another.
    #[inline(never)]
    pub fn number(&mut self, fun: Fun, item: Item<'a>, other: Option<Item<'a>>) -> Result<Option<Item<'a>>, EvalError> {
        let item = item.plain();
        if let (Fun::Abs, Item::Quantity(number, unit)) = (fun, &item) {
            return Ok(Some(Item::Quantity(number.abs(), unit.clone())));
        }
        if let (Fun::Power, Item::Integer(base), Some(Item::Integer(power @ 0..))) = (fun, &item, &other) {
            let power = u32::try_from(*power).unwrap_or(u32::MAX);
            return base.checked_pow(power).map(|number| Some(Item::Integer(number))).ok_or(EvalError::Range);
        }
        if let Item::Integer(number) = item {
            match fun {
                Fun::Abs => return number.checked_abs().map(|n| Some(Item::Integer(n))).ok_or(EvalError::Range),
                Fun::Ceiling | Fun::Floor | Fun::Truncate => return Ok(Some(item)),
                _ => {}
            }
        }
        let x = item.as_f64().ok_or(EvalError::Kind(fun.name(), item.what()))?;
        let y = match &other {
            Some(other) => Some(other.as_f64().ok_or(EvalError::Kind(fun.name(), other.what()))?),
            None => None,
        };
        let result = match fun {
            Fun::Ceiling => return whole(x.ceil()).map(Some),
            Fun::Floor => return whole(x.floor()).map(Some),
            Fun::Truncate => return whole(x.trunc()).map(Some),
            Fun::Abs => x.abs(),
            Fun::Round => {
                let places = y.unwrap_or(0.0);
                if !(0.0..=12.0).contains(&places) {
                    return Err(EvalError::Range);
                }
                let scale = 10f64.powi(places as i32);
                tidy(x * scale).round() / scale
            }
            Fun::Sqrt => x.sqrt(),
            Fun::Exp => x.exp(),
            Fun::Ln => x.ln(),
            Fun::Log => x.ln() / y.unwrap_or(f64::NAN).ln(),
            _ => x.powf(y.unwrap_or(f64::NAN)),
        };
        // What has no value, such as the root of a number below zero, is nothing.
        if result.is_nan() || (matches!(fun, Fun::Ln | Fun::Log) && (x <= 0.0 || result.is_infinite())) {
            return Ok(None);
        }
        decimal(result).map(Some)
    }
}

fn quantity<'a>(number: f64, unit: std::borrow::Cow<'a, str>) -> Result<Item<'a>, EvalError> {
    if number.is_finite() { Ok(Item::Quantity(tidy(number), unit)) } else { Err(EvalError::Range) }
}

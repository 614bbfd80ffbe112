//! The functions of collections, and which function is done where.

use std::borrow::Cow;
use std::slice;

use super::ast::{Expr, Fun};
use super::error::EvalError;
use super::eval::{Eval, Items, Scope, as_node, single, truth, truth_of};
use super::value::Item;

impl<'a> Eval<'_, 'a> {
    /// The value of an argument; nothing where it is left out.
    fn argument(&mut self, all: &[Expr], at: usize, scope: Scope<'_, 'a>) -> Result<Items<'a>, EvalError> {
        all.get(at).map_or(Ok(Vec::new()), |argument| self.expr(argument, scope))
    }

    /// An argument for one item of the input.
    fn per_item(
        &mut self,
        all: &[Expr],
        (index, item): (usize, &Item<'a>),
        scope: Scope<'_, 'a>,
    ) -> Result<Items<'a>, EvalError> {
        self.argument(all, 0, Scope { this: slice::from_ref(item), index: Some(index), ..scope })
    }

    /// A whole number as an argument.
    fn count(&mut self, fun: Fun, all: &[Expr], at: usize, scope: Scope<'_, 'a>) -> Result<Option<i64>, EvalError> {
        match single(self.argument(all, at, scope)?, fun.name())?.map(|item| item.plain()) {
            None => Ok(None),
            Some(Item::Integer(number)) => Ok(Some(number)),
            Some(other) => Err(EvalError::Kind(fun.name(), other.what())),
        }
    }

    /// A text as an argument.
    fn word(
        &mut self,
        fun: Fun,
        all: &[Expr],
        at: usize,
        scope: Scope<'_, 'a>,
    ) -> Result<Option<Cow<'a, str>>, EvalError> {
        match single(self.argument(all, at, scope)?, fun.name())? {
            None => Ok(None),
            Some(item) => super::text::text_of(&item).ok_or(EvalError::Kind(fun.name(), item.what())).map(Some),
        }
    }

    /// The value of a function.
    pub fn call(
        &mut self,
        fun: Fun,
        mut input: Items<'a>,
        args: &[Expr],
        scope: Scope<'_, 'a>,
    ) -> Result<Items<'a>, EvalError> {
        let name = fun.name();
        self.spend(input.len())?;
        Ok(match fun {
            Fun::Where | Fun::Select | Fun::All | Fun::Any | Fun::Exists if !args.is_empty() => {
                let mut out = Vec::new();
                for (index, item) in input.into_iter().enumerate() {
                    let result = self.per_item(args, (index, &item), scope)?;
                    if fun == Fun::Select {
                        out.extend(result);
                        continue;
                    }
                    let is = truth_of(result, name)? == Some(true);
                    match fun {
                        Fun::Where if is => out.push(item),
                        Fun::All if !is => return Ok(truth(Some(false))),
                        Fun::Any | Fun::Exists if is => return Ok(truth(Some(true))),
                        _ => {}
                    }
                }
                if matches!(fun, Fun::Where | Fun::Select) { out } else { truth(Some(fun == Fun::All)) }
            }
            Fun::Any | Fun::Exists => truth(Some(!input.is_empty())),
            Fun::Repeat => {
                let mut out: Items<'a> = Vec::new();
                while !input.is_empty() {
                    let mut next = Vec::new();
                    for item in input.iter().enumerate() {
                        for found in self.per_item(args, item, scope)? {
                            if !self.has(&out, &found)? {
                                out.push(found.clone());
                                next.push(found);
                            }
                        }
                    }
                    input = next;
                }
                out
            }
            Fun::Aggregate => {
                let mut total = self.argument(args, 1, scope)?;
                for (index, item) in input.iter().enumerate() {
                    let view = Scope { total: Some(&total), ..scope };
                    total = self.per_item(args, (index, item), view)?;
                }
                total
            }
            Fun::Iif => {
                let view = Scope { this: &input, ..scope };
                let holds = truth_of(self.argument(args, 0, view)?, name)? == Some(true);
                self.argument(args, if holds { 1 } else { 2 }, view)?
            }
            Fun::Empty => truth(Some(input.is_empty())),
            Fun::Not => truth(truth_of(input, name)?.map(|is| !is)),
            Fun::Count => vec![Item::Integer(i64::try_from(input.len()).unwrap_or(i64::MAX))],
            Fun::First => {
                input.truncate(1);
                input
            }
            Fun::Last => input.pop().into_iter().collect(),
            Fun::Tail => input.into_iter().skip(1).collect(),
            Fun::Skip | Fun::Take => {
                let Some(count) = self.count(fun, args, 0, scope)? else { return Ok(Vec::new()) };
                let count = usize::try_from(count.max(0)).unwrap_or(usize::MAX);
                let rest = input.split_off(count.min(input.len()));
                if fun == Fun::Skip { rest } else { input }
            }
            Fun::Single => single(input, name)?.into_iter().collect(),
            Fun::Distinct => self.distinct(input, Vec::new())?,
            Fun::IsDistinct => {
                let count = input.len();
                truth(Some(self.distinct(input, Vec::new())?.len() == count))
            }
            Fun::Union | Fun::Combine | Fun::Intersect | Fun::Exclude | Fun::SubsetOf | Fun::SupersetOf => {
                let other = self.argument(args, 0, scope)?;
                self.sets(fun, input, other)?
            }
            Fun::AllTrue | Fun::AnyTrue | Fun::AllFalse | Fun::AnyFalse => {
                let (all, wanted) =
                    (matches!(fun, Fun::AllTrue | Fun::AllFalse), matches!(fun, Fun::AllTrue | Fun::AnyTrue));
                let mut result = all;
                for item in &input {
                    let is = item.as_bool().ok_or(EvalError::Kind(name, item.what()))? == wanted;
                    result = if all { result && is } else { result || is };
                }
                truth(Some(result))
            }
            Fun::Sum | Fun::Avg | Fun::Min | Fun::Max => self.summary(fun, input)?,
            Fun::Trace => input,
            Fun::HasValue => truth(Some(single(input, name)?.is_some_and(|item| has_value(&item)))),
            Fun::GetValue => single(input, name)?.into_iter().filter(has_value).map(|item| item.plain()).collect(),
            Fun::Children | Fun::Descendants | Fun::Answers => self.below(fun, input)?,
            Fun::Extension => {
                let Some(url) = self.word(fun, args, 0, scope)? else { return Ok(Vec::new()) };
                let mut out = Vec::new();
                for node in input.iter().filter_map(as_node) {
                    node.members("extension", &mut out);
                }
                self.spend(out.len())?;
                let is =
                    |item: &Item| as_node(item).is_some_and(|e| e.value.get("url").is_some_and(|own| own == &*url));
                out.retain(is);
                out
            }
            Fun::Weight | Fun::Ordinal => {
                let mut out = Vec::new();
                for item in &input {
                    let node = as_node(item).ok_or(EvalError::Kind(name, item.what()))?;
                    if let Some(weight) = super::weight::weight(&node, self.env.weights) {
                        out.push(super::math::decimal(weight)?);
                    }
                }
                out
            }
            Fun::Join => {
                let between = self.word(fun, args, 0, scope)?.unwrap_or_default();
                let mut joined = String::new();
                for (index, item) in input.iter().enumerate() {
                    let text = super::text::text_of(item).ok_or(EvalError::Kind(name, item.what()))?;
                    self.spend((text.len() + between.len()) / 16)?;
                    if index > 0 {
                        joined += &between;
                    }
                    joined += &text;
                }
                self.text(joined)?
            }
            _ => {
                let Some(item) = single(input, name)? else { return Ok(Vec::new()) };
                match fun {
                    Fun::Abs
                    | Fun::Ceiling
                    | Fun::Floor
                    | Fun::Truncate
                    | Fun::Round
                    | Fun::Sqrt
                    | Fun::Exp
                    | Fun::Ln
                    | Fun::Log
                    | Fun::Power => {
                        let other = single(self.argument(args, 0, scope)?, name)?.map(|item| item.plain());
                        // An argument that came to nothing makes nothing of it.
                        if other.is_none() && !args.is_empty() {
                            return Ok(Vec::new());
                        }
                        self.number(fun, item, other)?.into_iter().collect()
                    }
                    Fun::Substring => {
                        let Some(start) = self.count(fun, args, 0, scope)? else { return Ok(Vec::new()) };
                        let length = self.count(fun, args, 1, scope)?;
                        self.substring(&item, start, length)?
                    }
                    Fun::StartsWith
                    | Fun::EndsWith
                    | Fun::Contains
                    | Fun::IndexOf
                    | Fun::Upper
                    | Fun::Lower
                    | Fun::Replace
                    | Fun::Length
                    | Fun::Trim
                    | Fun::Split
                    | Fun::ToChars => {
                        let first = self.word(fun, args, 0, scope)?;
                        let second = self.word(fun, args, 1, scope)?;
                        if first.is_none() && !args.is_empty() || second.is_none() && args.len() > 1 {
                            return Ok(Vec::new());
                        }
                        self.of_text(fun, &item, &first.unwrap_or_default(), &second.unwrap_or_default())?
                    }
                    _ => {
                        let unit = self.word(fun, args, 0, scope)?;
                        super::convert::convert(fun, &item, unit.as_deref())
                    }
                }
            }
        })
    }

    #[inline(never)]
    fn sets(&mut self, fun: Fun, input: Items<'a>, other: Items<'a>) -> Result<Items<'a>, EvalError> {
        let (input, other) = match fun {
            Fun::Union => return self.distinct(input, other),
            Fun::Combine => return Ok(input.into_iter().chain(other).collect()),
            Fun::SupersetOf => (other, input),
            Fun::Intersect => (self.distinct(input, Vec::new())?, other),
            _ => (input, other),
        };
        let mut out = Vec::new();
        for item in input {
            let has = self.has(&other, &item)?;
            match fun {
                Fun::Intersect if has => out.push(item),
                Fun::Exclude if !has => out.push(item),
                Fun::SubsetOf | Fun::SupersetOf if !has => return Ok(truth(Some(false))),
                _ => {}
            }
        }
        Ok(if matches!(fun, Fun::Intersect | Fun::Exclude) { out } else { truth(Some(true)) })
    }

    /// What lies below, in the order of the tree: one level, everything, or all answers.
    #[inline(never)]
    fn below(&mut self, fun: Fun, input: Items<'a>) -> Result<Items<'a>, EvalError> {
        let mut out = Vec::new();
        let mut open: Vec<(Item<'a>, bool)> = input.into_iter().rev().map(|item| (item, false)).collect();
        while let Some((item, found)) = open.pop() {
            let mut under = Vec::new();
            let mut answers = 0;
            if let Some(node) = as_node(&item).filter(|_| fun != Fun::Children || !found) {
                if fun == Fun::Answers {
                    node.members("answer", &mut under);
                    answers = under.len();
                    node.members("item", &mut under);
                } else {
                    node.children(&mut under);
                    answers = under.len();
                }
            }
            self.spend(under.len() + 1)?;
            if found {
                out.push(item);
            }
            let under = under.into_iter().enumerate().rev();
            open.extend(under.map(|(at, item)| (item, at < answers)));
        }
        Ok(out)
    }
}

/// Whether an item is a primitive with a value.
fn has_value(item: &Item) -> bool {
    as_node(item).is_none_or(|node| !node.value.is_null() && !node.value.is_object())
}

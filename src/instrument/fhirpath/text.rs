//! The functions of texts. Places are counted in characters.

use std::borrow::Cow;

use serde_json::Value;

use super::ast::Fun;
use super::error::EvalError;
use super::eval::{Eval, Items, truth};
use super::value::Item;

/// The text that an item is; a date in a tree as it is written there.
pub(super) fn text_of<'a>(item: &Item<'a>) -> Option<Cow<'a, str>> {
    match item {
        Item::Text(text) => Some(text.clone()),
        Item::Node(node) => {
            if let Value::String(text) = node.value {
                Some(Cow::Borrowed(text))
            } else {
                None
            }
        }
        _ => None,
    }
}

/// The large letter of a small one: the first that becomes it. The small letters are known to the app anyway; a second table,
/// for the other way, would be 12 KB of it.
fn upper(c: char) -> char {
    if c.is_ascii() || c.to_lowercase().ne([c]) {
        return c.to_ascii_uppercase();
    }
    ('\u{80}'..'\u{2000}').find(|large| *large != c && large.to_lowercase().eq([c])).unwrap_or(c)
}

fn integer(number: usize) -> Items<'static> {
    vec![Item::Integer(i64::try_from(number).unwrap_or(i64::MAX))]
}

impl<'a> Eval<'_, 'a> {
    /// Part of a text; nothing where it begins outside.
    #[inline(never)]
    pub fn substring(&mut self, item: &Item<'a>, start: i64, length: Option<i64>) -> Result<Items<'a>, EvalError> {
        let text = text_of(item).ok_or(EvalError::Kind("substring", item.what()))?;
        let Ok(start) = usize::try_from(start) else { return Ok(Vec::new()) };
        self.spend(text.len() / 16)?;
        let mut rest = text.chars().skip(start).peekable();
        if rest.peek().is_none() {
            return Ok(Vec::new());
        }
        let length = length.map_or(usize::MAX, |length| usize::try_from(length).unwrap_or(0));
        let part = rest.take(length).collect();
        self.text(part)
    }

    /// A function of a text and up to two others.
    #[inline(never)]
    pub fn of_text(&mut self, fun: Fun, item: &Item<'a>, a: &str, b: &str) -> Result<Items<'a>, EvalError> {
        let text = text_of(item).ok_or(EvalError::Kind(fun.name(), item.what()))?;
        self.spend(text.len() / 16 + 1)?;
        Ok(match fun {
            Fun::StartsWith => truth(Some(text.starts_with(a))),
            Fun::EndsWith => truth(Some(text.ends_with(a))),
            Fun::Contains => truth(Some(text.contains(a))),
            Fun::IndexOf => match text.find(a) {
                Some(at) => integer(text.char_indices().take_while(|(start, _)| *start < at).count()),
                None => vec![Item::Integer(-1)],
            },
            Fun::Length => integer(text.chars().count()),
            Fun::Upper => {
                let beyond = text.chars().filter(|c| !c.is_ascii()).count();
                self.spend(beyond.saturating_mul(500))?;
                self.text(text.chars().map(upper).collect())?
            }
            Fun::Lower => self.text(text.to_lowercase())?,
            Fun::Trim => self.text(text.trim().to_owned())?,
            Fun::Replace => {
                // How long it becomes is spent before it is made.
                let found = if a.is_empty() { text.len() + 1 } else { text.matches(a).count() };
                self.spend(found.saturating_mul(b.len()) / 16)?;
                self.text(text.replace(a, b))?
            }
            _ => {
                self.spend(text.len())?;
                // A text cut at nothing is cut at every character.
                let parts: Vec<String> = if fun == Fun::ToChars || a.is_empty() {
                    text.chars().map(String::from).collect()
                } else {
                    text.split(a).map(str::to_owned).collect()
                };
                parts.into_iter().map(|part| Item::Text(Cow::Owned(part))).collect()
            }
        })
    }
}

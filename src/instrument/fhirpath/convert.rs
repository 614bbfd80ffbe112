//! Conversions of one item to another kind.

use super::ast::Fun;
use super::compare::in_one_unit;
use super::eval::{Items, truth};
use super::lex::{Token, tokens};
use super::moment::{Moment, calendar_word};
use super::value::{Item, tidy};

/// The item as the kind that the function names, or nothing; for `convertsTo...` whether there is such.
#[inline(never)]
pub(super) fn convert<'a>(fun: Fun, item: &Item<'a>, unit: Option<&str>) -> Items<'a> {
    let (to, asks) = match fun {
        Fun::ConvertsToBoolean => (Fun::ToBoolean, true),
        Fun::ConvertsToInteger => (Fun::ToInteger, true),
        Fun::ConvertsToDecimal => (Fun::ToDecimal, true),
        Fun::ConvertsToText => (Fun::ToText, true),
        Fun::ConvertsToDate => (Fun::ToDate, true),
        Fun::ConvertsToDateTime => (Fun::ToDateTime, true),
        Fun::ConvertsToTime => (Fun::ToTime, true),
        Fun::ConvertsToQuantity => (Fun::ToQuantity, true),
        _ => (fun, false),
    };
    let plain = item.plain();
    let result = match to {
        Fun::ToText => item.to_text().map(Item::Text),
        Fun::ToBoolean => boolean(&plain).map(Item::Bool),
        Fun::ToInteger => match &plain {
            Item::Integer(_) => Some(plain),
            Item::Bool(is) => Some(Item::Integer((*is).into())),
            Item::Text(text) if decimal(text).is_some() => text.parse().ok().map(Item::Integer),
            _ => None,
        },
        Fun::ToDecimal => match &plain {
            Item::Bool(is) => Some(Item::Decimal(f64::from(u8::from(*is)))),
            Item::Text(text) => decimal(text).map(Item::Decimal),
            other => other.as_f64().map(Item::Decimal),
        },
        Fun::ToQuantity => quantity(&plain, unit),
        _ => {
            let moment = match &plain {
                Item::Moment(moment) => Some(*moment),
                Item::Text(text) => Moment::parse(text)
                    .or_else(|| Some(text).filter(|_| to == Fun::ToTime).and_then(|t| Moment::parse(&format!("T{t}")))),
                _ => None,
            };
            let moment = match to {
                Fun::ToDate => moment.and_then(Moment::date),
                Fun::ToDateTime => moment.and_then(Moment::date_time),
                _ => moment.filter(|moment| moment.kind() == "time"),
            };
            moment.map(Item::Moment)
        }
    };
    if asks { truth(Some(result.is_some())) } else { result.into_iter().collect() }
}

fn boolean(item: &Item) -> Option<bool> {
    match item {
        Item::Bool(is) => Some(*is),
        Item::Text(text) => match &*text.to_lowercase() {
            "true" | "t" | "yes" | "y" | "1" | "1.0" => Some(true),
            "false" | "f" | "no" | "n" | "0" | "0.0" => Some(false),
            _ => None,
        },
        other => match other.as_f64()? {
            1.0 => Some(true),
            0.0 => Some(false),
            _ => None,
        },
    }
}

/// A number as it is written without an exponent.
fn decimal(text: &str) -> Option<f64> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let bare = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (before, after) = bare.split_once('.').unwrap_or((bare, "0"));
    if !digits(before) || !digits(after) {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite()).map(tidy)
}

fn quantity<'a>(item: &Item<'a>, wanted: Option<&str>) -> Option<Item<'a>> {
    let (number, unit) = match item {
        Item::Quantity(number, unit) => (*number, unit.to_string()),
        Item::Bool(is) => (f64::from(u8::from(*is)), "1".to_owned()),
        Item::Text(text) if text.len() < 200 => written(text)?,
        other => (other.as_f64()?, "1".to_owned()),
    };
    let Some(wanted) = wanted else { return Some(Item::Quantity(number, unit.into())) };
    let (here, one) = in_one_unit((number, &unit), (1.0, wanted))?;
    Some(Item::Quantity(tidy(here / one), wanted.to_owned().into()))
}

/// A number and its unit as an expression writes them.
fn written(text: &str) -> Option<(f64, String)> {
    let mut tokens = tokens(text).ok()?.into_iter().map(|(_, token)| token).peekable();
    let minus = tokens.next_if(|token| matches!(token, Token::Sign("+" | "-"))) == Some(Token::Sign("-"));
    let number = match tokens.next()? {
        Token::Integer(number) => number as f64,
        Token::Decimal(number) => number,
        _ => return None,
    };
    let unit = match tokens.next() {
        None => "1".to_owned(),
        Some(Token::Text(unit)) => unit,
        Some(Token::Name(word, false)) if calendar_word(&word) => word,
        _ => return None,
    };
    tokens.next().is_none().then_some((if minus { -number } else { number }, unit))
}

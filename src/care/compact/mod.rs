//! **Compact**: many events in few bytes, as the journal keeps them once they are gathered.
//!
//! Lives here: the packing and unpacking of [`Item`]s. Never here: encryption, storage, or a judgement on what is packed:
//! whatever a journal holds comes out again byte for byte, unknown kinds and no events at all included.
//!
//! # The form
//! A version byte, the tables of answers (which items a questionnaire has and which values were given to each), the number
//! of items, then one entry an item. An entry begins with a byte of form and flags. What repeats is said once and then
//! named by its number: devices, people, sessions, turns, texts, and what an answered questionnaire states besides its
//! answers. Stamps, days, sequences and identities are differences from the ones before; an identity made by
//! [`IdSource`](super::IdSource) costs nothing or one byte, any other costs sixteen. Answers are the digits of one number,
//! in the order of the items, each digit as wide as the values that occur in these entries.
//!
//! The four kinds of which there are thousands (session held, turn opened and closed, answers given) have forms of their
//! own. Every other kind, and whatever does not fit, is written as its JSON value with repeated texts named by number. A
//! form of its own is chosen only where it gives back the same event.
//!
//! # Hostile bytes
//! Unpacking is total: it ends with items or a [`CompactError`]. What comes out is at most some hundred times as large as
//! what went in: texts that can be named by number are short, and an answer costs at least a bit.

mod answers;
pub(crate) mod bytes;
mod event;
mod hot;
mod names;
mod value;

use std::fmt;

use serde_json::Value;
use thiserror::Error;

use self::{
    answers::Tables,
    bytes::{In, Out},
    names::Names,
};
use super::{Event, Read, read};
use crate::plain::Plain;

/// The version of the form that [`pack`] writes.
const VERSION: u8 = 1;

/// One entry of a journal.
#[derive(Clone, PartialEq)]
pub enum Item {
    /// An event that this version knows.
    Event(Box<Event>),
    /// Anything else, byte for byte: an event of a kind that this version does not know, or no event at all.
    Line(Vec<u8>),
}

/// Why bytes are not what [`pack`] writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CompactError {
    /// A later version of the app wrote them.
    #[error("a newer version of the app wrote this")]
    Newer,
    /// They end too early.
    #[error("this ends too early")]
    Short,
    /// They have no meaning in this form.
    #[error("this is not in the form in which events are kept")]
    Invalid,
}

impl Item {
    /// The item in a journal's entry. It is an event where its line is exactly what this version would write for it.
    #[must_use]
    pub fn of(body: Vec<u8>) -> Self {
        let known = match std::str::from_utf8(&body).ok().map(read) {
            Some(Ok(Read::Known(event))) => {
                let value = event.to_plain();
                let same = value.to_string().as_bytes() == body && value::depth(&value) < value::DEEPEST;
                same.then_some(event)
            }
            _ => None,
        };
        known.map_or(Self::Line(body), Self::Event)
    }

    /// What a journal holds for it: the line.
    #[must_use]
    pub fn to_body(&self) -> Vec<u8> {
        match self {
            Self::Event(event) => event.to_line().into_bytes(),
            Self::Line(line) => line.clone(),
        }
    }

    /// How many bytes it takes up at most as an entry of its own; a bound that costs nothing to find.
    #[must_use]
    pub fn weight(&self) -> usize {
        match self {
            Self::Event(_) => 64,
            Self::Line(line) => line.len() + 8,
        }
    }
}

/// Nothing of what was typed is ever printed.
impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(event) => write!(f, "Event({})", event.id),
            Self::Line(line) => write!(f, "Line({} bytes)", line.len()),
        }
    }
}

/// What an entry is.
mod form {
    /// Bytes as they are.
    pub const BYTES: u8 = 0;
    /// A line of JSON, as its value.
    pub const JSON: u8 = 1;
    /// An event as the value of its line.
    pub const WHOLE: u8 = 2;
    /// An event with its head packed and its fact as a value.
    pub const FACT: u8 = 3;
    /// A session.
    pub const SESSION: u8 = 4;
    /// The opening of a turn.
    pub const OPENED: u8 = 5;
    /// The end of a turn that was opened above.
    pub const CLOSED: u8 = 6;
    /// Answers of a turn that was opened above.
    pub const ANSWERS_OF_TURN: u8 = 7;
    /// Answers without a turn.
    pub const ANSWERS: u8 = 8;
    /// Answers of a turn that was not opened above.
    pub const ANSWERS_OF_OTHER_TURN: u8 = 9;
    /// The bits of the first byte that say the form.
    pub const MASK: u8 = 15;
}

/// Packs items, in their order.
#[must_use]
pub fn pack(items: &[Item]) -> Vec<u8> {
    let tables = Tables::of(items);
    let mut out = Out::default();
    let mut names = Names::default();
    out.byte(VERSION);
    tables.write(&mut out, &mut names);
    out.number(items.len() as u64);
    let mut state = event::State::new(names, tables);
    for item in items {
        match item {
            Item::Event(event) => state.write(&mut out, event),
            Item::Line(line) => match json(line) {
                Some(value) => {
                    out.byte(form::JSON);
                    value::write(&mut out, &mut state.names, &value);
                }
                None => write_bytes(&mut out, line),
            },
        }
    }
    out.done()
}

fn write_bytes(out: &mut Out, line: &[u8]) {
    out.byte(form::BYTES);
    out.number(line.len() as u64);
    out.bytes(line);
}

/// The value of a line that is exactly what would be written for that value, and not nested deeper than can be read back.
fn json(line: &[u8]) -> Option<Value> {
    let value: Value = serde_json::from_slice(line).ok()?;
    (value::depth(&value) < value::DEEPEST && value.to_string().as_bytes() == line).then_some(value)
}

/// Unpacks what [`pack`] packed: the same items in the same order.
///
/// # Errors
/// [`CompactError`].
pub fn unpack(bytes: &[u8]) -> Result<Vec<Item>, CompactError> {
    let mut input = In::of(bytes);
    match input.byte()? {
        VERSION => {}
        0 => return Err(CompactError::Invalid),
        _ => return Err(CompactError::Newer),
    }
    let mut names = Names::default();
    let tables = Tables::read(&mut input, &mut names)?;
    let count = input.number()?;
    let mut state = event::State::new(names, tables);
    let mut items = Vec::new();
    for _ in 0..count {
        let head = input.byte()?;
        items.push(match head & form::MASK {
            form::BYTES => {
                let length = input.length()?;
                Item::Line(input.take(length)?.to_vec())
            }
            form::JSON => Item::Line(value::read(&mut input, &mut state.names, 0)?.to_string().into_bytes()),
            form::WHOLE => event::whole(value::read(&mut input, &mut state.names, 0)?),
            _ => state.read(&mut input, head)?,
        });
    }
    input.end()?;
    Ok(items)
}

#[cfg(test)]
mod tests;

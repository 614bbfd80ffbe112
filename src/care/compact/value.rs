//! Any JSON value, with repeated texts and identities by number.

use serde_json::{Map, Number, Value};
use uuid::Uuid;

use super::{
    CompactError,
    bytes::{In, Out, unzigzag, zigzag},
    names::Names,
};

/// How deep values may be nested. What serde_json reads is no deeper than 128.
pub(super) const DEEPEST: usize = 100;

/// The lower three bits of a value's first byte; the upper five are a small number, or [`MORE`] and the number follows.
mod kind {
    pub const SIMPLE: u8 = 0;
    pub const WHOLE: u8 = 1;
    pub const NEGATIVE: u8 = 2;
    /// A number written with a fraction that is whole, such as 3.0.
    pub const REAL_WHOLE: u8 = 3;
    pub const TEXT: u8 = 4;
    pub const SAID: u8 = 5;
    pub const LIST: u8 = 6;
    pub const MAP: u8 = 7;
}

/// What a [`kind::SIMPLE`] value is.
mod simple {
    pub const NULL: u64 = 0;
    pub const FALSE: u64 = 1;
    pub const TRUE: u64 = 2;
    pub const REAL: u64 = 3;
    pub const IDENTITY: u64 = 4;
}

const MORE: u64 = 31;
/// Whole real numbers up to this are written as whole numbers.
const EXACT: f64 = 1e15;

fn head(out: &mut Out, kind: u8, number: u64) {
    if number < MORE {
        out.byte(kind | (number as u8) << 3);
    } else {
        out.byte(kind | (MORE as u8) << 3);
        out.number(number - MORE);
    }
}

fn read_head(input: &mut In) -> Result<(u8, u64), CompactError> {
    let byte = input.byte()?;
    let number = match u64::from(byte >> 3) {
        MORE => input.number()?.checked_add(MORE).ok_or(CompactError::Invalid)?,
        small => small,
    };
    Ok((byte & 7, number))
}

/// How deep a value is nested.
pub(super) fn depth(value: &Value) -> usize {
    let deepest = match value {
        Value::Array(list) => list.iter().map(depth).max(),
        Value::Object(map) => map.values().map(depth).max(),
        _ => return 0,
    };
    1 + deepest.unwrap_or(0)
}

/// Writes a value.
pub(super) fn write(out: &mut Out, names: &mut Names, value: &Value) {
    match value {
        Value::Null => head(out, kind::SIMPLE, simple::NULL),
        Value::Bool(false) => head(out, kind::SIMPLE, simple::FALSE),
        Value::Bool(true) => head(out, kind::SIMPLE, simple::TRUE),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(whole), _) => head(out, kind::WHOLE, whole),
            (None, Some(negative)) => head(out, kind::NEGATIVE, !negative as u64),
            (None, None) => write_real(out, number.as_f64().unwrap_or(0.0)),
        },
        Value::String(text) => write_text(out, names, text),
        Value::Array(list) => {
            head(out, kind::LIST, list.len() as u64);
            for value in list {
                write(out, names, value);
            }
        }
        Value::Object(map) => {
            head(out, kind::MAP, map.len() as u64);
            for (name, value) in map {
                write_text(out, names, name);
                write(out, names, value);
            }
        }
    }
}

/// Writes a real number, bit for bit.
pub(super) fn write_real(out: &mut Out, real: f64) {
    let whole = real as i64;
    if real.abs() <= EXACT && (whole as f64).to_bits() == real.to_bits() {
        head(out, kind::REAL_WHOLE, zigzag(whole));
    } else {
        head(out, kind::SIMPLE, simple::REAL);
        out.bytes(&real.to_bits().to_le_bytes());
    }
}

/// Writes a text: its number where it was said before.
pub(super) fn write_text(out: &mut Out, names: &mut Names, text: &str) {
    if let Some(place) = names.place(text) {
        head(out, kind::SAID, place as u64);
    } else if let Some(id) = identity(text) {
        head(out, kind::SIMPLE, simple::IDENTITY);
        names.write_id(out, id.as_bytes());
    } else {
        head(out, kind::TEXT, text.len() as u64);
        out.bytes(text.as_bytes());
        names.say(text);
    }
}

/// The identity that a text is, in the spelling in which identities are written.
fn identity(text: &str) -> Option<Uuid> {
    let id = if text.len() == 36 { Uuid::try_parse(text).ok()? } else { return None };
    (id.to_string() == text).then_some(id)
}

/// Reads a value that stands `depth` deep.
pub(super) fn read(input: &mut In, names: &mut Names, depth: usize) -> Result<Value, CompactError> {
    if depth > DEEPEST {
        return Err(CompactError::Invalid);
    }
    let (kind, number) = read_head(input)?;
    Ok(match kind {
        kind::WHOLE => Value::from(number),
        kind::NEGATIVE if number <= i64::MAX as u64 => Value::from(!(number as i64)),
        kind::LIST => {
            let mut list = Vec::new();
            for _ in 0..number {
                list.push(read(input, names, depth + 1)?);
            }
            Value::Array(list)
        }
        kind::MAP => {
            let mut map = Map::new();
            for _ in 0..number {
                let name = read_text(input, names)?;
                map.insert(name, read(input, names, depth + 1)?);
            }
            Value::Object(map)
        }
        kind::SIMPLE if number <= simple::TRUE => match number {
            simple::NULL => Value::Null,
            truth => Value::Bool(truth == simple::TRUE),
        },
        _ => match real_of(input, kind, number)? {
            Some(real) => Value::Number(Number::from_f64(real).ok_or(CompactError::Invalid)?),
            None => Value::String(text_of(input, names, kind, number)?),
        },
    })
}

/// Reads a text.
pub(super) fn read_text(input: &mut In, names: &mut Names) -> Result<String, CompactError> {
    let (kind, number) = read_head(input)?;
    text_of(input, names, kind, number)
}

/// Reads a real number.
pub(super) fn read_real(input: &mut In) -> Result<f64, CompactError> {
    let (kind, number) = read_head(input)?;
    real_of(input, kind, number)?.ok_or(CompactError::Invalid)
}

fn real_of(input: &mut In, kind: u8, number: u64) -> Result<Option<f64>, CompactError> {
    Ok(match (kind, number) {
        (kind::REAL_WHOLE, _) => Some(unzigzag(number) as f64),
        (kind::SIMPLE, simple::REAL) => Some(f64::from_bits(u64::from_le_bytes(input.array()?))),
        _ => None,
    })
}

fn text_of(input: &mut In, names: &mut Names, kind: u8, number: u64) -> Result<String, CompactError> {
    let place = usize::try_from(number).map_err(|_| CompactError::Invalid)?;
    match kind {
        kind::SAID => names.text(place).map(str::to_owned),
        kind::SIMPLE if number == simple::IDENTITY => Ok(Uuid::from_bytes(names.read_id(input)?).to_string()),
        kind::TEXT => {
            let text = std::str::from_utf8(input.take(place)?).map_err(|_| CompactError::Invalid)?;
            names.hear(text);
            Ok(text.to_owned())
        }
        _ => Err(CompactError::Invalid),
    }
}

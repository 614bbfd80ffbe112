//! What the standard library has, as JSON.

use std::collections::BTreeMap;

use serde_json::Value;
use time::{Date, Month};

use super::Plain;

impl Plain for bool {
    fn to_plain(&self) -> Value {
        Value::Bool(*self)
    }

    fn of_plain(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Plain for String {
    fn to_plain(&self) -> Value {
        Value::String(self.clone())
    }

    fn of_plain(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}

/// A number that is not finite has no form in JSON and is written as `null`.
impl Plain for f64 {
    fn to_plain(&self) -> Value {
        Value::from(*self)
    }

    fn of_plain(value: &Value) -> Option<Self> {
        value.as_f64()
    }
}

/// A day, as `2026-11-23`.
impl Plain for Date {
    fn to_plain(&self) -> Value {
        Value::String(self.to_string())
    }

    fn of_plain(value: &Value) -> Option<Self> {
        let mut parts = value.as_str()?.split('-');
        let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
        Self::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
    }
}

macro_rules! whole {
    ($($type:ty)*) => {
        $(impl Plain for $type {
            fn to_plain(&self) -> Value {
                Value::from(*self as u64)
            }

            fn of_plain(value: &Value) -> Option<Self> {
                Self::try_from(value.as_u64()?).ok()
            }
        })*
    };
}

whole!(u8 u32 u64 usize);

/// `null` for nothing.
impl<T: Plain> Plain for Option<T> {
    fn to_plain(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_plain)
    }

    fn of_plain(value: &Value) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::of_plain(value).map(Some) }
    }
}

impl<T: Plain> Plain for Vec<T> {
    fn to_plain(&self) -> Value {
        Value::Array(self.iter().map(T::to_plain).collect())
    }

    fn of_plain(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(T::of_plain).collect()
    }
}

impl<T: Plain> Plain for Box<T> {
    fn to_plain(&self) -> Value {
        T::to_plain(self)
    }

    fn of_plain(value: &Value) -> Option<Self> {
        T::of_plain(value).map(Self::new)
    }
}

impl<T: Plain> Plain for BTreeMap<String, T> {
    fn to_plain(&self) -> Value {
        Value::Object(self.iter().map(|(name, value)| (name.clone(), value.to_plain())).collect())
    }

    fn of_plain(value: &Value) -> Option<Self> {
        value.as_object()?.iter().map(|(name, value)| Some((name.clone(), T::of_plain(value)?))).collect()
    }
}

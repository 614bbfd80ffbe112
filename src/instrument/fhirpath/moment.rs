//! Dates, dates with a time, and times, each as precise as it was written.

use std::cmp::Ordering;
use std::fmt;

use time::{Date, Month};

/// Milliseconds of a minute and of a day.
const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// A date, a date with a time, or a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Year, month, day, hour, minute, milliseconds of the minute. What was not written is zero (month and day: one).
    parts: [i64; 6],
    /// The parts that were written.
    from: usize,
    to: usize,
    /// Written with a `T` after a date, so a dateTime even where no hour follows.
    timed: bool,
    /// Minutes ahead of UTC.
    offset: Option<i64>,
}

/// Reads digits, signs and separators from the front of a text.
struct Front<'t> {
    text: &'t [u8],
    at: usize,
}

impl Front<'_> {
    fn sign(&mut self, sign: u8) -> bool {
        let is = self.text.get(self.at) == Some(&sign);
        self.at += usize::from(is);
        is
    }

    /// A number of exactly so many digits, within bounds.
    fn number(&mut self, digits: usize, least: i64, most: i64) -> Option<i64> {
        let mut number = 0;
        for _ in 0..digits {
            let digit = self.text.get(self.at).filter(|b| b.is_ascii_digit())?;
            number = number * 10 + i64::from(digit - b'0');
            self.at += 1;
        }
        (least..=most).contains(&number).then_some(number)
    }

    /// Whether a sign and then a digit follow; only then the sign is taken.
    fn sign_and_digit(&mut self, sign: u8) -> bool {
        self.text.get(self.at + 1).is_some_and(u8::is_ascii_digit) && self.sign(sign)
    }
}

impl Moment {
    /// The moment with which a text begins, as FHIR and (without the `@`) FHIRPath write it, and its length in bytes.
    pub(super) fn front(text: &str) -> Option<(Self, usize)> {
        let mut front = Front { text: text.as_bytes(), at: 0 };
        let mut this = Self { parts: [0, 1, 1, 0, 0, 0], from: 0, to: 0, timed: false, offset: None };
        if front.sign(b'T') {
            this.from = 3;
            this.time(&mut front)?;
            return Some((this, front.at));
        }
        this.parts[0] = front.number(4, 1, 9999)?;
        this.to = 1;
        if front.sign_and_digit(b'-') {
            this.parts[1] = front.number(2, 1, 12)?;
            this.to = 2;
            if front.sign_and_digit(b'-') {
                this.parts[2] = front.number(2, 1, 31)?;
                this.to = 3;
                this.day()?;
            }
        }
        if front.sign(b'T') {
            this.timed = true;
            if this.to == 3 && front.text.get(front.at).is_some_and(u8::is_ascii_digit) {
                this.time(&mut front)?;
                this.zone(&mut front)?;
            }
        }
        Some((this, front.at))
    }

    fn time(&mut self, front: &mut Front) -> Option<()> {
        self.parts[3] = front.number(2, 0, 23)?;
        self.to = 4;
        if front.sign_and_digit(b':') {
            self.parts[4] = front.number(2, 0, 59)?;
            self.to = 5;
            if front.sign_and_digit(b':') {
                self.parts[5] = front.number(2, 0, 59)? * 1000;
                self.to = 6;
                if front.sign_and_digit(b'.') {
                    let mut unit = 100;
                    while let Some(digit) = front.text.get(front.at).filter(|b| b.is_ascii_digit()) {
                        self.parts[5] += i64::from(digit - b'0') * unit;
                        unit /= 10;
                        front.at += 1;
                    }
                }
            }
        }
        Some(())
    }

    fn zone(&mut self, front: &mut Front) -> Option<()> {
        let (west, east) = (front.sign_and_digit(b'-'), front.sign_and_digit(b'+'));
        if front.sign(b'Z') {
            self.offset = Some(0);
        } else if west || east {
            let hours = front.number(2, 0, 14)?;
            let minutes = if front.sign(b':') { front.number(2, 0, 59)? } else { return None };
            self.offset = Some((hours * 60 + minutes) * if west { -1 } else { 1 });
        }
        Some(())
    }

    /// The moment that a whole text is.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::front(text).filter(|(_, length)| *length == text.len()).map(|(moment, _)| moment)
    }

    /// `"date"`, `"dateTime"` or `"time"`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match (self.from, self.timed) {
            (3, _) => "time",
            (_, true) => "dateTime",
            _ => "date",
        }
    }

    fn day(&self) -> Option<Date> {
        let month = Month::try_from(u8::try_from(self.parts[1]).ok()?).ok()?;
        let year = i32::try_from(self.parts[0]).ok().filter(|year| (1..=9999).contains(year))?;
        Date::from_calendar_date(year, month, u8::try_from(self.parts[2]).ok()?).ok()
    }

    /// Only the day of a dateTime; a time of day has none.
    pub(super) fn date(mut self) -> Option<Self> {
        (self.to, self.timed, self.offset) = (self.to.min(3), false, None);
        (self.from == 0).then_some(self)
    }

    /// A date as a dateTime.
    pub(super) fn date_time(mut self) -> Option<Self> {
        self.timed = true;
        (self.from == 0).then_some(self)
    }

    /// Milliseconds since midnight.
    fn ms(&self) -> i64 {
        (self.parts[3] * 60 + self.parts[4]) * MINUTE + self.parts[5]
    }

    /// Moved by days and milliseconds; a time of day goes round the clock.
    fn shift(mut self, ms: i64) -> Option<Self> {
        let sum = self.ms().checked_add(ms)?;
        let (days, ms) = (sum.div_euclid(DAY), sum.rem_euclid(DAY));
        if self.from == 0 {
            let julian = i64::from(self.day()?.to_julian_day()).checked_add(days)?;
            let day = Date::from_julian_day(i32::try_from(julian).ok()?).ok()?;
            self.parts[..3].copy_from_slice(&[day.year().into(), u8::from(day.month()).into(), day.day().into()]);
            self.day()?;
        }
        self.parts[3..].copy_from_slice(&[ms / (60 * MINUTE), ms / MINUTE % 60, ms % MINUTE]);
        Some(self)
    }

    /// Moved by whole months; the day is pulled back to the month's last.
    fn shift_months(mut self, months: i64) -> Option<Self> {
        let sum = (self.parts[0] * 12 + self.parts[1] - 1).checked_add(months)?;
        (self.parts[0], self.parts[1]) = (sum.div_euclid(12), sum.rem_euclid(12) + 1);
        while self.day().is_none() {
            self.parts[2] -= 1;
            if self.parts[2] < 1 {
                return None;
            }
        }
        Some(self)
    }

    /// Moved by a duration. What is finer than the moment's own precision counts in whole days, months of 30 days and
    /// years of 365. `None` where the unit is no duration or the calendar ends.
    pub(super) fn plus(self, value: f64, unit: &str) -> Option<Self> {
        let (base, factor) = duration(unit)?;
        let whole = |x: f64| (x.abs() < 1e15).then_some(x.trunc() as i64);
        if base == "month" {
            let months = whole(value.trunc() * factor)?;
            let months = if self.to == 1 { months / 12 * 12 } else { months };
            return if self.from == 0 { self.shift_months(months) } else { None };
        }
        let ms = whole(value * factor)?;
        match (self.from, self.to) {
            (0, 1) => self.shift_months(ms / (365 * DAY) * 12),
            (0, 2) => self.shift_months(ms / (30 * DAY)),
            (0, 3) => self.shift(ms / DAY * DAY),
            _ => self.shift(ms),
        }
    }

    /// Which comes first. `None` within where the less precise one leaves it open; `None` without where a time of day meets
    /// a date. `zone` is the offset of what has none.
    pub(super) fn order(self, other: Self, zone: i64) -> Option<Option<Ordering>> {
        if self.from != other.from {
            return None;
        }
        let (mut a, mut b) = (self, other);
        let (here, there) = (a.offset.unwrap_or(zone), b.offset.unwrap_or(zone));
        if here != there && a.to.min(b.to) >= 5 {
            a = a.shift(-here * MINUTE)?;
            b = b.shift(-there * MINUTE)?;
        }
        let known = a.to.min(b.to);
        let order = a.parts.iter().zip(&b.parts).take(known).map(|(a, b)| a.cmp(b)).find(|order| order.is_ne());
        Some(order.or((a.to == b.to).then_some(Ordering::Equal)))
    }
}

/// A duration's unit as a number of months or of milliseconds.
pub(super) fn duration(unit: &str) -> Option<(&'static str, f64)> {
    Some(match unit {
        "year" | "years" => ("month", 12.0),
        "month" | "months" => ("month", 1.0),
        "week" | "weeks" | "wk" => ("ms", 604_800_000.0),
        "day" | "days" | "d" => ("ms", 86_400_000.0),
        "hour" | "hours" | "h" => ("ms", 3_600_000.0),
        "minute" | "minutes" | "min" => ("ms", 60_000.0),
        "second" | "seconds" | "s" => ("ms", 1000.0),
        "millisecond" | "milliseconds" | "ms" => ("ms", 1.0),
        _ => return None,
    })
}

/// Units that are written as words, without quotes.
pub(super) fn calendar_word(unit: &str) -> bool {
    (unit == "day" || unit.len() > 3) && duration(unit).is_some()
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const BEFORE: [&str; 6] = ["", "-", "-", "T", ":", ":"];
        let parts = self.parts.iter().zip(BEFORE).enumerate();
        for (at, (part, before)) in parts.take(self.to).skip(self.from) {
            match at {
                0 => write!(f, "{part:04}")?,
                3 if self.from == 3 => write!(f, "{part:02}")?,
                5 => write!(f, "{before}{:02}", part / 1000)?,
                _ => write!(f, "{before}{part:02}")?,
            }
            if at == 5 && part % 1000 != 0 {
                write!(f, ".{:03}", part % 1000)?;
            }
        }
        match self.offset {
            Some(0) => f.write_str("Z"),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
            None if self.timed && self.to < 4 => f.write_str("T"),
            None => Ok(()),
        }
    }
}

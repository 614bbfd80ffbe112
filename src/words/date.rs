//! Days of the calendar: how they are made, read and written.

use time::{Date, Month};

use super::{Lang, months};

/// The day of a year, month (1 to 12) and day of the month, where the calendar has it.
///
/// ```
/// # use attune::words::day;
/// assert!(day(2026, 2, 28).is_some() && day(2026, 2, 29).is_none() && day(2026, 13, 1).is_none());
/// ```
#[must_use]
pub fn day(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

/// The day written as `2026-11-23`, the form of ISO 8601 in which days are kept and date fields give them.
///
/// ```
/// # use attune::words::{day, parse_day};
/// assert_eq!(parse_day("2026-11-23"), day(2026, 11, 23));
/// assert_eq!(parse_day("2026-11-31"), None);
/// assert_eq!(parse_day("23/11/2026"), None);
/// ```
#[must_use]
pub fn parse_day(text: &str) -> Option<Date> {
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.split('-');
    let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(date, 2) {
        return None;
    }
    day(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?)
}

/// How many days `later` lies after `earlier`; below zero where it lies before.
///
/// ```
/// # use attune::words::{day, days_between};
/// let days = day(2026, 2, 27).zip(day(2026, 3, 1)).map(|(earlier, later)| days_between(earlier, later));
/// assert_eq!(days, Some(2));
/// ```
#[must_use]
pub const fn days_between(earlier: Date, later: Date) -> i32 {
    later.to_julian_day() - earlier.to_julian_day()
}

fn month(lang: Lang, date: Date) -> &'static str {
    let index = usize::from(u8::from(date.month()));
    months::short(lang).get(index - 1).copied().unwrap_or("")
}

/// A date with its year, such as `23 Nov 2026`.
///
/// ```
/// # use attune::words::{Lang, date_long, day};
/// assert_eq!(day(2026, 1, 5).map(|day| date_long(Lang::Es, day)).as_deref(), Some("5 ene 2026"));
/// ```
#[must_use]
pub fn date_long(lang: Lang, date: Date) -> String {
    format!("{} {} {}", date.day(), month(lang, date), date.year())
}

/// A date without its year, such as `23 Nov`, where the year is plain from what stands around it.
#[must_use]
pub fn date_short(lang: Lang, date: Date) -> String {
    format!("{} {}", date.day(), month(lang, date))
}

//! Dates and times: as precise as written.

use super::super::Moment;
use super::holds;

#[test]
fn comparison_is_open_where_one_is_less_precise() {
    holds(&[
        ("@2026-01-01 < @2026-01-02", "true"),
        ("@2026 < @2027-05", "true"),
        ("@2026 < @2026-05", ""),
        ("@2026 = @2026-05", ""),
        ("@2026 != @2027-05", "true"),
        ("@2026 ~ @2026-05", "false"),
        ("@T10:30 > @T09", "true"),
        ("@T10:30 = @T10", ""),
        ("@2026-01-01 = @2026-01-01T", "true"),
        ("@2026-01-01T10:00:00Z = @2026-01-01T12:00:00+02:00", "true"),
        ("@2026-01-01T10:00:00Z = @2026-01-01T12:00:00", "false"),
        ("@2026-01-01T10:00:00Z = @2026-01-01T10:00:00", "true"),
        ("@2026-01-01T10:00:00.000 = @2026-01-01T10:00:00", "true"),
        ("@2026-12-31T23:30:00-01:00 = @2027-01-01T00:30:00Z", "true"),
        ("@T10 < @2026", "< cannot be used with a date or time."),
        ("@T10 = @2026", "false"),
        ("authored > @2026-11-01", "true"),
        ("item.where(linkId='day').answer.value < @2026-11-02", "true"),
        ("item.where(linkId='day').answer.value is date", "true"),
    ]);
}

#[test]
fn arithmetic() {
    holds(&[
        ("@2024-01-31 + 1 month", "@2024-02-29"),
        ("@2024-02-29 + 1 year", "@2025-02-28"),
        ("@2026-01-01 - 1 day", "@2025-12-31"),
        ("@2026-01-01 + 2 weeks", "@2026-01-15"),
        ("@2026-01-01 + 25 hours", "@2026-01-02"),
        ("@2026 + 24 months", "@2028"),
        ("@2026-01 + 1 month", "@2026-02"),
        ("@2026-01-01T23:30:00 + 45 minutes", "@2026-01-02T00:15:00"),
        ("@T23:30 + 1 hour", "@00:30"),
        ("@2026-01-01 + 1 'kg'", "+ cannot be used with a date and a unit that is no time."),
        ("@9999-12-31 + 1 day", "A number is too large, or a date outside the calendar."),
        ("@0001-01-01 - 1 day", "A number is too large, or a date outside the calendar."),
        ("@2026-01-01 + 100000000000 years", "A number is too large, or a date outside the calendar."),
        ("@2026-01-01 + 1", "+ cannot be used with a date or time."),
    ]);
}

#[test]
fn texts_that_are_no_moments() {
    for text in
        ["", "2026-1-1", "2026-02-30", "0000", "2026-01-01T24:00", "2026-01-01T10:00+15", "T", "T1", "2026-01-01x"]
    {
        assert_eq!(Moment::parse(text), None, "{text}");
    }
    for text in ["2026", "2026-02", "2026-02-28", "2026-02-28T", "2026-02-28T10:00:00.5Z", "2026-02-28T10:00-14:00"] {
        let moment = Moment::parse(text).expect(text);
        assert_eq!(Moment::parse(&moment.to_string()), Some(moment), "{text}");
    }
}

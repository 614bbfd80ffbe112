//! When to remind of a backup.

use time::Date;

use crate::{care::SinceBackup, words::days_between};

/// So many new sessions are reason enough.
const SESSIONS: usize = 10;
/// After so many days any new session is.
const DAYS: i32 = 14;

/// A reminder that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// How many sessions are in no backup that this device knows of.
    pub sessions: usize,
    /// The day of the last backup, where there was one.
    pub last: Option<Date>,
}

/// The reminder, where one is due `today`: ten new sessions, or any and fourteen days since the last backup (since the first of
/// them, where there never was one). `quiet_until`: the day on which somebody who put it off is to be asked again.
#[must_use]
pub fn reminder(since: &SinceBackup, quiet_until: Option<Date>, today: Date) -> Option<Reminder> {
    let last = since.last.map(|(_, date)| date);
    let days = last.or(since.earliest).map_or(0, |from| days_between(from, today));
    let due = since.sessions >= SESSIONS || (since.sessions > 0 && days >= DAYS);
    (due && !is_quiet(quiet_until, today)).then_some(Reminder { sessions: since.sessions, last })
}

/// Whether something that was put off until a day is still to wait `today`. A day that lies further ahead than anybody can put
/// it off came from a clock that was wrong.
#[must_use]
pub fn is_quiet(until: Option<Date>, today: Date) -> bool {
    until.is_some_and(|until| today < until && days_between(today, until) <= 7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        care::{BackedUp, BackupHow, Stamp},
        words::day,
    };

    fn since(sessions: usize, last: Option<Date>) -> SinceBackup {
        let backup = BackedUp { upto: Stamp::default(), how: BackupHow::Made };
        let last = last.map(|date| (backup, date));
        SinceBackup { last, checked: None, sessions, earliest: day(2026, 11, 1) }
    }

    #[test]
    fn ten_sessions_or_fourteen_days_and_something_new() {
        let today = day(2026, 11, 23).unwrap();
        let due = |sessions, last| reminder(&since(sessions, last), None, today).is_some();
        for (sessions, last, expected) in [
            (0, None, false),
            (1, None, true),
            (9, day(2026, 11, 10), false),
            (1, day(2026, 11, 9), true),
            (0, day(2020, 1, 1), false),
            (9, Some(today), false),
            (10, Some(today), true),
            (10, day(2027, 1, 1), true),
        ] {
            assert_eq!(due(sessions, last), expected, "{sessions} {last:?}");
        }
        assert_eq!(reminder(&since(12, day(2026, 11, 3)), None, today).unwrap().last, day(2026, 11, 3));
    }

    #[test]
    fn put_off_for_a_week_and_not_for_ever() {
        let today = day(2026, 11, 23).unwrap();
        let due = |until| reminder(&since(12, None), until, today).is_some();
        assert!(!due(day(2026, 11, 30)) && !due(day(2026, 11, 24)));
        assert!(due(Some(today)) && due(day(2026, 11, 20)));
        assert!(due(day(2026, 12, 1)), "a clock that was a year ahead must not silence it");
    }
}

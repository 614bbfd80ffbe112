//! To which session something belongs that is answered today outside of the usual way, such as at a first appointment.

use time::Date;

use super::{Person, SessionId};

/// Stands for a session that is only made when something of it is saved.
#[must_use]
pub fn not_yet() -> SessionId {
    SessionId::from(uuid::Uuid::nil())
}

/// The latest session that took place, of today or, where `also` holds, of another day up to today. Nothing where there is none,
/// and a session of today is to be made.
#[must_use]
pub fn session_for(person: &Person, today: Date, also: impl Fn(Date) -> bool) -> Option<SessionId> {
    let fits = |date: Date| date == today || date < today && also(date);
    person.sessions.iter().rev().find(|session| session.attended && fits(session.date)).map(|session| session.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        care::{PersonId, PersonName, Session, Stamp},
        words::day,
    };

    fn on(year: i32, month: u8, date: u8) -> Date {
        day(year, month, date).unwrap()
    }

    fn id(number: u8) -> SessionId {
        SessionId::from_bytes([number; 16])
    }

    /// Somebody with sessions of these days, numbered from 1, and whether each took place.
    fn person(sessions: &[(Date, bool)]) -> Person {
        let session = |(number, (date, attended)): (u8, &(Date, bool))| Session {
            id: id(number),
            date: *date,
            stamp: Stamp { ms: u64::from(number), counter: 0 },
            attended: *attended,
            entries: Vec::new(),
            others: Vec::new(),
        };
        Person {
            id: PersonId::from_bytes([1; 16]),
            name: PersonName::new("Ana").unwrap(),
            since: on(2024, 1, 1),
            sessions: (1..).zip(sessions).map(session).collect(),
        }
    }

    #[test]
    fn what_is_answered_today_belongs_to_no_session_of_another_day() {
        let today = on(2026, 3, 9);
        let returning = person(&[(on(2024, 1, 1), true), (on(2024, 2, 1), true)]);
        assert_eq!(session_for(&returning, today, |_| false), None);
        assert_eq!(session_for(&person(&[]), today, |_| true), None);
        let two = person(&[(on(2024, 1, 1), true), (today, true), (today, true)]);
        assert_eq!(session_for(&two, today, |_| false), Some(id(3)));
    }

    #[test]
    fn nothing_is_answered_in_a_session_that_did_not_take_place_or_is_to_come() {
        let today = on(2026, 3, 9);
        let missed = person(&[(today, true), (today, false)]);
        assert_eq!(session_for(&missed, today, |_| false), Some(id(1)));
        assert_eq!(session_for(&person(&[(today, false), (on(2026, 3, 10), true)]), today, |_| true), None);
    }

    #[test]
    fn the_end_may_be_spoken_of_in_the_last_session_of_the_episode() {
        let today = on(2026, 3, 9);
        let ended = person(&[(on(2024, 1, 1), true), (on(2026, 2, 1), true), (on(2026, 2, 8), false)]);
        assert_eq!(session_for(&ended, today, |date| date >= on(2026, 1, 1)), Some(id(2)));
        assert_eq!(session_for(&ended, today, |date| date >= on(2026, 2, 8)), None);
    }

    #[test]
    fn the_session_that_is_not_there_yet_has_an_address_and_is_nobodys() {
        assert_eq!(not_yet().to_string().parse(), Ok(not_yet()));
        assert_ne!(not_yet(), id(0));
    }
}

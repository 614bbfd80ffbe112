//! The last backup that a device knows of, the last that is known to be whole, and what came after.

use time::Date;

use super::Record;
use crate::care::{BackedUp, BackupHow, DeviceId, Event, EventId, PersonId, Stamp};

/// What each device said of its last backup and of the last whose file was seen whole: of several, the one that reaches
/// furthest, and of those the latest said.
#[derive(Clone, Debug, Default)]
pub(super) struct Backups(Vec<(DeviceId, Last)>);

#[derive(Clone, Debug)]
struct Last {
    any: Said,
    checked: Option<Said>,
}

#[derive(Clone, Debug)]
struct Said {
    backup: BackedUp,
    date: Date,
    at: (Stamp, EventId),
}

impl Backups {
    pub(super) fn note(&mut self, event: &Event, backup: BackedUp) {
        let said = Said { backup, date: event.date, at: (event.stamp, event.id) };
        let checked = (backup.how != BackupHow::Made).then(|| said.clone());
        match self.0.iter_mut().find(|(device, _)| *device == event.device) {
            Some((_, last)) => {
                if last.any.reach() < said.reach() {
                    last.any = said;
                }
                if checked.as_ref().map(Said::reach) > last.checked.as_ref().map(Said::reach) {
                    last.checked = checked;
                }
            }
            None => self.0.push((event.device, Last { any: said, checked })),
        }
    }
}

impl Said {
    fn reach(&self) -> (Stamp, (Stamp, EventId)) {
        (self.backup.upto, self.at)
    }

    fn told(&self) -> (BackedUp, Date) {
        (self.backup, self.date)
    }
}

/// How far what stands in the record is from a device's last backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SinceBackup {
    /// The last backup and the day on which that was noted; nothing where there never was one.
    pub last: Option<(BackedUp, Date)>,
    /// The last one whose saved file was read back, or taken in, and was whole; nothing where none was.
    pub checked: Option<(BackedUp, Date)>,
    /// Sessions that were written down after it; all of them where there never was one.
    pub sessions: usize,
    /// The earliest day of those sessions.
    pub earliest: Option<Date>,
}

impl Record {
    /// The last backup that `device` knows of and what came after it. People who are erased or restricted do not count.
    #[must_use]
    pub fn since_backup(&self, device: DeviceId) -> SinceBackup {
        let known = self.backups.0.iter().find(|(one, _)| *one == device).map(|(_, last)| last);
        let last = known.map(|last| last.any.told());
        let checked = known.and_then(|last| last.checked.as_ref()).map(Said::told);
        let (mut sessions, mut earliest) = (0, None::<Date>);
        let hidden = |person: PersonId| {
            self.standing.is_erased(person.as_bytes()) || self.standing.restriction(person.as_bytes()).is_some()
        };
        for state in self.sessions.iter() {
            // The first word on a session is when it was written down; what only changed its day is not another one.
            let Some(first) = state.said.all(&self.standing).min_by_key(|said| said.at) else { continue };
            let (person, date) = first.value;
            if last.is_none_or(|(backup, _)| first.at.0 > backup.upto) && !hidden(person) {
                sessions += 1;
                earliest = Some(earliest.map_or(date, |day| day.min(date)));
            }
        }
        SinceBackup { last, checked, sessions, earliest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::{Fact, PersonName, SessionId};
    use crate::words::day;

    fn event(device: u8, number: u8, fact: Fact) -> Event {
        Event {
            id: EventId::from_bytes([number; 16]),
            device: DeviceId::from_bytes([device; 16]),
            sequence: number.into(),
            stamp: stamp(number),
            date: day(2026, 1, number).unwrap(),
            parents: Vec::new(),
            fact,
        }
    }

    fn stamp(number: u8) -> Stamp {
        Stamp { ms: u64::from(number) * 10, counter: 0 }
    }

    fn person(byte: u8) -> PersonId {
        PersonId::from_bytes([byte; 16])
    }

    fn held(number: u8, session: u8, who: u8) -> Event {
        event(1, number, Fact::SessionHeld { session: SessionId::from_bytes([session; 16]), person: person(who) })
    }

    fn backed_up(device: u8, number: u8, upto: u8, how: BackupHow) -> Event {
        event(device, number, Fact::BackedUp(BackedUp { upto: stamp(upto), how }))
    }

    fn log() -> Vec<Event> {
        let name = PersonName::new("Ana").unwrap();
        let added = |number, who| event(1, number, Fact::PersonAdded { person: person(who), name: name.clone() });
        vec![
            added(1, 1),
            added(2, 2),
            held(3, 3, 1),
            held(4, 4, 2),
            backed_up(1, 6, 5, BackupHow::Made),
            backed_up(1, 7, 5, BackupHow::ReadBack),
            backed_up(1, 8, 1, BackupHow::Made),
            backed_up(2, 20, 20, BackupHow::Made),
            held(9, 9, 1),
            held(10, 10, 2),
            // Only its day was corrected.
            held(11, 3, 1),
        ]
    }

    fn folded(events: &[Event]) -> Record {
        let mut record = Record::new();
        for event in events {
            record.apply(event);
        }
        record
    }

    #[test]
    fn what_came_after_the_last_backup_of_this_device_is_counted() {
        let events = log();
        let mut turned = events.clone();
        turned.reverse();
        for record in [folded(&events), folded(&turned)] {
            let since = record.since_backup(DeviceId::from_bytes([1; 16]));
            let backup = BackedUp { upto: stamp(5), how: BackupHow::ReadBack };
            let last = day(2026, 1, 7).map(|day| (backup, day));
            assert_eq!(since, SinceBackup { last, checked: last, sessions: 2, earliest: day(2026, 1, 9) });
            let never = record.since_backup(DeviceId::from_bytes([3; 16]));
            assert_eq!((never.last, never.sessions, never.earliest), (None, 4, day(2026, 1, 3)));
        }
    }

    #[test]
    fn a_later_backup_that_nobody_looked_at_leaves_the_last_checked_one() {
        let mut events = log();
        events.push(backed_up(1, 14, 12, BackupHow::Made));
        let said = |upto, how, on| day(2026, 1, on).map(|day| (BackedUp { upto: stamp(upto), how }, day));
        for _ in 0..2 {
            events.reverse();
            let since = folded(&events).since_backup(DeviceId::from_bytes([1; 16]));
            assert_eq!(since.last, said(12, BackupHow::Made, 14));
            assert_eq!(since.checked, said(5, BackupHow::ReadBack, 7));
            assert_eq!(since.sessions, 0, "the later one holds them all the same");
        }
        let other = folded(&events).since_backup(DeviceId::from_bytes([2; 16]));
        assert_eq!((other.last, other.checked), (said(20, BackupHow::Made, 20), None));
        events.push(backed_up(2, 22, 21, BackupHow::Restored));
        let other = folded(&events).since_backup(DeviceId::from_bytes([2; 16]));
        assert_eq!(other.checked, said(21, BackupHow::Restored, 22), "what was taken in was whole");
    }

    #[test]
    fn who_is_erased_or_restricted_and_what_is_withdrawn_needs_no_backup() {
        let mut events = log();
        events.push(event(1, 12, Fact::PersonErased { person: person(2) }));
        assert_eq!(folded(&events).since_backup(DeviceId::from_bytes([1; 16])).sessions, 1);
        events.push(event(1, 13, Fact::Withdrawn { event: EventId::from_bytes([9; 16]) }));
        assert_eq!(folded(&events).since_backup(DeviceId::from_bytes([1; 16])).sessions, 0);
    }
}

//! What became of a medicine, read from every statement by the day that each is of: a change may be written down late.

use time::Date;

use super::{Medicine, Version, Versions};
use crate::order;

/// What happened to a medicine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It was begun, or begun again.
    Started,
    /// Its name, its dose or its prescriber changed.
    Changed,
    /// It was stopped.
    Stopped,
}

/// The same statements, with that of the latest day as the one that holds now; of one day what was written last.
pub(super) fn by_day(medicine: Versions<Medicine>) -> Versions<Medicine> {
    let Versions { now, earlier } = &medicine;
    let mut all: Vec<&Version<Medicine>> = std::iter::once(now).chain(earlier).collect();
    order::sort_by_key(&mut all, |version| std::cmp::Reverse((version.date, version.stamp, version.event)));
    let mut all = all.into_iter().cloned();
    match all.next() {
        Some(now) => Versions { now, earlier: all.collect() },
        None => medicine,
    }
}

/// What happened to one medicine, earliest first. Of several statements of one day the last counts; one that changes nothing
/// but the reason is no step.
#[must_use]
pub fn steps(medicine: &Versions<Medicine>) -> Vec<(Date, Step, Medicine)> {
    let mut all: Vec<_> = std::iter::once(&medicine.now).chain(&medicine.earlier).collect();
    order::sort_by_key(&mut all, |version| (version.date, version.stamp, version.event));
    let mut days: Vec<(Date, &Medicine)> = Vec::new();
    for version in all {
        days.retain(|(date, _)| *date != version.date);
        days.push((version.date, &version.value));
    }
    let mut before: Option<&Medicine> = None;
    let mut out = Vec::new();
    for (date, now) in days {
        let step = match (before.filter(|before| before.taken), now.taken) {
            (None, true) => Some(Step::Started),
            (_, false) => before.is_none_or(|before| before.taken).then_some(Step::Stopped),
            (Some(before), true) => {
                let same = |of: &Medicine| (of.name.clone(), of.dose.clone(), of.prescriber.clone());
                (same(before) != same(now)).then_some(Step::Changed)
            }
        };
        out.extend(step.map(|step| (date, step, now.clone())));
        before = Some(now);
    }
    out
}

/// A stretch of time in which a medicine was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The day on which it was begun; of one that never was, the earliest day of which anything is said.
    pub from: Date,
    /// The day since which it is taken as it was last in this stretch.
    pub changed: Date,
    /// The day on which it was stopped; nothing while it is taken.
    pub to: Option<Date>,
}

/// Every stretch in which a medicine was taken, the latest first.
#[must_use]
pub fn stretches(medicine: &Versions<Medicine>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for (date, step, _) in steps(medicine) {
        match (step, out.first_mut()) {
            (Step::Changed, Some(last)) => last.changed = date,
            (Step::Stopped, Some(last)) => last.to = Some(date),
            (Step::Started | Step::Changed, _) => out.insert(0, Stretch { from: date, changed: date, to: None }),
            (Step::Stopped, None) => out.insert(0, Stretch { from: date, changed: date, to: Some(date) }),
        }
    }
    out
}

/// Whether a medicine would be stopped before it was ever taken, if this were said of a day too. A statement that it takes the
/// place of does not count.
#[must_use]
pub fn stops_first(medicine: &Versions<Medicine>, instead: Option<super::EventId>, day: Date, taken: bool) -> bool {
    let all = std::iter::once(&medicine.now).chain(&medicine.earlier).filter(|version| Some(version.event) != instead);
    let first = all.min_by_key(|version| (version.date, version.stamp, version.event));
    // Of one day, what is written now was written last.
    let mine_first = first.is_none_or(|first| day < first.date);
    if mine_first { !taken } else { first.is_some_and(|first| !first.value.taken) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        care::{Decider, DeviceId, Event, EventId, Fact, Line, MedicineId, PersonId, PersonName, Record, Stamp, noted},
        words::{Lang, day},
    };

    const PERSON: [u8; 16] = [1; 16];

    fn medicine(dose: &str, taken: bool) -> Medicine {
        Medicine {
            id: MedicineId::from_bytes([5; 16]),
            person: PersonId::from_bytes(PERSON),
            name: Line::new("Quiet Night").unwrap().unwrap(),
            dose: Line::new(dose).unwrap(),
            prescriber: None,
            taken,
            decided: Decider::Unknown,
            why: None,
        }
    }

    fn on(date: u8) -> Date {
        day(2026, 1, date).unwrap()
    }

    fn id(number: u8) -> EventId {
        EventId::from_bytes([number; 16])
    }

    fn event(number: u8, date: Date, fact: Fact) -> Event {
        Event {
            id: id(number),
            device: DeviceId::from_bytes([1; 16]),
            sequence: u64::from(number),
            stamp: Stamp { ms: u64::from(number), counter: 0 },
            date,
            parents: Vec::new(),
            fact,
        }
    }

    /// A record to which this was said, in this order, each of its day.
    fn said(all: &[(Date, Medicine)]) -> Record {
        let mut record = Record::new();
        let (person, name) = (PersonId::from_bytes(PERSON), PersonName::new("Ana").unwrap());
        record.apply(&event(100, on(1), Fact::PersonAdded { person, name }));
        for (number, (date, value)) in (1..).zip(all) {
            record.apply(&event(number, *date, Fact::MedicineStated(Box::new(value.clone()))));
        }
        record
    }

    fn only(record: &Record) -> Versions<Medicine> {
        record.medicines(PersonId::from_bytes(PERSON)).remove(0)
    }

    fn since(record: &Record) -> String {
        noted::medicine_since(&only(record), Lang::En)
    }

    #[test]
    fn what_is_written_late_of_an_earlier_day_is_not_what_holds_now() {
        let record =
            said(&[(on(2), medicine("one", true)), (on(20), medicine("one", false)), (on(3), medicine("half", true))]);
        let one = only(&record);
        assert!(!one.now.value.taken);
        assert_eq!(since(&record), "From 2 Jan 2026 to 20 Jan 2026.");
        assert_eq!(one.beside().count(), 0, "whoever wrote it knew of all the rest");
        assert!(one.heads().contains(&id(3)), "whatever comes next knows of it");
    }

    #[test]
    fn a_reason_that_is_added_later_moves_no_day() {
        let record =
            said(&[(on(2), medicine("one", true)), (on(20), medicine("one", false)), (on(28), medicine("one", false))]);
        assert_eq!(since(&record), "From 2 Jan 2026 to 20 Jan 2026.");
        let record = said(&[(on(2), medicine("one", true)), (on(20), medicine("one", true))]);
        assert_eq!(since(&record), "Since 2 Jan 2026.");
    }

    #[test]
    fn a_wrong_day_is_put_right_by_a_statement_in_its_place() {
        let mut record = said(&[(day(2016, 1, 2).unwrap(), medicine("one", true)), (on(9), medicine("half", true))]);
        assert_eq!(since(&record), "Since 2 Jan 2016; as it is now since 9 Jan 2026.");
        record.apply(&event(50, on(2), Fact::MedicineStated(Box::new(medicine("one", true)))));
        record.apply(&event(51, on(28), Fact::Withdrawn { event: id(1) }));
        assert_eq!(since(&record), "Since 2 Jan 2026; as it is now since 9 Jan 2026.");
        assert_eq!(only(&record).now.value, medicine("half", true));
    }

    #[test]
    fn stopped_and_begun_again_keeps_the_gap() {
        let all = [(on(2), true), (on(9), false), (on(20), true)];
        let record = said(&all.map(|(date, taken)| (date, medicine("one", taken))));
        assert_eq!(since(&record), "Since 20 Jan 2026. Before that from 2 Jan 2026 to 9 Jan 2026.");
    }

    #[test]
    fn nothing_is_stopped_before_it_was_taken() {
        let one = only(&said(&[(on(5), medicine("one", true)), (on(20), medicine("one", false))]));
        assert!(stops_first(&one, None, on(4), false));
        assert!(!stops_first(&one, None, on(5), false), "of one day what is written last counts");
        assert!(!stops_first(&one, None, on(4), true));
        assert!(stops_first(&one, Some(id(1)), on(21), true), "the beginning put after the end");
        assert!(!stops_first(&one, Some(id(1)), on(7), true));
        assert!(stops_first(&one, Some(id(2)), on(3), false));
    }
}

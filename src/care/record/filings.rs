//! Labels and the archive as they stand.

use time::Date;

use super::Record;
use crate::care::{
    Event, Label, Labelling, PersonId,
    filing::by_name,
    latest::{Said, Statements},
    standing::Standing,
};
use crate::order::{self, Table};

/// How one person is filed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filed {
    /// Their labels, by name.
    pub labels: Vec<Label>,
    /// Since when they are in the archive; nothing where they are not.
    pub archived: Option<Date>,
}

/// How everybody is filed; made once and asked many times.
#[derive(Clone, Debug, Default)]
pub struct Filings(Table<Filed>);

impl Filings {
    /// How a person is filed, by the identity that stands for them; nothing where nothing was said.
    #[must_use]
    pub fn of(&self, person: PersonId) -> Option<&Filed> {
        self.0.get(person.as_bytes())
    }

    /// Since when a person is in the archive.
    #[must_use]
    pub fn archived(&self, person: PersonId) -> Option<Date> {
        self.of(person)?.archived
    }

    /// A person's labels.
    #[must_use]
    pub fn labels(&self, person: PersonId) -> &[Label] {
        self.of(person).map_or(&[], |filed| &filed.labels)
    }
}

/// A label of one person with every statement on it.
type OneLabel = (String, Statements<(Label, bool)>);

/// What was stated about filing, by person.
#[derive(Clone, Debug, Default)]
pub(super) struct Stated {
    labels: Table<(PersonId, Vec<OneLabel>)>,
    archive: Table<(PersonId, Statements<bool>)>,
}

impl Stated {
    pub(super) fn label(&mut self, event: &Event, labelling: &Labelling) {
        let Labelling { person, label, on } = labelling;
        let said = Said::by(event, (label.clone(), *on));
        let all = &mut self.labels.get_or_insert_with(person.as_bytes(), || (*person, Vec::new())).1;
        let key = label.key();
        match all.iter_mut().find(|(other, _)| *other == key) {
            Some((_, statements)) => statements.add(said),
            None => all.push((key, Statements::one(said))),
        }
    }

    pub(super) fn archive(&mut self, event: &Event, person: PersonId, archived: bool) {
        let said = Said::by(event, archived);
        let made = || (person, Statements::one(said.clone()));
        self.archive.get_or_insert_with(person.as_bytes(), made).1.add(said.clone());
    }

    /// How whoever has these identities is filed: of what doubles of one person state, the latest holds.
    fn filed(&self, people: &[[u8; 16]], standing: &Standing) -> Filed {
        let labels = || people.iter().filter_map(|person| self.labels.get(person)).flat_map(|(_, labels)| labels);
        let mut filed = Filed::default();
        for (key, _) in labels() {
            let same = labels().filter(|(other, _)| other == key);
            let latest = same.filter_map(|(_, all)| all.latest(standing)).max_by_key(|said| said.at);
            if let Some(said) = latest
                && said.value.1
                && !filed.labels.contains(&said.value.0)
            {
                filed.labels.push(said.value.0.clone());
            }
        }
        by_name(&mut filed.labels);
        let archive = people.iter().filter_map(|person| self.archive.get(person));
        let latest = archive.filter_map(|(_, all)| all.latest(standing)).max_by_key(|said| said.at);
        filed.archived = latest.filter(|said| said.value).map(|said| said.date);
        filed
    }
}

impl Record {
    /// How a person is filed; as nobody where they are erased.
    #[must_use]
    pub fn filed(&self, person: PersonId) -> Filed {
        if self.is_erased(person) { Filed::default() } else { self.filings.filed(&self.class(person), &self.standing) }
    }

    /// How everybody is filed of whom something was said.
    #[must_use]
    pub fn all_filed(&self) -> Filings {
        let roots = self.roots();
        let hidden = order::set(self.standing.erased().map(|(id, _)| roots.of(id.as_bytes())));
        let mut classes: Table<Vec<[u8; 16]>> = Table::default();
        let labelled = self.filings.labels.iter().map(|(person, _)| person);
        for person in labelled.chain(self.filings.archive.iter().map(|(person, _)| person)) {
            let class = classes.get_or_insert_with(&roots.of(person.as_bytes()), Vec::new);
            if !class.contains(person.as_bytes()) {
                class.push(*person.as_bytes());
            }
        }
        let mut all = Table::default();
        for class in classes.iter() {
            let Some(first) = class.first() else { continue };
            let root = roots.of(first);
            if !hidden.contains(&root) {
                all.insert_new(&root, self.filings.filed(class, &self.standing));
            }
        }
        Filings(all)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::care::{Archiving, DeviceId, EventId, Fact, PersonName, Stamp};
    use crate::words::day;

    fn person(byte: u8) -> PersonId {
        PersonId::from_bytes([byte; 16])
    }

    fn event(device: u8, number: u8, fact: Fact) -> Event {
        Event {
            id: EventId::from_bytes([device * 40 + number; 16]),
            device: DeviceId::from_bytes([device; 16]),
            sequence: u64::from(number),
            stamp: Stamp { ms: u64::from(number), counter: u32::from(device) },
            date: day(2026, 3, number).unwrap(),
            parents: Vec::new(),
            fact,
        }
    }

    fn label(who: u8, text: &str, on: bool) -> Fact {
        let label = Label::all_in(text).unwrap().remove(0);
        Fact::Labelled(Labelling { person: person(who), label, on })
    }

    fn archive(who: u8, archived: bool) -> Fact {
        Fact::PersonArchived(Archiving { person: person(who), archived })
    }

    /// Two people of whom two devices write, a double, and somebody who is erased.
    fn history() -> Vec<Event> {
        let name = |text: &str| PersonName::new(text).unwrap();
        vec![
            event(1, 1, Fact::PersonAdded { person: person(1), name: name("Ana") }),
            event(1, 2, Fact::PersonAdded { person: person(2), name: name("Ben") }),
            event(1, 3, label(1, "couple", true)),
            event(2, 4, label(1, "Tuesdays", true)),
            event(1, 5, label(1, "urgent", true)),
            event(2, 6, label(1, "Urgent", false)),
            event(1, 7, archive(2, true)),
            event(2, 8, archive(2, false)),
            event(1, 9, archive(2, true)),
            event(2, 10, Fact::PersonAdded { person: person(3), name: name("Ana M.") }),
            event(2, 11, label(3, "COUPLE", true)),
            event(2, 12, label(3, "new", true)),
            event(2, 13, Fact::SamePerson { a: person(3), b: person(1) }),
            event(1, 14, Fact::PersonAdded { person: person(4), name: name("Cem") }),
            event(1, 15, label(4, "gone", true)),
            event(1, 16, archive(4, true)),
            event(1, 17, Fact::PersonErased { person: person(4) }),
        ]
    }

    fn folded(events: &[Event]) -> Record {
        let mut record = Record::new();
        for event in events {
            record.apply(event);
        }
        record
    }

    fn names(filed: &Filed) -> Vec<&str> {
        filed.labels.iter().map(Label::as_str).collect()
    }

    #[test]
    fn what_two_devices_put_on_is_both_there_and_the_latest_word_holds() {
        let mut record = folded(&history());
        assert_eq!(names(&record.filed(person(1))), ["COUPLE", "new", "Tuesdays"], "doubles joined, sizes alike");
        assert_eq!(record.filed(person(3)), record.filed(person(1)));
        assert_eq!(record.filed(person(2)), Filed { labels: Vec::new(), archived: day(2026, 3, 9) });
        assert_eq!(record.filed(person(4)), Filed::default(), "erased");
        assert_eq!(record.people().len(), 2, "whoever is in the archive is still of the record");
        record.apply(&event(2, 20, archive(2, false)));
        assert_eq!(record.filed(person(2)).archived, None);
        record.apply(&event(2, 21, Fact::Withdrawn { event: EventId::from_bytes([2 * 40 + 20; 16]) }));
        assert_eq!(record.filed(person(2)).archived, day(2026, 3, 9), "a withdrawal leads back");
    }

    #[test]
    fn an_erasure_takes_labels_and_archive() {
        let log: Vec<_> = history().into_iter().map(|event| crate::care::Read::Known(Box::new(event))).collect();
        let gone = crate::care::Erasures::of(&[person(2)], &log);
        let left = log.iter().filter(|read| !gone.removes(read)).count();
        assert_eq!(left, history().len() - 4 - 3, "of Ben the name and three words on the archive; of Cem three");
    }

    proptest! {
        #[test]
        fn any_order_and_any_repetition_files_alike(order in Just((0..17).collect::<Vec<usize>>()).prop_shuffle(), again in proptest::collection::vec(0usize..17, 0..17)) {
            let history = history();
            let expected = folded(&history);
            let mut record = Record::new();
            for at in order.into_iter().chain(again) {
                record.apply(&history[at]);
            }
            let all = record.all_filed();
            for who in 1..=4 {
                prop_assert_eq!(record.filed(person(who)), expected.filed(person(who)));
                if who != 3 {
                    prop_assert_eq!(all.of(person(who)).cloned().unwrap_or_default(), expected.filed(person(who)));
                }
            }
            prop_assert_eq!(all.archived(person(2)), day(2026, 3, 9));
            prop_assert_eq!(all.labels(person(1)).len(), 3);
        }
    }
}

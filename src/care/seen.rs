//! Which statements of a thing a form has seen, as text among what is typed: what is saved knows of those and of no others.

use super::{EventId, Versions};

/// The text of what was seen, with these as well.
#[must_use]
pub fn with(text: Option<&str>, events: &[EventId]) -> String {
    let before = text.into_iter().filter(|text| !text.is_empty()).map(str::to_owned);
    before.chain(events.iter().map(ToString::to_string)).collect::<Vec<_>>().join(" ")
}

/// What was seen: the parents of what is saved. Without a text, from a form that began before this was remembered, it is what
/// stands now.
#[must_use]
pub fn of<T>(text: Option<&str>, known: Option<&Versions<T>>) -> Vec<EventId> {
    match text {
        Some(text) => text.split(' ').filter_map(|event| event.parse().ok()).collect(),
        None => known.map(Versions::heads).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        care::{DeviceId, Event, Fact, Goal, GoalId, OwnWords, PersonId, PersonName, Record, Stamp},
        words::day,
    };

    const PERSON: [u8; 16] = [1; 16];
    const GOAL: [u8; 16] = [2; 16];

    /// Takes in what a device states at that moment, and gives the event.
    fn stated(record: &mut Record, device: u8, at: u8, parents: Vec<EventId>, fact: Fact) -> EventId {
        let id = EventId::from_bytes([at; 16]);
        record.apply(&Event {
            id,
            device: DeviceId::from_bytes([device; 16]),
            sequence: at.into(),
            stamp: Stamp { ms: at.into(), counter: 0 },
            date: day(2026, 1, 3).unwrap(),
            parents,
            fact,
        });
        id
    }

    fn goal(wording: &str) -> Fact {
        let words = OwnWords::new(wording).unwrap().unwrap();
        let (id, person) = (GoalId::from_bytes(GOAL), PersonId::from_bytes(PERSON));
        Fact::GoalStated(Box::new(Goal::new(id, person, words, day(2026, 1, 3).unwrap())))
    }

    fn known(record: &Record) -> Versions<Goal> {
        record.goal(PersonId::from_bytes(PERSON), GoalId::from_bytes(GOAL)).unwrap()
    }

    fn record() -> Record {
        let mut record = Record::new();
        let added = Fact::PersonAdded { person: PersonId::from_bytes(PERSON), name: PersonName::new("Ana").unwrap() };
        stated(&mut record, 1, 1, Vec::new(), added);
        stated(&mut record, 1, 2, Vec::new(), goal("sleep"));
        record
    }

    #[test]
    fn what_came_in_while_a_form_was_open_stands_beside_what_is_saved_from_it() {
        let mut record = record();
        let mut text = with(None, &known(&record).heads());
        // Another device, which knew of the first wording, words it anew while the form is open.
        let parents = known(&record).heads();
        stated(&mut record, 2, 3, parents, goal("sleep six hours"));
        let parents = of(Some(&text), Some(&known(&record)));
        let own = stated(&mut record, 1, 4, parents, goal("sleep, and walk"));
        let found = known(&record);
        assert_eq!(found.now.event, own);
        let beside: Vec<&str> = found.beside().map(|one| one.value.wording.as_str()).collect();
        assert_eq!(beside, ["sleep six hours"]);
        // Saved once more before anybody settled it: still there. Settled, it was on the screen, and is gone.
        text = with(Some(&text), &[own]);
        let parents = of(Some(&text), Some(&known(&record)));
        let again = stated(&mut record, 1, 5, parents, goal("sleep, and walk a lot"));
        assert_eq!(known(&record).beside().count(), 1);
        text = with(Some(&text), &known(&record).heads());
        text = with(Some(&text), &[again]);
        let parents = of(Some(&text), Some(&known(&record)));
        stated(&mut record, 1, 6, parents, goal("sleep, and walk"));
        assert_eq!(known(&record).beside().count(), 0);
    }

    #[test]
    fn a_draft_without_memory_has_seen_what_stands() {
        let record = record();
        let known = known(&record);
        assert_eq!(of(None, Some(&known)), known.heads());
        assert_eq!(of(Some(&with(None, &[])), Some(&known)), [], "begun as something new");
        assert_eq!(of::<Goal>(None, None), []);
    }
}

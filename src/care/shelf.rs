//! The questionnaires that can be asked, and when.

use std::sync::Arc;

use super::{EventId, PersonId, Stamp, latest::Latest};
use crate::instrument::{Instrument, InstrumentRef, Plan, catalogue};

/// The questionnaires of the record beside those of the catalogue, which of them are offered, and the plans of measurement.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    added: Vec<Latest<Arc<Instrument>>>,
    aside: Vec<(String, Option<Latest<bool>>)>,
    agreed: Vec<String>,
    plans: Vec<(Option<PersonId>, Option<Latest<Plan>>)>,
}

impl Shelf {
    pub(super) fn add(&mut self, instrument: &Instrument, at: (Stamp, EventId)) {
        let instrument = Arc::new(instrument.clone());
        let same = |one: &&mut Latest<Arc<Instrument>>| one.value.reference == instrument.reference;
        match self.added.iter_mut().find(same) {
            // Two devices made the same version at once: the later is used, and the answers to both keep its name.
            Some(old) if old.at < at => *old = Latest { value: instrument, at },
            Some(_) => {}
            None => self.added.push(Latest { value: instrument, at }),
        }
    }

    pub(super) fn put_aside(&mut self, id: &str, aside: bool, at: (Stamp, EventId)) {
        Latest::put(slot(&mut self.aside, id.to_owned()), aside, at);
    }

    pub(super) fn agree(&mut self, id: &str) {
        if !self.has_agreed(id) {
            self.agreed.push(id.to_owned());
        }
    }

    pub(super) fn set_plan(&mut self, person: Option<PersonId>, plan: &Plan, at: (Stamp, EventId)) {
        Latest::put(slot(&mut self.plans, person), plan.clone(), at);
    }

    /// The questionnaire of that name and version, from the record or the catalogue.
    #[must_use]
    pub fn find(&self, reference: &InstrumentRef) -> Option<Arc<Instrument>> {
        self.versions().find(|instrument| instrument.reference == *reference).cloned()
    }

    /// The newest version of the questionnaire of that name.
    #[must_use]
    pub fn newest(&self, id: &str) -> Option<Arc<Instrument>> {
        self.versions_of(id).max_by_key(|instrument| instrument.reference.version).cloned()
    }

    /// Every version of the questionnaire of that name, in no particular order.
    pub fn versions_of<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Arc<Instrument>> {
        self.versions().filter(move |instrument| instrument.reference.id == id)
    }

    /// Every questionnaire in its newest version, those of the catalogue first, then in the order in which they were added.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Instrument>> {
        let mut all: Vec<Arc<Instrument>> = Vec::new();
        let mut added: Vec<&Latest<Arc<Instrument>>> = self.added.iter().collect();
        crate::order::sort_by_key(&mut added, |one| one.at);
        for instrument in catalogue::all().iter().chain(added.into_iter().map(|one| &one.value)) {
            match all.iter_mut().find(|other| other.reference.id == instrument.reference.id) {
                Some(other) if other.reference.version < instrument.reference.version => *other = instrument.clone(),
                Some(_) => {}
                None => all.push(instrument.clone()),
            }
        }
        all
    }

    fn versions(&self) -> impl Iterator<Item = &Arc<Instrument>> {
        catalogue::all().iter().chain(self.added.iter().map(|one| &one.value))
    }

    /// Whether the questionnaire of that name is not offered at present.
    #[must_use]
    pub fn is_aside(&self, id: &str) -> bool {
        let stated = self.aside.iter().find(|(other, _)| other == id).and_then(|(_, slot)| slot.as_ref());
        stated.is_some_and(|latest| latest.value)
    }

    /// Whether the terms of that questionnaire were agreed to.
    #[must_use]
    pub fn has_agreed(&self, id: &str) -> bool {
        self.agreed.iter().any(|other| other == id)
    }

    /// The plan of one person: their own, or the one for everybody, or the default.
    #[must_use]
    pub fn plan(&self, person: Option<PersonId>) -> Plan {
        let stated = |who: Option<PersonId>| {
            self.plans.iter().find(|(other, _)| *other == who).and_then(|(_, slot)| slot.as_ref()).map(|one| &one.value)
        };
        stated(person).or_else(|| stated(None)).cloned().unwrap_or_default()
    }
}

fn slot<K: PartialEq, V>(slots: &mut Vec<(K, Option<Latest<V>>)>, key: K) -> &mut Option<Latest<V>> {
    let at = slots.iter().position(|(other, _)| *other == key).unwrap_or_else(|| {
        slots.push((key, None));
        slots.len() - 1
    });
    &mut slots[at].1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::Step;

    fn at(number: u8) -> (Stamp, EventId) {
        (Stamp { ms: u64::from(number), counter: 0 }, EventId::from_bytes([number; 16]))
    }

    fn own(version: u32, licence: &str) -> Instrument {
        let mut made = catalogue::alliance_scale().unwrap().clone();
        made.reference = InstrumentRef { id: "own".to_owned(), version };
        made.licence.name = licence.to_owned();
        made
    }

    #[test]
    fn versions_stay_and_the_newest_is_offered() {
        let mut shelf = Shelf::default();
        shelf.add(&own(2, "second"), at(2));
        shelf.add(&own(1, "first"), at(3));
        shelf.add(&own(1, "earlier twin"), at(1));
        assert_eq!(shelf.find(&own(1, "").reference).unwrap().licence.name, "first");
        assert_eq!(shelf.newest("own").unwrap().licence.name, "second");
        assert_eq!(shelf.all().len(), catalogue::all().len() + 1);
        assert!(shelf.newest("attune-alliance-scale").is_some() && shelf.newest("none").is_none());
    }

    #[test]
    fn the_later_word_on_offering_and_the_nearer_plan_win() {
        let mut shelf = Shelf::default();
        shelf.put_aside("own", true, at(5));
        shelf.put_aside("own", false, at(4));
        assert!(shelf.is_aside("own") && !shelf.is_aside("other"));
        let plan = |every| Plan(vec![Step { instrument: "own".to_owned(), from: 1, every }]);
        let ana = PersonId::from_bytes([1; 16]);
        assert_eq!(shelf.plan(Some(ana)), Plan::default());
        shelf.set_plan(None, &plan(2), at(1));
        assert_eq!(shelf.plan(Some(ana)), plan(2));
        shelf.set_plan(Some(ana), &plan(3), at(2));
        assert_eq!((shelf.plan(Some(ana)), shelf.plan(None)), (plan(3), plan(2)));
    }
}

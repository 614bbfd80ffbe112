//! Everything that is stated of a person's care, a line a thing, so that what was written down by mistake can be taken back.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use time::Date;

use super::{Record, versions::Things};
use crate::care::{EventId, OwnWords, PersonId, Stamp, latest::Said};

/// What sort of thing of the record of care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CareKind {
    /// An episode.
    Episode,
    /// What was agreed to in one.
    Consent,
    /// How a person takes part in a conversation, as the therapist saw it.
    Impression,
    /// A goal; what was said of how far it had come goes out of sight with it.
    Goal,
    /// A working agreement.
    Agreement,
    /// What was written down of a session.
    Note,
    /// A medicine.
    Medicine,
    /// How an episode ended.
    Ending,
    /// Whether other help was reached afterwards.
    Reached,
    /// What is said to somebody who stopped coming.
    Door,
    /// What was chosen for a hand-over.
    Summary,
    /// What a person read of a hand-over and said of it.
    Reading,
}

/// One thing with all that was stated of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// What it is.
    pub kind: CareKind,
    /// What it is called, of those that have words of their own.
    pub what: Option<String>,
    /// The day it speaks of: an episode's first, an ending's last, otherwise that on which it was written down.
    pub day: Date,
    /// The events of every version: withdrawn together, all of it goes.
    pub events: Vec<EventId>,
}

/// What is being gathered of one thing: its latest statement so far, and those that stand and do not.
struct Gathered {
    newest: (Stamp, EventId),
    what: Option<String>,
    day: Date,
    stand: Vec<EventId>,
    gone: Vec<EventId>,
}

type All = BTreeMap<(CareKind, [u8; 16]), Gathered>;

impl Record {
    /// Every thing of a person's care of which a statement stands, with the events of those.
    #[must_use]
    pub fn stated(&self, person: PersonId) -> Vec<Stated> {
        self.all_stated(person, false)
    }

    /// Every thing of a person's care of which no statement stands any more, with the events that were withdrawn.
    #[must_use]
    pub fn stated_taken_back(&self, person: PersonId) -> Vec<Stated> {
        self.all_stated(person, true)
    }

    fn all_stated(&self, person: PersonId, gone: bool) -> Vec<Stated> {
        let people = self.shown_class(person);
        let mut all = All::new();
        let mut add = |kind, id: &[u8; 16], at: (Stamp, EventId), what: Option<&str>, day: Date| {
            let made = || Gathered { newest: at, what: None, day, stand: Vec::new(), gone: Vec::new() };
            let one = all.entry((kind, *id)).or_insert_with(made);
            if at >= one.newest {
                (one.newest, one.day) = (at, day);
                one.what = what.map(|words| words.lines().next().unwrap_or_default().to_owned());
            }
            if self.standing.stands(at.1) {
                one.stand.push(at.1);
            } else if self.standing.is_withdrawn(at.1) {
                one.gone.push(at.1);
            }
        };
        each(&self.episodes, &people, |id, said| {
            let words = said.value.concern.as_ref().or(said.value.event.as_ref()).map(OwnWords::as_str);
            add(CareKind::Episode, id, said.at, words, said.value.start);
        });
        each(&self.consents, &people, |id, said| add(CareKind::Consent, id, said.at, None, said.value.given));
        each(&self.impressions, &people, |id, said| add(CareKind::Impression, id, said.at, None, said.date));
        each(&self.goals, &people, |id, said| {
            add(CareKind::Goal, id, said.at, Some(said.value.wording.as_str()), said.value.worded);
        });
        each(&self.agreements, &people, |id, said| add(CareKind::Agreement, id, said.at, None, said.value.made));
        each(&self.notes, &people, |id, said| {
            add(CareKind::Note, id, said.at, None, self.day(id).unwrap_or(said.date))
        });
        each(&self.medicines, &people, |id, said| {
            add(CareKind::Medicine, id, said.at, Some(said.value.name.as_str()), said.date);
        });
        let after = &self.endings;
        each(&after.endings, &people, |id, said| add(CareKind::Ending, id, said.at, None, said.value.day));
        each(&after.reached, &people, |id, said| add(CareKind::Reached, id, said.at, None, said.date));
        each(&after.doors, &people, |id, said| add(CareKind::Door, id, said.at, None, said.date));
        each(&after.summaries, &people, |id, said| add(CareKind::Summary, id, said.at, None, said.date));
        each(&after.read, &people, |id, said| add(CareKind::Reading, id, said.at, None, said.date));
        all.into_iter().filter_map(|((kind, _), one)| one.told(kind, gone)).collect()
    }
}

impl Gathered {
    fn told(self, kind: CareKind, gone: bool) -> Option<Stated> {
        let events = match (gone, self.stand.is_empty()) {
            (true, true) => self.gone,
            (false, false) => self.stand,
            _ => return None,
        };
        (!events.is_empty()).then_some(Stated { kind, what: self.what, day: self.day, events })
    }
}

fn each<T: Clone>(things: &Things<T>, people: &[[u8; 16]], mut tell: impl FnMut(&[u8; 16], &Said<T>)) {
    for (id, said) in things.said(people) {
        tell(id, said);
    }
}

//! What was written down of sessions, and medicines, as they stand.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::{Record, Versions};
use crate::care::{
    Attendance, Line, Medicine, MedicineId, PersonId, SessionId, SessionNote,
    taking::{by_day, stretches},
};
use crate::order;

impl Record {
    /// What was written down of a session of a person; nothing where nothing was.
    #[must_use]
    pub fn session_note(&self, person: PersonId, session: SessionId) -> Option<Versions<SessionNote>> {
        let root = self.session_roots().of(session.as_bytes());
        self.session_notes(person).into_iter().find(|(id, _)| *id.as_bytes() == root).map(|(_, note)| note)
    }

    /// What was written down of each of a person's sessions. Of sessions that are one, what was written last counts.
    #[must_use]
    pub fn session_notes(&self, person: PersonId) -> Vec<(SessionId, Versions<SessionNote>)> {
        let roots = self.session_roots();
        let mut found: BTreeMap<[u8; 16], Versions<SessionNote>> = BTreeMap::new();
        for (id, note) in self.notes.of(&self.shown_class(person), &self.standing) {
            let root = roots.of(&id);
            match found.get_mut(&root) {
                None => drop(found.insert(root, note)),
                Some(other) => join(other, note),
            }
        }
        found.into_iter().map(|(id, note)| (SessionId::from_bytes(id), note)).collect()
    }

    /// Whether a person's session took place; where nothing was written down, it did.
    #[must_use]
    pub fn attendance(&self, person: PersonId, session: SessionId) -> Attendance {
        self.session_note(person, session).map(|note| note.now.value.attendance).unwrap_or_default()
    }

    /// As [`Record::attendance`], by the identities of a session and of its person.
    pub(super) fn attended(&self, sessions: &[[u8; 16]], people: &[[u8; 16]]) -> bool {
        let said = people.iter().flat_map(|person| {
            sessions.iter().filter_map(|session| self.notes.latest(person, session, &self.standing))
        });
        let latest = said.max_by_key(|said| said.at);
        latest.is_none_or(|said| said.value.attendance == Attendance::Attended)
    }

    /// Support in the therapist's own words, as it was written down of any session: the most used first, at most `most`. Not of
    /// somebody who is erased, restricted or removed: nothing of theirs is to show on another's page.
    #[must_use]
    pub fn own_supports(&self, most: usize) -> Vec<Line> {
        let mut counts: BTreeMap<Line, usize> = BTreeMap::new();
        let (roots, shown) = self.shown_roots();
        let known = |note: &&SessionNote| shown.contains(&roots.of(note.person.as_bytes()));
        for note in self.notes.every(&self.standing).filter(known) {
            for one in &note.own_supports {
                *counts.entry(one.clone()).or_default() += 1;
            }
        }
        let mut all: Vec<(Line, usize)> = counts.into_iter().collect();
        order::sort_by(&mut all, |(a, n), (b, m)| m.cmp(n).then(a.cmp(b)));
        all.into_iter().take(most).map(|(line, _)| line).collect()
    }

    /// A person's medicines, those that are taken first; then by the day they were last begun and by name. The version that
    /// holds now is the one of the latest day.
    #[must_use]
    pub fn medicines(&self, person: PersonId) -> Vec<Versions<Medicine>> {
        let all = self.medicines.of(&self.shown_class(person), &self.standing).into_iter();
        let mut all: Vec<Versions<Medicine>> = all.map(|(_, versions)| by_day(versions)).collect();
        order::sort_by(&mut all, |a, b| {
            let begun = |one: &Versions<Medicine>| stretches(one).first().map(|stretch| stretch.from);
            let key = |one: &Versions<Medicine>| (!one.now.value.taken, begun(one));
            key(a).cmp(&key(b)).then_with(|| a.now.value.name.cmp(&b.now.value.name))
        });
        all
    }

    /// The person's medicine of that identity.
    #[must_use]
    pub fn medicine(&self, person: PersonId, id: MedicineId) -> Option<Versions<Medicine>> {
        self.medicines(person).into_iter().find(|one| one.now.value.id == id)
    }
}

fn join(into: &mut Versions<SessionNote>, other: Versions<SessionNote>) {
    let mut all = vec![other.now];
    all.extend(other.earlier);
    all.push(into.now.clone());
    all.append(&mut into.earlier);
    order::sort_by_key(&mut all, |version| std::cmp::Reverse((version.stamp, version.event)));
    let mut all = all.into_iter();
    if let Some(now) = all.next() {
        *into = Versions { now, earlier: all.collect() };
    }
}

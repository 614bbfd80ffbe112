//! Questionnaires of the open record: finding, keeping, and changing them.

use std::sync::Arc;

use leptos::prelude::*;

use super::{App, Key};
use crate::{
    care::Fact,
    instrument::{Instrument, InstrumentRef, Provenance, edit},
    platform,
};

impl App {
    /// The newest version of the questionnaire that an address means.
    #[must_use]
    pub fn questionnaire(self, key: Key) -> Option<Arc<Instrument>> {
        let all = self.record.with(|record| record.shelf().all());
        all.into_iter().find(|one| Key::of(&one.reference.id) == key)
    }

    /// Keeps a questionnaire in the record: as a new version where the newest was used or belongs to the catalogue, in the
    /// place of the newest otherwise. What was typed of it and not saved is settled by that.
    pub fn keep_questionnaire(self, edited: Instrument) {
        let kept = self.record.with_untracked(|record| {
            let newest = record.shelf().newest(&edited.reference.id);
            let fixed = newest.as_ref().is_some_and(|newest| {
                let catalogue = matches!(newest.provenance, Provenance::Attune | Provenance::Template);
                catalogue || record.has_asked(&newest.reference)
            });
            edit::to_save(edited, newest.as_ref().map(|newest| &newest.reference), fixed)
        });
        self.drop_edited(&kept.reference);
        self.state(platform::today(), Fact::InstrumentAdded(Box::new(kept)));
    }

    /// Adds a questionnaire from outside: as a new version where the record knows its name.
    pub fn add_questionnaire(self, given: Instrument) {
        let newest = self.record.with_untracked(|record| record.shelf().newest(&given.reference.id));
        let kept = edit::to_save(given, newest.as_ref().map(|newest| &newest.reference), true);
        self.state(platform::today(), Fact::InstrumentAdded(Box::new(kept)));
    }

    /// What was typed in the editor and is not saved yet, of each questionnaire.
    #[must_use]
    pub fn unsaved(self) -> Vec<Instrument> {
        self.edited.get_value()
    }

    /// What was typed in the editor of this questionnaire and is not saved yet.
    #[must_use]
    pub fn edited(self, key: Key) -> Option<Instrument> {
        self.edited.with_value(|all| all.iter().find(|one| Key::of(&one.reference.id) == key).cloned())
    }

    /// Keeps what is being typed, in this tab only, so that leaving the editor loses nothing.
    pub fn keep_edited(self, instrument: Instrument) {
        self.edited.update_value(|all| match all.iter_mut().find(|one| one.reference.id == instrument.reference.id) {
            Some(one) => *one = instrument,
            None => all.push(instrument),
        });
    }

    /// Lets go of what was typed of this questionnaire.
    pub fn drop_edited(self, reference: &InstrumentRef) {
        self.edited.update_value(|all| all.retain(|one| one.reference.id != reference.id));
    }

    /// Locks although something is not saved: stated where nothing can be saved, and typed.
    pub fn lock_and_lose(self) {
        self.forget_unsaved();
        self.journal().lose();
        self.inner.update_value(|inner| inner.watch.typed = false);
        self.lock();
    }
}

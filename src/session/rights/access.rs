//! Looks, prints and exports, written down once a day.

use leptos::prelude::*;

use crate::{
    care::{Access, Fact, PersonId},
    platform,
    session::{App, Route},
};

impl App {
    /// Writes down that somebody's record (nothing: that of all) was looked at, printed or taken out, where that is owed.
    pub fn accessed(self, person: Option<PersonId>, how: Access) {
        let today = platform::today();
        let person = person.map(|id| self.record.with_untracked(|record| record.anyone(id)).map_or(id, |one| one.id));
        if self.record.with_untracked(|record| record.owes_access(person, how, today)) {
            self.state(today, Fact::Accessed { person, how });
        }
    }

    /// Writes down the look that a page is, before the page is drawn.
    pub fn look(self, route: Route) {
        let Some(id) = route.person() else { return };
        if let Some(person) = self.record.with_untracked(|record| record.person(id)) {
            self.accessed(Some(person.id), Access::Viewed);
        }
    }

    /// Writes down that the page that is shown is printed.
    pub(in crate::session) fn printed(self) {
        if !self.is_open() && !self.is_sample() {
            return;
        }
        let route = self.route.get_untracked();
        match route.person() {
            Some(id) if self.record.with_untracked(|record| record.anyone(id)).is_some() => {
                self.accessed(Some(id), Access::Printed);
            }
            None if matches!(route, Route::Caseload | Route::Apart) => self.accessed(None, Access::Printed),
            _ => {}
        }
    }
}

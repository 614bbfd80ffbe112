//! One person's whole record as data.

use leptos::prelude::*;

use crate::{
    care::PersonId,
    exchange::person_export,
    platform::SystemRandom,
    session::{App, Trouble},
};

impl App {
    /// Every entry about one person, word for word, a line each, in the order in which they were written.
    ///
    /// # Errors
    /// [`Trouble`] where the vault cannot be read, or nothing is stored.
    pub async fn person_lines(self, person: PersonId) -> Result<String, Trouble> {
        self.save_now().await?;
        let all = self.record.with_untracked(|record| record.identities(person));
        self.journal().with(async |vault| Ok(person_export::data(vault, &all, &mut SystemRandom).await?)).await
    }
}

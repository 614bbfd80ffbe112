//! Erasing a person, and going on with an erasure that was interrupted.

use leptos::prelude::*;

use crate::{
    care::{Fact, PersonId, TurnEnd},
    exchange::{
        erase::{Progress, erase},
        erasure_list::ErasureList,
    },
    platform::{self, SystemRandom},
    session::{App, Trouble},
};

impl App {
    /// Erases a person, by every identity they have. It is stated and on disk before anything goes, so that an interruption
    /// is found at the next unlock. In the sample there is nothing to go.
    ///
    /// # Errors
    /// [`Trouble`]: the person is hidden, and some of theirs may still be on disk; the next unlock tries again.
    pub async fn erase(self, person: PersonId) -> Result<(), Trouble> {
        let all = self.record.with_untracked(|record| record.identities(person));
        let today = platform::today();
        self.note(all.into_iter().map(|person| (today, Fact::PersonErased { person })));
        if self.is_open() { self.finish_erasures().await } else { Ok(()) }
    }

    /// Rids the vault and this tab of everything about people who are erased.
    ///
    /// # Errors
    /// [`Trouble`], as [`App::erase`].
    pub(in crate::session) async fn finish_erasures(self) -> Result<(), Trouble> {
        let today = platform::today();
        let open = self.record.with_untracked(|record| record.turns_of_erased());
        self.note(open.into_iter().map(|turn| (today, Fact::TurnClosed { turn, how: TurnEnd::Discarded })));
        self.rights.erasing.set(Some(0));
        let outcome = self.rid().await;
        self.rights.erasing.set(None);
        self.look_at_mirror();
        outcome
    }

    async fn rid(self) -> Result<(), Trouble> {
        self.save_now().await?;
        let journal = self.journal();
        self.journal()
            .with(async |vault| {
                let record = self.record.get_untracked();
                self.drafts.update(|drafts| drafts.retain(|draft| !record.is_turn_gone(draft.turn.opened.turn)));
                let told = &mut |Progress { done, of }| {
                    let part = u32::try_from(done * 100 / of.max(1)).unwrap_or(100);
                    if self.rights.erasing.get_untracked() != Some(part) {
                        self.rights.erasing.set(Some(part));
                    }
                };
                let (mut left, theirs) = erase(vault, &record, told, &mut SystemRandom).await?;
                // What was stated meanwhile waits for the vault; as far as it is not about them.
                journal.sift(|event| {
                    let stays = !theirs.removes_event(event);
                    if stays {
                        left.apply(event);
                    }
                    stays
                });
                self.record.set(left);
                Ok(())
            })
            .await
    }

    /// The list of everyone who is erased, as a file.
    #[must_use]
    pub fn erasure_list(self) -> String {
        let mut list = ErasureList::default();
        for (person, date) in self.record.with_untracked(|record| record.erased()) {
            list.add(person, date);
        }
        list.to_text(platform::today())
    }
}

//! Locking: the record leaves the screen, what was typed and stated is put where it is safe, and the document is loaded again.

use leptos::{prelude::*, task::spawn_local};

use super::{App, LockNotice, Phase, Route, Trouble};
use crate::platform::{self, TabMessage};

impl App {
    /// Locks every tab and shows the way back in.
    pub fn lock(self) {
        // The sample is this tab's alone.
        if !self.is_sample() {
            self.tell(TabMessage::Lock);
        }
        self.lock_this_tab(None);
    }

    /// Locks this tab. The record leaves the screen at once: whatever uses the vault may go on for a minute. Loading the document
    /// again is what empties its memory. Something that is not on disk yet would be lost by that, so it is tried once more;
    /// where it fails again the tab stays until the save works.
    pub(super) fn lock_this_tab(self, notice: Option<LockNotice>) {
        if let Some(notice) = notice {
            notice.keep();
        }
        // No lock waits for an answer about what was typed and not saved: somebody may be at the door.
        let typed = self.typed_now();
        self.phase.set(Phase::Locking);
        spawn_local(async move {
            self.put_typed_aside(typed).await;
            let saved = match self.save_before_locking().await {
                // It can be saved only after another unlock, with the new key.
                Err(Trouble::KeyChanged) => self.put_waiting_aside().await,
                outcome => outcome,
            };
            match saved {
                Ok(()) => {
                    self.forget_unsaved();
                    platform::leave(&Route::Welcome.address());
                }
                Err(trouble) => self.phase.set(Phase::Stuck(trouble)),
            }
        });
    }

    async fn save_before_locking(self) -> Result<(), Trouble> {
        if self.journal().idle() {
            return Ok(());
        }
        if self.journal().waits() && !self.is_writing() {
            // Whoever does not want to wait for the other tab can lose the changes.
            self.phase.set(Phase::Stuck(Trouble::Following));
            self.catch_up().await?;
            self.take_over().await?;
        }
        self.save_now().await
    }
}

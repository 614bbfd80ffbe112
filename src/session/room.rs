//! How full the browser's storage is, and room kept and made.

use leptos::{prelude::*, task::spawn_local};

use super::{App, Trouble};
use crate::{platform::SystemRandom, vault::Access};

impl App {
    /// Looks at how full the store is, without keeping anybody waiting. Room is set aside first where there is none.
    pub(super) fn watch_room(self) {
        spawn_local(async move {
            // Where this fails, nothing is said about room; saving says for itself what is in its way.
            let _ = self.look_at_room(true).await;
        });
    }

    /// Looks at how full the store is. With `keep`, room is set aside first where there is none.
    ///
    /// # Errors
    /// [`Trouble`] where the store cannot be read.
    pub async fn look_at_room(self, keep: bool) -> Result<(), Trouble> {
        let room = self
            .journal()
            .with(async |vault| {
                if keep && *vault.access() == Access::Full {
                    vault.keep_reserve(&mut SystemRandom).await?;
                }
                Ok(vault.fullness().await?)
            })
            .await?;
        self.room.set(Some(room));
        Ok(())
    }

    /// After a save: gathers what was saved one by one, where enough of it is there or the store was found full, and looks at
    /// the room again where that changed it.
    pub(super) fn tidy(self, was_full: bool) {
        spawn_local(async move {
            let reserved = self.room.with_untracked(|room| room.is_some_and(|room| room.reserved));
            let changed = self
                .journal()
                .with(async |vault| {
                    let mut changed = vault.tidy(&mut SystemRandom).await?;
                    if reserved && !vault.has_reserve() {
                        // The reserve was just used: what waits ungathered needs ten times the room.
                        vault.gather(&mut SystemRandom).await?;
                        changed = true;
                    }
                    if changed || was_full {
                        vault.keep_reserve(&mut SystemRandom).await?;
                    }
                    Ok(changed || was_full || reserved != vault.has_reserve())
                })
                .await;
            self.look_at_mirror();
            // Nothing is lost where this fails, and the next save tries again.
            if changed != Ok(false) {
                let _ = self.look_at_room(false).await;
            }
        });
    }

    /// Makes as much room as can be made without taking anything away: gathers everything.
    ///
    /// # Errors
    /// [`Trouble`]: nothing is lost then.
    pub async fn make_room(self) -> Result<(), Trouble> {
        self.journal()
            .with(async |vault| {
                while vault.gather(&mut SystemRandom).await? {}
                Ok(vault.durable().await?)
            })
            .await?;
        self.look_at_room(true).await
    }
}

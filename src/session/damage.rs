//! What of the open vault is damaged, and what lies in the store taken out as it lies.

use leptos::prelude::*;

use super::{App, Trouble};
use crate::{
    platform,
    vault::{
        Replay,
        journal::DamagedRecord,
        remnants::{all_remnants, remnants},
    },
};

/// What was damaged when the vault was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Damages {
    /// What no copy yields, by the keys of the store.
    pub pieces: Vec<DamagedRecord>,
    /// Places where something that later entries follow on is not there.
    pub gaps: usize,
    /// Entries that open and make no sense.
    pub senseless: usize,
}

impl Damages {
    /// Of what was read.
    #[must_use]
    pub(super) fn of(replay: &Replay, senseless: usize) -> Self {
        Self { pieces: replay.damaged.clone(), gaps: replay.gaps.len(), senseless }
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

impl App {
    /// The damaged pieces of the open vault, sealed as they lie.
    ///
    /// # Errors
    /// [`Trouble`] where the store cannot be read.
    pub async fn damaged_pieces(self) -> Result<String, Trouble> {
        let keys: Vec<String> =
            self.damages.with_untracked(|all| all.pieces.iter().map(|one| one.key.clone()).collect());
        Ok(remnants(&self.store()?, &keys).await?)
    }

    /// Everything that the app keeps in this browser, sealed as it lies.
    ///
    /// # Errors
    /// [`Trouble`] where the store cannot be read.
    pub async fn everything_stored(self) -> Result<String, Trouble> {
        let prefix = self.inner.with_value(|inner| inner.path.prefix());
        platform::next_frame().await;
        Ok(all_remnants(&self.store()?, &prefix).await?)
    }
}

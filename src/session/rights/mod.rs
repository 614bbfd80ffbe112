//! What a person has a right to: that looks, prints and exports are written down, their record taken out, what was entered
//! by mistake removed, and everything erased.

mod access;
mod doubles;
mod erase;
mod export;
mod undo;

pub use self::undo::{Done, Undo};

use leptos::prelude::*;

/// What pages draw from while such work goes on. It is a handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Rights {
    /// What was just done and can be undone, until the page changes.
    pub undo: RwSignal<Option<Undo>>,
    /// How far an erasure is, in hundredths; nothing while there is none.
    pub erasing: RwSignal<Option<u32>>,
}

impl Rights {
    pub(super) fn new() -> Self {
        Self { undo: RwSignal::new(None), erasing: RwSignal::new(None) }
    }
}

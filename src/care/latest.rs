//! The later of several statements.

use super::{EventId, Stamp};

/// A value and the moment it was stated, so that the later statement wins in whatever order the two arrive.
#[derive(Clone, Debug)]
pub(super) struct Latest<T> {
    pub value: T,
    pub at: (Stamp, EventId),
}

impl<T> Latest<T> {
    /// Keeps the later of what stands in the slot and this.
    pub fn put(slot: &mut Option<Self>, value: T, at: (Stamp, EventId)) {
        if slot.as_ref().is_none_or(|old| old.at < at) {
            *slot = Some(Self { value, at });
        }
    }
}

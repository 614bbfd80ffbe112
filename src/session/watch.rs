//! Locking by itself when nobody is there, in all tabs at once.

use leptos::prelude::*;

use super::{
    App, LockNotice,
    idle::{CHOICES, Idle, Idleness, USUAL},
};
use crate::platform::{self, Presence, TabMessage};

/// The device's own choice, in seconds.
const PREFERENCE: &str = "idle-seconds";
/// How often other tabs are told that somebody is here, at most, in milliseconds.
const TOLD_EVERY: u64 = 2_000;

/// What the watch holds.
pub(super) struct Watch {
    idle: Idle,
    told: u64,
    /// Something was typed on this page and not saved, as far as can be seen from here.
    pub typed: bool,
}

fn clocks() -> (u64, u64) {
    (platform::now_ms(), platform::monotonic_ms())
}

impl Watch {
    pub fn new() -> Self {
        let (wall, steady) = clocks();
        Self { idle: Idle::new(limit(), wall, steady), told: 0, typed: false }
    }
}

fn limit() -> u32 {
    platform::load_preference::<u32>(PREFERENCE).filter(|seconds| *seconds > 0).unwrap_or(USUAL)
}

impl App {
    /// Begins to watch for signs of life and for the time that passes without any.
    pub(super) fn attend_presence(self) {
        platform::on_input(move |presence| {
            if self.is_open() {
                self.there(presence);
            }
        });
        platform::every(1_000, move || {
            self.look_at_time();
        });
        platform::on_shown(move || {
            self.look_at_time();
            self.catch_up_soon();
        });
    }

    fn there(self, presence: Presence) {
        // What was missed while the device slept is looked at before the first movement counts as life.
        if self.look_at_time() == Idleness::Over {
            return;
        }
        let (wall, steady) = clocks();
        let warned = self.locks_in.get_untracked().is_some();
        let tell = self.inner.try_update_value(|inner| {
            inner.watch.typed |= presence == Presence::Typed;
            inner.watch.idle.there(wall, steady);
            let tell = warned || steady.saturating_sub(inner.watch.told) >= TOLD_EVERY;
            if tell {
                inner.watch.told = steady;
            }
            tell
        });
        if tell == Some(true) {
            self.tell(TabMessage::There);
        }
        self.locks_in.maybe_update(|left| left.take().is_some());
    }

    /// Somebody is there, in another tab.
    pub(super) fn there_elsewhere(self) {
        let (wall, steady) = clocks();
        self.inner.update_value(|inner| inner.watch.idle.there(wall, steady));
        self.locks_in.maybe_update(|left| left.take().is_some());
    }

    fn look_at_time(self) -> Idleness {
        if !self.is_open() {
            return Idleness::None;
        }
        let (wall, steady) = clocks();
        let idleness = self.inner.try_update_value(|inner| inner.watch.idle.look(wall, steady));
        let idleness = idleness.unwrap_or(Idleness::None);
        let left = match idleness {
            Idleness::None => None,
            Idleness::Warning(seconds) => Some(seconds),
            Idleness::Over => {
                self.tell(TabMessage::LockIdle);
                self.lock_this_tab(Some(LockNotice::Idle));
                None
            }
        };
        self.locks_in.maybe_update(|before| std::mem::replace(before, left) != left);
        idleness
    }

    /// From now on somebody is there: a vault was opened.
    pub(super) fn begin_watch(self) {
        self.inner.update_value(|inner| inner.watch = Watch::new());
    }

    /// After how many seconds without a sign of life this device locks, and what can be chosen, in seconds.
    #[must_use]
    pub fn idle_limit(self) -> (u32, &'static [u32]) {
        (limit(), &CHOICES)
    }

    /// Chooses after how many seconds this device locks.
    pub fn choose_idle_limit(self, seconds: u32) {
        platform::save_preference(PREFERENCE, seconds);
        self.inner.update_value(|inner| inner.watch.idle.set_limit(seconds));
        // Other tabs read it anew.
        self.tell(TabMessage::There);
    }

    /// Takes the limit from the preferences again, which another tab may have changed.
    pub(super) fn reread_idle_limit(self) {
        self.inner.update_value(|inner| inner.watch.idle.set_limit(limit()));
    }
}

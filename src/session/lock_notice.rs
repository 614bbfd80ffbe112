//! Why a tab locked itself, kept over the reload that locking is.

use crate::platform;

/// Why a tab locked itself, told after the reload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockNotice {
    /// Another tab locked everything, to hand the device over perhaps.
    Turn,
    /// Nobody had been there for a while.
    Idle,
    /// Everything was erased here.
    Erased,
    /// Another tab made a new key for the vault.
    Key,
}

impl LockNotice {
    /// Keeps it for the page that this tab loads next. Each tab has its own: of several that lock, none takes another's.
    pub(super) fn keep(self) {
        platform::keep_word(match self {
            Self::Turn => "turn",
            Self::Idle => "idle",
            Self::Erased => "erased",
            Self::Key => "key",
        });
    }

    /// What was kept.
    pub(super) fn draw() -> Option<Self> {
        match platform::draw_word()?.as_str() {
            "turn" => Some(Self::Turn),
            "idle" => Some(Self::Idle),
            "erased" => Some(Self::Erased),
            "key" => Some(Self::Key),
            _ => None,
        }
    }
}

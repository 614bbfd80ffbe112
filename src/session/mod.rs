//! **Session**: what is open right now.
//!
//! Lives here: the phase the app is in, the open vault and its record, the page that is shown, saving, handing the device
//! over and the patient's turn. Never here: how anything looks, and a key that outlives a lock: locking reloads the
//! document so that nothing of the vault stays in memory.

mod key;
mod route;

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod derive;
#[cfg(target_arch = "wasm32")]
mod json;
#[cfg(target_arch = "wasm32")]
mod opening;
#[cfg(target_arch = "wasm32")]
mod passphrase;
#[cfg(target_arch = "wasm32")]
mod questionnaires;
#[cfg(target_arch = "wasm32")]
mod saving;
#[cfg(target_arch = "wasm32")]
mod trouble;
#[cfg(target_arch = "wasm32")]
mod turn;
#[cfg(target_arch = "wasm32")]
mod waiting;

pub use key::{Key, NoKey};
pub use route::Route;

#[cfg(target_arch = "wasm32")]
pub use self::{
    app::{App, Finding, LockNotice, Phase},
    passphrase::{Judgement, fresh_passphrase, judge},
    saving::SaveState,
    trouble::Trouble,
    turn::{Draft, TurnDesk, TurnProblem, TurnStep},
    waiting::WaitingDraft,
};

#[cfg(target_arch = "wasm32")]
pub use crate::vault::VaultHead;

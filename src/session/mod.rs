//! **Session**: what is open right now.
//!
//! Lives here: the phase the app is in, the open vault and its record, the page that is shown, saving, which tab writes,
//! locking by itself, handing the device over and the patient's turn. Never here: how anything looks, and a key that outlives a lock: locking reloads the
//! document so that nothing of the vault stays in memory.

pub mod idle;
mod key;
mod looking;
mod reminder;
mod route;

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod backups;
#[cfg(target_arch = "wasm32")]
mod damage;
#[cfg(target_arch = "wasm32")]
mod derive;
#[cfg(target_arch = "wasm32")]
mod file_trouble;
#[cfg(target_arch = "wasm32")]
mod forms;
#[cfg(target_arch = "wasm32")]
mod json;
#[cfg(target_arch = "wasm32")]
mod keeping;
#[cfg(target_arch = "wasm32")]
mod kept_typed;
#[cfg(target_arch = "wasm32")]
mod lock_notice;
#[cfg(target_arch = "wasm32")]
mod locking;
#[cfg(target_arch = "wasm32")]
mod opening;
#[cfg(target_arch = "wasm32")]
mod passphrase;
#[cfg(target_arch = "wasm32")]
mod questionnaires;
#[cfg(target_arch = "wasm32")]
mod restores;
#[cfg(target_arch = "wasm32")]
mod rights;
#[cfg(target_arch = "wasm32")]
mod room;
#[cfg(target_arch = "wasm32")]
mod saving;
#[cfg(target_arch = "wasm32")]
mod scrypt;
#[cfg(target_arch = "wasm32")]
mod trouble;
#[cfg(target_arch = "wasm32")]
mod turn;
#[cfg(target_arch = "wasm32")]
mod waiting;
#[cfg(target_arch = "wasm32")]
mod watch;
#[cfg(target_arch = "wasm32")]
mod writing;

pub use key::{Key, NoKey};
pub use looking::Looking;
pub use reminder::{Reminder, is_quiet, reminder};
pub use route::{Right, Route};

#[cfg(target_arch = "wasm32")]
pub use self::{
    app::{App, Finding, Phase},
    backups::{BackupFor, MadeBackup},
    damage::Damages,
    derive::serve,
    file_trouble::FileTrouble,
    lock_notice::LockNotice,
    passphrase::{Judgement, fresh_kit, fresh_passphrase, judge, some_positions, word_list},
    restores::{OpenedBackup, Progress, Weighed, asks_for_passphrase, open_backup},
    rights::{Done, Rights, Undo},
    saving::SaveState,
    trouble::Trouble,
    turn::{Draft, TurnDesk, TurnProblem, TurnStep},
    waiting::WaitingDraft,
    writing::Role,
};

#[cfg(target_arch = "wasm32")]
pub use crate::vault::{Fullness, Kit, KitError, Pressure, VaultHead, journal::DamagedRecord, record::Damage};

//! The vault: how things are kept.
//!
//! What lives here: storage behind one small trait, keys, sealing, slots, the journal and the inbox. What never does: a
//! browser, a clock, a clinical word. Payloads are opaque bytes, randomness comes from the caller, and every future runs on
//! any executor.
//!
//! - [`storage`] the trait; [`memory`] and [`mirror`] two stores; [`gate`] who may write; [`lease`] who may where the browser
//!   has no locks; [`remembered`] what a store held, should it be emptied; [`remnants`] what
//!   lies there as it lies
//! - [`record`], [`journal`] appended facts; `segment`, `manifest`, `compaction` gathered ones; `reading` all of them;
//!   [`reserve`] room kept free; `rotation` a new key; `upkeep` what an open vault needs done
//! - [`inbox`] what is handed in while the vault is locked
//! - [`kek`] passphrase to key; [`job`] that as work for somebody else; [`slot`], [`kit_slot`] key to vault key; [`rekey`] a new vault key, `change` for an open vault; [`keys`] vault key to sub-keys; [`seal`] the cipher
//! - [`passphrase`] making passphrases; [`judge`] judging them; [`kit`] the recovery kit; [`word_list`] the words of both
//! - [`age`] the standard format of backups
//! - [`place`] names of keys; [`mod@find`] what vaults there are; [`open`] an open one
//!
//! # Invariants
//! - Nothing readable is written, except what [`slot`] and [`inbox_keys`] list.
//! - Nothing damaged or unknown is deleted or overwritten, and reading never writes.
//! - A key is written once, or again with what it holds. The two drafts of a turn are the one exception, and each says
//!   which is newer.
//! - What a record holds is removed only when a segment that holds it too is durable, or when it was erased.

pub mod age;
mod change;
mod compaction;
mod coverage;
mod envelope;
pub mod error;
pub mod find;
pub mod gate;
pub mod inbox;
pub mod inbox_keys;
pub mod job;
pub mod journal;
pub mod judge;
pub mod kek;
pub mod keys;
pub mod kit;
pub mod kit_slot;
pub mod lease;
mod manifest;
pub mod memory;
pub mod mirror;
pub mod open;
pub mod passphrase;
mod piece;
pub mod place;
mod reading;
pub mod record;
pub mod rekey;
pub mod remembered;
pub mod remnants;
pub mod reserve;
mod rotation;
pub mod seal;
mod segment;
pub mod slot;
mod slots;
pub mod storage;
pub(crate) mod text;
mod turnstile;
mod upkeep;
pub mod word_list;

pub use error::{Access, ReadOnly, VaultError};
pub use find::{Found, Remains, VaultHead, find};
pub use gate::{Gate, Gated};
pub use inbox::{InboxError, InboxPublic};
pub use job::{Job, JobError};
pub use journal::Replay;
pub use kek::{Kek, KekError, SlotParams, derive_kek};
pub use kit::{Kit, KitError};
pub use lease::{Lease, Standing};
pub use memory::{Faults, MemoryStorage};
pub use mirror::{MirrorState, Mirrored};
pub use open::Vault;
pub use place::{AppPath, Place};
pub use remembered::Remembered;
pub use reserve::{Fullness, Pressure};
pub use slot::SlotError;
pub use storage::{Storage, StorageError};

//! What the therapist finds at unlock: finished answers, drafts of turns that were never finished, and what cannot be read.
//!
//! This room only says what is there. Which turns are known, the caller's journal says; what is unknown or cannot be read
//! stays where it is, with the reason. Nothing is removed before the caller has journalled it and made that durable.

use std::collections::BTreeMap;

use thiserror::Error;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::sealed::{ANSWERS, DRAFTS, KEY, aad, finished_room, newest_draft, read_draft, read_sheet, read_text, room};
use super::turn::TurnError;
use crate::order::{self, Table};
use crate::vault::open::Vault;
use crate::vault::seal::unpad;
use crate::vault::storage::{Storage, StorageError};
use crate::vault::text::unhex;

/// Why something that was handed in cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Why {
    /// It does not open: damaged, altered, or sealed to a key that is not this vault's.
    #[error("it was damaged or altered, or sealed with a key that is not this vault's")]
    NotAuthentic,
    /// It belongs to a turn whose key is missing or does not open.
    #[error("the key of its turn is missing or damaged")]
    NoKey,
    /// It is of a later format, or of no kind that this version knows.
    #[error("it is of a kind that this version of the app does not know")]
    Unknown,
}

/// Something that cannot be read. It was left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The key under which it lies.
    pub key: String,
    /// Why it cannot be read.
    pub why: Why,
}

/// Answers that were handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// The instrument's id and version, as given to [`Turn::finish`](super::turn::Turn::finish), bound to the answers.
    pub instrument: String,
    /// The answers.
    pub answers: Vec<u8>,
    /// Where they lie; several keys where equal answers arrived more than once.
    pub keys: Vec<String>,
}

/// Everything that waits of one turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The turn's id, for the caller's journal to know or not to know.
    pub turn: Uuid,
    /// Finished answers. More than one: answers that differ were handed in for the same turn; none may be dropped.
    pub finished: Vec<Finished>,
    /// The newest draft. Where answers are finished too, it is what the finishing left behind.
    pub draft: Option<Vec<u8>>,
    /// What the turn asked.
    pub sheet: Option<Vec<u8>>,
    /// What cannot be read.
    pub problems: Vec<Problem>,
    /// Keys and texts as they were seen, so that only these are ever removed.
    seen: BTreeMap<String, Vec<String>>,
}

/// Everything that waits in a vault.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakeIn {
    /// By turn.
    pub turns: Vec<Waiting>,
    /// Keys that belong to no turn.
    pub strays: Vec<Problem>,
}

/// What [`settle`] or [`discard`] did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// How many keys were removed.
    pub removed: usize,
    /// Keys that stay: they cannot be read, or somebody wrote to their turn since they were listed.
    pub kept: Vec<String>,
}

/// Lists what waits. Reads only.
///
/// # Errors
/// What the store reports.
pub async fn waiting<S: Storage>(vault: &Vault<S>) -> Result<TakeIn, TurnError> {
    let (storage, place) = (vault.storage(), vault.place());
    let mut turns: Table<(Uuid, Vec<String>)> = Table::default();
    let mut out = TakeIn::default();
    for (name, mark) in [("turn", '/'), ("inbox", '-')] {
        let prefix = place.room(name);
        for key in storage.keys(&prefix).await? {
            let rest = key.strip_prefix(&prefix).and_then(|rest| rest.split_once(mark));
            match rest.and_then(|(turn, _)| unhex(turn)) {
                Some(bytes) => {
                    turns.get_or_insert_with(&bytes, || (Uuid::from_bytes(bytes), Vec::new())).1.push(key);
                }
                None => out.strays.push(Problem { key, why: Why::Unknown }),
            }
        }
    }
    for (turn, keys) in turns.iter() {
        out.turns.push(one(vault, *turn, keys.clone()).await?);
    }
    Ok(out)
}

/// Everything of one turn.
async fn one<S: Storage>(vault: &Vault<S>, turn: Uuid, mut keys: Vec<String>) -> Result<Waiting, TurnError> {
    let (storage, place) = (vault.storage(), vault.place());
    let prefix = room(place, turn);
    let mut out =
        Waiting { turn, finished: Vec::new(), draft: None, sheet: None, problems: Vec::new(), seen: BTreeMap::new() };
    order::sort(&mut keys);
    for key in keys {
        let copies = storage.copies(&key).await?;
        out.seen.insert(key, copies);
    }
    let open_key = |text: &String| {
        let sealed = read_text("key1", text)?;
        let bytes = Zeroizing::new(vault.open_inbox(&aad(KEY, place, turn, 0), &sealed).ok()?);
        Some(Zeroizing::new(<[u8; 32]>::try_from(&bytes[..]).ok()?))
    };
    let own_key = out.seen.get(&format!("{prefix}key"));
    let own_key = own_key.and_then(|copies| copies.iter().find_map(open_key));
    let seen: Vec<(String, Vec<String>)> = out.seen.clone().into_iter().collect();
    for (key, copies) in seen {
        let why = match (key.strip_prefix(&prefix), &own_key) {
            (None, _) => {
                let opened = copies.iter().find_map(|text| answers(vault, turn, text));
                opened.map(|(instrument, answers)| out.accept(instrument, answers, &key)).ok_or(Why::NotAuthentic)
            }
            (Some("key"), None) => Err(Why::NotAuthentic),
            (Some("key"), Some(_)) => Ok(()),
            (Some("sheet"), Some(own)) => {
                let mut sheets = copies.iter().filter_map(|t| read_sheet(own, place, turn, t));
                out.sheet = sheets.next();
                out.sheet.as_ref().map(|_| ()).ok_or(Why::NotAuthentic)
            }
            (Some(name), Some(own)) if DRAFTS.contains(&name) => {
                let mut drafts = copies.iter().filter_map(|t| read_draft(own, place, turn, t));
                drafts.next().map(|_| ()).ok_or(Why::NotAuthentic)
            }
            (Some(name), None) if name == "sheet" || DRAFTS.contains(&name) => Err(Why::NoKey),
            (Some(_), _) => Err(Why::Unknown),
        };
        if let Err(why) = why {
            out.problems.push(Problem { key, why });
        }
    }
    if let Some(own) = &own_key {
        let newest = newest_draft(storage, own, place, turn).await?;
        out.draft = newest.map(|found| found.body);
    }
    Ok(out)
}

/// Instrument and answers in one stored text.
fn answers<S: Storage>(vault: &Vault<S>, turn: Uuid, text: &str) -> Option<(String, Vec<u8>)> {
    let sealed = read_text("answers1", text)?;
    let aad = aad(ANSWERS, vault.place(), turn, 0);
    let (label, padded) = vault.open_labelled(&aad, &sealed).ok()?;
    Some((String::from_utf8(label).ok()?, unpad(padded)?))
}

impl Waiting {
    /// Takes finished answers; equal ones once.
    fn accept(&mut self, instrument: String, answers: Vec<u8>, key: &str) {
        let same = |f: &&mut Finished| f.instrument == instrument && f.answers == answers;
        if let Some(same) = self.finished.iter_mut().find(same) {
            same.keys.push(key.to_owned());
            return;
        }
        self.finished.push(Finished { instrument, answers, keys: vec![key.to_owned()] });
    }
}

/// Removes what was opened of a turn, durably. To be called only after the caller has journalled it and made that durable.
///
/// What could not be read stays, and with it everything else of the turn except finished answers that opened. So does a
/// turn to which somebody wrote after it was listed: the caller lists again.
///
/// # Errors
/// [`TurnError::Vault`] where the vault is read-only, what the store reports.
pub async fn settle<S: Storage>(vault: &Vault<S>, item: &Waiting) -> Result<Settled, TurnError> {
    let unread = |key: &str| item.problems.iter().any(|problem| problem.key == key);
    let prefix = room(vault.place(), item.turn);
    let hurt = item.problems.iter().any(|p| p.key.starts_with(&prefix));
    let stays = |key: &str| unread(key) || (hurt && key.starts_with(&prefix));
    remove(vault, item, |key| !stays(key)).await
}

/// Removes everything that was listed of a turn, also what cannot be read. Only on the owner's explicit wish.
///
/// # Errors
/// As [`settle`].
pub async fn discard<S: Storage>(vault: &Vault<S>, item: &Waiting) -> Result<Settled, TurnError> {
    remove(vault, item, |_| true).await
}

/// Removes the keys that `may` allows and that are as they were seen.
async fn remove<S: Storage>(
    vault: &Vault<S>,
    item: &Waiting,
    may: impl Fn(&str) -> bool,
) -> Result<Settled, TurnError> {
    vault.writable()?;
    let (storage, place) = (vault.storage(), vault.place());
    let prefix = room(place, item.turn);
    let same_turn = is_unchanged(storage, item, &prefix).await?;
    let mut out = Settled::default();
    // The key of the turn goes last: "draft-a", "draft-b", "sheet", then "key".
    let mut keys: Vec<&String> = item.seen.keys().collect();
    order::sort_by_key(&mut keys, |key| (key.ends_with("/key"), *key));
    for key in keys {
        let in_turn = key.starts_with(&prefix);
        let current = storage.copies(key).await?;
        let unchanged = if in_turn { same_turn } else { item.seen.get(key) == Some(&current) };
        if current.is_empty() {
            continue;
        }
        if unchanged && may(key) {
            storage.remove(key).await?;
            out.removed += 1;
        } else {
            out.kept.push(key.clone());
        }
    }
    storage.durable().await?;
    let finished = finished_room(place, item.turn);
    for key in storage.keys(&finished).await? {
        if !item.seen.contains_key(&key) {
            out.kept.push(key);
        }
    }
    Ok(out)
}

/// Whether nobody wrote to the turn since it was listed. Keys that went meanwhile do not count.
async fn is_unchanged<S: Storage>(storage: &S, item: &Waiting, prefix: &str) -> Result<bool, StorageError> {
    for key in storage.keys(prefix).await? {
        let current = storage.copies(&key).await?;
        if item.seen.get(&key) != Some(&current) {
            return Ok(false);
        }
    }
    Ok(true)
}

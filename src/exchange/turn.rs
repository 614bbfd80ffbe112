//! A turn: the device is handed to the person who answers, while the vault is locked.
//!
//! # What lies where
//! | key under the vault's | what | sealed under |
//! |---|---|---|
//! | `turn/<turn>/key` | the turn's key | the inbox |
//! | `turn/<turn>/sheet` | what to ask, in which language, whom to call | the turn's key |
//! | `turn/<turn>/draft-a`, `draft-b` | what was typed so far | the turn's key |
//! | `inbox/<turn>-<nonce>` | the finished answers | the inbox |
//!
//! Drafts go to `draft-a` and `draft-b` in turn, each with a counter, so that a crash in the middle of one leaves the other.
//! Finishing writes the answers, waits until they are durable, and only then removes the drafts, the sheet and, last, the
//! key: at every moment either a draft can be recovered or the answers are there.

use rand_core::CryptoRngCore;
use thiserror::Error;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::sealed::{
    ANSWERS, DRAFT, DRAFTS, KEY, SHEET, aad, draft_key, finished_room, newest_draft, read_sheet, room, subkey,
    write_text,
};
use super::token::TurnToken;
use crate::vault::error::VaultError;
use crate::vault::inbox::{self, InboxError};
use crate::vault::open::Vault;
use crate::vault::place::Place;
use crate::vault::seal::{self, SealError, pad, random};
use crate::vault::storage::{Storage, StorageError};
use crate::vault::text::hex;

/// Why a turn was not begun, gone on with or finished.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TurnError {
    /// The store refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Encryption failed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Sealing to the inbox failed.
    #[error(transparent)]
    Inbox(#[from] InboxError),
    /// The vault refused.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The vault has no sound inbox key.
    #[error(
        "This vault has no working key for handing in answers, so the device was not handed over. Make a new key in the settings and try again."
    )]
    NoInbox,
    /// The answers of this turn were handed in already.
    #[error("These answers were handed in already. They are kept. Please give the device back.")]
    Finished,
    /// The turn is no more: taken in, or removed.
    #[error(
        "This questionnaire was closed by the person who gave you the device. What was kept before is with them. Please give the device back."
    )]
    Over,
    /// The sheet does not open. A draft may still be recovered.
    #[error(
        "This questionnaire cannot be shown because its stored copy is damaged. What was typed is left as it is and may be recovered. Please give the device back."
    )]
    SheetDamaged,
}

/// What finishing left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// The answers are durable and the turn's other keys are gone.
    Clean,
    /// The answers are durable; the store did not remove all the rest, which goes when the answers are taken in.
    WithRemains,
}

/// Begins a turn: makes its key, seals it to the inbox, seals the sheet, and waits until both are durable. The caller
/// journals the turn's id, keeps the token in session storage, drops the vault and reloads the page.
///
/// # Errors
/// [`TurnError::NoInbox`], [`TurnError::Vault`] where the vault is read-only, what the store or the cipher report.
pub async fn hand_over<S: Storage>(
    vault: &Vault<S>,
    sheet: &[u8],
    rng: &mut dyn CryptoRngCore,
) -> Result<TurnToken, TurnError> {
    vault.writable()?;
    let inbox = vault.inbox_public().ok_or(TurnError::NoInbox)?;
    let place = vault.place();
    let turn = uuid::Builder::from_random_bytes(random(rng)?).into_uuid();
    let key = Zeroizing::new(random::<32>(rng)?);
    let room = room(place, turn);
    let sealed_key = inbox::seal_to(&inbox, &aad(KEY, place, turn, 0), &key[..], rng)?;
    let under = subkey(&key, turn, SHEET.as_bytes());
    let sealed_sheet = seal::seal(&under, &aad(SHEET, place, turn, 0), &pad(sheet), rng)?;
    let storage = vault.storage();
    storage.write(&format!("{room}key"), &write_text("key1", &sealed_key)).await?;
    storage.write(&format!("{room}sheet"), &write_text("sheet1", &sealed_sheet)).await?;
    storage.durable().await?;
    Ok(TurnToken::new(place.clone(), turn, *key, inbox))
}

/// A turn that is being answered. Holds what was typed last; never printed.
pub struct Turn {
    token: TurnToken,
    sheet: Vec<u8>,
    draft: Option<Zeroizing<Vec<u8>>>,
    /// The counter of the newest draft.
    counter: u64,
    /// The place for the next draft: not the one that holds the newest.
    next: &'static str,
}

impl std::fmt::Debug for Turn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Turn").field("token", &self.token).finish_non_exhaustive()
    }
}

impl Turn {
    /// Opens the turn of a token: its sheet and the newest draft that authenticates. Reads only.
    ///
    /// # Errors
    /// [`TurnError::Finished`], [`TurnError::Over`], [`TurnError::SheetDamaged`], what the store reports.
    pub async fn open<S: Storage>(storage: &S, token: TurnToken) -> Result<Self, TurnError> {
        let finished = finished_room(token.place(), token.turn());
        if !storage.keys(&finished).await?.is_empty() {
            return Err(TurnError::Finished);
        }
        let room = token.room();
        let texts = storage.copies(&format!("{room}sheet")).await?;
        if texts.is_empty() {
            return Err(TurnError::Over);
        }
        let sheet = texts.iter().find_map(|text| read_sheet(token.key(), token.place(), token.turn(), text));
        let newest = newest_draft(storage, token.key(), token.place(), token.turn()).await?;
        let (counter, draft, next) = match newest {
            Some(found) => {
                let next = DRAFTS.iter().find(|name| **name != found.name);
                (found.counter, Some(found.body), next.copied())
            }
            None => (0, None, None),
        };
        let [first, _] = DRAFTS;
        Ok(Self {
            sheet: sheet.ok_or(TurnError::SheetDamaged)?,
            draft: draft.map(Zeroizing::new),
            counter,
            next: next.unwrap_or(first),
            token,
        })
    }

    /// What the caller of [`hand_over`] gave.
    #[must_use]
    pub fn sheet(&self) -> &[u8] {
        &self.sheet
    }

    /// What was typed last; `None` where nothing was kept yet.
    #[must_use]
    pub fn draft(&self) -> Option<&[u8]> {
        self.draft.as_ref().map(|draft| &draft[..])
    }

    /// The turn's id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.token.turn()
    }

    /// Keeps what was typed so far. `Ok`: accepted by the store; `durable` of the store makes it safe from a crash.
    ///
    /// # Errors
    /// [`TurnError::Over`] where the turn was taken in meanwhile (finishing is still possible), what the store or the cipher
    /// report. The former draft is then still there.
    pub async fn save_draft<S: Storage>(
        &mut self,
        storage: &S,
        body: &[u8],
        rng: &mut dyn CryptoRngCore,
    ) -> Result<(), TurnError> {
        let room = self.token.room();
        if storage.read(&format!("{room}key")).await?.is_none() {
            return Err(TurnError::Over);
        }
        let counter = self.counter.saturating_add(1);
        let (place, turn) = (self.token.place(), self.token.turn());
        let under = draft_key(self.token.key(), turn);
        let padded = Zeroizing::new(pad(body));
        let sealed = seal::seal(&under, &aad(DRAFT, place, turn, counter), &padded, rng)?;
        let text = write_text(&format!("draft1.{counter}"), &sealed);
        storage.write(&format!("{room}{}", self.next), &text).await?;
        self.counter = counter;
        let [first, second] = DRAFTS;
        self.next = if self.next == first { second } else { first };
        self.draft = Some(Zeroizing::new(body.to_vec()));
        Ok(())
    }

    /// Hands the answers in: seals them to the inbox together with `instrument` (its id and version, to which they are
    /// bound), waits until they are durable, and removes the drafts, the sheet and the key.
    ///
    /// # Errors
    /// What the store or the cipher report. Drafts are then still there and finishing may be tried again; should the first
    /// attempt have arrived after all, the therapist gets equal answers once and different ones both.
    pub async fn finish<S: Storage>(
        &self,
        storage: &S,
        instrument: &str,
        answers: &[u8],
        rng: &mut dyn CryptoRngCore,
    ) -> Result<Done, TurnError> {
        let (place, turn) = (self.token.place(), self.token.turn());
        let padded = Zeroizing::new(pad(answers));
        let sealed = inbox::seal_labelled(
            self.token.inbox(),
            &aad(ANSWERS, place, turn, 0),
            instrument.as_bytes(),
            &padded,
            rng,
        )?;
        let nonce: [u8; 8] = random(rng)?;
        let key = format!("{}{}", finished_room(place, turn), hex(&nonce));
        storage.write(&key, &write_text("answers1", &sealed)).await?;
        storage.durable().await?;
        let removed = remove_turn(storage, place, turn).await;
        Ok(if removed.is_ok() { Done::Clean } else { Done::WithRemains })
    }
}

/// Removes a turn's drafts, its sheet, and last its key: a draft is never left without the key that opens it.
pub(crate) async fn remove_turn<S: Storage>(storage: &S, place: &Place, turn: Uuid) -> Result<(), StorageError> {
    let room = room(place, turn);
    let [first, second] = DRAFTS;
    for name in [first, second, "sheet", "key"] {
        storage.remove(&format!("{room}{name}")).await?;
    }
    storage.durable().await
}

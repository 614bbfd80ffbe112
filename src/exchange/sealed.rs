//! How the things of a turn lie in the store: names, sub-keys, associated data, and reading them back.

use uuid::Uuid;

use crate::vault::keys::SealKey;
use crate::vault::place::Place;
use crate::vault::seal::{self, associated, unpad};
use crate::vault::storage::{Storage, StorageError};
use crate::vault::text::{decode, encode, hex};

pub(crate) const KEY: &str = "attune/turn key/1";
pub(crate) const SHEET: &str = "attune/turn sheet/1";
pub(crate) const DRAFT: &str = "attune/turn draft/1";
pub(crate) const ANSWERS: &str = "attune/turn answers/1";
/// The two places of drafts, written in turn.
pub(crate) const DRAFTS: [&str; 2] = ["draft-a", "draft-b"];

/// What every key of one turn starts with.
pub(crate) fn room(place: &Place, turn: Uuid) -> String {
    format!("{}{}/", place.room("turn"), hex(turn.as_bytes()))
}

/// What every finished item of one turn starts with.
pub(crate) fn finished_room(place: &Place, turn: Uuid) -> String {
    format!("{}{}-", place.room("inbox"), hex(turn.as_bytes()))
}

/// Associated data: what it is, which vault, which turn, and a number where there are several.
pub(crate) fn aad(what: &str, place: &Place, turn: Uuid, number: u64) -> Vec<u8> {
    let (id, turn, number) = (place.id(), turn.as_bytes(), number.to_be_bytes());
    associated(&[what.as_bytes(), id.as_bytes(), turn, &number])
}

/// The sub-key of a turn for one purpose.
pub(crate) fn subkey(key: &[u8; 32], turn: Uuid, purpose: &[u8]) -> SealKey {
    SealKey::derive(turn.as_bytes(), key, purpose)
}

/// `<tag>.<base64>`.
pub(crate) fn write_text(tag: &str, sealed: &[u8]) -> String {
    format!("{tag}.{}", encode(sealed))
}

/// The sealed bytes behind exactly this tag.
pub(crate) fn read_text(tag: &str, text: &str) -> Option<Vec<u8>> {
    decode(text.strip_prefix(tag)?.strip_prefix('.')?)
}

/// The sub-key of drafts.
pub(crate) fn draft_key(key: &[u8; 32], turn: Uuid) -> SealKey {
    subkey(key, turn, DRAFT.as_bytes())
}

/// The sheet in one stored text.
pub(crate) fn read_sheet(key: &[u8; 32], place: &Place, turn: Uuid, text: &str) -> Option<Vec<u8>> {
    let under = subkey(key, turn, SHEET.as_bytes());
    let sealed = read_text("sheet1", text)?;
    unpad(seal::open(&under, &aad(SHEET, place, turn, 0), &sealed).ok()?)
}

/// The counter and the draft in one stored text.
pub(crate) fn read_draft(key: &[u8; 32], place: &Place, turn: Uuid, text: &str) -> Option<(u64, Vec<u8>)> {
    let (counter, sealed) = text.strip_prefix("draft1.")?.split_once('.')?;
    let counter: u64 = counter.parse().ok()?;
    let aad = aad(DRAFT, place, turn, counter);
    let body = seal::open(&draft_key(key, turn), &aad, &decode(sealed)?).ok()?;
    Some((counter, unpad(body)?))
}

/// A draft that authenticated.
pub(crate) struct FoundDraft {
    pub(crate) counter: u64,
    pub(crate) body: Vec<u8>,
    pub(crate) name: &'static str,
}

/// The newest draft that authenticates in any copy.
pub(crate) async fn newest_draft<S: Storage>(
    storage: &S,
    key: &[u8; 32],
    place: &Place,
    turn: Uuid,
) -> Result<Option<FoundDraft>, StorageError> {
    let room = room(place, turn);
    let mut newest: Option<FoundDraft> = None;
    for name in DRAFTS {
        for text in storage.copies(&format!("{room}{name}")).await? {
            let Some((counter, body)) = read_draft(key, place, turn, &text) else {
                continue;
            };
            if newest.as_ref().is_none_or(|found| counter > found.counter) {
                newest = Some(FoundDraft { counter, body, name });
            }
        }
    }
    Ok(newest)
}

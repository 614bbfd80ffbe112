//! A slot: the vault key wrapped by something its owner has or knows. Here the passphrase's; see [`super::kit_slot`] for the
//! recovery kit's.
//!
//! As text: `slot1.pass.<number>.<memory>.<passes>.<lanes>.<salt>.<wrapped key>.<checksum>`. Everything before the wrapped
//! key is associated data, with the vault's id. A later kind of slot has another second field; this version names it and
//! leaves it alone.
//!
//! **What can be told apart.** Accidental damage fails the checksum: "damaged". A sound checksum and a wrapped key that does
//! not open: the passphrase is wrong, *or* somebody altered the slot on purpose and mended the checksum. These two cannot be
//! told apart without the right passphrase. Nor can it be seen that an older slot of the same vault was put back.

use rand_core::CryptoRngCore;
use thiserror::Error;
use uuid::Uuid;

use super::kek::{Kek, KekError, SlotParams};
use super::keys::VaultKey;
use super::seal::{SealError, associated, open, seal};
use super::text::{checked, decode, encode, with_check};

/// Why a slot cannot be read or opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SlotError {
    /// The text fails its checksum or its form.
    #[error(
        "The stored lock of this vault is damaged. The data behind it were left as they are. Restore from a backup, or use another way to unlock."
    )]
    Damaged,
    /// A later version of the format.
    #[error(
        "The lock of this vault was made by a newer version of the app. Nothing was changed. Load the newest version and try again."
    )]
    Newer,
    /// A kind of slot that this version does not know.
    #[error("This way to unlock ({0}) is not known to this version of the app. Nothing was changed.")]
    UnknownKind(String),
    /// Costs that are not accepted.
    #[error(transparent)]
    Kek(#[from] KekError),
    /// The passphrase does not open it; see the module for what this cannot exclude.
    #[error(
        "This passphrase does not open the vault. Nothing was changed. Check capital letters and spelling, and try again."
    )]
    WrongPassphrase,
    /// The recovery kit does not open it; see the module for what this cannot exclude.
    #[error(
        "This recovery kit does not open the vault. Nothing was changed. Look for a newer paper, or use the passphrase."
    )]
    WrongKit,
    /// The key belongs to another slot's salt or costs.
    #[error("This passphrase was prepared for another lock. Nothing was changed. Type it again.")]
    OtherSlot,
    /// Sealing failed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// A passphrase slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    number: u32,
    params: SlotParams,
    wrapped: Vec<u8>,
}

impl Slot {
    /// Wraps `key` of the vault `id` under `kek`. A slot with a higher `number` supersedes those with lower ones.
    ///
    /// # Errors
    /// [`SlotError::Seal`].
    pub fn wrap(
        key: &VaultKey,
        id: Uuid,
        number: u32,
        kek: &Kek,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<Self, SlotError> {
        let header = header(number, kek.params());
        let aad = aad(id, &header);
        Ok(Self { number, params: kek.params().clone(), wrapped: seal(kek.key(), &aad, key.bytes(), rng)? })
    }

    /// The vault's key.
    ///
    /// # Errors
    /// [`SlotError::OtherSlot`] where `kek` was derived from another slot's parameters; [`SlotError::WrongPassphrase`].
    pub fn unwrap(&self, id: Uuid, kek: &Kek) -> Result<VaultKey, SlotError> {
        if kek.params() != &self.params {
            return Err(SlotError::OtherSlot);
        }
        let header = header(self.number, &self.params);
        let bytes = open(kek.key(), &aad(id, &header), &self.wrapped);
        let bytes = zeroize::Zeroizing::new(bytes.map_err(|_| SlotError::WrongPassphrase)?);
        let bytes: [u8; 32] = bytes[..].try_into().map_err(|_| SlotError::Damaged)?;
        Ok(VaultKey::from_bytes(bytes))
    }

    /// Which passphrase of the vault's life this is; the first is 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// What [`derive_kek`](super::kek::derive_kek) needs beside the passphrase.
    #[must_use]
    pub fn params(&self) -> &SlotParams {
        &self.params
    }

    /// As it is stored.
    #[must_use]
    pub fn to_text(&self) -> String {
        let header = header(self.number, &self.params);
        with_check(&format!("{header}.{}", encode(&self.wrapped)))
    }

    /// From [`Slot::to_text`].
    ///
    /// # Errors
    /// [`SlotError::Damaged`], [`SlotError::Newer`], [`SlotError::UnknownKind`], [`SlotError::Kek`].
    pub fn parse(text: &str) -> Result<Self, SlotError> {
        let Fields { kind, number, rest } = fields(text)?;
        if kind != "pass" {
            return Err(unknown(kind));
        }
        let (params, wrapped) = rest.rsplit_once('.').ok_or(SlotError::Damaged)?;
        let params = match SlotParams::parse(params) {
            Err(KekError::Unreadable) => return Err(SlotError::Damaged),
            other => other?,
        };
        Ok(Self { number, params, wrapped: decode(wrapped).ok_or(SlotError::Damaged)? })
    }
}

/// What the text of every kind of slot begins with, and the rest.
pub(super) struct Fields<'t> {
    pub kind: &'t str,
    pub number: u32,
    pub rest: &'t str,
}

/// Checks the checksum and the version, and takes the first fields off.
pub(super) fn fields(text: &str) -> Result<Fields<'_>, SlotError> {
    let body = checked(text).ok_or(SlotError::Damaged)?;
    let (version, rest) = body.split_once('.').ok_or(SlotError::Damaged)?;
    match version.strip_prefix("slot").map(str::parse::<u32>) {
        Some(Ok(1)) => {}
        Some(Ok(2..)) => return Err(SlotError::Newer),
        _ => return Err(SlotError::Damaged),
    }
    let (kind, rest) = rest.split_once('.').ok_or(SlotError::Damaged)?;
    if !["pass", "kit", "was"].contains(&kind) {
        return Err(unknown(kind));
    }
    let (number, rest) = rest.split_once('.').ok_or(SlotError::Damaged)?;
    Ok(Fields { kind, number: number.parse().map_err(|_| SlotError::Damaged)?, rest })
}

pub(super) fn unknown(kind: &str) -> SlotError {
    SlotError::UnknownKind(kind.chars().take(20).collect())
}

/// Everything of a slot that is not sealed.
fn header(number: u32, params: &SlotParams) -> String {
    format!("slot1.pass.{number}.{}", params.to_text())
}

fn aad(id: Uuid, header: &str) -> Vec<u8> {
    associated(&[b"attune/slot/1", id.as_bytes(), header.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    fn kek(salt: u8, byte: u8) -> Kek {
        let params = SlotParams::new(super::super::kek::MIN_MEMORY, 2, 1, [salt; 16]).unwrap();
        Kek::from_parts(params, [byte; 32])
    }

    fn slot() -> (Slot, Uuid, ChaCha20Rng) {
        let mut rng = ChaCha20Rng::seed_from_u64(8);
        let id = Uuid::from_bytes([1; 16]);
        let key = VaultKey::from_bytes([42; 32]);
        let slot = Slot::wrap(&key, id, 1, &kek(1, 2), &mut rng).unwrap();
        (slot, id, rng)
    }

    #[test]
    fn a_slot_opens_with_its_own_passphrase_in_its_own_vault_only() {
        let (slot, id, _) = slot();
        let read = Slot::parse(&slot.to_text()).unwrap();
        assert_eq!(read, slot);
        assert_eq!(read.unwrap(id, &kek(1, 2)).unwrap().bytes(), &[42; 32]);
        let wrong = |id, kek| read.unwrap(id, &kek).map(|_| ()).unwrap_err();
        assert_eq!(wrong(id, kek(1, 3)), SlotError::WrongPassphrase);
        assert_eq!(wrong(id, kek(2, 2)), SlotError::OtherSlot);
        let other = Uuid::from_bytes([2; 16]);
        assert_eq!(wrong(other, kek(1, 2)), SlotError::WrongPassphrase);
    }

    #[test]
    fn damage_is_called_damage_and_never_a_wrong_passphrase() {
        let text = slot().0.to_text();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 2;
            let damaged = String::from_utf8(bytes).unwrap();
            assert_eq!(Slot::parse(&damaged), Err(SlotError::Damaged), "{damaged}");
            assert_eq!(Slot::parse(&text[..at]), Err(SlotError::Damaged));
        }
    }

    #[test]
    fn an_altered_header_with_a_mended_checksum_does_not_open() {
        let (slot, id, _) = slot();
        let text = slot.to_text();
        let body = checked(&text).unwrap().replace("slot1.pass.1.", "slot1.pass.7.");
        let forged = Slot::parse(&with_check(&body)).unwrap();
        assert_eq!(forged.number(), 7);
        let refused = forged.unwrap(id, &kek(1, 2)).map(|_| ());
        assert_eq!(refused, Err(SlotError::WrongPassphrase));
    }

    #[test]
    fn other_versions_kinds_and_costs_are_named() {
        let text = slot().0.to_text();
        let body = checked(&text).unwrap();
        let parse = |from: &str, to: &str| Slot::parse(&with_check(&body.replace(from, to)));
        assert_eq!(parse("slot1", "slot2"), Err(SlotError::Newer));
        assert_eq!(parse(".pass.", ".passkey."), Err(SlotError::UnknownKind("passkey".into())));
        let hostile = parse(".19456.", ".4194304.");
        assert!(matches!(hostile, Err(SlotError::Kek(KekError::CostRefused { .. }))));
        for bad in ["", ".", "slot1", "slot1.pass", "slot1.pass.1.2.3.4", "slot0.pass.1"] {
            assert_eq!(Slot::parse(&with_check(bad)), Err(SlotError::Damaged), "{bad}");
        }
    }
}

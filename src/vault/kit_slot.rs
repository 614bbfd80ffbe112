//! The slot of a recovery kit: the vault key wrapped for the kit's public half, so that making one needs no secret.
//!
//! As text: `slot1.kit.<number>.<recipient>.<wrapped key>.<voucher>.<checksum>`. Wrapped by HPKE in base mode with the vault's id
//! and the header as associated data. Anyone who can write to the store could put a slot for a key of their own there, hoping
//! that backups will be encrypted for it; so an open vault believes only slots whose **voucher** was made under its own key.
//!
//! Beside it the **bridge**, `slot1.was.<number>.<sealed key>.<checksum>`: while the vault's key is being changed, the old key
//! sealed under the new one.

use rand_core::CryptoRngCore;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::age::{Identity, Recipient};
use super::inbox;
use super::keys::{Purpose, VaultKey};
use super::seal::{SealError, associated, open, seal};
use super::slot::{Fields, SlotError, fields, unknown};
use super::text::{decode, decode_array, encode, with_check};

const INFO: &[u8] = b"attune/kit slot/1";

/// A recovery kit's slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitSlot {
    number: u32,
    recipient: Recipient,
    wrapped: Vec<u8>,
    voucher: Vec<u8>,
}

impl KitSlot {
    /// Wraps `key` of the vault `id` for `recipient`.
    ///
    /// # Errors
    /// [`SlotError::Seal`].
    pub fn wrap(
        key: &VaultKey,
        id: Uuid,
        number: u32,
        recipient: Recipient,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<Self, SlotError> {
        let header = header(number, recipient);
        let wrapped = inbox::seal_for(recipient.to_bytes(), INFO, &aad(id, &header, &[]), key.bytes(), rng)
            .map_err(|_| SlotError::Seal(SealError::NoRandomness))?;
        let voucher = seal(&key.subkey(Purpose::KitVouch, id), &aad(id, &header, &wrapped), &[], rng)?;
        Ok(Self { number, recipient, wrapped, voucher })
    }

    /// The vault's key, of a slot that vouches for itself.
    ///
    /// # Errors
    /// [`SlotError::WrongKit`].
    pub fn unwrap(&self, id: Uuid, identity: &Identity) -> Result<VaultKey, SlotError> {
        let aad = aad(id, &header(self.number, self.recipient), &[]);
        let bytes = inbox::open_for(identity.bytes(), INFO, &aad, &self.wrapped);
        let bytes = Zeroizing::new(bytes.map_err(|_| SlotError::WrongKit)?);
        let key = VaultKey::from_bytes(bytes[..].try_into().map_err(|_| SlotError::WrongKit)?);
        if self.is_vouched(id, &key) { Ok(key) } else { Err(SlotError::WrongKit) }
    }

    /// Whether an open vault with this key made the slot.
    #[must_use]
    pub fn is_vouched(&self, id: Uuid, key: &VaultKey) -> bool {
        let aad = aad(id, &header(self.number, self.recipient), &self.wrapped);
        open(&key.subkey(Purpose::KitVouch, id), &aad, &self.voucher).is_ok()
    }

    /// For whom. **Not authenticated** before [`KitSlot::is_vouched`].
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        self.recipient
    }

    /// Its number in the vault's life.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// As it is stored.
    #[must_use]
    pub fn to_text(&self) -> String {
        let header = header(self.number, self.recipient);
        with_check(&format!("{header}.{}.{}", encode(&self.wrapped), encode(&self.voucher)))
    }

    fn of(fields: &Fields<'_>) -> Option<Self> {
        let parts: Vec<&str> = fields.rest.split('.').collect();
        let [recipient, wrapped, voucher] = parts[..] else { return None };
        Some(Self {
            number: fields.number,
            recipient: Recipient::from_bytes(decode_array(recipient)?),
            wrapped: decode(wrapped)?,
            voucher: decode(voucher)?,
        })
    }
}

fn header(number: u32, recipient: Recipient) -> String {
    format!("slot1.kit.{number}.{}", encode(&recipient.to_bytes()))
}

fn aad(id: Uuid, header: &str, wrapped: &[u8]) -> Vec<u8> {
    associated(&[INFO, id.as_bytes(), header.as_bytes(), wrapped])
}

/// The old key of a vault, sealed under the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridge {
    number: u32,
    sealed: Vec<u8>,
}

impl Bridge {
    /// From `old` to `new`; slots with a number from `number` on hold the new key.
    ///
    /// # Errors
    /// [`SlotError::Seal`].
    pub fn wrap(
        old: &VaultKey,
        new: &VaultKey,
        id: Uuid,
        number: u32,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<Self, SlotError> {
        let under = new.subkey(Purpose::Bridge, id);
        Ok(Self { number, sealed: seal(&under, &bridge_aad(id, number), old.bytes(), rng)? })
    }

    /// The old key, where `key` is the new one.
    #[must_use]
    pub fn unwrap(&self, id: Uuid, key: &VaultKey) -> Option<VaultKey> {
        let bytes = open(&key.subkey(Purpose::Bridge, id), &bridge_aad(id, self.number), &self.sealed).ok()?;
        Some(VaultKey::from_bytes(Zeroizing::new(bytes)[..].try_into().ok()?))
    }

    /// The first number of the slots that hold the new key.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// As it is stored.
    #[must_use]
    pub fn to_text(&self) -> String {
        with_check(&format!("slot1.was.{}.{}", self.number, encode(&self.sealed)))
    }
}

fn bridge_aad(id: Uuid, number: u32) -> Vec<u8> {
    associated(&[b"attune/bridge/1", id.as_bytes(), &number.to_be_bytes()])
}

/// What can lie in the room of slots beside passphrase slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Other {
    Kit(KitSlot),
    Bridge(Bridge),
}

impl Other {
    pub(super) fn parse(text: &str) -> Result<Self, SlotError> {
        let found = fields(text)?;
        let other = match found.kind {
            "kit" => KitSlot::of(&found).map(Self::Kit),
            "was" => decode(found.rest).map(|sealed| Self::Bridge(Bridge { number: found.number, sealed })),
            kind => return Err(unknown(kind)),
        };
        other.ok_or(SlotError::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::text::checked;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    fn made() -> (KitSlot, Identity, VaultKey, Uuid) {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let (identity, key, id) =
            (Identity::from_bytes([9; 32]), VaultKey::from_bytes([42; 32]), Uuid::from_bytes([1; 16]));
        let slot = KitSlot::wrap(&key, id, 3, identity.recipient(), &mut rng).unwrap();
        (slot, identity, key, id)
    }

    #[test]
    fn a_kit_opens_its_own_slot_of_its_own_vault_only() {
        let (slot, identity, key, id) = made();
        assert_eq!(Other::parse(&slot.to_text()), Ok(Other::Kit(slot.clone())));
        assert_eq!(slot.unwrap(id, &identity).unwrap().bytes(), key.bytes());
        assert!(slot.is_vouched(id, &key));
        let refused = |id, identity: &Identity| slot.unwrap(id, identity).map(|_| ()).unwrap_err();
        assert_eq!(refused(Uuid::from_bytes([2; 16]), &identity), SlotError::WrongKit);
        assert_eq!(refused(id, &Identity::from_bytes([8; 32])), SlotError::WrongKit);
    }

    #[test]
    fn a_slot_that_somebody_else_put_there_is_not_vouched_for() {
        let (slot, _, key, id) = made();
        let thief = Identity::from_bytes([66; 32]);
        let theirs = VaultKey::from_bytes([7; 32]);
        let put = KitSlot::wrap(&theirs, id, 4, thief.recipient(), &mut ChaCha20Rng::seed_from_u64(2)).unwrap();
        assert!(!put.is_vouched(id, &key));
        // Nor does the genuine one with another recipient in it, its checksum mended.
        let text = slot.to_text();
        let body = checked(&text).unwrap();
        let swapped = body.replace(&encode(&slot.recipient().to_bytes()), &encode(&thief.recipient().to_bytes()));
        let Ok(Other::Kit(swapped)) = Other::parse(&with_check(&swapped)) else { panic!("not read") };
        assert_eq!(swapped.recipient(), thief.recipient());
        assert!(!swapped.is_vouched(id, &key));
    }

    #[test]
    fn damage_is_called_damage() {
        let (slot, _, key, id) = made();
        let bridge =
            Bridge::wrap(&VaultKey::from_bytes([1; 32]), &key, id, 5, &mut ChaCha20Rng::seed_from_u64(3)).unwrap();
        assert_eq!(Other::parse(&bridge.to_text()), Ok(Other::Bridge(bridge.clone())));
        for text in [slot.to_text(), bridge.to_text()] {
            for at in 0..text.len() {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= 2;
                assert_eq!(Other::parse(&String::from_utf8(bytes).unwrap()), Err(SlotError::Damaged));
                assert_eq!(Other::parse(&text[..at]), Err(SlotError::Damaged));
            }
        }
        for bad in ["slot1.kit.1.x.y.z", "slot1.kit.1.x", "slot1.was.1.!", "slot1.kit.x.1"] {
            assert_eq!(Other::parse(&with_check(bad)), Err(SlotError::Damaged), "{bad}");
        }
    }

    #[test]
    fn a_bridge_leads_from_the_new_key_to_the_old_one() {
        let id = Uuid::from_bytes([1; 16]);
        let (old, new) = (VaultKey::from_bytes([1; 32]), VaultKey::from_bytes([2; 32]));
        let bridge = Bridge::wrap(&old, &new, id, 5, &mut ChaCha20Rng::seed_from_u64(3)).unwrap();
        assert_eq!(bridge.unwrap(id, &new).unwrap().bytes(), old.bytes());
        assert!(bridge.unwrap(id, &old).is_none());
    }
}

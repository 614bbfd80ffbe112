//! The vault's one key and the keys derived from it.
//!
//! A random 32-byte key belongs to a vault until [`rekey`](super::rekey) makes a new one; slots wrap it. It never encrypts anything itself: each purpose has a
//! sub-key by HKDF-SHA256 (RFC 5869) with the vault's id as salt and the purpose as info.

use hkdf::Hkdf;
use rand_core::CryptoRngCore;
use sha2::Sha256;
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::seal::SealError;

/// What a sub-key is for. One purpose, one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The journal's records.
    Records,
    /// The secret half of the inbox key pair.
    InboxSecret,
    /// The journal's segments.
    Segments,
    /// The journal's manifests.
    Manifests,
    /// The vault's key before this one, while segments are sealed afresh.
    OlderKey,
    /// What says that a recovery kit's slot was made by the vault itself.
    KitVouch,
    /// The key before the last change of the vault's key, while that change is not finished.
    Bridge,
}

impl Purpose {
    /// The `info` of HKDF. Never changes for a purpose; a new scheme is a new purpose.
    fn info(self) -> &'static [u8] {
        match self {
            Self::Records => b"attune/1/records",
            Self::InboxSecret => b"attune/1/inbox secret",
            Self::Segments => b"attune/1/segments",
            Self::Manifests => b"attune/1/manifests",
            Self::OlderKey => b"attune/1/older key",
            Self::KitVouch => b"attune/1/kit vouch",
            Self::Bridge => b"attune/1/bridge",
        }
    }
}

/// The vault's key: 32 random bytes, wiped when dropped, never printed.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct VaultKey([u8; 32]);

impl VaultKey {
    /// The same key once more, where both are needed for a moment; each is wiped.
    pub(super) fn twin(&self) -> Self {
        Self(self.0)
    }

    /// A new random key.
    ///
    /// # Errors
    /// [`SealError::NoRandomness`] where the generator fails.
    pub fn generate(rng: &mut dyn CryptoRngCore) -> Result<Self, SealError> {
        let mut key = Self([0; 32]);
        rng.try_fill_bytes(&mut key.0).map_err(|_| SealError::NoRandomness)?;
        Ok(key)
    }

    /// From its bytes, as a slot unwrapped them.
    #[must_use]
    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes, for a slot to wrap.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The sub-key for one purpose in the vault `id`.
    #[must_use]
    pub fn subkey(&self, purpose: Purpose, id: Uuid) -> SealKey {
        SealKey::derive(id.as_bytes(), &self.0, purpose.info())
    }
}

impl std::fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VaultKey(..)")
    }
}

/// A key that seals: 32 bytes for XChaCha20-Poly1305, wiped when dropped, never printed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SealKey([u8; 32]);

impl SealKey {
    /// From bytes that are already as good as random.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// HKDF-SHA256: extract with `salt` from `secret`, expand with `info` to 32 bytes.
    #[must_use]
    pub fn derive(salt: &[u8], secret: &[u8], info: &[u8]) -> Self {
        let mut out = Self([0; 32]);
        // 32 bytes are one block of SHA-256; HKDF refuses only above 255 blocks.
        let expanded = Hkdf::<Sha256>::new(Some(salt), secret).expand(info, &mut out.0);
        debug_assert!(expanded.is_ok());
        out
    }

    /// The raw bytes, for the cipher.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::text::{hex, unhex};

    #[test]
    fn hkdf_gives_the_answers_of_rfc_5869() {
        // Test case 1; its output is 42 bytes long, of which the first 32 are one block's.
        let salt: [u8; 13] = unhex("000102030405060708090a0b0c").unwrap();
        let info: [u8; 10] = unhex("f0f1f2f3f4f5f6f7f8f9").unwrap();
        let key = SealKey::derive(&salt, &[0x0b; 22], &info);
        assert_eq!(hex(key.bytes()), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
        // Test case 3: no salt, no info.
        let key = SealKey::derive(&[], &[0x0b; 22], &[]);
        assert_eq!(hex(key.bytes()), "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
    }

    #[test]
    fn each_purpose_and_each_vault_has_its_own_key() {
        let key = VaultKey::from_bytes([5; 32]);
        let (a, b) = (Uuid::from_bytes([1; 16]), Uuid::from_bytes([2; 16]));
        let keys = [
            (Purpose::Records, a),
            (Purpose::InboxSecret, a),
            (Purpose::KitVouch, a),
            (Purpose::Bridge, a),
            (Purpose::Records, b),
        ]
        .map(|(purpose, id)| key.subkey(purpose, id));
        for (i, one) in keys.iter().enumerate() {
            assert_ne!(one.bytes(), key.bytes());
            for other in keys.iter().skip(i + 1) {
                assert_ne!(one.bytes(), other.bytes());
            }
        }
    }

    #[test]
    fn nothing_of_a_key_is_printed() {
        let key = VaultKey::from_bytes([0xAB; 32]);
        let shown = format!("{key:?} {:?}", SealKey::from_bytes([0xAB; 32]));
        assert_eq!(shown, "VaultKey(..) SealKey(..)");
    }
}

//! The inbox: whoever holds the public half of its key pair can hand something in, and only the open vault can read it.
//!
//! HPKE (RFC 9180) in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. Sealed: encapsulated key
//! (32 bytes), then ciphertext and tag. Base mode does not say *who* sealed: anyone with the public key could have.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand_core::CryptoRngCore;
use thiserror::Error;
use zeroize::Zeroizing;

use super::seal::{TAG, associated};

const INFO: &[u8] = b"attune/inbox/1";
/// Length of a key and of an encapsulated key, in bytes.
const KEY: usize = 32;

/// Why something could not be handed in or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InboxError {
    /// The public key is not one that can be sealed to.
    #[error("The key to encrypt for is not valid. Nothing was encrypted and nothing was written.")]
    BadPublicKey,
    /// The cipher refused (too large).
    #[error("This is too large to be encrypted in one piece. Nothing was written.")]
    TooLong,
    /// Not sealed to this inbox, not for this purpose, altered or damaged: these cannot be told apart.
    #[error("This was not meant for this vault, or it was altered or damaged. It was left as it is.")]
    NotAuthentic,
}

/// The public half. Not secret; that it is the *right* one must be known from elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InboxPublic([u8; KEY]);

impl InboxPublic {
    /// From its 32 bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; KEY]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; KEY] {
        self.0
    }
}

/// The secret half. Wiped when dropped, never printed.
#[derive(Clone)]
pub struct InboxSecret(Zeroizing<[u8; KEY]>);

impl InboxSecret {
    /// A new pair, from 32 random bytes.
    #[must_use]
    pub fn from_seed(seed: &[u8; KEY]) -> (Self, InboxPublic) {
        let (secret, public) = X25519HkdfSha256::derive_keypair(seed);
        let secret = Self(Zeroizing::new(secret.to_bytes().into()));
        (secret, InboxPublic(public.to_bytes().into()))
    }

    /// From its bytes.
    #[must_use]
    pub(crate) fn from_bytes(bytes: [u8; KEY]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Its bytes, to be sealed.
    pub(crate) fn bytes(&self) -> &[u8; KEY] {
        &self.0
    }

    fn key(&self) -> Result<<X25519HkdfSha256 as Kem>::PrivateKey, InboxError> {
        Deserializable::from_bytes(&self.0[..]).map_err(|_| InboxError::NotAuthentic)
    }

    /// The public half that belongs to it.
    ///
    /// # Errors
    /// Does not happen for 32 bytes.
    pub fn public(&self) -> Result<InboxPublic, InboxError> {
        let public = X25519HkdfSha256::sk_to_pk(&self.key()?);
        Ok(InboxPublic(public.to_bytes().into()))
    }
}

impl std::fmt::Debug for InboxSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InboxSecret(..)")
    }
}

/// Seals `plaintext` to `public`; only the holder of the secret half can open it, and only with the same `aad`.
///
/// # Errors
/// [`InboxError::BadPublicKey`], [`InboxError::TooLong`].
pub fn seal_to(
    public: &InboxPublic,
    aad: &[u8],
    plaintext: &[u8],
    rng: &mut dyn CryptoRngCore,
) -> Result<Vec<u8>, InboxError> {
    seal_parts(public, INFO, &[(aad, plaintext)], rng)
}

/// As [`seal_to`] for another purpose, which `info` names, and any X25519 public key.
pub(crate) fn seal_for(
    public: [u8; KEY],
    info: &[u8],
    aad: &[u8],
    plaintext: &[u8],
    rng: &mut dyn CryptoRngCore,
) -> Result<Vec<u8>, InboxError> {
    seal_parts(&InboxPublic(public), info, &[(aad, plaintext)], rng)
}

/// Opens what [`seal_for`] made.
pub(crate) fn open_for(secret: &[u8; KEY], info: &[u8], aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, InboxError> {
    let (mut context, sealed) = receive(&InboxSecret::from_bytes(*secret), info, sealed)?;
    context.open(sealed, aad).map_err(|_| InboxError::NotAuthentic)
}

/// Opens what [`seal_to`] made.
///
/// # Errors
/// [`InboxError::NotAuthentic`].
pub fn open(secret: &InboxSecret, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, InboxError> {
    let (mut context, sealed) = receive(secret, INFO, sealed)?;
    context.open(sealed, aad).map_err(|_| InboxError::NotAuthentic)
}

/// Seals `plaintext` so that `label` is bound to it as associated data although the reader does not know the label: it
/// travels sealed too, as the first message of the same HPKE context. Length of the first message (4 bytes, big-endian)
/// after the encapsulated key, then both messages.
///
/// # Errors
/// As [`seal_to`].
pub fn seal_labelled(
    public: &InboxPublic,
    aad: &[u8],
    label: &[u8],
    plaintext: &[u8],
    rng: &mut dyn CryptoRngCore,
) -> Result<Vec<u8>, InboxError> {
    let bound = associated(&[aad, label]);
    let length = u32::try_from(label.len() + TAG).map_err(|_| InboxError::TooLong)?;
    let mut out = seal_parts(public, INFO, &[(aad, label), (&bound, plaintext)], rng)?;
    let rest = out.split_off(KEY);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend(rest);
    Ok(out)
}

/// Opens what [`seal_labelled`] made: the label and the plaintext.
///
/// # Errors
/// [`InboxError::NotAuthentic`].
pub fn open_labelled(secret: &InboxSecret, aad: &[u8], sealed: &[u8]) -> Result<(Vec<u8>, Vec<u8>), InboxError> {
    let bad = InboxError::NotAuthentic;
    let (mut context, rest) = receive(secret, INFO, sealed)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(bad)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| bad)?;
    let (label, body) = rest.split_at_checked(length).ok_or(bad)?;
    let label = context.open(label, aad).map_err(|_| bad)?;
    let bound = associated(&[aad, &label]);
    let body = context.open(body, &bound).map_err(|_| bad)?;
    Ok((label, body))
}

fn seal_parts(
    public: &InboxPublic,
    info: &[u8],
    parts: &[(&[u8], &[u8])],
    mut rng: &mut dyn CryptoRngCore,
) -> Result<Vec<u8>, InboxError> {
    let key = Deserializable::from_bytes(&public.0).map_err(|_| InboxError::BadPublicKey)?;
    let (encapsulated, mut context) =
        hpke::setup_sender::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256, _>(&OpModeS::Base, &key, info, &mut rng)
            .map_err(|_| InboxError::BadPublicKey)?;
    let mut out = encapsulated.to_bytes().to_vec();
    for (aad, plaintext) in parts {
        let sealed = context.seal(plaintext, aad);
        out.extend(sealed.map_err(|_| InboxError::TooLong)?);
    }
    Ok(out)
}

type Receiver = hpke::aead::AeadCtxR<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>;

/// The receiving context, and what follows the encapsulated key.
fn receive<'s>(secret: &InboxSecret, info: &[u8], sealed: &'s [u8]) -> Result<(Receiver, &'s [u8]), InboxError> {
    let bad = |_| InboxError::NotAuthentic;
    let (encapsulated, rest) = sealed.split_at_checked(KEY).ok_or(InboxError::NotAuthentic)?;
    let encapsulated = Deserializable::from_bytes(encapsulated).map_err(bad)?;
    let context = hpke::setup_receiver(&OpModeR::Base, &secret.key()?, &encapsulated, info).map_err(bad)?;
    Ok((context, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::text::unhex;
    use proptest::prelude::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    #[test]
    fn opening_gives_the_answer_of_rfc_9180() {
        // Appendix A.2.1 (base mode, X25519, HKDF-SHA256, ChaCha20-Poly1305), first encryption.
        let enc: [u8; 32] = unhex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a").unwrap();
        let secret = unhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb").unwrap();
        let sealed: [u8; 45] =
            unhex("1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28")
                .unwrap();
        let all = [&enc[..], &sealed].concat();
        let secret = InboxSecret::from_bytes(secret);
        let (mut context, rest) = receive(&secret, b"Ode on a Grecian Urn", &all).unwrap();
        let plain = context.open(rest, b"Count-0").unwrap();
        assert_eq!(plain, b"Beauty is truth, truth beauty");
    }

    #[test]
    fn key_pairs_come_from_their_seed_and_are_not_printed() {
        let (secret, public) = InboxSecret::from_seed(&[1; 32]);
        assert_eq!(secret.public(), Ok(public));
        assert_ne!(InboxSecret::from_seed(&[2; 32]).1, public);
        assert_eq!(format!("{secret:?}"), "InboxSecret(..)");
    }

    #[test]
    fn a_public_key_of_low_order_is_refused() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let zero = InboxPublic::from_bytes([0; 32]);
        assert_eq!(seal_to(&zero, b"", b"x", &mut rng), Err(InboxError::BadPublicKey));
    }

    #[test]
    fn any_flip_or_cut_is_refused() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let (secret, public) = InboxSecret::from_seed(&[1; 32]);
        let plain = seal_to(&public, b"a", b"body", &mut rng).unwrap();
        let labelled = seal_labelled(&public, b"a", b"label", b"body", &mut rng).unwrap();
        for at in 0..labelled.len() {
            let mut flipped = labelled.clone();
            flipped[at] ^= 4;
            assert!(open_labelled(&secret, b"a", &flipped).is_err(), "{at}");
            assert!(open_labelled(&secret, b"a", &labelled[..at]).is_err());
        }
        for at in 0..plain.len() {
            let mut flipped = plain.clone();
            flipped[at] ^= 4;
            assert!(open(&secret, b"a", &flipped).is_err(), "{at}");
            assert!(open(&secret, b"a", &plain[..at]).is_err());
        }
        assert!(open(&secret, b"b", &plain).is_err());
        assert!(open_labelled(&secret, b"b", &labelled).is_err());
        let (other, _) = InboxSecret::from_seed(&[2; 32]);
        assert!(open(&other, b"a", &plain).is_err());
    }

    proptest! {
        #[test]
        fn sealed_opens_again(body: Vec<u8>, label: Vec<u8>, aad: Vec<u8>, seed: u64) {
            let mut rng = ChaCha20Rng::seed_from_u64(seed);
            let (secret, public) = InboxSecret::from_seed(&[1; 32]);
            let sealed = seal_to(&public, &aad, &body, &mut rng).unwrap();
            prop_assert_eq!(open(&secret, &aad, &sealed).unwrap(), body.clone());
            let sealed = seal_labelled(&public, &aad, &label, &body, &mut rng).unwrap();
            prop_assert_eq!(open_labelled(&secret, &aad, &sealed).unwrap(), (label, body));
        }

        #[test]
        fn hostile_bytes_are_refused(bytes: Vec<u8>) {
            let (secret, _) = InboxSecret::from_seed(&[1; 32]);
            prop_assert!(open(&secret, b"", &bytes).is_err());
            prop_assert!(open_labelled(&secret, b"", &bytes).is_err());
        }
    }
}

//! Sealing bytes under a key: XChaCha20-Poly1305 with random 24-byte nonces, and what surrounds a text as associated data.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rand_core::CryptoRngCore;
use thiserror::Error;

use super::keys::SealKey;

/// Length of a nonce in bytes.
pub const NONCE: usize = 24;
/// Length of an authentication tag in bytes.
pub const TAG: usize = 16;

/// Why bytes could not be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SealError {
    /// The platform gave no random bytes.
    #[error(
        "This device gave no random numbers, so nothing was encrypted and nothing was written. Reload the page and try again."
    )]
    NoRandomness,
    /// More bytes than the cipher takes, or the cipher refused.
    #[error("This is too large to be encrypted in one piece. Nothing was written.")]
    TooLong,
    /// Wrong key, wrong surroundings or altered bytes: these cannot be told apart.
    #[error("This was altered, damaged or sealed for another place, and was left as it is.")]
    NotAuthentic,
}

/// Joins parts into associated data, each behind its length, so that no two different lists of parts give the same bytes.
#[must_use]
pub fn associated(parts: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
    for part in parts {
        out.extend_from_slice(&(part.len() as u64).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

/// Seals `plaintext`: nonce (24 bytes), ciphertext of the same length as the plaintext, tag (16 bytes).
///
/// # Errors
/// [`SealError::NoRandomness`], [`SealError::TooLong`].
pub fn seal(key: &SealKey, aad: &[u8], plaintext: &[u8], rng: &mut dyn CryptoRngCore) -> Result<Vec<u8>, SealError> {
    let mut nonce = [0_u8; NONCE];
    rng.try_fill_bytes(&mut nonce).map_err(|_| SealError::NoRandomness)?;
    let mut out = Vec::with_capacity(NONCE + plaintext.len() + TAG);
    out.extend_from_slice(&nonce);
    out.extend(with_nonce(key, &nonce, aad, plaintext)?);
    Ok(out)
}

/// The cipher itself: ciphertext and tag under a nonce that must never have been used with this key.
fn with_nonce(key: &SealKey, nonce: &[u8; NONCE], aad: &[u8], msg: &[u8]) -> Result<Vec<u8>, SealError> {
    XChaCha20Poly1305::new(key.bytes().into())
        .encrypt(XNonce::from_slice(nonce), Payload { msg, aad })
        .map_err(|_| SealError::TooLong)
}

/// Opens what [`seal`] made, under the same key and associated data.
///
/// # Errors
/// [`SealError::NotAuthentic`].
pub fn open(key: &SealKey, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    let (nonce, msg) = sealed.split_at_checked(NONCE).ok_or(SealError::NotAuthentic)?;
    XChaCha20Poly1305::new(key.bytes().into())
        .decrypt(XNonce::from_slice(nonce), Payload { msg, aad })
        .map_err(|_| SealError::NotAuthentic)
}

/// The bytes with padding to the next multiple of [`BUCKET`], so that a length does not tell how much was typed.
/// One byte `0x80`, then zeros.
#[must_use]
pub fn pad(plaintext: &[u8]) -> Vec<u8> {
    let length = (plaintext.len() / BUCKET + 1) * BUCKET;
    let mut out = Vec::with_capacity(length);
    out.extend_from_slice(plaintext);
    out.push(0x80);
    out.resize(length, 0);
    out
}

/// The step of padded lengths, in bytes.
pub const BUCKET: usize = 256;

/// What [`pad`] padded; `None` where it did not.
#[must_use]
pub fn unpad(mut padded: Vec<u8>) -> Option<Vec<u8>> {
    let end = padded.iter().rposition(|byte| *byte != 0)?;
    (padded.get(end) == Some(&0x80)).then(|| {
        padded.truncate(end);
        padded
    })
}

/// `N` random bytes.
///
/// # Errors
/// [`SealError::NoRandomness`].
pub fn random<const N: usize>(rng: &mut dyn CryptoRngCore) -> Result<[u8; N], SealError> {
    let mut bytes = [0_u8; N];
    rng.try_fill_bytes(&mut bytes).map_err(|_| SealError::NoRandomness)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::text::{hex, unhex};
    use proptest::prelude::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    #[test]
    fn xchacha_gives_the_answer_of_the_draft() {
        // draft-irtf-cfrg-xchacha-03, appendix A.3.1.
        let key: [u8; 32] = unhex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f").unwrap();
        let nonce: [u8; 24] = unhex("404142434445464748494a4b4c4d4e4f5051525354555657").unwrap();
        let aad: [u8; 12] = unhex("50515253c0c1c2c3c4c5c6c7").unwrap();
        let text = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let key = SealKey::from_bytes(key);
        let out = with_nonce(&key, &nonce, &aad, text).unwrap();
        let (cipher, tag) = out.split_at(out.len() - TAG);
        assert!(hex(cipher).starts_with("bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"));
        assert_eq!(hex(tag), "c0875924c1c7987947deafd8780acf49");
        let sealed = [&nonce[..], &out].concat();
        assert_eq!(open(&key, &aad, &sealed).unwrap(), text);
    }

    #[test]
    fn every_seal_has_a_nonce_of_its_own() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let key = SealKey::from_bytes([3; 32]);
        let mut nonces = std::collections::BTreeSet::new();
        for _ in 0..500 {
            let sealed = seal(&key, b"", b"same", &mut rng).unwrap();
            let nonce: [u8; NONCE] = sealed[..NONCE].try_into().unwrap();
            // Not one byte of it is left out: all zeros in three places together would be 1 in 2^24.
            assert!(nonce.chunks(3).all(|piece| piece != [0; 3]));
            nonces.insert(nonce);
        }
        assert_eq!(nonces.len(), 500);
    }

    #[test]
    fn any_flip_or_cut_is_refused() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let key = SealKey::from_bytes([3; 32]);
        let sealed = seal(&key, b"here", b"body", &mut rng).unwrap();
        for at in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[at] ^= 1;
            assert_eq!(open(&key, b"here", &flipped), Err(SealError::NotAuthentic));
            assert_eq!(open(&key, b"here", &sealed[..at]), Err(SealError::NotAuthentic));
        }
        assert_eq!(open(&key, b"there", &sealed), Err(SealError::NotAuthentic));
        let other = SealKey::from_bytes([4; 32]);
        assert_eq!(open(&other, b"here", &sealed), Err(SealError::NotAuthentic));
    }

    proptest! {
        #[test]
        fn sealed_opens_again(body: Vec<u8>, aad: Vec<u8>, seed: u64) {
            let mut rng = ChaCha20Rng::seed_from_u64(seed);
            let key = SealKey::from_bytes([9; 32]);
            let sealed = seal(&key, &aad, &body, &mut rng).unwrap();
            prop_assert_eq!(sealed.len(), NONCE + body.len() + TAG);
            prop_assert_eq!(open(&key, &aad, &sealed).unwrap(), body);
        }

        #[test]
        fn padding_comes_off_and_hides_the_length(body: Vec<u8>) {
            let padded = pad(&body);
            prop_assert_eq!(padded.len() % BUCKET, 0);
            prop_assert!(padded.len() > body.len());
            prop_assert_eq!(unpad(padded), Some(body));
        }

        #[test]
        fn parts_are_never_mixed_up(a: Vec<Vec<u8>>, b: Vec<Vec<u8>>) {
            let join = |parts: &[Vec<u8>]| {
                associated(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
            };
            prop_assert_eq!(join(&a) == join(&b), a == b);
        }
    }

    #[test]
    fn what_was_not_padded_is_not_unpadded() {
        assert_eq!(unpad(vec![]), None);
        assert_eq!(unpad(vec![0, 0]), None);
        assert_eq!(unpad(vec![1, 2]), None);
    }
}

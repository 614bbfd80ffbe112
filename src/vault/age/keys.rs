//! X25519 keys as age writes them: `AGE-SECRET-KEY-1...` and `age1...`.

use rand_core::CryptoRngCore;
use x25519_dalek::{X25519_BASEPOINT_BYTES, x25519};
use zeroize::{Zeroize, Zeroizing};

use super::bech32;
use super::error::AgeError;
use crate::vault::seal::random;

const SECRET: &str = "age-secret-key-";
const PUBLIC: &str = "age";

/// Whom a file can be encrypted for: a public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recipient([u8; 32]);

impl Recipient {
    /// From its 32 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    #[must_use]
    pub const fn to_bytes(&self) -> [u8; 32] {
        self.0
    }

    /// As text, `age1...`.
    #[must_use]
    pub fn to_text(&self) -> String {
        bech32::encode(PUBLIC, &self.0).to_string()
    }

    /// From [`Recipient::to_text`], spaces around it aside.
    ///
    /// # Errors
    /// [`AgeError::NotAKey`].
    pub fn parse(text: &str) -> Result<Self, AgeError> {
        bech32::decode(PUBLIC, text.trim()).map(|bytes| Self(*bytes)).ok_or(AgeError::NotAKey)
    }
}

/// What opens the files of one recipient: a secret key. Wiped when dropped, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity(Zeroizing<[u8; 32]>);

impl Identity {
    /// A new random one.
    ///
    /// # Errors
    /// [`AgeError::Seal`] where there is no randomness.
    pub fn generate(rng: &mut dyn CryptoRngCore) -> Result<Self, AgeError> {
        Ok(Self(Zeroizing::new(random(rng)?)))
    }

    /// From its 32 bytes.
    #[must_use]
    pub fn from_bytes(mut bytes: [u8; 32]) -> Self {
        let kept = Zeroizing::new(bytes);
        bytes.zeroize();
        Self(kept)
    }

    /// Its 32 bytes. **Secret.**
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The public half.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        Recipient(x25519(*self.0, X25519_BASEPOINT_BYTES))
    }

    /// As text, `AGE-SECRET-KEY-1...`, which the age tools read. **Secret.**
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = bech32::encode(SECRET, &self.0);
        text.make_ascii_uppercase();
        text
    }

    /// From [`Identity::to_text`], spaces around it aside.
    ///
    /// # Errors
    /// [`AgeError::NotAKey`].
    pub fn parse(text: &str) -> Result<Self, AgeError> {
        bech32::decode(SECRET, text.trim()).map(Self).ok_or(AgeError::NotAKey)
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity(..)")
    }
}

/// The secret that two key pairs share; `None` where the public key is of low order, so that there would be none.
pub(super) fn shared(secret: &[u8; 32], public: &[u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
    let shared = Zeroizing::new(x25519(*secret, *public));
    (shared.iter().fold(0, |all, byte| all | byte) != 0).then_some(shared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::text::{hex, unhex};

    #[test]
    fn x25519_gives_the_answers_of_rfc_7748() {
        // Section 6.1: Alice's and Bob's keys and what they share.
        let alice = unhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a").unwrap();
        let bob = unhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb").unwrap();
        let (alice, bob) = (Identity::from_bytes(alice), Identity::from_bytes(bob));
        let (a, b) = (alice.recipient().to_bytes(), bob.recipient().to_bytes());
        assert_eq!(hex(&a), "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        assert_eq!(hex(&b), "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        let both = shared(alice.bytes(), &b).unwrap();
        assert_eq!(hex(&both[..]), "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
        assert_eq!(shared(bob.bytes(), &a), Some(both));
        assert_eq!(shared(bob.bytes(), &[0; 32]), None);
    }

    #[test]
    fn keys_there_and_back() {
        let identity = Identity::from_bytes([7; 32]);
        assert_eq!(Identity::parse(&format!(" {}\n", *identity.to_text())), Ok(identity.clone()));
        let recipient = identity.recipient();
        assert_eq!(Recipient::parse(&recipient.to_text()), Ok(recipient));
        assert_eq!(Recipient::parse(&identity.to_text()), Err(AgeError::NotAKey));
        assert_eq!(Identity::parse(&recipient.to_text()), Err(AgeError::NotAKey));
        assert_eq!(format!("{identity:?}"), "Identity(..)");
    }
}

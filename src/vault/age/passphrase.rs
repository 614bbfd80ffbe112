//! From a passphrase to the key of an age file: scrypt, with a bound on its cost.
//!
//! [`derive`] is slow on purpose and a pure function of a passphrase and [`ScryptParams`], so that it can run in a worker.

use rand_core::CryptoRngCore;
use zeroize::{Zeroize, Zeroizing};

use super::error::AgeError;
use crate::vault::seal::random;

/// The factor written: 2^16 blocks of 1 KiB, 64 MiB.
pub const FACTOR: u8 = 16;
/// The greatest factor read: 256 MiB. The age program itself writes 18.
pub const MAX_FACTOR: u8 = 18;

const LABEL: &[u8] = b"age-encryption.org/v1/scrypt";
/// Length of a salt in bytes.
pub(super) const SALT: usize = 16;

/// The cost and the salt of one derivation. Only accepted costs can be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScryptParams {
    factor: u8,
    salt: [u8; SALT],
}

impl ScryptParams {
    /// The usual cost and a fresh salt.
    ///
    /// # Errors
    /// [`AgeError::Seal`] where there is no randomness.
    pub fn fresh(rng: &mut dyn CryptoRngCore) -> Result<Self, AgeError> {
        Ok(Self { factor: FACTOR, salt: random(rng)? })
    }

    /// A chosen cost: the logarithm to base 2 of scrypt's `N`; `r` is 8 and `p` is 1.
    ///
    /// # Errors
    /// [`AgeError::TooCostly`] above [`MAX_FACTOR`], [`AgeError::Header`] for zero.
    pub fn new(factor: u32, salt: [u8; SALT]) -> Result<Self, AgeError> {
        match u8::try_from(factor) {
            Ok(0) => Err(AgeError::Header),
            Ok(factor @ 1..=MAX_FACTOR) => Ok(Self { factor, salt }),
            _ => Err(AgeError::TooCostly { factor, most: MAX_FACTOR.into() }),
        }
    }

    /// The factor.
    #[must_use]
    pub const fn factor(&self) -> u8 {
        self.factor
    }

    /// The salt.
    #[must_use]
    pub const fn salt(&self) -> &[u8; SALT] {
        &self.salt
    }
}

/// What opens the file that has the same [`ScryptParams`]. Wiped when dropped, never printed.
#[derive(Clone)]
pub struct ScryptKey {
    params: ScryptParams,
    key: Zeroizing<[u8; 32]>,
}

impl ScryptKey {
    /// From what a worker sent back: the parameters it was given and the 32 bytes it derived.
    #[must_use]
    pub fn from_parts(params: ScryptParams, mut bytes: [u8; 32]) -> Self {
        let key = Zeroizing::new(bytes);
        bytes.zeroize();
        Self { params, key }
    }

    /// From which cost and salt it was derived.
    #[must_use]
    pub const fn params(&self) -> &ScryptParams {
        &self.params
    }

    /// The 32 bytes, for a worker to send back. **Secret.**
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.key
    }
}

impl std::fmt::Debug for ScryptKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ScryptKey(..)")
    }
}

/// scrypt (RFC 7914) of the passphrase as it is, 32 bytes. Takes 1 KiB times 2 to the factor of memory.
///
/// # Errors
/// [`AgeError::OutOfMemory`].
pub fn derive(passphrase: &str, params: &ScryptParams) -> Result<ScryptKey, AgeError> {
    // The crate takes its memory without asking whether there is any; so ask, with as much again for its buffers.
    let wanted = (1024_usize << params.factor).saturating_add(1 << 20);
    let mut asked: Vec<u8> = Vec::new();
    asked.try_reserve_exact(wanted).map_err(|_| AgeError::OutOfMemory)?;
    drop(asked);
    let cost = scrypt::Params::new(params.factor, 8, 1, 32).map_err(|_| AgeError::Header)?;
    let salt = [LABEL, &params.salt[..]].concat();
    let mut key = Zeroizing::new([0_u8; 32]);
    scrypt::scrypt(passphrase.as_bytes(), &salt, &cost, &mut key[..]).map_err(|_| AgeError::Header)?;
    Ok(ScryptKey { params: *params, key })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::text::hex;

    #[test]
    fn scrypt_gives_the_answers_of_rfc_7914() {
        // Section 12: ("pleaseletmein", "SodiumChloride", 16384, 8, 1), of which 32 of 64 bytes are the first block.
        let mut out = [0_u8; 32];
        let cost = scrypt::Params::new(14, 8, 1, 32).unwrap();
        scrypt::scrypt(b"pleaseletmein", b"SodiumChloride", &cost, &mut out).unwrap();
        assert_eq!(hex(&out), "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
    }

    #[test]
    fn a_hostile_factor_is_refused_before_any_work() {
        for factor in [19, 23, 63, 64, 255, 256, u32::MAX] {
            let refused = ScryptParams::new(factor, [1; 16]);
            assert_eq!(refused, Err(AgeError::TooCostly { factor, most: 18 }));
        }
        assert_eq!(ScryptParams::new(0, [1; 16]), Err(AgeError::Header));
        assert!(ScryptParams::new(18, [1; 16]).is_ok());
    }

    #[test]
    fn a_key_is_not_printed() {
        let params = ScryptParams::new(1, [1; 16]).unwrap();
        assert_eq!(format!("{:?}", derive("x", &params).unwrap()), "ScryptKey(..)");
    }
}

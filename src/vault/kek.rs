//! From a passphrase to the key that opens a slot: Argon2id, with costs that are accepted only between two bounds.
//!
//! [`derive_kek`] is the one slow thing in the vault. It is a pure function of a passphrase and [`SlotParams`], so that it
//! can run in a worker: both go in as text, 32 bytes come out.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use rand_core::CryptoRngCore;
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use super::keys::SealKey;
use super::seal::{SealError, random};
use super::text::{decode_array, encode};

/// Least accepted memory, in KiB (19 MiB).
pub const MIN_MEMORY: u32 = 19 * 1024;
/// Most accepted memory, in KiB (128 MiB): a hostile file cannot take more.
pub const MAX_MEMORY: u32 = 128 * 1024;
/// Least and most accepted passes.
pub const PASSES: std::ops::RangeInclusive<u32> = 2..=10;
/// Least and most accepted lanes. They are computed one after another.
pub const LANES: std::ops::RangeInclusive<u32> = 1..=4;

/// Why no key came from a passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KekError {
    /// The costs lie outside what is accepted. No memory was taken.
    #[error(
        "The unlocking cost written here ({memory} KiB, {passes} passes, {lanes} lanes) is outside what this app accepts, so nothing was tried. If you trust where it comes from, use the version of the app that made it."
    )]
    CostRefused {
        /// Memory in KiB.
        memory: u32,
        /// Passes.
        passes: u32,
        /// Lanes.
        lanes: u32,
    },
    /// The text is no set of costs.
    #[error("The settings for unlocking cannot be read. Nothing was changed.")]
    Unreadable,
    /// The device has not that much memory to give.
    #[error(
        "This device has not enough free memory to check the passphrase. Nothing was changed. Close other pages or programs and try again."
    )]
    OutOfMemory,
    /// An empty passphrase, or only spaces.
    #[error("The passphrase is empty. Nothing was changed. Type the passphrase.")]
    Empty,
    /// No random bytes for a salt.
    #[error(transparent)]
    Random(#[from] SealError),
}

/// The costs and the salt of one derivation. Only accepted values can be held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotParams {
    memory: u32,
    passes: u32,
    lanes: u32,
    salt: [u8; 16],
}

impl SlotParams {
    /// The usual cost (46 MiB, 2 passes, 1 lane) and a fresh salt.
    ///
    /// # Errors
    /// [`KekError::Random`].
    pub fn fresh(rng: &mut dyn CryptoRngCore) -> Result<Self, KekError> {
        Self::new(46 * 1024, 2, 1, random(rng)?)
    }

    /// Chosen costs: memory in KiB, passes, lanes.
    ///
    /// # Errors
    /// [`KekError::CostRefused`] below 19 MiB or 2 passes, above 128 MiB, 10 passes or 4 lanes.
    pub fn new(memory: u32, passes: u32, lanes: u32, salt: [u8; 16]) -> Result<Self, KekError> {
        let accepted =
            (MIN_MEMORY..=MAX_MEMORY).contains(&memory) && PASSES.contains(&passes) && LANES.contains(&lanes);
        if !accepted {
            return Err(KekError::CostRefused { memory, passes, lanes });
        }
        Ok(Self { memory, passes, lanes, salt })
    }

    /// As text: `memory.passes.lanes.salt`. Nothing of it is secret.
    #[must_use]
    pub fn to_text(&self) -> String {
        let salt = encode(&self.salt);
        format!("{}.{}.{}.{salt}", self.memory, self.passes, self.lanes)
    }

    /// From [`SlotParams::to_text`].
    ///
    /// # Errors
    /// [`KekError::Unreadable`], [`KekError::CostRefused`].
    pub fn parse(text: &str) -> Result<Self, KekError> {
        let fields: Vec<&str> = text.split('.').collect();
        let [memory, passes, lanes, salt] = fields[..] else {
            return Err(KekError::Unreadable);
        };
        let number = |field: &str| field.parse::<u32>().map_err(|_| KekError::Unreadable);
        let salt = decode_array(salt).ok_or(KekError::Unreadable)?;
        Self::new(number(memory)?, number(passes)?, number(lanes)?, salt)
    }
}

/// The key that opens the slot which has the same [`SlotParams`]. Wiped when dropped, never printed.
#[derive(Debug, Clone)]
pub struct Kek {
    key: SealKey,
    params: SlotParams,
}

impl Kek {
    /// From what a worker sent back: the parameters it was given and the 32 bytes it derived.
    #[must_use]
    pub fn from_parts(params: SlotParams, mut bytes: [u8; 32]) -> Self {
        let key = SealKey::from_bytes(bytes);
        bytes.zeroize();
        Self { key, params }
    }

    /// The 32 bytes, for a worker to send back.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(*self.key.bytes())
    }

    /// From which costs and salt it was derived.
    #[must_use]
    pub fn params(&self) -> &SlotParams {
        &self.params
    }

    /// As the key that seals.
    pub(crate) fn key(&self) -> &SealKey {
        &self.key
    }
}

/// A passphrase in the form that is hashed: no space at either end, one space where there were several, because a phone's
/// keyboard adds a space after each word. Capital letters stay as they are.
///
/// The caller brings it to Unicode NFC before, so that the same words open the vault whether an accent was typed as one
/// character or as two. As with randomness, every browser can do that, and the tables would be a tenth of the whole app.
#[must_use]
pub fn normalise(passphrase: &str) -> Zeroizing<String> {
    // Room for everything at once: a string that grows leaves its old self behind in memory.
    let mut out = Zeroizing::new(String::with_capacity(passphrase.len() * 3));
    let mut space = false;
    for c in passphrase.chars() {
        if c.is_whitespace() {
            space = !out.is_empty();
        } else {
            if space {
                out.push(' ');
            }
            space = false;
            out.push(c);
        }
    }
    out
}

/// Argon2id (version 0x13) of the [`normalise`]d passphrase, 32 bytes. `passphrase` is in Unicode NFC. Slow on purpose: some tenths of a second.
///
/// # Errors
/// [`KekError::Empty`], [`KekError::OutOfMemory`].
pub fn derive_kek(passphrase: &str, params: &SlotParams) -> Result<Kek, KekError> {
    let normal = normalise(passphrase);
    if normal.is_empty() {
        return Err(KekError::Empty);
    }
    let costs = (params.memory, params.passes, params.lanes);
    let bytes = argon2id(normal.as_bytes(), &params.salt, costs)?;
    Ok(Kek::from_parts(params.clone(), *bytes))
}

/// The function itself, with no bounds on its costs (memory in KiB, passes, lanes). The memory is wiped afterwards.
fn argon2id(
    secret: &[u8],
    salt: &[u8],
    (memory, passes, lanes): (u32, u32, u32),
) -> Result<Zeroizing<[u8; 32]>, KekError> {
    let refused = KekError::CostRefused { memory, passes, lanes };
    let params = Params::new(memory, passes, lanes, Some(32)).map_err(|_| refused.clone())?;
    let mut blocks: Vec<Block> = Vec::new();
    let count = params.block_count();
    blocks.try_reserve_exact(count).map_err(|_| KekError::OutOfMemory)?;
    blocks.resize(count, Block::new());
    let mut out = Zeroizing::new([0_u8; 32]);
    let done = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into_with_memory(
        secret,
        salt,
        out.as_mut(),
        &mut blocks,
    );
    blocks.iter_mut().for_each(Zeroize::zeroize);
    done.map_err(|_| refused)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::text::hex;

    #[test]
    fn argon2id_gives_the_answers_of_the_reference_implementation() {
        // test.c of the reference implementation, "Test for Argon2id", version 0x13.
        let cases = [
            ((256, 2, 1), "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"),
            ((256, 2, 2), "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037"),
        ];
        for (costs, answer) in cases {
            let out = argon2id(b"password", b"somesalt", costs).unwrap();
            assert_eq!(hex(&*out), answer);
        }
    }

    #[test]
    fn hostile_costs_are_refused_before_memory_is_taken() {
        let salt = [1; 16];
        for (m, t, p) in [
            (u32::MAX, 2, 1),
            (MAX_MEMORY + 1, 2, 1),
            (MIN_MEMORY - 1, 2, 1),
            (MIN_MEMORY, 1, 1),
            (MIN_MEMORY, 11, 1),
            (MIN_MEMORY, u32::MAX, 1),
            (MIN_MEMORY, 2, 0),
            (MIN_MEMORY, 2, 5),
            (0, 0, 0),
        ] {
            let refused = Err(KekError::CostRefused { memory: m, passes: t, lanes: p });
            assert_eq!(SlotParams::new(m, t, p, salt), refused);
            let text = format!("{m}.{t}.{p}.{}", encode(&salt));
            assert_eq!(SlotParams::parse(&text), refused);
        }
        assert!(SlotParams::new(MIN_MEMORY, 2, 1, salt).is_ok());
        assert!(SlotParams::new(MAX_MEMORY, 10, 4, salt).is_ok());
    }

    #[test]
    fn parameters_travel_as_text() {
        let params = SlotParams::new(47104, 2, 1, [7; 16]).unwrap();
        assert_eq!(SlotParams::parse(&params.to_text()), Ok(params));
        for bad in ["", "1.2.3", "47104.2.1.", "x.2.1.BwcHBwcHBwcHBwcHBwcHBw", "47104.2.1.BwcHBw", "....."] {
            assert_eq!(SlotParams::parse(bad), Err(KekError::Unreadable), "{bad}");
        }
    }

    #[test]
    fn one_passphrase_however_it_is_typed() {
        assert_eq!(*normalise("  caf\u{e9}   azul\u{a0}mar \n"), *normalise("caf\u{e9} azul mar"));
        assert_ne!(*normalise("Azul"), *normalise("azul"));
        assert_eq!(*normalise(" \t "), "");
        let params = SlotParams::new(MIN_MEMORY, 2, 1, [7; 16]).unwrap();
        assert!(matches!(derive_kek(" ", &params), Err(KekError::Empty)));
    }

    #[test]
    fn a_key_is_not_printed() {
        let params = SlotParams::new(MIN_MEMORY, 2, 1, [7; 16]).unwrap();
        let shown = format!("{:?}", Kek::from_parts(params, [0xAB; 32]));
        assert!(shown.contains("SealKey(..)") && !shown.contains("171"), "{shown}");
    }
}

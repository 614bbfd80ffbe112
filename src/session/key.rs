//! The short name by which an address means a questionnaire.

use std::{fmt, str::FromStr};

/// A questionnaire in an address: the 64-bit FNV-1a hash of its name, written as 16 hexadecimal digits. Names of imported
/// ones are addresses of the web and too long and strange to stand in one of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(u64);

impl Key {
    /// The key of a questionnaire's name.
    #[must_use]
    pub fn of(id: &str) -> Self {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(id.bytes().fold(0xcbf2_9ce4_8422_2325, step))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Not a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoKey;

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let digits = text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        u64::from_str_radix(text, 16).ok().filter(|_| digits).map(Self).ok_or(NoKey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_the_published_hash_and_are_read_back() {
        // From the authors' list of test vectors.
        assert_eq!(Key::of("").to_string(), "cbf29ce484222325");
        assert_eq!(Key::of("foobar").to_string(), "85944171f73967e8");
        assert_eq!("85944171f73967e8".parse(), Ok(Key::of("foobar")));
        for bad in ["", "85944171f73967e", "+5944171f73967e8", "85944171F73967E8", "85944171f73967e80"] {
            assert_eq!(bad.parse::<Key>(), Err(NoKey), "{bad}");
        }
    }
}

//! Bech32 (BIP 173) of 32 bytes, without the limit of 90 characters, as age writes its keys.

use zeroize::Zeroizing;

const LETTERS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
/// Characters of 32 bytes in groups of five bits, and of the checksum.
const DATA: usize = 52;
const CHECK: usize = 6;

fn step(sum: u32, value: u8) -> u32 {
    let top = sum >> 25;
    let mut sum = ((sum & 0x01ff_ffff) << 5) ^ u32::from(value);
    for (bit, generator) in GENERATOR.into_iter().enumerate() {
        if (top >> bit) & 1 == 1 {
            sum ^= generator;
        }
    }
    sum
}

/// The checksum's state after the human-readable part.
fn start(prefix: &str) -> u32 {
    let high = prefix.bytes().map(|byte| byte >> 5);
    let low = prefix.bytes().map(|byte| byte & 31);
    high.chain([0]).chain(low).fold(1, step)
}

fn letter(value: u8) -> char {
    char::from(LETTERS[usize::from(value & 31)])
}

/// `bytes` under the lower-case human-readable part `prefix`, in lower case.
#[must_use]
pub fn encode(prefix: &str, bytes: &[u8; 32]) -> Zeroizing<String> {
    // Room for everything at once: a string that grows leaves its old self behind in memory.
    let mut out = Zeroizing::new(String::with_capacity(prefix.len() + 1 + DATA + CHECK));
    out.push_str(prefix);
    out.push('1');
    let mut sum = start(prefix);
    let (mut held, mut bits) = (0_u32, 0);
    // One byte of zeros fills the last group of five up.
    for (at, byte) in bytes.iter().chain(&[0]).enumerate() {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 && (at < bytes.len() || out.len() < prefix.len() + 1 + DATA) {
            bits -= 5;
            let value = ((held >> bits) & 31) as u8;
            sum = step(sum, value);
            out.push(letter(value));
        }
        held &= 0xff;
    }
    let sum = (0..CHECK).fold(sum, |sum, _| step(sum, 0)) ^ 1;
    for place in (0..CHECK).rev() {
        out.push(letter((sum >> (5 * place)) as u8));
    }
    out
}

/// The bytes behind a text with the lower-case human-readable part `prefix`, written in one case; `None` where the form or
/// the checksum does not fit.
#[must_use]
pub fn decode(prefix: &str, text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let lower = !text.bytes().any(|byte| byte.is_ascii_uppercase());
    let upper = !text.bytes().any(|byte| byte.is_ascii_lowercase());
    if text.len() != prefix.len() + 1 + DATA + CHECK || !(lower || upper) {
        return None;
    }
    let text = Zeroizing::new(text.to_ascii_lowercase());
    let data = text.strip_prefix(prefix)?.strip_prefix('1')?;
    let mut sum = start(prefix);
    let mut out = Zeroizing::new([0_u8; 32]);
    let mut places = out.iter_mut();
    let (mut held, mut bits) = (0_u32, 0);
    for (at, byte) in data.bytes().enumerate() {
        let value = LETTERS.iter().position(|letter| *letter == byte)?;
        let value = u8::try_from(value).ok()?;
        sum = step(sum, value);
        if at < DATA {
            held = ((held << 5) | u32::from(value)) & 0xfff;
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                *places.next()? = (held >> bits) as u8;
            }
        }
    }
    // Four bits are left over, and they are zero.
    (sum == 1 && held & 0xf == 0).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A public test key of the age vectors.
    const KEY: &str = "age-secret-key-1egtzvffv20835nwyv6270lxyvk2vknx2mmdkwyklmgr48uawx40q2p2lm0";

    #[test]
    fn a_published_key_is_read_and_written_as_it_was() {
        let bytes = decode("age-secret-key-", KEY).unwrap();
        assert_eq!(*encode("age-secret-key-", &bytes), KEY);
        let upper = KEY.to_ascii_uppercase();
        assert_eq!(decode("age-secret-key-", &upper), Some(bytes));
    }

    #[test]
    fn every_single_wrong_letter_is_seen() {
        for at in 0..KEY.len() {
            for other in "qpzry9x8gf2tvdw0s3jn54khce6mua7l1boi -A\u{e9}".chars() {
                let mut letters: Vec<char> = KEY.chars().collect();
                if letters[at] != other {
                    letters[at] = other;
                    let wrong: String = letters.into_iter().collect();
                    assert_eq!(decode("age-secret-key-", &wrong), None, "{wrong}");
                }
            }
            assert_eq!(decode("age-secret-key-", &KEY[..at]), None);
        }
        assert_eq!(decode("age", KEY), None);
    }

    #[test]
    fn left_over_bits_are_refused() {
        // The last character of the data carries one bit of the key and four zeros; a checksum made anew does not help.
        let good = encode("age", &[7; 32]);
        let data = &good[4..4 + DATA];
        for value in 0..32_u8 {
            let data = format!("{}{}", &data[..DATA - 1], letter(value));
            let sum = data.bytes().fold(start("age"), |sum, byte| {
                step(sum, LETTERS.iter().position(|letter| *letter == byte).unwrap() as u8)
            });
            let sum = (0..CHECK).fold(sum, |sum, _| step(sum, 0)) ^ 1;
            let check: String = (0..CHECK).rev().map(|place| letter((sum >> (5 * place)) as u8)).collect();
            let read = decode("age", &format!("age1{data}{check}"));
            assert_eq!(read.is_some(), value & 0xf == 0, "{value}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_there_and_back(bytes: [u8; 32]) {
            prop_assert_eq!(*decode("age", &encode("age", &bytes)).unwrap(), bytes);
        }

        #[test]
        fn any_text_is_safe(text: String) {
            let _ = decode("age", &text);
            let _ = decode("age", &format!("age1{text}"));
        }
    }
}

//! How bytes become the short texts that stores hold: URL-safe base64 without padding, fields joined by full stops, and a
//! checksum that tells damage from a wrong key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Length of [`check`] in characters.
const CHECK_LENGTH: usize = 8;

/// URL-safe base64 without padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes of a text made by [`encode`]; `None` for anything that `encode` would not have written.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Like [`decode`], where exactly `N` bytes must come out.
pub(crate) fn decode_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    decode(text)?.try_into().ok()
}

/// Eight characters that change with every accidental damage (48 bits of SHA-256). No protection against intent.
fn check(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let mut short = encode(&digest);
    short.truncate(CHECK_LENGTH);
    short
}

/// `text`, a full stop, and its checksum.
pub(crate) fn with_check(text: &str) -> String {
    format!("{text}.{}", check(text))
}

/// The text without its checksum; `None` where the checksum does not fit: the text is damaged.
///
/// Every version of every checked text ends in this checksum, so that a reader can tell "damaged" from "newer".
pub(crate) fn checked(text: &str) -> Option<&str> {
    let (body, found) = text.rsplit_once('.')?;
    (check(body) == found).then_some(body)
}

/// Lower-case hexadecimal digits of `bytes`, for keys.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The bytes behind `2 N` lower-case hexadecimal digits.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut bytes = [0_u8; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        let pair = std::str::from_utf8(pair).ok()?;
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_single_damage_of_a_checked_text_is_seen() {
        let text = with_check("slot1.some.fields");
        assert_eq!(checked(&text), Some("slot1.some.fields"));
        for at in 0..text.len() {
            for bit in 0..7 {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                let damaged = String::from_utf8(bytes).unwrap();
                assert_eq!(checked(&damaged), None, "{damaged}");
            }
            assert_eq!(checked(&text[..at]), None);
        }
    }

    #[test]
    fn hex_there_and_back() {
        assert_eq!(hex(&[0, 0x9f, 255]), "009fff");
        assert_eq!(unhex("009fff"), Some([0, 0x9f, 255]));
        for bad in ["009FFF", "009ff", "009ffg", "+09fff", "é9fff"] {
            assert_eq!(unhex::<3>(bad), None, "{bad}");
        }
    }

    #[test]
    fn base64_accepts_one_spelling_only() {
        assert_eq!(decode("AA"), Some(vec![0]));
        assert_eq!(decode("AB"), None, "left-over bits");
        assert_eq!(decode("AA=="), None);
        assert_eq!(decode("A+"), None);
    }
}

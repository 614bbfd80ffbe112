//! The header of an age file: a stanza for each way to open it, and a code that authenticates them all.
//!
//! Read strictly: every form that the format has only one spelling for is refused in any other.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;

use super::error::AgeError;

const VERSION: &[u8] = b"age-encryption.org/v1";
const ANY_VERSION: &[u8] = b"age-encryption.org/";
/// Longest accepted header in bytes. One with a hundred recipients needs a tenth of it.
const LONGEST: usize = 1 << 17;
/// Length of a full line of a stanza's body.
const COLUMNS: usize = 64;
/// Length of the authentication code in bytes.
pub(super) const MAC: usize = 32;

/// One way to open the file: its kind, what the kind needs to know, and the wrapped file key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stanza {
    /// The kind, `X25519` or `scrypt` or one that is not known here.
    pub kind: String,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// Its body.
    pub body: Vec<u8>,
}

/// A header as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub stanzas: Vec<Stanza>,
    /// How many bytes the code covers: all up to and including `---`.
    pub covered: usize,
    pub mac: [u8; MAC],
    /// Length of the whole header in bytes; the payload follows.
    pub length: usize,
}

/// Base64 without padding, as headers have it.
pub(super) fn encode(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

/// The bytes of [`encode`], in that one spelling, `N` of them.
pub(super) fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    BASE64.decode(text).ok()?.try_into().ok()
}

/// The header's text up to and including `---`.
pub(super) fn write(stanzas: &[Stanza]) -> Vec<u8> {
    let mut out = VERSION.to_vec();
    for stanza in stanzas {
        out.extend_from_slice(b"\n-> ");
        out.extend_from_slice(stanza.kind.as_bytes());
        for argument in &stanza.arguments {
            out.push(b' ');
            out.extend_from_slice(argument.as_bytes());
        }
        let body = encode(&stanza.body);
        for line in body.as_bytes().chunks(COLUMNS) {
            out.push(b'\n');
            out.extend_from_slice(line);
        }
        // A body ends in a line that is not full, be it empty.
        if body.len().is_multiple_of(COLUMNS) {
            out.push(b'\n');
        }
    }
    out.extend_from_slice(b"\n---");
    out
}

/// Lines of a header, each without its line feed.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lines<'a> {
    /// The next line; the header must have one.
    fn next(&mut self) -> Result<&'a [u8], AgeError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = rest.iter().take(LONGEST).position(|byte| *byte == b'\n').ok_or(AgeError::Header)?;
        self.at += end + 1;
        if self.at > LONGEST {
            return Err(AgeError::Header);
        }
        rest.get(..end).ok_or(AgeError::Header)
    }
}

/// Reads the header at the start of a binary age file.
pub(super) fn read(bytes: &[u8]) -> Result<Header, AgeError> {
    if !bytes.starts_with(ANY_VERSION) {
        return Err(AgeError::NotAge);
    }
    let mut lines = Lines { bytes, at: 0 };
    let version = lines.next()?;
    if version != VERSION {
        let number = version.strip_prefix(ANY_VERSION).and_then(|rest| rest.strip_prefix(b"v"));
        let newer = number.is_some_and(|rest| !rest.is_empty() && rest.iter().all(u8::is_ascii_digit));
        return Err(if newer { AgeError::Newer } else { AgeError::Header });
    }
    let mut stanzas = Vec::new();
    loop {
        let start = lines.at;
        let line = lines.next()?;
        if let Some(arguments) = line.strip_prefix(b"-> ") {
            stanzas.push(stanza(arguments, &mut lines)?);
        } else {
            let mac = line.strip_prefix(b"--- ").and_then(|mac| decode(std::str::from_utf8(mac).ok()?));
            let mac = mac.ok_or(AgeError::Header)?;
            let alone = stanzas.len() == 1 || stanzas.iter().all(|stanza: &Stanza| stanza.kind != "scrypt");
            if stanzas.is_empty() || !alone {
                return Err(AgeError::Header);
            }
            return Ok(Header { stanzas, covered: start + 3, mac, length: lines.at });
        }
    }
}

fn stanza(arguments: &[u8], lines: &mut Lines<'_>) -> Result<Stanza, AgeError> {
    let text = std::str::from_utf8(arguments).map_err(|_| AgeError::Header)?;
    let fits = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic());
    let mut words = text.split(' ').map(|word| fits(word).then(|| word.to_owned()).ok_or(AgeError::Header));
    let kind = words.next().ok_or(AgeError::Header)??;
    let arguments = words.collect::<Result<Vec<_>, _>>()?;
    let mut body = Vec::new();
    loop {
        let line = lines.next()?;
        let bytes = BASE64.decode(line).map_err(|_| AgeError::Header)?;
        body.extend(bytes);
        if line.len() > COLUMNS {
            return Err(AgeError::Header);
        }
        if line.len() < COLUMNS {
            return Ok(Stanza { kind, arguments, body });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_header_there_and_back(kinds in proptest::collection::vec(("[!-~]{1,9}", proptest::collection::vec("[!-~]{1,70}", 0..3), proptest::collection::vec(any::<u8>(), 0..120)), 1..5)) {
            let stanzas: Vec<Stanza> = kinds.into_iter().map(|(kind, arguments, body)| Stanza { kind, arguments, body }).collect();
            prop_assume!(stanzas.iter().all(|stanza| stanza.kind != "scrypt"));
            let mut bytes = write(&stanzas);
            let covered = bytes.len();
            bytes.extend_from_slice(format!(" {}\nrest", encode(&[9; 32])).as_bytes());
            let read = read(&bytes).unwrap();
            prop_assert_eq!(&read.stanzas, &stanzas);
            prop_assert_eq!((read.covered, read.mac, read.length), (covered, [9; 32], bytes.len() - 4));
        }

        #[test]
        fn any_bytes_are_safe(bytes: Vec<u8>, text in "[-> \nA-Za-z0-9+/]{0,300}") {
            let _ = read(&bytes);
            let _ = read(format!("age-encryption.org/v1\n{text}").as_bytes());
        }
    }

    #[test]
    fn a_header_without_an_end_is_not_read_for_ever() {
        let mut bytes = b"age-encryption.org/v1\n".to_vec();
        bytes.extend(b"-> x\n\n".repeat(100_000));
        assert_eq!(read(&bytes), Err(AgeError::Header));
        let mut bytes = b"age-encryption.org/v1\n-> x ".to_vec();
        bytes.extend(b"a".repeat(1_000_000));
        assert_eq!(read(&bytes), Err(AgeError::Header));
    }

    #[test]
    fn other_versions_and_other_files_are_told_apart() {
        assert_eq!(read(b"age-encryption.org/v2\n-> X\n"), Err(AgeError::Newer));
        assert_eq!(read(b"age-encryption.org/vx\n-> X\n"), Err(AgeError::Header));
        assert_eq!(read(b"PK\x03\x04"), Err(AgeError::NotAge));
        assert_eq!(read(b""), Err(AgeError::NotAge));
    }
}

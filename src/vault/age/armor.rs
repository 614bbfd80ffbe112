//! An age file as text: base64 in lines of 64 between a first and a last line.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::error::AgeError;

const BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----";
const END: &str = "-----END AGE ENCRYPTED FILE-----";
const COLUMNS: usize = 64;

/// Whether this is an age file as text (leading white space aside).
#[must_use]
pub fn is_armored(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(BEGIN.as_bytes())
}

/// The file as text, its last line ended.
#[must_use]
pub fn write(bytes: &[u8]) -> String {
    let body = BASE64.encode(bytes);
    let mut out = String::with_capacity(body.len() + body.len() / COLUMNS + 80);
    out.push_str(BEGIN);
    out.push('\n');
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, later) = rest.split_at_checked(COLUMNS).unwrap_or((rest, ""));
        out.push_str(line);
        out.push('\n');
        rest = later;
    }
    out.push_str(END);
    out.push('\n');
    out
}

/// The binary file in a text, in the one spelling that [`write`] has; lines may end in CR LF, and white space may surround
/// the whole.
///
/// # Errors
/// [`AgeError::Armor`].
pub fn read(bytes: &[u8]) -> Result<Vec<u8>, AgeError> {
    let text = std::str::from_utf8(bytes.trim_ascii()).map_err(|_| AgeError::Armor)?;
    let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    if lines.next() != Some(BEGIN) {
        return Err(AgeError::Armor);
    }
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    // Whether a line was shorter than the others, so that the end must follow.
    let mut ended = false;
    for line in &mut lines {
        if line == END {
            let over = lines.next().is_none();
            return over.then_some(out).ok_or(AgeError::Armor);
        }
        if ended || line.is_empty() || line.len() > COLUMNS {
            return Err(AgeError::Armor);
        }
        ended = line.len() < COLUMNS || line.ends_with('=');
        BASE64.decode_vec(line, &mut out).map_err(|_| AgeError::Armor)?;
    }
    Err(AgeError::Armor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_there_and_back(bytes: Vec<u8>) {
            let text = write(&bytes);
            prop_assert!(is_armored(text.as_bytes()));
            prop_assert_eq!(read(text.as_bytes()), Ok(bytes.clone()));
            prop_assert_eq!(read(text.replace('\n', "\r\n").as_bytes()), Ok(bytes));
        }

        #[test]
        fn any_text_is_safe(bytes: Vec<u8>, text: String) {
            let _ = read(&bytes);
            let _ = read(format!("{BEGIN}\n{text}\n{END}").as_bytes());
        }
    }
}

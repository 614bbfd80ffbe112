//! What was sealed as JSON, read again.

use serde::de::{DeserializeOwned, Error};

/// Reads a value. Always by way of text, because reading bytes would bring all that reads JSON into the download a second
/// time.
///
/// # Errors
/// Where the bytes are no UTF-8, or no such value.
pub fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, serde_json::Error> {
    serde_json::from_str(std::str::from_utf8(bytes).map_err(Error::custom)?)
}

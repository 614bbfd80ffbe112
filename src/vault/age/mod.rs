//! Age files, version 1 (<https://age-encryption.org/v1>): what the standard tools encrypt and decrypt.
//!
//! What lives here: reading and writing of age files with the two native kinds of recipient, X25519 and scrypt, on the
//! primitives that the vault uses anyway. What never does: what is inside the files, a plug-in, a post-quantum recipient
//! (such a stanza is passed over, as the format asks).
//!
//! - [`bech32`], [`keys`] keys as text; [`passphrase`] passphrases, with a bound on their cost
//! - [`header`] who can open it; [`stream`] the content in chunks; [`armor`] all of it as text
//! - [`file`] a whole file, opened or written
//!
//! Reading is total: any bytes give a file or an [`AgeError`], the header is bounded, and nothing is computed for longer or
//! with more memory than [`passphrase::MAX_FACTOR`] allows. There is no compression, so nothing grows when it is opened.

pub mod armor;
pub mod bech32;
pub mod error;
pub mod file;
pub mod header;
pub mod keys;
pub mod passphrase;
pub mod stream;

pub use error::AgeError;
pub use file::{AgeFile, FileKey, To, With, Writer};
pub use keys::{Identity, Recipient};
pub use passphrase::{ScryptKey, ScryptParams};

//! The browser's cryptographic randomness.

use rand_core::{CryptoRng, Error, RngCore};

/// Random bytes from the browser's `crypto.getRandomValues`, which every secure context has.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl RngCore for SystemRandom {
    fn next_u32(&mut self) -> u32 {
        rand_core::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        rand_core::impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::getrandom(bytes) {
            // No key may ever be made without randomness, so stopping is the only safe answer.
            wasm_bindgen::throw_str(&format!("no randomness: {error}"));
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        getrandom::getrandom(bytes).map_err(Error::from)
    }
}

impl CryptoRng for SystemRandom {}

/// Sixteen random bytes, for a name.
#[must_use]
pub fn random_bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    SystemRandom.fill_bytes(&mut bytes);
    bytes
}

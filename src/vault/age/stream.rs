//! The content of an age file: ChaCha20-Poly1305 in chunks of 64 KiB, the last one marked as the last.

use chacha20poly1305::aead::Aead;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce};

use super::error::AgeError;
use crate::vault::keys::SealKey;
use crate::vault::seal::{SealError, TAG};

/// Length of a full chunk's plaintext in bytes.
pub const CHUNK: usize = 64 * 1024;

/// The key of one payload and how many chunks it has had.
struct Chunks {
    cipher: ChaCha20Poly1305,
    count: u64,
}

impl Chunks {
    fn new(key: &SealKey) -> Self {
        Self { cipher: ChaCha20Poly1305::new(key.bytes().into()), count: 0 }
    }

    /// Eleven bytes of counter, most significant first, and one that is 1 in the last chunk.
    fn nonce(&self, last: bool) -> Nonce {
        let mut nonce = Nonce::default();
        for (place, byte) in nonce.iter_mut().skip(3).zip(self.count.to_be_bytes()) {
            *place = byte;
        }
        if let Some(end) = nonce.last_mut() {
            *end = u8::from(last);
        }
        nonce
    }

    fn open(&mut self, sealed: &[u8], last: bool) -> Option<Vec<u8>> {
        let plain = self.cipher.decrypt(&self.nonce(last), sealed).ok()?;
        self.count = self.count.checked_add(1)?;
        Some(plain)
    }

    fn seal(&mut self, plain: &[u8], last: bool) -> Result<Vec<u8>, AgeError> {
        let sealed = self.cipher.encrypt(&self.nonce(last), plain).map_err(|_| SealError::TooLong)?;
        self.count = self.count.checked_add(1).ok_or(SealError::TooLong)?;
        Ok(sealed)
    }
}

/// Opens a payload chunk by chunk. Each chunk that it gives is authentic; only where the last one came without an error is the
/// content whole.
pub struct Payload<'a> {
    chunks: Chunks,
    rest: &'a [u8],
    done: bool,
}

impl<'a> Payload<'a> {
    pub(super) fn new(key: &SealKey, rest: &'a [u8]) -> Self {
        Self { chunks: Chunks::new(key), rest, done: false }
    }

    fn step(&mut self) -> Option<Vec<u8>> {
        let (sealed, rest) = self.rest.split_at_checked(CHUNK + TAG).unwrap_or((self.rest, &[]));
        let first = self.chunks.count == 0;
        // A chunk that is not full can only be the last; a full one may be either.
        let full = sealed.len() == CHUNK + TAG;
        let middle = if full { self.chunks.open(sealed, false) } else { None };
        let plain = match middle {
            Some(plain) => plain,
            None => {
                self.done = true;
                self.chunks.open(sealed, true)?
            }
        };
        self.rest = rest;
        // Only a payload of nothing at all ends in an empty chunk.
        (first || !plain.is_empty()).then_some(plain)
    }
}

impl Iterator for Payload<'_> {
    type Item = Result<Vec<u8>, AgeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done && self.rest.is_empty() {
            return None;
        }
        let broken = if self.done { None } else { self.step() };
        if broken.is_none() {
            // Damage, a missing end, or something after the end. Nothing further is given.
            self.done = true;
            self.rest = &[];
        }
        Some(broken.ok_or(AgeError::Payload))
    }
}

/// Seals a payload as it comes.
pub(super) struct Sealer {
    chunks: Chunks,
    held: zeroize::Zeroizing<Vec<u8>>,
    out: Vec<u8>,
}

impl Sealer {
    /// `out` holds the header already.
    pub(super) fn new(key: &SealKey, out: Vec<u8>) -> Self {
        Self { chunks: Chunks::new(key), held: zeroize::Zeroizing::new(Vec::with_capacity(CHUNK)), out }
    }

    pub(super) fn write(&mut self, mut bytes: &[u8]) -> Result<(), AgeError> {
        while !bytes.is_empty() {
            // A full chunk is sealed only when more follows: it might be the last.
            if self.held.len() == CHUNK {
                self.out.extend(self.chunks.seal(&self.held, false)?);
                self.held.clear();
            }
            let (now, later) = bytes.split_at_checked(CHUNK - self.held.len()).unwrap_or((bytes, &[]));
            self.held.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Vec<u8>, AgeError> {
        self.out.extend(self.chunks.seal(&self.held, true)?);
        Ok(self.out)
    }

    pub(super) fn length(&self) -> usize {
        self.out.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SealKey {
        SealKey::from_bytes([6; 32])
    }

    fn sealed(plain: &[u8], piece: usize) -> Vec<u8> {
        let mut sealer = Sealer::new(&key(), Vec::new());
        plain.chunks(piece).for_each(|piece| sealer.write(piece).unwrap());
        sealer.finish().unwrap()
    }

    #[test]
    fn contents_of_every_length_around_a_chunk_come_back() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7] {
            let plain: Vec<u8> = (0..length).map(|at| at as u8).collect();
            let whole = sealed(&plain, 1 << 20);
            assert_eq!(whole, sealed(&plain, 1000), "how it is handed in makes no difference");
            let read: Result<Vec<_>, _> = Payload::new(&key(), &whole).collect();
            assert_eq!(read.unwrap().concat(), plain);
            assert_eq!(whole.len(), length + TAG * length.div_ceil(CHUNK).max(1));
        }
    }

    #[test]
    fn chacha_gives_the_answer_of_rfc_8439() {
        // Section 2.8.2.
        use chacha20poly1305::aead::Payload;
        let key: [u8; 32] = std::array::from_fn(|at| 0x80 + at as u8);
        let nonce = Nonce::from([7, 0, 0, 0, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47]);
        let aad = [0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7];
        let msg = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let sealed = ChaCha20Poly1305::new(&key.into()).encrypt(&nonce, Payload { msg, aad: &aad }).unwrap();
        let (body, tag) = sealed.split_at(msg.len());
        assert_eq!(crate::vault::text::hex(&body[..16]), "d31a8d34648e60db7b86afbc53ef7ec2");
        assert_eq!(crate::vault::text::hex(tag), "1ae10b594f09e26a7e902ecbd0600691");
    }

    #[test]
    fn what_is_cut_or_moved_is_seen_and_the_authentic_part_given() {
        let plain = vec![5; 2 * CHUNK + 9];
        let whole = sealed(&plain, 1 << 20);
        let cut = &whole[..2 * (CHUNK + TAG)];
        let read: Vec<_> = Payload::new(&key(), cut).collect();
        assert_eq!(read.len(), 3);
        assert!(read[0].is_ok() && read[1].is_ok() && read[2] == Err(AgeError::Payload));
        let swapped = [&whole[CHUNK + TAG..2 * (CHUNK + TAG)], &whole[..CHUNK + TAG]].concat();
        assert_eq!(Payload::new(&key(), &swapped).collect::<Vec<_>>(), [Err(AgeError::Payload)]);
        assert_eq!(Payload::new(&key(), &[]).collect::<Vec<_>>(), [Err(AgeError::Payload)]);
    }
}

//! Bytes out and in.

use super::CompactError;

/// Bytes being written.
#[derive(Debug, Default)]
pub(crate) struct Out(Vec<u8>);

impl Out {
    pub(crate) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// A number in groups of seven bits, the lowest first: a byte below 128, two below 16,384 and so on.
    pub(crate) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// A number of either sign; small ones of either sign are short.
    pub(crate) fn signed(&mut self, number: i64) {
        self.number(zigzag(number));
    }

    /// How much has been written.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Sets bits of a byte that was written before.
    pub(crate) fn mark(&mut self, at: usize, bits: u8) {
        if let Some(byte) = self.0.get_mut(at) {
            *byte |= bits;
        }
    }

    pub(crate) fn done(self) -> Vec<u8> {
        self.0
    }
}

/// 0, -1, 1, -2 ... as 0, 1, 2, 3 ...
pub(crate) const fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

/// What [`zigzag`] was given.
pub(crate) const fn unzigzag(number: u64) -> i64 {
    ((number >> 1) as i64) ^ -((number & 1) as i64)
}

/// Bytes being read.
#[derive(Debug)]
pub(crate) struct In<'b>(&'b [u8]);

impl<'b> In<'b> {
    pub(crate) fn of(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, CompactError> {
        let (first, rest) = self.0.split_first().ok_or(CompactError::Short)?;
        self.0 = rest;
        Ok(*first)
    }

    pub(crate) fn number(&mut self) -> Result<u64, CompactError> {
        let mut number = 0;
        for group in 0..10 {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            let shifted = bits << (7 * group);
            if shifted >> (7 * group) != bits {
                return Err(CompactError::Invalid);
            }
            number |= shifted;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(CompactError::Invalid)
    }

    pub(crate) fn signed(&mut self) -> Result<i64, CompactError> {
        self.number().map(unzigzag)
    }

    /// A number that counts bytes or what takes at least one byte each; never more than what is left.
    pub(crate) fn length(&mut self) -> Result<usize, CompactError> {
        let length = usize::try_from(self.number()?).map_err(|_| CompactError::Short)?;
        if length > self.0.len() { Err(CompactError::Short) } else { Ok(length) }
    }

    pub(crate) fn take(&mut self, length: usize) -> Result<&'b [u8], CompactError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(CompactError::Short)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], CompactError> {
        self.take(N)?.try_into().map_err(|_| CompactError::Short)
    }

    /// All that is left.
    pub(crate) fn rest(self) -> &'b [u8] {
        self.0
    }

    /// All must have been read.
    pub(crate) fn end(&self) -> Result<(), CompactError> {
        if self.0.is_empty() { Ok(()) } else { Err(CompactError::Invalid) }
    }
}

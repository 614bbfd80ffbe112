//! Chance, the same on every machine.

use rand_distr::{Distribution, StandardNormal};
use rand_pcg::{Pcg32, rand_core::RngCore};

/// A stream of chance.
pub(super) struct Dice(Pcg32);

impl Dice {
    /// The stream of that number under a seed. Neighbouring streams of a PCG started from one state resemble each other, so
    /// that the start is mixed from both.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        Self(Pcg32::new(mixed(mixed(seed) ^ stream), stream))
    }

    /// A number from 0 up to, not including, 1, in steps of 2^-32 so that it is exact everywhere.
    pub(super) fn unit(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / 4_294_967_296.0
    }

    /// Whether something of that chance happens.
    pub(super) fn happens(&mut self, chance: f64) -> bool {
        self.unit() < chance
    }

    /// A whole number from `low` to `high`, both included; `low` where `high` is below it.
    pub(super) fn whole(&mut self, low: i64, high: i64) -> i64 {
        let steps = (high - low + 1).max(1);
        // Below 2^32 steps the product is exact to far below one, and truncation is what is wanted.
        low + ((self.unit() * steps as f64) as i64).min(steps - 1)
    }

    /// A place from `low` to `high`, both included.
    pub(super) fn place(&mut self, low: usize, high: usize) -> usize {
        let span = i64::try_from(high.saturating_sub(low)).unwrap_or(0);
        low + usize::try_from(self.whole(0, span)).unwrap_or(0)
    }

    /// A number evenly from `low` to `high`.
    pub(super) fn between(&mut self, (low, high): (f64, f64)) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A standard normal deviate.
    pub(super) fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// Sixteen bytes for an identity. They are not secret, which an invented record has no need of.
    pub(super) fn bytes(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        bytes
    }
}

/// The finishing steps of SplitMix64 (Steele, Lea and Flood 2014): every bit of the input changes about half of the result.
const fn mixed(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

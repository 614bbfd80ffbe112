//! What can keep a statistic from being computed.

/// Why a statistic has no value.
///
/// A function of this room either returns a number that means what its documentation says, or one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StatError {
    /// There are fewer observations than the method needs.
    #[error("there are too few observations: {needed} are needed, {found} were found")]
    TooFew {
        /// The smallest number the method can work with.
        needed: usize,
        /// The number that was given.
        found: usize,
    },
    /// Two inputs that must go together have different lengths, or a table is not rectangular.
    #[error("the lengths do not match: {expected} expected, {found} found")]
    LengthMismatch {
        /// The length that was expected.
        expected: usize,
        /// The length that was given.
        found: usize,
    },
    /// An input is not a number or infinite.
    #[error("an input is not a finite number")]
    NotFinite,
    /// All the observations are equal where the method divides by their variation.
    #[error("the observations do not vary")]
    NoVariation,
    /// An option lies outside the range in which the method is defined.
    #[error("an option is out of range: {0}")]
    OutOfRange(&'static str),
    /// The observations do not determine the quantity that was asked for.
    #[error("not estimable: {0}")]
    NotEstimable(&'static str),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_a_plain_sentence() {
        let told = StatError::TooFew { needed: 3, found: 1 }.to_string();
        assert_eq!(told, "there are too few observations: 3 are needed, 1 were found");
        assert_eq!(StatError::NotEstimable("a singular design").to_string(), "not estimable: a singular design");
    }
}

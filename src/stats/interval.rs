//! A two-sided interval, and the coverage that goes with it.

use super::distributions::normal_quantile;
use super::error::StatError;

/// The lower and the upper limit of a two-sided interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

impl Interval {
    /// The symmetric interval `estimate - half` to `estimate + half`.
    ///
    /// ```
    /// use attune::stats::interval::Interval;
    /// assert_eq!(Interval::around(2.0, 0.5), Interval { lower: 1.5, upper: 2.5 });
    /// ```
    #[must_use]
    pub fn around(estimate: f64, half: f64) -> Self {
        Self { lower: estimate - half, upper: estimate + half }
    }

    /// The same interval cut to the range `lower` to `upper` (given in that order).
    ///
    /// ```
    /// use attune::stats::interval::Interval;
    /// let cut = Interval { lower: -0.2, upper: 0.4 }.within(0.0, 1.0);
    /// assert_eq!(cut, Interval { lower: 0.0, upper: 0.4 });
    /// ```
    #[must_use]
    pub fn within(self, lower: f64, upper: f64) -> Self {
        Self { lower: self.lower.max(lower).min(upper), upper: self.upper.max(lower).min(upper) }
    }
}

/// Check that a coverage lies strictly between 0 and 1.
pub(crate) fn check_level(level: f64) -> Result<(), StatError> {
    if level > 0.0 && level < 1.0 { Ok(()) } else { Err(StatError::OutOfRange("a coverage lies between 0 and 1")) }
}

/// The normal quantile of a two-sided interval: 1.96 for a coverage of .95.
pub(crate) fn two_sided_z(level: f64) -> Result<f64, StatError> {
    check_level(level)?;
    Ok(normal_quantile(0.5 + 0.5 * level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_is_checked() {
        assert!((two_sided_z(0.95).unwrap() - 1.959_963_984_540_054).abs() < 1e-12);
        for level in [0.0, 1.0, -0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert!(matches!(two_sided_z(level), Err(StatError::OutOfRange(_))));
        }
    }
}

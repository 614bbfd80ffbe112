//! The product-moment correlation, its interval and its test.

use super::describe::{check_same_length, check_sample, cross_deviations, squared_deviations, varies};
use super::distributions::t_two_sided;
use super::error::StatError;
use super::interval::{Interval, two_sided_z};

/// A product-moment correlation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correlation {
    /// The correlation, from -1 to 1.
    pub r: f64,
    /// The number of pairs.
    pub n: usize,
}

impl Correlation {
    /// Pearson's `r` of two series of at least two pairs. A pair of which one value is missing is left out by the
    /// caller.
    ///
    /// # Errors
    /// [`StatError::LengthMismatch`], [`StatError::TooFew`], [`StatError::NotFinite`], [`StatError::NoVariation`] if one
    /// of the series does not vary.
    ///
    /// ```
    /// use attune::stats::correlation::Correlation;
    /// let c = Correlation::of(&[1.0, 2.0, 3.0], &[1.0, 2.0, 9.0])?;
    /// assert!((c.r - 0.917_662_935_482_247).abs() < 1e-14);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn of(x: &[f64], y: &[f64]) -> Result<Self, StatError> {
        check_same_length(x.len(), y.len())?;
        check_sample(x, 2)?;
        check_sample(y, 2)?;
        if !varies(x) || !varies(y) {
            return Err(StatError::NoVariation);
        }
        // Each series is brought to a length near one first, so that no product leaves the range of numbers.
        let (x, y) = (rescaled(x), rescaled(y));
        let scale = squared_deviations(&x)?.sqrt() * squared_deviations(&y)?.sqrt();
        if scale.is_nan() || scale <= 0.0 {
            return Err(StatError::NoVariation);
        }
        Ok(Self { r: (cross_deviations(&x, &y)? / scale).clamp(-1.0, 1.0), n: x.len() })
    }

    /// The interval by Fisher's transformation, `tanh(atanh r -/+ z / sqrt(n - 3))`.
    ///
    /// # Errors
    /// [`StatError::TooFew`] below four pairs, [`StatError::OutOfRange`] for a level outside 0 to 1 or an `r` outside
    /// -1 to 1. For `r` of exactly 1 or -1 both limits are that value.
    ///
    /// ```
    /// use attune::stats::correlation::Correlation;
    /// let i = Correlation { r: 0.278, n: 12 }.fisher_interval(0.95)?;
    /// assert!((i.lower + 0.35).abs() < 0.01 && (i.upper - 0.73).abs() < 0.01);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn fisher_interval(&self, level: f64) -> Result<Interval, StatError> {
        let z = two_sided_z(level)?;
        if self.n < 4 {
            return Err(StatError::TooFew { needed: 4, found: self.n });
        }
        if !(-1.0..=1.0).contains(&self.r) {
            return Err(StatError::OutOfRange("a correlation lies between -1 and 1"));
        }
        let half = z / ((self.n - 3) as f64).sqrt();
        let middle = self.r.atanh();
        Ok(Interval { lower: (middle - half).tanh(), upper: (middle + half).tanh() })
    }

    /// The two-sided p-value of `r = 0`, by `t = r sqrt((n - 2) / (1 - r^2))` with `n - 2` degrees of freedom.
    ///
    /// # Errors
    /// [`StatError::TooFew`] below three pairs.
    ///
    /// ```
    /// use attune::stats::correlation::Correlation;
    /// assert!((Correlation { r: 0.5, n: 12 }.p_value()? - 0.097_854_614).abs() < 1e-9);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn p_value(&self) -> Result<f64, StatError> {
        if self.n < 3 {
            return Err(StatError::TooFew { needed: 3, found: self.n });
        }
        let df = (self.n - 2) as f64;
        Ok(t_two_sided(self.r * (df / ((1.0 - self.r) * (1.0 + self.r))).sqrt(), df))
    }
}

fn rescaled(values: &[f64]) -> Vec<f64> {
    let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    values.iter().map(|v| v / largest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn too_few_flat_or_uneven_is_told() {
        assert_eq!(Correlation::of(&[], &[]), Err(StatError::TooFew { needed: 2, found: 0 }));
        assert_eq!(Correlation::of(&[1.0], &[1.0]), Err(StatError::TooFew { needed: 2, found: 1 }));
        assert_eq!(Correlation::of(&[1.0, 2.0], &[3.0, 3.0]), Err(StatError::NoVariation));
        assert_eq!(Correlation::of(&[1.0, 2.0], &[3.0]), Err(StatError::LengthMismatch { expected: 2, found: 1 }));
        assert_eq!(Correlation::of(&[1.0, f64::NAN], &[3.0, 4.0]), Err(StatError::NotFinite));
        assert_eq!(Correlation::of(&[1.0, 2.0], &[3.0, f64::INFINITY]), Err(StatError::NotFinite));
        assert!(Correlation { r: 0.2, n: 3 }.fisher_interval(0.95).is_err());
        assert!(Correlation { r: f64::NAN, n: 9 }.fisher_interval(0.95).is_err());
        assert!(Correlation { r: 0.2, n: 2 }.p_value().is_err());
    }

    #[test]
    fn extremes() {
        let line = Correlation::of(&[1e300, -1e300, 0.0, 1.0], &[1e-300, -1e-300, 0.0, 1e-310]).unwrap();
        assert!((line.r - 1.0).abs() < 1e-9);
        let perfect = Correlation { r: 1.0, n: 9 };
        assert_eq!(perfect.fisher_interval(0.95).unwrap(), Interval { lower: 1.0, upper: 1.0 });
        assert_eq!(perfect.p_value().unwrap(), 0.0);
    }

    proptest! {
        #[test]
        fn order_shift_and_scale(pairs in prop::collection::vec((-9.0..9.0f64, -9.0..9.0f64), 4..30), shift in -9.0..9.0f64, scale in 0.1..9.0f64) {
            let of = |p: &[(f64, f64)]| {
                let (x, y): (Vec<f64>, Vec<f64>) = p.iter().copied().unzip();
                Correlation::of(&x, &y)
            };
            let Ok(c) = of(&pairs) else { return Ok(()) };
            let mut moved: Vec<(f64, f64)> = pairs.iter().map(|(x, y)| (shift - x * scale, y + shift)).collect();
            moved.rotate_left(1);
            prop_assert!((of(&moved).unwrap().r + c.r).abs() < 1e-9);
            let i = c.fisher_interval(0.95).unwrap();
            prop_assert!(-1.0 <= i.lower && i.lower <= c.r && c.r <= i.upper && i.upper <= 1.0);
            prop_assert!((0.0..=1.0).contains(&c.p_value().unwrap()));
        }
    }
}

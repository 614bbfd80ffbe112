//! The straight line through points by ordinary least squares.

use super::describe::{
    check_same_length, check_sample, cross_deviations, finite, mean, squared_deviations, sum, varies,
};
use super::distributions::{t_quantile, t_two_sided};
use super::error::StatError;
use super::interval::{Interval, check_level};

/// A straight line `y = intercept + slope x`, fitted by least squares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StraightLine {
    /// The value of the line at `x = 0`.
    pub intercept: f64,
    /// The change in `y` for one unit of `x`.
    pub slope: f64,
    /// The sum of squared residuals.
    pub residual_sum_of_squares: f64,
    /// The share of the variation of `y` that the line takes up; `None` where `y` does not vary.
    pub r_squared: Option<f64>,
    /// The number of points.
    pub n: usize,
    /// The sum of squared deviations of `x`.
    x_squares: f64,
}

impl StraightLine {
    /// Fit a line to at least two points; a point of which a coordinate is missing is left out by the caller.
    ///
    /// # Errors
    /// [`StatError::LengthMismatch`], [`StatError::TooFew`], [`StatError::NotFinite`], [`StatError::NoVariation`] if all
    /// `x` are equal.
    ///
    /// ```
    /// use attune::stats::regression::StraightLine;
    /// let line = StraightLine::fit(&[0.0, 1.0, 2.0], &[1.0, 3.0, 5.0])?;
    /// assert_eq!((line.intercept, line.slope), (1.0, 2.0));
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn fit(x: &[f64], y: &[f64]) -> Result<Self, StatError> {
        check_same_length(x.len(), y.len())?;
        check_sample(x, 2)?;
        check_sample(y, 2)?;
        let x_squares = squared_deviations(x)?;
        if !varies(x) || x_squares <= 0.0 {
            return Err(StatError::NoVariation);
        }
        let (mx, my) = (mean(x)?, mean(y)?);
        let slope = finite(cross_deviations(x, y)? / x_squares)?;
        let residual = sum(x.iter().zip(y).map(|(a, b)| ((b - my) - slope * (a - mx)).powi(2)));
        let total = squared_deviations(y)?;
        Ok(Self {
            intercept: finite(my - slope * mx)?,
            slope,
            residual_sum_of_squares: finite(residual)?,
            r_squared: (total > 0.0).then(|| (1.0 - residual / total).clamp(0.0, 1.0)),
            n: x.len(),
            x_squares,
        })
    }

    /// The standard error of the slope, `sqrt(residual variance / sum (x - mean)^2)`.
    ///
    /// # Errors
    /// [`StatError::TooFew`] below three points.
    ///
    /// ```
    /// use attune::stats::regression::StraightLine;
    /// let line = StraightLine::fit(&[0.0, 1.0, 2.0], &[0.0, 3.0, 0.0])?;
    /// assert!((line.slope_error()? - 3.0_f64.sqrt()).abs() < 1e-14);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn slope_error(&self) -> Result<f64, StatError> {
        if self.n < 3 {
            return Err(StatError::TooFew { needed: 3, found: self.n });
        }
        Ok((self.residual_sum_of_squares / (self.n - 2) as f64 / self.x_squares).sqrt())
    }

    /// The interval of the slope, `slope -/+ t * error` with `n - 2` degrees of freedom, under independent normal errors
    /// of one variance.
    ///
    /// # Errors
    /// As [`StraightLine::slope_error`], and [`StatError::OutOfRange`] for a level outside 0 to 1.
    ///
    /// ```
    /// use attune::stats::regression::StraightLine;
    /// let line = StraightLine::fit(&[0.0, 1.0, 2.0, 3.0], &[0.0, 1.0, 1.0, 3.0])?;
    /// let i = line.slope_interval(0.95)?;
    /// assert!(i.lower < line.slope && line.slope < i.upper);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn slope_interval(&self, level: f64) -> Result<Interval, StatError> {
        check_level(level)?;
        let half = self.slope_error()? * t_quantile(0.5 + 0.5 * level, (self.n - 2) as f64);
        Ok(Interval::around(self.slope, half))
    }

    /// The two-sided p-value of a slope of zero, by t with `n - 2` degrees of freedom.
    ///
    /// # Errors
    /// As [`StraightLine::slope_error`], and [`StatError::NoVariation`] if all `y` are equal.
    ///
    /// ```
    /// use attune::stats::regression::StraightLine;
    /// let line = StraightLine::fit(&[0.0, 1.0, 2.0], &[0.0, 3.0, 0.0])?;
    /// assert_eq!(line.slope_p_value()?, 1.0);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn slope_p_value(&self) -> Result<f64, StatError> {
        let error = self.slope_error()?;
        if self.r_squared.is_none() {
            return Err(StatError::NoVariation);
        }
        Ok(t_two_sided(self.slope / error, (self.n - 2) as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn too_few_flat_or_uneven_is_told() {
        assert_eq!(StraightLine::fit(&[], &[]), Err(StatError::TooFew { needed: 2, found: 0 }));
        assert_eq!(StraightLine::fit(&[1.0], &[1.0]), Err(StatError::TooFew { needed: 2, found: 1 }));
        assert_eq!(StraightLine::fit(&[1.0, 1.0], &[1.0, 2.0]), Err(StatError::NoVariation));
        assert_eq!(StraightLine::fit(&[1.0, 2.0], &[1.0, f64::NAN]), Err(StatError::NotFinite));
        assert!(matches!(StraightLine::fit(&[1.0], &[1.0, 2.0]), Err(StatError::LengthMismatch { .. })));
        let two = StraightLine::fit(&[1.0, 2.0], &[1.0, 5.0]).unwrap();
        assert_eq!((two.slope, two.slope_error()), (4.0, Err(StatError::TooFew { needed: 3, found: 2 })));
        let flat = StraightLine::fit(&[1.0, 2.0, 3.0], &[0.1; 3]).unwrap();
        assert_eq!((flat.slope, flat.r_squared, flat.slope_p_value()), (0.0, None, Err(StatError::NoVariation)));
    }

    proptest! {
        #[test]
        fn order_shift_and_scale(points in prop::collection::vec((-9.0..9.0f64, -9.0..9.0f64), 3..30), shift in -9.0..9.0f64, scale in 0.1..9.0f64) {
            let (x, y): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
            let Ok(line) = StraightLine::fit(&x, &y) else { return Ok(()) };
            prop_assume!(line.x_squares > 0.1);
            let (x, y): (Vec<f64>, Vec<f64>) = points.iter().rev().map(|(x, y)| (x + shift, scale * y - shift)).unzip();
            let moved = StraightLine::fit(&x, &y).unwrap();
            prop_assert!((moved.slope - scale * line.slope).abs() < 1e-8 * (1.0 + moved.slope.abs()));
            prop_assert!((moved.slope_p_value().unwrap() - line.slope_p_value().unwrap()).abs() < 1e-7);
            prop_assert!((0.0..=1.0).contains(&line.r_squared.unwrap()));
        }
    }
}

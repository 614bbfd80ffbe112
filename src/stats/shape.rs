//! Whether a series is best described as flat, as a straight line or as a curve with one bend.

use super::describe::{check_same_length, check_sample, mean, squared_deviations, varies};
use super::distributions::t_two_sided;
use super::error::StatError;
use super::least_squares::LeastSquares;
use super::matrix::Matrix;

/// The fewest points for which a shape is told.
pub const FEWEST: usize = 8;

/// The three descriptions, in order of complexity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A constant level.
    Flat,
    /// A straight line.
    Linear,
    /// A parabola.
    Quadratic,
}

/// The three polynomials in `x` less its mean, with what speaks for each.
#[derive(Debug, Clone, PartialEq)]
pub struct Shapes {
    /// The mean of `x`, from which the polynomials count.
    pub centre: f64,
    /// Level and slope of the line.
    pub linear: [f64; 2],
    /// Level, slope and curvature of the parabola.
    pub quadratic: [f64; 3],
    /// The p-value of the curvature, by t.
    pub quadratic_p: f64,
    /// The share of variation the line takes up.
    pub linear_r_squared: f64,
    /// The share of variation the parabola takes up.
    pub quadratic_r_squared: f64,
    /// AICc of the flat, the linear and the quadratic description; smaller is better.
    pub aicc: [f64; 3],
    /// The description with the smallest AICc; the simpler one where two are equal.
    pub best: Shape,
}

impl Shapes {
    /// Compare the three shapes of `y` over `x` by
    /// `AICc = n (ln(2 pi RSS / n) + 1) + 2 q + 2 q (q + 1) / (n - q - 1)` (Hurvich & Tsai 1989), where `q` counts the
    /// coefficients and the residual variance. A point of which a coordinate is missing is left out by the caller.
    ///
    /// # Errors
    /// [`StatError::LengthMismatch`], [`StatError::TooFew`] below [`FEWEST`] points, [`StatError::NotFinite`],
    /// [`StatError::NoVariation`] if all `x` or all `y` are equal, [`StatError::NotEstimable`] if there are fewer than three
    /// different `x` or if a polynomial fits without error.
    ///
    /// ```
    /// use attune::stats::shape::{Shape, Shapes};
    /// let x: Vec<f64> = (0..9).map(f64::from).collect();
    /// let y = [9.0, 5.0, 2.2, 1.0, 0.1, 0.9, 2.0, 5.1, 9.2];
    /// let shapes = Shapes::compare(&x, &y)?;
    /// assert_eq!(shapes.best, Shape::Quadratic);
    /// assert!((shapes.turning_point().unwrap() - 4.0).abs() < 0.1);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn compare(x: &[f64], y: &[f64]) -> Result<Self, StatError> {
        check_same_length(x.len(), y.len())?;
        check_sample(x, FEWEST)?;
        check_sample(y, FEWEST)?;
        if !varies(x) || !varies(y) {
            return Err(StatError::NoVariation);
        }
        let n = x.len() as f64;
        let centre = mean(x)?;
        let from_centre: Vec<f64> = x.iter().map(|v| v - centre).collect();
        let squares = from_centre.iter().map(|v| v * v).collect();
        let ones = vec![1.0; x.len()];
        let line = LeastSquares::fit(&Matrix::from_columns(&[ones.clone(), from_centre.clone()])?, y)?;
        let parabola = LeastSquares::fit(&Matrix::from_columns(&[ones, from_centre, squares])?, y)?;
        let total = squared_deviations(y)?;
        let rss = [total, line.residual_sum_of_squares, parabola.residual_sum_of_squares];
        if rss.iter().any(|r| *r <= 1e-20 * total) {
            return Err(StatError::NotEstimable("a polynomial fits without error"));
        }
        let aicc = [0, 1, 2].map(|degree: u8| {
            let q = f64::from(degree) + 2.0;
            let fit = (2.0 * std::f64::consts::PI * rss[usize::from(degree)] / n).ln() + 1.0;
            n * fit + 2.0 * q + 2.0 * q * (q + 1.0) / (n - q - 1.0)
        });
        let mut best = (Shape::Flat, aicc[0]);
        for candidate in [(Shape::Linear, aicc[1]), (Shape::Quadratic, aicc[2])] {
            if candidate.1 < best.1 {
                best = candidate;
            }
        }
        let ([level, slope], [c0, c1, c2]) = (exactly(&line)?, exactly(&parabola)?);
        let [_, _, error] = exactly_of(&parabola.standard_errors()?)?;
        Ok(Self {
            centre,
            linear: [level, slope],
            quadratic: [c0, c1, c2],
            quadratic_p: t_two_sided(c2 / error, parabola.residual_df as f64),
            linear_r_squared: (1.0 - rss[1] / total).clamp(0.0, 1.0),
            quadratic_r_squared: (1.0 - rss[2] / total).clamp(0.0, 1.0),
            aicc,
            best: best.0,
        })
    }

    /// The `x` at which the parabola turns, `centre - slope / (2 curvature)`; `None` where it has no curvature. It may lie
    /// outside the observed range.
    ///
    /// ```
    /// # use attune::stats::shape::Shapes;
    /// let x: Vec<f64> = (0..9).map(f64::from).collect();
    /// let y = [0.0, 1.1, 1.9, 3.0, 4.2, 5.0, 5.9, 7.0, 8.1];
    /// assert!(Shapes::compare(&x, &y)?.turning_point().is_some_and(|t| !(0.0..=8.0).contains(&t)));
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    #[must_use]
    pub fn turning_point(&self) -> Option<f64> {
        let [_, slope, curvature] = self.quadratic;
        Some(self.centre - slope / (2.0 * curvature)).filter(|t| t.is_finite())
    }
}

fn exactly<const N: usize>(fit: &LeastSquares) -> Result<[f64; N], StatError> {
    exactly_of(&fit.coefficients)
}

fn exactly_of<const N: usize>(values: &[f64]) -> Result<[f64; N], StatError> {
    values.try_into().map_err(|_| StatError::LengthMismatch { expected: N, found: values.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn too_few_flat_or_exact_is_told() {
        let x: Vec<f64> = (0..8).map(f64::from).collect();
        for n in 0..8 {
            assert_eq!(Shapes::compare(&x[..n], &x[..n]), Err(StatError::TooFew { needed: 8, found: n }));
        }
        assert_eq!(Shapes::compare(&x, &[4.0; 8]), Err(StatError::NoVariation));
        assert_eq!(Shapes::compare(&[4.0; 8], &x), Err(StatError::NoVariation));
        assert_eq!(Shapes::compare(&x, &[f64::NAN; 8]), Err(StatError::NotFinite));
        let exact: Vec<f64> = x.iter().map(|v| 0.3 * v + 0.1).collect();
        assert!(matches!(Shapes::compare(&x, &exact), Err(StatError::NotEstimable(_))));
        let two: Vec<f64> = x.iter().map(|v| v % 2.0).collect();
        assert!(matches!(Shapes::compare(&two, &x), Err(StatError::NotEstimable(_))));
    }

    proptest! {
        #[test]
        fn order_shift_and_scale(y in prop::collection::vec(-9.0..9.0f64, 8..30), shift in -90.0..90.0f64, scale in 0.1..9.0f64) {
            let x: Vec<f64> = (0..y.len()).map(|i| i as f64).collect();
            let shapes = Shapes::compare(&x, &y).unwrap();
            let moved_x: Vec<f64> = x.iter().rev().map(|v| v * scale + shift).collect();
            let moved_y: Vec<f64> = y.iter().rev().map(|v| v * scale - shift).collect();
            let moved = Shapes::compare(&moved_x, &moved_y).unwrap();
            let between = |s: &Shapes| [s.aicc[1] - s.aicc[0], s.aicc[2] - s.aicc[0]];
            for (a, b) in between(&shapes).into_iter().zip(between(&moved)) {
                prop_assert!((a - b).abs() < 1e-6);
            }
            prop_assert!((0.0..=1.0).contains(&moved.quadratic_p));
            prop_assert!(shapes.linear_r_squared <= shapes.quadratic_r_squared + 1e-12);
        }
    }
}

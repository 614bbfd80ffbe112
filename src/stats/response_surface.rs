//! Response surface of an outcome on two measures of the same thing (Edwards & Parry 1993).

use super::distributions::t_two_sided;
use super::error::StatError;
use super::ols_multi::{MultipleRegression, multiple_regression};

/// Where both measures are centred before products are taken. Both get the *same* centre: the line of agreement
/// `x = y` has to stay the line of agreement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Centre {
    /// The mean of all given values of both measures together.
    Common,
    /// A value chosen beforehand, as the middle of the scale.
    At(f64),
}

/// A feature of the surface along one of its two lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurfaceTerm {
    /// Estimate.
    pub estimate: f64,
    /// Standard error, from the coefficients' covariance.
    pub se: f64,
    /// Two-sided p, from t; `None` without an error.
    pub p: Option<f64>,
}

/// A fitted surface.
#[derive(Debug, Clone, PartialEq)]
pub struct ResponseSurface {
    /// The regression: intercept, covariates as given, then `x, y, x^2, xy, y^2` (centred).
    pub regression: MultipleRegression,
    /// The centre that was used.
    pub centre: f64,
    /// Slope along agreement (`x = y`): `b1 + b2`.
    pub a1: SurfaceTerm,
    /// Curvature along agreement: `b3 + b4 + b5`.
    pub a2: SurfaceTerm,
    /// Slope along disagreement (`x = -y`): `b1 - b2`.
    pub a3: SurfaceTerm,
    /// Curvature along disagreement: `b3 - b4 + b5`.
    pub a4: SurfaceTerm,
}

/// `z = b0 + c'w + b1 x + b2 y + b3 x^2 + b4 x y + b5 y^2` by least squares, and the four surface terms.
///
/// `w` are optional covariates. Source: Edwards & Parry 1993; Shanock et al. 2010. Errors of the terms are
/// those of linear combinations under ordinary least squares.
///
/// # Missing values
/// A row with a NaN anywhere is left out of the regression; the common centre uses every value given.
///
/// # Errors
/// As [`multiple_regression`]; an infinite centre.
///
/// # Examples
/// ```
/// use attune::stats::response_surface::{Centre, response_surface};
///
/// // z is highest where x and y agree: z = 5 - (x - y)^2.
/// let x = [-1.0, 0.0, 1.0, -1.0, 0.0, 1.0, -1.0, 0.0, 1.0];
/// let y = [-1.0, -1.0, -1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
/// let z: Vec<f64> = x.iter().zip(&y).map(|(a, b): (&f64, &f64)| 5.0 - (a - b).powi(2)).collect();
/// let surface = response_surface(&z, &x, &y, &[], Centre::Common)?;
/// assert!(surface.a2.estimate.abs() < 1e-9); // flat along agreement
/// assert!((surface.a4.estimate + 4.0).abs() < 1e-9); // falls on both sides of it
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn response_surface(
    z: &[f64],
    x: &[f64],
    y: &[f64],
    covariates: &[&[f64]],
    centre: Centre,
) -> Result<ResponseSurface, StatError> {
    if x.len() != y.len() {
        return Err(StatError::LengthMismatch { expected: x.len(), found: y.len() });
    }
    let centre = match centre {
        Centre::At(value) => value,
        Centre::Common => {
            let given: Vec<f64> = x.iter().chain(y).copied().filter(|v| !v.is_nan()).collect();
            if given.is_empty() {
                return Err(StatError::TooFew { needed: covariates.len() + 7, found: 0 });
            }
            given.iter().sum::<f64>() / given.len() as f64
        }
    };
    if !centre.is_finite() {
        return Err(StatError::NotFinite);
    }
    let moved = |v: &[f64]| v.iter().map(|a| a - centre).collect::<Vec<f64>>();
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(p, q)| p * q).collect::<Vec<f64>>();
    let (cx, cy) = (moved(x), moved(y));
    let (xx, xy, yy) = (product(&cx, &cx), product(&cx, &cy), product(&cy, &cy));
    let mut columns: Vec<&[f64]> = covariates.to_vec();
    columns.extend([cx.as_slice(), &cy, &xx, &xy, &yy]);
    let regression = multiple_regression(z, &columns)?;
    let term = |weights: [f64; 5]| -> Result<SurfaceTerm, StatError> {
        let all: Vec<f64> = vec![0.0; covariates.len() + 1].into_iter().chain(weights).collect();
        let (estimate, se) = regression.combination(&all)?;
        Ok(SurfaceTerm { estimate, se, p: (se > 0.0).then(|| t_two_sided(estimate / se, regression.df as f64)) })
    };
    let a1 = term([1.0, 1.0, 0.0, 0.0, 0.0])?;
    let a2 = term([0.0, 0.0, 1.0, 1.0, 1.0])?;
    let a3 = term([1.0, -1.0, 0.0, 0.0, 0.0])?;
    let a4 = term([0.0, 0.0, 1.0, -1.0, 1.0])?;
    Ok(ResponseSurface { regression, centre, a1, a2, a3, a4 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degenerate_input() {
        assert!(response_surface(&[], &[], &[], &[], Centre::Common).is_err());
        assert!(response_surface(&[1.0], &[1.0], &[], &[], Centre::Common).is_err());
        let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
        let same = response_surface(&x, &x, &x, &[], Centre::Common);
        assert!(matches!(same, Err(StatError::NotEstimable(_))));
        assert!(matches!(response_surface(&x, &x, &x, &[], Centre::At(f64::NAN)), Err(StatError::NotFinite)));
    }

    #[test]
    fn curvatures_do_not_depend_on_the_centre() {
        let x = [1.0, 2.0, 3.5, 4.0, 5.0, 2.5, 1.5, 4.5, 3.0, 2.0];
        let y = [2.0, 2.5, 3.0, 5.0, 4.0, 1.0, 3.5, 2.0, 3.0, 4.5];
        let z = [3.0, 4.0, 6.0, 5.5, 6.5, 3.0, 2.5, 4.0, 5.0, 2.0];
        let a = response_surface(&z, &x, &y, &[], Centre::Common).unwrap();
        let b = response_surface(&z, &x, &y, &[], Centre::At(0.0)).unwrap();
        assert!((a.a2.estimate - b.a2.estimate).abs() < 1e-8 && (a.a4.se - b.a4.se).abs() < 1e-8);
        assert!((a.centre - 2.975).abs() < 1e-12);
    }
}

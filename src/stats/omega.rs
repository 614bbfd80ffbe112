//! Coefficient omega of a table of items, by a one-factor model fitted by maximum likelihood.

use super::cholesky::Cholesky;
use super::describe::{finite, sum};
use super::error::StatError;
use super::matrix::{Matrix, dot};

/// A one-factor model, `x_j = mean_j + lambda_j f + e_j` with `var f = 1` and `var e_j = theta_j`, and the omega that
/// follows from it.
#[derive(Debug, Clone, PartialEq)]
pub struct OneFactor {
    /// The loadings `lambda`, in the units of the items; their sum is not negative.
    pub loadings: Vec<f64>,
    /// The residual variances `theta`, all positive.
    pub residual_variances: Vec<f64>,
    /// Omega total, `(sum lambda)^2 / ((sum lambda)^2 + sum theta)` (McDonald 1999).
    pub omega: f64,
    /// Omega over the observed variance, `(sum lambda)^2 / variance of the sum`: lower than `omega` where the items share
    /// more than one factor.
    pub omega_observed: f64,
    /// The likelihood-ratio statistic against any covariances, `n (ln|S*| - ln|S| + tr(S S*^-1) - k)`, with `S*` as fitted.
    pub chi_squared: f64,
    /// Its degrees of freedom, `k (k + 1) / 2 - 2 k`.
    pub df: usize,
    /// The number of rows.
    pub n: usize,
}

/// The trial values of a fit on the correlation scale, and what the search needs to know there.
struct Trial {
    loadings: Vec<f64>,
    residuals: Vec<f64>,
    inverse: Matrix,
    /// `ln|S*| + tr(S S*^-1)`.
    discrepancy: f64,
}

impl Trial {
    fn at(r: &Matrix, loadings: Vec<f64>, residuals: Vec<f64>) -> Option<Self> {
        if residuals.iter().any(|t| t.is_nan() || *t <= 0.0) {
            return None;
        }
        let k = loadings.len();
        // Woodbury: the inverse of theta + lambda lambda' needs no factorisation.
        let scaled: Vec<f64> = loadings.iter().zip(&residuals).map(|(l, t)| l / t).collect();
        let gain = 1.0 + dot(&scaled, &loadings);
        let mut inverse = Matrix::zeros(k, k);
        for i in 0..k {
            for j in 0..k {
                let own = if i == j { 1.0 / residuals[i] } else { 0.0 };
                inverse.set(i, j, own - scaled[i] * scaled[j] / gain);
            }
        }
        let ln_determinant = gain.ln() + sum(residuals.iter().map(|t| t.ln()));
        let trace = sum((0..k).map(|i| dot(inverse.row(i), r.row(i))));
        let discrepancy = ln_determinant + trace;
        discrepancy.is_finite().then_some(Self { loadings, residuals, inverse, discrepancy })
    }

    /// The next step in all loadings and residual variances, and the gradient's product with it: Newton's where the
    /// curvature allows it, else that of Fisher scoring, whose information is always positive definite.
    fn step(&self, r: &Matrix) -> Result<(Vec<f64>, f64), StatError> {
        let k = self.loadings.len();
        let w = &self.inverse;
        let wr: Vec<Vec<f64>> = (0..k).map(|i| (0..k).map(|j| dot(w.row(i), r.row(j))).collect()).collect();
        // The gradient in the fitted covariances is G = W - W R W.
        let wrw = Matrix::new(k, k, (0..k * k).map(|c| dot(&wr[c / k], w.row(c % k))).collect())?;
        let combined = |on_w: f64, on_wrw: f64| {
            let cells = (0..k * k).map(|c| on_w * w.at(c / k, c % k) + on_wrw * wrw.at(c / k, c % k)).collect();
            Matrix::new(k, k, cells)
        };
        let g = combined(1.0, -1.0)?;
        let mut gradient: Vec<f64> = g.times_vector(&self.loadings)?.iter().map(|v| 2.0 * v).collect();
        gradient.extend(g.diagonal());

        let observed = self.curvature(&combined(-1.0, 2.0)?, Some(&g))?;
        let factor = Cholesky::of(&observed).or_else(|_| Cholesky::of(&self.curvature(w, None)?))?;
        let step: Vec<f64> = factor.solve(&gradient)?.iter().map(|s| -s).collect();
        let slope = dot(&step, &gradient);
        Ok((step, slope))
    }

    /// Second derivatives of the discrepancy in loadings and residual variances: observed with `a = 2 W R W - W` and the
    /// gradient `g`, expected with `a = W` and none.
    fn curvature(&self, a: &Matrix, g: Option<&Matrix>) -> Result<Matrix, StatError> {
        let k = self.loadings.len();
        let w = &self.inverse;
        let (wl, al) = (w.times_vector(&self.loadings)?, a.times_vector(&self.loadings)?);
        let (lwl, lal) = (dot(&wl, &self.loadings), dot(&al, &self.loadings));
        let mut h = Matrix::zeros(2 * k, 2 * k);
        for i in 0..k {
            for j in 0..k {
                let (wij, aij) = (w.at(i, j), a.at(i, j));
                let bend = g.map_or(0.0, |g| 2.0 * g.at(i, j));
                h.set(i, j, wl[j] * al[i] + wl[i] * al[j] + lwl * aij + lal * wij + bend);
                let crossed = wl[j] * aij + wij * al[j];
                h.set(i, k + j, crossed);
                h.set(k + j, i, crossed);
                h.set(k + i, k + j, wij * aij);
            }
        }
        Ok(h)
    }

    fn moved(&self, r: &Matrix, step: &[f64], share: f64) -> Option<Self> {
        let k = self.loadings.len();
        let add = |from: &[f64], by: &[f64]| from.iter().zip(by).map(|(a, b)| a + share * b).collect::<Vec<_>>();
        let residuals = add(&self.residuals, &step[k..]);
        // One long step must not fall to the edge where the way leads elsewhere.
        if residuals.iter().zip(&self.residuals).any(|(new, old)| *new < 0.2 * old) {
            return None;
        }
        Self::at(r, add(&self.loadings, &step[..k]), residuals)
    }
}

impl OneFactor {
    /// Fit a complete table of items (one row for each person; [`super::missing::complete_cases`]) by maximum likelihood
    /// on its covariances (divisor `n`), by Newton's method and Fisher scoring.
    ///
    /// # Errors
    /// [`StatError::TooFew`] below three items or if there are not more rows than items, [`StatError::NoVariation`] if an
    /// item does not vary, and [`StatError::NotEstimable`] if the items are linearly dependent, if they share nothing, or
    /// if the likelihood is highest where a residual variance is zero or less (a Heywood case).
    ///
    /// ```
    /// use attune::stats::{matrix::Matrix, omega::OneFactor};
    /// let items = Matrix::from_columns(&[
    ///     vec![2.0, 1.0, 3.0, 5.0, 4.0, 6.0, 8.0, 7.0],
    ///     vec![1.0, 3.0, 2.0, 4.0, 6.0, 5.0, 7.0, 8.0],
    ///     vec![3.0, 2.0, 1.0, 4.0, 5.0, 8.0, 6.0, 7.0],
    /// ])?;
    /// let fit = OneFactor::fit(&items)?;
    /// assert!(fit.omega > 0.8 && fit.omega < 1.0 && fit.df == 0);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn fit(items: &Matrix) -> Result<Self, StatError> {
        let (n, k) = (items.rows(), items.columns());
        if k < 3 {
            return Err(StatError::TooFew { needed: 3, found: k });
        }
        if n <= k {
            return Err(StatError::TooFew { needed: k + 1, found: n });
        }
        let covariances = items.covariances()?;
        let variances = covariances.diagonal();
        if variances.iter().any(|v| *v <= 0.0) {
            return Err(StatError::NoVariation);
        }
        let sd: Vec<f64> = variances.iter().map(|v| v.sqrt()).collect();
        let r = Matrix::new(k, k, (0..k * k).map(|c| covariances.at(c / k, c % k) / sd[c / k] / sd[c % k]).collect())?;
        let ln_determinant = Cholesky::of(&r)?.ln_determinant();

        let fitted = search(&r)?;
        // Maximum likelihood divides by n, the sample covariances by n - 1.
        let shrink = (n - 1) as f64 / n as f64;
        let sign = if sum(fitted.loadings.iter().zip(&sd).map(|(l, s)| l * s)) < 0.0 { -1.0 } else { 1.0 };
        let loadings: Vec<f64> = fitted.loadings.iter().zip(&sd).map(|(l, s)| sign * l * s * shrink.sqrt()).collect();
        let residual_variances: Vec<f64> =
            fitted.residuals.iter().zip(&variances).map(|(t, v)| t * v * shrink).collect();
        let common = sum(loadings.iter().copied()).powi(2);
        Ok(Self {
            omega: finite(common / (common + sum(residual_variances.iter().copied())))?,
            omega_observed: finite(common / (covariances.total() * shrink))?,
            chi_squared: (n as f64 * (fitted.discrepancy - ln_determinant - k as f64)).max(0.0),
            df: k * (k + 1) / 2 - 2 * k,
            loadings,
            residual_variances,
            n,
        })
    }
}

/// The leading eigenvector of a correlation matrix, times the root of its eigenvalue, by repeated multiplication.
fn principal_axis(r: &Matrix) -> Result<Vec<f64>, StatError> {
    let k = r.rows();
    // Started from the largest row so that it is not at right angles to the axis.
    let strongest = (0..k).max_by(|&a, &b| dot(r.row(a), r.row(a)).total_cmp(&dot(r.row(b), r.row(b)))).unwrap_or(0);
    let mut axis = r.row(strongest).to_vec();
    let mut value = 1.0;
    for _ in 0..100 {
        let next = r.times_vector(&axis)?;
        value = dot(&next, &next).sqrt();
        if value.is_nan() || value <= 0.0 {
            return Err(StatError::NotEstimable("the items share nothing"));
        }
        axis = next.iter().map(|v| v / value).collect();
    }
    Ok(axis.iter().map(|v| v * value.sqrt()).collect())
}

fn search(r: &Matrix) -> Result<Trial, StatError> {
    const HEYWOOD: StatError = StatError::NotEstimable("a residual variance is not positive (a Heywood case)");
    const UNSETTLED: StatError = StatError::NotEstimable("the one-factor model did not converge");
    let loadings: Vec<f64> = principal_axis(r)?.iter().map(|l| 0.8 * l).collect();
    let residuals = loadings.iter().map(|l| (1.0 - l * l).max(0.1)).collect();
    let mut trial = Trial::at(r, loadings, residuals).ok_or(UNSETTLED)?;
    for _ in 0..500 {
        let (step, slope) = trial.step(r)?;
        let largest = step.iter().fold(0.0_f64, |m, s| m.max(s.abs()));
        let mut share = 1.0;
        let next = loop {
            match trial.moved(r, &step, share) {
                // Rounding in the discrepancy must not stop the last steps, which are too small to change it.
                Some(next) if next.discrepancy <= trial.discrepancy + 0.1 * share * slope + 1e-13 => break Some(next),
                _ if share < 1e-6 => break None,
                _ => share *= 0.5,
            }
        };
        let Some(next) = next else { break };
        trial = next;
        if trial.residuals.iter().any(|t| *t < 1e-6) {
            return Err(HEYWOOD);
        }
        if share == 1.0 && largest < 1e-12 {
            return Ok(trial);
        }
    }
    if trial.residuals.iter().any(|t| *t < 1e-3) { Err(HEYWOOD) } else { Err(UNSETTLED) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn too_small_flat_or_dependent_is_told() {
        let fit = |columns: &[Vec<f64>]| OneFactor::fit(&Matrix::from_columns(columns).unwrap());
        let x = vec![1.0, 2.0, 4.0, 3.0, 7.0];
        let y = vec![2.0, 1.0, 4.0, 5.0, 6.0];
        assert_eq!(fit(&[x.clone(), y.clone()]), Err(StatError::TooFew { needed: 3, found: 2 }));
        assert_eq!(
            fit(&[vec![1.0, 2.0], vec![2.0, 1.0], vec![1.0, 1.0]]),
            Err(StatError::TooFew { needed: 4, found: 2 })
        );
        assert_eq!(fit(&[x.clone(), y.clone(), vec![3.0; 5]]), Err(StatError::NoVariation));
        let dependent = x.iter().zip(&y).map(|(a, b)| a + b).collect();
        assert!(matches!(fit(&[x, y, dependent]), Err(StatError::NotEstimable(_))));
    }

    #[test]
    fn a_heywood_case_is_told() {
        // Correlations .9, .9, .2: the first loading would be sqrt(.9 * .9 / .2) > 1.
        let r = Matrix::new(3, 3, vec![1.0, 0.8, 0.8, 0.8, 1.0, 0.4, 0.8, 0.4, 1.0]).unwrap();
        assert!(matches!(search(&r), Err(StatError::NotEstimable(_))));
    }

    #[test]
    fn three_items_have_a_closed_form() {
        // lambda_1^2 = r12 r13 / r23, and so on round.
        let r = Matrix::new(3, 3, vec![1.0, 0.42, 0.56, 0.42, 1.0, 0.48, 0.56, 0.48, 1.0]).unwrap();
        let found = search(&r).unwrap();
        for (l, expected) in found.loadings.iter().zip([0.7, 0.6, 0.8]) {
            assert!((l.abs() - expected).abs() < 1e-12, "{l}");
        }
    }

    proptest! {
        #[test]
        fn a_true_factor_is_found_whatever_units_and_order(
            factor in prop::collection::vec(-2.0..2.0f64, 30), noise in prop::collection::vec(-1.0..1.0f64, 150), scale in 0.1..20.0f64,
        ) {
            let cells: Vec<f64> = noise.iter().enumerate().map(|(c, e)| factor[c / 5] + e).collect();
            let Ok(fit) = OneFactor::fit(&Matrix::new(30, 5, cells.clone()).unwrap()) else { return Ok(()) };
            prop_assert!(fit.omega > 0.0 && fit.omega < 1.0 && fit.chi_squared >= 0.0 && fit.df == 5);
            prop_assert!(fit.residual_variances.iter().all(|t| *t > 0.0));
            let moved = cells.chunks(5).rev().flat_map(|r| r.iter().rev().map(|c| c * scale - 3.0)).collect();
            let again = OneFactor::fit(&Matrix::new(30, 5, moved).unwrap()).unwrap();
            prop_assert!((again.omega - fit.omega).abs() < 1e-9);
            prop_assert!((again.chi_squared - fit.chi_squared).abs() < 1e-6);
            prop_assert!((again.loadings[0] - scale * fit.loadings[4]).abs() < 1e-7 * scale);
        }
    }
}

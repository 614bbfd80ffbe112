//! From the best parameters to the answer in the given columns and units.

use super::deviance::{Evaluation, evaluate, factors};
use super::fit::{LevelFit, MixedFit};
use super::modes::modes;
use super::moments::{Moments, aggregate};
use super::search::{SINGULAR, gram, search};
use super::specification::{Method, MixedModel};
use crate::stats::dense::{backward, forward, sandwich};
use crate::stats::error::StatError;
use crate::stats::matrix::Matrix;
use crate::stats::orthogonal::upper_times;

impl MixedModel<'_> {
    /// Fit the model.
    ///
    /// # Method
    /// The deviance, profiled over the fixed coefficients and the residual variance, is minimised over the relative
    /// covariance factors (Bates, Maechler, Bolker & Walker 2015, J. Stat. Softw. 67(1)), as lme4 does. Rows are first
    /// aggregated to one small cross-product matrix a group. The criterion, its constants, AIC and BIC are those of
    /// lme4: both criteria count `n` rows in the BIC.
    ///
    /// The search starts from a coarse grid and goes downhill by damped Newton steps. A variance that came out as zero is
    /// doubted and tried again from above; with up to 500 innermost groups every variance is tried from its other side,
    /// because the likelihood of few groups can have two maxima. The higher one is reported.
    ///
    /// # Errors
    /// [`StatError::LengthMismatch`] and [`StatError::NotFinite`] for columns that do not fit or are infinite,
    /// [`StatError::TooFew`] for too few complete rows, [`StatError::NotEstimable`] where the columns depend on one
    /// another, a level has fewer than two groups or as many effects as there are rows, nothing varies about the
    /// fixed part, or nothing varies within the groups.
    ///
    /// # Examples
    /// ```
    /// use attune::stats::mixed::{Method, MixedModel, RandomTerm};
    ///
    /// let time = [0.0, 1.0, 2.0, 3.0, 0.0, 1.0, 2.0, 3.0, 0.0, 1.0, 2.0, 3.0, 0.0, 1.0, 2.0, 3.0];
    /// let y = [1.0, 2.1, 2.9, 4.2, 3.0, 3.2, 3.1, 3.4, 0.5, 2.4, 4.6, 6.3, 2.0, 2.9, 4.2, 4.9];
    /// let person: Vec<usize> = (0..16).map(|i| i / 4).collect();
    /// let fit = MixedModel::new(&y)
    ///     .fixed(&time)
    ///     .random(RandomTerm::intercept(&person).slope(&time))
    ///     .fit(Method::Reml)?;
    /// assert_eq!(fit.levels[0].groups(), 4);
    /// assert!((fit.fixed[1] - 1.0275).abs() < 1e-6); // balanced: the mean of the four slopes
    /// assert!(fit.levels[0].correlation(0, 1).is_some_and(|r| r < 0.0));
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn fit(&self, method: Method) -> Result<MixedFit, StatError> {
        let (mut moments, dropped) = aggregate(self)?;
        let theta = search(&mut moments, method)?;
        let at =
            evaluate(&moments, method, &theta, true).ok_or(StatError::NotEstimable("the likelihood has no maximum"))?;
        assemble(&moments, method, &theta, &at, dropped)
    }
}

/// Turn the working quantities back into the given columns and units.
fn assemble(
    moments: &Moments,
    method: Method,
    theta: &[f64],
    at: &Evaluation,
    dropped: usize,
) -> Result<MixedFit, StatError> {
    let (n, p) = (moments.n, moments.p);
    let residual_variance = at.sigma2 * moments.unit * moments.unit;
    let shift = upper_times(&moments.fixed_inverse, &at.gamma, p);
    let fixed: Vec<f64> = moments.least_squares.iter().zip(&shift).map(|(b, s)| b + moments.unit * s).collect();
    let fixed_covariance = Matrix::new(p, p, fixed_covariance(moments, at, residual_variance))?;
    let lambdas = factors(moments, theta);
    let singular =
        lambdas.iter().zip(&moments.effects).any(|(lambda, &q)| (0..q).any(|j| lambda[j * q + j] < SINGULAR));
    let levels = modes(moments, theta, at)?
        .into_iter()
        .enumerate()
        .map(|(l, modes)| {
            let q = moments.effects[l];
            let flat = sandwich(&moments.transforms[l], q, q, &gram(&lambdas[l], q));
            let covariance = Matrix::new(q, q, flat.into_iter().map(|v| v * residual_variance).collect())?;
            let sd = covariance.diagonal().into_iter().map(|v| v.max(0.0).sqrt()).collect();
            Ok(LevelFit { covariance, sd, modes })
        })
        .collect::<Result<Vec<_>, StatError>>()?;
    let constant = match method {
        Method::Reml => (n - p) as f64 * 2.0 * moments.unit.ln() + 2.0 * moments.fixed_log_det,
        Method::Ml => n as f64 * 2.0 * moments.unit.ln(),
    };
    let criterion = at.criterion + constant;
    let parameters = p + moments.parameters() + 1;
    Ok(MixedFit {
        method,
        fixed,
        fixed_se: fixed_covariance.diagonal().into_iter().map(f64::sqrt).collect(),
        fixed_covariance,
        levels,
        residual_variance,
        residual_sd: residual_variance.sqrt(),
        criterion,
        log_likelihood: -0.5 * criterion,
        aic: criterion + 2.0 * parameters as f64,
        bic: criterion + parameters as f64 * (n as f64).ln(),
        parameters,
        observations: n,
        dropped,
        singular,
    })
}

/// `sigma^2 (X'V^-1 X)^-1`, row-major.
fn fixed_covariance(moments: &Moments, at: &Evaluation, residual_variance: f64) -> Vec<f64> {
    let p = moments.p;
    let mut inverse = vec![0.0; p * p];
    for j in 0..p {
        let mut e = vec![0.0; p];
        e[j] = residual_variance;
        forward(&at.fixed_factor, p, &mut e);
        backward(&at.fixed_factor, p, &mut e);
        for (i, v) in e.into_iter().enumerate() {
            inverse[i * p + j] = v;
        }
    }
    sandwich(&moments.fixed_inverse, p, p, &inverse)
}

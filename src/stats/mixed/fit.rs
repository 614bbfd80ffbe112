//! What a fitted model holds.

use super::specification::Method;
use crate::stats::matrix::Matrix;

/// A fitted linear mixed model. Coefficients are in the order in which the columns were given, the intercept first.
#[derive(Debug, Clone, PartialEq)]
pub struct MixedFit {
    /// Which likelihood was maximised.
    pub method: Method,
    /// Fixed coefficients.
    pub fixed: Vec<f64>,
    /// Their standard errors.
    pub fixed_se: Vec<f64>,
    /// Their covariance matrix.
    pub fixed_covariance: Matrix,
    /// Random effects by level, the innermost first.
    pub levels: Vec<LevelFit>,
    /// Residual variance.
    pub residual_variance: f64,
    /// Its square root.
    pub residual_sd: f64,
    /// Minus twice the (restricted) log-likelihood: the REML criterion or the deviance.
    pub criterion: f64,
    /// The (restricted) log-likelihood.
    pub log_likelihood: f64,
    /// Akaike's criterion, `-2 log L + 2 k`.
    pub aic: f64,
    /// Schwarz's criterion, `-2 log L + k log n`.
    pub bic: f64,
    /// Number of parameters `k`: fixed coefficients, covariance parameters and the residual.
    pub parameters: usize,
    /// Rows used.
    pub observations: usize,
    /// Rows left out because a value was missing.
    pub dropped: usize,
    /// Whether a covariance matrix lies on its boundary: a variance of zero or a correlation of one.
    pub singular: bool,
}

/// The random effects of one level.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelFit {
    /// Covariance matrix of the effects: the intercept first, then the slopes as given.
    pub covariance: Matrix,
    /// Their standard deviations.
    pub sd: Vec<f64>,
    /// The conditional modes, one a group, ordered by the codes from the outermost level inwards.
    pub modes: Vec<GroupMode>,
}

/// The empirical Bayes estimate of one group's effects: the mode of their distribution given the data and the
/// estimated parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupMode {
    /// The group's own code, followed by the codes of the groups around it.
    pub codes: Vec<usize>,
    /// The effects.
    pub effect: Vec<f64>,
    /// Their conditional standard errors, the parameters taken as known.
    pub se: Vec<f64>,
    /// Their conditional covariance.
    pub covariance: Matrix,
}

impl LevelFit {
    /// Number of groups.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.modes.len()
    }

    /// Correlation between effects `i` and `j`; `None` where either does not vary or there is no such effect.
    #[must_use]
    pub fn correlation(&self, i: usize, j: usize) -> Option<f64> {
        let scale = self.sd.get(i)? * self.sd.get(j)?;
        (scale > 0.0).then(|| (self.covariance.at(i, j) / scale).clamp(-1.0, 1.0))
    }

    /// The mode of the group with this chain of codes (its own first, then those around it).
    #[must_use]
    pub fn mode(&self, codes: &[usize]) -> Option<&GroupMode> {
        self.modes.iter().find(|m| m.codes == codes)
    }
}

impl MixedFit {
    /// The share of the total variance that lies at each level, the innermost first, for a model in which every
    /// level has a random intercept and nothing else; `None` for other models.
    ///
    /// With one level this is the intraclass correlation `s2_b / (s2_b + s2_e)`. With several, the share of a level
    /// is that level's variance over the sum of all; two rows of the same inner group correlate by the sum of
    /// the shares from that level outwards.
    #[must_use]
    pub fn variance_shares(&self) -> Option<Vec<f64>> {
        let variances: Option<Vec<f64>> =
            self.levels.iter().map(|l| (l.covariance.rows() == 1).then(|| l.covariance.at(0, 0))).collect();
        let variances = variances?;
        let total = variances.iter().sum::<f64>() + self.residual_variance;
        Some(variances.into_iter().map(|v| v / total).collect())
    }

    /// `t = estimate / SE` of a fixed coefficient. Its reference distribution is not exactly t in a mixed model;
    /// with many groups the normal serves.
    #[must_use]
    pub fn t_value(&self, coefficient: usize) -> Option<f64> {
        let se = *self.fixed_se.get(coefficient)?;
        (se > 0.0).then(|| self.fixed.get(coefficient).map(|b| b / se)).flatten()
    }
}

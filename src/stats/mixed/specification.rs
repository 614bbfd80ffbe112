//! What is to be fitted: the outcome, the fixed columns and the nested levels of groups.

use crate::stats::error::StatError;

/// Which likelihood is maximised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Restricted maximum likelihood: variances allow for the estimation of the fixed effects. The default choice.
    Reml,
    /// Maximum likelihood: for comparing models that differ in their fixed effects.
    Ml,
}

/// One level of groups and the effects that vary between its groups.
#[derive(Debug, Clone)]
pub struct RandomTerm<'a> {
    pub(super) groups: &'a [usize],
    pub(super) slopes: Vec<&'a [f64]>,
    pub(super) intercept: bool,
    pub(super) correlated: bool,
}

impl<'a> RandomTerm<'a> {
    /// A random intercept for each group. `groups` holds one code per row; codes are labels, in any order.
    #[must_use]
    pub fn intercept(groups: &'a [usize]) -> Self {
        Self { groups, slopes: Vec::new(), intercept: true, correlated: true }
    }

    /// Add a column whose slope varies between the groups.
    #[must_use]
    pub fn slope(mut self, column: &'a [f64]) -> Self {
        self.slopes.push(column);
        self
    }

    /// Let the effects of this level vary independently of one another (the double bar of lme4).
    #[must_use]
    pub fn independent(mut self) -> Self {
        self.correlated = false;
        self
    }

    /// Leave the random intercept out, keeping the slopes only.
    #[must_use]
    pub fn without_intercept(mut self) -> Self {
        self.intercept = false;
        self
    }

    /// Number of effects a group of this level has.
    #[must_use]
    pub fn effects(&self) -> usize {
        usize::from(self.intercept) + self.slopes.len()
    }

    /// Effect `k` of row `i`.
    pub(super) fn value(&self, k: usize, i: usize) -> f64 {
        match (self.intercept, k) {
            (true, 0) => 1.0,
            (true, k) => self.slopes[k - 1][i],
            (false, k) => self.slopes[k][i],
        }
    }
}

/// A linear mixed model with nested levels of groups.
///
/// `y = X beta + sum over levels Z b + e`, with `b ~ N(0, Sigma)` for each level, independent between groups, and
/// `e ~ N(0, sigma^2)`. Levels are given from the innermost outwards; a group of an inner level is identified by
/// its own code *and* the codes of all levels outside it, so codes may be reused (as in lme4's `1 | outer/inner`).
///
/// # Missing values
/// A row in which the outcome or any column is `NaN` is left out, and counted in
/// [`MixedFit::dropped`](super::MixedFit::dropped). Infinite values are an error.
///
/// # Examples
/// ```
/// use attune::stats::mixed::{Method, MixedModel, RandomTerm};
///
/// // Three groups of four.
/// let y = [4.0, 5.0, 4.5, 4.6, 7.0, 7.4, 7.1, 6.6, 5.5, 5.9, 6.1, 5.6];
/// let group = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2];
/// let fit = MixedModel::new(&y).random(RandomTerm::intercept(&group)).fit(Method::Reml)?;
/// assert!((fit.fixed[0] - 5.775).abs() < 1e-9); // balanced: the mean of the means
/// assert!(fit.levels[0].sd[0] > fit.residual_sd);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
#[derive(Debug, Clone)]
pub struct MixedModel<'a> {
    pub(super) y: &'a [f64],
    pub(super) fixed: Vec<&'a [f64]>,
    pub(super) intercept: bool,
    pub(super) terms: Vec<RandomTerm<'a>>,
}

impl<'a> MixedModel<'a> {
    /// A model of the outcome `y` with a fixed intercept and, so far, no random effects.
    #[must_use]
    pub fn new(y: &'a [f64]) -> Self {
        Self { y, fixed: Vec::new(), intercept: true, terms: Vec::new() }
    }

    /// Add a fixed column, as long as the outcome. Its coefficient follows those before it.
    #[must_use]
    pub fn fixed(mut self, column: &'a [f64]) -> Self {
        self.fixed.push(column);
        self
    }

    /// Leave the fixed intercept out.
    #[must_use]
    pub fn without_intercept(mut self) -> Self {
        self.intercept = false;
        self
    }

    /// Add a level of groups; the innermost comes first.
    #[must_use]
    pub fn random(mut self, term: RandomTerm<'a>) -> Self {
        self.terms.push(term);
        self
    }

    /// Number of fixed coefficients.
    pub(super) fn coefficients(&self) -> usize {
        usize::from(self.intercept) + self.fixed.len()
    }

    /// Fixed column `k` of row `i`.
    pub(super) fn value(&self, k: usize, i: usize) -> f64 {
        match (self.intercept, k) {
            (true, 0) => 1.0,
            (true, k) => self.fixed[k - 1][i],
            (false, k) => self.fixed[k][i],
        }
    }

    /// The rows without a missing value, after checking that every column fits the outcome and none is infinite.
    pub(super) fn complete_rows(&self) -> Result<Vec<usize>, StatError> {
        let n = self.y.len();
        let slopes = self.terms.iter().flat_map(|t| t.slopes.iter());
        let columns: Vec<&[f64]> = std::iter::once(&self.y).chain(&self.fixed).chain(slopes).copied().collect();
        for column in &columns {
            if column.len() != n {
                return Err(StatError::LengthMismatch { expected: n, found: column.len() });
            }
            if column.iter().any(|v| v.is_infinite()) {
                return Err(StatError::NotFinite);
            }
        }
        for term in &self.terms {
            if term.groups.len() != n {
                return Err(StatError::LengthMismatch { expected: n, found: term.groups.len() });
            }
        }
        Ok((0..n).filter(|&i| columns.iter().all(|c| !c[i].is_nan())).collect())
    }
}

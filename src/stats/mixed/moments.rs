//! The rows reduced to what the likelihood needs: one small cross-product matrix per innermost group.
//!
//! After this step nothing is as long as the data: one evaluation of the deviance costs as many small steps as
//! there are groups.

use super::nesting::{Nesting, nest};
use super::specification::{MixedModel, RandomTerm};
use crate::stats::error::StatError;
use crate::stats::orthogonal::{Orthogonal, invert_upper, orthogonal, project_out, upper_times};

/// The aggregated problem.
///
/// The columns of a block are, in order, the effects of each level (innermost first), the fixed columns made
/// orthonormal, and the outcome less its ordinary least-squares fit, in units of its residual SD.
#[derive(Debug, Clone)]
pub(super) struct Moments {
    /// Rows used.
    pub n: usize,
    /// Fixed columns.
    pub p: usize,
    /// Effects per group, for each level.
    pub effects: Vec<usize>,
    /// Whether the effects of a level may correlate.
    pub correlated: Vec<bool>,
    /// Symmetric cross-products of the innermost groups, row-major, one after another.
    pub blocks: Vec<f64>,
    /// The groups.
    pub nesting: Nesting,
    /// Inverse of the triangular factor of the fixed columns.
    pub fixed_inverse: Vec<f64>,
    /// Log-determinant of the triangular factor of the fixed columns.
    pub fixed_log_det: f64,
    /// Ordinary least-squares coefficients, the point about which the fixed effects are expressed.
    pub least_squares: Vec<f64>,
    /// Unit of the outcome: SD of the ordinary least-squares residual.
    pub unit: f64,
    /// For each level, the matrix that turns effects on the working columns into effects on the given ones.
    pub transforms: Vec<Vec<f64>>,
}

impl Moments {
    /// Width of a block at `level`: the effects of that level and all outside it, the fixed columns, the outcome.
    pub fn width(&self, level: usize) -> usize {
        self.effects[level..].iter().sum::<usize>() + self.p + 1
    }

    /// Take the effects of a level in another order: position `k` gets what was at `order[k]`.
    pub fn reorder(&mut self, level: usize, order: &[usize]) {
        let (d, q) = (self.width(0), self.effects[level]);
        let first: usize = self.effects[..level].iter().sum();
        let from: Vec<usize> = (0..d)
            .map(|c| match c.checked_sub(first).and_then(|k| order.get(k)) {
                Some(k) => first + k,
                None => c,
            })
            .collect();
        for block in self.blocks.chunks_exact_mut(d * d) {
            let before = block.to_vec();
            for (at, v) in block.iter_mut().enumerate() {
                *v = before[from[at / d] * d + from[at % d]];
            }
        }
        let before = self.transforms[level].clone();
        for (at, v) in self.transforms[level].iter_mut().enumerate() {
            *v = before[(at / q) * q + order[at % q]];
        }
    }

    /// Number of free parameters in the relative covariance factors.
    pub fn parameters(&self) -> usize {
        (0..self.effects.len()).map(|l| self.level_parameters(l)).sum()
    }

    /// Number of free parameters of one level's factor.
    pub fn level_parameters(&self, level: usize) -> usize {
        let q = self.effects[level];
        if self.correlated[level] { q * (q + 1) / 2 } else { q }
    }
}

/// Aggregate the rows of `model`.
pub(super) fn aggregate(model: &MixedModel<'_>) -> Result<(Moments, usize), StatError> {
    let rows = model.complete_rows()?;
    let (n, p) = (rows.len(), model.coefficients());
    if n < p + 2 {
        return Err(StatError::TooFew { needed: p + 2, found: n });
    }
    if p == 0 {
        return Err(StatError::NotEstimable("a mixed model needs at least one fixed coefficient"));
    }
    if model.terms.is_empty() {
        return Err(StatError::NotEstimable("a mixed model needs at least one level of groups"));
    }
    let codes: Vec<&[usize]> = model.terms.iter().map(|t| t.groups).collect();
    let nesting = nest(&codes, &rows);
    for (term, level) in model.terms.iter().zip(&nesting.levels) {
        let effects = term.effects();
        if effects == 0 {
            return Err(StatError::NotEstimable("a level without a random effect"));
        }
        if level.codes.len() < 2 {
            return Err(StatError::NotEstimable("a level needs at least two groups"));
        }
        if level.codes.len() * effects >= n {
            return Err(StatError::NotEstimable("as many random effects as rows"));
        }
    }
    let ordered: Vec<usize> = nesting.rows.iter().map(|r| r.0).collect();
    let column = |value: &dyn Fn(usize) -> f64| ordered.iter().map(|&i| value(i)).collect::<Vec<f64>>();
    let fixed = orthogonal((0..p).map(|k| column(&|i| model.value(k, i))).collect())
        .ok_or(StatError::NotEstimable("the fixed columns depend on one another"))?;
    let mut y = column(&|i| model.y[i]);
    let length = y.iter().map(|v| v * v).sum::<f64>().sqrt();
    let coordinates = project_out(&fixed.q, &mut y);
    let residual = y.iter().map(|v| v * v).sum::<f64>().sqrt();
    if !residual.is_finite() || residual <= 1e-12 * length || residual <= 0.0 {
        return Err(StatError::NotEstimable("the outcome does not vary about the fixed part"));
    }
    let unit = residual / (n as f64).sqrt();
    for v in &mut y {
        *v /= unit;
    }
    let mut columns: Vec<Vec<f64>> = Vec::new();
    let mut transforms = Vec::with_capacity(model.terms.len());
    for term in &model.terms {
        let raw = (0..term.effects()).map(|k| column(&|i| term.value(k, i))).collect();
        let (working, transform) = working_columns(term, raw, n)?;
        columns.extend(working);
        transforms.push(transform);
    }
    let groups = nesting.levels.first().map_or(0, |l| l.codes.len());
    let Orthogonal { q, r } = fixed;
    columns.extend(q);
    columns.push(y);
    let blocks = cross_products(&columns, &nesting.rows, groups);
    let fixed_inverse = invert_upper(&r, p);
    let least_squares = upper_times(&fixed_inverse, &coordinates, p);
    let moments = Moments {
        n,
        p,
        effects: model.terms.iter().map(RandomTerm::effects).collect(),
        correlated: model.terms.iter().map(|t| t.correlated || t.effects() == 1).collect(),
        blocks,
        nesting,
        fixed_log_det: (0..p).map(|i| r[i * p + i].ln()).sum(),
        fixed_inverse,
        least_squares,
        unit,
        transforms,
    };
    Ok((moments, model.y.len() - n))
}

/// Bring the random columns of a level to mean square one and, where their effects may correlate, to
/// orthogonality; the transform turns effects back. Only the route of the search changes, not the model: the
/// set of covariance matrices is closed under it.
fn working_columns(
    term: &RandomTerm<'_>,
    raw: Vec<Vec<f64>>,
    n: usize,
) -> Result<(Vec<Vec<f64>>, Vec<f64>), StatError> {
    const DEPENDENT: StatError = StatError::NotEstimable("the random columns depend on one another or are zero");
    let q = raw.len();
    let root = (n as f64).sqrt();
    if term.correlated {
        let mut d = orthogonal(raw).ok_or(DEPENDENT)?;
        for v in d.q.iter_mut().flatten() {
            *v *= root;
        }
        let mut transform = invert_upper(&d.r, q);
        for v in &mut transform {
            *v *= root;
        }
        return Ok((d.q, transform));
    }
    let mut transform = vec![0.0; q * q];
    let mut working = raw;
    for (k, column) in working.iter_mut().enumerate() {
        let length = column.iter().map(|v| v * v).sum::<f64>().sqrt();
        if !length.is_finite() || length <= 0.0 {
            return Err(DEPENDENT);
        }
        transform[k * q + k] = root / length;
        for v in column {
            *v *= root / length;
        }
    }
    Ok((working, transform))
}

/// Sum the products of every pair of columns within each innermost group.
fn cross_products(columns: &[Vec<f64>], rows: &[(usize, usize)], groups: usize) -> Vec<f64> {
    let d = columns.len();
    let mut blocks = vec![0.0; groups * d * d];
    let mut row = vec![0.0; d];
    for (i, &(_, group)) in rows.iter().enumerate() {
        for (v, c) in row.iter_mut().zip(columns) {
            *v = c[i];
        }
        let block = &mut blocks[group * d * d..(group + 1) * d * d];
        for (a, line) in row.iter().zip(block.chunks_exact_mut(d)) {
            for (s, b) in line.iter_mut().zip(&row) {
                *s += a * b;
            }
        }
    }
    blocks
}

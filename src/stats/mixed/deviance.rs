//! The profiled deviance: random effects are eliminated group by group, from the innermost level outwards
//! (Bates, Maechler, Bolker & Walker 2015, Journal of Statistical Software 67, sections 3.4 and 4.2).
//!
//! With the relative factor `Lambda` of a level (`Sigma = sigma^2 Lambda Lambda'`), a group whose block of
//! cross-products is `S` contributes `log det(Lambda' Z'Z Lambda + I)` and leaves the Schur complement of its
//! effects to its parent. What remains at the end is the block of the fixed columns and the outcome.

use super::eliminate::{Scratch, eliminate, eliminate_one, eliminate_two};
use super::minimise::LIMIT;
use super::moments::Moments;
use super::specification::Method;
use crate::stats::dense::{backward, cholesky, forward};

/// What one group's elimination leaves for the conditional modes.
#[derive(Debug, Clone)]
pub(super) struct GroupFactor {
    /// Cholesky factor of `Lambda' Z'Z Lambda + I`.
    pub factor: Vec<f64>,
    /// `factor^-1 Lambda' Z' W` for the columns `W` further out, row-major.
    pub rest: Vec<f64>,
}

/// Everything known at one point of the parameter space.
#[derive(Debug, Clone)]
pub(super) struct Evaluation {
    /// The criterion, in working units: add the log of the unit and of the fixed factor for the reported one.
    pub criterion: f64,
    /// Residual variance, in squared units.
    pub sigma2: f64,
    /// Fixed coefficients about the least-squares ones, on the orthonormal columns.
    pub gamma: Vec<f64>,
    /// Cholesky factor of the fixed block.
    pub fixed_factor: Vec<f64>,
    /// Per level, per group: kept only when asked for.
    pub groups: Vec<Vec<GroupFactor>>,
}

/// Spread the parameters over the lower triangular factors of the levels.
pub(super) fn factors(moments: &Moments, theta: &[f64]) -> Vec<Vec<f64>> {
    let mut rest = theta;
    (0..moments.effects.len())
        .map(|l| {
            let q = moments.effects[l];
            let (own, others) = rest.split_at(moments.level_parameters(l));
            rest = others;
            let mut lambda = vec![0.0; q * q];
            let mut next = own.iter();
            for j in 0..q {
                let last = if moments.correlated[l] { q } else { j + 1 };
                for i in j..last {
                    lambda[i * q + j] = next.next().copied().unwrap_or(0.0);
                }
            }
            lambda
        })
        .collect()
}

/// The parameters of the given factors: the reverse of [`factors`].
pub(super) fn parameters(moments: &Moments, lambdas: &[Vec<f64>]) -> Vec<f64> {
    let mut theta = Vec::with_capacity(moments.parameters());
    for (l, lambda) in lambdas.iter().enumerate() {
        let q = moments.effects[l];
        for j in 0..q {
            let last = if moments.correlated[l] { q } else { j + 1 };
            theta.extend((j..last).map(|i| lambda[i * q + j]));
        }
    }
    theta
}

/// Evaluate the criterion at `theta`; `None` outside the domain. With `keep`, the group factors are kept.
pub(super) fn evaluate(moments: &Moments, method: Method, theta: &[f64], keep: bool) -> Option<Evaluation> {
    if theta.iter().any(|t| t.is_nan() || t.abs() > LIMIT) {
        return None;
    }
    let depth = moments.effects.len();
    let lambdas = factors(moments, theta);
    let widths: Vec<usize> = (0..depth).map(|l| moments.width(l)).chain([moments.p + 1]).collect();
    let mut sums: Vec<Vec<f64>> = widths.iter().map(|w| vec![0.0; w * w]).collect();
    let mut kept: Vec<Vec<GroupFactor>> = vec![Vec::new(); depth];
    let mut work = Scratch::default();
    let mut log_det = 0.0;
    // One logarithm for many groups: determinants are multiplied for as long as they fit.
    let mut determinant = 1.0_f64;
    let mut close = |level: usize, block: &[f64], parent: &mut [f64]| -> Option<()> {
        let (m, q) = (widths[level], moments.effects[level]);
        if q <= 2 && !keep {
            determinant *= match q {
                1 => eliminate_one(block, m, lambdas[level][0], parent),
                _ => eliminate_two(block, m, &lambdas[level], parent),
            };
            if determinant > 1e100 {
                log_det += determinant.ln();
                determinant = 1.0;
            }
            return Some(());
        }
        log_det += eliminate(block, m, q, &lambdas[level], &mut work, parent)?;
        if keep {
            let rest = (0..q).flat_map(|i| work.product[i * m + q..(i + 1) * m].iter().copied()).collect();
            kept[level].push(GroupFactor { factor: work.factor.clone(), rest });
        }
        Some(())
    };
    let size = widths[0] * widths[0];
    let levels = &moments.nesting.levels;
    for (group, block) in moments.blocks.chunks_exact(size).enumerate() {
        close(0, block, &mut sums[1])?;
        // Close every outer group whose last inner group this was.
        let mut current = group;
        for level in 1..depth {
            let parents = &levels[level - 1].parent;
            if parents.get(current + 1) == parents.get(current) {
                break;
            }
            current = parents[current];
            let (inner, outer) = sums.split_at_mut(level + 1);
            close(level, &inner[level], &mut outer[0])?;
            inner[level].fill(0.0);
        }
    }
    finish(moments, method, &sums[depth], log_det + determinant.ln(), kept)
}

/// Profile out the fixed coefficients and the residual variance.
fn finish(
    moments: &Moments,
    method: Method,
    block: &[f64],
    log_det: f64,
    groups: Vec<Vec<GroupFactor>>,
) -> Option<Evaluation> {
    let (n, p) = (moments.n, moments.p);
    let w = p + 1;
    let mut fixed_factor = vec![0.0; p * p];
    for i in 0..p {
        for j in 0..=i {
            fixed_factor[i * p + j] = block[j * w + i];
        }
    }
    let fixed_log_det = cholesky(&mut fixed_factor, p)?;
    let mut gamma: Vec<f64> = (0..p).map(|i| block[i * w + p]).collect();
    forward(&fixed_factor, p, &mut gamma);
    let rss = block[p * w + p] - gamma.iter().map(|g| g * g).sum::<f64>();
    if rss.is_nan() || rss <= 0.0 {
        return None;
    }
    backward(&fixed_factor, p, &mut gamma);
    let (df, extra) = match method {
        Method::Reml => ((n - p) as f64, fixed_log_det),
        Method::Ml => (n as f64, 0.0),
    };
    let sigma2 = rss / df;
    let criterion = log_det + extra + df * (1.0 + (2.0 * std::f64::consts::PI * sigma2).ln());
    Some(Evaluation { criterion, sigma2, gamma, fixed_factor, groups })
}

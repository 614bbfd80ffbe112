//! Empirical Bayes: the conditional modes of the random effects and their conditional covariance, from the
//! outermost level inwards.

use super::deviance::{Evaluation, factors};
use super::fit::GroupMode;
use super::moments::Moments;
use crate::stats::dense::{backward, sandwich};
use crate::stats::error::StatError;
use crate::stats::matrix::Matrix;

/// What a group hands to the groups inside it: its own effects and those of all groups around it.
#[derive(Debug, Clone)]
struct Chain {
    /// Working-scale effects, own level first.
    effects: Vec<f64>,
    /// Their joint conditional covariance in units of the residual variance, row-major.
    covariance: Vec<f64>,
}

/// The modes of all levels, innermost first.
pub(super) fn modes(moments: &Moments, theta: &[f64], at: &Evaluation) -> Result<Vec<Vec<GroupMode>>, StatError> {
    let depth = moments.effects.len();
    let lambdas = factors(moments, theta);
    let mut out = vec![Vec::new(); depth];
    let mut outer = vec![Chain { effects: Vec::new(), covariance: Vec::new() }];
    for level in (0..depth).rev() {
        let groups = &moments.nesting.levels[level];
        let mut chains = Vec::with_capacity(groups.codes.len());
        for (g, codes) in groups.codes.iter().enumerate() {
            let around = &outer[groups.parent.get(g).copied().unwrap_or(0)];
            let chain = one(moments, level, g, &lambdas[level], at, around);
            out[level].push(report(moments, level, codes, &chain, at.sigma2)?);
            chains.push(chain);
        }
        outer = chains;
    }
    Ok(out)
}

/// Effects of one group given those around it.
fn one(moments: &Moments, level: usize, group: usize, lambda: &[f64], at: &Evaluation, around: &Chain) -> Chain {
    let q = moments.effects[level];
    let rest = moments.width(level) - q;
    let outside = around.effects.len();
    let kept = &at.groups[level][group];
    // Spherical effects: L'^-1 (y part - fixed part - part of the effects around).
    let mut u: Vec<f64> = (0..q)
        .map(|i| {
            let line = &kept.rest[i * rest..(i + 1) * rest];
            let explained: f64 = line.iter().zip(around.effects.iter().chain(&at.gamma)).map(|(a, b)| a * b).sum();
            line[rest - 1] - explained
        })
        .collect();
    backward(&kept.factor, q, &mut u);
    let own = lower_times(lambda, &u, q);
    // B = Lambda L'^-1, so that B B' is the covariance given the effects around.
    let mut b = vec![0.0; q * q];
    for j in 0..q {
        let mut e = vec![0.0; q];
        e[j] = 1.0;
        backward(&kept.factor, q, &mut e);
        for (i, v) in lower_times(lambda, &e, q).into_iter().enumerate() {
            b[i * q + j] = v;
        }
    }
    // K = B * (part of the effects around): own effects move by -K times theirs.
    let mut k = vec![0.0; q * outside];
    for i in 0..q {
        for c in 0..outside {
            k[i * outside + c] = (0..q).map(|m| b[i * q + m] * kept.rest[m * rest + c]).sum();
        }
    }
    let all = q + outside;
    let mut covariance = vec![0.0; all * all];
    let carried = sandwich(&k, q, outside, &around.covariance);
    for i in 0..q {
        for j in 0..q {
            let within: f64 = (0..q).map(|m| b[i * q + m] * b[j * q + m]).sum();
            covariance[i * all + j] = within + carried[i * q + j];
        }
        for c in 0..outside {
            let cross: f64 = (0..outside).map(|m| k[i * outside + m] * around.covariance[m * outside + c]).sum();
            covariance[i * all + q + c] = -cross;
            covariance[(q + c) * all + i] = -cross;
        }
    }
    for a in 0..outside {
        for c in 0..outside {
            covariance[(q + a) * all + q + c] = around.covariance[a * outside + c];
        }
    }
    let effects = own.into_iter().chain(around.effects.iter().copied()).collect();
    Chain { effects, covariance }
}

/// Bring a group's own effects back to the given columns and units.
fn report(
    moments: &Moments,
    level: usize,
    codes: &[usize],
    chain: &Chain,
    sigma2: f64,
) -> Result<GroupMode, StatError> {
    let q = moments.effects[level];
    let transform = &moments.transforms[level];
    let all = chain.effects.len();
    let own: Vec<f64> =
        (0..q).flat_map(|i| (0..q).map(move |j| (i, j))).map(|(i, j)| chain.covariance[i * all + j]).collect();
    let unit2 = moments.unit * moments.unit * sigma2;
    let flat = sandwich(transform, q, q, &own).into_iter().map(|v| v * unit2).collect();
    let covariance = Matrix::new(q, q, flat)?;
    let effect =
        (0..q).map(|i| moments.unit * (0..q).map(|k| transform[i * q + k] * chain.effects[k]).sum::<f64>()).collect();
    let se = covariance.diagonal().into_iter().map(|v| v.max(0.0).sqrt()).collect();
    Ok(GroupMode { codes: codes.to_vec(), effect, se, covariance })
}

/// Lower triangular matrix times vector.
fn lower_times(l: &[f64], v: &[f64], q: usize) -> Vec<f64> {
    (0..q).map(|i| (0..=i).map(|k| l[i * q + k] * v[k]).sum()).collect()
}

//! The search for the best covariance parameters: a start, a descent, the boundary, and a look for side valleys.

use super::deviance::{evaluate, factors, parameters};
use super::minimise::{Minimum, minimise};
use super::moments::Moments;
use super::specification::Method;
use crate::stats::dense::cholesky_semidefinite;
use crate::stats::error::StatError;

/// A diagonal entry of the relative factor below this counts as zero.
pub(super) const SINGULAR: f64 = 1e-4;
/// Two criteria closer than this are the same.
const SAME: f64 = 1e-7;
/// Beyond this the random effects leave no residual.
const NO_RESIDUAL: f64 = 1e5;
/// Up to this many innermost groups a second valley is searched for from every side: with few groups the likelihood
/// can have two, with many it is regular, and only a variance of zero is doubted.
const FEW: usize = 500;

/// The criterion as a function of the parameters.
fn objective(moments: &Moments, method: Method) -> impl FnMut(&[f64]) -> f64 + '_ {
    move |theta| evaluate(moments, method, theta, false).map_or(f64::INFINITY, |e| e.criterion)
}

/// The best parameters, in canonical form (diagonals not negative, zero where on the boundary).
///
/// `moments` is given back as it was: only the order of a level's working columns changes on the way.
pub(super) fn search(moments: &mut Moments, method: Method) -> Result<Vec<f64>, StatError> {
    let diagonal = diagonal_positions(moments);
    let from = start(&mut objective(moments, method), moments, &diagonal);
    let mut best = descend(moments, method, &from);
    let few = moments.nesting.levels.first().is_none_or(|l| l.codes.len() <= FEW);
    for &d in &diagonal {
        let other_side = if best.at[d] < 0.1 { 0.4 } else { 0.02 };
        if best.at[d] < SINGULAR || few {
            let mut from = best.at.clone();
            from[d] = other_side;
            let again = descend(moments, method, &from);
            if again.value < best.value - SAME {
                best = again;
            }
        }
    }
    if best.at.iter().any(|t| t.abs() > NO_RESIDUAL) {
        return Err(StatError::NotEstimable("nothing varies within the groups"));
    }
    if !best.converged || !best.value.is_finite() {
        return Err(StatError::NotEstimable("the likelihood has no clear maximum"));
    }
    Ok(best.at)
}

/// Minimise from a point.
///
/// Where an effect that comes early in its level hardly varies and a later one does, the factor has a narrow bent
/// valley, in which the descent does not settle. With the effects in descending order of variance it is straight.
fn descend(moments: &mut Moments, method: Method, from: &[f64]) -> Minimum {
    let mut found = minimise(&mut objective(moments, method), from);
    for level in 0..moments.effects.len() {
        let q = moments.effects[level];
        if found.converged || !moments.correlated[level] || q < 2 {
            continue;
        }
        let lambdas = factors(moments, &found.at);
        let covariance = gram(&lambdas[level], q);
        let mut order: Vec<usize> = (0..q).collect();
        order.sort_by(|&a, &b| covariance[b * q + b].total_cmp(&covariance[a * q + a]));
        let mut back = vec![0; q];
        for (position, &effect) in order.iter().enumerate() {
            back[effect] = position;
        }
        moments.reorder(level, &order);
        let from = reordered(moments, &found.at, level, &order);
        found = minimise(&mut objective(moments, method), &from);
        found.at = reordered(moments, &found.at, level, &back);
        moments.reorder(level, &back);
    }
    settle(&mut objective(moments, method), moments, &mut found);
    found
}

/// The parameters that describe the same covariance when a level's effects are taken in another order.
fn reordered(moments: &Moments, theta: &[f64], level: usize, order: &[usize]) -> Vec<f64> {
    let mut lambdas = factors(moments, theta);
    let q = moments.effects[level];
    let covariance = gram(&lambdas[level], q);
    let turned: Vec<f64> = (0..q * q).map(|at| covariance[order[at / q] * q + order[at % q]]).collect();
    lambdas[level] = cholesky_semidefinite(&turned, q);
    parameters(moments, &lambdas)
}

/// Positions of the diagonals of the factors among the parameters.
fn diagonal_positions(moments: &Moments) -> Vec<usize> {
    let mut out = Vec::new();
    let mut at = 0;
    for (&q, &correlated) in moments.effects.iter().zip(&moments.correlated) {
        for j in 0..q {
            out.push(at);
            at += if correlated { q - j } else { 1 };
        }
    }
    out
}

/// A start: each diagonal in turn is moved to the best of a coarse grid.
fn start(f: &mut impl FnMut(&[f64]) -> f64, moments: &Moments, diagonal: &[usize]) -> Vec<f64> {
    let mut theta = vec![0.0; moments.parameters()];
    for &d in diagonal {
        theta[d] = 0.3;
    }
    let mut best = f(&theta);
    for &d in diagonal {
        let mut kept = theta[d];
        for candidate in [0.03, 0.1, 1.0, 3.0, 10.0, 100.0] {
            theta[d] = candidate;
            let value = f(&theta);
            if value < best {
                best = value;
                kept = candidate;
            }
        }
        theta[d] = kept;
    }
    theta
}

/// Put a minimum into canonical form and onto the boundary where that costs nothing.
fn settle(f: &mut impl FnMut(&[f64]) -> f64, moments: &Moments, minimum: &mut Minimum) {
    let mut lambdas: Vec<Vec<f64>> = factors(moments, &minimum.at)
        .iter()
        .zip(&moments.effects)
        .map(|(lambda, &q)| cholesky_semidefinite(&gram(lambda, q), q))
        .collect();
    for level in 0..lambdas.len() {
        let q = moments.effects[level];
        for j in 0..q {
            if lambdas[level][j * q + j] > 0.03 {
                continue;
            }
            // Either effect j is a combination of those before it, or it does not vary at all.
            let mut combination = lambdas[level].clone();
            combination[j * q + j] = 0.0;
            let mut without = gram(&lambdas[level], q);
            for k in 0..q {
                without[j * q + k] = 0.0;
                without[k * q + j] = 0.0;
            }
            for candidate in [cholesky_semidefinite(&without, q), combination] {
                let kept = std::mem::replace(&mut lambdas[level], candidate);
                let value = f(&parameters(moments, &lambdas));
                if value <= minimum.value + SAME {
                    minimum.value = minimum.value.min(value);
                    break;
                }
                lambdas[level] = kept;
            }
        }
    }
    minimum.at = parameters(moments, &lambdas);
}

/// `L L'` of a lower triangular factor.
pub(super) fn gram(lambda: &[f64], q: usize) -> Vec<f64> {
    let mut out = vec![0.0; q * q];
    for i in 0..q {
        for j in 0..q {
            out[i * q + j] = (0..q).map(|k| lambda[i * q + k] * lambda[j * q + k]).sum();
        }
    }
    out
}

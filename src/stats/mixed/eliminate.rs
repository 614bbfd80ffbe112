//! One group's random effects taken out of its block of cross-products.

use crate::stats::dense::cholesky;

/// Room for one elimination, kept between groups; afterwards it holds the factor and what it leaves.
#[derive(Debug, Clone, Default)]
pub(super) struct Scratch {
    pub product: Vec<f64>,
    pub factor: Vec<f64>,
}

/// Eliminate the first `q` of the `m` columns of `block` and add what remains to `parent`. Blocks are read and
/// written in their upper triangle only. Returns the log-determinant.
pub(super) fn eliminate(
    block: &[f64],
    m: usize,
    q: usize,
    lambda: &[f64],
    work: &mut Scratch,
    parent: &mut [f64],
) -> Option<f64> {
    let Scratch { product, factor } = work;
    product.clear();
    product.resize(q * m, 0.0);
    // Lambda' times the first q rows.
    for i in 0..q {
        for k in i..q {
            let v = lambda[k * q + i];
            if v == 0.0 {
                continue;
            }
            let line = &mut product[i * m..(i + 1) * m];
            for (c, s) in line.iter_mut().enumerate() {
                *s += v * if c < k { block[c * m + k] } else { block[k * m + c] };
            }
        }
    }
    factor.clear();
    factor.resize(q * q, 0.0);
    for i in 0..q {
        for j in 0..=i {
            let s: f64 = (j..q).map(|k| product[i * m + k] * lambda[k * q + j]).sum();
            factor[i * q + j] = s + if i == j { 1.0 } else { 0.0 };
        }
    }
    let log_det = cholesky(factor, q)?;
    for i in 0..q {
        let (done, current) = product.split_at_mut(i * m);
        let line = &mut current[..m];
        for k in 0..i {
            let f = factor[i * q + k];
            for (s, d) in line[q..].iter_mut().zip(&done[k * m + q..(k + 1) * m]) {
                *s -= f * d;
            }
        }
        let d = factor[i * q + i];
        for s in &mut line[q..] {
            *s /= d;
        }
    }
    let rest = m - q;
    for a in 0..rest {
        let line = &block[(a + q) * m + q..(a + q + 1) * m];
        let out = &mut parent[a * rest..(a + 1) * rest];
        for c in a..rest {
            let mut s = line[c];
            for k in 0..q {
                s -= product[k * m + q + a] * product[k * m + q + c];
            }
            out[c] += s;
        }
    }
    Some(log_det)
}

/// As [`eliminate`] for a single effect whose factor is not needed afterwards: the most frequent case, without roots.
/// Returns the determinant.
pub(super) fn eliminate_one(block: &[f64], m: usize, lambda: f64, parent: &mut [f64]) -> f64 {
    let squared = lambda * lambda;
    let pivot = 1.0 + squared * block[0];
    let scale = squared / pivot;
    let rest = m - 1;
    for a in 0..rest {
        let line = &block[(a + 1) * m + 1..(a + 2) * m];
        let shrink = scale * block[a + 1];
        let out = &mut parent[a * rest..(a + 1) * rest];
        for ((o, s), b) in out[a..].iter_mut().zip(&line[a..]).zip(&block[a + 1..m]) {
            *o += s - shrink * b;
        }
    }
    pivot
}

/// As [`eliminate_one`] for two effects: with `H = Lambda (I + Lambda' S Lambda)^-1 Lambda'`, the columns further out lose
/// `b_a' H b_c`.
pub(super) fn eliminate_two(block: &[f64], m: usize, lambda: &[f64], parent: &mut [f64]) -> f64 {
    let (l0, l1, l2) = (lambda[0], lambda[2], lambda[3]);
    let (s00, s01, s11) = (block[0], block[1], block[m + 1]);
    let (t0, t1) = (l0 * s00 + l1 * s01, l0 * s01 + l1 * s11);
    // Written out, for Lambda = [l0 0; l1 l2], so that no large terms cancel when Lambda is large.
    let both = l0 * l0 * l2 * l2;
    let determinant = 1.0 + l0 * t0 + l1 * t1 + l2 * l2 * s11 + both * (s00 * s11 - s01 * s01).max(0.0);
    let h00 = (l0 * l0 + both * s11) / determinant;
    let h01 = (l0 * l1 - both * s01) / determinant;
    let h11 = (l1 * l1 + l2 * l2 + both * s00) / determinant;
    let rest = m - 2;
    let (first, second) = (&block[2..m], &block[m + 2..2 * m]);
    for a in 0..rest {
        let line = &block[(a + 2) * m + 2..(a + 3) * m];
        let (u, v) = (h00 * first[a] + h01 * second[a], h01 * first[a] + h11 * second[a]);
        let out = &mut parent[a * rest..(a + 1) * rest];
        for c in a..rest {
            out[c] += line[c] - u * first[c] - v * second[c];
        }
    }
    determinant
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A positive definite block of five columns.
    fn block() -> Vec<f64> {
        let rows = [[1.0, 0.5, 1.0, -0.3, 2.0], [1.0, 1.5, 0.2, 0.4, 1.0], [1.0, -1.0, 0.7, 0.9, -0.5]];
        let mut out = vec![0.0; 25];
        for r in rows {
            for i in 0..5 {
                for j in 0..5 {
                    out[i * 5 + j] += r[i] * r[j];
                }
            }
        }
        out
    }

    #[test]
    fn the_short_ways_agree_with_the_general_one() {
        let block = block();
        let mut work = Scratch::default();
        let (mut general, mut short) = (vec![0.0; 16], vec![0.0; 16]);
        let log_det = eliminate(&block, 5, 1, &[0.7], &mut work, &mut general).unwrap();
        let determinant = eliminate_one(&block, 5, 0.7, &mut short);
        assert!((log_det - determinant.ln()).abs() < 1e-12);
        assert!(general.iter().zip(&short).all(|(a, b)| (a - b).abs() < 1e-12));
        let lambda = [0.7, 0.0, -0.4, 1.3];
        let (mut general, mut short) = (vec![0.0; 9], vec![0.0; 9]);
        let log_det = eliminate(&block, 5, 2, &lambda, &mut work, &mut general).unwrap();
        let determinant = eliminate_two(&block, 5, &lambda, &mut short);
        assert!((log_det - determinant.ln()).abs() < 1e-12);
        assert!(general.iter().zip(&short).all(|(a, b)| (a - b).abs() < 1e-12));
    }

    #[test]
    fn without_random_variance_the_block_is_passed_on() {
        let block = block();
        let mut parent = vec![0.0; 16];
        assert_eq!(eliminate_one(&block, 5, 0.0, &mut parent), 1.0);
        assert_eq!(parent[1], block[7]);
    }
}

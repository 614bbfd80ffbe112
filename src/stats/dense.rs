//! The few small dense steps that estimators repeat many times: Cholesky factors and triangular solves on
//! row-major slices, without allocation.
//!
//! In the mixed model the blocks are as wide as a group has random effects (one to four), and there are
//! thousands of them.

/// Cholesky factor of a symmetric positive definite `q` by `q` matrix, in place, lower triangle.
///
/// Returns the log-determinant of the matrix, or `None` where a pivot is not positive. The strict upper
/// triangle is left as it was.
pub(crate) fn cholesky(a: &mut [f64], q: usize) -> Option<f64> {
    let mut log_det = 0.0;
    for i in 0..q {
        for j in 0..=i {
            let mut s = a[i * q + j];
            for k in 0..j {
                s -= a[i * q + k] * a[j * q + k];
            }
            if i == j {
                if s.is_nan() || s <= 0.0 {
                    return None;
                }
                a[i * q + i] = s.sqrt();
                log_det += s.ln();
            } else {
                a[i * q + j] = s / a[j * q + j];
            }
        }
    }
    Some(log_det)
}

/// Lower Cholesky factor of a positive *semi*-definite matrix: a pivot that is zero up to rounding gives a
/// zero column.
pub(crate) fn cholesky_semidefinite(a: &[f64], q: usize) -> Vec<f64> {
    let mut l = vec![0.0; q * q];
    for j in 0..q {
        let mut d = a[j * q + j];
        for k in 0..j {
            d -= l[j * q + k] * l[j * q + k];
        }
        if d <= 1e-14 * a[j * q + j].abs() || d <= 0.0 {
            continue;
        }
        let d = d.sqrt();
        l[j * q + j] = d;
        for i in j + 1..q {
            let mut s = a[i * q + j];
            for k in 0..j {
                s -= l[i * q + k] * l[j * q + k];
            }
            l[i * q + j] = s / d;
        }
    }
    l
}

/// Inverse of a symmetric positive definite `q` by `q` matrix; `None` where it is singular, judged after scaling its
/// diagonal to one.
pub(crate) fn invert_positive(a: &[f64], q: usize) -> Option<Vec<f64>> {
    const SINGULAR: f64 = 1e-10;
    let scale: Vec<f64> = (0..q).map(|i| a[i * q + i].sqrt()).collect();
    if scale.iter().any(|s| !s.is_finite() || *s <= 0.0) {
        return None;
    }
    let mut l: Vec<f64> = (0..q * q).map(|at| a[at] / (scale[at / q] * scale[at % q])).collect();
    cholesky(&mut l, q)?;
    if (0..q).any(|i| l[i * q + i] * l[i * q + i] < SINGULAR) {
        return None;
    }
    let mut inverse = vec![0.0; q * q];
    for j in 0..q {
        let mut e = vec![0.0; q];
        e[j] = 1.0;
        forward(&l, q, &mut e);
        backward(&l, q, &mut e);
        for (i, v) in e.into_iter().enumerate() {
            inverse[i * q + j] = v / (scale[i] * scale[j]);
        }
    }
    Some(inverse)
}

/// Solve `L x = b` in place, `L` lower triangular.
pub(crate) fn forward(l: &[f64], q: usize, b: &mut [f64]) {
    for i in 0..q {
        let mut s = b[i];
        for k in 0..i {
            s -= l[i * q + k] * b[k];
        }
        b[i] = s / l[i * q + i];
    }
}

/// Solve `L' x = b` in place, `L` lower triangular.
pub(crate) fn backward(l: &[f64], q: usize, b: &mut [f64]) {
    for i in (0..q).rev() {
        let mut s = b[i];
        for k in i + 1..q {
            s -= l[k * q + i] * b[k];
        }
        b[i] = s / l[i * q + i];
    }
}

/// The product `A S A'` for a `rows` by `q` matrix `A` and a symmetric `q` by `q` matrix `S`.
pub(crate) fn sandwich(a: &[f64], rows: usize, q: usize, s: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; rows * rows];
    for i in 0..rows {
        for j in 0..rows {
            let mut t = 0.0;
            for k in 0..q {
                for m in 0..q {
                    t += a[i * q + k] * s[k * q + m] * a[j * q + m];
                }
            }
            out[i * rows + j] = t;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factor_and_solves_agree_with_hand_values() {
        // [[4, 2], [2, 5]] = L L' with L = [[2, 0], [1, 2]], determinant 16.
        let mut a = [4.0, 2.0, 2.0, 5.0];
        let det = cholesky(&mut a, 2).unwrap();
        assert!((det - 16f64.ln()).abs() < 1e-14);
        assert_eq!([a[0], a[2], a[3]], [2.0, 1.0, 2.0]);
        let l = [2.0, 0.0, 1.0, 2.0];
        let mut b = [4.0, 6.0];
        forward(&l, 2, &mut b);
        assert_eq!(b, [2.0, 2.0]);
        backward(&l, 2, &mut b);
        assert_eq!(b, [0.5, 1.0]);
    }

    #[test]
    fn indefinite_is_refused_and_semidefinite_is_kept() {
        assert!(cholesky(&mut [1.0, 2.0, 2.0, 1.0], 2).is_none());
        assert!(cholesky(&mut [f64::NAN], 1).is_none());
        assert_eq!(cholesky_semidefinite(&[1.0, 2.0, 2.0, 4.0], 2), [1.0, 0.0, 2.0, 0.0]);
        assert_eq!(cholesky_semidefinite(&[0.0, 0.0, 0.0, 9.0], 2), [0.0, 0.0, 0.0, 3.0]);
    }

    #[test]
    fn inverse_ignores_units_and_refuses_singular() {
        // [[4, 2], [2, 5]] with the first unit a million, the second a thousandth: inverse [[5, -2], [-2, 4]] / 16.
        let inverse = invert_positive(&[4e12, 2e3, 2e3, 5e-6], 2).unwrap();
        assert!((inverse[0] * 1e12 - 0.3125).abs() < 1e-12 && (inverse[3] * 1e-6 - 0.25).abs() < 1e-12);
        assert!((inverse[1] * 1e3 + 0.125).abs() < 1e-12);
        assert!(invert_positive(&[1.0, 1.0, 1.0, 1.0], 2).is_none());
        assert!(invert_positive(&[0.0], 1).is_none());
    }

    #[test]
    fn sandwich_by_hand() {
        // A = [1 2], S = [[1, 1], [1, 3]]: 1 + 2*2*1 + 4*3 = 17.
        assert_eq!(sandwich(&[1.0, 2.0], 1, 2, &[1.0, 1.0, 1.0, 3.0]), [17.0]);
    }
}

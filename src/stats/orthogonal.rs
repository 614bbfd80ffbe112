//! Orthonormal columns for a tall matrix (Gram-Schmidt, each column twice), so that later cross-products stay
//! well conditioned whatever the units of the columns.

/// A thin QR decomposition of columns held one after another.
#[derive(Debug, Clone)]
pub(crate) struct Orthogonal {
    /// Orthonormal columns, `n` long each.
    pub q: Vec<Vec<f64>>,
    /// Upper triangular factor, row-major, `p` by `p`.
    pub r: Vec<f64>,
}

/// A column whose part outside the earlier columns is shorter than this share of its length depends on them.
const DEPENDENT: f64 = 1e-7;

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Take out of `v` its part along the columns `q`; returns the coefficients taken.
pub(crate) fn project_out(q: &[Vec<f64>], v: &mut [f64]) -> Vec<f64> {
    let mut taken = vec![0.0; q.len()];
    for _ in 0..2 {
        for (column, t) in q.iter().zip(&mut taken) {
            let c = dot(column, v);
            *t += c;
            for (x, y) in v.iter_mut().zip(column) {
                *x -= c * y;
            }
        }
    }
    taken
}

/// Decompose `columns`; `None` where one is zero or depends on those before it.
pub(crate) fn orthogonal(columns: Vec<Vec<f64>>) -> Option<Orthogonal> {
    let p = columns.len();
    let mut q: Vec<Vec<f64>> = Vec::with_capacity(p);
    let mut r = vec![0.0; p * p];
    for (j, mut v) in columns.into_iter().enumerate() {
        let before = dot(&v, &v).sqrt();
        let taken = project_out(&q, &mut v);
        for (i, t) in taken.into_iter().enumerate() {
            r[i * p + j] = t;
        }
        let after = dot(&v, &v).sqrt();
        if !after.is_finite() || after <= DEPENDENT * before || after <= 0.0 {
            return None;
        }
        for x in &mut v {
            *x /= after;
        }
        r[j * p + j] = after;
        q.push(v);
    }
    Some(Orthogonal { q, r })
}

/// Inverse of an upper triangular row-major matrix with a non-zero diagonal.
pub(crate) fn invert_upper(r: &[f64], p: usize) -> Vec<f64> {
    let mut inverse = vec![0.0; p * p];
    for j in 0..p {
        inverse[j * p + j] = 1.0 / r[j * p + j];
        for i in (0..j).rev() {
            let s: f64 = (i + 1..=j).map(|k| r[i * p + k] * inverse[k * p + j]).sum();
            inverse[i * p + j] = -s / r[i * p + i];
        }
    }
    inverse
}

/// Upper triangular matrix times vector.
pub(crate) fn upper_times(u: &[f64], v: &[f64], p: usize) -> Vec<f64> {
    (0..p).map(|i| (i..p).map(|k| u[i * p + k] * v[k]).sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reproduces_the_columns() {
        let columns = vec![vec![1.0; 4], vec![2000.0, 2001.0, 2002.0, 2004.0]];
        let d = orthogonal(columns.clone()).unwrap();
        for (i, given) in columns[1].iter().enumerate() {
            assert!((d.q[0][i] * d.r[0] - 1.0).abs() < 1e-12);
            let second = d.q[0][i] * d.r[1] + d.q[1][i] * d.r[3];
            assert!((second - given).abs() < 1e-9);
        }
        assert!(dot(&d.q[0], &d.q[1]).abs() < 1e-14);
        let inverse = invert_upper(&d.r, 2);
        assert!((inverse[0] * d.r[0] - 1.0).abs() < 1e-12);
        assert!((inverse[0] * d.r[1] + inverse[1] * d.r[3]).abs() < 1e-9);
    }

    #[test]
    fn dependent_and_zero_columns_are_found() {
        assert!(orthogonal(vec![vec![1.0; 3], vec![2.0; 3]]).is_none());
        assert!(orthogonal(vec![vec![0.0; 3]]).is_none());
        assert!(orthogonal(vec![]).unwrap().q.is_empty());
    }
}

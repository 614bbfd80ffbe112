//! A minimiser for the profiled deviance: Newton's method with differences for derivatives, damped so that
//! every accepted step goes downhill.
//!
//! The deviance depends on the relative covariance factor only through its product with its own transpose,
//! so it is an even, smooth function of each column of the factor. That makes the bound "diagonal not below
//! zero" unnecessary: a variance of zero is an ordinary stationary point, reached from either side.

/// Where the search ended.
#[derive(Debug, Clone)]
pub(super) struct Minimum {
    /// The arguments at the minimum.
    pub at: Vec<f64>,
    /// The function there.
    pub value: f64,
    /// Whether the expected further decrease was negligible.
    pub converged: bool,
}

/// Largest number of Newton steps.
const STEPS: usize = 200;
/// Arguments beyond this are outside the domain: the model has no residual left.
pub(super) const LIMIT: f64 = 1e7;

/// Minimise `f` from `start`. `f` returns infinity outside its domain.
pub(super) fn minimise(f: &mut impl FnMut(&[f64]) -> f64, start: &[f64]) -> Minimum {
    let k = start.len();
    let mut x = start.to_vec();
    let mut fx = f(&x);
    let mut damping = 0.0_f64;
    let mut converged = false;
    for _ in 0..STEPS {
        if !fx.is_finite() {
            break;
        }
        let Some((gradient, hessian)) = derivatives(f, &x, fx) else {
            break;
        };
        let scale = (0..k).fold(1e-8_f64, |m, i| m.max(hessian[i * k + i].abs()));
        let mut moved = false;
        // Raise the damping until the matrix is positive definite and the step goes downhill.
        for _ in 0..60 {
            let Some((step, expected)) = newton_step(&gradient, &hessian, damping, k) else {
                damping = (damping * 4.0).max(1e-3 * scale);
                continue;
            };
            let longest = step.iter().zip(&x).fold(0.0_f64, |m, (s, v)| m.max(s.abs() / (v.abs() + 0.5)));
            if longest > 3.0 {
                damping = (damping * 4.0).max(1e-3 * scale);
                continue;
            }
            let trial: Vec<f64> = x.iter().zip(&step).map(|(v, s)| v + s).collect();
            let ft = f(&trial);
            let noise = 1e-13 * fx.abs().max(1.0);
            if ft <= fx + noise {
                // Newton's method squares its error: after a short undamped step another would change nothing.
                converged = damping == 0.0 && expected < 1e-6 && longest < 1e-4;
                x = trial;
                fx = ft;
                // Close to the minimum the quadratic model is trusted, and damping would only slow the end.
                damping = if expected < 0.1 { 0.0 } else { damping / 8.0 };
                moved = true;
                break;
            }
            if expected < noise.max(1e-11) {
                converged = true;
                break;
            }
            damping = (damping * 4.0).max(1e-3 * scale);
        }
        if converged || !moved {
            break;
        }
    }
    Minimum { at: x, value: fx, converged }
}

/// Gradient and Hessian by central differences.
fn derivatives(f: &mut impl FnMut(&[f64]) -> f64, x: &[f64], fx: f64) -> Option<(Vec<f64>, Vec<f64>)> {
    let k = x.len();
    let h: Vec<f64> = x.iter().map(|v| 4e-4 * v.abs().max(0.1)).collect();
    let mut gradient = vec![0.0; k];
    let mut hessian = vec![0.0; k * k];
    let mut probe = x.to_vec();
    for i in 0..k {
        probe[i] = x[i] + h[i];
        let up = f(&probe);
        probe[i] = x[i] - h[i];
        let down = f(&probe);
        probe[i] = x[i];
        gradient[i] = (up - down) / (2.0 * h[i]);
        hessian[i * k + i] = (up - 2.0 * fx + down) / (h[i] * h[i]);
    }
    for i in 0..k {
        for j in 0..i {
            let mut corner = |a: f64, b: f64| {
                probe[i] = x[i] + a * h[i];
                probe[j] = x[j] + b * h[j];
                let value = f(&probe);
                probe[i] = x[i];
                probe[j] = x[j];
                value
            };
            let mixed = corner(1.0, 1.0) - corner(1.0, -1.0) - corner(-1.0, 1.0) + corner(-1.0, -1.0);
            let mixed = mixed / (4.0 * h[i] * h[j]);
            hessian[i * k + j] = mixed;
            hessian[j * k + i] = mixed;
        }
    }
    let finite = gradient.iter().chain(&hessian).all(|v| v.is_finite());
    finite.then_some((gradient, hessian))
}

/// The damped Newton step and the decrease it promises; `None` where the damped matrix is not positive definite.
fn newton_step(gradient: &[f64], hessian: &[f64], damping: f64, k: usize) -> Option<(Vec<f64>, f64)> {
    let mut a = hessian.to_vec();
    for i in 0..k {
        a[i * k + i] += damping;
    }
    crate::stats::dense::cholesky(&mut a, k)?;
    let mut step: Vec<f64> = gradient.iter().map(|g| -g).collect();
    crate::stats::dense::forward(&a, k, &mut step);
    let expected = 0.5 * step.iter().map(|s| s * s).sum::<f64>();
    crate::stats::dense::backward(&a, k, &mut step);
    Some((step, expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_minimum_of_a_curved_valley() {
        let mut f = |v: &[f64]| (1.0 - v[0]).powi(2) + 100.0 * (v[1] - v[0] * v[0]).powi(2);
        let m = minimise(&mut f, &[-1.2, 1.0]);
        assert!(m.converged);
        assert!((m.at[0] - 1.0).abs() < 1e-3 && (m.at[1] - 1.0).abs() < 1e-3);
    }

    #[test]
    fn leaves_the_saddle_of_an_even_function() {
        // Minima at +-2, a maximum at 0, from a start close to the maximum.
        let mut f = |v: &[f64]| v[0].powi(4) - 8.0 * v[0] * v[0];
        let m = minimise(&mut f, &[0.01]);
        assert!((m.at[0].abs() - 2.0).abs() < 1e-6);
    }

    #[test]
    fn a_minimum_at_zero_is_reached() {
        let mut f = |v: &[f64]| 3.0 * v[0] * v[0] + v[0].powi(4);
        let m = minimise(&mut f, &[0.7]);
        assert!(m.at[0].abs() < 1e-5);
    }

    #[test]
    fn a_function_without_a_minimum_ends() {
        let mut f = |v: &[f64]| {
            if v[0].abs() > LIMIT { f64::INFINITY } else { -v[0].abs().ln_1p() }
        };
        let m = minimise(&mut f, &[1.0]);
        assert!(m.value.is_finite() && m.at[0].abs() > 1e3);
        let mut nowhere = |_: &[f64]| f64::INFINITY;
        assert!(!minimise(&mut nowhere, &[1.0]).converged);
    }
}

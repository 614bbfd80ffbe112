//! What the detector needs of the normal and t distributions beyond the statistics room.

use crate::stats::distributions::{normal_density, normal_upper};

/// The normal hazard `phi(x) / P(Z > x)`: the mean of a standard normal that is known to be above `x`.
///
/// From 3 on by Laplace's continued fraction `x + 1/(x + 2/(x + 3/(...)))`, where density and tail both vanish.
pub(crate) fn hazard(x: f64) -> f64 {
    if x < 3.0 {
        normal_density(x) / normal_upper(x)
    } else {
        (1..=60).rev().fold(x, |value, k| x + f64::from(k) / value)
    }
}

/// The t value with `df` degrees of freedom that is as rare as the normal deviate `z` (Wallace 1959, inverted):
/// `t = sign(z) sqrt(df (exp(u^2/df) - 1))`, `u = z (8 df + 3)/(8 df + 1)`. For `z` from 1.5 to 4 it is
/// too wide by at most .13 normal deviates at 3 degrees of freedom, .034 at 6 (where the detector begins), .012 at 10.
/// Not the exact quantile, because it is needed twice a session for everyone.
pub(crate) fn t_of_deviate(z: f64, df: f64) -> f64 {
    if !df.is_finite() {
        return z;
    }
    let scaled = z * (8.0 * df + 3.0) / (8.0 * df + 1.0);
    (df * (scaled * scaled / df).exp_m1()).sqrt().copysign(z)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::distributions::{normal_quantile, t_cdf};

    #[test]
    fn the_hazard_is_density_over_tail() {
        // Density over tail.
        for (x, value) in [(-1.0, 0.287_599_970_939), (0.0, 0.797_884_560_803), (2.0, 2.373_215_532_822)] {
            assert!((hazard(x) / value - 1.0).abs() < 1e-9, "{x}: {}", hazard(x));
        }
        assert!((hazard(3.0 - 1e-9) / hazard(3.0) - 1.0).abs() < 1e-7);
        assert!(hazard(60.0) > 60.0 && hazard(60.0) < 60.02);
        assert!(hazard(-60.0) >= 0.0 && hazard(-60.0) < 1e-12);
    }

    #[test]
    fn t_values_are_as_rare_as_the_deviate_or_a_little_rarer() {
        for (df, bound) in [(3.0, 0.13), (6.0, 0.034), (10.0, 0.012), (50.0, 0.001)] {
            for z in [1.5, 2.0, 2.56, 3.0, 3.5, 4.0] {
                let exact = -normal_quantile(t_cdf(-t_of_deviate(z, df), df));
                assert!((-2e-4..=bound).contains(&(exact - z)), "{df} {z} {exact}");
                assert!((t_of_deviate(-z, df) + t_of_deviate(z, df)).abs() < 1e-12);
            }
        }
        assert_eq!(t_of_deviate(-2.0, f64::INFINITY), -2.0);
    }
}

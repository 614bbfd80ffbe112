//! What must hold of a mixed model whatever the data: invariance, closed forms, and refusals instead of wrong numbers.

use attune::stats::error::StatError;
use attune::stats::mixed::{Method, MixedFit, MixedModel, RandomTerm};
use proptest::prelude::*;

fn intercepts(y: &[f64], g: &[usize], method: Method) -> Result<MixedFit, StatError> {
    MixedModel::new(y).random(RandomTerm::intercept(g)).fit(method)
}

#[test]
fn too_little_data_is_refused() {
    for n in 0..3 {
        let (y, g) = (vec![1.0; n], (0..n).collect::<Vec<usize>>());
        assert!(intercepts(&y, &g, Method::Reml).is_err(), "n = {n}");
    }
    let y = [1.0, 2.0, 4.0, 3.0];
    assert!(matches!(intercepts(&y, &[0; 4], Method::Reml), Err(StatError::NotEstimable(_))));
    assert!(matches!(intercepts(&y, &[0, 1, 2, 3], Method::Reml), Err(StatError::NotEstimable(_))));
    assert!(matches!(intercepts(&[5.0; 4], &[0, 0, 1, 1], Method::Reml), Err(StatError::NotEstimable(_))));
    assert!(matches!(intercepts(&y, &[0, 1], Method::Ml), Err(StatError::LengthMismatch { .. })));
    assert!(matches!(MixedModel::new(&y).fit(Method::Reml), Err(StatError::NotEstimable(_))));
}

#[test]
fn groups_that_explain_everything_are_refused() {
    let y = [1.0, 1.0, 2.0, 2.0, 5.0, 5.0];
    let found = intercepts(&y, &[0, 0, 1, 1, 2, 2], Method::Reml);
    assert!(matches!(found, Err(StatError::NotEstimable(_))), "{found:?}");
}

#[test]
fn missing_rows_are_left_out_and_infinite_ones_refused() {
    let g = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2];
    let y = [1.0, 2.0, 1.5, 4.0, 3.0, 3.5, 2.0, 2.5, 1.0, f64::NAN];
    let fit = intercepts(&y, &g, Method::Reml).unwrap();
    let short = intercepts(&y[..9], &g[..9], Method::Reml).unwrap();
    assert_eq!((fit.dropped, fit.observations, fit.criterion), (1, 9, short.criterion));
    let mut bad = y;
    bad[0] = f64::INFINITY;
    assert_eq!(intercepts(&bad, &g, Method::Reml), Err(StatError::NotFinite));
}

#[test]
fn dependent_columns_are_refused() {
    let g = [0, 0, 0, 1, 1, 1, 2, 2, 2];
    let y = [1.0, 2.0, 1.5, 4.0, 3.0, 3.5, 2.0, 2.5, 1.0];
    let constant = [3.0; 9];
    let fixed = MixedModel::new(&y).fixed(&constant).random(RandomTerm::intercept(&g)).fit(Method::Reml);
    assert!(matches!(fixed, Err(StatError::NotEstimable(_))));
    let slope = MixedModel::new(&y).random(RandomTerm::intercept(&g).slope(&constant)).fit(Method::Reml);
    assert!(matches!(slope, Err(StatError::NotEstimable(_))));
    let zero = [0.0; 9];
    let slope = MixedModel::new(&y).random(RandomTerm::intercept(&g).slope(&zero).independent()).fit(Method::Reml);
    assert!(matches!(slope, Err(StatError::NotEstimable(_))));
}

#[test]
fn extreme_values_end_in_a_number_or_an_error() {
    let g = [0, 0, 1, 1, 2, 2, 3, 3];
    for y in [
        [1e300, -1e300, 1e300, 2e300, 0.0, 1.0, 2.0, 3.0],
        [1e-300, 2e-300, 3e-300, 1e-300, 5e-300, 2e-300, 1e-300, 4e-300],
        [1e15, 1e15 + 1.0, 1e15, 1e15 + 2.0, 1e15, 1e15 + 1.0, 1e15 + 3.0, 1e15],
    ] {
        if let Ok(fit) = intercepts(&y, &g, Method::Reml) {
            assert!(fit.fixed[0].is_finite() && fit.residual_variance.is_finite());
        }
    }
}

/// Rows of unequal groups: (outcome, covariate, group).
fn rows() -> impl Strategy<Value = Vec<(f64, f64, usize)>> {
    prop::collection::vec((-10.0f64..10.0, -3.0f64..3.0, 0usize..6), 20..60)
}

fn split(rows: &[(f64, f64, usize)]) -> (Vec<f64>, Vec<f64>, Vec<usize>) {
    (rows.iter().map(|r| r.0).collect(), rows.iter().map(|r| r.1).collect(), rows.iter().map(|r| r.2).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn balanced_groups_have_a_closed_form(values in prop::collection::vec(-5.0f64..5.0, 24)) {
        // Six groups of four: REML is the analysis of variance, s2_b = (MSB - MSW) / 4, cut at zero.
        let g: Vec<usize> = (0..24).map(|i| i / 4).collect();
        let means: Vec<f64> = values.chunks(4).map(|c| c.iter().sum::<f64>() / 4.0).collect();
        let grand = means.iter().sum::<f64>() / 6.0;
        let between = 4.0 * means.iter().map(|m| (m - grand).powi(2)).sum::<f64>() / 5.0;
        let ssw: f64 = values.iter().zip(&g).map(|(v, &g)| (v - means[g]).powi(2)).sum();
        let within = ssw / 18.0;
        let fit = intercepts(&values, &g, Method::Reml).unwrap();
        let (b, w) = if between > within {
            ((between - within) / 4.0, within)
        } else {
            (0.0, (ssw + 5.0 * between) / 23.0)
        };
        prop_assert!((fit.fixed[0] - grand).abs() < 1e-9);
        prop_assert!((fit.residual_variance - w).abs() < 1e-4 * w);
        prop_assert!((fit.levels[0].covariance.at(0, 0) - b).abs() < 2e-4 * (b + w));
        if between < within {
            prop_assert!(fit.singular);
        }
        let sum: f64 = fit.levels[0].modes.iter().map(|m| m.effect[0]).sum();
        prop_assert!(sum.abs() < 1e-8);
    }

    #[test]
    fn order_shift_scale_and_labels(rows in rows(), shift in -100.0f64..100.0, factor in 0.01f64..100.0) {
        let (y, x, g) = split(&rows);
        let fit = |y: &[f64], x: &[f64], g: &[usize]| {
            MixedModel::new(y).fixed(x).random(RandomTerm::intercept(g).slope(x)).fit(Method::Reml)
        };
        if let Ok(a) = fit(&y, &x, &g) {
            let (mut ry, mut rx, mut rg) = (y.clone(), x.clone(), g.clone());
            ry.reverse();
            rx.reverse();
            rg.reverse();
            let ry: Vec<f64> = ry.iter().map(|v| v * factor + shift).collect();
            let rg: Vec<usize> = rg.iter().map(|c| 1000 - 7 * c).collect();
            let b = fit(&ry, &rx, &rg).unwrap();
            let scale = factor * factor;
            prop_assert!((b.fixed[1] - a.fixed[1] * factor).abs() < 1e-4 * factor * (1.0 + a.fixed[1].abs()));
            prop_assert!((b.residual_variance - a.residual_variance * scale).abs() < 1e-3 * scale * a.residual_variance);
            let df = (a.observations - 2) as f64;
            prop_assert!((b.criterion - a.criterion - 2.0 * df * factor.ln()).abs() < 1e-5);
            // The covariate's origin and unit change what the coefficients mean, but not the fit.
            let moved: Vec<f64> = x.iter().map(|v| v * factor + shift).collect();
            let c = fit(&y, &moved, &g).unwrap();
            prop_assert!((c.criterion - a.criterion - 2.0 * factor.ln()).abs() < 1e-4);
            prop_assert!((c.residual_variance - a.residual_variance).abs() < 1e-3 * a.residual_variance);
        }
    }

    #[test]
    fn more_freedom_never_fits_worse(rows in rows()) {
        let (y, x, g) = split(&rows);
        let model = |term| MixedModel::new(&y).fixed(&x).random(term).fit(Method::Ml);
        let plain = model(RandomTerm::intercept(&g));
        let independent = model(RandomTerm::intercept(&g).slope(&x).independent());
        let correlated = model(RandomTerm::intercept(&g).slope(&x));
        if let (Ok(a), Ok(b), Ok(c)) = (plain, independent, correlated) {
            prop_assert!(b.criterion <= a.criterion + 1e-6);
            prop_assert!(c.criterion <= b.criterion + 1e-6);
            for fit in [&a, &b, &c] {
                for level in &fit.levels {
                    prop_assert!(level.sd.iter().all(|s| *s >= 0.0));
                    for m in &level.modes {
                        for k in 0..m.se.len() {
                            // Knowing the group can only narrow what is known of it.
                            prop_assert!(m.se[k] <= level.sd[k] * (1.0 + 1e-9) + 1e-12);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn nesting_adds_up(rows in rows()) {
        let (y, _, g) = split(&rows);
        let outer: Vec<usize> = g.iter().map(|c| c / 2).collect();
        let nested = MixedModel::new(&y)
            .random(RandomTerm::intercept(&g))
            .random(RandomTerm::intercept(&outer))
            .fit(Method::Reml);
        if let (Ok(nested), Ok(inner)) = (nested, intercepts(&y, &g, Method::Reml)) {
            prop_assert!(nested.criterion <= inner.criterion + 1e-6);
            let shares = nested.variance_shares().unwrap();
            prop_assert!(shares.iter().all(|s| (0.0..=1.0).contains(s)) && shares.iter().sum::<f64>() <= 1.0);
        }
    }
}

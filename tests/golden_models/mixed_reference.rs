//! Mixed models with conditional modes and variances against lme4: three nested levels of groups, and a slope by ML.

use crate::support::{all_close, close, expected, number, numbers};
use attune::stats::mixed::{LevelFit, Method, MixedModel, RandomTerm};
use serde_json::Value;

fn codes(value: &Value) -> Vec<usize> {
    numbers(value).iter().map(|v| *v as usize).collect()
}

/// Modes and errors of a level, matched by labels such as "7:2:1" (own code first).
fn check_modes(level: &LevelFit, set: &Value) {
    let labels: Vec<&str> = set["label"].as_array().unwrap().iter().map(|l| l.as_str().unwrap()).collect();
    let (modes, errors) = (numbers(&set["mode"]), numbers(&set["se"]));
    assert_eq!(level.groups(), labels.len());
    for ((label, wanted), se) in labels.iter().zip(modes).zip(errors) {
        let chain: Vec<usize> = label.split(':').map(|c| c.parse().unwrap()).collect();
        let mode = level.mode(&chain).unwrap();
        assert!((mode.effect[0] - wanted).abs() < 1e-4, "{label}: {} {wanted}", mode.effect[0]);
        assert!((mode.se[0] - se).abs() < 1e-4, "{label}: se {} {se}", mode.se[0]);
    }
}

#[test]
fn three_nested_levels_of_groups() {
    let set = &expected("models_reference.R.json")["nested3"];
    let (a, b, c, z) = (codes(&set["a"]), codes(&set["b"]), codes(&set["c"]), numbers(&set["z"]));
    let fit = MixedModel::new(&z)
        .random(RandomTerm::intercept(&c))
        .random(RandomTerm::intercept(&b))
        .random(RandomTerm::intercept(&a))
        .fit(Method::Reml)
        .unwrap();
    close(fit.fixed[0], number(&set["fixed"]), 1e-5, "fixed");
    close(fit.fixed_se[0], number(&set["se"]), 1e-5, "se");
    for (level, name) in fit.levels.iter().zip(["cc:(b:a)", "b:a", "a"]) {
        close(level.covariance.at(0, 0), number(&set["vc"][name]), 1e-4, name);
    }
    close(fit.residual_variance, number(&set["vc"]["Residual"]), 1e-4, "residual");
    for (found, name) in [(fit.criterion, "criterion"), (fit.aic, "AIC"), (fit.bic, "BIC")] {
        assert!((found - number(&set[name])).abs() < 1e-6, "{name}");
    }
    check_modes(&fit.levels[0], &set["inner"]);
    check_modes(&fit.levels[1], &set["middle"]);
    check_modes(&fit.levels[2], &set["outer"]);
}

#[test]
fn slope_by_maximum_likelihood() {
    let set = &expected("models_reference.R.json")["slope"];
    let (g, t, y) = (codes(&set["g"]), numbers(&set["t"]), numbers(&set["y"]));
    let fit = MixedModel::new(&y).fixed(&t).random(RandomTerm::intercept(&g).slope(&t)).fit(Method::Ml).unwrap();
    all_close(&fit.fixed, &numbers(&set["fixed"]), 1e-5, "fixed");
    let flat: Vec<f64> = (0..2).flat_map(|i| fit.fixed_covariance.row(i).to_vec()).collect();
    all_close(&flat, &numbers(&set["vcov"]), 1e-4, "covariance of the fixed");
    let level = &fit.levels[0];
    let found: Vec<f64> = (0..2).flat_map(|i| level.covariance.row(i).to_vec()).collect();
    all_close(&found, &numbers(&set["cov"]), 2e-4, "covariance of the random");
    close(fit.residual_variance, number(&set["residual"]), 1e-4, "residual");
    for (found, name) in [(fit.criterion, "deviance"), (fit.aic, "AIC"), (fit.bic, "BIC")] {
        assert!((found - number(&set[name])).abs() < 1e-6, "{name}");
    }
    let (first, second) = (numbers(&set["mode0"]), numbers(&set["mode1"]));
    let post = numbers(&set["post"]);
    for (j, mode) in level.modes.iter().enumerate() {
        assert!((mode.effect[0] - first[j]).abs() < 1e-4 && (mode.effect[1] - second[j]).abs() < 1e-4);
        let flat: Vec<f64> = (0..2).flat_map(|i| mode.covariance.row(i).to_vec()).collect();
        for (a, b) in flat.iter().zip(&post[4 * j..4 * j + 4]) {
            assert!((a - b).abs() < 1e-4, "{a} {b}");
        }
    }
}

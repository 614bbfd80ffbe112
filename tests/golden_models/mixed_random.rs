//! Small random data sets of five kinds of model, most of them on the boundary, against lme4 (scripts/lmm_random.R).

use crate::support::{expected, number, numbers};
use attune::stats::mixed::{Method, MixedModel, RandomTerm};
use serde_json::Value;

fn codes(value: &Value) -> Vec<usize> {
    numbers(value).into_iter().map(|v| v as usize).collect()
}

#[test]
fn criterion_is_never_worse_and_estimates_agree() {
    let (cases, comparable) = check("lmm_random.R.json");
    assert_eq!(cases, 180);
    assert!(comparable >= 176, "{comparable} comparable");
}

#[test]
fn two_awkward_valleys() {
    assert_eq!(check("lmm_hard.R.json"), (2, 2));
}

/// Compare every case of a file; returns their number, and how many of them lme4 brought to the same criterion.
fn check(file: &str) -> (usize, usize) {
    let cases = expected(file);
    let cases = cases.as_array().unwrap();
    let mut clear = 0;
    for (i, case) in cases.iter().enumerate() {
        let kind = case["kind"].as_str().unwrap();
        let (y, t, g) = (numbers(&case["y"]), numbers(&case["t"]), codes(&case["g"]));
        let mut model = MixedModel::new(&y).fixed(&t);
        let inner = RandomTerm::intercept(&g);
        let outer = if case["h"].is_array() { codes(&case["h"]) } else { Vec::new() };
        model = match kind {
            "intercept" => model.random(inner),
            "slope" => model.random(inner.slope(&t)),
            "slope_ind" => model.random(inner.slope(&t).independent()),
            "nested" => model.random(inner).random(RandomTerm::intercept(&outer)),
            _ => model.random(inner.slope(&t)).random(RandomTerm::intercept(&outer)),
        };
        let method = if case["reml"].as_bool().unwrap() { Method::Reml } else { Method::Ml };
        let fit = model.fit(method).unwrap_or_else(|e| panic!("{kind} {i}: {e}"));
        let criterion = number(&case["criterion"]);
        let better = criterion - fit.criterion;
        assert!(better > -1e-6, "{kind} {i}: criterion {} above {criterion}", fit.criterion);
        // Where lme4's optimisers stopped in a side valley there is nothing to compare.
        if better > 1e-6 {
            continue;
        }
        clear += 1;
        let residual = number(&case["residual"]);
        let relative = |a: f64, b: f64, scale: f64| (a - b).abs() / scale;
        for (a, b) in fit.fixed.iter().zip(numbers(&case["fixed"])) {
            assert!(relative(*a, b, b.abs().max(0.1)) < 1e-5, "{kind} {i}: fixed {a} {b}");
        }
        for (a, b) in fit.fixed_se.iter().zip(numbers(&case["se"])) {
            assert!(relative(*a, b, b) < 1e-5, "{kind} {i}: se {a} {b}");
        }
        assert!(relative(fit.residual_variance, residual, residual) < 1e-4, "{kind} {i}: residual");
        let cells = |l: &attune::stats::mixed::LevelFit| {
            let m = &l.covariance;
            (0..m.rows()).flat_map(|i| m.row(i).to_vec()).collect::<Vec<f64>>()
        };
        let found = fit.levels.iter().flat_map(cells);
        for (a, b) in found.zip(case["variances"].as_array().unwrap().iter().flat_map(numbers)) {
            assert!(relative(a, b, b.abs().max(residual)) < 1e-4, "{kind} {i}: covariance {a} {b}");
        }
    }
    (cases.len(), clear)
}

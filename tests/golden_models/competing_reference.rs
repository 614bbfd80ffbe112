//! Aalen-Johansen against R's multi-state curves, whole and from a landmark, and exact binomial limits.

use crate::support::{all_close, close, expected, number, numbers};
use attune::stats::binomial::{clopper_pearson, funnel_limits};
use attune::stats::competing::{CompetingOptions, CompetingRisks, cumulative_incidence};
use attune::stats::funnel::overdispersion;
use serde_json::Value;

fn check(curves: &CompetingRisks, set: &Value) {
    let column = |k: usize| curves.steps.iter().map(|s| s.causes[k].estimate).collect::<Vec<f64>>();
    all_close(&curves.steps.iter().map(|s| s.time).collect::<Vec<_>>(), &numbers(&set["time"]), 1e-12, "time");
    all_close(&column(0), &numbers(&set["p1"]), 1e-10, "first cause");
    all_close(&column(1), &numbers(&set["p2"]), 1e-10, "second cause");
    all_close(&curves.steps.iter().map(|s| s.event_free).collect::<Vec<_>>(), &numbers(&set["free"]), 1e-10, "free");
    let last = curves.steps.last().unwrap();
    let errors: Vec<f64> = last.causes.iter().map(|c| c.se).collect();
    all_close(&errors, &numbers(&set["se_last"]), 1e-10, "errors at the last time");
}

#[test]
fn cumulative_incidence_and_landmark() {
    let set = &expected("models_reference.R.json")["competing"];
    let time = numbers(&set["time"]);
    let cause: Vec<usize> = numbers(&set["cause"]).iter().map(|c| *c as usize).collect();
    check(&cumulative_incidence(&time, &cause, 2, &CompetingOptions::default()).unwrap(), &set["all"]);
    let landmark = CompetingOptions { landmark: Some(number(&set["landmark"])), ..Default::default() };
    let after = cumulative_incidence(&time, &cause, 2, &landmark).unwrap();
    assert!(after.n < time.len());
    check(&after, &set["after"]);
    // Entering everyone at the landmark is the same as leaving the early ones out.
    let kept: Vec<usize> = (0..time.len()).filter(|&i| time[i] > 4.0).collect();
    let late: Vec<f64> = kept.iter().map(|&i| time[i]).collect();
    let causes: Vec<usize> = kept.iter().map(|&i| cause[i]).collect();
    let entry = vec![4.0; kept.len()];
    let options = CompetingOptions { entry: Some(&entry), ..Default::default() };
    assert_eq!(cumulative_incidence(&late, &causes, 2, &options).unwrap(), after);
}

#[test]
fn exact_limits_and_overdispersion() {
    let set = expected("models_reference.R.json");
    for case in set["binomial"].as_array().unwrap() {
        let found = clopper_pearson(number(&case["x"]) as usize, number(&case["n"]) as usize, 0.95).unwrap();
        assert!((found.lower - number(&case["lower"])).abs() < 1e-9, "{case}");
        assert!((found.upper - number(&case["upper"])).abs() < 1e-9, "{case}");
    }
    for case in set["funnel"].as_array().unwrap() {
        let (target, n) = (number(&case["target"]), number(&case["n"]) as usize);
        let (two, three) = (funnel_limits(target, n, 0.95).unwrap(), funnel_limits(target, n, 0.998).unwrap());
        for (found, name) in
            [(two.lower, "lower"), (two.upper, "upper"), (three.lower, "lower3"), (three.upper, "upper3")]
        {
            assert!((found - number(&case[name])).abs() < 1e-9, "{name} {case}");
        }
    }
    let case = &set["overdispersion"];
    let (estimate, se) = (numbers(&case["estimate"]), numbers(&case["se"]));
    let found = overdispersion(&estimate, &se, number(&case["target"]), 0.1).unwrap();
    close(found.factor, number(&case["phi"]), 1e-10, "phi");
    close(found.between_variance, number(&case["tau2"]), 1e-10, "tau squared");
}

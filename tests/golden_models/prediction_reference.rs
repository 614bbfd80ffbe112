//! Areas under the curve against pROC, logistic and multiple regression and calibration against R.

use crate::support::{all_close, close, expected, number, numbers};
use attune::stats::calibration::calibration;
use attune::stats::logistic::logistic_regression;
use attune::stats::matrix::Matrix;
use attune::stats::ols_multi::{multiple_regression, polynomial_regression};
use attune::stats::roc::{auc, compare_auc};
use serde_json::Value;

fn flags(value: &Value) -> Vec<bool> {
    numbers(value).iter().map(|v| *v == 1.0).collect()
}

fn flat(m: &Matrix) -> Vec<f64> {
    (0..m.rows()).flat_map(|i| m.row(i).to_vec()).collect()
}

#[test]
fn delong() {
    let set = &expected("models_reference.R.json")["roc"];
    let (y, s1, s2) = (flags(&set["y"]), numbers(&set["s1"]), numbers(&set["s2"]));
    let first = auc(&s1, &y, 0.95).unwrap();
    close(first.auc, number(&set["auc1"]), 1e-12, "first area");
    close(first.se.unwrap().powi(2), number(&set["var1"]), 1e-10, "variance");
    let interval = first.interval.unwrap();
    all_close(&[interval.lower, first.auc, interval.upper], &numbers(&set["ci1"]), 1e-9, "interval");
    close(auc(&s2, &y, 0.95).unwrap().auc, number(&set["auc2"]), 1e-12, "second area");
    let difference = compare_auc(&s1, &s2, &y, 0.95).unwrap();
    close(difference.z, number(&set["z"]), 1e-9, "z");
    close(difference.p, number(&set["p"]), 1e-8, "p");
}

#[test]
fn logistic_and_calibration() {
    let set = &expected("models_reference.R.json")["logistic"];
    let (y, x1, x2) = (flags(&set["y"]), numbers(&set["x1"]), numbers(&set["x2"]));
    let fit = logistic_regression(&[&x1, &x2], &y).unwrap();
    all_close(&fit.coefficients, &numbers(&set["coef"]), 1e-9, "coefficients");
    all_close(&flat(&fit.covariance), &numbers(&set["vcov"]), 1e-7, "covariance");
    close(fit.log_likelihood, number(&set["loglik"]), 1e-10, "log-likelihood");
    let found = calibration(&numbers(&set["predicted"]), &y).unwrap();
    let set = &set["calibration"];
    all_close(&[found.intercept, found.slope], &numbers(&set["coef"]), 1e-9, "calibration");
    all_close(&[found.intercept_se, found.slope_se], &numbers(&set["se"]), 1e-7, "its errors");
    close(found.in_the_large, number(&set["large"]), 1e-9, "in the large");
    close(found.in_the_large_se, number(&set["large_se"]), 1e-7, "its error");
}

#[test]
fn multiple_and_polynomial() {
    let all = expected("models_reference.R.json");
    let (set, data) = (&all["regression"], &all["slope"]);
    let (y, t, g) = (numbers(&data["y"]), numbers(&data["t"]), numbers(&data["g"]));
    let square: Vec<f64> = t.iter().map(|v| v * v).collect();
    let fit = multiple_regression(&y, &[&t, &square, &g]).unwrap();
    all_close(&fit.coefficients, &numbers(&set["coef"]), 1e-10, "coefficients");
    all_close(&flat(&fit.covariance), &numbers(&set["vcov"]), 1e-9, "covariance");
    close(fit.residual_sd, number(&set["sigma"]), 1e-10, "sigma");
    close(fit.r_squared.unwrap(), number(&set["r2"]), 1e-10, "R squared");
    close(fit.adjusted_r_squared.unwrap(), number(&set["adj"]), 1e-10, "adjusted");
    let p: Vec<f64> = (0..4).map(|k| fit.p(k).unwrap()).collect();
    all_close(&p, &numbers(&set["p"]), 1e-8, "p");
    let limits: Vec<_> = (0..4).map(|k| fit.interval(k, 0.95).unwrap()).collect();
    let found: Vec<f64> = limits.iter().map(|i| i.lower).chain(limits.iter().map(|i| i.upper)).collect();
    all_close(&found, &numbers(&set["ci"]), 1e-8, "intervals");
    let polynomial = polynomial_regression(&t, &y, 2).unwrap();
    let same = multiple_regression(&y, &[&t, &square]).unwrap();
    all_close(&polynomial.coefficients, &same.coefficients, 1e-12, "polynomial");
}

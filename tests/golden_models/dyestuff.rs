//! Set g08: random intercepts of six batches, by REML and ML.

use crate::support::{Table, all_close, close, expected, number, numbers};
use attune::stats::mixed::{Method, MixedFit, MixedModel, RandomTerm};
use serde_json::Value;

fn fit(method: Method) -> MixedFit {
    let table = Table::read("g08_dyestuff.csv");
    let (batch, labels) = table.codes("Batch");
    assert_eq!(labels, ["A", "B", "C", "D", "E", "F"]);
    let y = table.numbers("Yield");
    MixedModel::new(&y).random(RandomTerm::intercept(&batch)).fit(method).unwrap()
}

fn check(fit: &MixedFit, set: &Value) {
    let level = &fit.levels[0];
    close(fit.fixed[0], number(&set["fixef"]["(Intercept)"]), 1e-5, "fixed");
    close(fit.fixed_se[0], number(&set["se"]["(Intercept)"]), 1e-5, "fixed se");
    close(level.covariance.at(0, 0), number(&set["varcorr"][0]["vcov"]), 1e-6, "batch variance");
    close(level.sd[0], number(&set["varcorr"][0]["sdcor"]), 1e-6, "batch sd");
    close(fit.residual_variance, number(&set["varcorr"][1]["vcov"]), 1e-6, "residual variance");
    close(fit.residual_sd, number(&set["varcorr"][1]["sdcor"]), 1e-6, "residual sd");
    close(fit.residual_sd, number(&set["sigma"]), 1e-6, "sigma");
    close(level.sd[0] / fit.residual_sd, number(&set["theta"]), 1e-6, "theta");
    for (found, name) in
        [(fit.criterion, "criterion"), (fit.log_likelihood, "logLik"), (fit.aic, "AIC"), (fit.bic, "BIC")]
    {
        assert!((found - number(&set[name])).abs() < 1e-8, "{name}: {found}");
    }
    let modes: Vec<f64> = level.modes.iter().map(|m| m.effect[0]).collect();
    let wanted: Vec<f64> =
        set["ranef"]["Batch"].as_array().unwrap().iter().map(|r| number(&r["(Intercept)"])).collect();
    all_close(&modes, &wanted, 1e-6, "modes");
    let variances: Vec<f64> = level.modes.iter().map(|m| m.covariance.at(0, 0)).collect();
    all_close(&variances, &numbers(&set["condVar"]["Batch"]), 1e-6, "conditional variances");
    assert_eq!(level.modes[2].se[0], variances[2].sqrt());
    assert!(!fit.singular && fit.observations == 30 && fit.parameters == 3);
}

#[test]
fn reml_and_ml() {
    let set = expected("g08_lmm.R.json");
    assert_eq!(set["dyestuff_REML"]["REML"], true);
    check(&fit(Method::Reml), &set["dyestuff_REML"]);
    check(&fit(Method::Ml), &set["dyestuff_ML"]);
}

#[test]
fn shares_and_shrinkage() {
    let set = expected("g08_lmm.R.json");
    let fit = fit(Method::Reml);
    close(fit.variance_shares().unwrap()[0], number(&set["dyestuff_ICC"]), 1e-6, "ICC");
    // lambda = s2_b / (s2_b + s2 / n) and EB = mean + lambda (batch mean - mean), the closed form for equal groups.
    let shrinkage = &set["dyestuff_shrinkage"];
    let between = fit.levels[0].covariance.at(0, 0);
    let lambda = between / (between + fit.residual_variance / 5.0);
    close(lambda, number(&shrinkage["lambda"]), 1e-6, "lambda");
    let means = numbers(&shrinkage["batch_mean"]);
    let estimates: Vec<f64> = fit.levels[0].modes.iter().map(|m| fit.fixed[0] + m.effect[0]).collect();
    all_close(&estimates, &numbers(&shrinkage["EB"]), 1e-7, "EB");
    for (mean, mode) in means.iter().zip(&fit.levels[0].modes) {
        close(mode.effect[0], lambda * (mean - fit.fixed[0]), 1e-9, "closed form");
    }
}

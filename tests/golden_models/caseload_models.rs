//! Set g10: every mixed model of the caseload against lme4.

use crate::caseload::Caseload;
use crate::support::{Table, all_close, close, expected, number, numbers};
use attune::stats::mixed::{Method, MixedFit, MixedModel, RandomTerm};
use serde_json::Value;

/// Fixed effects, errors, criterion, number of rows and the singular flag.
fn check(fit: &MixedFit, set: &Value, names: &[&str]) {
    for (k, name) in names.iter().enumerate() {
        close(fit.fixed[k], number(&set["fixef"][name]), 1e-5, name);
        close(fit.fixed_se[k], number(&set["se"][name]), 1e-5, &format!("se of {name}"));
    }
    assert_eq!(fit.fixed.len(), names.len());
    assert_eq!(set["fixef"].as_object().unwrap().len(), names.len());
    let criterion = number(&set["REMLcrit"]);
    assert!((fit.criterion - criterion).abs() < 1e-5, "criterion {} {criterion}", fit.criterion);
    assert_eq!(fit.observations as f64, number(&set["n"]));
    assert_eq!(set["singular"], fit.singular);
}

/// Variance and SD of a component, given its position in the reference.
fn component(set: &Value, at: usize, variance: f64) {
    let row = &set["varcorr"][at];
    close(variance, number(&row["vcov"]), 1e-4, &format!("variance {at}"));
    close(variance.sqrt(), number(&row["sdcor"]), 1e-4, &format!("sd {at}"));
}

/// A level with an intercept and a slope: both variances, the covariance and the correlation.
fn slope_components(set: &Value, fit: &MixedFit) {
    let level = &fit.levels[0];
    component(set, 0, level.covariance.at(0, 0));
    component(set, 1, level.covariance.at(1, 1));
    close(level.covariance.at(0, 1), number(&set["varcorr"][2]["vcov"]), 2e-4, "covariance");
    close(level.correlation(0, 1).unwrap(), number(&set["varcorr"][2]["sdcor"]), 2e-4, "correlation");
    component(set, 3, fit.residual_variance);
}

#[test]
fn within_between() {
    let (c, set) = (Caseload::read(), expected("g10_synthetic.R.json"));
    let fit = MixedModel::new(&c.outcome)
        .fixed(&c.session)
        .fixed(&c.a_within)
        .fixed(&c.a_between)
        .random(RandomTerm::intercept(&c.person))
        .fit(Method::Reml)
        .unwrap();
    check(&fit, &set["within_between"], &["(Intercept)", "session", "A_w", "A_b"]);
    component(&set["within_between"], 0, fit.levels[0].covariance.at(0, 0));
    component(&set["within_between"], 1, fit.residual_variance);
    assert_eq!(fit.dropped, 4);
}

#[test]
fn outcome_at_three_levels() {
    let (c, set) = (Caseload::read(), &expected("g10_synthetic.R.json")["outcome_3level"]);
    let fit = MixedModel::new(&c.outcome)
        .fixed(&c.session)
        .random(RandomTerm::intercept(&c.person))
        .random(RandomTerm::intercept(&c.outer))
        .fit(Method::Reml)
        .unwrap();
    check(&fit, set, &["(Intercept)", "session"]);
    component(set, 0, fit.levels[0].covariance.at(0, 0));
    component(set, 1, fit.levels[1].covariance.at(0, 0));
    component(set, 2, fit.residual_variance);
}

#[test]
fn lag_with_raw_prior_outcome() {
    let (c, set) = (Caseload::read(), &expected("g10_synthetic.R.json")["lagged_raw_prior"]);
    let next = c.next_outcome();
    let fit = MixedModel::new(&next)
        .fixed(&c.outcome)
        .fixed(&c.a_within)
        .fixed(&c.a_between)
        .fixed(&c.session)
        .random(RandomTerm::intercept(&c.person))
        .fit(Method::Reml)
        .unwrap();
    check(&fit, set, &["(Intercept)", "outcome", "A_w", "A_b", "session"]);
    component(set, 0, fit.levels[0].covariance.at(0, 0));
    component(set, 1, fit.residual_variance);
}

#[test]
fn lag_with_person_mean_is_singular() {
    let (c, set) = (Caseload::read(), &expected("g10_synthetic.R.json")["lagged_person_mean"]);
    let next = c.next_outcome();
    let o = attune::stats::within_between::within_between(&c.outcome, &c.person).unwrap();
    let fit = MixedModel::new(&next)
        .fixed(&c.session)
        .fixed(&o.within)
        .fixed(&c.a_within)
        .fixed(&c.a_between)
        .fixed(&o.group_mean)
        .random(RandomTerm::intercept(&c.person))
        .fit(Method::Reml)
        .unwrap();
    check(&fit, set, &["(Intercept)", "session", "O_w", "A_w", "A_b", "O_pm"]);
    assert!(fit.singular && fit.levels[0].covariance.at(0, 0) == 0.0);
    assert_eq!(number(&set["varcorr"][0]["vcov"]), 0.0);
    component(set, 1, fit.residual_variance);
}

#[test]
fn growth() {
    let (c, set) = (Caseload::read(), &expected("g10_synthetic.R.json")["growth"]);
    let time: Vec<f64> = c.session.iter().map(|s| s - 1.0).collect();
    let fit = MixedModel::new(&c.a)
        .fixed(&time)
        .random(RandomTerm::intercept(&c.person).slope(&time))
        .fit(Method::Reml)
        .unwrap();
    check(&fit, set, &["(Intercept)", "I(session - 1)"]);
    slope_components(set, &fit);
}

#[test]
fn alliance_at_three_levels() {
    let (c, set) = (Caseload::read(), &expected("g10_synthetic.R.json")["alliance_3level"]);
    let fit = MixedModel::new(&c.a)
        .random(RandomTerm::intercept(&c.person))
        .random(RandomTerm::intercept(&c.outer))
        .fit(Method::Reml)
        .unwrap();
    check(&fit, set, &["(Intercept)"]);
    component(set, 0, fit.levels[0].covariance.at(0, 0));
    component(set, 1, fit.levels[1].covariance.at(0, 0));
    component(set, 2, fit.residual_variance);
    let shares = fit.variance_shares().unwrap();
    close(shares[1], number(&set["ICC_therapist"]), 1e-4, "outer share");
    close(shares[0] + shares[1], number(&set["ICC_patient_total"]), 1e-4, "both shares");
    for (code, label) in c.outers.iter().enumerate() {
        let mode = fit.levels[1].mode(&[code]).unwrap();
        close(mode.effect[0], number(&set["EB_therapist"][label]), 1e-4, label);
    }
    let se: Vec<f64> = fit.levels[1].modes.iter().map(|m| m.se[0]).collect();
    all_close(&se, &numbers(&set["EB_se"]), 1e-4, "EB se");
}

#[test]
fn truth_and_bias() {
    let (c, set) = (Caseload::read(), expected("g10_synthetic.R.json"));
    let distance: Vec<f64> =
        (0..c.a.len()).map(|i| if c.a[i].is_nan() { f64::NAN } else { c.t[i] - c.a_mean[i] }).collect();
    let model = |term| MixedModel::new(&distance).fixed(&c.a_within).random(term).fit(Method::Reml).unwrap();
    let term = RandomTerm::intercept(&c.person).slope(&c.a_within);
    let correlated = model(term.clone());
    check(&correlated, &set["truth_bias"], &["(Intercept)", "x"]);
    slope_components(&set["truth_bias"], &correlated);
    let independent = model(term.independent());
    let set = &set["truth_bias_uncorrelated"];
    check(&independent, set, &["(Intercept)", "x"]);
    component(set, 0, independent.levels[0].covariance.at(0, 0));
    component(set, 1, independent.levels[0].covariance.at(1, 1));
    component(set, 2, independent.residual_variance);
    assert_eq!(independent.levels[0].covariance.at(0, 1), 0.0);
}

/// Items within sessions within persons, and the reliability of change they give.
fn nested_items(values: &[f64], session: &[usize], person: &[usize]) -> MixedFit {
    MixedModel::new(values)
        .random(RandomTerm::intercept(session))
        .random(RandomTerm::intercept(person))
        .fit(Method::Reml)
        .unwrap()
}

#[test]
fn nested_reliability() {
    let (c, set) = (Caseload::read(), &expected("g10_synthetic.R.json")["nested_reliability"]);
    let values: Vec<f64> = c.items_a.iter().flatten().copied().collect();
    let repeat = |codes: &dyn Fn(usize) -> usize| -> Vec<usize> {
        (0..c.a.len()).flat_map(|i| std::iter::repeat_n(codes(i), 12)).collect()
    };
    let fit = nested_items(&values, &repeat(&|i| c.session[i] as usize), &repeat(&|i| c.person[i]));
    let (session, person) = (fit.levels[0].covariance.at(0, 0), fit.levels[1].covariance.at(0, 0));
    close(session, number(&set["vc"]["session:patient"]), 1e-4, "session");
    close(person, number(&set["vc"]["patient"]), 1e-4, "person");
    close(fit.residual_variance, number(&set["vc"]["Residual"]), 1e-4, "residual");
    close(session / (session + fit.residual_variance / 12.0), number(&set["Rc_nested"]), 1e-5, "Rc");
}

#[test]
fn nested_reliability_of_the_published_table() {
    let set = &expected("g11_multilevel_reliability.R.json")["nested_REML"];
    let table = Table::read("g11_shrout_lane.csv");
    let codes = |name: &str| table.numbers(name).into_iter().map(|v| v as usize).collect::<Vec<usize>>();
    let items: Vec<f64> = ["Item1", "Item2", "Item3"].iter().flat_map(|k| table.numbers(k)).collect();
    let fit = nested_items(&items, &codes("Time").repeat(3), &codes("Person").repeat(3));
    let (day, person) = (fit.levels[0].covariance.at(0, 0), fit.levels[1].covariance.at(0, 0));
    close(person, number(&set["V_person"]), 1e-4, "person");
    close(day, number(&set["V_day_in_person"]), 1e-4, "day");
    close(fit.residual_variance, number(&set["V_resid"]), 1e-4, "residual");
    close(day / (day + fit.residual_variance / 3.0), number(&set["Rcn"]), 1e-5, "Rcn");
    // Four days of three items: reliability of a person's mean over days.
    let mean = person / (person + day / 4.0 + fit.residual_variance / 12.0);
    close(mean, number(&set["RkRn"]), 1e-5, "RkRn");
}

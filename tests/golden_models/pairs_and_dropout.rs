//! Set g10: pairs of raters, the response surface, and the drop-out curve with its prediction.

use crate::caseload::Caseload;
use crate::support::{Table, all_close, close, expected, number, numbers};
use attune::stats::brier::brier;
use attune::stats::calibration::calibration;
use attune::stats::concordance::{concordance, paired_difference};
use attune::stats::correlation::Correlation;
use attune::stats::kaplan_meier::kaplan_meier;
use attune::stats::logistic::logistic_regression;
use attune::stats::response_surface::{Centre, response_surface};
use attune::stats::roc::auc;

#[test]
fn every_pair() {
    let (c, set) = (Caseload::read(), expected("g10_synthetic.R.json"));
    let set = set["per_dyad"].as_object().unwrap();
    assert_eq!(set.len(), c.persons.len());
    for (code, label) in c.persons.iter().enumerate() {
        let of = |v: &[f64]| (0..v.len()).filter(|&i| c.person[i] == code).map(|i| v[i]).collect::<Vec<f64>>();
        let (a, t) = (of(&c.a), of(&c.t));
        let (d, l) = (paired_difference(&a, &t).unwrap(), concordance(&a, &t, 0.95).unwrap());
        let pair = &set[label];
        assert_eq!(d.n as f64, number(&pair["n"]), "{label}");
        for (found, name) in [
            (d.mean, "mean_diff"),
            (d.mean_absolute, "mean_abs_diff"),
            (d.root_mean_square, "rmsd"),
            (l.correlation.unwrap(), "temporal_r"),
            (l.concordance, "ccc"),
        ] {
            close(found, number(&pair[name]), 1e-10, &format!("{label} {name}"));
        }
    }
}

#[test]
fn profiles_at_session_three() {
    let (c, set) = (Caseload::read(), expected("g10_synthetic.R.json"));
    let set = set["profile_r_session3"].as_object().unwrap();
    let rows = c.at_session(3.0);
    assert_eq!(rows.len(), set.len());
    for i in rows {
        let found = concordance(&c.items_a[i], &c.items_t[i], 0.95).ok().and_then(|c| c.correlation);
        let wanted = set[&c.persons[c.person[i]]].as_f64();
        assert_eq!(found.is_some(), wanted.is_some());
        if let Some((f, w)) = found.zip(wanted) {
            assert!((f - w).abs() < 1e-12);
        }
    }
}

#[test]
fn surface_at_session_three() {
    let (c, set) = (Caseload::read(), &expected("g10_synthetic.R.json")["rsa_session3"]);
    let rows = c.at_session(3.0);
    let pick = |v: &[f64]| rows.iter().map(|&i| v[i]).collect::<Vec<f64>>();
    let last: Vec<f64> = rows.iter().map(|&i| c.last_outcome(c.person[i])).collect();
    let (a, t, outcome) = (pick(&c.a), pick(&c.t), pick(&c.outcome));
    let s = response_surface(&last, &a, &t, &[&outcome], Centre::Common).unwrap();
    assert_eq!(s.regression.n as f64, number(&set["n"]));
    close(s.centre, number(&set["centre"]), 1e-12, "centre");
    let names = ["(Intercept)", "outcome", "x", "yy", "I(x^2)", "I(x * yy)", "I(yy^2)"];
    let wanted: Vec<f64> = names.iter().map(|n| number(&set["coef"][n])).collect();
    all_close(&s.regression.coefficients, &wanted, 1e-9, "coefficients");
    let terms = [s.a1, s.a2, s.a3, s.a4];
    let wanted: Vec<f64> = ["a1", "a2", "a3", "a4"].iter().map(|n| number(&set["a"][n])).collect();
    all_close(&terms.map(|t| t.estimate), &wanted, 1e-9, "terms");
    all_close(&terms.map(|t| t.se), &numbers(&set["se"]), 1e-9, "errors of the terms");
}

#[test]
fn change_of_outcome_and_early_score() {
    let (c, set) = (Caseload::read(), &expected("g10_synthetic.R.json")["alliance_change_cor"]);
    let rows = c.at_session(3.0);
    let a: Vec<f64> = rows.iter().map(|&i| c.a[i]).collect();
    let change: Vec<f64> = rows.iter().map(|&i| c.last_outcome(c.person[i]) - c.outcome[i]).collect();
    let (a, change): (Vec<f64>, Vec<f64>) =
        a.into_iter().zip(change).filter(|(x, d)| !x.is_nan() && !d.is_nan()).unzip();
    let found = Correlation::of(&a, &change).unwrap();
    assert_eq!(found.n as f64, number(&set["n"]));
    close(found.r, number(&set["r"]), 1e-10, "r");
    close(found.p_value().unwrap(), number(&set["p"]), 1e-8, "p");
    let interval = found.fisher_interval(0.95).unwrap();
    all_close(&[interval.lower, interval.upper], &numbers(&set["ci"]), 1e-8, "interval");
}

#[test]
fn dropout_curve_and_prediction() {
    let (c, set) = (Caseload::read(), &expected("g10_synthetic.R.json")["dropout"]);
    let episodes = Table::read("g10_synthetic_episodes.csv");
    let dropout: Vec<bool> = episodes.numbers("dropout").iter().map(|d| *d == 1.0).collect();
    let curve = kaplan_meier(&episodes.numbers("last_session"), &dropout, 0.95).unwrap();
    let at_events: Vec<_> = curve.steps.iter().filter(|s| s.events > 0).collect();
    let column = |f: fn(&attune::stats::kaplan_meier::SurvivalStep) -> f64| -> Vec<f64> {
        at_events.iter().map(|s| f(s)).collect()
    };
    all_close(&column(|s| s.time), &numbers(&set["time"]), 1e-12, "time");
    all_close(&column(|s| s.survival), &numbers(&set["surv"]), 1e-12, "survival");
    all_close(&column(|s| s.at_risk as f64), &numbers(&set["n_risk"]), 1e-12, "at risk");
    all_close(&column(|s| s.events as f64), &numbers(&set["n_event"]), 1e-12, "events");

    // The score at session three, where there is one, against drop-out.
    let (mut score, mut happened) = (Vec::new(), Vec::new());
    for (label, d) in episodes.text("patient").iter().zip(&dropout) {
        let row = c.at_session(3.0).into_iter().find(|&i| &c.persons[c.person[i]] == label);
        if let Some(i) = row.filter(|&i| !c.a[i].is_nan()) {
            score.push(c.a[i]);
            happened.push(*d);
        }
    }
    let fit = logistic_regression(&[&score], &happened).unwrap();
    close(fit.coefficients[0], number(&set["logit"]["(Intercept)"]), 1e-7, "intercept");
    close(fit.coefficients[1], number(&set["logit"]["A"]), 1e-7, "slope");
    all_close(&fit.se, &numbers(&set["se"]), 1e-5, "errors");
    let b = brier(&fit.fitted, &happened).unwrap();
    close(b.score, number(&set["brier"]), 1e-8, "Brier");
    close(b.null, number(&set["brier_null"]), 1e-12, "null Brier");
    close(auc(&fit.fitted, &happened, 0.95).unwrap().auc, number(&set["auc"]), 1e-12, "AUC");
    let calibrated = calibration(&fit.fitted, &happened).unwrap();
    let in_sample = &set["calibration_in_sample"];
    assert!((calibrated.intercept - number(&in_sample["(Intercept)"])).abs() < 1e-7);
    assert!((calibrated.slope - number(&in_sample["qlogis(pr)"])).abs() < 1e-7);
}

//! Set g07: survival of two groups, and three groups with many ties.

use crate::support::{Table, all_close, close, expected, number, numbers};
use attune::stats::kaplan_meier::{KaplanMeier, SurvivalInterval, SurvivalStep, kaplan_meier};
use attune::stats::log_rank::log_rank;
use attune::stats::nelson_aalen::nelson_aalen;
use serde_json::Value;

fn column(curves: &[KaplanMeier], f: impl Fn(&SurvivalStep) -> f64) -> Vec<f64> {
    curves.iter().flat_map(|c| c.steps.iter().map(&f)).collect()
}

#[test]
fn both_curves_of_aml() {
    let set = &expected("g07_survival.R.json")["aml"];
    let table = Table::read("g07_aml.csv");
    let (group, labels) = table.codes("x");
    assert_eq!(labels, ["Maintained", "Nonmaintained"]);
    let (time, event) =
        (table.numbers("time"), table.numbers("status").iter().map(|s| *s == 1.0).collect::<Vec<bool>>());
    let curves: Vec<KaplanMeier> = (0..2)
        .map(|g| {
            let own: Vec<usize> = (0..time.len()).filter(|&i| group[i] == g).collect();
            let t: Vec<f64> = own.iter().map(|&i| time[i]).collect();
            let e: Vec<bool> = own.iter().map(|&i| event[i]).collect();
            kaplan_meier(&t, &e, 0.95).unwrap()
        })
        .collect();
    let curve = &set["curve"];
    let missing = f64::NAN;
    all_close(&column(&curves, |s| s.time), &numbers(&curve["time"]), 1e-12, "time");
    all_close(&column(&curves, |s| s.at_risk as f64), &numbers(&curve["n_risk"]), 1e-12, "at risk");
    all_close(&column(&curves, |s| s.events as f64), &numbers(&curve["n_event"]), 1e-12, "events");
    all_close(&column(&curves, |s| s.censored as f64), &numbers(&curve["n_censor"]), 1e-12, "censored");
    all_close(&column(&curves, |s| s.survival), &numbers(&curve["surv"]), 1e-10, "survival");
    all_close(&column(&curves, |s| s.se.unwrap_or(missing)), &numbers(&curve["std_err"]), 1e-10, "error");
    all_close(&column(&curves, |s| s.log.map_or(missing, |i| i.lower)), &numbers(&curve["lower"]), 1e-10, "lower");
    all_close(&column(&curves, |s| s.log.map_or(missing, |i| i.upper)), &numbers(&curve["upper"]), 1e-10, "upper");
    let strata: Vec<String> =
        curves.iter().zip(&labels).flat_map(|(c, l)| vec![format!("x={l}"); c.steps.len()]).collect();
    assert_eq!(curve["strata"], Value::from(strata));
    for (c, m) in curves.iter().zip(set["medians"].as_array().unwrap()) {
        let median = c.median(SurvivalInterval::Log);
        assert_eq!(median.estimate, m["median"].as_f64());
        assert_eq!(median.lower, m["0.95LCL"].as_f64());
        assert_eq!(median.upper, m["0.95UCL"].as_f64());
        let events: usize = c.steps.iter().map(|s| s.events).sum();
        assert_eq!(events as f64, number(&m["events"]));
        for name in ["records", "n.max", "n.start"] {
            assert_eq!(c.n as f64, number(&m[name]));
        }
        // The mean up to the longest time of either group.
        let (mean, se) = c.restricted_mean(161.0);
        close(mean, number(&m["rmean"]), 1e-10, "restricted mean");
        close(se, number(&m["se(rmean)"]), 1e-10, "its error");
    }
    let test = log_rank(&time, &event, &group).unwrap();
    close(test.chi_squared, number(&set["logrank"]["chisq"]), 1e-10, "chi-squared");
    close(test.p, number(&set["logrank"]["p"]), 1e-8, "p");
    assert_eq!(test.df, 1);
}

#[test]
fn ties_three_groups_and_the_cumulative_hazard() {
    let set = &expected("models_reference.R.json")["survival"];
    let time = numbers(&set["time"]);
    let event: Vec<bool> = numbers(&set["event"]).iter().map(|e| *e == 1.0).collect();
    let group: Vec<usize> = numbers(&set["group"]).iter().map(|g| *g as usize).collect();
    let curve = kaplan_meier(&time, &event, 0.95).unwrap();
    let steps = &set["steps"];
    let one = std::slice::from_ref(&curve);
    all_close(&column(one, |s| s.survival), &numbers(&steps["surv"]), 1e-10, "survival");
    all_close(&column(one, |s| s.log_log.map_or(f64::NAN, |i| i.lower)), &numbers(&steps["lower"]), 1e-10, "lower");
    all_close(&column(one, |s| s.log_log.map_or(f64::NAN, |i| i.upper)), &numbers(&steps["upper"]), 1e-10, "upper");
    for (k, p) in [0.25, 0.5, 0.75].into_iter().enumerate() {
        let q = curve.quantile(p, SurvivalInterval::LogLog);
        assert_eq!(q.estimate, set["quantile"]["estimate"][k].as_f64());
        assert_eq!(q.lower, set["quantile"]["lower"][k].as_f64());
        assert_eq!(q.upper, set["quantile"]["upper"][k].as_f64());
    }
    let hazard = nelson_aalen(&time, &event, 0.95).unwrap();
    all_close(&hazard.iter().map(|h| h.hazard).collect::<Vec<_>>(), &numbers(&steps["chaz"]), 1e-10, "hazard");
    all_close(&hazard.iter().map(|h| h.se).collect::<Vec<_>>(), &numbers(&steps["se_chaz"]), 1e-10, "hazard error");
    let test = log_rank(&time, &event, &group).unwrap();
    close(test.chi_squared, number(&set["logrank"]["chisq"]), 1e-10, "chi-squared");
    let wanted = numbers(&set["logrank"]["expected"]);
    all_close(&test.groups.iter().map(|g| g.expected).collect::<Vec<_>>(), &wanted, 1e-10, "expected");
}

//! `examples/analyse` over the reference tables gives the reference numbers, under the names they have there; and a file or
//! option that cannot be read is told in one line.

// `cfg(test)` tells clippy that a panic is how these report.
#[cfg(test)]
#[path = "analyse/any_table.rs"]
mod any_table;
#[cfg(test)]
#[path = "analyse/compare.rs"]
mod compare;
#[path = "../examples/analyse/engine/mod.rs"]
mod engine;

use compare::{expected, file, same};
use serde_json::{Value, json};

#[cfg(test)]
fn analyse(arguments: &[&str], table: &str) -> Value {
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    engine::run(&arguments, table.as_bytes()).unwrap_or_else(|fault| panic!("{arguments:?}: {fault}"))
}

#[cfg(test)]
fn on(arguments: &[&str], data: &str) -> Value {
    analyse(arguments, &file("data", data))
}

const CASELOAD: &str = "g10_synthetic_alliance.csv";

#[test]
fn alpha_and_omega() {
    let set = &expected("g01_alpha_omega.R.json")["attitude"];
    let found = on(&["alpha"], "g01_attitude.csv");
    // Three numbers are of another method: a minimum-residual factor, and two factors.
    let others = ["psych_omega_1factor", "psych_omega_2factor_total", "psych_omega_2factor_hier", "estimator"];
    same(&found, set, 1e-5, &others);
    same(&found["omega_unidim"]["omega_total"], &set["omega_unidim"]["omega_total"], 1e-6, &[]);
    for key in ["raw_alpha", "std_alpha", "ase", "feldt", "duhachek", "alpha_drop", "item", "hand"] {
        same(&found[key], &set[key], 1e-8, &[]);
    }
    let third = on(&["alpha", "--where", "session=3"], CASELOAD);
    same(&third, &expected("g10_synthetic.R.json")["alpha_session3"], 1e-10, &[]);
    assert!(third["notes"][0].as_str().is_some_and(|note| note.contains("left out")), "{}", third["notes"]);
}

#[test]
fn intraclass_correlations() {
    let set = expected("g02_icc.R.json");
    same(&on(&["icc"], "g02_shrout_fleiss.csv"), &set, 1e-8, &["what", "versions"]);
}

#[test]
fn reliability_of_change() {
    let set = expected("g11_multilevel_reliability.R.json");
    let found = on(&["within-reliability"], "g11_shrout_lane.csv");
    // The crossed model by search is the analysis of variance again, less exactly; the package leaves the nested forms out.
    same(&found, &set, 1e-4, &["what", "versions", "lmer_crossed", "RkRn", "Rcn", "components"]);
    for row in 0..8 {
        same(&found["psych"]["components"][row], &set["psych"]["components"][row], 1e-10, &[]);
    }
    same(&found["nested_REML"], &set["nested_REML"], 1e-4, &[]);
    same(&found["hand_from_ANOVA"], &set["hand_from_ANOVA"], 1e-10, &[]);
    let found = on(&["within-reliability"], CASELOAD);
    same(&found, &expected("g10_synthetic.R.json")["nested_reliability"], 1e-4, &[]);
    assert!(found["hand_from_ANOVA"].is_null() && found["balanced"] == false);
}

#[test]
fn trends() {
    let found = on(&["trend"], "g04_nile.csv");
    same(&found, &expected("g04_trend.R.json")["nile"], 1e-9, &[]);
    let own = expected("trend_and_correlation.R.json");
    same(&found["siegel"], &own["siegel"], 1e-10, &[]);
    same(&json!([found["ols_slope"]["lower"], found["ols_slope"]["upper"]]), &own["slope_interval"]["95"], 1e-8, &[]);
}

#[test]
fn control_charts_and_change_points() {
    let set = expected("g05_control.R.json");
    let own: Vec<&str> =
        set.as_object().unwrap().keys().map(String::as_str).filter(|key| key.contains("ring")).collect();
    let left_out: Vec<&str> = ["what", "versions"].into_iter().chain(own).collect();
    same(&on(&["control"], "g05_sessions.csv"), &set, 1e-10, &left_out);
    let set = expected("g06_changepoint.R.json");
    let found = on(&["change-point"], "g04_nile.csv");
    let others = ["PELT_mean_MBIC", "PELT_mean_BIC", "AMOC_MBIC", "PELT_meanvar_MBIC", "MBIC_pen_value"];
    let others: Vec<&str> = others.into_iter().chain(["strucchange_breakpoints", "strucchange_year"]).collect();
    same(&found, &set["nile"], 1e-10, &others);
    assert_eq!(found["last_times"], json!([1898.0]));
    assert_eq!(found["bocpd"]["most_probable_starts"][99], 29);
    let heavier = on(&["change-point", "--penalty", "13.8155105579643"], "g04_nile.csv");
    same(&heavier["PELT"], &set["nile"]["PELT_mean_MBIC"], 0.0, &[]);
    same(&on(&["change-point"], "g05_sessions.csv"), &set["sessions20"], 1e-10, &["note"]);
}

#[test]
fn survival_and_competing_causes() {
    let found = on(&["survival"], "g07_aml.csv");
    same(&found, &expected("g07_survival.R.json")["aml"], 1e-8, &[]);
    let set = expected("g10_synthetic.R.json");
    let found = on(&["survival"], "g10_synthetic_episodes.csv");
    for key in ["time", "surv", "n_risk", "n_event"] {
        same(&found["at_events"][key], &set["dropout"][key], 1e-10, &[]);
    }
    assert!(found["logrank"].is_null());
    let set = &expected("models_reference.R.json")["competing"];
    let table = compare::table(&[("time", &set["time"]), ("cause", &set["cause"])]);
    same(&analyse(&["competing"], &table), &set["all"], 1e-10, &[]);
    same(&analyse(&["competing", "--landmark", "4"], &table), &set["after"], 1e-10, &[]);
    let found = on(&["competing", "--landmark", "2.5"], "g10_synthetic_episodes.csv");
    assert_eq!(found["causes"], json!(["dropout", "planned"]));
    let last = |key: &str| found[key].as_array().and_then(|list| list.last()).and_then(Value::as_f64).unwrap();
    assert!((last("p1") + last("p2") + last("free") - 1.0).abs() < 1e-12);
}

#[test]
fn predictions() {
    let all = expected("models_reference.R.json");
    let set = &all["roc"];
    let table = compare::table(&[("y", &set["y"]), ("s1", &set["s1"]), ("s2", &set["s2"])]);
    let found = analyse(&["roc"], &table);
    let ends = json!([found["ci"][0], found["auc"], found["ci"][1]]);
    same(&ends, &set["ci1"], 1e-8, &[]);
    let wanted = json!({ "auc": set["auc1"], "auc2": set["auc2"], "var": set["var1"], "z": set["z"], "p": set["p"] });
    same(&found, &wanted, 1e-8, &[]);
    let set = &all["logistic"];
    let table = compare::table(&[("y", &set["y"]), ("predicted", &set["predicted"])]);
    same(&analyse(&["calibration"], &table), &set["calibration"], 1e-7, &[]);
    assert!(analyse(&["brier"], &table)["brier"].is_f64());
    // Drop-out by the score at session three, from both tables.
    let episodes = file("data", "g10_synthetic_episodes.csv");
    let third = on(&["scoring", "--where", "session=3"], CASELOAD);
    let mut table = String::from("patient,A,dropout\n");
    for row in episodes.lines().skip(1).map(|line| line.replace('"', "")) {
        let cells: Vec<&str> = row.split(',').collect();
        let at = third["patient"].as_array().unwrap().iter().position(|patient| patient == cells[0]);
        if let Some(score) = at.and_then(|at| third["A"][at].as_f64()) {
            table.push_str(&format!("{},{score},{}\n", cells[0], cells[4]));
        }
    }
    let found = analyse(&["logistic"], &table);
    let set = &expected("g10_synthetic.R.json")["dropout"];
    same(&found, set, 1e-6, &["time", "surv", "n_risk", "n_event"]);
    assert!(found["out_of_sample"]["brier"].as_f64() > found["brier"].as_f64());
}

#[test]
fn mixed_models() {
    let set = expected("g08_lmm.R.json");
    let reml = on(&["mixed"], "g08_dyestuff.csv");
    same(&reml, &set["dyestuff_REML"], 1e-4, &["theta"]);
    same(&reml["ICC"], &set["dyestuff_ICC"], 1e-4, &[]);
    same(&reml["shrinkage"], &set["dyestuff_shrinkage"], 1e-4, &[]);
    same(&on(&["mixed", "--method", "ml"], "g08_dyestuff.csv"), &set["dyestuff_ML"], 1e-4, &["theta"]);
    let set = expected("g10_synthetic.R.json");
    same(&on(&["growth"], CASELOAD)["growth"], &set["growth"], 2e-4, &[]);
    let by_hand = ["mixed", "--let", "A=mean(p01..p12)", "--y", "A", "--fixed", "session-1", "--slope", "session-1"];
    same(&on(&by_hand, CASELOAD), &set["growth"], 2e-4, &[]);
    same(&on(&["caseload"], CASELOAD), &set["alliance_3level"], 1e-4, &[]);
    let outcome = ["caseload", "--y", "outcome", "--fixed", "session"];
    same(&on(&outcome, CASELOAD), &set["outcome_3level"], 1e-4, &[]);
}

#[test]
fn within_between_lag_and_pairs() {
    let set = expected("g10_synthetic.R.json");
    let found = on(&["within-between"], CASELOAD);
    same(
        &found,
        &json!({ "within_between": set["within_between"], "pooled_within_sd": set["pooled_within_sd"] }),
        1e-4,
        &[],
    );
    let found = on(&["lagged"], CASELOAD);
    same(&found["lagged_raw_prior"], &set["lagged_raw_prior"], 1e-4, &[]);
    same(&found["lagged_person_mean"], &set["lagged_person_mean"], 1e-4, &[]);
    let found = on(&["truth-and-bias"], CASELOAD);
    same(&found["truth_bias"], &set["truth_bias"], 2e-4, &["meaning"]);
    same(&found["truth_bias_uncorrelated"], &set["truth_bias_uncorrelated"], 2e-4, &[]);
    same(&on(&["congruence"], CASELOAD)["per_dyad"], &set["per_dyad"], 1e-9, &[]);
    let found = on(&["profile", "--where", "session=3"], CASELOAD);
    same(&found["profile_r"], &set["profile_r_session3"], 1e-9, &[]);
}

#[test]
fn reference_rules_for_drops() {
    let set = expected("g10_synthetic.R.json");
    let found = on(&["rupture-rules"], CASELOAD);
    same(&found["rupture"], &set["rupture"], 1e-9, &[]);
    same(&found["pooled_within_sd"], &set["pooled_within_sd"], 1e-10, &[]);
    let flagged = |rule: &str| {
        let people = found["rupture"].as_object().unwrap().values();
        people.filter(|person| person[rule].as_array().is_some_and(|list| !list.is_empty())).count()
    };
    assert!(flagged("prediction_z") < flagged("drop_ge_2sdw"));
}

#[test]
fn surface_and_correlation() {
    let set = expected("g10_synthetic.R.json");
    let third = ["--let", "L=last(outcome)", "--where", "session=3"];
    let surface: Vec<&str> = ["rsa"].into_iter().chain(third).chain(["--z", "L", "--covariates", "outcome"]).collect();
    same(&on(&surface, CASELOAD), &set["rsa_session3"], 1e-9, &[]);
    let change = ["correlation", "--let", "gain=last(outcome)-outcome", "--where", "session=3", "--y", "gain"];
    same(&on(&change, CASELOAD), &set["alliance_change_cor"], 1e-8, &[]);
    let own = expected("trend_and_correlation.R.json");
    for item in ["complaints", "critical"] {
        let found = on(&["correlation", "--x", "rating", "--y", item], "g01_attitude.csv");
        let set = &own["correlation"][item];
        same(&found, &json!({ "r": set["r"], "p": set["p"], "ci": set["interval"] }), 1e-9, &[]);
    }
    let all = expected("models_reference.R.json");
    let data = &all["slope"];
    let table = compare::table(&[("y", &data["y"]), ("t", &data["t"]), ("g", &data["g"])]);
    let found = analyse(&["regression", "--x", "t; square=square(t); g"], &table);
    let set = &all["regression"];
    for (k, name) in ["(Intercept)", "t", "square", "g"].into_iter().enumerate() {
        same(&found["coef"][name], &set["coef"][k], 1e-9, &[]);
        same(&found["p"][name], &set["p"][k], 1e-8, &[]);
        same(&found["ci"][name], &json!([set["ci"][k], set["ci"][k + 4]]), 1e-8, &[]);
    }
    same(&found, &json!({ "sigma": set["sigma"], "r2": set["r2"], "adj": set["adj"], "n": 60 }), 1e-10, &[]);
}

#[test]
fn change_goals_scores() {
    let set = expected("g17_rci_synthetic.R.json");
    same(&on(&["rci"], "g17_prepost.csv"), &set, 1e-10, &["what", "versions"]);
    let ends = ["--let", "pre=first(outcome); post=last(outcome)", "--where", "session=first(session)"];
    let chain: Vec<&str> = ["rci"].into_iter().chain(ends).collect();
    same(&on(&chain, CASELOAD), &set, 1e-10, &["what", "versions"]);
    let set = expected("personal_slopes.R.json");
    same(&on(&["rci-hlm"], CASELOAD), &set, 1e-4, &["versions"]);
    let set = expected("g13_gas.R.json");
    same(&on(&["goals"], "g13_gas.csv")["cases"], &set["cases"], 1e-10, &[]);
    let rows = "score,min,max,mean,sd\n42,12,60,,\n27,0,40,,\n30,,,34,6.81\n";
    let found = analyse(&["scale"], rows);
    same(&found["pomp"], &set["pomp"], 1e-10, &[]);
    same(&found["tscore"][0], &set["tscore"], 1e-10, &[]);
}

#[test]
fn scores_of_the_caseload() {
    let found = on(&["scoring"], CASELOAD);
    let text = file("data", "g10_expected_scores.csv");
    let mut lines = text.lines().map(|line| line.split(',').map(|cell| cell.trim_matches('"')).collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let mut compared = 0;
    for (row, cells) in lines.enumerate() {
        for (name, cell) in header.iter().zip(cells) {
            let wanted = cell
                .parse::<f64>()
                .map_or_else(|_| if cell.is_empty() { Value::Null } else { json!(cell) }, |v| json!(v));
            same(&found[*name][row], &wanted, 1e-10, &[]);
            compared += 1;
        }
    }
    assert_eq!(compared, 538 * 12);
    let strict = on(&["scoring", "--rule", "scale"], CASELOAD);
    let gaps = |value: &Value| value["A"].as_array().unwrap().iter().filter(|score| score.is_null()).count();
    assert!(gaps(&strict) > gaps(&found));
}

#[test]
fn shares_and_agreement() {
    let all = expected("models_reference.R.json");
    for case in all["binomial"].as_array().unwrap() {
        let found = analyse(&["binomial"], &format!("x,n\n{},{}\n", case["x"], case["n"]));
        same(&found["rows"][0], case, 1e-8, &[]);
    }
    for case in all["funnel"].as_array().unwrap() {
        let target = case["target"].to_string();
        let found = analyse(&["funnel", "--target", &target], &format!("unit,x,n\na,1,{}\nb,2,30\n", case["n"]));
        same(&found["units"][0], case, 1e-8, &["target"]);
    }
    // 5 of 6 alike, 1 in 3 by chance.
    let found = analyse(&["kappa", "--weights", "none"], "first,second\n0,0\n1,1\n2,2\n2,1\n1,1\n0,0\n");
    same(&found, &json!({ "kappa": 0.75, "n": 6, "categories": ["0", "1", "2"] }), 1e-12, &[]);
}

#[test]
fn a_result_for_each_label() {
    let found = on(&["trend", "--by", "patient"], CASELOAD);
    assert_eq!(found["groups"].as_object().unwrap().len(), 48);
    let one = on(&["trend", "--where", "patient=P07"], CASELOAD);
    assert_eq!(found["groups"]["P07"], one);
}

#[test]
fn what_cannot_be_estimated_is_null_with_a_reason() {
    let found = analyse(&["correlation"], "x,y\n1,2\n1,3\n1,4\n");
    assert!(found["r"].is_null());
    assert!(found["notes"][0].as_str().is_some_and(|note| note.contains("do not vary")), "{}", found["notes"]);
    let found = analyse(&["trend"], "time,y\n1,2\n2,3\n3,1\n");
    assert!(found["quad"].is_null() && found["ols"].is_object() && found["notes"][0].is_string());
    for metric in ["alpha", "icc"] {
        let found = analyse(&[metric], "a,b\n1,\n,2\n");
        assert!(found["notes"][0].is_string(), "{found}");
    }
    let found = analyse(&["roc"], "event,score\n0,1\n0,2\n");
    assert!(found["auc"].is_null() && found["notes"][0].is_string());
}

#[test]
fn what_cannot_be_read_is_told_in_one_line() {
    let fault = |arguments: &[&str], bytes: &[u8]| {
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        let told = engine::run(&arguments, bytes).expect_err("a fault").to_string();
        assert!(!told.contains('\n') && !told.is_empty(), "{told:?}");
        told
    };
    let correlation = ["correlation"];
    assert_eq!(fault(&correlation, b"x,y\n1,2\n3,four\n"), "row 3, column y: \"four\" is not a number");
    assert_eq!(fault(&correlation, b"x,y\n1,2\n3\n"), "row 3, column y: the row has 1 cells, the header 2");
    assert_eq!(fault(&correlation, b"x,x\n1,2\n"), "row 1, column x: another column has this name");
    assert_eq!(fault(&correlation, b"x,y\n"), "row 2: there are no rows below the header");
    assert_eq!(fault(&correlation, b""), "row 1: there is no header");
    assert_eq!(fault(&correlation, b"x,y\n1,inf\n"), "row 2, column y: \"inf\" is not a number");
    assert!(fault(&correlation, b"x,y\n1,\xff\n").starts_with("row 2, column 2"));
    assert!(fault(&correlation, b"u,v\n1,2\n").starts_with("row 1: no column for --x"));
    assert!(fault(&["correlation", "--x", "w"], b"x,y\n1,2\n").starts_with("row 1, column w"));
    assert_eq!(fault(&["survival"], b"time,status\n1,2\n"), "row 2, column status: \"2\" is neither 0 nor 1");
    assert_eq!(fault(&["trend", "--by", "id"], b"id,time,y\n,1,2\n"), "row 2, column id: the label is missing");
    assert!(fault(&["scoring", "--scales", "S=a,b"], b"a,b\n1,9\n").starts_with("row 2, column b: 9 is outside"));
    assert!(fault(&["goals"], b"case,attainment\n1,3\n").starts_with("row 2, column attainment"));
    assert!(fault(&["brier"], b"event,predicted\n1,1.5\n").starts_with("row 2, column predicted"));
    assert!(fault(&["lagged"], b"patient,session,A,outcome\na,1,1,1\na,1,2,2\n").starts_with("row 3, column session"));
    for arguments in [["magic", "--x", "a"], ["trend", "--magic", "1"], ["trend", "--level", "2"], ["trend", "y", "z"]]
    {
        fault(&arguments, b"time,y\n1,2\n");
    }
    fault(&["trend", "--level"], b"time,y\n1,2\n");
    fault(&[], b"");
}

#[test]
fn help_names_every_metric_and_its_keys() {
    let ask = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        assert!(engine::wants_help(&words));
        engine::help(&words).unwrap()
    };
    let all = ask(&["--help"]);
    for metric in ["alpha", "lagged", "rci", "scoring", "competing", "caseload"] {
        assert!(all.contains(&format!("\n  {metric} ")), "{metric}");
        let one = ask(&[metric, "--help"]);
        assert!(one.contains("Options") && one.contains("Keys:"), "{one}");
    }
    assert!(engine::help(&["magic".to_owned()]).is_err());
}

//! How good a forecast of yes or no is.

use super::input::{Input, choice, complete, limits, object, pair, pick};
use super::{Fault, Metric};
use attune::stats::brier::brier;
use attune::stats::calibration::{Calibration, calibration};
use attune::stats::cross_validation::{folds_by_group, out_of_sample};
use attune::stats::logistic::logistic_regression;
use attune::stats::roc::{auc, compare_auc};
use serde_json::{Value, json};

pub const METRICS: &[Metric] = &[
    Metric {
        name: "roc",
        about: "area under the curve with DeLong's interval; the difference of two scores",
        keys: "auc, se, var, ci [lower, upper], interval {lower, upper}, positives, negatives;
with --score2 also auc2, difference, se_difference, z, p, ci_difference",
        choices: &[
            choice("event", "dropout|event|y|status", "1 where it happened, or COLUMN=LABEL"),
            choice("score", "score|s1|predicted|A", "the score"),
            choice("score2", "s2", "a second score to compare with"),
            choice("higher", "yes", "yes if a higher score foretells the event, no if a lower one"),
            choice("level", "0.95", "coverage of the intervals"),
        ],
        run: run_roc,
    },
    Metric {
        name: "brier",
        about: "Brier's score of predicted probabilities, and scaled",
        keys: "brier, brier_null, brier_scaled, n",
        choices: &[
            choice("event", "dropout|event|y|status", "1 where it happened, or COLUMN=LABEL"),
            choice("predicted", "predicted|p", "the predicted probability"),
        ],
        run: run_brier,
    },
    Metric {
        name: "calibration",
        about: "calibration intercept and slope of predicted probabilities",
        keys: "intercept, intercept_se, slope, slope_se, coef [intercept, slope], se, large, large_se (slope held at one),
observed_over_expected, n, brier, auc",
        choices: &[
            choice("event", "dropout|event|y|status", "1 where it happened, or COLUMN=LABEL"),
            choice("predicted", "predicted|p", "the predicted probability"),
        ],
        run: run_calibration,
    },
    Metric {
        name: "logistic",
        about: "logistic regression with Brier, AUC and calibration, in the sample and out of it",
        keys: "n, logit {\"(Intercept)\", each column}, se [..], loglik, brier, brier_null, brier_scaled, auc, auc_ci,
calibration_in_sample {\"(Intercept)\", \"qlogis(pr)\"}, out_of_sample {folds, brier, brier_scaled, auc, auc_ci, intercept, slope}",
        choices: &[
            choice("event", "dropout|event|y|status", "1 where it happened, or COLUMN=LABEL"),
            choice("x", "A|mean(p01..p12)", "the predictors, separated by a comma or a semicolon"),
            choice("id", "patient|person|id", "whose the row is; no person is split between folds"),
            choice("time", "session|time", "when it was, for last() and the like"),
            choice("folds", "5", "how many parts, each predicted from the others"),
            choice("level", "0.95", "coverage of the intervals"),
        ],
        run: run_logistic,
    },
];

/// The rows in which the event and every column is known.
fn known(input: &Input<'_>, columns: &[Vec<f64>]) -> Result<(Vec<usize>, Vec<bool>), Fault> {
    let event = input.flags("event")?;
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let rows: Vec<usize> = complete(&slices).into_iter().filter(|&row| event[row].is_some()).collect();
    if rows.len() < event.len() {
        input.note(format!("{} rows with a gap were left out", event.len() - rows.len()));
    }
    let event = rows.iter().map(|&row| event[row] == Some(true)).collect();
    Ok((rows, event))
}

fn run_roc(input: &Input<'_>) -> Result<Value, Fault> {
    let level = input.level()?;
    let sign = if input.word("higher", &["yes", "no"])? == 0 { 1.0 } else { -1.0 };
    let mut columns = vec![input.values("score")?];
    if let Some(second) = input.optional_column("score2")? {
        columns.push(input.evaluate(second)?);
    }
    let (rows, event) = known(input, &columns)?;
    let scores: Vec<Vec<f64>> =
        columns.iter().map(|column| rows.iter().map(|&row| sign * column[row]).collect()).collect();
    let area = input.take("auc", auc(&scores[0], &event, level));
    let interval = area.and_then(|area| area.interval);
    let mut out = json!({
        "auc": area.map(|a| a.auc), "se": area.and_then(|a| a.se), "var": area.and_then(|a| a.se).map(|se| se * se),
        "ci": pair(interval), "interval": limits(interval), "positives": area.map(|a| a.positives),
        "negatives": area.map(|a| a.negatives),
    });
    if let Some(second) = scores.get(1) {
        out["auc2"] = json!(input.take("auc2", auc(second, &event, level)).map(|a| a.auc));
        let difference = input.take("difference", compare_auc(&scores[0], second, &event, level));
        out["difference"] = json!(difference.map(|d| d.difference));
        out["se_difference"] = json!(difference.map(|d| d.se));
        out["z"] = json!(difference.map(|d| d.z));
        out["p"] = json!(difference.map(|d| d.p));
        out["ci_difference"] = pair(difference.map(|d| d.interval));
    }
    Ok(out)
}

fn told_brier(input: &Input<'_>, predicted: &[f64], event: &[bool], out: &mut Value) {
    let found = input.take("brier", brier(predicted, event));
    out["brier"] = json!(found.map(|b| b.score));
    out["brier_null"] = json!(found.map(|b| b.null));
    out["brier_scaled"] = json!(found.and_then(|b| b.scaled));
}

fn predicted(input: &Input<'_>) -> Result<(Vec<f64>, Vec<bool>), Fault> {
    let values = input.values("predicted")?;
    if let Some(row) = values.iter().position(|p| !p.is_nan() && !(0.0..=1.0).contains(p)) {
        let column = input.column("predicted")?;
        return Err(Fault::cell(input.table.place(row), column, "a probability lies between 0 and 1"));
    }
    let (rows, event) = known(input, std::slice::from_ref(&values))?;
    Ok((pick(&values, &rows), event))
}

fn run_brier(input: &Input<'_>) -> Result<Value, Fault> {
    let (values, event) = predicted(input)?;
    let mut out = json!({ "n": values.len() });
    told_brier(input, &values, &event, &mut out);
    Ok(out)
}

fn run_calibration(input: &Input<'_>) -> Result<Value, Fault> {
    let (values, event) = predicted(input)?;
    let c: Option<Calibration> = input.take("calibration", calibration(&values, &event));
    let mut out = json!({
        "n": values.len(), "intercept": c.map(|c| c.intercept), "intercept_se": c.map(|c| c.intercept_se),
        "slope": c.map(|c| c.slope), "slope_se": c.map(|c| c.slope_se), "coef": c.map(|c| [c.intercept, c.slope]),
        "se": c.map(|c| [c.intercept_se, c.slope_se]), "large": c.map(|c| c.in_the_large),
        "large_se": c.map(|c| c.in_the_large_se), "observed_over_expected": c.map(|c| c.observed_over_expected),
        "auc": input.take("auc", auc(&values, &event, 0.95)).map(|a| a.auc),
    });
    told_brier(input, &values, &event, &mut out);
    Ok(out)
}

fn run_logistic(input: &Input<'_>) -> Result<Value, Fault> {
    let level = input.level()?;
    let terms = super::mixed::terms(input.column("x")?);
    let columns = terms.iter().map(|term| input.evaluate(&term.text)).collect::<Result<Vec<_>, _>>()?;
    let (rows, event) = known(input, &columns)?;
    let columns: Vec<Vec<f64>> = columns.iter().map(|column| pick(column, &rows)).collect();
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let mut out = json!({ "n": rows.len(), "logit": null });
    let Some(fit) = input.take("logit", logistic_regression(&slices, &event)) else { return Ok(out) };
    let names = std::iter::once("(Intercept)").chain(terms.iter().map(|term| term.name.as_str()));
    out["logit"] = object(names.zip(fit.coefficients.iter().map(|value| json!(value))));
    out["se"] = json!(fit.se);
    out["loglik"] = json!(fit.log_likelihood);
    told_brier(input, &fit.fitted, &event, &mut out);
    let area = input.take("auc", auc(&fit.fitted, &event, level));
    out["auc"] = json!(area.map(|a| a.auc));
    out["auc_ci"] = pair(area.and_then(|a| a.interval));
    let own = input.take("calibration_in_sample", calibration(&fit.fitted, &event));
    out["calibration_in_sample"] = json!(own.map(|c| json!({ "(Intercept)": c.intercept, "qlogis(pr)": c.slope })));
    let groups = match input.optional_column("id")? {
        Some(column) => pick(&input.table.codes(column)?.0, &rows),
        None => (0..rows.len()).collect(),
    };
    let folds = input.count("folds")?.unwrap_or(5);
    let outside = folds_by_group(&groups, folds).and_then(|fold| out_of_sample(&slices, &event, &fold));
    out["out_of_sample"] = json!(input.take("out_of_sample", outside).map(|predicted| {
        let mut told = json!({ "folds": folds });
        told_brier(input, &predicted, &event, &mut told);
        let area = input.take("auc out of sample", auc(&predicted, &event, level));
        told["auc"] = json!(area.map(|a| a.auc));
        told["auc_ci"] = pair(area.and_then(|a| a.interval));
        let c = input.take("calibration out of sample", calibration(&predicted, &event));
        told["intercept"] = json!(c.map(|c| c.intercept));
        told["slope"] = json!(c.map(|c| c.slope));
        told
    }));
    Ok(out)
}

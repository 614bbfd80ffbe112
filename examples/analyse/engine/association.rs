//! Do things go together: correlation, regression, the response surface, and two raters of the same things.

use super::expression::rows_of;
use super::input::{Input, choice, complete, limits, object, pair, pick};
use super::mixed::terms;
use super::{Fault, Metric};
use attune::stats::concordance::{concordance, paired_difference};
use attune::stats::correlation::Correlation;
use attune::stats::ols_multi::{MultipleRegression, multiple_regression};
use attune::stats::response_surface::{Centre, response_surface};
use serde_json::{Value, json};

pub const METRICS: &[Metric] = &[
    Metric {
        name: "correlation",
        about: "Pearson's r with Fisher's interval",
        keys: "r, n, ci [lower, upper], interval {lower, upper}, p",
        choices: &[
            choice("x", "A|mean(p01..p12)|x", "the one column"),
            choice("y", "outcome|y", "the other"),
            choice("id", "patient|person|id", "the person, for last() and the like"),
            choice("time", "session|time", "the time, for last() and the like"),
            choice("level", "0.95", "coverage of the interval"),
        ],
        run: run_correlation,
    },
    Metric {
        name: "regression",
        about: "multiple regression by least squares",
        keys: "n, dropped, coef {names}, se {names}, p {names}, ci {name: [lower, upper]}, sigma, df, r2, adj",
        choices: &[
            choice("y", "outcome|y", "the outcome"),
            choice("x", "A|mean(p01..p12)|x", "the predictors, separated by ; or ,"),
            choice("id", "patient|person|id", "the person, for last() and the like"),
            choice("time", "session|time", "the time, for last() and the like"),
            choice("level", "0.95", "coverage of the intervals"),
        ],
        run: run_regression,
    },
    Metric {
        name: "rsa",
        about: "response surface of z on two raters, centred on their common mean; errors by least squares",
        keys: "n, centre, coef {\"(Intercept)\", covariates, x, yy, \"I(x^2)\", \"I(x * yy)\", \"I(yy^2)\"}, coef_se [..], a {a1, a2, a3, a4},
se [of a1 .. a4], p [of a1 .. a4], r2.
The caseload's outcome at the end on its third session: --let \"L=last(outcome)\" --where session=3 --z L --covariates outcome",
        choices: &[
            choice("z", "outcome_last|z", "the outcome"),
            choice("x", "A|mean(p01..p12)|x", "the one rater"),
            choice("y", "Tm|mean(t01..t12)|y", "the other rater"),
            choice("covariates", "", "columns held constant, separated by ; or ,"),
            choice("centre", "", "a number, if not the mean of both raters' values"),
            choice("id", "patient|person|id", "the person, for last() and the like"),
            choice("time", "session|time", "the time, for last() and the like"),
        ],
        run: run_rsa,
    },
    Metric {
        name: "congruence",
        about: "two raters of each pair over time: differences, correlation, concordance; for groups only",
        keys: "per_dyad {id: n, mean_diff (second less first), mean_abs_diff, rmsd, temporal_r, ccc}",
        choices: &[
            choice("first", "A|mean(p01..p12)", "the one rater"),
            choice("second", "Tm|mean(t01..t12)", "the other rater"),
            choice("id", "patient|person|id", "the pair"),
            choice("time", "session|time", "the time, for last() and the like"),
        ],
        run: run_congruence,
    },
    Metric {
        name: "profile",
        about: "correlation of two raters over the items of one row",
        keys: "profile_r {id: r}, null where a rater gave every item the same; --where session=3 for one row a pair",
        choices: &[
            choice("first", "p01..p12", "the items of the one rater"),
            choice("second", "t01..t12", "the items of the other, in the same order"),
            choice("id", "patient|person|id", "whose the row is; with several rows a person, the key is id/time"),
            choice("time", "session|time", "when it was"),
        ],
        run: run_profile,
    },
];

fn run_correlation(input: &Input<'_>) -> Result<Value, Fault> {
    let level = input.level()?;
    let (x, y) = (input.values("x")?, input.values("y")?);
    let rows = complete(&[&x, &y]);
    if rows.len() < x.len() {
        input.note(format!("{} rows with a gap were left out", x.len() - rows.len()));
    }
    let found = input.take("r", Correlation::of(&pick(&x, &rows), &pick(&y, &rows)));
    let interval = found.and_then(|r| input.take("ci", r.fisher_interval(level)));
    Ok(json!({
        "r": found.map(|r| r.r), "n": rows.len(), "ci": pair(interval), "interval": limits(interval),
        "p": found.and_then(|r| input.take("p", r.p_value())),
    }))
}

fn told_regression(input: &Input<'_>, fit: &MultipleRegression, names: &[String], level: f64) -> Value {
    let named =
        |value: &dyn Fn(usize) -> Value| object(names.iter().enumerate().map(|(k, name)| (name.clone(), value(k))));
    json!({
        "n": fit.n, "dropped": fit.dropped, "coef": named(&|k| json!(fit.coefficients[k])), "se": named(&|k| json!(fit.se[k])),
        "p": named(&|k| json!(fit.p(k))), "ci": named(&|k| pair(input.take("ci", fit.interval(k, level)))),
        "sigma": fit.residual_sd, "df": fit.df, "r2": fit.r_squared, "adj": fit.adjusted_r_squared,
    })
}

fn run_regression(input: &Input<'_>) -> Result<Value, Fault> {
    let (y, list) = (input.values("y")?, terms(input.column("x")?));
    let columns = list.iter().map(|term| input.evaluate(&term.text)).collect::<Result<Vec<_>, _>>()?;
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let names: Vec<String> =
        std::iter::once("(Intercept)".to_owned()).chain(list.into_iter().map(|term| term.name)).collect();
    let level = input.level()?;
    let fit = input.take("regression", multiple_regression(&y, &slices));
    Ok(fit.map_or(json!({ "coef": null }), |fit| told_regression(input, &fit, &names, level)))
}

fn run_rsa(input: &Input<'_>) -> Result<Value, Fault> {
    let (z, x, y) = (input.values("z")?, input.values("x")?, input.values("y")?);
    let list = terms(input.text("covariates").unwrap_or_default());
    let covariates = list.iter().map(|term| input.evaluate(&term.text)).collect::<Result<Vec<_>, _>>()?;
    let slices: Vec<&[f64]> = covariates.iter().map(Vec::as_slice).collect();
    let centre = input.number("centre")?.map_or(Centre::Common, Centre::At);
    let Some(s) = input.take("response surface", response_surface(&z, &x, &y, &slices, centre)) else {
        return Ok(json!({ "coef": null, "a": null, "se": null }));
    };
    let names = std::iter::once("(Intercept)").chain(list.iter().map(|term| term.name.as_str()));
    let names = names.chain(["x", "yy", "I(x^2)", "I(x * yy)", "I(yy^2)"]);
    let a = [s.a1, s.a2, s.a3, s.a4];
    Ok(json!({
        "n": s.regression.n, "dropped": s.regression.dropped, "centre": s.centre,
        "coef": object(names.zip(s.regression.coefficients.iter().map(|value| json!(value)))), "coef_se": s.regression.se,
        "a": { "a1": a[0].estimate, "a2": a[1].estimate, "a3": a[2].estimate, "a4": a[3].estimate },
        "se": a.map(|term| term.se), "p": a.map(|term| term.p), "r2": s.regression.r_squared,
    }))
}

fn run_congruence(input: &Input<'_>) -> Result<Value, Fault> {
    let (first, second) = (input.values("first")?, input.values("second")?);
    let (codes, labels) = input.codes("id")?;
    let of = |code: usize| {
        let rows: Vec<usize> = (0..codes.len()).filter(|&row| codes[row] == code).collect();
        let (a, b) = (pick(&first, &rows), pick(&second, &rows));
        let difference = input.take(&labels[code], paired_difference(&a, &b));
        let alike = input.take(&labels[code], concordance(&a, &b, 0.95));
        if alike.as_ref().is_some_and(|alike| alike.correlation.is_none()) {
            input.note(format!("{}: a rater does not vary, so there is no correlation", labels[code]));
        }
        json!({
            "n": difference.as_ref().map_or(0, |d| d.n), "mean_diff": difference.as_ref().map(|d| d.mean),
            "mean_abs_diff": difference.as_ref().map(|d| d.mean_absolute), "rmsd": difference.as_ref().map(|d| d.root_mean_square),
            "temporal_r": alike.as_ref().and_then(|c| c.correlation), "ccc": alike.as_ref().map(|c| c.concordance),
        })
    };
    let dyads = object(labels.iter().enumerate().map(|(code, label)| (label.as_str(), of(code))));
    Ok(json!({ "per_dyad": dyads }))
}

fn run_profile(input: &Input<'_>) -> Result<Value, Fault> {
    let (first, second) =
        (rows_of(&input.table, input.column("first")?)?, rows_of(&input.table, input.column("second")?)?);
    if first.first().map(Vec::len) != second.first().map(Vec::len) {
        return Err(Fault::new("--first and --second name lists of different length"));
    }
    let (codes, labels) = input.codes("id")?;
    let once = codes.len() == labels.len();
    let times = match input.optional_column("time")? {
        Some(column) => input.table.texts(column)?,
        None => vec![None; codes.len()],
    };
    let rows = (0..codes.len()).map(|row| {
        let label = &labels[codes[row]];
        let key = if once { label.clone() } else { format!("{label}/{}", times[row].as_deref().unwrap_or_default()) };
        let places = complete(&[&first[row], &second[row]]);
        let r = Correlation::of(&pick(&first[row], &places), &pick(&second[row], &places));
        let value = input.told(&key, r.map(|r| r.r));
        (key, value)
    });
    let told = object(rows);
    if told.as_object().is_some_and(|map| map.len() < codes.len()) {
        input.note("several rows have the same id and time; the last of them is told");
    }
    Ok(json!({ "profile_r": told }))
}

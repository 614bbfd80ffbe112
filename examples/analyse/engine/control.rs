//! Whether a series has left its course, and where: control charts and change points.

use super::input::{Input, choice, complete, pick};
use super::{Fault, Metric};
use attune::stats::bocpd::{NormalInverseGamma, run_lengths};
use attune::stats::change_point::{default_penalty, optimal_partition, pelt};
use attune::stats::cusum::cusum;
use attune::stats::describe::{mean, standard_deviation};
use attune::stats::ewma::ewma;
use attune::stats::shewhart::{D2, InControl, mean_moving_range, shewhart};
use serde_json::{Value, json};

pub const METRICS: &[Metric] = &[
    Metric {
        name: "control",
        about: "Shewhart individuals chart, CUSUM and EWMA, on the whole series and on a baseline",
        keys: "series, MR_bar, sigma_MRbar_over_d2, sd_sample, and for S = all and baselineB (B values from the start):
shewhart_S {center, std_dev, LCL, UCL, beyond, runs}, cusum_S {center, std_dev, k, h, pos, neg, viol_upper, viol_lower},
ewma_S {center, std_dev, lambda, nsigmas, z, LCL, UCL, violations}.
Places are lists counted from 1, in order; std_dev is the mean moving range over 1.128, as the reference has it",
        choices: &[
            choice("time", "session|year|time|Time", "the time, by which rows are put in order"),
            choice("y", "score|outcome|y|value|flow", "the series"),
            choice("id", "patient|person|id", "the person, for within(), last() and the like"),
            choice("baseline", "8", "how many values from the start make the baseline; 0 for none"),
            choice("sigmas", "3", "width of the Shewhart limits"),
            choice("run", "7", "how many values in a row on one side of the centre count as a run"),
            choice("k", "0.5", "slack of the CUSUM, in sigma"),
            choice("h", "5", "decision limit of the CUSUM, in sigma"),
            choice("lambda", "0.2", "weight of the EWMA"),
            choice("nsigmas", "3", "width of the EWMA limits"),
        ],
        run: run_control,
    },
    Metric {
        name: "change-point",
        about: "changes of the mean by PELT over the sample SD, and the online run-length detector",
        keys: "n, pen2logn, penalty, PELT_mean_pen2logn = PELT, own_OP {cpts, total}, own_OP_scaled_pen2logn {cpts, total},
segment_means {\"1\", ..}, last_times (the time of the last value before each change),
bocpd {hazard, most_probable_starts (of the run that each value belongs to, counted from 1), change_recent (probability
that the run began in the last values), ln_evidence}.
A change point is the place of the last value before the change, counted from 1; lists are in order",
        choices: &[
            choice("time", "session|year|time|Time", "the time, by which rows are put in order"),
            choice("y", "score|flow|outcome|y|value", "the series"),
            choice("id", "patient|person|id", "the person, for within(), last() and the like"),
            choice("penalty", "", "the price of a change; 2 ln n if not given"),
            choice("hazard", "0.01", "chance of a change at each value, for the online detector"),
            choice("recent", "3", "how many values count as recent"),
        ],
        run: run_change,
    },
];

/// The series in order of time, with the times.
fn series(input: &Input<'_>) -> Result<(Vec<f64>, Vec<f64>), Fault> {
    let y = input.values("y")?;
    let x = match input.optional_column("time")? {
        Some(column) => input.evaluate(column)?,
        None => (1..=y.len()).map(|place| place as f64).collect(),
    };
    let mut rows = complete(&[&x, &y]);
    if rows.len() < y.len() {
        input.note(format!("{} rows without a time or value were left out", y.len() - rows.len()));
    }
    rows.sort_by(|a, b| x[*a].total_cmp(&x[*b]));
    Ok((pick(&x, &rows), pick(&y, &rows)))
}

fn from_one(places: &[usize]) -> Vec<usize> {
    places.iter().map(|place| place + 1).collect()
}

fn run_control(input: &Input<'_>) -> Result<Value, Fault> {
    let (_, y) = series(input)?;
    let range = input.take("MR_bar", mean_moving_range(&y));
    let mut out = json!({
        "series": y, "MR_bar": range, "sigma_MRbar_over_d2": range.map(|range| range / D2),
        "sd_sample": input.told("sd_sample", standard_deviation(&y)),
    });
    let mut spans = vec![("all".to_owned(), y.len())];
    match input.count("baseline")? {
        Some(length) if length > 0 && length <= y.len() => spans.push((format!("baseline{length}"), length)),
        Some(length) if length > y.len() => {
            input.note(format!("baseline: {length} values are needed, {} were found", y.len()));
        }
        _ => {}
    }
    for (name, length) in spans {
        let charts = charts(input, &y, &y[..length], &name)?;
        for (chart, value) in ["shewhart", "cusum", "ewma"].into_iter().zip(charts) {
            out[format!("{chart}_{name}")] = value;
        }
    }
    Ok(out)
}

fn charts(input: &Input<'_>, y: &[f64], baseline: &[f64], name: &str) -> Result<[Value; 3], Fault> {
    let (k, h) = (input.need("k")?, input.need("h")?);
    let (weight, width) = (input.need("lambda")?, input.need("nsigmas")?);
    let (sigmas, run) = (input.need("sigmas")?, input.count("run")?.unwrap_or(7));
    let Some(base) = input.take(name, InControl::from_baseline(baseline)) else { return Ok(Default::default()) };
    let individuals = input.take("shewhart", shewhart(y, base, sigmas, run)).map(|chart| {
        json!({
            "center": base.centre, "std_dev": base.sigma, "LCL": chart.lower, "UCL": chart.upper,
            "beyond": from_one(&chart.beyond), "runs": from_one(&chart.runs),
        })
    });
    let sums = input.take("cusum", cusum(y, base, k, h)).map(|chart| {
        json!({
            "center": base.centre, "std_dev": base.sigma, "k": k, "h": h, "pos": chart.upper, "neg": chart.lower,
            "viol_upper": from_one(&chart.above), "viol_lower": from_one(&chart.below),
        })
    });
    let average = input.take("ewma", ewma(y, base, weight, width)).map(|chart| {
        json!({
            "center": base.centre, "std_dev": base.sigma, "lambda": weight, "nsigmas": width, "z": chart.average,
            "LCL": chart.limits.iter().map(|limit| limit.lower).collect::<Vec<_>>(),
            "UCL": chart.limits.iter().map(|limit| limit.upper).collect::<Vec<_>>(),
            "violations": from_one(&chart.beyond),
        })
    });
    Ok([individuals, sums, average].map(Option::unwrap_or_default))
}

fn run_change(input: &Input<'_>) -> Result<Value, Fault> {
    let (x, y) = series(input)?;
    if y.len() < 20 {
        input.note("fewer than 20 values: a change point of so short a series says little");
    }
    let standard = default_penalty(y.len());
    let penalty = input.number("penalty")?.unwrap_or(standard);
    let (hazard, recent) = (input.need("hazard")?, input.count("recent")?.unwrap_or(3));
    let sd = standard_deviation(&y)
        .and_then(|sd| if sd > 0.0 { Ok(sd) } else { Err(attune::stats::error::StatError::NoVariation) });
    let mut out = json!({
        "n": y.len(), "pen2logn": standard, "penalty": penalty, "PELT": null, "PELT_mean_pen2logn": null, "own_OP": null,
        "own_OP_scaled_pen2logn": null, "segment_means": null, "last_times": null, "bocpd": null,
    });
    let Some(sd) = input.take("change points", sd) else { return Ok(out) };
    let scaled: Vec<f64> = y.iter().map(|value| value / sd).collect();
    if let Some(found) = input.take("PELT", pelt(&scaled, penalty)) {
        let edges: Vec<usize> =
            std::iter::once(0).chain(found.change_points.iter().copied()).chain([y.len()]).collect();
        let means = edges
            .windows(2)
            .enumerate()
            .map(|(at, edge)| ((at + 1).to_string(), input.told("segment_means", mean(&y[edge[0]..edge[1]]))));
        out["segment_means"] = super::input::object(means);
        out["last_times"] = json!(found.change_points.iter().map(|place| x[place - 1]).collect::<Vec<_>>());
        out["PELT"] = json!(found.change_points);
        if penalty == standard {
            out["PELT_mean_pen2logn"] = json!(found.change_points);
        }
    }
    let exact = |penalty: f64| {
        let found = input.take("own_OP", optimal_partition(&scaled, penalty));
        found.map(|found| json!({ "cpts": found.change_points, "total": found.cost }))
    };
    out["own_OP"] = json!(exact(penalty));
    out["own_OP_scaled_pen2logn"] = json!(exact(standard));
    let centre = mean(&y).unwrap_or(0.0);
    let standardised: Vec<f64> = y.iter().map(|value| (value - centre) / sd).collect();
    let prior = NormalInverseGamma { mean: 0.0, strength: 1.0, shape: 1.0, rate: 1.0 };
    if let Some(runs) = input.take("bocpd", run_lengths(&standardised, prior, hazard)) {
        out["bocpd"] = json!({
            "hazard": hazard, "most_probable_starts": from_one(&runs.most_probable_starts()),
            "change_recent": runs.recent_change(recent), "ln_evidence": runs.ln_evidence,
        });
    }
    Ok(out)
}

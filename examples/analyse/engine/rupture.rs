//! The rules for a drop in the alliance that the literature has used, for comparison with it. Most of them fire on noise
//! alone, which is why the app uses none but the prediction rule.

use super::input::{Input, choice, object, pick};
use super::{Fault, Metric};
use attune::stats::regression::StraightLine;
use attune::stats::shewhart::D2;
use attune::stats::within_between::within_between;
use serde_json::{Value, json};

pub const METRICS: &[Metric] = &[Metric {
    name: "rupture-rules",
    about: "reference rules for drops of each person, with drop-and-repair episodes; most of them fire on noise alone",
    keys: "pooled_within_sd, rupture {id: n, drop_ge_1pt, drop_ge_2sdw, shewhart3, shewhart2, resid_lt_minus1.5, cusum_base4,
prediction_z, episodes [{start, depth, nadir, repaired_at}], srs_below36, srs_drop_ge1}.
Lists hold the times of the sessions flagged; cusum_base4 is null without five sessions or without variation in the first four.
prediction_z: below the mean of at least three earlier sessions by more than 2.58 pooled_within_sd sqrt(1 + 1/m).
An episode starts with a drop of 2 pooled_within_sd from the last session and is repaired when, within five sessions, the score
is back to .25 below what it was. The srs keys are null without that column",
    choices: &[
        choice("x", "A|mean(p01..p12)", "the alliance"),
        choice("srs", "SRS|sum(v1..v4)", "a session scale of 0 to 40, if there is one"),
        choice("id", "patient|person|id", "the person"),
        choice("time", "session|time", "the session"),
    ],
    run,
}];

/// Rounding of sums of decimals is no difference.
const ROUNDING: f64 = 1e-9;

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn moving_range(values: &[f64]) -> f64 {
    mean(&values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect::<Vec<_>>()) / D2
}

fn run(input: &Input<'_>) -> Result<Value, Fault> {
    let (x, time) = (input.values("x")?, input.values("time")?);
    let (codes, labels) = input.codes("id")?;
    let srs = input.optional_column("srs")?.map(|column| input.evaluate(column)).transpose()?;
    let parts = input.take("pooled_within_sd", within_between(&x, &codes));
    let Some(sd) = parts.and_then(|parts| parts.pooled_sd) else {
        input.note("pooled_within_sd: no person has two scores");
        return Ok(json!({ "pooled_within_sd": null, "rupture": null }));
    };
    let told = labels.iter().enumerate().map(|(code, label)| {
        let mut rows: Vec<usize> =
            (0..x.len()).filter(|&row| codes[row] == code && !x[row].is_nan() && !time[row].is_nan()).collect();
        rows.sort_by(|a, b| time[*a].total_cmp(&time[*b]));
        let course = Course { times: pick(&time, &rows), scores: pick(&x, &rows), sd };
        let mut value = course.told();
        let srs = srs.as_ref().map(|srs| pick(srs, &rows));
        value["srs_below36"] = json!(srs.as_ref().map(|srs| course.where_each(|i| srs[i] < 36.0 - ROUNDING)));
        value["srs_drop_ge1"] =
            json!(srs.as_ref().map(|srs| course.where_each(|i| i > 0 && srs[i] - srs[i - 1] <= -1.0 + ROUNDING)));
        (label.as_str(), value)
    });
    Ok(json!({ "pooled_within_sd": sd, "rupture": object(told) }))
}

/// The sessions of one person, in order, with the pooled standard deviation within persons.
struct Course {
    times: Vec<f64>,
    scores: Vec<f64>,
    sd: f64,
}

impl Course {
    fn where_each(&self, flagged: impl Fn(usize) -> bool) -> Vec<f64> {
        (0..self.times.len()).filter(|&i| flagged(i)).map(|i| self.times[i]).collect()
    }

    fn told(&self) -> Value {
        let a = &self.scores;
        let drop = |size: f64| self.where_each(|i| i > 0 && a[i] - a[i - 1] <= -size);
        let (centre, sigma) = (mean(a), moving_range(a));
        let line = StraightLine::fit(&self.times, a).ok();
        let spread = line
            .as_ref()
            .filter(|line| line.n > 2)
            .map(|line| (line.residual_sum_of_squares / (line.n - 2) as f64).sqrt());
        let residual = |i: usize| {
            let (line, spread) = line.as_ref().zip(spread)?;
            Some((a[i] - line.intercept - line.slope * self.times[i]) / spread)
        };
        let below = |i: usize| {
            let level = mean(&a[..i]);
            i >= 3 && (a[i] - level) / (self.sd * (1.0 + 1.0 / i as f64).sqrt()) < -2.58
        };
        json!({
            "n": a.len(), "drop_ge_1pt": drop(1.0), "drop_ge_2sdw": drop(2.0 * self.sd),
            "shewhart3": self.where_each(|i| a[i] < centre - 3.0 * sigma),
            "shewhart2": self.where_each(|i| a[i] < centre - 2.0 * sigma),
            "resid_lt_minus1.5": self.where_each(|i| residual(i).is_some_and(|z| z < -1.5)),
            "cusum_base4": self.cusum(), "prediction_z": self.where_each(below), "episodes": self.episodes(),
        })
    }

    /// Lower sums over the mean and moving range of the first four sessions, from the fifth on.
    fn cusum(&self) -> Option<Vec<f64>> {
        let a = &self.scores;
        let base = a.get(..4).filter(|_| a.len() >= 5)?;
        let (level, sigma) = (mean(base), moving_range(base));
        if sigma <= 0.0 {
            return None;
        }
        let mut sum: f64 = 0.0;
        let mut flagged = Vec::new();
        for (score, time) in a.iter().zip(&self.times).skip(4) {
            sum = (sum + (level - score) / sigma - 0.5).max(0.0);
            if sum > 5.0 {
                flagged.push(*time);
            }
        }
        Some(flagged)
    }

    fn episodes(&self) -> Vec<Value> {
        let a = &self.scores;
        let mut found = Vec::new();
        let mut at = 1;
        while at < a.len() {
            let before = a[at - 1];
            if a[at] - before > -2.0 * self.sd {
                at += 1;
                continue;
            }
            let soon = at + 1..a.len().min(at + 6);
            let repaired = soon.into_iter().find(|&later| a[later] >= before - 0.25);
            let end = repaired.unwrap_or(at);
            let nadir = a[at..=end].iter().copied().fold(f64::INFINITY, f64::min);
            found.push(json!({
                "start": self.times[at], "depth": a[at] - before, "nadir": nadir,
                "repaired_at": repaired.map(|later| self.times[later]),
            }));
            at = end + 1;
        }
        found
    }
}

//! The rules for a drop in the alliance that the literature has used, for comparison with it. Most of them fire on noise
//! alone, which is why the app uses none but the prediction rule.

use super::input::{Input, choice, object, pick};
use super::{Fault, Metric};
use attune::alliance::rupture::prediction_rule::Z;
use attune::alliance::rupture::reference_rules::{
    DropEpisode, below, cusum_from_four, drop_at_least, drop_episodes, prediction_z, residual_below, shewhart_below,
};
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
        let told = |rule: &dyn Fn(&[f64]) -> Vec<usize>| json!(srs.as_ref().map(|srs| course.at(&rule(srs))));
        value["srs_below36"] = told(&|srs| below(srs, 36.0 - ROUNDING));
        value["srs_drop_ge1"] = told(&|srs| drop_at_least(srs, 1.0 - ROUNDING));
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
    /// The times of positions in the course.
    fn at(&self, positions: &[usize]) -> Vec<f64> {
        positions.iter().map(|&i| self.times[i]).collect()
    }

    fn told(&self) -> Value {
        let a = &self.scores;
        let told = |episode: DropEpisode| {
            json!({
                "start": self.times[episode.start], "depth": episode.depth, "nadir": episode.nadir,
                "repaired_at": episode.repaired_at.map(|later| self.times[later]),
            })
        };
        let episodes: Vec<Value> = drop_episodes(a, 2.0 * self.sd, 0.25).into_iter().map(told).collect();
        json!({
            "n": a.len(), "drop_ge_1pt": self.at(&drop_at_least(a, 1.0)),
            "drop_ge_2sdw": self.at(&drop_at_least(a, 2.0 * self.sd)),
            "shewhart3": self.at(&shewhart_below(a, 3.0)), "shewhart2": self.at(&shewhart_below(a, 2.0)),
            "resid_lt_minus1.5": self.at(&residual_below(&self.times, a, -1.5)),
            "cusum_base4": cusum_from_four(a).map(|found| self.at(&found)),
            "prediction_z": self.at(&prediction_z(a, self.sd, Z)), "episodes": episodes,
        })
    }
}

//! What is of the person and what of the moment: within and between persons, and the next session.

use super::expression::next;
use super::input::{Input, choice};
use super::mixed::{Level, Model, level};
use super::{Fault, Metric};
use attune::stats::mixed::Method;
use attune::stats::within_between::within_between;
use serde_json::{Value, json};

pub const METRICS: &[Metric] = &[
    Metric {
        name: "within-between",
        about: "y ~ time + A_w + A_b + (1 | person) by REML",
        keys: "within_between {n, dropped, REML, singular, fixef {\"(Intercept)\", TIME, A_w, A_b}, se, varcorr, sigma, criterion,
REMLcrit, logLik, AIC, BIC}, grand_mean (of the persons' means), pooled_within_sd, persons.
A_w is A less the person's mean, A_b that mean less the grand mean, whatever the column's name",
        choices: &[
            choice("x", "A|mean(p01..p12)", "the alliance, or what else stands for A"),
            choice("y", "outcome|y", "the outcome of the same session"),
            choice("id", "patient|person|id", "the person"),
            choice("time", "session|time", "the session"),
            choice("method", "reml", "reml or ml"),
        ],
        run: run_within_between,
    },
    Metric {
        name: "lagged",
        about: "the next session's y on this session's A: consecutive sessions only; order in time, not cause",
        keys: "lagged_raw_prior {fixef: \"(Intercept)\", Y, A_w, A_b, TIME},
lagged_person_mean {fixef: \"(Intercept)\", TIME, O_w, A_w, A_b, O_pm} (a sensitivity model; often singular), each with n,
dropped, REML, singular, se, varcorr, sigma, criterion, REMLcrit, logLik, AIC, BIC; pairs (of consecutive sessions).
O_pm is the person's mean of y and O_w what y is above it",
        choices: &[
            choice("x", "A|mean(p01..p12)", "the alliance, or what else stands for A"),
            choice("y", "outcome|y", "the outcome"),
            choice("id", "patient|person|id", "the person"),
            choice("time", "session|time", "the session, a whole number"),
            choice("method", "reml", "reml or ml"),
        ],
        run: run_lagged,
    },
    Metric {
        name: "growth",
        about: "y ~ (time - origin) + (time - origin | person) by REML",
        keys: "growth {n, dropped, REML, singular, fixef {\"(Intercept)\", \"I(TIME - ORIGIN)\"}, se, varcorr, sigma, criterion,
REMLcrit, logLik, AIC, BIC}",
        choices: &[
            choice("y", "A|mean(p01..p12)", "what grows"),
            choice("id", "patient|person|id", "the person"),
            choice("time", "session|time", "the session"),
            choice("origin", "1", "the time that the intercept stands for"),
            choice("method", "reml", "reml or ml"),
        ],
        run: run_growth,
    },
    Metric {
        name: "truth-and-bias",
        about: "(second - person's mean of first) ~ (first - that mean), random by person (West & Kenny)",
        keys: "truth_bias {fixef {\"(Intercept)\": directional discrepancy, x: temporal congruence}, ..},
truth_bias_uncorrelated (intercept and slope independent), each with n, dropped, REML, singular, se, varcorr, sigma, criterion,
REMLcrit, logLik, AIC, BIC",
        choices: &[
            choice("first", "A|mean(p01..p12)", "the one rater, whose truth it is"),
            choice("second", "Tm|mean(t01..t12)", "the other rater"),
            choice("id", "patient|person|id", "the pair"),
            choice("time", "session|time", "the session, for last() and the like"),
            choice("method", "reml", "reml or ml"),
        ],
        run: run_truth_bias,
    },
];

fn method(input: &Input<'_>) -> Result<Method, Fault> {
    Ok([Method::Reml, Method::Ml][input.word("method", &["reml", "ml"])?])
}

fn one<'a>(y: &'a [f64], fixed: &[(&str, &'a [f64])], levels: &'a [Level], method: Method) -> Model<'a> {
    let fixed = fixed.iter().map(|(name, column)| ((*name).to_owned(), *column)).collect();
    Model { y, fixed, levels, slopes: Vec::new(), uncorrelated: false, method }
}

fn run_within_between(input: &Input<'_>) -> Result<Value, Fault> {
    let (y, x, time) = (input.values("y")?, input.values("x")?, input.values("time")?);
    let person = [level(input, input.column("id")?)?];
    let Some(a) = input.take("A", within_between(&x, &person[0].codes)) else {
        return Ok(json!({ "within_between": null }));
    };
    let columns: [(&str, &[f64]); 3] = [(input.column("time")?, &time), ("A_w", &a.within), ("A_b", &a.between)];
    let (_, told) = one(&y, &columns, &person, method(input)?).told(input, "within_between");
    Ok(json!({
        "within_between": told, "grand_mean": a.grand_mean, "pooled_within_sd": a.pooled_sd, "persons": a.groups,
    }))
}

fn run_lagged(input: &Input<'_>) -> Result<Value, Fault> {
    let (y, x, time) = (input.values("y")?, input.values("x")?, input.values("time")?);
    let person = [level(input, input.column("id")?)?];
    let (when, what) = (input.column("time")?, input.column("y")?);
    let later = next(&input.table, when, &y, &person[0].codes, &time)?;
    let parts =
        (input.take("A", within_between(&x, &person[0].codes)), input.take(what, within_between(&y, &person[0].codes)));
    let (Some(a), Some(o)) = parts else {
        return Ok(json!({ "lagged_raw_prior": null, "lagged_person_mean": null }));
    };
    let raw: [(&str, &[f64]); 4] = [(what, &y), ("A_w", &a.within), ("A_b", &a.between), (when, &time)];
    let centred: [(&str, &[f64]); 5] =
        [(when, &time), ("O_w", &o.within), ("A_w", &a.within), ("A_b", &a.between), ("O_pm", &o.group_mean)];
    let method = method(input)?;
    let (_, raw) = one(&later, &raw, &person, method).told(input, "lagged_raw_prior");
    let (_, centred) = one(&later, &centred, &person, method).told(input, "lagged_person_mean");
    input.note("a lag shows order in time, not cause");
    Ok(json!({
        "lagged_raw_prior": raw, "lagged_person_mean": centred, "pairs": later.iter().filter(|v| !v.is_nan()).count(),
    }))
}

fn run_growth(input: &Input<'_>) -> Result<Value, Fault> {
    let (y, time, origin) = (input.values("y")?, input.values("time")?, input.need("origin")?);
    let person = [level(input, input.column("id")?)?];
    let since: Vec<f64> = time.iter().map(|time| time - origin).collect();
    let when = input.column("time")?;
    let name = if origin == 0.0 { when.to_owned() } else { format!("I({when} - {origin})") };
    let mut model = one(&y, &[(&name, &since)], &person, method(input)?);
    model.slopes = vec![(name.clone(), &since)];
    let (_, told) = model.told(input, "growth");
    Ok(json!({ "growth": told }))
}

fn run_truth_bias(input: &Input<'_>) -> Result<Value, Fault> {
    let (first, second) = (input.values("first")?, input.values("second")?);
    let pair = [level(input, input.column("id")?)?];
    let mut out = json!({ "truth_bias": null, "truth_bias_uncorrelated": null });
    let Some(parts) = input.take("first", within_between(&first, &pair[0].codes)) else { return Ok(out) };
    // Only sessions that both rated count.
    let distance: Vec<f64> = (0..first.len())
        .map(|row| if first[row].is_nan() { f64::NAN } else { second[row] - parts.group_mean[row] })
        .collect();
    let mut model = one(&distance, &[("x", &parts.within)], &pair, method(input)?);
    model.slopes = vec![("x".to_owned(), &parts.within)];
    out["truth_bias"] = model.told(input, "truth_bias").1;
    model.uncorrelated = true;
    out["truth_bias_uncorrelated"] = model.told(input, "truth_bias_uncorrelated").1;
    Ok(out)
}

//! Change of persons: reliable-change indices, cut-offs and classes; slopes; goals; scores on other scales.

use super::input::{Input, choice, complete, object, pick};
use super::{Fault, Metric};
use attune::alliance::attainment::{Goal, attainment_t};
use attune::alliance::cut_offs::{Better, Class, Criterion, CutOffs, Population, class_of_change};
use attune::alliance::reliable_change::{PrePost, ReliableChange, Variant, personal_slopes};
use attune::stats::scale::{percentile, pomp, t_score, z_score};
use serde_json::{Value, json};

pub const METRICS: &[Metric] = &[
    Metric {
        name: "rci",
        about: "reliable change in six forms, cut-offs a, b, c and the classes of Jacobson and Truax",
        keys: "summary {m_pre, sd_pre, m_post, sd_post, r, SEM, S_diff, reliable_points, r_dd}, cutoffs {a, b, c}, patient [..],
JT [..], GLN [..], HLL [..], EN [..], NK [..], HA [..], class [recovered, improved, unchanged, deteriorated], counts {class},
EN_band95 {lower [..], upper [..]}. b, c and recovered need the norm's mean and SD",
        choices: &[
            choice("id", "patient|person|id", "whose the row is"),
            choice("pre", "pre", "the first measurement"),
            choice("post", "post", "the second measurement"),
            choice("reliability", "0.85", "of the measure"),
            choice("post-reliability", "", "at the second measurement, for NK; the same if not given"),
            choice("norm-mean", "28", "mean of the functional population; \"\" for none"),
            choice("norm-sd", "6.8", "its standard deviation"),
            choice("better", "higher", "higher or lower"),
            choice("cut-off", "c", "which cut-off recovery crosses: a, b or c"),
        ],
        run: run_rci,
    },
    Metric {
        name: "rci-hlm",
        about: "change over all measurements: each person's slope in a growth model over its error",
        keys: "patient [..], slope [..] (the group's and the person's own), se [..], HLM [slope / se], class [improved, unchanged,
deteriorated], counts {class}",
        choices: &[
            choice("id", "patient|person|id", "the person"),
            choice("time", "session|time", "the time"),
            choice("y", "outcome|y", "the measure"),
            choice("better", "higher", "higher or lower"),
        ],
        run: run_slopes,
    },
    Metric {
        name: "goals",
        about: "Goal Attainment Scaling T, a row a goal",
        keys: "cases [{case, T, goals}], rho",
        choices: &[
            choice("case", "case|patient|person|id", "whose goals"),
            choice("attainment", "attainment", "-2 to 2; a goal not rated is left out"),
            choice("weight", "weight", "its weight; 1 if the table has no such column"),
            choice("rho", "0.3", "assumed correlation between goals"),
        ],
        run: run_goals,
    },
    Metric {
        name: "scale",
        about: "scores as per cent of the scale (POMP), as z, T and percentile",
        keys: "pomp [{score, min, max, pomp}], tscore [{score, mean, sd, z, T, percentile}]",
        choices: &[
            choice("score", "score", "the score"),
            choice("min", "min", "lowest possible score: a column or a number"),
            choice("max", "max", "highest possible score: a column or a number"),
            choice("mean", "mean", "mean of the norm: a column or a number"),
            choice("sd", "sd", "standard deviation of the norm: a column or a number"),
        ],
        run: run_scale,
    },
];

fn better(input: &Input<'_>) -> Result<Better, Fault> {
    Ok([Better::Higher, Better::Lower][input.word("better", &["higher", "lower"])?])
}

fn name(class: Class) -> &'static str {
    match class {
        Class::Recovered => "recovered",
        Class::Improved => "improved",
        Class::Unchanged => "unchanged",
        Class::Deteriorated => "deteriorated",
    }
}

fn counts(classes: &[Option<&'static str>]) -> Value {
    let mut found = std::collections::BTreeMap::new();
    for class in classes.iter().flatten() {
        *found.entry(*class).or_insert(0_u64) += 1;
    }
    object(found.into_iter().map(|(class, count)| (class, json!(count))))
}

fn run_rci(input: &Input<'_>) -> Result<Value, Fault> {
    let (pre, post) = (input.values("pre")?, input.values("post")?);
    let people = match input.optional_column("id")? {
        Some(column) => input.table.texts(column)?,
        None => (1..=pre.len()).map(|row| Some(row.to_string())).collect(),
    };
    let rows = complete(&[&pre, &post]);
    if rows.len() < pre.len() {
        input.note(format!("{} people without both measurements were left out", pre.len() - rows.len()));
    }
    let (people, pre, post) = (pick(&people, &rows), pick(&pre, &rows), pick(&post, &rows));
    let reliability = input.need("reliability")?;
    let second = input.number("post-reliability")?.unwrap_or(reliability);
    for (name, what) in [("reliability", "reliability"), ("norm-mean", "norm")] {
        if !input.given.contains_key(name) {
            let value = input.text(name).unwrap_or_default();
            input.note(format!("the {what} is assumed, not of this measure: --{name} {value}"));
        }
    }
    let better = better(input)?;
    let group = input.take("summary", PrePost::of(&pre, &post));
    let change = group.and_then(|group| input.take("measure", ReliableChange::new(group, reliability, second)));
    let (Some(group), Some(change)) = (group, change) else {
        return Ok(json!({ "summary": null, "patient": people, "class": null }));
    };
    let criterion = [Criterion::A, Criterion::B, Criterion::C][input.word("cut-off", &["a", "b", "c"])?];
    let clinical = Population { mean: group.pre_mean, sd: group.pre_sd };
    let norm = input.number("norm-mean")?.zip(input.number("norm-sd")?);
    let cut =
        norm.and_then(|(mean, sd)| input.take("cutoffs", CutOffs::between(clinical, Population { mean, sd }, better)));
    if cut.is_none() {
        input.note("without a norm there are no cut-offs b and c, and nobody is called recovered");
    }
    let own = group.pre_mean + better.sign() * 2.0 * group.pre_sd;
    // Nobody crosses a cut-off that is not there.
    let line = cut.map_or(f64::NAN, |cut| cut.at(criterion));
    let mut out = json!({
        "summary": {
            "m_pre": group.pre_mean, "sd_pre": group.pre_sd, "m_post": group.post_mean, "sd_post": group.post_sd,
            "r": group.correlation, "SEM": change.error_of_measurement(), "S_diff": change.error_of_difference(),
            "reliable_points": change.reliable_points(), "r_dd": input.told("r_dd", change.reliability_of_differences()),
        },
        "cutoffs": { "a": own, "b": cut.map(|cut| cut.b), "c": cut.map(|cut| cut.c) }, "patient": people,
    });
    for (form, variant) in ["JT", "GLN", "HLL", "EN", "NK", "HA"].into_iter().zip(Variant::ALL) {
        let of = |i: usize| input.take(form, change.index(variant, pre[i], post[i]));
        out[form] = json!((0..pre.len()).map(of).collect::<Vec<_>>());
    }
    let class = |i: usize| {
        let index = change.index(Variant::JacobsonTruax, pre[i], post[i]).ok()?;
        class_of_change(index, pre[i], post[i], line, better).map(name)
    };
    let classes: Vec<Option<&str>> = (0..pre.len()).map(class).collect();
    out["counts"] = counts(&classes);
    out["class"] = json!(classes);
    out["EN_band95"] = json!({
        "lower": pre.iter().map(|pre| change.band(*pre).lower).collect::<Vec<_>>(),
        "upper": pre.iter().map(|pre| change.band(*pre).upper).collect::<Vec<_>>(),
    });
    Ok(out)
}

fn run_slopes(input: &Input<'_>) -> Result<Value, Fault> {
    let (y, time, better) = (input.values("y")?, input.values("time")?, better(input)?);
    let (person, labels) = input.codes("id")?;
    let Some(slopes) = input.take("slopes", personal_slopes(&y, &time, &person)) else {
        return Ok(json!({ "patient": labels, "slope": null, "HLM": null }));
    };
    // Without a cut-off the classes are those of reliability alone.
    let class = |index: f64| class_of_change(index, f64::NAN, f64::NAN, f64::NAN, better).map(name);
    let classes: Vec<Option<&str>> = slopes.iter().map(|slope| class(slope.index)).collect();
    Ok(json!({
        "patient": slopes.iter().map(|slope| labels[slope.person].as_str()).collect::<Vec<_>>(),
        "slope": slopes.iter().map(|slope| slope.slope).collect::<Vec<_>>(),
        "se": slopes.iter().map(|slope| slope.se).collect::<Vec<_>>(),
        "HLM": slopes.iter().map(|slope| slope.index).collect::<Vec<_>>(), "counts": counts(&classes), "class": classes,
    }))
}

fn run_goals(input: &Input<'_>) -> Result<Value, Fault> {
    let (codes, labels) = input.codes("case")?;
    let attainment = input.values("attainment")?;
    let weight = match input.optional_column("weight")? {
        Some(column) => input.evaluate(column)?,
        None => vec![1.0; attainment.len()],
    };
    for (row, value) in attainment.iter().enumerate() {
        if !value.is_nan() && !(-2.0..=2.0).contains(value) {
            let reason = format!("{value} is outside -2 to 2");
            return Err(Fault::cell(input.table.place(row), input.column("attainment")?, reason));
        }
    }
    let rho = input.need("rho")?;
    let cases = labels.iter().enumerate().map(|(code, label)| {
        let rows = complete(&[&attainment, &weight]).into_iter().filter(|&row| codes[row] == code);
        let goals: Vec<Goal> = rows.map(|row| Goal { attainment: attainment[row], weight: weight[row] }).collect();
        let case = label.parse::<f64>().map_or(json!(label), |number| json!(number));
        json!({ "case": case, "goals": goals.len(), "T": input.told(label, attainment_t(&goals, rho)) })
    });
    let cases: Vec<Value> = cases.collect();
    Ok(json!({ "cases": cases, "rho": rho }))
}

/// A column, or the same number for every row; none where neither is there.
fn given(input: &Input<'_>, name: &str) -> Result<Option<Vec<f64>>, Fault> {
    match (input.given.get(name).and_then(|text| text.parse::<f64>().ok()), input.optional_column(name)?) {
        (Some(number), _) => Ok(Some(vec![number; input.table.len()])),
        (None, Some(column)) => Ok(Some(input.evaluate(column)?)),
        (None, None) => Ok(None),
    }
}

fn run_scale(input: &Input<'_>) -> Result<Value, Fault> {
    let scores = input.values("score")?;
    let (min, max, mean, sd) = (given(input, "min")?, given(input, "max")?, given(input, "mean")?, given(input, "sd")?);
    let mut out = json!({ "pomp": null, "tscore": null });
    if let Some((min, max)) = min.zip(max) {
        let rows = complete(&[&scores, &min, &max]);
        let told = rows.iter().map(|&row| {
            let value = input.told("pomp", pomp(scores[row], min[row], max[row]));
            json!({ "score": scores[row], "min": min[row], "max": max[row], "pomp": value })
        });
        out["pomp"] = told.collect();
    }
    if let Some((mean, sd)) = mean.zip(sd) {
        let rows = complete(&[&scores, &mean, &sd]);
        let told = rows.iter().map(|&row| {
            let z = input.take("z", z_score(scores[row], mean[row], sd[row]));
            json!({
                "score": scores[row], "mean": mean[row], "sd": sd[row], "z": z,
                "T": z.and_then(|z| input.take("T", t_score(z))),
                "percentile": z.and_then(|z| input.take("percentile", percentile(z))),
            })
        });
        out["tscore"] = told.collect();
    }
    Ok(out)
}

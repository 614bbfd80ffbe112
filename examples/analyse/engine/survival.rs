//! How long until something happens, alone or in competition.

use super::input::{Input, choice, limits, object, pick};
use super::{Fault, Metric};
use attune::stats::competing::{CompetingOptions, cumulative_incidence};
use attune::stats::kaplan_meier::{KaplanMeier, SurvivalInterval, SurvivalStep, kaplan_meier};
use attune::stats::log_rank::log_rank;
use attune::stats::nelson_aalen::nelson_aalen;
use serde_json::{Value, json};

pub const METRICS: &[Metric] = &[
    Metric {
        name: "survival",
        about: "Kaplan-Meier with log and log-log intervals, Nelson-Aalen, log-rank",
        keys: "n, curve {time, n_risk, n_event, n_censor, surv, std_err (of surv), lower, upper (log), lower_loglog,
upper_loglog, cumhaz, std_chaz, strata}, at_events {time, surv, n_risk, n_event},
medians [{strata, records, n.max, n.start, events, rmean, se(rmean) (up to the longest time of all), median, 0.95LCL, 0.95UCL
(log), loglog_LCL, loglog_UCL}] (one object without groups), logrank {chisq, df, p, groups} (null without groups)",
        choices: &[
            choice("time", "time|last_session", "how long each was seen"),
            choice("status", "status|dropout|event", "1 where it happened, 0 where the observation only ended; or COLUMN=LABEL"),
            choice("group", "x|group", "the groups to compare; none if the table has no such column"),
            choice("level", "0.95", "coverage of the intervals"),
        ],
        run: run_survival,
    },
    Metric {
        name: "competing",
        about: "Aalen-Johansen cumulative incidence of competing causes, from a landmark if wanted",
        keys: "n, causes [names], time, n_risk, n_censor, free, and for each cause k from 1: pK, seK, lowerK, upperK,
incidence {cause: estimate, se, interval at the last time}, se_last",
        choices: &[
            choice("time", "time|last_session", "how long each was seen"),
            choice("causes", "", "0/1 columns, one a cause, in order; else dropout,planned if there"),
            choice("cause", "cause|event|status", "or one column: 0 or blank where nothing happened, else the cause"),
            choice("landmark", "", "start the clock here, with those still at risk after it"),
            choice("level", "0.95", "coverage of the intervals"),
        ],
        run: run_competing,
    },
];

/// Times, events and the places of the rows where both are known.
struct Observed {
    rows: Vec<usize>,
    time: Vec<f64>,
    event: Vec<bool>,
}

fn observed(input: &Input<'_>) -> Result<Observed, Fault> {
    let (time, status) = (input.values("time")?, input.flags("status")?);
    let rows: Vec<usize> = (0..time.len()).filter(|&row| !time[row].is_nan() && status[row].is_some()).collect();
    if rows.len() < time.len() {
        input.note(format!("{} rows without a time or status were left out", time.len() - rows.len()));
    }
    let event = rows.iter().map(|&row| status[row] == Some(true)).collect();
    Ok(Observed { time: pick(&time, &rows), event, rows })
}

fn run_survival(input: &Input<'_>) -> Result<Value, Fault> {
    let level = input.level()?;
    let Observed { rows, time, event } = observed(input)?;
    let (group, labels) = match input.optional_column("group")? {
        Some(column) => {
            let (codes, labels) = input.table.codes(column)?;
            let labels = labels.iter().map(|label| format!("{column}={label}")).collect();
            (pick(&codes, &rows), labels)
        }
        None => (vec![0; rows.len()], vec!["all".to_owned()]),
    };
    let longest = time.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (mut steps, mut hazards, mut strata, mut medians) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (code, label) in labels.iter().enumerate() {
        let own: Vec<usize> = (0..rows.len()).filter(|&row| group[row] == code).collect();
        let (t, e) = (pick(&time, &own), pick(&event, &own));
        let Some(curve) = input.take(label, kaplan_meier(&t, &e, level)) else { continue };
        if let Some(hazard) = input.take("cumhaz", nelson_aalen(&t, &e, level)) {
            hazards.extend(hazard);
        }
        strata.extend(std::iter::repeat_n(label.clone(), curve.steps.len()));
        medians.push(median(&curve, label, longest));
        steps.extend(curve.steps);
    }
    let column = |f: &dyn Fn(&SurvivalStep) -> Value| Value::Array(steps.iter().map(f).collect());
    let happened: Vec<&SurvivalStep> = steps.iter().filter(|step| step.events > 0).collect();
    let at_events = |f: &dyn Fn(&SurvivalStep) -> Value| Value::Array(happened.iter().map(|step| f(step)).collect());
    let test = (labels.len() > 1).then(|| input.take("logrank", log_rank(&time, &event, &group))).flatten();
    Ok(json!({
        "n": rows.len(),
        "curve": {
            "time": column(&|s| json!(s.time)), "n_risk": column(&|s| json!(s.at_risk)),
            "n_event": column(&|s| json!(s.events)), "n_censor": column(&|s| json!(s.censored)),
            "surv": column(&|s| json!(s.survival)), "std_err": column(&|s| json!(s.se)),
            "lower": column(&|s| json!(s.log.map(|i| i.lower))), "upper": column(&|s| json!(s.log.map(|i| i.upper))),
            "lower_loglog": column(&|s| json!(s.log_log.map(|i| i.lower))),
            "upper_loglog": column(&|s| json!(s.log_log.map(|i| i.upper))),
            "cumhaz": hazards.iter().map(|h| h.hazard).collect::<Vec<_>>(),
            "std_chaz": hazards.iter().map(|h| h.se).collect::<Vec<_>>(), "strata": strata,
        },
        "at_events": {
            "time": at_events(&|s| json!(s.time)), "surv": at_events(&|s| json!(s.survival)),
            "n_risk": at_events(&|s| json!(s.at_risk)), "n_event": at_events(&|s| json!(s.events)),
        },
        "medians": if labels.len() == 1 { medians.pop().unwrap_or_default() } else { json!(medians) },
        "logrank": test.map(|test| json!({
            "chisq": test.chi_squared, "df": test.df, "p": test.p,
            "groups": test.groups.iter().map(|g| json!({
                "group": labels.get(g.code), "n": g.n, "observed": g.observed, "expected": g.expected,
            })).collect::<Vec<_>>(),
        })),
    }))
}

fn median(curve: &KaplanMeier, label: &str, longest: f64) -> Value {
    let (log, log_log) = (curve.median(SurvivalInterval::Log), curve.median(SurvivalInterval::LogLog));
    let (mean, se) = curve.restricted_mean(longest);
    let events: usize = curve.steps.iter().map(|step| step.events).sum();
    json!({
        "strata": label, "records": curve.n, "n.max": curve.n, "n.start": curve.n, "events": events, "rmean": mean,
        "se(rmean)": se, "median": log.estimate, "0.95LCL": log.lower, "0.95UCL": log.upper,
        "loglog_LCL": log_log.lower, "loglog_UCL": log_log.upper,
    })
}

/// The causes' names, and the cause of each row: 0 for none.
fn causes(input: &Input<'_>) -> Result<(Vec<String>, Vec<usize>), Fault> {
    let several = match input.text("causes") {
        Some(list) => Some(input.table.list(list)?),
        None if input.optional_column("cause")?.is_none() => Some(input.table.list("dropout,planned")?),
        None => None,
    };
    if let Some(names) = several {
        let mut cause = vec![0; input.table.len()];
        for (at, name) in names.iter().enumerate() {
            for (row, flag) in input.table.flags(name)?.into_iter().enumerate() {
                if flag == Some(true) && std::mem::replace(&mut cause[row], at + 1) != 0 {
                    return Err(Fault::cell(input.table.place(row), name, "another cause happened too"));
                }
            }
        }
        return Ok((names, cause));
    }
    let texts = input.table.texts(input.column("cause")?)?;
    let happened = texts.iter().flatten().filter(|text| *text != "0").cloned().collect();
    let names = super::table::sorted(happened);
    let code = |text: &Option<String>| {
        text.as_ref().and_then(|text| names.iter().position(|name| name == text)).map_or(0, |at| at + 1)
    };
    let cause = texts.iter().map(code).collect();
    Ok((names, cause))
}

fn run_competing(input: &Input<'_>) -> Result<Value, Fault> {
    let (names, cause) = causes(input)?;
    let time = input.values("time")?;
    let options = CompetingOptions { level: input.level()?, entry: None, landmark: input.number("landmark")? };
    let found = cumulative_incidence(&time, &cause, names.len(), &options);
    let mut out = json!({ "causes": names, "landmark": options.landmark, "n": null, "time": null });
    let Some(curves) = input.take("incidence", found) else { return Ok(out) };
    let steps = &curves.steps;
    out["n"] = json!(curves.n);
    out["time"] = json!(steps.iter().map(|s| s.time).collect::<Vec<_>>());
    out["n_risk"] = json!(steps.iter().map(|s| s.at_risk).collect::<Vec<_>>());
    out["n_censor"] = json!(steps.iter().map(|s| s.censored).collect::<Vec<_>>());
    out["free"] = json!(steps.iter().map(|s| s.event_free).collect::<Vec<_>>());
    for k in 0..names.len() {
        let own: Vec<_> = steps.iter().filter_map(|s| s.causes.get(k)).collect();
        out[format!("p{}", k + 1)] = json!(own.iter().map(|c| c.estimate).collect::<Vec<_>>());
        out[format!("se{}", k + 1)] = json!(own.iter().map(|c| c.se).collect::<Vec<_>>());
        out[format!("lower{}", k + 1)] = json!(own.iter().map(|c| c.interval.map(|i| i.lower)).collect::<Vec<_>>());
        out[format!("upper{}", k + 1)] = json!(own.iter().map(|c| c.interval.map(|i| i.upper)).collect::<Vec<_>>());
    }
    if let Some(last) = steps.last() {
        let told = names.iter().zip(&last.causes).map(|(name, c)| {
            (name.as_str(), json!({ "estimate": c.estimate, "se": c.se, "interval": limits(c.interval) }))
        });
        out["incidence"] = object(told);
        out["se_last"] = json!(last.causes.iter().map(|c| c.se).collect::<Vec<_>>());
    }
    Ok(out)
}

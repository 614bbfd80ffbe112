//! Scores from answers, by the project's own scoring.

use super::input::{Input, choice};
use super::mixed::terms;
use super::{Fault, Metric};
use attune::instrument::scoring::{MissingRule, Score, score_named};
use attune::instrument::{Answer, AnswerSet, Instrument};
use serde_json::{Value, json};

pub const METRICS: &[Metric] = &[Metric {
    name: "scoring",
    about: "scores of scales from items: the mean, the sum (mean times items) and per cent of the scale (POMP)",
    keys: "one list for each key column the table has (of --keep), and for each scale NAME: NAME [mean], NAME_sum, NAME_POMP,
NAME_missing (items left out), one list for each of --sums; POMP is that of the first scale. Null where too few items were answered",
    choices: &[
        choice(
            "scales",
            "A=p01..p12; A_goal=p04,p06,p08,p11; A_task=p01,p02,p10,p12; A_bond=p03,p05,p07,p09; Tm=t01..t12",
            "NAME=LIST, separated by ;",
        ),
        choice("rule", "half", "half: at least half answered; scale: at most --may-miss unanswered"),
        choice("may-miss", "", "by the scale rule; one for up to 4 items, two for up to 12, else a sixth, if not given"),
        choice("min", "1", "lowest possible answer"),
        choice("max", "5", "highest possible answer"),
        choice("reverse", "", "items that count as min + max - x"),
        choice("sums", "SRS=v1..v4", "plain sums, NAME=LIST separated by ;, missing where an item is"),
        choice("keep", "therapist,patient,session,outcome", "columns to repeat"),
    ],
    run,
}];

fn may_miss(items: usize) -> usize {
    match items {
        0..=3 => 0,
        4..=11 => 1,
        12 => 2,
        more => more / 6,
    }
}

/// A questionnaire of these scales, in no language.
fn instrument(input: &Input<'_>, scales: &[(String, Vec<String>)], range: [f64; 2]) -> Result<Instrument, Fault> {
    let reversed = match input.text("reverse") {
        Some(list) => input.table.list(list)?,
        None => Vec::new(),
    };
    let most = input.count("may-miss")?;
    let mut items: Vec<&String> = scales.iter().flat_map(|(_, items)| items).collect();
    items.sort();
    items.dedup();
    let text = || json!({ "en": "" });
    let value = json!({
        "reference": { "id": "table", "version": 1 }, "title": text(), "lead": text(), "licence": { "name": "" }, "normed": false,
        "higher_is_better": null,
        "options": range.map(|value| json!({ "value": value, "text": text() })),
        "items": items.iter().map(|id| {
            json!({ "id": id, "text": text(), "reversed": reversed.contains(id) })
        }).collect::<Vec<_>>(),
        "scales": scales.iter().map(|(id, items)| {
            json!({ "id": id, "items": items, "may_miss": most.unwrap_or_else(|| may_miss(items.len())) })
        }).collect::<Vec<_>>(),
    });
    serde_json::from_value(value).map_err(|error| Fault::new(format!("--scales: {error}")))
}

fn run(input: &Input<'_>) -> Result<Value, Fault> {
    let (min, max) = (input.need("min")?, input.need("max")?);
    if min >= max {
        return Err(Fault::new("--min is below --max"));
    }
    let rule = [MissingRule::Half, MissingRule::ByScale][input.word("rule", &["half", "scale"])?];
    let scales = lists(input, "scales")?;
    if scales.is_empty() {
        return Err(Fault::new("row 1: the table has no items for --scales"));
    }
    let instrument = instrument(input, &scales, [min, max])?;
    let rows = answers(input, &scales, [min, max])?;
    let mut out = json!({});
    for term in terms(input.text("keep").unwrap_or_default()).into_iter().filter(|term| input.table.has(&term.text)) {
        out[&term.name] = if input.table.is_numeric(&term.text) {
            json!(input.table.numbers(&term.text)?)
        } else {
            json!(input.table.texts(&term.text)?)
        };
    }
    for (name, items) in lists(input, "sums")? {
        let columns = items.iter().map(|item| input.table.numbers(item)).collect::<Result<Vec<_>, _>>()?;
        let sum = |row: usize| columns.iter().map(|column| column[row]).sum::<f64>();
        out[name] = (0..rows.len()).map(|row| json!(sum(row))).collect();
    }
    for (at, (name, items)) in scales.iter().enumerate() {
        let scores: Vec<Option<Score>> = rows.iter().map(|row| score_named(&instrument, name, row, rule)).collect();
        let told = |f: &dyn Fn(f64) -> f64| -> Value {
            scores.iter().map(|score| json!(score.and_then(Score::value).map(f))).collect()
        };
        out[name] = told(&|mean| mean);
        out[format!("{name}_sum")] = told(&|mean| mean * items.len() as f64);
        let percent = told(&|mean| 100.0 * (mean - min) / (max - min));
        if at == 0 {
            out["POMP"] = percent.clone();
        }
        out[format!("{name}_POMP")] = percent;
        out[format!("{name}_missing")] = scores.iter().map(|score| json!(score.map(missing))).collect();
        let none = scores.iter().flatten().filter(|score| score.value().is_none()).count();
        if none > 0 {
            input.note(format!("{name}: {none} rows have too few answers for a score"));
        }
    }
    Ok(out)
}

/// `NAME=LIST; ..`: of the default those that this table has, of the given ones all.
fn lists(input: &Input<'_>, option: &str) -> Result<Vec<(String, Vec<String>)>, Fault> {
    let mut found = Vec::new();
    for part in input.text(option).unwrap_or_default().split(';').filter(|part| !part.trim().is_empty()) {
        let (name, list) =
            part.split_once('=').ok_or_else(|| Fault::new(format!("--{option}: {part:?} is not NAME=LIST")))?;
        match input.table.list(list) {
            Ok(items) => found.push((name.trim().to_owned(), items)),
            Err(fault) if input.given.contains_key(option) => return Err(fault),
            Err(_) => {}
        }
    }
    Ok(found)
}

fn missing(score: Score) -> usize {
    match score {
        Score::Prorated { missing, .. } => missing,
        Score::NotEnough { answered, of } => of - answered,
        _ => 0,
    }
}

/// The answers of each row; an answer off the scale is a fault of the file, not a gap.
fn answers(input: &Input<'_>, scales: &[(String, Vec<String>)], [min, max]: [f64; 2]) -> Result<Vec<AnswerSet>, Fault> {
    let mut rows = vec![AnswerSet::default(); input.table.len()];
    for item in scales.iter().flat_map(|(_, items)| items) {
        for (row, value) in input.table.numbers(item)?.into_iter().enumerate() {
            if value.is_nan() {
                rows[row].set(item, Answer::Skipped);
            } else if (min..=max).contains(&value) {
                rows[row].set(item, Answer::Value(value));
            } else {
                let reason = format!("{value} is outside {min} to {max}");
                return Err(Fault::cell(input.table.place(row), item, reason));
            }
        }
    }
    Ok(rows)
}

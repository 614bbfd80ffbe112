//! How well raters agree: intraclass correlations and kappa.

use super::expression::rows_of;
use super::input::{Input, choice, limits, pair};
use super::table::sorted;
use super::{Fault, Metric};
use attune::stats::icc::MeanSquares;
use attune::stats::kappa::{KappaWeights, weighted_kappa};
use attune::stats::missing::complete_cases;
use serde_json::{Value, json};

pub const METRICS: &[Metric] = &[
    Metric {
        name: "icc",
        about: "six intraclass correlations of Shrout & Fleiss, a row a target, a column a rater; complete rows only",
        keys: "targets, raters, psych {ICC1, ICC2, ICC3, ICC1k, ICC2k, ICC3k: icc, F, df1, df2, p, lower, upper},
hand {BMS, WMS, JMS, EMS, ICC1_1, ICC2_1, ICC3_1, ICC1_k, ICC2_k, ICC3_k, SEM_consistency, SEM_agreement}",
        choices: &[
            choice("items", "J1..J4", "the raters; else every numeric column that is no key"),
            choice("level", "0.95", "coverage of the intervals"),
        ],
        run: run_icc,
    },
    Metric {
        name: "kappa",
        about: "Cohen's kappa of two raters, weighted or not",
        keys: "kappa, se, ci [lower, upper], interval {lower, upper}, observed, expected, n, categories [labels in order]",
        choices: &[
            choice("first", "first|rater1|r1", "the first rater's column"),
            choice("second", "second|rater2|r2", "the second rater's column"),
            choice("weights", "quadratic", "none, linear or quadratic"),
            choice("categories", "", "all labels in order, as 1,2,3,4,5; else those that occur"),
            choice("level", "0.95", "coverage of the interval"),
        ],
        run: run_kappa,
    },
];

fn run_icc(input: &Input<'_>) -> Result<Value, Fault> {
    let level = input.level()?;
    let names = input.items("items")?;
    let rows = rows_of(&input.table, &names.join(","))?;
    let optional: Vec<Vec<Option<f64>>> =
        rows.iter().map(|row| row.iter().map(|value| (!value.is_nan()).then_some(*value)).collect()).collect();
    let Some(ratings) = input.take("ratings", complete_cases(&optional)) else { return Ok(json!({ "psych": null })) };
    if ratings.rows() < rows.len() {
        input.note(format!("{} targets with a missing rating were left out", rows.len() - ratings.rows()));
    }
    let mut out = json!({ "targets": ratings.rows(), "raters": ratings.columns(), "psych": null, "hand": null });
    let Some(ms) = input.take("mean squares", MeanSquares::of(&ratings)) else { return Ok(out) };
    let mut hand = json!({
        "BMS": ms.between_targets, "WMS": ms.within_targets, "JMS": ms.between_raters, "EMS": ms.residual,
        "SEM_consistency": ms.error_of_consistency(), "SEM_agreement": ms.error_of_agreement(),
    });
    if let Some(icc) = input.take("icc", ms.iccs(level)) {
        let forms = [
            ("ICC1", "ICC1_1", icc.one_single),
            ("ICC2", "ICC2_1", icc.two_single),
            ("ICC3", "ICC3_1", icc.three_single),
            ("ICC1k", "ICC1_k", icc.one_mean),
            ("ICC2k", "ICC2_k", icc.two_mean),
            ("ICC3k", "ICC3_k", icc.three_mean),
        ];
        let mut psych = serde_json::Map::new();
        for (name, by_hand, form) in forms {
            hand[by_hand] = json!(form.value);
            let (lower, upper) = (form.interval.lower, form.interval.upper);
            let value = json!({
                "icc": form.value, "F": form.f, "df1": form.df1, "df2": form.df2, "p": form.p, "lower": lower,
                "upper": upper,
            });
            psych.insert(name.to_owned(), value);
        }
        out["psych"] = Value::Object(psych);
    }
    out["hand"] = hand;
    Ok(out)
}

fn run_kappa(input: &Input<'_>) -> Result<Value, Fault> {
    let (first, second) = (input.column("first")?, input.column("second")?);
    let (a, b) = (input.table.texts(first)?, input.table.texts(second)?);
    let weights = [KappaWeights::None, KappaWeights::Linear, KappaWeights::Quadratic]
        [input.word("weights", &["none", "linear", "quadratic"])?];
    let labels = match input.text("categories") {
        Some(list) => list.split(',').map(|label| label.trim().to_owned()).collect(),
        None => sorted(a.iter().chain(&b).flatten().cloned().collect()),
    };
    let code = |(row, text): (usize, &Option<String>), column: &str| -> Result<Option<usize>, Fault> {
        let Some(text) = text else { return Ok(None) };
        let found = labels.iter().position(|label| label == text);
        let missing = || Fault::cell(input.table.place(row), column, format!("{text:?} is not among the categories"));
        found.map(Some).ok_or_else(missing)
    };
    let codes = |texts: &[Option<String>], column: &str| -> Result<Vec<Option<usize>>, Fault> {
        texts.iter().enumerate().map(|cell| code(cell, column)).collect()
    };
    let found = weighted_kappa(&codes(&a, first)?, &codes(&b, second)?, labels.len(), weights, input.level()?);
    let Some(k) = input.take("kappa", found) else { return Ok(json!({ "kappa": null, "categories": labels })) };
    Ok(json!({
        "kappa": k.kappa, "se": k.se, "ci": pair(k.interval), "interval": limits(k.interval), "observed": k.observed,
        "expected": k.expected, "n": k.n, "categories": labels,
    }))
}

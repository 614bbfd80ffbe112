//! Shares, exact: intervals, funnel limits, over-dispersion between units.

use super::input::{Input, choice};
use super::{Fault, Metric};
use attune::stats::binomial::{clopper_pearson, funnel_limits};
use attune::stats::funnel::overdispersion;
use serde_json::{Value, json};

pub const METRICS: &[Metric] = &[
    Metric {
        name: "binomial",
        about: "Clopper-Pearson interval of each row's x out of n",
        keys: "rows [{x, n, share, lower, upper}]",
        choices: &[
            choice("x", "x|events|dropout", "how often it happened"),
            choice("n", "n", "out of how many"),
            choice("level", "0.95", "coverage"),
        ],
        run: run_binomial,
    },
    Metric {
        name: "funnel",
        about: "units beside a target share: exact limits of 95 % and 99.8 %, over-dispersion from winsorised z; no ranking",
        keys: "target, units [{unit, x, n, share, lower, upper, lower3, upper3, z}], overdispersion {phi, tau2, clear}",
        choices: &[
            choice("unit", "therapist|unit|group", "the unit; rows of the same unit are added up"),
            choice("x", "x|events|dropout", "how often it happened"),
            choice("n", "n", "out of how many; 1 a row if the table has no such column"),
            choice("target", "", "the share to compare with; that of all units together if not given"),
            choice("winsorise", "0.1", "share of units pulled in at either end"),
        ],
        run: run_funnel,
    },
];

/// Counts by row, whole and not negative, with no more events than observations.
fn counts(input: &Input<'_>) -> Result<Vec<Option<(usize, usize)>>, Fault> {
    let x = input.values("x")?;
    let n = match input.optional_column("n")? {
        Some(column) => input.evaluate(column)?,
        None => vec![1.0; x.len()],
    };
    let whole = |value: f64| value.fract() == 0.0 && (0.0..1e9).contains(&value);
    let mut found = Vec::with_capacity(x.len());
    for (row, (x, n)) in x.into_iter().zip(n).enumerate() {
        if x.is_nan() || n.is_nan() {
            input.note("rows with a gap were left out");
            found.push(None);
        } else if whole(x) && whole(n) && x <= n {
            found.push(Some((x as usize, n as usize)));
        } else {
            let reason = format!("{x} of {n} are not counts");
            return Err(Fault::cell(input.table.place(row), input.column("x")?, reason));
        }
    }
    Ok(found)
}

fn run_binomial(input: &Input<'_>) -> Result<Value, Fault> {
    let level = input.level()?;
    let rows = counts(input)?.into_iter().flatten().map(|(x, n)| {
        let interval = input.take("binomial", clopper_pearson(x, n, level));
        json!({
            "x": x, "n": n, "share": x as f64 / n as f64, "lower": interval.map(|i| i.lower),
            "upper": interval.map(|i| i.upper),
        })
    });
    let rows: Vec<Value> = rows.collect();
    Ok(json!({ "rows": rows }))
}

fn run_funnel(input: &Input<'_>) -> Result<Value, Fault> {
    let (codes, labels) = input.codes("unit")?;
    let counts = counts(input)?;
    let mut units = vec![(0, 0); labels.len()];
    for (code, count) in codes.iter().zip(&counts) {
        if let Some((x, n)) = count {
            units[*code] = (units[*code].0 + x, units[*code].1 + n);
        }
    }
    let (all_x, all_n) = units.iter().fold((0, 0), |sum, unit| (sum.0 + unit.0, sum.1 + unit.1));
    let target = match input.number("target")? {
        Some(target) => target,
        None => all_x as f64 / all_n as f64,
    };
    let share = |unit: &(usize, usize)| unit.0 as f64 / unit.1 as f64;
    let error = |unit: &(usize, usize)| (target * (1.0 - target) / unit.1 as f64).sqrt();
    let told = labels.iter().zip(&units).map(|(label, unit)| {
        let two = input.take("limits", funnel_limits(target, unit.1, 0.95));
        let three = input.take("limits", funnel_limits(target, unit.1, 0.998));
        json!({
            "unit": label, "x": unit.0, "n": unit.1, "share": share(unit), "lower": two.map(|i| i.lower),
            "upper": two.map(|i| i.upper), "lower3": three.map(|i| i.lower), "upper3": three.map(|i| i.upper),
            "z": (share(unit) - target) / error(unit),
        })
    });
    let told: Vec<Value> = told.collect();
    let shares: Vec<f64> = units.iter().map(share).collect();
    let errors: Vec<f64> = units.iter().map(error).collect();
    let spread = input.take("overdispersion", overdispersion(&shares, &errors, target, input.need("winsorise")?));
    Ok(json!({
        "target": target, "units": told,
        "overdispersion": spread.map(|o| json!({ "phi": o.factor, "tau2": o.between_variance, "clear": o.clear })),
    }))
}

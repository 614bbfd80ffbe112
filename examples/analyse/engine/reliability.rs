//! How well items measure: alpha, its intervals, omega, item statistics; reliability between and within persons.

use super::expression::rows_of;
use super::input::{Input, choice, limits, object};
use super::{Fault, Metric};
use attune::stats::describe::{mean, median, standard_deviation};
use attune::stats::interval::Interval;
use attune::stats::matrix::Matrix;
use attune::stats::missing::complete_cases;
use attune::stats::mixed::{Method, MixedModel, RandomTerm};
use attune::stats::omega::OneFactor;
use attune::stats::within_reliability::{BalancedTable, NestedComponents};
use attune::stats::{alpha, distributions, item_analysis};
use serde_json::{Value, json};

pub const METRICS: &[Metric] = &[
    Metric {
        name: "alpha",
        about: "Cronbach's alpha with intervals, omega total, item statistics; complete rows only",
        keys: "n_rows, n (rows used), n_given, k, raw_alpha = alpha, std_alpha, G6, average_r, median_r, ase,
feldt {lower, upper}, duhachek {lower, upper} (with 1.96 at .95, as the reference has it), alpha_drop {item},
item {item: n, raw_r, std_r, r_cor, r_drop, mean, sd}, hand {n, alpha, feldt_lower, feldt_upper, sd_sum, sem_of_sum},
omega_unidim {n, loadings {item}, residual_variances {item}, omega_total, semTools_compRelSEM (over the observed variance),
semTools_obsvar, chisq, df}",
        choices: &[
            choice("items", "p01..p12", "the items; else every numeric column that is no key"),
            choice("level", "0.95", "coverage of the intervals"),
        ],
        run: run_alpha,
    },
    Metric {
        name: "within-reliability",
        about: "reliability of persons and of change from items over times: ANOVA where balanced, nested REML always",
        keys: "persons, times, items, balanced,
variance_components_ANOVA {P, T, I, PT, PI, TI, PTI}, hand_from_ANOVA {RkF, R1R, RkR, Rc} (null where unbalanced),
psych {RkF, R1R, RkR, Rc, components [{_row, variance, Percent}]},
nested_REML {V_person, V_day_in_person, V_resid, RkRn, Rcn}, vc {\"time:person\", \"person\", \"Residual\"}, Rc_nested",
        choices: &[
            choice("items", "p01..p12", "the items; else every numeric column that is no key"),
            choice("id", "patient|Person|person|id", "whose the row is"),
            choice("time", "session|Time|time|day", "when it was"),
        ],
        run: run_within,
    },
];

/// The complete rows of the items, with how many rows there are.
fn items(input: &Input<'_>) -> Result<(Vec<String>, Option<Matrix>), Fault> {
    let names = input.items("items")?;
    let rows = rows_of(&input.table, &names.join(","))?;
    let optional: Vec<Vec<Option<f64>>> =
        rows.iter().map(|row| row.iter().map(|value| (!value.is_nan()).then_some(*value)).collect()).collect();
    let matrix = input.take("items", complete_cases(&optional));
    if let Some(matrix) = matrix.as_ref().filter(|matrix| matrix.rows() < rows.len()) {
        input.note(format!("{} rows with a missing item were left out", rows.len() - matrix.rows()));
    }
    Ok((names, matrix))
}

fn run_alpha(input: &Input<'_>) -> Result<Value, Fault> {
    let level = input.level()?;
    let (names, Some(items)) = items(input)? else { return Ok(json!({ "raw_alpha": null, "alpha": null })) };
    let (n, k) = (items.rows(), items.columns());
    let a = input.take("alpha", alpha::alpha(&items));
    let feldt = a.and_then(|a| input.take("feldt", alpha::feldt_interval(a, n, k, level)));
    let ase = a.and_then(|_| input.take("ase", alpha::standard_error(&items)));
    // The reference rounds the normal quantile of .95.
    let z = if level == 0.95 { 1.96 } else { distributions::normal_quantile(0.5 + 0.5 * level) };
    let duhachek = a.zip(ase).map(|(a, ase)| Interval::around(a, z * ase));
    let dropped = input.take("alpha_drop", alpha::alpha_if_deleted(&items));
    let sums: Vec<f64> = (0..n).map(|row| items.row(row).iter().sum()).collect();
    let sd_sum = input.take("sd_sum", standard_deviation(&sums));
    let sem = sd_sum.zip(a).and_then(|(sd, a)| input.take("sem_of_sum", alpha::standard_error_of_measurement(sd, a)));
    let r = input.take("correlations of the items", item_analysis::correlations(&items));
    let between: Vec<f64> = r
        .as_ref()
        .map_or_else(Vec::new, |r| (0..k).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| r.at(i, j)).collect());
    let of_r = |what: &str, f: &dyn Fn(&Matrix) -> Result<f64, attune::stats::error::StatError>| {
        json!(r.as_ref().and_then(|r| input.take(what, f(r))))
    };
    Ok(json!({
        "n_rows": n, "n": n, "n_given": input.table.len(), "k": k, "raw_alpha": a, "alpha": a,
        "std_alpha": of_r("std_alpha", &|r| alpha::alpha_of_covariances(r)),
        "G6": of_r("G6", &|r| item_analysis::guttman_lambda6(r)),
        "average_r": of_r("average_r", &|_| mean(&between)),
        "median_r": of_r("median_r", &|_| median(&between)),
        "ase": ase, "feldt": limits(feldt), "duhachek": limits(duhachek),
        "alpha_drop": object(names.iter().enumerate().map(|(j, name)| {
            (name.as_str(), json!(dropped.as_ref().and_then(|list| list[j])))
        })),
        "item": item_statistics(input, &names, &items, r.as_ref()),
        "hand": {
            "n": n, "alpha": a, "feldt_lower": feldt.map(|i| i.lower), "feldt_upper": feldt.map(|i| i.upper),
            "sd_sum": sd_sum, "sem_of_sum": sem,
        },
        "omega_unidim": omega(input, &names, &items),
    }))
}

fn item_statistics(input: &Input<'_>, names: &[String], items: &Matrix, r: Option<&Matrix>) -> Value {
    let rest = input.take("r_drop", item_analysis::item_rest_correlations(items));
    let total = input.take("raw_r", item_analysis::item_total_correlations(items));
    let std = r.and_then(|r| input.take("std_r", item_analysis::standardised_item_total_correlations(r)));
    let cor = r.and_then(|r| input.take("r_cor", item_analysis::corrected_item_whole_correlations(r)));
    object(names.iter().enumerate().map(|(j, name)| {
        let column = items.column(j);
        let value = json!({
            "n": column.len(), "mean": input.told("mean", mean(&column)), "sd": input.told("sd", standard_deviation(&column)),
            "r_drop": rest.as_ref().and_then(|list| list[j]), "raw_r": total.as_ref().and_then(|list| list[j]),
            "std_r": std.as_ref().map(|list| list[j]), "r_cor": cor.as_ref().map(|list| list[j]),
        });
        (name.as_str(), value)
    }))
}

fn omega(input: &Input<'_>, names: &[String], items: &Matrix) -> Value {
    let Some(fit) = input.take("omega", OneFactor::fit(items)) else { return json!({ "omega_total": null }) };
    let named = |values: &[f64]| object(names.iter().map(String::as_str).zip(values.iter().map(|value| json!(value))));
    json!({
        "n": fit.n, "loadings": named(&fit.loadings), "residual_variances": named(&fit.residual_variances),
        "omega_total": fit.omega, "semTools_compRelSEM": fit.omega_observed, "semTools_obsvar": fit.omega_observed,
        "chisq": fit.chi_squared, "df": fit.df,
    })
}

fn run_within(input: &Input<'_>) -> Result<Value, Fault> {
    let names = input.items("items")?;
    let rows = rows_of(&input.table, &names.join(","))?;
    let (person, persons) = input.codes("id")?;
    let (time, times) = input.codes("time")?;
    let (p, t, k) = (persons.len(), times.len(), names.len());
    let mut values = vec![f64::NAN; p * t * k];
    let mut seen = vec![false; p * t];
    for (row, items) in rows.iter().enumerate() {
        let cell = person[row] * t + time[row];
        if std::mem::replace(&mut seen[cell], true) {
            let reason = format!("{} has this time twice", persons[person[row]]);
            return Err(Fault::cell(input.table.place(row), input.column("time")?, reason));
        }
        values[cell * k..(cell + 1) * k].copy_from_slice(items);
    }
    let balanced = values.iter().all(|value| !value.is_nan());
    let mut out = json!({ "persons": p, "times": t, "items": k, "balanced": balanced });
    let crossed = if balanced {
        crossed(input, p, t, k, values)
    } else {
        input.note("the table is not balanced: only the nested form is estimated");
        json!({ "variance_components_ANOVA": null, "hand_from_ANOVA": null, "psych": null })
    };
    let nested = nested(input, &rows, &person, &time, [t, k])?;
    for part in [crossed, nested] {
        if let (Value::Object(part), Some(out)) = (part, out.as_object_mut()) {
            out.extend(part);
        }
    }
    Ok(out)
}

fn crossed(input: &Input<'_>, p: usize, t: usize, k: usize, values: Vec<f64>) -> Value {
    let fitted = BalancedTable::new(p, t, k, values).and_then(|table| table.crossed_components());
    let Some(c) = input.take("components", fitted) else { return json!({ "variance_components_ANOVA": null }) };
    let forms = json!({
        "RkF": input.told("RkF", c.mean_over_fixed_times(t, k)), "R1R": input.told("R1R", c.one_random_time(k)),
        "RkR": input.told("RkR", c.mean_over_random_times(t, k)), "Rc": input.told("Rc", c.change(k)),
    });
    let rows = [
        ("ID", c.person),
        ("Time", c.time),
        ("Items", c.item),
        ("ID x time", c.person_time),
        ("ID x items", c.person_item),
        ("time x items", c.time_item),
        ("Residual", c.residual),
        ("Total", c.total()),
    ];
    let components =
        rows.map(|(row, variance)| json!({ "_row": row, "variance": variance, "Percent": variance / c.total() }));
    let mut psych = forms.clone();
    psych["components"] = json!(components);
    json!({
        "variance_components_ANOVA": {
            "P": c.person, "T": c.time, "I": c.item, "PT": c.person_time, "PI": c.person_item, "TI": c.time_item,
            "PTI": c.residual,
        },
        "hand_from_ANOVA": forms, "psych": psych,
    })
}

fn nested(
    input: &Input<'_>,
    rows: &[Vec<f64>],
    person: &[usize],
    time: &[usize],
    [t, k]: [usize; 2],
) -> Result<Value, Fault> {
    let repeat =
        |codes: &[usize]| -> Vec<usize> { codes.iter().flat_map(|code| std::iter::repeat_n(*code, k)).collect() };
    let values: Vec<f64> = rows.iter().flatten().copied().collect();
    let (time, person) = (repeat(time), repeat(person));
    let fit = MixedModel::new(&values)
        .random(RandomTerm::intercept(&time))
        .random(RandomTerm::intercept(&person))
        .fit(Method::Reml);
    let Some(fit) = input.take("nested_REML", fit) else {
        return Ok(json!({ "nested_REML": null, "Rc_nested": null }));
    };
    let c = NestedComponents {
        person: fit.levels[1].covariance.at(0, 0),
        time_in_person: fit.levels[0].covariance.at(0, 0),
        residual: fit.residual_variance,
    };
    let change = input.told("Rcn", c.change(k));
    let (id, at) = (input.column("id")?, input.column("time")?);
    Ok(json!({
        "nested_REML": {
            "V_person": c.person, "V_day_in_person": c.time_in_person, "V_resid": c.residual,
            "RkRn": input.told("RkRn", c.mean_over_times(t, k)), "Rcn": change, "singular": fit.singular,
        },
        "vc": object([
            (format!("{at}:{id}"), json!(c.time_in_person)),
            (id.to_owned(), json!(c.person)),
            ("Residual".to_owned(), json!(c.residual)),
        ]),
        "Rc_nested": change,
    }))
}

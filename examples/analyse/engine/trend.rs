//! Where a series is heading and how much it moves.

use super::input::{Input, choice, complete, limits, object, pick};
use super::{Fault, Metric};
use attune::stats::describe::median;
use attune::stats::mann_kendall::mann_kendall;
use attune::stats::regression::StraightLine;
use attune::stats::robust_trend::{siegel, theil_sen};
use attune::stats::shape::{Shape, Shapes};
use attune::stats::variability::{lag1_autocorrelation, mssd, rmssd};
use serde_json::{Value, json};

pub const METRICS: &[Metric] = &[Metric {
    name: "trend",
    about: "one series over time: least squares, Theil-Sen, Siegel, Mann-Kendall, shape by AICc, variability",
    keys: "n, ols {\"(Intercept)\", TIME}, ols_slope {se, p, r2, lower, upper},
theil_sen {slope, intercept_median_of_y_minus_slope_x, intercept_scipy, n_slopes}, mblm {\"(Intercept)\", TIME} (Theil-Sen too),
siegel {slope, intercept}, mann_kendall {S, var_S, z, p, tau},
quad {lin {\"(Intercept)\", xc}, lin_se, lin_p, quad {\"(Intercept)\", xc, \"I(xc^2)\"}, quad_p, r2_lin, r2_quad,
AICc {flat, linear, quadratic}, best, vertex_x} (from 8 points; xc is the time less its mean), acf1, MSSD, RMSSD",
    choices: &[
        choice("time", "session|year|time|Time|day|x", "the time"),
        choice("y", "outcome|flow|score|y|value|A", "the series"),
        choice("id", "patient|person|id", "the person, for within(), last() and the like"),
        choice("level", "0.95", "coverage of the interval of the slope"),
    ],
    run,
}];

fn run(input: &Input<'_>) -> Result<Value, Fault> {
    let level = input.level()?;
    let time = input.column("time")?;
    let (x, y) = (input.values("time")?, input.values("y")?);
    let mut rows = complete(&[&x, &y]);
    if rows.len() < x.len() {
        input.note(format!("{} rows without a time or value were left out", x.len() - rows.len()));
    }
    // Differences, runs and pairs are of neighbours in time.
    rows.sort_by(|a, b| x[*a].total_cmp(&x[*b]));
    let (x, y) = (pick(&x, &rows), pick(&y, &rows));
    if x.len() < 9 {
        input.note("fewer than 9 values: the slope of one person says little");
    }
    let line = input.take("ols", StraightLine::fit(&x, &y));
    let slope = line.as_ref().map(|line| {
        let interval = input.take("interval of the slope", line.slope_interval(level));
        json!({
            "se": input.told("se of the slope", line.slope_error()), "p": input.told("p of the slope", line.slope_p_value()),
            "r2": line.r_squared, "lower": interval.map(|i| i.lower), "upper": interval.map(|i| i.upper),
            "interval": limits(interval),
        })
    });
    let named = |intercept: f64, slope: f64| object([("(Intercept)", json!(intercept)), (time, json!(slope))]);
    let sen = input.take("theil_sen", theil_sen(&x, &y));
    let through_medians = sen.as_ref().and_then(|sen| {
        let (mx, my) = (median(&x).ok()?, median(&y).ok()?);
        Some(my - sen.slope * mx)
    });
    let repeated = input.take("siegel", siegel(&x, &y));
    let kendall = input.take("mann_kendall", mann_kendall(&y));
    Ok(json!({
        "n": x.len(),
        "ols": line.as_ref().map(|line| named(line.intercept, line.slope)), "ols_slope": slope,
        "theil_sen": sen.as_ref().map(|sen| json!({
            "slope": sen.slope, "intercept_median_of_y_minus_slope_x": sen.intercept, "intercept_scipy": through_medians,
            "n_slopes": sen.pairs,
        })),
        "mblm": sen.as_ref().map(|sen| named(sen.intercept, sen.slope)),
        "siegel": repeated.map(|line| json!({ "slope": line.slope, "intercept": line.intercept })),
        "mann_kendall": kendall.map(|m| json!({ "S": m.s, "var_S": m.variance, "z": m.z, "p": m.p, "tau": m.tau })),
        "quad": shapes(input, &x, &y),
        "acf1": input.told("acf1", lag1_autocorrelation(&y)), "MSSD": input.told("MSSD", mssd(&y)),
        "RMSSD": input.told("RMSSD", rmssd(&y)),
    }))
}

fn shapes(input: &Input<'_>, x: &[f64], y: &[f64]) -> Value {
    let Some(s) = input.take("shape", Shapes::compare(x, y)) else { return Value::Null };
    let line = input.take("shape", StraightLine::fit(x, y));
    let best = match s.best {
        Shape::Flat => "flat",
        Shape::Linear => "linear",
        Shape::Quadratic => "quadratic",
    };
    json!({
        "lin": { "(Intercept)": s.linear[0], "xc": s.linear[1] },
        "lin_se": line.as_ref().and_then(|line| input.take("lin_se", line.slope_error())),
        "lin_p": line.as_ref().and_then(|line| input.take("lin_p", line.slope_p_value())),
        "quad": { "(Intercept)": s.quadratic[0], "xc": s.quadratic[1], "I(xc^2)": s.quadratic[2] },
        "quad_p": s.quadratic_p, "r2_lin": s.linear_r_squared, "r2_quad": s.quadratic_r_squared,
        "AICc": { "flat": s.aicc[0], "linear": s.aicc[1], "quadratic": s.aicc[2] },
        "best": best, "vertex_x": s.turning_point(),
    })
}

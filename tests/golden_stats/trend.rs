//! Trends and variability of a series (set g04), and what base R adds to it: Siegel's line by its definition, intervals
//! of the slope, and correlations (`golden/scripts/trend_and_correlation.R`).

use crate::support::{CLOSED, QUANTILE, all_close, close, columns, expected, number, numbers, table};
use attune::stats::correlation::Correlation;
use attune::stats::describe::median;
use attune::stats::mann_kendall::mann_kendall;
use attune::stats::regression::StraightLine;
use attune::stats::robust_trend::{siegel, theil_sen};
use attune::stats::shape::{Shape, Shapes};
use attune::stats::variability::{lag1_autocorrelation, mssd, rmssd};

#[test]
fn lines() {
    let (_, data) = columns("g04_nile.csv");
    let (x, y) = (&data[0], &data[1]);
    let e = expected("g04_trend.R.json");
    let line = StraightLine::fit(x, y).unwrap();
    close(line.intercept, number(&e, "/nile/ols/(Intercept)"), CLOSED);
    close(line.slope, number(&e, "/nile/ols/year"), CLOSED);
    close(line.slope_error().unwrap(), number(&e, "/nile/quad/lin_se"), CLOSED);
    close(line.slope_p_value().unwrap(), number(&e, "/nile/quad/lin_p"), CLOSED);
    close(line.r_squared.unwrap(), number(&e, "/nile/quad/r2_lin"), CLOSED);

    let sen = theil_sen(x, y).unwrap();
    close(sen.slope, number(&e, "/nile/theil_sen/slope"), CLOSED);
    close(sen.intercept, number(&e, "/nile/theil_sen/intercept_median_of_y_minus_slope_x"), CLOSED);
    assert_eq!(sen.pairs as f64, number(&e, "/nile/theil_sen/n_slopes"));
    // Another package's line passes through the medians instead.
    let through_medians = median(y).unwrap() - sen.slope * median(x).unwrap();
    close(through_medians, number(&e, "/nile/theil_sen/intercept_scipy"), CLOSED);
    close(sen.slope, number(&e, "/nile/mblm/year"), CLOSED);
    close(sen.intercept, number(&e, "/nile/mblm/(Intercept)"), CLOSED);
    let repeated = siegel(x, y).unwrap();
    assert_eq!(repeated.pairs, sen.pairs);
    let own = expected("trend_and_correlation.R.json");
    close(repeated.slope, number(&own, "/siegel/slope"), CLOSED);
    close(repeated.intercept, number(&own, "/siegel/intercept"), CLOSED);
    for level in [90, 95, 99] {
        let interval = line.slope_interval(f64::from(level) / 100.0).unwrap();
        all_close(&[interval.lower, interval.upper], &numbers(&own, &format!("/slope_interval/{level}")), QUANTILE);
    }
}

#[test]
fn correlation() {
    let (names, items) = table("g01_attitude.csv");
    let own = expected("trend_and_correlation.R.json");
    for (j, name) in names.iter().enumerate().skip(1) {
        let found = Correlation::of(&items.column(0), &items.column(j)).unwrap();
        let at = |what: &str| format!("/correlation/{name}/{what}");
        close(found.r, number(&own, &at("r")), CLOSED);
        close(found.p_value().unwrap(), number(&own, &at("p")), CLOSED);
        let interval = found.fisher_interval(0.95).unwrap();
        all_close(&[interval.lower, interval.upper], &numbers(&own, &at("interval")), CLOSED);
    }
}

#[test]
fn monotone_trend() {
    let (_, data) = columns("g04_nile.csv");
    let e = expected("g04_trend.R.json");
    let test = mann_kendall(&data[1]).unwrap();
    assert_eq!(test.s, number(&e, "/nile/mann_kendall/S"));
    close(test.variance, number(&e, "/nile/mann_kendall/var_S"), CLOSED);
    close(test.z, number(&e, "/nile/mann_kendall/z"), CLOSED);
    close(test.p, number(&e, "/nile/mann_kendall/p"), CLOSED);
    close(test.tau, number(&e, "/nile/mann_kendall/tau"), CLOSED);
}

#[test]
fn shapes() {
    let (_, data) = columns("g04_nile.csv");
    let e = expected("g04_trend.R.json");
    let at = |path: &str| number(&e, &format!("/nile/quad/{path}"));
    let shapes = Shapes::compare(&data[0], &data[1]).unwrap();
    close(shapes.linear[0], at("lin/(Intercept)"), CLOSED);
    close(shapes.linear[1], at("lin/xc"), CLOSED);
    close(shapes.quadratic[0], at("quad/(Intercept)"), CLOSED);
    close(shapes.quadratic[1], at("quad/xc"), CLOSED);
    close(shapes.quadratic[2], at("quad/I(xc^2)"), CLOSED);
    close(shapes.quadratic_p, at("quad_p"), CLOSED);
    close(shapes.linear_r_squared, at("r2_lin"), CLOSED);
    close(shapes.quadratic_r_squared, at("r2_quad"), CLOSED);
    close(shapes.aicc[0], at("AICc/flat"), CLOSED);
    close(shapes.aicc[1], at("AICc/linear"), CLOSED);
    close(shapes.aicc[2], at("AICc/quadratic"), CLOSED);
    close(shapes.turning_point().unwrap(), at("vertex_x"), CLOSED);
    assert_eq!(shapes.best, Shape::Quadratic);
}

#[test]
fn variability() {
    let (_, data) = columns("g04_nile.csv");
    let e = expected("g04_trend.R.json");
    close(lag1_autocorrelation(&data[1]).unwrap(), number(&e, "/nile/acf1"), CLOSED);
    close(mssd(&data[1]).unwrap(), number(&e, "/nile/MSSD"), CLOSED);
    close(rmssd(&data[1]).unwrap(), number(&e, "/nile/RMSSD"), CLOSED);
}

//! Control charts (set g05).

use crate::support::{CLOSED, all_close, close, columns, expected, number, numbers};
use attune::stats::cusum::{DECISION, SLACK, cusum};
use attune::stats::describe::standard_deviation;
use attune::stats::ewma::{WEIGHT, WIDTH, ewma};
use attune::stats::shewhart::{D2, InControl, mean_moving_range, shewhart};
use serde_json::Value;

/// Places counted from 1, as a set in order.
fn places(e: &Value, path: &str) -> Vec<usize> {
    let mut found: Vec<usize> = numbers(e, path).iter().map(|p| *p as usize).collect();
    found.sort_unstable();
    found
}

fn from_one(places: &[usize]) -> Vec<usize> {
    places.iter().map(|p| p + 1).collect()
}

#[test]
fn moving_range() {
    let (_, data) = columns("g05_sessions.csv");
    let e = expected("g05_control.R.json");
    assert_eq!(data[1], numbers(&e, "/series"));
    let range = mean_moving_range(&data[1]).unwrap();
    close(range, number(&e, "/MR_bar"), CLOSED);
    close(range / D2, number(&e, "/sigma_MRbar_over_d2"), CLOSED);
    close(standard_deviation(&data[1]).unwrap(), number(&e, "/sd_sample"), CLOSED);
}

#[test]
fn charts_on_the_whole_series_and_on_a_baseline() {
    let (_, data) = columns("g05_sessions.csv");
    let values = &data[1];
    let e = expected("g05_control.R.json");
    for (name, baseline) in [("all", &values[..]), ("baseline8", &values[..8])] {
        let base = InControl::from_baseline(baseline).unwrap();
        for chart in ["shewhart", "cusum", "ewma"] {
            close(base.centre, number(&e, &format!("/{chart}_{name}/center")), CLOSED);
            close(base.sigma, number(&e, &format!("/{chart}_{name}/std_dev")), CLOSED);
        }

        let chart = shewhart(values, base, 3.0, 7).unwrap();
        close(chart.lower, number(&e, &format!("/shewhart_{name}/LCL")), CLOSED);
        close(chart.upper, number(&e, &format!("/shewhart_{name}/UCL")), CLOSED);
        assert_eq!(from_one(&chart.beyond), places(&e, &format!("/shewhart_{name}/beyond")));
        assert_eq!(from_one(&chart.runs), places(&e, &format!("/shewhart_{name}/runs")));

        assert_eq!(SLACK, number(&e, &format!("/cusum_{name}/k")));
        assert_eq!(DECISION, number(&e, &format!("/cusum_{name}/h")));
        let chart = cusum(values, base, SLACK, DECISION).unwrap();
        all_close(&chart.upper, &numbers(&e, &format!("/cusum_{name}/pos")), CLOSED);
        all_close(&chart.lower, &numbers(&e, &format!("/cusum_{name}/neg")), CLOSED);
        assert_eq!(from_one(&chart.above), places(&e, &format!("/cusum_{name}/viol_upper")));
        assert_eq!(from_one(&chart.below), places(&e, &format!("/cusum_{name}/viol_lower")));

        assert_eq!(WEIGHT, number(&e, &format!("/ewma_{name}/lambda")));
        assert_eq!(WIDTH, number(&e, &format!("/ewma_{name}/nsigmas")));
        let chart = ewma(values, base, WEIGHT, WIDTH).unwrap();
        all_close(&chart.average, &numbers(&e, &format!("/ewma_{name}/z")), CLOSED);
        let limits =
            |side: fn(&attune::stats::interval::Interval) -> f64| chart.limits.iter().map(side).collect::<Vec<_>>();
        all_close(&limits(|l| l.lower), &numbers(&e, &format!("/ewma_{name}/LCL")), CLOSED);
        all_close(&limits(|l| l.upper), &numbers(&e, &format!("/ewma_{name}/UCL")), CLOSED);
        assert_eq!(from_one(&chart.beyond), places(&e, &format!("/ewma_{name}/violations")));
    }
}

//! Change points (set g06).

use crate::support::{CLOSED, close, columns, expected, number, numbers};
use attune::stats::bocpd::{HAZARD, NormalInverseGamma, run_lengths};
use attune::stats::change_point::{default_penalty, mean_shifts, optimal_partition, pelt};
use attune::stats::describe::{mean, standard_deviation};

fn scaled(values: &[f64]) -> Vec<f64> {
    let sd = standard_deviation(values).unwrap();
    values.iter().map(|v| v / sd).collect()
}

#[test]
fn one_change_in_a_hundred_years() {
    let (_, data) = columns("g04_nile.csv");
    let (years, flow) = (&data[0], &data[1]);
    let e = expected("g06_changepoint.R.json");
    close(default_penalty(flow.len()), number(&e, "/nile/pen2logn"), CLOSED);
    let found = mean_shifts(flow).unwrap();
    let places: Vec<f64> = found.change_points.iter().map(|p| *p as f64).collect();
    for name in ["PELT_mean_MBIC", "PELT_mean_BIC", "PELT_mean_pen2logn", "AMOC_MBIC", "strucchange_breakpoints"] {
        assert_eq!(places, numbers(&e, &format!("/nile/{name}")), "{name}");
    }
    assert_eq!(places, numbers(&e, "/nile/own_OP_scaled_pen2logn/cpts"));
    close(found.cost, number(&e, "/nile/own_OP_scaled_pen2logn/total"), CLOSED);
    assert_eq!(optimal_partition(&scaled(flow), default_penalty(100)).unwrap(), found);
    // Under the heavier penalty of the modified criterion it stands too.
    let heavier = pelt(&scaled(flow), number(&e, "/nile/MBIC_pen_value")).unwrap();
    assert_eq!(heavier.change_points, found.change_points);

    let at = found.change_points[0];
    assert_eq!(years[at - 1], number(&e, "/nile/strucchange_year"));
    close(mean(&flow[..at]).unwrap(), number(&e, "/nile/segment_means/1"), CLOSED);
    close(mean(&flow[at..]).unwrap(), number(&e, "/nile/segment_means/2"), CLOSED);
}

#[test]
fn no_change_in_twenty_sessions() {
    let (_, data) = columns("g05_sessions.csv");
    let e = expected("g06_changepoint.R.json");
    let found = mean_shifts(&data[1]).unwrap();
    let places: Vec<f64> = found.change_points.iter().map(|p| *p as f64).collect();
    assert_eq!(places, numbers(&e, "/sessions20/own_OP/cpts"));
    assert_eq!(places, numbers(&e, "/sessions20/PELT"));
    close(found.cost, number(&e, "/sessions20/own_OP/total"), CLOSED);
    assert_eq!(optimal_partition(&scaled(&data[1]), default_penalty(20)).unwrap(), found);
}

#[test]
fn the_online_detector_dates_the_same_change() {
    let (_, data) = columns("g04_nile.csv");
    let standard: Vec<f64> = {
        let m = mean(&data[1]).unwrap();
        let sd = standard_deviation(&data[1]).unwrap();
        data[1].iter().map(|v| (v - m) / sd).collect()
    };
    let prior = NormalInverseGamma { mean: 0.0, strength: 1.0, shape: 1.0, rate: 1.0 };
    let starts = run_lengths(&standard, prior, HAZARD).unwrap().most_probable_starts();
    assert_eq!((starts[27], starts[99]), (0, 28));
}

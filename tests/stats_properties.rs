//! Whatever a series holds, every estimator gives finite numbers or says why there are none: nothing, one, two, equal,
//! missing, infinite, huge, tiny and tied values. What holds of single estimators beyond that (invariance, closed forms,
//! bounds) is tested beside each, and of mixed models in `mixed_properties.rs`.

#![cfg(not(target_arch = "wasm32"))]

use std::fmt::Debug;

use attune::stats::{
    alpha, bocpd, brier, calibration, change_point, competing, concordance, correlation, cross_validation, cusum,
    describe, error::StatError, ewma, funnel, icc, item_analysis, kaplan_meier, kappa, least_squares, log_rank,
    logistic, mann_kendall, matrix::Matrix, nelson_aalen, ols_multi, omega, regression, response_surface, robust_trend,
    roc, scale, shape, shewhart, variability, within_between, within_reliability,
};
use proptest::prelude::*;

/// A value that a series may hold.
fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => -5.0..5.0f64,
        4 => (-3i8..=3).prop_map(f64::from),
        1 => prop::sample::select(vec![0.0, -0.0, 1e300, -1e300, 1e-300, 5e-324, f64::MAX, 1e15 + 1.0, 1e15]),
        1 => prop::sample::select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY]),
    ]
}

/// Series of which many are short, equal throughout or all missing.
fn series() -> impl Strategy<Value = Vec<f64>> {
    prop_oneof![
        4 => prop::collection::vec(value(), 0..24),
        2 => prop::collection::vec(-5.0..5.0f64, 0..24),
        1 => (value(), 0usize..24).prop_map(|(value, n)| vec![value; n]),
        1 => prop::collection::vec((1i8..=5).prop_map(f64::from), 0..24),
    ]
}

/// Fails where a result holds a number that is none. What is printed is all that a reader of its fields can get.
#[track_caller]
fn sound<T: Debug>(what: &str, result: &Result<T, StatError>) {
    if let Ok(found) = result {
        let printed = format!("{found:?}");
        assert!(!printed.contains("NaN") && !printed.contains("inf"), "{what}: {printed}");
    }
}

/// The same, and infinite input is always refused.
#[track_caller]
fn refuses<T: Debug>(what: &str, infinite: bool, result: &Result<T, StatError>) {
    sound(what, result);
    assert!(!infinite || result.is_err(), "{what} took an infinite value: {result:?}");
}

fn infinite(values: &[&[f64]]) -> bool {
    values.iter().any(|values| values.iter().any(|value| value.is_infinite()))
}

fn check_one(y: &[f64]) {
    let bad = infinite(&[y]);
    refuses("mean", bad, &describe::mean(y));
    refuses("variance", bad, &describe::variance(y));
    refuses("standard deviation", bad, &describe::standard_deviation(y));
    refuses("median", bad, &describe::median(y));
    refuses("squared deviations", bad, &describe::squared_deviations(y));
    refuses("rmssd", bad, &variability::rmssd(y));
    refuses("mssd", bad, &variability::mssd(y));
    refuses("autocorrelation", bad, &variability::lag1_autocorrelation(y));
    refuses("Mann-Kendall", bad, &mann_kendall::mann_kendall(y));
    refuses("moving range", bad, &shewhart::mean_moving_range(y));
    refuses("mean shifts", bad, &change_point::mean_shifts(y));
    refuses("optimal partition", bad, &change_point::optimal_partition(y, 2.0));
    let prior = bocpd::NormalInverseGamma { mean: 0.0, strength: 1.0, shape: 1.0, rate: 1.0 };
    refuses("run lengths", bad, &bocpd::run_lengths(y, prior, 0.01));
    let control = shewhart::InControl::from_baseline(y);
    refuses("in control", bad, &control);
    if let Ok(control) = control {
        sound("Shewhart", &shewhart::shewhart(y, control, 3.0, 7));
        sound("CUSUM", &cusum::cusum(y, control, 0.5, 5.0));
        sound("EWMA", &ewma::ewma(y, control, 0.2, 3.0));
    }
    for v in y {
        sound("POMP", &scale::pomp(*v, 1.0, 5.0));
        sound("T", &scale::t_score(*v));
        sound("percentile", &scale::percentile(*v));
        sound("z", &scale::z_score(*v, 3.0, 0.5));
    }
}

fn check_two(x: &[f64], y: &[f64]) {
    let bad = infinite(&[x, y]);
    refuses("covariance", bad, &describe::covariance(x, y));
    let r = correlation::Correlation::of(x, y);
    refuses("correlation", bad, &r);
    if let Ok(r) = r {
        assert!((-1.0..=1.0).contains(&r.r));
        sound("its interval", &r.fisher_interval(0.95));
        sound("its p", &r.p_value());
    }
    let line = regression::StraightLine::fit(x, y);
    refuses("line", bad, &line);
    if let Ok(line) = line {
        sound("its error", &line.slope_error());
        sound("its interval", &line.slope_interval(0.95));
        sound("its p", &line.slope_p_value());
    }
    refuses("Theil-Sen", bad, &robust_trend::theil_sen(x, y));
    refuses("Siegel", bad, &robust_trend::siegel(x, y));
    refuses("shapes", bad, &shape::Shapes::compare(x, y));
    refuses("differences", bad, &concordance::paired_difference(x, y));
    refuses("concordance", bad, &concordance::concordance(x, y, 0.95));
    refuses("regression", bad, &ols_multi::multiple_regression(y, &[x]));
    refuses("polynomial", bad, &ols_multi::polynomial_regression(x, y, 2));
    refuses("over-dispersion", bad, &funnel::overdispersion(y, x, 0.0, 0.1));
    let product: Vec<f64> = x.iter().zip(y).map(|(a, b)| a * b - a).collect();
    if !infinite(&[&product]) {
        let surface = response_surface::response_surface(&product, x, y, &[], response_surface::Centre::Common);
        refuses("surface", bad, &surface);
    }
    // Rounded into categories, as ratings are.
    let codes = |v: &[f64]| -> Vec<Option<usize>> {
        v.iter().map(|v| v.is_finite().then(|| v.abs().min(4.0) as usize)).collect()
    };
    sound("kappa", &kappa::weighted_kappa(&codes(x), &codes(y), 5, kappa::KappaWeights::Quadratic, 0.95));
}

#[cfg(test)]
fn check_happened(x: &[f64], happened: &[bool]) {
    let bad = infinite(&[x]);
    let times: Vec<f64> = x.iter().map(|v| v.abs()).collect();
    refuses("Kaplan-Meier", bad, &kaplan_meier::kaplan_meier(&times, happened, 0.95));
    refuses("Nelson-Aalen", bad, &nelson_aalen::nelson_aalen(&times, happened, 0.95));
    let groups: Vec<usize> = (0..x.len()).map(|i| i % 2).collect();
    refuses("log-rank", bad, &log_rank::log_rank(&times, happened, &groups));
    let cause: Vec<usize> = happened.iter().enumerate().map(|(i, h)| usize::from(*h) * (1 + i % 2)).collect();
    let options = competing::CompetingOptions::default();
    refuses("competing", bad, &competing::cumulative_incidence(&times, &cause, 2, &options));
    // Infinite scores only rank.
    sound("AUC", &roc::auc(x, happened, 0.95));
    let model = logistic::logistic_regression(&[x], happened);
    // Rows left out have no fitted value, and that is told by NaN.
    let fitted = model.clone().map(|mut model| {
        model.fitted.retain(|chance| !chance.is_nan());
        (model.fitted.len() == model.n).then_some(model)
    });
    refuses("logistic", bad, &fitted);
    if let Ok(model) = fitted {
        let model = model.expect("a fitted value for each row used");
        assert!(model.se.iter().all(|se| *se < 1e6 * (1.0 + model.coefficients[1].abs())), "separated: {model:?}");
    }
    let chances: Vec<f64> = x.iter().map(|v| v.abs().min(1.0)).collect();
    sound("Brier", &brier::brier(&chances, happened));
    sound("calibration", &calibration::calibration(&chances, happened));
    if let Ok(folds) = cross_validation::folds_by_group(&groups, 2) {
        let chances = cross_validation::out_of_sample(&[x], happened, &folds);
        let given = |p: Vec<f64>| p.into_iter().filter(|chance| !chance.is_nan()).collect::<Vec<f64>>();
        refuses("out of sample", bad, &chances.map(given));
    }
}

fn check_table(values: &[f64], columns: usize) {
    let rows = values.len() / columns;
    let values = &values[..rows * columns];
    let bad = infinite(&[values]);
    let table = Matrix::new(rows, columns, values.to_vec());
    refuses("table", bad, &table);
    let Ok(table) = table else { return };
    let a = alpha::alpha(&table);
    sound("alpha", &a);
    if let Ok(a) = a {
        assert!(a <= 1.0 + 1e-9);
        sound("Feldt", &alpha::feldt_interval(a, rows, columns, 0.95));
    }
    sound("alpha if deleted", &alpha::alpha_if_deleted(&table));
    sound("its error", &alpha::standard_error(&table));
    sound("item-rest", &item_analysis::item_rest_correlations(&table));
    sound("item-total", &item_analysis::item_total_correlations(&table));
    let correlations = item_analysis::correlations(&table);
    sound("correlations", &correlations);
    if let Ok(correlations) = correlations {
        sound("smc", &item_analysis::squared_multiple_correlations(&correlations));
        sound("lambda 6", &item_analysis::guttman_lambda6(&correlations));
    }
    sound("one factor", &omega::OneFactor::fit(&table));
    sound("covariances", &table.covariances());
    let squares = icc::MeanSquares::of(&table);
    sound("mean squares", &squares);
    if let Ok(squares) = squares {
        sound("ICC", &squares.iccs(0.95));
    }
    if let Ok(last) = least_squares::LeastSquares::fit(&table, &table.column(columns - 1)) {
        sound("residual", &last.residual_variance());
        sound("errors", &last.standard_errors());
    }
    if rows.is_multiple_of(2) {
        let balanced = within_reliability::BalancedTable::new(rows / 2, 2, columns, values.to_vec());
        if let Ok(balanced) = balanced {
            sound("crossed", &balanced.crossed_components());
            sound("nested", &balanced.nested_components());
            sound("change", &balanced.nested_components().and_then(|found| found.change(columns)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_series(y in series()) {
        check_one(&y);
    }

    #[test]
    fn two_series(x in series(), y in series()) {
        let n = x.len().min(y.len());
        check_two(&x[..n], &y[..n]);
        // Lengths that differ are refused before anything is looked at.
        if x.len() != y.len() {
            prop_assert!(correlation::Correlation::of(&x, &y).is_err());
            prop_assert!(concordance::concordance(&x, &y, 0.95).is_err());
            prop_assert!(regression::StraightLine::fit(&x, &y).is_err());
        }
    }

    #[test]
    fn a_series_and_what_happened(x in series(), coins in prop::collection::vec(any::<bool>(), 24)) {
        check_happened(&x, &coins[..x.len()]);
    }

    #[test]
    fn a_table(values in prop::collection::vec(value(), 0..48), columns in 1usize..5) {
        check_table(&values, columns);
    }

    #[test]
    fn a_table_without_a_gap(values in prop::collection::vec(prop_oneof![Just(2.0), 1.0..5.0f64], 0..60), columns in 1usize..5) {
        check_table(&values, columns);
    }

    /// What is missing is what would not have been there.
    #[test]
    fn missing_pairs_are_as_if_never_given(pairs in prop::collection::vec((-5.0..5.0f64, -5.0..5.0f64, 0u8..4), 0..24)) {
        let gap = |value: f64, hole: bool| if hole { f64::NAN } else { value };
        let x: Vec<f64> = pairs.iter().map(|p| gap(p.0, p.2 == 0)).collect();
        let y: Vec<f64> = pairs.iter().map(|p| gap(p.1, p.2 == 1)).collect();
        let (fx, fy): (Vec<f64>, Vec<f64>) = pairs.iter().filter(|p| p.2 > 1).map(|p| (p.0, p.1)).unzip();
        prop_assert_eq!(concordance::paired_difference(&x, &y), concordance::paired_difference(&fx, &fy));
        prop_assert_eq!(concordance::concordance(&x, &y, 0.95), concordance::concordance(&fx, &fy, 0.95));
        let (all, full) = (ols_multi::multiple_regression(&y, &[&x]), ols_multi::multiple_regression(&fy, &[&fx]));
        prop_assert_eq!(all.map(|m| m.coefficients), full.map(|m| m.coefficients));
        let codes: Vec<usize> = (0..x.len()).map(|i| i % 3).collect();
        if let Ok(parts) = within_between::within_between(&x, &codes) {
            for (value, part) in x.iter().zip(&parts.within) {
                prop_assert_eq!(value.is_nan(), part.is_nan());
            }
        }
    }
}

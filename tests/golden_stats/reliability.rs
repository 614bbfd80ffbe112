//! Alpha, omega and item analysis (set g01), intraclass correlations (g02), reliability of change (g11).

use crate::support::{CLOSED, ITERATIVE, QUANTILE, close, columns, expected, number, numbers, rows_of, table};
use attune::stats::describe::{mean, median, standard_deviation, sum};
use attune::stats::icc::{Icc, MeanSquares};
use attune::stats::omega::OneFactor;
use attune::stats::within_reliability::{BalancedTable, NestedComponents};
use attune::stats::{alpha, item_analysis};

#[test]
fn alpha_and_its_intervals() {
    let (names, items) = table("g01_attitude.csv");
    let e = expected("g01_alpha_omega.R.json");
    let e = &e["attitude"];
    assert_eq!((items.rows() as f64, items.columns() as f64), (number(e, "/n_rows"), number(e, "/k")));
    assert_eq!(items.rows() as f64, number(e, "/hand/n"));

    let a = alpha::alpha(&items).unwrap();
    close(a, number(e, "/raw_alpha"), CLOSED);
    close(a, number(e, "/hand/alpha"), CLOSED);
    let feldt = alpha::feldt_interval(a, items.rows(), items.columns(), 0.95).unwrap();
    for at in ["/feldt/lower", "/hand/feldt_lower"] {
        close(feldt.lower, number(e, at), QUANTILE);
    }
    for at in ["/feldt/upper", "/hand/feldt_upper"] {
        close(feldt.upper, number(e, at), QUANTILE);
    }
    let error = alpha::standard_error(&items).unwrap();
    close(error, number(e, "/ase"), CLOSED);
    // The reference rounds the normal quantile to 1.96.
    close(a - 1.96 * error, number(e, "/duhachek/lower"), CLOSED);
    close(a + 1.96 * error, number(e, "/duhachek/upper"), CLOSED);
    for (name, value) in names.iter().zip(alpha::alpha_if_deleted(&items).unwrap()) {
        close(value.unwrap(), number(e, &format!("/alpha_drop/{name}")), CLOSED);
    }

    let sums: Vec<f64> = (0..items.rows()).map(|i| sum(items.row(i).iter().copied())).collect();
    let sd = standard_deviation(&sums).unwrap();
    close(sd, number(e, "/hand/sd_sum"), CLOSED);
    close(alpha::standard_error_of_measurement(sd, a).unwrap(), number(e, "/hand/sem_of_sum"), CLOSED);
}

#[test]
fn item_statistics() {
    let (names, items) = table("g01_attitude.csv");
    let e = expected("g01_alpha_omega.R.json");
    let e = &e["attitude"];
    let r = item_analysis::correlations(&items).unwrap();
    close(alpha::alpha_of_covariances(&r).unwrap(), number(e, "/std_alpha"), CLOSED);
    close(item_analysis::guttman_lambda6(&r).unwrap(), number(e, "/G6"), CLOSED);
    let pairs: Vec<f64> = (0..7).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| r.at(i, j)).collect();
    close(mean(&pairs).unwrap(), number(e, "/average_r"), CLOSED);
    close(median(&pairs).unwrap(), number(e, "/median_r"), CLOSED);

    let rest = item_analysis::item_rest_correlations(&items).unwrap();
    let total = item_analysis::item_total_correlations(&items).unwrap();
    let standardised = item_analysis::standardised_item_total_correlations(&r).unwrap();
    let corrected = item_analysis::corrected_item_whole_correlations(&r).unwrap();
    for (j, name) in names.iter().enumerate() {
        let at = |what: &str| number(e, &format!("/item/{name}/{what}"));
        let column = items.column(j);
        assert_eq!(column.len() as f64, at("n"));
        close(mean(&column).unwrap(), at("mean"), CLOSED);
        close(standard_deviation(&column).unwrap(), at("sd"), CLOSED);
        close(rest[j].unwrap(), at("r_drop"), CLOSED);
        close(total[j].unwrap(), at("raw_r"), CLOSED);
        close(standardised[j], at("std_r"), CLOSED);
        close(corrected[j], at("r_cor"), CLOSED);
    }
}

#[test]
fn omega_by_one_factor() {
    let (names, items) = table("g01_attitude.csv");
    let e = expected("g01_alpha_omega.R.json");
    let e = &e["attitude"]["omega_unidim"];
    let fit = OneFactor::fit(&items).unwrap();
    assert_eq!((fit.n as f64, fit.df as f64), (number(e, "/n"), number(e, "/df")));
    close(fit.omega, number(e, "/omega_total"), ITERATIVE);
    close(fit.omega_observed, number(e, "/semTools_compRelSEM"), ITERATIVE);
    close(fit.omega_observed, number(e, "/semTools_obsvar"), ITERATIVE);
    close(fit.chi_squared, number(e, "/chisq"), ITERATIVE);
    for (j, name) in names.iter().enumerate() {
        close(fit.loadings[j], number(e, &format!("/loadings/{name}")), 1e-5);
        close(fit.residual_variances[j], number(e, &format!("/residual_variances/{name}")), 1e-5);
    }
}

#[test]
fn six_intraclass_correlations() {
    let (_, ratings) = table("g02_shrout_fleiss.csv");
    let e = expected("g02_icc.R.json");
    let ms = MeanSquares::of(&ratings).unwrap();
    close(ms.between_targets, number(&e, "/hand/BMS"), CLOSED);
    close(ms.within_targets, number(&e, "/hand/WMS"), CLOSED);
    close(ms.between_raters, number(&e, "/hand/JMS"), CLOSED);
    close(ms.residual, number(&e, "/hand/EMS"), CLOSED);
    close(ms.error_of_consistency(), number(&e, "/hand/SEM_consistency"), CLOSED);
    close(ms.error_of_agreement(), number(&e, "/hand/SEM_agreement"), CLOSED);

    let icc = ms.iccs(0.95).unwrap();
    let forms: [(&str, &str, Icc); 6] = [
        ("ICC1", "ICC1_1", icc.one_single),
        ("ICC2", "ICC2_1", icc.two_single),
        ("ICC3", "ICC3_1", icc.three_single),
        ("ICC1k", "ICC1_k", icc.one_mean),
        ("ICC2k", "ICC2_k", icc.two_mean),
        ("ICC3k", "ICC3_k", icc.three_mean),
    ];
    for (name, by_hand, form) in forms {
        let at = |what: &str| number(&e, &format!("/psych/{name}/{what}"));
        close(form.value, number(&e, &format!("/hand/{by_hand}")), CLOSED);
        close(form.value, at("icc"), CLOSED);
        close(form.f, at("F"), CLOSED);
        assert_eq!((form.df1, form.df2), (at("df1"), at("df2")));
        close(form.p, at("p"), CLOSED);
        close(form.interval.lower, at("lower"), QUANTILE);
        close(form.interval.upper, at("upper"), QUANTILE);
    }
}

/// Persons by times by items of set g11: 5 people, 4 times, 3 items.
fn change_table() -> BalancedTable {
    let (names, columns) = columns("g11_shrout_lane.csv");
    assert_eq!(names, ["Person", "Time", "Item1", "Item2", "Item3"]);
    let mut values = vec![f64::NAN; 60];
    for (row, (person, time)) in columns[0].iter().zip(&columns[1]).enumerate() {
        for (item, answers) in columns[2..].iter().enumerate() {
            values[((*person as usize - 1) * 4 + *time as usize - 1) * 3 + item] = answers[row];
        }
    }
    BalancedTable::new(5, 4, 3, values).unwrap()
}

#[test]
fn reliability_of_change_crossed() {
    let e = expected("g11_multilevel_reliability.R.json");
    let c = change_table().crossed_components().unwrap();
    let found = [
        ("ID", "P", c.person),
        ("Time", "T", c.time),
        ("Items", "I", c.item),
        ("ID x time", "PT", c.person_time),
        ("ID x items", "PI", c.person_item),
        ("time x items", "TI", c.time_item),
        ("Residual", "PTI", c.residual),
    ];
    let mixed = ["P", "T", "I", "P:T", "P:I", "T:I", "Residual"];
    let row = |list: &str, key: &str, name: &str| {
        e.pointer(list).unwrap().as_array().unwrap().iter().find(|r| r[key] == *name).unwrap().clone()
    };
    for ((component, short, value), group) in found.into_iter().zip(mixed) {
        close(value, number(&e, &format!("/variance_components_ANOVA/{short}")), CLOSED);
        let told = row("/psych/components", "_row", component);
        close(value, number(&told, "/variance"), CLOSED);
        close(value / c.total(), number(&told, "/Percent"), CLOSED);
        // In a balanced table restricted maximum likelihood has the same answer, to the precision of its search.
        let searched = row("/lmer_crossed", "grp", group);
        close(value, number(&searched, "/vcov"), 2e-4);
        close(value.sqrt(), number(&searched, "/sdcor"), 1e-4);
    }
    close(c.total(), number(&row("/psych/components", "_row", "Total"), "/variance"), CLOSED);
    for source in ["psych", "hand_from_ANOVA"] {
        let at = |name: &str| number(&e, &format!("/{source}/{name}"));
        close(c.mean_over_fixed_times(4, 3).unwrap(), at("RkF"), CLOSED);
        close(c.one_random_time(3).unwrap(), at("R1R"), CLOSED);
        close(c.mean_over_random_times(4, 3).unwrap(), at("RkR"), CLOSED);
        close(c.change(3).unwrap(), at("Rc"), CLOSED);
    }
}

#[test]
fn reliability_of_change_nested() {
    let e = expected("g11_multilevel_reliability.R.json");
    let at = |name: &str| number(&e, &format!("/nested_REML/{name}"));
    let searched =
        NestedComponents { person: at("V_person"), time_in_person: at("V_day_in_person"), residual: at("V_resid") };
    close(searched.mean_over_times(4, 3).unwrap(), at("RkRn"), CLOSED);
    close(searched.change(3).unwrap(), at("Rcn"), CLOSED);
    let c = change_table().nested_components().unwrap();
    close(c.person, searched.person, 1e-4);
    close(c.time_in_person, searched.time_in_person, 1e-4);
    close(c.residual, searched.residual, 1e-4);
    close(c.mean_over_times(4, 3).unwrap(), at("RkRn"), 1e-4);
    close(c.change(3).unwrap(), at("Rcn"), 1e-4);
}

#[test]
fn one_factor_models_of_simulated_answers() {
    let e = expected("one_factor.R.json");
    let sets = e.as_object().unwrap();
    assert!(sets.len() > 10 && sets.contains_key("110"));
    for set in sets.keys() {
        let items = rows_of("one_factor.csv", set);
        let fit = OneFactor::fit(&items).unwrap();
        let variances = items.covariances().unwrap().diagonal();
        let shrink = (fit.n - 1) as f64 / fit.n as f64;
        let shares: Vec<f64> = fit.residual_variances.iter().zip(&variances).map(|(t, v)| t / v / shrink).collect();
        // The reference program stops its search at about this precision.
        for (share, wanted) in shares.iter().zip(numbers(&e, &format!("/{set}"))) {
            assert!((share - wanted).abs() < 1e-5, "{set}: {share} {wanted}");
        }
    }
}

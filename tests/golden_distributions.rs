//! Probabilities and quantiles against those of R 4.2.2 (`pf`, `qf`, `pt`, `qt`, `pchisq`, `qchisq`, `pnorm`,
//! `qnorm`, `qbeta`, the quantiles polished there by three Newton steps on the probability, since R solves them to no
//! more than about 1e-7), tabulated in `golden/data/distributions.csv` by `golden/scripts/distributions.R`.

use attune::stats::distributions as d;

#[test]
fn agree_with_r() {
    let mut checked = 0;
    for line in include_str!("golden/data/distributions.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let n: Vec<f64> = cells[1..].iter().map(|c| c.parse().unwrap()).collect();
        let (x, df1, df2, expected) = (n[0], n[1], n[2], n[3]);
        let found = match cells[0] {
            "normal_cdf" => d::normal_cdf(x),
            "normal_quantile" => d::normal_quantile(x),
            "t_two_sided" => d::t_two_sided(x, df1),
            "t_quantile" => d::t_quantile(x, df1),
            "chi_squared_cdf" => d::chi_squared_cdf(x, df1),
            "chi_squared_upper" => d::chi_squared_upper(x, df1),
            "chi_squared_quantile" => d::chi_squared_quantile(x, df1),
            "f_cdf" => d::f_cdf(x, df1, df2),
            "f_upper" => d::f_upper(x, df1, df2),
            "f_quantile" => d::f_quantile(x, df1, df2),
            "beta_quantile" => d::beta_quantile(x, df1, df2),
            other => panic!("unknown function {other}"),
        };
        // Probabilities lose digits with many degrees of freedom.
        let tolerance = if df1.max(df2) > 1e4 { 1e-8 } else { 1e-10 };
        assert!((found - expected).abs() <= tolerance * expected.abs(), "{line}: found {found:e}");
        checked += 1;
    }
    assert!(checked > 500);
}

//! Attainment of goals and scores on other scales (set g13).

use crate::support::{CLOSED, close, columns, expected, number};
use attune::alliance::attainment::{ASSUMED_CORRELATION, Goal, attainment_t};
use attune::stats::scale::{percentile, pomp, t_score, z_score};

#[test]
fn attainment() {
    let (names, data) = columns("g13_gas.csv");
    assert_eq!(names, ["case", "goal", "attainment", "weight"]);
    let e = expected("g13_gas.R.json");
    let cases = e["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 9);
    for case in cases {
        let id = number(case, "/case");
        let goals: Vec<Goal> = (0..data[0].len())
            .filter(|&i| data[0][i] == id)
            .map(|i| Goal { attainment: data[2][i], weight: data[3][i] })
            .collect();
        close(attainment_t(&goals, ASSUMED_CORRELATION).unwrap(), number(case, "/T"), CLOSED);
    }
}

#[test]
fn scores() {
    let e = expected("g13_gas.R.json");
    for case in e["pomp"].as_array().unwrap() {
        let found = pomp(number(case, "/score"), number(case, "/min"), number(case, "/max")).unwrap();
        close(found, number(case, "/pomp"), CLOSED);
    }
    let at = |name: &str| number(&e, &format!("/tscore/{name}"));
    let z = z_score(at("score"), at("mean"), at("sd")).unwrap();
    close(z, at("z"), CLOSED);
    close(t_score(z).unwrap(), at("T"), CLOSED);
    close(percentile(z).unwrap(), at("percentile"), CLOSED);
}

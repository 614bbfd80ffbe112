//! Set g10 through the alliance room: the same numbers as the models themselves, by the functions that the app calls.

use crate::caseload::Caseload;
use crate::support::{close, expected, number};
use attune::alliance::expected_course::{Growth, GrowthSource};
use attune::alliance::{Group, alliance_outcome, caseload_summary, congruence, reliability};

#[test]
fn lagged_and_together() {
    let (c, set) = (Caseload::read(), expected("g10_synthetic.R.json"));
    let group = Group::of(&c.person).unwrap();
    let together = alliance_outcome::together(&group, &c.session, &c.a, &c.outcome).unwrap();
    for (effect, name) in [(together.within, "A_w"), (together.between, "A_b"), (together.time, "session")] {
        close(effect.estimate, number(&set["within_between"]["fixef"][name]), 1e-5, name);
        close(effect.se, number(&set["within_between"]["se"][name]), 1e-5, name);
    }
    let session: Vec<i64> = c.session.iter().map(|s| *s as i64).collect();
    let lagged = alliance_outcome::lagged(&group, &session, &c.a, &c.outcome).unwrap();
    for (effect, name) in [(lagged.within, "A_w"), (lagged.between, "A_b"), (lagged.before, "outcome")] {
        close(effect.estimate, number(&set["lagged_raw_prior"]["fixef"][name]), 1e-5, name);
        close(effect.se, number(&set["lagged_raw_prior"]["se"][name]), 1e-5, name);
    }
    // The true effect of this caseload is 2.2, and the sensitivity model finds it as well.
    assert!(lagged.holds() && lagged.own_outcome.interval.lower < 2.2 && 2.2 < lagged.own_outcome.interval.upper);
}

#[test]
fn growth_and_caseload() {
    let (c, set) = (Caseload::read(), expected("g10_synthetic.R.json"));
    let group = Group::of(&c.person).unwrap();
    let time: Vec<f64> = c.session.iter().map(|s| s - 1.0).collect();
    let growth = Growth::of(&group, &time, &c.a).unwrap();
    close(growth.line[0], number(&set["growth"]["fixef"]["(Intercept)"]), 1e-5, "start");
    close(growth.line[1], number(&set["growth"]["fixef"]["I(session - 1)"]), 1e-5, "slope");
    assert!(matches!(growth.source, GrowthSource::SeenHere { people: 48, scores: 534 }));
    let told = caseload_summary::summary(&group, &c.a).unwrap();
    assert!(told.people == 48 && told.scores == 534 && told.within_sd > 0.3 && told.within_sd < 0.5);
    // Eight therapists of six people each: nothing is told of any of them.
    assert!(caseload_summary::between_therapists(&group, &c.outer, &c.a).is_err());
}

#[test]
fn truth_and_bias_and_pairs() {
    let (c, set) = (Caseload::read(), expected("g10_synthetic.R.json"));
    let group = Group::of(&c.person).unwrap();
    let found = congruence::truth_and_bias(&group, &c.a, &c.t).unwrap();
    close(found.bias.estimate, number(&set["truth_bias"]["fixef"]["(Intercept)"]), 1e-5, "bias");
    close(found.tracking.estimate, number(&set["truth_bias"]["fixef"]["x"]), 1e-5, "tracking");
    close(found.tracking.se, number(&set["truth_bias"]["se"]["x"]), 1e-5, "its error");
    close(found.bias_sd, number(&set["truth_bias"]["varcorr"][0]["sdcor"]), 1e-4, "bias between pairs");
    let told = congruence::pairs(&group, &c.a, &c.t).unwrap();
    let each: Vec<f64> = set["per_dyad"].as_object().unwrap().values().map(|pair| number(&pair["rmsd"])).collect();
    close(told.rmsd.mean, each.iter().sum::<f64>() / each.len() as f64, 1e-10, "mean of the pairs' distances");
    assert_eq!(told.rmsd.people, 48);
}

#[test]
fn reliabilities() {
    let (c, set) = (Caseload::read(), expected("g10_synthetic.R.json"));
    let item = |rows: &[usize], k: usize| rows.iter().map(|&row| c.items_a[row][k]).collect::<Vec<f64>>();
    let (all, third) = ((0..c.a.len()).collect::<Vec<usize>>(), c.at_session(3.0));
    for (rows, change) in [(all, true), (third, false)] {
        let columns: Vec<Vec<f64>> = (0..12).map(|k| item(&rows, k)).collect();
        let items: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let person: Vec<usize> = rows.iter().map(|&row| c.person[row]).collect();
        let group = Group::of(&person).unwrap();
        if change {
            let found = reliability::reliability_of_change(&group, &items).unwrap();
            close(found, number(&set["nested_reliability"]["Rc_nested"]), 1e-5, "Rc");
        } else {
            let found = reliability::reliability(&group, &items).unwrap();
            close(found.alpha, number(&set["alpha_session3"]["alpha"]), 1e-10, "alpha");
            assert_eq!(found.people as f64, number(&set["alpha_session3"]["n"]));
        }
    }
}

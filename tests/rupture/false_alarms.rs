//! Golden g16, simulated again: how often common rules fire where nothing changes, and where something does.
//!
//! Both R's figures and these rest on finite samples. With 4,000 courses there and 3,000 here a difference has a standard
//! error of at most `sqrt(p (1-p) (1/4000 + 1/3000))`; four of these, and a half thousandth, are allowed.

use crate::simulate::World;
use attune::alliance::rupture::reference_rules::{
    cusum_from_four, drop_at_least, ewma_below, prediction_t, prediction_z, residual_below, shewhart_below,
};
use rand_pcg::Pcg64;
use serde_json::Value;

const COURSES: usize = 3000;

fn fires(rule: &str, x: &[f64]) -> bool {
    let times: Vec<f64> = (1..=x.len()).map(|i| i as f64).collect();
    match rule {
        "pred_z2.58_knownSD" => !prediction_z(x, 1.0, 2.58).is_empty(),
        "pred_z3_knownSD" => !prediction_z(x, 1.0, 3.0).is_empty(),
        "pred_t99_ownSD" => !prediction_t(x, 0.995).is_empty(),
        "drop_1sd" => !drop_at_least(x, 1.0).is_empty(),
        "drop_2sd" => !drop_at_least(x, 2.0).is_empty(),
        "shewhart_2s" => !shewhart_below(x, 2.0).is_empty(),
        "shewhart_3s" => !shewhart_below(x, 3.0).is_empty(),
        "resid_lt_m1.5" => !residual_below(&times, x, -1.5).is_empty(),
        "resid_lt_m2" => !residual_below(&times, x, -2.0).is_empty(),
        "cusum_k.5_h5_base4" => !cusum_from_four(x).unwrap_or_default().is_empty(),
        "ewma_.2_3" => !ewma_below(x).is_empty(),
        other => panic!("no such rule: {other}"),
    }
}

const RULES: [&str; 11] = [
    "pred_z2.58_knownSD",
    "pred_z3_knownSD",
    "pred_t99_ownSD",
    "drop_1sd",
    "drop_2sd",
    "shewhart_2s",
    "shewhart_3s",
    "resid_lt_m1.5",
    "resid_lt_m2",
    "cusum_k.5_h5_base4",
    "ewma_.2_3",
];

fn compare(condition: &Value, sessions: usize, depth: f64, seed: u128) {
    let world = World { between: 0.0, ..World::plain(condition["phi"].as_f64().unwrap()) };
    let mut rng = Pcg64::new(seed, 16);
    let mut hits = [0.0; RULES.len()];
    for _ in 0..COURSES {
        let mut x: Vec<f64> =
            world.course(&mut rng, sessions, None).scores.iter().flatten().map(|s| s.value()).collect();
        if depth > 0.0 {
            x[6] -= depth;
            x[7] -= 0.5 * depth;
        }
        for (hit, rule) in hits.iter_mut().zip(RULES) {
            *hit += f64::from(u8::from(fires(rule, &x)));
        }
    }
    for (hit, rule) in hits.iter().zip(RULES) {
        let (found, golden) = (hit / COURSES as f64, condition[rule].as_f64().unwrap());
        let middle = 0.5 * (found + golden);
        let error = (middle * (1.0 - middle) * (1.0 / 4000.0 + 1.0 / COURSES as f64)).sqrt();
        // R takes any flag in a course with a dip, as here.
        assert!((found - golden).abs() <= 4.0 * error + 5e-4, "{rule}, {sessions} sessions, {depth}: {found} {golden}");
    }
}

#[test]
fn false_alarms_are_those_of_r() {
    let golden: Value = serde_json::from_str(include_str!("../golden/expected/g16_false_alarms.R.json")).unwrap();
    for (seed, condition) in (1..).zip(golden["per_course"].as_array().unwrap()) {
        compare(condition, condition["sessions"].as_u64().unwrap() as usize, 0.0, seed);
    }
}

#[test]
fn detection_of_a_dip_is_that_of_r() {
    let golden: Value = serde_json::from_str(include_str!("../golden/expected/g16_false_alarms.R.json")).unwrap();
    for (seed, condition) in (101..).zip(golden["sensitivity_12_sessions"].as_array().unwrap()) {
        compare(condition, 12, condition["dip_sd"].as_f64().unwrap(), seed);
    }
}

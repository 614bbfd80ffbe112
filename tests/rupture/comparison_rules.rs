//! The comparison rules against R on the synthetic caseload (golden g10), position by position.

use attune::alliance::rupture::reference_rules::{
    below, cusum_from_four, drop_at_least, drop_episodes, residual_below, shewhart_below,
};
use attune::stats::within_between::within_between;
use serde_json::Value;
use std::collections::BTreeMap;

struct Person {
    sessions: Vec<u32>,
    alliance: Vec<f64>,
    session_scale: Vec<f64>,
}

/// Mean of the twelve items where at least six are answered, and the sum of the four session items.
fn people() -> BTreeMap<String, Person> {
    let text = include_str!("../golden/data/g10_synthetic_alliance.csv");
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').map(|c| c.trim_matches('"')).collect();
    let column = |name: &str| head.iter().position(|c| *c == name).unwrap();
    let (patient, session) = (column("patient"), column("session"));
    let items: Vec<usize> = (1..=12).map(|i| column(&format!("p{i:02}"))).collect();
    let marks: Vec<usize> = (1..=4).map(|i| column(&format!("v{i}"))).collect();
    let mut people = BTreeMap::new();
    for line in lines {
        let cells: Vec<&str> = line.split(',').map(|c| c.trim_matches('"')).collect();
        let answered: Vec<f64> = items.iter().filter_map(|i| cells[*i].parse().ok()).collect();
        if answered.len() < 6 {
            continue;
        }
        let person = people.entry(cells[patient].to_string()).or_insert_with(|| Person {
            sessions: vec![],
            alliance: vec![],
            session_scale: vec![],
        });
        person.sessions.push(cells[session].parse().unwrap());
        person.alliance.push(answered.iter().sum::<f64>() / answered.len() as f64);
        person.session_scale.push(marks.iter().map(|i| cells[*i].parse::<f64>().unwrap()).sum());
    }
    people
}

/// R writes one session as a number, several as a list, none as an empty list or null.
fn sessions(value: &Value) -> Vec<u32> {
    match value {
        Value::Array(list) => list.iter().map(|v| v.as_u64().unwrap() as u32).collect(),
        Value::Number(one) => vec![one.as_u64().unwrap() as u32],
        _ => vec![],
    }
}

#[test]
fn every_rule_flags_the_sessions_that_r_flags() {
    let golden: Value = serde_json::from_str(include_str!("../golden/expected/g10_synthetic.R.json")).unwrap();
    let people = people();
    let scores: Vec<f64> = people.values().flat_map(|p| p.alliance.iter().copied()).collect();
    let whose: Vec<usize> = people.values().enumerate().flat_map(|(i, p)| vec![i; p.alliance.len()]).collect();
    let sd = within_between(&scores, &whose).unwrap().pooled_sd.unwrap();
    assert!((sd / golden["pooled_within_sd"].as_f64().unwrap() - 1.0).abs() < 1e-12);
    assert_eq!(people.len(), 48);
    let mut compared = 0;
    for (name, person) in &people {
        let expected = &golden["rupture"][name];
        assert_eq!(expected["n"].as_u64().unwrap() as usize, person.alliance.len(), "{name}");
        let at = |found: Vec<usize>| -> Vec<u32> { found.iter().map(|i| person.sessions[*i]).collect() };
        let times: Vec<f64> = person.sessions.iter().map(|s| f64::from(*s)).collect();
        let a = &person.alliance;
        for (rule, found) in [
            ("drop_ge_1pt", drop_at_least(a, 1.0)),
            ("drop_ge_2sdw", drop_at_least(a, 2.0 * sd)),
            ("shewhart3", shewhart_below(a, 3.0)),
            ("shewhart2", shewhart_below(a, 2.0)),
            ("resid_lt_minus1.5", residual_below(&times, a, -1.5)),
            ("cusum_base4", cusum_from_four(a).unwrap_or_default()),
            ("srs_below36", below(&person.session_scale, 36.0 - 1e-9)),
            ("srs_drop_ge1", drop_at_least(&person.session_scale, 1.0 - 1e-9)),
        ] {
            assert_eq!(at(found), sessions(&expected[rule]), "{name} {rule}");
            compared += 1;
        }
        let episodes = drop_episodes(a, 2.0 * sd, 0.25);
        let wanted = expected["episodes"].as_array().unwrap();
        assert_eq!(episodes.len(), wanted.len(), "{name}");
        for (found, wanted) in episodes.iter().zip(wanted) {
            assert_eq!(u64::from(person.sessions[found.start]), wanted["start"].as_u64().unwrap(), "{name}");
            assert!((found.depth - wanted["depth"].as_f64().unwrap()).abs() < 1e-10, "{name}");
            assert!((found.nadir - wanted["nadir"].as_f64().unwrap()).abs() < 1e-10, "{name}");
            let repaired = found.repaired_at.map(|i| u64::from(person.sessions[i]));
            assert_eq!(repaired, wanted["repaired_at"].as_u64(), "{name}");
        }
    }
    assert_eq!(compared, 48 * 8);
}

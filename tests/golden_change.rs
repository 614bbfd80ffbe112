//! Reliable change and cut-offs equal those of R on 48 people (set g17, `golden/scripts/g17_rci_synthetic.R`), and the slopes
//! of a growth model those of lme4 (`golden/scripts/personal_slopes.R`).

use attune::alliance::cut_offs::{Better, Class, CutOffs, Population, class_of_change};
use attune::alliance::reliable_change::{PrePost, ReliableChange, Variant, personal_slopes};
use serde_json::Value;

const PAIRS: &str = include_str!("golden/data/g17_prepost.csv");
const EXPECTED: &str = include_str!("golden/expected/g17_rci_synthetic.R.json");
const SESSIONS: &str = include_str!("golden/data/g10_synthetic_alliance.csv");
const SLOPES: &str = include_str!("golden/expected/personal_slopes.R.json");

fn cells(line: &str) -> Vec<&str> {
    line.split(',').map(|cell| cell.trim_matches('"')).collect()
}

#[cfg(test)]
fn pairs() -> (Vec<String>, Vec<f64>, Vec<f64>) {
    let (mut people, mut pre, mut post) = (Vec::new(), Vec::new(), Vec::new());
    for row in PAIRS.lines().skip(1).map(cells) {
        people.push(row[0].to_owned());
        pre.push(row[1].parse().expect("a number"));
        post.push(row[2].parse().expect("a number"));
    }
    (people, pre, post)
}

#[cfg(test)]
fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("not a number: {value}"))
}

#[track_caller]
fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found - expected).abs() <= tolerance * expected.abs().max(1e-6), "{what}: {found}, R says {expected}");
}

#[test]
fn six_forms_cut_offs_and_classes() {
    let e: Value = serde_json::from_str(EXPECTED).expect("JSON");
    let (people, pre, post) = pairs();
    assert_eq!(people.len(), 48);
    let group = PrePost::of(&pre, &post).expect("two measurements");
    let change = ReliableChange::new(group, 0.85, 0.85).expect("a measure");
    let summary = [
        ("m_pre", group.pre_mean),
        ("sd_pre", group.pre_sd),
        ("m_post", group.post_mean),
        ("sd_post", group.post_sd),
        ("r", group.correlation),
        ("SEM", change.error_of_measurement()),
        ("S_diff", change.error_of_difference()),
        ("reliable_points", change.reliable_points()),
        ("r_dd", change.reliability_of_differences().expect("differences")),
    ];
    assert_eq!(e["summary"].as_object().expect("a summary").len(), summary.len());
    for (name, found) in summary {
        close(found, number(&e["summary"][name]), 1e-10, name);
    }
    let clinical = Population { mean: group.pre_mean, sd: group.pre_sd };
    let cut = CutOffs::between(clinical, Population { mean: 28.0, sd: 6.8 }, Better::Higher).expect("cut-offs");
    for (name, found) in [("a", cut.a), ("b", cut.b), ("c", cut.c)] {
        close(found, number(&e["cutoffs"][name]), 1e-10, name);
    }
    let mut counts = std::collections::BTreeMap::new();
    for (i, person) in people.iter().enumerate() {
        assert_eq!(e["patient"][i], person.as_str());
        let forms = ["JT", "GLN", "HLL", "EN", "NK", "HA"].into_iter().zip(Variant::ALL);
        for (name, variant) in forms {
            let found = change.index(variant, pre[i], post[i]).expect("an index");
            close(found, number(&e[name][i]), 1e-10, name);
        }
        let band = change.band(pre[i]);
        close(band.lower, number(&e["EN_band95"]["lower"][i]), 1e-10, "lower");
        close(band.upper, number(&e["EN_band95"]["upper"][i]), 1e-10, "upper");
        let index = change.index(Variant::JacobsonTruax, pre[i], post[i]).expect("an index");
        let class = match class_of_change(index, pre[i], post[i], cut.c, Better::Higher).expect("a class") {
            Class::Recovered => "recovered",
            Class::Improved => "improved",
            Class::Unchanged => "unchanged",
            Class::Deteriorated => "deteriorated",
        };
        assert_eq!(e["class"][i], class, "{person}");
        *counts.entry(class).or_insert(0_u64) += 1;
    }
    let wanted = e["counts"].as_object().expect("counts");
    assert_eq!(wanted.len(), counts.len());
    for (class, count) in counts {
        assert_eq!(wanted[class], count);
    }
}

#[test]
fn slopes_of_a_growth_model() {
    let e: Value = serde_json::from_str(SLOPES).expect("JSON");
    let rows: Vec<Vec<&str>> = SESSIONS.lines().skip(1).map(cells).collect();
    let people: Vec<&str> = e["patient"].as_array().expect("people").iter().filter_map(Value::as_str).collect();
    let code = |row: &Vec<&str>| people.iter().position(|person| *person == row[1]).expect("a person");
    let person: Vec<usize> = rows.iter().map(code).collect();
    let time: Vec<f64> = rows.iter().map(|row| row[2].parse().expect("a session")).collect();
    let y: Vec<f64> = rows.iter().map(|row| row[row.len() - 1].parse().expect("an outcome")).collect();
    let found = personal_slopes(&y, &time, &person).expect("a growth model");
    assert_eq!((found.len(), people.len()), (48, 48));
    for slope in found {
        let what = people[slope.person];
        close(slope.slope, number(&e["slope"][slope.person]), 1e-4, what);
        close(slope.se, number(&e["se"][slope.person]), 1e-4, what);
        close(slope.index, number(&e["HLM"][slope.person]), 1e-4, what);
    }
}

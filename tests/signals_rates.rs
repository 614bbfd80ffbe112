//! The false flags of all signals together stay within .05 a course: the simulation of `examples/signals`, reduced.

#[cfg(test)]
#[path = "../examples/signals/simulation.rs"]
mod simulation;

use attune::signals::{allocation::PER_COURSE, rates};
use simulation::{CONDITIONS, Raised, found, simulate};

/// 1,000 courses a condition: three standard errors of a share of .05 are .021.
const COURSES: usize = 1_000;

fn within(found: f64, courses: usize, bound: f64) -> bool {
    let error = (bound * (1.0 - bound) / courses as f64).sqrt();
    found <= bound + 3.0 * error
}

#[test]
fn nobody_is_flagged_more_often_than_one_course_in_twenty() {
    let mut pooled = (0.0, 0_usize);
    for (seed, condition) in (0..).zip(&CONDITIONS) {
        let raised = simulate(condition, 12, COURSES, seed);
        assert!(within(raised.any, raised.courses, PER_COURSE), "{}: {raised:?}", condition.name);
        for (found, rate) in
            [(raised.own_change, rates::OWN_CHANGE), (raised.outcome, rates::OUTCOME), (raised.trend, rates::TREND)]
        {
            assert!(within(found, raised.courses, rate.worst), "{}: {raised:?}", condition.name);
        }
        pooled = (pooled.0 + raised.any * raised.courses as f64, pooled.1 + raised.courses);
    }
    // Over all conditions together the bound is sharp.
    assert!(pooled.0 / (pooled.1 as f64) < PER_COURSE, "{pooled:?}");
}

#[test]
fn long_courses_stay_within_it_too() {
    for (seed, condition) in [(1, CONDITIONS[3]), (2, CONDITIONS[8])] {
        let raised = simulate(&condition, 40, 600, seed);
        assert!(within(raised.any, raised.courses, PER_COURSE), "{}: {raised:?}", condition.name);
    }
}

#[test]
fn deep_dips_are_found_and_the_count_is_not_empty() {
    // A rule that never fires would pass the two tests above.
    let (shallow, deep) = (found(&CONDITIONS[0], 2.5, COURSES, 5), found(&CONDITIONS[0], 3.5, COURSES, 5));
    assert!(shallow > 0.2 && deep > 0.5 && deep > shallow, "{shallow} {deep}");
    let raised: Raised = simulate(&CONDITIONS[3], 12, COURSES, 6);
    assert!(raised.any > 0.0 && raised.error() > 0.0 && raised.most_variable >= raised.any);
}

/// The rows of the published table, each as its numbers, by length of course.
#[cfg(test)]
fn published(sessions: usize) -> Vec<(String, Vec<f64>)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/signals.md");
    let text = std::fs::read_to_string(path).expect("the published table");
    let (_, after) = text.split_once(&format!("### Courses of {sessions} sessions")).expect("its length");
    let rows = after.lines().skip(1).skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    rows.skip(2)
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let number = |cell: &&str| cell.split(' ').next().and_then(|text| text.parse().ok());
            (cells[1].to_owned(), cells[2..].iter().filter_map(number).collect())
        })
        .collect()
}

#[test]
fn the_rates_in_the_app_are_those_published() {
    let all = [rates::OWN_CHANGE, rates::OUTCOME, rates::TREND, rates::ANY];
    let quoted = |sessions| -> Vec<f64> {
        let rows = published(sessions);
        assert_eq!(rows.len(), CONDITIONS.len() + 1);
        rows.into_iter().find(|(name, _)| name == CONDITIONS[3].name).expect("the quoted row").1[..4].to_vec()
    };
    assert_eq!(quoted(12), all.map(|rate| rate.twelve));
    assert_eq!(quoted(40), all.map(|rate| rate.forty));
    for (column, rate) in all.iter().enumerate() {
        let rows = [8, 12, 20, 40].into_iter().flat_map(published);
        let largest = rows.map(|(_, numbers)| numbers[column]).fold(0.0, f64::max);
        assert_eq!(largest, rate.worst, "column {column}");
    }
    assert!(rates::ANY.worst <= PER_COURSE && rates::ANY.by_chance_of(40) < 2.0);
}

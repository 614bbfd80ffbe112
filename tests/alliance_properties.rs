//! What must hold of every figure about a group, and of one person, whatever the data: the unit and the origin of a scale, the
//! order of rows and the codes of people change nothing, and bad input ends in a reason, never in a wrong number.

#![cfg(not(target_arch = "wasm32"))]

use std::fmt::Debug;

use attune::alliance::{
    Group, OnePerson, alliance_outcome, caseload_summary, congruence,
    drop_out::{self, DropOut, Ending, Episode},
    expected_course::Growth,
    group::Spread,
    reliability,
};
use attune::signals::{
    own_change::{OwnScores, prediction_rule},
    trend,
};
use attune::stats::error::StatError;
use proptest::prelude::*;

/// Sessions of a caseload, one a row.
#[derive(Clone, Debug)]
struct Rows {
    person: Vec<usize>,
    session: Vec<i64>,
    alliance: Vec<f64>,
    therapist: Vec<f64>,
    outcome: Vec<f64>,
}

impl Rows {
    fn time(&self) -> Vec<f64> {
        self.session.iter().map(|session| *session as f64).collect()
    }

    /// The same caseload: rows turned round, other codes, and other units.
    fn told_otherwise(&self, shift: f64, factor: f64) -> Self {
        fn turned<T: Copy>(column: &[T]) -> Vec<T> {
            column.iter().rev().copied().collect()
        }
        let moved = |column: &[f64]| column.iter().rev().map(|v| factor * v + shift).collect();
        Self {
            person: self.person.iter().rev().map(|code| 9_000 - 3 * code).collect(),
            session: turned(&self.session),
            alliance: moved(&self.alliance),
            therapist: moved(&self.therapist),
            outcome: turned(&self.outcome),
        }
    }
}

/// Between 22 and 30 people with 3 to 8 sessions each, some answers missing.
fn rows() -> impl Strategy<Value = Rows> {
    let person = (-1.0..1.0f64, -0.1..0.1f64, prop::collection::vec(prop::array::uniform3(-0.5..0.5f64), 3..9));
    (prop::collection::vec(person, 22..30), prop::collection::vec(0u8..40, 240)).prop_map(|(people, holes)| {
        let mut rows = Rows { person: vec![], session: vec![], alliance: vec![], therapist: vec![], outcome: vec![] };
        for (code, (mean, slope, sessions)) in people.into_iter().enumerate() {
            for (session, [a, t, y]) in sessions.into_iter().enumerate() {
                let missing = holes[rows.person.len() % holes.len()] == 0;
                let alliance = 3.0 + mean + slope * session as f64 + a;
                rows.person.push(code);
                rows.session.push(session as i64);
                rows.alliance.push(if missing { f64::NAN } else { alliance });
                rows.therapist.push(alliance - 0.3 + t);
                rows.outcome.push(20.0 + 2.0 * mean + a + 3.0 * y);
            }
        }
        rows
    })
}

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * (1.0 + a.abs().max(b.abs()))
}

#[track_caller]
fn sound<T: Debug>(result: &Result<T, StatError>) {
    if let Ok(found) = result {
        let printed = format!("{found:?}");
        assert!(!printed.contains("NaN") && !printed.contains("inf"), "{printed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn alliance_and_outcome(rows in rows(), shift in -9.0..9.0f64, factor in 0.2..5.0f64) {
        let other = rows.told_otherwise(shift, factor);
        let (one, two) = (Group::of(&rows.person).unwrap(), Group::of(&other.person).unwrap());
        let a = alliance_outcome::together(&one, &rows.time(), &rows.alliance, &rows.outcome).unwrap();
        let b = alliance_outcome::together(&two, &other.time(), &other.alliance, &other.outcome).unwrap();
        prop_assert!(close(a.within.estimate, b.within.estimate * factor, 1e-4));
        prop_assert!(close(a.between.estimate, b.between.estimate * factor, 1e-4));
        prop_assert!(close(a.time.estimate, b.time.estimate, 1e-4) && (a.people, a.sessions) == (b.people, b.sessions));
        let lagged = |group: &Group<'_>, rows: &Rows| {
            alliance_outcome::lagged(group, &rows.session, &rows.alliance, &rows.outcome)
        };
        if let (Ok(a), Ok(b)) = (lagged(&one, &rows), lagged(&two, &other)) {
            for (x, y) in [(a.within, b.within), (a.own_outcome, b.own_outcome)] {
                prop_assert!(close(x.estimate, y.estimate * factor, 1e-3) && close(x.se, y.se * factor, 1e-3));
            }
            prop_assert!(close(a.reversed.estimate * factor, b.reversed.estimate, 1e-3));
            prop_assert_eq!(a.pairs, b.pairs);
        }
    }

    #[test]
    fn two_views(rows in rows(), shift in -9.0..9.0f64, factor in 0.2..5.0f64) {
        let other = rows.told_otherwise(shift, factor);
        let (one, two) = (Group::of(&rows.person).unwrap(), Group::of(&other.person).unwrap());
        let a = congruence::pairs(&one, &rows.alliance, &rows.therapist).unwrap();
        let b = congruence::pairs(&two, &other.alliance, &other.therapist).unwrap();
        let scaled = |a: Spread, b: Spread| {
            [(a.mean, b.mean), (a.median, b.median), (a.sd, b.sd), (a.lower_quartile, b.lower_quartile)]
                .into_iter()
                .all(|(x, y)| close(x * factor, y, 1e-8))
        };
        prop_assert!(scaled(a.mean_difference, b.mean_difference) && scaled(a.rmsd, b.rmsd));
        prop_assert!(a.rmsd.mean + 1e-12 >= a.absolute_difference.mean);
        prop_assert!(a.absolute_difference.mean + 1e-12 >= a.mean_difference.mean.abs());
        if let Some((x, y)) = a.concordance.zip(b.concordance) {
            prop_assert!(close(x.mean, y.mean, 1e-8) && x.mean.abs() <= 1.0);
        }
        let (a, b) = (
            congruence::truth_and_bias(&one, &rows.alliance, &rows.therapist).unwrap(),
            congruence::truth_and_bias(&two, &other.alliance, &other.therapist).unwrap(),
        );
        prop_assert!(close(a.bias.estimate * factor, b.bias.estimate, 1e-3));
        prop_assert!(close(a.tracking.estimate, b.tracking.estimate, 1e-3));
        prop_assert!(close(a.residual_sd * factor, b.residual_sd, 1e-3));
    }

    #[test]
    fn the_caseload_and_its_growth(rows in rows(), shift in -9.0..9.0f64, factor in 0.2..5.0f64) {
        let other = rows.told_otherwise(shift, factor);
        let (one, two) = (Group::of(&rows.person).unwrap(), Group::of(&other.person).unwrap());
        let a = caseload_summary::summary(&one, &rows.alliance).unwrap();
        let b = caseload_summary::summary(&two, &other.alliance).unwrap();
        prop_assert!(close(a.mean * factor + shift, b.mean, 1e-4) && close(a.icc, b.icc, 1e-3));
        prop_assert!((0.0..=1.0).contains(&a.icc) && a.people == b.people);
        let range = (0.0, 7.0);
        let moved = (range.0 * factor + shift, range.1 * factor + shift);
        if let (Ok(a), Ok(b)) =
            (Growth::of(&one, &rows.time(), &rows.alliance), Growth::of(&two, &other.time(), &other.alliance))
        {
            let seen = [(0.0, 3.0), (1.0, 3.5)];
            let also = seen.map(|(t, y)| (t, factor * y + shift));
            let (a, b) = (a.expect(&seen, 2.0, 0.8, range).unwrap(), b.expect(&also, 2.0, 0.8, moved).unwrap());
            prop_assert_eq!(a.is_some(), b.is_some());
            if let Some((a, b)) = a.zip(b) {
                prop_assert!(a.low <= a.mean && a.mean <= a.high);
                prop_assert!((a.mean * factor + shift - b.mean).abs() < 0.02 * factor, "{a:?} {b:?}");
                prop_assert!((a.low * factor + shift - b.low).abs() < 0.02 * factor, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn leaving(made in prop::collection::vec((1usize..20, 0usize..4, 0i32..200, any::<bool>()), 10..80), turn in 0usize..10) {
        let endings = [None, Some(Ending::Completed), Some(Ending::LeftEarly), Some(Ending::Otherwise)];
        let mut episodes: Vec<Episode> = made
            .into_iter()
            .map(|(sessions, ending, quiet_days, booked)| Episode { sessions, ending: endings[ending], quiet_days, booked })
            .collect();
        let people: Vec<usize> = (0..episodes.len()).collect();
        let group = Group::of(&people).unwrap();
        for definition in [None, Some(DropOut::Recorded), Some(DropOut::NotSeenFor { days: 90 })] {
            let a = drop_out::attrition(&group, &episodes, definition, 0.95).unwrap();
            episodes.rotate_left(turn);
            let b = drop_out::attrition(&group, &episodes, definition, 0.95).unwrap();
            prop_assert_eq!(&a, &b);
            for step in &a.curves.steps {
                let total: f64 = step.causes.iter().map(|cause| cause.estimate).sum();
                prop_assert!(close(total + step.event_free, 1.0, 1e-9));
            }
            // A wider definition never finds fewer.
            let recorded = drop_out::attrition(&group, &episodes, Some(DropOut::Recorded), 0.95).unwrap();
            let last = |attrition: &drop_out::Attrition| attrition.curves.at(1, 99.0).map_or(0.0, |i| i.estimate);
            prop_assert!(last(&a) + 1e-12 >= last(&recorded));
        }
    }

    /// A person's flags do not depend on the unit, the origin, or on earlier scores' order where it cannot matter.
    #[test]
    fn one_person(scores in prop::collection::vec(1.0..5.0f64, 0..30), shift in -9.0..9.0f64, factor in 0.2..5.0f64) {
        use attune::alliance::{Noise, NoiseSource};
        let noise = |sd| Noise { sd, source: NoiseSource::Caseload { pairs: 50 } };
        let moved: Vec<f64> = scores.iter().map(|score| factor * score + shift).collect();
        if let (Some((latest, earlier)), Some((also, before))) = (scores.split_last(), moved.split_last()) {
            let wide = (f64::NEG_INFINITY, f64::INFINITY);
            let a = prediction_rule(&OwnScores { earlier, latest: *latest, noise: noise(0.3), range: wide });
            let b = prediction_rule(&OwnScores { earlier: before, latest: *also, noise: noise(0.3 * factor), range: wide });
            prop_assert_eq!(a.is_some(), b.is_some());
            let turned: Vec<f64> = earlier.iter().rev().copied().collect();
            let c = prediction_rule(&OwnScores { earlier: &turned, latest: *latest, noise: noise(0.3), range: wide });
            prop_assert_eq!(a.is_some(), c.is_some());
        }
        let times: Vec<f64> = (0..scores.len()).map(|n| n as f64).collect();
        let (a, b) = (OnePerson::new(&times, &scores).unwrap(), OnePerson::new(&times, &moved).unwrap());
        prop_assert_eq!(trend::look(&a).is_some(), trend::look(&b).is_some());
        prop_assert_eq!(a.slope(0.95).is_ok(), scores.len() >= 9);
        if let (Ok(a), Ok(b)) = (a.slope(0.95), b.slope(0.95)) {
            prop_assert!(close(a.slope * factor, b.slope, 1e-8) && close(a.robust.slope * factor, b.robust.slope, 1e-8));
        }
    }
}

/// A value that a column may hold.
fn awkward() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => -5.0..5.0f64,
        4 => (1i8..=5).prop_map(f64::from),
        1 => prop::sample::select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300, 1e-300, 0.0]),
    ]
}

/// A column of which many are equal throughout or all missing.
fn column(rows: usize) -> impl Strategy<Value = Vec<f64>> {
    prop_oneof![
        4 => prop::collection::vec(awkward(), rows),
        3 => prop::collection::vec(prop_oneof![9 => 1.0..5.0f64, 1 => Just(f64::NAN)], rows),
        1 => awkward().prop_map(move |value| vec![value; rows]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bad_columns_end_in_a_reason(
        (people, x, y, z) in (1usize..70).prop_flat_map(|n| (1usize..40, column(n), column(n), column(n)))
    ) {
        let person: Vec<usize> = (0..x.len()).map(|row| row % people).collect();
        let session: Vec<i64> = (0..x.len()).map(|row| (row / people) as i64).collect();
        let of = person.iter().copied().collect::<std::collections::BTreeSet<_>>().len();
        let group = Group::of(&person);
        prop_assert_eq!(group.is_ok(), of >= 10);
        let Ok(group) = group else { return Ok(()) };
        sound(&alliance_outcome::together(&group, &x, &y, &z));
        sound(&alliance_outcome::lagged(&group, &session, &y, &z));
        sound(&alliance_outcome::correlation(&group, &y, &z, 0.95));
        sound(&congruence::pairs(&group, &x, &y));
        sound(&congruence::profiles(&group, &[&x, &y, &z], &[&y, &z, &x]));
        sound(&congruence::truth_and_bias(&group, &x, &y));
        sound(&congruence::surface(&group, &z, &x, &y, &[]));
        sound(&caseload_summary::summary(&group, &x));
        sound(&caseload_summary::between_therapists(&group, &person, &x));
        sound(&reliability::reliability(&group, &[&x, &y, &z]));
        sound(&reliability::reliability_of_change(&group, &[&x, &y, &z]));
        sound(&Growth::of(&group, &x, &y));
        sound(&Spread::of(&x));
        let episodes = vec![Episode { sessions: 3, ending: None, quiet_days: 0, booked: false }; x.len()];
        sound(&drop_out::by_early_alliance(&group, &episodes, &x, None, 0.95));
        let happened: Vec<bool> = y.iter().map(|v| *v > 2.0).collect();
        sound(&caseload_summary::funnel(&group, &session.iter().map(|s| *s as usize).collect::<Vec<_>>(), &happened, 0.95));
        for column in [&x, &y, &z] {
            if column.iter().any(|value| value.is_infinite()) {
                prop_assert!(caseload_summary::summary(&group, column).is_err());
                prop_assert!(congruence::pairs(&group, column, &x).is_err());
            }
        }
    }

    #[test]
    fn bad_scores_of_one_person_end_in_a_reason(scores in prop::collection::vec(awkward(), 0..30)) {
        let times: Vec<f64> = (0..scores.len()).map(|n| n as f64).collect();
        let course = OnePerson::new(&times, &scores);
        prop_assert_eq!(course.is_err(), scores.iter().any(|score| score.is_infinite()));
        let Ok(course) = course else { return Ok(()) };
        sound(&course.mean());
        sound(&course.median());
        sound(&course.standard_deviation());
        sound(&course.instability());
        sound(&course.slope(0.95));
        sound(&course.shape());
        sound(&course.change_points());
        sound(&course.control_chart());
        if let Some(falling) = trend::look(&course) {
            prop_assert!(falling.slope.is_finite() && falling.interval.lower.is_finite());
        }
    }
}

//! A reduced simulation that guards the detector's rates. The full one is `examples/detector`.
//!
//! Seeds are fixed, so that a run is the same every time; each figure is allowed three of its own Monte-Carlo errors.

use crate::rates::{Judged, Rate, Size, detection, false_alarms, run};
use crate::simulate::{Errors, Form, World};
use crate::trial::{Knowledge, Method};
use attune::alliance::rupture::{Plan, Scale};

const SIZE: Size = Size { caseloads: 80, courses: 70, seed: 5 };
const LEARNT: Knowledge = Knowledge::Estimated(40, 12);
const PLANNED: Method = Method::Detector(Plan::Sessions(12));
/// The most courses that may be flagged by chance.
const MOST: f64 = 0.05;

/// Small caseloads differ much, and cost little.
const MANY: Size = Size { caseloads: 400, courses: 14, seed: 6 };

fn rate_at(world: &World, knowledge: Knowledge, sessions: usize, plan: Plan) -> Rate {
    let size = if knowledge == LEARNT { SIZE } else { MANY };
    false_alarms(size, (world, world), knowledge, sessions, &[Method::Detector(plan)])[0]
}

fn assert_held(world: &World, knowledge: Knowledge, sessions: usize, plan: Plan) {
    let found = rate_at(world, knowledge, sessions, plan);
    // A standard error above .005 would make the bound worthless.
    assert!(
        found.share <= MOST + 3.0 * found.error && found.error < 0.005,
        "{found:?} of courses flagged: {world:?} {knowledge:?} {sessions} {plan:?}"
    );
}

#[test]
fn false_alarms_are_held_at_every_length() {
    for phi in [0.0, 0.3] {
        let plain = World::plain(phi);
        for sessions in [4, 6, 8, 12, 20, 40] {
            assert_held(&plain, LEARNT, sessions, Plan::Sessions(u32::try_from(sessions).unwrap()));
        }
        assert_held(&plain, LEARNT, 40, Plan::Open);
        assert_held(&plain, LEARNT, 40, Plan::Sessions(12));
    }
}

#[test]
fn false_alarms_are_held_with_few_people_and_with_an_assumed_sd() {
    for phi in [0.0, 0.3] {
        let plain = World::plain(phi);
        assert_held(&plain, Knowledge::Estimated(5, 12), 12, Plan::Sessions(12));
        assert_held(&plain, Knowledge::Assumed(1.0), 12, Plan::Sessions(12));
    }
}

#[test]
fn false_alarms_are_held_in_other_conditions() {
    let twelve = |step| Scale { lowest: 1.0, highest: 5.0, step };
    for phi in [0.0, 0.3] {
        let plain = World::plain(phi);
        for world in [
            World { cv: 0.3, ..plain },
            World { slope: -0.05, ..plain },
            World { slope_sd: 0.05, missed: 0.1, ..plain },
            World { form: Form::Capped(0.0), between: 0.0, ..plain },
            World { form: Form::Capped(1.0), ..plain },
            World { form: Form::Items { mean: 3.7, missing: 0.0 }, between: 2.0, cv: 0.3, ..plain },
            World { form: Form::Items { mean: 4.4, missing: 0.01 }, between: 2.0, ..plain },
            World { form: Form::Items { mean: 4.4, missing: 0.0 }, between: 2.0, cv: 0.3, ..plain },
            World { errors: Errors::Skewed, ..plain },
            World { form: Form::Rounded { scale: twelve(1.0 / 12.0), mean: 3.9, sd: 0.4 }, cv: 0.3, ..plain },
        ] {
            assert_held(&world, LEARNT, 12, Plan::Sessions(12));
        }
    }
}

#[test]
fn the_detector_flags_something_where_nothing_changes() {
    // A detector that never fires would hold every rate.
    let found = rate_at(&World::plain(0.0), LEARNT, 12, Plan::Sessions(12));
    assert!(found.share > 0.035, "{found:?}");
}

#[test]
fn two_session_dips_are_found_above_the_rule_and_as_aimed() {
    for (phi, aim) in [(0.0, 0.70), (0.3, 0.63)] {
        let world = World::plain(phi);
        for (depth, least) in [(2.5, aim), (3.5, 0.9)] {
            let found = detection(SIZE, (&world, &world), LEARNT, (depth, 2), &[PLANNED, Method::Rule]);
            assert!(found[0].share >= least - 3.0 * found[0].error, "{depth}, {phi}: {found:?}");
            assert!(found[0].share > found[1].share + 0.04, "{depth}, {phi}: {found:?}");
        }
    }
}

#[test]
fn ruptures_in_the_caseload_do_not_hide_ruptures() {
    let tested = World::plain(0.0);
    let caseload = World { ruptures: 0.3, ..tested };
    let found = detection(SIZE, (&caseload, &tested), LEARNT, (2.5, 2), &[PLANNED, Method::Rule]);
    assert!(found[0].share > 0.58 && found[0].share > found[1].share, "{found:?}");
}

#[test]
fn heavy_tails_raise_the_rate_as_documented() {
    // docs/detector.md tells that errors with the tails of a t with 5 degrees of freedom exceed .05; not by much.
    let found = rate_at(&World { errors: Errors::Heavy, ..World::plain(0.0) }, LEARNT, 12, Plan::Sessions(12));
    assert!((found.share - 0.073).abs() < 3.0 * found.error, "{found:?}");
}

#[test]
fn the_simple_tests_find_what_they_are_known_to_find() {
    // With a known SD, each at .05: a single-session test .60 and .58, a single-or-pair test .71 and .64, and a test that
    // knows the dip's length and sees the whole course .78 and .70.
    for (phi, limits, aims) in
        [(0.0, [2.53, 2.66, 2.48], [0.60, 0.71, 0.78]), (0.3, [2.47, 2.77, 2.67], [0.58, 0.64, 0.70])]
    {
        let world = World::plain(phi);
        let methods = [Method::Single(limits[0]), Method::SingleOrPair(limits[1]), Method::Hindsight(limits[2])];
        let alarms = false_alarms(SIZE, (&world, &world), Knowledge::Known, 12, &methods);
        let found = detection(SIZE, (&world, &world), Knowledge::Known, (2.5, 2), &methods);
        for (rate, aim) in alarms.iter().zip([MOST; 3]).chain(found.iter().zip(aims)) {
            assert!((rate.share - aim).abs() < 3.0 * rate.error + 0.01, "{phi}: {alarms:?} {found:?}");
        }
    }
}

#[test]
fn the_most_variable_people_are_flagged_more_often_but_less_than_with_one_sd_for_all() {
    let world = World { cv: 0.3, ..World::plain(0.0) };
    let mut seen = [vec![], vec![]];
    run(SIZE, (&world, &world), LEARNT, 12, None, &[PLANNED, Method::SingleOrPair(2.7)], |judged| {
        let Judged { method, flags, course, .. } = judged;
        seen[method].push((course.own_sd, flags.contains(&true)));
    });
    let top = seen.map(|mut courses| {
        courses.sort_by(|a, b| b.0.total_cmp(&a.0));
        let fifth = courses.len() / 5;
        Rate::independent(courses.iter().take(fifth).filter(|(_, flagged)| *flagged).count() as f64, fifth as f64)
    });
    assert!(top[0].share < 0.118 + 3.0 * top[0].error && top[0].share < 0.55 * top[1].share, "{top:?}");
}

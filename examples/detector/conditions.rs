//! Operating curves where scores are not normal, people not alike, or scales bounded.

use crate::rates::{Judged, Rate, false_alarms, run};
use crate::simulate::{Errors, Form, World};
use crate::tables::{ERRORS, LEARNT, PLANNED, SIZE, Table, compare, compare_head};
use crate::trial::Method;
use attune::alliance::rupture::Scale;

/// What the last two tables compare.
const METHODS: [Method; 3] = [PLANNED, Method::Rule, Method::SingleOrPair(2.7)];
const LABELS: [&str; 3] = ["detector, planned 12", "prediction rule", "single or pair, one SD for all"];

/// Prints the tables.
pub fn print() {
    scales();
    conditions();
    fifths();
    ceilings();
}

fn scales() {
    let mut table =
        compare_head("Bounded, tied and skewed scores, figures from 40 people (detector planned 12)", "Scale");
    for (label, mean, missing, cv) in [
        ("12-60 sum of items, mid-scale", 3.7, 0.0, 0.0),
        ("the same, CV .3", 3.7, 0.0, 0.3),
        ("12-60 sum of items, near the ceiling", 4.4, 0.0, 0.0),
        ("the same, CV .3", 4.4, 0.0, 0.3),
        ("the same, CV .3, 1 % of items missing", 4.4, 0.01, 0.3),
        ("the same, CV .3, 3 % of items missing", 4.4, 0.03, 0.3),
    ] {
        compare(&mut table, label, LEARNT, |phi| {
            let form = Form::Items { mean, missing };
            let world = World { form, between: 2.0, cv, ..World::plain(phi) };
            (world, world)
        });
    }
    for (label, (lowest, highest, step), mean, sd, cv) in [
        ("1-5 in twelfths, mean 3.9, SD .4", (1.0, 5.0, 1.0 / 12.0), 3.9, 0.4, 0.0),
        ("the same, CV .3", (1.0, 5.0, 1.0 / 12.0), 3.9, 0.4, 0.3),
        ("12-60 rounded, mean 50, SD 5, CV .3", (12.0, 60.0, 1.0), 50.0, 5.0, 0.3),
        ("0-40 rounded, mean 35, SD 3, CV .3", (0.0, 40.0, 1.0), 35.0, 3.0, 0.3),
        ("1-5 whole numbers, mean 4, SD .6", (1.0, 5.0, 1.0), 4.0, 0.6, 0.0),
    ] {
        compare(&mut table, label, LEARNT, |phi| {
            let form = Form::Rounded { scale: Scale { lowest, highest, step }, mean, sd };
            let world = World { form, cv, ..World::plain(phi) };
            (world, world)
        });
    }
    for (label, errors) in
        [("skewness -1.15 of each error", Errors::Skewed), ("tails of t(5) of each error", Errors::Heavy)]
    {
        compare(&mut table, label, LEARNT, |phi| {
            let world = World { errors, ..World::plain(phi) };
            (world, world)
        });
    }
    table.end();
}

fn conditions() {
    let mut table = compare_head("Other conditions, figures from 40 people (detector planned 12)", "Condition");
    let worlds: [(&str, &dyn Fn(World) -> World); 8] = [
        ("unequal variability, CV .3", &|w| World { cv: 0.3, ..w }),
        ("a tenth of sessions missed", &|w| World { missed: 0.1, ..w }),
        ("everyone rises .05 SD a session", &|w| World { slope: 0.05, ..w }),
        ("everyone sinks .05 SD a session", &|w| World { slope: -0.05, ..w }),
        ("everyone sinks .1 SD a session", &|w| World { slope: -0.1, ..w }),
        ("slopes differ, SD .05", &|w| World { slope_sd: 0.05, ..w }),
        ("slopes differ, SD .1", &|w| World { slope_sd: 0.1, ..w }),
        ("autocorrelation .5 (both figures)", &|w| World { phi: 0.5, ..w }),
    ];
    for (label, change) in worlds {
        compare(&mut table, label, LEARNT, |phi| {
            let world = change(World::plain(phi));
            (world, world)
        });
    }
    for (label, slope) in [
        ("one person rises .05, nobody else", 0.05),
        ("one person sinks .02, nobody else", -0.02),
        ("one person sinks .05, nobody else", -0.05),
        ("one person sinks .1, nobody else", -0.1),
    ] {
        compare(&mut table, label, LEARNT, |phi| (World::plain(phi), World { slope, ..World::plain(phi) }));
    }
    for share in [0.15, 0.3] {
        compare(&mut table, &format!("{:.0} in 100 of the caseload had a dip", share * 100.0), LEARNT, |phi| {
            (World { ruptures: share, ..World::plain(phi) }, World::plain(phi))
        });
    }
    table.end();
}

fn fifths() {
    let mut table = Table::new(
        "False alarms by the person's own variability (CV .3, 12 sessions)",
        &["Method", "calmest fifth", "2", "3", "4", "most variable fifth", "all"],
    );
    let mut cells = [[[Rate::default(); 2]; 6]; 3];
    for (e, phi) in ERRORS.iter().enumerate() {
        let world = World { cv: 0.3, ..World::plain(*phi) };
        let mut seen: [Vec<(f64, bool)>; 3] = [vec![], vec![], vec![]];
        run(SIZE, (&world, &world), LEARNT, 12, None, &METHODS, |Judged { method, flags, course, .. }| {
            seen[method].push((course.own_sd, flags.contains(&true)));
        });
        for (m, courses) in seen.iter_mut().enumerate() {
            courses.sort_by(|a, b| a.0.total_cmp(&b.0));
            let part = |from: usize, to: usize| {
                let hits = courses[from..to].iter().filter(|(_, flagged)| *flagged).count();
                Rate::independent(hits as f64, (to - from) as f64)
            };
            let total = courses.len();
            let fifths = (0..5).map(|fifth| part(fifth * total / 5, (fifth + 1) * total / 5));
            for (cell, share) in cells[m].iter_mut().zip(fifths.chain([part(0, total)])) {
                cell[e] = share;
            }
        }
    }
    for (label, cells) in LABELS.iter().zip(&cells) {
        table.row(label, cells);
    }
    table.end();
}

fn ceilings() {
    let mut table = Table::new(
        "False alarms where scores are cut off (12 sessions)",
        &[
            "Method",
            "at everyone's mean",
            "1 SD above everyone's mean",
            "one ceiling, never at it",
            "at it in up to a third",
            "at it more often",
            "all under one ceiling",
        ],
    );
    let mut cells = [[[Rate::default(); 2]; 6]; 3];
    for (e, phi) in ERRORS.iter().enumerate() {
        for (column, top) in [0.0, 1.0].iter().enumerate() {
            let world = World { form: Form::Capped(*top), between: 0.0, ..World::plain(*phi) };
            for (m, found) in false_alarms(SIZE, (&world, &world), LEARNT, 12, &METHODS).iter().enumerate() {
                cells[m][column][e] = *found;
            }
        }
        let world = World { form: Form::Capped(1.0), ..World::plain(*phi) };
        let mut counts = [[[0.0; 2]; 4]; 3];
        run(SIZE, (&world, &world), LEARNT, 12, None, &METHODS, |Judged { method, flags, course, .. }| {
            let at = course.scores.iter().flatten().filter(|s| world.scale().is_highest(s.value())).count();
            let group = match at {
                0 => 0,
                1..=4 => 1,
                _ => 2,
            };
            for group in [group, 3] {
                counts[method][group][0] += f64::from(u8::from(flags.contains(&true)));
                counts[method][group][1] += 1.0;
            }
        });
        for (m, groups) in counts.iter().enumerate() {
            for (g, [flagged, all]) in groups.iter().enumerate() {
                cells[m][2 + g][e] = Rate::independent(*flagged, *all);
            }
        }
    }
    for (label, cells) in LABELS.iter().zip(&cells) {
        table.row(label, cells);
    }
    table.end();
}

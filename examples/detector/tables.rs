//! The operating curves, as Markdown.

use crate::simulate::{Form, World};
use crate::trial::{Knowledge, Method, Size, detection, false_alarms, run};
use attune::alliance::rupture::boundary::Plan;

const SIZE: Size = Size { caseloads: 560, courses: 35, seed: 2026 };
const LARGE: Size = Size { caseloads: 1120, courses: 70, ..SIZE };
const LEARNT: Knowledge = Knowledge::Estimated(40, 12);
const PLANNED: Method = Method::Detector(Plan::Sessions(12));
const OPEN: Method = Method::Detector(Plan::Open);
const ERRORS: [f64; 2] = [0.0, 0.3];

/// `.045/.046` for the two error models.
fn both(values: [f64; 2]) -> String {
    let show = |v: f64| format!("{v:.3}").trim_start_matches('0').to_string();
    format!("{}/{}", show(values[0]), show(values[1]))
}

fn head(columns: &[&str]) {
    println!("| {} |", columns.join(" | "));
    println!("|---|{}", "---|".repeat(columns.len() - 1));
}

fn row(label: &str, cells: &[String]) {
    println!("| {label} | {} |", cells.join(" | "));
}

/// Prints all tables.
pub fn print() {
    println!(
        "Every pair of figures: independent errors/autocorrelation .3. {} courses a figure unless told, seed {}.\n",
        SIZE.caseloads * SIZE.courses,
        SIZE.seed
    );
    headline();
    lengths();
    knowledge();
    conditions();
    fifths();
    ceilings();
}

fn headline() {
    println!("## Twelve sessions\n");
    println!("{} courses a figure.\n", LARGE.caseloads * LARGE.courses);
    let dips = [(1.5, 2), (2.5, 2), (3.5, 2), (2.5, 1), (3.5, 1), (2.5, 4)];
    head(&[
        "Method",
        "False alarm",
        "1.5 SD, two sessions",
        "2.5 SD, two",
        "3.5 SD, two",
        "2.5 SD, one",
        "3.5 SD, one",
        "2.5 SD, four",
    ]);
    let rows: [(&str, Knowledge, [Method; 2]); 7] = [
        ("**detector, planned 12**", LEARNT, [PLANNED; 2]),
        ("detector, no plan", LEARNT, [OPEN; 2]),
        ("prediction rule", LEARNT, [Method::Rule; 2]),
        ("detector, parameters known", Knowledge::Known, [PLANNED; 2]),
        ("prediction rule, SD known", Knowledge::Known, [Method::Rule; 2]),
        ("single session at .05, SD known", Knowledge::Known, [Method::Single(2.54), Method::Single(2.49)]),
        ("single or pair at .05, SD known", Knowledge::Known, [Method::SingleOrPair(2.68), Method::SingleOrPair(2.78)]),
    ];
    for (label, knowledge, methods) in rows {
        let worlds = ERRORS.map(World::plain);
        let alarms = [0, 1].map(|i| false_alarms(LARGE, (&worlds[i], &worlds[i]), knowledge, 12, &[methods[i]])[0]);
        let mut cells = vec![both(alarms)];
        for dip in dips {
            let found = [0, 1].map(|i| detection(LARGE, (&worlds[i], &worlds[i]), knowledge, dip, &[methods[i]])[0]);
            cells.push(both(found));
        }
        row(label, &cells);
    }
}

fn lengths() {
    println!("\n## False alarms by length of course\n");
    let lengths = [4_usize, 8, 12, 20, 40, 60];
    head(&["Method", "4", "8", "12", "20", "40", "60"]);
    let mut cells = vec![vec![]; 5];
    for length in lengths {
        let planned = Plan::Sessions(u32::try_from(length).unwrap_or(u32::MAX));
        let methods = [Method::Detector(planned), PLANNED, OPEN, Method::Detector(Plan::Sessions(6)), Method::Rule];
        let found = ERRORS.map(|phi| {
            let world = World::plain(phi);
            false_alarms(SIZE, (&world, &world), LEARNT, length, &methods)
        });
        for (i, cell) in cells.iter_mut().enumerate() {
            cell.push(both([found[0][i], found[1][i]]));
        }
    }
    let labels = [
        "detector, planned so long",
        "detector, planned 12",
        "detector, no plan",
        "detector, planned 6",
        "prediction rule",
    ];
    for (label, cells) in labels.iter().zip(&cells) {
        row(label, cells);
    }
}

/// A row of false alarms and detection of detector and rule.
fn compare(label: &str, knowledge: Knowledge, worlds: impl Fn(f64) -> (World, World)) {
    let methods = [PLANNED, Method::Rule];
    let found = ERRORS.map(|phi| {
        let (caseload, tested) = worlds(phi);
        let pair = (&caseload, &tested);
        let mut all = false_alarms(SIZE, pair, knowledge, 12, &methods);
        for depth in [2.5, 3.5] {
            all.extend(detection(SIZE, pair, knowledge, (depth, 2), &methods));
        }
        all
    });
    let cell = |i: usize| both([found[0][i], found[1][i]]);
    row(label, &[cell(0), cell(1), cell(2), cell(3), cell(4), cell(5)]);
}

fn compare_head(what: &str) {
    head(&[what, "False alarm", "rule", "2.5 SD", "rule", "3.5 SD", "rule"]);
}

fn knowledge() {
    println!("\n## What is known of the caseload (detector planned 12; prediction rule)\n");
    compare_head("Parameters from");
    let plain = |phi| (World::plain(phi), World::plain(phi));
    for (people, sessions) in [(5, 8), (5, 12), (10, 12), (20, 12), (40, 12), (100, 12)] {
        compare(&format!("{people} people, {sessions} sessions"), Knowledge::Estimated(people, sessions), plain);
    }
    compare("assumed, SD right", Knowledge::Assumed(1.0), plain);
    compare("assumed, SD a quarter too small", Knowledge::Assumed(0.75), plain);
    compare("assumed, SD a third too large", Knowledge::Assumed(1.33), plain);
}

fn conditions() {
    println!("\n## Other conditions, parameters from 40 people (detector planned 12; prediction rule)\n");
    compare_head("Condition");
    let items = |mean: f64, missing: f64, cv: f64| {
        move |w: World| World { form: Form::Items { mean, missing }, between: 2.0, cv, ..w }
    };
    compare("unequal variability, CV .3", LEARNT, |phi| {
        let world = World { cv: 0.3, ..World::plain(phi) };
        (world, world)
    });
    for (label, mean, missing, cv) in [
        ("12-60 sum, mid-scale", 3.7, 0.0, 0.0),
        ("the same, CV .3", 3.7, 0.0, 0.3),
        ("12-60 sum, near the ceiling", 4.4, 0.0, 0.0),
        ("the same, CV .3", 4.4, 0.0, 0.3),
        ("the same, CV .3, 1 % of items missing", 4.4, 0.01, 0.3),
        ("the same, CV .3, 3 % of items missing", 4.4, 0.03, 0.3),
    ] {
        compare(label, LEARNT, |phi| {
            let world = items(mean, missing, cv)(World::plain(phi));
            (world, world)
        });
    }
    let worlds: [(&str, &dyn Fn(World) -> World); 7] = [
        ("a tenth of sessions missed", &|w| World { missed: 0.1, ..w }),
        ("everyone rises .05 SD a session", &|w| World { slope: 0.05, ..w }),
        ("everyone sinks .05 SD a session", &|w| World { slope: -0.05, ..w }),
        ("everyone sinks .1 SD a session", &|w| World { slope: -0.1, ..w }),
        ("slopes differ, SD .05", &|w| World { slope_sd: 0.05, ..w }),
        ("slopes differ, SD .1", &|w| World { slope_sd: 0.1, ..w }),
        ("autocorrelation .5 (both figures)", &|w| World { phi: 0.5, ..w }),
    ];
    for (label, change) in worlds {
        compare(label, LEARNT, |phi| {
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
        compare(label, LEARNT, |phi| (World::plain(phi), World { slope, ..World::plain(phi) }));
    }
    for share in [0.15, 0.3] {
        compare(&format!("{:.0} in 100 of the caseload had a dip", share * 100.0), LEARNT, |phi| {
            (World { ruptures: share, ..World::plain(phi) }, World::plain(phi))
        });
    }
    compare("errors with the tails of t(5), independent (both figures)", LEARNT, |_| {
        let world = World { heavy: true, ..World::plain(0.0) };
        (world, world)
    });
}

fn fifths() {
    println!("\n## False alarms by the person's own variability (CV .3, 12 sessions)\n");
    head(&["Method", "calmest fifth", "2", "3", "4", "most variable fifth", "all"]);
    let methods = [PLANNED, Method::Rule, Method::SingleOrPair(2.7)];
    let mut shares = [[[0.0; 6]; 2]; 3];
    for (e, phi) in ERRORS.iter().enumerate() {
        let world = World { cv: 0.3, ..World::plain(*phi) };
        let mut seen: Vec<(f64, usize, bool)> = vec![];
        run(SIZE, (&world, &world), LEARNT, 12, None, &methods, |m, flags, course, _| {
            seen.push((course.own_sd, m, flags.contains(&true)));
        });
        seen.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total = seen.len();
        let mut counts = [[0.0; 6]; 3];
        for (i, (_, m, flagged)) in seen.iter().enumerate() {
            for fifth in [i * 5 / total, 5] {
                counts[*m][fifth] += 1.0;
                shares[*m][e][fifth] += f64::from(u8::from(*flagged));
            }
        }
        for m in 0..methods.len() {
            for fifth in 0..6 {
                shares[m][e][fifth] /= counts[m][fifth];
            }
        }
    }
    for (label, share) in
        ["detector, planned 12", "prediction rule", "single or pair, one SD for all"].iter().zip(shares)
    {
        let cells: Vec<String> = (0..6).map(|f| both([share[0][f], share[1][f]])).collect();
        row(label, &cells);
    }
}

fn ceilings() {
    println!("\n## False alarms where scores are cut off (12 sessions)\n");
    head(&[
        "Method",
        "at everyone's mean",
        "1 SD above everyone's mean",
        "one ceiling, people under it",
        "at it in up to a third",
        "at it more often",
    ]);
    let methods = [PLANNED, Method::Rule, Method::SingleOrPair(2.7)];
    let mut cells = vec![vec![[0.0; 2]; 5]; methods.len()];
    for (e, phi) in ERRORS.iter().enumerate() {
        for (column, top) in [0.0, 1.0].iter().enumerate() {
            let world = World { form: Form::Capped(*top), between: 0.0, ..World::plain(*phi) };
            for (m, share) in false_alarms(SIZE, (&world, &world), LEARNT, 12, &methods).iter().enumerate() {
                cells[m][column][e] = *share;
            }
        }
        let world = World { form: Form::Capped(1.0), ..World::plain(*phi) };
        let mut counts = vec![[[0.0; 2]; 3]; methods.len()];
        run(SIZE, (&world, &world), LEARNT, 12, None, &methods, |m, flags, course, _| {
            let at = course.scores.iter().flatten().filter(|s| world.scale().is_highest(s.value())).count();
            let group = if at == 0 {
                0
            } else if at <= 4 {
                1
            } else {
                2
            };
            counts[m][group][0] += f64::from(u8::from(flags.contains(&true)));
            counts[m][group][1] += 1.0;
        });
        for (m, groups) in counts.iter().enumerate() {
            for (g, [flagged, all]) in groups.iter().enumerate() {
                cells[m][2 + g][e] = flagged / all;
            }
        }
    }
    for (label, cells) in
        ["detector, planned 12", "prediction rule", "single or pair, one SD for all"].iter().zip(cells)
    {
        let cells: Vec<String> = cells.iter().map(|c| both(*c)).collect();
        row(label, &cells);
    }
}

//! The operating curves, as Markdown.

use crate::rates::{Rate, Size, detection, detection_in, false_alarms};
use crate::simulate::World;
use crate::trial::{Knowledge, Method};
use attune::alliance::rupture::Plan;

/// Size of most figures, and of those for twelve sessions.
pub const SIZE: Size = Size { caseloads: 560, courses: 35, seed: 2026 };
const LARGE: Size = Size { caseloads: 1120, courses: 70, ..SIZE };
/// What the detector is told: figures estimated from 40 people with twelve sessions each.
pub const LEARNT: Knowledge = Knowledge::Estimated(40, 12);
/// The detector for twelve sessions.
pub const PLANNED: Method = Method::Detector(Plan::Sessions(12));
const OPEN: Method = Method::Detector(Plan::Open);
/// The two error models.
pub const ERRORS: [f64; 2] = [0.0, 0.3];

/// A table that keeps its largest Monte-Carlo error.
pub struct Table {
    worst: f64,
}

impl Table {
    /// Prints title and head.
    pub fn new(title: &str, columns: &[&str]) -> Self {
        println!("\n## {title}\n");
        println!("| {} |", columns.join(" | "));
        println!("|---|{}", "---|".repeat(columns.len() - 1));
        Self { worst: 0.0 }
    }

    /// Prints a row: in each cell the two error models, as `.045/.046`.
    pub fn row(&mut self, label: &str, cells: &[[Rate; 2]]) {
        let show = |v: f64| format!("{v:.3}").trim_start_matches('0').to_string();
        let told: Vec<String> =
            cells.iter().map(|[first, second]| format!("{}/{}", show(first.share), show(second.share))).collect();
        self.worst = cells.iter().flatten().fold(self.worst, |worst, rate| worst.max(rate.error));
        println!("| {label} | {} |", told.join(" | "));
    }

    /// Prints the largest standard error.
    pub fn end(self) {
        println!("\nLargest standard error of a figure: {:.4}.", self.worst);
    }
}

/// Prints all tables.
pub fn print() {
    println!(
        "Every pair of figures: independent errors/autocorrelation .3. {} courses a figure, {} in the first table, seed {}.",
        SIZE.caseloads * SIZE.courses,
        LARGE.caseloads * LARGE.courses,
        SIZE.seed
    );
    twelve();
    lengths();
    late();
    knowledge();
}

fn twelve() {
    let dips = [(1.5, 2), (2.5, 2), (3.5, 2), (2.5, 1), (3.5, 1), (2.5, 4)];
    let columns = [
        "Method",
        "False alarm",
        "1.5 SD, two sessions",
        "2.5 SD, two",
        "3.5 SD, two",
        "2.5 SD, one",
        "3.5 SD, one",
        "2.5 SD, four",
    ];
    let mut table = Table::new("Twelve sessions", &columns);
    let rows: [(&str, Knowledge, [Method; 2]); 8] = [
        ("**detector, planned 12**", LEARNT, [PLANNED; 2]),
        ("detector, no plan", LEARNT, [OPEN; 2]),
        ("prediction rule", LEARNT, [Method::Rule; 2]),
        ("detector, parameters known", Knowledge::Known, [PLANNED; 2]),
        ("prediction rule, SD known", Knowledge::Known, [Method::Rule; 2]),
        ("single session at .05, SD known", Knowledge::Known, [Method::Single(2.53), Method::Single(2.47)]),
        ("single or pair at .05, SD known", Knowledge::Known, [Method::SingleOrPair(2.66), Method::SingleOrPair(2.77)]),
        ("pair in hindsight at .05, SD known", Knowledge::Known, [Method::Hindsight(2.48), Method::Hindsight(2.67)]),
    ];
    for (label, knowledge, methods) in rows {
        let worlds = ERRORS.map(World::plain);
        let alarms = [0, 1].map(|i| false_alarms(LARGE, (&worlds[i], &worlds[i]), knowledge, 12, &[methods[i]])[0]);
        let mut cells = vec![alarms];
        for dip in dips {
            cells.push([0, 1].map(|i| detection(LARGE, (&worlds[i], &worlds[i]), knowledge, dip, &[methods[i]])[0]));
        }
        table.row(label, &cells);
    }
    table.end();
}

fn lengths() {
    let lengths = [4_usize, 6, 8, 12, 20, 30, 40, 60];
    let mut table =
        Table::new("False alarms by length of course", &["Method", "4", "6", "8", "12", "20", "30", "40", "60"]);
    let mut cells = vec![vec![]; 5];
    for length in lengths {
        let planned = Plan::Sessions(u32::try_from(length).unwrap_or(u32::MAX));
        let methods = [Method::Detector(planned), PLANNED, OPEN, Method::Detector(Plan::Sessions(6)), Method::Rule];
        let found = ERRORS.map(|phi| {
            let world = World::plain(phi);
            false_alarms(SIZE, (&world, &world), LEARNT, length, &methods)
        });
        for (i, cell) in cells.iter_mut().enumerate() {
            cell.push([found[0][i], found[1][i]]);
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
        table.row(label, cells);
    }
    table.end();
}

/// What a plan costs in courses that go on.
fn late() {
    let windows = [(4, 10), (12, 18), (28, 34)];
    let columns = ["Method", "dip begins in 5 to 11", "13 to 19", "29 to 35"];
    let mut table = Table::new("Two-session dips of 2.5 SD found in courses of 40 sessions", &columns);
    let methods = [PLANNED, OPEN, Method::Detector(Plan::Sessions(40)), Method::Rule];
    let mut cells = vec![vec![]; methods.len()];
    for window in windows {
        let found = ERRORS.map(|phi| {
            let world = World::plain(phi);
            detection_in(SIZE, (&world, &world), LEARNT, 40, (2.5, 2, window), &methods)
        });
        for (i, cell) in cells.iter_mut().enumerate() {
            cell.push([found[0][i], found[1][i]]);
        }
    }
    let labels = ["detector, planned 12", "detector, no plan", "detector, planned 40", "prediction rule"];
    for (label, cells) in labels.iter().zip(&cells) {
        table.row(label, cells);
    }
    table.end();
}

/// The head of a table that compares detector and rule.
pub fn compare_head(title: &str, what: &str) -> Table {
    Table::new(title, &[what, "False alarm", "rule", "2.5 SD", "rule", "3.5 SD", "rule"])
}

/// A row of false alarms and detection of detector and rule. `worlds`: of the caseload, and of the courses judged.
pub fn compare(table: &mut Table, label: &str, knowledge: Knowledge, worlds: impl Fn(f64) -> (World, World)) {
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
    let cells: Vec<[Rate; 2]> = (0..6).map(|i| [found[0][i], found[1][i]]).collect();
    table.row(label, &cells);
}

fn knowledge() {
    let mut table =
        compare_head("What is known of the caseload (detector planned 12; prediction rule)", "Parameters from");
    let plain = |phi| (World::plain(phi), World::plain(phi));
    for (people, sessions) in [(5, 8), (5, 12), (10, 12), (20, 12), (40, 12), (100, 12)] {
        let label = format!("{people} people, {sessions} sessions");
        compare(&mut table, &label, Knowledge::Estimated(people, sessions), plain);
    }
    compare(&mut table, "assumed, SD right", Knowledge::Assumed(1.0), plain);
    compare(&mut table, "assumed, SD a quarter too small", Knowledge::Assumed(0.75), plain);
    compare(&mut table, "assumed, SD a third too large", Knowledge::Assumed(1.33), plain);
    table.end();
}

//! The limits of `boundary.rs`, found again by simulation.

use crate::simulate::World;
use crate::trial::{Knowledge, Method, flags};
use attune::alliance::rupture::boundary::{OPEN_EARLY_RATE, OPEN_LATE_RATE, PLANNED, PLANNED_RATE, TAIL_RATE};
use attune::alliance::rupture::{CaseloadParams, Plan};
use rand_pcg::Pcg64;

/// Caseloads, and courses a caseload.
const CASELOADS: usize = 2000;
const COURSES: usize = 20;
/// Seed of every limit.
const SEED: u128 = 20_260_101;

/// Prints the tables of `boundary.rs`, and the limits at which the simple tests flag .05 of courses.
pub fn calibrate() {
    println!("PLANNED (rate {PLANNED_RATE}):");
    for (sessions, _) in PLANNED {
        let sessions = sessions as usize;
        println!("    ({sessions}.0, {}),", both(4, sessions, PLANNED_RATE));
    }
    println!("OPEN_EARLY (rate {OPEN_EARLY_RATE}): {}", both(4, 12, OPEN_EARLY_RATE));
    println!("OPEN_LATE (rate {OPEN_LATE_RATE}): {}", both(13, 40, OPEN_LATE_RATE));
    println!("TAIL (rate {TAIL_RATE}): {}", both(7, 40, TAIL_RATE));
    println!("Simple tests, SD known (rate .05):");
    println!("    single: {}", known(Method::Single));
    println!("    single or pair: {}", known(Method::SingleOrPair));
    println!("    hindsight: {}", known(Method::Hindsight));
}

fn known(method: fn(f64) -> Method) -> String {
    let [independent, correlated] = [0.0, 0.3].map(|phi| limit(method, Knowledge::Known, phi, (4, 12), 0.05));
    format!("({independent:.2}, {correlated:.2})")
}

fn both(first: usize, last: usize, rate: f64) -> String {
    let method = |limit| Method::Detector(Plan::Limit(limit));
    let [independent, correlated] =
        [0.0, 0.3].map(|phi| limit(method, Knowledge::Estimated(40, 12), phi, (first, last), rate));
    format!("({independent:.2}, {correlated:.2})")
}

/// The smallest limit in steps of .01 with at most `rate` of courses flagged between two scores.
fn limit(
    method: impl Fn(f64) -> Method,
    knowledge: Knowledge,
    phi: f64,
    (first, last): (usize, usize),
    rate: f64,
) -> f64 {
    let world = World::plain(phi);
    let mut rng = Pcg64::new(SEED, 1);
    let caseloads: Vec<CaseloadParams> = (0..CASELOADS).map(|_| knowledge.params(&world, &mut rng)).collect();
    let share = |limit: f64| {
        let mut rng = Pcg64::new(SEED, 2);
        let mut flagged = 0_u32;
        for params in &caseloads {
            for _ in 0..COURSES {
                let course = world.course(&mut rng, last, None);
                let found = flags(method(limit), params, world.scale(), &course);
                flagged += u32::from(found.iter().skip(first - 1).any(|f| *f));
            }
        }
        f64::from(flagged) / (CASELOADS * COURSES) as f64
    };
    let (mut low, mut high) = (100_u32, 500_u32);
    while high - low > 1 {
        let middle = (low + high) / 2;
        if share(f64::from(middle) / 100.0) > rate { low = middle } else { high = middle }
    }
    f64::from(high) / 100.0
}

//! The limits of `boundary.rs`, found again by simulation.

use crate::simulate::World;
use crate::trial::{Knowledge, Method, flags};
use attune::alliance::rupture::boundary::{OPEN_EARLY_RATE, OPEN_LATE_RATE, PLANNED, PLANNED_RATE, Plan, TAIL_RATE};
use attune::alliance::rupture::params::CaseloadParams;
use rand_pcg::Pcg64;

/// Caseloads, and courses a caseload.
const CASELOADS: usize = 2000;
const COURSES: usize = 20;
/// Seed of every limit.
const SEED: u128 = 20_260_101;

/// Prints the tables of `boundary.rs`.
pub fn calibrate() {
    println!("PLANNED (rate {PLANNED_RATE}):");
    for (sessions, _) in PLANNED {
        let sessions = sessions as usize;
        println!("    ({sessions}.0, {}),", both(4, sessions, PLANNED_RATE));
    }
    println!("OPEN_EARLY (rate {OPEN_EARLY_RATE}): {}", both(4, 12, OPEN_EARLY_RATE));
    println!("OPEN_LATE (rate {OPEN_LATE_RATE}): {}", both(13, 40, OPEN_LATE_RATE));
    println!("TAIL (rate {TAIL_RATE}): {}", both(7, 40, TAIL_RATE));
}

fn both(first: usize, last: usize, rate: f64) -> String {
    format!("({:.2}, {:.2})", limit(0.0, first, last, rate), limit(0.3, first, last, rate))
}

/// The smallest limit in steps of .01 with at most `rate` of courses flagged between two scores.
fn limit(phi: f64, first: usize, last: usize, rate: f64) -> f64 {
    let world = World::plain(phi);
    let mut rng = Pcg64::new(SEED, 1);
    let caseloads: Vec<CaseloadParams> =
        (0..CASELOADS).map(|_| Knowledge::Estimated(40, 12).params(&world, &mut rng)).collect();
    let share = |limit: f64| {
        let mut rng = Pcg64::new(SEED, 2);
        let method = Method::Detector(Plan::Limit(limit));
        let mut flagged = 0_u32;
        for params in &caseloads {
            for _ in 0..COURSES {
                let course = world.course(&mut rng, last, None);
                let found = flags(method, params, world.scale(), &course);
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

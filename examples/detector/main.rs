//! Operating curves of the rupture detector, and the calibration of its limits.
//!
//! - `cargo run --release --example detector` prints the tables of `docs/detector.md`
//! - `cargo run --release --example detector -- --calibrate` prints the limits of `src/alliance/rupture/boundary.rs`
//! - `cargo run --release --example detector -- --cost` prints times
//!
//! The first two are the same on every run: each simulation has its own fixed seed.

mod calibrate;
mod conditions;
mod rates;
mod repairs;
mod simulate;
mod tables;
mod trial;

use attune::alliance::rupture::estimate::estimate;
use attune::alliance::rupture::sums::PersonSums;
use attune::alliance::rupture::{
    CaseloadParams, CourseState, Detector, Plan, Scale, Score, estimate_usual, follow, usual_sums,
};
use rand_pcg::Pcg64;
use std::hint::black_box;
use std::time::Instant;

fn main() {
    if std::env::args().any(|argument| argument == "--cost") {
        cost();
        return;
    }
    if std::env::args().any(|argument| argument == "--calibrate") {
        calibrate::calibrate();
        return;
    }
    tables::print();
    conditions::print();
    repairs::print();
    cost();
}

/// Times, on standard error, because they differ from run to run.
fn cost() {
    let params = CaseloadParams::assumed(0.0, 1.0, 5.0, 0.3);
    let Ok(detector) = Detector::fit(&params, Scale::unbounded(), Plan::default()) else { return };
    let sessions = 1_000_000_u32;
    let mut state = CourseState::start(&detector);
    let update = seconds(|| {
        for i in 0..sessions {
            let _ = black_box(state.update(&detector, Score::complete(f64::from(i % 7))));
        }
    });
    eprintln!("one update: {:.0} ns; state: {} bytes", 1e9 * update / f64::from(sessions), size_of_val(&state));
    let histories = simulate::World::plain(0.3).caseload(&mut Pcg64::new(3, 3), 1000, 50);
    let first = seconds(|| {
        let _ = black_box(estimate_usual(&histories, Scale::unbounded(), &params, Plan::default()));
    });
    eprintln!("figures of 1,000 people with 50 sessions, read for the first time: {:.1} ms", 1e3 * first);
    let one = |history: &Vec<_>| usual_sums(history, &Scale::unbounded(), Some(&detector)).unwrap_or_default();
    let sums: Vec<PersonSums> = histories.iter().flat_map(one).collect();
    let again = seconds(|| {
        for history in histories.iter().take(100) {
            let _ = black_box((one(history), follow(&detector, history).ok(), estimate(&sums, None, &params)));
        }
    });
    eprintln!("one new session: its person anew, then the figures from everyone's sums: {:.2} ms", 10.0 * again);
}

fn seconds(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64()
}

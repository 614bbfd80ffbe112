//! Operating curves of the rupture detector, and the calibration of its limits.
//!
//! - `cargo run --release --example detector` prints the tables of `docs/detector.md`
//! - `cargo run --release --example detector -- --calibrate` prints the limits of `src/alliance/rupture/boundary.rs`
//!
//! Both are the same on every run: each simulation has its own fixed seed.

mod calibrate;
mod conditions;
mod rates;
mod repairs;
mod simulate;
mod tables;
mod trial;

use std::hint::black_box;
use std::time::Instant;

fn main() {
    if std::env::args().any(|argument| argument == "--calibrate") {
        calibrate::calibrate();
        return;
    }
    tables::print();
    conditions::print();
    repairs::print();
    cost();
}

/// Time of one session's update, on standard error, because it differs from run to run.
fn cost() {
    use attune::alliance::rupture::{CaseloadParams, CourseState, Detector, Plan, Scale, Score};
    let params = CaseloadParams::assumed(0.0, 1.0, 5.0, 0.3);
    let Ok(detector) = Detector::fit(&params, Scale::unbounded(), Plan::Open) else { return };
    let begun = Instant::now();
    let mut state = CourseState::start(&detector);
    let sessions = 1_000_000_u32;
    for i in 0..sessions {
        let _ = black_box(state.update(&detector, Score::complete(f64::from(i % 7))));
    }
    eprintln!(
        "one update: {:.0} ns; state: {} bytes",
        begun.elapsed().as_nanos() as f64 / f64::from(sessions),
        size_of_val(&state)
    );
}

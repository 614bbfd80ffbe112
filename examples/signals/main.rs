//! The rates of false flags, as a table: `cargo run --release --example signals [courses [sessions ...]]`.
//!
//! Prints the table of `docs/signals.md`. With the default of 4,000 courses a row it takes some minutes.

mod simulation;

use simulation::{CONDITIONS, Raised, found, simulate};

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|text| text.parse().ok());
    let courses = numbers.next().unwrap_or(4_000);
    let lengths: Vec<usize> = numbers.collect();
    for sessions in if lengths.is_empty() { vec![8, 12, 20, 40] } else { lengths } {
        println!("\n### Courses of {sessions} sessions\n");
        println!("| condition | own change | outcome | trend | any flag | any, most variable fifth |");
        println!("|---|---|---|---|---|---|");
        let mut worst = Raised::default();
        for (seed, condition) in (0_u64..).zip(&CONDITIONS) {
            let raised = simulate(condition, sessions, courses, 1000 * sessions as u64 + seed);
            let Raised { own_change, outcome, trend, any, most_variable, .. } = raised;
            println!(
                "| {} | {own_change:.4} | {outcome:.4} | {trend:.4} | {any:.4} ({:.4}) | {most_variable:.4} |",
                condition.name,
                raised.error()
            );
            worst.own_change = worst.own_change.max(own_change);
            worst.outcome = worst.outcome.max(outcome);
            worst.trend = worst.trend.max(trend);
            worst.any = worst.any.max(any);
        }
        let Raised { own_change, outcome, trend, any, .. } = worst;
        println!("| largest | {own_change:.4} | {outcome:.4} | {trend:.4} | {any:.4} | |");
    }
    println!("\n### Dips of two sessions found by own change, twelve sessions\n");
    println!("| condition | 2.5 SD | 3.5 SD |");
    println!("|---|---|---|");
    for (seed, condition) in (0_u64..).zip(&CONDITIONS[..4]) {
        let of = |depth: f64| found(condition, depth, courses, 77_000 + seed);
        println!("| {} | {:.2} | {:.2} |", condition.name, of(2.5), of(3.5));
    }
}

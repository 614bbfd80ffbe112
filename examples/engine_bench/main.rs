//! Times the engine: `cargo run --release --example engine_bench`.
//!
//! The whole state of 1,000 and 10,000 people with 50 sessions of 12 items by two raters, one new session, a mixed model of
//! 50,000 rows, and the bytes held. Medians of seven runs.

mod body;

use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    for line in body::measure(&|| start.elapsed().as_secs_f64() * 1e3)? {
        match line.unit {
            "ms" => println!("{:<52} {:>12.4} ms", line.name, line.value),
            unit => println!("{:<52} {:>12.0} {unit}", line.name, line.value),
        }
    }
    Ok(())
}

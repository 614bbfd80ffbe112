//! Statistics of a table from the command line: `analyse METRIC [--option value ...] < data.csv > result.json`.
//!
//! `analyse --help` lists the metrics, `analyse METRIC --help` what one of them wants and gives. A file or an option that
//! cannot be read is told in one line on the error stream, with exit code 2; what the data do not allow to estimate is
//! `null` in the result, with the reason under `notes`.

mod engine;

use std::io::{Read, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let told = if engine::wants_help(&arguments) {
        engine::help(&arguments)
    } else {
        read_input().and_then(|bytes| engine::run(&arguments, &bytes)).map(|value| format!("{value:#}\n"))
    };
    match told {
        Ok(text) if std::io::stdout().write_all(text.as_bytes()).is_ok() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::from(2)
        }
    }
}

fn read_input() -> Result<Vec<u8>, engine::Fault> {
    let mut bytes = Vec::new();
    match std::io::stdin().read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        Err(error) => Err(engine::Fault::new(format!("the table could not be read: {error}"))),
    }
}

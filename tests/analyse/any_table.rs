//! Whatever a table holds, every metric gives a result or one line.

use crate::engine;
use proptest::prelude::*;

/// Every column that a metric looks for by itself.
const HEADER: &str = "patient,session,therapist,A,Tm,SRS,outcome,x,y,z,time,status,event,score,predicted,first,second,pre,\
    post,case,attainment,weight,min,max,mean,sd,n,unit,dropout,planned,p01,p02,p12,t01,t02,t12,J1,J4,Batch,Yield,\
    outcome_last,cause,s1,s2";

fn metrics() -> Vec<String> {
    let help = engine::help(&[]).unwrap();
    let (_, list) = help.split_once("\nMetrics").unwrap();
    list.lines().skip(1).filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// A cell by a number: mostly small whole numbers, now and then a gap, a word or an extreme.
fn cell(column: &str, choice: u16) -> String {
    let small = |few: u16| (choice % few).to_string();
    match (column, choice % 97) {
        ("patient" | "therapist" | "unit" | "case" | "Batch", _) => format!("P{}", choice % 4),
        ("status" | "event" | "dropout" | "planned", _) => small(2),
        (_, 0..4) => String::new(),
        (_, 4) => "1e300".to_owned(),
        (_, 5) => "-1e-300".to_owned(),
        (_, 6) => "NA".to_owned(),
        ("predicted", 7..50) => format!("0.{}", choice % 100),
        ("n", _) => small(9),
        (_, 7..20) => format!("{}.5", choice % 30),
        _ => small(6),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_panics(
        rows in prop::collection::vec(prop::collection::vec(any::<u16>(), 44), 1..24),
        metric in any::<prop::sample::Index>(),
        in_order in any::<bool>(),
        constant in prop::option::of(0..44_usize),
    ) {
        let names: Vec<&str> = HEADER.split(',').collect();
        prop_assert_eq!(names.len(), 44);
        let mut table = HEADER.to_owned();
        for (place, row) in rows.iter().enumerate() {
            let cells = names.iter().zip(row).enumerate().map(|(at, (name, choice))| match *name {
                // Sessions one after another, so that what needs them is reached.
                "session" if in_order => (place / 4 + 1).to_string(),
                "patient" if in_order => format!("P{}", place % 4),
                "session" | "patient" => cell(name, *choice),
                _ if constant == Some(at) => "1".to_owned(),
                _ => cell(name, *choice),
            });
            table.push('\n');
            table.push_str(&cells.collect::<Vec<_>>().join(","));
        }
        let metrics = metrics();
        let arguments = [metrics[metric.index(metrics.len())].clone()];
        match engine::run(&arguments, table.as_bytes()) {
            Ok(value) => prop_assert!(value["notes"].is_array()),
            Err(fault) => prop_assert!(!fault.to_string().contains('\n')),
        }
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[a-c,\n\"0-9.;() =-]{0,120}") {
        for metric in ["alpha", "correlation", "scoring"] {
            for input in [bytes.as_slice(), text.as_bytes()] {
                if let Err(fault) = engine::run(&[metric.to_owned()], input) {
                    prop_assert!(!fault.to_string().contains(['\n', '\r']));
                }
            }
            let arguments = [metric, "--let", text.as_str(), "--where", text.as_str()].map(str::to_owned);
            if let Err(fault) = engine::run(&arguments, b"a,b\n1,2\n") {
                prop_assert!(!fault.to_string().contains(['\n', '\r']));
            }
        }
    }
}

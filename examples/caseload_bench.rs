//! Times what the caseload page does with many people: `cargo run --release --example caseload_bench [PEOPLE]`.

use std::time::Instant;

use attune::{
    alliance::{after_ending::after_ending, caseload, find::Finder, risk::has_open_risk},
    care::{Archiving, DeviceId, Event, EventId, Fact, Label, Labelling, Record, Stamp},
    sample::{Plan, simulate},
};
use unicode_normalization::UnicodeNormalization;

/// Runs of which the median is told.
const RUNS: usize = 9;

fn median_ms<T>(mut run: impl FnMut() -> T) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let from = Instant::now();
            std::hint::black_box(run());
            from.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(RUNS / 2).copied().unwrap_or(f64::NAN)
}

/// Everybody gets a label, and every fourth goes into the archive.
fn file(record: &mut Record, plan: &Plan) {
    let labels = Label::all_in("couple, Tuesdays, supervision, waiting").unwrap_or_default();
    let mut number = 0_u64;
    let mut state = |record: &mut Record, fact| {
        number += 1;
        let mut id = [0xAB; 16];
        id[..8].copy_from_slice(&number.to_be_bytes());
        record.apply(&Event {
            id: EventId::from_bytes(id),
            device: DeviceId::from_bytes([1; 16]),
            sequence: number,
            stamp: Stamp { ms: number, counter: 0 },
            date: plan.today,
            parents: Vec::new(),
            fact,
        });
    };
    for (place, person) in record.people().into_iter().enumerate() {
        if let Some(label) = labels.get(place % 4) {
            let labelling = Labelling { person: person.id, label: label.clone(), on: true };
            state(record, Fact::Labelled(labelling));
        }
        if place % 4 == 0 {
            state(record, Fact::PersonArchived(Archiving { person: person.id, archived: true }));
        }
    }
}

fn main() {
    let people = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1_000);
    let plan = Plan::large(people);
    let mut record = Record::new();
    for event in simulate(&plan) {
        record.apply(&event);
    }
    file(&mut record, &plan);
    let all = record.people();
    let sessions: usize = all.iter().map(|person| person.sessions.len()).sum();
    println!("{} people, {sessions} sessions", all.len());
    println!("people of the record: {:.2} ms", median_ms(|| record.people()));
    println!("labels and archive of all: {:.2} ms", median_ms(|| record.all_filed()));
    let filings = record.all_filed();
    let rows = || {
        caseload::rows(record.people(), plan.today, &filings, &|person| has_open_risk(person, &record), &|person| {
            after_ending(person, &record, plan.today)
        })
    };
    println!("everybody's row, once a change: {:.1} ms", median_ms(rows));
    let rows = rows();
    let names: Vec<&str> = rows.iter().map(|row| row.person.name.as_str()).collect();
    let text: String = names.join("\n").nfkd().collect();
    println!("names made ready, once a change: {:.2} ms", median_ms(|| Finder::of(&text)));
    let finder = Finder::of(&text);
    for query in ["a", "an", "ana", "na a", "nobody of that name"] {
        let found =
            finder.find(query).into_iter().filter(|place| rows.get(*place).is_some_and(caseload::Row::is_daily));
        println!("  “{query}”: {} found, {:.3} ms a letter", found.count(), median_ms(|| finder.find(query)));
    }
}

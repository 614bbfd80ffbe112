//! Times of the built page in Chromium: `make bench`. Medians over several visits, each with an empty profile, as on this
//! machine and as on one four times slower (a middling phone): a first visit, and the main job from the therapist's vault
//! to the patient's answers and back.
//!
//! The page itself takes the times, by `performance.measure`: `start` from the script's first line to what is shown, `save`
//! and `answer` from a change until it is on disk, `unlock` from the passphrase to the record on the screen.
//!
//! `measure STORE` measures instead what a large vault costs, in every browser: STORE is a file of `examples/vault_bench`.

#[path = "../../../tests/steps.rs"]
mod steps;
mod store;

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use attune_journeys::{Browser, Options, Value, Visit};

const RUNS: usize = 5;

/// What one visit measured: a name and milliseconds (or bytes), in the order found.
async fn first_visit(slower: u32) -> Vec<(String, f64)> {
    let visit = Visit::start(Browser::Chromium, Options::default()).await;
    if slower > 1 {
        visit.slow_down(slower).await;
    }
    // The heading's time is taken in the page itself, so that no polling of ours is in it.
    let watch = "new MutationObserver((_, watch) => {
        if (!document.querySelector('h1')) return;
        performance.measure('first heading', { start: 0 });
        watch.disconnect();
    }).observe(document, { childList: true, subtree: true });";
    let source = attune_journeys::json!({ "source": watch });
    visit.devtools("Page.addScriptToEvaluateOnNewDocument", source).await;
    visit.open("").await;
    visit.heading("Attune").await;
    settle(&visit).await;
    let read = "const paint = performance.getEntriesByType('paint').map((entry) => [entry.name, entry.startTime]);
        const measures = performance.getEntriesByType('measure').map((entry) => [entry.name, entry.duration]);
        return [...paint, ...measures];";
    let mut found: Vec<(String, f64)> =
        pairs(visit.script(read, vec![]).await).into_iter().map(|(name, ms)| (format!("{name}, ms"), ms)).collect();
    let seen = visit.server.seen();
    found.push(("requests".to_owned(), seen.len() as f64));
    found.push(("bytes served, uncompressed".to_owned(), seen.iter().map(|request| request.bytes as f64).sum()));
    found
}

/// What one round of the main job measured.
async fn main_job(slower: u32) -> Vec<(String, f64)> {
    let visit = Visit::start(Browser::Chromium, Options::default()).await;
    if slower > 1 {
        visit.slow_down(slower).await;
    }
    // The heading of question 1, on the screen: from the therapist's "Lock and hand over" a new document loads, so its own
    // clock begins there; the time that the patient reads before "Start" is not counted.
    let watch = "new MutationObserver(() => {
        if (document.querySelector('.safety') && !performance.getEntriesByName('patient sees the start').length) {
          performance.measure('patient sees the start', { start: 0 });
        }
        if (document.querySelector('progress') && !performance.getEntriesByName('start to question 1').length) {
          performance.measure('start to question 1', { start: performance.getEntriesByName('pressed')[0]?.startTime ?? 0 });
        }
      }).observe(document, { childList: true, subtree: true });
      addEventListener('click', () => performance.mark('pressed'), true);";
    let source = attune_journeys::json!({ "source": watch });
    visit.devtools("Page.addScriptToEvaluateOnNewDocument", source).await;
    visit.open("").await;
    let passphrase = steps::make_vault(&visit).await;
    steps::add_person(&visit, "M-12").await;
    steps::saved(&visit).await;
    steps::to_caseload(&visit).await;
    visit.click("M-12").await;
    let mut found = measures(&visit, &["save"]).await;
    steps::hand_over(&visit).await;
    visit.click("Start").await;
    steps::answer(&visit, 1, &[4; 12]).await;
    settle(&visit).await;
    found.extend(measures(&visit, &["patient sees the start", "start to question 1", "answer"]).await);
    steps::finish(&visit).await;
    visit.reload().await;
    steps::unlock(&visit, &passphrase).await;
    settle(&visit).await;
    found.extend(measures(&visit, &["unlock"]).await);
    found
}

/// The page's own measures of these names.
async fn measures(visit: &Visit, names: &[&str]) -> Vec<(String, f64)> {
    let read = "return performance.getEntriesByType('measure').map((entry) => [entry.name, entry.duration])";
    let all = pairs(visit.script(read, vec![]).await);
    all.into_iter()
        .filter(|(name, _)| names.contains(&name.as_str()))
        .map(|(name, ms)| (format!("{name}, ms"), ms))
        .collect()
}

/// Waits until the page has made no new measure for half a second.
async fn settle(visit: &Visit) {
    let (mut before, mut since, start) = (Value::Null, Instant::now(), Instant::now());
    while since.elapsed() < Duration::from_millis(500) && start.elapsed() < Duration::from_secs(10) {
        let now = visit.script("return performance.getEntriesByType('measure').length", vec![]).await;
        if now != before {
            (before, since) = (now, Instant::now());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn pairs(list: Value) -> Vec<(String, f64)> {
    let pair = |entry: &Value| Some((entry.get(0)?.as_str()?.to_owned(), entry.get(1)?.as_f64()?));
    list.as_array().into_iter().flatten().filter_map(pair).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn print(title: &str, slower: u32, all: BTreeMap<String, Vec<f64>>) {
    println!("{title} in Chromium, processor slowed {slower} times, median (least to most; how many):");
    for (name, values) in all {
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(0.0, f64::max);
        let count = values.len();
        println!("  {name:<34} {:>10.1}   ({least:.1} to {most:.1}; {count})", median(values));
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    if let Some(file) = std::env::args().nth(1) {
        return store::measure(std::path::Path::new(&file)).await;
    }
    for slower in [1, 4] {
        let mut all = BTreeMap::<String, Vec<f64>>::new();
        for _ in 0..RUNS {
            for (name, value) in first_visit(slower).await {
                all.entry(name).or_default().push(value);
            }
        }
        print("First visit", slower, all);
        let mut all = BTreeMap::<String, Vec<f64>>::new();
        for _ in 0..RUNS {
            for (name, value) in main_job(slower).await {
                all.entry(name).or_default().push(value);
            }
        }
        print("Main job", slower, all);
    }
}

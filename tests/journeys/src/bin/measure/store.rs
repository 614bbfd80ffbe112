//! What a large vault costs in each browser: opening it, one save, memory.
//!
//! The store is put into localStorage as it is; the page's first start copies it to IndexedDB, and the next one is measured.

use std::{
    collections::BTreeMap,
    path::Path,
    time::{Duration, Instant},
};

use attune_journeys::{Browser, Options, Value, Visit, json};
use fantoccini::wd::TimeoutConfiguration;

/// How many characters go through the driver at once.
const CHUNK: usize = 400_000;
/// No single step may take longer.
const LONGEST: Duration = Duration::from_secs(300);
/// How many people are added, one save each.
const SAVES: usize = 7;

/// A file of `examples/vault_bench`.
struct Store {
    sessions: u64,
    passphrase: String,
    texts: BTreeMap<String, String>,
}

impl Store {
    fn read(file: &Path) -> Self {
        let text = std::fs::read_to_string(file).expect("the store's file can be read");
        let all: Value = serde_json::from_str(&text).expect("the store's file is JSON");
        let texts = all["texts"].as_object().expect("it holds texts");
        Self {
            sessions: all["sessions"].as_u64().expect("it says how many sessions it has"),
            passphrase: all["passphrase"].as_str().expect("it holds a passphrase").to_owned(),
            texts: texts
                .iter()
                .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
                .collect(),
        }
    }

    fn characters(&self) -> usize {
        self.texts.iter().map(|(key, value)| key.len() + value.len()).sum()
    }

    /// Puts everything into the page's localStorage; how many characters it took where it is full before the end.
    async fn put(&self, visit: &Visit) -> Result<(), usize> {
        const PUT: &str = "try { for (const [key, text] of arguments[0]) localStorage.setItem(key, text); return true }
            catch (error) { return error.name }";
        let (mut chunk, mut size, mut done) = (Vec::new(), 0, 0);
        let mut texts = self.texts.iter().peekable();
        while let Some((key, text)) = texts.next() {
            size += key.len() + text.len();
            chunk.push(json!([key, text]));
            if size > CHUNK || texts.peek().is_none() {
                let told = visit.script(PUT, vec![Value::from(std::mem::take(&mut chunk))]).await;
                if told != json!(true) {
                    return Err(done);
                }
                done += std::mem::take(&mut size);
            }
        }
        Ok(())
    }
}

/// Waits, longer than the page's helpers do, until the page answers that it is so.
async fn wait(visit: &Visit, what: &str, check: &str) {
    let start = Instant::now();
    while visit.script(check, vec![]).await != json!(true) {
        assert!(start.elapsed() < LONGEST, "waited {} s for {what}", LONGEST.as_secs());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

const HEADING: &str =
    "return [...document.querySelectorAll('h1, h2')].some((one) => one.textContent.trim() === arguments[0])";

fn heading(text: &str) -> String {
    HEADING.replace("arguments[0]", &json!(text).to_string())
}

/// The last of the page's own measures of that name, in milliseconds.
async fn last(visit: &Visit, name: &str) -> f64 {
    let read = "return performance.getEntriesByName(arguments[0]).pop()?.duration ?? -1";
    visit.script(read, vec![json!(name)]).await.as_f64().unwrap_or(-1.0)
}

/// The median of letters typed into the search and deleted again: until the next frame after the list was drawn anew.
async fn letter(visit: &Visit) -> f64 {
    const TYPE: &str = "const [text, done] = arguments;
        const field = document.getElementById('search');
        const began = performance.now();
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));";
    let mut times = Vec::new();
    for text in ["a", "an", "ana", "an", "a", "", "m", "ma", "mar", ""] {
        let told = visit.client.execute_async(TYPE, vec![json!(text)]).await.expect("the page measures a letter");
        times.push(told.as_f64().unwrap_or(-1.0));
    }
    super::median(times)
}

async fn one(browser: Browser, store: &Store) {
    let visit = Visit::start(browser, Options::default()).await;
    let limits = TimeoutConfiguration::new(Some(LONGEST), Some(LONGEST), None);
    visit.client.update_timeouts(limits).await.expect("the browser takes longer limits");
    if browser == Browser::Chromium {
        // The only one that lets a script run before the page's.
        let keep = "const plain = WebAssembly.instantiateStreaming;
            WebAssembly.instantiateStreaming = async (...all) => {
              const made = await plain.apply(WebAssembly, all);
              globalThis.memories = Object.values(made.instance.exports).filter((one) => one instanceof WebAssembly.Memory);
              return made;
            }";
        visit.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": keep })).await;
    }
    // A place of the same origin where the app does not run.
    visit.open("boot.js").await;
    println!("A vault of {} sessions in {} ({} characters):", store.sessions, browser.name(), store.characters());
    if let Err(done) = store.put(&visit).await {
        println!("  does not fit: localStorage was full after {done} characters");
        return;
    }
    let began = Instant::now();
    visit.open("").await;
    wait(&visit, "the page", &heading("Open your vault")).await;
    println!("  {:<44} {:>9.0} ms", "first start, with the copy to IndexedDB", began.elapsed().as_secs_f64() * 1000.0);
    let began = Instant::now();
    visit.reload().await;
    wait(&visit, "the page", &heading("Open your vault")).await;
    println!(
        "  {:<44} {:>9.0} ms",
        "a start, until the passphrase can be typed",
        began.elapsed().as_secs_f64() * 1000.0
    );
    let (before, _) = visit.memory();
    visit.fill("Passphrase", &store.passphrase).await;
    let began = Instant::now();
    visit.click("Open").await;
    wait(&visit, "the caseload", &heading("Your people")).await;
    println!("  {:<44} {:>9.0} ms", "unlock, until the caseload is shown", began.elapsed().as_secs_f64() * 1000.0);
    println!("  {:<44} {:>9.0} ms", "  by the page's own measure", last(&visit, "unlock").await);
    println!("  {:<44} {:>9.1} ms", "a letter in the search, until it is drawn", letter(&visit).await);
    let (after, most) = visit.memory();
    println!("  the page's process: {before:.0} MB locked, {after:.0} MB open, {most:.0} MB at most");
    if browser == Browser::Chromium {
        let size = "return globalThis.memories?.[0]?.buffer.byteLength ?? -1";
        let bytes = visit.script(size, vec![]).await.as_f64().unwrap_or(-1.0);
        println!("  the module's memory: {:.0} MB", bytes / 1024.0 / 1024.0);
    }
    let (mut saves, mut shown) = (Vec::new(), Vec::new());
    for at in 0..SAVES {
        visit.click("Add a person").await;
        visit.heading("Add a person").await;
        visit.fill("A code or a name", &format!("Measured {at}")).await;
        let count = format!("return performance.getEntriesByName('save').length === {}", at + 1);
        let began = Instant::now();
        visit.click("Save").await;
        wait(&visit, "the save", &count).await;
        shown.push(began.elapsed().as_secs_f64() * 1000.0);
        saves.push(last(&visit, "save").await);
        visit.click_in("Crisis contacts", "Your people").await;
        wait(&visit, "the caseload", &heading("Your people")).await;
    }
    println!("  {:<44} {:>9.0} ms", "one save, from the change to the disk", super::median(saves));
    println!("  {:<44} {:>9.0} ms", "  from the click, as a person sees it", super::median(shown));
}

/// Measures the store of that file in every browser that `ATTUNE_BROWSERS` names.
pub async fn measure(file: &Path) {
    let store = Store::read(file);
    for browser in [Browser::Chromium, Browser::Firefox, Browser::WebKit] {
        if browser.wanted() {
            one(browser, &store).await;
        }
    }
}

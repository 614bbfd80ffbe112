//! A vault of 60,000 answered sessions, kept in memory: how many characters each takes up, and how long opening it and one
//! save take. `cargo run --release --example vault_bench [SESSIONS]`. It fails where a session takes more than it may. With a
//! file's name behind the number the store is written there as JSON, to be put into a browser (`make bench`).
//!
//! The sessions are the sample's, in which a thousand people come for one course each; as many caseloads with other seeds
//! as it takes are written one after another, event by event, gathered as the app gathers them. Times are this machine's.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use attune::care::{Event, Fact, Record, compact::Item};
use attune::sample::{Plan, simulate};
use attune::vault::{AppPath, SlotParams, Storage, StorageError, Vault, VaultError, derive_kek, find};
use pollster::block_on;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

/// What opens the vault.
const PASSPHRASE: &str = "measure twice and cut once";

/// How many characters an answered session may take up at most, with its turn and all else, sealed and as base64.
const MOST: usize = 60;
/// From how many sessions on that holds.
const USUAL: usize = 20_000;

/// A store without faults, which `MemoryStorage` pays for with copies of itself.
#[derive(Clone, Default)]
struct Disk(Rc<RefCell<BTreeMap<String, String>>>);

impl Storage for Disk {
    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        let disk = self.0.borrow();
        let from = disk.range(prefix.to_owned()..).map(|(key, _)| key);
        Ok(from.take_while(|key| key.starts_with(prefix)).cloned().collect())
    }
    async fn read(&self, key: &str) -> Result<Option<String>, StorageError> {
        Ok(self.0.borrow().get(key).cloned())
    }
    async fn write(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.0.borrow_mut().insert(key.to_owned(), value.to_owned());
        Ok(())
    }
    async fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.0.borrow_mut().remove(key);
        Ok(())
    }
    async fn durable(&self) -> Result<(), StorageError> {
        Ok(())
    }
}

impl Disk {
    /// How many texts there are and how many characters they and their keys have.
    fn size(&self) -> (usize, usize) {
        let disk = self.0.borrow();
        (disk.len(), disk.iter().map(|(key, value)| key.len() + value.len()).sum())
    }
}

/// The sample's events until so many sessions are answered.
fn events(sessions: usize) -> impl Iterator<Item = Event> {
    let mut answered = 0;
    (0..).flat_map(|more| simulate(&Plan { seed: Plan::large(0).seed + more, ..Plan::large(1000) })).take_while(
        move |event| {
            let go_on = answered < sessions;
            answered += usize::from(matches!(event.fact, Fact::AnswersGiven(_)));
            go_on
        },
    )
}

/// What the system says of this process's memory, in MB; nothing where it does not say.
fn memory(line: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|text| text.strip_prefix(line))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn run(sessions: usize, file: Option<&str>) -> Result<(), Box<dyn std::error::Error>> {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let (disk, path) = (Disk::default(), AppPath::new("/"));
    let kek = derive_kek(PASSPHRASE, &SlotParams::fresh(&mut rng)?)?;
    let mut vault = block_on(Vault::create(disk.clone(), &path, &kek, &mut rng))?;
    block_on(vault.keep_reserve(&mut rng))?;
    let empty = disk.size().1;

    let (mut count, mut saves, mut gatherings) = (0_usize, Vec::new(), Vec::new());
    let began = Instant::now();
    for event in events(sessions) {
        count += 1;
        let start = Instant::now();
        let line = event.to_line();
        block_on(vault.append(line.as_bytes(), &mut rng))?;
        saves.push(start.elapsed());
        let start = Instant::now();
        if block_on(vault.tidy(&mut rng))? {
            gatherings.push(start.elapsed());
        }
    }
    println!("{count} events of {sessions} answered sessions written in {:.1} s", began.elapsed().as_secs_f64());
    while block_on(vault.gather(&mut rng))? {}
    let (texts, characters) = disk.size();
    let used = characters - empty;
    println!(
        "{used} characters in {texts} texts: {:.1} an answered session, turns and all else included",
        used as f64 / sessions as f64
    );
    let fit = 5e6 * sessions as f64 / used as f64;
    println!("{fit:.0} answered sessions fit into 5,000,000 characters");
    // What is promised of a store of usual size; a small one has a part that no gathering has made compact yet.
    if sessions >= USUAL && (used > MOST * sessions || fit < 60_000.0) {
        return Err(format!("an answered session takes more than {MOST} characters, or fewer than 60,000 fit").into());
    }
    println!("fullness {} %", block_on(vault.fullness())?.percent());
    saves.sort();
    gatherings.sort();
    let middle = |times: &[Duration]| times.get(times.len() / 2).copied().map_or(0.0, milliseconds);
    let worst = |times: &[Duration]| times.last().copied().map_or(0.0, milliseconds);
    println!("one save: median {:.3} ms, worst {:.3} ms", middle(&saves), worst(&saves));
    println!(
        "one gathering: median {:.1} ms, worst {:.1} ms, {} of them",
        middle(&gatherings),
        worst(&gatherings),
        gatherings.len()
    );
    drop((vault, saves, gatherings));
    if let Some(file) = file {
        let store = serde_json::json!({ "sessions": sessions, "passphrase": PASSPHRASE, "texts": &*disk.0.borrow() });
        std::fs::write(file, store.to_string())?;
        println!("the store is in {file}");
        return Ok(());
    }

    let found = block_on(find(&disk, &path))?;
    let Some(head) = found.vaults.first() else { return Err(VaultError::NoSlot.into()) };
    for folded in [false, true] {
        let before = memory("VmRSS:");
        let start = Instant::now();
        let (mut record, mut items) = (Record::new(), 0);
        let mut take = |_, item: Item| {
            items += 1;
            if let (true, Item::Event(event)) = (folded, item) {
                record.apply(&event);
            }
        };
        let (vault, replay) = block_on(Vault::unlock_into(disk.clone(), head, &kek, &mut take, &mut rng))?;
        let time = milliseconds(start.elapsed());
        let what = if folded { "unlocked and folded" } else { "unlocked" };
        println!("{what}: {items} events in {time:.0} ms, whole: {}", replay.is_whole());
        if let (Some(before), Some(after), Some(most)) = (before, memory("VmRSS:"), memory("VmHWM:")) {
            println!("  memory {before:.0} MB before, {after:.0} MB after, {most:.0} MB at most so far");
        }
        drop((vault, record));
    }
    Ok(())
}

fn main() {
    let sessions = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(60_000);
    if let Err(error) = run(sessions, std::env::args().nth(2).as_deref()) {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

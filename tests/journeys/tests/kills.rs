//! Browsers killed again and again over one profile, with SIGKILL and at chance moments: shortly after the page said "saved",
//! and in the middle of a save. Whatever was called saved, and whatever was shown after a start, is there after every later
//! start, once; nothing is damaged. A killed process is not a power cut: what the system had taken in, it still writes.
//!
//! `ATTUNE_KILLS=50` kills so many times after "saved", and half as often during a save; three times where it is not set.

use std::{io::Write, time::Duration};

use attune_journeys::{Browser, Value, Visit, journey, json};

use crate::steps;

/// How long after "saved" a kill may come, in milliseconds.
const AFTER: u64 = 200;
/// When the page presses its own button for a save that is cut off, and from when until when the kill comes, in milliseconds
/// after it was asked to. A save takes some dozens.
const PRESS: u64 = 30;
const DURING: std::ops::Range<u64> = 20..90;

/// Counts the transactions that write, by what they promise. It may come after the page, which asks for the function by name
/// each time.
const COUNT: &str = "const plain = IDBDatabase.prototype.transaction;
    window.counted = { strict: 0, weaker: 0 };
    IDBDatabase.prototype.transaction = function (...all) {
      const made = plain.apply(this, all);
      if (made.mode === 'readwrite') window.counted[made.durability === 'strict' ? 'strict' : 'weaker'] += 1;
      return made;
    };";

/// Presses "Save" and waits in the page itself, so that no polling of ours lies between "saved" and the kill.
const SAVE: &str = "const done = arguments[0];
    const saves = () => performance.getEntriesByName('save').length;
    const before = saves();
    const watch = new MutationObserver(() => {
      const says = document.querySelector('.save-line')?.innerText ?? '';
      if (saves() === before || !says.includes('Saved on this device')) return;
      watch.disconnect();
      done([window.counted.strict, window.counted.weaker, performance.getEntriesByName('save').pop().duration]);
    });
    watch.observe(document.body, { childList: true, subtree: true, characterData: true });
    document.querySelector('form button[type=submit]').click();";

/// What came of all rounds.
#[derive(Default)]
struct Tally {
    /// Who must be there.
    kept: Vec<String>,
    /// Kills after "saved", and kills during a save.
    after: usize,
    during: usize,
    /// Of the saves that were cut off, those that had reached the disk.
    reached: usize,
    /// Transactions that were strict.
    strict: u64,
    /// Of each acknowledged save, how long it took; of each kill, how long after "saved" it came. Milliseconds.
    saves: Vec<f64>,
    delays: Vec<f64>,
}

/// Chance enough for moments: splitmix64, seeded by the clock and printed, so that nobody looks for a lost seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

fn times() -> usize {
    std::env::var("ATTUNE_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(3)
}

/// Goes to the form that adds a person, and fills it in.
async fn begin(visit: &Visit, name: &str) {
    visit.click("Add a person").await;
    visit.heading("Add a person").await;
    visit.fill("A code or a name", name).await;
}

/// Opens the vault after a kill: everybody is there, once, and nothing is damaged.
async fn look(visit: &Visit, passphrase: &str, tally: &mut Tally, unsure: Option<&str>) {
    visit.open("").await;
    steps::unlock(visit, passphrase).await;
    let read = "return [...document.querySelectorAll('table.people tbody th')].map((cell) => cell.innerText.trim())";
    let shown = visit.script(read, vec![]).await;
    let shown: Vec<&str> = shown.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let lost: Vec<&String> = tally.kept.iter().filter(|name| !shown.contains(&name.as_str())).collect();
    assert!(lost.is_empty(), "lost after {} kills: {lost:?}, shown {shown:?}", tally.after + tally.during);
    if let Some(name) = unsure.filter(|name| shown.contains(name)) {
        // What was shown was made durable at the start, and must stay.
        tally.kept.push(name.to_owned());
        tally.reached += 1;
    }
    assert_eq!(shown.len(), tally.kept.len(), "somebody twice, or nobody's name: {shown:?}");
    let says = visit.text().await;
    for sign in ["of this vault is damaged", "of this vault are damaged", "no longer on this device", "less safely"] {
        assert!(!says.contains(sign), "'{sign}' in\n{says}");
    }
    visit.script(COUNT, vec![]).await;
}

/// A save that is acknowledged, and the kill after so many milliseconds if there is to be one.
async fn acknowledged(visit: &mut Visit, tally: &mut Tally, name: &str, kill: Option<u64>) {
    begin(visit, name).await;
    let aim = visit.aim().await;
    let told = visit.client.execute_async(SAVE, vec![]).await;
    let said = std::time::Instant::now();
    if let Some(wait) = kill {
        tokio::time::sleep(Duration::from_millis(wait)).await;
        tally.delays.push(said.elapsed().as_secs_f64() * 1000.0);
        visit.fire(aim);
        tally.after += 1;
    }
    let told = told.expect("the page said that it saved");
    assert_eq!(told[1], json!(0), "a transaction that writes was not strict");
    assert!(told[0].as_u64() > Some(0), "no transaction of IndexedDB before 'saved': {told}");
    tally.strict += told[0].as_u64().unwrap_or(0);
    tally.saves.extend(told[2].as_f64());
    tally.kept.push(name.to_owned());
}

/// A save that nobody waits for. The page presses the button a moment later, so that the kill can come before the driver's
/// answer would.
async fn cut_off(visit: &mut Visit, tally: &mut Tally, name: &str, wait: u64) {
    begin(visit, name).await;
    let aim = visit.aim().await;
    let press = "setTimeout(() => document.querySelector('form button[type=submit]').click(), arguments[0])";
    visit.script(press, vec![json!(PRESS)]).await;
    tokio::time::sleep(Duration::from_millis(wait)).await;
    visit.fire(aim);
    tally.during += 1;
}

/// The middle one and the largest, for the line that tells of all.
fn spread(mut values: Vec<f64>) -> String {
    values.sort_by(f64::total_cmp);
    let middle = values.get(values.len() / 2).copied().unwrap_or(0.0);
    format!("median {middle:.0} ms, most {:.0} ms", values.last().copied().unwrap_or(0.0))
}

journey!(killed_browsers_lose_nothing_that_was_saved in [chromium firefox] within Duration::from_secs(60 + 30 * times() as u64));
async fn killed_browsers_lose_nothing_that_was_saved(visit: &mut Visit) {
    let seed =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(1, |time| time.as_nanos() as u64);
    let (mut chance, mut tally) = (Chance(seed), Tally::default());
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    visit.script(COUNT, vec![]).await;
    for round in 1..=times() {
        acknowledged(visit, &mut tally, &format!("Saved {round}"), Some(chance.below(AFTER + 1))).await;
        visit.restart().await;
        look(visit, &passphrase, &mut tally, None).await;
        if round % 2 == 0 || round == times() {
            // An acknowledged one right before, so that the cut off save has a neighbour to harm.
            acknowledged(visit, &mut tally, &format!("Beside {round}"), None).await;
            steps::to_caseload(visit).await;
            let name = format!("Cut off {round}");
            cut_off(visit, &mut tally, &name, DURING.start + chance.below(DURING.end - DURING.start)).await;
            visit.restart().await;
            look(visit, &passphrase, &mut tally, Some(&name)).await;
        }
    }
    tell(visit.browser, tally);
}

/// Past the test harness, which keeps what is printed the usual way to itself.
fn tell(browser: Browser, tally: Tally) {
    let Tally { kept, after, during, reached, strict, saves, delays } = tally;
    let acknowledged = kept.len() - reached;
    let _ = writeln!(
        std::io::stderr(),
        "killed {}: {after} times after \"saved\" ({}), {during} times during a save ({reached} of those had reached the disk); \
         {acknowledged} saves acknowledged ({}; {strict} transactions that write, all strict), 0 lost, nothing damaged",
        browser.name(),
        spread(delays),
        spread(saves),
    );
}

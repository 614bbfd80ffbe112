//! The lock: it closes by itself, opens without stopping the page, and what was typed is there again.

use std::time::Duration;

use attune_journeys::{Key, Visit, ask_only, journey};

use crate::{
    backup::{PASSPHRASE, to_back_up, to_restore, type_passphrase},
    steps,
};

/// Sets after how many seconds this device locks.
async fn idle_after(visit: &Visit, seconds: u32) {
    let set = "localStorage.setItem('attune-preference/idle-seconds', JSON.stringify(arguments[0]))";
    visit.script(set, vec![seconds.into()]).await;
}

journey!(nobody_there);
async fn nobody_there(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "Ilse").await;
    steps::saved(visit).await;
    // What a person can choose is minutes; that is stored in seconds.
    visit.click("Your data").await;
    visit.heading("Where your data is").await;
    visit.click("Settings").await;
    visit.heading("Settings").await;
    visit.is_accessible().await;
    visit.fill("Lock after", "2 minutes").await;
    let stored = visit.local_storage().await;
    assert_eq!(stored.get("attune-preference/idle-seconds").map(String::as_str), Some("120"));

    idle_after(visit, 16).await;
    let first = visit.new_tab("").await;
    steps::unlock(visit, &passphrase).await;
    let second = visit.tab().await;
    visit.switch_to(&first).await;
    visit.reload().await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.heading("Settings").await;
    steps::to_caseload(visit).await;
    visit.click("Add a person").await;
    visit.heading("Add a person").await;
    visit.fill("A code or a name", "Half typed").await;
    visit.sees("Attune locks in").await;
    visit.is_accessible().await;
    // Any key will do, and it holds for all tabs.
    visit.press(Key::Shift).await;
    visit.sees_no("Attune locks in").await;
    visit.switch_to(&second).await;
    visit.heading("Your people").await;
    visit.switch_to(&first).await;
    assert_eq!(visit.value("A code or a name").await, "Half typed");

    visit.heading("Open your vault").await;
    visit.sees("Attune locked itself because nobody had been here").await;
    let session = visit.session_storage().await;
    assert!(session.values().all(|value| !value.contains("Half")), "nothing typed lies readable");
    visit.switch_to(&second).await;
    visit.heading("Open your vault").await;
    visit.switch_to(&first).await;
    idle_after(visit, 600).await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.heading("Add a person").await;
    visit.until("have what was typed back", async || visit.value("A code or a name").await == "Half typed").await;
    visit.click("Save").await;
    visit.heading("Half typed").await;
    steps::saved(visit).await;
}

journey!(a_long_sleep);
async fn a_long_sleep(visit: &mut Visit) {
    visit.open("").await;
    steps::make_vault(visit).await;
    steps::add_person(visit, "Ilse").await;
    steps::saved(visit).await;
    // The clock of a device that slept for three hours. Firefox runs scripts in a world of their own beside the page's.
    visit.script("const clock = (window.wrappedJSObject ?? window).Date, now = clock.now(); clock.now = () => now + 3 * 3600 * 1000", vec![]).await;
    visit.heading("Open your vault").await;
    visit.sees_no("Ilse").await;
}

journey!(nothing_locks_a_patients_turn);
async fn nothing_locks_a_patients_turn(visit: &mut Visit) {
    visit.open("").await;
    steps::make_vault(visit).await;
    steps::add_person(visit, "Ilse").await;
    idle_after(visit, 4).await;
    steps::hand_over(visit).await;
    visit.click("Start").await;
    steps::answer(visit, 1, &[4]).await;
    tokio::time::sleep(Duration::from_secs(7)).await;
    visit.sees("Question 2 of 12").await;
    steps::answer(visit, 2, &[4]).await;
}

journey!(what_is_typed_stays_over_a_lock_and_a_turn);
async fn what_is_typed_stays_over_a_lock_and_a_turn(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "Ilse").await;
    visit.click("New session").await;
    visit.click("Save and write notes").await;
    visit.sees("How you met").await;
    visit.fill("Private note", "Half a thought").await;
    visit.sees("What you type stays in this tab until you save it").await;
    // Somebody is at the door: no question is asked first.
    visit.click("Lock").await;
    visit.heading("Open your vault").await;
    let session = visit.session_storage().await;
    assert!(session.values().all(|value| !value.contains("thought")), "nothing typed lies readable");
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.sees("How you met").await;
    assert_eq!(visit.value("Private note").await, "Half a thought");
    // The same when the device goes into other hands; then the person's page comes first.
    visit.click("Hand the device over").await;
    visit.heading("Hand the device over").await;
    ask_only(visit, "Alliance Scale").await;
    visit.click("Lock and hand over").await;
    visit.heading("A few questions about how we work together").await;
    let session = visit.session_storage().await;
    assert!(session.values().all(|value| !value.contains("thought")), "nothing typed lies readable");
    visit.click("Start").await;
    steps::answer(visit, 1, &[4; 12]).await;
    steps::finish(visit).await;
    visit.click("For the therapist: open the vault").await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.heading("Ilse").await;
    visit.sees("The latest answers").await;
    visit.click_in("Record of care", "Sessions").await;
    visit.heading("Sessions").await;
    visit.script("document.querySelector('.episodes a').click()", vec![]).await;
    visit.sees("How you met").await;
    assert_eq!(visit.value("Private note").await, "Half a thought");
    visit.click("Save").await;
    steps::saved(visit).await;
}

/// A disk that comes to no end with what it writes until `goOn` is called.
const STALLED: &str = "const begin = IDBDatabase.prototype.transaction, ends = [];
    IDBDatabase.prototype.transaction = function (...how) {
      const begun = begin.apply(this, how);
      if (how[1] === 'readwrite') Object.defineProperty(begun, 'oncomplete', { set(heard) { ends.push(heard); } });
      return begun;
    };
    window.goOn = () => {
      IDBDatabase.prototype.transaction = begin;
      ends.forEach((heard) => heard());
    };";

journey!(a_lock_empties_the_page_at_once);
async fn a_lock_empties_the_page_at_once(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "Ilse").await;
    steps::saved(visit).await;
    visit.script(STALLED, vec![]).await;
    visit.click("Rename").await;
    visit.fill("A code or a name", "Ilse the Second").await;
    visit.click("Save").await;
    visit.heading("Ilse the Second").await;
    visit.sees("Saving").await;
    // Whoever presses this does not wait for the disk.
    visit.click("Lock").await;
    visit.sees("Locking. What was begun is finished first").await;
    let shown = "return document.documentElement.outerHTML.includes('Ilse')";
    assert_eq!(visit.script(shown, vec![]).await, false, "the name has left the page");
    visit.script("window.goOn()", vec![]).await;
    steps::unlock(visit, &passphrase).await;
    visit.sees("Ilse the Second").await;
}

/// Begins to count the turns that the page takes while something moves on it.
async fn watch(visit: &Visit) {
    let watch = "clearTimeout(window.looking);
        window.seen = { turns: 0, moved: false };
        const look = () => {
          const moving = document.querySelector('.moving');
          if (moving) {
            seen.turns += 1;
            seen.moved ||= moving.getAnimations({ subtree: true }).length > 0;
          }
          window.looking = setTimeout(look, 10);
        };
        look()";
    visit.script(watch, vec![]).await;
}

/// Whether it moved since [`watch`], and the page went on taking turns.
async fn moved(visit: &Visit) {
    let seen = visit.script("return seen", vec![]).await;
    assert_eq!(seen["moved"], true, "the indicator moves");
    // A derivation takes a quarter of a second at least; in the page's own thread it would leave one turn or two.
    assert!(seen["turns"].as_u64() > Some(6), "the page stays alive: {seen}");
}

journey!(the_page_moves_while_it_opens);
async fn the_page_moves_while_it_opens(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::saved(visit).await;
    visit.click("Lock").await;
    visit.heading("Open your vault").await;
    visit.fill("Passphrase", &passphrase).await;
    watch(visit).await;
    visit.click("Open").await;
    visit.heading("Your people").await;
    moved(visit).await;
    let used = "return performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('/worker.js'))";
    if visit.browser.name() != "webkit" {
        assert_eq!(visit.script(used, vec![]).await, true, "a worker did it");
    }
}

journey!(the_page_moves_while_a_backup_is_made_and_opened);
async fn the_page_moves_while_a_backup_is_made_and_opened(visit: &mut Visit) {
    visit.open("").await;
    steps::make_vault(visit).await;
    steps::saved(visit).await;
    to_back_up(visit).await;
    type_passphrase(visit).await;
    watch(visit).await;
    visit.click("Make the backup").await;
    visit.sees("The backup was made and read back").await;
    moved(visit).await;
    let file = visit.profile.downloaded("backup-").await;
    to_restore(visit).await;
    visit.give_file("The backup file", &file).await;
    visit.fill("Passphrase of the backup", PASSPHRASE).await;
    watch(visit).await;
    visit.click("Open the backup").await;
    visit.heading("Has anybody been erased since the backup was made?").await;
    moved(visit).await;
}

journey!(no_worker_here);
async fn no_worker_here(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::saved(visit).await;
    visit.click("Lock").await;
    visit.heading("Open your vault").await;
    // One that never says a word: it can be given up, and after a while the page does the work itself.
    visit.script("window.Worker = class { postMessage() {} terminate() { window.ended = true } }", vec![]).await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.sees("Opening. This takes a few seconds").await;
    visit.is_accessible().await;
    visit.click("Cancel").await;
    visit.sees("Stopped. Nothing was changed").await;
    assert_eq!(visit.script("return window.ended", vec![]).await, true, "the worker was ended");
    visit.click("Open").await;
    visit.heading("Your people").await;
    visit.click("Lock").await;
    visit.heading("Open your vault").await;
    visit.script("window.Worker = class { constructor() { throw new Error('none') } }", vec![]).await;
    steps::unlock(visit, &passphrase).await;
}

//! What happens to a browser under an open vault: its store is emptied, its clock set back, half of its stores blocked, a newer
//! version wrote, its window is a private one; and what it promises.

use attune_journeys::{Options, Storage, Visit, journey, json};

use crate::steps;

/// Empties both stores as a script of the same origin can.
const EMPTY: &str = "localStorage.clear();
    const request = indexedDB.open('attune');
    request.onsuccess = () => {
      const change = request.result.transaction('mirror', 'readwrite');
      change.objectStore('mirror').clear();
      change.oncomplete = () => { request.result.close(); window.emptied = true; };
    };";

/// Firefox runs scripts in a world of their own beside the page's.
const LONG_AGO: &str = "(window.wrappedJSObject ?? window).Date.now = () => 1000000000000";

async fn goes_on(visit: &Visit, passphrase: &str) {
    steps::to_caseload(visit).await;
    steps::add_person(visit, "Afterwards").await;
    visit.sees("The browser had deleted what Attune keeps here").await;
    steps::saved(visit).await;
    visit.is_accessible().await;
    visit.click("Understood").await;
    visit.sees_no("The browser had deleted").await;
    visit.reload().await;
    visit.fill("Passphrase", passphrase).await;
    visit.click("Open").await;
    visit.heading("Afterwards").await;
    steps::to_caseload(visit).await;
    visit.sees("Beforehand").await;
}

journey!(an_emptied_store);
async fn an_emptied_store(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "Beforehand").await;
    steps::saved(visit).await;
    visit.script(EMPTY, vec![]).await;
    visit.until("have it emptied", async || visit.script("return window.emptied", vec![]).await == true).await;
    goes_on(visit, &passphrase).await;
}

journey!(site_data_cleared_by_the_browser in [chromium]);
async fn site_data_cleared_by_the_browser(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "Beforehand").await;
    steps::saved(visit).await;
    let clear = json!({ "origin": visit.server.origin(), "storageTypes": "local_storage,indexeddb" });
    visit.devtools("Storage.clearDataForOrigin", clear).await;
    visit
        .until("have it emptied", async || visit.local_storage().await.keys().all(|key| !key.contains("/slot/")))
        .await;
    goes_on(visit, &passphrase).await;
}

journey!(a_clock_set_back);
async fn a_clock_set_back(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "First name").await;
    let rename = async |name: &str| {
        visit.click("Rename").await;
        visit.fill("A code or a name", name).await;
        visit.click("Save").await;
        visit.heading(name).await;
    };
    rename("Second name").await;
    visit.script(LONG_AGO, vec![]).await;
    rename("Third name").await;
    steps::saved(visit).await;
    visit.reload().await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    // The later word holds although its clock stood twenty years behind.
    visit.heading("Third name").await;
    visit.script(LONG_AGO, vec![]).await;
    rename("Fourth name").await;
    steps::saved(visit).await;
    visit.reload().await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.heading("Fourth name").await;
}

journey!(a_newer_version_wrote_here);
async fn a_newer_version_wrote_here(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "Of this version").await;
    steps::saved(visit).await;
    visit.click("Lock").await;
    visit.heading("Open your vault").await;
    let newer = "const slot = Object.keys(localStorage).find((key) => key.includes('/slot/'));
        localStorage.setItem(slot.replace(/slot[/].*/, 'of-tomorrow/1'), 'x')";
    visit.script(newer, vec![]).await;
    visit.reload().await;
    steps::unlock(visit, &passphrase).await;
    visit.sees("This vault was written by a newer version of Attune. It is open for reading only").await;
    visit.sees("Of this version").await;
    // A backup says what it lacks.
    crate::backup::back_up(visit).await;
    visit.sees("1 part of the vault was written by a newer version of Attune and is not in it").await;
    steps::to_caseload(visit).await;
    let count = async || visit.local_storage().await.into_keys().filter(|key| key.contains("/j/")).count();
    let before = count().await;
    steps::add_person(visit, "Typed all the same").await;
    visit.sees("Not saved yet. This vault was written by a newer version").await;
    assert_eq!(count().await, before, "nothing was written");
    // What cannot be saved keeps the tab from locking until it is given up.
    visit.click("Lock").await;
    visit.sees("Something is in the way").await;
    visit.sees_no("Typed all the same").await;
    visit.is_accessible().await;
    visit.click("Lock all the same and lose the changes").await;
    steps::unlock(visit, &passphrase).await;
    visit.sees("Of this version").await;
    visit.sees_no("Typed all the same").await;
}

// Only Chromium's driver can run a script before the page's own.
journey!(the_second_store_blocked in [chromium]);
async fn the_second_store_blocked(visit: &mut Visit) {
    let block =
        "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError') } })";
    visit.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": block })).await;
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    visit.sees("Saved, but less safely").await;
    steps::add_person(visit, "In one store").await;
    visit.sees("Saved, but less safely").await;
    visit.is_accessible().await;
    visit.reload().await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.heading("In one store").await;
}

journey!(a_private_window in [chromium firefox] with Options { storage: Storage::Private, ..Options::default() });
async fn a_private_window(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "Until it closes").await;
    steps::saved(visit).await;
    // As in any other window for as long as it is open.
    visit.reload().await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.heading("Until it closes").await;
    visit.click("Your data").await;
    visit.sees("A private window forgets everything when it is closed").await;
    visit.quit().await;
    visit.restart().await;
    visit.open("").await;
    visit.heading("Attune").await;
    visit.sees("I am a therapist").await;
    visit.sees_no("Open your vault").await;
    let left: Vec<String> = visit.local_storage().await.into_keys().filter(|key| key.contains("/slot/")).collect();
    assert!(left.is_empty(), "{left:?}");
    visit.is_accessible().await;
}

// What scripts of Firefox's driver promise is none of the page's own promises, and WebKit's has no such question.
journey!(what_the_browser_promises in [chromium]);
async fn what_the_browser_promises(visit: &mut Visit) {
    visit.open("").await;
    steps::make_vault(visit).await;
    let answers = "window.answers = { persisted: false, persist: false };
        for (const what of ['persisted', 'persist']) navigator.storage[what] = async () => answers[what]";
    visit.script(answers, vec![]).await;
    let look = async || {
        steps::to_caseload(visit).await;
        visit.click("Your data").await;
        visit.heading("Where your data is").await;
    };
    look().await;
    visit.sees("This browser has not promised to keep this page's data when the disk is full").await;
    visit.click("Ask it to promise that").await;
    visit.sees("The browser did not promise it").await;
    visit.sees("This browser has not promised").await;
    visit.is_accessible().await;
    visit.script("answers.persist = true", vec![]).await;
    visit.click("Ask it to promise that").await;
    visit.sees("This browser promised to keep this page's data when the disk is full").await;
    visit.sees_no("Ask it to promise that").await;
    visit.script("answers.persisted = true", vec![]).await;
    look().await;
    visit.sees("This browser promised to keep").await;
    visit.script("navigator.storage.persisted = undefined", vec![]).await;
    look().await;
    visit.sees("This browser does not say whether it keeps").await;
}

/// Replaces what every use of the second store begins with.
const FAIL: &str = "const all = (window.wrappedJSObject ?? window).IDBDatabase.prototype;
    all.sound = all.transaction;
    all.transaction = () => { throw new Error('gone') }";
const MEND: &str = "const all = (window.wrappedJSObject ?? window).IDBDatabase.prototype;
    all.transaction = all.sound";

journey!(the_second_store_fails_under_an_open_vault);
async fn the_second_store_fails_under_an_open_vault(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "In both stores").await;
    steps::saved(visit).await;
    visit.script(FAIL, vec![]).await;
    steps::to_caseload(visit).await;
    steps::add_person(visit, "In one store").await;
    visit.sees("Saved, but less safely").await;
    visit.is_accessible().await;
    // It is tried again, not at every save, and gets what it missed.
    visit.script(MEND, vec![]).await;
    for name in ["In both again", "Once more", "And once more"] {
        steps::to_caseload(visit).await;
        steps::add_person(visit, name).await;
    }
    steps::saved(visit).await;
    // The first store is lost: all comes from the second.
    visit.script("localStorage.clear()", vec![]).await;
    visit.reload().await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.heading("And once more").await;
    steps::to_caseload(visit).await;
    for name in ["In both stores", "In one store", "In both again", "Once more"] {
        visit.sees(name).await;
    }
}

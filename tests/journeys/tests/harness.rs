//! The harness itself: what the audit and axe are to find, they find, in every browser.

use attune_journeys::{Browser, Key, Options, Storage, Visit, axe, journey};

/// A page with one of every fault.
const FAULTY: Options = Options {
    language: "es",
    time_zone: "America/Bogota",
    dark: true,
    folder: "/",
    files: Some("tests/journeys/tests/faulty"),
    storage: Storage::On,
};

#[tokio::test]
async fn faults_are_found_in_chromium() {
    faults_are_found(Browser::Chromium).await;
}

#[tokio::test]
async fn faults_are_found_in_firefox() {
    faults_are_found(Browser::Firefox).await;
}

#[tokio::test]
async fn faults_are_found_in_webkit() {
    faults_are_found(Browser::WebKit).await;
}

/// Not a `journey!`, whose audit would rightly fail it.
async fn faults_are_found(browser: Browser) {
    if !browser.wanted() {
        return;
    }
    let mut visit = Visit::start(browser, FAULTY).await;
    visit.open("").await;
    visit.sees("Faulty").await;
    // Options reach the page.
    let device = "return [navigator.language.slice(0, 2), Intl.DateTimeFormat().resolvedOptions().timeZone,
        matchMedia('(prefers-color-scheme: dark)').matches]";
    let device = visit.script(device, vec![]).await;
    if browser != Browser::WebKit {
        assert_eq!(device[0], "es");
    }
    assert_eq!((device[1].as_str(), device[2].as_bool()), (Some("America/Bogota"), Some(true)));
    let broken = axe::violations(&visit).await;
    assert!(
        broken.iter().any(|rule| rule["id"] == "image-alt"),
        "axe-core missed the image without a text: {broken:?}"
    );
    visit.script("document.documentElement.dataset.panic = 'made up'", vec![]).await;
    let problems = visit.audit().await;
    for part in ["breach of the page's policy", "elsewhere.invalid", "panicked: made up"] {
        assert!(problems.iter().any(|problem| problem.contains(part)), "no '{part}' in {problems:#?}");
    }
    if browser == Browser::Chromium {
        assert!(problems.iter().any(|problem| problem.contains("error in the console")), "{problems:#?}");
    }
}

const FORM: Options = Options {
    time_zone: "UTC",
    files: Some("tests/journeys/tests/form"),
    language: "en",
    dark: false,
    folder: "/",
    storage: Storage::On,
};

journey!(hands_work with FORM);
async fn hands_work(visit: &mut Visit) {
    visit.open("").await;
    visit.fill("Name", "Ana").await;
    visit.fill("Day", "2026-11-23").await;
    visit.fill("Colour", "Green").await;
    visit.fill("Amount", "7").await;
    visit.click("Often").await;
    visit.click_in("Second", "Open").await;
    visit.sees("Ana 2026-11-23 g 7 often second").await;
    visit.tab_to("Keys").await;
    visit.type_keys("42").await;
    visit.press(Key::Enter).await;
    visit.sees("keys 42").await;
    visit.press_with(Key::Shift, Key::Tab).await;
    assert_ne!(visit.focused().await, "Keys");
    let first = visit.new_tab("#other").await;
    assert!(visit.address().await.ends_with("#other"));
    assert_eq!(visit.tabs().await.len(), 2);
    assert_eq!(visit.local_storage().await.get("name").map(String::as_str), Some("Ana"));
    assert!(visit.session_storage().await.is_empty());
    visit.close_tab(&first).await;
    visit.click("Save a file").await;
    let saved = visit.profile.downloaded("saved").await;
    assert_eq!(std::fs::read_to_string(&saved).expect("a saved file"), "saved text");
    visit.give_file("File", &saved).await;
    visit.sees("file saved text").await;
    visit.wide(600).await;
    visit.sees("width 600").await;
}

journey!(server_goes_and_comes_back with FORM);
async fn server_goes_and_comes_back(visit: &mut Visit) {
    visit.open("").await;
    visit.expect_in_console("ERR_CONNECTION_REFUSED");
    let reached = "const done = arguments[0]; fetch('index.html').then(() => done(true), () => done(false))";
    let ask = async |visit: &Visit| visit.client.execute_async(reached, vec![]).await.expect("an answer");
    assert_eq!(ask(visit).await, true);
    visit.server.stop();
    assert_eq!(ask(visit).await, false);
    visit.server.resume().await;
    assert_eq!(ask(visit).await, true);
}

journey!(strict_writes_survive_a_crash in [chromium firefox] with FORM);
async fn strict_writes_survive_a_crash(visit: &mut Visit) {
    visit.open("").await;
    visit.sees("ready").await;
    let write = "const done = arguments[1];
        const ask = indexedDB.open('store');
        ask.onupgradeneeded = () => ask.result.createObjectStore('records');
        ask.onsuccess = () => {
          const change = ask.result.transaction('records', 'readwrite', { durability: 'strict' });
          change.objectStore('records').put(arguments[0], 'record');
          change.oncomplete = () => done('kept');
        };";
    visit.client.execute_async(write, vec!["Marisol was here, and kept".into()]).await.expect("written");
    visit.crash().await;
    assert!(!visit.kept("Marisol was here").is_empty(), "what is in the profile can be found");
    assert!(visit.kept("Marisol was never here").is_empty());
    visit.restart().await;
    visit.open("").await;
    let read = "const done = arguments[0];
        const ask = indexedDB.open('store');
        ask.onsuccess = () => {
          const get = ask.result.transaction('records').objectStore('records').get('record');
          get.onsuccess = () => done(get.result);
        };";
    let kept = visit.client.execute_async(read, vec![]).await.expect("read");
    assert_eq!(kept, "Marisol was here, and kept");
}

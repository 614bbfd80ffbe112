//! A person's rights: erased, restricted, taken out; mistakes undone; looks, prints and exports written down.

use std::{collections::BTreeSet, fs};

use attune::words::{Lang, date_long, day};
use attune_journeys::{Browser, Key, Value, Visit, journey};

use crate::steps;

const NAME: &str = "Xanthippe Zwingli";
const OTHER: &str = "Bartholomew Quince";

/// The keys of the journal's records and segments, and of what patients left, in both stores.
async fn journal_keys(visit: &Visit) -> BTreeSet<String> {
    const SCRIPT: &str = "const keys = new Set(Object.keys(localStorage));
        const wait = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = fail; });
        for (const { name } of await indexedDB.databases()) {
          const db = await wait(indexedDB.open(name));
          for (const store of db.objectStoreNames) {
            const found = await wait(db.transaction(store).objectStore(store).getAllKeys());
            found.forEach((key) => keys.add('mirror ' + key));
          }
          db.close();
        }
        return [...keys];";
    let script = format!("return (async () => {{ {SCRIPT} }})()");
    let all = visit.script(&script, vec![]).await;
    let all = all.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    all.filter(|key| ["/j/", "/s/", "/turn/", "/inbox/"].iter().any(|room| key.contains(room))).collect()
}

/// Goes to somebody's page from the caseload.
async fn to_person(visit: &Visit, name: &str) {
    steps::to_caseload(visit).await;
    visit.click(name).await;
    visit.heading("This person's record").await;
}

/// A vault with two people.
async fn two_people(visit: &Visit) -> String {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    for name in [OTHER, NAME] {
        steps::to_caseload(visit).await;
        steps::add_person(visit, name).await;
    }
    steps::saved(visit).await;
    passphrase
}

/// Erases whoever's page is shown.
async fn erase(visit: &Visit, name: &str) {
    visit.click("Erase this person").await;
    visit.heading("What goes").await;
    visit.fill(&format!("To erase, type the name: {name}"), name).await;
    visit.click("Erase for good").await;
}

async fn go(visit: &Visit, name: &str) {
    visit.tab_to(name).await;
    visit.press(Key::Enter).await;
}

journey!(erased_by_keyboard);
async fn erased_by_keyboard(visit: &mut Visit) {
    let passphrase = two_people(visit).await;
    let page = visit.address().await;
    let before = journal_keys(visit).await;
    assert!(before.len() > 4 && before.iter().any(|key| key.starts_with("mirror ")), "{before:?}");
    go(visit, "Erase this person").await;
    visit.heading("What stays").await;
    visit.sees("Attune knows of no print, file or backup that holds the person").await;
    visit.is_accessible().await;
    visit.tab_to(&format!("To erase, type the name: {NAME}")).await;
    visit.type_keys("Xanthippe").await;
    visit.press(Key::Enter).await;
    visit.sees("That is not the name. Nothing was erased.").await;
    visit.is_accessible().await;
    visit.type_keys(" Zwingli").await;
    visit.press(Key::Enter).await;
    visit.heading("Erased").await;
    visit.until("have the focus on the heading", async || visit.focused().await == "Erased").await;
    visit.sees_no("Xanthippe").await;
    visit.is_accessible().await;
    go(visit, "Save the erasure list").await;
    visit.sees("given to your browser").await;
    let list = fs::read_to_string(visit.profile.downloaded("erasure-list").await).expect("the list can be read");
    let lines: Vec<Value> = list.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert_eq!((lines.len(), &lines[0]["count"]), (2, &Value::from(1)), "{list}");
    assert_eq!(
        lines[1].as_object().map(|line| line.keys().collect::<Vec<_>>()),
        Some(vec![&"erased".to_owned(), &"subject".to_owned()])
    );
    assert!(!list.contains("Xanthippe") && !list.contains("Zwingli"));
    // Nothing that was sealed before lies in either store any more.
    let after = journal_keys(visit).await;
    let left: Vec<&String> = before.intersection(&after).collect();
    assert!(left.is_empty(), "{left:?}");

    visit.reload().await;
    visit.heading("Open your vault").await;
    visit.open("").await;
    steps::unlock(visit, &passphrase).await;
    visit.sees(OTHER).await;
    visit.sees_no("Xanthippe").await;
    visit.sees_no("An erasure had not been completed").await;
    let hash = page.split_once('#').map_or("", |(_, hash)| hash).to_owned();
    visit.script("location.hash = arguments[0]", vec![hash.into()]).await;
    visit.heading("No such page").await;
    steps::to_caseload(visit).await;
    visit.click("Records set apart").await;
    visit.sees("1 person was erased").await;
    visit.is_accessible().await;
}

// WebKit keeps nothing across restarts under automation.
journey!(an_interrupted_erasure_is_finished_at_the_next_unlock in [chromium firefox]);
async fn an_interrupted_erasure_is_finished_at_the_next_unlock(visit: &mut Visit) {
    let passphrase = two_people(visit).await;
    let before = journal_keys(visit).await;
    // The disk fails as soon as segments are written anew: the erasure is stated by then, and nothing is gone.
    let fails = "const set = Storage.prototype.setItem;
        Storage.prototype.setItem = function (key, value) {
          if (key.includes('/s/')) throw new Error('the disk fails');
          return set.call(this, key, value);
        }";
    visit.script(fails, vec![]).await;
    erase(visit, NAME).await;
    visit.sees("not everything could be erased yet").await;
    visit.is_accessible().await;
    let half = journal_keys(visit).await;
    assert!(before.is_subset(&half), "what is erased is still there");
    visit.crash().await;
    visit.restart().await;
    visit.open("").await;
    steps::unlock(visit, &passphrase).await;
    visit.sees("An erasure had not been completed. It is finished now.").await;
    visit.sees(OTHER).await;
    visit.sees_no("Xanthippe").await;
    visit.is_accessible().await;
    let after = journal_keys(visit).await;
    assert!(before.is_disjoint(&after), "{:?}", before.intersection(&after).collect::<Vec<_>>());
    visit.click("Lock").await;
    steps::unlock(visit, &passphrase).await;
    visit.sees(OTHER).await;
    visit.sees_no("An erasure had not been completed").await;
    visit.crash().await;
    for text in [NAME, "Xanthippe", "Zwingli"] {
        let found = visit.kept(text);
        assert!(found.is_empty(), "'{text}' can be read in {found:?}");
    }
}

journey!(late_answers_of_somebody_erased_are_dropped in [chromium firefox]);
async fn late_answers_of_somebody_erased_are_dropped(visit: &mut Visit) {
    let passphrase = two_people(visit).await;
    steps::hand_over(visit).await;
    visit.click("Start").await;
    steps::answer(visit, 1, &[4; 12]).await;
    let patient = visit.tab().await;
    visit.new_tab("").await;
    steps::unlock(visit, &passphrase).await;
    visit.heading("Not finished").await;
    let therapist = visit.tab().await;
    // The person finishes while the vault is open elsewhere, and is erased there.
    visit.switch_to(&patient).await;
    steps::finish(visit).await;
    let handed_in: Vec<(String, String)> =
        visit.local_storage().await.into_iter().filter(|(key, _)| key.contains("/inbox/")).collect();
    assert_eq!(handed_in.len(), 1, "{handed_in:?}");
    visit.switch_to(&therapist).await;
    visit.click(NAME).await;
    erase(visit, NAME).await;
    visit.heading("Erased").await;
    let left = visit.local_storage().await.into_keys().find(|key| key.contains("/inbox/") || key.contains("/turn/"));
    assert_eq!(left, None, "what was handed in went with the person");
    // The same answers arrive again, under another key.
    for (key, value) in handed_in {
        let last = if key.ends_with('0') { "1" } else { "0" };
        let other = format!("{}{last}", &key[..key.len() - 1]);
        visit.script("localStorage.setItem(arguments[0], arguments[1])", vec![other.into(), value.into()]).await;
    }
    visit.open("").await;
    visit.reload().await;
    steps::unlock(visit, &passphrase).await;
    visit.sees(OTHER).await;
    visit.sees_no("Xanthippe").await;
    visit.sees_no("taken in").await;
    let text = visit.text().await;
    assert!(!text.contains("answers lie"), "nothing is said of answers that are nobody's:\n{text}");
    visit
        .until("have the late answers gone", async || {
            !visit.local_storage().await.into_keys().any(|key| key.contains("/inbox/"))
        })
        .await;
}

journey!(restricted_and_shown_again);
async fn restricted_and_shown_again(visit: &mut Visit) {
    let passphrase = two_people(visit).await;
    let page = visit.address().await;
    let hash = page.split_once('#').map_or("", |(_, hash)| hash).to_owned();
    visit.click("Restrict the record").await;
    visit.heading("Restrict the record").await;
    visit.is_accessible().await;
    visit.click("Restrict").await;
    visit.sees("Please write why the record is kept").await;
    visit.is_accessible().await;
    visit.fill("Why it is kept", "Ten years by law").await;
    visit.fill("Keep until", "2020-01-31").await;
    visit.click("Restrict").await;
    visit.heading("Records set apart").await;
    visit.sees("Ten years by law").await;
    visit.sees("It had to be kept until 31 Jan 2020. That day has passed").await;
    visit.is_accessible().await;
    steps::to_caseload(visit).await;
    visit.sees(OTHER).await;
    visit.sees_no(NAME).await;
    visit.sees("1 restricted record no longer has to be kept").await;
    visit.is_accessible().await;
    visit.script("location.hash = arguments[0]", vec![hash.clone().into()]).await;
    visit.sees("This record is restricted").await;
    visit.sees_no(NAME).await;
    steps::saved(visit).await;

    // The same after a lock; opened on request, and written down.
    visit.open("").await;
    visit.reload().await;
    steps::unlock(visit, &passphrase).await;
    visit.sees_no(NAME).await;
    visit.click("Records set apart: restricted").await;
    visit.click_in(NAME, "The whole record").await;
    visit.sees("That you looked is written down").await;
    visit.sees_no(NAME).await;
    visit.is_accessible().await;
    visit.click("Show it").await;
    visit.sees(&format!("Record of {NAME}")).await;
    visit.sees("Ten years by law").await;
    visit.sees(": looked at").await;
    visit.is_accessible().await;
    visit.click("Records set apart").await;
    visit.click_in(NAME, "Show again").await;
    visit.sees_no("Ten years by law").await;
    to_person(visit, NAME).await;
    visit.click("Views, prints and exports").await;
    visit.sees(": looked at").await;
    visit.is_accessible().await;
}

journey!(a_whole_record_is_taken_out);
async fn a_whole_record_is_taken_out(visit: &mut Visit) {
    let passphrase = two_people(visit).await;
    visit.click("Rename").await;
    visit.fill("A code or a name", "Xenia").await;
    visit.click("Save").await;
    visit.heading("Xenia").await;
    steps::hand_over(visit).await;
    visit.click("Start").await;
    steps::answer(visit, 1, &[5, 4, 4, 5, 1, 3, 5, 4, 4, 5, 2, 3]).await;
    steps::finish(visit).await;
    visit.click("For the therapist: open the vault").await;
    steps::unlock(visit, &passphrase).await;
    visit.sees("1 questionnaire was taken in").await;
    visit.click("Xenia").await;
    visit.click("Read, print or take out the whole record").await;
    visit.heading("The whole record").await;
    visit.sees("Record of Xenia").await;
    visit.sees("I can say things here that are hard to say. — Never").await;
    visit.is_accessible().await;
    // A browser under automation cannot print; that it would is what the page hears.
    visit.script("window.print = () => dispatchEvent(new Event('beforeprint'))", vec![]).await;
    visit.click("Print").await;
    visit.sees(": printed").await;
    visit.sees_no(": taken out as a file").await;
    visit.click("Save as text").await;
    visit.sees(": taken out as a file").await;
    let text = fs::read_to_string(visit.profile.downloaded(".txt").await).expect("the text can be read");
    assert!(
        text.starts_with("Record of Xenia\n")
            && text.contains("  I can say things here that are hard to say.: Never\n")
    );
    assert!(text.contains(": printed\n") && !text.contains(OTHER), "{text}");
    visit.click("Save as data").await;
    let data = fs::read_to_string(visit.profile.downloaded("jsonl").await).expect("the data can be read");
    let facts: Vec<String> = data
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON"))
        .filter_map(|line| line["fact"].as_object()?.keys().next().cloned())
        .collect();
    for fact in ["person-added", "person-renamed", "session-held", "turn-opened", "answers-given", "accessed"] {
        assert!(facts.iter().any(|one| one == fact), "no {fact} in {facts:?}");
    }
    assert!(data.contains(NAME) && data.contains("Xenia") && !data.contains(OTHER));
    assert!(facts.iter().all(|fact| fact != "contacts-set"), "nothing of anybody else");

    // A set of answers, removed and there again.
    to_person(visit, "Xenia").await;
    visit.click("Remove what was entered by mistake").await;
    visit.click("Remove these answers").await;
    visit.sees("The answers were removed.").await;
    visit.sees("Bring back").await;
    visit.is_accessible().await;
    visit.click("Undo").await;
    visit.heading("Sessions and answers").await;
    visit.sees_no("Bring back").await;
    visit.click("Remove these answers").await;
    to_person(visit, "Xenia").await;
    visit.sees("No answers yet").await;

    // The page that erases names these copies, and the backup, with the day.
    crate::backup::back_up(visit).await;
    let today = "const now = new Date(); return [now.getFullYear(), now.getMonth() + 1, now.getDate()]";
    let today: (i32, u8, u8) = serde_json::from_value(visit.script(today, vec![]).await).expect("a day");
    let today = day(today.0, today.1, today.2).expect("a day");
    to_person(visit, "Xenia").await;
    visit.click("Erase this person").await;
    visit.sees("These copies were made and may still hold the person").await;
    visit.sees(": taken out as a file").await;
    let backup = format!("{}: the record of everybody was taken out, as in a backup", date_long(Lang::En, today));
    visit.sees(&backup).await;
    visit.sees_no(": looked at").await;
    visit.is_accessible().await;
}

journey!(mistakes_are_undone_at_once_and_later);
async fn mistakes_are_undone_at_once_and_later(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, NAME).await;
    visit.sees("The person was added.").await;
    visit.is_accessible().await;
    // First in the order of the keyboard after the page has changed.
    assert_eq!(visit.script("return document.activeElement?.id", vec![]).await, "content");
    visit.press(Key::Tab).await;
    if visit.browser != Browser::WebKit {
        assert_eq!(visit.focused().await, "Undo");
    }
    visit.click("Undo").await;
    visit.heading("Your people").await;
    visit.sees("The person was removed.").await;
    visit.sees_no(NAME).await;
    visit.is_accessible().await;
    visit.click("Undo").await;
    visit.sees(NAME).await;
    visit.sees("Undone.").await;
    visit.click(NAME).await;
    visit.sees_no("Undone.").await;

    // A session.
    visit.click("New session").await;
    visit.heading("A new session").await;
    visit.click("Save").await;
    visit.heading("Hand the device over").await;
    to_person(visit, NAME).await;
    visit.click("Remove what was entered by mistake").await;
    visit.heading("Sessions and answers").await;
    visit.is_accessible().await;
    visit.click("Remove this session").await;
    visit.sees("The session was removed, and its answers with it.").await;
    visit.sees_no("Sessions and answers").await;
    visit.is_accessible().await;
    visit.until("have the focus at what undoes it", async || visit.focused().await == "Undo").await;
    visit.press(Key::Enter).await;
    visit.heading("Sessions and answers").await;
    visit.click("Remove this session").await;
    visit.sees_no("Sessions and answers").await;
    to_person(visit, NAME).await;
    visit.sees("No session yet").await;
    visit.sees_no("The session was removed").await;
    steps::saved(visit).await;

    // Later, from the list of what was removed.
    visit.open("").await;
    visit.reload().await;
    steps::unlock(visit, &passphrase).await;
    visit.click(NAME).await;
    visit.sees("No session yet").await;
    visit.click("Remove what was entered by mistake").await;
    visit.heading("Removed").await;
    visit.click("Bring back").await;
    visit.heading("Sessions and answers").await;
    visit.sees_no("Bring back").await;

    // The person, with everything.
    visit.click("Remove this person").await;
    visit.heading("Your people").await;
    visit.sees_no(NAME).await;
    visit.click("Records set apart: restricted").await;
    visit.heading("Removed").await;
    visit.is_accessible().await;
    visit.click_in(NAME, "Bring back").await;
    visit.sees("It is there again.").await;
    to_person(visit, NAME).await;
    visit.sees_no("No session yet").await;
}

journey!(doubles_are_joined_and_parted in [chromium firefox]);
async fn doubles_are_joined_and_parted(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    for name in ["Ana López", "Ana Lopez", "M-12", "M-13"] {
        steps::to_caseload(visit).await;
        steps::add_person(visit, name).await;
    }
    steps::to_caseload(visit).await;
    visit.click("Records set apart: restricted").await;
    visit.heading("Perhaps the same person").await;
    visit.sees("have names that are alike").await;
    let pairs = "return document.querySelectorAll('ul.rows li').length";
    assert_eq!(visit.script(pairs, vec![]).await, 1, "codes that differ are not suggested");
    visit.is_accessible().await;
    visit.click_in("have names that are alike", "They are one person").await;
    visit.sees("The two are shown as one from now on.").await;
    visit.heading("Shown as one").await;
    visit.click("Undo").await;
    visit.sees_no("Shown as one").await;
    visit.heading("Perhaps the same person").await;
    // Any two can be chosen.
    visit.fill("One entry", "Ana López").await;
    visit.fill("The other entry", "Ana Lopez").await;
    visit.click_in("The other entry", "They are one person").await;
    visit.heading("Shown as one").await;
    visit.is_accessible().await;
    steps::to_caseload(visit).await;
    let rows = "return document.querySelectorAll('table.people tbody tr').length";
    visit.until("see three people", async || visit.script(rows, vec![]).await == 3).await;
    steps::saved(visit).await;
    visit.reload().await;
    steps::unlock(visit, &passphrase).await;
    visit.until("see three people", async || visit.script(rows, vec![]).await == 3).await;
    visit.click("Records set apart: restricted").await;
    visit.click_in("Ana L", "They are two").await;
    visit.sees("The two are two again.").await;
    steps::to_caseload(visit).await;
    visit.until("see four people", async || visit.script(rows, vec![]).await == 4).await;
}

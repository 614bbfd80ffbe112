//! Endings: planned, with a hand-over that is read, agreed to and printed; and unplanned, with the door left open.

use attune_journeys::{Browser, Key, Visit, journey};

use crate::{backup, backup_files as files, steps};

const LONG: &str = "const field = document.getElementById(arguments[0]);
    field.value = 'x'.repeat(5000);
    field.dispatchEvent(new Event('input', { bubbles: true }));";

/// A browser under automation opens no dialog for printing; that it would is what the page hears.
const PRINTS: &str = "window.print = () => dispatchEvent(new Event('beforeprint'))";

/// Says what the care was about, where there is no episode yet.
const KIND: &str = "document.getElementById('ending-kind-ongoing')?.click()";

/// Saves the form that holds the element of that id, as Enter in a line of it does.
async fn save_with(visit: &Visit, id: &str) {
    let focus =
        "const field = document.getElementById(arguments[0]); field?.focus(); return document.activeElement === field";
    visit.until("have the focus in the form", async || visit.script(focus, vec![id.into()]).await == true).await;
    // A page that has just come gives the focus to its main part a frame later.
    tokio::time::sleep(std::time::Duration::from_millis(60)).await;
    visit.until("have the focus in the form", async || visit.script(focus, vec![id.into()]).await == true).await;
    visit.press(Key::Enter).await;
}

/// Goes to the page of a person from anywhere, and on to their ending.
async fn to_ending(visit: &Visit, name: &str) {
    steps::to_caseload(visit).await;
    visit.click(name).await;
    visit.heading(name).await;
    visit.click_in("Record of care", "Ending and handing on").await;
    visit.heading("Ending and handing on").await;
}

/// What the paper says.
async fn paper(visit: &Visit) -> String {
    let said = visit.script("return document.querySelector('.paper').innerText", vec![]).await;
    said.as_str().unwrap_or_default().to_owned()
}

/// Prints, and reads each page; nothing in WebKit, whose driver does not print. Without blanks: a file of pages holds letters and
/// where they stand, and no words.
async fn pages(visit: &Visit, name: &str) -> Option<Vec<String>> {
    if visit.browser == Browser::WebKit {
        return None;
    }
    let pages = pdf_extract::extract_text_from_mem_by_pages(&visit.print(name).await).expect("pages that can be read");
    Some(pages.iter().map(|page| bare(page)).collect())
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Prints, and sees to it that every page says how far the summary is agreed to. How many pages there are.
async fn printed(visit: &Visit, name: &str, agreed: &str) -> usize {
    let Some(pages) = pages(visit, name).await else { return 1 };
    for (number, page) in (1..).zip(&pages) {
        assert!(page.contains(&bare(agreed)), "page {number} of {} does not say '{agreed}': {page}", pages.len());
    }
    pages.len()
}

/// What the summary says of how far it is agreed to.
async fn foot(visit: &Visit) -> String {
    let said = visit.script("return document.querySelector('.paper-foot').innerText", vec![]).await;
    said.as_str().unwrap_or_default().trim().to_owned()
}

journey!(the_ending_questions_are_asked_by_handing_over);
async fn the_ending_questions_are_asked_by_handing_over(visit: &mut Visit) {
    visit.open("").await;
    steps::make_vault(visit).await;
    steps::add_person(visit, "M-12").await;
    visit.click_in("Record of care", "Ending and handing on").await;
    visit.heading("Ending and handing on").await;
    visit.click("Hand the device over").await;
    visit.heading("Hand the device over").await;
    // Looking at it makes no session.
    visit.click("M-12").await;
    visit.sees("No session yet").await;
    visit.back().await;
    visit.heading("Hand the device over").await;
    visit.back().await;
    visit.heading("Ending and handing on").await;
    visit.click("Hand the device over").await;
    visit.heading("Hand the device over").await;
    visit.click("Lock and hand over").await;
    visit.heading("A few questions about how we work together").await;
    visit.click("Start").await;
    visit.sees("Did it end when it was meant to?").await;
}

journey!(a_planned_ending_is_handed_on);
async fn a_planned_ending_is_handed_on(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "M-12").await;
    // The address book by keyboard alone.
    visit.click_in("Record of care", "Ending and handing on").await;
    visit.sees("There is no episode of care yet.").await;
    visit.is_accessible().await;
    visit.tab_to("Address book").await;
    visit.press(Key::Enter).await;
    visit.heading("Address book").await;
    visit.is_accessible().await;
    save_with(visit, "professional-reach").await;
    visit.sees("Please fill this in.").await;
    visit.tab_to("What they do").await;
    visit.type_keys("psychiatrist").await;
    visit.tab_to("How to reach them").await;
    visit.type_keys("600 100 200").await;
    visit.fill("Name", "Dr Vega").await;
    save_with(visit, "professional-reach").await;
    visit.sees("Saved.").await;
    visit.click("Dr Vega").await;
    visit.heading("Dr Vega").await;
    visit.is_accessible().await;
    // Days that cannot be, and then the ending.
    to_ending(visit, "M-12").await;
    let today = visit.value("Last day").await.as_str().unwrap_or_default().to_owned();
    visit.fill("Last day", "2020-01-01").await;
    save_with(visit, "ending-day").await;
    visit.sees("An episode cannot end before its first day.").await;
    visit.fill("Last day", "2199-01-01").await;
    save_with(visit, "ending-day").await;
    visit.sees("This day has not come yet.").await;
    visit.is_accessible().await;
    visit.fill("Last day", &today).await;
    save_with(visit, "ending-day").await;
    // What the care was about is asked, and not made up.
    visit.sees("Please fill this in.").await;
    visit.is_accessible().await;
    visit.click("For a condition that stays").await;
    visit.click("Both together").await;
    visit.click("Goals met").await;
    visit.fill("What was achieved", "She sleeps through the night.").await;
    visit.fill("Your reservations", "Perhaps a little early.").await;
    visit.click("Dr Vega, psychiatrist, 600 100 200").await;
    save_with(visit, "ending-day").await;
    visit.sees("This episode ended on").await;
    visit.is_accessible().await;
    // The Ending Questions, answered together.
    visit.click("Type it in together").await;
    visit.heading("Ending Questions together").await;
    visit.fill("What do you take with you that you did not have before?", "Mornings.").await;
    visit.is_accessible().await;
    visit.click("Save").await;
    visit.sees("Mornings.").await;
    // The summary: what is chosen, what is read, what is wished to be changed.
    visit.click("Hand-over summary").await;
    visit.heading("Hand-over summary").await;
    visit.sees("Nobody has agreed to this summary yet.").await;
    visit.fill("For whom", "Dr Vega").await;
    visit.fill("What is unfinished, in your words", "The nights before a journey.").await;
    save_with(visit, "summary-reader").await;
    visit.sees("Saved.").await;
    visit.is_accessible().await;
    let said = paper(visit).await;
    assert!(said.contains("She sleeps through the night.") && said.contains("Mornings."), "{said}");
    assert!(said.contains("For a condition that stays") && !said.contains("About an event in life"), "{said}");
    assert!(said.contains("The nights before a journey.") && !said.contains("a little early"), "{said}");
    visit.click("Let them read it").await;
    visit.sees("Read it in peace.").await;
    // Nothing around it leads to anybody else, and one way leads back.
    visit.sees_no("Your people").await;
    visit.sees_no("Crisis contacts").await;
    visit.is_accessible().await;
    visit.click("Back to the therapist's pages").await;
    visit.sees("Your people").await;
    visit.click("Let them read it").await;
    visit.sees("Read it in peace.").await;
    visit.click("I want something changed").await;
    save_with(visit, "reading-by").await;
    visit.sees("Please say what should be changed.").await;
    visit.fill("What should be changed", "Say that I may call again.").await;
    save_with(visit, "reading-by").await;
    visit.sees("who asked for a change: Say that I may call again.").await;
    visit.fill("What is unfinished, in your words", "The nights before a journey. She may call again.").await;
    visit.click("Let them read it").await;
    visit.sees("She may call again.").await;
    visit.tab_to("I agree to it").await;
    visit.press(Key::Space).await;
    visit.tab_to("Keep this answer").await;
    visit.press(Key::Enter).await;
    visit.sees("Read and agreed to by M-12 on").await;
    steps::saved(visit).await;
    visit.script(PRINTS, vec![]).await;
    visit.click("Print").await;
    steps::saved(visit).await;
    assert!(foot(visit).await.starts_with("Read and agreed to by M-12 on"), "{}", foot(visit).await);
    printed(visit, "ending-agreed", &foot(visit).await).await;
    visit.is_accessible().await;
    // All of it is there after a reload; a change of the record needs to be agreed to anew.
    visit.reload().await;
    visit.heading("Open your vault").await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.heading("Hand-over summary").await;
    to_ending(visit, "M-12").await;
    visit.sees("This episode ended on").await;
    visit.fill("What was achieved", "She sleeps through most nights.").await;
    save_with(visit, "ending-day").await;
    visit.sees("History: 1 earlier version").await;
    visit.click("Hand-over summary").await;
    visit.sees("it needs to be agreed to anew").await;
    visit.sees("History: 1 earlier version").await;
    visit.is_accessible().await;
    steps::to_caseload(visit).await;
    visit.click("M-12").await;
    visit.click("Read, print or take out the whole record").await;
    visit.sees("Ending and handing on: Care since").await;
    visit.sees("Say that I may call again.").await;
    visit.sees("Perhaps a little early.").await;
    visit.sees(": printed").await;
    // Whoever erases is told who may have it on paper.
    steps::to_caseload(visit).await;
    visit.click("M-12").await;
    visit.click("Erase this person").await;
    visit.sees("a hand-over summary for Dr Vega was read and agreed to. They may have it on paper").await;
    visit.is_accessible().await;
}

journey!(somebody_stops_coming_and_the_door_stays_open);
async fn somebody_stops_coming_and_the_door_stays_open(visit: &mut Visit) {
    visit.open("").await;
    visit.click("Look around").await;
    visit.heading("Your people").await;
    to_ending(visit, "Elif").await;
    let today = visit.value("Last day").await.as_str().unwrap_or_default().to_owned();
    visit.script(KIND, vec![]).await;
    visit.click("They stopped coming").await;
    visit.script(LONG, vec!["ending-mismatch".into()]).await;
    save_with(visit, "ending-day").await;
    visit.sees("That is 5000 characters").await;
    visit.is_accessible().await;
    let kept = "return document.getElementById('ending-mismatch').value.length";
    assert_eq!(visit.script(kept, vec![]).await, 5000);
    visit.fill("What did not fit between you", "Evenings were too late for her.").await;
    save_with(visit, "ending-day").await;
    visit.sees("This episode ended on").await;
    // The door: a text of one's own in it, copied, sent.
    visit.click("The door stays open").await;
    visit.heading("The door stays open").await;
    visit.sees("Nobody yet.").await;
    visit.sees("Your family doctor or a health centre nearby").await;
    visit.fill("Something of your own", "I still have your umbrella.").await;
    visit.fill("How to reach you", "600 300 400").await;
    visit.fill("Sent or given on", &today).await;
    save_with(visit, "door-sent").await;
    visit.sees("Saved.").await;
    let said = paper(visit).await;
    assert!(said.contains("I still have your umbrella.") && said.contains("600 300 400"), "{said}");
    assert!(!said.contains("Elif"), "a letter names nobody: {said}");
    // Scripts of Firefox's driver live beside the page's world and cannot take the clipboard's place there.
    if visit.browser != Browser::Firefox {
        visit.script("navigator.clipboard.writeText = async (text) => { window.copiedText = text; }", vec![]).await;
    }
    visit.click("Copy the text").await;
    visit.sees("Copied.").await;
    if visit.browser != Browser::Firefox {
        let copied = visit.script("return window.copiedText", vec![]).await;
        assert!(copied.as_str().is_some_and(|text| text.contains("I still have your umbrella.\n\n")), "{copied}");
    }
    visit.is_accessible().await;
    if let Some(pages) = pages(visit, "ending-door").await {
        assert!(pages.len() == 1 && pages[0].contains(&bare("I still have your umbrella.")), "{pages:?}");
    }
    // Did you reach someone? Not yet, then yes: the first answer stays in the history.
    visit.click("Ending and handing on").await;
    visit.heading("Did you reach someone?").await;
    save_with(visit, "reached-day").await;
    visit.sees("Please choose their answer.").await;
    visit.click("Not yet").await;
    save_with(visit, "reached-day").await;
    visit.sees("Not yet. Asked on").await;
    visit.click_in("Their answer", "Yes").await;
    visit.fill("In a few words", "A group near her home.").await;
    save_with(visit, "reached-day").await;
    visit.sees("Yes. Asked on").await;
    visit.is_accessible().await;
    // She comes back; the ending stays in sight.
    visit.fill("Goes on from", "2001-01-01").await;
    save_with(visit, "reopen-day").await;
    visit.sees("It cannot go on before it ended.").await;
    visit.fill("Goes on from", &today).await;
    save_with(visit, "reopen-day").await;
    visit.sees("and went on again on").await;
    visit.script("document.querySelectorAll('details').forEach((one) => { one.open = true; })", vec![]).await;
    visit.sees("Evenings were too late for her.").await;
    visit.is_accessible().await;
    // Her many sessions on paper: in words, and as a table that is cut nowhere.
    visit.click("Hand-over summary").await;
    visit.sees("The scale has no norms").await;
    visit.is_accessible().await;
    printed(visit, "ending-summary", "Nobody has agreed to this summary yet.").await;
    visit.click("Leave the sample").await;
    visit.heading("Attune").await;
}

// WebKit's driver does not print.
journey!(an_agreed_summary_of_many_sessions_on_paper in [chromium firefox]);
async fn an_agreed_summary_of_many_sessions_on_paper(visit: &mut Visit) {
    let folder = visit.profile.path().to_owned();
    let lines = files::course(1, 10, 1, "Marisol", 36);
    let file = files::put(&folder, "many.age", &files::for_passphrase(&lines, 1, backup::PASSPHRASE));
    visit.open("").await;
    steps::make_vault(visit).await;
    steps::add_person(visit, "Here").await;
    steps::saved(visit).await;
    steps::to_caseload(visit).await;
    backup::to_restore(visit).await;
    backup::open_backup(visit, &file, "Passphrase of the backup", backup::PASSPHRASE).await;
    backup::weigh(visit).await;
    visit.click("Both are mine: join them").await;
    visit.click("Take it in").await;
    visit.heading("Your people").await;
    to_ending(visit, "Marisol").await;
    visit.click("For a condition that stays").await;
    visit.fill("What was achieved", "She sleeps through the night.").await;
    save_with(visit, "ending-day").await;
    visit.sees("This episode ended on").await;
    visit.click("Hand-over summary").await;
    visit.heading("Hand-over summary").await;
    visit.click("Let them read it").await;
    visit.sees("Read it in peace.").await;
    visit.click("I agree to it").await;
    save_with(visit, "reading-by").await;
    visit.sees("Read and agreed to by Marisol on").await;
    let rows = "return Math.max(...[...document.querySelectorAll('.paper table')].map((one) => one.rows.length - 1))";
    assert_eq!(visit.script(rows, vec![]).await, 36, "every session stands in the table");
    let agreed = foot(visit).await;
    let year = visit.script("return String(new Date().getFullYear())", vec![]).await;
    assert!(agreed.contains("Marisol") && agreed.contains(year.as_str().unwrap_or("no year")), "{agreed}");
    let count = printed(visit, "ending-many-sessions", &agreed).await;
    assert!(count > 1, "so many sessions stand on more than one page, not on {count}");
}

//! Sessions written down, missed and mended ones, and medicines with their changes.

use attune_journeys::{Key, Visit, journey};

use crate::steps;

const LONG: &str = "const field = document.getElementById(arguments[0]);
    field.value = 'x'.repeat(5000);
    field.dispatchEvent(new Event('input', { bubbles: true }));";

/// A day so many days ago, as a date field has it.
const AGO: &str = "const day = new Date(Date.now() - arguments[0] * 864e5);
    return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((n) => String(n).padStart(2, '0')).join('-');";

/// Opens the vault after a reload, and waits for the page that was left.
pub async fn open_again(visit: &Visit, passphrase: &str, heading: &str) {
    visit.heading("Open your vault").await;
    visit.fill("Passphrase", passphrase).await;
    visit.click("Open").await;
    visit.heading(heading).await;
}

/// Presses the button that corrects what was written of the earliest day.
const CORRECT_FIRST: &str = "[...document.querySelectorAll('.history li button')].at(-1).click()";

async fn ago(visit: &Visit, days: u32) -> String {
    visit.script(AGO, vec![days.into()]).await.as_str().unwrap_or_default().to_owned()
}

async fn to(visit: &Visit, link: &str) {
    visit.click_in("Record of care", link).await;
    visit.heading(link).await;
}

journey!(a_session_is_written_down_by_keyboard);
async fn a_session_is_written_down_by_keyboard(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "M-12").await;
    visit.tab_to("New session").await;
    visit.press(Key::Enter).await;
    visit.tab_to("Save and write notes").await;
    visit.press(Key::Enter).await;
    visit.sees("Session of").await;
    visit.is_accessible().await;
    visit.tab_to("Listening").await;
    visit.press(Key::Space).await;
    visit.tab_to("Other support, in your words").await;
    visit.type_keys("walking; drawing").await;
    visit.tab_to("Withdrawal").await;
    visit.press(Key::Space).await;
    visit.sees("Withdrawal: what was tried").await;
    visit.tab_to("What was tried to repair it").await;
    visit.type_keys("asked what happened just now").await;
    visit.tab_to("Private note").await;
    visit.type_keys("between the two of us").await;
    visit.is_accessible().await;
    visit.tab_to("Save").await;
    visit.press(Key::Enter).await;
    visit.sees("Saved.").await;
    steps::saved(visit).await;
    visit.reload().await;
    visit.heading("Open your vault").await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.sees("Withdrawal: what was tried").await;
    assert_eq!(visit.value("Private note").await, "between the two of us");
    // Another day, a day to come, words that are too long: nothing of what was typed is lost.
    visit.fill("Day", "2199-01-01").await;
    visit.click("Save").await;
    visit.sees("This day has not come yet").await;
    visit.is_accessible().await;
    visit.fill("Day", &ago(visit, 9).await).await;
    visit.script(LONG, vec!["sitting-note".into()]).await;
    visit.click("Save").await;
    visit.sees("That is 5000 characters").await;
    visit.fill("Private note", "shorter").await;
    visit.click_in("Did it help?", "It helped in part").await;
    visit.click("Save").await;
    visit.sees("History: 1 earlier version").await;
    visit.click("M-12").await;
    visit.heading("M-12").await;
    visit.sees("Took place · In one room · Listening, walking, drawing · Withdrawal (It helped in part)").await;
    visit.sees_no("shorter").await;
    visit.is_accessible().await;
    // One to which nobody came: it offers what was used before, asks for no support, and breaks no silence.
    visit.click("New session").await;
    visit.click("Save and write notes").await;
    visit.sees("Used before: drawing; walking.").await;
    visit.click("The person did not come").await;
    visit.sees_no("What support was used").await;
    visit.click("Save").await;
    visit.sees("Saved.").await;
    visit.click("M-12").await;
    visit.heading("M-12").await;
    visit.sees("The person did not come").await;
    to(visit, "Sessions").await;
    visit.is_accessible().await;
    visit.click("M-12").await;
    visit.click_in("Record of care", "Before the session").await;
    visit.heading("Before the session: M-12").await;
    visit.sees("shorter").await;
}

/// Counts the keys that are pressed, over pages too.
const COUNT: &str = "const kept = document.documentElement.dataset;
    addEventListener('keydown', () => { kept.keys = Number(kept.keys ?? 0) + 1; }, true)";

journey!(a_session_as_most_are_takes_few_keys in [chromium firefox]);
async fn a_session_as_most_are_takes_few_keys(visit: &mut Visit) {
    visit.open("").await;
    steps::make_vault(visit).await;
    steps::add_person(visit, "M-12").await;
    visit.script(COUNT, vec![]).await;
    visit.tab_to("New session").await;
    visit.press(Key::Enter).await;
    visit.tab_to("Save and write notes").await;
    visit.press(Key::Enter).await;
    visit.sees("Session of").await;
    visit.tab_to("Listening").await;
    visit.press(Key::Space).await;
    visit.tab_to("Private note").await;
    visit.type_keys("slept").await;
    visit.tab_to("Save").await;
    visit.press(Key::Enter).await;
    visit.sees("Saved.").await;
    // With the way there: at three keys a second that is less than half a minute.
    let count = "return Number(document.documentElement.dataset.keys ?? 0)";
    let pressed = visit.script(count, vec![]).await.as_u64().unwrap_or(u64::MAX);
    assert!((8..90).contains(&pressed), "{pressed} keys were pressed");
}

journey!(a_day_that_is_none_keeps_the_form_open in [chromium firefox]);
async fn a_day_that_is_none_keeps_the_form_open(visit: &mut Visit) {
    visit.open("").await;
    steps::make_vault(visit).await;
    steps::add_person(visit, "M-12").await;
    to(visit, "Medicines").await;
    visit.fill("Name", "Quiet Night").await;
    // Day and month in one order or the other: which one a browser asks in, no page can tell.
    let empty = "const day = document.getElementById('medicine-day'); day.blur(); day.value = '';
        day.dispatchEvent(new Event('input', { bubbles: true })); day.focus()";
    let unreadable = "return document.getElementById('medicine-day').validity.badInput";
    let mut refused = false;
    for keys in ["02312026", "31022026"] {
        visit.script(empty, vec![]).await;
        visit.type_keys(keys).await;
        refused = visit.script(unreadable, vec![]).await == true;
        if refused {
            break;
        }
    }
    assert!(refused, "the browser took it for a day: {}", visit.value("From which day").await);
    visit.press(Key::Enter).await;
    visit.sees("That is no day of the calendar").await;
    visit.is_accessible().await;
    assert_eq!(visit.value("Name").await, "Quiet Night");
    visit.sees("No medicine is noted").await;
}

journey!(medicines_and_their_changes);
async fn medicines_and_their_changes(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "M-12").await;
    to(visit, "Medicines").await;
    visit.sees("No medicine is noted").await;
    visit.sees("was not answered yet").await;
    visit.click("Save").await;
    visit.sees("Please fill this in.").await;
    visit.is_accessible().await;
    visit.fill("Name", "Quiet Night").await;
    visit.fill("How much, and when", "one in the evening").await;
    visit.fill("Who prescribes it", "Dr Ruiz").await;
    visit.fill("From which day", &ago(visit, 20).await).await;
    visit.fill("Whose decision", "Both together").await;
    visit.click("Save").await;
    visit.sees("Quiet Night, one in the evening").await;
    visit.sees("Prescribed by Dr Ruiz.").await;
    visit.is_accessible().await;
    visit.click("Quiet Night, one in the evening").await;
    visit.heading("Quiet Night").await;
    visit.fill("How much, and when", "half in the evening").await;
    visit.fill("From which day", &ago(visit, 10).await).await;
    visit.click("Save").await;
    visit.sees("History: 1 earlier version").await;
    // Stopped before it was started: said, and what was typed stays.
    visit.click("It is no longer taken").await;
    visit.fill("From which day", &ago(visit, 30).await).await;
    visit.fill("Why, in the person's words", "it made the days long").await;
    visit.click("Save").await;
    visit.sees("That is before it was started").await;
    visit.is_accessible().await;
    assert_eq!(visit.value("Why, in the person's words").await, "it made the days long");
    visit.fill("From which day", &ago(visit, 2).await).await;
    visit.click("Save").await;
    visit.sees("History: 2 earlier versions").await;
    steps::saved(visit).await;
    visit.reload().await;
    open_again(visit, &passphrase, "Quiet Night").await;
    visit.click("History: 2 earlier versions").await;
    visit.sees("one in the evening").await;
    // A slip in the first day is put right: what is saved takes its place.
    visit.click("Correct what is written").await;
    visit.script(CORRECT_FIRST, vec![]).await;
    visit.sees("You are correcting what is written of").await;
    visit.is_accessible().await;
    assert_eq!(visit.value("How much, and when").await, "one in the evening");
    visit.fill("From which day", "2025-01-15").await;
    visit.click("Save").await;
    visit.sees("From 15 Jan 2025 to").await;
    visit.sees("History: 2 earlier versions").await;
    visit.sees_no("You are correcting what is written of").await;
    visit.click("All medicines").await;
    visit.heading("No longer taken").await;
    visit.sees("No medicine is noted").await;
    // Beside what was answered: every change, with the sessions around it.
    visit.click("M-12").await;
    visit.heading("M-12").await;
    visit.click("New session").await;
    visit.click("Save and write notes").await;
    visit.sees("How you met").await;
    visit.click("M-12").await;
    visit.heading("M-12").await;
    visit.click("Type in a paper form").await;
    visit.fill("Questionnaire", "Alliance Scale").await;
    visit.fill("Answers of M-12", "444444444444").await;
    visit.press(Key::Enter).await;
    visit.sees("Saved for M-12.").await;
    visit.click("M-12").await;
    to(visit, "Medicines").await;
    visit.heading("Medicines beside the alliance").await;
    visit.sees("Started: Quiet Night, one in the evening").await;
    visit.sees("Changed: Quiet Night, half in the evening").await;
    visit.sees("Stopped: Quiet Night").await;
    visit.sees("4.0").await;
    visit.is_accessible().await;
}

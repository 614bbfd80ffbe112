//! Goals from their first wording on, and the working agreement with its review.

use attune_journeys::{Key, Visit, journey, json};

use crate::steps;

const LONG: &str = "const field = document.getElementById(arguments[0]);
    field.value = 'x'.repeat(5000);
    field.dispatchEvent(new Event('input', { bubbles: true }));";

/// The day a week ago, as a date field has it.
const WEEK_AGO: &str = "const day = new Date(Date.now() - 7 * 864e5);
    return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((n) => String(n).padStart(2, '0')).join('-');";

const PUT: &str = "const field = document.getElementById(arguments[0]);
    field.value = arguments[1];
    field.dispatchEvent(new Event('input', { bubbles: true }));";

/// Goes to a page of the record of care of the person whose page is shown.
async fn to(visit: &Visit, link: &str) {
    visit.click_in("Record of care", link).await;
    visit.heading(link).await;
}

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

/// Puts a value into one of several fields of the same label.
async fn put(visit: &Visit, id: &str, value: &str) {
    visit.script(PUT, vec![id.into(), value.into()]).await;
}

journey!(a_goal_is_worded_rated_and_reworded);
async fn a_goal_is_worded_rated_and_reworded(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "M-12").await;
    // By keyboard alone.
    visit.tab_to("Goals").await;
    visit.press(Key::Enter).await;
    visit.heading("Goals").await;
    visit.sees("No goal yet").await;
    visit.is_accessible().await;
    visit.tab_to("The goal, in the person's own words").await;
    visit.type_keys("sleep again").await;
    visit.tab_to("How much it matters to the person, 0 to 10").await;
    visit.type_keys("11").await;
    visit.press(Key::Enter).await;
    visit.sees("a whole number from 0 to 10").await;
    visit.is_accessible().await;
    visit.fill("How much it matters to the person, 0 to 10", "8").await;
    visit.press(Key::Enter).await;
    visit.sees("Not rated yet.").await;
    visit.sees("Only the person says yes to: sleep again.").await;
    // Levels in the person's words, and what the therapist says.
    visit.click("sleep again").await;
    visit.heading("A goal").await;
    visit.fill("Less than expected (−1)", "four hours").await;
    visit.fill("As expected (0)", "six hours").await;
    visit.fill("More than expected (+1)", "seven hours").await;
    visit.fill("How much it matters in the therapist's eyes, 0 to 10", "3").await;
    visit.click_in("Does the therapist say yes to it?", "Yes").await;
    save_with(visit, "goal-expected").await;
    visit.sees("History: 1 earlier version").await;
    visit.is_accessible().await;
    visit.click("All goals").await;
    visit.heading("Goals").await;
    visit.sees("Matters more to the person (8) than in the therapist's eyes (3).").await;
    visit.sees("Both say yes to 1 of 1 goal.").await;
    // Nothing rated, a day that has not come, then two days.
    visit.is_accessible().await;
    save_with(visit, "rate-day").await;
    visit.sees("Please rate at least one goal").await;
    visit.fill("sleep again", "Less than expected (−1): four hours").await;
    visit.fill("On which day", "2199-01-01").await;
    save_with(visit, "rate-day").await;
    visit.sees("This day has not come yet").await;
    visit.is_accessible().await;
    let before = visit.script(WEEK_AGO, vec![]).await;
    visit.fill("On which day", before.as_str().unwrap_or_default()).await;
    save_with(visit, "rate-day").await;
    visit.sees("The person: Less than expected (−1): four hours").await;
    visit.sees("The person: attainment T 40, from 1 goal. On the whole less than expected.").await;
    visit.fill("sleep again", "More than expected (+1): seven hours").await;
    save_with(visit, "rate-day").await;
    visit.sees("attainment T 60").await;
    visit.click("What this figure can and cannot say").await;
    visit.sees("it has no cut-off").await;
    visit.is_accessible().await;
    // Reworded: the earlier words stay, and so does everything after a reload.
    visit.click("sleep again").await;
    visit.heading("A goal").await;
    visit.is_accessible().await;
    visit.script(LONG, vec!["goal-wording".into()]).await;
    save_with(visit, "goal-expected").await;
    visit.sees("That is 5000 characters").await;
    visit.fill("The goal, in the person's own words", "sleep through the night").await;
    save_with(visit, "goal-expected").await;
    visit.sees("History: 2 earlier versions").await;
    steps::saved(visit).await;
    steps::to_caseload(visit).await;
    visit.reload().await;
    steps::unlock(visit, &passphrase).await;
    visit.click("M-12").await;
    visit.heading("M-12").await;
    to(visit, "Goals").await;
    visit.sees("attainment T 60").await;
    visit.click("sleep through the night").await;
    visit.heading("A goal").await;
    assert_eq!(visit.value("As expected (0)").await, "six hours");
    visit.click("History: 2 earlier versions").await;
    visit.sees("sleep again").await;
    let rows = "return document.querySelectorAll('table tbody tr').length";
    assert_eq!(visit.script(rows, vec![]).await, 2);
    visit.is_accessible().await;
    // A slip is taken out, a goal is set aside and says why.
    visit.click_in("four hours", "Take out").await;
    visit.until("show one rating", async || visit.script(rows, vec![]).await == 1).await;
    visit.fill("Where it stands", "Set aside").await;
    visit.fill("How it was reached, or why it was set aside", "the baby comes first").await;
    save_with(visit, "goal-expected").await;
    visit.click("All goals").await;
    visit.heading("Reached or set aside").await;
    visit.click_in("Goals", "M-12").await;
    visit.heading("M-12").await;
    visit.is_accessible().await;
    // Written down for the wrong person: gone with all its versions, and there again.
    visit.click("Remove what was entered by mistake").await;
    visit.heading("Record of care").await;
    visit.click("Remove this: A goal: sleep through the night").await;
    visit.sees("It was removed, with every earlier version of it.").await;
    visit.heading("Removed").await;
    visit.is_accessible().await;
    visit.click("Undo").await;
    visit.heading("Record of care").await;
    visit.sees_no("Bring back").await;
    visit.click("Remove this: A goal: sleep through the night").await;
    visit.sees("Bring back").await;
    steps::to_caseload(visit).await;
    visit.click("M-12").await;
    visit.heading("M-12").await;
    to(visit, "Goals").await;
    visit.sees("No goal yet").await;
}

journey!(the_agreement_is_asked_by_handing_over);
async fn the_agreement_is_asked_by_handing_over(visit: &mut Visit) {
    visit.open("").await;
    steps::make_vault(visit).await;
    steps::add_person(visit, "M-12").await;
    to(visit, "Working agreement").await;
    visit.click("Let the person answer the questions first").await;
    visit.heading("Hand the device over").await;
    visit.click("Lock and hand over").await;
    visit.heading("A few questions about how we work together").await;
    visit.click("Start").await;
    visit.sees("Where do you stand?").await;
}

/// A question of the Working Agreement, and what each side answered to one.
const AIM: &str = "What do we want to reach?";
const BOTH_ON: &str = "const row = [...document.querySelectorAll('table tbody tr')]
    .find((row) => row.querySelector('th').innerText.includes(arguments[0]));
    return [...row.querySelectorAll('td')].map((cell) => cell.innerText.trim())";

journey!(an_agreement_and_its_review);
async fn an_agreement_and_its_review(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "M-12").await;
    to(visit, "Working agreement").await;
    visit.sees("No agreement yet").await;
    visit.sees("something to look back at once the agreement is saved").await;
    visit.is_accessible().await;
    // The therapist answers the questions; what they say stands in their column and begins their side of the agreement.
    visit.tab_to("Answer the questions yourself").await;
    visit.press(Key::Enter).await;
    visit.heading("Working Agreement: your answers").await;
    visit.is_accessible().await;
    visit.fill(AIM, "fewer bad nights").await;
    visit.click("Save").await;
    visit.heading("Working agreement").await;
    visit.heading("What each of you answered to the questions").await;
    assert_eq!(visit.script(BOTH_ON, vec![AIM.into()]).await, json!(["No answer", "fewer bad nights"]));
    assert_eq!(visit.value("What we expect: the therapist").await, "fewer bad nights");
    visit.is_accessible().await;
    visit.tab_to("What we expect: the person").await;
    visit.type_keys("to sleep").await;
    visit.fill("What we expect: the therapist", "less worry").await;
    visit.fill("Who does what: the person", "I keep a diary").await;
    visit.fill("How we will know that it works: the therapist", "the diary shows it").await;
    visit.fill("Made on", "2026-01-05").await;
    save_with(visit, "agreed-made").await;
    visit.heading("Looking back midway").await;
    visit.sees("Made on 5 Jan 2026").await;
    visit.is_accessible().await;
    // Midway: the two see who does what differently.
    put(visit, "midway-roles-patient-verdict", "kept").await;
    put(visit, "midway-roles-therapist-verdict", "not").await;
    put(visit, "midway-roles-patient-words", "most days").await;
    visit.fill_in("Looking back midway", "Looked back on", "2025-12-31").await;
    save_with(visit, "midway-held").await;
    visit.sees("You cannot look back before the agreement was made").await;
    visit.is_accessible().await;
    visit.fill_in("Looking back midway", "Looked back on", "2026-03-02").await;
    save_with(visit, "midway-held").await;
    visit.sees("You see this differently: who does what.").await;
    visit.sees("History: 1 earlier version").await;
    visit.is_accessible().await;
    steps::saved(visit).await;
    steps::to_caseload(visit).await;
    visit.reload().await;
    steps::unlock(visit, &passphrase).await;
    visit.click("M-12").await;
    visit.heading("M-12").await;
    to(visit, "Working agreement").await;
    assert_eq!(visit.value("Who does what: the person").await, "I keep a diary");
    visit.sees("You see this differently: who does what.").await;
    visit.fill_in("Looking back at the end", "Looked back on", "2026-02-02").await;
    save_with(visit, "end-held").await;
    visit.sees("The end cannot come before the look back midway").await;
    visit.click("Discard what I typed").await;
    visit.sees_no("The end cannot come before").await;
    visit.click_in("Working agreement", "M-12").await;
    visit.heading("M-12").await;
    visit.click_in("Record of care", "Before the session").await;
    visit.sees("Looking back midway: 2 Mar 2026").await;
    visit.is_accessible().await;
}

//! What journeys do again and again, in the words of the page.

use attune_journeys::{Visit, ask_only};

/// The crisis contact that every journey sets.
pub const CONTACT: (&str, &str) = ("Night line", "116 123");

/// Makes a vault with the passphrase that the page offers, and gives it back.
pub async fn make_vault(visit: &Visit) -> String {
    visit.click("I am a therapist").await;
    visit.heading("Make your vault").await;
    let script = "return document.getElementById('made-passphrase').textContent.trim()";
    let passphrase = visit.script(script, vec![]).await.as_str().unwrap_or_default().to_owned();
    assert_eq!(passphrase.split(' ').count(), 6, "six words are offered: {passphrase}");
    visit.click("I have written it down").await;
    visit.fill("Who", CONTACT.0).await;
    visit.fill("Number or place", CONTACT.1).await;
    visit.click("Make the vault").await;
    visit.heading("Your recovery kit").await;
    visit.click("Later").await;
    visit.heading("Your people").await;
    passphrase
}

/// Adds a person and stays on their page.
pub async fn add_person(visit: &Visit, name: &str) {
    visit.click("Add a person").await;
    visit.heading("Add a person").await;
    visit.fill("A code or a name", name).await;
    visit.click("Save").await;
    visit.sees("No session yet").await;
}

/// Opens today's session for the person whose page is shown, and hands the device over.
pub async fn hand_over(visit: &Visit) {
    visit.click("New session").await;
    visit.heading("A new session").await;
    visit.click("Save").await;
    visit.heading("Hand the device over").await;
    ask_only(visit, "Alliance Scale").await;
    visit.click("Lock and hand over").await;
    visit.heading("A few questions about how we work together").await;
}

/// Presses an answer's key, waits until it is chosen, and goes on.
pub async fn answer_one(visit: &Visit, question: usize, value: u8) {
    visit.sees(&format!("Question {question} of 12")).await;
    visit.type_keys(&value.to_string()).await;
    let chosen = format!("return document.getElementById('option-{value}')?.checked === true");
    visit.until("have the answer chosen", async || visit.script(&chosen, vec![]).await == true).await;
    visit.click("Next").await;
}

/// Answers questions from `first` on, one value a question.
pub async fn answer(visit: &Visit, first: usize, values: &[u8]) {
    for (place, value) in values.iter().enumerate() {
        answer_one(visit, first + place, *value).await;
    }
}

/// Finishes from the review.
pub async fn finish(visit: &Visit) {
    visit.heading("Your answers").await;
    visit.click("Finish").await;
    visit.heading("Thank you").await;
}

/// Opens the vault, from the page that asks for the passphrase.
pub async fn unlock(visit: &Visit, passphrase: &str) {
    visit.heading("Open your vault").await;
    visit.fill("Passphrase", passphrase).await;
    visit.click("Open").await;
    visit.heading("Your people").await;
}

/// Goes to the caseload from any of the therapist's pages.
pub async fn to_caseload(visit: &Visit) {
    visit.click_in("Crisis contacts", "Your people").await;
    visit.heading("Your people").await;
}

/// Waits until everything is on disk.
pub async fn saved(visit: &Visit) {
    visit.sees("Saved on this device").await;
}

//! The main job: a patient answers, sealed; the therapist unlocks and sees the scores and the chart.

use attune_journeys::{Visit, ask_only, journey};

use crate::steps;

/// The cells of the newest session in the table of the person's page: goals, tasks, bond, total.
async fn newest(visit: &Visit) -> Vec<String> {
    let script = "return [...document.querySelectorAll('table.sessions tbody tr:first-child td.figure')].map((cell) => cell.textContent)";
    let cells = visit.script(script, vec![]).await;
    cells.as_array().into_iter().flatten().filter_map(|cell| cell.as_str().map(str::to_owned)).collect()
}

/// In the order of the questions; goals are questions 3, 6, 9 and 12, tasks 1, 4, 7 and 10, bond 2, 5, 8 and 11.
const VALUES: [u8; 12] = [5, 4, 4, 5, 1, 3, 5, 4, 4, 5, 2, 3];

journey!(main_job);
async fn main_job(visit: &mut Visit) {
    visit.open("").await;
    visit.heading("Attune").await;
    visit.is_accessible().await;
    visit.click("I am a therapist").await;
    visit.heading("Make your vault").await;
    visit.is_accessible().await;
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    visit.is_accessible().await;
    steps::add_person(visit, "Ana López").await;
    steps::saved(visit).await;
    visit.is_accessible().await;
    visit.click("New session").await;
    visit.heading("A new session").await;
    visit.is_accessible().await;
    visit.click("Save").await;
    visit.heading("Hand the device over").await;
    visit.is_accessible().await;
    ask_only(visit, "Alliance Scale").await;
    visit.click("Lock and hand over").await;

    // The patient's side.
    visit.heading("A few questions about how we work together").await;
    visit.sees("Nobody is watching this screen").await;
    visit.sees("Low marks help; they are never held against you").await;
    visit.sees("Call Night line: 116 123").await;
    visit.sees_no("Ana López").await;
    visit.is_accessible().await;
    visit.click("I need help now").await;
    visit.heading("If you are not safe").await;
    visit.sees("Call Night line: 116 123").await;
    visit.is_accessible().await;
    visit.click("Back to the questions").await;
    visit.click("Start").await;
    visit.sees("Question 1 of 12").await;
    visit.is_accessible().await;
    steps::answer(visit, 1, &VALUES[..5]).await;
    visit.sees("Question 6 of 12").await;
    visit.sees("Saved on this device").await;
    visit.reload().await;
    visit.sees("Question 6 of 12").await;
    visit.click("Back").await;
    visit.sees("Question 5 of 12").await;
    let kept = visit.script("return document.getElementById('option-1').checked", vec![]).await;
    assert_eq!(kept, true, "the answer before the reload is still chosen");
    visit.click("Next").await;
    steps::answer(visit, 6, &VALUES[5..]).await;
    visit.heading("Your answers").await;
    visit.is_accessible().await;
    visit.click("Next time").await;
    visit.click("Finish").await;
    visit.heading("Thank you").await;
    visit.sees("Nobody is watching this screen").await;
    visit.is_accessible().await;
    visit.click("For the therapist: open the vault").await;

    // The therapist's side.
    visit.heading("Open your vault").await;
    visit.is_accessible().await;
    steps::unlock(visit, &passphrase).await;
    visit.sees("1 questionnaire was taken in").await;
    visit.sees("2 answers marked low").await;
    visit.sees("3.8 of 5").await;
    visit.is_accessible().await;
    visit.click("Ana López").await;
    visit.heading("Course of the alliance").await;
    visit.sees("I can say things here that are hard to say. — Never").await;
    visit.sees("When something between us feels wrong, I can bring it up. — Rarely").await;
    visit.sees("Wants to talk about it next time").await;
    visit.sees("These are the first answers").await;
    assert_eq!(newest(visit).await, ["3.5", "5.0", "2.8", "3.8"]);
    visit.is_accessible().await;

    // The same after a reload, from what lies sealed on the disk.
    visit.reload().await;
    visit.heading("Open your vault").await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.heading("Course of the alliance").await;
    assert_eq!(newest(visit).await, ["3.5", "5.0", "2.8", "3.8"]);
    visit.click("Lock").await;
    visit.heading("Open your vault").await;
}

journey!(pages_that_explain);
async fn pages_that_explain(visit: &mut Visit) {
    for (place, heading) in [
        ("#/patients", "What is a working alliance?"),
        ("#/therapists", "The working alliance, for therapists"),
        ("#/about", "What Attune is for"),
        ("#/help", "If you are not safe"),
        ("#/link", "A link from your therapist"),
        ("#/nowhere", "No such page"),
    ] {
        visit.open(place).await;
        visit.heading(heading).await;
        visit.is_accessible().await;
    }
}

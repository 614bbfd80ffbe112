//! While the device is in a patient's hands there is no way to the therapist's data but the passphrase.

use attune_journeys::{Key, Visit, ask_only, journey};

use crate::steps;

const NAME: &str = "Bartholomew Quince";

async fn nothing_of_the_therapist(visit: &Visit) {
    let text = visit.text().await;
    for word in [NAME, "Your people", "Course of the alliance"] {
        assert!(!text.contains(word), "the page shows '{word}':\n{text}");
    }
}

// WebKit's driver ends when it is led back past the first page.
journey!(no_way_back in [chromium firefox]);
async fn no_way_back(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, NAME).await;
    let person = visit.address().await;
    // A tab in which the vault was open before locks with the others.
    let other = visit.new_tab("").await;
    visit.heading("Open your vault").await;
    let second = visit.tab().await;
    visit.switch_to(&other).await;
    steps::hand_over(visit).await;
    nothing_of_the_therapist(visit).await;

    // Back and Forward.
    for _ in 0..3 {
        visit.back().await;
        nothing_of_the_therapist(visit).await;
    }
    visit.forward().await;
    nothing_of_the_therapist(visit).await;
    // A typed address.
    let hash = person.split_once('#').map_or("", |(_, hash)| hash).to_owned();
    visit.script("location.hash = arguments[0]", vec![hash.clone().into()]).await;
    visit.heading("A few questions about how we work together").await;
    nothing_of_the_therapist(visit).await;
    visit.reload().await;
    visit.heading("A few questions about how we work together").await;
    nothing_of_the_therapist(visit).await;

    // A second tab, and the one that was there.
    visit.new_tab(&format!("#{hash}")).await;
    visit.heading("Open your vault").await;
    nothing_of_the_therapist(visit).await;
    visit.fill("Passphrase", "not this one").await;
    visit.press(Key::Enter).await;
    visit.sees("That passphrase does not open this vault").await;
    visit.close_tab(&second).await;
    visit.sees("Open your vault").await;
    nothing_of_the_therapist(visit).await;

    // The turn is still there, and the passphrase leads back.
    visit.switch_to(&other).await;
    visit.click("Start").await;
    steps::answer(visit, 1, &[4; 12]).await;
    steps::finish(visit).await;
    nothing_of_the_therapist(visit).await;
    visit.back().await;
    nothing_of_the_therapist(visit).await;
    visit.reload().await;
    visit.heading("Open your vault").await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    steps::to_caseload(visit).await;
    visit.sees("1 questionnaire was taken in").await;
    visit.sees(NAME).await;
}

// WebKit's driver keeps no page in its cache.
journey!(a_page_put_aside_comes_back_locked in [chromium firefox]);
async fn a_page_put_aside_comes_back_locked(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, NAME).await;
    steps::saved(visit).await;
    visit.expect_in_console("favicon.ico");
    // Another document, so that the one with the open vault is put aside, and back to it.
    visit.script("location.href = 'icon.svg'", vec![]).await;
    visit.until("leave the page", async || visit.address().await.ends_with("icon.svg")).await;
    visit.back().await;
    visit.heading("Open your vault").await;
    nothing_of_the_therapist(visit).await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.sees(NAME).await;
}

journey!(a_closed_tab_loses_no_answer);
async fn a_closed_tab_loses_no_answer(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, NAME).await;
    steps::hand_over(visit).await;
    visit.click("Start").await;
    steps::answer(visit, 1, &[5, 1, 5]).await;
    visit.sees("Question 4 of 12").await;
    steps::saved(visit).await;
    let patient = visit.tab().await;
    visit.new_tab("").await;
    let therapist = visit.tab().await;
    visit.switch_to(&patient).await;
    visit.close_tab(&therapist).await;
    steps::unlock(visit, &passphrase).await;
    visit.heading("Not finished").await;
    visit.sees("3 of 12 questions were answered").await;
    visit.is_accessible().await;
    visit.click("Keep these answers").await;
    visit.sees_no("3 of 12 questions were answered").await;
    steps::saved(visit).await;
    visit.click(NAME).await;
    visit.sees("not enough answers").await;
    visit.sees("I feel welcome here just as I am. — Never").await;
    visit.sees("These answers were not finished by the person").await;
    visit.reload().await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.sees("I feel welcome here just as I am. — Never").await;
    let left =
        visit.local_storage().await.into_keys().filter(|key| key.contains("/turn/") || key.contains("/inbox/")).count();
    assert_eq!(left, 0, "the draft was cleared away once it was in the record");
}

journey!(a_draft_can_be_let_go in [chromium firefox]);
async fn a_draft_can_be_let_go(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, NAME).await;
    steps::hand_over(visit).await;
    visit.click("Start").await;
    steps::answer(visit, 1, &[5]).await;
    steps::saved(visit).await;
    let patient = visit.tab().await;
    visit.new_tab("").await;
    steps::unlock(visit, &passphrase).await;
    visit.click("Delete these answers").await;
    visit.sees("The answers will be gone for good").await;
    visit.click("Cancel").await;
    visit.click("Delete these answers").await;
    visit.sees("The answers will be gone for good").await;
    visit.click("Delete these answers").await;
    visit.sees_no("Not finished").await;
    // The patient, still in the first tab, is told instead of being left to type for nobody.
    visit.switch_to(&patient).await;
    visit.type_keys("4").await;
    visit.sees("This questionnaire is no longer open on this device").await;
}

journey!(the_patient_reads_another_language);
async fn the_patient_reads_another_language(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, NAME).await;
    visit.click("New session").await;
    visit.heading("A new session").await;
    visit.click("Save").await;
    visit.heading("Hand the device over").await;
    visit.click("Español").await;
    ask_only(visit, "Alliance Scale").await;
    visit.click("Lock and hand over").await;
    visit
        .until("be in Spanish", async || visit.script("return document.documentElement.lang", vec![]).await == "es")
        .await;
    visit.is_accessible().await;
    // By keyboard alone, in a language that this test does not read: the first button starts.
    visit.script("document.querySelector('section.turn button.primary').click()", vec![]).await;
    for question in 0..12 {
        visit
            .until("see the question", async || {
                visit.script("return document.querySelector('progress')?.value", vec![]).await == question + 1
            })
            .await;
        visit.sees("A menudo").await;
        visit.type_keys("4").await;
        visit
            .until("have it chosen", async || {
                visit.script("return document.getElementById('option-4').checked", vec![]).await == true
            })
            .await;
        visit.press(Key::Enter).await;
    }
    visit
        .until("see the review", async || {
            visit.script("return document.querySelectorAll('ol.review li').length", vec![]).await == 12
        })
        .await;
    visit.script("document.querySelector('section.turn button.primary').click()", vec![]).await;
    visit.until("be thanked", async || visit.script("return sessionStorage.length", vec![]).await == 0).await;
    visit.reload().await;
    steps::unlock(visit, &passphrase).await;
    visit
        .until("be in English", async || visit.script("return document.documentElement.lang", vec![]).await == "en")
        .await;
    visit.sees("1 questionnaire was taken in").await;
}

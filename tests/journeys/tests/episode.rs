//! The record of care: an episode by keyboard alone, what is typed badly, the first appointment, people treated together.

use attune_journeys::{Key, Visit, ask_only, journey};

use crate::steps;

const LONG: &str = "const field = document.getElementById(arguments[0]);
    field.value = 'x'.repeat(5000);
    field.dispatchEvent(new Event('input', { bubbles: true }));";

/// Goes to a page of the record of care of the person whose page is shown.
async fn to(visit: &Visit, link: &str) {
    visit.click_in("Record of care", link).await;
}

/// Goes to the page of a person from anywhere.
async fn to_person(visit: &Visit, name: &str) {
    steps::to_caseload(visit).await;
    visit.click(name).await;
    visit.heading(name).await;
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

journey!(an_episode_by_keyboard_alone);
async fn an_episode_by_keyboard_alone(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "M-12").await;
    visit.is_accessible().await;
    visit.tab_to("Episodes of care").await;
    visit.press(Key::Enter).await;
    visit.heading("Episodes of care").await;
    visit.sees("No episode yet").await;
    visit.is_accessible().await;
    visit.tab_to("What happened, in the person's own words").await;
    visit.type_keys("the move to Lugo").await;
    visit.tab_to("Diagnosis or concern").await;
    visit.type_keys("no sleep").await;
    visit.tab_to("Left open").await;
    visit.press(Key::Down).await;
    visit.tab_to("How many").await;
    visit.type_keys("12").await;
    visit.tab_to("Name").await;
    visit.type_keys("Dr Ruiz").await;
    visit.press(Key::Enter).await;
    visit.sees("Care since").await;
    visit.sees("About an event in life").await;
    visit.sees("No consent is written down").await;
    visit.is_accessible().await;
    steps::saved(visit).await;
    // A change is a new version, and the earlier one can be looked at.
    visit.fill("Diagnosis or concern", "no sleep, low days").await;
    visit.sees("stays in this tab").await;
    save_with(visit, "episode-count").await;
    visit.sees("History: 1 earlier version").await;
    visit.click("History: 1 earlier version").await;
    visit.is_accessible().await;
    // Consent, given and taken back.
    save_with(visit, "consent-by").await;
    visit.sees("Consent was given on").await;
    visit.fill("Taken back on", "2020-01-01").await;
    save_with(visit, "consent-by").await;
    visit.sees("It cannot be taken back before it was given").await;
    visit.fill("Taken back on", "2999-01-01").await;
    save_with(visit, "consent-by").await;
    visit.sees("no day of the calendar").await;
    visit.is_accessible().await;
    let today = visit.script("return document.getElementById('consent-given').value", vec![]).await;
    visit.fill("Taken back on", today.as_str().unwrap_or_default()).await;
    save_with(visit, "consent-by").await;
    visit.sees("Consent was taken back on").await;
    steps::saved(visit).await;
    visit.reload().await;
    // The unlock leads back to where one was.
    visit.heading("Open your vault").await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.sees("Consent was taken back on").await;
    assert_eq!(visit.value("Diagnosis or concern").await, "no sleep, low days");
    assert_eq!(visit.value("How many").await, "12");
    assert_eq!(visit.value("Name").await, "Dr Ruiz");
    visit.sees("Consent was taken back on").await;
}

journey!(what_is_typed_badly_is_said_and_not_lost);
async fn what_is_typed_badly_is_said_and_not_lost(visit: &mut Visit) {
    visit.open("").await;
    visit.click("Look around").await;
    visit.heading("Your people").await;
    // Somebody of whom the sample tells no record of care.
    visit.click("Leila").await;
    visit.heading("Leila").await;
    to(visit, "Episodes of care").await;
    visit.heading("Episodes of care").await;
    visit.sees("No episode yet").await;
    visit.script(LONG, vec!["episode-concern".into()]).await;
    visit.fill("First day", "0202-01-01").await;
    save_with(visit, "episode-start").await;
    visit.sees("That is 5000 characters").await;
    visit.sees("no day of the calendar").await;
    visit.is_accessible().await;
    // What is typed stays while one looks at other pages.
    to_person(visit, "Leila").await;
    to(visit, "Episodes of care").await;
    visit.heading("Episodes of care").await;
    let kept = "return document.getElementById('episode-concern').value.length";
    assert_eq!(visit.script(kept, vec![]).await, 5000);
    assert_eq!(visit.value("First day").await, "0202-01-01");
    visit.click("Discard what I typed").await;
    visit.sees_no("That is 5000 characters").await;
    assert_eq!(visit.script(kept, vec![]).await, 0);
    // Pasted text with marks of its own is kept as plain words.
    let paste = "const field = document.getElementById('episode-concern');
        field.value = 'one\\u00a0two\\r\\n\\r\\n\\r\\n\\u202Ethree <b>four</b>';
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    visit.script(paste, vec![]).await;
    visit.click("Is under age").await;
    visit.fill("Who holds responsibility", "her aunt").await;
    save_with(visit, "episode-guardian").await;
    visit.sees("No consent is written down").await;
    let shown = "return document.getElementById('episode-concern').value";
    assert_eq!(visit.script(shown, vec![]).await, "one two\n\nthree <b>four</b>");
    assert_eq!(visit.value("Who holds responsibility").await, "her aunt");
    visit.is_accessible().await;
    visit.click("Leave the sample").await;
    visit.heading("Attune").await;
}

journey!(a_first_appointment_and_the_brief);
async fn a_first_appointment_and_the_brief(visit: &mut Visit) {
    visit.open("").await;
    let _ = steps::make_vault(visit).await;
    steps::add_person(visit, "M-12").await;
    to(visit, "First appointment").await;
    visit.heading("First appointment").await;
    visit.sees("The First Visit has not been answered yet.").await;
    visit.is_accessible().await;
    visit.click("How you work").await;
    visit.heading("How you work").await;
    visit.fill("What we talk about", "3").await;
    visit.fill("When I am stuck", "-2").await;
    visit.is_accessible().await;
    visit.click("Save").await;
    visit.sees("Saved.").await;
    to_person(visit, "M-12").await;
    to(visit, "First appointment").await;
    visit.click("Type it in together").await;
    visit.heading("Type it in together").await;
    visit.is_accessible().await;
    visit.fill("What brings you here? Use your own words.", "I do not sleep").await;
    visit.fill("What we talk about", "-3").await;
    visit.fill("Look half a year ahead. How will you be?", "4").await;
    visit.fill("Will your own effort here pay off?", "6").await;
    // What is answered stays while one looks at another page.
    to_person(visit, "M-12").await;
    visit.back().await;
    visit.back().await;
    visit.heading("Type it in together").await;
    assert_eq!(visit.value("What brings you here? Use your own words.").await, "I do not sleep");
    visit.click("Save").await;
    visit.heading("First appointment").await;
    visit.sees("answered together with you").await;
    visit.sees("I do not sleep").await;
    visit.sees("5 of 10").await;
    visit.sees("M-12 would rather have “I bring it with me on the day”").await;
    visit.is_accessible().await;
    visit.click("need time before they speak").await;
    visit.fill("In your own words", "looked at the door").await;
    visit.click("Save").await;
    visit.sees("Saved.").await;
    steps::saved(visit).await;
    visit.click_in("First appointment", "M-12").await;
    to(visit, "Before the session").await;
    visit.sees("Before the session").await;
    visit.sees("looked at the door").await;
    visit.sees("you lean towards “My therapist has a plan for it”").await;
    visit.is_accessible().await;
}

journey!(a_couple_and_a_second_rater in [chromium firefox]);
async fn a_couple_and_a_second_rater(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "Ben").await;
    steps::to_caseload(visit).await;
    steps::add_person(visit, "Ana").await;
    to(visit, "Episodes of care").await;
    visit.sees("No episode yet").await;
    visit.fill("Treated together with others", "As a couple").await;
    save_with(visit, "episode-start").await;
    visit.heading("Treated together").await;
    visit.fill("Somebody from your people", "Ben").await;
    visit.click("Add to this episode").await;
    visit.sees("Who may see whose answers").await;
    visit.is_accessible().await;
    // Somebody who was added by mistake goes, and can be added again.
    visit.click("Take Ben out of this episode").await;
    visit.sees_no("Who may see whose answers").await;
    visit.fill("Somebody from your people", "Ben").await;
    visit.click("Add to this episode").await;
    visit.sees("Who may see whose answers").await;
    visit.click("Ana agrees that Ben may see Ana's answers").await;
    // What they look at together is a page of its own, with nothing of one member, nor of anybody else.
    together(visit, &["Ana no answers", "Ben Not shown: there is no agreement with everybody here."]).await;
    // The partner answers about Ana: recorded as that, and kept apart.
    to_person(visit, "Ana").await;
    visit.click("New session").await;
    visit.heading("A new session").await;
    visit.click("Save").await;
    visit.heading("Hand the device over").await;
    ask_only(visit, "Alliance Scale").await;
    visit.fill("Who answers", "The partner").await;
    visit.is_accessible().await;
    visit.click("Lock and hand over").await;
    visit.heading("A few questions about how we work together").await;
    visit.click("Start").await;
    steps::answer(visit, 1, &[1, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4]).await;
    steps::finish(visit).await;
    visit.click("For the therapist: open the vault").await;
    steps::unlock(visit, &passphrase).await;
    visit.click("Ana").await;
    visit.heading("Ana").await;
    visit.sees("What others answered").await;
    visit.sees("The partner, Alliance Scale").await;
    visit.sees_no("Just marked low").await;
    visit.is_accessible().await;
    // The same on paper.
    visit.click("Type in a paper form").await;
    visit.fill("Questionnaire", "Alliance Scale").await;
    visit.fill("Who answers", "The prescriber").await;
    visit.fill("Answers of Ana", "444444444444").await;
    visit.is_accessible().await;
    visit.press(Key::Enter).await;
    visit.sees("Saved for Ana.").await;
    visit.click("Ana").await;
    visit.heading("Ana").await;
    visit.sees("The prescriber, Alliance Scale").await;
    // Where medicines stand, so does the alliance as the prescriber sees it.
    visit.click_in("Record of care", "Medicines").await;
    visit.sees("Alliance as the prescriber sees it").await;
    visit.is_accessible().await;
    // What each answered in the episode is shown where both agreed, and goes when that is taken back.
    paper_form(visit, "Ana", "444444444444").await;
    to_person(visit, "Ben").await;
    visit.click("New session").await;
    visit.heading("A new session").await;
    visit.click("Save").await;
    visit.heading("Hand the device over").await;
    paper_form(visit, "Ben", "222222222222").await;
    to_person(visit, "Ana").await;
    to(visit, "Episodes of care").await;
    visit.click("Care since").await;
    visit.sees("Who may see whose answers").await;
    visit.click("Ben agrees that Ana may see Ben's answers").await;
    together(visit, &["Ana 4.0 of 5 on", "Ben 2.0 of 5 on"]).await;
    visit.click("Ana agrees that Ben may see Ana's answers").await;
    together(visit, &["Ana Not shown", "Ben 2.0 of 5 on"]).await;
}

/// Looks at the page for all members, which is to have these rows, and comes back from it.
async fn together(visit: &Visit, wanted: &[&str]) {
    let rows = "return [...document.querySelectorAll('table tbody tr')].map((row) => row.innerText.replace(/\\s+/g, ' ')).join('|')";
    visit.click("Show to all of them").await;
    visit.heading("What you agreed to look at together").await;
    visit
        .until("show only what was agreed to", async || {
            let shown = visit.script(rows, vec![]).await;
            let shown = shown.as_str().unwrap_or_default();
            wanted.iter().all(|row| shown.contains(row))
        })
        .await;
    for private in ["Your people", "Crisis contacts", "Consent", "Who may see whose answers"] {
        visit.sees_no(private).await;
    }
    visit.is_accessible().await;
    visit.click("Back to the therapist's pages").await;
    visit.sees("Who may see whose answers").await;
    visit.sees("Your people").await;
}

/// Types in the Alliance Scale as a person answered it on paper.
async fn paper_form(visit: &Visit, name: &str, answers: &str) {
    to_person(visit, name).await;
    visit.click("Type in a paper form").await;
    visit.fill("Questionnaire", "Alliance Scale").await;
    visit.fill(&format!("Answers of {name}"), answers).await;
    visit.press(Key::Enter).await;
    visit.sees(&format!("Saved for {name}.")).await;
}

journey!(templates_are_filled_in);
async fn templates_are_filled_in(visit: &mut Visit) {
    visit.open("#/privacy-notice").await;
    visit.heading("Privacy notice").await;
    visit.fill("Name of the clinic or practice", "Clinic Sol").await;
    visit.sees("Clinic Sol keeps what you answer").await;
    visit.is_accessible().await;
    visit.open("#/impact-assessment").await;
    visit.heading("Impact assessment").await;
    visit.sees("What could go wrong: pressure").await;
    visit.is_accessible().await;
}

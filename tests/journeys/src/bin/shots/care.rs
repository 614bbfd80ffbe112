//! Scenes of the record of care: as it is begun for somebody of the sample, and as it stands for the one who has it.

use attune_journeys::{Visit, json};

/// In the order in which they are taken.
pub const SCENES: [&str; 15] = [
    "care-episodes",
    "care-episode",
    "care-couple",
    "care-first-appointment",
    "care-own-style",
    "care-together",
    "care-brief",
    "care-labels",
    "care-found",
    "care-privacy",
    "care-impact",
    "care-sessions",
    "care-session",
    "care-medicines",
    "care-summary",
];

/// What the sample tells of one person.
pub const TOLD: [&str; 5] = ["told-brief", "told-goals", "told-goal", "told-sessions", "told-medicines"];

/// Goes on from the page of the person who has a record of care.
pub async fn told(scene: &str, visit: &Visit) {
    let page = match scene {
        "told-brief" => "Before the session",
        "told-sessions" => "Sessions",
        "told-medicines" => "Medicines",
        _ => "Goals",
    };
    visit.click_in("Record of care", page).await;
    // The brief has the person's name in its title.
    visit.sees(if scene == "told-brief" { "Before the session:" } else { page }).await;
    if scene == "told-goal" {
        visit.script("document.querySelector('.episodes a').click()", vec![]).await;
        visit.sees("History").await;
    }
}

/// Goes on from the page of a person who has none yet.
pub async fn lead_to(scene: &str, visit: &Visit) {
    match scene {
        "care-privacy" => {
            visit.open("#/privacy-notice").await;
            visit.fill("Name of the clinic or practice", "Clinic Sol").await;
        }
        "care-impact" => visit.open("#/impact-assessment").await,
        "care-labels" | "care-found" => labels(scene, visit).await,
        "care-sessions" | "care-session" => session(scene, visit).await,
        "care-medicines" => medicines(visit).await,
        "care-summary" => summary(visit).await,
        "care-episodes" | "care-episode" | "care-couple" => episode(scene, visit).await,
        "care-brief" => {
            episode("care-episode", visit).await;
            back_to_person(visit).await;
            first_visit(visit).await;
            back_to_person(visit).await;
            visit.click_in("Record of care", "Before the session").await;
            visit.sees("Worth asking about").await;
        }
        _ => {
            visit.click_in("Record of care", "First appointment").await;
            visit.heading("First appointment").await;
            match scene {
                "care-own-style" => {
                    visit.click("How you work").await;
                    visit.fill("What we talk about", "3").await;
                }
                "care-together" => visit.click("Type it in together").await,
                _ => {
                    back_to_person(visit).await;
                    first_visit(visit).await;
                }
            }
        }
    }
}

async fn back_to_person(visit: &Visit) {
    visit.script("document.querySelector('.crumb a').click()", vec![]).await;
    visit.sees("Record of care").await;
}

async fn labels(scene: &str, visit: &Visit) {
    visit.fill("Add labels", "couple, Tuesdays, waits for the clinic").await;
    visit.click("Add").await;
    visit.click("Move to the archive").await;
    visit.sees("In the archive now.").await;
    if scene == "care-found" {
        visit.click_in("Crisis contacts", "Your people").await;
        visit.click("Show 1 person in the archive too").await;
        visit.fill("Find a person", "l").await;
        visit.sees("people found").await;
    }
}

async fn episode(scene: &str, visit: &Visit) {
    visit.click_in("Record of care", "Episodes of care").await;
    visit.heading("Episodes of care").await;
    visit.fill("What happened, in the person's own words", "We moved here in spring and I know nobody.").await;
    visit.fill("Diagnosis or concern", "Sleeps badly since the move").await;
    visit.fill("Name", "Dr Ruiz").await;
    visit.fill("How to reach them", "600 100 200").await;
    visit.fill("Treated together with others", "As a couple").await;
    visit.click("Is under age").await;
    visit.fill("Who holds responsibility", "her aunt").await;
    if scene == "care-episodes" {
        // As it looks where something is wrong.
        visit.fill("First day", "0202-01-01").await;
        visit.click("Save").await;
        return visit.sees("no day of the calendar").await;
    }
    visit.click("Save").await;
    visit.sees("Care since").await;
    if scene == "care-couple" {
        visit.script("document.getElementById('member').selectedIndex = 1; document.getElementById('member').dispatchEvent(new Event('change', { bubbles: true }))", vec![]).await;
        visit.click("Add to this episode").await;
        visit.sees("Who may see whose answers").await;
        visit.fill("Diagnosis or concern", "Sleeps badly, and they quarrel").await;
        visit.script("document.querySelector('form.care-form').requestSubmit()", vec![]).await;
        visit.click("History: 1 earlier version").await;
    }
}

/// The latest session with a rupture, and how it stands in the list.
async fn session(scene: &str, visit: &Visit) {
    visit.click_in("Record of care", "Sessions").await;
    visit.heading("Sessions").await;
    visit.script("document.querySelector('.episodes a').click()", vec![]).await;
    visit.sees("How you met").await;
    for tick in ["Listening", "Homework", "Withdrawal"] {
        visit.click(tick).await;
    }
    visit.fill("Other support, in your words", "walking; drawing").await;
    visit.fill("What was tried to repair it", "Asked what had happened just now.").await;
    visit.fill("Private note", "Come back to the sister next time.").await;
    if scene == "care-sessions" {
        visit.click("Save").await;
        visit.sees("Saved.").await;
        back_to_person(visit).await;
        visit.click_in("Record of care", "Sessions").await;
        visit.heading("Sessions").await;
    }
}

async fn medicines(visit: &Visit) {
    visit.click_in("Record of care", "Medicines").await;
    visit.heading("Medicines").await;
    visit.fill("Name", "Quiet Night").await;
    visit.fill("How much, and when", "one in the evening").await;
    visit.fill("Who prescribes it", "Dr Ruiz").await;
    visit.click("Save").await;
    visit.sees("Prescribed by Dr Ruiz.").await;
}

async fn summary(visit: &Visit) {
    visit.click_in("Record of care", "Ending and handing on").await;
    visit.heading("Ending and handing on").await;
    // What the care was about, where there is no episode yet.
    visit.script("document.getElementById('ending-kind-ongoing')?.click()", vec![]).await;
    visit.click("Goals met").await;
    visit.fill("What was achieved", "She sleeps through the night.").await;
    visit.click("Save").await;
    visit.sees("This episode ended on").await;
    visit.click("Hand-over summary").await;
    visit.heading("Hand-over summary").await;
}

/// Both sides of the preferences, the answers, and what the therapist saw.
async fn first_visit(visit: &Visit) {
    visit.click_in("Record of care", "First appointment").await;
    visit.click("How you work").await;
    for (label, value) in [("What we talk about", "3"), ("When I am stuck", "-2")] {
        visit.fill(label, value).await;
    }
    visit.click("Save").await;
    visit.back().await;
    visit.click("Type it in together").await;
    visit.fill("What brings you here? Use your own words.", "I do not sleep, and I am alone here.").await;
    for (label, value) in [
        ("What we talk about", "-3"),
        ("When I am stuck", "-1"),
        ("Look half a year ahead. How will you be?", "4"),
        ("Will your own effort here pay off?", "6"),
    ] {
        visit.fill(label, value).await;
    }
    visit.click("Save").await;
    visit.heading("First appointment").await;
    visit.click("need time before they speak").await;
    visit.fill("In your own words", "Looked at the door while speaking of the move.").await;
    let submit = "document.querySelector('form.care-form').requestSubmit(); return arguments[0]";
    visit.script(submit, vec![json!(true)]).await;
    visit.sees("Saved.").await;
}

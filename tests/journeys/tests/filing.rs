//! Finding people: by name, by label, in the archive.

use attune_journeys::{Key, Visit, journey};

use crate::steps;

/// The names on the list, in order.
async fn names(visit: &Visit) -> String {
    let script = "return [...document.querySelectorAll('.people tbody th a')].map((a) => a.textContent).join('|')";
    visit.script(script, vec![]).await.as_str().unwrap_or_default().to_owned()
}

async fn lists(visit: &Visit, wanted: &str) {
    visit.until(&format!("list {wanted}"), async || names(visit).await == wanted).await;
}

journey!(labels_archive_and_search);
async fn labels_archive_and_search(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    for name in ["Zoë Müller", "Ana María Ruiz", "M-12"] {
        steps::add_person(visit, name).await;
        steps::to_caseload(visit).await;
    }
    visit.sees_no("Find a person").await;
    // Labels, several at once, by keyboard; what is too long is said and kept.
    visit.click("Zoë Müller").await;
    visit.heading("Zoë Müller").await;
    visit.fill("Add labels", &"x".repeat(60)).await;
    visit.press(Key::Enter).await;
    visit.sees("That is 60 characters").await;
    visit.is_accessible().await;
    visit.fill("Add labels", "Couple, Fridays, couple").await;
    visit.press(Key::Enter).await;
    visit
        .until("show two labels", async || {
            let shown =
                "return [...document.querySelectorAll('.label-list li span')].map((one) => one.textContent).join('|')";
            visit.script(shown, vec![]).await == "Couple|Fridays"
        })
        .await;
    visit.picture("person-labels").await;
    visit.click("Remove the label “Fridays”").await;
    visit.sees_no("Fridays").await;
    steps::to_caseload(visit).await;
    visit.click("M-12").await;
    visit.heading("M-12").await;
    visit.fill("Add labels", "couple").await;
    visit.press(Key::Enter).await;
    visit.click("Move to the archive").await;
    visit.sees("In the archive since").await;
    visit.sees("In the archive now.").await;
    visit.is_accessible().await;
    visit.picture("person-archived").await;
    steps::saved(visit).await;
    // By name, whatever its accents and in any order, as one types.
    steps::to_caseload(visit).await;
    lists(visit, "Ana María Ruiz|Zoë Müller").await;
    visit.tab_to("Find a person").await;
    visit.type_keys("MULLER zo").await;
    lists(visit, "Zoë Müller").await;
    visit.sees("1 person found.").await;
    visit.is_accessible().await;
    visit.fill("Find a person", "m").await;
    lists(visit, "Ana María Ruiz|Zoë Müller").await;
    visit.sees("2 people found. 1 more in the archive.").await;
    visit.fill("Find a person", "nobody").await;
    visit.sees("Nobody's name contains “nobody”.").await;
    visit.fill("Find a person", " ").await;
    // By label, with the archive, and the way back leads to the same list.
    visit.fill("With the label", "Couple").await;
    lists(visit, "Zoë Müller").await;
    visit.click("Show 1 person in the archive too").await;
    lists(visit, "Zoë Müller|M-12").await;
    visit.is_accessible().await;
    visit.picture("caseload-found").await;
    visit.fill("Find a person", "12").await;
    visit.press(Key::Enter).await;
    visit.heading("M-12").await;
    visit.back().await;
    visit.heading("Your people").await;
    lists(visit, "M-12").await;
    assert_eq!(visit.value("Find a person").await, "12");
    // All of it is still there after a reload, and the archive gives back.
    visit.reload().await;
    steps::unlock(visit, &passphrase).await;
    lists(visit, "Ana María Ruiz|Zoë Müller").await;
    visit.click("Show 1 person in the archive too").await;
    visit.click("M-12").await;
    visit.heading("M-12").await;
    visit.click("Bring back from the archive").await;
    visit.sees("On the daily list again.").await;
    steps::to_caseload(visit).await;
    lists(visit, "Ana María Ruiz|M-12|Zoë Müller").await;
    visit.sees_no("in the archive too").await;
}

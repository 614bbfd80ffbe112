//! What a person types is nowhere to be read on the disk, and a killed browser has lost nothing that was called saved.

use attune_journeys::{Visit, journey};

use crate::steps;

const NAME: &str = "Xanthippe Zwingli";
const RENAMED: &str = "Quetzalcoatl Ferreira";

journey!(a_killed_browser_keeps_all_and_tells_nothing in chromium firefox);
async fn a_killed_browser_keeps_all_and_tells_nothing(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, NAME).await;
    visit.click("Rename").await;
    visit.fill("A code or a name", RENAMED).await;
    visit.click("Save").await;
    visit.heading(RENAMED).await;
    steps::saved(visit).await;
    assert!(!visit.address().await.contains("Quetzal"));
    let title = visit.script("return document.title", vec![]).await.to_string();
    assert!(!title.contains("Quetzal") && !title.contains("Xanthippe"), "{title}");
    steps::hand_over(visit).await;
    visit.click("Start").await;
    steps::answer(visit, 1, &[2, 2]).await;
    visit.sees("Question 3 of 12").await;
    steps::saved(visit).await;
    visit.crash().await;
    let (contact, number) = steps::CONTACT;
    for text in [NAME, "Xanthippe", "Zwingli", RENAMED, "Quetzalcoatl", contact, number, "attune-alliance-scale", &passphrase] {
        let found = visit.kept(text);
        assert!(found.is_empty(), "'{text}' can be read in {found:?}");
    }
    // The search itself can find: what is not secret is there.
    assert!(!visit.kept("inbox-key").is_empty(), "the search finds what is on the disk");

    visit.restart().await;
    visit.open("").await;
    steps::unlock(visit, &passphrase).await;
    visit.sees(RENAMED).await;
    visit.sees("2 of 12 questions were answered").await;
    visit.crash().await;
    for text in [NAME, RENAMED, contact] {
        let found = visit.kept(text);
        assert!(found.is_empty(), "'{text}' can be read in {found:?}");
    }
}

journey!(looking_around_stores_nothing);
async fn looking_around_stores_nothing(visit: &mut Visit) {
    visit.open("").await;
    visit.heading("Attune").await;
    visit.click("Look around").await;
    visit.heading("Your people").await;
    visit.sees("This is a made-up caseload").await;
    visit.is_accessible().await;
    let script = "document.querySelector('table.people tbody tr a').click()";
    visit.script(script, vec![]).await;
    visit.heading("Course of the alliance").await;
    visit.is_accessible().await;
    visit.click("New session").await;
    visit.heading("A new session").await;
    visit.click("Save").await;
    visit.click("Answer as the patient would").await;
    visit.click("Start").await;
    steps::answer(visit, 1, &[3; 12]).await;
    steps::finish(visit).await;
    visit.click("See it on the chart").await;
    visit.heading("Course of the alliance").await;
    let total = "return document.querySelector('table.sessions tbody tr td.figure:nth-of-type(5)').textContent";
    assert_eq!(visit.script(total, vec![]).await, "3.0");
    let kept = visit.local_storage().await;
    assert!(kept.keys().all(|key| key.starts_with("attune-preference/")), "{kept:?}");
    assert!(visit.session_storage().await.is_empty());
    visit.click("Leave the sample").await;
    visit.heading("Attune").await;
    visit.sees_no("made-up caseload. Nobody").await;
}

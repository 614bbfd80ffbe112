//! What a person types is nowhere to be read on the disk, and a killed browser has lost nothing that was called saved.

use attune_journeys::{Visit, journey};

use crate::steps;

const NAME: &str = "Xanthippe Zwingli";
const RENAMED: &str = "Quetzalcoatl Ferreira";

journey!(a_killed_browser_keeps_all_and_tells_nothing in [chromium firefox]);
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
    for text in [NAME, "Xanthippe", "Zwingli", RENAMED, "Quetzalcoatl", contact, number, &passphrase] {
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

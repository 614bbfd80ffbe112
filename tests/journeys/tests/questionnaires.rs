//! Questionnaires: brought in, translated, answered with skip logic, scored, taken out, brought in again; and one's own.

use attune_journeys::{Key, Visit, ask_only, journey};

use crate::steps;

/// A small questionnaire with skip logic, weights and a calculated score.
fn file() -> std::path::PathBuf {
    attune_journeys::root().join("tests/journeys/data/evening-rest.json")
}

/// Goes to the list of questionnaires.
async fn to_list(visit: &Visit) {
    visit.click_in("Crisis contacts", "Questionnaires").await;
    visit.heading("Questionnaires").await;
}

/// Reads the file of a questionnaire until its outcome is shown.
async fn give(visit: &Visit, path: &std::path::Path) {
    to_list(visit).await;
    visit.click("Import a questionnaire").await;
    visit.heading("Import a questionnaire").await;
    visit.give_file("Choose a file", path).await;
    visit.heading("Evening and rest").await;
}

journey!(import_translate_and_export);
async fn import_translate_and_export(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    give(visit, &file()).await;
    visit.sees("3 questions").await;
    visit.is_accessible().await;
    // Nothing is added before the question about harm is answered.
    visit.click("Add it").await;
    visit.sees("Please tick the questions that ask about harm").await;
    visit.click("None of the questions does").await;
    visit.click("I have read the terms").await;
    visit.click("Add it").await;
    visit.heading("As the patient sees it").await;
    visit.sees("Last week I lay awake for a long time.").await;
    visit.is_accessible().await;

    // One label in another language.
    visit.click("Edit or translate").await;
    visit.click("Translation").await;
    visit.sees("0 of").await;
    visit.is_accessible().await;
    visit.fill("worries in Español", "Las preocupaciones me tenían en vela.").await;
    visit.sees("1 of").await;
    // What is typed is not lost by leaving the page.
    to_list(visit).await;
    visit.sees("You changed these and have not saved them").await;
    // The same name stands in the list below.
    visit.script("document.querySelector('.notice a').click()", vec![]).await;
    visit.click("Save").await;
    visit.heading("As the patient sees it").await;
    steps::saved(visit).await;

    // A patient answers it. "Never" skips the second question, another answer brings it.
    steps::to_caseload(visit).await;
    steps::add_person(visit, "M-12").await;
    visit.click("New session").await;
    visit.click("Save").await;
    visit.heading("Hand the device over").await;
    ask_only(visit, "Evening and rest").await;
    visit.click("Lock and hand over").await;
    visit.click("Start").await;
    visit.sees("Last week I lay awake").await;
    visit.click("Never").await;
    visit.click("Next").await;
    visit.sees("The next day I was too tired").await;
    visit.click("Back").await;
    visit.click("Most nights").await;
    visit.click("Next").await;
    visit.sees("Worries kept me awake").await;
    visit.click("Some nights").await;
    visit.click("Next").await;
    visit.sees("The next day I was too tired").await;
    visit.is_accessible().await;
    visit.click("Every night").await;
    visit.click("Next").await;
    steps::finish(visit).await;
    visit.click("For the therapist: open the vault").await;
    steps::unlock(visit, &passphrase).await;
    // The list is drawn again when answers have been taken in; a click before that would be lost.
    visit.sees("1 questionnaire was taken in").await;
    visit.click("M-12").await;
    visit.heading("Evening and rest").await;
    // 2 for most nights, 1 for some, 3 for every one.
    let score = "return [...document.querySelectorAll('.measure td.figure')].map((cell) => cell.textContent)";
    assert_eq!(visit.script(score, vec![]).await, attune_journeys::json!(["6"]));
    to_list(visit).await;
    visit.click("Evening and rest").await;
    visit.heading("As the patient sees it").await;

    // Out again, and in: the same is known, also with the translation.
    visit.click("Export as a FHIR file").await;
    let saved = visit.profile.downloaded("evening-and-rest").await;
    let text = std::fs::read_to_string(&saved).expect("the exported file");
    assert!(text.contains("Las preocupaciones me tenían en vela."), "the translation is exported");
    for path in [saved, file()] {
        give(visit, &path).await;
        visit.sees("This is already here").await;
    }

    // Another content under the same address becomes a new version.
    let changed = std::fs::read_to_string(file()).expect("the file").replace("too tired", "much too tired");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("changed.json");
    std::fs::write(&path, changed).expect("the changed file");
    give(visit, &path).await;
    visit.sees("is here and says something else").await;
    visit.click("None of the questions does").await;
    visit.click("I have read the terms").await;
    visit.click("Add it").await;
    visit.heading("As the patient sees it").await;
    visit.sees("much too tired").await;
}

journey!(files_that_are_refused);
async fn files_that_are_refused(visit: &mut Visit) {
    visit.open("").await;
    steps::make_vault(visit).await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let large = folder.path().join("large.json");
    let file = std::fs::File::create(&large).expect("a file");
    file.set_len(100_000_000).expect("a file of 100 MB that takes no room");
    let broken = folder.path().join("broken.json");
    std::fs::write(&broken, "{ \"resourceType\": ").expect("a file");
    to_list(visit).await;
    visit.click("Import a questionnaire").await;
    visit.give_file("Choose a file", &large).await;
    visit.sees("The file is larger than 5 MB, so it was not read").await;
    visit.give_file("Choose a file", &broken).await;
    visit.sees_no("larger than 5 MB").await;
    visit.heading("This cannot be used").await;
    visit.is_accessible().await;
}

journey!(a_questionnaire_of_ones_own);
async fn a_questionnaire_of_ones_own(visit: &mut Visit) {
    visit.open("").await;
    steps::make_vault(visit).await;
    to_list(visit).await;
    visit.is_accessible().await;
    visit.click("Make a questionnaire").await;
    visit.heading("Make a questionnaire").await;
    visit.fill("Title", "Garden").await;
    visit.is_accessible().await;
    visit.click("Start").await;
    visit.heading("Garden").await;

    // By keys: the wording, Enter, the next.
    visit.fill("Wording of q1", "Were you in the garden?").await;
    visit.press(Key::Enter).await;
    visit.until("be in the wording of q2", async || visit.focused().await == "Wording of q2").await;
    visit.type_keys("How was it there?").await;
    visit.fill("What can be answered to q1", "Yes or no").await;
    visit.is_accessible().await;
    // q2 still has no answers to choose from, and that is said beside it.
    visit.sees("q2 has no answers to choose from").await;
    visit.click("Save").await;
    visit.sees("Not saved. Please mend these first").await;
    visit.fill("What can be answered to q2", "A line of words").await;
    visit.click("Details: q2").await;
    visit.click("Add a rule").await;
    visit.fill("is", "equal to").await;
    visit.fill("this", "Yes").await;
    visit.is_accessible().await;
    visit.click("Save").await;
    visit.heading("As the patient sees it").await;
    visit.is_accessible().await;
    visit.click("None of the questions does").await;
    visit.click("Save").await;
    visit.sees("No question asks about harm, suicide or abuse").await;
    steps::saved(visit).await;

    // The plan takes it up.
    to_list(visit).await;
    visit.click("What is asked when").await;
    visit.click("Add a questionnaire").await;
    visit.is_accessible().await;
    visit.click("Save").await;
    visit.sees("The plan is saved").await;
}

journey!(a_scale_told_from_its_manual);
async fn a_scale_told_from_its_manual(visit: &mut Visit) {
    visit.open("").await;
    visit.click("Look around").await;
    visit.heading("Your people").await;
    to_list(visit).await;
    visit.click("25 templates for published scales").await;
    visit.click("BR-WAI").await;
    visit.heading("BR-WAI").await;
    visit.sees("Tell how a scale is scored").await;
    visit.fill("Its questions, by number", "1-4, 20").await;
    visit.fill("How many answers may be missing", "0").await;
    let save = "document.getElementById('scale-name').form.requestSubmit()";
    visit.script(save, vec![]).await;
    visit.sees("“20” is no place among the questions").await;
    visit.is_accessible().await;
    visit.fill("Its questions, by number", "1-4, 6").await;
    visit.fill("Of these, counted the other way round", "6").await;
    visit.fill("Name of the scale", "Goal").await;
    visit.script(save, vec![]).await;
    visit.sees("Counted the other way round:").await;
    visit.sees("the mean of 5 answers").await;
    visit.is_accessible().await;
}

//! The record of care on two devices: the same things changed on both, and joined through backups.

use attune_journeys::{Visit, journey};

use crate::{
    backup::{PASSPHRASE, another_browser, back_up, make_vault_of_it, open_backup, to_restore, weigh, well_ended},
    steps,
};

/// From anywhere to a page of the record of care of M-12.
async fn to(visit: &Visit, link: &str) {
    visit.click_in("Crisis contacts", "Your people").await;
    visit.heading("Your people").await;
    visit.click("M-12").await;
    visit.heading("M-12").await;
    visit.click_in("Record of care", link).await;
    visit.heading(link).await;
}

/// Takes a backup into the vault that is open.
async fn take_in(visit: &Visit, file: &std::path::Path) {
    to_restore(visit).await;
    open_backup(visit, file, "Passphrase of the backup", PASSPHRASE).await;
    weigh(visit).await;
    visit.click("Take it in").await;
    visit.heading("Your people").await;
    visit.sees("Taken in from the backup").await;
    steps::saved(visit).await;
}

/// What stands side by side in the notice of a page.
async fn side_by_side(visit: &Visit) -> String {
    visit.sees("Two devices changed this at the same time").await;
    let text = "return document.querySelector('dl.beside').innerText.replace(/\\s+/g, ' ')";
    visit.script(text, vec![]).await.as_str().unwrap_or_default().to_owned()
}

// Enciphering so many files takes WebKit's driver minutes on a busy machine; backups themselves are led through it elsewhere.
journey!(one_goal_worded_on_two_devices in [chromium firefox]);
async fn one_goal_worded_on_two_devices(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "M-12").await;
    visit.click_in("Record of care", "Goals").await;
    visit.fill("The goal, in the person's own words", "sleep again").await;
    visit.click("Save").await;
    visit.sees("Not rated yet.").await;
    visit.click("M-12").await;
    visit.click_in("Record of care", "Medicines").await;
    visit.fill("Name", "Quiet Night").await;
    visit.click("Save").await;
    visit.sees("Since").await;
    steps::saved(visit).await;
    let file = back_up(visit).await;
    let second = another_browser(visit).await;
    second.open("").await;
    second.click("I have a backup").await;
    open_backup(&second, &file, "Passphrase of the backup", PASSPHRASE).await;
    weigh(&second).await;
    make_vault_of_it(&second).await;
    std::fs::remove_file(&file).expect("removed");

    // Each device words the goal anew and changes the medicine.
    for (device, wording, dose) in
        [(&*visit, "sleep six hours", "one at night"), (&second, "sleep through the night", "a half")]
    {
        to(device, "Goals").await;
        device.click("sleep again").await;
        device.heading("A goal").await;
        device.fill("The goal, in the person's own words", wording).await;
        device.click("Save").await;
        device.sees("History: 1 earlier version").await;
        to(device, "Medicines").await;
        device.click("Quiet Night").await;
        device.heading("Quiet Night").await;
        device.fill("How much, and when", dose).await;
        device.click("Save").await;
        device.sees("History: 1 earlier version").await;
        steps::saved(device).await;
    }
    let theirs = back_up(&second).await;
    take_in(visit, &theirs).await;
    let ours = back_up(visit).await;
    take_in(&second, &ours).await;

    // Both devices show the later wording, the other beside it, and all of it in the history.
    for device in [&*visit, &second] {
        to(device, "Goals").await;
        device.click("sleep through the night").await;
        device.heading("A goal").await;
        let told = side_by_side(device).await;
        assert!(told.contains("sleep through the night") && told.contains("sleep six hours"), "{told}");
        device.is_accessible().await;
        device.click("History: 2 earlier versions").await;
        device.sees("sleep again").await;
    }
    // One takes the other wording: it is shown, both are told to be settled, and no version is gone.
    visit.script("document.querySelector('.notice .actions button').click()", vec![]).await;
    visit.sees_no("Two devices changed this at the same time").await;
    visit.sees("History: 3 earlier versions").await;
    assert_eq!(visit.value("The goal, in the person's own words").await, "sleep six hours");
    to(visit, "Medicines").await;
    visit.click("Quiet Night, a half").await;
    visit.heading("Quiet Night").await;
    assert!(side_by_side(visit).await.contains("one at night"));
    visit.click("Keep what is shown").await;
    visit.sees_no("Two devices changed this at the same time").await;
    steps::saved(visit).await;
    visit.reload().await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.heading("Quiet Night").await;
    visit.sees_no("Two devices changed this at the same time").await;
    visit.sees("History: 3 earlier versions").await;
    // What was settled here is settled there.
    std::fs::remove_file(&ours).expect("removed");
    let settled = back_up(visit).await;
    take_in(&second, &settled).await;
    to(&second, "Goals").await;
    second.click("sleep six hours").await;
    second.heading("A goal").await;
    second.sees("History: 3 earlier versions").await;
    second.sees_no("Two devices changed this at the same time").await;
    well_ended(second).await;
}

//! Several tabs on one vault: one writes, the others follow and can take over, also from a tab that no longer answers.

use attune_journeys::{Tab, Visit, journey, json};

use crate::steps;

const FOLLOWS: &str = "Another tab is writing. This one follows.";

/// A second tab on the same vault; gives the first.
async fn follower(visit: &Visit, passphrase: &str, before: Option<&str>) -> Tab {
    let first = visit.new_tab("").await;
    visit.heading("Open your vault").await;
    if let Some(script) = before {
        visit.script(script, vec![]).await;
    }
    steps::unlock(visit, passphrase).await;
    visit.sees(FOLLOWS).await;
    first
}

async fn add(visit: &Visit, name: &str) {
    steps::to_caseload(visit).await;
    steps::add_person(visit, name).await;
}

/// Two tabs from both sides, whatever keeps them apart.
async fn in_turns(visit: &Visit, passphrase: &str, before: Option<&str>) {
    add(visit, "Before both").await;
    steps::saved(visit).await;
    let first = follower(visit, passphrase, before).await;
    visit.is_accessible().await;
    let second = visit.tab().await;
    visit.sees("Before both").await;

    // What one saves the other shows.
    visit.switch_to(&first).await;
    visit.sees_no(FOLLOWS).await;
    add(visit, "From the first").await;
    steps::saved(visit).await;
    visit.switch_to(&second).await;
    visit.sees("From the first").await;

    // What is stated while following waits, and is saved by taking over.
    add(visit, "From the second").await;
    visit.sees("Not saved yet. Another tab is writing").await;
    visit.is_accessible().await;
    visit.click("Write here and save").await;
    visit.sees_no(FOLLOWS).await;
    steps::saved(visit).await;
    visit.switch_to(&first).await;
    visit.sees(FOLLOWS).await;
    steps::to_caseload(visit).await;
    visit.sees("From the second").await;

    // And back.
    visit.click("Write here instead").await;
    visit.sees_no("another tab").await;
    visit.sees_no("Taking over").await;
    add(visit, "From the first again").await;
    steps::saved(visit).await;
    // The tab that writes is closed: the other one writes, unasked.
    visit.close_tab(&second).await;
    visit.sees_no(FOLLOWS).await;
    add(visit, "After all").await;
    steps::saved(visit).await;
    visit.reload().await;
    visit.fill("Passphrase", passphrase).await;
    visit.click("Open").await;
    visit.heading("After all").await;
    steps::to_caseload(visit).await;
    for name in ["Before both", "From the first", "From the second", "From the first again", "After all"] {
        visit.sees(name).await;
    }
}

journey!(one_tab_writes_and_the_other_follows);
async fn one_tab_writes_and_the_other_follows(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    in_turns(visit, &passphrase, None).await;
}

journey!(the_same_by_a_lease_where_there_are_no_locks);
async fn the_same_by_a_lease_where_there_are_no_locks(visit: &mut Visit) {
    const NO_LOCKS: &str =
        "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined, configurable: true })";
    visit.open("").await;
    visit.heading("Attune").await;
    visit.script(NO_LOCKS, vec![]).await;
    let passphrase = steps::make_vault(visit).await;
    let leased = visit.local_storage().await.into_keys().any(|key| key.starts_with("attune-lease/"));
    assert!(leased, "the lease lies in localStorage");
    in_turns(visit, &passphrase, Some(NO_LOCKS)).await;
}

/// Makes a new key in this tab.
async fn renew_key(visit: &Visit, passphrase: &str) {
    visit.click("Your data").await;
    visit.heading("Where your data is").await;
    visit.click("Recovery kit, passphrase and key").await;
    visit.heading("Keys and passphrase").await;
    visit.fill_in("Make a new key", "Your present passphrase", passphrase).await;
    visit.script("document.getElementById('renew-passphrase').form.requestSubmit()", vec![]).await;
    visit.sees("Everything is sealed under a new key.").await;
    steps::to_caseload(visit).await;
}

const LOCKED_FOR_KEY: &str = "Another tab makes a new key for the vault, so this one locked itself";

journey!(a_new_key_locks_the_other_tab_and_loses_nothing_of_it);
async fn a_new_key_locks_the_other_tab_and_loses_nothing_of_it(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    add(visit, "From the first").await;
    steps::saved(visit).await;
    let first = follower(visit, &passphrase, None).await;
    let second = visit.tab().await;
    add(visit, "From the second").await;
    visit.sees("Not saved yet. Another tab is writing").await;

    visit.switch_to(&first).await;
    renew_key(visit, &passphrase).await;
    visit.switch_to(&second).await;
    visit.sees(LOCKED_FOR_KEY).await;
    visit.is_accessible().await;
    steps::unlock(visit, &passphrase).await;
    visit.sees("From the first").await;
    // Saved before the key was made, or put aside and stated again now.
    visit.sees("From the second").await;
    visit.switch_to(&first).await;
    visit.close_tab(&second).await;
    visit.sees_no(FOLLOWS).await;
    steps::saved(visit).await;
    visit.reload().await;
    steps::unlock(visit, &passphrase).await;
    visit.sees("From the second").await;
    visit.sees_no("damaged").await;
}

// Firefox runs scripts in a world of their own, from which the page's methods cannot be replaced by ones that call them.
journey!(a_tab_that_was_not_told_of_a_new_key_writes_nothing_with_the_old_one in [chromium]);
async fn a_tab_that_was_not_told_of_a_new_key_writes_nothing_with_the_old_one(visit: &mut Visit) {
    const UNTOLD: &str = "const post = BroadcastChannel.prototype.postMessage;
        BroadcastChannel.prototype.postMessage = function (text) { if (text !== 'lock-key') post.call(this, text) }";
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    add(visit, "Before the key").await;
    steps::saved(visit).await;
    let first = follower(visit, &passphrase, None).await;
    let second = visit.tab().await;
    add(visit, "Stated beside it").await;
    visit.sees("Not saved yet. Another tab is writing").await;

    visit.switch_to(&first).await;
    visit.script(UNTOLD, vec![]).await;
    renew_key(visit, &passphrase).await;
    add(visit, "With the new key").await;
    steps::saved(visit).await;
    let before = visit.local_storage().await;

    visit.switch_to(&second).await;
    visit.sees(LOCKED_FOR_KEY).await;
    let after = visit.local_storage().await;
    let ours = before.iter().filter(|(key, _)| key.starts_with("attune/"));
    let gone: Vec<_> = ours.filter(|(key, value)| after.get(*key) != Some(*value)).collect();
    assert!(gone.is_empty(), "nothing was removed: {gone:?}");
    steps::unlock(visit, &passphrase).await;
    // What waited in it waits again, and is saved now.
    visit.sees("Stated beside it").await;
    visit.click("Write here and save").await;
    steps::saved(visit).await;
    visit.reload().await;
    steps::unlock(visit, &passphrase).await;
    for name in ["Before the key", "Stated beside it", "With the new key"] {
        visit.sees(name).await;
    }
    visit.sees_no("damaged").await;
}

// Only Chromium's driver can freeze a tab.
journey!(a_frozen_tab_loses_the_right_to_write in [chromium]);
async fn a_frozen_tab_loses_the_right_to_write(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    add(visit, "Before the frost").await;
    steps::saved(visit).await;
    let first = follower(visit, &passphrase, None).await;
    let second = visit.tab().await;
    // The first is about to save when it freezes: the very first thing that it does on waking is to go on with it.
    visit.switch_to(&first).await;
    steps::to_caseload(visit).await;
    visit.click("Add a person").await;
    visit.heading("Add a person").await;
    visit.fill("A code or a name", "Typed before the frost").await;
    let press = "document.addEventListener('resume', () => document.querySelector('form button[type=submit]').click(), { once: true })";
    visit.script(press, vec![]).await;
    visit.devtools("Page.setWebLifecycleState", json!({ "state": "frozen" })).await;

    visit.switch_to(&second).await;
    visit.click("Write here instead").await;
    visit.sees_no("another tab").await;
    visit.sees_no("Taking over").await;
    add(visit, "During the frost").await;
    steps::saved(visit).await;
    let keys = async || visit.local_storage().await.into_keys().filter(|key| key.contains("/j/")).count();
    let before = keys().await;

    visit.switch_to(&first).await;
    visit.devtools("Page.setWebLifecycleState", json!({ "state": "active" })).await;
    visit.sees(FOLLOWS).await;
    visit.sees("Not saved yet. Another tab is writing").await;
    assert_eq!(keys().await, before, "the tab that was frozen wrote nothing");
    visit.click("Write here and save").await;
    steps::saved(visit).await;
    visit.switch_to(&second).await;
    visit.sees(FOLLOWS).await;
    steps::to_caseload(visit).await;
    for name in ["Before the frost", "During the frost", "Typed before the frost"] {
        visit.sees(name).await;
    }
}

//! What opens the vault: the recovery kit, another passphrase, a new key; and erasing everything.

use attune_journeys::{Visit, journey, json};

use crate::steps;

/// The words of the kit that is shown.
async fn kit_words(visit: &Visit) -> Vec<String> {
    let script = "return [...document.querySelectorAll('#kit-words li')].map((li) => li.textContent).join(' ')";
    let words = visit.script(script, vec![]).await.as_str().unwrap_or_default().to_owned();
    let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
    assert_eq!(words.len(), 24, "{words:?}");
    words
}

/// Makes a recovery kit from its page and tries its paper. Gives back the words.
async fn make_kit(visit: &Visit) -> Vec<String> {
    visit.heading("Your recovery kit").await;
    let words = kit_words(visit).await;
    visit.is_accessible().await;
    visit.click("I have it on paper").await;
    visit.heading("Try the paper").await;
    let asked = "return [...document.querySelectorAll('label[for^=kit-word]')].map((label) => Number(label.textContent.slice(5)))";
    let asked: Vec<usize> =
        visit.script(asked, vec![]).await.as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect();
    assert_eq!(asked.len(), 3);
    // Another word of the kit, and one that is none, are named.
    let other = words.iter().find(|word| **word != words[asked[0] - 1]).unwrap();
    visit.fill(&format!("Word {}", asked[0]), other).await;
    for place in &asked[1..] {
        visit.fill(&format!("Word {place}"), &words[place - 1].to_uppercase()).await;
    }
    visit.click("Use this kit").await;
    visit.sees(&format!("Word {} is another one than on the paper", asked[0])).await;
    visit.fill(&format!("Word {}", asked[0]), "qqq").await;
    visit.click("Use this kit").await;
    visit.sees(&format!("Word {} is not a word of a recovery kit", asked[0])).await;
    visit.is_accessible().await;
    visit.fill(&format!("Word {}", asked[0]), &words[asked[0] - 1]).await;
    visit.click("Use this kit").await;
    words
}

async fn made_passphrase(visit: &Visit) -> String {
    let script = "return document.getElementById('made-passphrase').textContent.trim()";
    visit.script(script, vec![]).await.as_str().unwrap_or_default().to_owned()
}

/// Tries a passphrase that opens nothing.
async fn refused(visit: &Visit, passphrase: &str) {
    visit.fill("Passphrase", passphrase).await;
    visit.click("Open").await;
    visit.sees("That passphrase does not open this vault").await;
}

journey!(lost_passphrase);
async fn lost_passphrase(visit: &mut Visit) {
    visit.open("").await;
    let old = steps::make_vault(visit).await;
    visit.sees("This vault has no recovery kit").await;
    steps::add_person(visit, "Kept").await;
    steps::saved(visit).await;
    steps::to_caseload(visit).await;
    visit.click("Make a recovery kit").await;
    let words = make_kit(visit).await;
    visit.heading("Your people").await;
    visit.sees_no("This vault has no recovery kit").await;
    visit.click("Lock").await;
    visit.heading("Open your vault").await;
    visit.click("The passphrase is lost").await;
    visit.heading("The passphrase is lost").await;
    visit.is_accessible().await;
    let new = made_passphrase(visit).await;
    visit.click("I have written it down").await;
    // One word mistyped is named; nothing has changed by it.
    let mut wrong = words.clone();
    wrong[4] = "qqq".to_owned();
    visit.fill("Your recovery kit", &wrong.join(" ")).await;
    visit.click("Open and use the new passphrase").await;
    visit.sees("Word 5 is not a word of a recovery kit").await;
    visit.fill("Your recovery kit", &words.join("  ")).await;
    visit.click("Open and use the new passphrase").await;
    visit.heading("Your people").await;
    visit.sees("Kept").await;
    visit.click("Lock").await;
    visit.heading("Open your vault").await;
    refused(visit, &old).await;
    steps::unlock(visit, &new).await;
    visit.sees("Kept").await;
}

// Only Chromium shows a page as on paper.
journey!(a_kit_on_paper in [chromium]);
async fn a_kit_on_paper(visit: &mut Visit) {
    visit.open("").await;
    steps::make_vault(visit).await;
    visit.click("Make a recovery kit").await;
    visit.heading("Your recovery kit").await;
    let words = kit_words(visit).await;
    assert!(visit.print("kit").await.starts_with(b"%PDF-"));
    visit.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    let shown = visit.text().await;
    let shown: Vec<&str> = shown.split_whitespace().collect();
    for word in &words {
        assert!(shown.contains(&word.as_str()), "{word} is on the paper: {shown:?}");
    }
    assert!(shown.iter().any(|word| word.starts_with("AGE-SECRET-KEY-1")), "the line is on the paper: {shown:?}");
    // The paper and nothing else.
    let paper = visit.script("return document.querySelector('.kit-paper').innerText", vec![]).await;
    assert_eq!(shown, paper.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>());
    visit.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
    visit.sees("I have it on paper").await;
}

journey!(another_passphrase_and_a_new_key);
async fn another_passphrase_and_a_new_key(visit: &mut Visit) {
    visit.open("").await;
    let old = steps::make_vault(visit).await;
    steps::add_person(visit, "Kept").await;
    steps::saved(visit).await;
    visit.click("Your data").await;
    visit.heading("Where your data is").await;
    visit.is_accessible().await;
    visit.click("Recovery kit, passphrase and key").await;
    visit.heading("Keys and passphrase").await;
    visit.is_accessible().await;
    let new = made_passphrase(visit).await;
    visit.click("I have written it down").await;
    let submit = |id: &str| format!("document.getElementById('{id}').form.requestSubmit()");
    visit.fill_in("Change the passphrase", "Your present passphrase", "not the one").await;
    visit.script(&submit("present-passphrase"), vec![]).await;
    visit.sees("That passphrase does not open this vault").await;
    visit.fill_in("Change the passphrase", "Your present passphrase", &old).await;
    visit.script(&submit("present-passphrase"), vec![]).await;
    visit.sees("The passphrase is changed.").await;
    visit.fill_in("Make a new key", "Your present passphrase", &new).await;
    visit.script(&submit("renew-passphrase"), vec![]).await;
    visit.sees("Everything is sealed under a new key.").await;
    steps::to_caseload(visit).await;
    steps::add_person(visit, "After").await;
    steps::saved(visit).await;
    visit.click("Lock").await;
    visit.heading("Open your vault").await;
    refused(visit, &old).await;
    steps::unlock(visit, &new).await;
    visit.sees("Kept").await;
    visit.sees("After").await;
}

journey!(everything_erased);
async fn everything_erased(visit: &mut Visit) {
    visit.open("").await;
    steps::make_vault(visit).await;
    steps::add_person(visit, "Gone").await;
    steps::saved(visit).await;
    let before = visit.local_storage().await;
    visit.open("#/keys/erase").await;
    visit.heading("Erase everything").await;
    visit.is_accessible().await;
    visit.click("Erase everything now").await;
    visit.sees("Please type the word “erase” to go on").await;
    visit.fill("Type the word “erase”", "Erase").await;
    visit.click("Erase everything now").await;
    visit.sees("Everything that Attune kept in this browser was erased.").await;
    visit.sees_no("Open your vault").await;
    let left: Vec<String> = visit
        .local_storage()
        .await
        .into_keys()
        .filter(|key| !key.starts_with("~erased/") && !key.starts_with("attune-preference/"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    // A browser that brings the old store back, as one that lost the removals would, is emptied again at the next start.
    for (key, value) in before {
        visit.script("localStorage.setItem(arguments[0], arguments[1])", vec![key.into(), value.into()]).await;
    }
    visit.reload().await;
    visit.heading("Attune").await;
    visit.sees_no("Open your vault").await;
    let back: Vec<String> = visit.local_storage().await.into_keys().filter(|key| key.starts_with("attune/")).collect();
    assert!(back.is_empty(), "{back:?}");
}

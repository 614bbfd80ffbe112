//! What goes wrong is said in a sentence, and nothing is lost by it.

use attune_journeys::{Options, Storage, Visit, journey};

use crate::{
    backup::{self, PASSPHRASE},
    backup_files as files, steps,
};

journey!(strange_names);
async fn strange_names(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    visit.click("Add a person").await;
    visit.heading("Add a person").await;
    visit.click("Save").await;
    visit.sees("Please type a code or a name").await;
    visit.fill("A code or a name", "   ").await;
    visit.click("Save").await;
    visit.sees("Please type a code or a name").await;
    visit.is_accessible().await;
    // Typing 10,000 characters by keys takes a minute, so they are put in as a paste would.
    let paste = "const field = document.getElementById('name'); field.value = 'x'.repeat(10000);
        field.dispatchEvent(new Event('input', { bubbles: true }))";
    visit.script(paste, vec![]).await;
    visit.click("Save").await;
    visit.sees("That is 10000 characters. Up to 80 can be kept").await;
    let length = visit.script("return document.getElementById('name').value.length", vec![]).await;
    assert_eq!(length, 10_000, "what was typed is still there");
    let names = ["<script>document.title='broken'</script>", "أمل الياسمين", "👩‍👧 Ω"];
    visit.fill("A code or a name", names[0]).await;
    visit.click("Save").await;
    visit.heading(names[0]).await;
    for name in &names[1..] {
        steps::to_caseload(visit).await;
        visit.click("Add a person").await;
        visit.heading("Add a person").await;
        let paste = "const field = document.getElementById('name'); field.value = arguments[0];
            field.dispatchEvent(new Event('input', { bubbles: true }))";
        visit.script(paste, vec![(*name).into()]).await;
        visit.click("Save").await;
        visit.heading(name).await;
    }
    steps::saved(visit).await;
    visit.reload().await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.heading(names[2]).await;
    steps::to_caseload(visit).await;
    for name in names {
        visit.sees(name).await;
    }
    let title = visit.script("return document.title", vec![]).await.to_string();
    assert!(!title.contains("broken"));
}

journey!(a_wrong_passphrase);
async fn a_wrong_passphrase(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "Ilse").await;
    steps::saved(visit).await;
    visit.click("Lock").await;
    visit.heading("Open your vault").await;
    visit.click("Open").await;
    visit.sees("Please type the passphrase first").await;
    for wrong in ["wrong", "🙂 🙂 🙂"] {
        let paste = "const field = document.getElementById('passphrase'); field.value = arguments[0];
            field.dispatchEvent(new Event('input', { bubbles: true }))";
        visit.script(paste, vec![wrong.into()]).await;
        visit.click("Open").await;
        visit.sees("That passphrase does not open this vault. Nothing was changed").await;
    }
    visit.is_accessible().await;
    // Spaces and capital letters that a hand slips in by habit are no different passphrase only where that is safe.
    steps::unlock(visit, &passphrase).await;
    visit.sees("Ilse").await;
}

journey!(a_weak_passphrase_of_ones_own);
async fn a_weak_passphrase_of_ones_own(visit: &mut Visit) {
    visit.open("#/setup").await;
    visit.click("Use a passphrase of my own").await;
    for (weak, said) in [
        ("abc", "Too short"),
        ("correct horse battery staple", "first that anyone would try"),
        ("aaaaaaaaaaaaaaaaaaaa", "follows a pattern"),
    ] {
        visit.fill("Your own passphrase", weak).await;
        visit.sees(said).await;
        visit.click("Make the vault").await;
        visit.sees("This passphrase is too easy to guess").await;
    }
    visit.fill("Your own passphrase", "seven copper lanterns over Tromsø").await;
    visit.fill("The same passphrase again", "seven copper lanterns over Tromso").await;
    visit.click("Make the vault").await;
    visit.sees("The two passphrases differ").await;
    visit.is_accessible().await;
    visit.fill("The same passphrase again", "seven copper lanterns over Tromsø").await;
    visit.fill("Who", "Somebody").await;
    visit.click("Make the vault").await;
    visit.sees("Each contact needs both").await;
    visit.fill("Number or place", "ward 3").await;
    visit.click("Make the vault").await;
    visit.heading("Your recovery kit").await;
    visit.click("Later").await;
    visit.heading("Your people").await;
    visit.click("Lock").await;
    steps::unlock(visit, "seven copper lanterns over Tromsø").await;
}

journey!(one_flipped_byte);
async fn one_flipped_byte(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    for name in ["First", "Second", "Third"] {
        steps::add_person(visit, name).await;
        steps::saved(visit).await;
        steps::to_caseload(visit).await;
    }
    visit.click("Lock").await;
    visit.heading("Open your vault").await;
    // One character of the record that added "Second" is changed in localStorage: the mirror still has it.
    let flip = "const key = Object.keys(localStorage).filter((key) => key.includes('/j/')).sort()[2];
        const text = localStorage.getItem(key);
        const at = Math.floor(text.length / 2);
        localStorage.setItem(key, text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1));
        return key";
    let key = visit.script(flip, vec![]).await;
    visit.reload().await;
    steps::unlock(visit, &passphrase).await;
    for name in ["First", "Second", "Third"] {
        visit.sees(name).await;
    }
    visit.click("Lock").await;
    visit.heading("Open your vault").await;
    // Now the same in the mirror too.
    let both = "const [key, done] = arguments;
        localStorage.setItem(key, 'A' + localStorage.getItem(key).slice(1).replace(/.$/, '!'));
        const request = indexedDB.open('attune');
        request.onsuccess = () => {
          const change = request.result.transaction('mirror', 'readwrite');
          change.objectStore('mirror').put('damaged', key);
          change.oncomplete = () => { request.result.close(); document.title = 'flipped'; };
        };";
    visit.script(both, vec![key]).await;
    visit.until("have flipped it", async || visit.script("return document.title", vec![]).await == "flipped").await;
    visit.reload().await;
    steps::unlock(visit, &passphrase).await;
    visit.sees("1 entry of this vault is damaged and cannot be read. It was left where it is").await;
    visit.sees("First").await;
    visit.sees("Third").await;
    // What is damaged is named, and can be kept as it lies.
    visit.click("What is damaged, and what can be done").await;
    visit.heading("Something is damaged").await;
    visit.sees("One entry").await;
    visit.sees("It was cut short or overwritten.").await;
    visit.is_accessible().await;
    visit.picture("damage-open").await;
    visit.click("Save the damaged pieces").await;
    visit.sees("The browser has the file").await;
    let pieces = std::fs::read_to_string(visit.profile.downloaded("damaged-").await).expect("the file can be read");
    assert!(pieces.lines().count() == 2 && pieces.contains("\"text\":\"damaged\""), "both copies: {pieces}");
    steps::to_caseload(visit).await;
    // Writing goes on.
    steps::add_person(visit, "Fourth").await;
    steps::saved(visit).await;
    visit.reload().await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.heading("Fourth").await;
}

journey!(a_spoilt_lock);
async fn a_spoilt_lock(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::saved(visit).await;
    visit.click("Lock").await;
    visit.heading("Open your vault").await;
    let spoil = "const keys = Object.keys(localStorage).filter((key) => key.includes('/slot/'));
        for (const key of keys) localStorage.setItem(key, 'spoilt');
        const request = indexedDB.open('attune');
        request.onsuccess = () => {
          const change = request.result.transaction('mirror', 'readwrite');
          for (const key of keys) change.objectStore('mirror').put('spoilt', key);
          change.oncomplete = () => { request.result.close(); document.title = 'spoilt'; };
        };";
    visit.script(spoil, vec![]).await;
    visit.until("have spoilt it", async || visit.script("return document.title", vec![]).await == "spoilt").await;
    visit.reload().await;
    visit.sees("A stored lock of a vault here is damaged").await;
    visit.fill("Passphrase", &passphrase).await;
    visit.click("Open").await;
    visit.sees("damaged").await;
    visit.click("What is damaged, and what can be done").await;
    visit.heading("Something is damaged").await;
    visit.sees("Take in your last backup. It makes a vault of its own").await;
    visit.is_accessible().await;
    visit.click("Save everything stored here").await;
    visit.sees("The browser has the file").await;
    let all = std::fs::read_to_string(visit.profile.downloaded("stored-").await).expect("the file can be read");
    assert!(all.contains("/slot/") && all.contains("/j/") && all.contains("spoilt"), "{all}");
    visit.picture("damage-closed").await;
    visit.click("Take a backup in").await;
    visit.heading("Take a backup in").await;
}

/// Somebody else on this origin fills the store to the last character.
async fn fill_store(visit: &Visit, name: &str) {
    let fill = "let size = 4194304; let n = 0;
        while (size >= 1) {
          try { localStorage.setItem('filler/' + arguments[0] + n, 'x'.repeat(size)); n += 1; } catch { size = Math.floor(size / 2); }
        }
        return n";
    assert!(visit.script(fill, vec![name.into()]).await.as_u64() > Some(0));
}

async fn type_in(visit: &Visit, name: &str) {
    steps::to_caseload(visit).await;
    visit.click("Add a person").await;
    visit.heading("Add a person").await;
    visit.fill("A code or a name", name).await;
    visit.click("Save").await;
    visit.heading(name).await;
}

/// Downloads a backup from the banner, and finds these names in it.
async fn download_holds(visit: &Visit, names: &[String]) {
    visit.click("Download a backup now").await;
    backup::type_passphrase(visit).await;
    let file = backup::saved_backup(visit).await;
    let lines = files::lines_by_passphrase(&std::fs::read(&file).expect("the file"), PASSPHRASE);
    for name in names {
        assert!(lines.iter().any(|line| line.contains(name.as_str())), "{name} is in the backup");
    }
}

journey!(a_disk_that_fails);
async fn a_disk_that_fails(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "Before").await;
    steps::saved(visit).await;
    let fails = "const set = Storage.prototype.setItem;
        Storage.prototype.setItem = function (key, value) {
          if (key.includes('/j/')) throw new Error('the disk fails');
          return set.call(this, key, value);
        };
        window.mend = () => { Storage.prototype.setItem = set; }";
    visit.script(fails, vec![]).await;
    type_in(visit, "Not written").await;
    visit.sees("Not saved yet. The browser could not write it to this device").await;
    visit.sees("Download a backup now: it also holds what is not saved yet").await;
    visit.sees_no("Nothing more fits").await;
    let banner = "return getComputedStyle(document.querySelector('.blocking')).position";
    assert_eq!(visit.script(banner, vec![]).await, "sticky", "it stays in sight");
    visit.is_accessible().await;
    download_holds(visit, &["Before".to_owned(), "Not written".to_owned()]).await;
    visit.sees("Not saved yet").await;
    visit.script("window.mend()", vec![]).await;
    visit.click("Try again").await;
    steps::saved(visit).await;
    visit.click("Lock").await;
    steps::unlock(visit, &passphrase).await;
    visit.sees("Not written").await;
}

journey!(a_full_store);
async fn a_full_store(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "Before").await;
    steps::saved(visit).await;
    fill_store(visit, "a").await;
    // The first save finds it full, gives up the room that was set aside, and works; that is said.
    type_in(visit, "With the reserve").await;
    steps::saved(visit).await;
    steps::to_caseload(visit).await;
    visit.sees("Hardly any room is left for this page").await;
    visit.is_accessible().await;
    // That room is filled too, and what packing closer gives after it. Then nothing more fits, and a banner says what to do.
    let mut typed = vec!["Before".to_owned(), "With the reserve".to_owned()];
    for round in 1..=6 {
        fill_store(visit, &format!("{round}-")).await;
        let name = format!("During {round}");
        type_in(visit, &name).await;
        typed.push(name);
        let told = |text: &str| text.contains("Not saved yet") || text.contains("Saved on this device");
        visit.until("say whether it is saved", async || told(&visit.text().await)).await;
        if visit.text().await.contains("Not saved yet") {
            break;
        }
    }
    visit.sees("Not saved yet").await;
    visit.sees("storage for this page is full").await;
    visit.sees("Nothing more fits. Download a backup now").await;
    visit.heading(&typed[typed.len() - 1]).await;
    visit.is_accessible().await;
    // The backup holds what is not saved, too.
    download_holds(visit, &typed).await;
    visit.sees("Not saved yet").await;
    // Locking would lose it, so it is refused, and shows nothing of the record.
    visit.click("Lock").await;
    visit.sees("Something is in the way").await;
    visit.sees_no("During").await;
    visit.script("Object.keys(localStorage).filter((key) => key.startsWith('filler/')).forEach((key) => localStorage.removeItem(key))", vec![]).await;
    visit.click("Try again").await;
    steps::unlock(visit, &passphrase).await;
    for name in &typed {
        visit.sees(name).await;
    }
    // There is room again, and some of it is set aside.
    visit.sees_no("room is left for this page").await;
    let reserve = "return Object.values(localStorage).some((text) => text.length >= 262144)";
    visit.until("have room set aside", async || visit.script(reserve, vec![]).await == true).await;
}

// WebKit's driver has no setting for it.
journey!(storage_switched_off in [chromium firefox] with Options { storage: Storage::Off, ..Options::default() });
async fn storage_switched_off(visit: &mut Visit) {
    visit.open("").await;
    visit.heading("Attune").await;
    visit.sees("This browser does not let Attune store anything").await;
    visit.is_accessible().await;
    visit.click("I am a therapist").await;
    visit.heading("Make your vault").await;
    visit.click("I have written it down").await;
    visit.click("Make the vault").await;
    visit.sees("does not let Attune store anything").await;
    visit.open("").await;
    visit.click("Look around").await;
    visit.heading("Your people").await;
}

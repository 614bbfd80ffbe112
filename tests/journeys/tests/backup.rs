//! Backups: made, opened by the age program, taken in by another browser, joined, spoilt.

use std::path::{Path, PathBuf};

use attune::{care::Fact, exchange::erasure_list::ErasureList, vault::Kit, vault::word_list::WordList, words::day};
use attune_journeys::{Options, Visit, journey};

use crate::{backup_files as files, steps};

pub const PASSPHRASE: &str = "eleven amber kettles under Lisbon";

/// A person with a session that was opened, from the caseload and back to it.
async fn person_with_session(visit: &Visit, name: &str) {
    steps::add_person(visit, name).await;
    visit.click("New session").await;
    visit.heading("A new session").await;
    visit.click("Save").await;
    visit.heading("Hand the device over").await;
    steps::saved(visit).await;
    steps::to_caseload(visit).await;
}

/// Makes a backup with a passphrase of one's own and gives the saved file.
pub async fn back_up(visit: &Visit) -> PathBuf {
    to_back_up(visit).await;
    type_passphrase(visit).await;
    saved_backup(visit).await
}

/// Goes to the page that makes backups.
pub async fn to_back_up(visit: &Visit) {
    visit.click("Your data").await;
    visit.heading("Where your data is").await;
    visit.click("Make a backup").await;
}

/// On that page: a passphrase of one's own, twice.
pub async fn type_passphrase(visit: &Visit) {
    visit.heading("Make a backup").await;
    visit.click("Use a passphrase of my own").await;
    visit.fill("Passphrase for this backup", PASSPHRASE).await;
    visit.fill("The same passphrase again", PASSPHRASE).await;
}

/// Makes the backup whose passphrase is typed, and gives the saved file.
pub async fn saved_backup(visit: &Visit) -> PathBuf {
    visit.click("Make the backup").await;
    visit.sees("The backup was made and read back").await;
    visit.profile.downloaded("backup-").await
}

/// From the page for it: gives the file and what opens it, and says that there is no erasure list.
pub async fn open_backup(visit: &Visit, file: &Path, field: &str, secret: &str) {
    visit.heading("Take a backup in").await;
    visit.give_file("The backup file", file).await;
    visit.fill(field, secret).await;
    visit.click("Open the backup").await;
    visit.heading("Has anybody been erased since the backup was made?").await;
}

pub async fn weigh(visit: &Visit) {
    visit.click("Nobody was erased, or there is no such file").await;
    visit.heading("What would happen").await;
}

/// Makes a new vault of an opened and weighed backup.
pub async fn make_vault_of_it(visit: &Visit) -> String {
    let script = "return document.getElementById('made-passphrase').textContent.trim()";
    let passphrase = visit.script(script, vec![]).await.as_str().unwrap_or_default().to_owned();
    visit.click("I have written it down").await;
    visit.click("Make the vault").await;
    visit.heading("Your people").await;
    visit.sees("Taken in from the backup").await;
    steps::saved(visit).await;
    passphrase
}

pub async fn to_restore(visit: &Visit) {
    visit.click("Your data").await;
    visit.heading("Where your data is").await;
    visit.click("Take a backup in").await;
    visit.heading("Take a backup in").await;
}

/// Everybody of the caseload with what stands beside them.
async fn caseload(visit: &Visit) -> Vec<String> {
    let script = "return [...document.querySelectorAll('.people tbody tr')].map((row) => row.innerText.replace(/\\s+/g, ' ')).sort()";
    let rows = visit.script(script, vec![]).await;
    rows.as_array().into_iter().flatten().filter_map(|row| row.as_str().map(str::to_owned)).collect()
}

/// A second browser of the same kind, empty.
pub async fn another_browser(visit: &Visit) -> Visit {
    Visit::start(visit.browser, Options::default()).await
}

pub async fn well_ended(mut visit: Visit) {
    let problems = visit.audit().await;
    assert!(problems.is_empty(), "the second browser: {problems:#?}");
}

journey!(by_passphrase_into_an_empty_browser);
async fn by_passphrase_into_an_empty_browser(visit: &mut Visit) {
    visit.open("").await;
    steps::make_vault(visit).await;
    person_with_session(visit, "Ana López").await;
    visit.click("Your data").await;
    visit.heading("Where your data is").await;
    visit.sees("No backup of this vault was ever made on this device").await;
    visit.sees("There is plenty of room").await;
    visit.is_accessible().await;
    visit.click("Make a backup").await;
    visit.heading("Make a backup").await;
    visit.sees("This vault has no recovery kit yet").await;
    visit.is_accessible().await;
    visit.click("Make the backup").await;
    visit.sees("Please tick that you have written the passphrase down").await;
    visit.click("Use a passphrase of my own").await;
    visit.fill("Passphrase for this backup", "abc").await;
    visit.click("Make the backup").await;
    visit.sees("This passphrase is too easy to guess").await;
    visit.fill("Passphrase for this backup", PASSPHRASE).await;
    visit.fill("The same passphrase again", "eleven amber kettles under Lisboa").await;
    visit.click("Make the backup").await;
    visit.sees("The two passphrases differ").await;
    visit.is_accessible().await;
    visit.fill("The same passphrase again", PASSPHRASE).await;
    visit.click("Make the backup").await;
    visit.sees("The backup was made and read back").await;
    visit.is_accessible().await;
    let file = visit.profile.downloaded("backup-").await;
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    assert!(name.len() == "backup-2026-11-23.age".len() && name.ends_with(".age"), "a neutral name: {name}");

    // What is in it, by our own reader and by the age program.
    let bytes = std::fs::read(&file).expect("the file");
    assert!(!bytes.windows(3).any(|part| part == b"Ana"), "nothing in it can be read as it is");
    let lines = files::lines_by_passphrase(&bytes, PASSPHRASE);
    for part in ["Ana López", "session-held", "contacts-set", "Night line"] {
        assert!(lines.iter().any(|line| line.contains(part)), "{part} is in {lines:#?}");
    }
    if let Some(theirs) = files::age_with_passphrase(&file, PASSPHRASE) {
        assert_eq!(theirs, lines);
    }

    // The saved file is looked at; another one is not taken for it.
    let other = files::put(visit.profile.path(), "other.age", &files::for_passphrase(&lines, 9, PASSPHRASE));
    visit.give_file("The saved file", &other).await;
    visit.sees("This file is not the backup that was just made").await;
    visit.give_file("The saved file", &file).await;
    visit.sees("The saved file is whole").await;
    steps::saved(visit).await;
    visit.click("Where your data is").await;
    visit.sees("The saved file was read back and is whole").await;
    visit.sees("0 sessions were written since").await;
    steps::to_caseload(visit).await;
    person_with_session(visit, "Ben").await;
    visit.click("Your data").await;
    visit.sees("1 session was written since").await;
    // A later one that nobody looked at hides nothing.
    let file = files::put(visit.profile.path(), "first.age", &bytes);
    back_up(visit).await;
    visit.click("Where your data is").await;
    visit.sees("the saved file itself was not checked").await;
    visit.sees("Last backup whose saved file was read back and is whole").await;

    let second = another_browser(visit).await;
    second.open("").await;
    second.heading("Attune").await;
    second.is_accessible().await;
    second.click("I have a backup").await;
    second.heading("Take a backup in").await;
    second.is_accessible().await;
    second.give_file("The backup file", &file).await;
    second.sees("opened by the passphrase that was chosen for it").await;
    second.is_accessible().await;
    second.click("Open the backup").await;
    second.sees("Please type the passphrase first").await;
    second.fill("Passphrase of the backup", "eleven amber kettles").await;
    second.click("Open the backup").await;
    second.sees("That passphrase does not open this backup. Nothing was changed").await;
    second.is_accessible().await;
    // A phone's keyboard puts a space after each word.
    second.fill("Passphrase of the backup", &format!("{PASSPHRASE} ")).await;
    second.click("Open the backup").await;
    second.heading("Has anybody been erased since the backup was made?").await;
    second.is_accessible().await;
    weigh(&second).await;
    second.sees("Added: 1 person, 1 session, ").await;
    second.is_accessible().await;
    assert!(
        second.local_storage().await.keys().all(|key| key.starts_with("attune-preference/")),
        "nothing is written yet"
    );
    let passphrase = make_vault_of_it(&second).await;
    second.sees("Ana López").await;
    second.is_accessible().await;
    second.click("Your data").await;
    second.sees("This vault was brought back from a backup on").await;
    // The new vault is another one than the first.
    let vault = async |visit: &Visit| {
        let stored = visit.local_storage().await;
        stored.into_keys().find(|key| key.contains("/slot/")).map(|key| key.rsplit('/').nth(2).map(str::to_owned))
    };
    assert_ne!(vault(&second).await, vault(visit).await);
    second.click("Lock").await;
    steps::unlock(&second, &passphrase).await;
    second.sees("Ana López").await;
    well_ended(second).await;
}

journey!(by_recovery_kit_into_an_empty_browser_and_out_again);
async fn by_recovery_kit_into_an_empty_browser_and_out_again(visit: &mut Visit) {
    let kit = Kit::generate(&mut files::chance(3)).expect("a kit");
    let lines = [files::course(1, 10, 1, "Marisol", 3), files::course(1, 40, 2, "Ödön", 1)].concat();
    let file = files::put(visit.profile.path(), "old.age", &files::for_kit(&lines, 1, &kit));
    visit.open("#/data/restore").await;
    visit.heading("Take a backup in").await;
    visit.give_file("The backup file", &file).await;
    visit.sees("This backup was made for a recovery kit").await;
    visit.is_accessible().await;
    let words = kit.words(WordList::English);
    let wrong = Kit::generate(&mut files::chance(4)).expect("a kit");
    let tenth = words.split(' ').nth(9).expect("24 words").to_owned();
    for (typed, said) in [
        (String::new(), "Type the 24 words of the recovery kit first"),
        (words.replacen(&tenth, "zzzz", 1), "is not a word of a recovery kit"),
        (words.split(' ').take(23).collect::<Vec<_>>().join(" "), "Those are 23 words"),
        (kit.line().replace("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1Q"), "There is a mistake in the line"),
        (wrong.line().to_string(), "made for another recovery kit"),
    ] {
        visit.fill("Recovery kit", &typed).await;
        visit.click("Open the backup").await;
        visit.sees(said).await;
    }
    visit.is_accessible().await;
    visit.fill("Recovery kit", &kit.line()).await;
    visit.click("Open the backup").await;
    visit.heading("Has anybody been erased since the backup was made?").await;
    weigh(visit).await;
    visit.sees("Added: 2 people, 4 sessions, 4 answered questionnaires, 10 entries in all").await;
    visit.sees("Your recovery kit goes on being valid").await;
    make_vault_of_it(visit).await;
    visit.sees("Marisol").await;
    visit.sees("Ödön").await;

    // The same kit opens the backups that the new vault makes.
    visit.click("Your data").await;
    visit.heading("Where your data is").await;
    visit.click("Make a backup").await;
    visit.sees("Whoever has the recovery kit of this vault").await;
    visit.is_accessible().await;
    visit.click("Make the backup").await;
    visit.sees("The backup was made and read back").await;
    let file = visit.profile.downloaded("backup-").await;
    visit.give_file("The saved file", &file).await;
    visit.sees("The saved file is whole").await;
    let ours = files::lines_by_kit(&std::fs::read(&file).expect("the file"), &kit);
    for line in &lines {
        assert!(ours.contains(line), "byte for byte: {line}");
    }
    if let Some(theirs) = files::age_with_key(&file, &kit) {
        assert_eq!(theirs, ours);
    }
}

journey!(two_devices_end_equal);
async fn two_devices_end_equal(visit: &mut Visit) {
    visit.open("").await;
    steps::make_vault(visit).await;
    person_with_session(visit, "Shared").await;
    let file = back_up(visit).await;
    let second = another_browser(visit).await;
    second.open("").await;
    second.click("I have a backup").await;
    open_backup(&second, &file, "Passphrase of the backup", PASSPHRASE).await;
    weigh(&second).await;
    make_vault_of_it(&second).await;
    std::fs::remove_file(&file).expect("removed");

    // Both change the same name, and each adds somebody.
    for (device, name, new) in [(&*visit, "First wording", "Anna"), (&second, "Second wording", "Bruno")] {
        device.click_in("Crisis contacts", "Your people").await;
        device.heading("Your people").await;
        device.click("Shared").await;
        device.click("Rename").await;
        device.fill("A code or a name", name).await;
        device.click("Save").await;
        device.heading(name).await;
        steps::saved(device).await;
        steps::to_caseload(device).await;
        person_with_session(device, new).await;
    }
    let theirs = back_up(&second).await;
    visit.click("Your data").await;
    to_restore(visit).await;
    open_backup(visit, &theirs, "Passphrase of the backup", PASSPHRASE).await;
    weigh(visit).await;
    visit.sees("Added: 1 person, 1 session").await;
    visit.sees("entries are here already").await;
    visit.is_accessible().await;
    visit.click("Take it in").await;
    visit.heading("Your people").await;
    visit.sees("Taken in from the backup").await;
    steps::saved(visit).await;
    let ours = back_up(visit).await;
    to_restore(&second).await;
    open_backup(&second, &ours, "Passphrase of the backup", PASSPHRASE).await;
    weigh(&second).await;
    second.click("Take it in").await;
    second.heading("Your people").await;
    second.sees("Taken in from the backup").await;
    let (one, other) = (caseload(visit).await, caseload(&second).await);
    // `visit` stands on the page of its backup.
    assert!(one.is_empty());
    steps::to_caseload(visit).await;
    assert_eq!(caseload(visit).await, other);
    assert_eq!(other.len(), 3, "{other:?}");
    assert!(other.iter().any(|row| row.starts_with("Second wording")), "the later name is shown: {other:?}");
    // Once more changes nothing.
    to_restore(&second).await;
    open_backup(&second, &ours, "Passphrase of the backup", PASSPHRASE).await;
    weigh(&second).await;
    second.sees("Everything in this backup is here already. Nothing would change").await;
    second.is_accessible().await;
    well_ended(second).await;
}

journey!(hostile_and_spoilt_files);
async fn hostile_and_spoilt_files(visit: &mut Visit) {
    let lines = files::course(1, 10, 1, "Marisol", 110);
    let good = files::for_passphrase(&lines, 1, PASSPHRASE);
    let folder = visit.profile.path().to_owned();
    let kit = Kit::generate(&mut files::chance(5)).expect("a kit");
    visit.open("").await;
    steps::make_vault(visit).await;
    steps::add_person(visit, "Here before").await;
    steps::saved(visit).await;
    let before = visit.local_storage().await.len();
    to_restore(visit).await;
    let large = folder.join("large.age");
    std::fs::File::create(&large).and_then(|file| file.set_len(140 * 1024 * 1024)).expect("a large file");
    // What a program for packing makes of ten million equal bytes: small as a file, large when unpacked.
    let bomb = [&[0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3][..], &[0xed; 5000]].concat();
    let mut altered = good.clone();
    altered[40] ^= 1;
    for (name, bytes, said) in [
        ("factor.age", files::with_factor(&good, "30"), "asks for far more work to check its passphrase"),
        ("bomb.age", bomb, "This is not a backup"),
        ("picture.age", b"\x89PNG\r\n\x1a\n and so on".to_vec(), "This is not a backup"),
        ("empty.age", Vec::new(), "This is not a backup"),
        ("begun.age", good[..60].to_vec(), "The beginning of this file is damaged"),
        ("newer.age", [b"age-encryption.org/v9\n", &good[22..]].concat(), "made by a newer version"),
    ] {
        visit.give_file("The backup file", &files::put(&folder, name, &bytes)).await;
        visit.sees(said).await;
        visit.is_accessible().await;
    }
    visit.give_file("The backup file", &large).await;
    visit.sees("larger than any backup of this app").await;

    // A file of ours in which something else lies, one altered, and one cut short.
    let letter = files::for_other("a letter, no backup\n".as_bytes(), PASSPHRASE);
    for (name, bytes, said) in [
        ("letter.age", letter, "is not a backup of this app"),
        ("altered.age", altered, "does not open this backup"),
        ("cut.age", good[..good.len() - 20_000].to_vec(), "is damaged or its end is missing"),
    ] {
        visit.give_file("The backup file", &files::put(&folder, name, &bytes)).await;
        visit.fill("Passphrase of the backup", PASSPHRASE).await;
        visit.click("Open the backup").await;
        visit.sees(said).await;
        visit.is_accessible().await;
        if name != "cut.age" {
            visit.click("Choose another file").await;
        }
    }
    assert_eq!(visit.local_storage().await.len(), before, "nothing was written");
    // Of the one that was cut short, what can be read may be taken in, and is called incomplete.
    visit.click("Read what can be read").await;
    visit.heading("Has anybody been erased since the backup was made?").await;
    let not_a_list = files::put(&folder, "list.txt", b"no list");
    visit.give_file("The erasure list", &not_a_list).await;
    visit.sees("This is not an erasure list").await;
    weigh(visit).await;
    visit.sees("This backup is damaged. Only what stands before the damage is taken in").await;
    visit.sees("This backup comes from another vault").await;
    visit.click("Take it in").await;
    visit.sees("Please tick everything that you agree to").await;
    visit.is_accessible().await;
    visit.click("Both are mine: join them").await;
    visit.click("Take it in").await;
    visit.heading("Your people").await;
    visit.sees("Taken in from the backup").await;
    visit.sees("Marisol").await;
    visit.sees("Here before").await;
    // A kit opens nothing that was made for a passphrase, and the page never asks for it.
    to_restore(visit).await;
    visit.give_file("The backup file", &files::put(&folder, "kit.age", &files::for_kit(&lines, 1, &kit))).await;
    visit.sees("This backup was made for a recovery kit").await;
}

journey!(an_old_backup_brings_nobody_back);
async fn an_old_backup_brings_nobody_back(visit: &mut Visit) {
    let folder = visit.profile.path().to_owned();
    let old = [files::course(1, 10, 1, "Erased Later", 3), files::course(1, 40, 2, "Stays", 2)].concat();
    let erasure = files::event(1, 90, Fact::PersonErased { person: files::person(1) });
    let newer: Vec<String> = files::course(1, 40, 2, "Stays", 2).into_iter().chain([erasure.to_line()]).collect();
    let old_file = files::put(&folder, "old.age", &files::for_passphrase(&old, 1, PASSPHRASE));
    let newer_file = files::put(&folder, "newer.age", &files::for_passphrase(&newer, 1, PASSPHRASE));
    let field = "Passphrase of the backup";

    // A device that still has the person learns of the erasure.
    visit.open("").await;
    visit.click("I have a backup").await;
    open_backup(visit, &old_file, field, PASSPHRASE).await;
    weigh(visit).await;
    let passphrase = make_vault_of_it(visit).await;
    visit.sees("Erased Later").await;
    to_restore(visit).await;
    open_backup(visit, &newer_file, field, PASSPHRASE).await;
    weigh(visit).await;
    visit.sees("1 person was erased, and stays erased").await;
    visit.sees("Erased here, for good: 1 person, 3 sessions, 3 answered questionnaires").await;
    visit.is_accessible().await;
    visit.click("Take it in").await;
    visit.sees("Please tick everything that you agree to").await;
    visit.click("I agree to that").await;
    visit.click("Take it in").await;
    visit.heading("Your people").await;
    visit.sees("Stays").await;
    visit.sees_no("Erased Later").await;
    // The old backup again: what it holds of the person is left out.
    to_restore(visit).await;
    open_backup(visit, &old_file, field, PASSPHRASE).await;
    weigh(visit).await;
    visit.sees("Nothing would change").await;
    visit.sees("Left out of the backup: 1 person, 3 sessions").await;
    visit.click("Lock").await;
    steps::unlock(visit, &passphrase).await;
    visit.sees("Stays").await;
    visit.sees_no("Erased Later").await;

    // Into an empty browser, where only the erasure list knows.
    let mut list = ErasureList::default();
    list.add(files::person(1), day(2026, 2, 1).expect("a day"));
    let text = list.to_text(day(2026, 2, 1).expect("a day"));
    let list = files::put(&folder, "erased.txt", text.as_bytes());
    let second = another_browser(visit).await;
    second.open("").await;
    second.click("I have a backup").await;
    open_backup(&second, &old_file, field, PASSPHRASE).await;
    second.give_file("The erasure list", &list).await;
    second.heading("What would happen").await;
    second.sees("Added: 1 person, 2 sessions, 2 answered questionnaires").await;
    second.sees("Left out of the backup: 1 person, 3 sessions").await;
    second.click("I agree to that").await;
    make_vault_of_it(&second).await;
    second.sees("Stays").await;
    second.sees_no("Erased Later").await;
    // The list became part of the record: without it the old backup brings nobody back either.
    to_restore(&second).await;
    open_backup(&second, &old_file, field, PASSPHRASE).await;
    weigh(&second).await;
    second.sees("Nothing would change").await;
    well_ended(second).await;
}

journey!(reminders_and_how_full_it_is);
async fn reminders_and_how_full_it_is(visit: &mut Visit) {
    let folder = visit.profile.path().to_owned();
    let lines = files::course(1, 10, 1, "Marisol", 12);
    let file = files::put(&folder, "other.age", &files::for_passphrase(&lines, 1, PASSPHRASE));
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    steps::add_person(visit, "Here").await;
    steps::saved(visit).await;
    steps::to_caseload(visit).await;
    visit.sees_no("is in no backup").await;
    to_restore(visit).await;
    open_backup(visit, &file, "Passphrase of the backup", PASSPHRASE).await;
    weigh(visit).await;
    visit.sees("comes from another vault").await;
    visit.click("Both are mine: join them").await;
    visit.click("Take it in").await;
    visit.heading("Your people").await;
    visit.sees("12 sessions are in no backup. No backup was ever made on this device").await;
    visit.is_accessible().await;
    visit.click("Remind me in a week").await;
    visit.sees_no("sessions are in no backup").await;
    visit.reload().await;
    steps::unlock(visit, &passphrase).await;
    visit.sees_no("sessions are in no backup").await;

    // Others on this origin fill the store.
    let fill = "localStorage.setItem('filler/' + arguments[0], 'x'.repeat(arguments[1])); return true";
    for (name, size, said) in [
        ("a", 3_150_000, "More than 60 % of the room is used"),
        ("b", 950_000, "More than 80 % of the room is used. Make a backup soon"),
        ("c", 500_000, "Hardly any room is left. Make a backup now"),
    ] {
        visit.script(fill, vec![name.into(), size.into()]).await;
        steps::to_caseload(visit).await;
        visit.click("Your data").await;
        visit.sees(said).await;
        visit.is_accessible().await;
        steps::to_caseload(visit).await;
        match name {
            "a" => {
                visit.sees("More than 60 % of the room for this page is used").await;
                visit.is_accessible().await;
                visit.click("Remind me in a week").await;
                visit.sees_no("room for this page").await;
            }
            // What was put off does not hold for this one.
            "b" => visit.sees("More than 80 % of the room for this page is used").await,
            _ => visit.sees("Hardly any room is left for this page").await,
        }
    }
    visit.is_accessible().await;
    visit.click("Show how full").await;
    visit.click("Make room").await;
    visit.sees("Nothing was taken away").await;
    visit.script("['a', 'b', 'c'].forEach((name) => localStorage.removeItem('filler/' + name))", vec![]).await;
    visit.click("Make room").await;
    visit.sees("There is plenty of room").await;
    steps::to_caseload(visit).await;
    visit.sees("Marisol").await;
}

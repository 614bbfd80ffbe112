//! The life of a treatment by keyboard alone, from the first appointment to the hand-over: one that is short and about an event
//! in life, and one that goes on, with medicines, and ends otherwise than planned.

use attune_journeys::{Browser, Key, Visit, journey};

use crate::{sessions::open_again, steps};

/// A browser under automation opens no dialog for printing; that it would is what the page hears.
const PRINTS: &str = "window.print = () => dispatchEvent(new Event('beforeprint'))";

/// Goes to a link or a button by Tab, and presses it.
async fn press(visit: &Visit, name: &str) {
    visit.tab_to(name).await;
    visit.press(Key::Enter).await;
}

async fn fill(visit: &Visit, label: &str, text: &str) {
    visit.tab_to(label).await;
    visit.type_keys(text).await;
}

async fn tick(visit: &Visit, label: &str) {
    visit.tab_to(label).await;
    visit.press(Key::Space).await;
}

/// Goes to the chosen one of a few, and on from there by arrow keys until `name` is chosen.
async fn choose(visit: &Visit, chosen: &str, name: &str) {
    visit.tab_to(chosen).await;
    for _ in 0..8 {
        if visit.focused().await == name {
            return;
        }
        visit.press(Key::Down).await;
    }
    panic!("the arrow keys did not reach '{name}' from '{chosen}'");
}

/// Saves what is typed, and waits until the page says so.
async fn save(visit: &Visit) {
    press(visit, "Save").await;
    visit.sees("Saved.").await;
    visit.is_accessible().await;
}

async fn page(visit: &Visit, link: &str) {
    press(visit, link).await;
    visit.heading(link).await;
    visit.is_accessible().await;
}

async fn paper(visit: &Visit) -> String {
    let said = visit.script("return document.querySelector('.paper').innerText", vec![]).await;
    said.as_str().unwrap_or_default().to_owned()
}

async fn new_person(visit: &Visit, name: &str) {
    press(visit, "Add a person").await;
    visit.heading("Add a person").await;
    fill(visit, "A code or a name", name).await;
    visit.press(Key::Enter).await;
    visit.heading(name).await;
}

journey!(a_life_event_from_the_first_appointment_to_the_hand_over);
async fn a_life_event_from_the_first_appointment_to_the_hand_over(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    new_person(visit, "M-12").await;
    // What it is about.
    page(visit, "Episodes of care").await;
    fill(visit, "What happened, in the person's own words", "the move to Lugo").await;
    choose(visit, "Left open", "A number of sessions").await;
    fill(visit, "How many", "6").await;
    visit.press(Key::Enter).await;
    visit.sees("Care since").await;
    visit.is_accessible().await;
    press(visit, "M-12").await;
    visit.heading("M-12").await;
    // The first appointment, on this device.
    page(visit, "First appointment").await;
    press(visit, "Type it in together").await;
    visit.heading("Type it in together").await;
    fill(visit, "What brings you here? Use your own words.", "I do not sleep").await;
    press(visit, "Save").await;
    visit.heading("First appointment").await;
    visit.sees("I do not sleep").await;
    press(visit, "M-12").await;
    // What both expect, and what is to be reached.
    page(visit, "Working agreement").await;
    fill(visit, "What we expect: the person", "to sleep by spring").await;
    press(visit, "Save").await;
    visit.heading("Looking back midway").await;
    press(visit, "M-12").await;
    page(visit, "Goals").await;
    fill(visit, "The goal, in the person's own words", "sleep through").await;
    press(visit, "Save").await;
    visit.heading("Rate progress").await;
    fill(visit, "sleep through (0 not begun, 10 reached)", "7").await;
    press(visit, "Save").await;
    visit.sees("7 of 10").await;
    visit.is_accessible().await;
    press(visit, "M-12").await;
    visit.heading("M-12").await;
    // A session.
    press(visit, "New session").await;
    press(visit, "Save and write notes").await;
    visit.sees("Session of").await;
    tick(visit, "Listening").await;
    tick(visit, "Homework").await;
    fill(visit, "Private note", "for me alone").await;
    save(visit).await;
    press(visit, "M-12").await;
    visit.heading("M-12").await;
    // The brief has it all.
    press(visit, "Before the session").await;
    visit.heading("Before the session: M-12").await;
    visit.is_accessible().await;
    visit.sees("for me alone").await;
    visit.sees("sleep through").await;
    press(visit, "M-12").await;
    // The end.
    page(visit, "Ending and handing on").await;
    tick(visit, "Goals met").await;
    fill(visit, "What was achieved", "She sleeps.").await;
    press(visit, "Save").await;
    visit.sees("This episode ended on").await;
    page(visit, "Hand-over summary").await;
    fill(visit, "For whom", "the family doctor").await;
    visit.press(Key::Enter).await;
    visit.sees("Saved.").await;
    let said = paper(visit).await;
    let typed = ["the move to Lugo", "I do not sleep", "to sleep by spring", "sleep through"];
    for part in typed.into_iter().chain(["7 of 10", "Listening", "She sleeps."]) {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    assert!(!said.contains("for me alone"), "a private note is handed to nobody: {said}");
    press(visit, "Let them read it").await;
    visit.sees("Read it in peace.").await;
    visit.is_accessible().await;
    tick(visit, "I agree to it").await;
    press(visit, "Keep this answer").await;
    visit.sees("Read and agreed to by M-12 on").await;
    steps::saved(visit).await;
    visit.script(PRINTS, vec![]).await;
    press(visit, "Print").await;
    steps::saved(visit).await;
    // WebKit's driver does not print.
    if visit.browser != Browser::WebKit {
        assert!(visit.print("whole-care").await.starts_with(b"%PDF-"));
    }
    visit.reload().await;
    open_again(visit, &passphrase, "Hand-over summary").await;
    visit.sees("Read and agreed to by M-12 on").await;
    assert!(paper(visit).await.contains("7 of 10"));
}

journey!(long_care_with_medicines_ends_unplanned_and_is_referred);
async fn long_care_with_medicines_ends_unplanned_and_is_referred(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    new_person(visit, "L-3").await;
    page(visit, "Episodes of care").await;
    choose(visit, "About an event in life", "For a condition that stays").await;
    fill(visit, "Diagnosis or concern", "pain that stays").await;
    press(visit, "Save").await;
    visit.sees("Care since").await;
    visit.sees("For a condition that stays").await;
    press(visit, "L-3").await;
    visit.heading("L-3").await;
    // Medicines: one started, then stopped by the person.
    page(visit, "Medicines").await;
    fill(visit, "Name", "Quiet Night").await;
    fill(visit, "How much, and when", "one in the evening").await;
    fill(visit, "Who prescribes it", "Dr Ruiz").await;
    save(visit).await;
    press(visit, "Quiet Night, one in the evening").await;
    visit.heading("Quiet Night").await;
    choose(visit, "It is taken", "It is no longer taken").await;
    fill(visit, "Why, in the person's words", "it made the days long").await;
    press(visit, "Save").await;
    visit.sees("History: 1 earlier version").await;
    visit.is_accessible().await;
    press(visit, "L-3").await;
    visit.heading("L-3").await;
    // Nobody came.
    press(visit, "New session").await;
    press(visit, "Save and write notes").await;
    visit.sees("Session of").await;
    choose(visit, "Took place", "The person did not come").await;
    save(visit).await;
    press(visit, "L-3").await;
    visit.heading("L-3").await;
    visit.sees("The person did not come").await;
    // Somebody else to go to.
    page(visit, "Ending and handing on").await;
    page(visit, "Address book").await;
    fill(visit, "Name", "Dr Vega").await;
    visit.press(Key::Enter).await;
    visit.sees("Saved.").await;
    press(visit, "Your people").await;
    visit.heading("Your people").await;
    press(visit, "L-3").await;
    visit.heading("L-3").await;
    page(visit, "Ending and handing on").await;
    choose(visit, "As planned", "They stopped coming").await;
    tick(visit, "Practical: time, the way there, the place").await;
    fill(visit, "What did not fit between you", "Evenings were too late.").await;
    tick(visit, "Dr Vega").await;
    press(visit, "Save").await;
    visit.sees("This episode ended on").await;
    visit.is_accessible().await;
    page(visit, "The door stays open").await;
    fill(visit, "Something of your own", "I think of you.").await;
    save(visit).await;
    let said = paper(visit).await;
    assert!(said.contains("I think of you.") && !said.contains("L-3"), "{said}");
    page(visit, "Ending and handing on").await;
    page(visit, "Hand-over summary").await;
    let said = paper(visit).await;
    for part in ["pain that stays", "Quiet Night", "it made the days long", "Dr Vega", "Evenings were too late."] {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    visit.sees("Nobody has agreed to this summary yet.").await;
    steps::saved(visit).await;
    visit.reload().await;
    open_again(visit, &passphrase, "Hand-over summary").await;
    assert!(paper(visit).await.contains("it made the days long"));
}

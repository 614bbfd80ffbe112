//! The life of a treatment, from the first appointment to the hand-over: one that is short and about an event in life, and one that
//! goes on, with medicines, and ends otherwise than planned. Each in two journeys, so that none takes too long.
//!
//! All of it is by keyboard alone, but for this: making the vault and opening it again, which journeys of their own do by keyboard;
//! which questionnaires are asked besides the one that a page offers; and days in the past and lists that open, in which keys do
//! different things from browser to browser.

use attune_journeys::{Browser, Key, Visit, ask_only, journey};

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

/// The patient reads the summary that is shown, and agrees to it.
async fn agree(visit: &Visit, name: &str) {
    press(visit, "Let them read it").await;
    visit.sees("Read it in peace.").await;
    visit.is_accessible().await;
    tick(visit, "I agree to it").await;
    press(visit, "Keep this answer").await;
    visit.sees(&format!("Read and agreed to by {name} on")).await;
}

async fn new_person(visit: &Visit, name: &str) {
    press(visit, "Add a person").await;
    visit.heading("Add a person").await;
    fill(visit, "A code or a name", name).await;
    visit.press(Key::Enter).await;
    visit.heading(name).await;
}

/// A day so many days ago, as a date field has it.
const AGO: &str = "const day = new Date(Date.now() - arguments[0] * 864e5);
    return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((n) => String(n).padStart(2, '0')).join('-');";

/// How far the patient's questions are; nothing where none is asked.
const PROGRESS: &str = "return document.getElementById('progress')?.innerText ?? ''";

/// What can be pressed below a question.
const BUTTONS: &str =
    "return [...document.querySelectorAll('form.question button')].filter((one) => one.checkVisibility())
    .map((one) => one.innerText.trim()).join('|')";

/// The sliders of a screen of questions.
const SLIDERS: &str = "return document.querySelectorAll('form.question input[type=range]').length";

async fn said(visit: &Visit, script: &str) -> String {
    visit.script(script, vec![]).await.as_str().unwrap_or_default().to_owned()
}

async fn ago(visit: &Visit, days: u32) -> String {
    visit.script(AGO, vec![days.into()]).await.as_str().unwrap_or_default().to_owned()
}

/// Waits until the screen that has come has the focus at its beginning.
async fn at_the_beginning(visit: &Visit) {
    let there = "return document.activeElement?.id === 'page-title'";
    visit.until("have the focus at the title", async || visit.script(there, vec![]).await == true).await;
}

/// Goes on from a screen of questions, leaving out what has no answer. Says whether another one came.
async fn next(visit: &Visit) -> bool {
    let before = said(visit, PROGRESS).await;
    let can_go_on = said(visit, BUTTONS).await.split('|').any(|one| one == "Next");
    press(visit, if can_go_on { "Next" } else { "I would rather not answer" }).await;
    visit.until("be past these questions", async || said(visit, PROGRESS).await != before).await;
    at_the_beginning(visit).await;
    !said(visit, PROGRESS).await.is_empty()
}

/// Goes on to the screen with that question.
async fn on_to(visit: &Visit, question: &str) {
    for _ in 0..40 {
        if visit.text().await.split_whitespace().collect::<Vec<_>>().join(" ").contains(question) {
            return;
        }
        assert!(next(visit).await, "'{question}' was not asked");
    }
    panic!("40 screens did not ask '{question}'");
}

/// Goes by Tab to the next control of one of these types.
async fn tab_to_one_of(visit: &Visit, kinds: &[&str]) {
    for _ in 0..20 {
        visit.press(Key::Tab).await;
        if kinds.contains(&said(visit, "return document.activeElement?.type ?? ''").await.as_str()) {
            return;
        }
    }
    panic!("20 presses of Tab did not reach one of {kinds:?}");
}

/// Goes on to a question and answers it in words.
async fn write(visit: &Visit, question: &str, words: &str) {
    on_to(visit, question).await;
    tab_to_one_of(visit, &["textarea", "text"]).await;
    visit.type_keys(words).await;
}

/// Goes on to a question and chooses its first option.
async fn take_the_first(visit: &Visit, question: &str) {
    on_to(visit, question).await;
    tab_to_one_of(visit, &["radio"]).await;
    visit.press(Key::Space).await;
    let chosen = "return document.activeElement?.checked === true";
    visit.until("have it chosen", async || visit.script(chosen, vec![]).await == true).await;
}

/// Locks, hands over, and begins what the patient is asked.
async fn begin(visit: &Visit) {
    visit.heading("Hand the device over").await;
    visit.is_accessible().await;
    press(visit, "Lock and hand over").await;
    visit.heading("A few questions about how we work together").await;
    press(visit, "Start").await;
    visit.until("be at the first question", async || !said(visit, PROGRESS).await.is_empty()).await;
    at_the_beginning(visit).await;
    visit.is_accessible().await;
}

/// The patient finishes, and the therapist comes back to the page of that person.
async fn give_back(visit: &Visit, passphrase: &str, name: &str) {
    visit.heading("Your answers").await;
    visit.is_accessible().await;
    press(visit, "Finish").await;
    visit.heading("Thank you").await;
    press(visit, "For the therapist: open the vault").await;
    steps::unlock(visit, passphrase).await;
    visit.sees("taken in.").await;
    back_to(visit, name).await;
}

/// Leaves out whatever is still asked.
async fn leave_the_rest(visit: &Visit) {
    for _ in 0..40 {
        if !next(visit).await {
            return;
        }
    }
    panic!("40 screens did not end");
}

async fn back_to(visit: &Visit, name: &str) {
    press(visit, name).await;
    visit.heading(name).await;
}

/// An episode about an event in life, planned for two sessions.
async fn short_episode(visit: &Visit) {
    page(visit, "Episodes of care").await;
    fill(visit, "What happened, in the person's own words", "the move to Lugo").await;
    choose(visit, "Left open", "A number of sessions").await;
    fill(visit, "How many", "2").await;
    visit.press(Key::Enter).await;
    visit.sees("Care since").await;
    visit.is_accessible().await;
}

journey!(a_life_event_from_the_first_appointment_to_midway);
async fn a_life_event_from_the_first_appointment_to_midway(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    new_person(visit, "M-12").await;
    // What it is about, and what the person agreed to.
    short_episode(visit).await;
    visit.sees("No consent is written down for this episode yet.").await;
    fill(visit, "Given by somebody else", "her mother").await;
    visit.press(Key::Enter).await;
    visit.sees("Consent was given on").await;
    visit.is_accessible().await;
    back_to(visit, "M-12").await;
    visit.sees("0 of 2 planned sessions").await;
    // The first appointment: the patient answers on this device. Both questions about harm get the lowest answer.
    page(visit, "First appointment").await;
    press(visit, "Hand the device over").await;
    begin(visit).await;
    write(visit, "What brings you here?", "I do not sleep").await;
    take_the_first(visit, "Are there times when you want to harm yourself").await;
    take_the_first(visit, "Is there someone who harms you").await;
    write(visit, "Say it goes well.", "mornings").await;
    leave_the_rest(visit).await;
    give_back(visit, &passphrase, "M-12").await;
    visit.sees_no("First: an answer about safety").await;
    page(visit, "First appointment").await;
    visit.sees("I do not sleep").await;
    back_to(visit, "M-12").await;
    // A goal, with steps in the person's words and what it is worth to each.
    page(visit, "Goals").await;
    fill(visit, "The goal, in the person's own words", "sleep through").await;
    fill(visit, "How much it matters to the person, 0 to 10", "8").await;
    visit.press(Key::Enter).await;
    visit.heading("Rate progress").await;
    press(visit, "sleep through").await;
    visit.heading("A goal").await;
    fill(visit, "How much it matters in the therapist's eyes, 0 to 10", "6").await;
    fill(visit, "Less than expected (−1)", "four hours").await;
    fill(visit, "As expected (0)", "six hours").await;
    fill(visit, "More than expected (+1)", "seven hours").await;
    visit.press(Key::Enter).await;
    visit.sees("History: 1 earlier version").await;
    visit.is_accessible().await;
    back_to(visit, "M-12").await;
    // What both expect.
    page(visit, "Working agreement").await;
    fill(visit, "What we expect: the person", "to sleep by spring").await;
    fill(visit, "Who does what: the therapist", "I listen").await;
    press(visit, "Save").await;
    visit.heading("Looking back midway").await;
    visit.is_accessible().await;
    back_to(visit, "M-12").await;
    // A session, with the progress that was talked about in it.
    press(visit, "New session").await;
    press(visit, "Save and write notes").await;
    visit.sees("Session of").await;
    tick(visit, "Listening").await;
    tick(visit, "Homework").await;
    fill(visit, "Private note", "for me alone").await;
    save(visit).await;
    press(visit, "Rate progress").await;
    visit.sees("Who says so").await;
    visit.fill("sleep through", "As expected (0): six hours").await;
    press(visit, "Save").await;
    visit.is_accessible().await;
    back_to(visit, "M-12").await;
    // Half of what was planned is over: the brief has all of it, and leads to the agreement.
    press(visit, "Before the session").await;
    visit.heading("Before the session: M-12").await;
    visit.is_accessible().await;
    let all = ["for me alone", "sleep through", "As expected (0): six hours", "the move to Lugo", "mornings"];
    for part in all.into_iter().chain(["2 sessions since", "2 of 2 planned sessions", "Not looked back at yet."]) {
        visit.sees(part).await;
    }
    press(visit, "Midway: look back on the agreement").await;
    visit.heading("Looking back midway").await;
    fill(visit, "What happened, in own words: the person", "most nights").await;
    press(visit, "Save").await;
    visit.sees("History: 1 earlier version").await;
    visit.is_accessible().await;
    back_to(visit, "M-12").await;
    visit.sees("2 of 2 planned sessions").await;
    visit.sees_no("Midway: look back on the agreement").await;
    steps::saved(visit).await;
}

journey!(a_life_event_from_a_later_session_to_the_hand_over);
async fn a_life_event_from_a_later_session_to_the_hand_over(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    new_person(visit, "M-12").await;
    short_episode(visit).await;
    back_to(visit, "M-12").await;
    page(visit, "Goals").await;
    fill(visit, "The goal, in the person's own words", "sleep through").await;
    press(visit, "Save").await;
    visit.heading("Rate progress").await;
    fill(visit, "sleep through (0 not begun, 10 reached)", "7").await;
    press(visit, "Save").await;
    visit.sees("7 of 10").await;
    visit.is_accessible().await;
    back_to(visit, "M-12").await;
    // A session, in which the patient answers about the alliance and about how they are.
    press(visit, "New session").await;
    press(visit, "Save").await;
    visit.heading("Hand the device over").await;
    ask_only(visit, "Alliance Scale").await;
    visit.click("Wellbeing Check").await;
    begin(visit).await;
    for _ in 0..20 {
        let sliders = visit.script(SLIDERS, vec![]).await.as_u64().unwrap_or_default();
        for _ in 0..sliders {
            tab_to_one_of(visit, &["range"]).await;
            visit.press(Key::Right).await;
        }
        if sliders == 0 {
            visit.type_keys("4").await;
            let chosen = "return document.getElementById('option-4')?.checked === true";
            visit.until("have the answer chosen", async || visit.script(chosen, vec![]).await == true).await;
        }
        if !next(visit).await {
            break;
        }
    }
    give_back(visit, &passphrase, "M-12").await;
    visit.sees("1 of 2 planned sessions").await;
    // The end: what the record shows stands beside what is written.
    page(visit, "Ending and handing on").await;
    visit.sees("What the record shows").await;
    for part in ["The Alliance Scale was answered once: 4.0 of 5.", "Wellbeing Check: answered once", "7 of 10"] {
        visit.sees(part).await;
    }
    tick(visit, "Goals met").await;
    fill(visit, "What was achieved", "She sleeps.").await;
    press(visit, "Save").await;
    visit.sees("This episode ended on").await;
    // The patient looks back, on this device.
    press(visit, "Hand the device over").await;
    begin(visit).await;
    write(visit, "What do you take with you that you did not have before?", "Mornings.").await;
    leave_the_rest(visit).await;
    give_back(visit, &passphrase, "M-12").await;
    visit.sees_no("planned sessions").await;
    page(visit, "Ending and handing on").await;
    visit.sees("Mornings.").await;
    page(visit, "Hand-over summary").await;
    fill(visit, "For whom", "the family doctor").await;
    visit.press(Key::Enter).await;
    visit.sees("Saved.").await;
    let said = paper(visit).await;
    for part in ["the move to Lugo", "sleep through", "7 of 10", "4.0", "She sleeps.", "Mornings."] {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    agree(visit, "M-12").await;
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

journey!(long_care_with_medicines_and_sessions);
async fn long_care_with_medicines_and_sessions(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    new_person(visit, "L-3").await;
    page(visit, "Episodes of care").await;
    choose(visit, "About an event in life", "For a condition that stays").await;
    fill(visit, "Diagnosis or concern", "pain that stays").await;
    press(visit, "Save").await;
    visit.sees("Care since").await;
    visit.sees("For a condition that stays").await;
    back_to(visit, "L-3").await;
    // Medicines: one that is taken, and one that was started and then stopped by the person.
    page(visit, "Medicines").await;
    fill(visit, "Name", "Morning Calm").await;
    save(visit).await;
    visit.sees("Morning Calm").await;
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
    back_to(visit, "L-3").await;
    // Care that goes on counts towards nothing: its page shows what is taken.
    visit.sees("Medicines: Morning Calm").await;
    // A session that took place, and what the patient says of taking it.
    press(visit, "New session").await;
    press(visit, "Save and write notes").await;
    visit.sees("Session of").await;
    tick(visit, "Explaining").await;
    tick(visit, "Withdrawal").await;
    fill(visit, "Private note", "asked about the mornings").await;
    save(visit).await;
    press(visit, "Hand the device over").await;
    visit.heading("Hand the device over").await;
    ask_only(visit, "Medicine and Trust").await;
    begin(visit).await;
    take_the_first(visit, "Is there a medicine prescribed for you at present?").await;
    for item in [
        "I take it at the times and in the amount prescribed.",
        "Taking it fits into my day.",
        "I have it at hand when it is time to take it.",
        "I know what it is meant to do for me.",
    ] {
        take_the_first(visit, item).await;
    }
    leave_the_rest(visit).await;
    give_back(visit, &passphrase, "L-3").await;
    visit.sees("Took place · In one room · Explaining").await;
    page(visit, "Medicines").await;
    visit.sees_no("was not answered yet").await;
    back_to(visit, "L-3").await;
    // Nobody came.
    press(visit, "New session").await;
    press(visit, "Save and write notes").await;
    visit.sees("Session of").await;
    choose(visit, "Took place", "The person did not come").await;
    save(visit).await;
    back_to(visit, "L-3").await;
    visit.sees("The person did not come").await;
    press(visit, "Before the session").await;
    visit.heading("Before the session: L-3").await;
    let all = ["1 session since", "Morning Calm", "pain that stays", "asked about the mornings"];
    for part in all.into_iter().chain(["You noted: Withdrawal"]) {
        visit.sees(part).await;
    }
    visit.sees_no("planned sessions").await;
    visit.is_accessible().await;
    steps::saved(visit).await;
    visit.reload().await;
    open_again(visit, &passphrase, "Before the session: L-3").await;
    visit.sees("asked about the mornings").await;
}

journey!(long_care_ends_unplanned_and_is_referred);
async fn long_care_ends_unplanned_and_is_referred(visit: &mut Visit) {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    new_person(visit, "L-3").await;
    page(visit, "Episodes of care").await;
    choose(visit, "About an event in life", "For a condition that stays").await;
    fill(visit, "Diagnosis or concern", "pain that stays").await;
    visit.fill("First day", &ago(visit, 200).await).await;
    press(visit, "Save").await;
    visit.sees("Care since").await;
    back_to(visit, "L-3").await;
    page(visit, "Medicines").await;
    fill(visit, "Name", "Quiet Night").await;
    save(visit).await;
    back_to(visit, "L-3").await;
    // Somebody else to go to.
    page(visit, "Ending and handing on").await;
    page(visit, "Address book").await;
    fill(visit, "Name", "Dr Vega").await;
    visit.press(Key::Enter).await;
    visit.sees("Saved.").await;
    press(visit, "Your people").await;
    visit.heading("Your people").await;
    back_to(visit, "L-3").await;
    // An ending of forty days ago that nobody planned, with a referral.
    page(visit, "Ending and handing on").await;
    visit.fill("Last day", &ago(visit, 40).await).await;
    choose(visit, "As planned", "They stopped coming").await;
    tick(visit, "Practical: time, the way there, the place").await;
    fill(visit, "What did not fit between you", "Evenings were too late.").await;
    tick(visit, "Dr Vega").await;
    visit.fill("Referred to", "Dr Vega").await;
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
    for part in ["pain that stays", "Quiet Night", "Referred to", "Dr Vega", "Evenings were too late."] {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    visit.sees("Nobody has agreed to this summary yet.").await;
    agree(visit, "L-3").await;
    // Some weeks later the caseload asks, names no silence, and leads to where it is written down.
    press(visit, "Your people").await;
    visit.heading("Your people").await;
    visit.sees_no("No session for").await;
    visit.is_accessible().await;
    press(visit, "Ask whether they reached someone").await;
    visit.heading("Did you reach someone?").await;
    choose(visit, "Yes", "Not yet").await;
    fill(visit, "In a few words", "on a list since May").await;
    press(visit, "Save").await;
    visit.sees("Not yet. Asked on").await;
    visit.is_accessible().await;
    press(visit, "Your people").await;
    visit.heading("Your people").await;
    visit.sees("L-3").await;
    visit.sees_no("Ask whether they reached someone").await;
    steps::saved(visit).await;
    visit.reload().await;
    open_again(visit, &passphrase, "Your people").await;
    visit.sees("L-3").await;
    visit.sees_no("Ask whether they reached someone").await;
}

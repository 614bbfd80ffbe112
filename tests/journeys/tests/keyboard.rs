//! A questionnaire with every kind of question, answered by keyboard alone.

use attune_journeys::{Key, Visit, ask_only, journey, json};

use crate::steps;

/// What a script says of the one thing that has the focus.
async fn here(visit: &Visit, of_it: &str) -> attune_journeys::Value {
    visit.script(&format!("return document.activeElement?.{of_it}"), vec![]).await
}

/// Waits until the screen of that title has the focus, as a screen reader needs it.
async fn at_title(visit: &Visit, title: &str) {
    visit.heading(title).await;
    visit
        .until(&format!("have the focus at '{title}'"), async || {
            here(visit, "id").await == "page-title"
                && here(visit, "innerText").await.as_str().is_some_and(|text| text.starts_with(title))
        })
        .await;
}

/// Goes to the button of that name and presses it.
async fn go(visit: &Visit, name: &str) {
    visit.tab_to(name).await;
    visit.press(Key::Enter).await;
}

/// Waits until the control that has the focus is ticked.
async fn ticked(visit: &Visit) {
    visit.until("have it ticked", async || here(visit, "checked").await == true).await;
}

/// Brings the questionnaire in, and hands the device over with it.
async fn prepare(visit: &Visit) -> String {
    visit.open("").await;
    let passphrase = steps::make_vault(visit).await;
    visit.click_in("Crisis contacts", "Questionnaires").await;
    visit.heading("Questionnaires").await;
    visit.click("Import a questionnaire").await;
    visit.heading("Import a questionnaire").await;
    visit.give_file("Choose a file", &attune_journeys::root().join("tests/journeys/data/every-kind.json")).await;
    visit.heading("Of every kind").await;
    visit.click("Did you think of hurting yourself?").await;
    visit.click("I have read the terms").await;
    visit.click("Add it").await;
    visit.heading("As the patient sees it").await;
    visit.is_accessible().await;
    steps::saved(visit).await;
    steps::to_caseload(visit).await;
    steps::add_person(visit, "M-12").await;
    visit.click("New session").await;
    visit.click("Save").await;
    visit.heading("Hand the device over").await;
    ask_only(visit, "Of every kind").await;
    visit.click("Lock and hand over").await;
    passphrase
}

/// The page of short questions.
async fn the_day(visit: &Visit) {
    at_title(visit, "Of every kind").await;
    visit.sees("Questions 2 to 6 of 10").await;
    visit.is_accessible().await;
    visit.tab_to("Yes").await;
    visit.type_keys(" ").await;
    ticked(visit).await;
    // What the answer brings stands right below, and is counted.
    visit.sees("Questions 2 to 7 of 11").await;
    assert_eq!(visit.focused().await, "Yes", "the focus stays where it was");
    visit.tab_to("Where did you go?").await;
    visit.type_keys("by the lake").await;
    visit.tab_to("Tea").await;
    visit.press(Key::Down).await;
    visit.press(Key::Down).await;
    visit.tab_to("In your own words").await;
    visit.type_keys("2 cups of milk").await;
    for chosen in ["Reading", "Cooking"] {
        visit.tab_to(chosen).await;
        visit.type_keys(" ").await;
        ticked(visit).await;
    }
    visit.tab_to("How many hours were you awake?").await;
    visit.type_keys("30").await;
    visit.press(Key::Enter).await;
    visit.sees("Please write a number from 0 to 24").await;
    assert_eq!(visit.focused().await, "How many hours were you awake?", "what is wrong is not passed over");
    visit.is_accessible().await;
    visit.press(Key::Backspace).await;
    visit.press(Key::Backspace).await;
    visit.type_keys("16").await;
    visit.sees_no("Please write a number from 0 to 24").await;
    visit.tab_to("Since when?").await;
    // The same in every order of day and month.
    visit.type_keys("11112025").await;
    visit.until("have the date", async || here(visit, "value").await == "2025-11-11").await;
    visit.is_accessible().await;
    go(visit, "Next").await;
}

/// The slider, which has no answer until it is given one.
async fn how_calm(visit: &Visit) {
    at_title(visit, "How calm were you?").await;
    visit.sees("Not answered yet").await;
    visit.is_accessible().await;
    visit.press(Key::Tab).await;
    assert_eq!(here(visit, "type").await, "range");
    visit.press(Key::Enter).await;
    visit.sees("5 of 10").await;
    for (key, said) in [
        (Key::Right, "6 of 10"),
        (Key::Home, "0 of 10"),
        (Key::PageUp, "of 10"),
        (Key::End, "10 of 10"),
        (Key::Left, "9 of 10"),
    ] {
        visit.press(key).await;
        visit.sees(said).await;
    }
    assert!(
        here(visit, "getAttribute('aria-valuetext')").await.as_str().is_some_and(|text| text.starts_with("9 of 10"))
    );
    go(visit, "Next").await;
}

/// The question on harm: an answer above the lowest shows the help page at once, and a higher one again.
async fn about_harm(visit: &Visit) {
    const QUESTION: &str = "Did you think of hurting yourself?";
    at_title(visit, QUESTION).await;
    for higher in ["2", "3"] {
        visit.type_keys(higher).await;
        at_title(visit, "If you are not safe").await;
        visit.sees("Call Night line: 116 123").await;
        visit.is_accessible().await;
        go(visit, "Back to the questions").await;
        at_title(visit, QUESTION).await;
    }
    let chosen = visit.script("return document.querySelector('input:checked').labels[0].innerText", vec![]).await;
    assert!(chosen.as_str().is_some_and(|text| text.contains("Most days")), "the answer is still there: {chosen}");
    // A lower one does not ask again.
    visit.type_keys("2").await;
    ticked(visit).await;
    visit.sees(QUESTION).await;
    visit.press(Key::Enter).await;
}

// WebKit's driver has no field for dates.
journey!(every_kind_by_keyboard in [chromium firefox]);
async fn every_kind_by_keyboard(visit: &mut Visit) {
    let passphrase = prepare(visit).await;
    visit.heading("A few questions about how we work together").await;
    visit.sees("10 questions").await;
    go(visit, "Start").await;
    at_title(visit, "How was your sleep?").await;
    visit.sees("Question 1 of 10").await;
    visit.type_keys("3").await;
    ticked(visit).await;
    visit.press(Key::Enter).await;
    the_day(visit).await;
    how_calm(visit).await;
    at_title(visit, "Anything else about your day?").await;
    visit.press(Key::Tab).await;
    visit.type_keys("It rained").await;
    visit.press(Key::Enter).await;
    visit.type_keys("all day").await;
    go(visit, "Next").await;
    about_harm(visit).await;
    at_title(visit, "What shall we call you? (please answer if you can)").await;
    visit.sees("please answer if you can").await;
    visit.is_accessible().await;
    go(visit, "I would rather not answer").await;

    // Nothing is forced; what is open is said once more by name.
    at_title(visit, "Your answers").await;
    visit.sees("These questions are still open").await;
    let open = "return [...document.querySelectorAll('.notice.attention li')].map((item) => item.innerText)";
    assert_eq!(visit.script(open, vec![]).await, json!(["What shall we call you?"]));
    for answer in [
        "Good",
        "by the lake",
        "2 cups of milk",
        "Reading, Cooking",
        "16 hours",
        "11 Nov 2025",
        "9 of 10",
        "all day",
        "Some days",
    ] {
        visit.sees(answer).await;
    }
    visit.is_accessible().await;
    go(visit, "Change: Were you outside?").await;
    at_title(visit, "Of every kind").await;
    // A changed mind takes what hung on it along.
    visit.tab_to("Yes").await;
    visit.press(Key::Down).await;
    visit.sees_no("Where did you go?").await;
    go(visit, "Next").await;
    for _ in 0..3 {
        visit.until("be at a question", async || here(visit, "id").await == "page-title").await;
        go(visit, "Next").await;
    }
    at_title(visit, "What shall we call you? (please answer if you can)").await;
    go(visit, "I would rather not answer").await;
    at_title(visit, "Your answers").await;
    visit.sees_no("by the lake").await;
    go(visit, "Finish").await;
    at_title(visit, "Thank you").await;
    go(visit, "For the therapist: open the vault").await;

    // The therapist sees the answer about safety above everything.
    steps::unlock(visit, &passphrase).await;
    visit.sees("1 questionnaire was taken in").await;
    visit.click("M-12").await;
    visit.heading("First: an answer about safety").await;
    visit.sees("Did you think of hurting yourself? — Some days").await;
    visit.click("Answers of").await;
    visit.sees("2 cups of milk").await;
    visit.sees_no("by the lake").await;
    visit.is_accessible().await;
}

//! The main job, tried by somebody who only looks around: a session is noted, the patient answers, the therapist sees it.

use attune_journeys::{Key, Options, Visit, ask_only, journey};

journey!(answer_in_the_sample);
async fn answer_in_the_sample(visit: &mut Visit) {
    visit.open("").await;
    visit.click("Look around").await;
    visit.heading("Your people").await;
    visit.is_accessible().await;
    visit.click("Leila").await;
    visit.heading("Leila").await;
    visit.is_accessible().await;
    visit.click("New session").await;
    visit.heading("A new session").await;
    visit.is_accessible().await;
    visit.click("Save").await;
    visit.is_accessible().await;
    ask_only(visit, "Alliance Scale").await;
    visit.click("Answer as the patient would").await;
    visit.heading("A few questions about how we work together").await;
    visit.is_accessible().await;
    visit.click("Start").await;
    for number in 1..=12 {
        visit.sees(&format!("Question {number} of 12")).await;
        if number == 1 {
            visit.is_accessible().await;
        }
        // By keys alone, as the page says one can.
        visit.type_keys(if number == 2 { "1" } else { "5" }).await;
        visit.press(Key::Enter).await;
    }
    visit.heading("Your answers").await;
    visit.is_accessible().await;
    visit.click("Next time").await;
    visit.click("Finish").await;
    visit.heading("Thank you").await;
    visit.is_accessible().await;
    visit.click("See it on the chart").await;
    visit.heading("Leila").await;
    visit.sees("Wants to talk about it next time.").await;
    visit.is_accessible().await;
    let total = "return document.querySelector('table.sessions tbody tr td.figure:nth-of-type(5)').textContent";
    assert_eq!(visit.script(total, vec![]).await, "4.7");
    // "Nothing is stored" means nothing, beside what the page says it may keep of the device.
    let kept: Vec<_> =
        visit.local_storage().await.into_keys().filter(|key| !key.starts_with("attune-preference/")).collect();
    assert!(kept.is_empty(), "the sample left something in localStorage: {kept:?}");
    let left = visit.session_storage().await;
    assert!(left.is_empty(), "the sample left something in sessionStorage: {left:?}");
    visit.click("Leave the sample").await;
    visit.heading("Attune").await;
    visit.sees_no("Leila").await;
}

journey!(narrow_and_dark in [chromium firefox] with Options { language: "es", dark: true, ..Options::default() });
async fn narrow_and_dark(visit: &mut Visit) {
    visit.wide(480).await;
    visit.open("").await;
    // The device's language, not the page's default.
    visit.sees("Soy terapeuta").await;
    assert!(!visit.overflows().await, "the first page is wider than a narrow window");
    visit.is_accessible().await;
}

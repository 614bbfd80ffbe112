//! Pictures of the page at every width, in light and dark, for people to look at: `make shots`, or
//! `make shots FILTER=person` for the scenes whose name contains that. They go to `screenshots/`, named
//! SCENE-WIDTH-COLOURS.png. A page that overflows sideways is told, and makes the run fail.
//!
//! A scene is a name and the steps that lead there from the page just opened, said as in a journey.

mod care;

use std::process::ExitCode;

use attune_journeys::{Browser, Key, Options, Visit, ask_only, json, view::WIDTHS};

/// Leads to a scene. The page is open, in a browser that has never seen it.
async fn lead_to(scene: &str, visit: &Visit) {
    visit.heading("Attune").await;
    let places = [
        ("setup", "#/setup", "Make your vault"),
        ("patients", "#/patients", "What is a working alliance?"),
        ("therapists", "#/therapists", "The working alliance, for therapists"),
        ("intended-use", "#/about", "What Attune is for"),
        ("help", "#/help", "If you are not safe"),
    ];
    if let Some((_, place, heading)) = places.into_iter().find(|(name, ..)| *name == scene) {
        visit.open(place).await;
        visit.heading(heading).await;
    } else if DATA.contains(&scene) {
        data(scene, visit).await;
    } else if scene != "welcome" {
        visit.click("Look around").await;
        visit.heading("Your people").await;
        look_around(scene, visit).await;
    }
}

/// The scenes of where the data is, in a vault of one's own.
const DATA: [&str; 5] = ["your-data", "back-up", "backed-up", "take-in", "taken-in-plan"];

async fn data(scene: &str, visit: &Visit) {
    visit.click("I am a therapist").await;
    visit.click("I have written it down").await;
    visit.fill("Who", "Night line").await;
    visit.fill("Number or place", "116 123").await;
    visit.click("Make the vault").await;
    visit.heading("Your people").await;
    if scene == "taken-in-plan" || scene == "backed-up" {
        visit.click("Add a person").await;
        visit.fill("A code or a name", "Ana").await;
        visit.click("Save").await;
        visit.sees("Saved on this device").await;
    }
    visit.click("Your data").await;
    visit.heading("Where your data is").await;
    if scene == "your-data" {
        // As if others had used up most of the room.
        visit.script("localStorage.setItem('filler', 'x'.repeat(4100000))", vec![]).await;
        visit.open("#/data/backup").await;
        visit.click("Where your data is").await;
        return visit.sees("More than 80 %").await;
    }
    if scene == "take-in" {
        visit.click("Take a backup in").await;
        return visit.heading("Take a backup in").await;
    }
    visit.click("Make a backup").await;
    visit.click("Use a passphrase of my own").await;
    visit.fill("Passphrase for this backup", "eleven amber kettles under Lisbon").await;
    visit.fill("The same passphrase again", "eleven amber kettles under Lisbon").await;
    if scene == "back-up" {
        return;
    }
    visit.click("Make the backup").await;
    visit.sees("The backup was made and read back").await;
    if scene == "backed-up" {
        return;
    }
    let file = visit.profile.downloaded("backup-").await;
    visit.open("").await;
    visit.click("I have a backup").await;
    visit.give_file("The backup file", &file).await;
    visit.fill("Passphrase of the backup", "eleven amber kettles under Lisbon").await;
    visit.click("Open the backup").await;
    visit.click("Nobody was erased, or there is no such file").await;
    visit.heading("What would happen").await;
}

/// Goes on in the sample until the scene is reached.
async fn look_around(scene: &str, visit: &Visit) {
    if scene == "caseload" {
        return;
    }
    if QUESTIONNAIRES.contains(&scene) {
        return questionnaires(scene, visit).await;
    }
    // By place, not by name: the first of the table has a record of care, the last has none yet.
    let begins = care::SCENES.contains(&scene);
    let open = "Array.from(document.querySelectorAll('main table tbody a')).at(arguments[0]).click()";
    visit.script(open, vec![json!(if begins { -1 } else { 0 })]).await;
    visit.heading("Course of the alliance").await;
    if scene == "person" {
        return;
    }
    if care::TOLD.contains(&scene) {
        return care::told(scene, visit).await;
    }
    if care::SCENES.contains(&scene) {
        return care::lead_to(scene, visit).await;
    }
    if RIGHTS.contains(&scene) {
        return rights(scene, visit).await;
    }
    if scene == "paper" {
        visit.click("Type in a paper form").await;
        visit.script("document.getElementById('row-0').focus()", vec![]).await;
        return visit.type_keys("345").await;
    }
    visit.click("New session").await;
    visit.click("Save").await;
    visit.heading("Hand the device over").await;
    if scene == "hand-over" {
        return;
    }
    let form = match scene {
        "sliders" | "right-to-left" => "Wellbeing Check",
        _ if FIRST_VISIT.contains(&scene) => "First Visit",
        "medicine" => "Medicine and Trust",
        _ => "Alliance Scale",
    };
    ask_only(visit, form).await;
    visit.click("Answer as the patient would").await;
    visit.heading("A few questions about how we work together").await;
    if scene == "start" {
        return;
    }
    visit.click("Start").await;
    if let Some(page) = FIRST_VISIT.iter().position(|name| *name == scene) {
        return first_visit(page, visit).await;
    }
    if scene == "right-to-left" {
        // None of the languages is written that way yet; the layout must not mind.
        visit.script("document.documentElement.dir = document.querySelector('section.turn').dir = 'rtl'", vec![]).await;
    }
    if form != "Alliance Scale" {
        return;
    }
    for question in 1..=12 {
        visit.sees(&format!("Question {question} of 12")).await;
        visit.type_keys(if question % 3 == 0 { "2" } else { "4" }).await;
        if scene == "question" && question == 3 {
            return;
        }
        visit.press(Key::Enter).await;
    }
    visit.heading("Your answers").await;
    if scene == "review" {
        return;
    }
    visit.click("Finish").await;
    visit.heading("Thank you").await;
}

/// The scenes of one person's record and of records set apart.
const RIGHTS: [&str; 8] = [
    "rights",
    "rights-whole",
    "rights-mistakes",
    "rights-restrict",
    "rights-erase",
    "rights-erased",
    "rights-apart",
    "rights-undo",
];

async fn rights(scene: &str, visit: &Visit) {
    let name = visit.script("return document.querySelector('h1').innerText", vec![]).await;
    let name = name.as_str().unwrap_or_default().to_owned();
    match scene {
        "rights" => visit.click("Views, prints and exports").await,
        "rights-whole" => visit.click("Read, print or take out the whole record").await,
        "rights-mistakes" => {
            visit.click("Remove what was entered by mistake").await;
            visit.script("document.querySelectorAll('.rows button')[1].click()", vec![]).await;
            visit.sees("The answers were removed").await;
        }
        "rights-undo" => {
            visit.click("Remove what was entered by mistake").await;
            visit.click("Remove this person").await;
            visit.sees("The person was removed").await;
        }
        "rights-erase" | "rights-erased" => {
            visit.click("Erase this person").await;
            if scene == "rights-erased" {
                visit.fill(&format!("To erase, type the name: {name}"), &name).await;
                visit.click("Erase for good").await;
                visit.heading("Erased").await;
            }
        }
        _ => {
            visit.click("Restrict the record").await;
            if scene == "rights-apart" {
                visit.fill("Why it is kept", "The law on patients' records: ten years after the last session").await;
                visit.fill("Keep until", "2020-12-31").await;
                visit.click("Restrict").await;
                visit.heading("Records set apart").await;
            }
        }
    }
}

/// The scenes of questionnaires, as the therapist works with them.
const QUESTIONNAIRES: [&str; 6] = ["questionnaires", "questionnaire", "import", "editor", "translation", "plan"];

async fn questionnaires(scene: &str, visit: &Visit) {
    visit.click("Questionnaires").await;
    visit.heading("Questionnaires").await;
    if scene == "questionnaires" {
        return;
    }
    if scene == "import" {
        visit.click("Import a questionnaire").await;
        let file = attune_journeys::root().join("tests/journeys/data/evening-rest.json");
        visit.give_file("Choose a file", &file).await;
        return visit.sees("Does any question ask about harm").await;
    }
    if scene == "plan" {
        visit.click("What is asked when").await;
        return visit.heading("What is asked when").await;
    }
    // Titles differ from language to language: the first of the list.
    visit.script("document.querySelector('.questionnaire-list a').click()", vec![]).await;
    visit.heading("As the patient sees it").await;
    if scene == "questionnaire" {
        return;
    }
    visit.click("Copy").await;
    visit.heading("Questions").await;
    if scene == "translation" {
        visit.click("Translation").await;
        return visit.sees("translated").await;
    }
    visit.script("document.querySelector('[data-do=details]').click()", vec![]).await;
    visit.sees("Words that help to answer").await;
}

/// The pages of the First Visit, each with something answered, and what is seen from there.
const FIRST_VISIT: [&str; 8] =
    ["first-visit", "tried", "safety", "hopes", "manner", "long-review", "raised", "high-contrast"];

async fn first_visit(page: usize, visit: &Visit) {
    if page == 0 {
        return;
    }
    visit.click("Both").await;
    visit.sees("How long has it been with you").await;
    visit.click("Next").await;
    visit.click("Medicine").await;
    visit.click("Yes").await;
    visit.sees("What was good about it").await;
    if page == 1 || page == 7 {
        return;
    }
    visit.click("Next").await;
    visit.sees("Is there someone who harms you").await;
    visit.click_in("Are there times", if page == 6 { "Often" } else { "No" }).await;
    if page == 2 || page == 6 {
        return;
    }
    visit.click("Next").await;
    visit.fill("Is therapy a good place", "8").await;
    if page == 3 {
        return;
    }
    visit.click("Next").await;
    visit.fill("What we talk about", "-2").await;
    if page == 4 {
        return;
    }
    while !visit.text().await.contains("Your answers") {
        visit.click("Next").await;
    }
}

/// In the order in which they are taken; `lead_to` knows each.
const SCENES: [&str; 44] = [
    "welcome",
    "setup",
    "patients",
    "therapists",
    "intended-use",
    "help",
    "caseload",
    "person",
    "hand-over",
    "start",
    "question",
    "sliders",
    "right-to-left",
    "first-visit",
    "tried",
    "safety",
    "hopes",
    "manner",
    "long-review",
    "raised",
    "high-contrast",
    "medicine",
    "review",
    "thanks",
    "questionnaires",
    "questionnaire",
    "import",
    "editor",
    "translation",
    "plan",
    "paper",
    "rights",
    "rights-whole",
    "rights-mistakes",
    "rights-restrict",
    "rights-erase",
    "rights-erased",
    "rights-apart",
    "rights-undo",
    "your-data",
    "back-up",
    "backed-up",
    "take-in",
    "taken-in-plan",
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let filter = std::env::args().nth(1).unwrap_or_default();
    let mut overflowing = Vec::new();
    for scene in SCENES.into_iter().chain(care::SCENES).chain(care::TOLD).filter(|scene| scene.contains(&filter)) {
        let visit = Visit::start(Browser::Chromium, Options::default()).await;
        visit.open("").await;
        lead_to(scene, &visit).await;
        for dark in [false, true] {
            if scene == "high-contrast" {
                visit.few_colours(dark).await;
            } else {
                visit.colours(dark).await;
            }
            for width in WIDTHS {
                visit.wide(width).await;
                let name = format!("{scene}-{width}-{}", if dark { "dark" } else { "light" });
                if visit.overflows().await {
                    overflowing.push(name.clone());
                }
                println!("{}", visit.whole_picture(&name, width).await.display());
            }
        }
    }
    if overflowing.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("These are wider than their window: {}", overflowing.join(", "));
    ExitCode::FAILURE
}

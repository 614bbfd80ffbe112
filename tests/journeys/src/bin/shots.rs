//! Pictures of the page at every width, in light and dark, for people to look at: `make shots`, or
//! `make shots FILTER=person` for the scenes whose name contains that. They go to `screenshots/`, named
//! SCENE-WIDTH-COLOURS.png. A page that overflows sideways is told, and makes the run fail.
//!
//! A scene is a name and the steps that lead there from the page just opened, said as in a journey.

use std::process::ExitCode;

use attune_journeys::{Browser, Options, Visit, view::WIDTHS};

/// Leads to a scene. The page is open, in a browser that has never seen it.
async fn lead_to(scene: &str, visit: &Visit) {
    visit.heading("Attune").await;
    if scene == "welcome" {
        return;
    }
    visit.click("Look around").await;
    visit.heading("Your people").await;
    if scene == "caseload" {
        return;
    }
    // The names of the sample differ from language to language: the first of the table.
    visit.script("document.querySelector('main table a').click()", vec![]).await;
    visit.sees("New session").await;
}

/// In the order in which they are taken; `lead_to` knows each.
const SCENES: [&str; 3] = ["welcome", "caseload", "person"];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let filter = std::env::args().nth(1).unwrap_or_default();
    let mut overflowing = Vec::new();
    for scene in SCENES.into_iter().filter(|scene| scene.contains(&filter)) {
        let visit = Visit::start(Browser::Chromium, Options::default()).await;
        visit.open("").await;
        lead_to(scene, &visit).await;
        for dark in [false, true] {
            visit.colours(dark).await;
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

//! The page opens, says what it is, and is accessible; from any folder of a host.

use attune_journeys::{Options, Visit, journey};

journey!(opens);
async fn opens(visit: &mut Visit) {
    visit.open("").await;
    visit.heading("Attune").await;
    visit.is_accessible().await;
}

journey!(opens_in_a_folder with Options { folder: "/some/folder/", ..Options::default() });
async fn opens_in_a_folder(visit: &mut Visit) {
    visit.open("").await;
    visit.heading("Attune").await;
    let outside: Vec<_> =
        visit.server.seen().into_iter().filter(|seen| !seen.path.starts_with("/some/folder/")).collect();
    // Browsers ask for the favicon of the host by themselves when they do not heed the page's own.
    assert!(outside.iter().all(|seen| seen.path == "/favicon.ico"), "asked for outside its folder: {outside:?}");
}

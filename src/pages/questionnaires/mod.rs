//! Questionnaires, as the therapist sees them: the list, one of them, bringing one in, changing one, typing in paper forms,
//! and the plan of what is asked when. A file a page.

mod describe;
mod details;
mod editor;
mod import;
mod interchange;
mod list;
mod make;
mod own_scale;
mod paper;
mod plan;
mod preview;
mod risk;
mod scores;
mod typed;
mod wording;

pub use details::Details;
pub use editor::Editor;
pub use import::Import;
pub use list::Questionnaires;
pub use make::Make;
pub use paper::Paper;
pub use plan::PlanPage;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    platform,
    session::Route,
    widgets::{say, view},
    words,
};

/// The way back to the list.
fn crumb() -> AnyView {
    view! { <p class="crumb"><a href=Route::Questionnaires.href()>{say(words::questionnaires::title)}</a></p> }
        .into_any()
}

/// What stands where the address means no questionnaire of this record.
fn unknown() -> AnyView {
    view! {
        <article class="reading">
            <h1>{say(words::not_found::title)}</h1>
            <p>{say(words::questionnaires::unknown)}</p>
            {crumb()}
        </article>
    }
    .into_any()
}

/// Moves the focus to what was drawn anew.
fn refocus(id: String) {
    spawn_local(async move {
        platform::next_frame().await;
        platform::focus_id(&id);
    });
}

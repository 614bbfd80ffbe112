//! What was just done, with its undo; it stays until the page changes.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    pages::expect_app,
    platform,
    session::Done,
    widgets::{language, part, view},
    words::{self, Lang},
};

const fn sentence(done: Done) -> fn(Lang) -> &'static str {
    match done {
        Done::PersonAdded => words::undo::person_added,
        Done::PersonRemoved => words::undo::person_removed,
        Done::SessionRemoved => words::undo::session_removed,
        Done::AnswersRemoved => words::undo::answers_removed,
        Done::CareRemoved => words::undo::care_removed,
        Done::BroughtBack => words::undo::brought_back,
        Done::Joined => words::undo::joined,
        Done::Parted => words::undo::parted,
        Done::Undone => words::undo::undone,
    }
}

/// The line, first on the page. It is always there, so that a screen reader hears it change.
#[component]
pub fn UndoLine() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    // What was pressed has gone with what it removed. After a change of page the focus is at its beginning, just before.
    Effect::new(move |_| {
        let here = [
            Done::SessionRemoved,
            Done::AnswersRemoved,
            Done::CareRemoved,
            Done::BroughtBack,
            Done::Joined,
            Done::Parted,
        ];
        if app.rights.undo.with(|undo| undo.as_ref().is_some_and(|undo| here.contains(&undo.done))) {
            spawn_local(async {
                platform::next_frame().await;
                platform::focus_id("undo");
            });
        }
    });
    view! {
        <div class="undo-place" role="status">
            {part(move || {
                let Some(undo) = app.rights.undo.get() else { return ().into_any() };
                let lang = lang.get();
                let button = (!undo.events.is_empty()).then(|| {
                    let act = move |_| {
                        app.undo();
                        // The button goes with what it undid.
                        platform::focus_id("content");
                    };
                    view! { <button id="undo" on:click=act>{words::undo::undo(lang)}</button> }
                });
                view! { <div class="notice done undo"><p>{sentence(undo.done)(lang)}</p> {button}</div> }.into_any()
            })}
        </div>
    }
}

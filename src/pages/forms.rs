//! Forms as every page of care uses them: what is typed is kept until it is saved, and read into the types of `care`.

use std::sync::Arc;

use leptos::prelude::*;
use time::Date;

use super::expect_app;
pub use crate::care::told::{line_of, text_of, told};
use crate::{
    care::{EventId, Fact, Line, OwnWords, TooLong, Versions, seen, told::Choice},
    platform,
    session::Route,
    widgets::{
        Form, Notice, Tone,
        draft::{Draft, Reader, Wrong},
        language, part, say, view,
    },
    words::{self, Lang},
};

/// A form of a page, with what was typed there before and not saved, or else what it starts with.
pub fn kept_form(page: Route, name: &'static str, start: impl FnOnce() -> Draft) -> Form {
    let app = expect_app();
    let draft = app.kept_form(page, name).unwrap_or_else(start);
    Form::new(name, draft, Arc::new(move |draft| app.keep_form(page, name, draft.clone())))
}

/// In a draft, the statements that it has seen: the one it began with, those beside it, and what was saved from it.
const SEEN: &str = "-seen";

/// A draft that remembers with which statements of a thing it began. Whatever another tab or a backup brings in later was never
/// on the screen, and is not replaced by saving.
pub fn begun<T>(mut fields: Draft, known: Option<&Versions<T>>) -> Draft {
    remember(&mut fields, &known.map(Versions::heads).unwrap_or_default());
    fields
}

/// Remembers of a draft that these were on the screen too.
pub fn remember(fields: &mut Draft, events: &[EventId]) {
    let all = seen::with(fields.get(SEEN).map(String::as_str), events);
    fields.insert(SEEN.to_owned(), all);
}

/// The same of a form.
pub fn saw(form: Form, events: &[EventId]) {
    form.draft.update_untracked(|fields| remember(fields, events));
}

/// States what was read from a form about a thing of which `known` stands now.
pub fn state<T>(form: Form, date: Date, fact: Fact, known: Option<&Versions<T>>) {
    let seen = form.draft.with_untracked(|fields| seen::of(fields.get(SEEN).map(String::as_str), known));
    let event = expect_app().state_knowing(date, fact, seen);
    saw(form, &event.into_iter().collect::<Vec<_>>());
}

/// A line of a form.
pub fn line(reader: &mut Reader, id: &str) -> Option<Line> {
    reader.text(id, |text| Line::new(text).map_err(wrong))
}

/// Somebody's own words in a form.
pub fn own_words(reader: &mut Reader, id: &str) -> Option<OwnWords> {
    reader.text(id, |text| OwnWords::new(text).map_err(wrong))
}

const fn wrong(TooLong { characters, most }: TooLong) -> Wrong {
    Wrong::TooLong { characters, most }
}

/// What stands below the fields: the button that saves, what became of it, and, while something is typed and not saved, the
/// choice to let go of it.
pub fn foot(
    page: Route,
    form: Form,
    saved: RwSignal<bool>,
    start: impl Fn() -> Draft + Send + Sync + 'static,
) -> AnyView {
    let app = expect_app();
    let lang = language();
    let name = form.name();
    let start = Arc::new(start);
    let below = move || {
        // Followed, so that this is drawn anew with every change.
        form.draft.track();
        if saved.get() {
            return view! { <Notice tone=Tone::Done><p>{words::form::saved(lang.get())}</p></Notice> }.into_any();
        }
        if app.kept_form(page, name).is_none() {
            return ().into_any();
        }
        let start = start.clone();
        let discard = move |_| {
            form.restart(start());
            app.drop_form(page, name);
            form.draft.notify();
        };
        view! {
            <p class="hint">{words::form::kept(lang.get())}</p>
            <div class="actions">
                <button type="button" class="quiet" on:click=discard>{words::form::discard(lang.get())}</button>
            </div>
        }
        .into_any()
    };
    view! {
        <p class="error">{move || form.any_wrong().then(|| words::form::not_saved(lang.get()))}</p>
        <div class="actions"><button class="primary" type="submit">{say(words::common::save)}</button></div>
        {part(below)}
    }
    .into_any()
}

/// Gives the focus to an element once the page is drawn: what had it is gone.
pub fn refocus(id: &'static str) {
    leptos::task::spawn_local(async move {
        platform::next_frame().await;
        platform::focus_id(id);
    });
}

/// As [`refocus`], to the element that stands for that thing.
pub fn refocus_of(of: String) {
    leptos::task::spawn_local(async move {
        platform::next_frame().await;
        platform::focus_of(&of);
    });
}

/// One of a few things to choose.
pub type Option3<T> = Choice<T>;

/// The choices of a field.
pub fn offered<T>(lang: Lang, all: &[Option3<T>]) -> Vec<(String, String)> {
    all.iter().map(|(name, _, text)| ((*name).to_owned(), text(lang).to_owned())).collect()
}

/// What was chosen of them.
pub fn chosen<T: Copy>(reader: &Reader, id: &str, all: &[Option3<T>]) -> Option<T> {
    ticked(reader, id, all).first().copied()
}

/// All that were ticked of them, in their order.
pub fn ticked<T: Copy>(reader: &Reader, id: &str, all: &[Option3<T>]) -> Vec<T> {
    all.iter().filter(|(name, ..)| reader.has(id, name)).map(|(_, value, _)| *value).collect()
}

/// The name in a draft of one of them.
pub fn name_of<T: PartialEq>(all: &[Option3<T>], value: &T) -> String {
    all.iter().find(|(_, other, _)| other == value).map_or("", |(name, ..)| name).to_owned()
}

/// A draft of these fields.
pub fn draft(fields: &[(&str, String)]) -> Draft {
    fields.iter().map(|(id, text)| ((*id).to_owned(), text.clone())).collect()
}

//! A person's labels, and the archive.

use leptos::prelude::*;

use crate::{
    care::{Archiving, Fact, Label, Labelling, PersonId, TooLong},
    pages::{caseload::tags, expect_app},
    platform,
    widgets::{Notice, Parts, TextField, Tone, language, part, say, view},
    words::{self, date_long, filing as w},
};

/// The labels below the name, and that the person is in the archive.
pub fn head(id: PersonId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let filed = Memo::new(move |_| app.record.with(|record| record.filed(id)));
    part(move || {
        let filed = filed.get();
        let archived = filed.archived.map(|since| {
            let lang = lang.get();
            let text = w::since(lang, &date_long(lang, since));
            view! { <Notice tone=Tone::Quiet><p>{text} ". " {w::archived_hint(lang)}</p></Notice> }.into_any()
        });
        view! { {tags(&filed.labels)} {archived} }.into_any()
    })
    .into_any()
}

/// The section: labels to add and to take off, and the way into the archive and back.
pub fn section(id: PersonId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let filed = Memo::new(move |_| app.record.with(|record| record.filed(id)));
    let typed = RwSignal::new(String::new());
    let error = RwSignal::new(None::<TooLong>);
    let state = move |label, on| (platform::today(), Fact::Labelled(Labelling { person: id, label, on }));
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match Label::all_in(&platform::nfc(&typed.get_untracked())) {
            Ok(mut labels) => {
                let there = filed.with_untracked(|filed| filed.labels.clone());
                labels.retain(|label| !there.contains(label));
                app.state_all(labels.into_iter().map(|label| state(label, true)));
                typed.set(String::new());
                error.set(None);
            }
            Err(long) => error.set(Some(long)),
        }
        platform::focus_id("new-label");
    };
    let list = move || {
        let lang = lang.get();
        let one = |label: Label| {
            let text = label.as_str().to_owned();
            let remove = move |_| {
                app.state_all([state(label.clone(), false)]);
                // The button that had the focus is gone.
                platform::focus_id("new-label");
            };
            let name = w::remove(lang, &text);
            view! { <li><span dir="auto">{text}</span> <button type="button" class="quiet" aria-label=name on:click=remove>"×"</button></li> }
        };
        let labels = filed.with(|filed| filed.labels.clone());
        view! { <ul class="label-list" aria-label=w::labels(lang)>{labels.into_iter().map(one).collect_parts()}</ul> }
            .into_any()
    };
    let archived = Memo::new(move |_| filed.with(|filed| filed.archived.is_some()));
    let moved = RwSignal::new(false);
    let move_it = move |_| {
        let archived = !archived.get_untracked();
        app.state(platform::today(), Fact::PersonArchived(Archiving { person: id, archived }));
        moved.set(true);
    };
    view! {
        <section class="filing">
            <h2>{say(w::title)}</h2>
            {part(list)}
            <form on:submit=add>
                <TextField
                    id="new-label"
                    label=Signal::derive(move || w::add_label(lang.get()).to_owned())
                    value=typed
                    hint=Signal::derive(move || Some(w::add_hint(lang.get()).to_owned()))
                    error=Signal::derive(move || {
                        error.get().map(|long| words::form::too_long(lang.get(), &long.characters.to_string(), &long.most.to_string()))
                    })
                />
                <button type="submit">{say(w::add)}</button>
            </form>
            <p class="hint" id="archive-hint">{say(w::archive_hint)}</p>
            <button type="button" aria-describedby="archive-hint" on:click=move_it>
                {move || if archived.get() { w::bring_back(lang.get()) } else { w::archive(lang.get()) }}
            </button>
            <p class="hint" role="status">
                {move || moved.get().then(|| if archived.get() { w::archived_now(lang.get()) } else { w::back_now(lang.get()) })}
            </p>
        </section>
    }
    .into_any()
}

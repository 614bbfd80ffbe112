//! The summary as the patient reads it, with their answer.

use leptos::prelude::*;

use super::handing;
use crate::{
    care::{EpisodeId, Fact, PersonId, summary::Agreed},
    pages::{
        expect_app,
        forms::{self, Option3, chosen, draft, line, offered, own_words},
        shell::turn_to_them,
    },
    platform,
    session::Route,
    widgets::{
        Field,
        draft::{Reader, Wrong},
        language, part, say, view,
    },
    words::summary as w,
};

/// The name of its form.
pub(super) const FORM: &str = "reading";
const ANSWERS: [Option3<bool>; 2] = [("agree", true, w::agree), ("change", false, w::change)];

/// Who reads, and what they wish to be changed, where they do not agree.
fn read(reader: &mut Reader) -> Option<(crate::care::Line, Option<crate::care::OwnWords>)> {
    let by = line(reader, "by");
    let by = reader.needed("by", by);
    let agrees = chosen(reader, "answer", &ANSWERS);
    let wishes = if agrees == Some(false) { own_words(reader, "wishes") } else { None };
    match (agrees, &wishes) {
        (None, _) => reader.refuse("answer", Wrong::Said(w::answer_missing)),
        (Some(false), None) => reader.refuse("wishes", Wrong::Said(w::wishes_missing)),
        _ => {}
    }
    Some((by?, wishes))
}

/// What the patient sees. What is kept as read is the text that stands here, in the language in which it stands here.
pub fn reading(person: PersonId, episode: EpisodeId, name: String, open: RwSignal<bool>) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let page = Route::Summary(person, episode);
    turn_to_them();
    let begin = {
        let name = name.clone();
        move || draft(&[("by", name.clone())])
    };
    let form = forms::kept_form(page, FORM, begin);
    let leave = move || {
        app.drop_form(page, form.name());
        open.set(false);
        platform::scroll_to_top();
        platform::focus_id("content");
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((by, wishes)) = form.read(read) else { return };
        let lang = lang.get_untracked();
        let (text, reader, seen) = app.record.with_untracked(|record| {
            let seen = record.summary_read(person, episode).map(|found| found.heads()).unwrap_or_default();
            let reader = handing::chosen(record, person, episode).reader;
            (handing::text(record, person, episode, lang), reader, seen)
        });
        let day = platform::today();
        let read = Agreed { episode, person, day, by, lang, reader, wishes, text };
        app.state_knowing(day, Fact::SummaryRead(Box::new(read)), seen);
        leave();
    };
    let changing = Memo::new(move |_| form.get("answer") == "change");
    view! {
        <h1>{say(w::title)}</h1>
        <p class="lead">{say(w::read_lead)}</p>
        {part(move || handing::fresh_text(person, episode, &name, lang.get()))}
        <form class="care-form" on:submit=save on:input=move |event| form.hear(&event) novalidate>
            {form.fields(|lang| {
                vec![
                    Field::choice("answer", w::answer(lang), offered(lang, &ANSWERS)),
                    Field::line("by", w::read_by(lang)),
                ]
            })}
            {part(move || {
                if changing.get() { form.fields(|lang| vec![Field::long("wishes", w::wishes(lang))]) } else { ().into_any() }
            })}
            <p class="error">{move || form.any_wrong().then(|| crate::words::form::not_saved(lang.get()))}</p>
            <div class="actions">
                <button class="primary" type="submit">{say(w::read_done)}</button>
                <button type="button" on:click=move |_| leave()>{say(w::read_leave)}</button>
            </div>
        </form>
    }
    .into_any()
}

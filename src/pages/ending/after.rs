//! After an ending: going on again, and whether somebody reached other help.

use leptos::prelude::*;

use super::fields::past_day;
use crate::{
    care::{Ending, EndingTrouble, EpisodeId, Fact, PersonId, Reached},
    exchange::summary::REACHED,
    pages::{
        episode::history,
        expect_app,
        forms::{self, chosen, draft, offered, own_words, text_of, told as named},
    },
    platform,
    session::Route,
    widgets::{
        Field, Notice, Tone,
        draft::{Draft, Wrong},
        language, part, say, view,
    },
    words::{Lang, date_long, ending as w},
};

fn today() -> Draft {
    draft(&[("day", platform::today().to_string())])
}

/// An episode that is ended can go on again; its ending stays in the history.
pub fn going_on(person: PersonId, episode: EpisodeId) -> AnyView {
    let app = expect_app();
    let page = Route::Ending(person, Some(episode));
    let form = forms::kept_form(page, "reopen", today);
    let saved = RwSignal::new(false);
    let known = move || app.record.with(|record| record.ending(person, episode));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(found) = untrack(known) else { return };
        let began = app.record.with_untracked(|record| record.episode(person, episode));
        let began = began.map_or(found.now.value.day, |one| one.now.value.start);
        let reopened = form.read(|reader| {
            let reopened = past_day(reader, "day");
            let one = Ending { reopened, ..found.now.value.clone() };
            if one.trouble(began) == Some(EndingTrouble::ReopenedBeforeEnd) {
                reader.refuse("day", Wrong::Said(w::reopened_before));
            }
            reopened.map(|_| one)
        });
        let Some(one) = reopened else { return };
        app.drop_form(page, form.name());
        app.state_knowing(platform::today(), Fact::EndingStated(Box::new(one)), found.heads());
        platform::focus_id("content");
    };
    let ended = Memo::new(move |_| known().is_some_and(|found| found.now.value.is_ended()));
    part(move || {
        if !ended.get() {
            return ().into_any();
        }
        view! {
            <section>
                <h2>{say(w::reopen)}</h2>
                <p class="hint">{say(w::reopen_lead)}</p>
                <form class="care-form" on:submit=save on:input=move |event| form.hear(&event) novalidate>
                    {form.fields(|lang| vec![Field::day("day", w::reopen_day(lang))])}
                    {forms::foot(page, form, saved, today)}
                </form>
            </section>
        }
        .into_any()
    })
    .into_any()
}

fn told(one: &Reached, lang: Lang) -> Vec<(String, String)> {
    vec![
        (w::reached_answer(lang).to_owned(), named(&REACHED, &one.answer, lang).to_owned()),
        (w::reached_day(lang).to_owned(), date_long(lang, one.day)),
        (w::reached_words(lang).to_owned(), text_of(one.words.as_ref())),
    ]
}

/// Whether they reached somebody: what was said, and a form for the next time they are asked.
pub fn reached(person: PersonId, episode: EpisodeId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let page = Route::Ending(person, Some(episode));
    let form = forms::kept_form(page, "reached", today);
    let saved = RwSignal::new(false);
    let found = Memo::new(move |_| app.record.with(|record| record.reached(person, episode)));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let one = form.read(|reader| {
            let answer = chosen(reader, "answer", &REACHED);
            if answer.is_none() {
                reader.refuse("answer", Wrong::Said(w::reached_missing));
            }
            let (day, words) = (past_day(reader, "day"), own_words(reader, "words"));
            Some(Reached { episode, person, day: day?, answer: answer?, words })
        });
        let Some(one) = one else { return saved.set(false) };
        app.drop_form(page, form.name());
        let seen = found.with_untracked(|found| found.as_ref().map(|found| found.heads()).unwrap_or_default());
        app.state_knowing(platform::today(), Fact::ReachedNoted(Box::new(one)), seen);
        form.restart(today());
        saved.set(true);
    };
    let hear = move |event: leptos::ev::Event| {
        form.hear(&event);
        saved.set(false);
    };
    let said = move || {
        let lang = lang.get();
        let found = found.get()?;
        let now = &found.now.value;
        let answer = format!("{}.", named(&REACHED, &now.answer, lang));
        let text = w::reached_said(lang, &answer, &date_long(lang, now.day));
        let words = text_of(now.words.as_ref());
        Some(
            view! {
                <Notice tone=Tone::Quiet><p>{text} " " <span dir="auto">{words}</span></p></Notice>
                {history(&found, lang, told)}
            }
            .into_any(),
        )
    };
    view! {
        <section>
            <h2>{say(w::reached)}</h2>
            <p class="hint">{say(w::reached_lead)}</p>
            {part(move || said().into_any())}
            <form class="care-form" on:submit=save on:input=hear novalidate>
                {form.fields(|lang| {
                    vec![
                        Field::choice("answer", w::reached_answer(lang), offered(lang, &REACHED)),
                        Field::day("day", w::reached_day(lang)),
                        Field::long("words", w::reached_words(lang)),
                    ]
                })}
                {forms::foot(page, form, saved, today)}
            </form>
        </section>
    }
    .into_any()
}

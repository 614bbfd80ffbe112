//! One screen of questions: what is asked, "no answer", back and next.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    instrument::{
        Answer, Instrument,
        screens::{self, Screen},
        wording::introduction,
    },
    platform,
    session::{Draft, TurnDesk, TurnStep},
    widgets::{
        When, language, part,
        questions::{Answers, items, said},
        say, view,
    },
    words,
};

/// Reads and keeps answers in the turn's draft.
fn answers(desk: TurnDesk, settled: Callback<(usize, String)>) -> Answers {
    let get = move |(form, id): (usize, String)| desk.draft.with(|draft| draft.answer(form, &id).cloned());
    let set = move |(form, id, answer): (usize, String, Answer)| desk.change(|draft| draft.set(form, &id, answer));
    Answers { get: Callback::new(get), set: Callback::new(set), settled }
}

/// The questions of a screen, without its headings and texts.
fn questions<'a>(forms: &'a [Arc<Instrument>], screen: &'a Screen) -> impl Iterator<Item = &'a String> {
    let asked = move |id: &&String| {
        forms.get(screen.form).and_then(|one| one.item(id)).is_some_and(crate::instrument::Item::is_asked)
    };
    screen.items.iter().filter(asked)
}

/// The screen.
#[component]
pub fn Question(
    /// The turn.
    desk: TurnDesk,
    /// All screens of the turn.
    screens: Memo<Vec<Screen>>,
    /// Which of them, from 0.
    place: usize,
    /// Told when an answer has come to rest.
    settled: Callback<(usize, String)>,
) -> impl IntoView {
    let lang = language();
    let forms = StoredValue::new(desk.questionnaires());
    let Some(first) = screens.with_untracked(|all| all.get(place).cloned()) else {
        // A draft of another version could stand beyond the last question.
        desk.change(|draft| draft.step = TurnStep::Review);
        return ().into_any();
    };
    let form = first.form;
    let Some(instrument) = forms.with_value(|forms| forms.get(form).cloned()) else { return ().into_any() };
    // A screen that begins with one question bears it as its title, also when an answer brings more.
    let titled = first.questions == 1;
    let screen = Memo::new(move |_| screens.with(|all| all.get(place).cloned()).unwrap_or_else(|| first.clone()));
    let alone = Memo::new(move |_| screen.with(|screen| screen.questions == 1));
    let ids = Memo::new(move |_| screen.with(|screen| screen.items.clone()));
    let of = move || screens.with(|all| screens::asked(all));
    let complete = Memo::new(move |_| {
        let given = |draft: &Draft, id: &String| draft.answer(form, id).is_some_and(Answer::is_given);
        screen.with(|screen| {
            forms.with_value(|forms| desk.draft.with(|draft| questions(forms, screen).all(|id| given(draft, id))))
        })
    });
    // Goes on. What has no answer is left out; with `skip` all of it is.
    let next = move |skip: bool| {
        desk.change(|draft| {
            forms.with_value(|forms| {
                screen.with_untracked(|screen| {
                    for id in questions(forms, screen) {
                        if skip || draft.answer(form, id).is_none() {
                            draft.set(form, id, Answer::Skipped);
                        }
                    }
                });
                // What follows may change with these answers, so it is looked up when they are kept.
                let count = screens::screens(forms, &draft.answers).len();
                draft.step = if place + 1 < count { TurnStep::Question(place + 1) } else { TurnStep::Review };
            });
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if (!alone.get_untracked() || complete.get_untracked()) && !platform::focus_wrong() {
            next(false);
        }
    };
    let progress = move || {
        let (lang, of) = (lang.get(), of().to_string());
        screen.with(|screen| {
            let (first, last) = (screen.first, screen.first + screen.questions.saturating_sub(1));
            if first == last {
                words::answer::progress(lang, &first.to_string(), &of)
            } else {
                words::answer::progress_some(lang, &first.to_string(), &last.to_string(), &of)
            }
        })
    };
    let done = move || screen.with(|screen| (screen.first + screen.questions).saturating_sub(1));
    let back = move |_| {
        desk.change(|draft| draft.step = place.checked_sub(1).map_or(TurnStep::Start, TurnStep::Question));
    };
    let title = (!titled)
        .then(|| view! { <h1 id="page-title" tabindex="-1">{said(instrument.title.clone(), lang)}</h1> }.into_any());
    let led = instrument.clone();
    let lead = part(move || {
        let texts = introduction(&led, lang.get());
        texts.into_iter().map(|text| view! { {said(text, lang)} " " }.into_any()).collect::<Vec<_>>().into_any()
    });
    view! {
        <form class="question" on:submit=submit>
            <p class="progress-words" id="progress">{progress}</p>
            <progress max=of value=done aria-labelledby="progress"></progress>
            {title}
            <p class="lead-in">{lead}</p>
            {items(instrument, form, ids, answers(desk, settled), lang, titled)}
            <div class="steps">
                <button type="button" on:click=back>{say(words::answer::back)}</button>
                <When
                    when=move || complete.get() || !alone.get()
                    fallback=move || {
                        view! { <button type="button" class="wide" on:click=move |_| next(true)>{say(words::answer::skip)}</button> }
                    }
                >
                    <button type="submit" class="primary wide">{say(words::answer::next)}</button>
                </When>
            </div>
            <When when=move || alone.get() && complete.get()>
                <button type="button" class="quiet" on:click=move |_| next(true)>{say(words::answer::skip)}</button>
            </When>
        </form>
    }
    .into_any()
}

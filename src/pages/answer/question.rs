//! One screen of questions: what is asked, "no answer", back and next.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    instrument::{
        Answer, Instrument,
        risk::is_raised,
        screens::{Screen, asked},
    },
    session::{Draft, TurnDesk, TurnStep},
    widgets::{
        When, language,
        questions::{Answers, items},
        say,
    },
    words,
};

/// Reads and keeps answers in the turn's draft. An answer on risk above the lowest, or a changed one, calls for help.
fn answers(desk: TurnDesk, forms: Vec<Arc<Instrument>>, call_help: Callback<()>) -> Answers {
    let get = move |(form, id): (usize, String)| desk.draft.with(|draft| draft.answer(form, &id).cloned());
    let set = move |(form, id, answer): (usize, String, Answer)| {
        let before = desk.draft.with_untracked(|draft| draft.answer(form, &id).cloned());
        let raised = forms
            .get(form)
            .is_some_and(|one| one.is_risk(&id) && one.item(&id).is_some_and(|item| is_raised(one, item, &answer)));
        // While words are typed the help page is not put before them again and again.
        let again = before.as_ref().and_then(Answer::text).is_some_and(|text| !text.is_empty());
        let changed = before.as_ref() != Some(&answer);
        desk.change(|draft| draft.set(form, &id, answer));
        if raised && changed && !again {
            call_help.run(());
        }
    };
    Answers { get: Callback::new(get), set: Callback::new(set) }
}

/// Whether every question of a screen has an answer.
fn answered(draft: &Draft, forms: &[Arc<Instrument>], screen: &Screen) -> bool {
    let open = |id: &String| {
        let question = forms.get(screen.form).and_then(|one| one.item(id)).is_some_and(|item| item.is_asked());
        question && !draft.answer(screen.form, id).is_some_and(Answer::is_given)
    };
    !screen.items.iter().any(open)
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
    /// Shows the help page.
    call_help: Callback<()>,
) -> impl IntoView {
    let lang = language();
    let forms = desk.questionnaires();
    let Some(first) = screens.with_untracked(|all| all.get(place).cloned()) else {
        // A draft of another version could stand beyond the last question.
        desk.change(|draft| draft.step = TurnStep::Review);
        return ().into_any();
    };
    let form = first.form;
    let Some(instrument) = forms.get(form).cloned() else { return ().into_any() };
    let alone = first.questions == 1;
    let screen = Memo::new(move |_| screens.with(|all| all.get(place).cloned()).unwrap_or_else(|| first.clone()));
    let ids = Memo::new(move |_| screen.with(|screen| screen.items.clone()));
    let of = move || screens.with(|all| asked(all));
    let (here, later) = (forms.clone(), forms.clone());
    let complete = Memo::new(move |_| desk.draft.with(|draft| screen.with(|screen| answered(draft, &here, screen))));
    let next = move || {
        // What follows may change with these answers, so it is looked up when they are kept.
        let forms = later.clone();
        desk.change(move |draft: &mut Draft| {
            let now = screen.get_untracked();
            for id in &now.items {
                let question = forms.get(now.form).and_then(|one| one.item(id)).is_some_and(|item| item.is_asked());
                if question && draft.answer(now.form, id).is_none() {
                    draft.set(now.form, id, Answer::Skipped);
                }
            }
            let count = crate::instrument::screens::screens(&forms, &draft.answers).len();
            draft.step = if place + 1 < count { TurnStep::Question(place + 1) } else { TurnStep::Review };
        });
    };
    let next = Callback::new(move |()| next());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !alone || complete.get_untracked() {
            next.run(());
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
    let skip = move |_| {
        let now = screen.get_untracked();
        desk.change(|draft| now.items.iter().for_each(|id| draft.set(now.form, id, Answer::Skipped)));
        next.run(());
    };
    let (titled, led) = (instrument.clone(), instrument.clone());
    let lead = move || {
        let lang = lang.get();
        let text = if led.lead.is_empty() { &led.recall } else { &led.lead };
        text.get(lang).to_owned()
    };
    view! {
        <form class="question" on:submit=submit>
            <p class="progress-words" id="progress">{progress}</p>
            <progress max=of value=move || screen.with(|screen| screen.first + screen.questions - 1) aria-labelledby="progress"></progress>
            {(!alone)
                .then(|| {
                    view! { <h1 id="page-title" tabindex="-1" dir="auto">{move || titled.title.get(lang.get()).to_owned()}</h1> }.into_any()
                })}
            <p class="lead-in" dir="auto">{lead}</p>
            {items(instrument, form, ids, answers(desk, forms, call_help), lang, alone)}
            <div class="steps">
                <button
                    type="button"
                    on:click=move |_| {
                        desk.change(|draft| {
                            draft.step = place.checked_sub(1).map_or(TurnStep::Start, TurnStep::Question);
                        });
                    }
                >{say(words::answer::back)}</button>
                <When
                    when=move || complete.get() || !alone
                    fallback=move || {
                        view! { <button type="button" class="wide" on:click=move |_| next.run(())>{say(words::answer::skip)}</button> }
                    }
                >
                    <button type="submit" class="primary wide">{say(words::answer::next)}</button>
                </When>
            </div>
            <When when=move || alone && complete.get()>
                <button type="button" class="quiet" on:click=skip>{say(words::answer::skip)}</button>
            </When>
        </form>
    }
    .into_any()
}

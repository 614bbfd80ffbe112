//! Looking through the answers, choosing when to talk, and finishing.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    care::Talk,
    instrument::{
        Answer, Instrument,
        screens::Screen,
        wording::{answer_words, item_words},
    },
    session::{Draft, SaveState, TurnDesk, TurnStep},
    widgets::{Parts, language, part, say},
    words::{self, Lang},
};

type Sentence = fn(Lang) -> &'static str;

const TALKS: [(Talk, Sentence); 3] = [
    (Talk::Now, words::answer::talk_now),
    (Talk::NextTime, words::answer::talk_next),
    (Talk::IWillRaiseIt, words::answer::talk_self),
];

/// Every question that is asked, with the screen it stands on.
fn questions(desk: TurnDesk, screens: &[Screen]) -> Vec<(usize, usize, Arc<Instrument>, String)> {
    let forms = desk.questionnaires();
    let mut all = Vec::new();
    for (place, screen) in screens.iter().enumerate() {
        let Some(form) = forms.get(screen.form) else { continue };
        let asked = screen.items.iter().filter(|id| form.item(id).is_some_and(|item| item.is_asked()));
        all.extend(asked.map(|id| (place, screen.form, form.clone(), id.clone())));
    }
    all
}

/// Whether a question that its author would like answered is still open.
fn required_open(desk: TurnDesk, draft: &Draft, screens: &[Screen]) -> bool {
    questions(desk, screens).iter().any(|(_, form, instrument, id)| {
        let required = instrument.item(id).is_some_and(|item| item.required);
        required && !draft.answer(*form, id).is_some_and(Answer::is_given)
    })
}

fn list(desk: TurnDesk, screens: &[Screen], lang: Lang) -> AnyView {
    let line = |(place, form, instrument, id): (usize, usize, Arc<Instrument>, String)| {
        let item = instrument.item(&id)?;
        let text = item_words(&instrument, item, lang);
        let answer = desk.draft.with(|draft| answer_words(&instrument, item, draft.answer(form, &id), lang));
        let open = item.required && !desk.draft.with(|draft| draft.answer(form, &id).is_some_and(Answer::is_given));
        Some(
            view! {
                <li class:open=open>
                    <span class="asked" dir="auto">{text.clone()}</span>
                    <strong dir="auto">{answer}</strong>
                    <button
                        class="quiet"
                        aria-label=words::answer::change_item(lang, &text)
                        on:click=move |_| desk.change(|draft| draft.step = TurnStep::Question(place))
                    >{words::answer::change(lang)}</button>
                </li>
            }
            .into_any(),
        )
    };
    questions(desk, screens).into_iter().filter_map(line).collect::<Vec<_>>().into_any()
}

/// The screen.
#[component]
pub fn Review(
    /// The turn.
    desk: TurnDesk,
    /// All screens of the turn.
    screens: Memo<Vec<Screen>>,
) -> impl IntoView {
    let lang = language();
    let talk = Memo::new(move |_| desk.draft.with(|draft| draft.talk));
    let busy = Memo::new(move |_| desk.save.with(|state| *state == SaveState::Saving));
    view! {
        <h1 id="page-title" tabindex="-1">{say(words::answer::review_title)}</h1>
        <p class="lead">{say(words::answer::review_lead)}</p>
        {part(move || {
            let open = desk.draft.with(|draft| required_open(desk, draft, &screens.get()));
            if open { view! { <p class="notice attention">{say(words::questions::required_left)}</p> }.into_any() } else { ().into_any() }
        })}
        <ol class="review">
            {part(move || list(desk, &screens.get(), lang.get()))}
        </ol>
        <fieldset class="talk-choice">
            <legend>{say(words::answer::talk_title)}</legend>
            <p class="hint">{say(words::answer::talk_lead)}</p>
            <div class="options">
                {TALKS
                    .map(|(choice, text)| {
                        view! {
                            <label class="option" class:chosen=move || talk.get() == Some(choice)>
                                <input
                                    type="radio"
                                    name="talk"
                                    prop:checked=move || talk.get() == Some(choice)
                                    on:change=move |_| desk.change(|draft| draft.talk = Some(choice))
                                />
                                <span>{say(text)}</span>
                            </label>
                        }
                    })
                    .collect_parts()}
            </div>
        </fieldset>
        <div class="steps">
            <button
                type="button"
                on:click=move |_| desk.change(|draft| draft.step = TurnStep::Question(screens.with_untracked(Vec::len).saturating_sub(1)))
            >{say(words::answer::back)}</button>
            <button class="primary wide" aria-disabled=move || busy.get().then_some("true") on:click=move |_| desk.finish()>
                {say(words::answer::send)}
            </button>
        </div>
    }
}

//! Looking through the answers, choosing when to talk, and finishing.

use leptos::prelude::*;

use crate::{
    care::Talk,
    instrument::{Answer, Instrument},
    session::{SaveState, TurnDesk, TurnStep},
    widgets::{Parts, language, say},
    words::{self, Lang},
};

type Sentence = fn(Lang) -> &'static str;

const TALKS: [(Talk, Sentence); 3] = [
    (Talk::Now, words::answer::talk_now),
    (Talk::NextTime, words::answer::talk_next),
    (Talk::IWillRaiseIt, words::answer::talk_self),
];

/// The screen.
#[component]
pub fn Review(
    /// The turn.
    desk: TurnDesk,
    /// What was asked.
    scale: &'static Instrument,
) -> impl IntoView {
    let lang = language();
    let talk = Memo::new(move |_| desk.draft.with(|draft| draft.talk));
    let busy = Memo::new(move |_| desk.save.with(|state| *state == SaveState::Saving));
    view! {
        <h1 id="page-title" tabindex="-1">{say(words::answer::review_title)}</h1>
        <p class="lead">{say(words::answer::review_lead)}</p>
        <ol class="review">
            {scale
                .items
                .iter()
                .enumerate()
                .map(|(place, item)| {
                    let answer = move || {
                        let lang = lang.get();
                        let value = desk.draft.with(|draft| draft.answer(0, &item.id).and_then(Answer::value));
                        value
                            .and_then(|value| scale.option_text(value, lang))
                            .unwrap_or_else(|| words::answer::no_answer(lang))
                            .to_owned()
                    };
                    view! {
                        <li>
                            <span class="asked">{move || item.text.get(lang.get()).to_owned()}</span>
                            <strong>{move || answer()}</strong>
                            <button
                                class="quiet"
                                aria-label=move || words::answer::change_item(lang.get(), item.text.get(lang.get()))
                                on:click=move |_| desk.change(|draft| draft.step = TurnStep::Question(place))
                            >{say(words::answer::change)}</button>
                        </li>
                    }
                })
                .collect_parts()}
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
                on:click=move |_| desk.change(|draft| draft.step = TurnStep::Question(scale.items.len().saturating_sub(1)))
            >{say(words::answer::back)}</button>
            <button class="primary wide" aria-disabled=move || busy.get().then_some("true") on:click=move |_| desk.finish()>
                {say(words::answer::send)}
            </button>
        </div>
    }
}

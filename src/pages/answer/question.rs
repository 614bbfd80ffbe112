//! One question: five answers, "no answer", back and next, and the keys 1 to 5.

use leptos::prelude::*;

use crate::{
    instrument::{Answer, Instrument},
    platform,
    session::{Draft, TurnDesk, TurnStep},
    widgets::{Parts, When, language, say},
    words,
};

/// The place after `place`, or the review after the last one.
fn after(place: usize, of: usize) -> TurnStep {
    if place + 1 < of { TurnStep::Question(place + 1) } else { TurnStep::Review }
}

/// The screen.
#[component]
pub fn Question(
    /// The turn.
    desk: TurnDesk,
    /// What is asked.
    scale: &'static Instrument,
    /// Which question, from 0.
    place: usize,
) -> impl IntoView {
    let lang = language();
    let of = scale.items.len();
    let Some(item) = scale.items.get(place) else {
        // A draft of another version could stand beyond the last question.
        desk.change(|draft| draft.step = TurnStep::Review);
        return ().into_any();
    };
    let chosen = Memo::new(move |_| desk.draft.with(|draft| draft.answer(0, &item.id).and_then(Answer::value)));
    let choose = move |value: f64| desk.change(|draft| draft.set(0, &item.id, Answer::Value(value)));
    let next = move || {
        desk.change(|draft: &mut Draft| {
            if draft.answer(0, &item.id).is_none() {
                draft.set(0, &item.id, Answer::Skipped);
            }
            draft.step = after(place, of);
        });
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let option = platform::digit(&event)
            .and_then(|digit| scale.options.iter().find(|option| option.value == f64::from(digit)));
        if let Some(option) = option {
            event.prevent_default();
            choose(option.value);
            platform::focus_id(&format!("option-{}", option.value));
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if chosen.get_untracked().is_some() {
            next();
        }
    };
    view! {
        <form class="question" on:keydown=keys on:submit=submit>
            <p class="progress-words" id="progress">{move || words::answer::progress(lang.get(), &(place + 1).to_string(), &of.to_string())}</p>
            <progress max=of value=place + 1 aria-labelledby="progress"></progress>
            <fieldset>
                <legend>
                    <span class="lead-in">{move || scale.lead.get(lang.get()).to_owned()}</span>
                    <h1 class="item" id="page-title" tabindex="-1">{move || item.text.get(lang.get()).to_owned()}</h1>
                </legend>
                <div class="options">
                    {scale
                        .options
                        .iter()
                        .map(|option| {
                            let value = option.value;
                            view! {
                                <label class="option" class:chosen=move || chosen.get() == Some(value)>
                                    <input
                                        type="radio"
                                        name=item.id.clone()
                                        id=format!("option-{value}")
                                        prop:checked=move || chosen.get() == Some(value)
                                        on:change=move |_| choose(value)
                                    />
                                    <span class="key" aria-hidden="true">{value}</span>
                                    <span>{move || option.text.get(lang.get()).to_owned()}</span>
                                </label>
                            }
                        })
                        .collect_parts()}
                </div>
            </fieldset>
            <p class="hint keys">{say(words::answer::keys)}</p>
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
                    when=move || chosen.get().is_some()
                    fallback=move || {
                        view! { <button type="button" class="wide" on:click=move |_| next()>{say(words::answer::skip)}</button> }
                    }
                >
                    <button type="submit" class="primary wide">{say(words::answer::next)}</button>
                </When>
            </div>
            <When when=move || chosen.get().is_some()>
                <button
                    type="button"
                    class="quiet"
                    on:click=move |_| {
                        desk.change(|draft| {
                            draft.set(0, &item.id, Answer::Skipped);
                            draft.step = after(place, of);
                        });
                    }
                >{say(words::answer::skip)}</button>
            </When>
        </form>
    }
    .into_any()
}

//! Choosing one of a few options.

use leptos::prelude::*;

use super::{Asked, clear, said};
use crate::{
    instrument::{Answer, Kind, Translated},
    platform,
    widgets::{say, view},
    words,
};

/// What stands for "something else" among the values of radio buttons.
const OTHER: &str = "other";

/// The options with their values, in order; yes and no have no text of their own.
fn options(one: &Asked) -> Vec<(f64, Option<Translated>)> {
    if matches!(one.item.kind, Kind::YesNo) {
        return vec![(1.0, None), (0.0, None)];
    }
    one.instrument.choices(&one.item).iter().map(|option| (option.value, Some(option.text.clone()))).collect()
}

/// One option. All of a group share one handler, on the group.
pub(super) fn option(
    one: &Asked,
    kind: &'static str,
    value: String,
    text: AnyView,
    key: Option<usize>,
    chosen: Signal<bool>,
) -> AnyView {
    let id = one.id(&format!("option-{value}"));
    view! {
        <label class="option" class:chosen=move || chosen.get()>
            <input type=kind name=one.id("choice") id=id value=value prop:checked=move || chosen.get() />
            {key.map(|key| view! { <span class="key" aria-hidden="true">{key}</span> }.into_any())}
            {text}
        </label>
    }
    .into_any()
}

/// The wording of an option; its value where a template has none.
pub(super) fn wording(one: &Asked, value: f64, text: Option<Translated>) -> AnyView {
    match text {
        Some(text) if !text.is_empty() => said(text, one.lang),
        Some(_) => value.to_string().into_any(),
        None if value > 0.0 => say(words::questions::yes).into_any(),
        None => say(words::questions::no).into_any(),
    }
}

/// A group of radio buttons, with the keys 1 to 9 where it is the only question.
pub(super) fn one_of(one: &Asked) -> AnyView {
    let open = matches!(one.item.kind, Kind::Choice { open: true, .. });
    let answer = one.memo();
    let all = options(one);
    let values: Vec<f64> = all.iter().map(|(value, _)| *value).collect();
    // A key is the value itself where values are 1 to 9, and the place otherwise.
    let by_value = values.iter().all(|value| value.fract() == 0.0 && (1.0..=9.0).contains(value)) && values.len() > 2;
    let key_of = move |place: usize, value: f64| if by_value { value as usize } else { place + 1 };
    let keyed = one.alone && values.len() < 10;
    // Chosen, though nothing may be written yet.
    let other =
        RwSignal::new(answer.with_untracked(|answer| answer.as_ref().is_some_and(|given| given.text().is_some())));
    let radios = all.into_iter().enumerate().map(|(place, (value, text))| {
        let chosen =
            move || !other.get() && answer.with(|answer| answer.as_ref().and_then(Answer::value) == Some(value));
        let key = keyed.then(|| key_of(place, value));
        option(one, "radio", value.to_string(), wording(one, value, text), key, Signal::derive(chosen))
    });
    let radios: Vec<AnyView> = radios.collect();
    let typed = RwSignal::new(
        answer.with_untracked(|answer| answer.as_ref().and_then(Answer::text).unwrap_or_default().to_owned()),
    );
    let own = open.then(|| own_words(one, other, typed));
    let (changed, pressed) = (one.clone(), one.clone());
    let change = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        if value == OTHER {
            other.set(true);
            let text = typed.get_untracked();
            changed.choose(if text.trim().is_empty() { Answer::Skipped } else { Answer::Text(text) });
        } else if let Ok(value) = value.parse() {
            other.set(false);
            changed.choose(Answer::Value(value));
        }
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        // Digits that are typed into a field are words.
        let Some(digit) = platform::digit(&event).filter(|_| keyed && !platform::in_text_field(&event)) else { return };
        let found = values.iter().enumerate().find(|(place, value)| key_of(*place, **value) == digit as usize);
        if let Some((_, value)) = found {
            event.prevent_default();
            other.set(false);
            pressed.choose(Answer::Value(*value));
            platform::focus_id(&pressed.id(&format!("option-{value}")));
        }
    };
    view! {
        <fieldset aria-describedby=one.described(&[]) on:change=change on:keydown=keys>
            <legend>{one.title()}</legend>
            {one.help()}
            <div class="options">{radios} {own}</div>
            {keyed.then(|| view! { <p class="hint keys">{say(words::questions::keys)}</p> }.into_any())}
            {clear(one, None)}
        </fieldset>
    }
    .into_any()
}

/// "Something else", with a field for it.
fn own_words(one: &Asked, other: RwSignal<bool>, typed: RwSignal<String>) -> AnyView {
    let radio =
        option(one, "radio", OTHER.to_owned(), say(words::questions::something_else).into_any(), None, other.into());
    let (kept, left, field) = (one.clone(), one.clone(), one.id("other-text"));
    view! {
        {radio}
        <div class="field other" hidden=move || !other.get()>
            <label for=field.clone()>{say(words::questions::other_label)}</label>
            <input
                id=field
                type="text"
                dir="auto"
                autocomplete="off"
                maxlength="1000"
                prop:value=move || typed.get()
                on:input=move |event| {
                    let text = event_target_value(&event);
                    kept.set(if text.trim().is_empty() { Answer::Skipped } else { Answer::Text(text.clone()) });
                    typed.set(text);
                }
                on:change=move |event| {
                    // What is written here is no value of a radio button.
                    event.stop_propagation();
                    left.settled();
                }
            />
        </div>
    }
    .into_any()
}

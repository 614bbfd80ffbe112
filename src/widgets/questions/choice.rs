//! Choosing one or several of a few options.

use leptos::prelude::*;

use super::{Asked, clear};
use crate::{
    instrument::{Answer, Choice, Kind, Translated},
    platform,
    widgets::say,
    words,
};

/// What stands for "something else" among the values of radio buttons and checkboxes.
const OTHER: &str = "other";
/// What stands for "none of these".
const NONE: &str = "none";

/// The options with their values, in order.
fn options(one: &Asked) -> Vec<(f64, Option<Translated>)> {
    if matches!(one.item.kind, Kind::YesNo) {
        return vec![(1.0, None), (0.0, None)];
    }
    one.instrument.choices(&one.item).iter().map(|option| (option.value, Some(option.text.clone()))).collect()
}

/// One option. All of a group share one handler, on the group.
fn option(
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
            <span dir="auto">{text}</span>
        </label>
    }
    .into_any()
}

fn wording(one: &Asked, value: f64, text: Option<Translated>) -> AnyView {
    let lang = one.lang;
    match text {
        Some(text) if !text.is_empty() => (move || text.get(lang.get()).to_owned()).into_any(),
        Some(_) => value.to_string().into_any(),
        None if value > 0.0 => say(words::questions::yes).into_any(),
        None => say(words::questions::no).into_any(),
    }
}

/// A group of radio buttons, with the keys 1 to 9 where it is the only question.
pub(super) fn one_of(one: &Asked) -> AnyView {
    let open = matches!(one.item.kind, Kind::Choice { open: true, .. });
    let answer = {
        let one = one.clone();
        Memo::new(move |_| one.answer())
    };
    let all = options(one);
    let values: Vec<f64> = all.iter().map(|(value, _)| *value).collect();
    // A key is the value itself where values are 1 to 9, and the place otherwise.
    let by_value = values.iter().all(|value| value.fract() == 0.0 && (1.0..=9.0).contains(value)) && values.len() > 2;
    let key_of = {
        let values = values.clone();
        move |place: usize| if by_value { values[place] as usize } else { place + 1 }
    };
    let few = one.alone && values.len() < 10;
    let radios = all.into_iter().enumerate().map(|(place, (value, text))| {
        let chosen =
            Signal::derive(move || answer.with(|answer| answer.as_ref().and_then(Answer::value) == Some(value)));
        option(one, "radio", value.to_string(), wording(one, value, text), few.then(|| key_of(place)), chosen)
    });
    let radios: Vec<AnyView> = radios.collect();
    let typing =
        Signal::derive(move || answer.with(|answer| answer.as_ref().is_some_and(|answer| answer.text().is_some())));
    let other = open.then(|| {
        let text = say(words::questions::something_else).into_any();
        let radio = option(one, "radio", OTHER.to_owned(), text, None, typing);
        let (kept, label) = (one.clone(), one.id("other-text"));
        let typed = move || answer.with(|answer| answer.as_ref().and_then(Answer::text).unwrap_or_default().to_owned());
        view! {
            {radio}
            <div class="field other" class:hidden=move || !typing.get()>
                <label for=label.clone()>{say(words::questions::other_label)}</label>
                <input
                    id=label
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength="1000"
                    prop:value=typed
                    on:input=move |event| {
                        event.stop_propagation();
                        kept.set(Answer::Text(event_target_value(&event)));
                    }
                />
            </div>
        }
        .into_any()
    });
    let (changed, pressed) = (one.clone(), one.clone());
    let change = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        if value == OTHER {
            changed.set(Answer::Text(String::new()));
        } else if let Ok(value) = value.parse() {
            changed.set(Answer::Value(value));
        }
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        // Digits that are typed into a field are words.
        let in_field = typing.get_untracked() && platform::in_text_field(&event);
        let Some(digit) = platform::digit(&event).filter(|_| few && !in_field) else { return };
        let place = (0..values.len()).find(|place| key_of(*place) == digit as usize);
        if let Some(value) = place.map(|place| values[place]) {
            event.prevent_default();
            pressed.set(Answer::Value(value));
            platform::focus_id(&pressed.id(&format!("option-{value}")));
        }
    };
    view! {
        <fieldset aria-describedby=one.described() on:change=change on:keydown=keys>
            <legend>{one.title()}</legend>
            {one.help()}
            <div class="options">{radios} {other}</div>
            {few.then(|| view! { <p class="hint keys">{say(words::questions::keys)}</p> }.into_any())}
            {clear(one)}
        </fieldset>
    }
    .into_any()
}

/// A group of checkboxes. "None of these" is an answer of its own; an exclusive option takes the others away.
pub(super) fn many_of(one: &Asked) -> AnyView {
    let answer = {
        let one = one.clone();
        Memo::new(move |_| one.answer())
    };
    let all: Vec<Choice> = one.instrument.choices(&one.item).to_vec();
    let exclusive: Vec<f64> = all.iter().filter(|option| option.exclusive).map(|option| option.value).collect();
    let boxes = all.into_iter().map(|choice| {
        let value = choice.value;
        let chosen = Signal::derive(move || {
            answer.with(|answer| answer.as_ref().is_some_and(|answer| answer.values().contains(&value)))
        });
        option(one, "checkbox", value.to_string(), wording(one, value, Some(choice.text)), None, chosen)
    });
    let boxes: Vec<AnyView> = boxes.collect();
    let none = exclusive.is_empty().then(|| {
        let chosen = Signal::derive(move || {
            answer.with(|answer| matches!(answer, Some(Answer::Many(values)) if values.is_empty()))
        });
        option(one, "checkbox", NONE.to_owned(), say(words::questions::none_of_these).into_any(), None, chosen)
    });
    let changed = one.clone();
    let change = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        let Ok(value) = value.parse::<f64>() else {
            let answer = if event_target_checked(&event) { Answer::Many(Vec::new()) } else { Answer::Skipped };
            return changed.set(answer);
        };
        let before = answer.get_untracked();
        let mut values: Vec<f64> = before.as_ref().map(|answer| answer.values().to_vec()).unwrap_or_default();
        values.retain(|other| *other != value);
        if event_target_checked(&event) {
            let alone = exclusive.contains(&value);
            values.retain(|other| !alone && !exclusive.contains(other));
            let place = values.partition_point(|other| *other < value);
            values.insert(place, value);
        }
        changed.set(if values.is_empty() { Answer::Skipped } else { Answer::Many(values) });
    };
    view! {
        <fieldset aria-describedby=one.described() on:change=change>
            <legend>{one.title()}</legend>
            {one.help()}
            <p class="hint">{say(words::questions::several)}</p>
            <div class="options">{boxes} {none}</div>
            {clear(one)}
        </fieldset>
    }
    .into_any()
}

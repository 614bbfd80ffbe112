//! Choosing any number of a few options.

use leptos::prelude::*;

use super::{
    Asked,
    choice::{option, wording},
    clear,
};
use crate::{
    instrument::{Answer, Choice},
    widgets::{say, view},
    words,
};

/// What stands for "none of these" among the values of checkboxes.
const NONE: &str = "none";

/// A group of checkboxes. "None of these" is an answer of its own; an exclusive option takes the others away.
pub(super) fn many_of(one: &Asked) -> AnyView {
    let answer = one.memo();
    let all: Vec<Choice> = one.instrument.choices(&one.item).to_vec();
    let exclusive: Vec<f64> = all.iter().filter(|option| option.exclusive).map(|option| option.value).collect();
    let boxes = all.into_iter().map(|choice| {
        let value = choice.value;
        let chosen = move || answer.with(|answer| answer.as_ref().is_some_and(|given| given.values().contains(&value)));
        let text = wording(one, value, Some(choice.text));
        option(one, "checkbox", value.to_string(), text, None, Signal::derive(chosen))
    });
    let boxes: Vec<AnyView> = boxes.collect();
    let none = exclusive.is_empty().then(|| {
        let chosen = move || answer.with(|answer| matches!(answer, Some(Answer::Many(values)) if values.is_empty()));
        let text = say(words::questions::none_of_these).into_any();
        option(one, "checkbox", NONE.to_owned(), text, None, Signal::derive(chosen))
    });
    let changed = one.clone();
    let change = move |event: leptos::ev::Event| {
        let ticked = event_target_checked(&event);
        let Ok(value) = event_target_value(&event).parse::<f64>() else {
            return changed.choose(if ticked { Answer::Many(Vec::new()) } else { Answer::Skipped });
        };
        let mut values =
            answer.with_untracked(|answer| answer.as_ref().map(|given| given.values().to_vec())).unwrap_or_default();
        let alone = exclusive.contains(&value);
        values.retain(|other| *other != value && !(ticked && (alone || exclusive.contains(other))));
        if ticked {
            let place = values.partition_point(|other| *other < value);
            values.insert(place, value);
        }
        changed.choose(if values.is_empty() { Answer::Skipped } else { Answer::Many(values) });
    };
    view! {
        <fieldset aria-describedby=one.described(&["several"]) on:change=change>
            <legend>{one.title()}</legend>
            {one.help()}
            <p class="hint" id=one.id("several")>{say(words::questions::several)}</p>
            <div class="options">{boxes} {none}</div>
            {clear(one, None)}
        </fieldset>
    }
    .into_any()
}

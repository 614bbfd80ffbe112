//! A place between two ends.

use leptos::prelude::*;

use super::{Asked, clear};
use crate::{
    instrument::{Answer, Slider},
    widgets::say,
    words::{self, Lang, number},
};

/// The browser's own slider. Until it is moved, tapped or confirmed it has no value, and looks and sounds so.
pub(super) fn slider(one: &Asked, form: &Slider) -> AnyView {
    let (kept, lang) = (one.clone(), one.lang);
    let answer = {
        let one = one.clone();
        Memo::new(move |_| one.answer().and_then(|answer| answer.value()))
    };
    let middle = form.middle();
    let digits = form.decimals();
    let (low, high, most) = (form.low.clone(), form.high.clone(), form.max);
    let least = form.min;
    let say_value = move |lang: Lang| {
        answer.get().map_or_else(
            || words::questions::untouched(lang).to_owned(),
            |value| words::questions::of_range(lang, &number(lang, value, digits), &number(lang, most, digits)),
        )
    };
    let ends = {
        let (low, high) = (low.clone(), high.clone());
        // The ends belong to what is heard at them.
        move |lang: Lang| match answer.get() {
            Some(value) if value == least && !low.is_empty() => format!("{}, {}", say_value(lang), low.get(lang)),
            Some(value) if value == most && !high.is_empty() => format!("{}, {}", say_value(lang), high.get(lang)),
            _ => say_value(lang),
        }
    };
    let take = move |event: &leptos::ev::Event| {
        if let Ok(value) = event_target_value(event).parse() {
            kept.set(Answer::Value(value));
        }
    };
    let (moved, let_go, confirmed) = (take.clone(), take.clone(), take);
    let (id, keys) = (one.id("slider"), one.id("keys"));
    let described = one.described().map_or_else(|| keys.clone(), |help| format!("{help} {keys}"));
    view! {
        <div class="slider" class:untouched=move || answer.get().is_none()>
            {one.label("slider")}
            {one.help()}
            <output for=id.clone() aria-hidden="true">{move || say_value(lang.get())}</output>
            <input
                type="range"
                id=id
                aria-labelledby=one.labelled()
                aria-describedby=described
                min=form.min
                max=form.max
                step=form.step
                autocomplete="off"
                prop:value=move || answer.get().unwrap_or(middle)
                aria-valuetext=move || ends(lang.get())
                on:input=move |event| moved(&event)
                on:pointerup=move |event| let_go(&event)
                on:keydown=move |event| {
                    if matches!(event.key().as_str(), "Enter" | " ") {
                        event.prevent_default();
                        confirmed(&event);
                    }
                }
            />
            <div class="ends" aria-hidden="true">
                <span dir="auto">{move || low.get(lang.get()).to_owned()}</span>
                <span dir="auto">{move || high.get(lang.get()).to_owned()}</span>
            </div>
            <p class="visually-hidden" id=keys>{say(words::questions::slider_keys)}</p>
            {clear(one)}
        </div>
    }
    .into_any()
}

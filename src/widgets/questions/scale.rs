//! A place between two ends.

use leptos::prelude::*;

use super::{Asked, clear, said, text};
use crate::{
    instrument::{Answer, Slider, wording::slider_words},
    widgets::{say, view},
    words::{self, Lang},
};

/// What a screen reader says of the place; at an end also what that means.
fn heard(form: &Slider, value: Option<f64>, lang: Lang) -> String {
    let Some(value) = value else { return words::questions::untouched(lang).to_owned() };
    let place = slider_words(form, value, lang);
    let end = match value {
        _ if value == form.min => form.low.get(lang),
        _ if value == form.max => form.high.get(lang),
        _ => "",
    };
    // Between two opposites the end is already in the place's words.
    if end.is_empty() || place.contains(end) { place } else { format!("{place}, {end}") }
}

/// The browser's own slider. Until it is moved, tapped or confirmed it has no value, and looks and sounds so.
pub(super) fn slider(one: &Asked, form: &Slider) -> AnyView {
    let (lang, kept, let_go) = (one.lang, one.clone(), one.clone());
    let whole = one.memo();
    let answer = Memo::new(move |_| whole.with(|answer| answer.as_ref().and_then(Answer::value)));
    let middle = form.middle();
    let (shown, spoken) = (form.clone(), form.clone());
    let place = text(move || match answer.get() {
        Some(value) => slider_words(&shown, value, lang.get()),
        None => words::questions::untouched(lang.get()).to_owned(),
    });
    let take = move |event: &leptos::ev::Event| {
        if let Ok(value) = event_target_value(event).parse() {
            kept.set(Answer::Value(value));
        }
    };
    let (tapped, confirmed) = (take.clone(), take.clone());
    let (rested, tap_rested) = (let_go.clone(), let_go.clone());
    let id = one.id("slider");
    view! {
        <div class="slider" class:untouched=move || answer.get().is_none()>
            {one.label("slider")}
            {one.help()}
            <div class="place">
                <output for=id.clone() aria-hidden="true" dir="auto">{place}</output>
                {clear(one, None)}
            </div>
            <input
                type="range"
                id=id
                aria-labelledby=one.labelled()
                aria-describedby=one.described(&["keys"])
                min=form.min
                max=form.max
                step=form.step
                autocomplete="off"
                prop:value=move || answer.get().unwrap_or(middle).to_string()
                aria-valuetext=move || heard(&spoken, answer.get(), lang.get())
                on:input=move |event| take(&event)
                on:change=move |_| let_go.settled()
                on:click=move |event| {
                    // A tap where it stands moves nothing, and still is an answer.
                    if answer.get_untracked().is_none() {
                        tapped(&event);
                        tap_rested.settled();
                    }
                }
                on:keydown=move |event| {
                    let untouched = answer.get_untracked().is_none();
                    if event.key() == " " || (untouched && event.key() == "Enter") {
                        event.prevent_default();
                        confirmed(&event);
                        rested.settled();
                    }
                }
            />
            <div class="ends" aria-hidden="true">{said(form.low.clone(), lang)} {said(form.high.clone(), lang)}</div>
            <p class="visually-hidden" id=one.id("keys")>{say(words::questions::slider_keys)}</p>
        </div>
    }
    .into_any()
}

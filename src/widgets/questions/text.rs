//! Typing a number, a date or words.

use leptos::prelude::*;

use super::{Asked, clear, text};
use crate::{
    instrument::{Answer, Number, typed_number, wording::figure},
    widgets::{say, view},
    words::{self, Lang, parse_day},
};

/// What was typed before.
fn before(one: &Asked) -> RwSignal<String> {
    let kept = match one.answers.get.run((one.form, one.item.id.clone())) {
        Some(Answer::Text(text)) => text,
        Some(Answer::Value(value)) => figure(value, one.lang.get_untracked()),
        _ => String::new(),
    };
    RwSignal::new(kept)
}

/// A field with its label: the title of the screen, or one of its own.
fn labelled(one: &Asked, typed: RwSignal<String>, field: AnyView) -> AnyView {
    view! { <div class="field typed">{one.label("field")} {one.help()} {field} {clear(one, Some(typed))}</div> }
        .into_any()
}

/// The sentence about the numbers that will do.
fn wanted(form: &Number, lang: Lang) -> String {
    let edge = |value: Option<f64>| value.map(|value| figure(value, lang));
    match (edge(form.min), edge(form.max)) {
        (Some(min), Some(max)) => words::questions::number_between(lang, &min, &max),
        (Some(min), None) => words::questions::number_from(lang, &min),
        (None, Some(max)) => words::questions::number_to(lang, &max),
        (None, None) if form.whole => words::questions::number_whole(lang).to_owned(),
        (None, None) => words::questions::number_bad(lang).to_owned(),
    }
}

/// A number. What is no number, or outside the bounds, is not kept as an answer; once the field is left, a sentence says why.
pub(super) fn number(one: &Asked, form: Number) -> AnyView {
    let (kept, left, lang) = (one.clone(), one.clone(), one.lang);
    let typed = before(one);
    let wrong = RwSignal::new(false);
    let unit = (!form.unit.is_empty()).then(|| form.unit.clone());
    let described = one.described(if unit.is_some() { &["unit", "error"] } else { &["error"] });
    let form = StoredValue::new(form);
    let accept = move |text: &str| form.with_value(|form| typed_number(form, text, lang.get_untracked()));
    let is_wrong = move || typed.with(|text| wrong.get() && !text.trim().is_empty() && accept(text).is_none());
    let why = move || if is_wrong() { form.with_value(|form| wanted(form, lang.get())) } else { String::new() };
    let field = view! {
        <span class="with-unit">
            <input
                id=one.id("field")
                aria-labelledby=one.labelled()
                aria-describedby=described
                aria-invalid=move || is_wrong().then_some("true")
                type="text"
                inputmode="decimal"
                autocomplete="off"
                prop:value=move || typed.get()
                on:input=move |event| {
                    let text = event_target_value(&event);
                    kept.set(accept(&text).map_or(Answer::Skipped, Answer::Value));
                    typed.set(text);
                }
                on:change=move |_| {
                    wrong.set(true);
                    left.settled();
                }
            />
            {unit.map(|unit| view! { <span id=one.id("unit") dir="auto">{unit}</span> }.into_any())}
        </span>
        <p class="error" id=one.id("error") role="alert">{text(why)}</p>
    };
    labelled(one, typed, field.into_any())
}

/// A day.
pub(super) fn date(one: &Asked) -> AnyView {
    let (kept, left, typed) = (one.clone(), one.clone(), before(one));
    let field = view! {
        <input
            id=one.id("field")
            aria-labelledby=one.labelled()
            aria-describedby=one.described(&[])
            type="date"
            autocomplete="off"
            prop:value=move || typed.get()
            on:input=move |event| {
                let text = event_target_value(&event);
                // A date of which a part is missing is none, and what is there of it stays in the field.
                let day = parse_day(&text).is_some();
                kept.set(if day { Answer::Text(text.clone()) } else { Answer::Skipped });
                if day {
                    typed.set(text);
                }
            }
            on:change=move |_| left.settled()
        />
    };
    labelled(one, typed, field.into_any())
}

/// Words, on a line or with room for more.
pub(super) fn words(one: &Asked, long: bool) -> AnyView {
    let (kept, left, typed) = (one.clone(), one.clone(), before(one));
    let take = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        kept.set(if text.trim().is_empty() { Answer::Skipped } else { Answer::Text(text.clone()) });
        typed.set(text);
    };
    let leave = move |_| left.settled();
    let (id, described) = (one.id("field"), one.described(&[]));
    let field = if long {
        view! {
            <textarea
                id=id
                aria-labelledby=one.labelled()
                aria-describedby=described
                rows="4"
                dir="auto"
                autocomplete="off"
                maxlength="10000"
                prop:value=move || typed.get()
                on:input=take
                on:change=leave
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                id=id
                aria-labelledby=one.labelled()
                aria-describedby=described
                type="text"
                dir="auto"
                autocomplete="off"
                maxlength="10000"
                prop:value=move || typed.get()
                on:input=take
                on:change=leave
            />
        }
        .into_any()
    };
    let hint = one.alone.then(|| view! { <p class="hint">{say(words::questions::typed_hint)}</p> }.into_any());
    labelled(one, typed, view! { {field} {hint} }.into_any())
}

//! Typing a number, a date or words.

use leptos::prelude::*;

use super::{Asked, clear};
use crate::{
    instrument::{Answer, Kind},
    widgets::say,
    words::{self, Lang, number as figure, parse_day},
};

/// The field's label: the title of the screen, or a label of its own.
fn labelled(one: &Asked, field: AnyView, error: Option<AnyView>) -> AnyView {
    view! {
        <div class="field typed">
            {one.label("field")}
            {one.help()}
            {field}
            {error}
            {clear(one)}
        </div>
    }
    .into_any()
}

fn described(one: &Asked) -> String {
    let error = one.id("error");
    one.described().map_or_else(|| error.clone(), |help| format!("{help} {error}"))
}

fn error(one: &Asked, wrong: impl Fn() -> Option<String> + Send + 'static) -> AnyView {
    view! { <p class="error" id=one.id("error") role="alert">{wrong}</p> }.into_any()
}

/// What is typed as a number, with the decimal sign of any language.
fn read(typed: &str) -> Option<f64> {
    typed.trim().replace(',', ".").replace('\u{2212}', "-").parse().ok().filter(|value: &f64| value.is_finite())
}

/// A number. What is no number, or outside the bounds, is not kept as an answer, and the sentence says why.
pub(super) fn number(one: &Asked) -> AnyView {
    let Kind::Number(form) = one.item.kind.clone() else { return ().into_any() };
    let (kept, lang) = (one.clone(), one.lang);
    let shown = one.answer().and_then(|answer| answer.value()).map(|value| value.to_string()).unwrap_or_default();
    let typed = RwSignal::new(shown);
    let unit = form.unit.clone();
    let accept = move |text: &str| {
        let value = read(text)?;
        let whole = !form.whole || value.fract() == 0.0;
        let within = form.min.is_none_or(|min| value >= min) && form.max.is_none_or(|max| value <= max);
        (whole && within).then_some(value)
    };
    let why = move |lang: Lang| {
        let edge = |value: Option<f64>| value.map(|value| figure(lang, value, usize::from(value.fract() != 0.0)));
        match (edge(form.min), edge(form.max)) {
            (Some(min), Some(max)) => words::questions::number_between(lang, &min, &max),
            (Some(min), None) => words::questions::number_from(lang, &min),
            (None, Some(max)) => words::questions::number_to(lang, &max),
            (None, None) if form.whole => words::questions::number_whole(lang).to_owned(),
            (None, None) => words::questions::number_bad(lang).to_owned(),
        }
    };
    let accept = StoredValue::new(Box::new(accept) as Box<dyn Fn(&str) -> Option<f64> + Send + Sync>);
    let wrong = move || {
        let text = typed.get();
        let bad = !text.trim().is_empty() && accept.with_value(|accept| accept(&text)).is_none();
        bad.then(|| why(lang.get()))
    };
    let field = view! {
        <span class="with-unit">
            <input
                id=one.id("field")
                aria-labelledby=one.labelled()
                type="text"
                inputmode="decimal"
                autocomplete="off"
                aria-describedby=described(one)
                prop:value=move || typed.get()
                on:input=move |event| {
                    let text = event_target_value(&event);
                    kept.set(accept.with_value(|accept| accept(&text)).map_or(Answer::Skipped, Answer::Value));
                    typed.set(text);
                }
            />
            <span dir="auto">{unit}</span>
        </span>
    };
    labelled(one, field.into_any(), Some(error(one, wrong)))
}

/// A day.
pub(super) fn date(one: &Asked) -> AnyView {
    let kept = one.clone();
    let answer = one.clone();
    let shown = move || answer.answer().and_then(|answer| answer.text().map(str::to_owned)).unwrap_or_default();
    let field = view! {
        <input
            id=one.id("field")
            aria-labelledby=one.labelled()
            type="date"
            autocomplete="off"
            aria-describedby=one.described()
            prop:value=shown
            on:input=move |event| {
                let text = event_target_value(&event);
                kept.set(parse_day(&text).map_or(Answer::Skipped, |_| Answer::Text(text)));
            }
        />
    };
    labelled(one, field.into_any(), None)
}

/// Words, on a line or with room for more.
pub(super) fn words(one: &Asked, long: bool) -> AnyView {
    let (kept, answer) = (one.clone(), one.clone());
    let shown = move || answer.answer().and_then(|answer| answer.text().map(str::to_owned)).unwrap_or_default();
    let take = move |event: &leptos::ev::Event| {
        let text = event_target_value(event);
        kept.set(if text.trim().is_empty() { Answer::Skipped } else { Answer::Text(text) });
    };
    let id = one.id("field");
    let field = if long {
        view! {
            <textarea
                id=id
                aria-labelledby=one.labelled()
                rows="4"
                dir="auto"
                autocomplete="off"
                maxlength="10000"
                aria-describedby=one.described()
                prop:value=shown
                on:input=move |event| take(&event)
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                id=id
                aria-labelledby=one.labelled()
                type="text"
                dir="auto"
                autocomplete="off"
                maxlength="10000"
                aria-describedby=one.described()
                prop:value=shown
                on:input=move |event| take(&event)
            />
        }
        .into_any()
    };
    let hint = view! { <p class="hint">{say(words::questions::typed_hint)}</p> }.into_any();
    labelled(one, field, one.alone.then_some(hint))
}

//! A scale of a template, told from its manual: which questions, which way round, from what to what, mean or sum.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    instrument::{
        Instrument, Method, Provenance, Unconfirmed, paper,
        templates::{ConfirmError, Said, confirm, places},
    },
    pages::expect_app,
    widgets::{TextField, say, view},
    words::{self, Lang},
};

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    items: RwSignal<String>,
    reversed: RwSignal<String>,
    low: RwSignal<String>,
    high: RwSignal<String>,
    sum: RwSignal<bool>,
    may_miss: RwSignal<String>,
}

/// What that says about the questionnaire.
fn said(instrument: &Instrument, typed: Typed) -> Result<Vec<Said>, ConfirmError> {
    let questions: Vec<String> = paper::questions(instrument).iter().map(|item| item.id.clone()).collect();
    let named = |list: RwSignal<String>| -> Result<Vec<String>, ConfirmError> {
        let places = places(&list.get_untracked(), questions.len())?;
        Ok(places.into_iter().filter_map(|at| questions.get(at - 1).cloned()).collect())
    };
    let number = |field: RwSignal<String>| {
        let text = field.get_untracked().trim().replace(',', ".");
        text.parse::<f64>().map_err(|_| ConfirmError::NoNumber(text))
    };
    let name = typed.name.get_untracked().trim().to_owned();
    let scale = if name.is_empty() { "total".to_owned() } else { name };
    let items = Some(named(typed.items)?).filter(|items| !items.is_empty()).unwrap_or_else(|| questions.clone());
    // Those of other scales, which were told before, stay as they are.
    let mut reversed = named(typed.reversed)?;
    let before = instrument.walk().into_iter().filter(|item| item.reversed && !items.contains(&item.id));
    reversed.extend(before.map(|item| item.id.clone()));
    let may_miss = number(typed.may_miss)?;
    if may_miss < 0.0 || may_miss.fract() != 0.0 {
        return Err(ConfirmError::NoNumber(may_miss.to_string()));
    }
    let method = if typed.sum.get_untracked() { Method::Sum } else { Method::Mean };
    Ok(vec![
        Said::Range { items: Vec::new(), low: number(typed.low)?, high: number(typed.high)? },
        Said::Items { scale: scale.clone(), items },
        Said::Reversed(reversed),
        Said::Score { scale: scale.clone(), method, times: 1.0 },
        Said::MissingRule { scale, may_miss: may_miss as usize },
    ])
}

/// The form, while something of how a template is scored is not confirmed; nothing otherwise.
pub fn own_scale(instrument: &Arc<Instrument>, lang: Lang) -> AnyView {
    let open = [Unconfirmed::Map, Unconfirmed::Reversed, Unconfirmed::Range, Unconfirmed::Score];
    let wanted = instrument.scales.is_empty() || open.iter().any(|fact| instrument.unconfirmed.contains(fact));
    let questions = paper::questions(instrument);
    if instrument.provenance != Provenance::Template || !wanted || questions.is_empty() {
        return ().into_any();
    }
    let range = questions.first().and_then(|item| instrument.item_range(item));
    let text = |number: Option<f64>| RwSignal::new(number.map(|number| number.to_string()).unwrap_or_default());
    let typed = Typed {
        name: RwSignal::new(String::new()),
        items: RwSignal::new(String::new()),
        reversed: RwSignal::new(String::new()),
        low: text(range.map(|(low, _)| low)),
        high: text(range.map(|(_, high)| high)),
        sum: RwSignal::new(false),
        may_miss: RwSignal::new(String::new()),
    };
    let app = expect_app();
    let wrong = RwSignal::new(None::<ConfirmError>);
    let here = instrument.clone();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match said(&here, typed).and_then(|said| confirm(&here, &said)) {
            Ok(made) => {
                app.keep_questionnaire(made);
                super::refocus("scores".to_owned());
            }
            Err(why) => wrong.set(Some(why)),
        }
    };
    let field = move |id: &'static str, label: &'static str, value: RwSignal<String>, hint: &str| {
        let hint = (!hint.is_empty()).then(|| hint.to_owned());
        view! { <TextField id=id label=label.to_owned() value=value hint=hint /> }.into_any()
    };
    let all = words::own_scale::items_hint(lang, &questions.len().to_string());
    view! {
        <form class="card" on:submit=save>
            <h3>{words::own_scale::title(lang)}</h3>
            <p class="hint">{words::own_scale::lead(lang)}</p>
            {field("scale-name", words::own_scale::name(lang), typed.name, words::own_scale::name_hint(lang))}
            {field("scale-items", words::own_scale::items(lang), typed.items, &all)}
            {field("scale-reversed", words::own_scale::reversed(lang), typed.reversed, words::own_scale::reversed_hint(lang))}
            {field("scale-low", words::own_scale::low(lang), typed.low, "")}
            {field("scale-high", words::own_scale::high(lang), typed.high, "")}
            <label class="tick">
                <input type="checkbox" prop:checked=move || typed.sum.get() on:change=move |event| typed.sum.set(event_target_checked(&event)) />
                {say(words::own_scale::sum)}
            </label>
            {field("scale-may-miss", words::own_scale::may_miss(lang), typed.may_miss, "")}
            {move || wrong.get().map(|why| view! { <p class="error" role="alert">{why.say(lang)}</p> }.into_any())}
            <button class="primary">{words::common::save(lang)}</button>
        </form>
    }
}

//! The list of items, and the details of the one that is open.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::{
    Desk, PART, conditions,
    head::{choose, options_field, risk_part},
    own_text, parts,
};
use crate::{
    instrument::{
        Instrument, Item, Kind,
        edit::{Form, lines_of},
    },
    widgets::{Parts, Sentence, part, view},
    words::{self, Lang, questionnaires as q},
};

/// The name by which a field means a form, and what the form is called.
const FORMS: [(&str, Sentence); 11] = [
    ("shared", q::form_shared),
    ("choice", q::form_choice),
    ("multi", q::form_multi),
    ("yes-no", q::form_yes_no),
    ("slider", q::form_slider),
    ("number", q::form_number),
    ("date", q::form_date),
    ("line", q::form_line),
    ("words", q::form_words),
    ("display", q::form_display),
    ("group", q::form_group),
];

/// The form of that name.
pub fn form_named(name: &str) -> Option<Form> {
    FORMS.iter().zip(Form::ALL).find(|((known, _), _)| *known == name).map(|(_, form)| form)
}

fn name_of(form: Form) -> &'static str {
    FORMS.iter().zip(Form::ALL).find(|(_, known)| *known == form).map_or("", |((name, _), _)| *name)
}

fn button(what: &'static str, id: &str, sign: &'static str, label: &str) -> AnyView {
    view! {
        <button type="button" class="quiet" id=format!("{what}-{id}") data-do=what data-of=id.to_owned() aria-label=label.to_owned() title=label.to_owned()>
            <span aria-hidden="true">{sign}</span>
        </button>
    }
    .into_any()
}

fn number(what: &'static str, id: &str, label: &'static str, value: Option<f64>) -> AnyView {
    let value = value.map(|value| value.to_string()).unwrap_or_default();
    view! {
        <label class="line">
            {label}
            <input type="text" inputmode="decimal" autocomplete="off" id=format!("{what}-{id}") data-do=what data-of=id.to_owned() prop:value=value />
        </label>
    }
    .into_any()
}

fn text(what: &'static str, id: &str, label: &'static str, value: String) -> AnyView {
    view! {
        <label class="line">
            {label}
            <input type="text" dir="auto" autocomplete="off" id=format!("{what}-{id}") data-do=what data-of=id.to_owned() prop:value=value />
        </label>
    }
    .into_any()
}

fn tick(what: &'static str, id: &str, label: &'static str, on: bool) -> AnyView {
    view! {
        <label class="tick">
            <input type="checkbox" data-do=what data-of=id.to_owned() prop:checked=on />
            {label}
        </label>
    }
    .into_any()
}

/// What belongs to the kind of an item.
fn kind_fields(item: &Item, tag: &str, lang: Lang) -> AnyView {
    let id = item.id.as_str();
    match &item.kind {
        Kind::Choice { options, .. } | Kind::Multi { options } if Form::of(item) != Form::Shared => {
            options_field("options", id.to_owned(), q::options(lang), lines_of(options, tag), lang)
        }
        Kind::Slider(slider) => view! {
            {number("min", id, q::least(lang), Some(slider.min))}
            {number("max", id, q::most(lang), Some(slider.max))}
            {number("step", id, q::step(lang), Some(slider.step))}
            {text("low", id, q::low(lang), own_text(&slider.low, tag))}
            {text("high", id, q::high(lang), own_text(&slider.high, tag))}
        }
        .into_any(),
        Kind::Number(kind) => view! {
            {number("min", id, q::least(lang), kind.min)}
            {number("max", id, q::most(lang), kind.max)}
            {text("unit", id, q::unit(lang), kind.unit.clone())}
        }
        .into_any(),
        _ => ().into_any(),
    }
}

fn details(work: &Instrument, item: &Item, tag: &str, lang: Lang) -> AnyView {
    let id = item.id.as_str();
    let scored = item.kind.is_question() && work.item_range(item).is_some();
    view! {
        <div class="item-details">
            {kind_fields(item, tag, lang)}
            {text("help", id, q::help(lang), own_text(&item.help, tag))}
            <div class="choices">
                {item.kind.is_question().then(|| tick("required", id, q::required(lang), item.required))}
                {scored.then(|| tick("reversed", id, q::is_reversed(lang), item.reversed))}
                {tick("page", id, q::own_page(lang), item.page)}
            </div>
            {item.calculated.as_ref().map(|rule| view! { <p class="hint">{q::calculated(lang)} " " <code dir="ltr">{rule.clone()}</code></p> }.into_any())}
            {conditions::conditions(work, item, lang)}
        </div>
    }
    .into_any()
}

fn row(desk: Desk, work: &Instrument, item: &Item, depth: usize, open: bool, tag: &str, lang: Lang) -> AnyView {
    let id = item.id.clone();
    let forms: Vec<(&'static str, String)> = FORMS.iter().map(|(name, text)| (*name, text(lang).to_owned())).collect();
    let about = |what: fn(Lang) -> &'static str| q::about(lang, what(lang), &id);
    let mine = id.clone();
    let faults = move || {
        desk.faults.with(|faults| {
            let mine = faults.iter().filter(|(item, _)| item.as_ref() == Some(&mine));
            mine.map(|(_, fault)| view! { <p class="error">{fault.clone()}</p> }).collect_parts()
        })
    };
    let wording = q::wording_of(lang, &id);
    view! {
        <li class=format!("item depth-{}", depth.min(4)) class:open=open>
            <div class="item-line">
                <textarea
                    id=format!("text-{id}")
                    data-do="text"
                    data-of=id.clone()
                    rows="2"
                    dir="auto"
                    autocomplete="off"
                    aria-label=wording
                    prop:value=own_text(&item.text, tag)
                ></textarea>
                {choose("kind", id.clone(), &q::kind_of(lang, &id), &forms, name_of(Form::of(item)))}
            </div>
            <div class="item-tools">
                <span class="item-name" dir="ltr">{id.clone()}</span>
                {button("up", &id, "↑", &about(q::up))}
                {button("down", &id, "↓", &about(q::down))}
                {button("in", &id, "→", &about(q::inwards))}
                {button("out", &id, "←", &about(q::outwards))}
                {button("remove", &id, "✕", &about(q::remove))}
                <button type="button" class="quiet" id=format!("details-{id}") data-do="details" data-of=id.clone() aria-expanded=open.to_string() aria-label=about(q::details)>
                    {q::details(lang)}
                </button>
            </div>
            {part(move || faults().into_any())}
            {open.then(|| details(work, item, tag, lang))}
        </li>
    }
    .into_any()
}

/// How deep each item stands, by its name.
fn depths(items: &[Item], depth: usize, all: &mut BTreeMap<String, usize>) {
    for item in items {
        all.insert(item.id.clone(), depth);
        depths(&item.items, depth + 1, all);
    }
}

pub fn items(desk: Desk, lang: Lang) -> AnyView {
    let list = move || {
        desk.shape.track();
        let open = desk.open.get();
        let tag = desk.tag();
        desk.work.with_value(|work| {
            let mut depth = BTreeMap::new();
            depths(&work.items, 0, &mut depth);
            let all = work.walk();
            let first = desk.first.get();
            let rows = all.iter().skip(first).take(PART).map(|item| {
                let deep = depth.get(&item.id).copied().unwrap_or_default();
                row(desk, work, item, deep, open.as_ref() == Some(&item.id), &tag, lang)
            });
            view! {
                <ol class="item-list">{rows.collect_parts()}</ol>
                {parts(desk, all.len(), lang)}
                <button type="button" id="add-item" data-do="add">{q::add_item(lang)}</button>
                {risk_part(desk, lang)}
            }
            .into_any()
        })
    };
    view! {
        <h2>{words::questionnaires::side_questions(lang)}</h2>
        <p class="hint">{q::keys(lang)}</p>
        {part(list)}
    }
    .into_any()
}

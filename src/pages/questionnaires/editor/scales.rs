//! The scales: what is added up, from which items, and how many may be missing.

use leptos::prelude::*;

use super::{Desk, head::choose, own_text};
use crate::{
    instrument::{Instrument, Method, Scale},
    pages::questionnaires::describe::{self, item_label},
    widgets::{Parts, part, view},
    words::{Lang, questionnaires as q},
};

fn scale_fields(work: &Instrument, scale: &Scale, tag: &str, lang: Lang) -> AnyView {
    let id = scale.id.clone();
    let place = work.scales.iter().position(|other| other.id == id).unwrap_or_default();
    let methods = [("mean", q::method_mean(lang).to_owned()), ("sum", q::method_sum(lang).to_owned())];
    let method = if scale.method == Method::Mean { "mean" } else { "sum" };
    let scored = work.walk().into_iter().filter(|item| item.kind.is_question() && work.item_range(item).is_some());
    let members = scored.map(|item| {
        let on = scale.items.contains(&item.id);
        view! {
            <label class="tick">
                <input type="checkbox" data-do="member" data-of=format!("{place}/{}", item.id) prop:checked=on />
                <span dir="auto">{item_label(work, item, lang)}</span>
            </label>
        }
    });
    let may_miss = scale.may_miss.map(|count| count.to_string()).unwrap_or_default();
    view! {
        <fieldset class="card">
            <legend>{q::scale(lang)} " " <span dir="ltr">{id.clone()}</span></legend>
            <label class="line">
                {q::scale_name(lang)}
                <input type="text" dir="auto" autocomplete="off" id=format!("scale-name-{id}") data-do="scale-name" data-of=id.clone() prop:value=own_text(&scale.name, tag) />
            </label>
            {choose("method", id.clone(), q::method(lang), &methods, method)}
            <label class="line">
                {q::may_miss(lang)}
                <span class="hint">{q::may_miss_hint(lang)}</span>
                <input type="number" min="0" step="1" inputmode="numeric" data-do="may-miss" data-of=id.clone() prop:value=may_miss />
            </label>
            <details>
                <summary>{q::members(lang)}</summary>
                <div class="risk-items">{members.collect_parts()}</div>
            </details>
            <button type="button" class="quiet" data-do="remove-scale" data-of=id.clone() aria-label=q::about(lang, q::remove(lang), &describe::scale_name(scale, lang))>{q::remove(lang)}</button>
        </fieldset>
    }
    .into_any()
}

pub fn scales(desk: Desk, lang: Lang) -> AnyView {
    let list = move || {
        desk.shape.track();
        let tag = desk.tag();
        desk.work.with_value(|work| {
            let fields = work.scales.iter().map(|scale| scale_fields(work, scale, &tag, lang));
            view! {
                {fields.collect_parts()}
                <button type="button" id="add-scale" data-do="add-scale">{q::add_scale(lang)}</button>
            }
            .into_any()
        })
    };
    view! {
        <h2>{q::scores(lang)}</h2>
        <p class="hint">{q::scales_hint(lang)}</p>
        {part(list)}
    }
    .into_any()
}

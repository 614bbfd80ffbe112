//! The words in another language, beside those of the original.

use leptos::prelude::*;

use super::{Desk, PART, own_text, parts};
use crate::{
    instrument::{
        Instrument,
        edit::{self, Place},
    },
    pages::questionnaires::describe,
    widgets::{Parts, part, view},
    words::{Lang, questionnaires as q},
};

/// What a text is, in a word or two.
fn what(work: &Instrument, place: &Place, lang: Lang) -> String {
    match place {
        Place::Title => q::make_title(lang).to_owned(),
        Place::Lead => q::lead_label(lang).to_owned(),
        Place::Recall => q::fact_recall(lang).to_owned(),
        Place::Shared(at) => q::option_n(lang, &(at + 1).to_string()),
        Place::Option(id, at) => q::about(lang, id, &q::option_n(lang, &(at + 1).to_string())),
        Place::Item(id) => id.clone(),
        Place::Help(id) => q::about(lang, id, q::help(lang)),
        Place::Low(id) => q::about(lang, id, q::low(lang)),
        Place::High(id) => q::about(lang, id, q::high(lang)),
        Place::Scale(id) => q::about(
            lang,
            q::scale(lang),
            &work.scale(id).map_or_else(|| id.clone(), |scale| describe::scale_name(scale, lang)),
        ),
    }
}

pub fn translate(desk: Desk, lang: Lang) -> AnyView {
    let progress = move || {
        desk.touched.track();
        let target = desk.target.get();
        desk.work.with_value(|work| {
            let all = edit::places(work);
            let done =
                all.iter().filter_map(|place| edit::text(work, place)).filter(|text| text.exact(target).is_some());
            q::progress(lang, &done.count().to_string(), &all.len().to_string())
        })
    };
    let rows = move || {
        let target = desk.target.get();
        let tag = desk.tag();
        let first = desk.first.get();
        desk.work.with_value(|work| {
            let all = edit::places(work);
            let rows = all.iter().enumerate().skip(first).take(PART).map(|(at, place)| {
                let text = edit::text(work, place).cloned().unwrap_or_default();
                let name = what(work, place, lang);
                let original = own_text(&text, &tag);
                let label = q::translation_of(lang, &name, target.own_name());
                view! {
                    <tr>
                        <th scope="row">{name}</th>
                        <td dir="auto" lang=tag.clone()>{original}</td>
                        <td>
                            <textarea rows="2" dir="auto" lang=target.tag() autocomplete="off" aria-label=label id=format!("tr-{at}") data-do="translation" data-of=at.to_string() prop:value=own_text(&text, target.tag())></textarea>
                        </td>
                    </tr>
                }
            });
            view! {
                <table class="translation">
                    <thead>
                        <tr>
                            <th scope="col">{q::text(lang)}</th>
                            <th scope="col">{q::original(lang)}</th>
                            <th scope="col" lang=target.tag()>{target.own_name()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_parts()}</tbody>
                </table>
                {parts(desk, all.len(), lang)}
            }
            .into_any()
        })
    };
    let tag = desk.tag();
    let choices = Lang::ALL.into_iter().filter(|choice| choice.tag() != tag).map(|choice| {
        view! { <option value=choice.tag() lang=choice.tag() selected=choice == desk.target.get_untracked()>{choice.own_name()}</option> }
    });
    view! {
        <div>
            <h2>{q::side_translation(lang)}</h2>
            <label class="line">
                {q::translate_into(lang)}
                <select data-do="target">{choices.collect_parts()}</select>
            </label>
            <p role="status">{move || progress()}</p>
            {part(rows)}
        </div>
    }
    .into_any()
}

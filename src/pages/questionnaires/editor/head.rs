//! What the whole questionnaire says and is: title, lead, who answers, licence, shared answers.

use leptos::prelude::*;

use super::{Desk, own_text};
use crate::{
    instrument::{Respondent, edit::lines_of},
    pages::questionnaires::risk,
    widgets::{Parts, view},
    words::{self, Lang},
};

/// A line of text with its label.
fn line(what: &'static str, label: &'static str, value: String) -> AnyView {
    view! {
        <label class="line">
            {label}
            <input type="text" dir="auto" autocomplete="off" id=what data-do=what prop:value=value />
        </label>
    }
    .into_any()
}

/// A choice of a few, by the value of each.
pub fn choose(
    what: &'static str,
    of: String,
    label: &str,
    options: &[(&'static str, String)],
    chosen: &str,
) -> AnyView {
    let id = format!("{what}-{of}");
    let options = options.iter().map(|(value, text)| {
        view! { <option value=*value selected=*value == chosen>{text.clone()}</option> }
    });
    view! {
        <label class="line">
            {label.to_owned()}
            <select id=id data-do=what data-of=of>{options.collect_parts()}</select>
        </label>
    }
    .into_any()
}

/// Options as lines, with their hint.
pub fn options_field(what: &'static str, of: String, label: &'static str, lines: String, lang: Lang) -> AnyView {
    let rows = lines.lines().count().max(3) + 1;
    view! {
        <label class="line">
            {label}
            <span class="hint">{words::questionnaires::options_hint(lang)}</span>
            <textarea id=format!("{what}-{of}") data-do=what data-of=of rows=rows.to_string() dir="auto" autocomplete="off" prop:value=lines></textarea>
        </label>
    }
    .into_any()
}

pub fn head(desk: Desk, lang: Lang) -> AnyView {
    let tag = desk.tag();
    desk.work.with_value(|work| {
        let who = match work.respondent {
            Respondent::Patient => "patient",
            Respondent::Therapist => "therapist",
            Respondent::Other => "other",
        };
        let whos = [
            ("patient", words::questionnaires::patient(lang).to_owned()),
            ("therapist", words::questionnaires::therapist(lang).to_owned()),
            ("other", words::questionnaires::somebody(lang).to_owned()),
        ];
        let age = work.minimum_age.map(|age| age.to_string()).unwrap_or_default();
        let better = match work.higher_is_better {
            None => "unknown",
            Some(true) => "higher",
            Some(false) => "lower",
        };
        let betters = [
            ("unknown", words::questionnaires::not_known(lang).to_owned()),
            ("higher", words::questionnaires::higher(lang).to_owned()),
            ("lower", words::questionnaires::lower(lang).to_owned()),
        ];
        view! {
            <details class="editor-head" open=work.items.len() < 2>
                <summary>{words::questionnaires::about_it(lang)}</summary>
                {line("title", words::questionnaires::make_title(lang), own_text(&work.title, &tag))}
                {line("lead", words::questionnaires::lead_label(lang), own_text(&work.lead, &tag))}
                {line("recall", words::questionnaires::fact_recall(lang), own_text(&work.recall, &tag))}
                {choose("respondent", String::new(), words::questionnaires::fact_who(lang), &whos, who)}
                {choose("direction", String::new(), words::questionnaires::confirm_direction(lang), &betters, better)}
                {line("age", words::questionnaires::fact_age(lang), age)}
                {line("licence", words::questionnaires::fact_licence(lang), work.licence.name.clone())}
                {options_field("shared", String::new(), words::questionnaires::shared(lang), lines_of(&work.options, &tag), lang)}
            </details>
        }
        .into_any()
    })
}

/// The risk question, drawn anew where items come and go.
pub fn risk_part(desk: Desk, lang: Lang) -> AnyView {
    desk.work.with_value(|work| {
        view! {
            <details class="editor-risk">
                <summary>{words::questionnaires::risk_title(lang)}</summary>
                {risk::question(work, desk.ticked, lang)}
            </details>
        }
        .into_any()
    })
}

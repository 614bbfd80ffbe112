//! What is scored, by which rules, and what of that somebody has confirmed.

use std::sync::Arc;

use leptos::prelude::*;

use super::describe::{self, plain};
use crate::{
    instrument::{Figure, FigureKind, Instrument, edit},
    pages::expect_app,
    platform::touched,
    session::App,
    widgets::Parts,
    words::{self, Lang},
};

const fn figure_name(kind: FigureKind) -> fn(Lang) -> &'static str {
    match kind {
        FigureKind::CutOff => words::questionnaires::figure_cut_off,
        FigureKind::Band => words::questionnaires::figure_band,
        FigureKind::ReliableChange => words::questionnaires::figure_reliable_change,
        FigureKind::Alpha => words::questionnaires::figure_alpha,
        FigureKind::Retest => words::questionnaires::figure_retest,
        FigureKind::StandardDeviation => words::questionnaires::figure_sd,
    }
}

fn figure_row(instrument: &Instrument, figure: &Figure, lang: Lang) -> AnyView {
    let scale = instrument.scale(&figure.scale).map(|scale| describe::scale_name(scale, lang));
    let inclusive = match (figure.kind, figure.inclusive) {
        (FigureKind::CutOff, Some(true)) => words::questionnaires::cut_off_inclusive(lang),
        (FigureKind::CutOff, Some(false)) => words::questionnaires::cut_off_exclusive(lang),
        (FigureKind::CutOff, None) => words::questionnaires::cut_off_unknown(lang),
        _ => "",
    };
    let sure = if figure.confirmed { words::questionnaires::confirmed } else { words::questionnaires::not_confirmed };
    view! {
        <tr>
            <th scope="row">{figure_name(figure.kind)(lang)} {scale.map(|scale| format!(" ({scale})"))}</th>
            <td class="figure">{plain(lang, figure.value)}</td>
            <td>{inclusive}</td>
            <td>{figure.source.clone()}</td>
            <td class:unconfirmed=!figure.confirmed>{sure(lang)}</td>
        </tr>
    }
    .into_any()
}

fn figures(instrument: &Instrument, lang: Lang) -> AnyView {
    view! {
        <h3>{words::questionnaires::figures(lang)}</h3>
        <div class="scroll">
            <table class="figures">
                <thead>
                    <tr>
                        <th scope="col">{words::questionnaires::figure(lang)}</th>
                        <th scope="col">{words::questionnaires::value(lang)}</th>
                        <th scope="col">{words::questionnaires::of_cut_offs(lang)}</th>
                        <th scope="col">{words::questionnaires::source(lang)}</th>
                        <th scope="col">{words::questionnaires::checked(lang)}</th>
                    </tr>
                </thead>
                <tbody>{instrument.figures.iter().map(|figure| figure_row(instrument, figure, lang)).collect_parts()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The rules that nobody has confirmed, as a form.
fn confirm(instrument: &Instrument, lang: Lang) -> AnyView {
    let open = instrument.scales.iter().filter(|scale| scale.may_miss.is_none()).map(|scale| {
        let count = scale.items.len();
        view! {
            <label class="line">
                {words::questionnaires::confirm_missing(lang, &describe::scale_name(scale, lang), &count.to_string())}
                <input type="number" min="0" max=count step="1" inputmode="numeric" data-do="may-miss" data-of=scale.id.clone() />
            </label>
        }
    });
    let open = open.collect_parts();
    let direction = instrument.higher_is_better.is_none() && !instrument.scales.is_empty();
    if open.is_empty() && !direction && instrument.unconfirmed.is_empty() {
        return ().into_any();
    }
    view! {
        <fieldset class="card">
            <legend>{words::questionnaires::confirm(lang)}</legend>
            <p class="hint">{words::questionnaires::confirm_text(lang)}</p>
            {open}
            {direction
                .then(|| {
                    view! {
                        <div class="actions">
                            <span>{words::questionnaires::confirm_direction(lang)}</span>
                            <button type="button" data-do="higher">{words::questionnaires::higher(lang)}</button>
                            <button type="button" data-do="lower">{words::questionnaires::lower(lang)}</button>
                        </div>
                    }
                    .into_any()
                })}
            {(!instrument.unconfirmed.is_empty())
                .then(|| {
                    let facts = instrument.unconfirmed.iter().enumerate().map(|(at, what)| {
                        let fact = describe::unconfirmed(*what)(lang);
                        view! {
                            <li>
                                {fact} " "
                                <button type="button" class="quiet" data-do="checked" data-of=at.to_string() aria-label=words::questionnaires::about(lang, words::questionnaires::i_checked(lang), fact)>
                                    {words::questionnaires::i_checked(lang)}
                                </button>
                            </li>
                        }
                    });
                    view! {
                        <p>{words::questionnaires::unconfirmed_facts(lang)}</p>
                        <ul>{facts.collect_parts()}</ul>
                    }
                    .into_any()
                })}
        </fieldset>
    }
    .into_any()
}

/// Takes in what was confirmed. The result is kept as a new version where the old one was used.
fn settle(app: App, instrument: &Instrument, what: &str, of: &str, value: &str) {
    let mut made = instrument.clone();
    let count = || {
        let most = instrument.scale(of).map_or(0, |scale| scale.items.len());
        value.trim().parse().ok().filter(|count| *count <= most)
    };
    let edit = match what {
        "may-miss" => count().map(|count| edit::Edit::MayMiss(of.to_owned(), Some(count))),
        "higher" | "lower" => Some(edit::Edit::Direction(Some(what == "higher"))),
        _ => None,
    };
    let checked = of.parse().ok().filter(|at| what == "checked" && *at < made.unconfirmed.len());
    match (edit, checked) {
        (Some(edit), _) => {
            edit::apply(&mut made, edit);
        }
        (None, Some(at)) => {
            made.unconfirmed.remove(at);
        }
        (None, None) => return,
    }
    app.keep_questionnaire(made);
    super::refocus("scores".to_owned());
}

/// The section.
pub fn scores(instrument: &Arc<Instrument>, lang: Lang) -> AnyView {
    let app = expect_app();
    let here = instrument.clone();
    let press = move |event: leptos::ev::MouseEvent| {
        // A number is taken when it is complete, not when its field is pressed.
        if let Some(t) = touched(&event).filter(|t| t.what != "may-miss") {
            settle(app, &here, &t.what, &t.of, &t.value);
        }
    };
    let here = instrument.clone();
    let change = move |event: leptos::ev::Event| {
        if let Some(t) = touched(&event) {
            settle(app, &here, &t.what, &t.of, &t.value);
        }
    };
    let reversed: Vec<String> =
        instrument.walk().iter().filter(|item| item.reversed).map(|item| item.id.clone()).collect();
    view! {
        <section class="scores" on:click=press on:change=change>
            <h2 id="scores" tabindex="-1">{words::questionnaires::scores(lang)}</h2>
            {instrument.scales.is_empty().then(|| view! { <p>{words::questionnaires::no_scales(lang)}</p> }.into_any())}
            <dl class="rules">{instrument
                .scales
                .iter()
                .map(|scale| {
                    let rules = describe::scale_rules(instrument, scale, lang);
                    view! {
                        <dt dir="auto">{describe::scale_name(scale, lang)}</dt>
                        <dd>{rules.join("; ")}</dd>
                    }
                })
                .collect_parts()}</dl>
            {(!reversed.is_empty())
                .then(|| {
                    let items = describe::named_items(instrument, reversed.iter(), lang);
                    view! { <p>{words::questionnaires::reversed(lang, &items)}</p> }.into_any()
                })}
            {confirm(instrument, lang)}
            {(!instrument.figures.is_empty()).then(|| figures(instrument, lang))}
        </section>
    }
    .into_any()
}

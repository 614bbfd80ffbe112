//! What is scored, by which rules, and what of that somebody has confirmed.

use std::sync::Arc;

use leptos::prelude::*;

use super::describe::{self, plain};
use crate::{
    instrument::{
        Figure, FigureKind, Instrument,
        templates::{ConfirmError, Said, confirm},
    },
    pages::expect_app,
    platform::{Touched, touched},
    widgets::{Parts, view},
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

fn figure_row(instrument: &Instrument, at: usize, figure: &Figure, lang: Lang) -> AnyView {
    let scale = instrument.scale(&figure.scale).map(|scale| describe::scale_name(scale, lang));
    let inclusive = match (figure.kind, figure.inclusive) {
        (FigureKind::CutOff, Some(true)) => words::questionnaires::cut_off_inclusive(lang),
        (FigureKind::CutOff, Some(false)) => words::questionnaires::cut_off_exclusive(lang),
        (FigureKind::CutOff, None) => words::questionnaires::cut_off_unknown(lang),
        _ => "",
    };
    let name = figure_name(figure.kind)(lang);
    let name = scale.map_or_else(|| name.to_owned(), |scale| format!("{name} ({scale})"));
    let sure = if figure.confirmed { words::questionnaires::confirmed } else { words::questionnaires::not_confirmed };
    view! {
        <tr>
            <th scope="row">{name.clone()}</th>
            <td class="figure">{plain(lang, figure.value)}</td>
            <td>{inclusive}</td>
            <td>{figure.source.clone()}</td>
            <td class:unconfirmed=!figure.confirmed>
                {sure(lang)}
                {(!figure.confirmed).then(|| checks(at, figure, &name, lang))}
            </td>
        </tr>
    }
    .into_any()
}

/// The buttons that confirm a figure; for a cut-off one for each side.
fn checks(at: usize, figure: &Figure, name: &str, lang: Lang) -> AnyView {
    let button = |what: &'static str, text: &'static str| {
        view! {
            <button type="button" class="quiet" data-do=what data-of=at.to_string() aria-label=words::questionnaires::about(lang, text, name)>{text}</button>
        }
        .into_any()
    };
    if figure.kind == FigureKind::CutOff && figure.inclusive.is_none() {
        let (inside, outside) =
            (words::questionnaires::cut_off_inclusive(lang), words::questionnaires::cut_off_exclusive(lang));
        vec![button("figure-in", inside), button("figure-out", outside)].into_any()
    } else {
        button("figure", words::questionnaires::i_checked(lang))
    }
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
                <tbody>{instrument.figures.iter().enumerate().map(|(at, figure)| figure_row(instrument, at, figure, lang)).collect_parts()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The rules that nobody has confirmed, as a form.
fn to_confirm(instrument: &Instrument, lang: Lang) -> AnyView {
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
                                <button type="button" class="quiet" data-do="fact" data-of=at.to_string() aria-label=words::questionnaires::about(lang, words::questionnaires::i_checked(lang), fact)>
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

/// What a touch of one of the fields says.
fn said(instrument: &Instrument, touched: Touched) -> Option<Said> {
    let Touched { what, of, value, .. } = touched;
    let higher_is_better = what == "higher";
    Some(match what.as_str() {
        "may-miss" => Said::MissingRule { scale: of, may_miss: value.trim().parse().ok()? },
        "higher" | "lower" => Said::Direction { scale: None, higher_is_better },
        "fact" => Said::Fact(*instrument.unconfirmed.get(of.parse::<usize>().ok()?)?),
        "figure" => Said::Figure(of.parse().ok()?, None),
        "figure-in" => Said::Figure(of.parse().ok()?, Some(true)),
        "figure-out" => Said::Figure(of.parse().ok()?, Some(false)),
        _ => return None,
    })
}

/// The section.
pub fn scores(instrument: &Arc<Instrument>, lang: Lang) -> AnyView {
    let app = expect_app();
    let wrong = RwSignal::new(None::<ConfirmError>);
    let here = instrument.clone();
    // What was confirmed is kept as a new version where the old one was used.
    let settle = Callback::new(move |touched: Touched| {
        let Some(said) = said(&here, touched) else { return };
        match confirm(&here, &[said]) {
            Ok(made) => {
                app.keep_questionnaire(made);
                super::refocus("scores".to_owned());
            }
            Err(why) => wrong.set(Some(why)),
        }
    });
    let press = move |event: leptos::ev::MouseEvent| {
        // A number is taken when it is complete, not when its field is pressed.
        if let Some(touched) = touched(&event).filter(|touched| touched.what != "may-miss") {
            settle.run(touched);
        }
    };
    let change = move |event: leptos::ev::Event| {
        if let Some(touched) = touched(&event) {
            settle.run(touched);
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
            {to_confirm(instrument, lang)}
            {move || wrong.get().map(|why| view! { <p class="error" role="alert">{why.say(lang)}</p> }.into_any())}
            {(!instrument.figures.is_empty()).then(|| figures(instrument, lang))}
        </section>
    }
    .into_any()
}

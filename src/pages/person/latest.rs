//! The latest answers in words: what changed and how sure that is, what was marked low, when the person wants to talk.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    alliance::{Band, Change, Course, Noise, NoiseSource},
    care::Talk,
    instrument::{Instrument, catalogue, scoring::Score},
    widgets::{Parts, language, say, view},
    words::{self, Lang, date_long, number, signed},
};

/// What changed, in a sentence.
fn change_sentence(course: &Course, lang: Lang) -> String {
    let points = |difference: f64| signed(lang, difference, 1);
    let edges = |band: Band| (number(lang, band.low, 1), number(lang, band.high, 1));
    match course.change() {
        Change::NoAnswers => words::person::no_answers(lang).to_owned(),
        Change::First => words::person::change_first(lang).to_owned(),
        Change::NotEnough => {
            let (answered, of) = match course.latest().and_then(|point| point.score(crate::alliance::Part::Total)) {
                Some(Score::NotEnough { answered, of }) => (answered, of),
                _ => (0, 0),
            };
            words::person::change_not_enough(lang, &answered.to_string(), &of.to_string())
        }
        Change::Prorated => words::person::change_prorated(lang).to_owned(),
        Change::NewBaseline => words::person::change_new_baseline(lang).to_owned(),
        Change::TooEarly { difference } => words::person::change_early(lang, &points(difference)),
        Change::Usual { difference, band } => {
            let (low, high) = edges(band);
            words::person::change_usual(lang, &points(difference), &low, &high)
        }
        Change::Below { difference, band } => {
            let (low, high) = edges(band);
            words::person::change_below(lang, &points(difference), &low, &high)
        }
        Change::Above { difference, band } => {
            let (low, high) = edges(band);
            words::person::change_above(lang, &points(difference), &low, &high)
        }
    }
}

/// How sure that is, in a sentence.
fn noise_sentence(noise: Noise, lang: Lang) -> String {
    let (points, sd) = (number(lang, noise.between_two(), 1), number(lang, noise.sd, 2));
    match noise.source {
        NoiseSource::Assumed => words::person::noise_assumed(lang, &points, &sd),
        NoiseSource::Caseload { pairs } => words::person::noise_caseload(lang, &points, &pairs.to_string(), &sd),
    }
}

const fn talk_sentence(talk: Option<Talk>) -> fn(Lang) -> &'static str {
    match talk {
        Some(Talk::Now) => words::person::talk_now,
        Some(Talk::NextTime) => words::person::talk_next,
        Some(Talk::IWillRaiseIt) => words::person::talk_self,
        None => words::person::talk_none,
    }
}

/// The section.
#[component]
pub fn Latest(
    /// The course of the alliance.
    course: Course,
) -> impl IntoView {
    let lang = language();
    let Some(point) = course.latest().cloned() else {
        let text = if course.points.is_empty() { words::person::no_sessions } else { words::person::no_answers };
        return view! { <p class="empty">{say(text)}</p> }.into_any();
    };
    let entry = point.entry.clone();
    let talk = entry.as_ref().and_then(|entry| entry.given.talk);
    let finished = entry.as_ref().is_none_or(|entry| entry.given.finished);
    let instrument = entry.as_ref().and_then(|entry| catalogue::find(&entry.given.instrument));
    let entry_out = entry
        .as_ref()
        .zip(instrument)
        .map(|(entry, instrument)| super::take_out::button(entry, Arc::new(instrument.clone()), point.date));
    let change = course.change();
    let below = matches!(change, Change::Below { .. });
    let compared =
        matches!(change, Change::TooEarly { .. } | Change::Usual { .. } | Change::Below { .. } | Change::Above { .. });
    let noise = course.noise;
    let (low, open) = course.just_marked();
    let (any_low, any_open) = (!low.is_empty(), !open.is_empty());
    let option = move |instrument: Option<&'static Instrument>, value: f64, lang: Lang| {
        instrument.and_then(|instrument| instrument.option_text(value, lang)).unwrap_or_default().to_owned()
    };
    let date = point.date;
    view! {
        <section class="latest" class:needs-look=below>
            <h2>{say(words::person::latest)} " " <span class="when">{move || date_long(lang.get(), date)}</span></h2>
            <h3>{say(words::person::low_title)}</h3>
            {if any_low {
                view! {
                    <ul class="low-items">
                        {low
                            .into_iter()
                            .map(|low| {
                                let usual = low.usual;
                                let shown = move || {
                                    let lang = lang.get();
                                    words::person::low_item(lang, low.item.text.get(lang), &option(instrument, low.answer, lang))
                                };
                                let before = move || {
                                    let lang = lang.get();
                                    let word = usual.map(|usual| option(instrument, usual.round(), lang)).filter(|word| !word.is_empty());
                                    word.map(|word| words::person::low_usual(lang, &word))
                                };
                                view! { <li>{move || shown()} " " <span class="hint">{move || before()}</span></li> }
                            })
                            .collect_parts()}
                    </ul>
                }
                    .into_any()
            } else {
                view! { <p>{say(words::person::low_none)}</p> }.into_any()
            }}
            {any_open
                .then(|| {
                    view! {
                        <h3>{say(words::person::left_title)}</h3>
                        <ul class="left-items">
                            {open
                                .into_iter()
                                .map(|item| view! { <li>{move || item.text.get(lang.get()).to_owned()}</li> })
                                .collect_parts()}
                        </ul>
                    }
                })}
            <p class="talk">{say(talk_sentence(talk))}</p>
            {entry_out}
            {(!finished).then(|| view! { <p>{say(words::person::unfinished)}</p> }.into_any())}
            <p class="change">{move || change_sentence(&course, lang.get())}</p>
            {below.then(|| view! { <p class="ask">{say(words::person::below_ask)}</p> }.into_any())}
            {compared.then(|| view! { <p class="hint">{move || noise_sentence(noise, lang.get())}</p> }.into_any())}
        </section>
    }
    .into_any()
}

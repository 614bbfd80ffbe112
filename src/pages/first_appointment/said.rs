//! What a person said at the First Visit, in the order in which it helps to read it.

use leptos::prelude::*;
use time::Date;

use crate::{
    alliance::intake,
    care::{AnsweredHow, Entry},
    instrument::{
        Answer, Kind, catalogue,
        wording::{answer_words, item_words},
    },
    widgets::view,
    words::{self, Lang, date_long, intake as w, number},
};

/// Everything that was answered in words or by choosing; what asks about harm stands on the person's page instead, above all.
pub fn said(entry: &Entry, date: Date, lang: Lang) -> AnyView {
    let Some(instrument) = catalogue::find(&entry.given.instrument) else { return ().into_any() };
    let with = entry.given.how == AnsweredHow::TherapistPresent;
    let how = if with {
        w::answered_together(lang, &date_long(lang, date))
    } else {
        w::answered(lang, &date_long(lang, date))
    };
    let shown = instrument.questions().into_iter().filter(|item| {
        let given = entry.given.answers.get(&item.id).is_some_and(Answer::is_given);
        given && !matches!(item.kind, Kind::Slider(_)) && !instrument.is_risk(&item.id)
    });
    let pairs: Vec<AnyView> = shown
        .map(|item| {
            let answer = answer_words(instrument, item, entry.given.answers.get(&item.id), lang);
            view! { <dt dir="auto">{item_words(instrument, item, lang)}</dt> <dd dir="auto">{answer}</dd> }.into_any()
        })
        .collect();
    view! {
        <p class="hint">{how}</p>
        <dl class="answers">{pairs}</dl>
        <h3>{w::expectations(lang)}</h3>
        <dl class="answers">{expectations(entry, lang)}</dl>
        <p class="hint">{w::expectations_hint(lang)}</p>
    }
    .into_any()
}

/// How much sense it makes to them and how much they hope for.
fn expectations(entry: &Entry, lang: Lang) -> Vec<AnyView> {
    let names = [w::credibility(lang), w::expectancy(lang)];
    let all = intake::expectations(&entry.given.answers).into_iter().zip(names);
    let one = |((_, score), name): ((_, Option<f64>), &'static str)| {
        let text = score.map_or_else(
            || words::person::not_enough(lang).to_owned(),
            |score| w::of_ten(lang, &number(lang, score, usize::from(score.fract() != 0.0))),
        );
        view! { <dt>{name}</dt> <dd>{text}</dd> }.into_any()
    };
    all.map(one).collect()
}

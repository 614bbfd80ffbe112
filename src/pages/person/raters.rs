//! What second raters answered about a person, apart from what the person did.

use leptos::prelude::*;

use crate::{
    care::{Entry, Person, Record, told::RATERS},
    instrument::{
        Flow,
        wording::{answer_words, item_words},
    },
    pages::forms::told,
    widgets::{Parts, view},
    words::{Lang, date_long, rater as w},
};

/// The section; nothing where nobody else answered.
pub fn raters(person: &Person, record: &Record, lang: Lang) -> AnyView {
    let all = person.sessions.iter().rev();
    let all: Vec<(&Entry, time::Date)> =
        all.flat_map(|session| session.others.iter().rev().map(|entry| (entry, session.date))).collect();
    if all.is_empty() {
        return ().into_any();
    }
    let one = |(entry, date): (&Entry, time::Date)| {
        let instrument = record.shelf().find(&entry.given.instrument)?;
        let title = instrument.title.get(lang).to_owned();
        let heading = w::given(lang, told(&RATERS, &entry.given.by, lang), &title, &date_long(lang, date));
        let flow = Flow::of(&instrument, &entry.given.answers);
        let pair = |item: &crate::instrument::Item| {
            let answer = answer_words(&instrument, item, entry.given.answers.get(&item.id), lang);
            view! { <dt dir="auto">{item_words(&instrument, item, lang)}</dt> <dd dir="auto">{answer}</dd> }.into_any()
        };
        let pairs: Vec<AnyView> = flow.questions().into_iter().map(pair).collect();
        Some(
            view! { <details><summary dir="auto">{heading}</summary> <dl class="answers">{pairs}</dl></details> }
                .into_any(),
        )
    };
    view! {
        <section class="raters">
            <h2>{w::title(lang)}</h2>
            <p class="hint">{w::lead(lang)}</p>
            {all.into_iter().filter_map(one).collect_parts()}
        </section>
    }
    .into_any()
}

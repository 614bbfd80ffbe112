//! Items of a questionnaire together: one screen of a turn, or a whole form.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Answers, Asked, ask};
use crate::{
    instrument::{AnswerSet, Instrument, Item, screens::screens},
    widgets::{language, view},
    words::Lang,
};

/// Some items of a questionnaire, in order. One that comes or goes leaves the others, and the focus, where they are.
pub fn items(
    instrument: Arc<Instrument>,
    form: usize,
    ids: Memo<Vec<String>>,
    answers: Answers,
    lang: Signal<Lang>,
    alone: bool,
) -> AnyView {
    let asked = |id: &String| instrument.item(id).is_some_and(Item::is_asked);
    let title = if alone { ids.with_untracked(|ids| ids.iter().find(|id| asked(id)).cloned()) } else { None };
    let draw = move |(form, id): (usize, String)| {
        let item = instrument.item(&id).cloned().unwrap_or_default();
        let alone = title.as_ref() == Some(&id);
        ask(Asked { instrument: instrument.clone(), item: Arc::new(item), form, answers, lang, alone })
    };
    // Two questionnaires of a turn may have an item of the same name.
    let each = move || ids.get().into_iter().map(|id| (form, id)).collect::<Vec<_>>();
    view! { <div class="items"><For each=each key=Clone::clone children=draw /></div> }.into_any()
}

/// A whole questionnaire on one page, with its skip logic: for therapists, and as a preview.
#[component]
pub fn Form(
    /// The questionnaire.
    instrument: Arc<Instrument>,
    /// The answers so far; what the questionnaire is answered with from the start is put in here.
    answers: RwSignal<AnswerSet>,
    /// The language of the questions; the page's where nothing is given.
    #[prop(optional)]
    lang: Option<Signal<Lang>>,
) -> impl IntoView {
    let lang = lang.unwrap_or_else(language);
    answers.update(|set| set.begin(&instrument));
    let desk = Answers {
        get: Callback::new(move |(_, id): (usize, String)| answers.with(|set| set.get(&id).cloned())),
        set: Callback::new(move |(_, id, answer): (usize, String, _)| answers.update(|set| set.set(&id, answer))),
        settled: Callback::new(|_| ()),
    };
    let asked = instrument.clone();
    // Drawn anew only when an answer brings items or takes them away.
    let shown = Memo::new(move |_| {
        let all = answers.with(|set| screens(std::slice::from_ref(&asked), std::slice::from_ref(set)));
        all.into_iter().flat_map(|screen| screen.items).collect::<Vec<String>>()
    });
    view! {
        <div class="question form">{items(instrument, 0, shown, desk, lang, false)}</div>
    }
}
